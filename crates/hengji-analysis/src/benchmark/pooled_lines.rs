//! 混合模型的规模线: the lines of one category by restricted maximum likelihood.

use super::history::Observed;
use super::line::ScaleLine;
use super::robust::{RobustFit, robust};
use super::settings::{Settings, Sizes};
use crate::mixed::{Correlation, Factor, MixedError, MixedFit, Point};
use crate::number::float;

/// The fitted model of a category with what is needed to place a new project in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PooledLines {
    pub(super) robust: RobustFit,
    centres: Vec<Option<f64>>,
    common: f64,
    /// Whether a type without rows has a line.
    unseen: bool,
    groupings: Vec<Grouping>,
    freedom: f64,
}

/// A factor of the model, and which of its levels stands for which number outside.
#[derive(Debug, Clone, PartialEq)]
struct Grouping {
    what: Grouped,
    levels: Vec<Option<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grouped {
    Type,
    Region,
    Year,
}

impl PooledLines {
    /// Fits the rows of a category; `distance` are their distances in the screening.
    pub(super) fn new(
        rows: &[Observed],
        types: usize,
        distance: &[f64],
        settings: &Settings,
    ) -> Result<Self, MixedError> {
        let (common, own) = centres(rows, types);
        let centres: Vec<Option<f64>> = match settings.sizes {
            Sizes::Comparable => vec![Some(common); types],
            Sizes::OwnUnits => own,
        };
        let along: Vec<f64> = rows
            .iter()
            .map(|row| row.size - centres.get(row.kind).copied().flatten().unwrap_or(common))
            .collect();
        let mut groupings = Vec::new();
        let mut factors = Vec::new();
        for what in [Grouped::Type, Grouped::Region, Grouped::Year] {
            if let Some((grouping, factor)) = Grouping::new(what, rows) {
                let factor = match what {
                    Grouped::Type => factor.with_slope(along.clone(), Correlation::None),
                    Grouped::Region | Grouped::Year => factor,
                };
                groupings.push(grouping);
                factors.push(factor);
            }
        }
        let response: Vec<f64> = rows.iter().map(|row| row.cost).collect();
        let design = [vec![1.0; rows.len()], along];
        let robust = robust(&response, &design, &factors, distance, settings.huber)?;
        let freedom = freedom(&robust.fit, rows.len());
        let one_type = rows
            .windows(2)
            .all(|pair| matches!(pair, [one, other] if one.kind == other.kind));
        let unseen = settings.sizes == Sizes::Comparable && !one_type;
        Ok(Self {
            robust,
            centres,
            common,
            unseen,
            groupings,
            freedom,
        })
    }

    /// The line of a type in a region and year; a number that the model has not seen adds its spread.
    pub(super) fn line(
        &self,
        kind: Option<usize>,
        region: Option<usize>,
        year: Option<usize>,
    ) -> Option<ScaleLine> {
        let centre = kind.and_then(|kind| self.centres.get(kind)).copied().flatten();
        let pivot = match centre {
            Some(centre) => centre,
            None if self.unseen => self.common,
            None => return None,
        };
        let levels: Vec<Option<usize>> = self
            .groupings
            .iter()
            .map(|grouping| match grouping.what {
                Grouped::Type => grouping.level(kind),
                Grouped::Region => grouping.level(region),
                Grouped::Year => grouping.level(year),
            })
            .collect();
        let at = |along: f64| {
            self.robust.fit.predict(&Point {
                design: &[1.0, along],
                levels: &levels,
                slope: along,
            })
        };
        let (middle, above, below) = (at(0.0)?, at(1.0)?, at(-1.0)?);
        // The variance along the line is a parabola, so three points give its three parts.
        Some(ScaleLine {
            pivot,
            level: middle.mean,
            elasticity: 0.5 * (above.mean - below.mean),
            level_variance: middle.mean_variance,
            covariance: 0.25 * (above.mean_variance - below.mean_variance),
            elasticity_variance: 0.5 * (above.mean_variance + below.mean_variance) - middle.mean_variance,
            residual_variance: middle.residual_variance,
            freedom: self.freedom,
        })
    }

    /// The standard deviations of levels and elasticities between types, of regions, of years: those that are
    /// in the model.
    pub(super) fn spreads(&self) -> [Option<f64>; 4] {
        let find = |what: Grouped| {
            let at = self.groupings.iter().position(|grouping| grouping.what == what)?;
            self.robust.fit.components.get(at)
        };
        [
            find(Grouped::Type).map(|component| component.intercept_sd),
            find(Grouped::Type).and_then(|component| component.slope_sd),
            find(Grouped::Region).map(|component| component.intercept_sd),
            find(Grouped::Year).map(|component| component.intercept_sd),
        ]
    }
}

impl Grouping {
    /// The level of a number; nothing for a number without rows.
    fn level(&self, number: Option<usize>) -> Option<usize> {
        self.levels.get(number?).copied().flatten()
    }

    /// Numbers the levels that have rows; nothing when there is one level only, or one for every row.
    fn new(what: Grouped, rows: &[Observed]) -> Option<(Self, Factor)> {
        let (name, number): (&str, fn(&Observed) -> usize) = match what {
            Grouped::Type => ("指标类型", |row| row.kind),
            Grouped::Region => ("地区", |row| row.region),
            Grouped::Year => ("年度", |row| row.year),
        };
        let mut levels: Vec<Option<usize>> = Vec::new();
        let mut count = 0;
        let of: Vec<usize> = rows
            .iter()
            .map(|row| {
                let number = number(row);
                if levels.len() <= number {
                    levels.resize(number + 1, None);
                }
                let place = levels.get_mut(number);
                place.map_or(0, |place| {
                    *place.get_or_insert_with(|| {
                        count += 1;
                        count - 1
                    })
                })
            })
            .collect();
        let useful = (2..rows.len()).contains(&count);
        useful.then(|| (Self { what, levels }, Factor::new(name, of, count)))
    }
}

/// Rows less the two coefficients and what the random effects took: each as much as it is its own and not the
/// common value.
fn freedom(fit: &MixedFit, rows: usize) -> f64 {
    let share = |error: f64, spread: f64| {
        if spread > 0.0 {
            (1.0 - (error / spread).powi(2)).max(0.0)
        } else {
            0.0
        }
    };
    let taken: f64 = fit
        .effects
        .iter()
        .zip(&fit.components)
        .map(|(effects, component)| {
            let slope_sd = component.slope_sd.unwrap_or(0.0);
            let levels = effects
                .intercepts
                .iter()
                .map(|of| share(of.standard_error, component.intercept_sd));
            let slopes = effects.slopes.iter().map(|of| share(of.standard_error, slope_sd));
            levels.sum::<f64>() + slopes.sum::<f64>()
        })
        .sum();
    (float(rows) - 2.0 - taken).max(1.0)
}

/// The mean size of all rows, and of the rows of each type that has some.
fn centres(rows: &[Observed], types: usize) -> (f64, Vec<Option<f64>>) {
    let mut sums = vec![(0.0, 0.0); types];
    for row in rows {
        if let Some((count, sum)) = sums.get_mut(row.kind) {
            *count += 1.0;
            *sum += row.size;
        }
    }
    let all: f64 = sums.iter().map(|(_, sum)| sum).sum();
    let own = sums
        .iter()
        .map(|(count, sum)| (*count > 0.0).then(|| sum / count))
        .collect();
    (all / float(rows.len().max(1)), own)
}
