//! Identifiers use the glossary's words: one English word for a Chinese term, and no pinyin.

use super::Breach;
use super::habits::Words;
use super::source::RustSource;

/// From this length on a pinyin word is looked for inside a longer one: no English word contains it.
const LONG_ENOUGH_TO_STAND_INSIDE: usize = 6;

/// Checks every identifier, tests included: a reader learns the words there too.
pub(crate) fn check(source: &RustSource, words: &Words) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for word in source.words() {
        if words.exempt.contains_key(&word.text) {
            continue;
        }
        if let Some(message) = fault(&word.text, words) {
            breaches.push(Breach::new(&source.path, word.line, "tidy-word", message));
        }
    }
    breaches
}

fn fault(identifier: &str, words: &Words) -> Option<String> {
    let parts = parts(identifier);
    for part in &parts {
        if words.pinyin.iter().any(|pinyin| is_pinyin(part, pinyin)) {
            return Some(format!("{identifier}: 标识符不用拼音,请用词汇表的英文"));
        }
    }
    let spelled = format!("_{}_", parts.join("_"));
    if let Some((_, better)) = words
        .instead_of
        .iter()
        .find(|(word, _)| spelled.contains(&format!("_{word}_")))
    {
        return Some(format!("{identifier}: 词汇表的用词是 {better}"));
    }
    let beside = parts.iter().any(|part| words.policy.not_beside.contains(part));
    if beside && parts.iter().any(|part| part == "policy" || part == "policies") {
        return Some(format!("{identifier}: policy 只指政策;参数称 rule,权限称 authz"));
    }
    None
}

fn is_pinyin(part: &str, pinyin: &str) -> bool {
    part == pinyin || (pinyin.len() >= LONG_ENOUGH_TO_STAND_INSIDE && part.contains(pinyin))
}

/// The words of a snake-case, camel-case or upper-case identifier, in lower case.
fn parts(identifier: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut after_lower = false;
    let mut begins = true;
    for letter in identifier.trim_start_matches("r#").chars() {
        if letter == '_' {
            begins = true;
            continue;
        }
        if letter.is_uppercase() && after_lower {
            begins = true;
        }
        after_lower = letter.is_lowercase();
        if begins {
            parts.push(String::new());
            begins = false;
        }
        if let Some(part) = parts.last_mut() {
            part.extend(letter.to_lowercase());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::habits::Policy;

    #[test]
    fn identifiers_fall_into_words() {
        for (identifier, expected) in [
            ("goal_weight_bp", "goal weight bp"),
            ("SelfEvaluation", "self evaluation"),
            ("MIN_INDICATORS", "min indicators"),
            ("r#type", "type"),
            ("_unused", "unused"),
        ] {
            assert_eq!(parts(identifier).join(" "), expected);
        }
    }

    #[test]
    fn words_of_the_glossary_and_others() {
        let words = Words {
            pinyin: vec!["jixiao".to_owned(), "defen".to_owned()],
            instead_of: [("fiscal_year".to_owned(), "budget_year".to_owned())].into(),
            exempt: [("HEADER_ACCESS_POLICY".to_owned(), "A standard's name.".to_owned())].into(),
            policy: Policy {
                not_beside: vec!["access".to_owned()],
            },
        };
        let faults = |line: &str| {
            let source = RustSource::parse("src/a.rs", line).unwrap();
            check(&source, &words).len()
        };
        for (line, expected) in [
            ("struct Goal;", 0),
            ("struct JixiaoGoal;", 1),
            ("fn jixiaomubiao() {}", 1),
            ("fn defend() {}", 0),
            ("fn defen() {}", 1),
            ("fn fiscal_year_of() {}", 1),
            ("struct FiscalYear;", 1),
            ("struct FiscalEvaluation;", 0),
            ("struct AccessPolicy;", 1),
            ("struct Policy;", 0),
            ("const HEADER_ACCESS_POLICY: u8 = 0;", 0),
        ] {
            assert_eq!(faults(line), expected, "{line}");
        }
    }
}
