//! What is refused, with its code, and that nothing is lost by it.

use super::*;

#[test]
fn nothing_incomplete_is_handed_in() {
    let walk = Walk::begin();
    assert_eq!(refusal(walk.submit()), "ex-ante-summary-missing");
    assert_eq!(refusal(walk.apply("很多")), "asked:money-unreadable");
    assert_eq!(refusal(walk.apply("-1")), "asked:money-unreadable");
    walk.apply("0").unwrap();
    assert_eq!(refusal(walk.submit()), "ex-ante-nothing-asked");
    walk.apply("1").unwrap();
    assert_eq!(refusal(walk.submit()), "materials-incomplete");
    walk.send_required();
    walk.submit().unwrap();
    assert_eq!(refusal(walk.apply("2")), "sheet-not-editable");
    assert_eq!(refusal(walk.send(3)), "sheet-not-editable");
}

#[test]
fn materials_are_judged_by_the_lead_with_reasons() {
    let walk = Walk::begin();
    walk.apply("1").unwrap();
    walk.send_required();
    assert_eq!(refusal(walk.decide(1, true, "")), "ex-ante-not-at-step");
    walk.submit().unwrap();
    assert_eq!(refusal(walk.decide(1, false, " ")), "material-reason-missing");
    assert_eq!(refusal(walk.decide(3, true, "")), "material-missing");
    assert_eq!(refusal(walk.pass(&lead(), "")), "materials-not-accepted");
    assert_eq!(refusal(walk.pass(&performance(), "")), "step-of-another-role");
    assert_eq!(refusal(walk.send_back(&lead(), "")), "ex-ante-reason-missing");
}

#[test]
fn experts_are_third_parties_enough_of_them_and_invited_once() {
    let walk = Walk::at_scoring();
    assert_eq!(refusal(walk.invite(&experts()[0])), "expert-invited");
    assert_eq!(refusal(walk.invite(&clerk())), "expert-not-third-party");
    walk.score(&experts()[0], "4", "", true).unwrap();
    assert_eq!(refusal(walk.pass(&lead(), "")), "experts-too-few");
    let uninvite = |expert: &Actor| {
        let input = Invitation {
            version: walk.version(),
            expert: expert.user.to_string(),
        };
        let app = &walk.stage.app;
        app.uninvite_ex_ante_expert(&lead(), &walk.key(), walk.sheet, &input)
    };
    assert_eq!(refusal(uninvite(&experts()[0])), "expert-has-scored");
    uninvite(&experts()[1]).unwrap();
    assert_eq!(walk.page(&lead()).experts.len(), 2);
}

#[test]
fn scores_are_numbers_within_their_points_and_all_of_them() {
    let walk = Walk::at_scoring();
    let [one, ..] = experts();
    for (each, is_final, code) in [
        ("5.01", false, "score-out-of-range"),
        ("-1", false, "score-out-of-range"),
        ("", true, "score-incomplete"),
    ] {
        assert_eq!(refusal(walk.score(&one, each, "", is_final)), code, "{each}");
    }
    assert!(refusal(walk.score(&one, "四分", "", false)).starts_with("score-1:score-unreadable"));
    walk.score(&one, "4", "", true).unwrap();
    assert_eq!(refusal(walk.score(&one, "5", "", true)), "score-sealed");
}

#[test]
fn a_conclusion_is_held_against_rules_and_money() {
    let walk = Walk::at_conclusion();
    assert_eq!(refusal(walk.pass(&lead(), "")), "conclusion-not-drawn");
    for (conclusion, granted, reason, conditions, code) in [
        ("support", "1.01", "", 0, "granted-above-asked"),
        ("no_support", "0", "", 0, "conclusion-departure-without-reason"),
        ("no_support", "0.1", "重复建设", 0, "granted-against-conclusion"),
        (
            "support_with_conditions",
            "1",
            "须先办手续",
            0,
            "conditions-missing",
        ),
        ("support", "1", "", 1, "conditions-needless"),
        ("perhaps", "1", "", 0, "conclusion-unknown"),
        ("support", "很多", "", 0, "granted:money-unreadable"),
    ] {
        assert_eq!(
            refusal(walk.draw(conclusion, granted, reason, conditions)),
            code,
            "{conclusion}"
        );
    }
    walk.draw("support", "1", "", 0).unwrap();
    for expert in &experts() {
        walk.score(expert, "3.5", "会上发现测算重复", true).unwrap();
    }
    assert_eq!(refusal(walk.pass(&lead(), "")), "conclusion-outdated");
    walk.draw("support_after_adjustment", "0.8", "", 0).unwrap();
    walk.pass(&lead(), "").unwrap();
    assert_eq!(refusal(walk.pass(&opinion_giver(), " ")), "opinion-missing");
}

#[test]
fn a_stale_page_is_refused_with_who_was_faster() {
    let walk = Walk::begin();
    let input = Application {
        version: 1,
        asked: "1".into(),
        summary: "概况".into(),
    };
    walk.apply("1").unwrap();
    let app = &walk.stage.app;
    let late = app.save_ex_ante_application(&clerk(), &walk.key(), walk.sheet, &input);
    assert_eq!(refusal(late), "stale-version");
}

#[test]
fn the_shared_forms_know_nothing_of_an_evaluation() {
    let walk = Walk::begin();
    let app = &walk.stage.app;
    let input = Move {
        version: walk.version(),
    };
    assert_eq!(refusal(app.sheet_page(&clerk(), walk.sheet)), "not-found");
    assert_eq!(
        refusal(app.submit_sheet(&clerk(), &walk.key(), walk.sheet, &input)),
        "not-found"
    );
    let file = NewAttachment {
        file_name: "a.pdf".into(),
        bytes: b"%PDF-1.7".to_vec(),
    };
    assert_eq!(
        refusal(app.add_attachment(&clerk(), &walk.key(), walk.sheet, &file)),
        "not-found"
    );
    let stranger = person(Role::UnitClerk, school());
    assert_eq!(refusal(app.ex_ante_page(&stranger, walk.sheet)), "not-found");
}
