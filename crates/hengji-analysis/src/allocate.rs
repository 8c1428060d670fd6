//! 分配 (allocation): budgets by results, scarce evaluation days, institutions to projects.

mod claims;
mod classes;
mod error;
mod incentive;
mod money;
mod plan;
mod seats;
mod weights;

pub use claims::{Award, ClaimsRule, share_claims};
pub use classes::{
    ClassProject, ClassRow, ClassSettings, Classes, Criterion, HardRule, MoneyScale, ProjectClass, classify,
};
pub use error::AllocateError;
pub use incentive::{
    Allotment, Curve, Department, Held, IncentiveAllocation, IncentiveSettings, Step, allocate_budget,
};
pub use money::largest_remainder;
pub use plan::{
    Chosen, Coverage, EvaluationPlan, Level, PlanProject, PlanRow, PlanSettings, Reason, Required,
    evaluation_value, plan_evaluations,
};
pub use seats::{Apportionment, Divisor, apportion, apportion_within};
pub use weights::{Comparison, Direction, closeness, compare, critic_weights, entropy_weights};
