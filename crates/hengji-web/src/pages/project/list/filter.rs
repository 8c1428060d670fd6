//! What the list is filtered and sorted by, in the address and as a query.

use hengji_app::common::PageRequest;
use hengji_app::projects::{ProjectQuery, ProjectSort, SheetProgress};
use hengji_domain::project::ProjectType;
use hengji_domain::sheet::SheetKind;

use crate::pages::list_filter::{direction, filled, list_filter};

/// Projects on one page.
const PAGE_SIZE: u32 = 30;

list_filter! {
    pub(in crate::pages) exported struct Filter { q, department, unit, project_type, state, sort, order }
}

impl Filter {
    /// The query of the application; the state is that of the kind of sheet that the list is seen from.
    pub(super) fn query(&self, kind: Option<SheetKind>) -> ProjectQuery {
        let progress = progress(&self.state);
        ProjectQuery {
            text: filled(&self.q),
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
            direction: direction(&self.order),
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

#[cfg(test)]
mod tests {
    use super::*;

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
