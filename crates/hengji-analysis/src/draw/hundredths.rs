//! 金额与分数的读法 (reading decimals): yuan into fen and points into hundredths, exactly.

/// Reads a decimal as hundredths: "1,234.5" is 123450. Nothing where it is no decimal, has more than two places
/// that say something, or does not fit.
///
/// Commas may part groups of three digits before the point; full-width digits and signs, as Chinese input methods
/// write them, count as plain ones; blanks at the ends do not matter.
#[must_use]
pub fn hundredths(text: &str) -> Option<i64> {
    let plain: String = text.trim().chars().map(half_width).collect();
    let (is_negative, digits) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = ungrouped(whole)?;
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + places.len() == 0 || !are_digits(&whole) || !are_digits(places) {
        return None;
    }
    let (kept, rest) = places.split_at(places.len().min(2));
    if rest.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let value: i64 = format!("{whole}{kept:0<2}").parse().ok()?;
    Some(if is_negative { -value } else { value })
}

/// The digits without the commas between groups of three; "12,34" is more likely a slip than a number.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

/// The plain form of a full-width digit or sign.
fn half_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => u32::from(letter)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(letter),
        '\u{2212}' => '-',
        letter => letter,
    }
}

/// Writes hundredths as a decimal with two places: 123450 is "1234.50".
#[must_use]
pub fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        for (text, expected) in [
            ("0", Some(0)),
            ("1234.5", Some(123_450)),
            (" 1,234.56 ", Some(123_456)),
            ("1,234", Some(123_400)),
            ("0.29", Some(29)),
            ("+7.", Some(700)),
            ("-3.10", Some(-310)),
            ("12.3400", Some(1_234)),
            ("12.345", None),
            ("", None),
            ("-", None),
            (".5", Some(50)),
            ("１２，３４５．６", Some(1_234_560)),
            ("−3", Some(-300)),
            ("12,34", None),
            ("1234,567", None),
            (",123", None),
            (".", None),
            ("1e5", None),
            ("12.3.4", None),
            ("12元", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(hundredths(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(value in -9_007_199_254_740_992_i64..9_007_199_254_740_992) {
            prop_assert_eq!(hundredths(&decimal(value)), Some(value));
        }
    }
}
