//! Exact division with named rounding. There is no unnamed rounding in Hengji.

use rust_decimal::{Decimal, RoundingStrategy};

/// `numerator / denominator`, rounded half away from zero; `None` when the denominator is zero or the result does not fit.
pub fn div_round_half_up(numerator: i128, denominator: i128) -> Option<i64> {
    if denominator == 0 {
        return None;
    }
    let negative = (numerator < 0) != (denominator < 0);
    let (top, bottom) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let (whole, rest) = (top / bottom, top % bottom);
    // Twice the rest could overflow only above 2^127, where the quotient would not fit into i64 anyway.
    let rounded = if bottom - rest <= rest {
        whole.checked_add(1)?
    } else {
        whole
    };
    let magnitude = i128::try_from(rounded).ok()?;
    i64::try_from(if negative { -magnitude } else { magnitude }).ok()
}

/// A decimal rounded half away from zero to `places` digits after the point (四舍五入).
pub fn round_half_up(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// A decimal as an integer count of hundredths, rounded half up; `None` when it does not fit.
pub fn to_hundredths_half_up(value: Decimal) -> Option<i64> {
    let scaled = value.checked_mul(Decimal::ONE_HUNDRED)?;
    i64::try_from(round_half_up(scaled, 0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        let cases = [
            (5, 10, 1),
            (4, 10, 0),
            (15, 10, 2),
            (-5, 10, -1),
            (-4, 10, 0),
            (2, 3, 1),
            (1, 3, 0),
            (7, -2, -4),
        ];
        for (top, bottom, expected) in cases {
            assert_eq!(div_round_half_up(top, bottom), Some(expected), "{top}/{bottom}");
        }
        assert_eq!(div_round_half_up(1, 0), None);
        assert_eq!(div_round_half_up(i128::MAX, 1), None);
    }

    proptest::proptest! {
        #[test]
        fn the_rounded_quotient_is_within_half_a_divisor(top in -1_000_000_000_i64..1_000_000_000, bottom in 1_i64..1_000_000) {
            let quotient = div_round_half_up(top.into(), bottom.into()).unwrap();
            let off = (i128::from(quotient) * i128::from(bottom) - i128::from(top)).abs() * 2;
            assert!(off <= i128::from(bottom));
        }
    }
}
