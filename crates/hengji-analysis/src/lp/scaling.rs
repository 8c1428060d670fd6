//! 量纲 (scaling): powers of two, so that scaled figures are the given ones and nothing is rounded.

/// The power of two that is at most the size of a value; one for zero and for what is no ordinary number.
pub(crate) fn power_of_two(value: f64) -> f64 {
    // A float is a power of two times a fraction: keep the power, drop sign and fraction.
    const POWER: u64 = 0x7ff0_0000_0000_0000;
    let power = f64::from_bits(value.to_bits() & POWER);
    if power.is_normal() { power } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_power_of_two_below_a_value_is_exact() {
        let cases = [
            (1.0, 1.0),
            (-3.0, 2.0),
            (0.3, 0.25),
            (250_000.0, 131_072.0),
            (0.0, 1.0),
            (f64::NAN, 1.0),
            (1e-320, 1.0),
        ];
        for (value, power) in cases {
            assert_eq!(
                power_of_two(value).total_cmp(&power),
                std::cmp::Ordering::Equal,
                "{value}"
            );
        }
    }
}
