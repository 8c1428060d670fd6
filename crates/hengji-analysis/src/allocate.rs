//! 分配 (allocation): budgets by results, scarce evaluation days, institutions to projects.
//!
//! What is decided here is proposed, explained and repeatable: money adds up to the fen, every plan stands beside a
//! bound that no plan exceeds, ties go to a public lottery, and each row says why. What decides (strength, floor,
//! cap, days, shares) is an argument, to be published before the scores are known.
//!
//! # Four departments share 5,200 万元
//!
//! 基数 after the zero-based check, without rigid items; the score of the whole-department evaluation; how far that
//! score is to be trusted. The corridor is 90 % to 110 % of the base.
//!
//! ```
//! use hengji_analysis::allocate::{Curve, Department, Held, IncentiveSettings, allocate_budget};
//!
//! let ten_thousand_yuan = 1_000_000; // 1 万元, in fen.
//! let department = |name: &str, base: i64, score, reliability| Department {
//!     name: name.to_owned(),
//!     base_fen: base * ten_thousand_yuan,
//!     score,
//!     reliability,
//! };
//! let departments = [
//!     department("教育局", 2_600, 92.0, 0.9),
//!     department("民政局", 1_200, 84.5, 0.8),
//!     department("城管局", 900, 71.0, 0.9),
//!     department("科技局", 500, 96.0, 0.4),
//! ];
//! let settings = IncentiveSettings {
//!     curve: Curve::Smooth { strength: 0.1, reference: 80.0 },
//!     floor_bp: 9_000,
//!     cap_bp: 11_000,
//!     step_fen: 1,
//! };
//! let result = allocate_budget(&departments, 5_200 * ten_thousand_yuan, &settings)?;
//!
//! // Not a fen is lost, and each change is told in three terms.
//! assert_eq!(result.departments.iter().map(|row| row.amount_fen).sum::<i64>(), 5_200 * ten_thousand_yuan);
//! for row in &result.departments {
//!     assert_eq!(row.tightness_fen + row.performance_fen + row.bounds_fen, row.amount_fen - row.base_fen);
//! }
//! // 城管局 would have come down to 85 %, and is held at 90 %.
//! let held = &result.departments[2];
//! assert_eq!((held.held, held.amount_fen), (Held::Floor, 810 * ten_thousand_yuan));
//!
//! // 70 万元 less than the floors need is refused with the figures.
//! let refusal = allocate_budget(&departments, 4_610 * ten_thousand_yuan, &settings);
//! assert!(refusal.is_err_and(|error| error.to_string().contains("按保底合计至少 46800000.00元")));
//! # Ok::<(), hengji_analysis::allocate::AllocateError>(())
//! ```
//!
//! # Ten evaluation days for four projects
//!
//! ```
//! use hengji_analysis::allocate::{
//!     Coverage, Level, PlanProject, PlanSettings, Reason, Required, evaluation_value, plan_evaluations,
//! };
//!
//! // 金额 (万元), 风险, 距上次评价的年数; at the desk half of what is wrong is found, on the spot all of it.
//! let project = |name: &str, department: &str, required, amount, risk, years| PlanProject {
//!     name: name.to_owned(),
//!     department: department.to_owned(),
//!     required,
//!     levels: vec![
//!         Some(Level { days: 2.0, value: evaluation_value(amount, risk, years, 0.1, 0.5) }),
//!         Some(Level { days: 6.0, value: evaluation_value(amount, risk, years, 0.1, 1.0) }),
//!     ],
//! };
//! let projects = [
//!     project("老旧小区改造", "住建局", Required::ClassA, 1_800.0, 0.3, 2.0),
//!     project("学前教育补助", "教育局", Required::No, 650.0, 0.4, 1.0),
//!     project("校舍修缮", "教育局", Required::No, 420.0, 0.2, 0.0),
//!     project("居家养老服务", "民政局", Required::Drawn, 310.0, 0.5, 3.0),
//! ];
//! let settings = PlanSettings { days: 10.0, share_bp: 1_000, coverage: Coverage::Every, node_limit: 10_000 };
//! let plan = plan_evaluations(&projects, &settings)?;
//!
//! let levels: Vec<usize> = plan.projects.iter().map(|row| row.level).collect();
//! assert_eq!(levels, [2, 1, 0, 1]);
//! assert_eq!(plan.projects[1].reason, Reason::ValuePerDay);
//! assert!(plan.proven && plan.best.value <= plan.lp_bound);
//! // 再增加 1 个评价日可多覆盖约 36 万元 of money at risk.
//! assert!((plan.next_day - 35.75).abs() < 1e-9);
//! # Ok::<(), hengji_analysis::allocate::AllocateError>(())
//! ```
//!
//! # A cut of 228 万元 shared among three claims
//!
//! ```
//! use hengji_analysis::allocate::{ClaimsRule, share_claims};
//!
//! let claims = [90_000_000, 160_000_000, 350_000_000]; // 90, 160 and 350 万元, in fen.
//! let estate = claims.iter().sum::<i64>() - 228_000_000;
//! let losses = |rule| -> Result<Vec<i64>, _> {
//!     Ok::<_, hengji_analysis::allocate::AllocateError>(
//!         share_claims(&claims, estate, rule)?.iter().map(|award| award.loss_fen).collect(),
//!     )
//! };
//! assert_eq!(losses(ClaimsRule::EqualLosses)?, [76_000_000, 76_000_000, 76_000_000]);
//! assert_eq!(losses(ClaimsRule::Proportional)?, [34_200_000, 60_800_000, 133_000_000]);
//! # Ok::<(), hengji_analysis::allocate::AllocateError>(())
//! ```

mod assignment;
mod claims;
mod classes;
mod concentration;
mod error;
mod incentive;
mod matching;
mod money;
mod plan;
mod seats;
mod weights;
mod zero_one;

pub use assignment::{
    Aim, Assignment, AssignmentSettings, Candidates, Conflict, ConflictKind, Engagement, Excluded, Exclusion,
    Institution, InstitutionLoad, PastEngagement, Placed, Placement, Stage, Unplaced, assign_institutions,
};
pub use claims::{Award, ClaimsRule, share_claims};
pub use classes::{
    ClassProject, ClassRow, ClassSettings, Classes, Criterion, HardRule, MoneyScale, ProjectClass, classify,
};
pub use concentration::concentration;
pub use error::AllocateError;
pub use incentive::{
    Allotment, Curve, Department, Held, IncentiveAllocation, IncentiveSettings, Step, allocate_budget,
};
pub use matching::{Matching, match_jobs};
pub use money::largest_remainder;
pub use plan::{
    Chosen, Coverage, EvaluationPlan, Level, PlanProject, PlanRow, PlanSettings, Reason, Required,
    evaluation_value, plan_evaluations,
};
pub use seats::{Apportionment, Divisor, apportion, apportion_within};
pub use weights::{Comparison, Direction, closeness, compare, critic_weights, entropy_weights};
