//! 指标值 (target value) and 完成值 (actual value): kept verbatim and read into a typed value.
//!
//! Nothing is guessed silently: a text that cannot be read stays a text with the kind `Unreadable`.

pub mod read;

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// 比较符 (comparator) between the actual and the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparator {
    /// ≥, 不低于, 不少于.
    AtLeast,
    /// >, 高于, 大于.
    MoreThan,
    /// =.
    Equal,
    /// <, 低于, 小于.
    LessThan,
    /// ≤, 不超过, 以内.
    AtMost,
    /// A range such as `80-90` or `±3%以内`.
    Between,
    /// A deadline.
    ByDate,
}

impl Comparator {
    /// Every comparator.
    pub const ALL: [Self; 7] = [
        Self::AtLeast,
        Self::MoreThan,
        Self::Equal,
        Self::LessThan,
        Self::AtMost,
        Self::Between,
        Self::ByDate,
    ];

    /// The contract's spelling: `>=` `>` `=` `<` `<=` `between` `by_date`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::MoreThan => ">",
            Self::Equal => "=",
            Self::LessThan => "<",
            Self::AtMost => "<=",
            Self::Between => "between",
            Self::ByDate => "by_date",
        }
    }

    /// The comparator with this spelling.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|comparator| comparator.code() == code)
    }

    /// A smaller actual is better.
    pub const fn is_reverse(self) -> bool {
        matches!(self, Self::LessThan | Self::AtMost)
    }
}

/// What was read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// 数值: an exact decimal in the unit as written.
    Number {
        /// The number as written (`2.66` for 2.66亿元).
        value: Decimal,
    },
    /// 百分数: the number before the sign (95 for 95%); `unit` is `%` or `‰`.
    Percent {
        /// The number before the sign.
        value: Decimal,
    },
    /// 区间: both ends included.
    Range {
        /// Lower end.
        low: Decimal,
        /// Upper end.
        high: Decimal,
    },
    /// 日期或期限: the last day that counts.
    Date {
        /// The last day of what was written (`2023年12月` is 2023-12-31); none where no year can be told.
        due_on: Option<NaiveDate>,
    },
    /// 定性: a phrase.
    Qualitative,
    /// 优良中差四档阈值: at least so much for each grade, best first.
    Tiers {
        /// Name of the grade and its threshold in percent.
        thresholds: Vec<(String, Decimal)>,
    },
    /// 频次: a number for each period (`1次/月`).
    Frequency {
        /// How often.
        value: Decimal,
    },
    /// 复合: several numbers or contents in one cell.
    Compound,
    /// 空白或占位: blank, `无`, `-`, `/`.
    Blank,
    /// 读不出.
    Unreadable,
}

/// A value as written and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueText {
    /// The text, verbatim.
    pub text: String,
    /// What was read.
    pub reading: Reading,
    /// 比较符, as written; never inferred here.
    pub comparator: Option<Comparator>,
    /// 计量单位, as written (`百分比` is normalised to `%`).
    pub unit: Option<String>,
}

/// 指标值 (target value).
pub type TargetValue = ValueText;
/// 完成值 (actual value).
pub type ActualValue = ValueText;

impl ValueText {
    /// The stable kind: number, percent, date, qualitative, tiers, frequency, compound, blank, unreadable.
    pub const fn kind(&self) -> &'static str {
        match self.reading {
            Reading::Number { .. } | Reading::Range { .. } => "number",
            Reading::Percent { .. } => "percent",
            Reading::Date { .. } => "date",
            Reading::Qualitative => "qualitative",
            Reading::Tiers { .. } => "tiers",
            Reading::Frequency { .. } => "frequency",
            Reading::Compound => "compound",
            Reading::Blank => "blank",
            Reading::Unreadable => "unreadable",
        }
    }

    /// The kinds that measure something: what [`ValueText::is_quantified`] says, for queries that count.
    pub const QUANTIFIED_KINDS: [&'static str; 5] = ["number", "percent", "date", "tiers", "frequency"];

    /// The single number that was read, in the unit as written.
    pub const fn number(&self) -> Option<Decimal> {
        match self.reading {
            Reading::Number { value } | Reading::Percent { value } | Reading::Frequency { value } => {
                Some(value)
            }
            _ => None,
        }
    }

    /// Whether the value measures something: a number, a range, a date, tiers or a frequency (量化).
    pub const fn is_quantified(&self) -> bool {
        matches!(
            self.reading,
            Reading::Number { .. }
                | Reading::Percent { .. }
                | Reading::Range { .. }
                | Reading::Date { .. }
                | Reading::Tiers { .. }
                | Reading::Frequency { .. }
        )
    }

    /// Whether nothing was written.
    pub const fn is_blank(&self) -> bool {
        matches!(self.reading, Reading::Blank)
    }
}

impl fmt::Display for ValueText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
