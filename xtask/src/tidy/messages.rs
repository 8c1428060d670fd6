//! A refusal that a person reads ends with a stable code in brackets, to be searched for and asked about.

use syn::visit::{self, Visit};

use super::Breach;
use super::source::RustSource;

/// Checks the texts of error types; a text without Chinese is for programmers and needs no code.
pub(crate) fn check(source: &RustSource) -> Vec<Breach> {
    if source.is_test() {
        return Vec::new();
    }
    let mut texts = Texts(Vec::new());
    texts.visit_file(&source.syntax);
    texts
        .0
        .into_iter()
        .filter(|(text, _)| text.chars().any(is_chinese) && !ends_with_code(text))
        .map(|(text, line)| {
            let message = format!("“{text}”应以方括号中的固定代码结尾,如 [goal-weights-not-100]");
            Breach::new(&source.path, line, "tidy-message-code", message)
        })
        .collect()
}

struct Texts(Vec<(String, usize)>);

impl<'ast> Visit<'ast> for Texts {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("error")
            && let syn::Meta::List(list) = &attribute.meta
            && let Some(proc_macro2::TokenTree::Literal(literal)) = list.tokens.clone().into_iter().next()
            && let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string())
        {
            self.0.push((text.value(), literal.span().start().line));
        }
        visit::visit_attribute(self, attribute);
    }
}

fn is_chinese(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// The code itself may be a field of the error: `[{code}]`.
fn ends_with_code(text: &str) -> bool {
    let Some((_, code)) = text.strip_suffix(']').and_then(|text| text.rsplit_once(" [")) else {
        return false;
    };
    let is_code_letter =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    !code.is_empty() && (code.starts_with('{') || code.chars().all(is_code_letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_for_people_end_with_a_code() {
        for (text, expected) in [
            ("合计 95%,应为 100%。 [goal-weights-not-100]", 0),
            ("合计 {found}。 [{code}]", 0),
            ("connection refused", 0),
            ("合计 95%。", 1),
            ("合计 95%。 [Goal Weights]", 1),
            ("合计 95%。 []", 1),
        ] {
            let rust = format!("enum E {{ #[error(\"{text}\")] A }}");
            let source = RustSource::parse("crates/a/src/lib.rs", &rust).unwrap();
            assert_eq!(check(&source).len(), expected, "{text}");
        }
    }

    #[test]
    fn a_cause_passed_through_needs_none() {
        let source =
            RustSource::parse("crates/a/src/lib.rs", "enum E { #[error(transparent)] A(B) }").unwrap();
        assert_eq!(check(&source), []);
    }
}
