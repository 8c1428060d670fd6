//! 结论语 (verdict): one sentence that a department can answer.

use super::history::Project;
use super::judgement::{Band, EvidenceGrade, Judgement, Predicted};

/// The sentence of a judgement.
pub(super) fn verdict(judgement: &Judgement, plan: &Project) -> String {
    let mut sentence = match (&judgement.predicted, judgement.band) {
        (Some(said), Band::UnitError) => unit_error(said, judgement.unit_factor.unwrap_or(1.0), plan),
        (Some(said), Band::InLine) => format!(
            "目标与资金基本匹配:同等规模通常需要 {},申报 {}(z={:.2})。",
            shown(said.amount),
            shown(plan.amount),
            said.z
        ),
        (Some(said), Band::AskHigh) => format!("资金略高,请说明理由:{}", beside(said, plan)),
        (Some(said), Band::AskLow) => format!("资金略低,请说明如何完成:{}", beside(said, plan)),
        (Some(said), Band::MoneyHigh) => format!("资金偏多或目标偏低:{}", beside(said, plan)),
        (Some(said), Band::MoneyLow) => format!("资金偏少或目标偏高:{}", beside(said, plan)),
        (predicted, _) => no_judgement(judgement, predicted.as_ref()),
    };
    if judgement.stretch.is_some_and(|stretch| stretch.less_for_more) {
        sentence.push_str("目标低于上年实际而资金增加,请说明。");
    }
    sentence
}

fn unit_error(said: &Predicted, factor: f64, plan: &Project) -> String {
    let (usual, planned) = (shown(said.amount), shown(plan.amount));
    let direction = if said.z > 0.0 { "大" } else { "小" };
    format!(
        "疑似单位错误:申报 {planned},比同等规模通常的 {usual} {direction}约 {} 倍,请先核对元与万元。",
        shown(factor)
    )
}

fn beside(said: &Predicted, plan: &Project) -> String {
    let (usual, planned, target) = (shown(said.amount), shown(plan.amount), shown(plan.quantity));
    let first = format!("同等规模通常需要 {usual},申报 {planned}(z={:.2});", said.z);
    let Some(implied) = said.implied_target else {
        return format!("{first}此类项目的成本看不出随规模增加,不推算对应的目标值。");
    };
    match (said.implied_range.low, said.implied_range.high) {
        (Some(low), Some(high)) => format!(
            "{first}这笔资金通常对应的目标值约为 {}(区间 {} 至 {}),申报目标 {target}。",
            shown(implied),
            shown(low),
            shown(high)
        ),
        _ => format!(
            "{first}这笔资金通常对应的目标值约为 {}(区间无法确定),申报目标 {target}。",
            shown(implied)
        ),
    }
}

fn no_judgement(judgement: &Judgement, predicted: Option<&Predicted>) -> String {
    let evidence = &judgement.evidence;
    let counts = format!(
        "同类型历史 {} 条、同类别 {} 条",
        evidence.own_history, evidence.category
    );
    match (evidence.grade, predicted) {
        (EvidenceGrade::PriorOnly, Some(said)) => {
            format!(
                "样本不足,不作判断({counts};仅类别先验,参考金额 {})。",
                shown(said.amount)
            )
        }
        _ => format!("样本不足,不作判断({counts})。"),
    }
}

/// A number as a person would write it: no decimals from a thousand on, three digits below.
fn shown(value: f64) -> String {
    let text = match value.abs() {
        size if size >= 1_000.0 => format!("{value:.0}"),
        size if size >= 100.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    };
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benchmark::Range;

    #[test]
    fn numbers_are_shown_as_people_write_them() {
        let cases = [
            (12_345.6, "12346"),
            (350.0, "350"),
            (3.456, "3.46"),
            (10.0, "10"),
            (0.012_34, "0.0123"),
        ];
        for (value, expected) in cases {
            assert_eq!(shown(value), expected);
        }
    }

    #[test]
    fn a_target_that_cannot_be_bounded_or_inferred_is_said_to_be_so() {
        let plan = Project {
            name: "甲".to_owned(),
            indicator_type: "培训".to_owned(),
            category: "教育".to_owned(),
            region: None,
            year: None,
            quantity: 100.0,
            amount: 50.0,
        };
        let open = Range {
            low: None,
            high: None,
        };
        let said = Predicted {
            amount: 20.0,
            range: open,
            standard_deviation: 0.3,
            z: 3.05,
            elasticity: 0.2,
            implied_target: Some(900.0),
            implied_range: open,
            common_size: 100.0,
            unit_cost: 0.5,
            usual_unit_cost: 0.2,
        };
        let wide = beside(&said, &plan);
        assert!(wide.contains("约为 900(区间无法确定),申报目标 100。"), "{wide}");
        let none = beside(
            &Predicted {
                implied_target: None,
                ..said
            },
            &plan,
        );
        assert!(none.ends_with("不推算对应的目标值。"), "{none}");
    }
}
