//! 第三方机构的参数 (parameters of third-party institutions).

use crate::parameters::Parameter;

pub(super) const ADMISSION: &[Parameter] = &[
    Parameter::count("lead_evaluation_years", "主评人从事绩效评价的年限", 0, 50),
    Parameter::count("leads_least", "主评人最少人数", 1, 100),
    Parameter::count("people_least", "专业人员最少人数", 1, 1_000),
    Parameter::count("credit_months", "信用查询的有效月数", 1, 120),
];

pub(super) const ASSIGNMENT: &[Parameter] = &[
    Parameter::count("conflict_years", "关系终止后仍须回避的年数", 0, 50),
    Parameter::count("pair_years", "同一机构连续评价同一单位的最多年数", 1, 50),
    Parameter::count("cases_most", "同一机构一年最多受托的评价数", 1, 10_000),
    Parameter::count("reason_least", "直接委托、撤回和作废的理由最少字数", 1, 500),
];
