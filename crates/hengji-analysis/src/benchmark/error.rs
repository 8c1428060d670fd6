//! Why a benchmark cannot be computed.

use thiserror::Error;

use crate::mixed::MixedError;

/// Why a benchmark cannot be computed; the words tell an official what to mend or to say instead.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum BenchmarkError {
    /// A number that must be positive and finite is not.
    #[error("“{row}”的{what}是 {value},应为正数。请改正该行,或先剔除。 [benchmark-not-positive]")]
    NotPositive {
        /// The row.
        row: String,
        /// Which number.
        what: String,
        /// The value found.
        value: f64,
    },
    /// A number is not finite.
    #[error("第 {row} 个{what}是 {value},不是有限的数。请改正后重算。 [benchmark-not-finite]")]
    NotFinite {
        /// The place, counted from one.
        row: usize,
        /// Which number.
        what: String,
        /// The value found.
        value: f64,
    },
    /// A year has no price index.
    #[error(
        "“{row}”的年度 {year} 没有价格指数,无法折算不变价。请在价格指数表中补上该年度。 [benchmark-price-index-missing]"
    )]
    PriceIndexMissing {
        /// The row.
        row: String,
        /// Its year.
        year: i32,
    },
    /// A row has no year, but prices have to be converted.
    #[error("“{row}”没有年度,无法折算不变价。请补上年度,或不使用价格指数。 [benchmark-year-missing]")]
    YearMissing {
        /// The row.
        row: String,
    },
    /// A year stands twice in the price index.
    #[error("价格指数表中 {year} 年出现了不止一次。请只保留一个。 [benchmark-price-index-twice]")]
    PriceIndexTwice {
        /// The year.
        year: i32,
    },
    /// Nothing to learn from.
    #[error("没有历史数据行,无法建立标杆。请先导入历史项目的数量与金额。 [benchmark-no-history]")]
    NoHistory,
    /// Too few values for the method.
    #[error(
        "只有 {found} 个{what},此方法至少需要 {least} 个。可改用类别平均值并注明样本不足。 [benchmark-too-few]"
    )]
    TooFew {
        /// What is counted.
        what: String,
        /// How many there are.
        found: usize,
        /// How many are needed.
        least: usize,
    },
    /// Two columns have different lengths.
    #[error("{what}有 {found} 个,应为 {expected} 个。请检查是否有缺行。 [benchmark-sizes-differ]")]
    SizesDiffer {
        /// The column.
        what: String,
        /// Its length.
        found: usize,
        /// The length it should have.
        expected: usize,
    },
    /// The columns of a regression cannot be told apart.
    #[error("解释变量之间完全重合,无法分开估计。请去掉其中一个。 [benchmark-columns-redundant]")]
    ColumnsRedundant,
    /// A setting makes no sense.
    #[error("参数“{what}”是 {value},应为{expected}。请检查规则或命令参数。 [benchmark-setting]")]
    Setting {
        /// The setting.
        what: String,
        /// Its value.
        value: f64,
        /// What it should be.
        expected: String,
    },
    /// The mixed model refused.
    #[error(transparent)]
    Mixed(#[from] MixedError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_says_how_to_mend_it_and_ends_with_its_code() {
        let text = || "甲".to_owned();
        let all = [
            BenchmarkError::NotPositive {
                row: text(),
                what: text(),
                value: 0.0,
            },
            BenchmarkError::NotFinite {
                row: 1,
                what: text(),
                value: f64::NAN,
            },
            BenchmarkError::PriceIndexMissing {
                row: text(),
                year: 2020,
            },
            BenchmarkError::YearMissing { row: text() },
            BenchmarkError::PriceIndexTwice { year: 2020 },
            BenchmarkError::NoHistory,
            BenchmarkError::TooFew {
                what: text(),
                found: 1,
                least: 2,
            },
            BenchmarkError::SizesDiffer {
                what: text(),
                found: 1,
                expected: 2,
            },
            BenchmarkError::ColumnsRedundant,
            BenchmarkError::Setting {
                what: text(),
                value: 0.0,
                expected: text(),
            },
            BenchmarkError::Mixed(MixedError::NoRows),
        ];
        let mut codes = std::collections::BTreeSet::new();
        for error in &all {
            let message = error.to_string();
            let code = message
                .rsplit_once('[')
                .and_then(|(_, code)| code.strip_suffix(']'));
            assert!(
                ["请", "可"].iter().any(|word| message.contains(word)),
                "{message}"
            );
            assert!(
                code.is_some_and(|code| codes.insert(code.to_owned())),
                "{message}"
            );
        }
    }
}
