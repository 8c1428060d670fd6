//! One spelling for what people write in many: full-width signs, several equals signs, 百分比.

/// The text in the spelling that the readers know: half-width ASCII, `≥` `≤` `=` `%`, no spaces.
///
/// A space between two digits is kept, because `20 17` may be one number or two and must not be glued together.
pub fn normalise(text: &str) -> String {
    let signs: Vec<char> = text.trim().chars().map(half_width).collect();
    let mut plain = String::with_capacity(text.len());
    for (i, &sign) in signs.iter().enumerate() {
        if sign == ' ' {
            let before = plain.chars().next_back();
            let after = signs.iter().skip(i).find(|c| **c != ' ');
            let between_digits = before.is_some_and(|c| c.is_ascii_digit() || c == '.')
                && after.is_some_and(|c| c.is_ascii_digit() || *c == '.');
            if between_digits {
                plain.push(' ');
            }
        } else {
            plain.push(sign);
        }
    }
    let plain = plain
        .replace(">=", "≥")
        .replace("=>", "≥")
        .replace("<=", "≤")
        .replace("=<", "≤")
        .replace("百分比", "%");
    without_brackets(&plain).to_owned()
}

/// `(≥90%)` says the same as `≥90%`; brackets inside a text are kept.
fn without_brackets(text: &str) -> &str {
    text.strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .filter(|inner| !inner.contains(['(', ')']))
        .unwrap_or(text)
}

fn half_width(sign: char) -> char {
    match sign {
        '≧' | '⩾' | '≥' => '≥',
        '≦' | '⩽' | '≤' => '≤',
        '﹦' | '═' => '=',
        '﹥' => '>',
        '﹤' => '<',
        '﹪' => '%',
        '﹣' | '−' | '‐' | '‑' | '–' | '—' | '─' | '―' => '-',
        '〜' | '∼' => '~',
        '。' | '｡' => '。',
        '、' | '､' => '、',
        '・' | '•' | '∙' | '‧' => '·',
        '＊' | '∗' => '*',
        '﹢' => '+',
        '．' | '﹒' => '.',
        // The block of full-width ASCII is ASCII shifted by a constant.
        '\u{ff01}'..='\u{ff5e}' => u32::from(sign)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(sign),
        other if other.is_whitespace() || is_invisible(other) => ' ',
        other => other,
    }
}

/// Marks that spreadsheets and web pages leave in a text without anybody seeing them.
fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{00ad}'
    )
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn many_spellings_become_one() {
        for (written, plain) in [
            ("\u{ff1e}\u{ff1d}\u{ff19}\u{ff10}\u{ff05}", "≥90%"),
            ("≧ 90 ﹪", "≥90%"),
            ("=<30 万元", "≤30万元"),
            ("═100百分比", "=100%"),
            ("﹦72890元", "=72890元"),
            ("\u{3000}95%\u{200b}", "95%"),
            ("(≥90%)", "≥90%"),
            ("收入(总收入)", "收入(总收入)"),
            ("1,234.5", "1,234.5"),
        ] {
            assert_eq!(normalise(written), plain, "{written}");
        }
    }

    #[test]
    fn a_space_between_digits_stays_so_that_two_numbers_are_not_glued() {
        assert_eq!(normalise("20 17"), "20 17");
        assert_eq!(normalise("20  17 年"), "20 17年");
        assert_eq!(normalise("99.98 %"), "99.98%");
    }
}
