//! Codes check themselves, conditions say why, relations end after their years.

use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::Timestamp;
use crate::id::UserId;
use crate::rule::{Citation, Verification};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn citation() -> Arc<Citation> {
    Arc::new(Citation {
        rule: "third_party.admission".into(),
        description: "入选条件".into(),
        division: crate::Division::NATION,
        from: day("2015-01-01"),
        source: "source".into(),
        clause: "clause".into(),
        verification: Verification::Unverified,
    })
}

fn rules() -> AdmissionRules {
    AdmissionRules {
        clean_years: 3,
        lead_years: 5,
        lead_evaluation_years: 3,
        leads_least: 1,
        people_least: 2,
        credit_months: 12,
        clean_basis: citation(),
        lead_basis: citation(),
        basis: citation(),
    }
}

const PEOPLE: [PersonFacts; 2] = [
    PersonFacts {
        practice_from: 2012,
        evaluation_from: 2016,
        is_lead: true,
    },
    PersonFacts {
        practice_from: 2019,
        evaluation_from: 2019,
        is_lead: false,
    },
];

fn good() -> InstitutionFacts<'static> {
    InstitutionFacts {
        suspended: None,
        platform_on: Some(day("2021-09-01")),
        credit_checked_on: Some(day("2022-03-01")),
        violation_on: None,
        people: &PEOPLE,
    }
}

/// `facts -> the evidence of the five conditions`.
fn check(facts: InstitutionFacts<'_>, expected: [Evidence; 5]) {
    let found = conditions(&facts, &rules(), day("2022-06-01"));
    let evidence: Vec<Evidence> = found.iter().map(|one| one.evidence).collect();
    assert_eq!(evidence, expected, "{found:?}");
    assert!(found.iter().all(|one| one.why.ends_with('。')), "{found:?}");
}

#[test]
fn each_condition_is_met_refused_or_not_evidenced() {
    use Evidence::{Met, Missing, NotMet};
    let all = [Met, Met, Met, Met, Met];
    check(good(), all);
    let suspended = Some("报告失实");
    check(
        InstitutionFacts { suspended, ..good() },
        [NotMet, Met, Met, Met, Met],
    );
    let platform_on = None;
    check(
        InstitutionFacts {
            platform_on,
            ..good()
        },
        [Met, Missing, Met, Met, Met],
    );
    for (violation, checked, expected) in [
        (Some("2019-06-02"), Some("2022-03-01"), NotMet),
        (Some("2019-06-01"), Some("2022-03-01"), Met),
        (Some("2021-01-01"), None, NotMet),
        (None, None, Missing),
        (None, Some("2021-05-31"), Missing),
        (None, Some("2021-06-01"), Met),
    ] {
        let facts = InstitutionFacts {
            violation_on: violation.map(day),
            credit_checked_on: checked.map(day),
            ..good()
        };
        check(facts, [Met, Met, expected, Met, Met]);
    }
    let [lead, other] = PEOPLE;
    check(
        InstitutionFacts {
            people: &[],
            ..good()
        },
        [Met, Met, Met, Missing, Missing],
    );
    check(
        InstitutionFacts {
            people: &[lead],
            ..good()
        },
        [Met, Met, Met, NotMet, Met],
    );
    check(
        InstitutionFacts {
            people: &[other, other],
            ..good()
        },
        [Met, Met, Met, Met, Missing],
    );
    for (practice_from, evaluation_from, expected) in
        [(2017, 2019, Met), (2018, 2019, NotMet), (2017, 2020, NotMet)]
    {
        let lead = PersonFacts {
            practice_from,
            evaluation_from,
            is_lead: true,
        };
        check(
            InstitutionFacts {
                people: &[lead, other],
                ..good()
            },
            [Met, Met, Met, Met, expected],
        );
    }
}

#[test]
fn a_credit_code_is_refused_with_what_is_wrong() {
    for good in ["91350100M000100Y43", " 91350100m000100y43 "] {
        assert_eq!(CreditCode::read(good).unwrap().as_str(), "91350100M000100Y43");
    }
    for (text, code) in [
        ("", "credit-code-length"),
        ("91350100M000100Y4", "credit-code-length"),
        ("91350100M000100Y433", "credit-code-length"),
        ("91350100I000100Y43", "credit-code-character"),
        ("91350100M000100Y44", "credit-code-check"),
        ("91350100M000101Y43", "credit-code-check"),
    ] {
        let refused = CreditCode::read(text).unwrap_err().to_string();
        assert!(refused.ends_with(&format!("[{code}]")), "{text}: {refused}");
    }
}

proptest! {
    #[test]
    fn one_wrong_character_never_passes(at in 0_usize..18, put in 0_usize..31) {
        let alphabet: Vec<char> = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars().collect();
        let mut text: Vec<char> = "91350100M000100Y43".chars().collect();
        let is_same = text[at] == alphabet[put];
        text[at] = alphabet[put];
        let read = CreditCode::read(&text.iter().collect::<String>());
        prop_assert_eq!(read.is_ok(), is_same);
    }
}

#[test]
fn a_relation_keeps_away_until_its_years_are_over() {
    for (ended, on, expected) in [
        (None, "2030-01-01", true),
        (Some("2019-05-01"), "2021-04-30", true),
        (Some("2019-05-01"), "2021-05-01", false),
    ] {
        assert_eq!(blocks(ended.map(day), 2, day(on)), expected, "{ended:?} {on}");
    }
}

#[test]
fn years_running_are_counted_back_to_the_first_gap() {
    for (years, expected) in [
        (vec![], 0),
        (vec![2019], 1),
        (vec![2018, 2019], 2),
        (vec![2016, 2017, 2019], 1),
    ] {
        assert_eq!(running_years(&years.into_iter().collect(), 2020), expected);
    }
}

#[test]
fn a_draw_waits_for_its_event_and_for_a_second_person() {
    let at = Timestamp::from_micros;
    let [one, other] = [1, 2].map(|byte| UserId::new(at(0), [byte; 10]));
    let code = |refused: Result<(), ThirdPartyRefusal>| match refused {
        Ok(()) => String::new(),
        Err(refused) => refused
            .to_string()
            .rsplit_once('[')
            .unwrap()
            .1
            .trim_end_matches(']')
            .to_owned(),
    };
    use InstitutionDrawState::{Announced, Cancelled, Drawn, Entered};
    assert_eq!(code(Announced.may_enter(at(10), at(9))), "institution-draw-early");
    assert_eq!(code(Announced.may_enter(at(10), at(10))), "");
    assert_eq!(code(Drawn.may_enter(at(10), at(11))), "institution-draw-not-now");
    assert_eq!(
        code(Entered.may_confirm(Some(one), one)),
        "institution-draw-own-value"
    );
    assert_eq!(code(Entered.may_confirm(Some(one), other)), "");
    assert_eq!(
        code(Announced.may_confirm(None, other)),
        "institution-draw-not-now"
    );
    for (state, expected) in [
        (Announced, ""),
        (Entered, ""),
        (Drawn, "institution-draw-not-now"),
        (Cancelled, "institution-draw-not-now"),
    ] {
        assert_eq!(code(state.may_cancel()), expected);
    }
}

#[test]
fn stored_codes_are_found_again() {
    for state in AssignmentState::ALL {
        assert_eq!(AssignmentState::from_code(state.code()), Some(state));
    }
    for state in InstitutionDrawState::ALL {
        assert_eq!(InstitutionDrawState::from_code(state.code()), Some(state));
    }
    for way in [AssignmentWay::Drawn, AssignmentWay::Direct] {
        assert_eq!(AssignmentWay::from_code(way.code()), Some(way));
    }
    assert!(!AssignmentState::Withdrawn.is_live());
}
