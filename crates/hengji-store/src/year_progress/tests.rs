//! Sheets and projects of a year added up, on both engines.

use hengji_authz::Parts;
use hengji_domain::sheet::{Sheet, SheetPeriod};

use super::*;
use crate::monitoring::{
    FieldRecord, KeyEntry, OpenedPeriod, Origin, PeriodState, ResultRow, add_record, insert_entries,
    insert_period, replace_results,
};
use crate::papers::{self, PaperRecord, moved, sample};
use crate::samples::{at, bytes, district_with_goals, division, project_id, sheet, sheet_id, unit_id, year};
use crate::testing::on_each_engine;
use crate::{StoreError, sheets as sheet_store, statements};
use hengji_domain::id::FieldRecordId;
use hengji_domain::paper::PaperState;

fn days() -> MonitoringPeriod {
    let day = |text: &str| text.parse().unwrap();
    MonitoringPeriod {
        code: "m07".into(),
        name: "1—7月".into(),
        month: 7,
        cut_off: day("2020-07-31"),
        unit_due_on: day("2020-08-15"),
        department_due_on: day("2020-08-25"),
        finance_due_on: day("2020-08-31"),
    }
}

fn coverage(scope: Scope) -> Coverage {
    Coverage {
        year: year(),
        scope,
        categories: Vec::new(),
        lines_min: 1,
        is_covered: None,
        words: None,
    }
}

fn result(number: u64, light: Option<Light>) -> ResultRow {
    ResultRow {
        sheet: sheet_id(number),
        budget: Money::from_fen(1_000),
        executed: Money::from_fen(400),
        expected: None,
        execution_centi: None,
        execution_light: light,
        goal_light: None,
        light,
        goal_bp: None,
        forecast_bp: None,
        forecast_low_bp: None,
        forecast_high_bp: None,
        history: 0,
        unlikely: 0,
        warning: String::new(),
        trace: String::new(),
        rules_version: String::new(),
    }
}

/// Projects 1 and 4 monitored up to July, 1 with a red light; 1 on the key list and visited, 4 taken off it.
fn watched(db: &mut Db) -> Result<(), StoreError> {
    district_with_goals(db)?;
    let period = OpenedPeriod {
        period: days(),
        year: year(),
        state: PeriodState::Closed,
        opened_by: "绩效科".into(),
        opened_at: at(0),
        closed_by: Some("绩效科".into()),
        closed_at: Some(at(9)),
        rules_version: None,
        version: 1,
    };
    insert_period(db, division(), &period)?;
    let one = |project: u64| Sheet {
        id: sheet_id(600 + project),
        period: SheetPeriod::new("m07"),
        ..sheet(project, SheetKind::Monitoring)
    };
    sheet_store::insert_many(db, division(), &[one(1), one(4)])?;
    let results = [result(601, Some(Light::Red)), result(604, None)];
    replace_results(db, division(), year(), "m07", &results)?;
    let entry = |project: u64, is_listed| KeyEntry {
        project: project_id(project),
        origin: Origin::Rule,
        is_listed,
        reason: "500 万元以上".into(),
        listed_by: "绩效科".into(),
        listed_at: at(0),
        paper: None,
        version: 1,
    };
    insert_entries(db, division(), year(), &[entry(1, true), entry(4, false)])?;
    for (number, project) in [(1, 1), (2, 1), (3, 4)] {
        let record = FieldRecord {
            id: FieldRecordId::new(at(0), bytes(number)),
            project: project_id(project),
            visited_on: "2020-08-12".parse().unwrap(),
            place: "现场".into(),
            present: "绩效科".into(),
            situation: "正常".into(),
            problems: String::new(),
            made_by: "绩效科".into(),
            made_at: at(0),
        };
        add_record(db, division(), &record)?;
    }
    Ok(())
}

#[test]
fn monitoring_is_added_up_by_light_with_its_days_and_money() {
    on_each_engine(|database| {
        database.write(watched).unwrap();
        let all = database
            .read(|db| sheets(db, division(), year(), &Scope::AllOfDivision))
            .unwrap();
        let monitored: Vec<&SheetTally> = all
            .iter()
            .filter(|tally| tally.kind == SheetKind::Monitoring)
            .collect();
        let told: Vec<_> = monitored
            .iter()
            .map(|tally| (tally.department, tally.light, tally.sheets, tally.executed.fen()))
            .collect();
        assert_eq!(
            told,
            [
                (unit_id(10), Some(Light::Red), 1, 400),
                (unit_id(20), None, 1, 400),
            ]
        );
        let expected = PeriodDays {
            period: days(),
            closed_at: Some(at(9)),
        };
        assert!(
            monitored
                .iter()
                .all(|tally| tally.period.as_ref() == Some(&expected))
        );
        let goals = all.iter().filter(|tally| tally.kind == SheetKind::Goal);
        assert!(
            goals
                .clone()
                .all(|tally| tally.period.is_none() && tally.budget == Money::ZERO)
        );
        assert_eq!(goals.map(|tally| tally.sheets).sum::<u64>(), 3);
    });
}

#[test]
fn projects_are_added_up_with_those_on_the_key_list_and_a_visit_counts_once() {
    on_each_engine(|database| {
        database.write(watched).unwrap();
        let all = database
            .read(|db| projects(db, division(), &[division()], &coverage(Scope::AllOfDivision)))
            .unwrap();
        let key: Vec<_> = all
            .iter()
            .filter(|tally| 0 < tally.key)
            .map(|tally| (tally.department, tally.key, tally.visited, tally.fed_back))
            .collect();
        assert_eq!(key, [(unit_id(10), 1, 1, 0)]);
        assert!(all.iter().all(|tally| tally.covered == 0), "no indicator is core");
        assert!(all.iter().all(|tally| tally.class.is_none()));
        let whole: i64 = all.iter().map(|tally| tally.total.fen()).sum();
        let keyed: i64 = all.iter().map(|tally| tally.key_total.fen()).sum();
        assert!(0 < keyed && keyed < whole);
    });
}

#[test]
fn a_letter_counts_as_fed_back_from_its_service_until_it_is_taken_back() {
    on_each_engine(|database| {
        database.write(watched).unwrap();
        let letter = sample(1, 11);
        let written = [(letter.clone(), "{}".to_owned())];
        database
            .write(|db| papers::insert_many(db, division(), &written))
            .unwrap();
        let fed_back = || -> u64 {
            let everything = coverage(Scope::AllOfDivision);
            let all = database.read(|db| projects(db, division(), &[division()], &everything));
            all.unwrap().iter().map(|tally| tally.fed_back).sum()
        };
        assert_eq!(fed_back(), 0);
        let states = [
            (PaperState::Served, 1),
            (PaperState::Answered, 1),
            (PaperState::Withdrawn, 0),
        ];
        for (version, (state, expected)) in (1..).zip(states) {
            let next = PaperRecord {
                version,
                ..moved(letter.clone(), state)
            };
            database
                .write(|db| papers::update(db, division(), &next))
                .unwrap();
            assert_eq!(fed_back(), expected, "{state:?}");
        }
    });
}

#[test]
fn what_is_out_of_reach_is_not_counted_and_nobody_costs_a_statement() {
    on_each_engine(|database| {
        database.write(watched).unwrap();
        let own = Scope::Parts(Parts {
            units: vec![unit_id(21)],
            ..Parts::default()
        });
        let (seen, counted) = database
            .read(|db| {
                let seen = sheets(db, division(), year(), &own)?;
                Ok::<_, StoreError>((
                    seen,
                    projects(db, division(), &[division()], &coverage(own.clone()))?,
                ))
            })
            .unwrap();
        assert!(seen.iter().all(|tally| tally.department == unit_id(20)));
        assert!(counted.iter().all(|tally| tally.department == unit_id(20)));
        let before = statements::sent();
        let nothing = database
            .read(|db| {
                let seen = sheets(db, division(), year(), &Scope::Nothing)?;
                Ok::<_, StoreError>((
                    seen,
                    projects(db, division(), &[division()], &coverage(Scope::Nothing))?,
                ))
            })
            .unwrap();
        assert_eq!(nothing, (Vec::new(), Vec::new()));
        assert_eq!(statements::sent(), before);
    });
}
