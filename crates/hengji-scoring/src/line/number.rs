//! 定量指标: a number against a number, in one unit and in the right direction.

use std::sync::Arc;

use hengji_domain::Decimal;
use hengji_domain::form::FormLine;
use hengji_domain::rule::{EqualRule, PositiveRule, ReverseRule, ScoringRules};
use hengji_domain::value::read::unit_factor;
use hengji_domain::value::{Comparator, Reading};

use super::{Chosen, kinds_differ};
use crate::direction;
use crate::kernel::Kernel;
use crate::measure::{Measured, measure};
use crate::rule_name::RuleName;
use crate::why_not::WhyNot;

/// The comparator of the target, or the one to assume.
pub(crate) fn comparator(line: &FormLine, rules: &ScoringRules) -> Comparator {
    let assumed = || direction::assumed(line, &rules.reverse_words.value);
    line.target.comparator.unwrap_or_else(assumed)
}

pub(super) fn rule_for(line: &FormLine, rules: &ScoringRules) -> RuleName {
    match comparator(line, rules) {
        sign if sign.is_reverse() => RuleName::Reverse,
        Comparator::Equal if line.target.number() == Some(Decimal::ZERO) => RuleName::EqualZero,
        _ if is_scored_as_satisfaction(line, rules) => RuleName::Satisfaction,
        Comparator::Equal => RuleName::Equal,
        _ => RuleName::Positive,
    }
}

/// 满意度 in percent, where the rules in force score it by tiers.
fn is_scored_as_satisfaction(line: &FormLine, rules: &ScoringRules) -> bool {
    let names = [&line.level1, &line.level2, &line.level3];
    rules.satisfaction.value.is_some()
        && matches!(line.target.reading, Reading::Percent { .. })
        && names.iter().any(|name| name.contains("满意"))
}

pub(super) fn choose(line: &FormLine, rule: RuleName, rules: &ScoringRules) -> Chosen {
    check_actual(line)?;
    let comparator = comparator(line, rules);
    check_actual_sign(line, comparator, rule)?;
    let measured = measure(&line.target, &line.actual)?;
    let kernel = kernel(&measured, rule, rules)?;
    let assumed = line.target.comparator.is_none().then_some(comparator);
    Ok((kernel, Some(measured), assumed))
}

fn check_actual(line: &FormLine) -> Result<(), WhyNot> {
    match line.actual.reading {
        Reading::Number { .. } | Reading::Percent { .. } | Reading::Frequency { .. } => Ok(()),
        Reading::Qualitative => Err(WhyNot::ActualPhrase),
        Reading::Unreadable | Reading::Compound | Reading::Range { .. } => Err(WhyNot::ActualUnreadable),
        _ => Err(kinds_differ(line)),
    }
}

/// An actual such as `≥90%` is counted at its number only where it points the same way as the target: then the
/// number is the least that was reached. In the other direction it says nothing about the target.
fn check_actual_sign(line: &FormLine, target: Comparator, rule: RuleName) -> Result<(), WhyNot> {
    let Some(actual) = line.actual.comparator else {
        return Ok(());
    };
    let points_up = |sign: Comparator| matches!(sign, Comparator::AtLeast | Comparator::MoreThan);
    let agrees = match target {
        _ if actual == Comparator::Equal || actual == target => true,
        Comparator::Equal if rule == RuleName::EqualZero => false,
        Comparator::Equal => points_up(actual),
        sign if sign.is_reverse() => actual.is_reverse(),
        _ => points_up(actual),
    };
    agrees.then_some(()).ok_or(WhyNot::ActualIsBound)
}

fn kernel(measured: &Measured, rule: RuleName, rules: &ScoringRules) -> Result<Kernel, WhyNot> {
    let (actual, target) = (measured.actual, measured.target);
    let above_zero = || (0 < target).then_some(()).ok_or(WhyNot::TargetNotPositive);
    match rule {
        RuleName::EqualZero => Ok(Kernel::Zero { actual }),
        RuleName::Reverse => {
            if target < 0 {
                return Err(WhyNot::TargetNotPositive);
            }
            Ok(match rules.reverse.value {
                ReverseRule::LinearToTwice => Kernel::ReverseLinear { actual, target },
                ReverseRule::Ratio => Kernel::ReverseRatio { actual, target },
            })
        }
        RuleName::Satisfaction => Ok(Kernel::Steps {
            part: actual,
            whole: measured.one() * 100,
            steps: Arc::from(rules.satisfaction.value.as_deref().unwrap_or_default()),
        }),
        RuleName::Equal if rules.equal.value == EqualRule::Strict => {
            above_zero().map(|()| Kernel::Strict { actual, target })
        }
        _ => above_zero().map(|()| match rules.positive.value {
            PositiveRule::Proportional => Kernel::Proportional { actual, target },
            PositiveRule::PassGate { gate_bp } => Kernel::PassGate {
                actual,
                target,
                gate_bp,
            },
        }),
    }
}

/// Whether the actual lies inside the range of the target.
pub(crate) fn between(line: &FormLine, low: Decimal, high: Decimal) -> Result<bool, WhyNot> {
    check_actual(line)?;
    if line
        .actual
        .comparator
        .is_some_and(|sign| sign != Comparator::Equal)
    {
        return Err(WhyNot::ActualIsBound);
    }
    let done = line.actual.number().ok_or(WhyNot::ActualUnreadable)?;
    let (Some(target), Some(actual)) = (&line.target.unit, &line.actual.unit) else {
        return Ok(low <= done && done <= high);
    };
    let (of_target, of_actual) = (unit_factor(target), unit_factor(actual));
    if of_target.base != of_actual.base {
        return Err(WhyNot::UnitsDiffer {
            target: target.clone(),
            actual: actual.clone(),
        });
    }
    let scaled = |value: Decimal, factor: Decimal| value.checked_mul(factor).ok_or(WhyNot::OutOfRange);
    let done = scaled(done, of_actual.factor)?;
    Ok(scaled(low, of_target.factor)? <= done && done <= scaled(high, of_target.factor)?)
}
