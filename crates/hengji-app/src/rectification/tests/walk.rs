//! The way of a finding from both sides.

use hengji_domain::rectification::{CommitmentState, FindingState};

use super::*;
use crate::rectification::{CommitmentQuery, FindingQuery};

fn listed(stage: &Stage, actor: &Actor) -> u64 {
    let list = stage
        .app
        .evaluation_findings(actor, of_year(), &FindingQuery::default());
    list.unwrap().page.total
}

#[test]
fn a_finding_goes_from_its_entry_to_its_verified_rectification() {
    let stage = stage();
    let app = &stage.app;
    let first = enter(&stage, 1, "签证资料滞后");
    let second = enter(&stage, 2, "支付慢于形象进度");
    assert_eq!((listed(&stage, &performance()), listed(&stage, &clerk())), (2, 0));
    refused(app.evaluation_finding(&clerk(), first), "not-found");
    assert_eq!(
        app.home(&performance(), of_year())
            .unwrap()
            .rectification
            .to_feed_back,
        2
    );
    let (preview, findings) = app
        .preview_result_letter(&performance(), first, "九月底前报送")
        .unwrap();
    assert_eq!(findings, 2, "one letter for the unit and the origin");
    assert!(preview.paper.is_draft && preview.paper.title.contains("专项检查通知"));
    let paper = receipted(&stage, 10, first, findings);
    assert_eq!(listed(&stage, &clerk()), 2);
    let plan = app.plan(&clerk(), paper).unwrap();
    assert_eq!((plan.missing.len(), plan.may_plan), (2, true));
    // Thirty calendar days after the last day of the receipt.
    assert_eq!(plan.due_on.unwrap().to_string(), "2020-10-19");
    let other = app
        .promise_measure(&clerk(), &key(20), second, &measure("2020-09-20"))
        .unwrap();
    let id = planned(&stage, 21, paper, first);
    let state = |finding| app.evaluation_finding(&clerk(), finding).unwrap().row.state;
    assert_eq!(
        (state(first), state(second)),
        (FindingState::Rectifying, FindingState::Rectifying)
    );
    // A person takes longer than the clock of the stage, which stands still.
    stage.clock.pass(60);
    claim(
        &stage,
        30,
        &clerk(),
        id,
        1,
        file("签证单.txt", "签证单".as_bytes()),
    )
    .unwrap();
    let waiting = app.home(&owner(), of_year()).unwrap().rectification;
    assert_eq!(waiting.to_verify, 1);
    let list = app
        .commitments(&clerk(), of_year(), &CommitmentQuery::default())
        .unwrap();
    let count = |state| list.states.iter().find(|(known, _)| *known == state).unwrap().1;
    assert_eq!(
        (count(CommitmentState::Claimed), count(CommitmentState::Verified)),
        (1, 0)
    );
    app.reject_rectification(&owner(), &key(31), id, &verification(2, "缺少监理签字页"))
        .unwrap();
    refused(claim(&stage, 32, &clerk(), id, 3, None), "claim-without-proof");
    stage.clock.pass(60);
    claim(
        &stage,
        33,
        &clerk(),
        id,
        3,
        file("监理签字页.txt", "签字".as_bytes()),
    )
    .unwrap();
    app.verify_rectification(&owner(), &key(34), id, &verification(4, ""))
        .unwrap();
    assert_eq!(state(first), FindingState::Rectified);
    let done = app.commitment_page(&clerk(), id).unwrap();
    assert_eq!(
        (done.row.state, done.proofs.len()),
        (CommitmentState::Verified, 2)
    );
    let told: Vec<&str> = done.trail.iter().rev().map(|one| one.what.as_str()).collect();
    assert_eq!(
        told,
        [
            "填写整改措施",
            "单位报完成",
            "核实不通过",
            "单位报完成",
            "核实通过"
        ]
    );
    let bytes = app.rectification_proof(&owner(), done.proofs[0].id).unwrap().1;
    assert_eq!(bytes, "签证单".as_bytes());
    // Ten days after the last day of the other measure everybody above has been told.
    stage.clock.pass(15 * DAY);
    assert_eq!(app.home(&clerk(), of_year()).unwrap().rectification.late, 1);
    assert_eq!(
        app.home(&department_head(), of_year())
            .unwrap()
            .rectification
            .escalated,
        1
    );
    assert_eq!(app.home(&leader(), of_year()).unwrap().rectification.escalated, 1);
    let rows = [other.id.parse().unwrap(), id];
    let reminded = app
        .remind_rectification(&department_head(), &key(40), &rows)
        .unwrap();
    assert_eq!((reminded.done, reminded.refused.len()), (1, 1));
    assert!(
        reminded.refused[0].1.contains("reminder-not-open"),
        "{:?}",
        reminded.refused
    );
}

#[test]
fn findings_leave_a_letter_that_is_taken_back() {
    let stage = stage();
    let app = &stage.app;
    let finding = enter(&stage, 1, "签证资料滞后");
    let paper = receipted(&stage, 10, finding, 1);
    let back = PaperStep {
        version: 3,
        words: "问题表述有误".into(),
    };
    app.withdraw_paper(&performance(), &key(20), paper, &back)
        .unwrap();
    let page = app.evaluation_finding(&performance(), finding).unwrap();
    assert_eq!((page.row.state, page.paper), (FindingState::Entered, None));
    refused(app.evaluation_finding(&clerk(), finding), "not-found");
    let changed = FindingInput {
        version: page.version,
        ..input("部分签证资料滞后")
    };
    app.change_finding(&performance(), &key(21), finding, &changed)
        .unwrap();
    let page = app.evaluation_finding(&performance(), finding).unwrap();
    assert_eq!(page.row.words, "部分签证资料滞后");
    assert!(
        page.trail
            .iter()
            .any(|one| one.detail.contains("原文:签证资料滞后"))
    );
}

#[test]
fn many_are_verified_and_each_refusal_is_told_beside_its_row() {
    let stage = stage();
    let finding = enter(&stage, 1, "签证资料滞后");
    let paper = receipted(&stage, 10, finding, 1);
    let open = stage
        .app
        .promise_measure(&clerk(), &key(20), finding, &measure("2020-10-20"))
        .unwrap();
    let claimed = planned(&stage, 21, paper, finding);
    claim(&stage, 30, &clerk(), claimed, 1, file("签证单.txt", b"a")).unwrap();
    let rows = [(claimed, 2), (open.id.parse().unwrap(), 1)];
    let done = stage.app.bulk_verify(&owner(), &key(40), &rows).unwrap();
    assert_eq!((done.done, done.refused.len()), (1, 1));
    assert!(
        done.refused[0].1.contains("commitment-not-claimed"),
        "{:?}",
        done.refused
    );
    let page = stage.app.evaluation_finding(&owner(), finding).unwrap();
    assert_eq!(
        (page.row.promised, page.row.claimed, page.row.verified),
        (2, 0, 1)
    );
    assert_eq!(page.row.state, FindingState::Rectifying, "one measure is not all");
}

#[test]
fn a_stranger_and_an_administrator_see_nothing() {
    let stage = stage();
    let finding = enter(&stage, 1, "签证资料滞后");
    receipted(&stage, 10, finding, 1);
    let stranger = person(Role::UnitClerk, crate::stage::district::school());
    assert_eq!(listed(&stage, &stranger), 0);
    refused(stage.app.evaluation_finding(&stranger, finding), "not-found");
    let administrator = person(Role::SystemAdministrator, bureau());
    let list = stage
        .app
        .evaluation_findings(&administrator, of_year(), &FindingQuery::default());
    assert!(list.is_err());
    let reader = person(Role::OversightReader, bureau());
    assert_eq!(listed(&stage, &reader), 1, "what was served is open to oversight");
}
