//! 集中度 (concentration): how much of the work a few institutions have.

/// The Herfindahl–Hirschman index: the sum of the squared shares, 1/n if n share alike, 1 if one has all.
///
/// Nothing if there is nothing to share; amounts that are negative or no number count as zero.
#[must_use]
pub fn concentration(amounts: &[f64]) -> Option<f64> {
    let counted = || {
        amounts
            .iter()
            .copied()
            .filter(|amount| amount.is_finite() && 0.0 < *amount)
    };
    let largest = counted().fold(0.0, f64::max);
    // Amounts are taken relative to the largest so that their sum cannot overflow.
    let sum: f64 = counted().map(|amount| amount / largest).sum();
    (0.0 < sum).then(|| {
        counted()
            .map(|amount| (amount / largest / sum) * (amount / largest / sum))
            .sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concentration_runs_from_equal_parts_to_one() {
        for (amounts, expected) in [
            (&[5.0, 5.0, 5.0, 5.0][..], Some(0.25)),
            (&[7.0, 0.0][..], Some(1.0)),
            (&[3.0, 1.0][..], Some(0.625)),
            (&[f64::MAX, f64::MAX, f64::NAN, -1.0][..], Some(0.5)),
            (&[0.0][..], None),
            (&[][..], None),
        ] {
            let found = concentration(amounts);
            assert_eq!(found.is_some(), expected.is_some(), "{amounts:?}");
            assert!(
                (found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-12,
                "{amounts:?}: {found:?}"
            );
        }
    }
}
