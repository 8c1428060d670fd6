//! What is reported of each element: its place with its error, how well the model fits it, and whether the
//! elements of a facet can be told apart at all.

use serde::Serialize;

use super::RaschFit;
use super::equations::{Layout, Values};
use super::extremes::{Active, Extreme, Facet};
use super::judgements::Judgements;
use super::newton::{Solution, log_likelihood};
use super::probabilities::Chances;
use crate::number::float;

/// One measured element.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measure {
    /// The name.
    pub name: String,
    /// The place on the scale, in logits.
    pub measure: f64,
    /// Its standard error given all other elements, as FACETS reports it.
    pub standard_error: f64,
    /// How many grades.
    pub scores: usize,
    /// The sum of its grades, counted from the lowest grade in use.
    pub observed: f64,
    /// What the model expects of that sum; equal to it at the maximum.
    pub expected: f64,
    /// Mean squared residual over mean variance: 1 as the model says, above for noise, below for too even grades.
    pub infit: f64,
    /// Mean squared standardised residual: the same, moved more by single surprises.
    pub outfit: f64,
}

/// Where a grade and the one below it are equally likely.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Threshold {
    /// The grade.
    pub category: usize,
    /// How many grades are this one.
    pub scores: usize,
    /// The place, in logits.
    pub threshold: f64,
    /// Its standard error given all else.
    pub standard_error: f64,
    /// How many grades are this one or higher.
    pub observed: f64,
    /// What the model expects of that; equal to it at the maximum.
    pub expected: f64,
}

/// 区分度 (separation): how far apart the elements of a facet are, beside the error of their places.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// The standard deviation of the places.
    pub standard_deviation: f64,
    /// The root of the mean squared standard error.
    pub error: f64,
    /// The true spread over the error.
    pub separation: f64,
    /// The true variance over the observed one: near 0, differences are chance; near 1, they are real. A high
    /// value is good for projects and a warning for evaluators.
    pub reliability: f64,
}

/// The sums of one element.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    scores: usize,
    observed: f64,
    expected: f64,
    information: f64,
    squares: f64,
    standardised: f64,
}

/// Puts the maximum into words: one pass over the rows fills the sums of every element.
pub(super) fn report(
    judgements: &Judgements,
    active: &Active,
    solution: &Solution,
    extremes: Vec<Extreme>,
) -> RaschFit {
    let layout = Layout::of(active);
    let values = &solution.values;
    let facets = [Facet::Project, Facet::Criterion, Facet::Evaluator];
    let mut sums = [&active.projects, &active.criteria, &active.evaluators]
        .map(|kept| vec![Sums::default(); kept.len()]);
    let mut steps = vec![Sums::default(); active.steps];
    let mut chances = Chances::default();
    for row in &active.rows {
        chances.at(values.place(row, layout), values.thresholds(layout));
        for (facet, sums) in facets.iter().zip(&mut sums) {
            if let Some(sums) = sums.get_mut(facet.of(row)) {
                sums.add(float(row.category), &chances);
            }
        }
        for (at, (step, above)) in steps.iter_mut().zip(&chances.above).enumerate() {
            step.scores += usize::from(row.category == at + 1);
            step.observed += f64::from(u8::from(at < row.category));
            step.expected += above;
            step.information += above * (1.0 - above);
        }
    }
    let [projects, criteria, evaluators] = &sums;
    let dense = |first: usize| values.dense.iter().skip(first).copied();
    let projects = measures(
        &judgements.projects,
        &active.projects,
        values.projects.iter().copied(),
        projects,
    );
    let criteria = measures(&judgements.criteria, &active.criteria, dense(0), criteria);
    let evaluators = measures(
        &judgements.evaluators,
        &active.evaluators,
        dense(layout.evaluator(0)),
        evaluators,
    );
    let thresholds = thresholds(active, values, layout, &steps);
    let elements = projects
        .iter()
        .chain(&criteria)
        .chain(&evaluators)
        .map(|one| one.observed - one.expected);
    let differences = elements.chain(thresholds.iter().map(|one| one.observed - one.expected));
    RaschFit {
        scores: active.rows.len(),
        lowest: active.lowest,
        categories: active.steps + 1,
        log_likelihood: log_likelihood(active, values, layout),
        largest_difference: differences.fold(0.0, |most, one: f64| most.max(one.abs())),
        steps: solution.steps,
        project_spread: spread(&projects),
        criterion_spread: spread(&criteria),
        evaluator_spread: spread(&evaluators),
        projects,
        criteria,
        evaluators,
        thresholds,
        extremes,
    }
}

impl Sums {
    fn add(&mut self, grade: f64, chances: &Chances) {
        let residual = grade - chances.expected;
        self.scores += 1;
        self.observed += grade;
        self.expected += chances.expected;
        self.information += chances.variance;
        self.squares += residual * residual;
        self.standardised += residual * residual / chances.variance;
    }
}

fn measures(
    names: &[String],
    kept: &[usize],
    places: impl Iterator<Item = f64>,
    sums: &[Sums],
) -> Vec<Measure> {
    let named = kept
        .iter()
        .filter_map(|number| names.get(*number))
        .zip(places)
        .zip(sums);
    named
        .map(|((name, measure), sums)| Measure {
            name: name.clone(),
            measure,
            standard_error: sums.information.sqrt().recip(),
            scores: sums.scores,
            observed: sums.observed,
            expected: sums.expected,
            infit: sums.squares / sums.information,
            outfit: sums.standardised / float(sums.scores),
        })
        .collect()
}

fn thresholds(active: &Active, values: &Values, layout: Layout, steps: &[Sums]) -> Vec<Threshold> {
    let places = values.thresholds(layout).iter().zip(steps).enumerate();
    places
        .map(|(at, (threshold, sums))| Threshold {
            category: active.lowest + at + 1,
            scores: sums.scores,
            threshold: *threshold,
            standard_error: sums.information.sqrt().recip(),
            observed: sums.observed,
            expected: sums.expected,
        })
        .collect()
}

fn spread(measures: &[Measure]) -> Option<Spread> {
    if measures.len() < 2 {
        return None;
    }
    let count = float(measures.len());
    let mean = measures.iter().map(|one| one.measure).sum::<f64>() / count;
    let variance = measures
        .iter()
        .map(|one| (one.measure - mean).powi(2))
        .sum::<f64>()
        / (count - 1.0);
    let error = measures.iter().map(|one| one.standard_error.powi(2)).sum::<f64>() / count;
    // What is left of the observed variance when the errors' is taken off; chance can make it negative.
    let real = (variance - error).max(0.0);
    Some(Spread {
        standard_deviation: variance.sqrt(),
        error: error.sqrt(),
        separation: (real / error).sqrt(),
        reliability: if 0.0 < variance { real / variance } else { 0.0 },
    })
}
