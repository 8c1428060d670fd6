//! The few conversions between counts and floats, so that no module needs a cast.

/// A count as a float; exact up to 2^53, far above any table read here.
pub(crate) fn float(count: usize) -> f64 {
    u32::try_from(count).map_or_else(
        |_| {
            let (high, low) = (count >> 32, count & 0xffff_ffff);
            // Both halves fit 32 bits.
            f64::from(u32::try_from(high).unwrap_or(u32::MAX)) * 4_294_967_296.0
                + f64::from(u32::try_from(low).unwrap_or(u32::MAX))
        },
        f64::from,
    )
}

/// The whole part of a float that is neither negative nor above 2^53, as a count; nothing otherwise.
pub(crate) fn count(value: f64) -> Option<usize> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !(0.0..=EXACT).contains(&value) {
        return None;
    }
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "The range was just checked, and the standard library has no other way from float to integer."
    )]
    Some(value.trunc() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_becomes_a_float_and_comes_back() {
        for value in [
            0,
            1,
            140,
            1_400,
            4_294_967_295,
            4_294_967_296,
            9_007_199_254_740_992,
        ] {
            assert_eq!(count(float(value)), Some(value), "{value}");
        }
    }

    #[test]
    fn what_is_no_count_is_refused() {
        for value in [-1.0, -0.5, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(count(value), None, "{value}");
        }
        assert_eq!(count(2.999), Some(2), "only the whole part counts");
    }
}
