//! 文本归一 (normalisation): what two texts must share to say the same.

use serde::Serialize;

/// What becomes of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Digits {
    /// They count: 改造 12 个 differs from 改造 15 个.
    Kept,
    /// Each number becomes one mark: a text copied with another number is still copied.
    Masked,
}

/// Stands for a masked number; it cannot come from the text, because marks are dropped.
const MASK: char = '#';
/// From the full-width forms of ASCII down to ASCII.
const FULL_WIDTH: u32 = 0xfee0;

/// The half-width form of a full-width letter, digit or mark; any other character itself.
pub(in crate::hygiene) fn half_width(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - FULL_WIDTH).unwrap_or(character),
        '\u{3000}' => ' ',
        other => other,
    }
}

/// Letters, ideographs and digits only: half width, lower case, without white space and marks.
///
/// Numbers in Chinese characters (十二个) are kept as written, because 一 is also a part of words.
#[must_use]
pub fn normalised(text: &str, digits: Digits) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_in_number = false;
    for character in text.chars().map(half_width) {
        // The point of 12.5 and the comma of 1,200 belong to the number.
        if is_in_number && matches!(character, '.' | ',') {
            continue;
        }
        let is_masked = digits == Digits::Masked && character.is_ascii_digit();
        if is_masked && !is_in_number {
            plain.push(MASK);
        } else if !is_masked && character.is_alphanumeric() {
            plain.extend(character.to_lowercase());
        }
        is_in_number = is_masked;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_space_and_marks_make_no_difference() {
        for (text, plain) in [
            ("完成 道路 改造,共12条。", "完成道路改造共12条"),
            ("完成道路改造\u{ff0c}共\u{ff11}\u{ff12}条", "完成道路改造共12条"),
            ("PM2.5\u{3000}浓度≤35", "pm25浓度35"),
            ("\u{ff30}\u{ff2d}2.5浓度", "pm25浓度"),
            ("《办法》(试行)", "办法试行"),
            (" ,。;", ""),
            ("", ""),
        ] {
            assert_eq!(normalised(text, Digits::Kept), plain, "{text}");
        }
    }

    #[test]
    fn a_masked_number_is_one_mark() {
        for (text, plain) in [
            ("改造12个小区", "改造#个小区"),
            ("改造5个小区", "改造#个小区"),
            ("投入1,200.50万元", "投入#万元"),
            ("2020年至2021年", "#年至#年"),
            ("3.完成", "#完成"),
            ("十二个", "十二个"),
            ("a#1", "a#"),
        ] {
            assert_eq!(normalised(text, Digits::Masked), plain, "{text}");
        }
    }

    #[test]
    fn what_is_plain_stays_plain() {
        for digits in [Digits::Kept, Digits::Masked] {
            let once = normalised("完成 PM2.5 治理\u{ff01}共 3 处", digits);
            let kept = once.replace(MASK, "");
            assert_eq!(normalised(&kept, digits), kept);
        }
    }
}
