//! 精确分数 (exact ratio): what a formula computes with, so that a score depends on the figures alone and never on
//! the order in which somebody rounded.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;

use crate::rounding::div_round_half_up;

/// An exact rational number in lowest terms. Operations that would leave 128 bits give nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    top: i128,
    /// Always above zero.
    bottom: i128,
}

/// How many digits after the point a ratio shows before it is cut off with `…`.
const DIGITS_SHOWN: u32 = 6;

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { top: 0, bottom: 1 };
    /// One.
    pub const ONE: Self = Self { top: 1, bottom: 1 };

    /// `top / bottom`; none for a zero denominator.
    pub fn new(top: i128, bottom: i128) -> Option<Self> {
        if bottom == 0 {
            return None;
        }
        let divisor = gcd(top.checked_abs()?, bottom.checked_abs()?);
        let sign = if bottom < 0 { -1 } else { 1 };
        Some(Self {
            top: (top / divisor).checked_mul(sign)?,
            bottom: (bottom / divisor).checked_mul(sign)?,
        })
    }

    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self {
            top: i128::from(number),
            bottom: 1,
        }
    }

    /// A decimal, exactly.
    pub fn of_decimal(number: Decimal) -> Option<Self> {
        Self::new(number.mantissa(), 10_i128.checked_pow(number.scale())?)
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        let left = self.top.checked_mul(other.bottom)?;
        let right = other.top.checked_mul(self.bottom)?;
        Self::new(left.checked_add(right)?, self.bottom.checked_mul(other.bottom)?)
    }

    /// The difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated()?)
    }

    /// The product.
    pub fn times(self, other: Self) -> Option<Self> {
        Self::new(
            self.top.checked_mul(other.top)?,
            self.bottom.checked_mul(other.bottom)?,
        )
    }

    /// The quotient; none for a zero divisor.
    pub fn over(self, other: Self) -> Option<Self> {
        Self::new(
            self.top.checked_mul(other.bottom)?,
            self.bottom.checked_mul(other.top)?,
        )
    }

    /// The number with the other sign.
    pub fn negated(self) -> Option<Self> {
        Some(Self {
            top: self.top.checked_neg()?,
            bottom: self.bottom,
        })
    }

    /// How it stands to another.
    pub fn compared(self, other: Self) -> Option<Ordering> {
        let left = self.top.checked_mul(other.bottom)?;
        let right = other.top.checked_mul(self.bottom)?;
        Some(left.cmp(&right))
    }

    /// The largest whole number that is not above it.
    pub fn floor(self) -> Self {
        Self {
            top: self.top.div_euclid(self.bottom),
            bottom: 1,
        }
    }

    /// Whether it is zero.
    pub const fn is_zero(self) -> bool {
        self.top == 0
    }

    /// Hundredths, rounded half up; none where they do not fit.
    pub fn hundredths_half_up(self) -> Option<i64> {
        div_round_half_up(self.top.checked_mul(100)?, self.bottom)
    }
}

/// Greatest common divisor of two numbers that are not negative; one where both are zero.
fn gcd(one: i128, other: i128) -> i128 {
    let (mut one, mut other) = (one, other);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one.max(1)
}

impl fmt::Display for Ratio {
    /// The decimal where it ends within six digits, else its beginning followed by `…`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10_i128.pow(DIGITS_SHOWN);
        let Some(scaled) = self.top.checked_mul(scale) else {
            return write!(f, "{}/{}", self.top, self.bottom);
        };
        let digits = scaled / self.bottom;
        match i64::try_from(digits) {
            Ok(digits) => write!(f, "{}", Decimal::new(digits, DIGITS_SHOWN).normalize())?,
            Err(_) => return write!(f, "{}/{}", self.top, self.bottom),
        }
        if scaled % self.bottom == 0 {
            Ok(())
        } else {
            f.write_str("…")
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ratio(top: i128, bottom: i128) -> Ratio {
        Ratio::new(top, bottom).unwrap()
    }

    #[test]
    fn thirds_stay_thirds() {
        let third = ratio(1, 3);
        assert_eq!(
            third.plus(third).and_then(|two| two.plus(third)),
            Some(Ratio::ONE)
        );
        assert_eq!(ratio(2, -6), ratio(-1, 3));
        assert_eq!(ratio(20, 3).hundredths_half_up(), Some(667));
        assert_eq!(ratio(-1, 200).hundredths_half_up(), Some(-1));
        assert_eq!(ratio(-7, 2).floor(), Ratio::whole(-4));
        assert_eq!(Ratio::new(1, 0), None);
        assert_eq!(Ratio::ONE.over(Ratio::ZERO), None);
    }

    #[test]
    fn what_leaves_the_range_is_nothing_and_never_wraps() {
        let huge = ratio(i128::MAX, 1);
        assert_eq!(huge.plus(Ratio::ONE), None);
        assert_eq!(huge.times(huge), None);
        assert_eq!(huge.hundredths_half_up(), None);
    }

    #[test]
    fn a_ratio_shows_as_a_decimal() {
        for (number, shown) in [
            (ratio(1, 4), "0.25"),
            (ratio(2, 3), "0.666666…"),
            (ratio(-5, 1), "-5"),
            (ratio(1050, 1000), "1.05"),
        ] {
            assert_eq!(number.to_string(), shown);
        }
    }

    proptest! {
        #[test]
        fn a_decimal_keeps_its_hundredths(centi in -1_000_000_i64..1_000_000) {
            let ratio = Ratio::of_decimal(Decimal::new(centi, 2)).unwrap();
            prop_assert_eq!(ratio.hundredths_half_up(), Some(centi));
        }

        #[test]
        fn dividing_undoes_multiplying(a in -10_000_i64..10_000, b in 1_i64..10_000) {
            let (a, b) = (Ratio::whole(a), Ratio::whole(b));
            prop_assert_eq!(a.times(b).and_then(|product| product.over(b)), Some(a));
        }
    }
}
