//! 计分核心 (kernel): whole numbers in, a score out. Nothing here reads a text or a rule file.
//!
//! Every product is formed before the one division, so a score is exact until it is rounded half up to a
//! hundredth of a point. Amounts are bounded by [`LARGEST`] when a line is compiled, so nothing can overflow.

use std::sync::Arc;

use hengji_domain::rounding::div_round_half_up;
use hengji_domain::rule::Step;
use hengji_domain::{Score, Weight};

/// Largest amount, in its smallest step, that the kernel computes with: times a weight and a basis point it
/// still fits into 127 bits.
pub const LARGEST: i128 = 1_000_000_000_000_000_000_000_000;

/// A rule with its numbers. `actual` and `target` are whole numbers of the same step and never negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kernel {
    /// 全得或不得: on time, inside the range, 是/否, no veto.
    Whole {
        /// Whether the target is met.
        is_met: bool,
    },
    /// 零目标: full at zero, else nothing.
    Zero {
        /// What happened.
        actual: i128,
    },
    /// 比例: w·a/t, full from the target upward.
    Proportional {
        /// What was done.
        actual: i128,
        /// What was promised, above zero.
        target: i128,
    },
    /// 完成比例赋分: nothing below the gate, above it w·(r − gate)/(1 − gate).
    PassGate {
        /// What was done.
        actual: i128,
        /// What was promised, above zero.
        target: i128,
        /// The gate, basis points of the target.
        gate_bp: u32,
    },
    /// 严格相等: both sides lose in proportion to the distance.
    Strict {
        /// What was done.
        actual: i128,
        /// What was promised, above zero.
        target: i128,
    },
    /// 反向线性: w·(1 − (a − t)/t), nothing from 2t upward.
    ReverseLinear {
        /// What was used.
        actual: i128,
        /// The limit.
        target: i128,
    },
    /// 反向比例: w·t/a above the limit.
    ReverseRatio {
        /// What was used.
        actual: i128,
        /// The limit.
        target: i128,
    },
    /// 分档赋分: the share of the best step reached.
    Steps {
        /// The measure is `part` over `whole`.
        part: i128,
        /// Above zero.
        whole: i128,
        /// Steps, best first.
        steps: Arc<[Step]>,
    },
    /// 扣分法: so much off for each whole unit above the limit.
    Deduction {
        /// What was found.
        actual: i128,
        /// The limit.
        target: i128,
        /// How much counts as one unit, above zero.
        unit: i128,
        /// Points off for each unit.
        each: Weight,
    },
    /// 要素法: the share of elements met.
    Elements {
        /// Elements met.
        met: u32,
        /// Elements asked for, above zero.
        all: u32,
    },
    /// 人工评分: a score set by hand inside its band.
    ByHand {
        /// The score.
        stated: Score,
    },
}

impl Kernel {
    /// The score for this weight: never below zero, never above the weight.
    pub fn score(&self, weight: Weight) -> Score {
        match self {
            Self::Whole { is_met } => whole_or_nothing(weight, *is_met),
            Self::Zero { actual } => whole_or_nothing(weight, *actual <= 0),
            Self::Proportional { actual, target } => share(weight, *actual, *target),
            Self::PassGate {
                actual,
                target,
                gate_bp,
            } => pass_gate(weight, *actual, *target, *gate_bp),
            Self::Strict { actual, target } => share(weight, target - (actual - target).abs(), *target),
            Self::ReverseLinear { actual, target } if target < actual => {
                share(weight, 2 * target - actual, *target)
            }
            Self::ReverseRatio { actual, target } if target < actual => share(weight, *target, *actual),
            Self::ReverseLinear { .. } | Self::ReverseRatio { .. } => weight.full_score(),
            Self::Steps { part, whole, steps } => step(weight, *part, *whole, steps),
            Self::Deduction {
                actual,
                target,
                unit,
                each,
            } => deduct(weight, actual - target, *unit, *each),
            Self::Elements { met, all } => share(weight, i128::from(*met), i128::from(*all)),
            Self::ByHand { stated } => bounded(weight, i128::from(stated.centi())),
        }
    }

    /// Whether the target is met, where the kernel compares with one.
    pub fn is_met(&self) -> Option<bool> {
        match self {
            Self::Whole { is_met } => Some(*is_met),
            Self::Zero { actual } => Some(*actual <= 0),
            Self::Proportional { actual, target } | Self::PassGate { actual, target, .. } => {
                Some(target <= actual)
            }
            Self::Strict { actual, target } => Some(actual == target),
            Self::ReverseLinear { actual, target }
            | Self::ReverseRatio { actual, target }
            | Self::Deduction { actual, target, .. } => Some(actual <= target),
            Self::Elements { met, all } => Some(all <= met),
            Self::Steps { .. } | Self::ByHand { .. } => None,
        }
    }
}

fn whole_or_nothing(weight: Weight, is_met: bool) -> Score {
    if is_met { weight.full_score() } else { Score::ZERO }
}

/// `weight × part ÷ whole`, rounded half up to a hundredth, between nothing and the weight.
fn share(weight: Weight, part: i128, whole: i128) -> Score {
    if part <= 0 {
        return Score::ZERO;
    }
    if whole <= part {
        return weight.full_score();
    }
    // Practically every line fits into 64 bits, where a division costs a fraction of the wide one.
    if let (Ok(part), Ok(whole)) = (i64::try_from(part), i64::try_from(whole)) {
        let doubled = part
            .checked_mul(i64::from(weight.centi()))
            .and_then(|product| product.checked_mul(2))
            .and_then(|product| product.checked_add(whole));
        if let (Some(top), Some(bottom)) = (doubled, whole.checked_mul(2)) {
            return bounded(weight, i128::from(top / bottom));
        }
    }
    let rounded = div_round_half_up(i128::from(weight.centi()) * part, whole);
    bounded(weight, rounded.map_or(0, i128::from))
}

fn pass_gate(weight: Weight, actual: i128, target: i128, gate_bp: u32) -> Score {
    const WHOLE_BP: i128 = 10_000;
    let gate = i128::from(gate_bp).min(WHOLE_BP);
    if target <= actual {
        return weight.full_score();
    }
    let above_gate = actual * WHOLE_BP - target * gate;
    share(weight, above_gate, target * (WHOLE_BP - gate))
}

fn step(weight: Weight, part: i128, whole: i128, steps: &[Step]) -> Score {
    let reached = steps
        .iter()
        .find(|step| i128::from(step.from_bp) * whole <= part * 10_000);
    reached.map_or(Score::ZERO, |step| {
        share(weight, i128::from(step.score_bp), 10_000)
    })
}

fn deduct(weight: Weight, above: i128, unit: i128, each: Weight) -> Score {
    if above <= 0 || unit <= 0 {
        return weight.full_score();
    }
    let units = above / unit;
    bounded(
        weight,
        i128::from(weight.centi()) - units.saturating_mul(i128::from(each.centi())),
    )
}

fn bounded(weight: Weight, centi: i128) -> Score {
    let most = i128::from(weight.centi()).max(0);
    Score::from_centi(i32::try_from(centi.clamp(0, most)).unwrap_or_default())
}

#[cfg(test)]
mod tests;
