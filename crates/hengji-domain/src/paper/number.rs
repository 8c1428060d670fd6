//! 发文字号 (number of a paper): agency code, year, serial. How it is put together is a dated rule.

use crate::BudgetYear;

/// A pattern such as `区财绩监〔{year}〕{serial}号`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbering {
    before: String,
    between: String,
    after: String,
}

/// Why a pattern numbers nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "文号格式“{pattern}”应先写一次 {{year}} 再写一次 {{serial}},如“区财绩监〔{{year}}〕{{serial}}号”。 [paper-numbering-unreadable]"
)]
pub struct NumberingRefusal {
    /// What was given.
    pub pattern: String,
}

impl Numbering {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// [`NumberingRefusal`] unless year and serial stand in it once each, in this order. Basis: GB/T 9704-2012
    /// 7.2.5: agency code, year, serial.
    pub fn read(pattern: &str) -> Result<Self, NumberingRefusal> {
        let refuse = || NumberingRefusal {
            pattern: pattern.to_owned(),
        };
        let (before, rest) = pattern.split_once("{year}").ok_or_else(refuse)?;
        let (between, after) = rest.split_once("{serial}").ok_or_else(refuse)?;
        let parts = [before, between, after];
        if parts.iter().any(|part| part.contains(['{', '}'])) {
            return Err(refuse());
        }
        let [before, between, after] = parts.map(str::to_owned);
        Ok(Self {
            before,
            between,
            after,
        })
    }

    /// The number of the paper with this serial in this year: whole, without leading zeros.
    pub fn number(&self, year: BudgetYear, serial: u64) -> String {
        let Self {
            before,
            between,
            after,
        } = self;
        format!("{before}{}{between}{serial}{after}", year.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_the_numbers_they_give() {
        let year = BudgetYear::new(2020).unwrap();
        let cases = [
            ("区财绩监〔{year}〕{serial}号", Some("区财绩监〔2020〕7号")),
            ("{year}{serial}", Some("20207")),
            ("区财绩监〔2020〕{serial}号", None),
            ("区财绩监〔{year}〕号", None),
            ("{serial}号〔{year}〕", None),
            ("〔{year}〕{serial}号{serial}", None),
            ("", None),
        ];
        for (pattern, expected) in cases {
            let number = Numbering::read(pattern)
                .ok()
                .map(|numbering| numbering.number(year, 7));
            assert_eq!(number.as_deref(), expected, "{pattern}");
        }
    }
}
