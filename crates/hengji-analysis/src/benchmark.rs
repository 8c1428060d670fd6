//! 单位成本标杆 (benchmark): is this target in proportion to this money, when scale matters?
//!
//! Twice the road rarely costs twice the money, so unit costs of a large and a small project must not be
//! compared raw. [`ScaleModel`] learns from past projects how cost grows with quantity, type by type, with types
//! of little history drawn towards their category; [`ScaleModel::judge`] then says of a planned target and its
//! money whether they fit, which target the money usually pays for, and on how much history that rests. Around
//! it stand the estimators that the small-area literature offers: [`fay_herriot`], [`nested_error`],
//! [`james_stein`], [`pool`].
//!
//! # 例:45 公里养护报 900 万元,目标与资金匹配吗?
//!
//! 四个区三年的道路养护决算(公里、万元),有一行误填成了元。滨河区今年计划养护主干道 45 公里、申报 900 万元:
//!
//! ```
//! use hengji_analysis::benchmark::{
//!     Band, Bands, EvidenceThresholds, Plan, PriceIndex, Project, ScaleModel, Settings, Sizes,
//! };
//!
//! let project = |indicator_type: &str, region: &str, year: i32, quantity: f64, amount: f64| Project {
//!     name: format!("{region}{year}年{indicator_type}"),
//!     indicator_type: indicator_type.to_owned(),
//!     category: "道路养护".to_owned(),
//!     region: Some(region.to_owned()),
//!     year: Some(year),
//!     quantity,
//!     amount,
//! };
//! let history = [
//!     project("主干道养护里程", "滨河区", 2018, 38.0, 452.0),
//!     project("主干道养护里程", "滨河区", 2019, 41.0, 470.0),
//!     project("主干道养护里程", "滨河区", 2020, 44.0, 512.0),
//!     project("主干道养护里程", "东城区", 2018, 82.0, 861.0),
//!     project("主干道养护里程", "东城区", 2019, 85.0, 8_990_000.0), // 应为 899 万元。
//!     project("主干道养护里程", "东城区", 2020, 90.0, 918.0),
//!     project("主干道养护里程", "西湾区", 2018, 20.0, 268.0),
//!     project("主干道养护里程", "西湾区", 2019, 22.0, 274.0),
//!     project("主干道养护里程", "西湾区", 2020, 22.0, 291.0),
//!     project("支路养护里程", "滨河区", 2018, 60.0, 331.0),
//!     project("支路养护里程", "滨河区", 2019, 64.0, 355.0),
//!     project("支路养护里程", "滨河区", 2020, 71.0, 372.0),
//!     project("支路养护里程", "东城区", 2018, 120.0, 548.0),
//!     project("支路养护里程", "东城区", 2019, 126.0, 590.0),
//!     project("支路养护里程", "东城区", 2020, 131.0, 579.0),
//!     project("支路养护里程", "西湾区", 2018, 33.0, 205.0),
//!     project("支路养护里程", "西湾区", 2019, 35.0, 209.0),
//!     project("支路养护里程", "西湾区", 2020, 40.0, 241.0),
//! ];
//! let settings = Settings {
//!     evidence: EvidenceThresholds { own_history: 5, category: 15 },
//!     bands: Bands { in_line: 1.0, ask: 2.0, unit_error: 4.0 },
//!     confidence: 0.95,
//!     sizes: Sizes::Comparable, // 同一类别都以公里计。
//!     huber: Some(1.345),
//!     unit_factors: vec![10.0, 1_000.0, 10_000.0],
//!     common_size: Some(50.0),
//!     compared_rows: 5,
//! };
//! let model = ScaleModel::fit(&history, &PriceIndex::none(), &settings)?;
//!
//! let learnt: Vec<_> = model.categories().collect();
//! assert_eq!(learnt[0].unit_errors[0].row, "东城区2019年主干道养护里程");
//! let elasticity = learnt[0].elasticity.map(|of| of.value).unwrap_or_default();
//! assert!(elasticity > 0.7 && elasticity < 0.85); // 规模翻一倍,成本只增七成左右。
//!
//! let plan = Plan { project: project("主干道养护里程", "滨河区", 2021, 45.0, 900.0), last_year: None };
//! let judgement = model.judge(&plan)?;
//! assert_eq!(judgement.band, Band::MoneyHigh);
//! assert!(judgement.verdict.starts_with("资金偏多或目标偏低:同等规模通常需要 5"));
//!
//! let fair = Plan { project: project("主干道养护里程", "滨河区", 2021, 45.0, 520.0), last_year: None };
//! assert_eq!(model.judge(&fair)?.band, Band::InLine);
//! # Ok::<(), hengji_analysis::benchmark::BenchmarkError>(())
//! ```
//!
//! 这些数只用来提问,不能据此扣减预算:结论须连同样本量、方法和阈值一起给出,由人签字。

mod category;
mod closed_form;
mod comparison;
mod error;
mod fay_herriot;
mod history;
mod james_stein;
mod judgement;
mod line;
mod model;
mod nested_error;
mod pooled_lines;
mod pooling;
mod robust;
mod settings;
mod small_area;
mod stretch;
mod unit_error;
mod verdict;

pub use category::{CategorySummary, DownWeighted, FitMethod};
pub use comparison::{ComparedRow, Comparison};
pub use error::BenchmarkError;
pub use fay_herriot::{AreaEstimate, FayHerriot, fay_herriot};
pub use history::{PriceIndex, Project};
pub use james_stein::{JamesStein, james_stein};
pub use judgement::{Band, Evidence, EvidenceGrade, Judgement, Plan, Predicted};
pub use line::{Range, ScaleLine};
pub use model::ScaleModel;
pub use nested_error::{AreaMean, NestedError, nested_error};
pub use pooling::{Heterogeneity, Pooled, Shrunk, pool};
pub use settings::{Bands, EvidenceThresholds, Settings, Sizes};
pub use stretch::{LastYear, Stretch, stretch};
pub use unit_error::{UnitError, UnitErrorKind};

#[cfg(test)]
mod tests;
