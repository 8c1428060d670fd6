//! 得分 (score) and 权重/分值 (weight): integers in hundredths, never floats.

use std::fmt;

use rust_decimal::Decimal;

use crate::rounding::to_hundredths_half_up;

/// 得分 (score) in hundredths of a point: 857 is 8.57 分.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Score(i32);

/// 分值 (weight) in hundredths of a point. On a form of 100 points this is also the weight in basis points:
/// 1000 is 10 分 or 10 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Weight(i32);

macro_rules! hundredths {
    ($name:ident) => {
        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);

            /// From hundredths of a point.
            pub const fn from_centi(centi: i32) -> Self {
                Self(centi)
            }

            /// Hundredths of a point.
            pub const fn centi(self) -> i32 {
                self.0
            }

            /// From points, rounded half up to hundredths; `None` when out of range.
            pub fn from_points(points: Decimal) -> Option<Self> {
                i32::try_from(to_hundredths_half_up(points)?).ok().map(Self)
            }

            /// Points as an exact decimal with two places.
            pub fn points(self) -> Decimal {
                Decimal::new(i64::from(self.0), 2)
            }

            /// The sum, `None` on overflow.
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }

            /// The sum of many, saturating: used for totals that are compared with 100 points, not stored.
            pub fn total(all: impl IntoIterator<Item = Self>) -> Self {
                all.into_iter()
                    .fold(Self::ZERO, |sum, one| Self(sum.0.saturating_add(one.0)))
            }
        }

        impl fmt::Display for $name {
            /// Points without needless zeros: `10`, `8.57`, `22.5`.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.points().normalize())
            }
        }
    };
}

hundredths!(Score);
hundredths!(Weight);

impl Weight {
    /// The full score that this weight allows.
    pub const fn full_score(self) -> Score {
        Score(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_show_points_without_needless_zeros() {
        for (centi, shown) in [
            (1000, "10"),
            (857, "8.57"),
            (2250, "22.5"),
            (0, "0"),
            (-50, "-0.5"),
        ] {
            assert_eq!(Score::from_centi(centi).to_string(), shown);
        }
    }

    #[test]
    fn points_round_half_up() {
        for (points, centi) in [
            ("6.666", 667),
            ("6.665", 667),
            ("6.664", 666),
            ("0.005", 1),
            ("22.5", 2250),
        ] {
            assert_eq!(
                Weight::from_points(points.parse().unwrap()),
                Some(Weight::from_centi(centi)),
                "{points}"
            );
        }
        assert_eq!(Weight::from_points(Decimal::MAX), None);
    }
}
