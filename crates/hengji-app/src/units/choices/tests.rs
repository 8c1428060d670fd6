//! Which units each role may choose from.

use hengji_domain::person::Role;

use crate::stage::department;
use crate::stage::district::{bureau, opened, person, works};

#[test]
fn each_role_chooses_among_the_units_it_may_enter_projects_for() {
    let stage = opened();
    let everywhere = vec!["城管局", "第一小学", "教育局", "市政中心"];
    for (role, unit, expected) in [
        (Role::UnitClerk, works(), vec!["市政中心"]),
        (Role::UnitFinance, works(), vec![]),
        (Role::DepartmentReviewer, department(), vec![]),
        (Role::BudgetDivisionReviewer, bureau(), vec!["市政中心"]),
        (Role::PerformanceReviewer, bureau(), everywhere),
        (Role::OversightReader, bureau(), vec![]),
        (Role::SystemAdministrator, bureau(), vec![]),
        (Role::AuditAdministrator, bureau(), vec![]),
    ] {
        let choices = stage.app.unit_choices(&person(role, unit)).unwrap();
        let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
        assert_eq!(names, expected, "{role:?}");
    }
}

#[test]
fn whoever_grants_roles_chooses_among_all_bodies() {
    let stage = opened();
    let choices = stage
        .app
        .unit_choices(&person(Role::SecurityAdministrator, bureau()))
        .unwrap();
    assert!(choices.iter().any(|choice| choice.name == "经建科"));
    assert_eq!(choices.len(), 5);
}
