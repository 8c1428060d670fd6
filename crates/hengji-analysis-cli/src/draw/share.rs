//! 百分数选项 (percentages): a share given on the command line, exact to a hundredth of a per cent.

use std::str::FromStr;

use hengji_analysis::draw::attribute::Share;
use hengji_analysis::draw::hundredths;

/// A share in basis points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Percentage(u32);

/// What is no percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("应为 0% 到 100% 的百分数,最多两位小数,例如 10% 或 0.25% [option-percentage]")]
pub(super) struct NoPercentage;

impl Percentage {
    /// Basis points.
    pub(super) const fn basis_points(self) -> u32 {
        self.0
    }

    /// As a float; 10 % is 0.1.
    pub(super) fn float(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }

    /// As an exact fraction.
    pub(super) fn share(self) -> Option<Share> {
        Share::new(u64::from(self.0), 10_000)
    }
}

impl FromStr for Percentage {
    type Err = NoPercentage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Without the sign 0.1 might mean a tenth or a thousandth; neither is guessed.
        let digits = text.trim().strip_suffix(['%', '\u{ff05}']).ok_or(NoPercentage)?;
        let points = hundredths(digits).and_then(|points| u32::try_from(points).ok());
        points
            .filter(|points| *points <= 10_000)
            .map(Self)
            .ok_or(NoPercentage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_exact_or_refused() {
        for (text, expected) in [
            ("10%", Some(1_000)),
            ("0.25 %", Some(25)),
            ("100%", Some(10_000)),
            ("0%", Some(0)),
            ("5\u{ff05}", Some(500)),
        ] {
            assert_eq!(
                text.parse::<Percentage>().ok().map(Percentage::basis_points),
                expected,
                "{text}"
            );
        }
        for text in ["10", "0.1", "101%", "-1%", "0.125%", "%", ""] {
            assert_eq!(text.parse::<Percentage>(), Err(NoPercentage), "{text}");
        }
    }
}
