//! 判断 (judgement): one planned pair of target and money beside what the history says.

use serde::Serialize;

use super::category::FitMethod;
use super::comparison::{Comparison, Placed, comparison};
use super::error::BenchmarkError;
use super::history::Project;
use super::line::{Range, ScaleLine};
use super::model::ScaleModel;
use super::stretch::{LastYear, Stretch, stretch};
use super::verdict::verdict;

/// A planned project: its target is the quantity, its money the amount.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// The plan as a project.
    pub project: Project,
    /// What was reached and spent last year, if the plan continues something.
    pub last_year: Option<LastYear>,
}

/// How much history a judgement rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceGrade {
    /// 甲: enough history of its own type.
    OwnHistory,
    /// 乙: enough history in its category.
    Category,
    /// 丙, 仅类别先验: what the category suggests, too little for a judgement.
    PriorOnly,
    /// Nothing to compare with.
    Nothing,
}

/// The rows that a judgement rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// How much that is.
    pub grade: EvidenceGrade,
    /// Rows in use of the same type.
    pub own_history: usize,
    /// Rows in use of the category.
    pub category: usize,
    /// How the line was found.
    pub method: FitMethod,
}

/// Where an amount stands against its prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 基本匹配.
    InLine,
    /// 需要说明: more money than usual for this target.
    AskHigh,
    /// 需要说明: less money than usual for this target.
    AskLow,
    /// 资金偏多或目标偏低.
    MoneyHigh,
    /// 资金偏少或目标偏高.
    MoneyLow,
    /// 疑似单位错误.
    UnitError,
    /// 样本不足,不作判断.
    NoJudgement,
}

/// What the line says of a plan; amounts in prices of the plan's year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Predicted {
    /// The usual amount for this target.
    pub amount: f64,
    /// The range of amounts that projects of this size have.
    pub range: Range,
    /// The standard deviation of the prediction in logarithms: parameters, pooling and residual.
    pub standard_deviation: f64,
    /// The distance of the planned amount in standard deviations.
    pub z: f64,
    /// The elasticity of the type.
    pub elasticity: f64,
    /// The target that this money usually pays for.
    pub implied_target: Option<f64>,
    /// The targets for which this money would not be unusual (Fieller); open ends are nothing.
    pub implied_range: Range,
    /// The common size at which unit costs are compared.
    pub common_size: f64,
    /// The planned unit cost, adjusted to the common size.
    pub unit_cost: f64,
    /// The usual unit cost at the common size.
    pub usual_unit_cost: f64,
}

/// A planned pair of target and money, judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// The plan.
    pub name: String,
    /// What it rests on.
    pub evidence: Evidence,
    /// Where the amount stands.
    pub band: Band,
    /// The factor of a suspected wrong unit.
    pub unit_factor: Option<f64>,
    /// What the line says; shown with a judgement or, marked as prior only, without one.
    pub predicted: Option<Predicted>,
    /// The line in logarithms and constant prices.
    pub line: Option<ScaleLine>,
    /// What the plan was compared with.
    pub comparison: Comparison,
    /// The target against last year.
    pub stretch: Option<Stretch>,
    /// One sentence for the department.
    pub verdict: String,
}

impl ScaleModel {
    /// Judges a plan.
    ///
    /// # Errors
    ///
    /// [`BenchmarkError`] when its quantity or amount is not positive, or its year has no price index.
    pub fn judge(&self, plan: &Plan) -> Result<Judgement, BenchmarkError> {
        let placed = Placed::new(self, &plan.project)?;
        let predicted = placed
            .line
            .map(|line| Predicted::new(&line, &placed, self.settings.confidence));
        let unit_factor = predicted.as_ref().and_then(|said| {
            self.settings
                .unit_factor(said.z * said.standard_deviation, said.standard_deviation)
        });
        let evidence = self.evidence(&placed);
        let mut judgement = Judgement {
            name: plan.project.name.clone(),
            evidence,
            band: self.band(&evidence, predicted.as_ref(), unit_factor),
            unit_factor,
            predicted,
            line: placed.line,
            comparison: comparison(self, &placed),
            stretch: plan
                .last_year
                .as_ref()
                .and_then(|last| stretch(plan.project.quantity, plan.project.amount, last)),
            verdict: String::new(),
        };
        judgement.verdict = verdict(&judgement, &plan.project);
        Ok(judgement)
    }

    fn evidence(&self, placed: &Placed<'_>) -> Evidence {
        let (own_history, category) = (
            placed.own.len(),
            placed.category.map_or(0, |model| model.rows.len()),
        );
        let thresholds = self.settings.evidence;
        let grade = if placed.line.is_none() {
            EvidenceGrade::Nothing
        } else if own_history >= thresholds.own_history {
            EvidenceGrade::OwnHistory
        } else if category >= thresholds.category {
            EvidenceGrade::Category
        } else {
            EvidenceGrade::PriorOnly
        };
        let method = placed
            .category
            .map_or(FitMethod::NotFitted, |model| model.summary.method);
        Evidence {
            grade,
            own_history,
            category,
            method,
        }
    }

    /// A wrong unit shows even against a vague prediction, whose vagueness is in the standard deviation; the
    /// bands need evidence.
    fn band(&self, evidence: &Evidence, predicted: Option<&Predicted>, unit_factor: Option<f64>) -> Band {
        if unit_factor.is_some() {
            return Band::UnitError;
        }
        let judged = matches!(
            evidence.grade,
            EvidenceGrade::OwnHistory | EvidenceGrade::Category
        );
        let Some(z) = predicted
            .map(|predicted| predicted.z)
            .filter(|z| judged && !z.is_nan())
        else {
            return Band::NoJudgement;
        };
        let bands = self.settings.bands;
        match (z > 0.0, z.abs()) {
            (_, far) if far < bands.in_line => Band::InLine,
            (true, far) if far < bands.ask => Band::AskHigh,
            (false, far) if far < bands.ask => Band::AskLow,
            (true, _) => Band::MoneyHigh,
            (false, _) => Band::MoneyLow,
        }
    }
}

impl Predicted {
    fn new(line: &ScaleLine, placed: &Placed<'_>, confidence: f64) -> Self {
        let Placed {
            size,
            cost,
            common,
            prices,
            ..
        } = *placed;
        let (low, high) = line.range(size, confidence);
        let standard_deviation = line.standard_deviation(size);
        Self {
            amount: line.expected(size).exp() / prices,
            range: Range {
                low: Some(low),
                high: Some(high),
            }
            .exponential(1.0 / prices),
            standard_deviation,
            z: (cost - line.expected(size)) / standard_deviation,
            elasticity: line.elasticity,
            implied_target: line.size_for(cost).map(f64::exp),
            implied_range: line.sizes_for(cost, confidence).exponential(1.0),
            common_size: common.exp(),
            unit_cost: line.unit_cost_at(common, size, cost).exp() / prices,
            usual_unit_cost: (line.expected(common) - common).exp() / prices,
        }
    }
}
