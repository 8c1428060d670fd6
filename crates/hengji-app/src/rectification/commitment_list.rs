//! The list of measures: what is claimed and what is verified in figures of their own, what is late, who is told.

use hengji_authz::{Action, scope};
use hengji_domain::BudgetYear;
use hengji_domain::id::UnitId;
use hengji_domain::person::Actor;
use hengji_domain::rectification::{CommitmentState, Level};
use hengji_store::rectification::{
    CommitmentFilter, CommitmentSort, count_commitments, list_commitments, tally_commitments,
};
use hengji_store::{Direction, Page};

use super::case::Names;
use super::list::{departments, searched};
use super::view::CommitmentList;
use crate::app::App;
use crate::common::{PageOf, PageRequest};
use crate::error::AppError;

/// Which measures to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentQuery {
    /// Findings of every year instead of the one that is worked on.
    pub every_year: bool,
    /// Code of the kind.
    pub kind: Option<String>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Where they stand.
    pub state: Option<CommitmentState>,
    /// Only those that are late.
    pub late: bool,
    /// Only those that have gone up to this level.
    pub level: Option<Level>,
    /// Words in the measure, its owner or the name of the unit.
    pub text: Option<String>,
    /// By what the list is sorted.
    pub sort: CommitmentSort,
    /// Upward or downward.
    pub direction: Direction,
    /// Which page.
    pub page: PageRequest,
}

impl Default for CommitmentQuery {
    fn default() -> Self {
        Self {
            every_year: false,
            kind: None,
            department: None,
            state: None,
            late: false,
            level: None,
            text: None,
            sort: CommitmentSort::default(),
            direction: Direction::Ascending,
            page: PageRequest::default(),
        }
    }
}

impl App {
    /// A page of the list, in three statements whatever its rows.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for people without business data; [`AppError::RuleMissing`].
    pub fn commitments(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &CommitmentQuery,
    ) -> Result<CommitmentList, AppError> {
        self.may_look(actor, Action::ViewEvaluationFindings)?;
        let names = Names::of(&self.rules(actor.division, year))?;
        let directory = self.directory(actor.division)?;
        let today = self.now().shanghai_date();
        let division = actor.division;
        let late_by = query.late.then(|| today.pred_opt()).flatten();
        let level_by = query
            .level
            .and_then(|level| names.rules.escalation.reached_by(level, today));
        let filter = CommitmentFilter {
            kind: query.kind.clone(),
            department: query.department,
            state: query.state,
            open_by: match (late_by, level_by) {
                (Some(late), Some(level)) => Some(late.min(level)),
                (late, level) => late.or(level),
            },
            words: searched(query.text.as_deref()),
            ..CommitmentFilter::of_year((!query.every_year).then_some(year), scope(actor))
        };
        let whole = CommitmentFilter {
            state: None,
            open_by: None,
            ..filter.clone()
        };
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let (rows, total, tally) = self.read(|db| {
            let rows = list_commitments(db, division, &filter, (query.sort, query.direction), page)?;
            let total = count_commitments(db, division, &filter)?;
            let tally = tally_commitments(db, division, &whole, (today, today))?;
            Ok((rows, total, tally))
        })?;
        let rows = rows.iter().map(|row| names.commitment(row, today)).collect();
        let count = |state| tally.states.get(&state).copied().unwrap_or_default();
        Ok(CommitmentList {
            page: PageOf::of(rows, query.page, total),
            states: CommitmentState::ALL
                .into_iter()
                .map(|state| (state, count(state)))
                .collect(),
            late: tally.late,
            lists: names.lists(),
            departments: departments(&directory),
        })
    }
}
