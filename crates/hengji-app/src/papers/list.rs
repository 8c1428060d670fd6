//! The register of papers: filtered, sorted, paged.

use hengji_authz::{Action, scope};
use hengji_domain::paper::{PaperKind, PaperState};
use hengji_domain::person::Actor;
use hengji_domain::time::working_days::{Holidays, working_days_between};
use hengji_domain::{BudgetYear, Division, NaiveDate};
use hengji_store::papers::{self, PaperFilter, PaperRecord};
use hengji_store::{Direction, Page};

use super::sees_unserved;
use super::view::{Late, PaperList, PaperRow};
use crate::app::App;
use crate::common::{PageOf, PageRequest};
use crate::error::AppError;

pub use hengji_store::papers::PaperSort;

/// Which papers to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaperQuery {
    /// What they are for.
    pub kind: Option<PaperKind>,
    /// Where they stand.
    pub state: Option<PaperState>,
    /// Only those with which the addressee is late or has answered late.
    pub is_late: bool,
    /// Words in number or title or in the name of the addressee.
    pub text: Option<String>,
    /// The order.
    pub sort: PaperSort,
    /// Whether downward.
    pub descending: bool,
    /// Which page.
    pub page: PageRequest,
}

/// Longest text that is searched for, characters: no title is longer.
const WORDS_MAX: usize = 100;

impl App {
    /// A page of the register of a year.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn papers(&self, actor: &Actor, year: BudgetYear, query: &PaperQuery) -> Result<PaperList, AppError> {
        self.may_look(actor, Action::ViewPapers)?;
        let today = self.now().shanghai_date();
        let with_unserved = sees_unserved(actor);
        let filter = PaperFilter {
            with_unserved,
            kind: query.kind,
            state: query.state,
            late_on: query.is_late.then_some(today),
            words: query
                .text
                .as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(|text| text.chars().take(WORDS_MAX).collect()),
            ..PaperFilter::of_year(year, scope(actor))
        };
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let direction = if query.descending {
            Direction::Descending
        } else {
            Direction::Ascending
        };
        let (listings, total, counts) = self.read(|db| {
            let rows = papers::list(db, actor.division, &filter, (query.sort, direction), page)?;
            let total = papers::count(db, actor.division, &filter)?;
            let counts = papers::count_by_state(db, actor.division, year, &filter.scope, with_unserved)?;
            Ok((rows, total, counts))
        })?;
        let holidays = self.paper_holidays(actor.division, year);
        let rows = listings
            .into_iter()
            .map(|listing| row(&listing.record, listing.unit_name, today, &holidays))
            .collect();
        Ok(PaperList {
            page: PageOf::of(rows, query.page, total),
            counts: counts.into_iter().collect(),
        })
    }

    /// Papers with one addressee, as far as they have reached the actor.
    pub(crate) fn paper_rows(
        &self,
        actor: &Actor,
        year: BudgetYear,
        records: Vec<PaperRecord>,
        unit_name: &str,
    ) -> Vec<PaperRow> {
        let today = self.now().shanghai_date();
        let holidays = self.paper_holidays(actor.division, year);
        records
            .iter()
            .filter(|record| record.served_on.is_some() || sees_unserved(actor))
            .map(|record| row(record, unit_name.to_owned(), today, &holidays))
            .collect()
    }

    /// The holidays by which lateness of the papers of a year is counted.
    pub(super) fn paper_holidays(&self, division: Division, year: BudgetYear) -> Holidays {
        self.rule_book().holidays_around(division, year)
    }
}

pub(super) fn row(
    record: &PaperRecord,
    unit_name: String,
    today: NaiveDate,
    holidays: &Holidays,
) -> PaperRow {
    PaperRow {
        id: record.id,
        kind: record.kind,
        number: record.number.clone(),
        title: record.title.clone(),
        unit: record.unit,
        unit_name,
        source: record.source,
        state: record.standing.state,
        issued_on: record.issued_on,
        served_on: record.served_on,
        receipt_due_on: record.standing.receipt_due_on,
        receipted_on: record.receipted_on,
        answer_due_on: record.standing.answer_due_on,
        answered_on: record.answered_on,
        due_on: record.standing.due_on(),
        late: late(record, today, holidays),
    }
}

/// How late the addressee is on this day, or was with the answer.
fn late(record: &PaperRecord, today: NaiveDate, holidays: &Holidays) -> Option<Late> {
    let (due, done) = match (record.standing.due_on(), record.answered_on) {
        (Some(due), _) => (due, today),
        (None, Some(answered_on)) => (record.standing.answer_due_on?, answered_on),
        (None, None) => return None,
    };
    (due < done).then(|| Late {
        working_days: working_days_between(due, done, holidays).ok(),
    })
}
