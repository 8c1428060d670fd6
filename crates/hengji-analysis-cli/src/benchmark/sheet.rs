//! Rows of `hengji benchmark` for spreadsheets and eyes.

use hengji_analysis::benchmark::{Band, EvidenceGrade, FitMethod, Judgement, Plan};

use super::answer::Answer;
use crate::report::{Cell, Sheet};

/// One row for each plan.
pub(super) fn plans(plans: &[Plan], judged: &[Judgement]) -> Sheet {
    let mut sheet = Sheet::new([
        "项目",
        "申报目标",
        "申报金额",
        "通常金额",
        "下限",
        "上限",
        "z",
        "资金对应目标",
        "对应下限",
        "对应上限",
        "单位成本",
        "通常单位成本",
        "目标比上年",
        "档次",
        "证据",
        "结论",
    ]);
    for (plan, judgement) in plans.iter().zip(judged) {
        let said = judgement.predicted.as_ref();
        let number = |value: Option<f64>| Cell::number_if_any(value);
        sheet.row([
            Cell::text(&judgement.name),
            Cell::number(plan.project.quantity),
            Cell::number(plan.project.amount),
            number(said.map(|said| said.amount)),
            number(said.and_then(|said| said.range.low)),
            number(said.and_then(|said| said.range.high)),
            number(said.map(|said| said.z)),
            number(said.and_then(|said| said.implied_target)),
            number(said.and_then(|said| said.implied_range.low)),
            number(said.and_then(|said| said.implied_range.high)),
            number(said.map(|said| said.unit_cost)),
            number(said.map(|said| said.usual_unit_cost)),
            number(judgement.stretch.map(|stretch| stretch.stretch)),
            Cell::text(band(judgement.band)),
            Cell::text(evidence(judgement)),
            Cell::text(&judgement.verdict),
        ]);
    }
    sheet
}

/// One row for each category.
pub(super) fn categories(answer: &Answer<'_>) -> Sheet {
    let mut sheet = Sheet::new([
        "类别",
        "方法",
        "历史行数",
        "指标类型数",
        "规模弹性",
        "弹性标准误",
        "类型间弹性差异",
        "类型间水平差异",
        "地区差异",
        "年度差异",
        "残差",
        "疑似单位错误",
        "降低影响的行",
    ]);
    for category in &answer.categories {
        sheet.row([
            Cell::text(&category.category),
            Cell::text(method(category.method)),
            Cell::count(category.rows),
            Cell::count(category.types),
            Cell::number_if_any(category.elasticity.map(|of| of.value)),
            Cell::number_if_any(category.elasticity.map(|of| of.standard_error)),
            Cell::number_if_any(category.elasticity_spread),
            Cell::number_if_any(category.level_spread),
            Cell::number_if_any(category.region_spread),
            Cell::number_if_any(category.year_spread),
            Cell::number_if_any(category.residual_sd),
            Cell::count(category.unit_errors.len()),
            Cell::count(category.down_weighted.len()),
        ]);
    }
    sheet
}

const fn band(band: Band) -> &'static str {
    match band {
        Band::InLine => "基本匹配",
        Band::AskHigh => "询问(偏高)",
        Band::AskLow => "询问(偏低)",
        Band::MoneyHigh => "资金偏多或目标偏低",
        Band::MoneyLow => "资金偏少或目标偏高",
        Band::UnitError => "疑似单位错误",
        Band::NoJudgement => "不作判断",
    }
}

fn evidence(judgement: &Judgement) -> String {
    let evidence = &judgement.evidence;
    let grade = match evidence.grade {
        EvidenceGrade::OwnHistory => "本类型历史",
        EvidenceGrade::Category => "类别历史",
        EvidenceGrade::PriorOnly => "仅类别先验",
        EvidenceGrade::Nothing => "无可比历史",
    };
    format!("{grade}({}/{})", evidence.own_history, evidence.category)
}

const fn method(method: FitMethod) -> &'static str {
    match method {
        FitMethod::Reml => "REML",
        FitMethod::ClosedForm => "闭式部分汇总",
        FitMethod::NotFitted => "未估计",
    }
}
