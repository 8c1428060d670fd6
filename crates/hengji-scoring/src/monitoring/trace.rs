//! A whole project judged at once, and its trace as the canonical text that a closed period keeps.

use std::fmt::Write as _;

use chrono::NaiveDate;
use hengji_domain::form::FormLine;
use hengji_domain::monitoring::{Light, MonitoringRules};
use hengji_domain::rule::ScoringRules;
use hengji_domain::{Money, Weight};

use super::{Progress, execution, goal_reached_bp, indicator, project_light, warnings, worst};

/// A line to watch.
#[derive(Debug, Clone, Copy)]
pub struct WatchedLine<'a> {
    /// The line as on the form.
    pub line: &'a FormLine,
    /// Its weight; nothing where the goal gave none.
    pub weight: Weight,
    /// Whether it is a part of another line, which does not count twice.
    pub is_part: bool,
}

/// What the rules say of a project at the end of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Execution of the budget.
    pub execution: Progress,
    /// Each line, in order.
    pub lines: Vec<Progress>,
    /// The worst light of the lines.
    pub goal_light: Option<Light>,
    /// The light of the project.
    pub light: Option<Light>,
    /// Mean completion of the goal, basis points.
    pub goal_bp: Option<i64>,
    /// Warnings of the floors and the gap.
    pub warnings: Vec<String>,
}

/// Judges a project. Pure: the same figures and rules give the same answer for ever.
pub fn judge_project(
    money: (Money, Money),
    lines: &[WatchedLine<'_>],
    month: u32,
    cut_off: NaiveDate,
    rules: &MonitoringRules,
    scoring: &ScoringRules,
) -> Judged {
    let (executed, budget) = money;
    let execution = execution(executed, budget, month, rules);
    let judged: Vec<Progress> = lines
        .iter()
        .map(|one| indicator(one.line, month, cut_off, rules, scoring))
        .collect();
    let whole = || lines.iter().zip(&judged).filter(|(line, _)| !line.is_part);
    let goal_light = worst(whole().map(|(_, progress)| progress.light));
    let goal_bp = goal_reached_bp(whole().map(|(line, progress)| (line.weight, progress)));
    let warnings = warnings(execution.reached_bp, goal_bp, month, rules);
    Judged {
        light: project_light(execution.light, goal_light, rules.project_light.value),
        goal_light,
        goal_bp,
        warnings,
        lines: judged,
        execution,
    }
}

impl Judged {
    /// The trace: one line for execution, one for each indicator, one for the project, in this order for ever.
    pub fn trace(&self, names: &[&str]) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let mut put = |name: &str, progress: &Progress| {
            let rule = &progress.rule;
            let _ = writeln!(
                text,
                "{name}|{}|{}|{} {}",
                progress.light.map_or("-", Light::code),
                progress.arithmetic.replace(['\n', '|'], " "),
                rule.rule,
                rule.from,
            );
        };
        put("预算执行", &self.execution);
        for (index, progress) in self.lines.iter().enumerate() {
            put(names.get(index).copied().unwrap_or_default(), progress);
        }
        let light = |light: Option<Light>| light.map_or("-", Light::code);
        let _ = writeln!(text, "指标|{}", light(self.goal_light));
        let _ = writeln!(text, "项目|{}", light(self.light));
        for warning in &self.warnings {
            let _ = writeln!(text, "提示|{warning}");
        }
        text
    }
}
