//! 部分汇总 (partial pooling): each group's own mean, drawn towards the common one as far as its uncertainty asks.

use serde::Serialize;

use super::error::BenchmarkError;
use super::small_area::Regression;

/// How the variance between groups is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Heterogeneity {
    /// Paule and Mandel (1982): by moments, no iteration that can fail.
    PauleMandel,
    /// Restricted maximum likelihood.
    Reml,
}

/// Groups after pooling.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pooled {
    /// How the variance between groups was estimated.
    pub heterogeneity: Heterogeneity,
    /// The number of groups.
    pub groups: usize,
    /// The common mean.
    pub mean: f64,
    /// Its variance.
    pub mean_variance: f64,
    /// The variance between groups; zero when the groups differ no more than chance.
    pub between_variance: f64,
    /// The groups in their order.
    pub shrunk: Vec<Shrunk>,
}

/// One group after pooling.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Shrunk {
    /// The pooled mean of the group.
    pub value: f64,
    /// Its variance.
    pub variance: f64,
    /// How much of the group's own mean is in it, from zero to one.
    pub own_share: f64,
}

impl Pooled {
    /// A group without data: the common mean, with the variance between groups on top of its own.
    #[must_use]
    pub fn unseen(&self) -> Shrunk {
        Shrunk {
            value: self.mean,
            variance: self.between_variance + self.mean_variance,
            own_share: 0.0,
        }
    }
}

/// The normal–normal model in closed form: `θᵢ = μ + Bᵢ (ȳᵢ − μ)` with `Bᵢ = t² / (t² + sᵢ²)`.
///
/// # Errors
///
/// [`BenchmarkError`] for fewer than two groups, other sizes, or variances that are not positive.
pub fn pool(
    means: &[f64],
    variances: &[f64],
    heterogeneity: Heterogeneity,
) -> Result<Pooled, BenchmarkError> {
    let regression = Regression::new(means, variances, &[vec![1.0; means.len()]])?;
    let between_variance = match heterogeneity {
        Heterogeneity::PauleMandel => regression.paule_mandel()?,
        Heterogeneity::Reml => regression.restricted_likelihood()?,
    };
    let fitted = regression.at(between_variance)?;
    let mean = fitted.coefficients.sum();
    let mean_variance = fitted.covariance.sum();
    let shrunk = means
        .iter()
        .zip(variances)
        .map(|(value, variance)| {
            let own_share = between_variance / (between_variance + variance);
            Shrunk {
                value: mean + own_share * (value - mean),
                variance: own_share * variance + (1.0 - own_share).powi(2) * mean_variance,
                own_share,
            }
        })
        .collect();
    Ok(Pooled {
        heterogeneity,
        groups: means.len(),
        mean,
        mean_variance,
        between_variance,
        shrunk,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_variances_have_their_closed_form() {
        // With equal variances the moments give the variance of the means less the sampling variance.
        let means = [1.0, 3.0, 5.0, 7.0];
        let pooled = pool(&means, &[2.0; 4], Heterogeneity::PauleMandel).unwrap();
        let reml = pool(&means, &[2.0; 4], Heterogeneity::Reml).unwrap();
        for pooled in [pooled, reml] {
            assert!(
                (pooled.between_variance - (20.0 / 3.0 - 2.0)).abs() < 1e-9,
                "{pooled:?}"
            );
            assert!((pooled.mean - 4.0).abs() < 1e-12);
            assert!((pooled.shrunk[0].own_share - 0.7).abs() < 1e-9);
            assert!((pooled.shrunk[0].value - 1.9).abs() < 1e-9);
        }
    }

    #[test]
    fn groups_that_differ_no_more_than_chance_are_one() {
        let pooled = pool(&[1.0, 1.1, 0.9], &[1.0, 1.0, 1.0], Heterogeneity::Reml).unwrap();
        assert!(pooled.between_variance == 0.0);
        assert!(
            pooled
                .shrunk
                .iter()
                .all(|group| (group.value - 1.0).abs() < 1e-12)
        );
        assert!((pooled.unseen().variance - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn one_group_cannot_be_pooled() {
        let error = pool(&[1.0], &[1.0], Heterogeneity::PauleMandel)
            .unwrap_err()
            .to_string();
        assert!(error.ends_with("[benchmark-too-few]"));
    }

    proptest! {
        #[test]
        fn every_group_lies_between_its_own_mean_and_the_common_one(
            groups in proptest::collection::vec((-5.0..5.0_f64, 0.01..4.0_f64), 2..20)
        ) {
            let (means, variances): (Vec<f64>, Vec<f64>) = groups.into_iter().unzip();
            for heterogeneity in [Heterogeneity::PauleMandel, Heterogeneity::Reml] {
                let pooled = pool(&means, &variances, heterogeneity).unwrap();
                for ((own, variance), shrunk) in means.iter().zip(&variances).zip(&pooled.shrunk) {
                    let (low, high) = (own.min(pooled.mean), own.max(pooled.mean));
                    prop_assert!((low - 1e-9..=high + 1e-9).contains(&shrunk.value));
                    prop_assert!(shrunk.variance <= pooled.unseen().variance.max(*variance) + 1e-9);
                }
            }
        }

        #[test]
        fn nearby_variances_between_groups_are_less_likely(
            groups in proptest::collection::vec((-5.0..5.0_f64, 0.01..4.0_f64), 3..20), factor in 0.5..2.0_f64
        ) {
            let (means, variances): (Vec<f64>, Vec<f64>) = groups.into_iter().unzip();
            let regression = Regression::new(&means, &variances, &[vec![1.0; means.len()]]).unwrap();
            let best = regression.restricted_likelihood().unwrap();
            let deviance = regression.at(best).unwrap().deviance;
            prop_assert!(regression.at(best * factor + 0.01).unwrap().deviance >= deviance - 1e-9);
        }
    }
}
