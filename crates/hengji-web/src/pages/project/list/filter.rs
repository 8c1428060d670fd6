//! What the list is filtered and sorted by, in the address and as a query.

use hengji_app::common::PageRequest;
use hengji_app::projects::{Direction, ProjectQuery, ProjectSort, SheetProgress};
use hengji_domain::project::ProjectType;
use hengji_domain::sheet::SheetKind;
use serde::Deserialize;

use crate::error::form_encoded;
use crate::fields::Fields;
use crate::look::Sorting;

/// Projects on one page.
const PAGE_SIZE: u32 = 30;

/// The parameters of the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct Filter {
    pub(super) q: String,
    pub(super) department: String,
    pub(super) unit: String,
    pub(super) project_type: String,
    pub(super) state: String,
    pub(super) sort: String,
    pub(super) order: String,
    pub(super) page: u32,
}

impl Filter {
    /// The fields of the form that exports.
    pub(super) const FIELDS: [&str; 8] = [
        "kind",
        "q",
        "department",
        "unit",
        "project_type",
        "state",
        "sort",
        "order",
    ];

    /// The same from a posted form.
    pub(super) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            q: text("q"),
            department: text("department"),
            unit: text("unit"),
            project_type: text("project_type"),
            state: text("state"),
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
            ("unit", self.unit.clone()),
            ("project_type", self.project_type.clone()),
            ("state", self.state.clone()),
            ("sort", self.sort.clone()),
            ("order", self.order.clone()),
        ]
    }

    /// `&q=…&unit=…` of what is filled, for the links of pages.
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
                "code".to_owned()
            } else {
                self.sort.clone()
            },
            descending: self.order == "desc",
        }
    }

    /// The query of the application; the state is that of the kind of sheet that the list is seen from.
    pub(super) fn query(&self, kind: Option<SheetKind>) -> ProjectQuery {
        let text = self.q.trim();
        let progress = progress(&self.state);
        ProjectQuery {
            text: (!text.is_empty()).then(|| text.to_owned()),
            department: self.department.parse().ok(),
            unit: self.unit.parse().ok(),
            project_type: ProjectType::from_code(&self.project_type),
            goal: progress.filter(|_| kind == Some(SheetKind::Goal)),
            self_evaluation: progress.filter(|_| kind == Some(SheetKind::SelfEvaluation)),
            sort: match self.sort.as_str() {
                "name" => ProjectSort::Name,
                "total" => ProjectSort::Total,
                _ => ProjectSort::Code,
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

/// States that the list can be filtered by, with their names.
pub(in crate::pages) const STATES: [(&str, &str); 6] = [
    ("outstanding", "尚未报送"),
    ("missing", "未填报"),
    ("draft", "编报中"),
    ("in_review", "审核中"),
    ("returned", "退回修改"),
    ("concluded", "已办结"),
];

/// The progress with this code.
pub(crate) fn progress(code: &str) -> Option<SheetProgress> {
    match code {
        "outstanding" => Some(SheetProgress::Outstanding),
        "missing" => Some(SheetProgress::NotOpened),
        "draft" => Some(SheetProgress::Draft),
        "in_review" => Some(SheetProgress::InReview),
        "returned" => Some(SheetProgress::Returned),
        "concluded" => Some(SheetProgress::Concluded),
        _ => None,
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
    fn only_what_is_filled_stands_in_the_links() {
        let filter = Filter {
            q: "路灯".into(),
            sort: "total".into(),
            order: "desc".into(),
            page: 3,
            ..Filter::default()
        };
        assert_eq!(filter.parameters(), "&q=%E8%B7%AF%E7%81%AF&sort=total&order=desc");
        assert_eq!(filter.without_sorting(), "&q=%E8%B7%AF%E7%81%AF");
    }

    #[test]
    fn an_unsorted_list_is_sorted_by_code() {
        assert_eq!(Filter::default().sorting().key, "code");
    }

    #[test]
    fn unreadable_choices_filter_nothing() {
        let filter = Filter {
            unit: "no-unit".into(),
            project_type: "no-type".into(),
            ..Filter::default()
        };
        let query = filter.query(None);
        assert_eq!((query.unit, query.project_type), (None, None));
    }

    #[test]
    fn a_state_filters_the_kind_that_the_list_is_seen_from() {
        let filter = Filter {
            state: "returned".into(),
            ..Filter::default()
        };
        let goals = filter.query(Some(SheetKind::Goal));
        assert_eq!(
            (goals.goal, goals.self_evaluation),
            (Some(SheetProgress::Returned), None)
        );
        let all = filter.query(None);
        assert_eq!((all.goal, all.self_evaluation), (None, None));
    }

    #[test]
    fn every_state_offered_filters_something() {
        for (code, name) in STATES {
            assert!(progress(code).is_some(), "{name}");
        }
    }
}
