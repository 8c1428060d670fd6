//! 一致程度 (strength of agreement): a coefficient put into words by the thresholds of the year's rules.

use serde::Serialize;

use super::ranks::Interval;

/// From where on a coefficient of agreement is relied on; the evaluating body sets them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AgreementThresholds {
    /// From here on scores may be used as they are.
    pub fine: f64,
    /// From here on only tentative conclusions are drawn.
    pub tentative: f64,
}

/// What a coefficient allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Scores of different evaluators must not be compared.
    Weak,
    /// Tentative conclusions only.
    Tentative,
    /// Fine.
    Fine,
}

impl AgreementThresholds {
    /// What the coefficient itself allows, and what its lower end still allows: the cautious reading of the two.
    #[must_use]
    pub fn of(self, value: f64, interval: Option<Interval>) -> (Strength, Option<Strength>) {
        (
            self.strength(value),
            interval.map(|interval| self.strength(interval.low)),
        )
    }

    fn strength(self, value: f64) -> Strength {
        if self.fine <= value {
            Strength::Fine
        } else if self.tentative <= value {
            Strength::Tentative
        } else {
            Strength::Weak
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_itself_is_enough_and_just_below_it_is_not() {
        let thresholds = AgreementThresholds {
            fine: 0.8,
            tentative: 0.667,
        };
        let cases = [
            (0.8, Strength::Fine),
            (0.799_999, Strength::Tentative),
            (0.667, Strength::Tentative),
            (0.666_999, Strength::Weak),
            (-0.2, Strength::Weak),
            (f64::NAN, Strength::Weak),
        ];
        for (value, expected) in cases {
            assert_eq!(thresholds.of(value, None), (expected, None), "{value}");
        }
        let wide = Some(Interval { low: 0.4, high: 1.0 });
        assert_eq!(thresholds.of(0.9, wide), (Strength::Fine, Some(Strength::Weak)));
    }
}
