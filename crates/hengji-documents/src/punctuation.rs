//! 标点 (punctuation): Chinese text is printed with the marks of GB/T 15834-2011, on whatever keyboard it was typed.
//!
//! The register keeps what was typed; only the print differs. Marks between figures and Latin words stay as they are.

/// The full-width form of a mark that is also typed half-width.
const fn full(mark: char) -> Option<char> {
    match mark {
        ',' => Some('\u{ff0c}'),
        ';' => Some('\u{ff1b}'),
        ':' => Some('\u{ff1a}'),
        '?' => Some('\u{ff1f}'),
        '!' => Some('\u{ff01}'),
        _ => None,
    }
}

/// Whether a mark beside it belongs to Chinese text.
fn is_chinese(letter: char) -> bool {
    matches!(letter,
        '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}' | '\u{2018}'..='\u{201d}')
}

/// The text with Chinese marks where it is Chinese.
pub(crate) fn chinese(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| letters.get(index)).copied();
    let beside = |index: usize| {
        let around = [at(index.checked_sub(1)), at(index.checked_add(1))];
        around.into_iter().flatten().any(is_chinese)
    };
    let mut printed = letters.clone();
    let mut opened = Vec::new();
    for (index, letter) in letters.iter().enumerate() {
        match letter {
            '(' => opened.push(index),
            // A pair is of one width: it is Chinese when either end of it is.
            ')' => {
                if let Some(from) = opened.pop()
                    && (beside(from) || beside(index))
                {
                    put(&mut printed, from, '\u{ff08}');
                    put(&mut printed, index, '\u{ff09}');
                }
            }
            mark => {
                if let Some(full) = full(*mark)
                    && beside(index)
                {
                    put(&mut printed, index, full);
                }
            }
        }
    }
    printed.into_iter().collect()
}

fn put(letters: &mut [char], index: usize, letter: char) {
    if let Some(place) = letters.get_mut(index) {
        *place = letter;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_of_chinese_text_are_full_width() {
        for (typed, printed) in [
            ("甲,乙;丙:丁", "甲\u{ff0c}乙\u{ff1b}丙\u{ff1a}丁"),
            ("执行率49.87%,预算", "执行率49.87%\u{ff0c}预算"),
            ("预算2,404.9万元", "预算2,404.9万元"),
            ("时间:09:30", "时间\u{ff1a}09:30"),
            ("现场(绩效科参加)", "现场\u{ff08}绩效科参加\u{ff09}"),
            ("面积(m2)", "面积\u{ff08}m2\u{ff09}"),
            ("f(x), g(y)", "f(x), g(y)"),
            ("SHA-256", "SHA-256"),
            ("“甲”,乙", "“甲”\u{ff0c}乙"),
            ("(甲", "(甲"),
            ("", ""),
        ] {
            assert_eq!(chinese(typed), printed, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn only_marks_change_and_only_into_their_own_full_width(text in "[甲乙,:;?!()0-9a-z“”。]{0,40}") {
            let printed = chinese(&text);
            prop_assert_eq!(printed.chars().count(), text.chars().count());
            for (typed, printed) in text.chars().zip(printed.chars()) {
                // Full-width marks stand at one distance from their half-width forms in Unicode.
                let is_full = u32::from(printed) == u32::from(typed) + 0xfee0;
                prop_assert!(typed == printed || is_full && typed.is_ascii_punctuation());
            }
        }
    }
}
