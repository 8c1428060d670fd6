//! The distances of a unit in two periods to the frontiers of both.

use serde::Serialize;

use super::super::{FrontierError, Orientation, RadialSettings, Scale, Units, efficiency_against};
use super::{MalmquistSettings, Panel, Technology, ratio};

/// Distances of one unit; None where the frontier holds no comparable unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Distances {
    /// The earlier period against its own frontier.
    pub own_before: Option<f64>,
    /// The later period against its own frontier.
    pub own_after: Option<f64>,
    /// The earlier period against the frontier of the later one. Not asked for with the global technology.
    pub before_against_later: Option<f64>,
    /// The later period against the frontier of the earlier one. Not asked for with the global technology.
    pub after_against_earlier: Option<f64>,
    /// The earlier period against the frontier over all periods, with the global technology only.
    pub global_before: Option<f64>,
    /// The later period against the frontier over all periods, with the global technology only.
    pub global_after: Option<f64>,
    /// The earlier period against its own frontier under variable returns to scale.
    pub pure_before: Option<f64>,
    /// The later period against its own frontier under variable returns to scale.
    pub pure_after: Option<f64>,
    /// Which of the figures above the index is made of.
    pub technology: Technology,
}

impl Distances {
    /// The index over these distances.
    pub(super) fn index(&self) -> Option<f64> {
        if self.technology == Technology::Global {
            return ratio(self.global_after, self.global_before);
        }
        let seen_early = ratio(self.after_against_earlier, self.own_before)?;
        let seen_late = ratio(self.own_after, self.before_against_later)?;
        Some((seen_early * seen_late).sqrt())
    }

    /// In words, which comparison does not exist; the reader shall not take the gap for an omission.
    pub(super) fn missing(&self, panel: &Panel, unit: usize, to: usize) -> Option<String> {
        let from = to.saturating_sub(1);
        let name = panel.units(to).map_or("", |units| units.name(unit));
        let (early, late) = (panel.period(from), panel.period(to));
        let no_peer = |figures: &str, frontier: &str| {
            format!("“{name}”在“{figures}”的投入产出,在“{frontier}”的前沿上没有可比对象,因此没有该指数。")
        };
        if self.technology == Technology::Global {
            let gone = self.global_before.is_none() || self.global_after.is_none();
            return gone.then(|| no_peer(late, "全部年度"));
        }
        if self.before_against_later.is_none() {
            return Some(no_peer(early, late));
        }
        self.after_against_earlier.is_none().then(|| no_peer(late, early))
    }
}

/// The distances of all units between the period before `to` and `to`.
pub(super) fn between(
    panel: &Panel,
    to: usize,
    settings: MalmquistSettings,
) -> Result<Vec<Distances>, FrontierError> {
    let from = to.saturating_sub(1);
    let (Some(early), Some(late)) = (panel.units(from), panel.units(to)) else {
        return Ok(Vec::new());
    };
    let pooled = |until| panel.pooled(until);
    let (early_frontier, late_frontier) = match settings.technology {
        Technology::Sequential => (pooled(from)?, pooled(to)?),
        Technology::Contemporaneous | Technology::Global => (early.clone(), late.clone()),
    };
    let ask =
        |scale, frontier: &Units, units: &Units| distances(frontier, units, settings.orientation, scale);
    let none = || vec![None; early.len()];
    let (crossed, global) = match settings.technology {
        Technology::Global => {
            let all = pooled(panel.len())?;
            let global = (
                ask(settings.scale, &all, early)?,
                ask(settings.scale, &all, late)?,
            );
            ((none(), none()), global)
        }
        Technology::Contemporaneous | Technology::Sequential => {
            let before = ask(settings.scale, &late_frontier, early)?;
            (
                (before, ask(settings.scale, &early_frontier, late)?),
                (none(), none()),
            )
        }
    };
    let own = (
        ask(settings.scale, &early_frontier, early)?,
        ask(settings.scale, &late_frontier, late)?,
    );
    let pure = (
        ask(Scale::Variable, &early_frontier, early)?,
        ask(Scale::Variable, &late_frontier, late)?,
    );
    let read = |list: &[Option<f64>], unit: usize| list.get(unit).copied().flatten();
    Ok((0..early.len())
        .map(|unit| Distances {
            own_before: read(&own.0, unit),
            own_after: read(&own.1, unit),
            before_against_later: read(&crossed.0, unit),
            after_against_earlier: read(&crossed.1, unit),
            global_before: read(&global.0, unit),
            global_after: read(&global.1, unit),
            pure_before: read(&pure.0, unit),
            pure_after: read(&pure.1, unit),
            technology: settings.technology,
        })
        .collect())
}

/// The distance of each unit to a frontier: theta, or one over phi; None without a comparable unit.
fn distances(
    frontier: &Units,
    units: &Units,
    orientation: Orientation,
    scale: Scale,
) -> Result<Vec<Option<f64>>, FrontierError> {
    let settings = RadialSettings {
        slacks: None,
        ..RadialSettings::new(orientation, scale)
    };
    let found = efficiency_against(frontier, units, &settings)?;
    let distance = |efficiency: f64| match orientation {
        Orientation::Input => efficiency,
        Orientation::Output => 1.0 / efficiency,
    };
    Ok(found
        .iter()
        .map(|unit| {
            unit.efficiency
                .map(distance)
                .filter(|distance| distance.is_finite() && *distance > 0.0)
        })
        .collect())
}
