//! What chance alone would agree on, and each project's part in it.

use super::classified::{Classified, Weighting};
use crate::number::float;
use crate::raters::ratings::Ratings;

/// The agreement expected by chance.
pub(super) struct Chance {
    pub(super) expected: f64,
    /// Its linearisation: the mean over the projects is the expected agreement.
    pub(super) of_project: Vec<f64>,
}

impl Chance {
    /// Everybody chooses by the categories' common shares.
    pub(super) fn common(classified: &Classified, weighting: Weighting) -> Self {
        let shares = common_shares(classified);
        let parts = near(classified, weighting, &sparse(&shares));
        Self::of(classified, &shares, &parts)
    }

    /// Gwet: the sum of the weights over all pairs of categories, times the spread of the common shares.
    pub(super) fn where_hard(classified: &Classified, weighting: Weighting) -> Self {
        let shares = common_shares(classified);
        let count = shares.len();
        let row = |one: usize| {
            (0..count)
                .map(move |other| classified.weight(weighting, one, other))
                .sum::<f64>()
        };
        let scale = (0..count).map(row).sum::<f64>() / (float(count) * (float(count) - 1.0));
        let parts: Vec<f64> = shares.iter().map(|share| scale * (1.0 - share)).collect();
        Self::of(classified, &shares, &parts)
    }

    fn of(classified: &Classified, shares: &[f64], parts: &[f64]) -> Self {
        let of_project = classified
            .projects()
            .iter()
            .map(|counts| mean(counts, parts))
            .collect();
        Self {
            expected: shares.iter().zip(parts).map(|(share, part)| share * part).sum(),
            of_project,
        }
    }

    /// Chance by each evaluator's own shares, over all ordered pairs of evaluators.
    pub(super) fn by_evaluator(ratings: &Ratings, classified: &Classified, weighting: Weighting) -> Self {
        let evaluators = own_shares(ratings, classified);
        let mut sums = vec![0.0; classified.categories().len()];
        for (category, share) in evaluators.iter().flat_map(|own| &own.shares) {
            if let Some(sum) = sums.get_mut(*category) {
                *sum += share;
            }
        }
        let near_sums = near(classified, weighting, &sparse(&sums));
        let pairs = float(evaluators.len()) * (float(evaluators.len()) - 1.0);
        // How much each evaluator's own categories agree with all the others' together.
        let others: Vec<Vec<f64>> = evaluators
            .iter()
            .map(|own| own.others(classified, weighting, &near_sums))
            .collect();
        let totals: Vec<f64> = evaluators
            .iter()
            .zip(&others)
            .map(|(own, others)| own.total(others))
            .collect();
        let expected = totals.iter().sum::<f64>() / pairs;
        let projects = float(classified.projects().len());
        let part = |(evaluator, score): &(usize, f64)| {
            let (own, others) = (evaluators.get(*evaluator)?, others.get(*evaluator)?);
            let at = own.place(classified.number(*score)?)?;
            Some((others.get(at)? - totals.get(*evaluator)?) * projects / own.scores)
        };
        let of_project = ratings
            .rows()
            .iter()
            .map(|row| expected + row.iter().filter_map(part).sum::<f64>() / pairs);
        Self {
            expected,
            of_project: of_project.collect(),
        }
    }
}

/// The categories one evaluator gave, ascending, with their shares.
#[derive(Default)]
struct Own {
    shares: Vec<(usize, f64)>,
    scores: f64,
}

impl Own {
    fn place(&self, category: usize) -> Option<usize> {
        self.shares
            .binary_search_by_key(&category, |(category, _)| *category)
            .ok()
    }

    fn others(&self, classified: &Classified, weighting: Weighting, near_sums: &[f64]) -> Vec<f64> {
        let own = |one: usize| -> f64 {
            self.shares
                .iter()
                .map(|(other, share)| classified.weight(weighting, one, *other) * share)
                .sum()
        };
        let all = |category: usize| near_sums.get(category).copied().unwrap_or(0.0);
        self.shares
            .iter()
            .map(|(category, _)| all(*category) - own(*category))
            .collect()
    }

    fn total(&self, others: &[f64]) -> f64 {
        self.shares
            .iter()
            .zip(others)
            .map(|((_, share), others)| share * others)
            .sum()
    }
}

fn own_shares(ratings: &Ratings, classified: &Classified) -> Vec<Own> {
    let mut given: Vec<Vec<usize>> = vec![Vec::new(); ratings.evaluators().len()];
    for cell in ratings.cells() {
        if let (Some(given), Some(category)) = (given.get_mut(cell.evaluator), classified.number(cell.score))
        {
            given.push(category);
        }
    }
    let own = |mut given: Vec<usize>| {
        given.sort_unstable();
        let scores = float(given.len());
        let runs = given.chunk_by(|one, other| one == other);
        let shares = runs
            .filter_map(|run| Some((*run.first()?, float(run.len()) / scores)))
            .collect();
        Own { shares, scores }
    };
    given.into_iter().map(own).collect()
}

/// Each project counts once, whatever its number of scores.
fn common_shares(classified: &Classified) -> Vec<f64> {
    let projects = float(classified.projects().len());
    let mut shares = vec![0.0; classified.categories().len()];
    for counts in classified.projects() {
        let scores: f64 = counts.iter().map(|(_, times)| times).sum();
        for (category, times) in counts {
            if let Some(share) = shares.get_mut(*category) {
                *share += times / scores / projects;
            }
        }
    }
    shares
}

fn sparse(shares: &[f64]) -> Vec<(usize, f64)> {
    shares
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, share)| 0.0 < *share)
        .collect()
}

/// For each category how much a score drawn by these shares agrees with it.
fn near(classified: &Classified, weighting: Weighting, shares: &[(usize, f64)]) -> Vec<f64> {
    let of = |one: usize| {
        shares
            .iter()
            .map(|(other, share)| classified.weight(weighting, one, *other) * share)
            .sum()
    };
    (0..classified.categories().len()).map(of).collect()
}

fn mean(counts: &[(usize, f64)], parts: &[f64]) -> f64 {
    let scores: f64 = counts.iter().map(|(_, times)| times).sum();
    counts
        .iter()
        .filter_map(|(category, times)| Some(parts.get(*category)? * times))
        .sum::<f64>()
        / scores
}
