//! 对账差异 (differences): listed by whoever owns them, given to a unit, explained, closed with a reason.

use hengji_authz::{Action, Place, Resource, decide, scope};
use hengji_domain::difference::{Difference, DifferenceKind, DifferenceRefusal, DifferenceState, Statement};
use hengji_domain::fact::load::LoadKind;
use hengji_domain::id::{DifferenceId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::{BudgetYear, Division, Money};
use hengji_store::differences::{self, DifferenceFilter, DifferenceListing};
use hengji_store::{Page, facts, units};
use serde::{Deserialize, Serialize};

use super::view::{DifferenceList, DifferencePage, DifferenceRow, FactRow};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{Choice, PageOf, PageRequest, RequestKey, Written};
use crate::error::AppError;

/// Which differences to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DifferenceQuery {
    /// Which two figures.
    pub kind: Option<DifferenceKind>,
    /// Where it stands.
    pub state: Option<DifferenceState>,
    /// Only those that still need somebody.
    pub is_pending: bool,
    /// Words in the name or code of the subject or in the name of the owner.
    pub text: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// Longest text that is searched for, characters: no name is longer.
const WORDS_MAX: usize = 100;

/// A move of a difference, as it is asked for; the body of a request that may come twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Asked<'a> {
    id: String,
    version: i32,
    words: &'a str,
}

impl App {
    /// A page of the differences of the year, open ones first.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn differences(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &DifferenceQuery,
    ) -> Result<DifferenceList, AppError> {
        self.may_look(actor, Action::ListDifferences)?;
        let filter = DifferenceFilter {
            kind: query.kind,
            state: query.state,
            is_pending: query.is_pending,
            words: query
                .text
                .as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(|text| text.chars().take(WORDS_MAX).collect()),
            ..DifferenceFilter::of_year(year, scope(actor))
        };
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let (listings, total, counts) = self.read(|db| {
            let rows = differences::list(db, actor.division, &filter, page)?;
            let total = differences::count(db, actor.division, &filter)?;
            let counts = differences::count_by_state(db, actor.division, year, &filter.scope)?;
            Ok((rows, total, counts))
        })?;
        Ok(DifferenceList {
            page: PageOf::of(listings.into_iter().map(row).collect(), query.page, total),
            counts: counts.into_iter().collect(),
        })
    }

    /// One difference with the records behind its figures.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a stranger too; [`AppError::Forbidden`].
    pub fn difference(&self, actor: &Actor, id: DifferenceId) -> Result<DifferencePage, AppError> {
        self.may_look(actor, Action::ListDifferences)?;
        let division = actor.division;
        let (found, owner, behind) = self.read(|db| {
            let found = differences::find(db, division, id)?.ok_or(AppError::NotFound)?;
            let owner = units::find(db, division, found.found.owner)?.ok_or(AppError::NotFound)?;
            let subject = &found.found.subject;
            let standing = facts::of_subject(db, division, found.year, subject)?;
            let gone = facts::superseded_of_subject(db, division, found.year, subject)?;
            let standing = standing.into_iter().map(|fact| (fact, None));
            let gone = gone.into_iter().map(|one| (one.fact, Some(one.superseded_at)));
            Ok((found, owner, standing.chain(gone).collect::<Vec<_>>()))
        })?;
        let resource = owned_by(division, &owner);
        if !scope(actor).contains(&place(&owner), false) {
            return Err(AppError::NotFound);
        }
        let may = |action| found.state.is_pending() && decide(actor, action, &resource).allow;
        let owners = if may(Action::AssignDifference) {
            self.possible_owners(division)?
        } else {
            Vec::new()
        };
        Ok(DifferencePage {
            version: found.version,
            owners,
            may_explain: may(Action::ExplainDifference),
            may_close: may(Action::CloseDifference),
            facts: behind
                .into_iter()
                .map(|(fact, superseded_at)| FactRow {
                    kind_name: LoadKind::of_fact(&fact.code).map_or("其他", LoadKind::name),
                    period: fact.period,
                    amount: Money::from_fen(fact.value),
                    source: format!("{} 第 {} 行", fact.source, fact.source_row),
                    loaded_at: fact.loaded_at,
                    superseded_at,
                })
                .collect(),
            row: row(DifferenceListing {
                difference: found,
                owner_name: owner.name,
            }),
        })
    }

    fn possible_owners(&self, division: Division) -> Result<Vec<Choice>, AppError> {
        let directory = self.directory(division)?;
        let may_own = |unit: &&Unit| unit.kind != UnitKind::ThirdPartyInstitution;
        Ok(directory
            .units()
            .iter()
            .filter(may_own)
            .map(|unit| Choice {
                code: unit.id.to_string(),
                name: unit.name.clone(),
            })
            .collect())
    }

    /// 交办: gives a difference to a unit.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `difference-concluded`; [`AppError::Invalid`] for an unknown unit; [`AppError::Stale`].
    pub fn assign_difference(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: DifferenceId,
        version: i32,
        owner: &str,
    ) -> Result<Written, AppError> {
        let asked = Asked {
            id: id.to_string(),
            version,
            words: owner,
        };
        self.move_difference(actor, key, Action::AssignDifference, id, &asked, |tx, known| {
            let unknown = || AppError::field("owner", "difference-owner-unknown", "请从列表中选择承办单位。");
            let unit: UnitId = owner.parse().map_err(|_| unknown())?;
            let unit = units::find(tx.db, tx.division, unit)?.ok_or_else(unknown)?;
            tx.detail("unit", &unit.name);
            known.assigned(unit.id).map_err(refused)
        })
    }

    /// 说明: the owner says why.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `difference-concluded` and for missing words; [`AppError::Stale`].
    pub fn explain_difference(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: DifferenceId,
        version: i32,
        words: &str,
    ) -> Result<Written, AppError> {
        let asked = Asked {
            id: id.to_string(),
            version,
            words,
        };
        self.move_difference(actor, key, Action::ExplainDifference, id, &asked, |tx, known| {
            known.explained(said(tx, actor, words)).map_err(refused)
        })
    }

    /// 办结: the bureau closes a difference with a reason.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `difference-concluded` and for missing words; [`AppError::Stale`].
    pub fn close_difference(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: DifferenceId,
        version: i32,
        words: &str,
    ) -> Result<Written, AppError> {
        let asked = Asked {
            id: id.to_string(),
            version,
            words,
        };
        self.move_difference(actor, key, Action::CloseDifference, id, &asked, |tx, known| {
            known.closed(said(tx, actor, words)).map_err(refused)
        })
    }

    fn move_difference(
        &self,
        actor: &Actor,
        key: &RequestKey,
        action: Action,
        id: DifferenceId,
        asked: &Asked<'_>,
        change: impl Fn(&mut Tx<'_>, &Difference) -> Step<Difference>,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            action,
            &Request::new(key, asked)?,
            |tx| {
                tx.about("difference", id);
                let known = differences::find(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                let owner = units::find(tx.db, tx.division, known.found.owner)?.ok_or(AppError::NotFound)?;
                Ok((owned_by(tx.division, &owner), known))
            },
            |tx, known| moved(tx, &known, asked, &change),
        )
    }
}

fn moved(
    tx: &mut Tx<'_>,
    known: &Difference,
    asked: &Asked<'_>,
    change: &impl Fn(&mut Tx<'_>, &Difference) -> Step<Difference>,
) -> Step<Written> {
    if known.version != asked.version {
        return Err(Halt::stale("differences", known.id));
    }
    tx.detail("difference_kind", known.found.kind.code());
    tx.detail("subject", &known.found.subject_name);
    let next = change(tx, known)?;
    let version = differences::update(tx.db, tx.division, &next)?;
    Ok(Written {
        id: known.id.to_string(),
        version,
    })
}

fn said(tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Statement {
    tx.detail("words", words.chars().take(WORDS_MAX).collect::<String>());
    Statement {
        text: words.to_owned(),
        by_name: actor.name.clone(),
        at: tx.now,
    }
}

fn refused(refusal: DifferenceRefusal) -> Halt {
    let words = refusal.to_string();
    let (message, code) = words.rsplit_once(" [").unwrap_or((&words, "refused]"));
    AppError::refused(code.trim_end_matches(']'), message).into()
}

/// A division of the bureau that owns a difference is reached like a unit whose budget it keeps.
fn place(owner: &Unit) -> Place {
    let own = (owner.kind == UnitKind::BureauDivision).then_some(owner.id);
    Place {
        unit: owner.id,
        department: owner.department,
        budget_division: owner.budget_division.or(own),
    }
}

fn owned_by(division: Division, owner: &Unit) -> Resource {
    Resource::Unit {
        division,
        place: place(owner),
    }
}

pub(super) fn row(listing: DifferenceListing) -> DifferenceRow {
    let Difference {
        id,
        found,
        state,
        explanation,
        conclusion,
        found_at,
        ..
    } = listing.difference;
    DifferenceRow {
        id,
        kind: found.kind,
        project: match found.kind {
            DifferenceKind::UnknownProject | DifferenceKind::TreasuryUnlikePayments => None,
            _ => found.subject.parse().ok(),
        },
        gap: Money::from_fen(found.found.fen().saturating_sub(found.expected.fen())),
        subject_name: found.subject_name,
        period: found.period,
        owner: found.owner,
        owner_name: listing.owner_name,
        expected: found.expected,
        found: found.found,
        state,
        explanation,
        conclusion,
        found_at,
    }
}
