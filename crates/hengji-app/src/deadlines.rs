//! 时限 (deadlines) of the year, from the calendar rules.

use hengji_domain::rule::{Dated, Deadline};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division, NaiveDate};

use crate::app::App;

impl App {
    /// The deadlines of the year; none where no calendar is in force.
    pub(crate) fn deadlines(&self, division: Division, year: BudgetYear) -> Vec<Dated<Deadline>> {
        // A year without a calendar has no deadlines to show; nothing else depends on them.
        self.rules(division, year).calendar().unwrap_or_default()
    }

    /// Until when the unit must hand in a sheet of this kind.
    pub(crate) fn due_on(&self, division: Division, year: BudgetYear, kind: SheetKind) -> Option<NaiveDate> {
        self.due_by(division, year, &format!("{}_submit", kind.code()))
    }

    /// The day of the calendar with this code.
    pub(crate) fn due_by(&self, division: Division, year: BudgetYear, code: &str) -> Option<NaiveDate> {
        self.deadlines(division, year)
            .iter()
            .find(|deadline| deadline.value.code == code)
            .map(|deadline| deadline.value.due_on)
    }
}
