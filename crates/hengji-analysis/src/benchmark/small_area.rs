//! 小域估计 (small areas): regressions with a known sampling variance for each area.
//!
//! The one place for the algebra that the Fay–Herriot model and the normal–normal model share.

use nalgebra::{DMatrix, DVector};

use super::error::BenchmarkError;

/// Steps of Fisher scoring; a handful suffices.
const STEPS: usize = 200;
/// Two variances closer than this, relative to their size, are the same for every use made of them.
const CLOSE: f64 = 1e-14;

/// A regression whose errors have the variance between areas plus each area's own.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Regression {
    values: DVector<f64>,
    variances: Vec<f64>,
    design: DMatrix<f64>,
}

/// The regression at one variance between areas.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    pub(super) coefficients: DVector<f64>,
    /// The covariance of the coefficients.
    pub(super) covariance: DMatrix<f64>,
    /// Minus twice the restricted log-likelihood, without its constant.
    pub(super) deviance: f64,
    /// The derivative of the restricted log-likelihood by the variance between areas.
    score: f64,
    /// The expected information on it.
    information: f64,
}

impl Regression {
    /// Checks and keeps the data; `design` holds columns.
    pub(super) fn new(
        values: &[f64],
        variances: &[f64],
        design: &[Vec<f64>],
    ) -> Result<Self, BenchmarkError> {
        let size = values.len();
        finite("估计值", values)?;
        sized("抽样方差", variances.len(), size)?;
        if let Some((row, value)) = variances
            .iter()
            .enumerate()
            .find(|(_, value)| !(value.is_finite() && **value > 0.0))
        {
            let row = format!("第 {} 个区域", row + 1);
            return Err(BenchmarkError::NotPositive {
                row,
                what: "抽样方差".to_owned(),
                value: *value,
            });
        }
        for column in design {
            sized("解释变量", column.len(), size)?;
            finite("解释变量", column)?;
        }
        if size <= design.len() {
            return Err(BenchmarkError::TooFew {
                what: "区域".to_owned(),
                found: size,
                least: design.len() + 1,
            });
        }
        let columns: Vec<f64> = design.iter().flatten().copied().collect();
        Ok(Self {
            values: DVector::from_column_slice(values),
            variances: variances.to_vec(),
            design: DMatrix::from_column_slice(size, design.len(), &columns),
        })
    }

    /// The number of areas.
    pub(super) fn len(&self) -> usize {
        self.variances.len()
    }

    /// The row of an area.
    pub(super) fn row(&self, area: usize) -> DVector<f64> {
        self.design.row(area).transpose()
    }

    /// Weighted least squares at a variance between areas.
    pub(super) fn at(&self, between: f64) -> Result<Fitted, BenchmarkError> {
        let inverse: Vec<f64> = self.variances.iter().map(|own| 1.0 / (between + own)).collect();
        let product = |power: i32| {
            let mut scaled = self.design.clone();
            for (mut row, inverse) in scaled.row_iter_mut().zip(&inverse) {
                row.scale_mut(inverse.powi(power));
            }
            self.design.transpose() * scaled
        };
        let factor = product(1).cholesky().ok_or(BenchmarkError::ColumnsRedundant)?;
        let covariance = factor.inverse();
        let mut right = self.values.clone();
        right
            .iter_mut()
            .zip(&inverse)
            .for_each(|(value, inverse)| *value *= inverse);
        let coefficients = &covariance * (self.design.transpose() * right);
        let residual = &self.values - &self.design * &coefficients;
        let (mut quadratic, mut squared, mut first, mut second, mut logs) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (residual, inverse) in residual.iter().zip(&inverse) {
            quadratic += residual * residual * inverse;
            squared += (residual * inverse).powi(2);
            first += inverse;
            second += inverse * inverse;
            logs -= inverse.ln();
        }
        let along = &covariance * product(2);
        let trace = first - along.trace();
        let log_fixed: f64 = factor
            .l_dirty()
            .diagonal()
            .iter()
            .map(|value| 2.0 * value.ln())
            .sum();
        let information =
            0.5 * (second - 2.0 * (&covariance * product(3)).trace() + (&along * &along).trace());
        Ok(Fitted {
            coefficients,
            covariance,
            deviance: logs + log_fixed + quadratic,
            score: 0.5 * (squared - trace),
            information,
        })
    }

    /// The variance between areas by restricted maximum likelihood: the best of a coarse grid, then Fisher
    /// scoring kept from going downhill or below zero.
    pub(super) fn restricted_likelihood(&self) -> Result<f64, BenchmarkError> {
        let spread = self.values.variance().max(f64::MIN_POSITIVE);
        let mut between = 0.0;
        let mut fitted = self.at(between)?;
        for share in [1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0] {
            let other = self.at(share * spread)?;
            if other.deviance < fitted.deviance {
                between = share * spread;
                fitted = other;
            }
        }
        for _ in 0..STEPS {
            let step = fitted.score / fitted.information;
            let Some((next, better)) = self.uphill(between, step, fitted.deviance)? else {
                break;
            };
            let moved = (next - between).abs();
            between = next;
            fitted = better;
            if moved <= CLOSE * (spread + between) {
                break;
            }
        }
        Ok(between)
    }

    /// Halves a step until it is no worse.
    fn uphill(&self, from: f64, step: f64, deviance: f64) -> Result<Option<(f64, Fitted)>, BenchmarkError> {
        let mut step = step;
        for _ in 0..60 {
            let next = (from + step).max(0.0);
            let fitted = self.at(next)?;
            if fitted.deviance <= deviance {
                return Ok((next != from).then_some((next, fitted)));
            }
            step *= 0.5;
        }
        Ok(None)
    }

    /// The variance between areas by Paule and Mandel (1982): the one at which the weighted squares of the
    /// residuals are what chance would give; zero when they are less even without it.
    pub(super) fn paule_mandel(&self) -> Result<f64, BenchmarkError> {
        let freedom = crate::number::float(self.len() - self.design.ncols());
        let excess = |between: f64| -> Result<f64, BenchmarkError> {
            let fitted = self.at(between)?;
            let residual = &self.values - &self.design * &fitted.coefficients;
            let squares = residual
                .iter()
                .zip(&self.variances)
                .map(|(residual, own)| residual * residual / (between + own));
            Ok(squares.sum::<f64>() - freedom)
        };
        if excess(0.0)? <= 0.0 {
            return Ok(0.0);
        }
        let (mut low, mut high) = (0.0, self.values.variance().max(f64::MIN_POSITIVE));
        while excess(high)? > 0.0 && high.is_finite() {
            low = high;
            high *= 2.0;
        }
        // Halving: the excess falls all the way, and a hundred halvings exhaust the digits.
        for _ in 0..100 {
            let middle = 0.5 * (low + high);
            if excess(middle)? > 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(0.5 * (low + high))
    }
}

fn finite(what: &str, values: &[f64]) -> Result<(), BenchmarkError> {
    match values.iter().enumerate().find(|(_, value)| !value.is_finite()) {
        Some((row, value)) => Err(BenchmarkError::NotFinite {
            row: row + 1,
            what: what.to_owned(),
            value: *value,
        }),
        None => Ok(()),
    }
}

fn sized(what: &str, found: usize, expected: usize) -> Result<(), BenchmarkError> {
    if found == expected {
        Ok(())
    } else {
        Err(BenchmarkError::SizesDiffer {
            what: what.to_owned(),
            found,
            expected,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::number::float;

    proptest! {
        #[test]
        fn both_variances_follow_the_unit_of_the_values(
            areas in proptest::collection::vec((-5.0..5.0_f64, 0.05..4.0_f64), 4..20), unit in 0.01..100.0_f64
        ) {
            let (values, variances): (Vec<f64>, Vec<f64>) = areas.into_iter().unzip();
            let design = [vec![1.0; values.len()]];
            let scaled: Vec<f64> = values.iter().map(|value| value * unit).collect();
            let wider: Vec<f64> = variances.iter().map(|variance| variance * unit * unit).collect();
            let one = Regression::new(&values, &variances, &design).unwrap();
            let other = Regression::new(&scaled, &wider, &design).unwrap();
            for (one, other) in [
                (one.paule_mandel(), other.paule_mandel()),
                (one.restricted_likelihood(), other.restricted_likelihood()),
            ] {
                let (one, other) = (one.unwrap(), other.unwrap() / (unit * unit));
                prop_assert!((one - other).abs() < 1e-6 * one.max(1.0), "{one} {other}");
            }
        }

        #[test]
        fn the_moments_are_what_chance_would_give(
            areas in proptest::collection::vec((-9.0..9.0_f64, 0.05..1.0_f64), 4..20)
        ) {
            let (values, variances): (Vec<f64>, Vec<f64>) = areas.into_iter().unzip();
            let regression = Regression::new(&values, &variances, &[vec![1.0; values.len()]]).unwrap();
            let between = regression.paule_mandel().unwrap();
            let mean = regression.at(between).unwrap().coefficients.sum();
            let squares: f64 =
                values.iter().zip(&variances).map(|(value, own)| (value - mean).powi(2) / (between + own)).sum();
            let freedom = float(values.len() - 1);
            if between > 0.0 {
                prop_assert!((squares - freedom).abs() < 1e-6 * freedom, "{squares} {freedom}");
            } else {
                prop_assert!(squares <= freedom + 1e-9);
            }
        }
    }
}
