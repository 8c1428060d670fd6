//! What each rule promises, on random claims.

use proptest::prelude::*;

use super::*;

const RULES: [ClaimsRule; 4] = [
    ClaimsRule::Proportional,
    ClaimsRule::EqualAwards,
    ClaimsRule::EqualLosses,
    ClaimsRule::Talmud,
];

fn amounts(awards: &[Award]) -> Vec<i64> {
    awards.iter().map(|award| award.award_fen).collect()
}

#[test]
fn small_shortages_by_hand() {
    let table: &[(ClaimsRule, &[i64], i64, &[i64])] = &[
        (ClaimsRule::EqualAwards, &[100, 200, 300], 200, &[67, 67, 66]),
        (ClaimsRule::EqualAwards, &[100, 200, 300], 600, &[100, 200, 300]),
        (ClaimsRule::EqualLosses, &[100, 200, 300], 100, &[0, 0, 100]),
        (ClaimsRule::EqualLosses, &[0, 5], 0, &[0, 0]),
        (ClaimsRule::Talmud, &[1, 1], 1, &[1, 0]),
        (ClaimsRule::Proportional, &[0, 0], 0, &[0, 0]),
    ];
    for (rule, claims, estate, expected) in table {
        let found = share_claims(claims, *estate, *rule).map(|awards| amounts(&awards));
        assert_eq!(found.as_deref(), Ok(*expected), "{rule:?} {claims:?}");
    }
}

#[test]
fn what_cannot_be_shared_is_refused_with_its_figures() {
    for (claims, estate, code) in [
        (&[][..], 0, "[allocate-nothing]"),
        (&[100][..], 101, "[allocate-no-shortage]"),
        (&[-1][..], 0, "[allocate-money]"),
        (&[1][..], -1, "[allocate-money]"),
        (&[i64::MAX, i64::MAX][..], 1, "[allocate-money]"),
    ] {
        let refusal = share_claims(claims, estate, ClaimsRule::Talmud)
            .err()
            .map(|error| error.to_string());
        assert!(
            refusal.as_deref().is_some_and(|text| text.ends_with(code)),
            "{claims:?}: {refusal:?}"
        );
    }
}

fn problem() -> impl Strategy<Value = (Vec<i64>, i64)> {
    proptest::collection::vec(0_i64..1_000_000_000_000, 1..12).prop_flat_map(|claims| {
        let total: i64 = claims.iter().sum();
        (Just(claims), 0..=total)
    })
}

proptest! {
    #[test]
    fn awards_spend_the_estate_and_stay_within_the_claims((claims, estate) in problem()) {
        for rule in RULES {
            let awards = share_claims(&claims, estate, rule).unwrap();
            prop_assert_eq!(awards.iter().map(|award| award.award_fen).sum::<i64>(), estate);
            for award in &awards {
                prop_assert!((0..=award.claim_fen).contains(&award.award_fen), "{:?} {:?}", rule, award);
                prop_assert_eq!(award.award_fen + award.loss_fen, award.claim_fen);
            }
        }
    }

    #[test]
    fn a_larger_claim_gets_no_less_and_loses_no_less((claims, estate) in problem()) {
        for rule in RULES {
            let awards = share_claims(&claims, estate, rule).unwrap();
            for a in &awards {
                for b in awards.iter().filter(|b| a.claim_fen <= b.claim_fen) {
                    prop_assert!(a.award_fen <= b.award_fen + 1, "{:?}: {:?} {:?}", rule, a, b);
                    prop_assert!(a.loss_fen <= b.loss_fen + 1, "{:?}: {:?} {:?}", rule, a, b);
                }
            }
        }
    }

    #[test]
    fn equal_losses_are_the_dual_of_equal_awards((claims, estate) in problem()) {
        let shortage = claims.iter().sum::<i64>() - estate;
        let kept = share_claims(&claims, estate, ClaimsRule::EqualLosses).unwrap();
        let lost = share_claims(&claims, shortage, ClaimsRule::EqualAwards).unwrap();
        for (kept, lost) in kept.iter().zip(&lost) {
            prop_assert!((kept.loss_fen - lost.award_fen).abs() <= 1, "{:?} {:?}", kept, lost);
        }
    }

    #[test]
    fn proportional_and_talmud_are_their_own_duals((claims, estate) in problem()) {
        let shortage = claims.iter().sum::<i64>() - estate;
        for rule in [ClaimsRule::Proportional, ClaimsRule::Talmud] {
            let kept = share_claims(&claims, estate, rule).unwrap();
            let lost = share_claims(&claims, shortage, rule).unwrap();
            for (kept, lost) in kept.iter().zip(&lost) {
                prop_assert!((kept.loss_fen - lost.award_fen).abs() <= 1, "{:?}: {:?} {:?}", rule, kept, lost);
            }
        }
    }

    #[test]
    fn equal_losses_take_one_level_from_all((claims, estate) in problem()) {
        let awards = share_claims(&claims, estate, ClaimsRule::EqualLosses).unwrap();
        let level = awards.iter().map(|award| award.loss_fen).max().unwrap_or(0);
        for award in &awards {
            prop_assert!((award.loss_fen - award.claim_fen.min(level)).abs() <= 1, "{:?} at {}", award, level);
        }
    }

    #[test]
    fn a_larger_estate_takes_from_nobody((claims, estate) in problem(), more in 0_i64..1_000_000) {
        let larger = (estate + more).min(claims.iter().sum());
        for rule in RULES {
            let before = share_claims(&claims, estate, rule).unwrap();
            let after = share_claims(&claims, larger, rule).unwrap();
            for (before, after) in before.iter().zip(&after) {
                prop_assert!(before.exact <= after.exact + 1e-3, "{:?}: {:?} {:?}", rule, before, after);
            }
        }
    }
}
