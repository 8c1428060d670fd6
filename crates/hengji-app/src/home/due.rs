//! When things are due: the calendar of the year, seen from today.

use chrono::Datelike;
use hengji_domain::rule::{Dated, Deadline};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, NaiveDate};

use super::view::DeadlineView;

/// Who holds a sheet, as far as its deadline depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    /// The unit writes it.
    Unit,
    /// Reviewers have it.
    Review,
    /// The last step issues or finalises it.
    LastStep,
}

/// The deadlines of the year, seen from today.
pub(super) struct Calendar {
    deadlines: Vec<Dated<Deadline>>,
    today: NaiveDate,
    /// Whether the budget year has ended, so that what was done in it can be evaluated.
    pub(super) is_year_over: bool,
}

impl Calendar {
    pub(super) fn new(deadlines: Vec<Dated<Deadline>>, today: NaiveDate, year: BudgetYear) -> Self {
        Self {
            deadlines,
            today,
            is_year_over: i32::from(year.get()) < today.year(),
        }
    }

    /// Until when whoever holds a sheet must be done with it; none where no rule says so.
    pub(super) fn due_on(&self, kind: SheetKind, holder: Holder) -> Option<NaiveDate> {
        let code = match (kind, holder) {
            (SheetKind::Goal, Holder::Unit) => "goal_submit",
            (SheetKind::Goal, Holder::Review) => "goal_review",
            (SheetKind::Goal, Holder::LastStep) => "goal_issue",
            (SheetKind::GoalAdjustment, _) => "goal_adjustment_submit",
            (SheetKind::Monitoring, _) => "monitoring_submit",
            (SheetKind::ExAnteEvaluation, _) => "ex_ante_conclude",
            (SheetKind::SelfEvaluation, Holder::Unit) => "self_evaluation_submit",
            (SheetKind::SelfEvaluation, Holder::Review | Holder::LastStep) => "self_evaluation_conclude",
        };
        self.deadlines
            .iter()
            .find(|deadline| deadline.value.code == code)
            .map(|deadline| deadline.value.due_on)
    }

    /// Days from today; negative when the day has passed.
    pub(super) fn days_left(&self, day: NaiveDate) -> i64 {
        day.signed_duration_since(self.today).num_days()
    }

    /// The deadlines for the page, by date.
    pub(super) fn views(&self) -> Vec<DeadlineView> {
        self.deadlines
            .iter()
            .map(|deadline| DeadlineView {
                name: deadline.value.name.clone(),
                due_on: deadline.value.due_on,
                days_left: self.days_left(deadline.value.due_on),
                mark: deadline.citation.verification.mark(),
            })
            .collect()
    }
}
