//! 指标进度预警: one line against its target at this time of the year.

use chrono::NaiveDate;
use hengji_domain::form::FormLine;
use hengji_domain::monitoring::{Light, MonitoringRules, RateTargetRule};
use hengji_domain::rule::{Band, Citation, ScoringRules};
use hengji_domain::value::read::normalise;
use hengji_domain::value::{Comparator, Reading};
use std::sync::Arc;

use super::{MONTHS, Progress, prorated, shown};
use crate::line::{between, comparator};
use crate::measure::measure;

/// The light of a line at the end of a month; `cut_off` is the day up to which the data reach.
pub fn indicator(
    line: &FormLine,
    month: u32,
    cut_off: NaiveDate,
    rules: &MonitoringRules,
    scoring: &ScoringRules,
) -> Progress {
    let rule = &rules.indicator_lights.citation;
    let met = |is_met: bool, words: &str| {
        let light = if is_met { Light::Green } else { Light::Red };
        Progress::lit(light, format!("{words},{}灯", light.name()), rule)
    };
    match &line.target.reading {
        Reading::Blank => Progress::unlit("没有年度指标值", rule),
        Reading::Date { due_on } => dated(line, *due_on, cut_off, rule),
        _ if line.actual.is_blank() => Progress::unlit("尚未填报完成情况", rule),
        Reading::Unreadable | Reading::Compound | Reading::Tiers { .. } => {
            Progress::unlit("指标值不是单个数值,不能自动预警", rule)
        }
        Reading::Qualitative => qualitative(line, &scoring.qualitative.value, rule),
        Reading::Range { low, high } => match between(line, *low, *high) {
            Ok(true) => met(true, "在目标区间内"),
            Ok(false) => met(false, "不在目标区间内"),
            Err(why) => Progress::unlit(why.message(), rule),
        },
        Reading::Number { .. } | Reading::Percent { .. } | Reading::Frequency { .. } => {
            numeric(line, month, rules, scoring)
        }
    }
}

fn numeric(line: &FormLine, month: u32, rules: &MonitoringRules, scoring: &ScoringRules) -> Progress {
    let rule = &rules.indicator_lights.citation;
    let measured = match measure(&line.target, &line.actual) {
        Ok(measured) => measured,
        Err(why) => return Progress::unlit(why.message(), rule),
    };
    let (target, actual) = (measured.target, measured.actual);
    let sign = comparator(line, scoring);
    let words = |sign: &str| {
        format!(
            "完成 {} {sign} 指标值 {}{}",
            measured.actual_shown(),
            measured.target_shown(),
            measured.unit
        )
    };
    let is_met = match sign {
        Comparator::AtMost => Some((actual <= target, "≤")),
        Comparator::LessThan => Some((actual < target, "<")),
        _ if target <= 0 => Some((actual == target, "=")),
        _ => None,
    };
    if let Some((is_met, sign)) = is_met {
        let light = if is_met { Light::Green } else { Light::Red };
        let outcome = if is_met { "达到" } else { "未达到" };
        return Progress::lit(
            light,
            format!("{}:{outcome},{}灯", words(sign), light.name()),
            rule,
        );
    }
    let is_rate = matches!(line.target.reading, Reading::Percent { .. });
    let whole = is_rate && rules.rate_target.value == RateTargetRule::Whole;
    let due_month = if whole {
        u32::try_from(MONTHS).unwrap_or(month)
    } else {
        month
    };
    let mut progress = prorated(actual, target, due_month, &rules.indicator_lights.value, rule);
    let (done, promised) = (measured.actual_shown(), measured.target_shown());
    let against = if whole {
        format!("完成 {done} ÷ 指标值 {promised}(比率类,不按月份折算)")
    } else {
        format!("完成 {done} ÷(指标值 {promised} ÷12×{month})")
    };
    progress.arithmetic = format!("{against}{}", shown(progress.progress_centi, progress.light));
    progress
}

/// A deadline: met, missed, or not yet due, which is no light at all.
fn dated(line: &FormLine, due_on: Option<NaiveDate>, cut_off: NaiveDate, rule: &Arc<Citation>) -> Progress {
    let Some(due_on) = due_on else {
        return Progress::unlit("期限没有写明年份,不能自动预警", rule);
    };
    match &line.actual.reading {
        Reading::Date {
            due_on: Some(done_on),
        } if *done_on <= due_on => {
            Progress::lit(Light::Green, format!("{done_on} 完成,不晚于 {due_on},绿灯"), rule)
        }
        Reading::Date {
            due_on: Some(done_on),
        } => Progress::lit(Light::Red, format!("{done_on} 完成,晚于 {due_on},红灯"), rule),
        _ if cut_off < due_on => Progress::unlit(format!("期限 {due_on} 未到"), rule),
        Reading::Blank => Progress::lit(Light::Red, format!("期限 {due_on} 已过,没有完成日期,红灯"), rule),
        _ => Progress::unlit("完成情况不是日期,不能自动预警", rule),
    }
}

/// Three grades give green, yellow and red. Only the whole phrase counts: 未达成 contains 达成.
fn qualitative(line: &FormLine, bands: &[Band], rule: &Arc<Citation>) -> Progress {
    let said = normalise(&line.actual.text);
    let claimed = bands.iter().position(|band| {
        normalise(&band.name) == said || band.phrases.iter().any(|phrase| normalise(phrase) == said)
    });
    let light = match claimed {
        None => return Progress::unlit("定性指标:请按“达成、部分达成、未达成”的规范用语填写", rule),
        Some(0) => Light::Green,
        Some(1) => Light::Yellow,
        Some(_) => Light::Red,
    };
    Progress::lit(
        light,
        format!("定性指标:{},{}灯", line.actual.text, light.name()),
        rule,
    )
}
