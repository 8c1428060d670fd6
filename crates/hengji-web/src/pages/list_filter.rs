//! What every filtered list repeats: the words of its address, back from the form that exports it, and in its links.

use hengji_app::projects::Direction;

use crate::look::Sorting;

/// Declares the filter of a list by the names of its address; every one is a text, and the page number goes last.
///
/// It gives `pairs` (names and values without the page) and `parameters` (`&name=…` of what is filled, without some
/// names). A list that is exported declares `exported struct` and has `FIELDS` (what the exporting form may hold) and
/// `of` (back from that form) besides.
macro_rules! list_filter {
    ($(#[$doc:meta])* $visibility:vis exported struct $filter:ident { $($field:ident),+ $(,)? }) => {
        $crate::pages::list_filter::list_filter! { $(#[$doc])* $visibility struct $filter { $($field),+ } }

        impl $filter {
            $visibility const FIELDS: [&'static str; [$(stringify!($field)),+].len()] = [$(stringify!($field)),+];

            $visibility fn of(fields: &$crate::fields::Fields) -> Self {
                Self {
                    $($field: fields.text(stringify!($field)).to_owned(),)+
                    page: 1,
                }
            }
        }
    };
    ($(#[$doc:meta])* $visibility:vis struct $filter:ident { $($field:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
        #[serde(default)]
        $visibility struct $filter {
            $($visibility $field: String,)+
            $visibility page: u32,
        }

        impl $filter {
            $visibility fn pairs(&self) -> [(&'static str, &str); [$(stringify!($field)),+].len()] {
                [$((stringify!($field), self.$field.as_str())),+]
            }

            $visibility fn parameters(&self, but: &[&str]) -> String {
                $crate::pages::list_filter::parameters(&self.pairs(), but)
            }
        }
    };
}

pub(super) use list_filter;

/// `&name=value` of each pair that is filled, but for some names.
pub(super) fn parameters(pairs: &[(&'static str, &str)], but: &[&str]) -> String {
    let kept = pairs
        .iter()
        .filter(|(name, value)| !value.is_empty() && !but.contains(name));
    kept.map(|(name, value)| format!("&{name}={}", crate::error::form_encoded(value)))
        .collect()
}

/// What was typed, without the blanks around it; none where nothing was.
pub(super) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The direction by its word in the address.
pub(super) fn direction(order: &str) -> Direction {
    if order == "desc" {
        Direction::Descending
    } else {
        Direction::Ascending
    }
}

/// How the heads of the table show the order; where none is asked for, the list is sorted by `default`.
pub(super) fn sorting(sort: &str, order: &str, default: &str) -> Sorting {
    Sorting {
        key: if sort.is_empty() { default } else { sort }.to_owned(),
        descending: order == "desc",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    list_filter! {
        exported struct Filter { kind, q, sort, order }
    }

    #[test]
    fn a_link_keeps_what_is_filled_but_for_some_names() {
        let filter = Filter {
            kind: "spot".into(),
            q: "道路 &".into(),
            sort: "total".into(),
            ..Filter::default()
        };
        assert_eq!(
            filter.parameters(&["sort", "order"]),
            "&kind=spot&q=%E9%81%93%E8%B7%AF%20%26"
        );
        assert_eq!(Filter::FIELDS, ["kind", "q", "sort", "order"]);
        let posted = filter
            .pairs()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let again = Filter::of(&crate::fields::Fields::new(posted.to_vec()));
        assert_eq!(again.pairs(), filter.pairs());
    }

    #[test]
    fn blanks_narrow_nothing() {
        assert_eq!(filled("  "), None);
        assert_eq!(filled(" 道路 "), Some("道路".to_owned()));
    }

    #[test]
    fn heads_show_the_default_until_another_order_is_asked_for() {
        assert_eq!(sorting("", "", "serial").key, "serial");
        let asked = sorting("amount", "desc", "serial");
        assert!(asked.key == "amount" && asked.descending);
        assert_eq!(direction("desc"), Direction::Descending);
        assert_eq!(direction(""), Direction::Ascending);
    }
}
