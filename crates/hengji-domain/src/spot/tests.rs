//! What may happen to a round when, as tables.

use std::sync::Arc;

use super::*;
use crate::rule::{Citation, Verification};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_614_560_400_000_000).plus_seconds(seconds)
}

fn person(number: u8) -> UserId {
    UserId::new(at(0), [number; 10])
}

/// `ok`, or the code of the refusal.
fn told(outcome: Result<(), SpotRefusal>) -> String {
    match outcome {
        Ok(()) => "ok".to_owned(),
        Err(refusal) => {
            let text = refusal.to_string();
            let code = text.rsplit_once(" [").unwrap().1;
            code.trim_end_matches(']').to_owned()
        }
    }
}

/// One word for each state in the order of a round's life.
fn by_state(ask: impl Fn(SpotState) -> Result<(), SpotRefusal>) -> String {
    SpotState::ALL.map(|state| told(ask(state))).join(" ")
}

#[test]
fn each_step_has_its_time() {
    let soon = at(60);
    for (step, expected) in [
        (
            by_state(|state| state.may_take_off("路灯养护", false)),
            "ok spot-list-fixed spot-list-fixed spot-list-fixed spot-list-fixed",
        ),
        (
            by_state(|state| state.may_take_off("路灯养护", true)),
            "spot-drawn-fixed spot-drawn-fixed spot-drawn-fixed spot-drawn-fixed spot-drawn-fixed",
        ),
        (
            by_state(|state| state.may_announce(soon, at(0))),
            "ok spot-not-now spot-not-now spot-not-now spot-not-now",
        ),
        (
            by_state(|state| state.may_enter_value(Some(at(-1)), at(0))),
            "spot-not-announced ok ok spot-not-now spot-not-now",
        ),
        (
            by_state(|state| state.may_enter_value(Some(soon), at(0))),
            "spot-not-announced spot-value-early spot-value-early spot-not-now spot-not-now",
        ),
        (
            by_state(|state| state.may_confirm_value(Some(person(1)), person(2))),
            "spot-not-now spot-not-now ok spot-not-now spot-not-now",
        ),
        (
            by_state(SpotState::may_draw_again),
            "spot-not-now spot-not-now spot-not-now ok spot-not-now",
        ),
    ] {
        assert_eq!(step, expected);
    }
}

#[test]
fn an_event_of_the_past_cannot_be_announced() {
    for (known_at, expected) in [(-1, "spot-known-already"), (0, "spot-known-already"), (1, "ok")] {
        assert_eq!(
            told(SpotState::Frozen.may_announce(at(known_at), at(0))),
            expected
        );
    }
}

#[test]
fn the_value_is_entered_from_the_very_second_on() {
    for (now, expected) in [(9, "spot-value-early"), (10, "ok"), (11, "ok")] {
        let outcome = SpotState::Announced.may_enter_value(Some(at(10)), at(now));
        assert_eq!(told(outcome), expected);
    }
}

#[test]
fn nobody_confirms_what_they_entered() {
    let own = SpotState::Entered.may_confirm_value(Some(person(1)), person(1));
    assert_eq!(told(own), "spot-own-value");
}

#[test]
fn codes_are_found_again_and_every_state_says_what_comes_next() {
    for state in SpotState::ALL {
        assert_eq!(SpotState::from_code(state.code()), Some(state));
        assert!(!state.name().is_empty() && !state.next().is_empty());
    }
    assert_eq!(SpotState::from_code("lost"), None);
}

#[test]
fn a_reason_is_counted_without_its_blanks() {
    let basis = Arc::new(Citation {
        rule: "spot_evaluation.draw".into(),
        description: "抽评抽取".into(),
        division: crate::Division::NATION,
        from: chrono::NaiveDate::default(),
        source: "本软件".into(),
        clause: String::new(),
        verification: Verification::Unverified,
    });
    let rules = SpotDrawRules {
        share_bp: 1_000,
        department_least: 2,
        reason_least: 4,
        share_basis: Arc::clone(&basis),
        basis,
    };
    for (text, expected) in [
        ("  名单有误  ", Ok("名单有误")),
        ("名单错", Err("spot-reason-short")),
        ("   名     ", Err("spot-reason-short")),
        ("", Err("spot-reason-short")),
    ] {
        let read = rules.reason(text).map_err(|refusal| told(Err(refusal)));
        assert_eq!(read.as_deref().map_err(String::as_str), expected, "{text}");
    }
}
