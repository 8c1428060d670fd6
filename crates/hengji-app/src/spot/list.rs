//! Which projects of a round are listed, and how.

use hengji_authz::scope;
use hengji_domain::id::{SpotRoundId, UnitId};
use hengji_domain::person::Actor;
use hengji_store::Direction;
use hengji_store::spot::{SpotFilter, SpotListing, SpotSort};

use super::view::{SpotOutcome, SpotRow};
use crate::common::{Hand, PageRequest};

/// Which projects to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotQuery {
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Only what was drawn, or only what was not.
    pub is_drawn: Option<bool>,
    /// Only what was taken off the list.
    pub is_off: bool,
    /// Words in the name or the code of the project.
    pub text: Option<String>,
    /// By what the list is sorted.
    pub sort: SpotSort,
    /// Upward or downward.
    pub direction: Direction,
    /// Which page.
    pub page: PageRequest,
}

impl Default for SpotQuery {
    fn default() -> Self {
        Self {
            department: None,
            is_drawn: None,
            is_off: false,
            text: None,
            sort: SpotSort::default(),
            direction: Direction::Ascending,
            page: PageRequest::default(),
        }
    }
}

/// Longest text that is searched for, characters: no name is longer.
const TEXT_MAX: usize = 100;

impl SpotQuery {
    pub(super) fn filter(&self, actor: &Actor, round: SpotRoundId) -> SpotFilter {
        let text = self
            .text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        SpotFilter {
            round,
            scope: scope(actor),
            department: self.department,
            is_drawn: self.is_drawn,
            is_off: self.is_off,
            words: text.map(|text| text.chars().take(TEXT_MAX).collect()),
        }
    }
}

pub(super) fn row(listing: SpotListing, outcome: Option<SpotOutcome>) -> SpotRow {
    let one = listing.eligible;
    SpotRow {
        project: one.project,
        code: one.code,
        name: listing.project_name,
        unit_name: listing.unit_name,
        department_name: one.department_name,
        amount: one.amount,
        self_score: one.self_score,
        sheet: one.sheet,
        position: listing.position,
        ticket: listing.ticket,
        off: one.off.map(|off| {
            let hand = Hand {
                name: off.name,
                at: off.at,
            };
            (off.reason, hand)
        }),
        outcome,
    }
}
