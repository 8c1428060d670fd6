//! 评分宽严 (severity): what an estimate of how strict a scorer is says, in words that rules decide.

use std::sync::Arc;

use crate::rule::Citation;

/// What the rules say of severities.
#[derive(Debug, Clone)]
pub struct SeverityRules {
    /// A scorer with fewer evaluations that somebody else scored too is not judged.
    pub shared_least: u32,
    /// Where the number comes from.
    pub basis: Arc<Citation>,
}

/// What an estimate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeverityVerdict {
    /// 样本不足,不作判断.
    TooFew,
    /// 差异不明显.
    Level,
    /// 偏严.
    Strict,
    /// 偏宽.
    Lenient,
}

impl SeverityVerdict {
    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TooFew => "样本不足,不作判断",
            Self::Level => "差异不明显",
            Self::Strict => "偏严",
            Self::Lenient => "偏宽",
        }
    }
}

impl SeverityRules {
    /// Judges an estimate by its interval, hundredths of a point below the others' mean: only an interval that leaves
    /// nought out says something, and only from enough shared evaluations on.
    pub fn judge(&self, shared: usize, interval_centi: Option<(i32, i32)>) -> SeverityVerdict {
        let enough = usize::try_from(self.shared_least).is_ok_and(|least| least <= shared);
        match interval_centi.filter(|_| enough) {
            None => SeverityVerdict::TooFew,
            Some((low, _)) if 0 < low => SeverityVerdict::Strict,
            Some((_, high)) if high < 0 => SeverityVerdict::Lenient,
            Some(_) => SeverityVerdict::Level,
        }
    }
}
