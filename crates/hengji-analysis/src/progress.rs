//! 进度 (progress): expected profiles of execution, alerts, and shares with their intervals.
//!
//! How fast is slow? Money is not spent evenly: works are paid in autumn, wages month by month. A profile holds how
//! like projects of past years stood at the end of each month; a project below the tenth of them deserves a question.
//! And how many answers does a satisfaction target need before it may count as met?
//!
//! # Example
//!
//! 街道环境整治: nine like projects of past years, cumulative execution by quarter. This year one has spent 28 % by
//! the end of June. Is that slow, and where will the year end?
//!
//! ```
//! use hengji_analysis::progress::{
//!     AlertThresholds, Level, Observation, Prior, ProfileSettings, SurveyThresholds, Survey, Verdict, alerts, forecast,
//!     judge_survey, profile,
//! };
//!
//! let past_years = [
//!     [0.10, 0.35, 0.62, 0.96], [0.08, 0.38, 0.70, 0.98], [0.12, 0.41, 0.66, 0.95],
//!     [0.15, 0.44, 0.71, 1.00], [0.09, 0.36, 0.64, 0.93], [0.11, 0.40, 0.69, 0.97],
//!     [0.14, 0.43, 0.73, 0.99], [0.07, 0.33, 0.60, 0.94], [0.13, 0.42, 0.68, 0.96],
//! ];
//! // 分位、先验权重取自规则 analysis.execution_alerts。
//! let settings = ProfileSettings { periods: 4, prior: Prior::Linear, prior_weight: 5.0, red: 0.10, yellow: 0.25 };
//! let category = profile(&past_years, &settings)?;
//! assert_eq!(category.n, 9);
//!
//! let june = Observation { period: 2, reached: 0.28, largest_payment: Some(0.12), last_year: None };
//! let thresholds = AlertThresholds { last_period_jump: 0.40, single_payment: 0.50 };
//! let found = alerts(&category, &june, &thresholds)?;
//! let alert = found.alerts.first().expect("it is slower than all nine");
//! assert_eq!(alert.level, Level::Red);
//! assert_eq!(alert.to_string(), "第 2 期末为 28.0%,低于同类往年(9 条)的 10.0% 分位 36.6%");
//!
//! let year = forecast(&category, 2, 0.28)?;
//! assert!(year.year_end.is_some_and(|share| 0.60 < share && share < 0.70));
//!
//! // 满意度目标 90%:收回 400 份,365 份满意。91.25% 高于目标,但下限 88.1% 没有证明达到。
//! let survey = Survey { satisfied: 365, responses: 400, invited: Some(1_000), population: None };
//! let asked = SurveyThresholds { level: 0.95, margin: 0.05, response_least: 0.30 };
//! assert_eq!(judge_survey(&survey, 0.90, &asked)?.verdict, Verdict::NotShown);
//! # Ok::<(), hengji_analysis::progress::ProgressError>(())
//! ```
//!
//! Alerts stand beside the lights that the dated rules give (执行率 ÷ 已过时间) and never replace them; a flag starts a
//! question and is no deduction.

mod alert;
mod error;
mod forecast;
mod grid;
mod isotonic;
mod prior;
mod profile;
mod rating;
mod sample_size;
mod satisfaction;
mod share;

pub use alert::{Alert, AlertKind, AlertThresholds, Alerts, Level, Observation, Withheld, alerts};
pub use error::ProgressError;
pub use forecast::{Forecast, forecast};
pub use grid::{Field, Pace, Place, Side, dual_monitoring};
pub use prior::{BetaFit, Prior, fit_beta};
pub use profile::{Line, Profile, ProfileSettings, profile};
pub use rating::{MeanRating, Step, mean_rating};
pub use sample_size::{SampleSettings, SampleSize, share_sample_size};
pub use satisfaction::{Survey, SurveyResult, SurveyThresholds, Verdict, WorstCase, judge_survey};
pub use share::{ShareInterval, ShareMethod, wilson, wilson_corrected};
