//! A comparator, a number and a unit; ranges and frequencies; and what is left when there is no single number.

use rust_decimal::Decimal;

use super::super::{Comparator, Reading};
use super::{Read, number, numeric, phrase, unit};

/// Reads a text that is neither blank, damaged, tiers nor a date.
pub(super) fn read(plain: &str) -> Read {
    if let Some(found) = every_period(plain)
        .or_else(|| spelt_share(plain))
        .or_else(|| range(plain))
        .or_else(|| single(plain))
    {
        return found;
    }
    if plain.contains(|c: char| c.is_ascii_digit()) {
        return (without_single_number(plain), None, None);
    }
    let (sign, rest) = phrase::comparator_before(plain);
    let waiting = if sign.is_some() { rest } else { plain };
    if phrase::is_without_number(waiting) {
        return (Reading::Unreadable, sign, None);
    }
    (Reading::Qualitative, None, None)
}

/// Several numbers or a whole sentence is 复合; one approximate or marred number is 读不出.
fn without_single_number(plain: &str) -> Reading {
    let numbers = plain
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|part| part.contains(|c: char| c.is_ascii_digit()))
        .count();
    let words = plain.chars().filter(|c| c.is_alphabetic()).count();
    let is_approximate = ["约", "近", "左右", "上下"]
        .iter()
        .any(|word| plain.contains(word));
    if numbers == 1 && (words <= 4 || is_approximate) && !plain.contains([',', ';', '、', '。']) {
        Reading::Unreadable
    } else {
        Reading::Compound
    }
}

/// `≥50个`, `不超过3万元`, `95%以上`, `三场`.
fn single(plain: &str) -> Option<Read> {
    let (before, rest) = phrase::comparator_before(plain);
    let (value, tail) = number_with_unit(rest)?;
    let (after, tail) = phrase::comparator_after(tail);
    let tail = tail.strip_suffix("(含)").unwrap_or(tail);
    // Two signs that contradict each other say nothing; the text stays a text.
    let comparator = match (before, after) {
        (Some(before), Some(after)) if before != after => return None,
        (before, after) => before.or(after),
    };
    if !unit::is_plausible(tail) {
        return None;
    }
    let unit = unit::spelt(tail);
    Some((numeric(value, unit.as_deref()), comparator, unit))
}

/// Digits take any plausible unit; numerals only a known one, because 一般 and 十分满意 begin with a numeral too.
fn number_with_unit(text: &str) -> Option<(Decimal, &str)> {
    if let Some(found) = number::leading_digits(text) {
        return Some(found);
    }
    let (value, rest) = number::leading_numerals(text)?;
    let bare = phrase::comparator_after(rest).1;
    (bare.is_empty() || unit::is_counted(bare)).then_some((value, rest))
}

/// 百分之九十五, 百分百, 千分之三.
fn spelt_share(plain: &str) -> Option<Read> {
    let (sign, rest) = phrase::comparator_before(plain);
    let (after, rest) = phrase::comparator_after(rest);
    let (value, unit) = if matches!(rest, "百分百" | "百分之百" | "百分之一百") {
        (Decimal::ONE_HUNDRED, "%")
    } else if let Some(share) = rest.strip_prefix("百分之") {
        (number::whole(share)?, "%")
    } else {
        (number::whole(rest.strip_prefix("千分之")?)?, "‰")
    };
    Some((Reading::Percent { value }, sign.or(after), Some(unit.to_owned())))
}

/// `80-90`, `80%~90%`, `±3%以内`.
fn range(plain: &str) -> Option<Read> {
    let rest = phrase::comparator_before(plain).1;
    let (low, high, tail) = if let Some(half) = rest.strip_prefix('±') {
        let (half, tail) = number::leading_digits(half)?;
        (-half, half, tail)
    } else {
        let (low, middle) = number::leading_digits(rest)?;
        let unit_between = middle.trim_end_matches(|c: char| !matches!(c, '-' | '~' | '至' | '到'));
        let (between, upper) = split_range(middle, unit_between)?;
        let (high, tail) = number::leading_digits(upper)?;
        // 80个-90% is no range: the unit between must be the unit at the end, or be left out.
        if !between.is_empty() && between != phrase::comparator_after(tail).1 {
            return None;
        }
        (low, high, tail)
    };
    let tail = phrase::comparator_after(tail).1;
    if high < low || !unit::is_plausible(tail) {
        return None;
    }
    Some((
        Reading::Range { low, high },
        Some(Comparator::Between),
        unit::spelt(tail),
    ))
}

/// Splits `%~90%` into the unit before the sign and the upper end after it.
fn split_range<'a>(middle: &'a str, up_to_sign: &str) -> Option<(&'a str, &'a str)> {
    let upper = middle.strip_prefix(up_to_sign)?;
    let between = up_to_sign.trim_end_matches(['-', '~', '至', '到']);
    let is_sign = between.len() < up_to_sign.len() && !between.contains(|c: char| c.is_ascii_digit());
    let between = middle.get(..between.len())?;
    is_sign.then_some((between, upper))
}

/// `每月1次`, `每季度不少于两次`: a frequency written before its number.
fn every_period(plain: &str) -> Option<Read> {
    let rest = plain.strip_prefix('每')?;
    let period = ["季度", "半年", "季", "年", "月", "周", "天", "日"]
        .into_iter()
        .find(|period| rest.starts_with(period))?;
    let (before, rest) = phrase::comparator_before(rest.strip_prefix(period)?);
    let (value, tail) = number::leading(rest)?;
    let (after, tail) = phrase::comparator_after(tail);
    (tail == "次").then(|| {
        (
            Reading::Frequency { value },
            before.or(after),
            Some(format!("次/{period}")),
        )
    })
}
