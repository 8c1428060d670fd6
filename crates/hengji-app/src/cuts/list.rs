//! The list of the register: filtered, sorted, paged, with its sums by ground, department and month.

use std::collections::BTreeMap;

use hengji_authz::{Action, scope};
use hengji_domain::cut::CutState;
use hengji_domain::id::{CutId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Money};
use hengji_store::cuts::{self, CutFilter, CutListing, CutSort, CutSum};
use hengji_store::{Direction, Page};

use super::case::Names;
use super::sums::figures;
use super::view::{CutList, CutRow, CutSlice, CutTotals};
use crate::app::{App, Directory};
use crate::common::{Choice, Hand, PageOf, PageRequest};
use crate::error::AppError;

/// Which cuts to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutQuery {
    /// Code of the book.
    pub book: Option<String>,
    /// Code of the ground.
    pub ground: Option<String>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Month of the decision: `2020-09`.
    pub month: Option<String>,
    /// Where they stand.
    pub state: Option<CutState>,
    /// Words in the name or the code of the project.
    pub text: Option<String>,
    /// By what the list is sorted.
    pub sort: CutSort,
    /// Upward or downward.
    pub direction: Direction,
    /// Which page.
    pub page: PageRequest,
}

impl Default for CutQuery {
    fn default() -> Self {
        Self {
            book: None,
            ground: None,
            department: None,
            month: None,
            state: None,
            text: None,
            sort: CutSort::default(),
            direction: Direction::Ascending,
            page: PageRequest::default(),
        }
    }
}

/// Longest text that is searched for, characters: no name is longer.
const TEXT_MAX: usize = 100;

impl CutQuery {
    fn filter(&self, actor: &Actor, year: BudgetYear) -> CutFilter {
        let text = self
            .text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        CutFilter {
            book: self.book.clone(),
            ground: self.ground.clone(),
            department: self.department,
            month: self.month.clone(),
            state: self.state,
            words: text.map(|text| text.chars().take(TEXT_MAX).collect()),
            ..CutFilter::of_year(year, scope(actor))
        }
    }
}

impl App {
    /// A page of the register with the sums of the year, in six statements whatever its rows.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for people without business data; [`AppError::RuleMissing`].
    pub fn cuts(&self, actor: &Actor, year: BudgetYear, query: &CutQuery) -> Result<CutList, AppError> {
        self.may_look(actor, Action::ViewCuts)?;
        let names = Names::of(&self.rules(actor.division, year))?;
        let directory = self.directory(actor.division)?;
        let filter = query.filter(actor, year);
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let division = actor.division;
        let (listings, total, found, all, books, taken) = self.read(|db| {
            let rows = cuts::list(db, division, &filter, query.sort, query.direction, page)?;
            let total = cuts::count(db, division, &filter)?;
            let found = cuts::sums(db, division, &filter)?;
            let all = cuts::sums(db, division, &CutFilter::of_year(year, filter.scope.clone()))?;
            let books = figures(db, division, year, &filter.scope, &names)?;
            let ids: Vec<CutId> = rows.iter().map(|row| row.cut.id).collect();
            let taken = cuts::taken_by_cut(db, division, &ids)?;
            Ok((rows, total, found, all, books, taken))
        })?;
        let rows = listings.into_iter().map(|listing| {
            let taken = taken.get(&listing.cut.id).copied().unwrap_or_default();
            row(listing, taken, &names)
        });
        let decided: Vec<&CutSum> = all
            .iter()
            .filter(|sum| sum.state == CutState::Approved)
            .filter(|sum| query.book.as_ref().is_none_or(|book| *book == sum.book))
            .collect();
        let page = PageOf::of(rows.collect(), query.page, total);
        let (by_ground, grounds) = (by_ground(&decided, &names), names.ground_choices());
        Ok(CutList {
            page,
            totals: totals(&found),
            books,
            basis: names.basis,
            states: states(&all),
            by_ground,
            by_department: by_department(&decided, &directory),
            by_month: by_month(&decided),
            grounds,
            departments: departments(&all, &directory),
        })
    }
}

/// A cut as the list shows it.
pub(super) fn row(listing: CutListing, taken: Money, names: &Names) -> CutRow {
    let cut = listing.cut;
    let decision = cut.decision.as_ref();
    CutRow {
        id: cut.id,
        year: cut.year,
        book: names.book(&cut.book),
        serial: cut.serial,
        project: cut.project,
        project_code: listing.project_code,
        project_name: listing.project_name,
        unit_name: listing.unit_name,
        department_name: listing.department_name,
        ground: names.ground(&cut.ground),
        proposed: cut.proposed,
        state: cut.state,
        decided: decision.and_then(|decision| decision.amount),
        decider: decision.map(|decision| Hand {
            name: decision.hand.name.clone(),
            at: decision.hand.at,
        }),
        proposer: Hand {
            name: cut.proposer.name,
            at: cut.proposer.at,
        },
        taken,
    }
}

fn totals(all: &[CutSum]) -> CutTotals {
    all.iter().fold(CutTotals::default(), |sum, one| CutTotals {
        cuts: sum.cuts + one.cuts,
        proposed: plus(sum.proposed, one.proposed),
        decided: plus(sum.decided, one.decided),
    })
}

/// Sums come from the database, which refused what goes beyond 64 bits; a handful of them stays far within.
fn plus(one: Money, other: Money) -> Money {
    Money::from_fen(one.fen().saturating_add(other.fen()))
}

fn states(all: &[CutSum]) -> Vec<(CutState, u64)> {
    let count = |state: CutState| {
        all.iter()
            .filter(|sum| sum.state == state)
            .map(|sum| sum.cuts)
            .sum()
    };
    CutState::ALL
        .into_iter()
        .map(|state| (state, count(state)))
        .collect()
}

/// Adds up by a key; the slices in the order of the keys.
fn sliced<K: Ord>(decided: &[&CutSum], key: impl Fn(&CutSum) -> Option<K>) -> BTreeMap<K, (u64, Money)> {
    let mut slices: BTreeMap<K, (u64, Money)> = BTreeMap::new();
    for sum in decided {
        if let Some(key) = key(sum) {
            let slice = slices.entry(key).or_default();
            *slice = (slice.0 + sum.cuts, plus(slice.1, sum.decided));
        }
    }
    slices
}

fn by_ground(decided: &[&CutSum], names: &Names) -> Vec<CutSlice> {
    let mut sums = sliced(decided, |sum| Some(sum.ground.clone()));
    let known: Vec<String> = names.grounds.iter().map(|ground| ground.code.clone()).collect();
    let known = known
        .into_iter()
        .filter_map(|code| sums.remove_entry(&code))
        .collect::<Vec<_>>();
    let slice = |(key, (cuts, decided)): (String, (u64, Money))| CutSlice {
        name: names.ground(&key),
        key,
        cuts,
        decided,
    };
    known.into_iter().chain(sums).map(slice).collect()
}

fn by_department(decided: &[&CutSum], directory: &Directory) -> Vec<CutSlice> {
    let sums = sliced(decided, |sum| Some(sum.department));
    let mut slices: Vec<CutSlice> = sums
        .into_iter()
        .map(|(department, (cuts, decided))| CutSlice {
            key: department.to_string(),
            name: directory.name(department),
            cuts,
            decided,
        })
        .collect();
    slices.sort_by_key(|slice| std::cmp::Reverse(slice.decided));
    slices
}

fn by_month(decided: &[&CutSum]) -> Vec<CutSlice> {
    let sums = sliced(decided, |sum| sum.month.clone());
    sums.into_iter()
        .map(|(key, (cuts, decided))| CutSlice {
            name: key.clone(),
            key,
            cuts,
            decided,
        })
        .collect()
}

fn departments(all: &[CutSum], directory: &Directory) -> Vec<Choice> {
    let has = |id: UnitId| all.iter().any(|sum| sum.department == id);
    let units = directory.units().iter().filter(|unit| has(unit.id));
    units
        .map(|unit| Choice {
            code: unit.id.to_string(),
            name: unit.name.clone(),
        })
        .collect()
}
