//! The computation of a line in figures and words.

use hengji_domain::form::FormLine;
use hengji_domain::rounding::round_half_up;
use hengji_domain::value::Comparator;
use hengji_domain::{Decimal, Score};

use crate::kernel::Kernel;
use crate::line::Plan;
use crate::measure::Measured;

/// The arithmetic of a plan, ending in its score.
pub(super) fn arithmetic(plan: &Plan) -> String {
    let score = plan.kernel.score(plan.weight);
    if let Some(measured) = &plan.measured {
        return with_numbers(plan, measured, score);
    }
    match &plan.kernel {
        Kernel::Whole { is_met: true } => format!("达到目标,得满分 {score}"),
        Kernel::Whole { is_met: false } => "未达到目标,得 0".to_owned(),
        _ => format!("在档内人工评分,得 {score}"),
    }
}

fn with_numbers(plan: &Plan, measured: &Measured, score: Score) -> String {
    let (a, t, w) = (measured.actual_shown(), measured.target_shown(), plan.weight);
    match &plan.kernel {
        Kernel::Zero { actual } if *actual <= 0 => format!("实际 {a} = 0,得满分 {score}"),
        Kernel::Zero { .. } => format!("实际 {a} ≠ 0,得 0"),
        Kernel::Proportional { actual, target } | Kernel::PassGate { actual, target, .. }
            if target <= actual =>
        {
            format!("{a} ≥ {t},达标得满分 {score}")
        }
        Kernel::ReverseLinear { actual, target } | Kernel::ReverseRatio { actual, target }
            if actual <= target =>
        {
            format!("{a} ≤ {t},达标得满分 {score}")
        }
        Kernel::Proportional { .. } => rounded(&format!("{w} × {a} ÷ {t}"), w.points(), a, t, score),
        Kernel::ReverseRatio { .. } => rounded(&format!("{w} × {t} ÷ {a}"), w.points(), t, a, score),
        Kernel::ReverseLinear { actual, target } if 2 * target <= *actual => {
            format!("{a} ≥ 2 × {t},得 0")
        }
        Kernel::ReverseLinear { actual, target } => {
            let left = measured.shown(2 * target - actual);
            let formula = format!("{w} × (1 − ({a} − {t}) ÷ {t})");
            rounded(&formula, w.points(), left, t, score)
        }
        Kernel::Strict { actual, target } => {
            let left = measured.shown((target - (actual - target).abs()).max(0));
            let formula = format!("{w} × (1 − |{a} − {t}| ÷ {t})");
            rounded(&formula, w.points(), left, t, score)
        }
        Kernel::PassGate {
            actual,
            target,
            gate_bp,
        } => pass_gate(plan, measured, (*actual, *target, *gate_bp), score),
        Kernel::Steps { .. } => format!("{a}% 按满意度分档,得 {score}"),
        _ => format!("得 {score}"),
    }
}

fn pass_gate(
    plan: &Plan,
    measured: &Measured,
    (actual, target, gate_bp): (i128, i128, u32),
    score: Score,
) -> String {
    let (a, t, w) = (measured.actual_shown(), measured.target_shown(), plan.weight);
    let gate = Decimal::new(i64::from(gate_bp), 2).normalize();
    let above = actual * 10_000 - target * i128::from(gate_bp);
    if above <= 0 {
        return format!("完成率 {a} ÷ {t} 未超过及格线 {gate}%,得 0");
    }
    format!("{w} × ({a} ÷ {t} − {gate}%) ÷ (1 − {gate}%) → {score}(四舍五入到 0.01)")
}

/// `formula = 8.6667 → 8.67(四舍五入到 0.01)`; an exact result is not rounded and not said to be.
fn rounded(formula: &str, weight: Decimal, part: Decimal, whole: Decimal, score: Score) -> String {
    let exact = weight
        .checked_mul(part)
        .and_then(|product| product.checked_div(whole));
    match exact {
        Some(exact) if exact == score.points() => format!("{formula} = {score}"),
        Some(exact) => format!(
            "{formula} = {} → {score}(四舍五入到 0.01)",
            round_half_up(exact, 4).normalize()
        ),
        None => format!("{formula} → {score}(四舍五入到 0.01)"),
    }
}

/// What the reader should know besides the figures.
pub(super) fn notes(line: &FormLine, plan: &Plan) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(assumed) = plan.assumed {
        notes.push(match assumed {
            Comparator::AtMost => "指标值没有比较符,按指标名称和类别推断为“≤”(越小越好)。".to_owned(),
            Comparator::Equal => "指标值为 0 且没有比较符,按“=0”(不得发生)计分。".to_owned(),
            _ => "指标值没有比较符,推断为“≥”(越大越好)。".to_owned(),
        });
    }
    if let Some(sign) = line.actual.comparator {
        let sign = sign_shown(sign);
        notes.push(format!("完成值带比较符“{sign}”,按其数值计分,请核实实际完成数。"));
    }
    if let Some(measured) = plan.measured.as_ref().filter(|measured| measured.is_converted) {
        notes.push(format!(
            "指标值与完成值单位不同,均换算为“{}”后比较。",
            measured.unit
        ));
    }
    if line.actual.number().is_some_and(|actual| actual < Decimal::ZERO) {
        notes.push("完成值为负数,按 0 计分。".to_owned());
    }
    notes
}

/// A comparator as it is printed on forms.
pub(crate) const fn sign_shown(sign: Comparator) -> &'static str {
    match sign {
        Comparator::AtLeast => "≥",
        Comparator::AtMost => "≤",
        other => other.code(),
    }
}
