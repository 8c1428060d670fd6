//! 先验选项 (prior options): which curve little history leans on.

use clap::{Args, ValueEnum};
use hengji_analysis::progress::{Prior, ProfileSettings, fit_beta, profile};

use super::history::History;
use crate::{Failure, rules::Numbers};

/// Options of the prior.
#[derive(Debug, Clone, Args)]
pub(super) struct PriorOptions {
    /// 往年少时向哪条曲线靠:linear 序时进度(默认)、works 工程曲线、beta 全表拟合的贝塔曲线
    #[arg(
        long,
        value_name = "曲线",
        default_value = "linear",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    prior: Curve,
    /// 工程曲线的参数 C
    #[arg(
        long,
        value_name = "数",
        required_if_eq("prior", "works"),
        help_heading = "选项"
    )]
    works_c: Option<f64>,
    /// 工程曲线的参数 K
    #[arg(
        long,
        value_name = "数",
        required_if_eq("prior", "works"),
        help_heading = "选项"
    )]
    works_k: Option<f64>,
}

/// A prior curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Curve {
    /// 序时进度
    Linear,
    /// 工程曲线
    Works,
    /// 贝塔曲线
    Beta,
}

impl PriorOptions {
    /// The settings of a profile; a Beta curve is fitted to the median of the whole history.
    pub(super) fn settings(&self, numbers: &Numbers, history: &History) -> Result<ProfileSettings, Failure> {
        let plain = ProfileSettings {
            periods: history.periods,
            prior: Prior::Linear,
            prior_weight: numbers.float("prior_weight")?,
            red: numbers.float("red_quantile")?,
            yellow: numbers.float("yellow_quantile")?,
        };
        let prior = match self.prior {
            Curve::Linear => Prior::Linear,
            Curve::Works => Prior::Works {
                c: self.works_c.unwrap_or(f64::NAN),
                k: self.works_k.unwrap_or(f64::NAN),
            },
            Curve::Beta => fitted(history, &plain)?,
        };
        Ok(ProfileSettings { prior, ..plain })
    }
}

/// The history alone: what a prior is fitted to must not lean on one.
const NO_PRIOR: f64 = 0.0;

/// The Beta curve nearest to the median course of all categories, as a share of what they reached in the end.
fn fitted(history: &History, plain: &ProfileSettings) -> Result<Prior, Failure> {
    let curves: Vec<&[f64]> = history
        .categories
        .iter()
        .flat_map(|(_, rows)| rows)
        .map(|row| row.curve.as_slice())
        .collect();
    let alone = ProfileSettings {
        prior_weight: NO_PRIOR,
        ..*plain
    };
    let all = profile(&curves, &alone).map_err(Failure::unusable)?;
    let end = all.median.shares.last().copied().unwrap_or_default();
    let median: Vec<f64> = all.median.shares.iter().map(|share| share / end).collect();
    let fit = fit_beta(&median).map_err(Failure::refused)?;
    Ok(Prior::Beta {
        alpha: fit.alpha,
        beta: fit.beta,
    })
}
