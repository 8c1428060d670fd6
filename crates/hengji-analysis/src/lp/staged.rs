//! 分阶段求解 (stages): first an answer at all, then the best value, then the best among the best.

use super::basis::Singular;
use super::kernel::{End, Kernel, Scope};
use super::standard::{Cost, Standard};

pub(crate) use super::exact::in_fractions;

/// A sum of start columns above this cannot be rounding: no answer satisfies the rows.
const INFEASIBLE: f64 = 1e-7;

/// What is asked of a program.
#[derive(Debug, Clone)]
pub(crate) struct Stages<'c> {
    /// Columns that only serve to start and must be brought to zero.
    pub(crate) artificial: Vec<usize>,
    /// What is minimised.
    pub(crate) value: Cost<'c>,
    /// What is minimised among the answers of that value.
    pub(crate) face: Option<Cost<'c>>,
}

/// How the stages ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Optimal,
    Infeasible,
    Unbounded,
}

/// An answer with the prices that prove it.
#[derive(Debug, Clone)]
pub(crate) struct Staged {
    pub(crate) verdict: Verdict,
    /// The columns that are not zero.
    pub(crate) answer: Vec<(usize, f64)>,
    /// Prices of the rows for the value; for an infeasible program, for the sum of the start columns.
    pub(crate) prices: Vec<f64>,
    /// Prices of the rows for the last stage.
    pub(crate) face_prices: Option<Vec<f64>>,
    pub(crate) iterations: usize,
    /// For an answer in fractions, whether it was proved there; floats prove themselves later.
    pub(crate) proved: Option<bool>,
}

/// Floats could not settle the program; fractions can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unsettled {
    /// The steps that were spent.
    pub(crate) iterations: usize,
}

/// Runs the stages in floats from a feasible start.
pub(crate) fn in_floats(
    program: Standard<'_>,
    start: Vec<usize>,
    stages: &Stages<'_>,
) -> Result<(Staged, Vec<usize>), Unsettled> {
    let mut kernel = Kernel::new(program, start).map_err(|Singular| Unsettled { iterations: 0 })?;
    let staged = run(&mut kernel, stages).ok_or(Unsettled {
        iterations: kernel.iterations,
    })?;
    Ok((staged, kernel.basic().to_vec()))
}

fn run(kernel: &mut Kernel<'_>, stages: &Stages<'_>) -> Option<Staged> {
    if !stages.artificial.is_empty() && !is_feasible(kernel, &stages.artificial)? {
        return Some(ended(kernel, Verdict::Infeasible, None));
    }
    match stage(kernel, &stages.value, Scope::All) {
        End::Optimal => {}
        End::Unbounded => return Some(ended(kernel, Verdict::Unbounded, None)),
        End::Infeasible | End::Stuck => return None,
    }
    let Some(face_cost) = &stages.face else {
        return Some(ended(kernel, Verdict::Optimal, None));
    };
    let prices = kernel.prices().to_vec();
    let face = kernel.face(&stages.value);
    match stage(kernel, face_cost, Scope::Face(&face)) {
        End::Optimal => Some(ended(kernel, Verdict::Optimal, Some(prices))),
        End::Unbounded | End::Infeasible | End::Stuck => None,
    }
}

/// Drives the start columns out and closes them; nothing if floats cannot tell.
fn is_feasible(kernel: &mut Kernel<'_>, artificial: &[usize]) -> Option<bool> {
    let shared = kernel.program.shared.count();
    let own =
        (shared..kernel.program.count()).map(|column| f64::from(u8::from(artificial.contains(&column))));
    let cost = Cost {
        shared: &[],
        own: own.collect(),
    };
    if stage(kernel, &cost, Scope::All) != End::Optimal {
        return None;
    }
    let left: f64 = kernel
        .answer()
        .iter()
        .filter(|(column, _)| artificial.contains(column))
        .map(|(_, v)| v)
        .sum();
    if INFEASIBLE < left {
        return Some(false);
    }
    kernel.program.close(artificial);
    // Between rounding and certainty only fractions can tell.
    kernel.is_within_bounds().then_some(true)
}

/// One stage: perturbed so that no step is empty, then put right with the given right side.
fn stage(kernel: &mut Kernel<'_>, cost: &Cost<'_>, scope: Scope<'_>) -> End {
    kernel.perturb();
    match kernel.primal(cost, scope) {
        End::Optimal => {}
        other => return other,
    }
    match kernel.restore(cost) {
        Ok(true) => End::Optimal,
        // The optimal basis of the perturbed program misses a bound of the given one: the prices stay optimal,
        // so the dual method finishes.
        Ok(false) => kernel.dual(cost, scope),
        Err(Singular) => End::Stuck,
    }
}

fn ended(kernel: &Kernel<'_>, verdict: Verdict, before: Option<Vec<f64>>) -> Staged {
    let last = kernel.prices().to_vec();
    let (prices, face_prices) = match before {
        Some(prices) => (prices, Some(last)),
        None => (last, None),
    };
    let (answer, iterations) = (kernel.answer(), kernel.iterations);
    Staged {
        verdict,
        answer,
        prices,
        face_prices,
        iterations,
        proved: None,
    }
}
