//! What the list of findings shows, to whom, in which order.

use hengji_authz::{Parts, Scope};
use hengji_domain::finding::{Finding, FindingCode, Severity};
use hengji_domain::sheet::SheetKind;

use super::{FindingFilter, count, list};
use crate::samples::{district_with_goals, division, sheet_id, unit_id, year};
use crate::testing::on_each_engine;
use crate::{Count, Db, Page, StoreError, findings, statements};

const WHOLE: Page = Page {
    offset: 0,
    limit: 100,
};

/// The goals of projects 1 (unit 11), 2 (unit 11) and 4 (unit 21, concluded) with a few findings each.
fn found(db: &mut Db) -> Result<(), StoreError> {
    district_with_goals(db)?;
    let finding = |code| Finding::new(code, "有误", "请改");
    let first = [
        finding(FindingCode::UnitMissing),
        finding(FindingCode::VagueTarget),
        finding(FindingCode::WeightsNot100).at_row(3),
    ];
    let second = [finding(FindingCode::TargetMissing)];
    let fourth = [finding(FindingCode::DuplicateIndicator)];
    let all = [
        (sheet_id(2), &first[..]),
        (sheet_id(4), &second[..]),
        (sheet_id(8), &fourth[..]),
    ];
    findings::insert_for_sheets(db, division(), &all).map(|_| ())
}

fn shown(db: &mut Db, filter: &FindingFilter, page: Page) -> Result<Vec<String>, StoreError> {
    let rows = list(db, division(), filter, page)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            format!(
                "{} {} {}",
                row.finding.code.code(),
                row.project_name,
                row.unit_name
            )
        })
        .collect())
}

fn parts(parts: Parts) -> Scope {
    Scope::Parts(parts)
}

#[test]
fn the_weightiest_findings_come_first_then_project_by_project() {
    on_each_engine(|database| {
        database.write(found).unwrap();
        let all = FindingFilter::of_year(year(), Scope::AllOfDivision);
        let rows = database.read(|db| shown(db, &all, WHOLE)).unwrap();
        assert_eq!(
            rows,
            [
                "weights-not-100 道路养护1 单位11",
                "target-missing 道路养护2 单位11",
                "vague-target 道路养护1 单位11",
                "duplicate-indicator 道路养护4 单位21",
                "unit-missing 道路养护1 单位11",
            ]
        );
        let page = Page { offset: 1, limit: 2 };
        assert_eq!(database.read(|db| shown(db, &all, page)).unwrap(), rows[1..3]);
    });
}

#[test]
fn a_reader_sees_and_counts_only_the_findings_of_the_scope() {
    let unit = |number| {
        parts(Parts {
            units: vec![unit_id(number)],
            ..Parts::default()
        })
    };
    let department = parts(Parts {
        departments: vec![unit_id(20)],
        ..Parts::default()
    });
    let owner = parts(Parts {
        budget_divisions: vec![unit_id(90)],
        ..Parts::default()
    });
    let concluded = parts(Parts {
        concluded: true,
        ..Parts::default()
    });
    on_each_engine(|database| {
        database.write(found).unwrap();
        for (scope, expected) in [
            (Scope::Nothing, 0),
            (unit(11), 4),
            (unit(12), 0),
            (unit(21), 1),
            (department.clone(), 1),
            (owner.clone(), 4),
            (concluded.clone(), 1),
            (Scope::AllOfDivision, 5),
        ] {
            let filter = FindingFilter::of_year(year(), scope);
            let (rows, total) = database
                .read(|db| {
                    Ok::<_, StoreError>((shown(db, &filter, WHOLE)?.len(), count(db, division(), &filter)?))
                })
                .unwrap();
            assert_eq!(
                (rows, total),
                (usize::try_from(expected).unwrap(), Count::Exactly(expected))
            );
        }
    });
}

#[test]
fn each_filter_narrows_the_list() {
    let all = || FindingFilter::of_year(year(), Scope::AllOfDivision);
    let words = |words: &str| FindingFilter {
        words: Some(words.into()),
        ..all()
    };
    let filters = [
        (
            FindingFilter {
                severity: Some(Severity::Error),
                ..all()
            },
            2,
        ),
        (
            FindingFilter {
                code: Some("vague-target".into()),
                ..all()
            },
            1,
        ),
        (
            FindingFilter {
                kind: Some(SheetKind::Goal),
                ..all()
            },
            5,
        ),
        (
            FindingFilter {
                kind: Some(SheetKind::SelfEvaluation),
                ..all()
            },
            0,
        ),
        (words("养护2"), 1),
        (words("单位21"), 1),
        (words("p0001"), 3),
        (words("%"), 0),
        (
            FindingFilter {
                year: hengji_domain::BudgetYear::new(2021).unwrap(),
                ..all()
            },
            0,
        ),
    ];
    on_each_engine(|database| {
        database.write(found).unwrap();
        for (filter, expected) in &filters {
            let rows = database.read(|db| shown(db, filter, WHOLE)).unwrap();
            assert_eq!(rows.len(), *expected, "{filter:?}");
        }
    });
}

#[test]
fn a_page_and_its_count_take_two_statements() {
    on_each_engine(|database| {
        database.write(found).unwrap();
        let all = FindingFilter::of_year(year(), Scope::AllOfDivision);
        let sent = database
            .read(|db| {
                let before = statements::sent();
                list(db, division(), &all, WHOLE)?;
                count(db, division(), &all)?;
                Ok::<_, StoreError>(statements::sent() - before)
            })
            .unwrap();
        assert_eq!(sent, 2);
    });
}
