//! Repeatable draws: integers only, so that the same start value gives the same district on every machine.
//!
//! This is the only source of chance of the demonstration. It is no source of secrets: passwords and
//! identifiers of real work come from the operating system.

/// A sequence of draws (xoshiro256**, seeded through splitmix64).
#[derive(Debug, Clone)]
pub(crate) struct Draw {
    state: [u64; 4],
}

/// One in the fixed-point numbers used here: sixteen bits behind the point.
const ONE: i64 = 1 << 16;

impl Draw {
    /// The sequence that belongs to a start value.
    pub(crate) fn new(start: u64) -> Self {
        let mut seed = start;
        Self {
            state: [(); 4].map(|()| split_mix(&mut seed)),
        }
    }

    /// An independent sequence for one thing of many, so that a district can be made thing by thing and a
    /// larger district begins with the things of a smaller one.
    pub(crate) fn branch(start: u64, topic: u64, index: u64) -> Self {
        let mut seed = start ^ topic.rotate_left(32);
        let mixed = split_mix(&mut seed) ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self::new(mixed)
    }

    fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let (c2, d2) = (c ^ a, d ^ b);
        self.state = [a ^ d2, b ^ c2, c2 ^ (b << 17), d2.rotate_left(45)];
        result
    }

    /// A number from 0 up to but not including `bound`; 0 when the bound is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(bound);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low)).unwrap_or(0);
        low.saturating_add(i64::try_from(self.below(width.saturating_add(1))).unwrap_or(0))
    }

    /// True in so many of a thousand draws.
    pub(crate) fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of many, each as likely; none of an empty list.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(all.len()).unwrap_or(0);
        all.get(usize::try_from(self.below(count)).unwrap_or(0))
    }

    /// Index of one of many with these weights; 0 when all weights are zero.
    pub(crate) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// Puts a list into a drawn order.
    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for end in (1..all.len()).rev() {
            let bound = u64::try_from(end).unwrap_or(0).saturating_add(1);
            let other = usize::try_from(self.below(bound)).unwrap_or(0);
            all.swap(end, other);
        }
    }

    /// Ten bytes for the random part of an identifier.
    pub(crate) fn bytes(&mut self) -> [u8; 10] {
        let (first, second) = (self.next().to_le_bytes(), self.next().to_le_bytes());
        let mut all = [0; 10];
        for (place, byte) in all.iter_mut().zip(first.into_iter().chain(second)) {
            *place = byte;
        }
        all
    }

    /// A log-normal amount: half of the draws lie below `median`, two thirds within a factor 2^`spread`
    /// of it. `spread` has sixteen bits behind the point.
    pub(crate) fn log_normal(&mut self, median: i64, spread: i64) -> i64 {
        // The sum of twelve uniform numbers has variance one, so this is close to a normal draw without
        // any floating-point function, whose last digit differs between machines.
        let sum: i64 = (0..12).map(|_| self.between(0, ONE - 1)).sum();
        let exponent = (sum - 6 * ONE) * spread / ONE;
        let (whole, fraction) = (exponent.div_euclid(ONE), exponent.rem_euclid(ONE));
        let factor = power_of_two(fraction);
        let scaled = i128::from(median) * i128::from(factor);
        let shift = 16 - whole;
        let amount = if shift < 0 {
            scaled << shift.unsigned_abs().min(40)
        } else {
            scaled >> shift.min(120)
        };
        i64::try_from(amount).unwrap_or(i64::MAX)
    }
}

/// 2^f for 0 ≤ f < 1 by a cubic that is exact to a part in ten thousand.
fn power_of_two(fraction: i64) -> i64 {
    let square = fraction * fraction / ONE;
    let cube = square * fraction / ONE;
    ONE + (45_584 * fraction + 14_823 * square + 5_129 * cube) / ONE
}

fn split_mix(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_start_value_draws_the_same_numbers() {
        let draws = |start| {
            let mut draw = Draw::new(start);
            (0..5).map(|_| draw.below(1_000_000)).collect::<Vec<_>>()
        };
        assert_eq!(draws(7), draws(7));
        assert_ne!(draws(7), draws(8));
    }

    #[test]
    fn xoshiro_follows_its_published_recurrence() {
        // The first outputs for the state 1, 2, 3, 4 as the reference implementation prints them.
        let mut draw = Draw { state: [1, 2, 3, 4] };
        let drawn: Vec<u64> = (0..4).map(|_| draw.next()).collect();
        assert_eq!(drawn, [11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240]);
    }

    #[test]
    fn draws_stay_inside_their_bounds_and_reach_both_ends() {
        let mut draw = Draw::new(1);
        let drawn: Vec<i64> = (0..2_000).map(|_| draw.between(-3, 3)).collect();
        assert_eq!(drawn.iter().min(), Some(&-3));
        assert_eq!(drawn.iter().max(), Some(&3));
        assert_eq!(draw.below(0), 0);
        assert_eq!(draw.pick::<u8>(&[]), None);
    }

    #[test]
    fn weights_decide_how_often_an_index_is_drawn() {
        let mut draw = Draw::new(2);
        let hits = (0..1_000).filter(|_| draw.weighted(&[1, 0, 9]) == 2).count();
        assert!((860..940).contains(&hits), "{hits}");
        assert_eq!(draw.weighted(&[0, 0]), 0);
    }

    #[test]
    fn amounts_are_log_normal_around_their_median() {
        let mut draw = Draw::new(3);
        let mut amounts: Vec<i64> = (0..4_001).map(|_| draw.log_normal(1_000_000, ONE)).collect();
        amounts.sort_unstable();
        let (median, upper) = (amounts[2_000], amounts[3_364]);
        assert!((950_000..1_050_000).contains(&median), "{median}");
        // The 84th percentile of a log-normal with a spread of one doubling is twice the median.
        assert!((1_850_000..2_150_000).contains(&upper), "{upper}");
    }

    #[test]
    fn a_shuffle_keeps_every_element() {
        let mut all: Vec<u8> = (0..50).collect();
        Draw::new(4).shuffle(&mut all);
        assert_ne!(all, (0..50).collect::<Vec<_>>());
        all.sort_unstable();
        assert_eq!(all, (0..50).collect::<Vec<_>>());
    }
}
