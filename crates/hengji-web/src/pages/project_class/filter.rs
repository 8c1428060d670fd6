//! What a catalogue is filtered and sorted by, in the address and as a query.

use hengji_app::common::PageRequest;
use hengji_app::project_classes::{Change, ClassQuery, ClassSort};
use hengji_app::projects::Direction;
use hengji_domain::project_class::ProjectClass;
use serde::Deserialize;

use crate::error::form_encoded;
use crate::fields::Fields;
use crate::look::Sorting;

/// Rows of one page.
const PAGE_SIZE: u32 = 30;

/// Marks that the list can be filtered by, with their names.
pub(super) const MARKS: [(&str, &str); 8] = [
    ("unclear", "临界(类别不明确)"),
    ("adjusted", "人工调整"),
    ("rule", "按规则归类"),
    ("incomplete", "要素未齐"),
    ("up", "比上年升级"),
    ("down", "比上年降级"),
    ("same", "与上年相同"),
    ("new", "上年目录没有"),
];

/// The parameters of the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    pub(super) q: String,
    pub(super) department: String,
    pub(super) class: String,
    pub(super) mark: String,
    pub(super) edition: String,
    pub(super) sort: String,
    pub(super) order: String,
    pub(super) page: u32,
}

impl Filter {
    /// The fields of the form that exports.
    pub(super) const FIELDS: [&str; 7] = ["q", "department", "class", "mark", "edition", "sort", "order"];

    /// The same from a posted form.
    pub(super) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            q: text("q"),
            department: text("department"),
            class: text("class"),
            mark: text("mark"),
            edition: text("edition"),
            sort: text("sort"),
            order: text("order"),
            page: 1,
        }
    }

    /// Names and values without the page.
    pub(super) fn pairs(&self) -> [(&'static str, String); 7] {
        [
            ("q", self.q.clone()),
            ("department", self.department.clone()),
            ("class", self.class.clone()),
            ("mark", self.mark.clone()),
            ("edition", self.edition.clone()),
            ("sort", self.sort.clone()),
            ("order", self.order.clone()),
        ]
    }

    /// `&q=…` of what is filled, for the links of pages.
    pub(super) fn parameters(&self) -> String {
        parameters(self.pairs().into_iter())
    }

    /// The same without the sorting, for the heads that sort.
    pub(super) fn without_sorting(&self) -> String {
        parameters(
            self.pairs()
                .into_iter()
                .filter(|(name, _)| !matches!(*name, "sort" | "order")),
        )
    }

    pub(super) fn sorting(&self) -> Sorting {
        Sorting {
            key: if self.sort.is_empty() {
                "class".to_owned()
            } else {
                self.sort.clone()
            },
            descending: self.order == "desc",
        }
    }

    /// The query of the application.
    pub(super) fn query(&self) -> ClassQuery {
        let text = self.q.trim();
        ClassQuery {
            edition: self.edition.parse().ok(),
            text: (!text.is_empty()).then(|| text.to_owned()),
            department: self.department.parse().ok(),
            class: ProjectClass::from_code(&self.class),
            change: match self.mark.as_str() {
                "up" => Some(Change::Up),
                "down" => Some(Change::Down),
                "same" => Some(Change::Same),
                "new" => Some(Change::New),
                _ => None,
            },
            is_unclear: self.mark == "unclear",
            is_adjusted: self.mark == "adjusted",
            is_incomplete: self.mark == "incomplete",
            is_by_rule: self.mark == "rule",
            sort: match self.sort.as_str() {
                "code" => ClassSort::Code,
                "score" => ClassSort::Score,
                "amount" => ClassSort::Amount,
                _ => ClassSort::Class,
            },
            direction: if self.order == "desc" {
                Direction::Descending
            } else {
                Direction::Ascending
            },
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

fn parameters(pairs: impl Iterator<Item = (&'static str, String)>) -> String {
    let filled = pairs.filter(|(_, value)| !value.is_empty());
    filled
        .map(|(name, value)| format!("&{name}={}", form_encoded(&value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_offered_filters_something() {
        for (code, name) in MARKS {
            let filter = Filter {
                mark: code.into(),
                ..Filter::default()
            };
            assert_ne!(filter.query(), Filter::default().query(), "{name}");
        }
    }

    #[test]
    fn a_catalogue_is_sorted_by_class_unless_asked_otherwise() {
        assert_eq!(Filter::default().query().sort, ClassSort::Class);
        assert_eq!(Filter::default().sorting().key, "class");
        let filter = Filter {
            sort: "amount".into(),
            order: "desc".into(),
            ..Filter::default()
        };
        assert_eq!(filter.parameters(), "&sort=amount&order=desc");
        assert_eq!(filter.without_sorting(), "");
    }

    #[test]
    fn unreadable_choices_filter_nothing() {
        let filter = Filter {
            class: "Z".into(),
            edition: "first".into(),
            department: "nowhere".into(),
            ..Filter::default()
        };
        assert_eq!(filter.query(), Filter::default().query());
    }
}
