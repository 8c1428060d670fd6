//! 集中度 (concentration): what an index of a year says, in words that rules decide.

use std::sync::Arc;

use crate::rule::Citation;

/// What the rules say of the index.
#[derive(Debug, Clone)]
pub struct ConcentrationRules {
    /// Fewer cases than this say nothing.
    pub cases_least: u32,
    /// From here the work is unevenly spread, basis points of the index.
    pub watch_bp: u32,
    /// From here it is in few hands, basis points of the index.
    pub high_bp: u32,
    /// Where the numbers come from.
    pub basis: Arc<Citation>,
}

/// What an index says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConcentrationVerdict {
    /// 样本不足,不作判断.
    TooFew,
    /// 分散.
    Spread,
    /// 偏集中.
    Uneven,
    /// 高度集中.
    Concentrated,
}

impl ConcentrationVerdict {
    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TooFew => "样本不足,不作判断",
            Self::Spread => "分散",
            Self::Uneven => "偏集中",
            Self::Concentrated => "高度集中",
        }
    }
}

impl ConcentrationRules {
    /// Judges an index of so many cases; none is an index of nothing.
    pub fn judge(&self, cases: usize, index_bp: Option<u32>) -> ConcentrationVerdict {
        let enough = usize::try_from(self.cases_least).is_ok_and(|least| least <= cases);
        match index_bp.filter(|_| enough) {
            None => ConcentrationVerdict::TooFew,
            Some(index) if self.high_bp <= index => ConcentrationVerdict::Concentrated,
            Some(index) if self.watch_bp <= index => ConcentrationVerdict::Uneven,
            Some(_) => ConcentrationVerdict::Spread,
        }
    }
}
