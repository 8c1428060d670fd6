//! 出基 (ratio test): which basic column stops the entering one, and where.

use super::{FEASIBLE, Kernel};

/// Below this a basic column does not move with the entering one, as far as floats can tell.
const STILL: f64 = 1e-9;

/// How much a basic column may overshoot, so that among near ties the safest pivot can be taken (Harris 1973).
const OVERSHOOT: f64 = FEASIBLE / 10.0;

/// The basic column that leaves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaving {
    pub(super) row: usize,
    pub(super) length: f64,
    pub(super) to_upper: bool,
}

/// One candidate of the test.
#[derive(Debug, Clone, Copy)]
struct Stop {
    row: usize,
    column: usize,
    rate: f64,
    room: f64,
}

impl Stop {
    fn length(&self) -> f64 {
        self.room / self.rate.abs()
    }

    fn length_with(&self, overshoot: f64) -> f64 {
        (self.room + overshoot) / self.rate.abs()
    }
}

impl Kernel<'_> {
    /// The basic columns that move towards a bound when the entering one moves in `direction`.
    fn stops(&self, direction: f64) -> impl Iterator<Item = Stop> + '_ {
        let basic = self
            .basis
            .columns
            .iter()
            .zip(&self.values)
            .zip(&self.image)
            .enumerate();
        basic.filter_map(move |(row, ((&column, &value), image))| {
            let rate = direction * image;
            let room = if STILL < rate {
                value
            } else if rate < -STILL {
                self.program.upper(column) - value
            } else {
                return None;
            };
            room.is_finite().then_some(Stop {
                row,
                column,
                rate,
                room: room.max(0.0),
            })
        })
    }

    /// The column that leaves when one enters in `direction`; nothing if no column stops it.
    pub(super) fn leaving(&self, direction: f64, smallest_index: bool) -> Option<Leaving> {
        let furthest = self
            .stops(direction)
            .map(|stop| stop.length_with(if smallest_index { 0.0 } else { OVERSHOOT }))
            .min_by(f64::total_cmp)?;
        let tied = self.stops(direction).filter(|stop| stop.length() <= furthest);
        let chosen = if smallest_index {
            tied.min_by_key(|stop| stop.column)
        } else {
            tied.max_by(|a, b| a.rate.abs().total_cmp(&b.rate.abs()))
        };
        chosen.map(|stop| Leaving {
            row: stop.row,
            length: stop.length(),
            to_upper: stop.rate < 0.0,
        })
    }
}
