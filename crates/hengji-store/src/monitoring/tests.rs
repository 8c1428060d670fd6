//! Periods, results, outlooks and lists survive storage on both engines.

use hengji_authz::{Parts, Scope};
use hengji_domain::Money;
use hengji_domain::fact::{Fact, code};
use hengji_domain::id::{FieldRecordId, MonitoringFindingId, ReminderId};
use hengji_domain::monitoring::{Light, MonitoringPeriod, Outlook};
use hengji_domain::sheet::{Sheet, SheetKind, SheetPeriod};

use super::*;
use crate::cuts::BudgetCut;
use crate::samples::{
    at, bytes, district_with_goals, division, line_key, project_id, sheet, sheet_id, unit_id, year,
};
use crate::testing::on_each_engine;
use crate::{Db, StoreError, facts, sheets};

fn period() -> OpenedPeriod {
    let day = |text: &str| text.parse().unwrap();
    OpenedPeriod {
        period: MonitoringPeriod {
            code: "m07".into(),
            name: "1—7月".into(),
            month: 7,
            cut_off: day("2020-07-31"),
            unit_due_on: day("2020-08-15"),
            department_due_on: day("2020-08-25"),
            finance_due_on: day("2020-08-31"),
        },
        year: year(),
        state: PeriodState::Open,
        opened_by: "绩效科".into(),
        opened_at: at(0),
        closed_by: None,
        closed_at: None,
        rules_version: None,
        version: 1,
    }
}

fn result(number: u64) -> ResultRow {
    ResultRow {
        sheet: sheet_id(number),
        budget: Money::from_fen(1_000),
        executed: Money::from_fen(500),
        expected: Some(Money::from_fen(900)),
        execution_centi: Some(8_571),
        execution_light: Some(Light::Green),
        goal_light: None,
        light: Some(Light::Green),
        goal_bp: None,
        forecast_bp: Some(8_571),
        forecast_low_bp: None,
        forecast_high_bp: None,
        history: 3,
        unlikely: 1,
        warning: String::new(),
        trace: "预算执行|green\n".into(),
        rules_version: String::new(),
    }
}

/// Monitoring sheets of projects 1 (unit 11) and 4 (unit 21).
fn watched(db: &mut Db) -> Result<(), StoreError> {
    district_with_goals(db)?;
    insert_period(db, division(), &period())?;
    let one = |project: u64| Sheet {
        id: sheet_id(600 + project),
        period: SheetPeriod::new("m07"),
        ..sheet(project, SheetKind::Monitoring)
    };
    sheets::insert_many(db, division(), &[one(1), one(4)])?;
    replace_results(db, division(), year(), "m07", &[result(601), result(604)])
}

#[test]
fn a_period_is_opened_once_and_changed_by_its_version() {
    on_each_engine(|database| {
        database.write(watched).unwrap();
        let again = database
            .write(|db| insert_period(db, division(), &period()))
            .unwrap_err();
        assert!(matches!(again, StoreError::Duplicate { .. }), "{again}");
        let closed = OpenedPeriod {
            state: PeriodState::Closed,
            closed_by: Some("绩效科".into()),
            closed_at: Some(at(9)),
            rules_version: Some("v1".into()),
            ..period()
        };
        database.write(|db| set_period(db, division(), &closed)).unwrap();
        let stale = database
            .write(|db| set_period(db, division(), &closed))
            .unwrap_err();
        assert!(matches!(stale, StoreError::Stale { .. }), "{stale}");
        let found = database
            .read(|db| find_period(db, division(), year(), "m07"))
            .unwrap()
            .unwrap();
        assert_eq!(found, OpenedPeriod { version: 2, ..closed });
        let all = database
            .read(|db| periods_of_year(db, division(), year()))
            .unwrap();
        assert_eq!(all, [found]);
    });
}

#[test]
fn results_are_replaced_and_read_with_their_projects_within_reach() {
    on_each_engine(|database| {
        database.write(watched).unwrap();
        let rows = |scope: Scope| {
            let rows = database
                .read(|db| watch_rows(db, division(), year(), "m07", &scope))
                .unwrap();
            rows.into_iter()
                .map(|row| (row.project_name, row.result))
                .collect::<Vec<_>>()
        };
        let all = rows(Scope::AllOfDivision);
        assert_eq!(all.len(), 2);
        assert!(all.contains(&("道路养护1".into(), Some(result(601)))));
        let own = Scope::Parts(Parts {
            units: vec![unit_id(21)],
            ..Parts::default()
        });
        assert_eq!(rows(own), [("道路养护4".to_owned(), Some(result(604)))]);
        assert_eq!(rows(Scope::Nothing), []);
        let changed = ResultRow {
            light: Some(Light::Red),
            ..result(601)
        };
        database
            .write(|db| replace_result(db, division(), year(), "m07", &changed))
            .unwrap();
        let one = database
            .read(|db| result_of_sheet(db, division(), sheet_id(601)))
            .unwrap();
        assert_eq!(one, Some(changed));
        let of_period = database
            .read(|db| results_of_period(db, division(), year(), "m07"))
            .unwrap();
        assert_eq!(of_period.len(), 2);
        let sheets = database
            .read(|db| sheets_of_period(db, division(), year(), "m07"))
            .unwrap();
        assert_eq!(
            sheets.iter().map(|sheet| sheet.lines.len()).collect::<Vec<_>>(),
            [2, 2]
        );
    });
}

#[test]
fn outlooks_without_words_have_no_row() {
    on_each_engine(|database| {
        database.write(watched).unwrap();
        let said = Outlook {
            expected: "300公里".into(),
            likelihood: "certain".into(),
            ..Outlook::default()
        };
        let all = [(line_key(10), said.clone()), (line_key(11), Outlook::default())];
        for _ in 0..2 {
            database
                .write(|db| replace_outlooks(db, division(), sheet_id(601), &all))
                .unwrap();
        }
        let found = database
            .read(|db| outlooks_of_sheet(db, division(), sheet_id(601)))
            .unwrap();
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            [(line_key(10), said.clone())]
        );
        let found = database
            .read(|db| outlooks_of_period(db, division(), year(), "m07"))
            .unwrap();
        assert_eq!(found, [(sheet_id(601), line_key(10), said)]);
    });
}

#[test]
fn money_counts_up_to_the_month_of_the_period_and_the_newest_budget_stays() {
    on_each_engine(|database| {
        database.write(watched).unwrap();
        let fact = |code: &str, period: &str, value, loaded| Fact {
            year: year(),
            subject: project_id(1).to_string(),
            code: code.into(),
            period: period.into(),
            value,
            source: "支付".into(),
            source_row: format!("{code}/{period}/{loaded}"),
            loaded_at: at(loaded),
        };
        let all = [
            fact(code::EXECUTED_FEN, "2020-06", 100, 1),
            fact(code::EXECUTED_FEN, "2020-07", 20, 2),
            fact(code::EXECUTED_FEN, "2020-08", 3, 3),
            fact(code::ADJUSTED_BUDGET_FEN, "2020", 700, 5),
            fact(code::ADJUSTED_BUDGET_FEN, "2020", 600, 4),
        ];
        database
            .write(|db| facts::insert_many(db, division(), &all))
            .unwrap();
        let subject = project_id(1).to_string();
        for asked in [None, Some(subject.as_str())] {
            let found = database
                .read(|db| executed_until(db, division(), year(), "2020-07", asked))
                .unwrap();
            let expected = Execution {
                executed: Money::from_fen(120),
                adjusted: Some(Money::from_fen(700)),
            };
            assert_eq!(found.get(&subject), Some(&expected));
        }
        let payments = database
            .read(|db| shares_by_month(db, division(), year()))
            .unwrap();
        assert_eq!(
            payments.iter().map(|one| one.month).collect::<Vec<_>>(),
            [6, 7, 8]
        );
    });
}

#[test]
fn a_finding_leads_to_its_cut() {
    on_each_engine(|database| {
        database.write(watched).unwrap();
        let finding = MonitoringFinding {
            id: MonitoringFindingId::new(at(0), bytes(1)),
            period: "m07".into(),
            project: project_id(1),
            sheet: sheet_id(601),
            line: Some(line_key(10)),
        };
        let cut = BudgetCut {
            source: Some(finding.id),
            ..crate::cuts::sample(1, 1)
        };
        let written = database.write(|db| {
            insert_findings(db, division(), year(), std::slice::from_ref(&finding))?;
            crate::cuts::insert_many(db, division(), &[cut.clone(), crate::cuts::sample(2, 1)])
        });
        assert_eq!(written.unwrap(), 2);
        let found = database.read(|db| findings_of_year(db, division(), year(), Some(project_id(1))));
        let expected = FoundCut {
            finding: finding.clone(),
            cut,
        };
        assert_eq!(
            found.unwrap(),
            [expected],
            "a cut without a finding is not found here"
        );
        let one = database.read(|db| find_finding(db, division(), finding.id));
        assert_eq!(one.unwrap(), Some(finding));
    });
}

#[test]
fn a_disposal_is_changed_by_its_version() {
    on_each_engine(|database| {
        database.write(watched).unwrap();
        let disposal = Disposal {
            sheet: sheet_id(601),
            project: project_id(1),
            due_on: Some("2020-09-11".parse().unwrap()),
            decision: None,
            words: String::new(),
            decided_by: None,
            decided_at: None,
            version: 1,
        };
        let decided = Disposal {
            decision: Some("cancel".into()),
            words: "停办".into(),
            decided_by: Some("主管部门".into()),
            decided_at: Some(at(5)),
            ..disposal.clone()
        };
        assert!(disposal.is_overdue("2020-09-12".parse().unwrap()));
        assert!(!decided.is_overdue("2020-09-12".parse().unwrap()));
        let written = database.write(|db| {
            insert_disposals(db, division(), year(), "m07", std::slice::from_ref(&disposal))?;
            decide(db, division(), &decided)
        });
        assert_eq!(written.unwrap(), 2);
        let stale = database.write(|db| decide(db, division(), &decided)).unwrap_err();
        assert!(matches!(stale, StoreError::Stale { .. }));
        let expected = Disposal {
            version: 2,
            ..decided
        };
        let found = database.read(|db| disposals_of_period(db, division(), year(), "m07"));
        assert_eq!(found.unwrap(), std::slice::from_ref(&expected));
        let one = database
            .read(|db| find_disposal(db, division(), sheet_id(601)))
            .unwrap();
        assert_eq!(one, Some(expected));
    });
}

#[test]
fn reminders_records_and_the_key_list_keep_what_was_written() {
    on_each_engine(|database| {
        database.write(watched).unwrap();
        let reminder = Reminder {
            id: ReminderId::new(at(0), bytes(2)),
            unit: unit_id(11),
            sheets: 3,
            sent_by: "绩效科".into(),
            sent_at: at(2),
        };
        let entry = KeyEntry {
            project: project_id(4),
            origin: Origin::Rule,
            is_listed: true,
            reason: "超过 500 万元".into(),
            listed_by: "绩效科".into(),
            listed_at: at(3),
            paper: None,
            version: 1,
        };
        let record = FieldRecord {
            id: FieldRecordId::new(at(0), bytes(3)),
            project: project_id(4),
            visited_on: "2020-08-07".parse().unwrap(),
            place: "现场".into(),
            present: "绩效科".into(),
            situation: "在建".into(),
            problems: String::new(),
            made_by: "绩效科".into(),
            made_at: at(4),
        };
        let off = KeyEntry {
            is_listed: false,
            ..entry.clone()
        };
        let written = database.write(|db| {
            insert_reminders(db, division(), year(), "m07", std::slice::from_ref(&reminder))?;
            insert_entries(db, division(), year(), std::slice::from_ref(&entry))?;
            add_record(db, division(), &record)?;
            update_entry(db, division(), year(), &off)
        });
        assert_eq!(written.unwrap(), 2);
        let found = database.read(|db| last_reminders(db, division(), year(), "m07"));
        assert_eq!(found.unwrap(), [reminder]);
        let off = KeyEntry { version: 2, ..off };
        let list = database.read(|db| key_list(db, division(), year(), &Scope::AllOfDivision));
        let entries: Vec<KeyEntry> = list.unwrap().into_iter().map(|one| one.entry).collect();
        assert_eq!(entries, std::slice::from_ref(&off));
        let one = database
            .read(|db| find_entry(db, division(), project_id(4)))
            .unwrap();
        assert_eq!(one, Some(off));
        let records = database.read(|db| records_of(db, division(), project_id(4)));
        assert_eq!(records.unwrap(), [record]);
    });
}
