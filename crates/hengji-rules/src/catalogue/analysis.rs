//! 分析参数 (parameters of the analysis): which named numbers each `analysis.*` rule must give, and within which bounds.
//!
//! The bounds only keep out what has no meaning, such as a share above the whole; the numbers themselves are in
//! `rules/`.

use crate::parameters::Parameter;

/// Largest number that is still a number of units, years or samples.
const MANY: i64 = 1_000_000;
/// Largest span in years that the records of a bureau reach over.
const YEARS: i64 = 100;
/// The whole, in percent.
const WHOLE: i64 = 100;

pub(super) const EVIDENCE_FRONTIER: &[Parameter] = &[
    Parameter::count("a_units", "A 级证据最少单位数", 1, MANY),
    Parameter::count("a_units_per_column", "A 级证据每列投入产出最少单位数", 1, MANY),
    Parameter::count("b_units", "B 级证据最少单位数", 1, MANY),
];

pub(super) const EVIDENCE_BENCHMARK: &[Parameter] = &[
    Parameter::count("own_history", "本项目历史条数下限", 1, MANY),
    Parameter::count("category", "同类项目条数下限", 1, MANY),
];

pub(super) const BENCHMARK_BANDS: &[Parameter] = &[
    Parameter::decimal("in_line", "相称的偏离上限(标准差)", 0, WHOLE),
    Parameter::decimal("ask", "需要说明的偏离起点(标准差)", 0, WHOLE),
    Parameter::decimal("unit_error", "疑似单位错误的偏离起点(标准差)", 0, WHOLE),
    Parameter::decimal(
        "downweighted",
        "异常历史降低影响的起点(标准差),0 为不降低",
        0,
        WHOLE,
    ),
];

pub(super) const BENCHMARK_RECORDS: &[Parameter] = &[
    Parameter::count("past_years", "取用的往年年数", 0, YEARS),
    Parameter::percent("main_share", "资金归于一条指标的权重份额起点", 0, WHOLE),
];

pub(super) const SELECTION: &[Parameter] = &[
    Parameter::percent("share", "抽取比例", 0, WHOLE),
    Parameter::count("department_least", "每个部门最少抽取数", 0, MANY),
];

pub(super) const CONFIDENCE: &[Parameter] = &[Parameter::percent("level", "置信水平", 50, WHOLE)];

pub(super) const BOOTSTRAP: &[Parameter] = &[
    Parameter::count("replications", "重复次数", 1, MANY),
    Parameter::decimal("correction_from", "偏差修正的起点(偏差平方÷方差)", 0, WHOLE),
];

pub(super) const AGREEMENT: &[Parameter] = &[
    Parameter::decimal("fine", "一致性良好的系数起点", 0, 1),
    Parameter::decimal("tentative", "可作暂定结论的系数起点", 0, 1),
];

pub(super) const INCENTIVE: &[Parameter] = &[
    Parameter::decimal("strength", "激励强度", 0, 10),
    Parameter::decimal("reference", "参照得分(分)", 0, WHOLE),
    Parameter::percent("floor", "下限占基数", 0, WHOLE),
    Parameter::percent("cap", "上限占基数", WHOLE, 1_000),
];

pub(super) const PLAN: &[Parameter] = &[
    Parameter::decimal("years_factor", "每多一年未评价的加权", 0, 10),
    Parameter::percent("share", "评价面下限", 0, WHOLE),
];

pub(super) const ASSIGNMENT: &[Parameter] = &[
    Parameter::percent("share_cap", "一家机构承担份额上限", 0, WHOLE),
    Parameter::count("window_years", "轮换观察年数", 1, YEARS),
    Parameter::count("pair_years", "同一机构连续评价同一部门年数上限", 1, YEARS),
    Parameter::percent("overlap", "重复评价比例", 0, WHOLE),
    Parameter::count("conflict_years", "利害关系回避年数", 0, YEARS),
    Parameter::percent("share_step", "份额比较的步长", 0, WHOLE),
];

pub(super) const CLASS_STABILITY: &[Parameter] = &[
    Parameter::percent("span", "权重变动幅度", 0, WHOLE),
    Parameter::percent("clear_from", "归类明确的份额起点", 50, WHOLE),
];

pub(super) const EXECUTION_ALERTS: &[Parameter] = &[
    Parameter::percent("red_quantile", "红色预警分位", 0, 50),
    Parameter::percent("yellow_quantile", "黄色预警分位", 0, 50),
    Parameter::percent("december_jump", "十二月支出占全年起点", 0, WHOLE),
    Parameter::percent("single_payment", "单笔支付占全年起点", 0, WHOLE),
    Parameter::count("prior_weight", "先验相当的往年条数", 0, MANY),
    Parameter::count("past_years", "可比的往年年数", 0, 20),
];

pub(super) const SATISFACTION: &[Parameter] = &[
    Parameter::percent("margin", "允许误差(百分点)", 0, 50),
    Parameter::percent("response_least", "回收率下限", 0, WHOLE),
];

pub(super) const OVER_ACHIEVEMENT: &[Parameter] = &[
    Parameter::decimal("ratio", "完成值为目标值的倍数起点", 1, WHOLE),
    Parameter::count("lines", "超出的指标个数起点", 1, MANY),
];

pub(super) const COPIED_TEXT: &[Parameter] = &[Parameter::decimal("likeness", "文本相似度起点", 0, 1)];

pub(super) const STALE_TARGET: &[Parameter] =
    &[Parameter::percent("budget_change", "预算变动幅度起点", 0, 1_000)];

pub(super) const SCORE_SPREAD: &[Parameter] =
    &[Parameter::decimal("sd_least", "得分标准差下限(分)", 0, WHOLE)];

pub(super) const FIRST_DIGITS: &[Parameter] = &[
    Parameter::count("payments_least", "支付笔数下限", 1, MANY),
    Parameter::count("orders_least", "金额跨越数量级下限", 1, 15),
    Parameter::decimal("close", "非常接近的平均偏差上限", 0, 1),
    Parameter::decimal("acceptable", "可以接受的平均偏差上限", 0, 1),
    Parameter::decimal("marginal", "勉强接受的平均偏差上限", 0, 1),
];

pub(super) const CHECK_PRECISION: &[Parameter] = &[Parameter::percent("least", "命中率下限", 0, WHOLE)];
