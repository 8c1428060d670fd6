//! Sizes of strata: the whole-number allocation is the best there is.

use proptest::prelude::*;

use super::*;
use crate::draw::rule::{Rounding, Selection, Strata};
use crate::number::float;

fn rule(least: usize, total: usize) -> Rule {
    Rule {
        selection: Selection::Equal,
        strata: Strata::Departments(vec![]),
        share_bp: 0,
        least,
        rounding: Rounding::Up,
        total: Some(total),
    }
}

/// The variance of the estimated total amount, `Σ N² (1/n − 1/N) S²`.
fn variance(strata: &[Population<'_>], sizes: &[usize]) -> f64 {
    strata
        .iter()
        .zip(sizes)
        .map(|(stratum, size)| {
            let amounts: Vec<f64> = stratum
                .amounts
                .iter()
                .map(|amount| u32::try_from(*amount).map_or(f64::NAN, f64::from))
                .collect();
            let units = float(amounts.len());
            let mean = amounts.iter().sum::<f64>() / units;
            let spread =
                amounts.iter().map(|amount| (amount - mean).powi(2)).sum::<f64>() / (units - 1.0).max(1.0);
            units * units * (1.0 / float(*size) - 1.0 / units) * spread
        })
        .sum()
}

proptest! {
    #[test]
    fn no_other_allocation_of_the_total_has_a_smaller_variance(
        amounts in proptest::collection::vec(proptest::collection::vec(1_u64..1_000, 2..7), 3), more in 0_usize..12,
    ) {
        let strata: Vec<Population<'_>> = ["甲", "乙", "丙"].into_iter().zip(&amounts)
            .map(|(name, amounts)| Population { name, amounts: amounts.clone() }).collect();
        let most: Vec<usize> = amounts.iter().map(Vec::len).collect();
        let total = (3 + more).min(most.iter().sum());
        let found = sizes(&rule(1, total), &strata).unwrap();
        prop_assert_eq!(found.iter().sum::<usize>(), total);
        let best = variance(&strata, &found);
        for one in 1..=most[0] {
            for other in 1..=most[1] {
                let Some(last) = total.checked_sub(one + other).filter(|last| (1..=most[2]).contains(last)) else {
                    continue;
                };
                let rival = variance(&strata, &[one, other, last]);
                prop_assert!(best <= rival * (1.0 + 1e-9) + 1e-9, "{:?} with {} against {}", found, best, rival);
            }
        }
    }
}

#[test]
fn equal_amounts_leave_the_rest_to_the_number_of_projects() {
    let strata = [
        Population {
            name: "大",
            amounts: vec![5; 30],
        },
        Population {
            name: "小",
            amounts: vec![5; 10],
        },
    ];
    for (total, expected) in [(2, [1, 1]), (4, [3, 1]), (8, [6, 2]), (40, [30, 10])] {
        assert_eq!(sizes(&rule(1, total), &strata).unwrap(), expected, "{total}");
    }
}

#[test]
fn a_stratum_without_anybody_comes_first() {
    let strata = [
        Population {
            name: "参差",
            amounts: vec![1, 900, 5],
        },
        Population {
            name: "齐",
            amounts: vec![5; 3],
        },
    ];
    assert_eq!(sizes(&rule(0, 2), &strata).unwrap(), [1, 1]);
    assert_eq!(sizes(&rule(0, 4), &strata).unwrap(), [3, 1]);
}
