//! 规模线 (scale line): what an amount should be at a size, and which size an amount stands for.

use serde::Serialize;

use crate::distribution::t_quantile;

/// A line in logarithms with its uncertainty: cost = level + elasticity × (size − pivot).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ScaleLine {
    /// The logarithm of the size at which the level is given.
    pub pivot: f64,
    /// The logarithm of the amount at the pivot, in constant prices.
    pub level: f64,
    /// The elasticity b: below one, twice the quantity costs less than twice the money.
    pub elasticity: f64,
    /// The variance of the level: parameters, pooling, and regions or years not seen before.
    pub level_variance: f64,
    /// The covariance of level and elasticity.
    pub covariance: f64,
    /// The variance of the elasticity.
    pub elasticity_variance: f64,
    /// The variance of one project around the line.
    pub residual_variance: f64,
    /// The degrees of freedom of the intervals: rows less what the model spent on them.
    pub freedom: f64,
}

/// A range; an open end is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Range {
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

impl ScaleLine {
    /// The expected logarithm of the amount at a size.
    #[must_use]
    pub fn expected(&self, size: f64) -> f64 {
        self.level + self.elasticity * (size - self.pivot)
    }

    /// The standard deviation of a project of this size around the expected value: parameters, pooling and
    /// residual.
    #[must_use]
    pub fn standard_deviation(&self, size: f64) -> f64 {
        let along = size - self.pivot;
        let line =
            self.level_variance + 2.0 * along * self.covariance + along * along * self.elasticity_variance;
        (line.max(0.0) + self.residual_variance).sqrt()
    }

    /// The range of amounts, in logarithms, that a project of this size would have.
    #[must_use]
    pub fn range(&self, size: f64, confidence: f64) -> (f64, f64) {
        let reach = self.quantile(confidence) * self.standard_deviation(size);
        (self.expected(size) - reach, self.expected(size) + reach)
    }

    /// The logarithm of the size that an amount stands for; nothing when cost does not grow with size.
    #[must_use]
    pub fn size_for(&self, cost: f64) -> Option<f64> {
        (self.elasticity > 0.0).then(|| self.pivot + (cost - self.level) / self.elasticity)
    }

    /// The sizes, in logarithms, for which an amount would not be unusual (Fieller 1954): those whose range of
    /// amounts contains it. Open where the elasticity is not told from zero.
    #[must_use]
    pub fn sizes_for(&self, cost: f64, confidence: f64) -> Range {
        let open = Range {
            low: None,
            high: None,
        };
        let squared = self.quantile(confidence).powi(2);
        let above = cost - self.level;
        // (above − b x)² ≤ t² (v + 2 c x + w x² + s²) as a quadratic inequality in x.
        let second = self.elasticity.powi(2) - squared * self.elasticity_variance;
        let first = above * self.elasticity + squared * self.covariance;
        let constant = above * above - squared * (self.level_variance + self.residual_variance);
        let root = first * first - second * constant;
        if self.elasticity <= 0.0 || !(second > 0.0 && root >= 0.0) {
            return open;
        }
        let middle = first / second;
        let reach = root.sqrt() / second;
        Range {
            low: Some(self.pivot + middle - reach),
            high: Some(self.pivot + middle + reach),
        }
    }

    /// What a unit would cost at a common size, given what it costs at its own: `c/q · (q/q₀)^(1 − b)`, in
    /// logarithms.
    #[must_use]
    pub fn unit_cost_at(&self, common: f64, size: f64, cost: f64) -> f64 {
        cost - size + (1.0 - self.elasticity) * (size - common)
    }

    fn quantile(&self, confidence: f64) -> f64 {
        t_quantile(0.5 + 0.5 * confidence, self.freedom)
    }
}

impl Range {
    /// The range of the exponentials.
    pub(super) fn exponential(self, factor: f64) -> Self {
        Self {
            low: self.low.map(|low| low.exp() * factor),
            high: self.high.map(|high| high.exp() * factor),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(elasticity: f64, elasticity_variance: f64) -> ScaleLine {
        ScaleLine {
            pivot: 2.0,
            level: 5.0,
            elasticity,
            level_variance: 0.02,
            covariance: 0.001,
            elasticity_variance,
            residual_variance: 0.04,
            freedom: 12.0,
        }
    }

    proptest! {
        #[test]
        fn the_ends_of_the_sizes_are_where_the_amount_leaves_the_range(cost in 3.0..8.0_f64) {
            let line = line(0.8, 0.004);
            let range = line.sizes_for(cost, 0.95);
            let (Some(low), Some(high)) = (range.low, range.high) else {
                return Err(TestCaseError::fail("the elasticity is told from zero"));
            };
            prop_assert!((line.range(low, 0.95).1 - cost).abs() < 1e-9);
            prop_assert!((line.range(high, 0.95).0 - cost).abs() < 1e-9);
            let size = line.size_for(cost).unwrap_or(f64::NAN);
            prop_assert!(low < size && size < high && (line.expected(size) - cost).abs() < 1e-12);
        }

        #[test]
        fn a_project_on_the_line_has_the_unit_cost_of_the_line_at_any_size(size in -1.0..6.0_f64) {
            let line = line(0.7, 0.01);
            let adjusted = line.unit_cost_at(3.0, size, line.expected(size));
            prop_assert!((adjusted - (line.expected(3.0) - 3.0)).abs() < 1e-12);
        }
    }

    #[test]
    fn an_elasticity_that_may_be_zero_leaves_the_sizes_open() {
        let open = Range {
            low: None,
            high: None,
        };
        assert_eq!(line(0.8, 4.0).sizes_for(5.5, 0.95), open);
        assert_eq!(line(-0.2, 0.0001).sizes_for(5.5, 0.95), open);
        assert_eq!(line(-0.2, 0.0001).size_for(5.5), None);
    }
}
