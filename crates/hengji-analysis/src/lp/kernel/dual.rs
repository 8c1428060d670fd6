//! 对偶单纯形 (dual method): from an optimal price to a feasible answer, after the right side has changed.

use super::{End, FEASIBLE, Kernel, Place, STALLED, Scope};
use crate::lp::basis::dot;
use crate::lp::standard::Cost;

/// Below this an entry of the pivot row is a zero with rounding.
const STILL: f64 = 1e-9;

/// A candidate to enter: how far the price of the row moves until it enters.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    column: usize,
    distance: f64,
    entry: f64,
    reduced: f64,
}

impl Kernel<'_> {
    /// The dual method: keeps every reduced cost and removes what lies outside its bounds.
    pub(crate) fn dual(&mut self, cost: &Cost<'_>, scope: Scope<'_>) -> End {
        let mut stalled = 0;
        while self.has_steps_left() {
            if self.refresh().is_err() {
                return End::Stuck;
            }
            self.prices = self.basis.prices(&self.program, cost);
            let smallest_index = STALLED <= stalled;
            let Some((row, bound)) = self.outside(smallest_index) else {
                return End::Optimal;
            };
            let Some(chosen) = self.dual_entering(cost, scope, row, bound, smallest_index) else {
                return End::Infeasible;
            };
            stalled = if chosen.distance <= 0.0 { stalled + 1 } else { 0 };
            self.dual_step(row, bound, chosen);
            self.iterations += 1;
        }
        End::Stuck
    }

    /// The row whose column lies furthest outside its bounds (or the first such column), and the bound it missed.
    fn outside(&self, smallest_index: bool) -> Option<(usize, f64)> {
        let rows = self.basis.columns.iter().zip(&self.values).enumerate();
        let outside = rows.filter_map(|(row, (&column, &value))| {
            let upper = self.program.upper(column);
            let (miss, bound) = if value < 0.0 {
                (-value, 0.0)
            } else {
                (value - upper, upper)
            };
            (FEASIBLE < miss).then_some((row, bound, miss, column))
        });
        let chosen = if smallest_index {
            outside.min_by_key(|(.., column)| *column)
        } else {
            outside.max_by(|(.., a, _), (.., b, _)| a.total_cmp(b))
        };
        chosen.map(|(row, bound, ..)| (row, bound))
    }

    /// The column whose reduced cost reaches zero first when the row's column is driven to `bound`.
    fn dual_entering(
        &self,
        cost: &Cost<'_>,
        scope: Scope<'_>,
        row: usize,
        bound: f64,
        smallest_index: bool,
    ) -> Option<Candidate> {
        let pivot_row = self.basis.row(row);
        let value = self.values.get(row).copied().unwrap_or(0.0);
        // The row's column must grow if it is below its bound, and shrink otherwise.
        let wanted = if value < bound { 1.0 } else { -1.0 };
        let candidate = |column: usize| -> Option<Candidate> {
            let side = match self.place.get(column)? {
                Place::Basic => return None,
                Place::Lower => 1.0,
                Place::Upper => -1.0,
            };
            let entry = dot(self.program.column(column), pivot_row);
            if !self.program.is_open(column) || wanted * side * entry > -STILL {
                return None;
            }
            let reduced = self.reduced_cost(cost, column).0;
            Some(Candidate {
                column,
                distance: (side * reduced).max(0.0) / entry.abs(),
                entry,
                reduced,
            })
        };
        let better = |best: Candidate, next: Candidate| {
            let closer = next.distance < best.distance;
            let safer =
                next.distance <= best.distance && !smallest_index && best.entry.abs() < next.entry.abs();
            if closer || safer { next } else { best }
        };
        match scope {
            Scope::Face(face) => face.iter().copied().filter_map(candidate).reduce(better),
            Scope::All => (0..self.program.count()).filter_map(candidate).reduce(better),
        }
    }

    fn dual_step(&mut self, row: usize, bound: f64, chosen: Candidate) {
        self.basis
            .times(self.program.column(chosen.column), &mut self.image);
        let value = self.values.get(row).copied().unwrap_or(0.0);
        // The pivot entry as the column's image has it, which the exchange will divide by.
        let entry = self.image.get(row).copied().unwrap_or(chosen.entry);
        let amount = (value - bound) / entry;
        let from_upper = self.place.get(chosen.column) == Some(&Place::Upper);
        let start = if from_upper {
            self.program.upper(chosen.column)
        } else {
            0.0
        };
        self.shift(amount);
        self.exchange(chosen.column, chosen.reduced, row, 0.0 < bound, start + amount);
    }
}
