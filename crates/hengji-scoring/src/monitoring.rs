//! 双监控 (dual monitoring): the light of execution, of each indicator and of a project, each with its arithmetic.
//!
//! A light is an early warning and no score: it compares what was reached with what the calendar lets one expect. The
//! bands, the method and the lists are rules; nothing here knows a number of its own but the twelve months.

mod indicator;
mod trace;

use std::sync::Arc;

use hengji_domain::monitoring::{Light, LightBand, MonitoringRules, ProjectLightRule};
use hengji_domain::rounding::div_round_half_up;
use hengji_domain::rule::Citation;
use hengji_domain::{Money, Weight};

pub use indicator::indicator;
pub use trace::{Judged, WatchedLine, judge_project};

/// Months of a budget year.
const MONTHS: i128 = 12;
/// Basis points in a whole.
const WHOLE_BP: i128 = 10_000;

/// 进度 (progress): a light with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The light; none where nothing can be told.
    pub light: Option<Light>,
    /// Reached over due by now, hundredths of a percent; none where the rule does not divide.
    pub progress_centi: Option<i64>,
    /// Reached over the whole year's target, basis points; none where it is no number.
    pub reached_bp: Option<i64>,
    /// The computation in figures, or why there is none.
    pub arithmetic: String,
    /// The rule that gave the light.
    pub rule: Arc<Citation>,
}

impl Progress {
    fn unlit(why: impl Into<String>, rule: &Arc<Citation>) -> Self {
        Self {
            light: None,
            progress_centi: None,
            reached_bp: None,
            arithmetic: why.into(),
            rule: Arc::clone(rule),
        }
    }

    fn lit(light: Light, arithmetic: String, rule: &Arc<Citation>) -> Self {
        Self {
            light: Some(light),
            ..Self::unlit(arithmetic, rule)
        }
    }
}

/// 预算执行预警: (executed ÷ budget) ÷ (month ÷ 12). A budget of nothing counts as no progress.
pub fn execution(executed: Money, budget: Money, month: u32, rules: &MonitoringRules) -> Progress {
    let rule = &rules.budget_lights.citation;
    let bands = &rules.budget_lights.value;
    if budget <= Money::ZERO {
        return Progress {
            light: light_of(0, 1, bands),
            progress_centi: Some(0),
            reached_bp: None,
            arithmetic: "预算数为零,执行进度按 0 计".to_owned(),
            rule: Arc::clone(rule),
        };
    }
    let (part, whole) = (i128::from(executed.fen()), i128::from(budget.fen()));
    let mut progress = prorated(part, whole, month, bands, rule);
    progress.arithmetic = format!(
        "(执行 {executed} ÷ 预算 {budget} 万元)÷({month}÷12){}",
        shown(progress.progress_centi, progress.light)
    );
    progress
}

/// Part over whole against the share of the year that has passed.
fn prorated(part: i128, whole: i128, month: u32, bands: &[LightBand], rule: &Arc<Citation>) -> Progress {
    let due = whole.saturating_mul(i128::from(month));
    let done = part.max(0).saturating_mul(MONTHS);
    Progress {
        light: light_of(done, due, bands),
        progress_centi: div_round_half_up(done.saturating_mul(WHOLE_BP), due),
        reached_bp: div_round_half_up(part.max(0).saturating_mul(WHOLE_BP), whole),
        arithmetic: String::new(),
        rule: Arc::clone(rule),
    }
}

/// The highest band that the progress reaches: compared exactly, so that 79.999 % is not yet 80 %.
fn light_of(done: i128, due: i128, bands: &[LightBand]) -> Option<Light> {
    let reaches =
        |band: &&LightBand| due.saturating_mul(i128::from(band.from_bp)) <= done.saturating_mul(WHOLE_BP);
    bands.iter().find(reaches).map(|band| band.light)
}

fn shown(centi: Option<i64>, light: Option<Light>) -> String {
    let percent = centi.map_or_else(String::new, |centi| {
        format!(" = {}.{:02}%", centi.div_euclid(100), centi.rem_euclid(100))
    });
    let light = light.map_or_else(String::new, |light| format!(",{}灯", light.name()));
    format!("{percent}{light}")
}

/// The worst of the lights; none where there is none.
pub fn worst(lights: impl IntoIterator<Item = Option<Light>>) -> Option<Light> {
    lights.into_iter().flatten().min()
}

/// 项目灯: execution and goal made one, as the rule in force says.
pub fn project_light(
    execution: Option<Light>,
    goal: Option<Light>,
    method: ProjectLightRule,
) -> Option<Light> {
    match method {
        ProjectLightRule::Worst => worst([execution, goal]),
        ProjectLightRule::Dual => {
            let is_behind = |light: Option<Light>| light.is_some_and(Light::is_warning);
            if execution.is_none() && goal.is_none() {
                None
            } else if is_behind(execution) {
                Some(Light::Red)
            } else if is_behind(goal) {
                Some(Light::Yellow)
            } else {
                Some(Light::Green)
            }
        }
    }
}

/// What the floors and the gap of some provinces add to the lights, in words.
pub fn warnings(
    execution_bp: Option<i64>,
    goal_bp: Option<i64>,
    month: u32,
    rules: &MonitoringRules,
) -> Vec<String> {
    let mut found = Vec::new();
    let floors = rules.execution_floors.value.iter().flatten();
    let floor = floors
        .filter(|floor| floor.month <= month)
        .max_by_key(|floor| floor.month);
    if let (Some(floor), Some(reached)) = (floor, execution_bp)
        && reached < i64::from(floor.floor_bp)
    {
        found.push(format!(
            "1—{}月累计执行率 {} 低于 {}",
            floor.month,
            percent(reached),
            percent(i64::from(floor.floor_bp))
        ));
    }
    if let (Some(gap), Some(money), Some(goal)) = (rules.progress_gap_bp.value, execution_bp, goal_bp)
        && i64::from(gap) < (money - goal).abs()
    {
        found.push(format!(
            "目标完成 {} 与预算执行 {} 相差超过 {} 个百分点",
            percent(goal),
            percent(money),
            gap / 100
        ));
    }
    found
}

/// The mean completion of the lines by their weights, basis points; a line above its target counts as whole.
pub fn goal_reached_bp<'a>(lines: impl IntoIterator<Item = (Weight, &'a Progress)>) -> Option<i64> {
    let (mut sum, mut weights) = (0_i128, 0_i128);
    for (weight, progress) in lines {
        if let Some(reached) = progress.reached_bp {
            let weight = i128::from(weight.centi());
            sum += weight * i128::from(reached).min(WHOLE_BP);
            weights += weight;
        }
    }
    div_round_half_up(sum, weights)
}

fn percent(bp: i64) -> String {
    format!("{}.{:02}%", bp.div_euclid(100), bp.rem_euclid(100))
}

#[cfg(test)]
mod tests;
