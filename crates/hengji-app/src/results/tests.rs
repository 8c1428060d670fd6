//! Results with their places, snapshots by two hands, files that tell what was changed in them.

use std::sync::atomic::{AtomicU32, Ordering};

use hengji_domain::id::ResultSnapshotId;
use hengji_domain::person::{Actor, Role};

use super::{FileRefusal, ResultTable, SnapshotInput, SnapshotRuling, SnapshotState, verify};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::evaluation_report::tests::{procurement, purchaser, signers};
use crate::evaluations::SideInput;
use crate::stage::district::{bureau, fill, of_year, opened, person, works};
use crate::stage::{Stage, department, division};

fn key() -> RequestKey {
    static NEXT: AtomicU32 = AtomicU32::new(70_000);
    crate::stage::key(NEXT.fetch_add(1, Ordering::Relaxed))
}

fn leader() -> Actor {
    person(Role::BureauLeader, bureau())
}

fn performance() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn clerk() -> Actor {
    person(Role::UnitClerk, works())
}

/// A stage with a concluded purchaser evaluation of 市政中心 and one procurement project.
fn concluded() -> Stage {
    let stage = opened();
    tell(&stage, "5");
    stage
}

fn tell(stage: &Stage, project: &str) {
    let seeds = [purchaser(stage), procurement(stage, project)];
    stage
        .app
        .seed_evaluations(division(), of_year(), &seeds, &signers())
        .unwrap();
}

fn propose(stage: &Stage) -> Result<ResultSnapshotId, AppError> {
    let input = SnapshotInput::default();
    let written = stage
        .app
        .propose_result_snapshot(&performance(), &key(), of_year(), &input)?;
    Ok(written.id.parse().unwrap())
}

fn rule(stage: &Stage, actor: &Actor, id: ResultSnapshotId, reason: &str) -> Result<Written, AppError> {
    let version = stage.app.result_snapshot(&performance(), id).unwrap().version;
    let ruling = SnapshotRuling {
        version,
        publishes: reason.is_empty(),
        reason: reason.into(),
    };
    stage.app.rule_on_result_snapshot(actor, &key(), id, &ruling)
}

fn file(stage: &Stage, id: ResultSnapshotId) -> String {
    let (_, bytes) = stage.app.result_snapshot_file(&clerk(), id).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Opens the procurement evaluation again, so that it no longer stands.
fn reopen(stage: &Stage) {
    let results = stage.app.year_results(&leader(), of_year()).unwrap();
    let kind = results
        .kinds
        .iter()
        .find(|kind| kind.code == "procurement")
        .unwrap();
    let id = kind.rows.first().unwrap().id;
    let input = SideInput {
        version: stage.app.evaluation(&performance(), id).unwrap().version,
        reason: "补充核对合同".into(),
    };
    stage
        .app
        .reopen_evaluation(&performance(), &key(), id, &input)
        .unwrap();
}

#[test]
fn results_are_listed_by_kind_with_grades_money_and_findings() {
    let stage = concluded();
    let results = stage.app.year_results(&leader(), of_year()).unwrap();
    assert!(results.is_whole);
    let of = |code: &str| results.kinds.iter().find(|kind| kind.code == code).unwrap();
    let purchasers = of("purchaser");
    assert!(purchasers.is_ranked);
    assert_eq!(purchasers.grades.iter().map(|(_, count)| count).sum::<u64>(), 1);
    let row = purchasers.rows.first().unwrap();
    assert_eq!(
        (row.place, row.findings, row.rectified, row.money),
        (Some(1), 2, 0, None)
    );
    let projects = of("procurement");
    assert!(!projects.is_ranked);
    let row = projects.rows.first().unwrap();
    assert_eq!(row.place, None);
    assert!(row.money.is_some());
}

#[test]
fn a_unit_sees_its_own_rows_among_the_grades_of_all() {
    let stage = concluded();
    let own = stage.app.year_results(&clerk(), of_year()).unwrap();
    assert!(!own.is_whole);
    assert!(own.kinds.iter().all(|kind| kind.rows.len() == 1), "{own:?}");
    let stranger = person(Role::UnitClerk, crate::stage::district::school());
    let others = stage.app.year_results(&stranger, of_year()).unwrap();
    assert!(others.kinds.iter().all(|kind| kind.rows.is_empty()));
    assert_eq!(others.kinds.first().unwrap().concluded, 1);
    for role in [
        Role::SystemAdministrator,
        Role::AuditAdministrator,
        Role::ThirdParty,
    ] {
        let refused = stage.app.year_results(&person(role, bureau()), of_year());
        assert_eq!(refused.unwrap_err().code(), "role-not-held", "{role:?}");
    }
}

#[test]
fn a_snapshot_is_frozen_by_one_hand_and_published_by_another() {
    let stage = concluded();
    let id = propose(&stage).unwrap();
    assert_eq!(propose(&stage).unwrap_err().code(), "results-snapshot-waiting");
    assert_eq!(
        stage.app.result_snapshot(&clerk(), id).unwrap_err().code(),
        "not-found"
    );
    let unpublished = stage.app.result_snapshot_file(&leader(), id);
    assert_eq!(unpublished.unwrap_err().code(), "results-not-published");
    let foreign = rule(&stage, &performance(), id, "");
    assert_eq!(foreign.unwrap_err().code(), "role-not-held");
    rule(&stage, &leader(), id, "").unwrap();
    let page = stage.app.result_snapshot(&clerk(), id).unwrap();
    assert_eq!(page.row.state, SnapshotState::Published);
    assert!(page.is_intact && page.differences.is_empty());
    assert_eq!(page.content.results.len(), 2);
    assert_eq!(
        rule(&stage, &leader(), id, "").unwrap_err().code(),
        "results-snapshot-decided"
    );
    assert_eq!(propose(&stage).unwrap_err().code(), "results-unchanged");
}

#[test]
fn who_froze_a_snapshot_does_not_publish_it_whatever_roles_they_hold() {
    let stage = concluded();
    let id = propose(&stage).unwrap();
    let both = Actor {
        grants: [performance().grants, leader().grants].concat(),
        ..performance()
    };
    assert_eq!(
        rule(&stage, &both, id, "").unwrap_err().code(),
        "results-same-hand"
    );
    let page = stage.app.result_snapshot(&both, id).unwrap();
    assert!(!page.may_check && !page.why_not.is_empty());
}

#[test]
fn a_rejected_snapshot_says_why_and_makes_room_for_another() {
    let stage = concluded();
    let id = propose(&stage).unwrap();
    let mute = rule(&stage, &leader(), id, "  ");
    match mute.unwrap_err() {
        AppError::Invalid(errors) => assert_eq!(errors.first().unwrap().code, "results-reason-missing"),
        other => panic!("{other}"),
    }
    rule(&stage, &leader(), id, "缺一个街道的结果").unwrap();
    let list = stage.app.result_snapshots(&performance(), of_year()).unwrap();
    assert!(list.may_propose);
    assert_eq!(list.rows.first().unwrap().reason, "缺一个街道的结果");
    assert!(
        stage
            .app
            .result_snapshots(&clerk(), of_year())
            .unwrap()
            .rows
            .is_empty()
    );
    assert_ne!(propose(&stage).unwrap(), id);
}

#[test]
fn later_changes_leave_a_snapshot_as_it_is_and_are_shown_as_differences() {
    let stage = concluded();
    let id = propose(&stage).unwrap();
    rule(&stage, &leader(), id, "").unwrap();
    let before = file(&stage, id);
    reopen(&stage);
    assert_eq!(file(&stage, id), before);
    let page = stage.app.result_snapshot(&clerk(), id).unwrap();
    let told: Vec<&str> = page.differences.iter().map(|one| one.what).collect();
    assert_eq!(told, ["不再有结论"]);
    let next = propose(&stage).unwrap();
    rule(&stage, &leader(), next, "").unwrap();
    let first = verify(&before).unwrap();
    let second = verify(&file(&stage, next)).unwrap();
    assert_eq!(second.sealed.previous_seal, first.seal);
    assert_eq!((first.sealed.number, second.sealed.number), (1, 2));
}

#[test]
fn a_file_tells_what_was_changed_in_it() {
    let stage = concluded();
    let id = propose(&stage).unwrap();
    rule(&stage, &leader(), id, "").unwrap();
    let text = file(&stage, id);
    assert_eq!(verify(&text).unwrap().content.results.len(), 2);
    let code = |text: &str| match verify(text).unwrap_err() {
        FileRefusal::Unreadable { .. } => "unreadable",
        FileRefusal::Format { .. } => "format",
        FileRefusal::Content { .. } => "content",
        FileRefusal::Seal { .. } => "seal",
    };
    for (from, to, found) in [
        ("采购管理较规范", "采购管理很规范", "content"),
        ("\"findings\":2", "\"findings\":0", "content"),
        ("演示局领导", "演示另一人", "seal"),
        ("\"number\":1", "\"number\":2", "seal"),
        ("\"format\":1", "\"format\":7", "format"),
        ("{\"content\"", "[\"content\"", "unreadable"),
    ] {
        let name = person(Role::BureauLeader, bureau()).name;
        let from = if from == "演示局领导" {
            name.as_str()
        } else {
            from
        };
        assert!(text.contains(from), "{from} {text}");
        assert_eq!(code(&text.replacen(from, to, 1)), found, "{from}");
    }
}

#[test]
fn a_year_without_conclusions_has_nothing_to_freeze() {
    let stage = opened();
    assert_eq!(propose(&stage).unwrap_err().code(), "results-nothing-concluded");
    let refused = stage
        .app
        .propose_result_snapshot(&clerk(), &key(), of_year(), &SnapshotInput::default());
    assert_eq!(refused.unwrap_err().code(), "role-not-held");
    let long = SnapshotInput {
        title: "题".repeat(201),
    };
    let refused = stage
        .app
        .propose_result_snapshot(&performance(), &key(), of_year(), &long);
    assert!(matches!(refused, Err(AppError::Invalid(_))));
}

#[test]
fn a_profile_tells_years_of_a_unit_to_those_who_may_see_it() {
    let stage = concluded();
    let profile = stage.app.unit_profile(&clerk(), works()).unwrap();
    let year = profile.years.iter().find(|year| year.year == of_year()).unwrap();
    assert_eq!((year.evaluations, year.findings, year.rectified), (2, 3, 0));
    // Of a procurement project there is no own score, so that the means are of different evaluations.
    assert!(year.own_mean.is_some() && year.total_mean.is_some());
    assert_eq!(profile.results.len(), 2);
    let whole = stage.app.unit_profile(&leader(), department()).unwrap();
    assert_eq!(whole.results.len(), 2);
    let stranger = person(Role::UnitClerk, crate::stage::district::school());
    let refused = stage.app.unit_profile(&stranger, works());
    assert_eq!(refused.unwrap_err().code(), "not-found");
}

#[test]
fn tables_leave_with_their_rows() {
    let stage = concluded();
    for (table, rows) in [(ResultTable::Results, 2), (ResultTable::Grades, 8)] {
        stage.app.export_results(&leader(), of_year(), table).unwrap();
        let written = stage.desk.last_written();
        assert_eq!(written.rows.len(), rows, "{table:?}");
        assert!(written.rows.iter().all(|row| row.len() == written.columns.len()));
        assert_eq!(ResultTable::from_code(table.code()), Some(table));
    }
}

#[test]
fn results_take_as_many_statements_whatever_was_concluded() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(division());
        let actor = person(Role::DepartmentReviewer, department());
        let sent = || {
            stage.app.year_results(&actor, of_year()).unwrap();
            let before = hengji_store::statements::sent();
            stage.app.year_results(&actor, of_year()).unwrap();
            hengji_store::statements::sent() - before
        };
        tell(stage, "5");
        let few = sent();
        let more = [procurement(stage, "6"), procurement(stage, "7")];
        stage
            .app
            .seed_evaluations(division(), of_year(), &more, &signers())
            .unwrap();
        assert_eq!(sent(), few);
    });
}
