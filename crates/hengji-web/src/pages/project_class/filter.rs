//! What a catalogue is filtered and sorted by, in the address and as a query.

use hengji_app::common::PageRequest;
use hengji_app::project_classes::{Change, ClassQuery, ClassSort};
use hengji_domain::project_class::ProjectClass;

use super::super::list_filter::{direction, filled, list_filter};

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

list_filter! {
    pub(super) exported struct Filter { q, department, class, mark, edition, sort, order }
}

impl Filter {
    /// The query of the application.
    pub(super) fn query(&self) -> ClassQuery {
        ClassQuery {
            edition: self.edition.parse().ok(),
            text: filled(&self.q),
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
            direction: direction(&self.order),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

#[cfg(test)]
mod tests {
    use hengji_app::projects::Direction;

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
        let filter = Filter {
            sort: "amount".into(),
            order: "desc".into(),
            ..Filter::default()
        };
        assert_eq!(filter.query().sort, ClassSort::Amount);
        assert_eq!(filter.query().direction, Direction::Descending);
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
