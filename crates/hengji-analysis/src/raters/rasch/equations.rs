//! The equations of one Newton step: each project touches the rest only through its own rows, so projects are
//! eliminated one by one and a dense system of criteria, evaluators and thresholds remains.

use nalgebra::{DMatrix, DVector};

use super::extremes::Active;
use super::judgements::{Judgement, Judgements};
use super::probabilities::Chances;
use crate::number::float;
use crate::raters::dense::add;
use crate::raters::error::RatersError;
use crate::raters::graph::connection;
use crate::raters::ratings::Ratings;

/// Beyond this the dense system takes minutes a step.
const DENSE_MOST: usize = 1_000;
/// An eigenvalue below this share of the largest is nought: the design holds small counts only.
const RANK: f64 = 1e-9;

/// Where the dense unknowns stand: criteria, then evaluators, then thresholds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    pub(super) criteria: usize,
    pub(super) evaluators: usize,
    pub(super) steps: usize,
}

impl Layout {
    pub(super) fn of(active: &Active) -> Self {
        let (criteria, evaluators) = (active.criteria.len(), active.evaluators.len());
        Self {
            criteria,
            evaluators,
            steps: active.steps,
        }
    }

    pub(super) fn len(self) -> usize {
        self.criteria + self.evaluators + self.steps
    }

    pub(super) fn evaluator(self, evaluator: usize) -> usize {
        self.criteria + evaluator
    }

    /// The first place and the length of each of the three blocks.
    pub(super) fn blocks(self) -> [(usize, usize); 3] {
        let thresholds = self.criteria + self.evaluators;
        [
            (0, self.criteria),
            (self.criteria, self.evaluators),
            (thresholds, self.steps),
        ]
    }
}

/// The values of all unknowns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Values {
    pub(super) projects: Vec<f64>,
    pub(super) dense: DVector<f64>,
}

impl Values {
    /// The place of a row on the scale.
    pub(super) fn place(&self, row: &Judgement, layout: Layout) -> f64 {
        let dense = |at: usize| self.dense.get(at).copied().unwrap_or(0.0);
        let project = self.projects.get(row.project).copied().unwrap_or(0.0);
        project - dense(row.criterion) - dense(layout.evaluator(row.evaluator))
    }

    pub(super) fn thresholds(&self, layout: Layout) -> &[f64] {
        self.dense
            .as_slice()
            .get(layout.criteria + layout.evaluators..)
            .unwrap_or(&[])
    }
}

/// One project's equation: its information, its gradient, and its coupling with the dense unknowns.
struct Own {
    information: f64,
    gradient: f64,
    coupling: Vec<(usize, f64)>,
}

/// A Newton step, with what is known where it starts.
pub(super) struct Step {
    pub(super) log_likelihood: f64,
    pub(super) largest_gradient: f64,
    pub(super) projects: Vec<f64>,
    pub(super) dense: DVector<f64>,
}

/// Sets up and solves the equations; nothing if they are singular.
pub(super) fn step(active: &Active, values: &Values) -> Option<Step> {
    let layout = Layout::of(active);
    let mut matrix = DMatrix::zeros(layout.len(), layout.len());
    let mut right = DVector::zeros(layout.len());
    let mut chances = Chances::default();
    let mut log_likelihood = 0.0;
    let mut owns = Vec::with_capacity(active.projects.len());
    for rows in active.rows.chunk_by(|one, other| one.project == other.project) {
        let mut own = Own {
            information: 0.0,
            gradient: 0.0,
            coupling: Vec::new(),
        };
        for row in rows {
            chances.at(values.place(row, layout), values.thresholds(layout));
            log_likelihood += chances.logarithms.get(row.category).copied().unwrap_or(0.0);
            add_row(&mut matrix, &mut right, &mut own, row, &chances, layout);
        }
        owns.push(own);
    }
    let projects = owns.iter().map(|own| own.gradient.abs());
    let largest_gradient = right
        .iter()
        .map(|value: &f64| value.abs())
        .chain(projects)
        .fold(0.0, f64::max);
    // Taken before eliminating: a block of one has only rounding left afterwards.
    let scale = matrix.diagonal().max();
    for own in &owns {
        eliminate(&mut matrix, &mut right, own);
    }
    fill(&mut matrix, layout, scale);
    let dense = matrix.cholesky()?.solve(&right);
    let back = |own: &Own| {
        let coupled = own
            .coupling
            .iter()
            .map(|(at, value)| value * dense.get(*at).copied().unwrap_or(0.0));
        (own.gradient - coupled.sum::<f64>()) / own.information
    };
    let projects: Vec<f64> = owns.iter().map(back).collect();
    let finite = projects.iter().chain(dense.iter()).all(|value| value.is_finite());
    finite.then_some(Step {
        log_likelihood,
        largest_gradient,
        projects,
        dense,
    })
}

/// Adds one row's part to the information and the gradient.
fn add_row(
    matrix: &mut DMatrix<f64>,
    right: &mut DVector<f64>,
    own: &mut Own,
    row: &Judgement,
    chances: &Chances,
    layout: Layout,
) {
    let residual = float(row.category) - chances.expected;
    own.information += chances.variance;
    own.gradient += residual;
    let [.., (first_threshold, _)] = layout.blocks();
    let places = [row.criterion, layout.evaluator(row.evaluator)];
    for one in places {
        own.couple(one, -chances.variance);
        if let Some(value) = right.get_mut(one) {
            *value -= residual;
        }
        for other in places {
            add(matrix, one, other, chances.variance);
        }
    }
    for (at, (above, covariance)) in chances.above.iter().zip(&chances.covariances).enumerate() {
        let threshold = first_threshold + at;
        own.couple(threshold, -covariance);
        if let Some(value) = right.get_mut(threshold) {
            *value += above - f64::from(u8::from(at < row.category));
        }
        for place in places {
            add(matrix, place, threshold, *covariance);
            add(matrix, threshold, place, *covariance);
        }
        for (other, other_above) in chances.above.iter().enumerate() {
            let both = above.min(*other_above);
            add(
                matrix,
                threshold,
                first_threshold + other,
                both - above * other_above,
            );
        }
    }
}

impl Own {
    fn couple(&mut self, at: usize, value: f64) {
        match self.coupling.iter_mut().find(|(known, _)| *known == at) {
            Some((_, sum)) => *sum += value,
            None => self.coupling.push((at, value)),
        }
    }
}

fn eliminate(matrix: &mut DMatrix<f64>, right: &mut DVector<f64>, own: &Own) {
    for (one, left) in &own.coupling {
        if let Some(value) = right.get_mut(*one) {
            *value -= left * own.gradient / own.information;
        }
        for (other, value) in &own.coupling {
            add(matrix, *one, *other, -left * value / own.information);
        }
    }
}

/// Moving all of one block together with the projects changes no chance; the fill chooses the step that leaves
/// each block's sum as it is.
fn fill(matrix: &mut DMatrix<f64>, layout: Layout, scale: f64) {
    for (first, length) in layout.blocks() {
        let block = first..first + length;
        for one in block.clone() {
            for other in block.clone() {
                add(matrix, one, other, scale);
            }
        }
    }
}

/// Refuses a design in which criteria and evaluators cannot be told apart whatever the grades: its equations with
/// all weights one have more null directions than the two that the sums fix.
pub(super) fn refuse_confounded(active: &Active, judgements: &Judgements) -> Result<(), RatersError> {
    let layout = Layout::of(active);
    if DENSE_MOST < layout.len() {
        let what = "评价标准、评价人和等级(合计)";
        return Err(RatersError::TooMany {
            method: "Rasch 模型",
            what,
            found: layout.len(),
            most: DENSE_MOST,
        });
    }
    let width = layout.criteria + layout.evaluators;
    let mut design = DMatrix::zeros(width, width);
    for rows in active.rows.chunk_by(|one, other| one.project == other.project) {
        let mut own = Own {
            information: float(rows.len()),
            gradient: 0.0,
            coupling: Vec::new(),
        };
        for row in rows {
            let places = [row.criterion, layout.evaluator(row.evaluator)];
            for one in places {
                own.couple(one, -1.0);
                for other in places {
                    add(&mut design, one, other, 1.0);
                }
            }
        }
        eliminate(&mut design, &mut DVector::zeros(width), &own);
    }
    let eigenvalues = design.symmetric_eigenvalues();
    let largest = eigenvalues.iter().copied().fold(1.0, f64::max);
    let nulls = eigenvalues
        .iter()
        .filter(|value| **value <= RANK * largest)
        .count();
    if nulls <= 2 {
        return Ok(());
    }
    Err(RatersError::RaschConfounded {
        undetermined: nulls - 2,
        bridges: bridges(active, judgements),
    })
}

/// Extra scorings that would connect projects with evaluators, where that is what is missing.
fn bridges(active: &Active, judgements: &Judgements) -> Vec<crate::raters::graph::Bridge> {
    let name = |names: &[String], kept: &[usize], at: usize| {
        kept.get(at)
            .and_then(|number| names.get(*number))
            .cloned()
            .unwrap_or_default()
    };
    let mut pairs: Vec<(usize, usize)> = active
        .rows
        .iter()
        .map(|row| (row.project, row.evaluator))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let triples = pairs.into_iter().map(|(project, evaluator)| {
        let project = name(&judgements.projects, &active.projects, project);
        (
            project,
            name(&judgements.evaluators, &active.evaluators, evaluator),
            0.0,
        )
    });
    Ratings::new(triples)
        .map(|ratings| connection(&ratings).bridges)
        .unwrap_or_default()
}
