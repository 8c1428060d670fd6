//! A sheet from its points to both signatures, and what is refused on the way.

use super::*;
use crate::evaluation::ItemKey;
use crate::{Score, Weight};

fn person(number: u8) -> UserId {
    UserId::new(Timestamp::from_micros(0), [number; 10])
}

fn hand(number: u8) -> SignOffHand {
    SignOffHand {
        user: person(number),
        name: format!("岗位{number}"),
        at: Timestamp::from_micros(1_612_145_460_000_000),
    }
}

fn point(number: u32) -> SignOffPoint {
    SignOffPoint {
        number,
        item: Some(ItemKey::new("line")),
        name: "养护里程".into(),
        weight: Weight::from_points("10".parse().unwrap()),
        own: Some(Score::from_centi(1_000)),
        verified: Some(Score::from_centi(800)),
        words: "少 2 公里".into(),
        answer: None,
        second: None,
    }
}

fn sheet(points: Vec<SignOffPoint>) -> SignOffSheet {
    let at = Timestamp::from_micros(0);
    SignOffSheet {
        id: SignOffId::new(at, [1; 10]),
        evaluation: EvaluationId::new(at, [2; 10]),
        edition: 1,
        state: issued_state(&points),
        answer_due_on: NaiveDate::from_ymd_opt(2021, 2, 10).unwrap(),
        issued: hand(1),
        answered: None,
        bureau: None,
        department: None,
        closing: None,
        paper: None,
        version: 1,
        points,
    }
}

fn answer(number: u32, verdict: Verdict, words: &str) -> Answered {
    Answered {
        number,
        answer: PointAnswer {
            verdict,
            words: words.into(),
            evidence: String::new(),
        },
    }
}

const REASON: &str = "验收单附在第三页";

fn agreed(number: u32) -> Answered {
    answer(number, Verdict::Agreed, "")
}

fn disputed(number: u32) -> Answered {
    answer(number, Verdict::Disputed, REASON)
}

fn look(number: u8) -> SecondLook {
    SecondLook {
        outcome: SecondOutcome::Upheld,
        words: "验收单没有日期".into(),
        score: None,
        hand: hand(number),
    }
}

/// The state that a step led to, or the code of its refusal.
fn told(outcome: Result<SignOffSheet, SignOffRefusal>) -> String {
    outcome.map_or_else(|refusal| code(&refusal), |sheet| sheet.state.code().to_owned())
}

fn code(refusal: &SignOffRefusal) -> String {
    let text = refusal.to_string();
    text.rsplit_once(" [").unwrap().1.trim_end_matches(']').to_owned()
}

fn settled() -> SignOffSheet {
    sheet(vec![point(1)]).answered(&[agreed(1)], 5, hand(3)).unwrap()
}

fn locked() -> SignOffSheet {
    let half = settled().signed(SignOffSide::Department, hand(3)).unwrap();
    half.signed(SignOffSide::Bureau, hand(1)).unwrap()
}

#[test]
fn a_sheet_waits_for_every_answer() {
    let two = || sheet(vec![point(1), point(2)]);
    for (answers, expected) in [
        (vec![agreed(1), agreed(2)], "settled"),
        (vec![agreed(1), disputed(2)], "answered"),
        (vec![agreed(1)], "sign-off-unanswered"),
        (vec![agreed(1), agreed(2), agreed(3)], "sign-off-point-unknown"),
        (
            vec![agreed(1), answer(2, Verdict::Disputed, " 不对 ")],
            "sign-off-reason-short",
        ),
        (
            vec![agreed(1), answer(2, Verdict::Disputed, "五个字以上")],
            "answered",
        ),
    ] {
        assert_eq!(
            told(two().answered(&answers, 5, hand(3))),
            expected,
            "{answers:?}"
        );
    }
    let words = two().answered(&[], 5, hand(3)).unwrap_err().to_string();
    assert!(words.starts_with("第 1、2 项"), "{words}");
    let again = settled().answered(&[agreed(1)], 5, hand(3));
    assert_eq!(told(again), "sign-off-not-now");
}

#[test]
fn a_sheet_without_points_only_waits_for_signatures() {
    assert_eq!(sheet(Vec::new()).state, SignOffState::Settled);
}

#[test]
fn a_dispute_is_looked_at_once_by_somebody_who_did_not_score_it() {
    let scorers = [person(1), person(2)];
    let open = || {
        let two = sheet(vec![point(1), point(2)]);
        two.answered(&[disputed(1), agreed(2)], 5, hand(3)).unwrap()
    };
    assert_eq!(open().open_disputes(), [1]);
    for (number, who, expected) in [
        (1, 4, "settled"),
        (1, 1, "sign-off-own-point"),
        (1, 2, "sign-off-own-point"),
        (2, 4, "sign-off-not-disputed"),
        (7, 4, "sign-off-point-unknown"),
    ] {
        let found = told(open().looked_at(number, look(who), &scorers, 5));
        assert_eq!(found, expected, "{number} {who}");
    }
    let short = SecondLook {
        words: "是".into(),
        ..look(4)
    };
    assert_eq!(
        told(open().looked_at(1, short, &scorers, 5)),
        "sign-off-reason-short"
    );
    let both = sheet(vec![point(1), point(2)]);
    let both = both.answered(&[disputed(1), disputed(2)], 5, hand(3)).unwrap();
    let first = both.looked_at(1, look(4), &scorers, 5).unwrap();
    assert_eq!(first.state, SignOffState::Answered);
    assert_eq!(
        told(first.looked_at(1, look(5), &scorers, 5)),
        "sign-off-looked-at"
    );
}

#[test]
fn a_finding_that_belongs_to_no_line_is_its_issuers() {
    let finding = SignOffPoint {
        item: None,
        ..point(1)
    };
    let open = || {
        sheet(vec![finding.clone()])
            .answered(&[disputed(1)], 5, hand(3))
            .unwrap()
    };
    assert_eq!(told(open().looked_at(1, look(1), &[], 5)), "sign-off-own-point");
    assert_eq!(told(open().looked_at(1, look(4), &[], 5)), "settled");
}

#[test]
fn both_sides_sign_once_and_by_two_people() {
    let half = || settled().signed(SignOffSide::Department, hand(3)).unwrap();
    assert_eq!(half().state, SignOffState::Settled);
    for (outcome, expected) in [
        (half().signed(SignOffSide::Bureau, hand(1)), "locked"),
        (half().signed(SignOffSide::Department, hand(5)), "sign-off-signed"),
        (half().signed(SignOffSide::Bureau, hand(3)), "sign-off-both-sides"),
        (
            sheet(vec![point(1)]).signed(SignOffSide::Bureau, hand(1)),
            "sign-off-not-now",
        ),
    ] {
        assert_eq!(told(outcome), expected);
    }
}

#[test]
fn after_both_signatures_nothing_changes_and_the_refusal_says_who_signed_when() {
    let closing = Closing {
        hand: hand(1),
        reason: "漏项".into(),
    };
    for refusal in [
        locked().signed(SignOffSide::Bureau, hand(5)).unwrap_err(),
        locked().answered(&[agreed(1)], 5, hand(3)).unwrap_err(),
        locked().looked_at(1, look(4), &[], 5).unwrap_err(),
        locked().withdrawn(closing).unwrap_err(),
        locked().require_scores_open().unwrap_err(),
    ] {
        assert_eq!(code(&refusal), "sign-off-locked");
        let words = refusal.to_string();
        assert!(words.contains("财政部门岗位1于 2021-02-01 10:11"), "{words}");
        assert!(words.contains("被评价部门岗位3于 2021-02-01"), "{words}");
    }
    assert_eq!(locked().require_signed(), Ok(()));
}

#[test]
fn scores_stand_still_and_no_conclusion_is_drawn_while_a_sheet_is_out() {
    let closing = || Closing {
        hand: hand(1),
        reason: "漏项".into(),
    };
    let out = sheet(vec![point(1)]);
    assert_eq!(code(&out.require_scores_open().unwrap_err()), "sign-off-out");
    let half = settled().signed(SignOffSide::Department, hand(3)).unwrap();
    let refusal = half.require_signed().unwrap_err();
    assert_eq!(code(&refusal), "sign-off-unsigned");
    assert!(refusal.to_string().contains(",财政部门尚未签字"), "{refusal}");
    let back = out.withdrawn(closing()).unwrap();
    assert!(!back.state.is_in_force());
    assert_eq!(back.require_scores_open(), Ok(()));
    assert_eq!(told(back.withdrawn(closing())), "sign-off-not-now");
    let reopened = locked().superseded(closing());
    assert_eq!(reopened.require_scores_open(), Ok(()));
    assert_eq!(code(&reopened.require_signed().unwrap_err()), "sign-off-unsigned");
}

#[test]
fn the_signed_score_is_that_of_the_second_look() {
    let mut one = point(1);
    assert_eq!(one.signed_score(), Some(Score::from_centi(800)));
    one.second = Some(SecondLook {
        score: Some(Score::from_centi(900)),
        ..look(4)
    });
    assert_eq!(one.signed_score(), Some(Score::from_centi(900)));
}

#[test]
fn only_an_unanswered_sheet_is_late() {
    let day = |day| NaiveDate::from_ymd_opt(2021, 2, day).unwrap();
    assert!(!sheet(vec![point(1)]).is_late(day(10)));
    assert!(sheet(vec![point(1)]).is_late(day(11)));
    assert!(!settled().is_late(day(28)));
}

#[test]
fn codes_are_found_again() {
    for state in SignOffState::ALL {
        assert_eq!(SignOffState::from_code(state.code()), Some(state));
    }
    assert_eq!(SignOffState::from_code("burnt"), None);
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
    }
    for outcome in SecondOutcome::ALL {
        assert_eq!(SecondOutcome::from_code(outcome.code()), Some(outcome));
    }
}
