//! Reading of 指标值 and 完成值: a text as people write it becomes a typed value, or stays a text.
//!
//! The order of the attempts matters: whatever is certainly no single number (tiers, damage, dates) is
//! recognised first, so that a number is only read where nothing else can be meant.

pub mod damage;

mod date;
mod normalise;
mod number;
mod phrase;
mod quantity;
mod tiers;
mod unit;

use rust_decimal::Decimal;

use super::{ActualValue, Comparator, Reading, TargetValue, ValueText};
use crate::Money;
use crate::form::{AmountText, NumberText};
use crate::money::MoneyUnit;

pub use normalise::normalise;
pub use unit::{UnitFactor, bracketed_unit, unit_factor};

/// Reads 年度指标值. A date is a deadline there, so it carries [`Comparator::ByDate`].
pub fn read_target(text: &str) -> TargetValue {
    let value = read(text);
    if matches!(value.reading, Reading::Date { .. }) {
        return ValueText {
            comparator: Some(Comparator::ByDate),
            ..value
        };
    }
    value
}

/// Reads 实际完成值. A date is the day on which something was done and carries no comparator.
pub fn read_actual(text: &str) -> ActualValue {
    read(text)
}

/// Reads a target that is filled in three columns: 指标性质 (the comparator or 定性), 指标值, 计量单位.
/// The text is the three joined.
pub fn read_split(comparator_text: &str, value_text: &str, unit_text: &str) -> TargetValue {
    let text = format!("{comparator_text}{value_text}{unit_text}");
    if normalise(comparator_text).contains("定性") {
        return ValueText {
            text,
            reading: Reading::Qualitative,
            comparator: None,
            unit: None,
        };
    }
    // A clerk may repeat the sign or the unit inside the value (`≥` and `≥95`, `%` and `95%`): said twice is still said once.
    let (sign, value, unit) = (
        normalise(comparator_text),
        normalise(value_text),
        normalise(unit_text),
    );
    let value = value.strip_prefix(&sign).unwrap_or(&value);
    let value = value.strip_suffix(&unit).unwrap_or(value);
    ValueText {
        text,
        ..read_target(&format!("{sign}{value}{unit}"))
    }
}

/// Reads a 分值 or 得分 cell: thousands separators, full-width digits, a trailing 分 or %.
pub fn read_number(text: &str) -> NumberText {
    let plain = normalise(text);
    let digits = plain.strip_suffix(['分', '%']).unwrap_or(&plain);
    NumberText {
        text: text.to_owned(),
        value: number::whole(digits),
    }
}

/// Reads an amount cell. A unit inside the cell (`620.82万元`) goes before the unit of the form.
pub fn read_amount(text: &str, default: MoneyUnit) -> AmountText {
    let plain = normalise(text);
    let money = number::leading(&plain).and_then(|(amount, rest)| {
        let unit = if rest.is_empty() {
            default
        } else {
            MoneyUnit::read(rest)?
        };
        Money::from_decimal(amount, unit)
    });
    AmountText {
        text: text.to_owned(),
        money,
    }
}

fn read(text: &str) -> ValueText {
    let plain = normalise(text);
    let (reading, comparator, unit) = read_plain(&plain);
    ValueText {
        text: text.to_owned(),
        reading,
        comparator,
        unit,
    }
}

type Read = (Reading, Option<Comparator>, Option<String>);

fn read_plain(plain: &str) -> Read {
    if phrase::is_placeholder(plain) {
        return (Reading::Blank, None, None);
    }
    if let Some(due_on) = date::read(plain) {
        return (Reading::Date { due_on }, None, None);
    }
    if damage::likely_original(plain).is_some() || phrase::is_template(plain) {
        return (Reading::Unreadable, None, None);
    }
    if let Some(thresholds) = tiers::read(plain) {
        return (Reading::Tiers { thresholds }, None, None);
    }
    quantity::read(plain)
}

/// A percent sign and what follows it count as one unit of a share; the factor makes ‰ and % comparable.
pub(crate) fn is_share(unit: &str) -> bool {
    unit.starts_with(['%', '‰'])
}

/// The reading of a number in its unit.
fn numeric(value: Decimal, unit: Option<&str>) -> Reading {
    match unit {
        Some(unit) if is_share(unit) => Reading::Percent { value },
        Some(unit) if unit::is_frequency(unit) => Reading::Frequency { value },
        _ => Reading::Number { value },
    }
}

#[cfg(test)]
mod tests;
