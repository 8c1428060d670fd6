//! 最后一个名次的代价 (price of the last rank): what the first place costs at least, and what it cost really.
//!
//! For "高成本 + 区县第一". On the frontier under variable returns c(y) is the least money that delivers y with
//! the unit's other inputs. What the output of the first place costs beyond that of the second is then c(y1) − c(y2): a
//! figure that no ranking shows, and that grows steeply where returns to scale have run out.

use serde::Serialize;

use super::Units;
use super::mixture::{Bounds, End, Optimum, optimum};
use crate::lp::Certificate;

/// Beside whom the first place is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    /// The best unit that delivers less.
    Second,
    /// The unit in the middle of the table by this output; the lower of two.
    Median,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LastRankQuestion {
    /// The input that is money, by column from zero.
    pub money: usize,
    /// The output by which units are ranked, by column from zero.
    pub output: usize,
    /// Beside whom.
    pub beside: Beside,
}

/// The price of the first place for one unit that holds it. Money is in the unit of its column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LastRank {
    /// The unit at the first place; several may share it.
    pub first: usize,
    /// The unit beside which it is put; of several with the same output the cheapest.
    pub beside: usize,
    /// d, by how much more the first delivers.
    pub more_output: f64,
    /// X, what that costs at least on the frontier: c(y1) − c(y2).
    pub least_money: f64,
    /// Y, how much more the first really spent than the other; negative if it spent less.
    pub really_more_money: f64,
    /// c(y1), the least money for what the first delivers. What it spent beyond this is its own.
    pub frontier_money_first: f64,
    /// c(y2), the least money for the output of the other, all else as the first has it.
    pub frontier_money_beside: f64,
    /// Proof of c(y1).
    pub certificate_first: Certificate,
    /// Proof of c(y2).
    pub certificate_beside: Certificate,
}

impl LastRank {
    /// The result as a sentence, with figures to two decimals; `money` and `output` are the units of measure, as
    /// 万元 and 人次.
    #[must_use]
    pub fn sentence(&self, units: &Units, money: &str, output: &str) -> String {
        let (first, beside) = (units.name(self.first), units.name(self.beside));
        let (more, least, really) = (self.more_output, self.least_money, self.really_more_money);
        let spent = if really < 0.0 { "少花" } else { "多花" };
        let really = really.abs();
        format!(
            "“{first}”比“{beside}”多出 {more:.2} {output},前沿上至少要 {least:.2} {money},实际{spent} {really:.2} {money}。"
        )
    }
}

/// Why there is no price of the last rank.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LastRankError {
    /// The money or the output is not a column of the table.
    #[error("没有第 {column} 列{side}(共 {count} 列)。请检查列的序号。 [last-rank-column]")]
    Column {
        /// The column, from one.
        column: usize,
        /// 投入 or 产出.
        side: &'static str,
        /// How many there are.
        count: usize,
    },
    /// Nobody delivers less than the first.
    #[error("{units} 个单位的该项产出全部相同,没有名次可比。请换一项产出。 [last-rank-all-equal]")]
    AllEqual {
        /// Number of units.
        units: usize,
    },
    /// A program has no answer.
    #[error("单位“{unit}”的最低成本未能求出。请核对该行数据的数量级。 [last-rank-unsolved]")]
    Unsolved {
        /// The unit.
        unit: String,
    },
}

/// The price of the first place for every unit that holds it, beside the second or the median.
///
/// ```
/// use hengji_analysis::frontier::{Beside, LastRankQuestion, Units, last_rank};
///
/// // 五个区的城管考核: 投入 (万元), 考核得分.
/// let names = ["甲区", "乙区", "丙区", "丁区", "戊区"].map(str::to_owned).to_vec();
/// let money = [1200.0, 700.0, 500.0, 400.0, 650.0].map(|cell| vec![cell]).to_vec();
/// let score = [96.0, 95.0, 93.0, 90.0, 92.0].map(|cell| vec![cell]).to_vec();
/// let units = Units::new(names, money, score)?;
/// let question = LastRankQuestion { money: 0, output: 0, beside: Beside::Second };
/// let found = last_rank(&units, question)?;
/// assert_eq!(
///     found[0].sentence(&units, "万元", "分"),
///     "“甲区”比“乙区”多出 1.00 分,前沿上至少要 500.00 万元,实际多花 500.00 万元。"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`LastRankError`] if a column is not there, if nobody delivers less than the first, or if a program is not solved.
pub fn last_rank(units: &Units, question: LastRankQuestion) -> Result<Vec<LastRank>, LastRankError> {
    let column = |column: usize, side, count: usize| match column < count {
        true => Ok(()),
        false => Err(LastRankError::Column {
            column: column + 1,
            side,
            count,
        }),
    };
    column(question.money, "投入", units.input_count())?;
    column(question.output, "产出", units.output_count())?;
    let ranked = ranked(units, question);
    let output = |unit: &usize| units.output(question.output).get(*unit).copied().unwrap_or(0.0);
    let top = ranked.first().map_or(0.0, output);
    let equal = LastRankError::AllEqual { units: units.len() };
    let below: Vec<usize> = ranked.iter().copied().filter(|unit| output(unit) < top).collect();
    let second = below.first().copied().ok_or(equal.clone())?;
    let beside = match question.beside {
        Beside::Second => second,
        Beside::Median => ranked
            .get(ranked.len() / 2)
            .copied()
            .filter(|unit| output(unit) < top)
            .ok_or(equal)?,
    };
    ranked
        .iter()
        .take_while(|unit| top <= output(unit))
        .map(|first| price(units, question, *first, beside))
        .collect()
}

/// Units by output from the highest, then by money from the least, then as they stand in the table.
fn ranked(units: &Units, question: LastRankQuestion) -> Vec<usize> {
    let mut ranked: Vec<(usize, (f64, f64))> = units
        .output(question.output)
        .iter()
        .copied()
        .zip(units.input(question.money).iter().copied())
        .enumerate()
        .collect();
    ranked.sort_by(|(_, a), (_, b)| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    ranked.into_iter().map(|(unit, _)| unit).collect()
}

fn price(
    units: &Units,
    question: LastRankQuestion,
    first: usize,
    beside: usize,
) -> Result<LastRank, LastRankError> {
    let cell = |column: &[f64], unit: usize| column.get(unit).copied().unwrap_or(0.0);
    let (money, output) = (units.input(question.money), units.output(question.output));
    let cost = |output: f64| {
        least_money(units, question, first, output).ok_or_else(|| LastRankError::Unsolved {
            unit: units.name(first).to_owned(),
        })
    };
    let (high, low) = (cost(cell(output, first))?, cost(cell(output, beside))?);
    Ok(LastRank {
        first,
        beside,
        more_output: cell(output, first) - cell(output, beside),
        // More output never costs less on the frontier; a last digit below zero would print as a saving.
        least_money: (high.value - low.value).max(0.0),
        really_more_money: cell(money, first) - cell(money, beside),
        frontier_money_first: high.value,
        frontier_money_beside: low.value,
        certificate_first: high.certificate,
        certificate_beside: low.certificate,
    })
}

/// c(y): the least money of a composed unit with so much of the ranked output, the other columns as `unit` has them.
fn least_money(units: &Units, question: LastRankQuestion, unit: usize, output: f64) -> Option<Optimum> {
    let inputs = units.inputs_of(unit).enumerate();
    let outputs = units.outputs_of(unit).enumerate();
    let bounds = Bounds {
        inputs: inputs
            .map(|(column, cell)| (column != question.money).then_some(cell))
            .collect(),
        outputs: outputs
            .map(|(column, cell)| if column == question.output { output } else { cell })
            .collect(),
        whole: true,
    };
    optimum(units, &bounds, End::Least, units.input(question.money))
}

#[cfg(test)]
mod tests;
