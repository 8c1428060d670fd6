//! What follows from a period: disposals, proposals for cuts, and key monitoring.

use hengji_domain::person::{Actor, Role};

use super::super::{CutProposal, Decision, KeyAdjustment, RecordInput};
use super::{clerk_of, close, performance, project, row_of, watched};
use crate::stage::district::{of_year, person, schools, works};
use crate::stage::{codes, department, key};

#[test]
fn a_red_project_waits_for_a_disposal_with_words() {
    let stage = watched();
    close(&stage);
    let red = row_of(&stage, 7);
    assert!(row_of(&stage, 5).disposal.is_none());
    let version = red.disposal.as_ref().unwrap().version;
    let decide = |number, actor: &Actor, decision: &str, words: &str| {
        let input = Decision {
            version,
            decision: decision.into(),
            words: words.into(),
        };
        let done = stage
            .app
            .dispose_monitoring(actor, &key(number), red.sheet, &input);
        done.map(|_| ()).map_err(|error| codes(&error))
    };
    let schools = person(Role::DepartmentReviewer, schools());
    assert_eq!(
        decide(90, &schools, "dance", "x"),
        Err("decision:disposal-unknown".into())
    );
    assert_eq!(
        decide(91, &schools, "cancel", " "),
        Err("words:disposal-needs-words".into())
    );
    let elsewhere = person(Role::DepartmentReviewer, department());
    assert_eq!(decide(92, &elsewhere, "cancel", "停办"), Err("not-found".into()));
    assert_eq!(decide(93, &schools, "cancel", "年内不再实施"), Ok(()));
    assert_eq!(
        decide(94, &schools, "continue", "改主意"),
        Err("stale-version".into())
    );
    let decided = row_of(&stage, 7).disposal.unwrap();
    assert_eq!(decided.decision.as_deref(), Some("取消"));
}

#[test]
fn a_proposal_for_a_cut_stays_within_what_is_left_and_is_summed_by_book_and_ground() {
    let stage = watched();
    let sheet = row_of(&stage, 7).sheet;
    let propose = |number, actor: &Actor, ground: &str, cut: &str| {
        let input = CutProposal {
            line: String::new(),
            ground: ground.into(),
            cut: cut.into(),
            words: "上半年没有开工".into(),
        };
        let done = stage.app.propose_cut(actor, &key(number), sheet, &input);
        done.map_err(|error| codes(&error))
    };
    let schools = person(Role::DepartmentReviewer, schools());
    assert_eq!(
        propose(20, &schools, "behind-schedule", "0.91").unwrap_err(),
        "cut:cut-above-remaining"
    );
    assert_eq!(
        propose(21, &schools, "weather", "0.1").unwrap_err(),
        "ground:ground-unknown"
    );
    assert_eq!(
        propose(22, &schools, "behind-schedule", "很多").unwrap_err(),
        "cut:amount-unreadable"
    );
    let first = propose(23, &schools, "behind-schedule", "0.5").unwrap();
    propose(24, &schools, "not-urgent", "0.2").unwrap();
    let sums = |actor: &Actor| {
        let page = stage.app.cut_proposals(actor, of_year()).unwrap();
        let told = page.sums.iter();
        told.map(|sum| format!("{} {} {} {}", sum.book, sum.ground, sum.count, sum.proposed))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        sums(&performance()),
        [
            "部门自行监控压减 执行进度落后 1 0.5",
            "部门自行监控压减 非急需 1 0.2"
        ]
    );
    assert_eq!(
        sums(&clerk_of(works())),
        Vec::<String>::new(),
        "out of reach is not summed"
    );
    let id = first.id.parse().unwrap();
    stage
        .app
        .withdraw_cut(&schools, &key(25), id, first.version)
        .unwrap();
    assert_eq!(sums(&performance()), ["部门自行监控压减 非急需 1 0.2"]);
    let again = stage.app.withdraw_cut(&schools, &key(26), id, 2);
    let again = again.unwrap_err();
    assert!(
        codes(&again) == "stale-version" && again.to_string().contains("已撤回"),
        "{again}"
    );
    let entry = stage.app.cut_page(&schools, id).unwrap();
    let source = entry.source.unwrap();
    assert_eq!(
        (source.sheet, source.period.as_str()),
        (sheet, "m07"),
        "the entry leads back to its sheet"
    );
    let shown = stage.app.sheet_page(&schools, sheet).unwrap();
    let found = &shown.monitoring.unwrap().findings[0];
    assert_eq!((found.cut, found.state.code()), (id, "withdrawn"));
}

#[test]
fn the_list_of_key_monitoring_is_changed_only_with_a_reason_and_keeps_what_was_taken_off() {
    let stage = watched();
    let nothing = stage.app.make_key_list(&performance(), &key(30), of_year());
    assert_eq!(
        codes(&nothing.unwrap_err()),
        "key-monitoring-nothing-new",
        "no project is so large"
    );
    let adjust = |number, version, is_listed, reason: &str| {
        let input = KeyAdjustment {
            version,
            is_listed,
            reason: reason.into(),
        };
        let done = stage
            .app
            .adjust_key_list(&performance(), &key(number), project(7), &input);
        done.map(|written| written.version).map_err(|error| codes(&error))
    };
    assert_eq!(adjust(31, 0, true, ""), Err("reason:key-reason-missing".into()));
    assert_eq!(adjust(32, 0, true, "群众反映集中"), Ok(1));
    assert_eq!(
        adjust(33, 1, true, "再列一次"),
        Err("key-monitoring-unchanged".into())
    );
    let record = |number, day: &str| {
        let input = RecordInput {
            visited_on: day.into(),
            place: "第一小学操场".into(),
            present: "绩效科、学校总务".into(),
            situation: "工程尚未开工".into(),
            problems: "设计变更未批".into(),
        };
        let done = stage
            .app
            .record_key_monitoring(&performance(), &key(number), project(7), &input);
        done.map(|_| ()).map_err(|error| codes(&error))
    };
    assert_eq!(record(34, "2020-12-12"), Err("visited_on:date-ahead".into()));
    assert_eq!(record(35, "八月"), Err("visited_on:date-unreadable".into()));
    assert_eq!(record(36, "2020-08-07"), Ok(()));
    let shown = stage
        .app
        .key_project(&performance(), of_year(), project(7))
        .unwrap();
    assert_eq!((shown.records.len(), shown.row.is_listed), (1, true));
    assert_eq!(adjust(37, 1, false, "并入教育局整体监控"), Ok(2));
    let list = stage.app.key_monitoring(&performance(), of_year()).unwrap();
    assert_eq!((list.listed, list.rows.len()), (0, 1));
    let unlisted = record(38, "2020-08-07");
    assert_eq!(unlisted, Err("not-found".into()));
}
