//! Monitoring from the opening of a period to its frozen results, from both sides of the desk.

mod consequences;
mod letters;

use std::sync::atomic::{AtomicU32, Ordering};

use hengji_authz::Action;
use hengji_domain::fact::{Fact, code};
use hengji_domain::id::{ProjectId, SheetId, UnitId};
use hengji_domain::monitoring::Light;
use hengji_domain::person::{Actor, Role};
use hengji_store::facts;

use super::view::{MonitoringPage, WatchView};
use super::{Bulk, BulkDeed, MonitoringQuery, PeriodOpening, Reopening};
use crate::common::PageRequest;
use crate::error::AppError;
use crate::sheets::view::SheetPage;
use crate::sheets::{Approval, LineDraft, Move, SheetDraft};
use crate::stage::district::{at, bureau, fill, of_year, opened, person, school, works};
use crate::stage::{Stage, changed_rules, codes, department, division, key};

const PERIOD: &str = "m07";
const DAY: i64 = 24 * 3600;
/// Every handing in has request keys of its own.
static NEXT_KEY: AtomicU32 = AtomicU32::new(10_000);

fn performance() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn clerk_of(unit: UnitId) -> Actor {
    person(Role::UnitClerk, unit)
}

fn project(number: u8) -> ProjectId {
    let mut bytes = [0; 10];
    bytes[9] = number;
    ProjectId::new(at(0), bytes)
}

/// The district on 10 August with payments up to July, and the period open.
fn watched() -> Stage {
    let stage = opened();
    prepare(&stage);
    stage
}

fn opening(code: &str) -> PeriodOpening {
    PeriodOpening {
        code: code.to_owned(),
        is_early: false,
    }
}

fn prepare(stage: &Stage) {
    // The stage begins on the last evening of the year.
    stage.clock.pass(-143 * DAY);
    stage
        .database
        .database
        .write(|db| {
            let paid = |number: u8, month: u32, fen: i64| Fact {
                year: of_year(),
                subject: project(number).to_string(),
                code: code::EXECUTED_FEN.into(),
                period: format!("2020-{month:02}"),
                value: fen,
                source: "支付明细".into(),
                source_row: format!("{number}/{month}"),
                loaded_at: at(0),
            };
            let all = [
                paid(5, 3, 300_000),
                paid(5, 7, 200_000),
                paid(5, 9, 400_000),
                paid(7, 6, 100_000),
            ];
            facts::insert_many(db, division(), &all).map(|_| ())
        })
        .unwrap();
    stage
        .app
        .open_monitoring_period(&performance(), &key(1), of_year(), &opening(PERIOD))
        .unwrap();
}

/// A payment of July that is loaded after everything else.
fn pay_late(stage: &Stage) {
    let late = Fact {
        year: of_year(),
        subject: project(5).to_string(),
        code: code::EXECUTED_FEN.into(),
        period: "2020-07".into(),
        value: 100_000,
        source: "补录".into(),
        source_row: "1".into(),
        loaded_at: at(9),
    };
    let write = |db: &mut hengji_store::Db| facts::insert_many(db, division(), std::slice::from_ref(&late));
    stage.database.database.write(write).unwrap();
}

fn page_of(stage: &Stage, actor: &Actor, query: &MonitoringQuery) -> MonitoringPage {
    stage.app.monitoring_page(actor, of_year(), query).unwrap()
}

fn page(stage: &Stage, actor: &Actor) -> MonitoringPage {
    page_of(stage, actor, &MonitoringQuery::default())
}

fn row_of(stage: &Stage, number: u8) -> WatchView {
    let rows = page(stage, &performance()).rows.rows;
    rows.into_iter()
        .find(|row| row.project == project(number))
        .unwrap()
}

fn sheet_page(stage: &Stage, sheet: SheetId) -> SheetPage {
    stage.app.sheet_page(&performance(), sheet).unwrap()
}

/// `actual|likelihood|cause|reason|measures` for the one line of a sheet.
fn answered(page: &SheetPage, text: &str) -> SheetDraft {
    let [actual, likelihood, cause, reason, measures] = text.split('|').collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    SheetDraft {
        version: page.version,
        expected_executed: "0.9".into(),
        lines: vec![LineDraft {
            key: Some(page.lines[0].key.to_string()),
            actual: actual.into(),
            expected: "266公里".into(),
            likelihood: likelihood.into(),
            cause: cause.into(),
            reason: reason.into(),
            measures: measures.into(),
            ..LineDraft::default()
        }],
        ..SheetDraft::default()
    }
}

fn hand_in(stage: &Stage, number: u8, unit: UnitId, text: &str) -> Result<SheetId, AppError> {
    let sheet = row_of(stage, number).sheet;
    let draft = answered(&sheet_page(stage, sheet), text);
    let base = NEXT_KEY.fetch_add(2, Ordering::Relaxed);
    let saved = stage.app.save_sheet(&clerk_of(unit), &key(base), sheet, &draft)?;
    let step = Move {
        version: saved.version,
    };
    stage
        .app
        .submit_sheet(&clerk_of(unit), &key(base + 1), sheet, &step)?;
    Ok(sheet)
}

fn approve(stage: &Stage, sheet: SheetId, hands: &[(Role, UnitId)]) {
    for (number, (role, unit)) in (0..).zip(hands) {
        let approval = Approval {
            version: sheet_page(stage, sheet).version,
            words: String::new(),
        };
        stage
            .app
            .approve_sheet(&person(*role, *unit), &key(900 + number), sheet, &approval)
            .unwrap();
    }
}

fn close(stage: &Stage) {
    stage
        .app
        .close_monitoring_period(&performance(), &key(50), of_year(), PERIOD)
        .unwrap();
}

#[test]
fn opening_a_period_derives_a_sheet_for_every_issued_goal_and_lights_its_money_at_once() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(division());
        prepare(stage);
        let page = page(stage, &performance());
        assert_eq!(page.rows.total, 2);
        let five = row_of(stage, 5);
        // 5,000 yuan of 10,000 by July: 85.71 % of what was due; September does not count yet.
        assert_eq!(
            (five.execution_centi, five.execution_light),
            (Some(8_571), Some(Light::Green))
        );
        assert_eq!((five.goal_light, five.light), (None, Some(Light::Green)));
        assert_eq!(row_of(stage, 7).light, Some(Light::Red));
        assert_eq!(
            (page.total.red, page.total.green, page.departments.len()),
            (1, 1, 2)
        );
        let sheet = sheet_page(stage, five.sheet);
        let goal = stage
            .app
            .sheet_page(
                &performance(),
                crate::stage::district::sheet_id(5, hengji_domain::sheet::SheetKind::Goal),
            )
            .unwrap();
        assert_eq!(sheet.lines[0].key, goal.lines[0].key, "a line keeps its identity");
    });
}

#[test]
fn a_period_is_opened_once_and_only_by_a_rule() {
    let stage = watched();
    let open = |number, code: &str| {
        let refused =
            stage
                .app
                .open_monitoring_period(&performance(), &key(number), of_year(), &opening(code));
        codes(&refused.unwrap_err())
    };
    assert_eq!(open(2, PERIOD), "monitoring-period-opened");
    assert_eq!(open(3, "m99"), "monitoring-period-unknown");
    let retried = stage
        .app
        .open_monitoring_period(&performance(), &key(1), of_year(), &opening(PERIOD));
    assert_eq!(retried.unwrap().id, PERIOD, "a retry changes nothing");
    let clerk = stage
        .app
        .open_monitoring_period(&clerk_of(works()), &key(4), of_year(), &opening(PERIOD));
    assert!(matches!(clerk, Err(AppError::Forbidden { .. })));
}

#[test]
fn a_period_whose_months_are_not_over_is_opened_only_when_that_is_meant() {
    let stage = opened();
    // The cut-off day itself.
    stage.clock.pass(-153 * DAY);
    let open = |number, is_early| {
        let opening = PeriodOpening {
            is_early,
            ..opening(PERIOD)
        };
        stage
            .app
            .open_monitoring_period(&performance(), &key(number), of_year(), &opening)
    };
    assert_eq!(codes(&open(1, false).unwrap_err()), "monitoring-period-not-over");
    assert_eq!(open(2, true).unwrap().id, PERIOD);
}

#[test]
fn what_is_not_certain_needs_a_cause_and_measures() {
    let stage = watched();
    for (answer, expected) in [
        ("|certain|||", "lines[0].actual:actual-missing"),
        ("140公里||||", "lines[0].likelihood:likelihood-missing"),
        (
            "140公里|possible|||",
            "lines[0].cause:cause-missing lines[0].measures:measures-missing",
        ),
        ("140公里|possible|staff||", "lines[0].measures:measures-missing"),
        (
            "140公里|impossible|other||加快",
            "lines[0].reason:cause-needs-text",
        ),
        ("140公里|perhaps|||", "lines[0].likelihood:likelihood-unknown"),
        ("140公里|certain|moon||", "lines[0].cause:cause-unknown"),
    ] {
        let refused = hand_in(&stage, 5, works(), answer);
        assert_eq!(codes(&refused.unwrap_err()), expected, "{answer}");
    }
    hand_in(&stage, 5, works(), "140公里|possible|staff|雨季|加派人手").unwrap();
    let row = row_of(&stage, 5);
    assert_eq!(
        (row.goal_light, row.light, row.unlikely),
        (Some(Light::Green), Some(Light::Green), 1)
    );
    assert_eq!(row.goal_bp, Some(5_263));
}

#[test]
fn a_signed_edition_holds_what_was_said_and_a_stranger_finds_nothing() {
    let stage = watched();
    let sheet = hand_in(&stage, 5, works(), "140公里|certain|||").unwrap();
    let view = sheet_page(&stage, sheet);
    assert_eq!((view.state.code, view.edition), ("in_review", 1));
    let monitoring = view.monitoring.unwrap();
    assert_eq!(monitoring.lines[0].outlook.likelihood, "certain");
    assert!(monitoring.lines[0].light.arithmetic.contains("140"));
    assert!(monitoring.forecast.year_end_bp.is_some() && monitoring.forecast.low_bp.is_none());
    let stranger = stage.app.sheet_page(&clerk_of(school()), sheet);
    assert_eq!(stranger.unwrap_err(), AppError::NotFound);
    assert_eq!(page(&stage, &clerk_of(school())).rows.total, 1);
}

#[test]
fn a_bulk_deed_tells_each_refusal_and_does_the_rest() {
    let stage = watched();
    let handed_in = hand_in(&stage, 5, works(), "140公里|certain|||").unwrap();
    let draft = row_of(&stage, 7);
    let bulk = Bulk {
        deed: BulkDeed::Approve,
        rows: vec![
            (handed_in, sheet_page(&stage, handed_in).version),
            (draft.sheet, draft.version),
        ],
    };
    let finance = person(Role::UnitFinance, works());
    let outcome = stage.app.bulk_monitoring(&finance, &key(60), &bulk).unwrap();
    assert_eq!((outcome.done, outcome.refused.len()), (1, 1));
    assert_eq!(outcome.refused[0].0, draft.sheet);
    assert!(
        outcome.refused[0].1.ends_with("[not-found]"),
        "{:?}",
        outcome.refused
    );
    let again = stage.app.bulk_monitoring(&finance, &key(60), &bulk).unwrap();
    assert_eq!(again, outcome, "a retry does nothing twice");
    let empty = Bulk { rows: vec![], ..bulk };
    assert_eq!(
        codes(&stage.app.bulk_monitoring(&finance, &key(61), &empty).unwrap_err()),
        "bulk-empty"
    );
}

#[test]
fn a_reminder_goes_to_each_unit_once_and_the_home_page_tells_one_line() {
    let stage = watched();
    let department = person(Role::DepartmentReviewer, department());
    let units = stage
        .app
        .remind_monitoring(&department, &key(70), of_year(), PERIOD, "")
        .unwrap();
    assert_eq!(units, 1, "a department reminds its own units");
    let home = stage.app.home(&clerk_of(works()), of_year()).unwrap();
    let told: Vec<(&str, u64, bool)> = home
        .digests
        .iter()
        .map(|one| (one.what.as_str(), one.count, one.is_escalated))
        .collect();
    assert_eq!(told, [("1—7月 绩效监控待填报", 1, false)]);
    assert!(home.digests[0].reminded_at.is_some());
    hand_in(&stage, 5, works(), "140公里|certain|||").unwrap();
    let nobody = stage
        .app
        .remind_monitoring(&department, &key(71), of_year(), PERIOD, "");
    assert_eq!(codes(&nobody.unwrap_err()), "monitoring-nobody-to-remind");
}

#[test]
fn lateness_counts_days_and_climbs_to_the_head_and_then_to_the_department() {
    let stage = watched();
    let told = |role, unit| {
        let home = stage.app.home(&person(role, unit), of_year()).unwrap();
        home.digests.iter().filter(|one| one.is_escalated).count()
    };
    assert_eq!(row_of(&stage, 5).days_late, 0);
    for (day, late, head, department) in [(5, 0, 0, 0), (1, 1, 1, 0), (2, 3, 1, 1)] {
        stage.clock.pass(day * DAY);
        assert_eq!(row_of(&stage, 5).days_late, late);
        assert_eq!(told(Role::UnitHead, works()), head, "{late}");
        assert_eq!(
            told(Role::DepartmentReviewer, crate::stage::department()),
            department,
            "{late}"
        );
    }
    let late = MonitoringQuery {
        state: "late".into(),
        page: PageRequest::new(1, 1),
        ..MonitoringQuery::default()
    };
    let found = page_of(&stage, &performance(), &late).rows;
    assert_eq!((found.total, found.rows.len()), (2, 1));
}

#[test]
fn a_closed_period_is_frozen_and_opened_again_only_with_a_reason_and_in_time() {
    let stage = watched();
    let sheet = hand_in(&stage, 5, works(), "140公里|certain|||").unwrap();
    approve(
        &stage,
        sheet,
        &[
            (Role::UnitFinance, works()),
            (Role::UnitHead, works()),
            (Role::DepartmentReviewer, department()),
            (Role::PerformanceReviewer, bureau()),
        ],
    );
    assert_eq!(sheet_page(&stage, sheet).state.code, "concluded");
    close(&stage);
    let late = hand_in(&stage, 7, school(), "9公里|certain|||").unwrap_err();
    assert_eq!(codes(&late), "monitoring-period-closed");
    assert!(
        page(&stage, &performance())
            .current
            .unwrap()
            .rules_version
            .is_some()
    );
    let reopen = |number, reason: &str| {
        let input = Reopening {
            reason: reason.into(),
        };
        let done =
            stage
                .app
                .reopen_monitoring_period(&performance(), &key(number), of_year(), PERIOD, &input);
        done.map(|_| ()).map_err(|error| codes(&error))
    };
    assert_eq!(reopen(80, "错了"), Err("reason:reopen-reason-missing".into()));
    assert_eq!(reopen(81, "第一小学的支付数据补录"), Ok(()));
    hand_in(&stage, 7, school(), "9公里|certain|||").unwrap();
    stage
        .app
        .close_monitoring_period(&performance(), &key(82), of_year(), PERIOD)
        .unwrap();
    stage.clock.pass(30 * DAY);
    assert_eq!(
        reopen(83, "第一小学的支付数据补录"),
        Err("monitoring-reopen-late".into())
    );
}

#[test]
fn a_closed_period_computes_to_the_same_bytes_after_the_rules_of_a_later_year_changed() {
    let stage = watched();
    hand_in(&stage, 5, works(), "140公里|certain|||").unwrap();
    close(&stage);
    let found = stage
        .app
        .verify_monitoring_period(&performance(), of_year(), PERIOD)
        .unwrap();
    assert_eq!(found, []);
    pay_late(&stage);
    let found = stage
        .app
        .verify_monitoring_period(&performance(), of_year(), PERIOD)
        .unwrap();
    assert_eq!(found, [], "a payment loaded after the closing changes nothing");
    let directory = tempfile::tempdir().unwrap();
    let later = "[[indicator_lights.value]]\nfrom = 2021-01-01\n\
        value = [{ light = \"绿\", from = 99 }, { light = \"红\", from = 0 }]\n\
        reference = { source = \"system-in-use\", clause = \"示例\" }\nverified_on = 2026-11-23\n\n[project_light]";
    let file = "000000/monitoring.toml";
    let app = stage.under_rules(changed_rules(
        &directory.path().join("later"),
        file,
        "[project_light]",
        later,
    ));
    assert_eq!(
        app.verify_monitoring_period(&performance(), of_year(), PERIOD)
            .unwrap(),
        []
    );
    let same_year = changed_rules(
        &directory.path().join("same"),
        file,
        "{ light = \"绿\", from = 80 }, { light = \"黄\", from = 60 }, { light = \"红\", from = 0 }]",
        "{ light = \"绿\", from = 90 }, { light = \"黄\", from = 60 }, { light = \"红\", from = 0 }]",
    );
    let app = stage.under_rules(same_year);
    let found = app
        .verify_monitoring_period(&performance(), of_year(), PERIOD)
        .unwrap();
    assert_eq!(found.len(), 1, "a rule of the same year is seen to differ");
    assert!(
        found[0].frozen.contains("green") && found[0].now.contains("yellow"),
        "{found:?}"
    );
}

#[test]
fn the_list_of_a_period_costs_the_same_queries_whatever_its_rows() {
    let stage = watched();
    let count = |actor: &Actor| {
        let before = hengji_store::statements::sent();
        page(&stage, actor);
        hengji_store::statements::sent() - before
    };
    // Warm what is kept for half a minute.
    count(&performance());
    assert_eq!(count(&performance()), count(&clerk_of(works())));
}

#[test]
fn every_deed_leaves_its_event() {
    let stage = watched();
    close(&stage);
    let auditor = person(Role::AuditAdministrator, bureau());
    let page = stage
        .app
        .audit_page(&auditor, &crate::audit::AuditQuery::default())
        .unwrap();
    let actions: Vec<&str> = page
        .page
        .rows
        .iter()
        .map(|row| row.action_name.as_str())
        .collect();
    for action in [Action::OpenMonitoringPeriod, Action::CloseMonitoringPeriod] {
        assert!(actions.contains(&action.name()), "{actions:?}");
    }
}
