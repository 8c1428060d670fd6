//! 锚定项目 (anchor projects): how far an institution's corrected scores lie from the verification.

use super::Estimated;
use crate::distribution::t_quantile;
use crate::number::float;
use crate::raters::ranks::Interval;
use crate::raters::ratings::Ratings;
use crate::raters::severity::Difference;

/// For each institution the absolute errors on its anchor projects.
pub(super) fn errors(
    ratings: &Ratings,
    verification: &str,
    names: &[&String],
    severities: &[Option<Difference>],
) -> Vec<Vec<f64>> {
    let number = |wanted: &str| {
        ratings
            .evaluators()
            .iter()
            .position(|evaluator| evaluator == wanted)
    };
    let verified = number(verification);
    let of = |(name, severity): (&&String, &Option<Difference>)| {
        let (Some(own), Some(verified), Some(severity)) = (number(name), verified, severity) else {
            return Vec::new();
        };
        let score = |row: &[(usize, f64)], wanted: usize| {
            row.iter()
                .find(|(evaluator, _)| *evaluator == wanted)
                .map(|(_, score)| *score)
        };
        let rows = ratings.rows().iter();
        rows.filter_map(|row| Some((score(row, own)? + severity.difference - score(row, verified)?).abs()))
            .collect()
    };
    names.iter().zip(severities).map(of).collect()
}

/// Mean errors with the errors' spread pooled, shrunken to the common mean by the spread between institutions
/// that DerSimonian and Laird's moments leave (Controlled Clinical Trials 7 (1986) 177–188).
pub(super) fn shrunken(errors: &[Vec<f64>], upper: f64) -> Vec<Option<Estimated>> {
    let mean = |own: &[f64]| own.iter().sum::<f64>() / float(own.len());
    let known: Vec<&Vec<f64>> = errors.iter().filter(|own| !own.is_empty()).collect();
    let scores: usize = known.iter().map(|own| own.len()).sum();
    let freedom = scores - known.len();
    let squares = known.iter().flat_map(|own| {
        let centre = mean(own);
        own.iter().map(move |error| (error - centre).powi(2))
    });
    let pooled = squares.sum::<f64>() / float(freedom);
    if freedom == 0 || !pooled.is_finite() {
        return vec![None; errors.len()];
    }
    let observed: Vec<(f64, f64)> = known
        .iter()
        .map(|own| (mean(own), pooled / float(own.len())))
        .collect();
    let between = between(&observed);
    let weights: f64 = observed
        .iter()
        .map(|(_, variance)| 1.0 / (between + variance))
        .sum();
    let common = observed
        .iter()
        .map(|(mean, variance)| mean / (between + variance))
        .sum::<f64>()
        / weights;
    let quantile = t_quantile(upper, float(freedom));
    let one = |own: &Vec<f64>| {
        if own.is_empty() {
            return None;
        }
        let (raw, variance) = (mean(own), pooled / float(own.len()));
        // Errors that do not vary at all leave nothing to shrink by.
        let pull = if 0.0 < variance {
            variance / (between + variance)
        } else {
            0.0
        };
        let (estimate, known_common) = if 0.0 < pull {
            (raw + pull * (common - raw), pull * pull / weights)
        } else {
            (raw, 0.0)
        };
        let error = (between * pull + known_common).sqrt();
        let interval = Interval::around(estimate, error, quantile)?.within(0.0, f64::MAX);
        Some(Estimated {
            observations: own.len(),
            raw,
            estimate,
            interval,
        })
    };
    errors.iter().map(one).collect()
}

/// The variance between institutions beyond what their errors explain.
fn between(observed: &[(f64, f64)]) -> f64 {
    let weights: f64 = observed.iter().map(|(_, variance)| 1.0 / variance).sum();
    let squared: f64 = observed.iter().map(|(_, variance)| variance.powi(-2)).sum();
    let centre = observed
        .iter()
        .map(|(mean, variance)| mean / variance)
        .sum::<f64>()
        / weights;
    let excess: f64 = observed
        .iter()
        .map(|(mean, variance)| (mean - centre).powi(2) / variance)
        .sum();
    let spare = weights - squared / weights;
    let between = (excess - (float(observed.len()) - 1.0)) / spare;
    if between.is_finite() {
        between.max(0.0)
    } else {
        0.0
    }
}
