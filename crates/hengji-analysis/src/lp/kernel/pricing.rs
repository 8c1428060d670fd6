//! 入基 (pricing): which column enters. Most steps look only at a short list drawn up when all were last priced.

use super::{Kernel, Place, Scope, Singular};
use crate::lp::basis::dot;
use crate::lp::standard::Cost;

/// A reduced cost below this share of its terms is a zero with rounding.
pub(crate) const ZERO: f64 = 1e-11;

/// The length of the list: long enough to serve several steps, short enough to be priced in no time.
const LIST: usize = 32;

impl Kernel<'_> {
    /// The reduced cost of a column, and the size of the terms it is the sum of.
    pub(crate) fn reduced_cost(&self, cost: &Cost<'_>, column: usize) -> (f64, f64) {
        let cost = cost.of(column, self.program.shared.count());
        let entries = self.program.column(column);
        let terms: f64 = entries
            .iter()
            .zip(&self.prices)
            .map(|(a, price)| (a * price).abs())
            .sum();
        (cost - dot(entries, &self.prices), 1.0 + cost.abs() + terms)
    }

    /// How much entering this column improves the value per unit, if it does: positive, with the reduced cost.
    fn gain(&self, cost: &Cost<'_>, column: usize) -> Option<(f64, f64)> {
        let side = match self.place.get(column)? {
            Place::Basic => return None,
            Place::Lower => -1.0,
            Place::Upper => 1.0,
        };
        if !self.program.is_open(column) {
            return None;
        }
        let (reduced, terms) = self.reduced_cost(cost, column);
        let gain = side * reduced;
        (ZERO * terms < gain).then_some((gain, reduced))
    }

    /// The column to enter with its reduced cost; nothing at the optimum.
    pub(super) fn entering(
        &mut self,
        cost: &Cost<'_>,
        scope: Scope<'_>,
        smallest_index: bool,
    ) -> Result<Option<(usize, f64)>, Singular> {
        if !smallest_index && let Some(best) = self.best_listed(cost, scope) {
            return Ok(Some(best));
        }
        if self.basis.age != 0 {
            self.refresh()?;
            self.prices = self.basis.prices(&self.program, cost);
        }
        if smallest_index {
            return Ok(self.first_of_all(cost, scope));
        }
        if matches!(scope, Scope::All) {
            self.draw_up_list(cost);
        }
        Ok(self.best_listed(cost, scope))
    }

    /// The columns that may be positive in an optimum of this cost: those without a reduced cost. Prices are those
    /// of an optimal basis.
    pub(crate) fn face(&mut self, cost: &Cost<'_>) -> Vec<usize> {
        self.price_shared(cost);
        // No entry of a scaled table exceeds two, so a larger reduced cost needs no closer look.
        let most = 2.0 * ZERO * (1.0 + self.prices.iter().map(|price| price.abs()).sum::<f64>());
        let shared = self
            .reduced
            .iter()
            .enumerate()
            .filter(|(_, reduced)| reduced.abs() <= most);
        let columns = shared
            .map(|(column, _)| column)
            .chain(self.reduced.len()..self.program.count());
        let is_zero = |column: &usize| {
            let (reduced, terms) = self.reduced_cost(cost, *column);
            self.program.is_open(*column) && reduced.abs() <= ZERO * terms
        };
        columns.filter(is_zero).collect()
    }

    /// The best of the list and of the own columns.
    fn best_listed(&self, cost: &Cost<'_>, scope: Scope<'_>) -> Option<(usize, f64)> {
        let own = self.program.shared.count()..self.program.count();
        let gains = |column: usize| {
            self.gain(cost, column)
                .map(|(gain, reduced)| (gain, column, reduced))
        };
        let best = match scope {
            Scope::Face(face) => largest(face.iter().copied().filter_map(gains)),
            Scope::All => largest(self.picks.iter().copied().chain(own).filter_map(gains)),
        };
        best.map(|(_, column, reduced)| (column, reduced))
    }

    fn first_of_all(&self, cost: &Cost<'_>, scope: Scope<'_>) -> Option<(usize, f64)> {
        let reduced = |column: usize| self.gain(cost, column).map(|(_, reduced)| (column, reduced));
        match scope {
            Scope::Face(face) => face.iter().copied().find_map(reduced),
            Scope::All => (0..self.program.count()).find_map(reduced),
        }
    }

    fn price_shared(&mut self, cost: &Cost<'_>) {
        self.reduced.clear();
        self.reduced.extend_from_slice(cost.shared);
        self.reduced.resize(self.program.shared.count(), 0.0);
        self.program
            .shared
            .subtract_priced(&self.prices, &mut self.reduced);
    }

    /// Prices every shared column and keeps the most promising.
    fn draw_up_list(&mut self, cost: &Cost<'_>) {
        self.price_shared(cost);
        let mut best: Vec<(f64, usize)> = Vec::with_capacity(LIST + 1);
        let mut least = ZERO;
        for (column, (reduced, place)) in self.reduced.iter().zip(&self.place).enumerate() {
            // Basic columns have a reduced cost of zero, so only the sign is to be turned.
            let gain = if *place == Place::Upper {
                *reduced
            } else {
                -*reduced
            };
            if least < gain && self.gain(cost, column).is_some() {
                let at = best.partition_point(|(other, _)| gain <= *other);
                best.insert(at, (gain, column));
                best.truncate(LIST);
                if best.len() == LIST {
                    least = best.last().map_or(least, |(gain, _)| *gain);
                }
            }
        }
        self.picks.clear();
        self.picks.extend(best.iter().map(|(_, column)| *column));
    }
}

/// The largest gain; among equals the first, so that the choice never depends on how the list was made.
fn largest(gains: impl Iterator<Item = (f64, usize, f64)>) -> Option<(f64, usize, f64)> {
    gains.reduce(|best, next| if best.0 < next.0 { next } else { best })
}
