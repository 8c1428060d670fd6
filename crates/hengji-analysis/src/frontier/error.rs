//! 前沿分析的错误 (frontier errors): what is wrong with a table of units or a question about it, and how to mend it.

use std::fmt;

/// Which half of the table a column belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 投入: money, staff.
    Input,
    /// 产出: what was achieved.
    Output,
}

impl fmt::Display for Side {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Input => "投入",
            Self::Output => "产出",
        })
    }
}

/// Why a frontier cannot be computed. Columns and rows are counted from one, as in a workbook.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FrontierError {
    /// There is nothing to compare.
    #[error("表中没有单位。请至少提供一行数据,并检查表头之后是否为空。 [frontier-no-units]")]
    NoUnits,
    /// Names, inputs and outputs are not of one length.
    #[error(
        "单位名称 {names} 个,投入 {inputs} 行,产出 {outputs} 行,三者应相等。请检查是否漏行。 [frontier-sizes-differ]"
    )]
    SizesDiffer {
        /// Number of names.
        names: usize,
        /// Number of rows of inputs.
        inputs: usize,
        /// Number of rows of outputs.
        outputs: usize,
    },
    /// A table without inputs or without outputs compares nothing.
    #[error("没有{side}列。效率是产出与投入之比,两者各至少需要一列。 [frontier-no-columns]")]
    NoColumns {
        /// What is missing.
        side: Side,
    },
    /// A row is longer or shorter than the first one.
    #[error(
        "单位“{unit}”有 {found} 列{side},首行有 {expected} 列。请补齐或删去多余的列。 [frontier-row-size]"
    )]
    RowSize {
        /// The unit of the row.
        unit: String,
        /// Which half of the row.
        side: Side,
        /// Columns found.
        found: usize,
        /// Columns of the first row.
        expected: usize,
    },
    /// Not a number, or infinite.
    #[error(
        "单位“{unit}”的{side}第 {column} 列不是有限的数。请填写数值;缺数的单位应先剔除并说明。 [frontier-not-finite]"
    )]
    NotFinite {
        /// The unit.
        unit: String,
        /// The half of the table.
        side: Side,
        /// The column, from one.
        column: usize,
    },
    /// Radial models have no meaning for negative figures.
    #[error(
        "单位“{unit}”的{side}第 {column} 列为 {value},不应为负。请改用非负的口径(如把净额拆为收与支)。 [frontier-negative]"
    )]
    Negative {
        /// The unit.
        unit: String,
        /// The half of the table.
        side: Side,
        /// The column, from one.
        column: usize,
        /// The figure.
        value: f64,
    },
    /// A method that divides by the figure met a zero.
    #[error(
        "单位“{unit}”的{side}第 {column} 列为 {value},{method}要求为正。请剔除该列或该单位,或改用径向模型。 [frontier-not-positive]"
    )]
    NotPositive {
        /// The unit.
        unit: String,
        /// The half of the table.
        side: Side,
        /// The column, from one.
        column: usize,
        /// The figure.
        value: f64,
        /// The method in Chinese, as it stands in a sentence.
        method: &'static str,
    },
    /// Two rows carry one name.
    #[error(
        "单位“{name}”在第 {first} 行和第 {second} 行重复。请合并,或在名称后加以区分。 [frontier-duplicate-unit]"
    )]
    DuplicateUnit {
        /// The name.
        name: String,
        /// The first row, from one.
        first: usize,
        /// The second row, from one.
        second: usize,
    },
    /// All figures of one half of a row are zero.
    #[error("单位“{unit}”的{side}全部为 0,无法与其他单位相比。请核对数据,或剔除该单位。 [frontier-all-zero]")]
    AllZero {
        /// The unit.
        unit: String,
        /// The half of the table.
        side: Side,
    },
    /// A setting names a column that is not there, or names one twice.
    #[error(
        "设置中的{side}第 {column} 列不存在或重复指定(共 {count} 列)。请检查“不可控”列的设置。 [frontier-unknown-column]"
    )]
    UnknownColumn {
        /// The half of the table.
        side: Side,
        /// The column, from one.
        column: usize,
        /// How many there are.
        count: usize,
    },
    /// Every column of the radial side is out of the unit's hands, or zero for this unit.
    #[error(
        "单位“{unit}”没有可以按比例调整的{side}:可控的{side}列全部为 0 或都被设为不可控。请至少留一列为正的可控{side}。 [frontier-nothing-to-scale]"
    )]
    NothingToScale {
        /// The unit.
        unit: String,
        /// The half of the table.
        side: Side,
    },
    /// The reference set has other columns than the evaluated units.
    #[error(
        "参照单位有 {reference_inputs} 列投入、{reference_outputs} 列产出,被评单位有 {inputs} 列投入、{outputs} 列产出,应一致。 [frontier-columns-differ]"
    )]
    ColumnsDiffer {
        /// Inputs of the reference.
        reference_inputs: usize,
        /// Outputs of the reference.
        reference_outputs: usize,
        /// Inputs of the evaluated units.
        inputs: usize,
        /// Outputs of the evaluated units.
        outputs: usize,
    },
    /// More units than the caller allows.
    #[error(
        "共 {units} 个单位,本次上限为 {most} 个:计算量随单位数的平方增长。请按类别或地区分组后再算。 [frontier-too-many-units]"
    )]
    TooManyUnits {
        /// Units in the table.
        units: usize,
        /// The limit that was set.
        most: usize,
    },
    /// A directional distance that leads nowhere.
    #[error(
        "方向距离的方向必须是不为负的有限数,且至少有一项为正。请给出投入、产出、非期望产出各按自身多大比例变动。 [frontier-no-direction]"
    )]
    NoDirection,
    /// Bounds on prices that no price keeps.
    #[error(
        "权重约束的下限 {least} 和上限 {most} 必须是不为负的有限数,且下限不大于上限。请核对。 [frontier-weight-bound]"
    )]
    WeightBound {
        /// The lower end.
        least: f64,
        /// The upper end.
        most: f64,
    },
    /// Prices that do not fit the columns.
    #[error(
        "应为每一列{side}给出一个正的价格,共 {expected} 个,实际 {found} 个或有非正的数。 [frontier-prices]"
    )]
    Prices {
        /// The half of the table.
        side: Side,
        /// Columns of that half.
        expected: usize,
        /// Prices given.
        found: usize,
    },
}
