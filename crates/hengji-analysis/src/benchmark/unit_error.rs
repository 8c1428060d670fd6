//! 单位错误 (unit errors): amounts in 元 among amounts in 万元, found before anything is fitted.
//!
//! A line through medians is not moved by them: the slope is the median of the slopes of pairs (Theil 1950, Sen
//! 1968) within types, the level of each type the median of what is left, the scale the median absolute
//! deviation.

use serde::Serialize;

use super::history::Observed;
use super::settings::Settings;
use crate::number::float;

/// Makes the median absolute deviation of normal values their standard deviation: one over the normal quantile
/// of three quarters.
const MEDIAN_TO_DEVIATION: f64 = 1.482_602_218_505_602;
/// A majority needs three rows.
const MAJORITY: usize = 3;
/// Up to this many rows of a type all pairs are taken; beyond it each row of the smaller half with one of the
/// larger (Theil's incomplete method), because the pairs grow with the square.
const ALL_PAIRS: usize = 60;
/// Residuals below this are rounding of logarithms.
const ROUNDING: f64 = 1e-9;

/// A row left out of the fit because its amount seems to be in another unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitError {
    /// The name of the row.
    pub row: String,
    /// The place of the row in the history, counted from zero.
    pub index: usize,
    /// The factor that explains it.
    pub factor: f64,
    /// What is seen.
    pub kind: UnitErrorKind,
}

/// What a wrong unit looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitErrorKind {
    /// The amount is too large by about the factor.
    TooLarge,
    /// The amount is too small by about the factor.
    TooSmall,
    /// The type has two rows that are the factor apart, and nothing says which one is wrong.
    EitherOfTwo,
}

/// What the robust line says of each row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Screening {
    /// For each row the factor and kind, if it is suspected.
    pub(super) suspected: Vec<Option<(f64, UnitErrorKind)>>,
    /// For each row its distance from the robust line in standard deviations; zero where its type is too small.
    pub(super) distance: Vec<f64>,
}

/// Looks for unit errors among the rows of one category.
pub(super) fn screen(rows: &[Observed], types: usize, settings: &Settings) -> Screening {
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); types];
    for (at, row) in rows.iter().enumerate() {
        if let Some(group) = groups.get_mut(row.kind) {
            group.push(at);
        }
    }
    let slope = slope(rows, &groups);
    let left: Vec<f64> = rows.iter().map(|row| row.cost - slope * row.size).collect();
    let mut deviation = vec![0.0; rows.len()];
    let mut sizes = Vec::new();
    for group in groups.iter().filter(|group| group.len() >= MAJORITY) {
        let mut values: Vec<f64> = group.iter().filter_map(|at| left.get(*at)).copied().collect();
        let middle = median(&mut values);
        let small = (float(group.len()) / (float(group.len()) - 1.0)).sqrt();
        for at in group {
            if let (Some(place), Some(value)) = (deviation.get_mut(*at), left.get(*at)) {
                *place = value - middle;
                sizes.push((value - middle).abs() * small);
            }
        }
    }
    let scale = (MEDIAN_TO_DEVIATION * median(&mut sizes)).max(ROUNDING);
    let mut suspected: Vec<Option<(f64, UnitErrorKind)>> = deviation
        .iter()
        .map(|value| {
            let kind = if *value > 0.0 {
                UnitErrorKind::TooLarge
            } else {
                UnitErrorKind::TooSmall
            };
            settings.unit_factor(*value, scale).map(|factor| (factor, kind))
        })
        .collect();
    if !sizes.is_empty() {
        pairs_apart(&groups, &left, scale, settings, &mut suspected);
    }
    Screening {
        suspected,
        distance: deviation.iter().map(|value| value / scale).collect(),
    }
}

/// Types of two rows that are a unit apart.
fn pairs_apart(
    groups: &[Vec<usize>],
    left: &[f64],
    scale: f64,
    settings: &Settings,
    suspected: &mut [Option<(f64, UnitErrorKind)>],
) {
    for group in groups {
        let [first, second] = group.as_slice() else {
            continue;
        };
        let (Some(one), Some(other)) = (left.get(*first), left.get(*second)) else {
            continue;
        };
        if let Some(factor) = settings.unit_factor(one - other, scale * std::f64::consts::SQRT_2) {
            for at in [first, second] {
                if let Some(place) = suspected.get_mut(*at) {
                    *place = Some((factor, UnitErrorKind::EitherOfTwo));
                }
            }
        }
    }
}

/// The median slope of pairs within types, pairs weighted by their distance in size; one when no type has two
/// sizes.
fn slope(rows: &[Observed], groups: &[Vec<usize>]) -> f64 {
    let mut slopes: Vec<(f64, f64)> = Vec::new();
    for group in groups {
        let mut points: Vec<(f64, f64)> = group
            .iter()
            .filter_map(|at| rows.get(*at))
            .map(|row| (row.size, row.cost))
            .collect();
        points.sort_by(|left, right| left.0.total_cmp(&right.0));
        let half = points.len().div_ceil(2);
        let reach = if points.len() <= ALL_PAIRS {
            1..points.len()
        } else {
            half..half + 1
        };
        for distance in reach {
            let pairs = points.iter().zip(points.iter().skip(distance));
            slopes.extend(pairs.filter_map(|((x, y), (other_x, other_y))| {
                let run = other_x - x;
                (run > ROUNDING).then(|| ((other_y - y) / run, run))
            }));
        }
    }
    weighted_median(&mut slopes).unwrap_or(1.0)
}

fn weighted_median(values: &mut [(f64, f64)]) -> Option<f64> {
    values.sort_by(|left, right| left.0.total_cmp(&right.0));
    let half = 0.5 * values.iter().map(|(_, weight)| weight).sum::<f64>();
    let mut reached = 0.0;
    values.iter().find_map(|(value, weight)| {
        reached += weight;
        (reached >= half).then_some(*value)
    })
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = values.get(middle).copied().unwrap_or(0.0);
    if values.len() % 2 == 1 {
        return upper;
    }
    let lower = middle
        .checked_sub(1)
        .and_then(|at| values.get(at))
        .copied()
        .unwrap_or(upper);
    0.5 * (lower + upper)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benchmark::tests::settings;

    fn observed(rows: &[(usize, f64, f64)]) -> Vec<Observed> {
        let row = |(row, (kind, size, cost)): (usize, &(usize, f64, f64))| Observed {
            row,
            kind: *kind,
            region: 0,
            year: 0,
            size: *size,
            cost: *cost,
        };
        rows.iter().enumerate().map(row).collect()
    }

    #[test]
    fn medians_are_in_the_middle() {
        for (mut values, expected) in [
            (vec![3.0, 1.0, 2.0], 2.0),
            (vec![4.0, 1.0, 2.0, 3.0], 2.5),
            (vec![7.0], 7.0),
            (vec![], 0.0),
        ] {
            assert!((median(&mut values) - expected).abs() < 1e-12, "{values:?}");
        }
        assert_eq!(
            weighted_median(&mut [(5.0, 1.0), (1.0, 1.0), (2.0, 3.0)]),
            Some(2.0)
        );
        assert_eq!(weighted_median(&mut []), None);
    }

    #[test]
    fn rows_on_one_line_are_not_suspected_however_exact_they_are() {
        let rows: Vec<(usize, f64, f64)> = (0..6).map(|at| (0, float(at), 2.0 + 0.8 * float(at))).collect();
        let screening = screen(&observed(&rows), 1, &settings());
        assert!(screening.suspected.iter().all(Option::is_none));
        assert!(screening.distance.iter().all(|distance| distance.abs() < 1.0));
    }

    #[test]
    fn a_single_row_of_its_type_is_never_suspected() {
        let rows = [(0, 1.0, 2.0), (0, 2.0, 2.9), (0, 3.0, 3.5), (1, 1.0, 30.0)];
        let screening = screen(&observed(&rows), 2, &settings());
        assert!(screening.suspected.iter().all(Option::is_none));
        assert_eq!(screening.distance.last(), Some(&0.0));
    }

    #[test]
    fn types_of_one_size_are_screened_by_their_level() {
        let rows = [
            (0, 1.0, 2.0),
            (0, 1.0, 2.1),
            (0, 1.0, 1.9),
            (0, 1.0, 2.0 + 1e4_f64.ln()),
        ];
        let screening = screen(&observed(&rows), 1, &settings());
        let suspected: Vec<bool> = screening.suspected.iter().map(Option::is_some).collect();
        assert_eq!(suspected, [false, false, false, true]);
    }
}
