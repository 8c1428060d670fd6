//! 逐年变化 (Malmquist index): did the unit catch up, or did everyone move.
//!
//! Färe, Grosskopf, Norris and Zhang (1994); the global index of Pastor and Lovell (2005). A distance D is the
//! input efficiency, or one over the output efficiency, so that more is better and an index above one is progress.

mod distances;
mod panel;

use rayon::prelude::*;
use serde::Serialize;

pub use distances::Distances;
pub use panel::{Panel, PanelError};

use super::{FrontierError, Orientation, Scale};

/// Against which frontier the years are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Technology {
    /// Each period has its own frontier; the index is the geometric mean of the views from both.
    Contemporaneous,
    /// What was possible once stays possible: the frontier of a period holds all units up to it.
    Sequential,
    /// One frontier over all periods: the index is circular, M(1,3) = M(1,2) · M(2,3), and never without an answer
    /// on a table without zeros.
    Global,
}

/// What is asked of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MalmquistSettings {
    /// Which side is scaled. Under constant returns the index is the same from both sides.
    pub orientation: Orientation,
    /// Returns to scale of the distances. Constant is the definition; with variable returns a unit may have no
    /// comparable one in the other period, which is then reported for the unit and the pair of periods.
    pub scale: Scale,
    /// Which frontier.
    pub technology: Technology,
}

/// One unit from one period to the next. A figure is None where a distance it needs does not exist.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The unit, by its place in the panel.
    pub unit: usize,
    /// The earlier period, by its place in the panel.
    pub from: usize,
    /// The later period.
    pub to: usize,
    /// What everything else is made of.
    pub distances: Distances,
    /// M, the change of productivity: above one is progress.
    pub index: Option<f64>,
    /// EC, catching up with the frontier.
    pub efficiency_change: Option<f64>,
    /// TC, the movement of the frontier itself; M = EC · TC.
    pub technical_change: Option<f64>,
    /// PEC, catching up at the unit's own scale.
    pub pure_efficiency_change: Option<f64>,
    /// SEC, the gain from a better scale; EC = PEC · SEC. None unless the returns are constant.
    pub scale_efficiency_change: Option<f64>,
    /// Why a figure is missing, in words.
    pub missing: Option<String>,
}

/// Geometric means over units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeanChange {
    /// How many units have an index.
    pub counted: usize,
    /// Of M.
    pub index: Option<f64>,
    /// Of EC.
    pub efficiency_change: Option<f64>,
    /// Of TC.
    pub technical_change: Option<f64>,
    /// Of PEC.
    pub pure_efficiency_change: Option<f64>,
    /// Of SEC.
    pub scale_efficiency_change: Option<f64>,
}

/// The changes of all units over all adjacent periods: pair by pair, and in a pair in the order of the units.
///
/// ```
/// use hengji_analysis::frontier::{MalmquistSettings, Orientation, Panel, Scale, Technology, Units, malmquist};
///
/// // 两个街道两年的社区养老: 投入 (万元), 服务人次 (千).
/// let year = |money: [f64; 2], served: [f64; 2]| {
///     let names = ["甲街道", "乙街道"].map(str::to_owned).to_vec();
///     Units::new(names, money.map(|cell| vec![cell]).to_vec(), served.map(|cell| vec![cell]).to_vec())
/// };
/// let panel = Panel::new(vec![
///     ("2025".to_owned(), year([100.0, 100.0], [10.0, 8.0])?),
///     ("2026".to_owned(), year([100.0, 100.0], [12.0, 12.0])?),
/// ])?;
/// let settings = MalmquistSettings {
///     orientation: Orientation::Output,
///     scale: Scale::Constant,
///     technology: Technology::Contemporaneous,
/// };
/// let changes = malmquist(&panel, settings)?;
/// // 乙街道: half as much again for the same money, of which a fifth is everyone's progress.
/// let near = |value: Option<f64>, expected: f64| value.is_some_and(|value| (value - expected).abs() < 1e-9);
/// assert!(near(changes[1].index, 1.5));
/// assert!(near(changes[1].efficiency_change, 1.25));
/// assert!(near(changes[1].technical_change, 1.2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`FrontierError`] as for the radial model.
pub fn malmquist(panel: &Panel, settings: MalmquistSettings) -> Result<Vec<Change>, FrontierError> {
    let pairs: Vec<usize> = (1..panel.len()).collect();
    let changes: Result<Vec<Vec<Change>>, FrontierError> = pairs
        .par_iter()
        .map(|to| {
            let distances = distances::between(panel, *to, settings)?;
            let changes = distances.into_iter().enumerate();
            Ok(changes
                .map(|(unit, distances)| change(panel, unit, *to, distances, settings))
                .collect())
        })
        .collect();
    Ok(changes?.into_iter().flatten().collect())
}

fn change(
    panel: &Panel,
    unit: usize,
    to: usize,
    distances: Distances,
    settings: MalmquistSettings,
) -> Change {
    let from = to.saturating_sub(1);
    let index = distances.index();
    let efficiency_change = ratio(distances.own_after, distances.own_before);
    let pure_efficiency_change = ratio(distances.pure_after, distances.pure_before);
    let scale_efficiency_change = match settings.scale {
        Scale::Constant => ratio(efficiency_change, pure_efficiency_change),
        Scale::Variable | Scale::NonIncreasing | Scale::NonDecreasing => None,
    };
    let technical_change = ratio(index, efficiency_change);
    let missing = distances.missing(panel, unit, to);
    Change {
        unit,
        from,
        to,
        distances,
        index,
        efficiency_change,
        technical_change,
        pure_efficiency_change,
        scale_efficiency_change,
        missing,
    }
}

/// A quotient that exists: both parts do, and the lower one is not nothing.
fn ratio(above: Option<f64>, below: Option<f64>) -> Option<f64> {
    let quotient = above? / below?;
    quotient.is_finite().then_some(quotient)
}

/// The geometric means of some changes: of one pair of periods, or of all.
#[must_use]
pub fn mean_change(changes: &[Change]) -> MeanChange {
    let mean = |figure: fn(&Change) -> Option<f64>| {
        let logarithms: Vec<f64> = changes.iter().filter_map(figure).map(f64::ln).collect();
        let mean = (logarithms.iter().sum::<f64>() / crate::number::float(logarithms.len())).exp();
        mean.is_finite().then_some(mean)
    };
    MeanChange {
        counted: changes.iter().filter(|change| change.index.is_some()).count(),
        index: mean(|change| change.index),
        efficiency_change: mean(|change| change.efficiency_change),
        technical_change: mean(|change| change.technical_change),
        pure_efficiency_change: mean(|change| change.pure_efficiency_change),
        scale_efficiency_change: mean(|change| change.scale_efficiency_change),
    }
}

#[cfg(test)]
mod tests;
