//! What makes a check of data impossible or meaningless.

/// Why there is no answer: what is wrong, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum HygieneError {
    /// A threshold outside its range.
    #[error("{name}为 {value},不可用:应在 {low} 与 {high} 之间。 [hygiene-setting]")]
    Setting {
        /// Which number, in Chinese.
        name: &'static str,
        /// The number given.
        value: f64,
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// A value that is no number.
    #[error("第 {row} 行的{what}为 {value},不是可用的数。请核对或删去这一行。 [hygiene-number]")]
    Number {
        /// What is read, in Chinese.
        what: &'static str,
        /// The row, from 1.
        row: usize,
        /// The value.
        value: f64,
    },
    /// Nothing to look at.
    #[error("没有可以检查的{what}。请先导入数据。 [hygiene-empty]")]
    Empty {
        /// What is missing, in Chinese.
        what: &'static str,
    },
    /// Too few payments for first digits.
    #[error(
        "只有 {n} 笔大于 0 的金额,首位数字检查至少要 {least} 笔;而且只适用于支付金额,不适用于目标值和得分。\
         请合并更长时期的支付,或不作此项检查。 [hygiene-digits-few]"
    )]
    TooFewPayments {
        /// Payments above zero.
        n: usize,
        /// Payments needed.
        least: usize,
    },
    /// Payments within too narrow a range.
    #[error(
        "金额在 {smallest} 与 {largest} 之间,只跨 {orders:.2} 个数量级,首位数字检查至少要 {least} 个;\
         而且只适用于支付金额,不适用于目标值和得分。金额有限额或档次时不作此项检查。 [hygiene-digits-narrow]"
    )]
    TooNarrow {
        /// Smallest amount above zero.
        smallest: f64,
        /// Largest amount.
        largest: f64,
        /// Orders of magnitude between them.
        orders: f64,
        /// Orders of magnitude needed.
        least: f64,
    },
    /// So many texts of one mould that comparing them all would take too long.
    #[error(
        "{texts} 条文本里有 {comparisons} 对要逐对比较,超过上限 {most} 对,多半是同一个模板。\
         请提高相似度起点,或按部门、类别分开检查。 [hygiene-texts-many]"
    )]
    TooManyComparisons {
        /// Texts given.
        texts: usize,
        /// Pairs to be compared.
        comparisons: usize,
        /// Pairs allowed.
        most: usize,
    },
    /// More confirmed than looked into.
    #[error("检查“{check}”查实 {confirmed} 件,多于查看的 {examined} 件。请核对登记。 [hygiene-precision]")]
    Precision {
        /// The check.
        check: String,
        /// Cases looked into.
        examined: usize,
        /// Cases confirmed.
        confirmed: usize,
    },
}

/// Refuses a setting outside its range; not-a-number is outside every range.
pub(super) fn within(name: &'static str, value: f64, low: f64, high: f64) -> Result<f64, HygieneError> {
    if (low..=high).contains(&value) {
        Ok(value)
    } else {
        Err(HygieneError::Setting {
            name,
            value,
            low,
            high,
        })
    }
}

/// Refuses a list with a value that is no number, naming its row.
pub(super) fn finite(what: &'static str, values: &[f64]) -> Result<(), HygieneError> {
    match (1..).zip(values).find(|(_, value)| !value.is_finite()) {
        None => Ok(()),
        Some((row, value)) => Err(HygieneError::Number {
            what,
            row,
            value: *value,
        }),
    }
}
