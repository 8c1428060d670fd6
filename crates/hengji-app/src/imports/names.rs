//! Names on forms: `219001-市政管理所` is a code and a name, and spaces or full-width brackets make no other unit.

use hengji_domain::value::read::normalise;

/// The key under which two spellings of a name are the same.
pub(super) fn key(name: &str) -> String {
    normalise(name)
}

/// The code and the name in `219001-市政管理所`; a text without a code is a name.
pub(super) fn split(text: &str) -> (Option<String>, String) {
    let text = text.trim();
    let dashes = ['-', '—', '\u{ff0d}', '_'];
    match text.split_once(dashes) {
        Some((code, name)) if is_code(code) && !name.trim().is_empty() => (
            Some(code.trim().to_owned()),
            name.trim_start_matches(dashes).trim().to_owned(),
        ),
        _ => (None, text.to_owned()),
    }
}

fn is_code(text: &str) -> bool {
    let text = text.trim();
    3 <= text.len() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_before_the_name_is_told_apart() {
        let shown = |text: &str| {
            let (code, name) = split(text);
            format!("{} {name}", code.unwrap_or_else(|| "-".into()))
        };
        assert_eq!(shown("219001-市政管理所"), "219001 市政管理所");
        assert_eq!(shown("219—棠溪镇"), "219 棠溪镇");
        assert_eq!(shown(" 城管局 "), "- 城管局");
        assert_eq!(shown("A-B 中心"), "- A-B 中心");
        assert_eq!(shown("219001-"), "- 219001-");
        assert_eq!(shown(""), "- ");
    }

    #[test]
    fn spellings_of_one_name_have_one_key() {
        assert_eq!(key("市政 管理所(本级)"), key("市政管理所\u{ff08}本级\u{ff09}"));
        assert_ne!(key("市政管理所"), key("市政管理处"));
    }
}
