//! 机构质量 (quality of an institution): error against the verification, agreement with peers, punctuality,
//! findings that stand; each shrunken to what is common, with an interval and a range of places.
//!
//! A place never comes without its interval: [`Placed`] cannot be built otherwise. With few anchor projects the
//! intervals are wide and the ranges long, which is the finding then (methods §5.5).

mod anchors;
mod shares;

use serde::Serialize;

use super::error::RatersError;
use super::icc::{Form, intraclass_correlations};
use super::ranks::{Better, Interval, RankRange, rank_ranges, upper_probability};
use super::ratings::Ratings;
use super::severity::{Difference, severity};
pub use shares::Share;

/// What is known of an institution beside its scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionRecord {
    /// The institution, as it is called in the ratings.
    pub institution: String,
    /// Reports delivered in time, of all delivered.
    pub on_time: Option<Share>,
    /// Findings that stood after the unit was heard, of all raised.
    pub upheld: Option<Share>,
}

/// How quality is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct QualitySettings {
    /// The confidence of all intervals.
    pub confidence: f64,
    /// How many observations the common share is worth when an institution's own share is shrunken.
    pub prior_observations: f64,
}

/// The quality of one institution; what cannot be estimated is absent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InstitutionQuality {
    /// The name.
    pub institution: String,
    /// How much stricter than the verification it scores.
    pub severity: Option<Difference>,
    /// Mean absolute error against the verification on anchor projects, after its severity is corrected.
    pub error: Option<Placed>,
    /// ICC(2,1) with the mean of its peers on the projects it shares with them.
    pub agreement: Option<Placed>,
    /// Share of reports delivered in time.
    pub on_time: Option<Placed>,
    /// Share of findings that stood.
    pub upheld: Option<Placed>,
}

/// 估计值与名次区间 (placed estimate): an estimate that carries its interval and its range of places.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Placed {
    /// How many observations.
    pub observations: usize,
    /// As observed.
    pub raw: f64,
    /// Shrunken towards what is common to all institutions.
    pub estimate: f64,
    /// Its interval.
    pub interval: Interval,
    /// The places that the intervals do not exclude; 1 is the best.
    pub rank: RankRange,
}

/// An estimate that waits for those of the others to get its range of places.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Estimated {
    observations: usize,
    raw: f64,
    estimate: f64,
    interval: Interval,
}

/// Estimates the quality of every evaluator but the verification itself, in the order of the ratings.
///
/// `verification` names the evaluator whose scores are the bureau's own; the projects it shares with an
/// institution are that institution's anchor projects.
///
/// # Errors
///
/// [`RatersError::EvaluatorUnknown`] for a verification or a record without scores;
/// [`RatersError::ShareUnusable`]; as [`severity`].
pub fn institution_quality(
    ratings: &Ratings,
    verification: &str,
    records: &[InstitutionRecord],
    settings: QualitySettings,
) -> Result<Vec<InstitutionQuality>, RatersError> {
    let upper = upper_probability(settings.confidence)?;
    for name in std::iter::once(verification).chain(records.iter().map(|record| record.institution.as_str()))
    {
        if !ratings.evaluators().iter().any(|evaluator| evaluator == name) {
            return Err(RatersError::EvaluatorUnknown {
                evaluator: name.to_owned(),
            });
        }
    }
    let fitted = severity(ratings, settings.confidence)?;
    let names: Vec<&String> = ratings
        .evaluators()
        .iter()
        .filter(|name| *name != verification)
        .collect();
    let severities: Vec<Option<Difference>> = names
        .iter()
        .map(|name| fitted.difference(name, verification).ok())
        .collect();
    let errors = anchors::errors(ratings, verification, &names, &severities);
    let share = |of: fn(&InstitutionRecord) -> Option<Share>| {
        let record = |name: &&String| records.iter().find(|record| record.institution == **name);
        let own: Vec<Option<Share>> = names.iter().map(|name| record(name).and_then(of)).collect();
        shares::shrunken(&own, settings.prior_observations, upper)
    };
    let error = placed(anchors::shrunken(&errors, upper), Better::Lower);
    let agreement = names
        .iter()
        .map(|name| with_peers(ratings, verification, name, settings.confidence))
        .collect();
    let agreement = placed(agreement, Better::Higher);
    let on_time = placed(share(|record| record.on_time)?, Better::Higher);
    let upheld = placed(share(|record| record.upheld)?, Better::Higher);
    let figures = error
        .into_iter()
        .zip(agreement)
        .zip(on_time.into_iter().zip(upheld));
    let qualities = names.into_iter().zip(severities).zip(figures);
    Ok(qualities
        .map(
            |((institution, severity), ((error, agreement), (on_time, upheld)))| InstitutionQuality {
                institution: institution.clone(),
                severity,
                error,
                agreement,
                on_time,
                upheld,
            },
        )
        .collect())
}

fn placed(estimates: Vec<Option<Estimated>>, better: Better) -> Vec<Option<Placed>> {
    let intervals: Vec<Option<Interval>> = estimates.iter().map(|one| one.map(|one| one.interval)).collect();
    let ranks = rank_ranges(&intervals, better);
    let both = estimates.into_iter().zip(ranks);
    both.map(|(estimate, rank)| {
        let (
            Estimated {
                observations,
                raw,
                estimate,
                interval,
            },
            rank,
        ) = (estimate?, rank?);
        Some(Placed {
            observations,
            raw,
            estimate,
            interval,
            rank,
        })
    })
    .collect()
}

/// The agreement of one institution with the mean of its peers, where an interval can be given.
fn with_peers(ratings: &Ratings, verification: &str, name: &str, confidence: f64) -> Option<Estimated> {
    let number = |wanted: &str| {
        ratings
            .evaluators()
            .iter()
            .position(|evaluator| evaluator == wanted)
    };
    let (own, own_bureau) = (number(name)?, number(verification)?);
    let pairs = ratings
        .projects()
        .iter()
        .zip(ratings.rows())
        .filter_map(|(project, row)| {
            let (_, score) = row.iter().find(|(evaluator, _)| *evaluator == own)?;
            let peers = row
                .iter()
                .filter(|(evaluator, _)| *evaluator != own && *evaluator != own_bureau);
            let (sum, count) = peers.fold((0.0, 0.0), |(sum, count), (_, score)| (sum + score, count + 1.0));
            (0.0 < count).then(|| (project.clone(), *score, sum / count))
        });
    let both =
        pairs.flat_map(|(project, score, mean)| [(project.clone(), "own", score), (project, "peers", mean)]);
    let table = Ratings::new(both).ok()?;
    let found = intraclass_correlations(&table, confidence).ok()?;
    let coefficient = found.of(Form::Agreement)?;
    let (raw, interval) = (coefficient.value?, coefficient.interval?);
    Some(Estimated {
        observations: found.projects,
        raw,
        estimate: raw,
        interval,
    })
}

#[cfg(test)]
mod tests;
