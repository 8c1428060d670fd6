//! What a plan says: values, bound, price of a day, and a reason for every project.

use serde::Serialize;

use super::problem::{Problem, Selection};
use super::relaxation::Relaxed;
use super::search::Search;
use super::{PlanProject, Required};

/// An evaluation plan with the figures it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvaluationPlan {
    /// Number of projects.
    pub n: usize,
    /// Evaluation days there are.
    pub days: f64,
    /// The least days that keep the rules.
    pub least_days: f64,
    /// Projects that have to be evaluated at least, by the share.
    pub least_projects: usize,
    /// The plan by value per day.
    pub greedy: Chosen,
    /// The best plan found.
    pub best: Chosen,
    /// What the linear relaxation says no plan can exceed.
    pub lp_bound: f64,
    /// What the search says no plan can exceed; the best plan's value when proven.
    pub bound: f64,
    /// (bound − best)/bound, 0 when proven.
    pub gap: f64,
    /// Whether the best plan is proven to be one.
    pub proven: bool,
    /// Branch-and-bound nodes used.
    pub nodes: usize,
    /// 影子价格: what one more day would add to the relaxed value, at the margin.
    pub day_price: f64,
    /// What a whole day more would add to the relaxed value.
    pub next_day: f64,
    /// One row per project, in the order given.
    pub projects: Vec<PlanRow>,
}

/// What a plan takes and brings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chosen {
    /// Its value.
    pub value: f64,
    /// Its days.
    pub days: f64,
    /// Projects it evaluates.
    pub projects: usize,
}

/// What the best plan does with one project.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanRow {
    /// The project.
    pub project: String,
    /// Its department.
    pub department: String,
    /// 0 for nothing, else which of its levels.
    pub level: usize,
    /// The same in the greedy plan.
    pub greedy_level: usize,
    /// Days it takes.
    pub days: f64,
    /// What it is worth.
    pub value: f64,
    /// Why it is in the plan.
    pub reason: Reason,
}

/// Why a project is in the plan, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 未列入: its days bring more elsewhere.
    NotChosen,
    /// A 类项目: always in.
    ClassA,
    /// 随机抽中: always in.
    Drawn,
    /// 部门最低覆盖: the only one of a department that has to have one, and not worth its days otherwise.
    Department,
    /// 最低覆盖比例: needed for the share, and not worth its days otherwise.
    Share,
    /// 单位评价日价值: worth its days.
    ValuePerDay,
}

/// What the steps before it found, for [`result`].
pub(super) struct Found {
    pub(super) greedy: Selection,
    pub(super) root: Relaxed,
    pub(super) more: f64,
    pub(super) search: Search,
    pub(super) least: Selection,
}

pub(super) fn result(projects: &[PlanProject], problem: &Problem, found: Found) -> EvaluationPlan {
    let best = &found.search.best;
    let bound = found.search.bound.min(found.root.bound).max(best.value);
    EvaluationPlan {
        n: projects.len(),
        days: problem.capacity,
        least_days: found.least.days,
        least_projects: problem.least,
        greedy: chosen(&found.greedy),
        best: chosen(best),
        lp_bound: found.root.bound.max(best.value),
        bound,
        gap: if 0.0 < bound {
            (bound - best.value) / bound
        } else {
            0.0
        },
        proven: found.search.proven,
        nodes: found.search.nodes,
        day_price: found.root.price,
        next_day: (found.more - found.root.bound).max(0.0),
        projects: rows(projects, problem, &found),
    }
}

fn chosen(selection: &Selection) -> Chosen {
    let projects = selection.levels.iter().filter(|level| **level != 0).count();
    Chosen {
        value: selection.value,
        days: selection.days,
        projects,
    }
}

fn rows(projects: &[PlanProject], problem: &Problem, found: &Found) -> Vec<PlanRow> {
    let levels = &found.search.best.levels;
    let mut covered = vec![0_usize; problem.departments];
    for (candidate, _) in problem
        .projects
        .iter()
        .zip(levels)
        .filter(|(_, level)| **level != 0)
    {
        if let Some(count) = candidate.department.and_then(|at| covered.get_mut(at)) {
            *count += 1;
        }
    }
    projects
        .iter()
        .zip(&problem.projects)
        .zip(levels.iter().zip(&found.greedy.levels))
        .map(|((project, candidate), (&level, &greedy_level))| {
            let chosen = candidate.level(level);
            let alone = candidate.department.and_then(|at| covered.get(at)) == Some(&1);
            let reason = match (level, project.required) {
                (0, _) => Reason::NotChosen,
                (_, Required::ClassA) => Reason::ClassA,
                (_, Required::Drawn) => Reason::Drawn,
                _ if found.root.price * chosen.days <= chosen.value => Reason::ValuePerDay,
                _ if alone => Reason::Department,
                _ => Reason::Share,
            };
            PlanRow {
                project: project.name.clone(),
                department: project.department.clone(),
                level,
                greedy_level,
                days: chosen.days,
                value: chosen.value,
                reason,
            }
        })
        .collect()
}
