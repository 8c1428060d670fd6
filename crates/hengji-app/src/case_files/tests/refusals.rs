//! What is refused, in the order in which a case file runs.

use super::*;

fn field(error: AppError) -> &'static str {
    match error {
        AppError::Invalid(errors) => errors.first().unwrap().code,
        other => panic!("{other}"),
    }
}

#[test]
fn a_plan_must_be_whole_and_is_approved_by_somebody_else() {
    let (stage, id) = begun();
    let app = &stage.app;
    let submit = || app.submit_case_plan(&performance(), &key(), id, &now(&stage, id, ""));
    assert_eq!(submit().unwrap_err().code(), "case-plan-incomplete");
    let saved = |input: PlanInput| app.save_case_plan(&performance(), &key(), id, &input);
    let version = page(&stage, id).version;
    for (funds, code) in [
        ("很多", "case-funds-unreadable"),
        ("0", "case-funds-unreadable"),
        ("-3", "case-funds-unreadable"),
    ] {
        let input = PlanInput {
            funds: funds.into(),
            ..plan(version)
        };
        assert_eq!(field(saved(input).unwrap_err()), code, "{funds}");
    }
    saved(plan(version)).unwrap();
    assert!(matches!(saved(plan(version)), Err(AppError::Stale(_))));
    assert_eq!(submit().unwrap_err().code(), "case-members-too-few");
    join(&stage, id, &performance(), "lead").unwrap();
    assert_eq!(
        field(join(&stage, id, &performance(), "lead").unwrap_err()),
        "case-member-exists"
    );
    assert_eq!(
        field(join(&stage, id, &second(), "judge").unwrap_err()),
        "case-duty-unknown"
    );
    assert_eq!(
        field(join(&stage, id, &clerk(), "scorer").unwrap_err()),
        "case-member-unknown"
    );
    join(&stage, id, &second(), "scorer").unwrap();
    submit().unwrap();
    assert_eq!(submit().unwrap_err().code(), "case-plan-not-at-step");
    let own = app.approve_case_plan(&performance(), &key(), id, &now(&stage, id, ""));
    assert_eq!(own.unwrap_err().code(), "case-plan-own");
    assert_eq!(
        app.home(&leader(), of_year()).unwrap().case_files.to_approve,
        [id]
    );
    let back = app.return_case_plan(&leader(), &key(), id, &now(&stage, id, "重写"));
    assert_eq!(field(back.unwrap_err()), "case-reason-too-short");
    let foreign = app.approve_case_plan(&second(), &key(), id, &now(&stage, id, ""));
    assert_eq!(foreign.unwrap_err().code(), "role-not-held");
    app.return_case_plan(&leader(), &key(), id, &now(&stage, id, "请写明资金范围"))
        .unwrap();
    assert_eq!(page(&stage, id).plan, PlanState::Writing);
    let strange = app.save_case_plan(&stranger(), &key(), id, &plan(1));
    assert_eq!(strange.unwrap_err().code(), "not-found");
}

#[test]
fn scores_wait_for_team_declaration_and_plan() {
    let (stage, id) = begun();
    let app = &stage.app;
    let score = |actor: &Actor| {
        let saved = app.verify_evaluation(actor, &key(), id, &sheet(vec![points("o3", 0, "5")]));
        saved.map_err(|error| error.code().to_owned())
    };
    assert_eq!(score(&second()).unwrap_err(), "case-not-member");
    join(&stage, id, &second(), "scorer").unwrap();
    assert_eq!(score(&second()).unwrap_err(), "case-conflict-undeclared");
    let undecided = declare(&stage, id, &second(), "missing", "").unwrap_err();
    assert_eq!(field(undecided), "case-declaration-unknown");
    let blank = declare(&stage, id, &second(), "conflict", "亲属").unwrap_err();
    assert_eq!(field(blank), "case-reason-too-short");
    declare(&stage, id, &second(), "conflict", "曾在该单位任职两年").unwrap();
    let refused = app
        .verify_evaluation(&second(), &key(), id, &sheet(vec![points("o3", 0, "5")]))
        .unwrap_err();
    assert_eq!(refused.code(), "case-conflict");
    assert!(refused.to_string().contains("曾在该单位任职两年"), "{refused}");
    let shown = app.evaluation(&second(), id).unwrap();
    assert!(
        shown.writes.is_none() && shown.next.contains("回避"),
        "{}",
        shown.next
    );
    declare(&stage, id, &second(), "clear", "").unwrap();
    app.verify_evaluation(&second(), &key(), id, &best(&stage, &second(), id))
        .unwrap();
    let early = app.hand_in_verification(&second(), &key(), id).unwrap_err();
    assert_eq!(early.code(), "case-plan-not-approved");
    let member = MemberInput {
        user: second().user.to_string(),
        duty: String::new(),
    };
    let out = app.remove_case_member(&performance(), &key(), id, &member);
    assert_eq!(out.unwrap_err().code(), "case-member-scored");
    let outside = declare(&stage, id, &performance(), "clear", "").unwrap_err();
    assert_eq!(outside.code(), "case-not-member");
}

#[test]
fn a_draft_waits_for_the_scorers_and_a_conclusion_for_the_exchange() {
    let (stage, id) = begun();
    let app = &stage.app;
    let draft = || app.draft_case_report(&performance(), &key(), id, &now(&stage, id, ""));
    assert_eq!(draft().unwrap_err().code(), "case-plan-not-approved");
    with_team(&stage, id, &[&performance(), &second()]);
    assert_eq!(draft().unwrap_err().code(), "evaluation-scorers-too-few");
    scored(&stage, id);
    assert_eq!(conclude(&stage, id).unwrap_err().code(), "case-exchange-open");
    let send = || app.send_case_report(&performance(), &key(), id, &now(&stage, id, ""));
    assert_eq!(send().unwrap_err().code(), "case-not-at-stage");
    draft().unwrap();
    assert_eq!(draft().unwrap_err().code(), "case-not-at-stage");
    send().unwrap();
    assert_eq!(conclude(&stage, id).unwrap_err().code(), "case-exchange-open");
    let early = app.finalise_case_report(&leader(), &key(), id, &now(&stage, id, ""));
    assert_eq!(early.unwrap_err().code(), "case-not-at-stage");
    answered(&stage, id);
    let settle = || app.settle_case_exchange(&performance(), &key(), id, &now(&stage, id, ""));
    assert_eq!(settle().unwrap_err().code(), "case-opinions-open");
    decided(&stage, id);
    settle().unwrap();
    let final_one = app.finalise_case_report(&leader(), &key(), id, &now(&stage, id, ""));
    assert_eq!(final_one.unwrap_err().code(), "case-not-concluded");
    let back = app.return_case_plan(&leader(), &key(), id, &now(&stage, id, "请写明资金范围"));
    assert_eq!(back.unwrap_err().code(), "case-not-at-stage");
}

#[test]
fn the_unit_answers_every_point_once_and_an_objection_has_its_reason() {
    let (stage, id) = begun();
    let app = &stage.app;
    sent(&stage, id);
    let asked = exchange(&stage, &clerk(), id);
    let first = asked.points.first().unwrap().id.to_string();
    let answer = |version: i32, answer: &str, opinion: &str, hands_in: bool| {
        let input = AnswersInput {
            version,
            points: vec![PointInput {
                point: first.clone(),
                answer: answer.into(),
                opinion: opinion.into(),
            }],
            rest_agreed: false,
            hands_in,
        };
        app.answer_case_exchange(&clerk(), &key(), id, &input)
    };
    let short = answer(asked.version, "objected", "不对", false).unwrap_err();
    assert_eq!(field(short), "case-reason-too-short");
    let open = answer(asked.version, "agreed", "", true).unwrap_err();
    assert_eq!(open.code(), "case-points-unanswered");
    let decide = |point: &str, outcome: &str, reason: &str| {
        let input = PointDecision {
            version: page(&stage, id).version,
            point: point.into(),
            outcome: outcome.into(),
            reason: reason.into(),
        };
        app.decide_case_point(&performance(), &key(), id, &input)
    };
    assert_eq!(
        decide(&first, "adopted", "按意见修改评分").unwrap_err().code(),
        "case-no-opinion"
    );
    answer(asked.version, "agreed", "", false).unwrap();
    assert!(matches!(
        answer(asked.version, "agreed", "", false),
        Err(AppError::Stale(_))
    ));
    answered(&stage, id);
    let late = answer(page(&stage, id).version, "agreed", "", false).unwrap_err();
    assert_eq!(late.code(), "case-exchange-answered");
    assert_eq!(
        field(decide(&first, "perhaps", "按意见修改评分").unwrap_err()),
        "case-outcome-unknown"
    );
    assert_eq!(
        field(decide(&first, "adopted", "好").unwrap_err()),
        "case-reason-too-short"
    );
    let agreed = asked.points.last().unwrap().id.to_string();
    assert_eq!(
        decide(&agreed, "adopted", "按意见修改评分").unwrap_err().code(),
        "case-no-opinion"
    );
    decide(&first, "partly_adopted", "按意见修改评分").unwrap();
}

#[test]
fn files_of_the_wrong_kind_and_records_that_cannot_be_are_refused() {
    let (stage, id) = begun();
    let app = &stage.app;
    let keep = |name: &str, bytes: &[u8], item: &str| {
        let input = EvidenceInput {
            item: item.into(),
            page: String::new(),
            note: String::new(),
            file: Some(NewAttachment {
                file_name: name.into(),
                bytes: bytes.to_vec(),
            }),
        };
        let kept = app.keep_case_evidence(&performance(), &key(), id, &input);
        match kept.unwrap_err() {
            AppError::Invalid(errors) => errors.first().unwrap().code.to_owned(),
            other => other.code().to_owned(),
        }
    };
    assert_eq!(keep("程序.exe", b"hello", "d1"), "attachment-type-unknown");
    assert_eq!(keep("批复.pdf", b"hello", "d1"), "attachment-mismatch");
    assert_eq!(keep("批复.txt", b"", "d1"), "attachment-empty");
    assert_eq!(keep("批复.txt", b"ok", "z9"), "case-item-unknown");
    let none = EvidenceInput {
        item: "d1".into(),
        page: String::new(),
        note: String::new(),
        file: None,
    };
    let none = app.keep_case_evidence(&performance(), &key(), id, &none);
    assert_eq!(field(none.unwrap_err()), "file-missing");
    let record = |seen_on: &str, situation: &str, item: &str| {
        let input = RecordInput {
            seen_on: seen_on.into(),
            place: "园区".into(),
            present: "评价组".into(),
            situation: situation.into(),
            items: vec![item.into()],
        };
        field(
            app.keep_case_record(&performance(), &key(), id, &input)
                .unwrap_err(),
        )
    };
    assert_eq!(record("昨天", "设备闲置", "d1"), "date-unreadable");
    assert_eq!(record("2999-01-01", "设备闲置", "d1"), "case-record-ahead");
    assert_eq!(record("2020-01-01", " ", "d1"), "case-text-missing");
    assert_eq!(record("2020-01-01", "设备闲置", "z9"), "case-item-unknown");
    assert!(page(&stage, id).records.is_empty(), "nothing was kept");
}
