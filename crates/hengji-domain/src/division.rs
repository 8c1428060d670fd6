//! 行政区划 (division) and 预算年度 (budget year): where and when a rule or a record is in force.

use std::fmt;
use std::str::FromStr;

/// 行政区划代码 (division code): the six digits of GB/T 2260, e.g. `330108`.
///
/// The code itself gives the inheritance of rules: 000000 → 330000 → 330100 → 330108.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Division([u8; 6]);

/// Why a text is no division code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}”不是区划代码:应为六位数字,例如 330108。 [division-unreadable]")]
pub struct DivisionError {
    /// What was given.
    pub text: String,
}

impl Division {
    /// The nation, root of the inheritance of rules.
    pub const NATION: Self = Self(*b"000000");

    /// The division and those it inherits rules from, innermost first, the nation last.
    pub fn lineage(self) -> Vec<Self> {
        let [a, b, c, d, ..] = self.0;
        let mut all = vec![
            self,
            Self([a, b, c, d, b'0', b'0']),
            Self([a, b, b'0', b'0', b'0', b'0']),
            Self::NATION,
        ];
        all.dedup();
        all
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("000000")
    }
}

impl FromStr for Division {
    type Err = DivisionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refusal = || DivisionError {
            text: text.to_owned(),
        };
        let code: [u8; 6] = text.as_bytes().try_into().map_err(|_| refusal())?;
        if code.iter().all(u8::is_ascii_digit) {
            Ok(Self(code))
        } else {
            Err(refusal())
        }
    }
}

impl fmt::Display for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// 预算年度 (budget year); in China the calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BudgetYear(u16);

/// Why a number is no budget year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}”不是预算年度:应为 1990 至 2099 的四位数字。 [budget-year-unreadable]")]
pub struct BudgetYearError {
    /// What was given.
    pub text: String,
}

impl BudgetYear {
    /// A year that a budget can have.
    ///
    /// # Errors
    ///
    /// [`BudgetYearError`] outside 1990–2099: such a number is a typing error, not a budget.
    pub fn new(year: u16) -> Result<Self, BudgetYearError> {
        if (1990..=2099).contains(&year) {
            Ok(Self(year))
        } else {
            Err(BudgetYearError {
                text: year.to_string(),
            })
        }
    }

    /// The year as a number.
    pub fn get(self) -> u16 {
        self.0
    }

    /// The year before, where there is one.
    pub fn previous(self) -> Option<Self> {
        Self::new(self.0.saturating_sub(1)).ok()
    }
}

impl FromStr for BudgetYear {
    type Err = BudgetYearError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refusal = || BudgetYearError {
            text: text.to_owned(),
        };
        Self::new(text.parse().map_err(|_| refusal())?).map_err(|_| refusal())
    }
}

impl fmt::Display for BudgetYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_division_inherits_from_city_province_and_nation() {
        let line = |code: &str| {
            let division: Division = code.parse().unwrap();
            division
                .lineage()
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(line("330108"), "330108 330100 330000 000000");
        assert_eq!(line("330100"), "330100 330000 000000");
        assert_eq!(line("330000"), "330000 000000");
        assert_eq!(line("000000"), "000000");
    }

    #[test]
    fn texts_that_are_no_division_or_year_are_refused() {
        for text in ["", "33010", "3301088", "33010a", "三三〇一〇八"] {
            assert!(text.parse::<Division>().is_err(), "{text}");
        }
        for text in ["", "20", "20 17", "20xx", "1989", "2100", "-2020"] {
            assert!(text.parse::<BudgetYear>().is_err(), "{text}");
        }
        assert_eq!("2020".parse::<BudgetYear>().unwrap().get(), 2020);
    }
}
