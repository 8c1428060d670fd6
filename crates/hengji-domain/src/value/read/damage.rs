//! 文字识别残损: texts in which a recogniser took `≥` for a digit or a letter. They are never repaired, only shown.

use rust_decimal::Decimal;

use super::super::{Reading, TargetValue};
use super::{normalise, number, unit};

/// What recognisers make of `≥` when a number follows directly.
const MISTAKEN: [char; 8] = ['二', '工', '扁', '到', '^', '三', '乏', '王'];

/// What a damaged text most likely said, for the person who must look; none where the text shows no damage.
pub fn likely_original(text: &str) -> Option<String> {
    let plain = normalise(text);
    mistaken_sign(&plain)
        .or_else(|| swallowed_sign(&plain))
        .or_else(|| doubled_sign(&plain))
        .or_else(|| wrong_percent(&plain))
        .or_else(|| letter_for_zero(&plain))
}

/// `工5%`, `二100%`: one character that is no word stands before the digits.
fn mistaken_sign(plain: &str) -> Option<String> {
    let rest = plain.strip_prefix(MISTAKEN)?;
    let (_, unit) = number::leading_digits(rest)?;
    unit::is_plausible(unit).then(|| format!("≥{rest}"))
}

/// `290%`: a share above 100 that becomes a share up to 100 when its leading 2 is taken for `≥`.
fn swallowed_sign(plain: &str) -> Option<String> {
    let (value, unit) = number::leading_digits(plain)?;
    let without = without_leading_two(plain)?;
    let is_damaged = unit.starts_with('%') && Decimal::ONE_HUNDRED < value;
    let share = number::leading_digits(without)?.0;
    (is_damaged && share <= Decimal::ONE_HUNDRED).then(|| format!("≥{without}"))
}

/// `5=50%`: the sign was recognised as a digit and an equals sign.
fn doubled_sign(plain: &str) -> Option<String> {
    let (first, rest) = plain.split_once('=')?;
    let is_digit = first.len() == 1 && first.bytes().all(|b| b.is_ascii_digit());
    let (_, unit) = number::leading_digits(rest)?;
    (is_digit && unit::is_plausible(unit)).then(|| format!("≥{rest}"))
}

/// `290$`: the percent sign was recognised as another sign.
fn wrong_percent(plain: &str) -> Option<String> {
    let digits = plain.strip_suffix(['$', '&', '#'])?;
    number::whole(digits)?;
    let percent = format!("{digits}%");
    Some(swallowed_sign(&percent).unwrap_or(percent))
}

/// `第O份`: the letter O between a counting sign and a unit.
fn letter_for_zero(plain: &str) -> Option<String> {
    let at = plain.find(['O', 'o'])?;
    let (before, rest) = plain.split_at_checked(at)?;
    let unit = rest.strip_prefix(['O', 'o'])?;
    let is_lone = before.chars().count() <= 1 && unit::is_known(unit);
    is_lone.then(|| format!("≥?0{unit}"))
}

/// The text without a leading 2, where at least two digits remain and they do not begin with 0.
fn without_leading_two(plain: &str) -> Option<&str> {
    let rest = plain.strip_prefix('2')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (2 <= digits && !rest.starts_with('0')).then_some(rest)
}

/// Takes back numbers that are doubtful because another target of the same form is certainly damaged.
///
/// `2280次` alone is a number like any other; beside a `292%` it may well have been `≥280次`, and nobody can
/// tell from the text. Such a target stays a text until a person has looked.
pub fn doubt_beside_damage<'a>(targets: impl IntoIterator<Item = &'a mut TargetValue>) {
    let mut targets: Vec<&mut TargetValue> = targets.into_iter().collect();
    let is_damaged = targets
        .iter()
        .any(|target| swallowed_sign(&normalise(&target.text)).is_some());
    if !is_damaged {
        return;
    }
    for target in &mut targets {
        if doubtful_original(target).is_some() {
            target.reading = Reading::Unreadable;
            target.unit = None;
        }
    }
}

/// What a number without comparator would say if its leading 2 were a `≥`.
pub fn doubtful_original(target: &TargetValue) -> Option<String> {
    if target.comparator.is_some() {
        return None;
    }
    let plain = normalise(&target.text);
    let (_, unit) = number::leading_digits(&plain)?;
    let without = without_leading_two(&plain)?;
    (!unit.is_empty() && unit::is_plausible(unit)).then(|| format!("≥{without}"))
}

#[cfg(test)]
mod tests {
    use super::super::read_target;
    use super::*;

    fn check(case: &str) {
        let (text, expected) = case.split_once(" -> ").unwrap();
        let found = likely_original(text);
        assert_eq!(found.as_deref().unwrap_or("fine"), expected, "{text}");
    }

    #[test]
    fn damage_is_told_from_honest_numbers() {
        check("290% -> ≥90%");
        check("2100% -> ≥100%");
        check("290$ -> ≥90%");
        check("二100百分比 -> ≥100%");
        check("工5% -> ≥5%");
        check("^80% -> ≥80%");
        check("扁2200篇 -> ≥2200篇");
        check("到0次 -> ≥0次");
        check("5=50% -> ≥50%");
        check("第O份 -> ≥?0份");
        check("≥290% -> fine");
        check("200% -> fine");
        check("205% -> fine");
        check("2% -> fine");
        check("29% -> fine");
        check("390% -> fine");
        check("2280次 -> fine");
        check("三级 -> fine");
        check("达到90% -> fine");
    }

    #[test]
    fn one_damaged_target_makes_its_neighbours_doubtful() {
        let mut damaged = ["292%", "2280次", "200次", ">92%", "2%"].map(read_target);
        doubt_beside_damage(&mut damaged);
        let kinds: Vec<_> = damaged.iter().map(TargetValue::kind).collect();
        assert_eq!(
            kinds,
            ["unreadable", "unreadable", "number", "percent", "percent"]
        );

        let mut sound = ["92%", "2280次"].map(read_target);
        doubt_beside_damage(&mut sound);
        assert_eq!(sound.map(|target| target.kind()), ["percent", "number"]);
    }
}
