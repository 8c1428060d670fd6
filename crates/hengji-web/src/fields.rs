//! Posted forms as ordered names and values.
//!
//! A grid posts the same names once for each row, which a struct cannot hold; and a field that the page does
//! not have is refused rather than ignored, so that nobody can slip a value past the form.

use std::collections::{BTreeMap, HashMap};

/// The fields of one posted form, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

/// A field that the form does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownField(pub(crate) String);

impl Fields {
    /// Wraps decoded pairs; line ends become `\n`, as a browser sends `\r\n` for what was typed as one.
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Self {
        let clean = |(name, value): (String, String)| (name, value.replace("\r\n", "\n"));
        Self(pairs.into_iter().map(clean).collect())
    }

    /// The first value of a field, without surrounding blanks; empty where missing.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.verbatim(name).trim()
    }

    /// The first value of a field as it came, for what may begin or end with a blank (passwords).
    pub(crate) fn verbatim(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a repeated field, in order.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let same = self.0.iter().filter(|(field, _)| field == name);
        same.map(|(_, value)| value.trim()).collect()
    }

    /// The field read as a number or an identifier.
    pub(crate) fn parsed<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).parse().ok()
    }

    /// Rows of a grid: the n-th value of each column together. Columns that are shorter give blanks.
    pub(crate) fn rows<const N: usize>(&self, columns: [&str; N]) -> Vec<[String; N]> {
        let mut values: HashMap<&str, std::vec::IntoIter<&str>> = columns
            .iter()
            .map(|column| (*column, self.all(column).into_iter()))
            .collect();
        let height = columns
            .iter()
            .map(|column| self.all(column).len())
            .max()
            .unwrap_or(0);
        let mut next = |column: &str| {
            let value = values.get_mut(column).and_then(Iterator::next);
            value.unwrap_or_default().to_owned()
        };
        (0..height).map(|_| columns.map(&mut next)).collect()
    }

    /// Every field of this name or below it (`v`, `v.output`), first values without surrounding blanks.
    pub(crate) fn below(&self, root: &str) -> BTreeMap<String, String> {
        let own = self.0.iter().filter(|(name, _)| is_below(name, root));
        own.rev()
            .map(|(name, value)| (name.clone(), value.trim().to_owned()))
            .collect()
    }

    /// Refuses a field outside `known` that is not below `root` either.
    pub(crate) fn only_or_below(&self, known: &[&str], root: &str) -> Result<(), UnknownField> {
        let mut names = self.0.iter().map(|(name, _)| name);
        match names.find(|name| !known.contains(&name.as_str()) && !is_below(name, root)) {
            Some(name) => Err(UnknownField(name.clone())),
            None => Ok(()),
        }
    }

    /// Refuses a field outside `known`.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), UnknownField> {
        match self.0.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(UnknownField(name.clone())),
            None => Ok(()),
        }
    }
}

/// Whether a field is the root of a value, or a part of it.
fn is_below(name: &str, root: &str) -> bool {
    name.strip_prefix(root)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Fields {
        let pair = |part: &str| {
            let (name, value) = part.split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        };
        Fields::new(text.split('&').map(pair).collect())
    }

    #[test]
    fn a_grid_is_read_row_by_row() {
        let posted = fields("name=a&weight=1&name=b&weight=2&name=c");
        assert_eq!(
            posted.rows(["name", "weight"]),
            [["a", "1"], ["b", "2"], ["c", ""]].map(|row| row.map(str::to_owned))
        );
    }

    #[test]
    fn values_lose_blanks_around_them_but_passwords_do_not() {
        let posted = fields("q= x &password= y ");
        assert_eq!(posted.text("q"), "x");
        assert_eq!(posted.verbatim("password"), " y ");
        assert_eq!(posted.text("missing"), "");
    }

    #[test]
    fn line_ends_of_the_browser_become_plain() {
        assert_eq!(fields("t=a\r\nb").text("t"), "a\nb");
    }

    #[test]
    fn a_field_the_page_does_not_have_is_refused() {
        let posted = fields("name=a&is_admin=1");
        assert_eq!(posted.only(&["name"]), Err(UnknownField("is_admin".to_owned())));
        assert_eq!(posted.only(&["name", "is_admin"]), Ok(()));
    }

    #[test]
    fn the_parts_of_a_value_are_taken_together() {
        let posted = fields("rule=a&v.output= 50 &v.benefit=30&value=x&v=1");
        let below: Vec<(String, String)> = posted.below("v").into_iter().collect();
        let text = |pair: (&str, &str)| (pair.0.to_owned(), pair.1.to_owned());
        assert_eq!(
            below,
            [("v", "1"), ("v.benefit", "30"), ("v.output", "50")].map(text)
        );
        assert_eq!(posted.only_or_below(&["rule", "value"], "v"), Ok(()));
        assert_eq!(
            posted.only_or_below(&["rule"], "v"),
            Err(UnknownField("value".to_owned()))
        );
    }

    #[test]
    fn numbers_are_read_or_absent() {
        let posted = fields("page=3&size=many");
        assert_eq!(posted.parsed::<u32>("page"), Some(3));
        assert_eq!(posted.parsed::<u32>("size"), None);
    }
}
