//! The filter of the ranking, as it stands in an address and comes back in a form.

use hengji_app::spot::circular::{CircularQuery, CircularShow, CircularSort};

use super::super::list_filter::{filled, list_filter, sorting};
use crate::look::Sorting;

list_filter! {
    pub(super) exported struct Filter { edition, show, q, sort, order }
}

impl Filter {
    pub(super) fn query(&self) -> CircularQuery {
        CircularQuery {
            edition: self.edition.parse().ok(),
            show: match self.show.as_str() {
                "ranked" => CircularShow::Ranked,
                "unranked" => CircularShow::Unranked,
                "named" => CircularShow::Named,
                _ => CircularShow::All,
            },
            text: filled(&self.q),
            sort: match self.sort.as_str() {
                "name" => CircularSort::Name,
                "drawn" => CircularSort::Drawn,
                "mean" => CircularSort::Mean,
                "inflation" => CircularSort::Inflation,
                _ => CircularSort::Place,
            },
            descending: self.order == "desc",
        }
    }

    /// Which departments are asked for, as the form has it.
    pub(super) fn shown(&self) -> &str {
        &self.show
    }

    /// The words that are searched for, as they were typed.
    pub(super) fn words(&self) -> &str {
        &self.q
    }

    pub(super) fn sorting(&self) -> Sorting {
        sorting(&self.sort, &self.order, "place")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_which_edition_which_departments_and_in_which_order() {
        let filter = Filter {
            edition: "2".into(),
            show: "named".into(),
            q: " 教育 ".into(),
            sort: "inflation".into(),
            order: "desc".into(),
            ..Filter::default()
        };
        let query = filter.query();
        assert_eq!((query.edition, query.show), (Some(2), CircularShow::Named));
        assert_eq!(query.text.as_deref(), Some("教育"));
        assert!(query.sort == CircularSort::Inflation && query.descending);
        assert_eq!(Filter::default().query(), CircularQuery::default());
        assert_eq!(Filter::default().sorting().key, "place");
    }
}
