//! Typed values: what the trees of the files become, read once when the book is loaded.

mod calendar;
mod goal;
mod monitoring;
mod scoring;
mod workflow;

use hengji_domain::monitoring::{ExecutionFloor, LightBand, Likelihood, ProjectLightRule, RateTargetRule};
use hengji_domain::rule::{
    Band, Chain, EqualRule, ExecutionRule, GradeBand, OverTargetRule, PositiveRule, ReverseRule,
    ReviewReason, Step,
};
use hengji_domain::{Decimal, Money, Score};

use crate::catalogue::Shape;
use crate::fields::Place;
use crate::parameters::Parameters;
use crate::refusal::{Fault, Refusal};

pub(crate) use calendar::YearDay;
pub(crate) use goal::{ClassNames, Taxonomy, Weights};
pub(crate) use monitoring::YearPeriod;

/// A percentage in basis points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BasisPoints(pub(crate) u32);

macro_rules! typed_values {
    ($($variant:ident($type:ty)),* $(,)?) => {
        /// A value of a rule, typed.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(crate) enum TypedValue {
            $($variant($type),)*
            /// Read by a later stage from the tree itself.
            Open,
        }

        /// A type that a rule's value can have.
        pub(crate) trait Typed: Sized {
            /// The value, where it has this type.
            fn of(value: &TypedValue) -> Option<&Self>;
        }

        $(impl Typed for $type {
            fn of(value: &TypedValue) -> Option<&Self> {
                match value {
                    TypedValue::$variant(inner) => Some(inner),
                    _ => None,
                }
            }
        })*
    };
}

typed_values! {
    Weights(Weights),
    Taxonomy(Taxonomy),
    Reasons(Vec<ReviewReason>),
    Chain(Chain),
    Day(YearDay),
    Grades(Vec<GradeBand>),
    Bands(Vec<Band>),
    Steps(Vec<Step>),
    Positive(PositiveRule),
    Equal(EqualRule),
    Reverse(ReverseRule),
    Execution(ExecutionRule),
    OverTarget(OverTargetRule),
    Method(()),
    Words(Vec<String>),
    Points(Score),
    Count(u32),
    Bytes(u64),
    Percent(BasisPoints),
    Yuan(Money),
    Parameters(Parameters),
    Lights(Vec<LightBand>),
    Floors(Vec<ExecutionFloor>),
    Likelihoods(Vec<Likelihood>),
    ProjectLight(ProjectLightRule),
    RateTarget(RateTargetRule),
    Periods(Vec<YearPeriod>),
}

impl TypedValue {
    /// Reads a value of this shape.
    pub(crate) fn read(shape: Shape, place: &Place<'_>) -> Result<Self, Refusal> {
        Ok(match shape {
            Shape::Weights => Self::Weights(goal::weights(place)?),
            Shape::Taxonomy => Self::Taxonomy(goal::taxonomy(place)?),
            Shape::Reasons => Self::Reasons(goal::reasons(place)?),
            Shape::Chain => Self::Chain(workflow::chain(place)?),
            Shape::Day => Self::Day(calendar::year_day(place)?),
            Shape::Grades => Self::Grades(scoring::grades(place)?),
            Shape::Bands => Self::Bands(scoring::bands(place)?),
            Shape::Steps => Self::Steps(scoring::steps(place)?),
            Shape::Positive => Self::Positive(scoring::positive(place)?),
            Shape::Equal => Self::Equal(scoring::equal(place)?),
            Shape::Reverse => Self::Reverse(scoring::reverse(place)?),
            Shape::Execution => Self::Execution(scoring::execution(place)?),
            Shape::OverTarget => Self::OverTarget(scoring::over_target(place)?),
            Shape::Method(name) => Self::Method(place.choice(&[(name, ())])?),
            Shape::Words => Self::Words(words(place)?),
            Shape::Points => Self::Points(points(place)?),
            Shape::Count => Self::Count(count(place)?),
            Shape::Bytes => Self::Bytes(place.count()?),
            Shape::Percent => Self::Percent(BasisPoints(place.percent_bp()?)),
            Shape::Yuan => Self::Yuan(yuan(place)?),
            Shape::Parameters(list) => Self::Parameters(Parameters::read(place, list)?),
            Shape::Lights => Self::Lights(monitoring::lights(place)?),
            Shape::Floors => Self::Floors(monitoring::floors(place)?),
            Shape::Likelihoods => Self::Likelihoods(monitoring::likelihoods(place)?),
            Shape::ProjectLight => Self::ProjectLight(monitoring::project_light(place)?),
            Shape::RateTarget => Self::RateTarget(monitoring::rate_target(place)?),
            Shape::Periods => Self::Periods(monitoring::periods(place)?),
            Shape::Open => Self::Open,
        })
    }
}

fn words(place: &Place<'_>) -> Result<Vec<String>, Refusal> {
    let words = place.texts()?;
    crate::fields::unique(place, words.iter().map(String::as_str))?;
    Ok(words)
}

fn count(place: &Place<'_>) -> Result<u32, Refusal> {
    u32::try_from(place.count()?).map_err(|_| wrong(place, "不超过 4294967295 的整数"))
}

fn points(place: &Place<'_>) -> Result<Score, Refusal> {
    let points = place.decimal()?;
    Score::from_points(points)
        .filter(|score| score.points() == points)
        .ok_or_else(|| wrong(place, "至多两位小数的分数"))
}

/// Yuan are converted to fen here and nowhere else.
fn yuan(place: &Place<'_>) -> Result<Money, Refusal> {
    let fen = place.decimal()? * Decimal::ONE_HUNDRED;
    fen.is_integer()
        .then_some(fen)
        .and_then(|fen| i64::try_from(fen).ok())
        .map(Money::from_fen)
        .ok_or_else(|| wrong(place, "精确到分的金额(元)"))
}

fn wrong(place: &Place<'_>, expected: &str) -> Refusal {
    place.refuse(Fault::TypeWrong {
        expected: expected.to_owned(),
        found: place.tree().kind(),
    })
}

#[cfg(test)]
mod tests;
