//! Numbers at the start of a text: digits with thousands separators, and Chinese numerals.

use rust_decimal::Decimal;

/// The whole text as a number, signs and separators allowed; none where anything else stands in it.
pub(super) fn whole(text: &str) -> Option<Decimal> {
    leading(text).and_then(|(value, rest)| rest.is_empty().then_some(value))
}

/// The number at the start of a text and what follows it.
pub(super) fn leading(text: &str) -> Option<(Decimal, &str)> {
    leading_digits(text).or_else(|| leading_numerals(text))
}

/// `-1,234.5米` gives −1234.5 and `米`. A comma that does not separate thousands is no part of the number.
pub(super) fn leading_digits(text: &str) -> Option<(Decimal, &str)> {
    let (sign, body) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let mut digits = String::from(sign);
    let mut rest = take_digits(body, &mut digits)?;
    if digits.len() - sign.len() <= 3 {
        while let Some(group) = thousands(rest) {
            digits.push_str(group.0);
            rest = group.1;
        }
    }
    if let Some(after) = rest.strip_prefix('.') {
        let mut fraction = String::from(".");
        if let Some(behind) = take_digits(after, &mut fraction) {
            digits.push_str(&fraction);
            rest = behind;
        }
    }
    // More digits than an exact decimal can hold are no value of an indicator; rounding them would invent one.
    Some((Decimal::from_str_exact(&digits).ok()?, rest))
}

fn take_digits<'a>(text: &'a str, into: &mut String) -> Option<&'a str> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    into.push_str(digits);
    (!digits.is_empty()).then_some(rest)
}

/// `,457` and what follows, where no fourth digit comes.
fn thousands(text: &str) -> Option<(&str, &str)> {
    let (group, rest) = text.strip_prefix(',')?.split_at_checked(3)?;
    let is_group = group.bytes().all(|b| b.is_ascii_digit());
    let ends = !rest.starts_with(|c: char| c.is_ascii_digit());
    (is_group && ends).then_some((group, rest))
}

/// `三百二十人` gives 320 and `人`; `三万元` gives 3 and `万元`, like `3万元`; `三万五千元` gives 35000 and `元`.
pub(super) fn leading_numerals(text: &str) -> Option<(Decimal, &str)> {
    let (high, rest) = section(text)?;
    let Some(behind) = rest.strip_prefix('万') else {
        return Some((Decimal::from(high), rest));
    };
    match section(behind) {
        Some((low, after)) => Some((Decimal::from(high * 10_000 + low), after)),
        None => Some((Decimal::from(high), rest)),
    }
}

/// Numerals below ten thousand. Only 十 may stand without a digit before it, so that 百分 and 千万 are no numbers.
fn section(text: &str) -> Option<(u32, &str)> {
    let mut total = 0;
    let mut digit: Option<u32> = None;
    let mut smallest_place = 10_000;
    let mut end = 0;
    for (at, sign) in text.char_indices() {
        if let Some(value) = numeral(sign) {
            if digit.is_some_and(|before| before != 0) {
                return None;
            }
            digit = Some(value);
        } else if let Some(place) = place(sign) {
            let count = digit.take().or((place == 10 && total == 0).then_some(1));
            let Some(count) = count else {
                break;
            };
            if smallest_place <= place {
                return None;
            }
            smallest_place = place;
            total += count * place;
        } else {
            break;
        }
        end = at + sign.len_utf8();
    }
    let value = total + digit.unwrap_or(0);
    let (taken, rest) = text.split_at_checked(end)?;
    (!taken.is_empty()).then_some((value, rest))
}

/// The value of a Chinese digit.
pub(super) fn numeral(sign: char) -> Option<u32> {
    let value = match sign {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    };
    Some(value)
}

fn place(sign: char) -> Option<u32> {
    match sign {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{leading, whole};

    fn check(case: &str) {
        let (text, expected) = case.split_once(" -> ").unwrap();
        let found =
            leading(text).map_or_else(|| "none".to_owned(), |(value, rest)| format!("{value}|{rest}"));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbers_at_the_start_of_a_text() {
        check("50个 -> 50|个");
        check("215,457.6 -> 215457.6|");
        check("1,234,567元 -> 1234567|元");
        check("1,23 -> 1|,23");
        check("1234,567 -> 1234|,567");
        check("-0.5% -> -0.5|%");
        check("28.40/株 -> 28.40|/株");
        check("三百二十人 -> 320|人");
        check("三万元 -> 3|万元");
        check("三万五千元 -> 35000|元");
        check("一千零五十 -> 1050|");
        check("十五万人 -> 15|万人");
        check("两次 -> 2|次");
        check("百分之九十 -> none");
        check("千万 -> none");
        check("一一二 -> none");
        check("三十五百 -> none");
        check("米 -> none");
        check(" -> none");
    }

    #[test]
    fn a_number_that_does_not_fit_is_not_rounded() {
        assert_eq!(whole("99999999999999999999999999999999"), None);
        assert_eq!(whole("0.99999999999999999999999999999999"), None);
        assert_eq!(whole("12 34"), None);
    }
}
