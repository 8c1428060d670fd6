//! 金额单位 (unit of money): cells and options in yuan or in 万元, as whole fen.

use clap::Args;

use crate::Failure;
use crate::table::{Column, Row};

/// In which unit amounts are written.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Unit {
    /// 表中和选项中的金额以万元为单位;不给则以元为单位
    #[arg(long, help_heading = "选项")]
    wan: bool,
}

impl Unit {
    /// Fen in one of the unit.
    const fn parts(self) -> f64 {
        if self.wan { 1_000_000.0 } else { 100.0 }
    }

    /// The name of the unit, for the settings of the answer.
    pub(super) const fn name(self) -> &'static str {
        if self.wan { "wan" } else { "yuan" }
    }

    /// An amount in a cell.
    pub(super) fn cell(self, row: &mut Row<'_>, column: &Column) -> Option<i64> {
        if !self.wan {
            return row.fen(column);
        }
        let value = row.finite(column)?;
        let fen = whole(value * self.parts());
        if fen.is_none() {
            let words = "不是以万元为单位、最多六位小数的金额;请改写。 [cell-not-money]";
            row.note(column, row.cell(column), words);
        }
        fen
    }

    /// An amount in an option.
    ///
    /// # Errors
    ///
    /// [`Failure::Unusable`] for what is no amount.
    pub(super) fn option(self, option: &str, text: &str) -> Result<i64, Failure> {
        let value: Option<f64> = text.replace([',', ' '], "").parse().ok();
        value
            .and_then(|value| whole(value * self.parts()))
            .ok_or_else(|| {
                let unit = if self.wan { "万元" } else { "元" };
                Failure::unusable(format!(
                    "{option} 的“{text}”不是以{unit}为单位、精确到分的金额;请只填数字。 [option-not-money]"
                ))
            })
    }
}

/// A float that stands for a whole number of fen.
fn whole(fen: f64) -> Option<i64> {
    // A decimal in 万元 times a million is off its whole number by rounding only.
    const ROUNDING: f64 = 1e-3;
    let rounded = fen.round();
    let is_whole = fen.is_finite() && (fen - rounded).abs() <= ROUNDING;
    is_whole.then(|| format!("{rounded:.0}").parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_amounts_to_the_fen() {
        for (wan, text, expected) in [
            (false, "8,451.56", Some(845_156)),
            (false, "0", Some(0)),
            (true, "1023.66", Some(1_023_660_000)),
            (true, "0.000001", Some(1)),
            (true, "0.0000001", None),
            (false, "1.005", None),
            (false, "十元", None),
            (false, "NaN", None),
            (false, "1e300", None),
        ] {
            let found = Unit { wan }.option("--pool", text);
            assert_eq!(found.as_ref().ok().copied(), expected, "{text}");
            assert!(found.is_ok() || found.is_err_and(|failure| failure.message().contains("--pool")));
        }
    }
}
