//! Start tags of an XML text, for the few attributes that the workbook reader does not tell.
//!
//! The text has been through the precheck: UTF-8, no document type, so a `<` outside of comments and CDATA always
//! begins a tag. What a hostile text can reach here is a wrong hint, never a wrong value.

/// The start and empty tags of an XML text in order.
pub(super) fn tags(xml: &str) -> impl Iterator<Item = Tag<'_>> {
    xml.split('<').skip(1).filter_map(|piece| {
        let (inside, _) = piece.split_once('>')?;
        let end = inside
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(inside.len());
        let (name, attributes) = inside.split_at_checked(end)?;
        let is_start = name.starts_with(|c: char| c.is_alphabetic());
        is_start.then_some(Tag { name, attributes })
    })
}

/// A start tag.
pub(super) struct Tag<'a> {
    /// Name with its prefix.
    pub(super) name: &'a str,
    attributes: &'a str,
}

impl Tag<'_> {
    /// An attribute by its full name, with the five entities resolved.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some((key, after)) = rest.split_once('=') {
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, after) = after.get(1..)?.split_once(quote)?;
            if key.trim() == name {
                return Some(unescape(value));
            }
            rest = after;
        }
        None
    }

    /// An attribute that counts.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.parse().ok()
    }
}

fn unescape(value: &str) -> String {
    // The ampersand comes last, because `&amp;lt;` would otherwise turn into `<`.
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(value.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_whatever_their_quotes() {
        let xml = "<?xml version='1.0'?><!-- <no> --><a x='1' y=\"2 &amp; 3\"/><b\n z = '4'>t</b>";
        let found: Vec<_> = tags(xml).filter(|tag| matches!(tag.name, "a" | "b")).collect();
        let [a, b] = found.as_slice() else {
            panic!("two tags")
        };
        assert_eq!(a.number("x"), Some(1));
        assert_eq!(a.attribute("y").as_deref(), Some("2 & 3"));
        assert_eq!(b.attribute("none"), None);
        assert_eq!(
            b.attribute("z"),
            None,
            "a space before the quote is not written by any program"
        );
    }
}
