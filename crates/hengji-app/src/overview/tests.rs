//! Who has handed in and who is late, as each role sees it.

use hengji_domain::Score;
use hengji_domain::person::Role;
use hengji_domain::sheet::SheetKind;

use super::view::{Overview, UnitProgress};
use crate::stage::district::{bureau, fill, of_year, opened, person, school, schools, works};
use crate::stage::{Stage, codes, department};

fn told(unit: &UnitProgress) -> String {
    format!(
        "{}/{} {}: 未{} 编{} 退{} 审{} 结{} 逾{}",
        unit.department_name,
        unit.unit_name,
        unit.projects,
        unit.missing,
        unit.draft,
        unit.returned,
        unit.in_review,
        unit.concluded,
        unit.late
    )
}

fn whole(stage: &Stage, kind: SheetKind) -> Overview {
    let reviewer = person(Role::PerformanceReviewer, bureau());
    stage.app.overview(&reviewer, of_year(), kind).unwrap()
}

#[test]
fn units_are_counted_by_where_their_sheets_stand_and_the_latest_come_first() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(crate::stage::division());
        let goals = whole(stage, SheetKind::Goal);
        let units: Vec<String> = goals.units.iter().map(told).collect();
        assert_eq!(
            units,
            [
                "城管局/市政中心 5: 未1 编1 退1 审1 结1 逾3",
                "教育局/第一小学 2: 未0 编0 退0 审1 结1 逾0",
            ]
        );
        let departments: Vec<_> = goals
            .departments
            .iter()
            .map(|one| (one.name.as_str(), one.units, one.projects, one.late))
            .collect();
        assert_eq!(departments, [("城管局", 1, 5, 3), ("教育局", 1, 2, 0)]);
    });
}

#[test]
fn the_totals_are_the_sums_of_the_units() {
    let stage = opened();
    let total = whole(&stage, SheetKind::Goal).total;
    assert_eq!((total.projects, total.handed_in, total.concluded), (7, 4, 2));
    assert_eq!((total.late_units, total.late, total.average_score), (1, 3, None));
}

#[test]
fn what_is_in_review_is_told_by_step() {
    let stage = opened();
    let goals = whole(&stage, SheetKind::Goal);
    let steps: Vec<_> = goals
        .steps
        .iter()
        .map(|step| (step.name.as_str(), step.count))
        .collect();
    assert_eq!(steps, [("单位财务会签", 1), ("主管部门审核", 1)]);
    let school = goals.units.iter().find(|unit| unit.unit == school()).unwrap();
    assert_eq!(school.steps.len(), 1);
}

#[test]
fn self_evaluations_have_an_average_and_are_not_late_before_they_are_due() {
    let stage = opened();
    let evaluations = whole(&stage, SheetKind::SelfEvaluation);
    assert_eq!(evaluations.total.average_score, Some(Score::from_centi(9_000)));
    assert_eq!(evaluations.total.late, 0);
    let averages: Vec<_> = evaluations.units.iter().map(|unit| unit.average_score).collect();
    assert_eq!(averages, [None, Some(Score::from_centi(9_000))]);
}

#[test]
fn everything_still_with_a_unit_is_late_the_day_after_the_deadline() {
    let stage = opened();
    let due_on = whole(&stage, SheetKind::SelfEvaluation).due_on.unwrap();
    let days = due_on
        .signed_duration_since(stage.app.now().shanghai_date())
        .num_days();
    stage.clock.pass(days * 86_400);
    assert_eq!(whole(&stage, SheetKind::SelfEvaluation).total.late, 0);
    stage.clock.pass(86_400);
    let late = whole(&stage, SheetKind::SelfEvaluation);
    assert_eq!((late.total.late, late.total.late_units), (6, 2));
}

#[test]
fn each_role_sees_the_units_within_its_reach() {
    let stage = opened();
    for (role, unit, expected) in [
        (Role::UnitClerk, works(), vec!["市政中心"]),
        (Role::UnitHead, school(), vec!["第一小学"]),
        (Role::DepartmentReviewer, department(), vec!["市政中心"]),
        (Role::DepartmentReviewer, schools(), vec!["第一小学"]),
        (Role::BudgetDivisionReviewer, bureau(), vec!["市政中心"]),
        (Role::BureauLeader, bureau(), vec!["市政中心", "第一小学"]),
    ] {
        let seen = stage
            .app
            .overview(&person(role, unit), of_year(), SheetKind::Goal)
            .unwrap();
        let names: Vec<&str> = seen.units.iter().map(|unit| unit.unit_name.as_str()).collect();
        assert_eq!(names, expected, "{role:?}");
    }
}

#[test]
fn a_reader_of_issued_papers_gains_no_unit_by_it() {
    let stage = opened();
    let mut both = person(Role::UnitClerk, school());
    both.grants.extend(person(Role::OversightReader, bureau()).grants);
    let seen = stage.app.overview(&both, of_year(), SheetKind::Goal).unwrap();
    assert_eq!(seen.units.len(), 1);
}

#[test]
fn whoever_has_no_part_in_the_work_is_refused() {
    let stage = opened();
    for role in [
        Role::SystemAdministrator,
        Role::SecurityAdministrator,
        Role::AuditAdministrator,
        Role::ThirdParty,
        Role::OversightReader,
    ] {
        let refused = stage
            .app
            .overview(&person(role, bureau()), of_year(), SheetKind::Goal)
            .unwrap_err();
        assert_eq!(codes(&refused), "role-not-held", "{role:?}");
    }
}

#[test]
fn an_overview_takes_three_statements() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        let before = hengji_store::statements::sent();
        whole(stage, SheetKind::Goal);
        assert_eq!(hengji_store::statements::sent() - before, 3);
    });
}
