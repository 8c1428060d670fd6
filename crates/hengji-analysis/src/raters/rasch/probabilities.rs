//! The chances of the grades at one place of the scale, and the moments that the likelihood needs.

use crate::number::float;

/// The chances at one place; kept between calls so that a pass over a million rows allocates nothing.
#[derive(Debug, Default)]
pub(super) struct Chances {
    /// The chance of each grade.
    pub(super) of: Vec<f64>,
    /// The logarithm of each chance.
    pub(super) logarithms: Vec<f64>,
    pub(super) expected: f64,
    pub(super) variance: f64,
    /// For each threshold the chance of a grade above it.
    pub(super) above: Vec<f64>,
    /// For each threshold the covariance of the grade with being above it.
    pub(super) covariances: Vec<f64>,
}

impl Chances {
    /// Moves to another place on the scale of logits.
    pub(super) fn at(&mut self, place: f64, thresholds: &[f64]) {
        self.logarithms.clear();
        self.logarithms.push(0.0);
        let mut sum = 0.0;
        for threshold in thresholds {
            sum += place - threshold;
            self.logarithms.push(sum);
        }
        let largest = self.logarithms.iter().copied().fold(f64::MIN, f64::max);
        let total: f64 = self.logarithms.iter().map(|one| (one - largest).exp()).sum();
        let norm = largest + total.ln();
        self.logarithms.iter_mut().for_each(|one| *one -= norm);
        self.of.clear();
        self.of.extend(self.logarithms.iter().map(|one| one.exp()));
        let grades = || {
            self.of
                .iter()
                .enumerate()
                .map(|(grade, chance)| (float(grade), *chance))
        };
        let expected: f64 = grades().map(|(grade, chance)| grade * chance).sum();
        self.variance = grades()
            .map(|(grade, chance)| (grade - expected).powi(2) * chance)
            .sum();
        self.above.clear();
        self.covariances.clear();
        let (mut above, mut covariance) = (0.0, 0.0);
        for (grade, chance) in grades().skip(1).rev() {
            above += chance;
            covariance += (grade - expected) * chance;
            self.above.push(above);
            self.covariances.push(covariance);
        }
        self.above.reverse();
        self.covariances.reverse();
        self.expected = expected;
    }
}
