//! 评价计划 (evaluation plan): which projects get how thorough an evaluation out of a fixed number of days.
//!
//! A multiple-choice knapsack with side rows: one level per project, days at most the capacity, at least a share of
//! all projects evaluated, every department with at least one, class A and drawn projects always. A greedy plan that
//! anybody can follow, the bound of the linear relaxation with the price of one more day, and the exact optimum by
//! branch and bound beside them. What the public draw selected is evaluated anyway (`Required::Drawn`): the random
//! sample must never be optimised, or it estimates nothing.

mod greedy;
mod problem;
mod relaxation;
mod result;
mod search;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::Serialize;

use super::error::{AllocateError, unique};
use crate::number::float;
use greedy::greedy;
use problem::Problem;
use relaxation::{least_days, relaxed};
pub use result::{Chosen, EvaluationPlan, PlanRow, Reason};

/// 项目 (project) that could be evaluated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanProject {
    /// Its name, once in the table.
    pub name: String,
    /// Its department.
    pub department: String,
    /// Whether it is evaluated in any case.
    pub required: Required,
    /// What can be done with it, beside nothing: 抽评, 重点评价 and so on, in one order for all projects; none where
    /// a level does not suit it.
    pub levels: Vec<Option<Level>>,
}

/// Why a project is evaluated whatever else is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// It is not.
    No,
    /// A 类项目 (project of class A).
    ClassA,
    /// 随机抽中: the public draw selected it.
    Drawn,
}

/// One way to evaluate a project; by default none, which takes and brings nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Level {
    /// Evaluation days it takes.
    pub days: f64,
    /// What it is worth, see [`evaluation_value`].
    pub value: f64,
}

/// Which departments must have at least one evaluated project.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// All that have a project in the table.
    Every,
    /// These, for example those not evaluated in the last years; none if empty.
    Only(BTreeSet<String>),
}

/// What the plan has to keep to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanSettings {
    /// Evaluation days there are.
    pub days: f64,
    /// Share of all projects to evaluate at least, in basis points.
    pub share_bp: u32,
    /// Departments to cover.
    pub coverage: Coverage,
    /// Branch-and-bound nodes to spend at most; when they are used up, the remaining gap is told.
    pub node_limit: usize,
}

/// What an evaluation is worth: amount · risk · (1 + years_factor · years since the last) · detection.
///
/// `detection` is how much of what is wrong the level finds (less at the desk than on the spot); `years_factor` raises
/// what has not been looked at for long. The unit is that of the amount.
#[must_use]
pub fn evaluation_value(amount: f64, risk: f64, years_since: f64, years_factor: f64, detection: f64) -> f64 {
    amount * risk * (1.0 + years_factor * years_since) * detection
}

/// Plans the year's evaluations.
///
/// # Errors
///
/// [`AllocateError::TooFewDays`] with the least days that keep the rules, [`AllocateError::TooFewProjects`] if a
/// department or the share cannot be covered at all; otherwise the first unusable input.
pub fn plan_evaluations(
    projects: &[PlanProject],
    settings: &PlanSettings,
) -> Result<EvaluationPlan, AllocateError> {
    check(projects, settings)?;
    let problem = Problem::new(projects, settings)?;
    let open = problem.open();
    let least = least_days(&problem, &open).ok_or_else(|| AllocateError::TooFewProjects {
        least: problem.least,
        projects: projects
            .iter()
            .filter(|project| project.levels.iter().any(Option::is_some))
            .count(),
    })?;
    let Some(root) = relaxed(&problem, &open) else {
        return Err(AllocateError::TooFewDays {
            days: settings.days,
            needed: least.days,
            required: projects
                .iter()
                .filter(|project| project.required != Required::No)
                .count(),
            departments: problem.departments,
            least: problem.least,
        });
    };
    let greedy = greedy(&problem, &least);
    let longer = Problem {
        capacity: problem.capacity + 1.0,
        ..problem.clone()
    };
    let more = relaxed(&longer, &open).map_or(root.bound, |relaxed| relaxed.bound);
    let search = search::search(&problem, &root, greedy.clone(), settings.node_limit);
    Ok(result::result(
        projects,
        &problem,
        result::Found {
            greedy,
            root,
            more,
            search,
            least,
        },
    ))
}

fn check(projects: &[PlanProject], settings: &PlanSettings) -> Result<(), AllocateError> {
    unique("项目", projects.iter().map(|project| project.name.as_str()))?;
    AllocateError::within("评价计划", "评价日总数", settings.days, 0.0, f64::MAX)?;
    AllocateError::within(
        "评价计划",
        "最低覆盖比例(万分点)",
        f64::from(settings.share_bp),
        0.0,
        10_000.0,
    )?;
    for project in projects {
        // One bit per level and one for nothing.
        AllocateError::within(
            &project.name,
            "评价方式数",
            float(project.levels.len()),
            0.0,
            63.0,
        )?;
        if project.required != Required::No && !project.levels.iter().any(Option::is_some) {
            return Err(AllocateError::NoLevel {
                name: project.name.clone(),
            });
        }
        for level in project.levels.iter().flatten() {
            AllocateError::within(&project.name, "所需评价日", level.days, 0.0, 1e12)?;
            AllocateError::within(&project.name, "评价价值", level.value, 0.0, 1e15)?;
        }
    }
    Ok(())
}
