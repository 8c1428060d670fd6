//! 监控参数 (parameters of monitoring): which named numbers `monitoring.escalation` must give.

use crate::parameters::Parameter;

/// Longest time, in days, that still has to do with one period.
const DAYS: i64 = 366;

pub(super) const ESCALATION: &[Parameter] = &[
    Parameter::count("remind_before_days", "截止前开始提醒的天数", 0, DAYS),
    Parameter::count("head_after_days", "逾期后提醒单位负责人的天数", 0, DAYS),
    Parameter::count("department_after_days", "逾期后提醒主管部门的天数", 0, DAYS),
];
