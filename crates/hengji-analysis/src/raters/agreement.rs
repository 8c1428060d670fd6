//! 一致性 (agreement beyond chance): Fleiss' kappa, Conger's kappa and Gwet's AC1 and AC2 for categories.
//!
//! They share the observed agreement and differ in what chance would give. Weighted forms and standard errors
//! that hold with empty cells: Gwet, Handbook of Inter-Rater Reliability, 4th edition, chapters 2 to 5; Fleiss,
//! "Measuring nominal scale agreement among many raters", Psychological Bulletin 76 (1971) 378–382; Conger,
//! "Integration and generalization of kappas for multiple raters", Psychological Bulletin 88 (1980) 322–328.

mod chance;
mod classified;

use serde::Serialize;

use super::error::RatersError;
use super::ranks::{Interval, upper_probability};
use super::ratings::Ratings;
use crate::distribution::t_quantile;
use crate::number::float;
use chance::Chance;
pub use classified::{Classified, Weighting};

/// Which chance agreement is taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Coefficient {
    /// Fleiss' kappa: all evaluators choose by the common shares of the categories.
    Fleiss,
    /// Conger's kappa: each evaluator chooses by its own shares.
    Conger,
    /// Gwet's AC1, or AC2 with weights: chance counts only where the choice is hard; steady when one category
    /// is very common, where the kappas collapse.
    Gwet,
}

/// A coefficient of agreement beyond chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Which coefficient.
    pub coefficient: Coefficient,
    /// How near misses count.
    pub weighting: Weighting,
    /// The confidence of the interval.
    pub confidence: f64,
    /// 1 for full agreement, 0 for chance, negative for worse.
    pub value: f64,
    /// The observed agreement.
    pub observed: f64,
    /// The agreement expected by chance.
    pub expected: f64,
    /// Gwet's standard error over the projects; `None` with a single project.
    pub standard_error: Option<f64>,
    /// Student's interval with one degree of freedom fewer than projects, at most 1.
    pub interval: Option<Interval>,
    /// All projects; those with one score still say how common the categories are.
    pub projects: usize,
    /// Projects with at least two scores.
    pub projects_scored_twice: usize,
    /// The categories that could be given.
    pub categories: usize,
}

/// Fleiss' kappa, for any number of scores a project.
///
/// # Errors
///
/// [`RatersError::TooFew`] if no project has two scores or there is but one category;
/// [`RatersError::NoVariation`] where chance alone would agree fully; [`RatersError::ConfidenceUnusable`].
pub fn fleiss_kappa(
    classified: &Classified,
    weighting: Weighting,
    confidence: f64,
) -> Result<Agreement, RatersError> {
    let chance = Chance::common(classified, weighting);
    beyond_chance(
        classified,
        &chance,
        Kind {
            coefficient: Coefficient::Fleiss,
            weighting,
            confidence,
        },
    )
}

/// Gwet's AC1, or with weights AC2.
///
/// # Errors
///
/// [`RatersError::TooFew`] if no project has two scores or there is but one category;
/// [`RatersError::ConfidenceUnusable`].
pub fn gwet_ac(
    classified: &Classified,
    weighting: Weighting,
    confidence: f64,
) -> Result<Agreement, RatersError> {
    let chance = Chance::where_hard(classified, weighting);
    beyond_chance(
        classified,
        &chance,
        Kind {
            coefficient: Coefficient::Gwet,
            weighting,
            confidence,
        },
    )
}

/// Conger's kappa, which needs to know who gave which category. `categories` as for
/// [`Classified::from_ratings`].
///
/// # Errors
///
/// As [`fleiss_kappa`] and [`Classified::from_ratings`]; [`RatersError::TooFew`] below two evaluators.
pub fn conger_kappa(
    ratings: &Ratings,
    categories: &[f64],
    weighting: Weighting,
    confidence: f64,
) -> Result<Agreement, RatersError> {
    let found = ratings.evaluators().len();
    if found < 2 {
        return Err(RatersError::TooFew {
            method: "Conger κ",
            what: "评价人",
            found,
            least: 2,
        });
    }
    let classified = Classified::from_ratings(ratings, categories)?;
    let chance = Chance::by_evaluator(ratings, &classified, weighting);
    beyond_chance(
        &classified,
        &chance,
        Kind {
            coefficient: Coefficient::Conger,
            weighting,
            confidence,
        },
    )
}

#[derive(Clone, Copy)]
struct Kind {
    coefficient: Coefficient,
    weighting: Weighting,
    confidence: f64,
}

fn beyond_chance(classified: &Classified, chance: &Chance, kind: Kind) -> Result<Agreement, RatersError> {
    let upper = upper_probability(kind.confidence)?;
    let Kind {
        coefficient,
        weighting,
        confidence,
    } = kind;
    let method = "一致性系数";
    if classified.categories().len() < 2 {
        return Err(RatersError::TooFew {
            method,
            what: "等级",
            found: classified.categories().len(),
            least: 2,
        });
    }
    let within = classified.within(weighting);
    let twice = within.iter().flatten().count();
    if twice == 0 {
        return Err(RatersError::TooFew {
            method,
            what: "有两个以上评分的项目",
            found: 0,
            least: 1,
        });
    }
    let observed = within.iter().flatten().sum::<f64>() / float(twice);
    let expected = chance.expected;
    if 1.0 <= expected {
        return Err(RatersError::NoVariation {
            score: classified.only_value(),
        });
    }
    let value = (observed - expected) / (1.0 - expected);
    let projects = within.len();
    let (n, share) = (float(projects), float(projects) / float(twice));
    let deviation = |within: &Option<f64>, chance: f64| {
        let own = within.map_or(0.0, |within| share * (within - expected) / (1.0 - expected));
        own - 2.0 * (1.0 - value) * (chance - expected) / (1.0 - expected) - value
    };
    let squares: f64 = within
        .iter()
        .zip(&chance.of_project)
        .map(|(within, chance)| deviation(within, *chance).powi(2))
        .sum();
    let error = (squares / (n * (n - 1.0))).sqrt();
    let standard_error = error.is_finite().then_some(error);
    let quantile = t_quantile(upper, n - 1.0);
    let interval = standard_error
        .and_then(|error| Some(Interval::around(value, error, quantile)?.within(f64::MIN, 1.0)));
    Ok(Agreement {
        coefficient,
        weighting,
        confidence,
        value,
        observed,
        expected,
        standard_error,
        interval,
        projects,
        projects_scored_twice: twice,
        categories: classified.categories().len(),
    })
}

#[cfg(test)]
mod tests;
