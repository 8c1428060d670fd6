//! 公共乘数 (common multiplier): the root of a sum of clipped lines, found between its breakpoints.

use super::Held;

/// One term clip(lambda · weight, lower, upper).
#[derive(Debug, Clone, Copy)]
pub(in crate::allocate) struct Item {
    pub(in crate::allocate) weight: f64,
    pub(in crate::allocate) lower: f64,
    pub(in crate::allocate) upper: f64,
}

impl Item {
    pub(in crate::allocate) fn at(&self, lambda: f64) -> f64 {
        (lambda * self.weight).max(self.lower).min(self.upper)
    }

    pub(super) fn held(&self, lambda: f64) -> Held {
        let free = lambda * self.weight;
        if self.upper <= free && self.lower < self.upper {
            Held::Cap
        } else if free <= self.lower {
            Held::Floor
        } else {
            Held::Free
        }
    }

    /// Where the term leaves its lower and reaches its upper bound; nowhere if it never moves.
    fn breakpoints(&self) -> Option<(f64, f64)> {
        let slope = self.weight;
        (0.0 < slope && self.lower < self.upper).then(|| (self.lower / slope, self.upper / slope))
    }
}

/// The least lambda at which the terms add up to `total`, which must lie between the sums of the bounds.
///
/// The sum is piecewise linear and never falls, so the breakpoints are sorted and bisected and the line between two
/// of them is solved: no iteration, no tolerance.
pub(in crate::allocate) fn multiplier(items: &[Item], total: f64) -> f64 {
    let mut points: Vec<f64> = items
        .iter()
        .filter_map(Item::breakpoints)
        .flat_map(|(low, high)| [low, high])
        .collect();
    points.sort_by(f64::total_cmp);
    points.dedup();
    let reached = points.partition_point(|lambda| sum(items.iter().map(|item| item.at(*lambda))) < total);
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return 0.0;
    };
    let Some(right) = points.get(reached) else {
        return *last;
    };
    let Some(left) = reached.checked_sub(1).and_then(|at| points.get(at)) else {
        return *first;
    };
    let moves = |item: &&Item| {
        item.breakpoints()
            .is_some_and(|(low, high)| low <= *left && *right <= high)
    };
    let slope = sum(items.iter().filter(moves).map(|item| item.weight));
    let held = sum(items
        .iter()
        .filter(|item| !moves(item))
        .map(|item| item.at(*left)));
    if slope <= 0.0 {
        return *right;
    }
    // Rounding of the last digit must not leave the piece that was solved.
    ((total - held) / slope).max(*left).min(*right)
}

/// A sum that carries what each addition rounds away (Neumaier), so that a large table does not drift.
fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = total + value;
        lost += if value.abs() <= total.abs() {
            (total - next) + value
        } else {
            (value - next) + total
        };
        total = next;
    }
    total + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_multiplier_is_solved_on_the_right_piece() {
        let items = [
            Item {
                weight: 1.0,
                lower: 0.5,
                upper: 2.0,
            },
            Item {
                weight: 2.0,
                lower: 1.0,
                upper: 1.5,
            },
            Item {
                weight: 0.0,
                lower: 1.0,
                upper: 1.0,
            },
        ];
        for (total, expected) in [(2.5, 0.5), (3.1, 0.7), (3.25, 0.75), (4.0, 1.5), (4.5, 2.0)] {
            let found = multiplier(&items, total);
            assert!((found - expected).abs() < 1e-12, "{total}: {found}");
        }
    }

    #[test]
    fn where_all_stand_at_a_bound_the_least_multiplier_is_told() {
        let items = [
            Item {
                weight: 1.0,
                lower: 0.0,
                upper: 1.0,
            },
            Item {
                weight: 1.0,
                lower: 3.0,
                upper: 4.0,
            },
        ];
        assert!((multiplier(&items, 4.0) - 1.0).abs() < 1e-12, "flat from 1 to 3");
    }

    #[test]
    fn without_anything_to_move_there_is_no_multiplier() {
        assert!(multiplier(&[], 0.0).abs() < 1e-12);
        assert!(
            multiplier(
                &[Item {
                    weight: 0.0,
                    lower: 2.0,
                    upper: 2.0
                }],
                2.0
            )
            .abs()
                < 1e-12
        );
    }
}
