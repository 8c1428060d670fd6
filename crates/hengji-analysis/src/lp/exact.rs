//! 分数单纯形 (exact simplex): the same stages in fractions, where floats cannot certify their answer.
//!
//! Every figure of a table is a fraction with a power of two below, so nothing is rounded. Floats still look
//! first: a reduced cost far from zero has its sign by float arithmetic, only the doubtful ones are computed in
//! fractions.

mod simplex;
mod square;

use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::staged::{Staged, Stages, Verdict};
use super::standard::{Cost, Standard};
use simplex::Exact;

/// Runs the stages in fractions, from `warm` if that basis is feasible and otherwise from `safe`; nothing if
/// neither is a basis, or if a figure is no number.
pub(crate) fn in_fractions(
    program: &Standard<'_>,
    warm: &[usize],
    safe: &[usize],
    stages: &Stages<'_>,
) -> Option<Staged> {
    let mut exact = Exact::new(program, warm)
        .filter(Exact::is_feasible)
        .or_else(|| Exact::new(program, safe).filter(Exact::is_feasible))?;
    if !stages.artificial.is_empty() {
        let shared = program.shared.count();
        let own = (shared..program.count()).map(|at| f64::from(u8::from(stages.artificial.contains(&at))));
        exact.minimise(
            &Cost {
                shared: &[],
                own: own.collect(),
            },
            None,
        )?;
        if exact
            .answer()
            .any(|(column, value)| stages.artificial.contains(&column) && value.is_positive())
        {
            return Some(ended(&exact, Verdict::Infeasible, None));
        }
        exact.close(&stages.artificial);
    }
    if !exact.minimise(&stages.value, None)? {
        return Some(ended(&exact, Verdict::Unbounded, None));
    }
    let Some(face_cost) = &stages.face else {
        return Some(ended(&exact, Verdict::Optimal, None));
    };
    let prices = floats(exact.prices());
    let face = exact.face(&stages.value)?;
    let verdict = if exact.minimise(face_cost, Some(&face))? {
        Verdict::Optimal
    } else {
        Verdict::Unbounded
    };
    Some(ended(&exact, verdict, Some(prices)))
}

fn ended(exact: &Exact<'_>, verdict: Verdict, before: Option<Vec<f64>>) -> Staged {
    let last = floats(exact.prices());
    let (prices, face_prices) = match before {
        Some(prices) => (prices, Some(last)),
        None => (last, None),
    };
    let answer = exact
        .answer()
        .filter(|(_, value)| !value.is_zero())
        .map(|(column, value)| (column, float(&value)));
    Staged {
        verdict,
        answer: answer.collect(),
        prices,
        face_prices,
        iterations: exact.iterations,
        exact: true,
    }
}

fn floats(values: &[BigRational]) -> Vec<f64> {
    values.iter().map(float).collect()
}

fn float(value: &BigRational) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests;
