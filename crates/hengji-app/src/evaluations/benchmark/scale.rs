//! 规模模型 (scale model): what money like projects needed for a quantity, and where this one stands.

use std::collections::{BTreeMap, BTreeSet};

use hengji_analysis::benchmark::{
    Band, BenchmarkError, EvidenceGrade, Judgement, Plan, Predicted, PriceIndex, Project, ScaleLine,
    ScaleModel, Settings,
};
use hengji_domain::{BudgetYear, Decimal, Money};

use super::number::{float, money, text, wan};
use super::records::Reference;
use super::view::{EvidenceView, FitBand, VerdictView};
use crate::error::AppError;

/// All lines that are compared are of one category: the same kind of project, in the same unit.
const CATEGORY: &str = "同类";

/// A quantity of the project beside its money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) of: &'static str,
    /// What the money is called.
    pub(super) money_name: &'static str,
    pub(super) quantity: Decimal,
    pub(super) money: Money,
}

/// What the line is called and counted in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured<'a> {
    pub(super) line: &'a str,
    pub(super) unit: &'a str,
    pub(super) year: BudgetYear,
    /// Confidence level in percent.
    pub(super) percent: u32,
}

/// What the model says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    pub(super) evidence: EvidenceView,
    pub(super) verdicts: Vec<VerdictView>,
    pub(super) elasticity: Option<String>,
    pub(super) notes: Vec<String>,
    /// Money for one at the common size, by place among the references.
    pub(super) adjusted: BTreeMap<usize, Money>,
    /// Places of the references that were left out as unit errors.
    pub(super) suspected: BTreeSet<usize>,
    /// The line in logarithms of 万元; only with a judgement.
    pub(super) line: Option<ScaleLine>,
}

/// Fits the model to the references and judges the pairs.
pub(super) fn scale(
    references: &[Reference],
    measured: Measured<'_>,
    pairs: &[Pair],
    settings: &Settings,
) -> Result<Scale, AppError> {
    let history: Vec<Project> = references
        .iter()
        .enumerate()
        .map(|(place, one)| project(place.to_string(), &one.line, one.year, one.quantity, one.money))
        .collect();
    let model = match ScaleModel::fit(&history, &PriceIndex::none(), settings) {
        Ok(model) => model,
        Err(BenchmarkError::NoHistory) => return Ok(nothing(measured, pairs, settings)),
        Err(error) => return Err(AppError::fault(error)),
    };
    let mut judged = Vec::new();
    for pair in pairs {
        let plan = Plan {
            project: project(
                pair.of.to_owned(),
                measured.line,
                measured.year,
                pair.quantity,
                pair.money,
            ),
            last_year: None,
        };
        judged.push(model.judge(&plan).map_err(AppError::fault)?);
    }
    let suspected: BTreeSet<usize> = model
        .categories()
        .flat_map(|category| category.unit_errors.iter().map(|error| error.index))
        .collect();
    let notes = model.categories().flat_map(|category| category.notes.clone());
    let Some(first) = judged.first() else {
        return Ok(nothing(measured, pairs, settings));
    };
    let evidence = evidence(first.evidence.grade, first, settings);
    let is_enough = evidence.is_enough;
    let elasticity = first.predicted.as_ref().filter(|_| is_enough);
    let mut adjusted = BTreeMap::new();
    for row in first.comparison.nearest.iter().filter(|_| is_enough) {
        if let (Ok(place), Some(cost)) = (row.name.parse(), row.unit_cost.and_then(each)) {
            adjusted.insert(place, cost);
        }
    }
    let verdicts = pairs
        .iter()
        .zip(&judged)
        .map(|(pair, judgement)| verdict(pair, judgement, measured, is_enough));
    Ok(Scale {
        verdicts: verdicts.collect(),
        elasticity: elasticity.and_then(|said| elasticity_words(said.elasticity)),
        notes: notes.collect(),
        adjusted,
        suspected,
        line: first.line.filter(|_| is_enough),
        evidence,
    })
}

fn project(name: String, line: &str, year: BudgetYear, quantity: Decimal, amount: Money) -> Project {
    Project {
        name,
        indicator_type: line.to_owned(),
        category: CATEGORY.to_owned(),
        region: None,
        year: Some(i32::from(year.get())),
        quantity: float(quantity),
        amount: wan(amount),
    }
}

/// Money for one, from 万元 for one.
fn each(cost: f64) -> Option<Money> {
    money(cost)
}

fn nothing(measured: Measured<'_>, pairs: &[Pair], settings: &Settings) -> Scale {
    let verdict = |pair: &Pair| VerdictView {
        of: pair.of,
        quantity: format!("{}{}", pair.quantity.normalize(), measured.unit),
        money: pair.money,
        band: FitBand::NoJudgement,
        words: "没有可比的项目,不作判断。".to_owned(),
        expected: None,
        implied: None,
    };
    Scale {
        evidence: EvidenceView {
            grade: "无",
            words: counts(0, 0, settings),
            is_enough: false,
        },
        verdicts: pairs.iter().map(verdict).collect(),
        elasticity: None,
        notes: Vec::new(),
        adjusted: BTreeMap::new(),
        suspected: BTreeSet::new(),
        line: None,
    }
}

fn counts(own: usize, all: usize, settings: &Settings) -> String {
    let least = settings.evidence;
    format!(
        "同一指标 {own} 条(须 {} 条),连同同类指标 {all} 条(须 {} 条),够一项即可判断",
        least.own_history, least.category
    )
}

fn evidence(grade: EvidenceGrade, judgement: &Judgement, settings: &Settings) -> EvidenceView {
    let (name, meaning, is_enough) = match grade {
        EvidenceGrade::OwnHistory => ("甲", "同一指标的记录足够", true),
        EvidenceGrade::Category => ("乙", "借助同类指标的记录", true),
        EvidenceGrade::PriorOnly => ("丙", "样本不足", false),
        EvidenceGrade::Nothing => ("无", "没有可比的记录", false),
    };
    let found = judgement.evidence;
    EvidenceView {
        grade: name,
        words: format!(
            "{meaning}:{}",
            counts(found.own_history, found.category, settings)
        ),
        is_enough,
    }
}

fn elasticity_words(elasticity: f64) -> Option<String> {
    let twice = text(2_f64.powf(elasticity))?;
    Some(format!(
        "规模弹性 {}:数量翻一倍,资金通常是原来的 {twice} 倍",
        text(elasticity)?
    ))
}

/// The band as the page names it.
pub(super) const fn fit_band(band: Band) -> FitBand {
    match band {
        Band::InLine => FitBand::InLine,
        Band::AskHigh | Band::AskLow => FitBand::Ask,
        Band::MoneyHigh | Band::MoneyLow => FitBand::Far,
        Band::UnitError => FitBand::UnitError,
        Band::NoJudgement => FitBand::NoJudgement,
    }
}

fn verdict(pair: &Pair, judgement: &Judgement, measured: Measured<'_>, is_enough: bool) -> VerdictView {
    let unit = measured.unit;
    let quantity = format!("{}{unit}", pair.quantity.normalize());
    let predicted = judgement.predicted.as_ref().filter(|_| is_enough);
    let expected = predicted.and_then(expected);
    let implied = predicted.and_then(|said| implied(said, unit));
    VerdictView {
        of: pair.of,
        money: pair.money,
        band: fit_band(judgement.band),
        words: words(pair, judgement, expected, measured),
        quantity,
        expected,
        implied,
    }
}

fn expected(said: &Predicted) -> Option<(Money, Money, Money)> {
    Some((
        money(said.amount)?,
        money(said.range.low?)?,
        money(said.range.high?)?,
    ))
}

fn implied(said: &Predicted, unit: &str) -> Option<String> {
    let target = text(said.implied_target?)?;
    let ends = said.implied_range.low.zip(said.implied_range.high);
    Some(
        match ends.and_then(|(low, high)| Some((text(low)?, text(high)?))) {
            Some((low, high)) => format!("{target}{unit}({low} 至 {high})"),
            None => format!("{target}{unit}(区间无法确定)"),
        },
    )
}

/// One sentence that the unit can answer.
fn words(
    pair: &Pair,
    judgement: &Judgement,
    expected: Option<(Money, Money, Money)>,
    measured: Measured<'_>,
) -> String {
    if judgement.band == Band::UnitError {
        let factor = judgement.unit_factor.and_then(text).unwrap_or_default();
        return format!(
            "{} {} 万元与同等规模的项目相差约 {factor} 倍,请先核对元与万元、数量的单位。",
            pair.money_name, pair.money
        );
    }
    let Some((usual, low, high)) = expected else {
        return "样本不足,不作判断。".to_owned();
    };
    let lead = match judgement.band {
        Band::InLine => "资金与数量相称",
        Band::AskHigh => "资金略多,请说明理由",
        Band::AskLow => "资金略少,请说明如何完成",
        Band::MoneyHigh => "资金偏多或数量偏低,请单位说明",
        Band::MoneyLow => "资金偏少或数量偏高,请单位说明",
        Band::UnitError | Band::NoJudgement => "样本不足,不作判断",
    };
    let far = judgement.predicted.as_ref();
    let far = far.and_then(|said| text(said.z.abs())).unwrap_or_default();
    format!(
        "{lead}:同类项目办 {}{} 通常用 {usual} 万元({}% 区间 {low} 至 {high} 万元),本项目{} {} 万元,偏离 {far} 个标准差。",
        pair.quantity.normalize(),
        measured.unit,
        measured.percent,
        pair.money_name,
        pair.money
    )
}

/// The stable identifier of a band, as rule cases write it.
pub(crate) const fn band_code(band: Band) -> &'static str {
    match band {
        Band::InLine => "in_line",
        Band::AskHigh => "ask_high",
        Band::AskLow => "ask_low",
        Band::MoneyHigh => "money_high",
        Band::MoneyLow => "money_low",
        Band::UnitError => "unit_error",
        Band::NoJudgement => "no_judgement",
    }
}

#[cfg(test)]
mod tests;
