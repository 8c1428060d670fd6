//! What others wrote, on both engines.

use hengji_domain::value::{Reading, ValueText};

use super::*;
use crate::samples::*;
use crate::sheets::insert;
use crate::testing::on_each_engine;

#[test]
fn the_same_goal_text_is_found_in_other_projects_of_the_year() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let found = |text: &str, except: u64, at_most: u32| {
            database
                .read(|db| projects_with_goal_text(db, division(), year(), text, project_id(except), at_most))
                .unwrap()
                .len()
        };
        let text = sheet(1, SheetKind::Goal).annual_goal;
        assert_eq!(found(&text, 1, 9), 2);
        assert_eq!(found(&text, 3, 9), 3);
        assert_eq!(found(&text, 1, 1), 1);
        assert_eq!(found("没有人写过的目标", 1, 9), 0);
    });
}

#[test]
fn numeric_targets_come_with_the_money_of_their_projects() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let mut goal = sheet(3, SheetKind::Goal);
        let numeric = |value: i64, unit: Option<&str>| ValueText {
            text: value.to_string(),
            reading: Reading::Number {
                value: Decimal::from(value),
            },
            comparator: None,
            unit: unit.map(str::to_owned),
        };
        goal.lines[0].target = numeric(300, Some("公里"));
        goal.lines[1].target = numeric(5, None);
        database.write(|db| insert(db, division(), &goal)).unwrap();
        let all = |at_most| {
            database
                .read(|db| numeric_targets(db, division(), year(), at_most))
                .unwrap()
        };
        let own: Vec<_> = all(99)
            .into_iter()
            .filter(|target| target.project == project_id(3))
            .collect();
        assert_eq!(own.len(), 1);
        assert_eq!((own[0].unit.as_str(), own[0].value), ("公里", Decimal::from(300)));
        assert!(Money::ZERO < own[0].total);
        assert!(all(0).is_empty());
    });
}
