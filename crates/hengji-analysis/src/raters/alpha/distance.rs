//! Squared differences between scores at each level of measurement, without a table of all pairs where the
//! level allows it.

use super::Level;
use crate::number::float;
use crate::raters::error::RatersError;

/// Beyond this many different values comparing all pairs would take minutes.
const VALUES_MOST: usize = 20_000;

/// The different scores with their shares, and how far apart two of them are.
pub(super) struct Distances {
    pub(super) scores: usize,
    level: Level,
    values: Vec<f64>,
    /// What is subtracted: the value itself, its middle rank, or its number.
    places: Vec<f64>,
    shares: Vec<f64>,
    /// For each value its mean distance from all scores.
    means: Vec<f64>,
}

impl Distances {
    /// Takes the scores of the units that have at least two.
    pub(super) fn new(units: &[Vec<f64>], level: Level) -> Result<Self, RatersError> {
        let mut all: Vec<f64> = units.iter().flatten().map(|score| score + 0.0).collect();
        all.sort_by(f64::total_cmp);
        let (mut values, mut counts): (Vec<f64>, Vec<usize>) = (Vec::new(), Vec::new());
        for score in &all {
            match counts.last_mut() {
                Some(count) if values.last() == Some(score) => *count += 1,
                _ => {
                    values.push(*score);
                    counts.push(1);
                }
            }
        }
        if matches!(level, Level::Ratio | Level::OrdinalPairs) && VALUES_MOST < values.len() {
            let (method, what) = ("这一测量尺度的一致性系数", "评分值");
            return Err(RatersError::TooMany {
                method,
                what,
                found: values.len(),
                most: VALUES_MOST,
            });
        }
        let places = places(&values, &counts, level);
        let shares = counts
            .iter()
            .map(|count| float(*count) / float(all.len()))
            .collect();
        let mut distances = Self {
            scores: all.len(),
            level,
            values,
            places,
            shares,
            means: Vec::new(),
        };
        distances.means = distances.mean_distances();
        Ok(distances)
    }

    pub(super) fn values(&self) -> usize {
        self.values.len()
    }

    /// The smallest score.
    pub(super) fn first(&self) -> f64 {
        self.values.first().copied().unwrap_or(f64::NAN)
    }

    /// The expected distance of two scores drawn with replacement.
    pub(super) fn expected(&self) -> f64 {
        self.shares
            .iter()
            .zip(&self.means)
            .map(|(share, mean)| share * mean)
            .sum()
    }

    /// The sum over a unit's scores of the mean distance from all scores.
    pub(super) fn to_all(&self, unit: &[f64]) -> f64 {
        unit.iter()
            .filter_map(|score| self.means.get(self.number(*score)))
            .sum()
    }

    /// The sum of the distances of a unit's ordered pairs, over one fewer than its scores.
    pub(super) fn within(&self, unit: &[f64]) -> f64 {
        let places: Vec<f64> = unit
            .iter()
            .filter_map(|score| self.places.get(self.number(*score)).copied())
            .collect();
        let size = float(places.len());
        let sum = match self.level {
            Level::Ordinal | Level::Interval => {
                let mean = places.iter().sum::<f64>() / size;
                2.0 * size * places.iter().map(|place| (place - mean).powi(2)).sum::<f64>()
            }
            Level::Nominal | Level::Ratio | Level::OrdinalPairs => {
                let from = |one: &f64| places.iter().map(|other| self.between(*one, *other)).sum::<f64>();
                places.iter().map(from).sum()
            }
        };
        sum / (size - 1.0)
    }

    fn number(&self, score: f64) -> usize {
        self.values.partition_point(|value| *value < score)
    }

    fn between(&self, one: f64, other: f64) -> f64 {
        let gap = (one - other).abs();
        match self.level {
            Level::Nominal => f64::from(u8::from(0.0 < gap)),
            Level::Ordinal | Level::Interval => gap * gap,
            Level::Ratio if 0.0 < gap => (gap / (one + other)).powi(2),
            Level::Ratio => 0.0,
            Level::OrdinalPairs => gap * (gap + 1.0) / 2.0,
        }
    }

    fn mean_distances(&self) -> Vec<f64> {
        let weighted = || self.places.iter().zip(&self.shares);
        match self.level {
            Level::Nominal => self.shares.iter().map(|share| 1.0 - share).collect(),
            Level::Ordinal | Level::Interval => {
                let mean: f64 = weighted().map(|(place, share)| place * share).sum();
                let variance: f64 = weighted()
                    .map(|(place, share)| (place - mean).powi(2) * share)
                    .sum();
                self.places
                    .iter()
                    .map(|place| (place - mean).powi(2) + variance)
                    .collect()
            }
            Level::Ratio | Level::OrdinalPairs => {
                let from = |one: &f64| {
                    weighted()
                        .map(|(other, share)| self.between(*one, *other) * share)
                        .sum()
                };
                self.places.iter().map(from).collect()
            }
        }
    }
}

/// Krippendorff's ordinal distance is the squared difference of middle ranks: the scores between two values plus
/// half of those at either.
fn places(values: &[f64], counts: &[usize], level: Level) -> Vec<f64> {
    match level {
        Level::Interval | Level::Ratio => values.to_vec(),
        Level::Nominal | Level::OrdinalPairs => (0..values.len()).map(float).collect(),
        Level::Ordinal => {
            let mut below = 0;
            let middle = |count: &usize| {
                let place = float(below) + float(*count) / 2.0;
                below += count;
                place
            };
            counts.iter().map(middle).collect()
        }
    }
}
