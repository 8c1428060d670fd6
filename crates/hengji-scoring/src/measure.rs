//! Target and actual as whole numbers of one step, so that they can be compared and divided exactly.

use hengji_domain::Decimal;
use hengji_domain::value::read::unit_factor;
use hengji_domain::value::{Reading, ValueText};

use crate::kernel::LARGEST;
use crate::why_not::WhyNot;

/// Two numbers in the same unit, as whole counts of `10^-scale` of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measured {
    pub(crate) target: i128,
    pub(crate) actual: i128,
    scale: u32,
    /// The unit in which both are shown; empty where neither names one.
    pub(crate) unit: String,
    /// Whether the numbers were converted from different units.
    pub(crate) is_converted: bool,
}

impl Measured {
    pub(crate) fn target_shown(&self) -> Decimal {
        self.shown(self.target)
    }

    pub(crate) fn actual_shown(&self) -> Decimal {
        self.shown(self.actual)
    }

    /// A whole count as the number that people know.
    pub(crate) fn shown(&self, count: i128) -> Decimal {
        Decimal::try_from_i128_with_scale(count, self.scale)
            .unwrap_or_default()
            .normalize()
    }

    /// One unit as a whole count, e.g. the count of one percent.
    pub(crate) fn one(&self) -> i128 {
        10_i128.pow(self.scale)
    }
}

/// Brings two numbers to one unit. A missing unit on one side means the unit of the other.
pub(crate) fn measure(target: &ValueText, actual: &ValueText) -> Result<Measured, WhyNot> {
    let promised = target.number().ok_or(WhyNot::TargetUnreadable)?;
    let done = actual.number().ok_or(WhyNot::ActualUnreadable)?;
    if is_fraction_or_percent(target, actual, promised, done) {
        return Err(WhyNot::FractionOrPercent);
    }
    let (Some(target_unit), Some(actual_unit)) = (&target.unit, &actual.unit) else {
        let unit = target.unit.as_deref().or(actual.unit.as_deref());
        return align(promised, done, unit.unwrap_or_default().to_owned(), false);
    };
    if target_unit == actual_unit {
        return align(promised, done, target_unit.clone(), false);
    }
    let (of_target, of_actual) = (unit_factor(target_unit), unit_factor(actual_unit));
    if of_target.base != of_actual.base {
        return Err(WhyNot::UnitsDiffer {
            target: target_unit.clone(),
            actual: actual_unit.clone(),
        });
    }
    let convert = |value: Decimal, factor: Decimal| value.checked_mul(factor).ok_or(WhyNot::OutOfRange);
    align(
        convert(promised, of_target.factor)?,
        convert(done, of_actual.factor)?,
        of_target.base,
        of_target.factor != of_actual.factor,
    )
}

/// 95% against 0.95: the bare number may be a share of one or of a hundred.
fn is_fraction_or_percent(target: &ValueText, actual: &ValueText, promised: Decimal, done: Decimal) -> bool {
    matches!(target.reading, Reading::Percent { .. })
        && matches!(actual.reading, Reading::Number { .. })
        && actual.unit.is_none()
        && Decimal::ONE < promised
        && Decimal::ZERO < done
        && done <= Decimal::ONE
}

fn align(target: Decimal, actual: Decimal, unit: String, is_converted: bool) -> Result<Measured, WhyNot> {
    let (target, actual) = (target.normalize(), actual.normalize());
    let scale = target.scale().max(actual.scale());
    let count = |value: Decimal| {
        10_i128
            .checked_pow(scale - value.scale())
            .and_then(|step| value.mantissa().checked_mul(step))
            .filter(|count| count.abs() <= LARGEST)
            .ok_or(WhyNot::OutOfRange)
    };
    let (target, actual) = (count(target)?, count(actual)?);
    // The step itself enters products with percentages, so it is bounded like the amounts.
    if LARGEST.ilog10() < scale {
        return Err(WhyNot::OutOfRange);
    }
    Ok(Measured {
        target,
        // An actual below zero counts as nothing done, because a score cannot fall below zero either.
        actual: actual.max(0),
        scale,
        unit,
        is_converted,
    })
}

#[cfg(test)]
mod tests;
