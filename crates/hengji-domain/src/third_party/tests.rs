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

#[test]
fn an_index_is_judged_from_enough_cases_on() {
    let rules = ConcentrationRules {
        cases_least: 5,
        watch_bp: 2_500,
        high_bp: 4_000,
        basis: citation(),
    };
    use ConcentrationVerdict::{Concentrated, Spread, TooFew, Uneven};
    for (cases, index, expected) in [
        (4, Some(10_000), TooFew),
        (5, None, TooFew),
        (5, Some(2_499), Spread),
        (5, Some(2_500), Uneven),
        (5, Some(3_999), Uneven),
        (5, Some(4_000), Concentrated),
    ] {
        assert_eq!(rules.judge(cases, index), expected, "{cases} {index:?}");
    }
}

#[test]
fn a_severity_is_judged_by_an_interval_that_leaves_nought_out() {
    let rules = SeverityRules {
        shared_least: 5,
        basis: citation(),
    };
    use SeverityVerdict::{Lenient, Level, Strict, TooFew};
    for (shared, interval, expected) in [
        (4, Some((100, 300)), TooFew),
        (5, None, TooFew),
        (5, Some((1, 300)), Strict),
        (5, Some((0, 300)), Level),
        (5, Some((-300, 0)), Level),
        (5, Some((-300, -1)), Lenient),
    ] {
        assert_eq!(rules.judge(shared, interval), expected, "{shared} {interval:?}");
    }
}

fn report_rules() -> ReportRules {
    ReportRules {
        compliance_words: ["决策", "过程", "管理", "审批"].map(str::to_owned).to_vec(),
        outcome_words: ["产出", "效益", "完成", "满意"].map(str::to_owned).to_vec(),
        chars_least: 10,
        outcome_least_bp: 4_000,
        likeness_bp: 4_000,
        passage_least: 6,
        basis: citation(),
        words_basis: citation(),
    }
}

#[test]
fn a_report_is_cut_at_its_headings_and_lower_ones_keep_the_topic_above() {
    let text = "前言一句\n一、项目决策情况\n立项依据充分\n二、过程管理\n(一)资金\n支付合规\n1.合同\n齐全\n三、产出效益\n任务 数量\n四、其他\n无";
    let sections = report_rules().sections(text);
    let told: Vec<(&str, Topic, usize)> = sections
        .iter()
        .map(|one| (one.heading.as_str(), one.topic, one.counts.of(one.topic).chars))
        .collect();
    use Topic::{Compliance, Other, Outcome};
    assert_eq!(
        told,
        [
            ("", Other, 4),
            ("一、项目决策情况", Compliance, 6),
            ("二、过程管理", Compliance, 0),
            ("(一)资金", Compliance, 4),
            ("1.合同", Compliance, 2),
            ("三、产出效益", Outcome, 4),
            ("四、其他", Other, 1),
        ]
    );
}

#[test]
fn a_sentence_counts_as_what_it_tells_and_only_then_as_its_heading() {
    use Topic::{Compliance, Other, Outcome};
    for (sentence, heading, expected) in [
        ("审批手续齐全", Outcome, Compliance),
        ("任务全部完成", Compliance, Outcome),
        ("按管理办法完成任务", Outcome, Outcome),
        ("按管理办法完成任务", Compliance, Compliance),
        ("受益居民满意,任务完成,审批齐全", Compliance, Outcome),
        ("见附表", Other, Other),
    ] {
        assert_eq!(
            report_rules().sentence_topic(sentence, heading),
            expected,
            "{sentence}"
        );
    }
}

#[test]
fn shares_are_counted_in_sentences_and_characters() {
    let text = "一、效益情况\n审批手续齐全。管理到位;受益居民满意。\n二、附件\n见附表。";
    let counts = ReportRules::counts(&report_rules().sections(text));
    let amount = |sentences, chars| Amount { sentences, chars };
    assert_eq!(
        (counts.compliance, counts.outcome, counts.other),
        (amount(2, 10), amount(1, 6), amount(1, 3))
    );
    assert_eq!(counts.outcome_bp(), Some(3_750));
    assert_eq!(TopicCounts::default().outcome_bp(), None);
}

#[test]
fn a_heading_is_about_what_it_names_first() {
    for (heading, expected) in [
        ("项目产出管理", Topic::Outcome),
        ("管理和效益", Topic::Compliance),
        ("项目概况", Topic::Other),
    ] {
        assert_eq!(report_rules().topic(heading), expected, "{heading}");
    }
}

#[test]
fn shared_passages_are_told_once_and_short_ones_and_headings_not() {
    let one =
        "一、资金使用和管理情况\n支付凭证齐全、合同对应。完成。支付凭证齐全,合同对应;其他不同的一句话。";
    let other = "一、资金使用和管理情况\n支付 凭证齐全,合同对应。完成。另一句完全不同。";
    assert_eq!(
        report_rules().shared_passages(one, other),
        ["支付凭证齐全、合同对应"]
    );
}
