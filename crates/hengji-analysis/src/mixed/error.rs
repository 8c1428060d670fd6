//! Why a mixed model cannot be fitted.

use thiserror::Error;

/// Why a mixed model cannot be fitted; the words tell an official what to do instead.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum MixedError {
    /// No rows.
    #[error("没有数据行,无法估计。请先导入至少两行数据。 [mixed-no-rows]")]
    NoRows,
    /// A column has another length than the response.
    #[error("{what}有 {found} 个数,应与数据行数 {rows} 一致。请检查是否有缺行。 [mixed-sizes-differ]")]
    SizesDiffer {
        /// The column.
        what: String,
        /// Its length.
        found: usize,
        /// The number of rows.
        rows: usize,
    },
    /// A number is not finite.
    #[error("第 {row} 行的{what}是 {value},不是有限的数。请改正该行,或先剔除。 [mixed-not-finite]")]
    NotFinite {
        /// The column.
        what: String,
        /// The row, counted from one.
        row: usize,
        /// The value found.
        value: f64,
    },
    /// A level lies outside its factor.
    #[error(
        "第 {row} 行的“{factor}”编号是 {level},但该因素只有 {count} 个水平(从 0 编号)。 [mixed-level-unknown]"
    )]
    LevelUnknown {
        /// The factor.
        factor: String,
        /// The row, counted from one.
        row: usize,
        /// The level found.
        level: usize,
        /// The number of levels.
        count: usize,
    },
    /// Too few rows for the fixed effects.
    #[error(
        "只有 {rows} 行,固定效应已有 {columns} 个,没有余量估计方差。请增加数据,或改用类别先验。 [mixed-too-few-rows]"
    )]
    TooFewRows {
        /// The number of rows.
        rows: usize,
        /// The number of fixed effects.
        columns: usize,
    },
    /// A fixed effect is a combination of the ones before it.
    #[error("第 {column} 个固定效应与前面的完全重合,无法分开估计。请去掉其中一个。 [mixed-column-redundant]")]
    ColumnRedundant {
        /// The column, counted from one.
        column: usize,
    },
    /// Every row has its own level, so a random effect cannot be told from the residual.
    #[error(
        "“{factor}”几乎每行一个水平(共 {rows} 行、{used} 个水平),与残差无法区分。请合并水平,或去掉该因素。 [mixed-factor-is-residual]"
    )]
    FactorIsResidual {
        /// The factor.
        factor: String,
        /// The number of rows.
        rows: usize,
        /// The number of levels that have rows.
        used: usize,
    },
    /// More than one factor carries a slope.
    #[error("有 {found} 个因素带随机斜率,最多支持一个。请只保留最要紧的一个。 [mixed-many-slopes]")]
    ManySlopes {
        /// The number of factors with a slope.
        found: usize,
    },
    /// The dense part of the equations would be too large.
    #[error(
        "除最大的因素外,其余因素共有 {levels} 个水平,超过可计算的 {limit} 个。请合并水平或分类别计算。 [mixed-too-many-levels]"
    )]
    TooManyLevels {
        /// The number of levels outside the largest factor.
        levels: usize,
        /// The largest number that is computed.
        limit: usize,
    },
    /// The model leaves no residual at all.
    #[error(
        "模型与全部 {rows} 行数据完全吻合,残差为零,无法估计方差。请检查数据是否由公式生成或重复。 [mixed-no-residual]"
    )]
    NoResidual {
        /// The number of rows.
        rows: usize,
    },
}
