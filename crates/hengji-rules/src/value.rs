//! Typed values: what the trees of the files become, read once when the book is loaded.

mod budget_cut;
mod calendar;
mod ex_ante;
mod goal;
mod library;
mod monitoring;
mod paper;
mod project_class;
mod scoring;
mod workflow;

use hengji_domain::ex_ante::{Category, ConclusionRule, Framework, MaterialList, ObjectCriterion};
use hengji_domain::library::{Category as LibraryCategory, ClassMove};
use hengji_domain::monitoring::{ExecutionFloor, LightBand, Likelihood, ProjectLightRule, RateTargetRule};
use hengji_domain::project_class::{ClassDepth, Criterion, HardRule, RigidKind};
use hengji_domain::rule::{
    Band, Chain, CutBook, EqualRule, ExecutionRule, GradeBand, OverTargetRule, PositiveRule, ReverseRule,
    ReviewReason, Step,
};
use hengji_domain::{Decimal, Money, Score};

use crate::catalogue::Shape;
use crate::fields::Place;
use crate::parameters::Parameters;
use crate::refusal::{Fault, Refusal};

pub(crate) use calendar::{HolidayList, YearDay};
pub(crate) use goal::{ClassNames, Taxonomy, Weights};
pub(crate) use monitoring::YearPeriod;
pub(crate) use paper::with_places;
pub(crate) use paper::{LetterTexts, Numberings};

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
    Categories(Vec<LibraryCategory>),
    ClassMoves(Vec<ClassMove>),
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
    CutBooks(Vec<CutBook>),
    Words(Vec<String>),
    Holidays(HolidayList),
    Numberings(Numberings),
    LetterTexts(LetterTexts),
    Points(Score),
    Count(u32),
    Bytes(u64),
    Percent(BasisPoints),
    Yuan(Money),
    ExAnteCategories(Vec<Category>),
    ExAnteObjects(Vec<ObjectCriterion>),
    ExAnteMaterials(MaterialList),
    ExAnteFramework(Framework),
    ExAnteConclusions(Vec<ConclusionRule>),
    Parameters(Parameters),
    Criteria(Vec<Criterion>),
    HardRules(Vec<HardRule>),
    RigidKinds(Vec<RigidKind>),
    Depths(Vec<ClassDepth>),
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
            Shape::Categories => Self::Categories(library::categories(place)?),
            Shape::ClassMoves => Self::ClassMoves(library::class_moves(place)?),
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
            Shape::CutBooks => Self::CutBooks(budget_cut::books(place)?),
            Shape::Words => Self::Words(words(place)?),
            Shape::Holidays => Self::Holidays(calendar::holidays(place)?),
            Shape::Numberings => Self::Numberings(paper::numberings(place)?),
            Shape::LetterTexts => Self::LetterTexts(paper::letter_texts(place)?),
            Shape::Points => Self::Points(points(place)?),
            Shape::Count => Self::Count(count(place)?),
            Shape::Bytes => Self::Bytes(place.count()?),
            Shape::Percent => Self::Percent(BasisPoints(place.percent_bp()?)),
            Shape::Yuan => Self::Yuan(yuan(place)?),
            Shape::ExAnteCategories => Self::ExAnteCategories(ex_ante::categories(place)?),
            Shape::ExAnteObjects => Self::ExAnteObjects(ex_ante::objects(place)?),
            Shape::ExAnteMaterials => Self::ExAnteMaterials(ex_ante::materials(place)?),
            Shape::ExAnteFramework => Self::ExAnteFramework(ex_ante::framework(place)?),
            Shape::ExAnteConclusions => Self::ExAnteConclusions(ex_ante::conclusions(place)?),
            Shape::Parameters(list) => Self::Parameters(Parameters::read(place, list)?),
            Shape::Criteria => Self::Criteria(project_class::criteria(place)?),
            Shape::HardRules => Self::HardRules(project_class::hard_rules(place)?),
            Shape::RigidKinds => Self::RigidKinds(project_class::rigid_kinds(place)?),
            Shape::Depths => Self::Depths(project_class::depths(place)?),
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

pub(crate) fn points(place: &Place<'_>) -> Result<Score, Refusal> {
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
