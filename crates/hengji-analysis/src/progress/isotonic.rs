//! 保序回归 (isotonic regression): the nearest curve that never falls.

/// One block of equal values.
struct Block {
    sum: f64,
    size: f64,
    periods: usize,
}

impl Block {
    fn mean(&self) -> f64 {
        self.sum / self.size
    }
}

/// The nondecreasing sequence nearest to `values` in squares (pooling of adjacent violators).
///
/// Pooling keeps order: if one sequence lies nowhere above another, neither does its result. Quantiles of a profile
/// therefore do not cross by it.
pub(super) fn nondecreasing(values: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<Block> = Vec::with_capacity(values.len());
    for value in values {
        let mut block = Block {
            sum: *value,
            size: 1.0,
            periods: 1,
        };
        while blocks.last().is_some_and(|before| block.mean() < before.mean()) {
            if let Some(before) = blocks.pop() {
                block.sum += before.sum;
                block.size += before.size;
                block.periods += before.periods;
            }
        }
        blocks.push(block);
    }
    blocks
        .iter()
        .flat_map(|block| std::iter::repeat_n(block.mean(), block.periods))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        assert!(
            found
                .iter()
                .zip(expected)
                .all(|(one, other)| (one - other).abs() < 1e-12),
            "{found:?}"
        );
    }

    #[test]
    fn violators_are_pooled_to_their_mean() {
        near(&nondecreasing(&[1.0, 2.0, 3.0]), &[1.0, 2.0, 3.0]);
        near(&nondecreasing(&[1.0, 3.0, 2.0, 4.0]), &[1.0, 2.5, 2.5, 4.0]);
        near(&nondecreasing(&[3.0, 2.0, 1.0]), &[2.0, 2.0, 2.0]);
        near(&nondecreasing(&[]), &[]);
    }

    proptest! {
        #[test]
        fn the_result_never_falls_and_keeps_the_sum(values in prop::collection::vec(0.0..2.0_f64, 0..24)) {
            let found = nondecreasing(&values);
            prop_assert!(found.windows(2).all(|pair| matches!(pair, [low, high] if low <= high)));
            let gap = found.iter().sum::<f64>() - values.iter().sum::<f64>();
            prop_assert!(gap.abs() < 1e-9);
        }

        #[test]
        fn a_higher_curve_stays_higher(pairs in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..24)) {
            let low: Vec<f64> = pairs.iter().map(|(value, _)| *value).collect();
            let high: Vec<f64> = pairs.iter().map(|(value, more)| value + more).collect();
            let (low, high) = (nondecreasing(&low), nondecreasing(&high));
            prop_assert!(low.iter().zip(&high).all(|(low, high)| *low <= high + 1e-12));
        }

        #[test]
        fn no_curve_that_never_falls_is_nearer(
            values in prop::collection::vec(0.0..1.0_f64, 2..12),
            mut other in prop::collection::vec(0.0..1.0_f64, 12),
        ) {
            other.truncate(values.len());
            other.sort_by(f64::total_cmp);
            let distance = |curve: &[f64]| -> f64 { curve.iter().zip(&values).map(|(a, b)| (a - b).powi(2)).sum() };
            prop_assert!(distance(&nondecreasing(&values)) <= distance(&other) + 1e-12);
        }
    }
}
