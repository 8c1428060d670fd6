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

pub(super) const CONCENTRATION: &[Parameter] = &[
    Parameter::count("cases_least", "作判断的最少评价数", 1, 10_000),
    Parameter::percent("watch", "偏集中的起点(份额平方和)", 0, 100),
    Parameter::percent("high", "高度集中的起点(份额平方和)", 0, 100),
];

pub(super) const REPORT: &[Parameter] = &[
    Parameter::count("chars_least", "报告最少字数", 1, 100_000),
    Parameter::percent("outcome_least", "产出效益占比提示线", 0, 100),
    Parameter::percent("likeness", "雷同提示线", 1, 100),
    Parameter::count("passage_least", "相同语句最少字数", 1, 1_000),
];

pub(super) const SEVERITY: &[Parameter] = &[Parameter::count(
    "shared_least",
    "与他人共同评分的最少评价数",
    2,
    1_000,
)];
