//! 分配 (allocation): budgets by results, scarce evaluation days, institutions to projects.

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
