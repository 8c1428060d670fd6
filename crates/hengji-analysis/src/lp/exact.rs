//! 分数单纯形 (exact simplex): the same stages in fractions, where floats cannot certify their answer.
//!
//! Every figure of a table is a fraction with a power of two below, so nothing is rounded. Floats still look
//! first: a reduced cost far from zero has its sign by float arithmetic, only the doubtful ones are computed in
//! fractions.

mod fraction;
mod proof;
mod simplex;
mod square;

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::staged::{Staged, Stages, Verdict};
use super::standard::{Cost, Standard};
use fraction::float;
use proof::proves;
use simplex::Exact;

/// What was minimised, the prices that followed, and over which columns.
type Proof<'p> = (&'p Cost<'p>, Vec<BigRational>, Option<&'p [usize]>);

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
        let cost = Cost {
            shared: &[],
            own: own.collect(),
        };
        exact.minimise(&cost, None)?;
        if exact
            .answer()
            .any(|(column, value)| stages.artificial.contains(&column) && value.is_positive())
        {
            return ended(
                &exact,
                Verdict::Infeasible,
                &[(&cost, exact.prices().to_vec(), None)],
            );
        }
        exact.close(&stages.artificial);
    }
    if !exact.minimise(&stages.value, None)? {
        return ended(
            &exact,
            Verdict::Unbounded,
            &[(&stages.value, exact.prices().to_vec(), None)],
        );
    }
    let first = (&stages.value, exact.prices().to_vec(), None);
    let Some(face_cost) = &stages.face else {
        return ended(&exact, Verdict::Optimal, &[first]);
    };
    let face = exact.face(&stages.value)?;
    let verdict = if exact.minimise(face_cost, Some(&face))? {
        Verdict::Optimal
    } else {
        Verdict::Unbounded
    };
    let second = (face_cost, exact.prices().to_vec(), Some(face.as_slice()));
    ended(&exact, verdict, &[first, second])
}

/// The answer rounded to floats, after every stage was proved from the columns in fractions.
fn ended(exact: &Exact<'_>, verdict: Verdict, proofs: &[Proof<'_>]) -> Option<Staged> {
    let answer: Vec<(usize, BigRational)> = exact.answer().filter(|(_, value)| !value.is_zero()).collect();
    let mut proved = verdict != Verdict::Unbounded;
    for (cost, prices, face) in proofs.iter().filter(|_| verdict != Verdict::Unbounded) {
        proved &= proves(exact.program(), exact.closed(), &answer, (cost, prices, *face))?;
    }
    let mut prices = proofs.iter().map(|(_, prices, _)| floats(prices));
    let (prices, face_prices) = (prices.next().unwrap_or_default(), prices.next());
    let answer = answer
        .iter()
        .map(|(column, value)| (*column, float(value)))
        .collect();
    let iterations = exact.iterations;
    Some(Staged {
        verdict,
        answer,
        prices,
        face_prices,
        iterations,
        proved: Some(proved),
    })
}

fn floats(values: &[BigRational]) -> Vec<f64> {
    values.iter().map(float).collect()
}

#[cfg(test)]
mod tests;
