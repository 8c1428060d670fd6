//! 进度提示 (alerts): slower than like projects, spent in December, paid at one stroke; each with its figures.
//!
//! They stand beside the lights of the dated rules and never replace them.

use std::fmt;

use serde::Serialize;

use super::error::{ProgressError, within};
use super::profile::{Line, Profile};
use crate::number::float;

/// What is known of one project in the year that runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation<'a> {
    /// The period that is over, from 1.
    pub period: usize,
    /// Cumulative share of the budget (or of the goal) reached by then.
    pub reached: f64,
    /// The largest single payment as a share of the year's budget, where it is known.
    pub largest_payment: Option<f64>,
    /// Cumulative shares of the same project last year, period by period, where there was one.
    pub last_year: Option<&'a [f64]>,
}

/// From when on a payment or a December deserves a question.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AlertThresholds {
    /// Share of last year's money spent in its last period.
    pub last_period_jump: f64,
    /// Share of the year's budget paid at once.
    pub single_payment: f64,
}

/// How much an alert matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 黄.
    Yellow,
    /// 红.
    Red,
}

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// Slower than most like projects at this time of the year.
    Slow,
    /// Much of last year's money was spent in its last period.
    LastPeriodJump,
    /// Much of the budget was paid at once.
    SinglePayment,
}

/// One alert with the figures it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Alert {
    /// What it is about.
    pub kind: AlertKind,
    /// How much it matters.
    pub level: Level,
    /// The project's own share.
    pub found: f64,
    /// The bound it passed.
    pub bound: f64,
    /// The quantile that the bound is, for a slow project.
    pub quantile: Option<f64>,
    /// Curves of history behind the bound; one for a bound that is a rule.
    pub n: usize,
    /// The period that is over, from 1.
    pub period: usize,
}

/// A line that raised no alert because the history is too short.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Withheld {
    /// The alert that cannot be given.
    pub level: Level,
    /// Its quantile.
    pub quantile: f64,
    /// Curves of history.
    pub n: usize,
    /// Curves that it takes.
    pub needs: usize,
}

/// What is to be said of one project.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alerts {
    /// The alerts, the most serious first.
    pub alerts: Vec<Alert>,
    /// What could not be judged for want of history.
    pub withheld: Vec<Withheld>,
}

/// Compares a project with the profile of its category and with the two rules on single payments and last periods.
///
/// # Errors
///
/// [`ProgressError::Period`], [`ProgressError::Periods`] for last year's curve, [`ProgressError::Setting`] and
/// [`ProgressError::Number`] for figures that are none.
pub fn alerts(
    profile: &Profile,
    observation: &Observation<'_>,
    thresholds: &AlertThresholds,
) -> Result<Alerts, ProgressError> {
    let periods = profile.settings.periods;
    let period = observation.period;
    let at = period
        .checked_sub(1)
        .filter(|at| *at < periods)
        .ok_or(ProgressError::Period { period, periods })?;
    let reached = within("已完成的份额", observation.reached, 0.0, f64::MAX)?;
    let mut found = Alerts {
        alerts: Vec::new(),
        withheld: Vec::new(),
    };
    found.alerts.extend(slow(profile, period, at, reached));
    for (level, line) in [(Level::Red, &profile.red), (Level::Yellow, &profile.yellow)] {
        if !line.is_supported {
            found.withheld.push(Withheld {
                level,
                quantile: line.quantile,
                n: profile.n,
                needs: line.needs,
            });
        }
    }
    found.alerts.extend(jump(periods, observation, thresholds)?);
    found.alerts.extend(stroke(observation, thresholds)?);
    found.alerts.sort_by_key(|alert| std::cmp::Reverse(alert.level));
    Ok(found)
}

/// Below the red line, else below the yellow one; lines that the history does not support are silent.
fn slow(profile: &Profile, period: usize, at: usize, reached: f64) -> Option<Alert> {
    let below = |level: Level, line: &Line| {
        let bound = line
            .shares
            .get(at)
            .copied()
            .filter(|bound| line.is_supported && reached < *bound)?;
        Some(Alert {
            kind: AlertKind::Slow,
            level,
            found: reached,
            bound,
            quantile: Some(line.quantile),
            n: profile.n,
            period,
        })
    };
    below(Level::Red, &profile.red).or_else(|| below(Level::Yellow, &profile.yellow))
}

/// The share of last year's money that went in its last period.
fn jump(
    periods: usize,
    observation: &Observation<'_>,
    thresholds: &AlertThresholds,
) -> Result<Option<Alert>, ProgressError> {
    let bound = within("最后一期支出占比起点", thresholds.last_period_jump, 0.0, 1.0)?;
    let Some(curve) = observation.last_year else {
        return Ok(None);
    };
    if curve.len() != periods {
        return Err(ProgressError::Periods {
            row: 1,
            found: curve.len(),
            expected: periods,
        });
    }
    for (period, value) in (1..).zip(curve) {
        if !(0.0..f64::INFINITY).contains(value) {
            return Err(ProgressError::Number {
                what: "上年进度",
                row: 1,
                period,
                value: *value,
            });
        }
    }
    let mut from_end = curve.iter().rev();
    let all = from_end.next().copied().unwrap_or_default();
    let before = from_end.next().copied().unwrap_or_default();
    let share = if 0.0 < all { 1.0 - before / all } else { 0.0 };
    Ok((bound < share).then_some(Alert {
        kind: AlertKind::LastPeriodJump,
        level: Level::Yellow,
        found: share,
        bound,
        quantile: None,
        n: 1,
        period: observation.period,
    }))
}

fn stroke(
    observation: &Observation<'_>,
    thresholds: &AlertThresholds,
) -> Result<Option<Alert>, ProgressError> {
    let bound = within("单笔支付占比起点", thresholds.single_payment, 0.0, 1.0)?;
    let Some(largest) = observation.largest_payment else {
        return Ok(None);
    };
    let largest = within("最大一笔支付的份额", largest, 0.0, f64::MAX)?;
    Ok((bound < largest).then_some(Alert {
        kind: AlertKind::SinglePayment,
        level: Level::Yellow,
        found: largest,
        bound,
        quantile: None,
        n: 1,
        period: observation.period,
    }))
}

/// A share as a percentage with one decimal.
struct Percent(f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}%", self.0 * float(100))
    }
}

impl fmt::Display for Alert {
    /// The sentence for a page: the figures, the bound and how much history is behind it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (found, bound) = (Percent(self.found), Percent(self.bound));
        match self.kind {
            AlertKind::Slow => {
                let quantile = Percent(self.quantile.unwrap_or_default());
                let (period, n) = (self.period, self.n);
                write!(
                    f,
                    "第 {period} 期末为 {found},低于同类往年({n} 条)的 {quantile} 分位 {bound}"
                )
            }
            AlertKind::LastPeriodJump => write!(f, "上年最后一期支出占全年 {found},高于 {bound}"),
            AlertKind::SinglePayment => write!(f, "单笔支付占全年预算 {found},高于 {bound}"),
        }
    }
}

impl fmt::Display for Withheld {
    /// Says what is missing instead of an alert.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quantile = Percent(self.quantile);
        write!(
            f,
            "往年只有 {} 条,按 {quantile} 分位提示至少要 {} 条,不作判断",
            self.n, self.needs
        )
    }
}

#[cfg(test)]
mod tests;
