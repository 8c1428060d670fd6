//! What is refused, with its code.

use hengji_domain::person::Grant;
use hengji_domain::rectification::FindingState;

use super::*;
use crate::rectification::{ObjectionInput, ObjectionRuling, Withdrawal};

#[test]
fn a_wrong_finding_is_refused_with_each_field() {
    let stage = stage();
    let enter = |number, input: &FindingInput| {
        let done = stage
            .app
            .enter_finding(&performance(), &key(number), of_year(), input);
        codes(&done.unwrap_err())
    };
    let wrong = FindingInput {
        origin: "rumour".into(),
        origin_title: " ".into(),
        cause: "weather".into(),
        severity: String::new(),
        words: " ".into(),
        amount: "很多".into(),
        ..input("")
    };
    assert_eq!(
        enter(1, &wrong),
        "origin:finding-choice-unknown cause:finding-choice-unknown severity:finding-choice-unknown \
         words:finding-words-missing origin_title:finding-basis-missing amount:amount-unreadable"
    );
    for (number, project, unit, expected) in [
        (2, "P99", "", "project_code:finding-project-unknown"),
        (3, "", "000000", "unit_code:finding-unit-unknown"),
    ] {
        let input = FindingInput {
            project_code: project.into(),
            unit_code: unit.into(),
            ..input("问题")
        };
        assert_eq!(enter(number, &input), expected);
    }
    let long = input(&"长".repeat(2_001));
    assert_eq!(enter(4, &long), "words:text-too-long");
    let by_clerk = stage
        .app
        .enter_finding(&clerk(), &key(5), of_year(), &input("问题"));
    assert!(
        matches!(by_clerk, Err(AppError::Forbidden { .. })),
        "{by_clerk:?}"
    );
}

#[test]
fn a_served_finding_stays_as_it_is_and_goes_only_with_a_reason() {
    let stage = stage();
    let app = &stage.app;
    let finding = enter(&stage, 1, "签证资料滞后");
    receipted(&stage, 10, finding, 1);
    let version = app.evaluation_finding(&performance(), finding).unwrap().version;
    let changed = FindingInput {
        version,
        ..input("别的问题")
    };
    refused(
        app.change_finding(&performance(), &key(20), finding, &changed),
        "finding-served",
    );
    for (number, words) in [(21, ""), (22, "无"), (23, "  删 ")] {
        let withdrawal = Withdrawal {
            version,
            words: words.into(),
        };
        let done = app.withdraw_finding(&performance(), &key(number), finding, &withdrawal);
        refused(done, "words:withdrawal-needs-reason");
    }
    let withdrawal = Withdrawal {
        version,
        words: "核对后确认资料已在档".into(),
    };
    app.withdraw_finding(&performance(), &key(24), finding, &withdrawal)
        .unwrap();
    refused(
        app.withdraw_finding(&performance(), &key(25), finding, &withdrawal),
        "finding-withdrawn",
    );
    refused(
        app.promise_measure(&clerk(), &key(26), finding, &measure("2020-10-15")),
        "finding-withdrawn",
    );
}

#[test]
fn a_measure_needs_a_day_ahead_and_all_its_words() {
    let stage = stage();
    let finding = enter(&stage, 1, "签证资料滞后");
    let app = &stage.app;
    receipted(&stage, 10, finding, 1);
    let with = |change: fn(&mut CommitmentInput)| {
        let mut input = measure("2020-10-15");
        change(&mut input);
        input
    };
    for (number, input, expected) in [
        (
            20,
            with(|one| one.due_on = "2020-09-14".into()),
            "due_on:date-past",
        ),
        (
            21,
            with(|one| one.due_on = "十月".into()),
            "due_on:date-unreadable",
        ),
        (
            22,
            with(|one| one.kind = "hope".into()),
            "kind:commitment-kind-unknown",
        ),
        (
            23,
            with(|one| one.words = " ".into()),
            "words:commitment-text-missing",
        ),
        (
            24,
            with(|one| one.owner = String::new()),
            "owner:commitment-text-missing",
        ),
        (
            25,
            with(|one| one.proof_asked = String::new()),
            "proof_asked:commitment-text-missing",
        ),
    ] {
        refused(
            app.promise_measure(&clerk(), &key(number), finding, &input),
            expected,
        );
    }
    // The day itself is in time.
    app.promise_measure(&clerk(), &key(26), finding, &measure("2020-09-15"))
        .unwrap();
}

#[test]
fn a_letter_is_answered_once_and_only_by_a_whole_plan() {
    let stage = stage();
    let app = &stage.app;
    let first = enter(&stage, 1, "签证资料滞后");
    enter(&stage, 2, "支付慢于形象进度");
    let paper = receipted(&stage, 10, first, 2);
    let third = enter(&stage, 3, "后来发现的问题");
    let words = PaperStep {
        version: 3,
        words: "已整改".into(),
    };
    refused(
        app.answer_paper(&clerk(), &key(20), paper, &words),
        "paper-answered-by-plan",
    );
    let plan = PlanInput {
        version: 3,
        words: String::new(),
    };
    refused(
        app.hand_in_plan(&clerk(), &key(21), paper, &plan),
        "plan-incomplete",
    );
    let page = app.plan(&clerk(), paper).unwrap();
    for (number, (row, ..)) in (22..).zip(&page.findings) {
        app.promise_measure(&clerk(), &key(number), row.id, &measure("2020-10-15"))
            .unwrap();
    }
    app.hand_in_plan(&clerk(), &key(30), paper, &plan).unwrap();
    refused(
        app.hand_in_plan(&clerk(), &key(31), paper, &plan),
        "paper-already-answered",
    );
    let measures = app.plan(&clerk(), paper).unwrap().findings[0].1[0].id;
    refused(
        app.drop_measure(&clerk(), &key(32), measures, 1),
        "plan-handed-in",
    );
    let letter = LetterInput {
        findings: 2,
        demands: String::new(),
    };
    refused(
        app.issue_result_letter(&performance(), &key(33), third, &letter),
        "letter-findings-changed",
    );
    refused(
        app.issue_result_letter(&performance(), &key(34), first, &letter),
        "finding-served",
    );
}

#[test]
fn a_claim_needs_a_proof_of_a_kind_that_is_accepted() {
    let stage = stage();
    let finding = enter(&stage, 1, "签证资料滞后");
    let paper = receipted(&stage, 10, finding, 1);
    let promised = stage
        .app
        .promise_measure(&clerk(), &key(20), finding, &measure("2020-10-15"))
        .unwrap();
    let early = promised.id.parse().unwrap();
    refused(
        claim(&stage, 21, &clerk(), early, 1, file("签证单.txt", b"a")),
        "plan-not-handed-in",
    );
    let id = planned(&stage, 22, paper, finding);
    for (number, file, expected) in [
        (30, None, "claim-without-proof"),
        (31, file("签证单.exe", b"MZ"), "attachment-type-unknown"),
        (32, file("签证单.pdf", b"not a pdf"), "attachment-mismatch"),
        (33, file("空.txt", b""), "attachment-empty"),
    ] {
        refused(claim(&stage, number, &clerk(), id, 1, file), expected);
    }
    claim(&stage, 34, &clerk(), id, 1, file("签证单.txt", b"a")).unwrap();
    refused(
        claim(&stage, 35, &clerk(), id, 2, file("签证单.txt", b"b")),
        "commitment-claimed",
    );
    let other = person(Role::UnitClerk, crate::stage::district::school());
    refused(claim(&stage, 36, &other, id, 2, None), "not-found");
}

#[test]
fn whoever_claims_or_works_there_does_not_verify() {
    let stage = stage();
    let app = &stage.app;
    let finding = enter(&stage, 1, "签证资料滞后");
    let paper = receipted(&stage, 10, finding, 1);
    let id = planned(&stage, 20, paper, finding);
    refused(
        app.verify_rectification(&owner(), &key(30), id, &verification(1, "")),
        "commitment-not-claimed",
    );
    claim(&stage, 31, &clerk(), id, 1, file("签证单.txt", b"a")).unwrap();
    let both = |role, unit| {
        let mut actor = owner();
        actor.grants.push(Grant { role, unit });
        actor
    };
    for (number, actor) in [
        (32, both(Role::UnitHead, works())),
        (33, both(Role::DepartmentReviewer, department())),
        (
            34,
            Actor {
                user: clerk().user,
                ..owner()
            },
        ),
    ] {
        refused(
            app.verify_rectification(&actor, &key(number), id, &verification(2, "")),
            "verifier-of-claimer-side",
        );
        assert!(!app.commitment_page(&actor, id).unwrap().why_not.is_empty());
    }
    let by_unit = app.verify_rectification(&clerk(), &key(35), id, &verification(2, ""));
    assert!(matches!(by_unit, Err(AppError::Forbidden { .. })), "{by_unit:?}");
    refused(
        app.reject_rectification(&owner(), &key(36), id, &verification(2, "不行")),
        "words:rejection-needs-reason",
    );
    app.verify_rectification(&owner(), &key(37), id, &verification(2, ""))
        .unwrap();
    refused(
        app.verify_rectification(&owner(), &key(38), id, &verification(3, "")),
        "commitment-verified",
    );
}

#[test]
fn an_objection_has_its_days_and_a_second_reviewer() {
    let stage = stage();
    let app = &stage.app;
    let finding = enter(&stage, 1, "签证资料滞后");
    let object = |number, words: &str| {
        let input = ObjectionInput { words: words.into() };
        app.raise_objection(&clerk(), &key(number), finding, &input)
    };
    refused(object(5, "资料都在档案室"), "not-found");
    receipted(&stage, 10, finding, 1);
    refused(object(20, "不服"), "words:objection-needs-words");
    object(21, "资料都在档案室,没有滞后").unwrap();
    refused(object(22, "再说一次资料没有滞后"), "objection-raised");
    assert_eq!(
        app.home(&leader(), of_year()).unwrap().rectification.objections,
        (1, 0)
    );
    let ruling = |outcome: &str, changed: &str| ObjectionRuling {
        version: 1,
        outcome: outcome.into(),
        words: "经复核部分采纳".into(),
        changed: changed.into(),
    };
    let decide = |number, actor: &Actor, ruling: &ObjectionRuling| {
        app.decide_objection(actor, &key(number), finding, ruling)
    };
    refused(
        decide(30, &performance(), &ruling("kept", "")),
        "objection-own-finding",
    );
    refused(
        decide(31, &leader(), &ruling("later", "")),
        "outcome:objection-outcome-unknown",
    );
    refused(
        decide(32, &leader(), &ruling("changed", "签证资料滞后")),
        "changed:objection-text-missing",
    );
    decide(33, &leader(), &ruling("changed", "部分签证资料滞后")).unwrap();
    refused(decide(34, &leader(), &ruling("kept", "")), "objection-decided");
    let page = app.evaluation_finding(&clerk(), finding).unwrap();
    assert_eq!(page.row.words, "部分签证资料滞后");
    let (_, _, before, _) = page.objection.unwrap().end.unwrap();
    assert_eq!(before, "签证资料滞后", "both texts are kept");
}

#[test]
fn an_objection_after_its_days_is_too_late_and_one_that_is_accepted_withdraws() {
    let stage = stage();
    let app = &stage.app;
    let finding = enter(&stage, 1, "签证资料滞后");
    receipted(&stage, 10, finding, 1);
    let until = app.evaluation_finding(&clerk(), finding).unwrap().objection_until;
    assert_eq!(until.unwrap().to_string(), "2020-09-18");
    let input = ObjectionInput {
        words: "资料都在档案室".into(),
    };
    stage.clock.pass(4 * DAY);
    refused(
        app.raise_objection(&clerk(), &key(20), finding, &input),
        "objection-too-late",
    );
    stage.clock.pass(-DAY);
    app.raise_objection(&clerk(), &key(21), finding, &input).unwrap();
    let ruling = ObjectionRuling {
        version: 1,
        outcome: "withdrawn".into(),
        words: "资料确在档案室".into(),
        changed: String::new(),
    };
    app.decide_objection(&leader(), &key(22), finding, &ruling)
        .unwrap();
    let page = app.evaluation_finding(&performance(), finding).unwrap();
    assert_eq!(page.row.state, FindingState::Withdrawn);
}
