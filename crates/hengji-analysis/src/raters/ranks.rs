//! 名次区间 (rank ranges): a place among others is only ever given as a range that the intervals allow.

use serde::Serialize;

use super::error::RatersError;

/// 置信区间 (confidence interval), both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// The interval from a centre, a standard error and a quantile; nothing if it is no number.
    pub(crate) fn around(centre: f64, standard_error: f64, quantile: f64) -> Option<Self> {
        Self::between(
            centre - quantile * standard_error,
            centre + quantile * standard_error,
        )
    }

    /// The interval between two ends; nothing if one is no number.
    pub(crate) fn between(low: f64, high: f64) -> Option<Self> {
        (low.is_finite() && high.is_finite()).then_some(Self { low, high })
    }

    /// The part of the interval within two bounds.
    pub(crate) fn within(self, least: f64, most: f64) -> Self {
        Self {
            low: self.low.clamp(least, most),
            high: self.high.clamp(least, most),
        }
    }
}

/// 名次区间 (rank range): the best and the worst place that the intervals do not exclude; 1 is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RankRange {
    /// The best place.
    pub best: usize,
    /// The worst place.
    pub worst: usize,
    /// How many were placed.
    pub of: usize,
}

/// Which values are better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Small ones.
    Lower,
    /// Large ones.
    Higher,
}

/// The rank ranges of intervals: another one ranks before only if its interval lies wholly on the better side.
///
/// Disjoint intervals are a cautious criterion: two that overlap slightly may still differ. Whoever has no
/// interval has no place and takes none from the others.
#[must_use]
pub fn rank_ranges(intervals: &[Option<Interval>], better: Better) -> Vec<Option<RankRange>> {
    let mut lows: Vec<f64> = intervals.iter().flatten().map(|interval| interval.low).collect();
    let mut highs: Vec<f64> = intervals.iter().flatten().map(|interval| interval.high).collect();
    lows.sort_by(f64::total_cmp);
    highs.sort_by(f64::total_cmp);
    let of = lows.len();
    let range = |interval: &Interval| {
        let below = highs.partition_point(|high| *high < interval.low);
        let above = of - lows.partition_point(|low| *low <= interval.high);
        let (before, after) = match better {
            Better::Lower => (below, above),
            Better::Higher => (above, below),
        };
        RankRange {
            best: before + 1,
            worst: of - after,
            of,
        }
    };
    intervals
        .iter()
        .map(|interval| interval.as_ref().map(range))
        .collect()
}

/// The probability below which the upper quantile of a two-sided interval lies.
pub(crate) fn upper_probability(confidence: f64) -> Result<f64, RatersError> {
    if confidence > 0.0 && confidence < 1.0 {
        Ok(f64::midpoint(1.0, confidence))
    } else {
        Err(RatersError::ConfidenceUnusable { confidence })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ends: &[(f64, f64)]) -> Vec<Option<Interval>> {
        ends.iter()
            .map(|(low, high)| Interval::between(*low, *high))
            .collect()
    }

    fn places(ranges: &[Option<RankRange>]) -> Vec<(usize, usize)> {
        ranges
            .iter()
            .flatten()
            .map(|range| (range.best, range.worst))
            .collect()
    }

    #[test]
    fn overlapping_intervals_share_their_places() {
        let ranges = rank_ranges(
            &of(&[(0.0, 2.0), (1.0, 3.0), (2.5, 4.0), (9.0, 9.5)]),
            Better::Lower,
        );
        assert_eq!(places(&ranges), [(1, 2), (1, 3), (2, 3), (4, 4)]);
    }

    #[test]
    fn the_other_direction_mirrors_the_places() {
        let ranges = rank_ranges(
            &of(&[(0.0, 2.0), (1.0, 3.0), (2.5, 4.0), (9.0, 9.5)]),
            Better::Higher,
        );
        assert_eq!(places(&ranges), [(3, 4), (2, 4), (2, 3), (1, 1)]);
    }

    #[test]
    fn touching_intervals_are_not_separated() {
        assert_eq!(
            places(&rank_ranges(&of(&[(0.0, 1.0), (1.0, 2.0)]), Better::Lower)),
            [(1, 2), (1, 2)]
        );
    }

    #[test]
    fn who_has_no_interval_has_no_place() {
        let ranges = rank_ranges(&of(&[(0.0, 1.0), (f64::NAN, 2.0), (2.0, 3.0)]), Better::Lower);
        assert_eq!(ranges.get(1), Some(&None));
        assert_eq!(places(&ranges), [(1, 1), (2, 2)]);
    }

    #[test]
    fn a_confidence_lies_strictly_between_nothing_and_all() {
        assert_eq!(upper_probability(0.95), Ok(0.975));
        for confidence in [0.0, 1.0, -0.1, 1.5, f64::NAN] {
            assert!(upper_probability(confidence).is_err(), "{confidence}");
        }
    }
}
