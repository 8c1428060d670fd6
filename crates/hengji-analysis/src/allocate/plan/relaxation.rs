//! 松弛上界 (bound): days get a price, and the price at which they are just used up bounds every plan.
//!
//! At a fixed price the rest of the problem is solved exactly by sorting: the rules on departments and on the share
//! are a matroid's. The bound is convex and piecewise linear in the price, so its minimum lies where two lines cross;
//! it equals the optimum of the linear relaxation, and the price is the relaxation's shadow price of a day.

use super::problem::{Candidate, DAYS_TOLERANCE, Open, Problem, Selection, levels_of};

/// The minimum of the bound.
#[derive(Debug, Clone)]
pub(super) struct Relaxed {
    /// No plan is worth more.
    pub(super) bound: f64,
    /// Value of one more day.
    pub(super) price: f64,
    /// The best choice at that price that keeps to the days.
    pub(super) within: Selection,
    /// The best choice at that price that exceeds them; none if days are left over.
    pub(super) beyond: Option<Selection>,
}

/// Lines are followed until a crossing lies on the bound to this share of its size: a few units in the last place.
const CROSSING: f64 = 1e-14;

/// A dozen crossings are usual and each is a valid bound; more than this would be rounding going in circles.
const CROSSINGS: usize = 1_000;

/// The least days that keep the rules; nothing if they cannot be kept.
pub(super) fn least_days(problem: &Problem, open: &Open) -> Option<Selection> {
    let best = |candidate: &Candidate| {
        candidate
            .levels
            .iter()
            .map(|level| level.value)
            .fold(0.0, f64::max)
    };
    let most: f64 = problem.projects.iter().map(best).sum();
    // Of equal days the more valuable; all values together weigh less than the days' own tolerance.
    let tie = DAYS_TOLERANCE / most.max(1.0);
    choose(problem, open, |candidate, at| {
        let level = candidate.level(at);
        tie * level.value - level.days
    })
}

/// The minimum of the bound over all prices; nothing if the rules cannot be kept within the days.
pub(super) fn relaxed(problem: &Problem, open: &Open) -> Option<Relaxed> {
    let at_price = |price: f64| {
        choose(problem, open, |candidate, at| {
            candidate.level(at).value - price * candidate.level(at).days
        })
    };
    let free = at_price(0.0)?;
    if problem.fits(free.days) {
        return Some(Relaxed {
            bound: free.value,
            price: 0.0,
            within: free,
            beyond: None,
        });
    }
    let mut within = least_days(problem, open)?;
    if !problem.fits(within.days) {
        return None;
    }
    let (mut beyond, mut price, mut bound) = (free, 0.0, f64::INFINITY);
    for _ in 0..CROSSINGS {
        let crossing = ((beyond.value - within.value) / (beyond.days - within.days)).max(0.0);
        let line = within.value + crossing * (problem.capacity - within.days);
        let found = at_price(crossing)?;
        let height = found.value + crossing * (problem.capacity - found.days);
        if height < bound {
            (bound, price) = (height, crossing);
        }
        if height <= line + CROSSING * line.abs().max(1.0) || found == within || found == beyond {
            break;
        }
        if problem.fits(found.days) {
            within = found;
        } else {
            beyond = found;
        }
    }
    Some(Relaxed {
        bound,
        price,
        within,
        beyond: Some(beyond),
    })
}

/// A project's best level above nothing, and what it brings over nothing.
#[derive(Debug, Clone, Copy)]
struct Gain {
    at: usize,
    level: usize,
    gain: f64,
}

/// A choice being made.
struct Choice<'a> {
    problem: &'a Problem,
    levels: Vec<usize>,
    covered: Vec<bool>,
    count: usize,
}

impl Choice<'_> {
    fn take(&mut self, gain: Gain) {
        if let Some(level) = self.levels.get_mut(gain.at) {
            *level = gain.level;
        }
        self.count += 1;
        if let Some(covered) = self.department(gain).and_then(|at| self.covered.get_mut(at)) {
            *covered = true;
        }
    }

    fn department(&self, gain: Gain) -> Option<usize> {
        self.problem
            .projects
            .get(gain.at)
            .and_then(|candidate| candidate.department)
    }

    fn is_missing(&self, gain: Gain) -> bool {
        self.department(gain).and_then(|at| self.covered.get(at)) == Some(&false)
    }
}

/// The choice with the largest sum of worths that keeps the rules on departments, share and required projects.
fn choose(problem: &Problem, open: &Open, worth: impl Fn(&Candidate, usize) -> f64) -> Option<Selection> {
    let mut choice = Choice {
        problem,
        levels: vec![0; problem.projects.len()],
        covered: vec![false; problem.departments],
        count: 0,
    };
    let mut waiting: Vec<Gain> = Vec::new();
    for (at, (candidate, open)) in problem.projects.iter().zip(open).enumerate() {
        let best = levels_of(open & !1)
            .map(|level| Gain {
                at,
                level,
                gain: worth(candidate, level),
            })
            .max_by(|a, b| a.gain.total_cmp(&b.gain).then(b.level.cmp(&a.level)));
        match best {
            Some(gain) if open & 1 == 0 || 0.0 < gain.gain => choice.take(gain),
            Some(gain) => waiting.push(gain),
            None if open & 1 == 0 => return None,
            None => {}
        }
    }
    // What costs more than it brings is taken for the rules only, the least costly first.
    waiting.sort_by(|a, b| b.gain.total_cmp(&a.gain).then(a.at.cmp(&b.at)));
    let mut spare = Vec::new();
    for gain in waiting {
        if choice.is_missing(gain) {
            choice.take(gain);
        } else {
            spare.push(gain);
        }
    }
    for gain in spare.into_iter().take(problem.least.saturating_sub(choice.count)) {
        choice.take(gain);
    }
    let kept = choice.covered.iter().all(|covered| *covered) && problem.least <= choice.count;
    kept.then(|| problem.selection(choice.levels))
}
