//! 闭式规模线: the lines of a category too small for variance components by likelihood.
//!
//! One elasticity from the differences within types, then the levels and the elasticities of the types pooled
//! normal–normal with the variance between types by Paule and Mandel. Regions and years stay in the residual.

use super::error::BenchmarkError;
use super::history::Observed;
use super::line::ScaleLine;
use super::pooling::{Heterogeneity, Pooled, Shrunk, pool};
use super::settings::Sizes;
use crate::mixed::Estimate;
use crate::number::float;

/// Squared differences of logarithms below this are rounding.
const ROUNDING: f64 = 1e-12;

/// The lines of a small category.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ClosedForm {
    types: Vec<Option<TypeLine>>,
    unseen: Option<TypeLine>,
    pub(super) elasticity: Estimate,
    pub(super) elasticity_spread: Option<f64>,
    pub(super) level_spread: Option<f64>,
    pub(super) residual_variance: f64,
    freedom: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct TypeLine {
    pivot: f64,
    level: f64,
    level_variance: f64,
    elasticity: Shrunk,
}

/// Why even the closed form says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoLine {
    TooFewRows,
    OneSize,
    NoResidual,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Moments {
    rows: f64,
    size: f64,
    cost: f64,
    sizes: f64,
    shared: f64,
    costs: f64,
}

/// A slope with its residual variance.
struct Within {
    elasticity: f64,
    squares: f64,
    residual: f64,
    freedom: f64,
}

impl ClosedForm {
    /// Fits the rows of a category.
    pub(super) fn new(rows: &[Observed], types: usize, sizes: Sizes) -> Result<Self, NoLine> {
        let moments: Vec<Moments> = (0..types)
            .map(|kind| Moments::of(rows.iter().filter(|row| row.kind == kind)))
            .collect();
        let used = moments.iter().filter(|moments| moments.has_rows()).count();
        match Within::new(&moments, float(used) + 1.0) {
            Ok(within) => Self::pooled(&moments, &within, sizes),
            // Types with one row each still share a line when their sizes are comparable.
            Err(NoLine::TooFewRows | NoLine::OneSize) if sizes == Sizes::Comparable && used > 1 => {
                Self::shared(rows, types)
            }
            Err(reason) => Err(reason),
        }
    }

    /// One line for all types, whose differences stay in the residual.
    fn shared(rows: &[Observed], types: usize) -> Result<Self, NoLine> {
        let all = Moments::of(rows.iter());
        let within = Within::new(&[all], 2.0)?;
        let line = TypeLine {
            pivot: all.size,
            level: all.cost,
            level_variance: within.residual / all.rows,
            elasticity: within.slope(),
        };
        Ok(Self::of(
            vec![Some(line); types],
            Some(line),
            &within,
            [None, None],
        ))
    }

    fn pooled(moments: &[Moments], within: &Within, sizes: Sizes) -> Result<Self, NoLine> {
        let common = mean_size(moments);
        let slopes = pool_slopes(moments, within).map_err(|_| NoLine::NoResidual)?;
        let common_slope = slopes.as_ref().map_or_else(|| within.slope(), Pooled::unseen);
        // Levels are pooled at one common size where sizes can be compared, otherwise each at its own.
        let offset = |moments: &Moments| match sizes {
            Sizes::Comparable => within.elasticity * (moments.size - common),
            Sizes::OwnUnits => 0.0,
        };
        let levels = pool_levels(moments, within, offset).map_err(|_| NoLine::NoResidual)?;
        let mut own_levels = levels.iter().flat_map(|levels| &levels.shrunk);
        let mut own_slopes = slopes.iter().flat_map(|slopes| &slopes.shrunk);
        let types = moments
            .iter()
            .map(|moments| {
                let slope = if moments.has_sizes() {
                    own_slopes.next()
                } else {
                    None
                };
                let elasticity = *slope.unwrap_or(&common_slope);
                moments.has_rows().then(|| match own_levels.next() {
                    Some(level) => TypeLine::at(moments.size, level, offset(moments), elasticity),
                    None => TypeLine::at(moments.size, &moments.level(within), 0.0, elasticity),
                })
            })
            .collect();
        let unseen = levels
            .as_ref()
            .filter(|_| sizes == Sizes::Comparable)
            .map(|levels| TypeLine::at(common, &levels.unseen(), 0.0, common_slope));
        let spread = |pooled: &Option<Pooled>| pooled.as_ref().map(|pooled| pooled.between_variance.sqrt());
        Ok(Self::of(
            types,
            unseen,
            within,
            [spread(&levels), spread(&slopes)],
        ))
    }

    fn of(
        types: Vec<Option<TypeLine>>,
        unseen: Option<TypeLine>,
        within: &Within,
        [level_spread, elasticity_spread]: [Option<f64>; 2],
    ) -> Self {
        let slope = within.slope();
        Self {
            types,
            unseen,
            elasticity: Estimate {
                value: slope.value,
                standard_error: slope.variance.sqrt(),
            },
            elasticity_spread,
            level_spread,
            residual_variance: within.residual,
            freedom: within.freedom,
        }
    }

    /// The line of a type; of the category where the type has none.
    pub(super) fn line(&self, kind: Option<usize>) -> Option<ScaleLine> {
        let line = kind
            .and_then(|kind| self.types.get(kind))
            .copied()
            .flatten()
            .or(self.unseen)?;
        Some(ScaleLine {
            pivot: line.pivot,
            level: line.level,
            elasticity: line.elasticity.value,
            level_variance: line.level_variance,
            covariance: 0.0,
            elasticity_variance: line.elasticity.variance,
            residual_variance: self.residual_variance,
            freedom: self.freedom,
        })
    }
}

impl TypeLine {
    fn at(pivot: f64, level: &Shrunk, offset: f64, elasticity: Shrunk) -> Self {
        Self {
            pivot,
            level: level.value + offset,
            level_variance: level.variance,
            elasticity,
        }
    }
}

impl Moments {
    fn has_rows(&self) -> bool {
        self.rows > 0.0
    }

    /// Whether its rows differ in size, so that they have an elasticity of their own.
    fn has_sizes(&self) -> bool {
        self.sizes > ROUNDING
    }

    /// The mean cost, unpooled.
    fn level(&self, within: &Within) -> Shrunk {
        Shrunk {
            value: self.cost,
            variance: within.residual / self.rows,
            own_share: 1.0,
        }
    }

    fn of<'a>(rows: impl Iterator<Item = &'a Observed> + Clone) -> Self {
        let mut moments = Self::default();
        for row in rows.clone() {
            moments.rows += 1.0;
            moments.size += row.size;
            moments.cost += row.cost;
        }
        if moments.rows > 0.0 {
            moments.size /= moments.rows;
            moments.cost /= moments.rows;
        }
        for row in rows {
            let (size, cost) = (row.size - moments.size, row.cost - moments.cost);
            moments.sizes += size * size;
            moments.shared += size * cost;
            moments.costs += cost * cost;
        }
        moments
    }
}

impl Within {
    fn new(moments: &[Moments], taken: f64) -> Result<Self, NoLine> {
        let sum = |of: fn(&Moments) -> f64| moments.iter().map(of).sum::<f64>();
        let freedom = sum(|moments| moments.rows) - taken;
        if freedom < 1.0 {
            return Err(NoLine::TooFewRows);
        }
        let (squares, shared, costs) = (
            sum(|moments| moments.sizes),
            sum(|moments| moments.shared),
            sum(|moments| moments.costs),
        );
        if squares <= ROUNDING {
            return Err(NoLine::OneSize);
        }
        let elasticity = shared / squares;
        let residual = (costs - elasticity * shared) / freedom;
        if residual <= ROUNDING * costs.max(ROUNDING) {
            return Err(NoLine::NoResidual);
        }
        Ok(Self {
            elasticity,
            squares,
            residual,
            freedom,
        })
    }

    fn slope(&self) -> Shrunk {
        Shrunk {
            value: self.elasticity,
            variance: self.residual / self.squares,
            own_share: 1.0,
        }
    }
}

fn mean_size(moments: &[Moments]) -> f64 {
    let rows: f64 = moments.iter().map(|moments| moments.rows).sum();
    moments
        .iter()
        .map(|moments| moments.rows * moments.size)
        .sum::<f64>()
        / rows
}

/// The mean costs of the types with rows, less their offsets, pooled; nothing when there is one type only.
fn pool_levels(
    moments: &[Moments],
    within: &Within,
    offset: impl Fn(&Moments) -> f64,
) -> Result<Option<Pooled>, BenchmarkError> {
    let own: Vec<&Moments> = moments.iter().filter(|moments| moments.has_rows()).collect();
    if own.len() < 2 {
        return Ok(None);
    }
    let levels: Vec<f64> = own.iter().map(|moments| moments.cost - offset(moments)).collect();
    let variances: Vec<f64> = own.iter().map(|moments| moments.level(within).variance).collect();
    pool(&levels, &variances, Heterogeneity::PauleMandel).map(Some)
}

/// The elasticities of the types that have two sizes, pooled; nothing when fewer than two have.
fn pool_slopes(moments: &[Moments], within: &Within) -> Result<Option<Pooled>, BenchmarkError> {
    let sloped: Vec<&Moments> = moments.iter().filter(|moments| moments.has_sizes()).collect();
    if sloped.len() < 2 {
        return Ok(None);
    }
    let slopes: Vec<f64> = sloped
        .iter()
        .map(|moments| moments.shared / moments.sizes)
        .collect();
    let variances: Vec<f64> = sloped
        .iter()
        .map(|moments| within.residual / moments.sizes)
        .collect();
    pool(&slopes, &variances, Heterogeneity::PauleMandel).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    /// The textbook line y = 0.6 + 0.8 x with residual squares 3.6.
    const LINE: [(usize, f64, f64); 5] = [
        (0, 1.0, 1.0),
        (0, 2.0, 3.0),
        (0, 3.0, 2.0),
        (0, 4.0, 5.0),
        (0, 5.0, 4.0),
    ];

    #[test]
    fn one_type_is_ordinary_least_squares() {
        for sizes in [Sizes::Comparable, Sizes::OwnUnits] {
            let fit = ClosedForm::new(&observed(&LINE), 1, sizes).unwrap();
            let line = fit.line(Some(0)).unwrap();
            assert!((line.elasticity - 0.8).abs() < 1e-12 && (line.expected(6.0) - 5.4).abs() < 1e-12);
            let variance = 1.2 * (1.0 + 0.2 + 9.0 / 10.0);
            assert!((line.standard_deviation(6.0).powi(2) - variance).abs() < 1e-12);
            assert!((line.freedom - 3.0).abs() < 1e-12);
            assert_eq!(fit.line(None), None, "nothing is known of how types differ");
        }
    }

    #[test]
    fn a_type_of_one_size_takes_the_elasticity_of_the_others() {
        let mut rows = LINE.to_vec();
        rows.extend([(1, 2.0, 7.0), (1, 2.0, 7.5), (2, 1.0, 1.2), (2, 3.0, 2.6)]);
        let fit = ClosedForm::new(&observed(&rows), 4, Sizes::OwnUnits).unwrap();
        let (own, other) = (fit.line(Some(0)).unwrap(), fit.line(Some(1)).unwrap());
        assert!(other.elasticity_variance >= own.elasticity_variance - 1e-12);
        assert!(fit.elasticity_spread.is_some() && fit.level_spread.is_some_and(|spread| spread > 0.0));
        assert_eq!(
            fit.line(Some(3)),
            None,
            "with own units a type without rows has no line"
        );
        let comparable = ClosedForm::new(&observed(&rows), 4, Sizes::Comparable).unwrap();
        let unseen = comparable.line(Some(3)).unwrap();
        assert!(unseen.level_variance > comparable.line(Some(0)).unwrap().level_variance);
    }

    #[test]
    fn what_no_line_can_be_drawn_through_is_refused_with_its_reason() {
        let check = |rows: &[(usize, f64, f64)], sizes: Sizes, reason: NoLine| {
            assert_eq!(
                ClosedForm::new(&observed(rows), 3, sizes).err(),
                Some(reason),
                "{rows:?}"
            );
        };
        check(&[], Sizes::Comparable, NoLine::TooFewRows);
        check(
            &[(0, 1.0, 1.0), (0, 2.0, 3.0)],
            Sizes::Comparable,
            NoLine::TooFewRows,
        );
        check(
            &[(0, 1.0, 1.0), (1, 2.0, 3.0), (2, 3.0, 3.5)],
            Sizes::OwnUnits,
            NoLine::TooFewRows,
        );
        check(
            &[(0, 1.0, 1.0), (0, 1.0, 2.0), (0, 1.0, 1.5)],
            Sizes::OwnUnits,
            NoLine::OneSize,
        );
        check(
            &[(0, 1.0, 1.0), (0, 2.0, 2.0), (0, 3.0, 3.0)],
            Sizes::Comparable,
            NoLine::NoResidual,
        );
    }
}
