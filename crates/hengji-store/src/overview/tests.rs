//! The overview counts per unit what the scope allows, in two statements.

use hengji_authz::Parts;

use super::*;
use crate::samples::{district_with_goals, division, unit_id, year};
use crate::testing::on_each_engine;
use crate::{Database, statements};

fn shown(database: &Database, scope: &Scope) -> String {
    let before = statements::sent();
    let all = database
        .read(|db| by_unit(db, division(), year(), scope))
        .unwrap();
    assert!(statements::sent() - before <= 2);
    let lines: Vec<String> = all
        .iter()
        .map(|one| {
            let goals = one.goals;
            format!(
                "{}<{} {}项{} 编{}审{}退{}结{} 欠{}/{}",
                one.unit_name,
                one.department_name,
                one.projects,
                one.total,
                goals.draft,
                goals.in_review,
                goals.returned,
                goals.concluded,
                one.outstanding(SheetKind::Goal),
                one.outstanding(SheetKind::SelfEvaluation),
            )
        })
        .collect();
    lines.join("; ")
}

#[test]
fn units_are_counted_within_the_scope() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let (eleven, twelve, twenty_one) = (
            "单位11<单位10 2项0.0003 编1审1退0结0 欠1/2",
            "单位12<单位10 1项0.0003 编0审0退0结0 欠1/1",
            "单位21<单位20 1项0.0004 编0审0退0结1 欠0/1",
        );
        let department = Scope::Parts(Parts {
            departments: vec![unit_id(10)],
            ..Parts::default()
        });
        let concluded = Scope::Parts(Parts {
            concluded: true,
            ..Parts::default()
        });
        for (scope, expected) in [
            (Scope::AllOfDivision, format!("{eleven}; {twelve}; {twenty_one}")),
            (department, format!("{eleven}; {twelve}")),
            (concluded, twenty_one.to_owned()),
            (Scope::Nothing, String::new()),
        ] {
            assert_eq!(shown(database, &scope), expected, "{scope:?}");
        }
    });
}

#[test]
fn another_year_has_no_units() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let later = BudgetYear::new(2021).unwrap();
        let all = database.read(|db| by_unit(db, division(), later, &Scope::AllOfDivision));
        assert_eq!(all.unwrap(), vec![]);
    });
}
