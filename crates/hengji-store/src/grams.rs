//! Pairs of characters, by which texts of any language without blanks between words are found.

use std::collections::BTreeSet;

/// The pairs of neighbouring characters of a text, in lower case, blanks left out.
pub(crate) fn grams(text: &str) -> BTreeSet<String> {
    let letters: Vec<char> = text
        .to_lowercase()
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    letters.windows(2).map(|pair| pair.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_its_pairs_once_each() {
        for (text, pairs) in [
            ("养护里程", "养护 护里 里程"),
            ("PM 2.5", ".5 2. m2 pm"),
            ("养", ""),
            ("", ""),
            ("人人人", "人人"),
        ] {
            let found: Vec<String> = grams(text).into_iter().collect();
            let mut expected: Vec<&str> = pairs.split_whitespace().collect();
            expected.sort_unstable();
            assert_eq!(found, expected, "{text}");
        }
    }
}
