//! 比例选项 (portion): a share given on the command line as 90% or 0.9.

use std::str::FromStr;

/// A share from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Portion(pub(crate) f64);

/// What is no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("应为 0 与 1 之间的小数或百分数,例如 0.9 或 90% [option-portion]")]
pub(crate) struct NoPortion;

impl FromStr for Portion {
    type Err = NoPortion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (digits, whole) = match text.trim().strip_suffix('%') {
            Some(digits) => (digits.trim_end(), 100.0),
            None => (text.trim(), 1.0),
        };
        let share: f64 = digits.parse::<f64>().map_err(|_| NoPortion)? / whole;
        // A bare 90 is most likely a percentage without its sign; to guess that would hide 0.9 meant as 0.9 %.
        (0.0..=1.0)
            .contains(&share)
            .then_some(Self(share))
            .ok_or(NoPortion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_decimal_or_a_percentage() {
        for (text, share) in [
            ("0.9", 0.9),
            ("90%", 0.9),
            (" 5 % ", 0.05),
            ("0", 0.0),
            ("1", 1.0),
            ("100%", 1.0),
        ] {
            assert_eq!(text.parse(), Ok(Portion(share)), "{text}");
        }
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["90", "-1%", "101%", "", "%", "NaN", "九成"] {
            assert_eq!(text.parse::<Portion>(), Err(NoPortion), "{text}");
        }
    }
}
