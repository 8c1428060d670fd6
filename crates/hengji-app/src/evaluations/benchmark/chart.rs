//! The chart: quantity against money, both in logarithms, as thousandths of the drawing.

use hengji_analysis::benchmark::ScaleLine;
use hengji_domain::{Decimal, Money};

use super::number::{float, text, thousandths, wan};
use super::view::{ChartPoint, ChartView, PointKind};

/// Where the line of expectation is drawn: so many places along the quantities.
const PLACES: i32 = 24;
/// What is left free at each end, of the whole length.
const FREE: f64 = 0.06;
/// The least length of an axis in logarithms, so that a single size does not fill it.
const LEAST: f64 = 0.5;
/// Leading digits that an axis names.
const DIGITS: [f64; 3] = [1.0, 2.0, 5.0];
/// Powers of ten that an axis can reach.
const POWERS: std::ops::RangeInclusive<i32> = -6..=12;
/// Names on an axis at most.
const TICKS_MAX: usize = 8;

/// A mark that is to be drawn.
pub(super) struct Mark {
    pub(super) quantity: Decimal,
    pub(super) money: Money,
    pub(super) kind: PointKind,
    pub(super) name: String,
}

/// An axis in logarithms.
#[derive(Debug, Clone, Copy)]
struct Axis {
    low: f64,
    length: f64,
}

impl Axis {
    fn over(values: impl Iterator<Item = f64>) -> Option<Self> {
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        if !(low.is_finite() && high.is_finite()) {
            return None;
        }
        let middle = f64::midpoint(low, high);
        let half = ((high - low) / 2.0).max(LEAST) * (1.0 + 2.0 * FREE);
        Some(Self {
            low: middle - half,
            length: 2.0 * half,
        })
    }

    /// A logarithm in thousandths of the axis; none outside of it.
    fn place(self, value: f64) -> Option<i32> {
        let share = (value - self.low) / self.length;
        (0.0..=1.0).contains(&share).then(|| thousandths(share)).flatten()
    }

    /// Round numbers along the axis; where there are many, powers of ten only.
    fn ticks(self) -> Vec<(i32, String)> {
        let named = |digits: &[f64]| -> Vec<(i32, String)> {
            POWERS
                .flat_map(|power| digits.iter().map(move |digit| digit * 10_f64.powi(power)))
                .filter_map(|value| Some((self.place(value.ln())?, text(value)?)))
                .collect()
        };
        let all = named(&DIGITS);
        if TICKS_MAX < all.len() { named(&[1.0]) } else { all }
    }
}

/// The chart of these marks; none without any.
pub(super) fn chart(
    marks: &[Mark],
    line: Option<&ScaleLine>,
    confidence: f64,
    unit: &str,
) -> Option<ChartView> {
    let x = Axis::over(marks.iter().map(|mark| float(mark.quantity).ln()))?;
    let y = Axis::over(marks.iter().map(|mark| wan(mark.money).ln()))?;
    let points = marks.iter().filter_map(|mark| {
        Some(ChartPoint {
            x: x.place(float(mark.quantity).ln())?,
            y: y.place(wan(mark.money).ln())?,
            kind: mark.kind,
            name: mark.name.clone(),
        })
    });
    let along = |value: &dyn Fn(&ScaleLine, f64) -> f64, is_held: bool| -> Vec<(i32, i32)> {
        let Some(line) = line else {
            return Vec::new();
        };
        let place = |step: i32| {
            let share = f64::from(step) / f64::from(PLACES);
            let up = value(line, x.low + x.length * share);
            let height = if is_held {
                thousandths(((up - y.low) / y.length).clamp(0.0, 1.0))?
            } else {
                y.place(up)?
            };
            Some((thousandths(share)?, height))
        };
        (0..=PLACES).filter_map(place).collect()
    };
    Some(ChartView {
        points: points.collect(),
        line: along(&|line, size| line.expected(size), false),
        // What leaves the drawing runs along its edge, so that the interval stays one shape.
        low: along(&|line, size| line.range(size, confidence).0, true),
        high: along(&|line, size| line.range(size, confidence).1, true),
        x_ticks: x.ticks(),
        y_ticks: y.ticks(),
        axes: (format!("数量({unit})"), "资金(万元)".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark(quantity: i64, fen: i64) -> Mark {
        Mark {
            quantity: Decimal::from(quantity),
            money: Money::from_fen(fen),
            kind: PointKind::Same,
            name: "道路养护".into(),
        }
    }

    #[test]
    fn equal_ratios_lie_equally_far_apart() {
        let marks = [mark(1, 1_000_000), mark(10, 10_000_000), mark(100, 100_000_000)];
        let drawn = chart(&marks, None, 0.95, "公里").unwrap();
        let [one, two, three] = drawn.points.as_slice() else {
            panic!("{drawn:?}")
        };
        assert!(((two.x - one.x) - (three.x - two.x)).abs() <= 1);
        assert!(((two.y - one.y) - (three.y - two.y)).abs() <= 1);
        assert!(drawn.x_ticks.iter().any(|(_, name)| name == "10"), "{drawn:?}");
        assert!(drawn.line.is_empty());
    }

    #[test]
    fn nothing_is_not_drawn() {
        assert_eq!(chart(&[], None, 0.95, "公里"), None);
    }

    #[test]
    fn the_line_runs_between_the_ends_of_its_interval() {
        let line = ScaleLine {
            pivot: 2.0,
            level: 7.5,
            elasticity: 0.8,
            level_variance: 0.001,
            covariance: 0.0,
            elasticity_variance: 0.001,
            residual_variance: 0.01,
            freedom: 12.0,
        };
        let marks = [mark(2, 500_000_000), mark(30, 9_000_000_000)];
        let drawn = chart(&marks, Some(&line), 0.95, "公里").unwrap();
        assert_eq!(
            drawn.line.len(),
            25,
            "what leaves the drawing runs along its edge"
        );
        for (x, y) in &drawn.line {
            let other = |all: &[(i32, i32)]| all.iter().find(|(at, _)| at == x).map(|(_, y)| *y);
            assert!(other(&drawn.low).is_some_and(|low| low <= *y), "{x}");
            assert!(other(&drawn.high).is_some_and(|high| *y <= high), "{x}");
        }
        assert_eq!((drawn.low.len(), drawn.high.len()), (25, 25));
    }

    proptest! {
        #[test]
        fn every_mark_lies_on_the_drawing(all in prop::collection::vec((1_i64..1_000_000, 1_i64..1_000_000_000_000), 1..30)) {
            let marks: Vec<Mark> = all.iter().map(|(quantity, fen)| mark(*quantity, *fen)).collect();
            let drawn = chart(&marks, None, 0.95, "件").unwrap();
            prop_assert_eq!(drawn.points.len(), marks.len());
            prop_assert!(drawn.points.iter().all(|point| (0..=1_000).contains(&point.x) && (0..=1_000).contains(&point.y)));
        }
    }
}
