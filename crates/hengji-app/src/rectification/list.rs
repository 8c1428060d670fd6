//! The register as a list: filtered, sorted, paged, with what waits for its letter.

use std::collections::BTreeMap;

use hengji_authz::{Action, decide, scope};
use hengji_domain::id::{EvaluationFindingId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::rectification::FindingState;
use hengji_domain::{BudgetYear, NaiveDate};
use hengji_store::rectification::{
    CommitmentTotals, FindingFilter, FindingListing, FindingSort, count_findings, finding_states,
    list_findings, totals_of_findings,
};
use hengji_store::{Direction, Page};

use super::case::{Names, place, resource, sees_unserved};
use super::view::{FindingList, FindingRow, LetterGroup};
use crate::app::{App, Directory};
use crate::common::{Choice, PageOf, PageRequest};
use crate::error::AppError;

/// Which findings to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingQuery {
    /// Every year instead of the one that is worked on.
    pub every_year: bool,
    /// Code of the origin.
    pub origin: Option<String>,
    /// Code of the kind of evaluation that found it.
    pub evaluation_kind: Option<String>,
    /// Code of the root cause.
    pub cause: Option<String>,
    /// Code of the severity.
    pub severity: Option<String>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Where they stand.
    pub state: Option<FindingState>,
    /// Words in the text, the origin or the name of the unit.
    pub text: Option<String>,
    /// By what the list is sorted.
    pub sort: FindingSort,
    /// Upward or downward.
    pub direction: Direction,
    /// Which page.
    pub page: PageRequest,
}

impl Default for FindingQuery {
    fn default() -> Self {
        Self {
            every_year: false,
            origin: None,
            evaluation_kind: None,
            cause: None,
            severity: None,
            department: None,
            state: None,
            text: None,
            sort: FindingSort::default(),
            direction: Direction::Ascending,
            page: PageRequest::default(),
        }
    }
}

/// Longest text that is searched for, characters: no name is longer.
pub(super) const TEXT_MAX: usize = 100;
/// Letters that are listed above the register; the others are found by the filter.
const LETTERS: u32 = 100;

/// The words that are searched for.
pub(super) fn searched(text: Option<&str>) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    Some(text.chars().take(TEXT_MAX).collect())
}

impl FindingQuery {
    fn filter(&self, actor: &Actor, year: BudgetYear) -> FindingFilter {
        FindingFilter {
            with_unserved: sees_unserved(actor),
            origin: self.origin.clone(),
            evaluation_kind: self.evaluation_kind.clone(),
            cause: self.cause.clone(),
            severity: self.severity.clone(),
            department: self.department,
            state: self.state,
            words: searched(self.text.as_deref()),
            ..FindingFilter::of_year((!self.every_year).then_some(year), scope(actor))
        }
    }
}

impl App {
    /// A page of the register, in at most five statements whatever its rows.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for people without business data; [`AppError::RuleMissing`].
    pub fn evaluation_findings(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &FindingQuery,
    ) -> Result<FindingList, AppError> {
        self.may_look(actor, Action::ViewEvaluationFindings)?;
        let names = Names::of(&self.rules(actor.division, year))?;
        let directory = self.directory(actor.division)?;
        let today = self.now().shanghai_date();
        let division = actor.division;
        let filter = query.filter(actor, year);
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let stateless = FindingFilter {
            state: None,
            ..filter.clone()
        };
        let waiting = FindingFilter {
            state: Some(FindingState::Entered),
            ..FindingFilter::of_year(Some(year), scope(actor))
        };
        let may_issue = Action::IssuePaper.roles().iter().any(|role| actor.has(*role));
        let (rows, total, states, totals, letters) = self.read(|db| {
            let rows = list_findings(db, division, &filter, (query.sort, query.direction), page)?;
            let total = count_findings(db, division, &filter)?;
            let states = finding_states(db, division, &stateless)?;
            let ids: Vec<EvaluationFindingId> = rows.iter().map(|row| row.finding.id).collect();
            let totals = totals_of_findings(db, division, &ids)?;
            let first = Page {
                offset: 0,
                limit: LETTERS,
            };
            let letters = if may_issue {
                let by_unit = (FindingSort::Unit, Direction::Ascending);
                list_findings(db, division, &waiting, by_unit, first)?
            } else {
                Vec::new()
            };
            Ok((rows, total, states, totals, letters))
        })?;
        let count = |state| states.get(&state).copied().unwrap_or_default();
        let row = |listing: &FindingListing| {
            let totals = totals.get(&listing.finding.id).copied().unwrap_or_default();
            names.row(listing, totals, today)
        };
        Ok(FindingList {
            page: PageOf::of(rows.iter().map(row).collect(), query.page, total),
            states: FindingState::ALL
                .into_iter()
                .map(|state| (state, count(state)))
                .collect(),
            letters: groups(actor, &letters, today),
            lists: names.lists(),
            evaluation_kinds: self
                .rules(division, year)
                .evaluation_kinds()
                .map(|(kind, _)| Choice {
                    code: kind.code.clone(),
                    name: kind.name.clone(),
                })
                .collect(),
            departments: departments(&directory),
        })
    }

    /// These findings as rows, for pages that show a few of them.
    pub(super) fn finding_rows(
        &self,
        names: &Names,
        listings: &[FindingListing],
        totals: &BTreeMap<EvaluationFindingId, CommitmentTotals>,
    ) -> Vec<FindingRow> {
        let today = self.now().shanghai_date();
        let row = |listing: &FindingListing| {
            let totals = totals.get(&listing.finding.id).copied().unwrap_or_default();
            names.row(listing, totals, today)
        };
        listings.iter().map(row).collect()
    }
}

/// Findings of one unit and origin together, the most urgent first.
fn groups(actor: &Actor, waiting: &[FindingListing], today: NaiveDate) -> Vec<LetterGroup> {
    let mut groups: BTreeMap<(String, String, Option<String>), LetterGroup> = BTreeMap::new();
    for listing in waiting {
        let one = &listing.finding;
        let about = resource(actor.division, place(listing), one.state);
        if !decide(actor, Action::IssuePaper, &about).allow {
            continue;
        }
        let paper = one.paper.map(|id| id.to_string());
        let key = (
            one.unit.to_string(),
            format!("{} {:?} {}", one.origin.kind, one.origin.id, one.origin.title),
            paper,
        );
        let group = groups.entry(key).or_insert_with(|| LetterGroup {
            first: one.id,
            unit_name: listing.unit_name.clone(),
            origin_title: one.origin.title.clone(),
            findings: 0,
            due_on: None,
            is_late: false,
            paper: one.paper,
        });
        group.findings += 1;
        group.due_on = match (group.due_on, one.feedback_due_on) {
            (Some(known), Some(other)) => Some(known.min(other)),
            (known, other) => known.or(other),
        };
        group.is_late = group.due_on.is_some_and(|due| due < today);
    }
    let mut all: Vec<LetterGroup> = groups.into_values().collect();
    all.sort_by_key(|group| group.due_on);
    all
}

/// Departments to choose from.
pub(super) fn departments(directory: &Directory) -> Vec<Choice> {
    let units = directory.units().iter();
    units
        .filter(|unit| unit.id == unit.department)
        .map(|unit| Choice {
            code: unit.id.to_string(),
            name: unit.name.clone(),
        })
        .collect()
}
