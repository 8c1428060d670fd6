//! 混合模型 (mixed models): variance components by restricted maximum likelihood.
//!
//! The model is `y = X β + Σ Zₖ uₖ + e` with any number of nested or crossed factors, each with a random
//! intercept, one of them also with a random slope. As in lme4 (Bates, Mächler, Bolker, Walker 2015) the
//! deviance is profiled to a function of the relative standard deviations; the sparse part of the equations
//! (the largest factor) is eliminated group by group, so that a million rows cost one pass and the search
//! works on small matrices only.
//!
//! # 例:三个评价组给八个项目打分,谁手严、谁手松
//!
//! 每个项目由甲、乙、丙三个评价组各打一次分。项目之间本来有好坏,评价组之间有松紧,两者都当作随机效应:
//!
//! ```
//! use hengji_analysis::mixed::{Factor, Settings, fit};
//!
//! let scores = [
//!     86.0, 83.0, 88.5, 91.0, 87.5, 93.0, 78.5, 74.0, 80.0, 88.0, 85.5, 91.5, //
//!     82.0, 77.5, 84.0, 93.5, 90.0, 95.5, 80.5, 78.0, 83.0, 85.0, 82.0, 86.5,
//! ];
//! let projects: Vec<usize> = (0..24).map(|row| row / 3).collect();
//! let panels: Vec<usize> = (0..24).map(|row| row % 3).collect();
//! let factors = [Factor::new("项目", projects, 8), Factor::new("评价组", panels, 3)];
//!
//! let fit = fit(&scores, &[vec![1.0; 24]], &factors, &Settings::default())?;
//!
//! assert!(fit.convergence.converged);
//! let severity: Vec<f64> = fit.effects.iter().skip(1).flat_map(|panel| &panel.intercepts).map(|of| of.value).collect();
//! // 乙组平均偏严约三分,丙组偏松。
//! assert!(matches!(severity.as_slice(), [first, second, third] if *second < -2.0 && first < third));
//! # Ok::<(), hengji_analysis::mixed::MixedError>(())
//! ```

mod components;
mod deviance;
mod error;
mod estimate;
mod factor;
mod predict;
mod products;
mod projection;
mod search;

pub use components::{Component, Effects, Estimate};
pub use error::MixedError;
pub(crate) use estimate::fit_near;
pub use estimate::{Convergence, MixedFit, fit, fit_with_reliabilities};
pub use factor::{Correlation, Criterion, Factor, Settings};
pub use predict::{Point, Prediction};

#[cfg(test)]
mod tests;
