//! Which findings each role lists.

use hengji_domain::finding::{Finding, FindingCode};
use hengji_domain::person::{Actor, Role};
use hengji_domain::sheet::SheetKind;
use hengji_store::{Db, StoreError};

use super::*;
use crate::stage::district::{bureau, fill, of_year, opened, person, school, schools, sheet_id, works};
use crate::stage::{Stage, codes, department, division};

fn found(db: &mut Db) -> Result<(), StoreError> {
    let finding = |code| Finding::new(code, "有误", "请改").at_row(1);
    let draft = [
        finding(FindingCode::UnitMissing),
        finding(FindingCode::WeightsNot100),
    ];
    let issued = [finding(FindingCode::VagueTarget)];
    let all = [
        (sheet_id(2, SheetKind::Goal), &draft[..]),
        (sheet_id(7, SheetKind::SelfEvaluation), &issued[..]),
    ];
    findings::insert_for_sheets(db, division(), &all).map(|_| ())
}

fn stage() -> Stage {
    let stage = opened();
    stage.database.database.write(found).unwrap();
    stage
}

fn listed(stage: &Stage, actor: &Actor, query: &FindingQuery) -> Vec<String> {
    let page = stage.app.findings(actor, of_year(), query).unwrap();
    assert!(page.is_total_exact);
    page.rows
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row.finding.code,
                row.kind.name(),
                row.project_name,
                row.unit_name
            )
        })
        .collect()
}

#[test]
fn each_role_lists_the_findings_within_its_reach() {
    let stage = stage();
    for (role, unit, expected) in [
        (Role::UnitClerk, works(), 2),
        (Role::UnitClerk, school(), 1),
        (Role::DepartmentReviewer, department(), 2),
        (Role::DepartmentReviewer, schools(), 1),
        (Role::BudgetDivisionReviewer, bureau(), 2),
        (Role::PerformanceReviewer, bureau(), 3),
        (Role::OversightReader, bureau(), 1),
    ] {
        let all = listed(&stage, &person(role, unit), &FindingQuery::default());
        assert_eq!(all.len(), expected, "{role:?} {all:?}");
    }
}

#[test]
fn a_row_names_the_sheet_it_stands_on_and_errors_come_first() {
    let stage = stage();
    let all = listed(
        &stage,
        &person(Role::PerformanceReviewer, bureau()),
        &FindingQuery::default(),
    );
    assert_eq!(
        all,
        [
            "weights-not-100 绩效目标 项目2 市政中心",
            "vague-target 绩效自评 项目7 第一小学",
            "unit-missing 绩效目标 项目2 市政中心",
        ]
    );
}

#[test]
fn administrators_and_third_parties_are_refused() {
    let stage = stage();
    for role in [
        Role::SystemAdministrator,
        Role::SecurityAdministrator,
        Role::AuditAdministrator,
        Role::ThirdParty,
    ] {
        let query = FindingQuery::default();
        let refused = stage.app.findings(&person(role, bureau()), of_year(), &query);
        assert_eq!(codes(&refused.unwrap_err()), "role-not-held", "{role:?}");
    }
}

#[test]
fn filters_narrow_and_blanks_do_not() {
    let stage = stage();
    let reviewer = person(Role::PerformanceReviewer, bureau());
    let text = |text: &str| FindingQuery {
        text: Some(text.into()),
        ..FindingQuery::default()
    };
    let code = |code: &str| FindingQuery {
        code: Some(code.into()),
        ..FindingQuery::default()
    };
    let of = |severity, kind| FindingQuery {
        severity,
        kind,
        ..FindingQuery::default()
    };
    for (query, expected) in [
        (text(" "), 3),
        (text("第一小学"), 1),
        (text(&"长".repeat(5_000)), 0),
        (code(" weights-not-100 "), 1),
        (code(""), 3),
        (of(Some(Severity::Error), None), 1),
        (of(None, Some(SheetKind::Goal)), 2),
        (of(Some(Severity::Warning), Some(SheetKind::Goal)), 0),
    ] {
        assert_eq!(listed(&stage, &reviewer, &query).len(), expected, "{query:?}");
    }
}

#[test]
fn a_page_holds_its_rows_and_the_count_of_all() {
    let stage = stage();
    let query = FindingQuery {
        page: PageRequest::new(2, 2),
        ..FindingQuery::default()
    };
    let reviewer = person(Role::PerformanceReviewer, bureau());
    let page = stage.app.findings(&reviewer, of_year(), &query).unwrap();
    assert_eq!((page.rows.len(), page.total, page.pages()), (1, 3, 2));
}

#[test]
fn a_page_takes_two_statements() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.database.database.write(found).unwrap();
        let before = hengji_store::statements::sent();
        listed(stage, &person(Role::UnitClerk, works()), &FindingQuery::default());
        assert_eq!(hengji_store::statements::sent() - before, 2);
    });
}
