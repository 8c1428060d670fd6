//! The filter of the list, as it stands in an address and comes back in a form.

use hengji_app::common::PageRequest;
use hengji_app::projects::Direction;
use hengji_app::spot::{SpotQuery, SpotSort};
use serde::Deserialize;

use crate::error::form_encoded;
use crate::fields::Fields;
use crate::look::Sorting;

/// Projects on one page.
const PAGE_SIZE: u32 = 30;

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    pub(super) show: String,
    pub(super) department: String,
    pub(super) q: String,
    sort: String,
    order: String,
    page: u32,
}

impl Filter {
    pub(super) const FIELDS: [&'static str; 5] = ["show", "department", "q", "sort", "order"];

    pub(super) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            show: text("show"),
            department: text("department"),
            q: text("q"),
            sort: text("sort"),
            order: text("order"),
            page: 1,
        }
    }

    pub(super) fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("show", &self.show),
            ("department", &self.department),
            ("q", &self.q),
            ("sort", &self.sort),
            ("order", &self.order),
        ]
    }

    pub(super) fn query(&self) -> SpotQuery {
        let text = self.q.trim();
        SpotQuery {
            department: self.department.parse().ok(),
            is_drawn: match self.show.as_str() {
                "drawn" => Some(true),
                "others" => Some(false),
                _ => None,
            },
            is_off: self.show == "off",
            text: (!text.is_empty()).then(|| text.to_owned()),
            sort: match self.sort.as_str() {
                "position" => SpotSort::Position,
                "amount" => SpotSort::Amount,
                "score" => SpotSort::Score,
                _ => SpotSort::Code,
            },
            direction: if self.order == "desc" {
                Direction::Descending
            } else {
                Direction::Ascending
            },
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }

    /// `&show=…` of what is filled, but for some names.
    pub(super) fn parameters(&self, but: &[&str]) -> String {
        let filled = |(name, value): &(&str, &str)| !value.is_empty() && !but.contains(name);
        let pair = |(name, value): (&str, &str)| format!("&{name}={}", form_encoded(value));
        self.pairs().into_iter().filter(filled).map(pair).collect()
    }

    pub(super) fn sorting(&self) -> Sorting {
        Sorting {
            key: if self.sort.is_empty() {
                "code".to_owned()
            } else {
                self.sort.clone()
            },
            descending: self.order == "desc",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_comes_back_from_its_own_address_and_form() {
        let filter = Filter {
            show: "drawn".into(),
            q: "道路 &".into(),
            sort: "score".into(),
            order: "desc".into(),
            page: 2,
            ..Filter::default()
        };
        let query = filter.query();
        assert_eq!((query.is_drawn, query.is_off), (Some(true), false));
        assert_eq!(
            (query.sort, query.direction),
            (SpotSort::Score, Direction::Descending)
        );
        assert_eq!((query.text.as_deref(), query.page.page), (Some("道路 &"), 2));
        let posted = filter
            .pairs()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let again = Filter::of(&Fields::new(posted.to_vec()));
        assert_eq!(again.parameters(&[]), filter.parameters(&[]));
        assert!(!filter.parameters(&["sort", "order"]).contains("sort"));
    }

    #[test]
    fn an_unknown_word_does_not_narrow() {
        let filter = Filter {
            show: "everything".into(),
            department: "everywhere".into(),
            ..Filter::default()
        };
        let query = filter.query();
        assert_eq!(
            (query.is_drawn, query.is_off, query.department),
            (None, false, None)
        );
    }
}
