//! 整改和回头看的参数 (parameters of rectification and look-back).

use crate::parameters::Parameter;

/// Longest time, in days, that still has to do with one rectification.
const DAYS: i64 = 366;

pub(super) const ESCALATION: &[Parameter] = &[
    Parameter::count("remind_before_days", "到期前开始提醒单位的天数", 0, DAYS),
    Parameter::count("department_after_days", "逾期后报主管部门的天数", 1, DAYS),
    Parameter::count("leader_after_days", "逾期后报局领导的天数", 1, DAYS),
];

pub(super) const LOOK_BACK: &[Parameter] = &[
    Parameter::percent("share", "抽取比例", 0, 100),
    Parameter::count("department_least", "每个部门最少抽取数", 0, 100),
    Parameter::count("years", "回看的年数", 1, 20),
];
