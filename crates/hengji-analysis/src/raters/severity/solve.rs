//! The least-squares fit of one component: projects eliminated, evaluators solved for.

use nalgebra::{DMatrix, DVector};

use super::{MeanSquare, TwoWay};
use crate::distribution::t_quantile;
use crate::number::float;
use crate::raters::dense::{add, entry};
use crate::raters::graph::Connection;
use crate::raters::ratings::Ratings;

/// A fitted component of at least two evaluators.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    pub(super) mean: f64,
    pub(super) variance: TwoWay,
    /// Student's, with the residual degrees of freedom.
    pub(super) quantile: f64,
    severities: DVector<f64>,
    /// The covariance of the severities over the residual variance: the Moore–Penrose inverse of their system.
    covariance: DMatrix<f64>,
    /// The component's evaluators, ascending.
    members: Vec<usize>,
}

/// The scores of one project.
type Row = [(usize, f64)];

/// One fit for each component; `None` where a single evaluator leaves nothing to compare.
pub(super) fn fits(ratings: &Ratings, connection: &Connection, upper: f64) -> Vec<Option<Fit>> {
    let mut rows: Vec<Vec<&Row>> = vec![Vec::new(); connection.components.len()];
    for (row, at) in ratings.rows().iter().zip(&connection.of_project) {
        if let Some(rows) = rows.get_mut(*at) {
            rows.push(row);
        }
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); connection.components.len()];
    for (evaluator, at) in connection.of_evaluator.iter().enumerate() {
        if let Some(members) = members.get_mut(*at) {
            members.push(evaluator);
        }
    }
    rows.iter()
        .zip(members)
        .map(|(rows, members)| Fit::of(rows, members, upper))
        .collect()
}

impl Fit {
    fn of(rows: &[&Row], members: Vec<usize>, upper: f64) -> Option<Self> {
        if members.len() < 2 {
            return None;
        }
        let covariance = inverse(&system(rows, &members))?;
        let right = deviations(rows, &members);
        let severities = -(&covariance * &right);
        let mut fit = Self {
            mean: 0.0,
            variance: unfitted(),
            quantile: f64::NAN,
            severities,
            covariance,
            members,
        };
        let levels: Vec<f64> = rows.iter().map(|row| fit.level(row)).collect();
        fit.mean = levels.iter().sum::<f64>() / float(levels.len());
        fit.variance = fit.two_way(rows, &levels, &right);
        fit.quantile = t_quantile(upper, float(fit.variance.residual.freedom));
        Some(fit)
    }

    /// Sums of squares of each factor given the other: of the evaluators from their normal equations, of the
    /// projects as what the evaluators alone leave beyond the full model.
    fn two_way(&self, rows: &[&Row], levels: &[f64], right: &DVector<f64>) -> TwoWay {
        let scores: usize = rows.iter().map(|row| row.len()).sum();
        let count = self.severities.len();
        let residuals = rows.iter().zip(levels).flat_map(|(row, level)| {
            row.iter()
                .map(move |(evaluator, score)| score + self.severity(*evaluator).unwrap_or(0.0) - level)
        });
        let residual: f64 = residuals.map(|residual| residual * residual).sum();
        let evaluators = -self.severities.dot(right);
        let alone = self.left_by_evaluators_alone(rows);
        TwoWay {
            projects: mean_square((alone - residual).max(0.0), rows.len() - 1),
            evaluators: mean_square(evaluators.max(0.0), count - 1),
            // A connected component has at least one score fewer than projects and evaluators together.
            residual: mean_square(residual, (scores + 1).saturating_sub(rows.len() + count)),
        }
    }

    fn left_by_evaluators_alone(&self, rows: &[&Row]) -> f64 {
        let mut sums = vec![(0.0, 0.0); self.severities.len()];
        let cells = || rows.iter().flat_map(|row| row.iter());
        for (evaluator, score) in cells() {
            if let Some((sum, scores)) = self.at(*evaluator).and_then(|at| sums.get_mut(at)) {
                *sum += score;
                *scores += 1.0;
            }
        }
        let mean = |evaluator| {
            self.at(evaluator)
                .and_then(|at| sums.get(at))
                .map_or(0.0, |(sum, scores)| sum / scores)
        };
        cells()
            .map(|(evaluator, score)| (score - mean(*evaluator)).powi(2))
            .sum()
    }

    fn at(&self, evaluator: usize) -> Option<usize> {
        self.members.binary_search(&evaluator).ok()
    }

    pub(super) fn severity(&self, evaluator: usize) -> Option<f64> {
        self.severities.get(self.at(evaluator)?).copied()
    }

    pub(super) fn severity_error(&self, evaluator: usize) -> Option<f64> {
        let at = self.at(evaluator)?;
        self.error(entry(&self.covariance, at, at))
    }

    pub(super) fn difference_error(&self, one: usize, other: usize) -> Option<f64> {
        let (one, other) = (self.at(one)?, self.at(other)?);
        let covariance = |row, column| entry(&self.covariance, row, column);
        self.error(covariance(one, one) + covariance(other, other) - 2.0 * covariance(one, other))
    }

    /// The mean of a project's corrected scores.
    pub(super) fn level(&self, row: &Row) -> f64 {
        let corrected = row
            .iter()
            .map(|(evaluator, score)| score + self.severity(*evaluator).unwrap_or(0.0));
        corrected.sum::<f64>() / float(row.len())
    }

    /// The mean of a project's scores does not covary with the severities, which depend on differences within
    /// projects only; so the two variances add.
    pub(super) fn level_error(&self, row: &Row) -> Option<f64> {
        let scores = float(row.len());
        let severities: f64 = row
            .iter()
            .map(|(evaluator, _)| self.mean_covariance(*evaluator, row))
            .sum();
        self.error((1.0 + severities) / scores)
    }

    /// Of a score y with severity l: var(y) + var(l) + 2 cov(y, l), where the covariance follows from the weight
    /// that y has in its evaluator's normal equation.
    pub(super) fn corrected_error(&self, evaluator: usize, row: &Row) -> Option<f64> {
        let at = self.at(evaluator)?;
        self.error(1.0 - entry(&self.covariance, at, at) + 2.0 * self.mean_covariance(evaluator, row))
    }

    fn mean_covariance(&self, evaluator: usize, row: &Row) -> f64 {
        let Some(at) = self.at(evaluator) else { return 0.0 };
        let others = row.iter().filter_map(|(other, _)| self.at(*other));
        others
            .map(|other| entry(&self.covariance, at, other))
            .sum::<f64>()
            / float(row.len())
    }

    fn error(&self, variance: f64) -> Option<f64> {
        Some((self.variance.residual.mean? * variance.max(0.0)).sqrt())
    }
}

fn unfitted() -> TwoWay {
    let nothing = mean_square(0.0, 0);
    TwoWay {
        projects: nothing,
        evaluators: nothing,
        residual: nothing,
    }
}

fn mean_square(sum: f64, freedom: usize) -> MeanSquare {
    MeanSquare {
        sum,
        freedom,
        mean: (0 < freedom).then(|| sum / float(freedom)),
    }
}

/// The evaluators' normal equations once the projects are eliminated: the Laplacian of the graph in which two
/// evaluators are joined by one over the size of every project that both scored.
fn system(rows: &[&Row], members: &[usize]) -> DMatrix<f64> {
    let mut system = DMatrix::zeros(members.len(), members.len());
    for row in rows {
        let share = 1.0 / float(row.len());
        let at = |(evaluator, _): &(usize, f64)| members.binary_search(evaluator).ok();
        let places: Vec<usize> = row.iter().filter_map(at).collect();
        for one in &places {
            add(&mut system, *one, *one, 1.0);
            for other in &places {
                add(&mut system, *one, *other, -share);
            }
        }
    }
    system
}

/// For each evaluator the sum of its scores less their projects' means.
fn deviations(rows: &[&Row], members: &[usize]) -> DVector<f64> {
    let mut sums: DVector<f64> = DVector::zeros(members.len());
    for row in rows {
        let mean = row.iter().map(|(_, score)| score).sum::<f64>() / float(row.len());
        for (evaluator, score) in *row {
            if let Some(sum) = members
                .binary_search(evaluator)
                .ok()
                .and_then(|at| sums.get_mut(at))
            {
                *sum += score - mean;
            }
        }
    }
    sums
}

/// The Moore–Penrose inverse of a connected Laplacian: its only null direction is the constant one, which is
/// filled at the scale of the diagonal before inverting and taken out again after.
fn inverse(system: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let count = float(system.nrows());
    let fill = system.trace() / count / count;
    let filled = system.add_scalar(fill);
    let inverse = filled.cholesky()?.inverse();
    Some(inverse.add_scalar(-1.0 / (fill * count * count)))
}
