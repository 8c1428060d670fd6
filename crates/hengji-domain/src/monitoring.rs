//! 绩效运行监控 (monitoring): lights, periods and the closed lists of a monitoring form, as the rules give them.
//!
//! Basis: 双监控 watches the execution of the budget and the progress of the goal at once. What turns a number into
//! a light is a dated rule; here are only the words for it.

use chrono::NaiveDate;

use crate::Money;
use crate::rule::{Citation, Dated, ReviewReason};

/// 预警灯 (light).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// 红: far behind.
    Red,
    /// 黄: behind.
    Yellow,
    /// 绿: on the way.
    Green,
    /// 蓝: far ahead, which asks whether the target was worth anything.
    Blue,
}

impl Light {
    /// Every light, the worst first.
    pub const ALL: [Self; 4] = [Self::Red, Self::Yellow, Self::Green, Self::Blue];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
        }
    }

    /// The light with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|light| light.code() == code)
    }

    /// The Chinese name, also in the rule files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Red => "红",
            Self::Yellow => "黄",
            Self::Green => "绿",
            Self::Blue => "蓝",
        }
    }

    /// Whether somebody has to say why.
    pub const fn is_warning(self) -> bool {
        matches!(self, Self::Red | Self::Yellow)
    }
}

/// A band of progress: at or above `from_bp` of what was due by now, this light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LightBand {
    /// The light.
    pub light: Light,
    /// Lower bound, basis points of the due progress.
    pub from_bp: u32,
}

/// How the lights of a project make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectLightRule {
    /// 取最差: the worst of execution and indicators.
    Worst,
    /// 双监控: execution not in order is red, execution in order and goal not is yellow, both in order green.
    Dual,
}

/// What an indicator that is itself a rate (合格率 95%) is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateTargetRule {
    /// The whole target at any time: a pass rate does not grow with the months.
    Whole,
    /// The target in proportion to the months, like any number.
    Prorated,
}

/// The least cumulative execution up to a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExecutionFloor {
    /// The month.
    pub month: u32,
    /// Least execution rate, basis points of the budget.
    pub floor_bp: u32,
}

/// 完成目标可能性 (likelihood): an entry of the closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likelihood {
    /// Stable code, e.g. `certain`.
    pub code: String,
    /// The printed words, e.g. 确定能.
    pub name: String,
    /// Whether cause and measures are mandatory.
    pub needs_cause: bool,
}

/// 监控期 (period) of a budget year with its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitoringPeriod {
    /// Stable code, e.g. `m07`: also the period of the sheets.
    pub code: String,
    /// The printed name, e.g. 1—7月.
    pub name: String,
    /// The last month whose data count.
    pub month: u32,
    /// 数据截止.
    pub cut_off: NaiveDate,
    /// Until when the unit hands in.
    pub unit_due_on: NaiveDate,
    /// Until when the department has reviewed.
    pub department_due_on: NaiveDate,
    /// Until when the bureau has finalised.
    pub finance_due_on: NaiveDate,
}

/// 催报和升级 (reminders and escalation), in days around the unit's deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Escalation {
    /// So many days before the deadline the list of what is missing appears on the home page.
    pub remind_before_days: u32,
    /// So many days after it the head of the unit is told.
    pub head_after_days: u32,
    /// So many days after it the department is told.
    pub department_after_days: u32,
}

/// Everything that judging a monitoring sheet needs, for one division and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitoringRules {
    /// Lights of execution, the highest band first.
    pub budget_lights: Dated<Vec<LightBand>>,
    /// Lights of an indicator, the highest band first.
    pub indicator_lights: Dated<Vec<LightBand>>,
    /// How they make the light of a project.
    pub project_light: Dated<ProjectLightRule>,
    /// What a rate is measured by.
    pub rate_target: Dated<RateTargetRule>,
    /// Least execution by month; none where no rule sets it.
    pub execution_floors: Dated<Option<Vec<ExecutionFloor>>>,
    /// Largest gap between goal and execution, basis points; none where no rule sets it.
    pub progress_gap_bp: Dated<Option<u32>>,
    /// 完成目标可能性, the closed list.
    pub likelihoods: Dated<Vec<Likelihood>>,
    /// 偏差原因分类, the closed list.
    pub causes: Dated<Vec<ReviewReason>>,
    /// 处置方式, the closed list.
    pub disposals: Dated<Vec<ReviewReason>>,
    /// Working days for a disposal; none where no rule sets it.
    pub disposal_days: Dated<Option<u32>>,
    /// Reminders and escalation.
    pub escalation: Dated<Escalation>,
}

impl MonitoringRules {
    /// The entry of the list of likelihoods with this code.
    pub fn likelihood(&self, code: &str) -> Option<&Likelihood> {
        self.likelihoods.value.iter().find(|one| one.code == code)
    }

    /// The citations that a trace names, in the order of the form.
    pub fn cited(&self) -> [&Citation; 4] {
        [
            &self.budget_lights.citation,
            &self.indicator_lights.citation,
            &self.project_light.citation,
            &self.rate_target.citation,
        ]
    }
}

/// 财政重点监控的选取 (choice of key monitoring).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyChoice {
    /// Above this amount a project may be chosen.
    pub threshold: Money,
    /// So many of a department at most, the largest first; none takes all.
    pub most_of_department: Option<u32>,
}

/// 预计情况 (outlook) of one line: what the unit adds to the actual value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlook {
    /// 全年预计完成情况, as written.
    pub expected: String,
    /// Code of the closed list; empty while nothing is chosen.
    pub likelihood: String,
    /// Code of the cause; empty where none is needed.
    pub cause: String,
    /// 改进措施.
    pub measures: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lights_are_found_by_code_and_ordered_from_the_worst() {
        for light in Light::ALL {
            assert_eq!(Light::from_code(light.code()), Some(light));
        }
        assert!(Light::Red < Light::Yellow && Light::Green < Light::Blue);
        assert_eq!(Light::from_code("violet"), None);
        assert!(Light::Yellow.is_warning() && !Light::Blue.is_warning());
    }
}
