//! 逐项挑选 (greedy plan): what is required first, then value per day; anybody can follow it on paper.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::problem::{Problem, Selection, levels_of, per_day};

/// The greedy plan. `least` is the selection with the least days, which must fit.
pub(super) fn greedy(problem: &Problem, least: &Selection) -> Selection {
    let required = required(problem);
    let start = if problem.fits(required.days) {
        &required
    } else {
        least
    };
    filled(problem, start)
}

/// Class A and drawn projects, one project per department, and the share, each at its best value per day.
fn required(problem: &Problem) -> Selection {
    let mut levels = vec![0_usize; problem.projects.len()];
    let mut covered = vec![false; problem.departments];
    let mut best: Vec<(f64, usize, usize)> = Vec::new();
    for (at, candidate) in problem.projects.iter().enumerate() {
        let rate = |level: &usize| per_day(candidate.level(*level).value, candidate.level(*level).days);
        let level =
            levels_of(candidate.suitable & !1).max_by(|a, b| rate(a).total_cmp(&rate(b)).then(b.cmp(a)));
        if let Some(level) = level {
            best.push((rate(&level), at, level));
        }
    }
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut count = 0;
    for stage in [Stage::Required, Stage::Department, Stage::Share] {
        for &(_, at, level) in &best {
            let (Some(candidate), Some(chosen)) = (problem.projects.get(at), levels.get_mut(at)) else {
                continue;
            };
            let department = candidate.department.and_then(|at| covered.get_mut(at));
            let wanted = match stage {
                Stage::Required => candidate.required,
                Stage::Department => department.as_deref() == Some(&false),
                Stage::Share => count < problem.least,
            };
            if wanted && *chosen == 0 {
                *chosen = level;
                count += 1;
                if let Some(department) = department {
                    *department = true;
                }
            }
        }
    }
    problem.selection(levels)
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    Required,
    Department,
    Share,
}

/// A step from one level of a project to a more valuable one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Move {
    rate: f64,
    at: usize,
    from: usize,
    to: usize,
    days: f64,
}

impl Eq for Move {}

impl Ord for Move {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rate
            .total_cmp(&other.rate)
            .then((other.at, other.to).cmp(&(self.at, self.to)))
    }
}

impl PartialOrd for Move {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Spends what days are left on the steps with the most value per day.
pub(super) fn filled(problem: &Problem, start: &Selection) -> Selection {
    let mut levels = start.levels.clone();
    let mut days = start.days;
    let mut waiting: BinaryHeap<Move> = (0..levels.len())
        .flat_map(|at| moves(problem, at, levels.get(at).copied().unwrap_or(0)))
        .collect();
    while let Some(step) = waiting.pop() {
        let Some(level) = levels.get_mut(step.at) else {
            continue;
        };
        if *level != step.from || !problem.fits(days + step.days) {
            continue;
        }
        *level = step.to;
        days += step.days;
        waiting.extend(moves(problem, step.at, step.to));
    }
    problem.selection(levels)
}

/// The steps from a level of a project to its more valuable ones, except down to nothing, which would break a rule
/// that the start keeps.
fn moves(problem: &Problem, at: usize, from: usize) -> Vec<Move> {
    let Some(candidate) = problem.projects.get(at) else {
        return Vec::new();
    };
    let now = candidate.level(from);
    levels_of(candidate.suitable & !1)
        .filter_map(|to| {
            let level = candidate.level(to);
            let (value, days) = (level.value - now.value, level.days - now.days);
            (0.0 < value).then(|| Move {
                rate: per_day(value, days),
                at,
                from,
                to,
                days,
            })
        })
        .collect()
}
