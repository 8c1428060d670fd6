//! 监控发现 (findings): proposals for a cut from a monitoring sheet, each with its entry in the register of cuts.

use std::collections::{BTreeMap, HashMap};

use hengji_authz::{Action, scope};
use hengji_domain::cut::CutState;
use hengji_domain::id::{LineKey, ProjectId, SheetId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Money};
use hengji_store::monitoring::{FoundCut, MonitoringFinding, find_entry, findings_of_year, insert_findings};
use hengji_store::projects::{self, ProjectFilter, ProjectSort};
use hengji_store::{Direction, Page};
use serde::{Deserialize, Serialize};

use super::view::{FindingPage, FindingRow, FindingSum};
use crate::app::{App, Request, Step, Tx};
use crate::common::{Hand, RequestKey, Written};
use crate::cuts::{Filing, Names, book_for, read_proposal};
use crate::error::AppError;
use crate::sheets::case::Case;

/// A proposal for a cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutProposal {
    /// The line; empty for the whole project.
    #[serde(default)]
    pub line: String,
    /// Code of the ground.
    pub ground: String,
    /// Proposed cut in 万元.
    pub cut: String,
    /// What was found.
    pub words: String,
}

impl App {
    /// Proposes a cut from a monitoring sheet: the finding and its entry in the register, or neither.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for a ground outside the list, an amount that is no number or more than what is left of
    /// the budget, or no words; [`AppError::Refused`] `year-closed`; [`AppError::Forbidden`]; [`AppError::NotFound`].
    pub fn propose_cut(
        &self,
        actor: &Actor,
        key: &RequestKey,
        sheet: SheetId,
        input: &CutProposal,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ProposeCut,
            &Request::new(key, &(sheet.to_string(), input))?,
            |tx| self.find_case(tx, sheet),
            |tx, case| proposal(tx, actor, &case, input),
        )
    }

    /// The proposals of a year within reach, in two statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for people without business data.
    pub fn cut_proposals(&self, actor: &Actor, year: BudgetYear) -> Result<FindingPage, AppError> {
        self.may_look(actor, Action::ViewMonitoring)?;
        let names = Names::of(&self.rules(actor.division, year))?;
        let reach = scope(actor);
        let division = actor.division;
        let (all, listings) = self.read(|db| {
            let all = findings_of_year(db, division, year, None)?;
            let filter = ProjectFilter::of_year(year, reach.clone());
            let page = Page {
                offset: 0,
                limit: if all.is_empty() { 0 } else { u32::from(u16::MAX) },
            };
            let listings = projects::list(
                db,
                division,
                &filter,
                ProjectSort::Code,
                Direction::Ascending,
                page,
            )?;
            Ok((all, listings))
        })?;
        let known: HashMap<ProjectId, &projects::ProjectListing> =
            listings.iter().map(|one| (one.project.id, one)).collect();
        let rows: Vec<FindingRow> = all
            .iter()
            .filter_map(|found| {
                let listing = known.get(&found.finding.project)?;
                let titles = (listing.project.name.as_str(), listing.department_name.as_str());
                Some(row(found, titles, listing.project.unit, &names, ""))
            })
            .collect();
        Ok(FindingPage {
            sums: sums(&all, &known, &names),
            rows,
        })
    }
}

fn proposal(tx: &mut Tx<'_>, actor: &Actor, case: &Case, input: &CutProposal) -> Step<Written> {
    let sheet = &case.sheet;
    let period = case.period.as_ref().ok_or(AppError::NotFound)?;
    let names = Names::of(&case.in_force)?;
    let (amount, words) = read_proposal(&input.ground, &input.cut, &input.words, &names.grounds)?;
    let line = match input.line.as_str() {
        "" => None,
        text => {
            let key: LineKey = text.parse().map_err(AppError::from)?;
            sheet.lines.iter().any(|line| line.key == key).then_some(key)
        }
    };
    let is_listed = find_entry(tx.db, tx.division, sheet.project)?.is_some_and(|entry| entry.is_listed);
    let book = book_for(&names.books, actor, &case.resource(), is_listed)?;
    let finding = MonitoringFinding {
        id: tx.fresh()?,
        period: period.period.code.clone(),
        project: sheet.project,
        sheet: sheet.id,
        line,
    };
    insert_findings(tx.db, tx.division, sheet.year, std::slice::from_ref(&finding))?;
    let cut = Filing {
        actor,
        year: sheet.year,
        book,
        listing: &case.listing,
        source: Some(finding.id),
        ground: input.ground.clone(),
        words,
        amount,
    }
    .write(tx)?;
    tx.detail("ground", names.ground(&cut.ground));
    Ok(Written {
        id: cut.id.to_string(),
        version: cut.version,
    })
}

/// A finding as pages show it; `line` is the name of its line.
pub(super) fn row(
    found: &FoundCut,
    (project_name, department_name): (&str, &str),
    unit: UnitId,
    names: &Names,
    line: &str,
) -> FindingRow {
    let cut = &found.cut;
    FindingRow {
        id: found.finding.id,
        cut: cut.id,
        serial: cut.serial,
        sheet: found.finding.sheet,
        project: found.finding.project,
        project_name: project_name.to_owned(),
        department_name: department_name.to_owned(),
        unit,
        line: line.to_owned(),
        book: names.book(&cut.book).name,
        ground: names.ground(&cut.ground),
        proposed_cut: cut.proposed,
        decided_cut: cut.decision.as_ref().and_then(|decision| decision.amount),
        words: cut.finding.clone(),
        state: cut.state,
        hand: Hand {
            name: cut.proposer.name.clone(),
            at: cut.proposer.at,
        },
        version: cut.version,
    }
}

/// Sums of what was not withdrawn, by book and ground.
fn sums(
    all: &[FoundCut],
    known: &HashMap<ProjectId, &projects::ProjectListing>,
    names: &Names,
) -> Vec<FindingSum> {
    let mut sums: BTreeMap<(&str, &str), (u64, i64)> = BTreeMap::new();
    let counted = all
        .iter()
        .filter(|one| one.cut.state != CutState::Withdrawn && known.contains_key(&one.finding.project));
    for found in counted {
        let key = (found.cut.book.as_str(), found.cut.ground.as_str());
        let sum = sums.entry(key).or_default();
        sum.0 += 1;
        sum.1 = sum.1.saturating_add(found.cut.proposed.fen());
    }
    sums.into_iter()
        .map(|((book, ground), (count, fen))| FindingSum {
            book: names.book(book).name,
            ground: names.ground(ground),
            count,
            proposed: Money::from_fen(fen),
        })
        .collect()
}
