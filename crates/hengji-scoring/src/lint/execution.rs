//! 预算执行率: the rate and the score that somebody typed, against the money.

use hengji_domain::rounding::to_hundredths_half_up;
use hengji_domain::value::Reading;
use hengji_domain::value::read::read_actual;
use hengji_domain::{Decimal, Field, FindingCode, Score, Weight};

use super::{Desk, differs};
use crate::execution::{ExecutionJudgement, budget};

pub(super) fn check(desk: &mut Desk<'_>) {
    rate(desk);
    score(desk);
}

/// The stated rate in basis points, and whether it was written as a share of one.
fn stated_rate(text: &str) -> Option<(i64, bool)> {
    let value = read_actual(text);
    let number = value.number()?;
    let is_fraction = matches!(value.reading, Reading::Number { .. })
        && value.unit.is_none()
        && number <= Decimal::ONE
        && Decimal::ZERO < number;
    let percent = if is_fraction {
        number.checked_mul(Decimal::ONE_HUNDRED)?
    } else {
        number
    };
    Some((to_hundredths_half_up(percent)?, is_fraction))
}

fn percent(rate_bp: i64) -> String {
    format!("{}%", Decimal::new(rate_bp, 2).normalize())
}

fn rate(desk: &mut Desk<'_>) {
    let money = &desk.form.money;
    let Some((stated, is_fraction)) = stated_rate(&money.rate_text) else {
        return;
    };
    let shown = money.rate_text.trim();
    if is_fraction {
        desk.whole(
            FindingCode::UnitMismatch,
            Field::ExecutionRate,
            format!("执行率“{shown}”写成了小数,按 {} 理解。", percent(stated)),
            "请写成百分数,例如 95.86%。",
        );
    }
    let (Some(budget), Some(executed)) = (budget(desk.form), money.executed.money) else {
        return;
    };
    let Some(computed) = executed.rate_bp(budget) else {
        return;
    };
    if stated != computed {
        desk.whole(
            FindingCode::ExecutionRateMismatch,
            Field::ExecutionRate,
            format!(
                "执行率填 {shown},按执行数 {executed} 万元 ÷ 预算数 {budget} 万元应为 {}。",
                percent(computed)
            ),
            "请核对预算数、执行数和执行率;执行率保留两位小数。",
        );
    }
}

fn score(desk: &mut Desk<'_>) {
    let money = &desk.form.money;
    let stated = money.score.value.and_then(Score::from_points);
    let weight = money.weight.value.and_then(Weight::from_points);
    if let (Some(stated), Some(weight)) = (stated, weight)
        && weight.full_score() < stated
    {
        desk.whole(
            FindingCode::ScoreAboveWeight,
            Field::ExecutionScore,
            format!("执行率得分 {stated} 分,超过分值 {weight} 分。"),
            "得分不得超过分值,请改正。",
        );
    }
    if let (Some(stated), ExecutionJudgement::Scored { score, rate_bp }) = (stated, &desk.scored.execution)
        && differs(stated, *score, desk.scoring().score_tolerance.value)
    {
        desk.whole(
            FindingCode::ExecutionScoreMismatch,
            Field::ExecutionScore,
            format!(
                "执行率得分填 {stated} 分,按执行率 {} 应为 {score} 分。",
                percent(*rate_bp)
            ),
            "请按规则重算,或核对分值与金额。",
        );
    }
}
