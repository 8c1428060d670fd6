//! 得分: within the weight, adding up, in keeping with the rule, and explained where it is not.

use hengji_domain::form::FormLine;
use hengji_domain::rule::OverTargetAction;
use hengji_domain::{Field, FindingCode, Score, Weight};

use super::{Desk, differs, score_of, weight_of};
use crate::kernel::Kernel;
use crate::line::{Judgement, Plan, plan_for};
use crate::rule_name::RuleName;
use crate::why_not::WhyNot;

pub(super) fn check(desk: &mut Desk<'_>) {
    let lines = &desk.form.lines;
    if lines.is_empty() {
        return;
    }
    if lines.iter().all(|line| line.score.value.is_none()) {
        let message = if desk.form.has_score_column {
            "得分列全部空白。"
        } else {
            "表中没有得分列。"
        };
        let mend = "如表样应有得分,请补填;系统按规则算出的得分可供参考。";
        desk.whole(
            FindingCode::ScoreColumnMissing,
            Field::Score,
            message.into(),
            mend,
        );
    } else {
        sum(desk);
    }
    for (line, judgement) in desk.judged() {
        above_weight(desk, line);
        against_rule(desk, line, judgement);
        let weight = weight_of(line).unwrap_or_default();
        if let Ok(plan) = plan_for(line, weight, desk.scoring()) {
            reasons(desk, line, &plan);
        }
    }
}

/// 得分合计 against 总分, where the form states a total.
fn sum(desk: &mut Desk<'_>) {
    let Some(total) = desk.form.total_score.value.and_then(Score::from_points) else {
        return;
    };
    let indicators = Score::total(desk.form.lines.iter().filter_map(score_of));
    let execution = desk.form.money.score.value.and_then(Score::from_points);
    let sum = Score::total([indicators, execution.unwrap_or_default()]);
    if differs(sum, total, desk.scoring().score_tolerance.value) {
        let parts = execution.map_or_else(
            || format!("各行得分合计 {indicators} 分"),
            |execution| format!("各行得分合计 {indicators} 分,加执行率得分 {execution} 分,共 {sum} 分"),
        );
        desk.whole(
            FindingCode::ScoresNotTotal,
            Field::Total,
            format!("{parts},与总分 {total} 分不符。"),
            "请核对各行得分和总分。",
        );
    }
}

fn above_weight(desk: &mut Desk<'_>, line: &FormLine) {
    if let (Some(score), Some(weight)) = (score_of(line), weight_of(line))
        && Weight::ZERO < weight
        && weight.full_score() < score
    {
        let message = format!("得分 {score} 分,超过分值 {weight} 分。");
        let mend = "得分不得超过分值,请改正得分或分值。";
        desk.line(FindingCode::ScoreAboveWeight, line, Field::Score, message, mend);
    }
}

/// The stated score against the computed one; a difference within rounding is none.
fn against_rule(desk: &mut Desk<'_>, line: &FormLine, judgement: &Judgement) {
    if let Judgement::NotComputable(why @ WhyNot::OutsideBand { .. }) = judgement {
        let message = why.message();
        let mend = "请在档内评分,或改填与得分相符的达成档次。";
        desk.line(FindingCode::ScoreMismatch, line, Field::Score, message, mend);
        return;
    }
    let (Some(stated), Some(computed), Some(weight)) = (score_of(line), judgement.score(), weight_of(line))
    else {
        return;
    };
    let full = weight.full_score();
    if !differs(stated, computed, desk.scoring().score_tolerance.value) || full < stated {
        return;
    }
    let said = format!(
        "指标值“{}”,完成值“{}”,按规则应得 {computed} 分(分值 {weight} 分),表列 {stated} 分",
        line.target.text.trim(),
        line.actual.text.trim()
    );
    let has_reason = !line.reason.trim().is_empty();
    if computed < full && stated == full {
        desk.line(
            FindingCode::FullScoreThoughMissed,
            line,
            Field::Score,
            format!("未达标却得满分:{said}。"),
            format!("请核对完成值;无误的,得分应改为 {computed} 分。"),
        );
    } else if computed == full && has_reason {
        // A person deducted and said why: that is their right.
    } else if computed == full {
        desk.line(
            FindingCode::DeductedThoughMet,
            line,
            Field::Score,
            format!("已达标却被扣分且没有原因:{said}。"),
            "请写明扣分原因,或改正得分。",
        );
    } else {
        desk.line(
            FindingCode::ScoreMismatch,
            line,
            Field::Score,
            format!("得分与规则不符:{said}。"),
            "请按规则重算,或在原因栏说明。",
        );
    }
}

fn reasons(desk: &mut Desk<'_>, line: &FormLine, plan: &Plan) {
    if !line.reason.trim().is_empty() {
        return;
    }
    if plan.kernel.is_met() == Some(false) {
        desk.line(
            FindingCode::MissedWithoutReason,
            line,
            Field::Reason,
            format!(
                "指标值“{}”,完成“{}”,未达标而没有说明原因。",
                line.target.text.trim(),
                line.actual.text.trim()
            ),
            "请填写偏差原因分析及改进措施。",
        );
    }
    over_target(desk, line, plan);
}

/// 超额完成. A reverse indicator far below its limit is no breach, but its target was loose.
fn over_target(desk: &mut Desk<'_>, line: &FormLine, plan: &Plan) {
    let rule = desk.scoring().over_target.value;
    let trigger = i128::from(rule.trigger_bp);
    let mend = match rule.action {
        OverTargetAction::Off => return,
        OverTargetAction::ReasonRequired => "请说明超额的原因;目标定得过松的,下年应调整。",
        OverTargetAction::ManualDeduction => "请说明超额的原因;目标明显偏低的,评价时可扣分。",
    };
    const WHOLE_BP: i128 = 10_000;
    let Some((actual, target)) = compared(plan) else {
        return;
    };
    let allowance = (2 * WHOLE_BP - trigger).max(0);
    let (is_over, way) = if plan.rule == RuleName::Reverse {
        (actual * WHOLE_BP <= target * allowance, "远低于上限,目标可能偏松")
    } else {
        (target * trigger <= actual * WHOLE_BP, "超额较多")
    };
    if is_over {
        let share = (actual * WHOLE_BP + target / 2) / target;
        let share = Score::from_centi(i32::try_from(share).unwrap_or(i32::MAX));
        desk.line(
            FindingCode::OverAchievedWithoutReason,
            line,
            Field::Reason,
            format!(
                "指标值“{}”,完成“{}”(为目标的 {share}%),{way}而没有说明。",
                line.target.text.trim(),
                line.actual.text.trim()
            ),
            mend,
        );
    }
}

/// Actual and target of a rule that compares two numbers, the target above zero.
fn compared(plan: &Plan) -> Option<(i128, i128)> {
    let measured = plan.measured.as_ref()?;
    let is_comparing = !matches!(plan.kernel, Kernel::Zero { .. });
    (is_comparing && 0 < measured.target).then_some((measured.actual, measured.target))
}
