//! Means and places by hand, and every refusal with its code.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::ranking::Ties;
use crate::rule::{Citation, Verification};
use crate::time::working_days::DayCount;
use crate::{Money, NaiveDate, Score, Timestamp};

fn totals(all: &[(i32, i64)]) -> DepartmentTotals {
    let one = |(centi, yuan): &(i32, i64)| (Score::from_centi(*centi), Money::from_fen(yuan * 100));
    all.iter().map(one).collect()
}

const NUMBERS: RankingNumbers = RankingNumbers {
    least: 2,
    first: 1,
    last: 1,
};

fn rules() -> CircularRules {
    CircularRules {
        concluded_bp: 10_000,
        numbers: NUMBERS,
        examples: 5,
        weighing: Weighing::Projects,
        ties: Ties::Skip,
        names_first: true,
        names_last: false,
        parts: CircularPart::ALL.to_vec(),
        commended: vec!["优".into()],
        criticised: vec!["差".into()],
        rectify: DayCount::WorkingDays(20),
        reason_least: 4,
        basis: Arc::new(Citation {
            rule: "spot_evaluation.circular".into(),
            description: "抽评通报".into(),
            division: "000000".parse().unwrap(),
            from: NaiveDate::from_ymd_opt(2015, 1, 1).unwrap(),
            source: "自拟".into(),
            clause: String::new(),
            verification: Verification::Unverified,
        }),
    }
}

#[test]
fn codes_words_and_states_are_one_to_one() {
    for state in CircularState::ALL {
        assert_eq!(CircularState::from_code(state.code()), Some(state));
    }
    assert_eq!(CircularState::from_code("leaked"), None);
    for part in CircularPart::ALL {
        assert_eq!(CircularPart::from_word(part.word()), Some(part));
    }
    for weighing in Weighing::ALL {
        assert_eq!(Weighing::from_word(weighing.word()), Some(weighing));
    }
    assert_eq!(Weighing::from_word("抓阄"), None);
}

#[test]
fn a_mean_by_projects_and_one_by_money_differ_and_round_half_up() {
    let department = totals(&[(9_000, 30), (8_001, 10)]);
    for (weighing, expected) in [(Weighing::Projects, 8_501), (Weighing::Money, 8_750)] {
        assert_eq!(
            weighing.mean(&department),
            Some(Score::from_centi(expected)),
            "{weighing:?}"
        );
    }
    assert_eq!(Weighing::Projects.mean(&[]), None);
    assert_eq!(
        Weighing::Money.mean(&totals(&[(9_000, 0)])),
        None,
        "no money, no weight"
    );
}

#[test]
fn too_few_projects_have_a_mean_and_no_place() {
    let departments = [
        totals(&[(9_500, 1)]),
        totals(&[(9_000, 1), (9_000, 1)]),
        totals(&[(8_000, 1), (8_000, 1)]),
        totals(&[]),
    ];
    let found = rank(&departments, Weighing::Projects, Ties::Skip, NUMBERS);
    let told: Vec<_> = found.iter().map(|one| (one.place, one.mention)).collect();
    assert_eq!(
        told,
        [
            (None, Mention::Neither),
            (Some(1), Mention::First),
            (Some(2), Mention::Last),
            (None, Mention::Neither),
        ]
    );
    assert_eq!(found[0].mean, Some(Score::from_centi(9_500)));
    assert_eq!(found[3].mean, None);
}

#[test]
fn ties_share_a_place_and_a_mention() {
    let of = |centi: i32| totals(&[(centi, 1), (centi, 1)]);
    let departments = [of(9_000), of(9_000), of(8_000), of(7_000), of(7_000)];
    for (ties, places) in [(Ties::Skip, [1, 1, 3, 4, 4]), (Ties::Dense, [1, 1, 2, 3, 3])] {
        let found = rank(&departments, Weighing::Projects, ties, NUMBERS);
        let told: Vec<_> = found.iter().map(|one| one.place.unwrap()).collect();
        assert_eq!(told, places, "{ties:?}");
        let last = found.iter().filter(|one| one.mention == Mention::Last).count();
        assert_eq!(last, 2, "{ties:?}");
    }
    let alone = rank(&[of(9_000)], Weighing::Projects, Ties::Skip, NUMBERS);
    assert_eq!(alone[0].mention, Mention::First, "the only one is not the last");
}

#[test]
fn a_share_of_conclusions_is_enough_from_the_very_number_of_the_rule() {
    let part = CircularRules {
        concluded_bp: 8_000,
        ..rules()
    };
    for (of, concluded, drawn, expected) in [
        (&rules(), 140, 140, true),
        (&rules(), 139, 140, false),
        (&part, 112, 140, true),
        (&part, 111, 140, false),
    ] {
        assert_eq!(of.is_enough(concluded, drawn), expected, "{concluded}/{drawn}");
    }
}

#[test]
fn refusals_say_numbers_and_end_with_their_code() {
    let at = Timestamp::from_micros(0);
    let (drawn, concluded) = (140, 116);
    let known: [(&str, u8); 2] = [("前列", 1), ("末位", 2)];
    let words = ["末位".to_owned(), "倒数".to_owned()];
    let cases = [
        (CircularRefusal::NotBegun, "[circular-not-begun]"),
        (
            CircularRefusal::NotConcluded {
                drawn,
                concluded,
                least_percent: "100".into(),
                waiting: "道路养护等".into(),
            },
            "[circular-not-concluded]",
        ),
        (CircularRefusal::Waiting { edition: 2 }, "[circular-waiting]"),
        (
            CircularState::Issued.may_decide().unwrap_err(),
            "[circular-decided]",
        ),
        (CircularRefusal::SameHand, "[circular-same-hand]"),
        (CircularRefusal::FiguresChanged, "[circular-figures-changed]"),
        (
            rules().reason("退回理由", " 不行 ").unwrap_err(),
            "[circular-reason-short]",
        ),
        (
            CircularState::Replaced.may_receipt().unwrap_err(),
            "[circular-not-in-force]",
        ),
        (
            CircularRefusal::AlreadyReceipted { at },
            "[circular-already-receipted]",
        ),
        (
            CircularRules::chosen("spot_evaluation.circular_named", &words, &known).unwrap_err(),
            "[circular-rule-word]",
        ),
    ];
    for (refusal, code) in cases {
        assert!(refusal.to_string().ends_with(code), "{refusal}");
    }
    let told = CircularRefusal::NotConcluded {
        drawn,
        concluded,
        least_percent: "100".into(),
        waiting: "道路养护等".into(),
    };
    assert!(told.to_string().contains("还有 24 项"), "{told}");
}

#[test]
fn what_may_be_done_depends_on_where_it_stands() {
    for (state, decide, receipt, is_public) in [
        (CircularState::Drafted, true, false, false),
        (CircularState::Returned, false, false, false),
        (CircularState::Issued, false, true, true),
        (CircularState::Replaced, false, false, true),
    ] {
        assert_eq!(state.may_decide().is_ok(), decide, "{state:?}");
        assert_eq!(state.may_receipt().is_ok(), receipt, "{state:?}");
        assert_eq!(state.is_public(), is_public, "{state:?}");
    }
    assert_eq!(rules().reason("理由", " 数字有误 ").unwrap(), "数字有误");
}

fn department() -> impl Strategy<Value = DepartmentTotals> {
    let project = (0..=10_000_i32, 0..=100_000_000_i64);
    proptest::collection::vec(project, 0..12).prop_map(|all| totals(&all))
}

proptest! {
    #[test]
    fn a_mean_lies_between_the_lowest_and_the_highest(department in department()) {
        for weighing in Weighing::ALL {
            let Some(mean) = weighing.mean(&department) else { continue };
            let scores = department.iter().map(|(score, _)| *score);
            prop_assert!(scores.clone().min().unwrap() <= mean);
            prop_assert!(mean <= scores.max().unwrap());
        }
    }

    #[test]
    fn equal_money_weighs_like_projects(scores in proptest::collection::vec(0..=10_000_i32, 1..12), yuan in 1..=1_000_000_i64) {
        let all = totals(&scores.iter().map(|centi| (*centi, yuan)).collect::<Vec<_>>());
        prop_assert_eq!(Weighing::Money.mean(&all), Weighing::Projects.mean(&all));
    }

    #[test]
    fn places_follow_means_and_nobody_is_named_twice(
        departments in proptest::collection::vec(department(), 0..20),
        least in 0..4_u32, first in 0..5_u32, last in 0..5_u32,
    ) {
        for ties in Ties::ALL {
            let numbers = RankingNumbers { least, first, last };
            let found = rank(&departments, Weighing::Projects, ties, numbers);
            prop_assert_eq!(found.len(), departments.len());
            let ranked: Vec<_> = found.iter().filter(|one| one.place.is_some()).collect();
            for one in &ranked {
                for other in &ranked {
                    prop_assert_eq!(one.mean.cmp(&other.mean), other.place.cmp(&one.place));
                }
                prop_assert_eq!(one.mention == Mention::First, one.place.unwrap() <= first);
            }
            for (one, totals) in found.iter().zip(&departments) {
                let enough = usize::try_from(least.max(1)).unwrap() <= totals.len();
                prop_assert_eq!(one.place.is_some(), enough);
                prop_assert!(one.place.is_some() || one.mention == Mention::Neither);
            }
        }
    }
}
