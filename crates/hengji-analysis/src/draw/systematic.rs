//! 等距抽取 (systematic selection): Madow's, and the fixed interval over monetary units that auditors use.
//!
//! Here the order of the list decides who is drawn together with whom, so that whoever orders the list has a hand
//! in the sample. For a public draw take [`draw`](super::draw()); this is for audits that prescribe the interval.

use super::error::DrawError;

/// Sums of probabilities that should meet a whole number miss it by rounding; nearer than this they are it.
const ROUNDING: f64 = 1e-9;

/// Madow's systematic selection (1949): unit `k`, from nought, is drawn where a whole number `j` has
/// `V(k−1) <= start + j < V(k)`, V being the cumulative inclusion probabilities.
///
/// # Errors
///
/// [`DrawError`] for a probability or a start not within nought and one.
pub fn madow(inclusion: &[f64], start: f64) -> Result<Vec<usize>, DrawError> {
    check_probabilities(inclusion)?;
    if !(0.0..1.0).contains(&start) {
        return Err(DrawError::BadFigure {
            what: "起点",
            position: 1,
            value: start,
            expected: "不小于 0 且小于 1",
        });
    }
    Ok(at_start(inclusion, start))
}

/// The joint inclusion probabilities of [`madow`], as a square table.
///
/// # Errors
///
/// As [`madow`].
pub fn madow_joint(inclusion: &[f64]) -> Result<Vec<Vec<f64>>, DrawError> {
    check_probabilities(inclusion)?;
    // Between two neighbouring fractional parts of the cumulative sums the sample does not change.
    let mut cuts: Vec<f64> = cumulative(inclusion)
        .into_iter()
        .map(|end| end - end.floor())
        .collect();
    cuts.extend([0.0, 1.0]);
    cuts.sort_by(f64::total_cmp);
    let mut joint = vec![vec![0.0; inclusion.len()]; inclusion.len()];
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let drawn = at_start(inclusion, f64::midpoint(*from, *to));
        for (at, row) in joint.iter_mut().enumerate().filter(|(at, _)| drawn.contains(at)) {
            for (other, cell) in row.iter_mut().enumerate() {
                if other == at || drawn.contains(&other) {
                    *cell += to - from;
                }
            }
        }
    }
    Ok(joint)
}

/// Fixed-interval selection over the units of value (ISA 530, appendix): item `k`, from nought, is drawn where
/// `V(k−1) < start + j · total / size <= V(k)`.
///
/// The start is the fraction `start.0 / start.1`, so that nothing is rounded: amounts in fen, or ones to select
/// items. An item larger than the interval may be hit more than once and is then named as often.
///
/// # Errors
///
/// [`DrawError`] where nothing can be selected, or the start is not within the first interval.
pub fn fixed_interval(values: &[u64], size: u64, start: (u64, u64)) -> Result<Vec<usize>, DrawError> {
    let total: u128 = values.iter().map(|value| u128::from(*value)).sum();
    if total == 0 || size == 0 {
        return Err(DrawError::ZeroBase);
    }
    let (size, above, below) = (u128::from(size), u128::from(start.0), u128::from(start.1));
    // In parts of 1 / (size · below): the points are at `above · size + j · total · below`.
    let scaled = |value: u128| {
        value
            .checked_mul(size)
            .and_then(|value| value.checked_mul(below.max(1)))
    };
    let (Some(end), Some(first)) = (scaled(total), above.checked_mul(size)) else {
        return Err(DrawError::TotalAmount {
            largest: super::frame::LARGEST_EXACT,
        });
    };
    let interval = end / size;
    if below == 0 || first == 0 || first > interval {
        let value = crate::number::float(usize::try_from(start.0).unwrap_or(usize::MAX))
            / crate::number::float(usize::try_from(start.1).unwrap_or(usize::MAX));
        return Err(DrawError::BadFigure {
            what: "起点",
            position: 1,
            value,
            expected: "大于 0 且不大于间隔",
        });
    }
    let mut drawn = Vec::new();
    let (mut sum, mut point) = (0_u128, first);
    for (at, value) in values.iter().enumerate() {
        sum += u128::from(*value) * size * below;
        while point <= sum {
            drawn.push(at);
            point += interval;
        }
    }
    Ok(drawn)
}

fn at_start(inclusion: &[f64], start: f64) -> Vec<usize> {
    let ends = cumulative(inclusion);
    let begins = std::iter::once(0.0).chain(ends.iter().copied());
    let whole_below = |end: f64| (end - start).ceil();
    begins
        .zip(&ends)
        .enumerate()
        .filter(|(_, (begin, end))| whole_below(*begin) < whole_below(**end))
        .map(|(at, _)| at)
        .collect()
}

/// The running sums, drawn onto a whole number where only rounding keeps them from it.
fn cumulative(inclusion: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums = Vec::with_capacity(inclusion.len());
    for share in inclusion {
        sum += share;
        let whole = f64::round(sum);
        sums.push(if (sum - whole).abs() < ROUNDING {
            whole
        } else {
            sum
        });
    }
    sums
}

/// Refuses probabilities that are none.
pub(super) fn check_probabilities(inclusion: &[f64]) -> Result<(), DrawError> {
    for (position, value) in (1..).zip(inclusion) {
        if !(0.0..=1.0).contains(value) {
            let expected = "在 0 与 1 之间";
            return Err(DrawError::BadFigure {
                what: "入样概率",
                position,
                value: *value,
                expected,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_number_of_hits_is_the_size() {
        let hits = fixed_interval(&[700, 750, 1_000, 900, 6_000], 5, (935, 1)).unwrap();
        assert_eq!(
            hits,
            [1, 3, 4, 4, 4],
            "an item larger than the interval is hit again"
        );
        assert_eq!(fixed_interval(&[5; 10], 10, (5, 1)).unwrap().len(), 10);
    }

    #[test]
    fn refusals_of_a_systematic_selection() {
        assert!(madow(&[0.5, f64::NAN], 0.1).is_err());
        assert!(madow(&[0.5, 1.5], 0.1).is_err());
        assert!(madow(&[0.5, 0.5], 1.0).is_err());
        assert!(fixed_interval(&[], 1, (1, 1)).is_err());
        assert!(fixed_interval(&[5], 0, (1, 1)).is_err());
        for start in [(0, 1), (1, 0), (6, 1)] {
            assert!(fixed_interval(&[5], 1, start).is_err(), "{start:?}");
        }
        assert_eq!(fixed_interval(&[5], 1, (5, 1)), Ok(vec![0]));
    }

    proptest! {
        #[test]
        fn a_systematic_sample_has_its_size_and_probabilities(
            shares in proptest::collection::vec(1_u32..100, 2..20), start in 0.0_f64..1.0,
        ) {
            let sum: f64 = shares.iter().map(|share| f64::from(*share)).sum();
            let largest = shares.iter().copied().max().map_or(1.0, f64::from);
            // As large a whole size as leaves every probability below one.
            let size = (sum / largest).floor().max(1.0);
            let inclusion: Vec<f64> = shares.iter().map(|share| f64::from(*share) * size / sum).collect();
            let drawn = madow(&inclusion, start).unwrap();
            prop_assert!((crate::number::float(drawn.len()) - size).abs() < 1e-9);
            let joint = madow_joint(&inclusion).unwrap();
            for (at, share) in inclusion.iter().enumerate() {
                prop_assert!((joint[at][at] - share).abs() < 1e-6);
                let row: f64 = joint[at].iter().sum();
                prop_assert!((row - size * share).abs() < 1e-6, "a row adds up to n times its probability");
            }
        }
    }
}
