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
    let ask =
        |scale, frontier: &Units, units: &Units| distances(frontier, units, settings.orientation, scale);
    let (of_early, of_late) = frontiers(panel, early, late, to, settings.technology)?;
    let mut own_before = ask(settings.scale, &of_early, early)?.into_iter();
    let mut own_after = ask(settings.scale, &of_late, late)?.into_iter();
    let mut pure_before = ask(Scale::Variable, &of_early, early)?.into_iter();
    let mut pure_after = ask(Scale::Variable, &of_late, late)?.into_iter();
    let is_global = settings.technology == Technology::Global;
    let (seen_before, seen_after) = if is_global {
        let all = panel.pooled(panel.len())?;
        (
            ask(settings.scale, &all, early)?,
            ask(settings.scale, &all, late)?,
        )
    } else {
        (
            ask(settings.scale, &of_late, early)?,
            ask(settings.scale, &of_early, late)?,
        )
    };
    let seen = seen_before.into_iter().zip(seen_after);
    Ok(seen
        .map(|(before, after)| Distances {
            own_before: own_before.next().flatten(),
            own_after: own_after.next().flatten(),
            before_against_later: before.filter(|_| !is_global),
            after_against_earlier: after.filter(|_| !is_global),
            global_before: before.filter(|_| is_global),
            global_after: after.filter(|_| is_global),
            pure_before: pure_before.next().flatten(),
            pure_after: pure_after.next().flatten(),
            technology: settings.technology,
        })
        .collect())
}

/// The own frontiers of both periods.
fn frontiers(
    panel: &Panel,
    early: &Units,
    late: &Units,
    to: usize,
    technology: Technology,
) -> Result<(Units, Units), FrontierError> {
    match technology {
        Technology::Sequential => Ok((panel.pooled(to.saturating_sub(1))?, panel.pooled(to)?)),
        Technology::Contemporaneous | Technology::Global => Ok((early.clone(), late.clone())),
    }
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
