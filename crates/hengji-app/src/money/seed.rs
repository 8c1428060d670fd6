//! Money data of a demonstration: its facts get their loads, its units the treasury's totals, its differences owners.

use std::collections::BTreeMap;

use hengji_authz::Action;
use hengji_domain::difference::{DifferenceKind, Statement};
use hengji_domain::fact::Fact;
use hengji_domain::fact::load::{FactLoad, LoadKind};
use hengji_domain::id::{ImportId, UnitId, UserId};
use hengji_domain::{BudgetYear, Division, Money};
use hengji_store::differences;
use hengji_store::facts;
use hengji_store::imports::{self, ImportBatch, ImportKind, ImportState};

use super::check::{Tally, plus};
use super::preview::Ledger;
use super::reconcile::reconcile_in;
use crate::app::{App, Step, Tx};
use crate::error::AppError;

/// What the treasury of a demonstration states beside the payments of its units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedControl {
    /// The source of the control totals.
    pub source: String,
    /// Where the treasury states something else than what the payments say: unit, month, and how much more.
    pub slips: Vec<(UnitId, u32, Money)>,
    /// What the owners of the first differences say, and the reasons for which the first of those are closed.
    pub explanations: Vec<(String, Option<String>)>,
    /// Who brings the files, with the name of their post.
    pub by: (UserId, String),
    /// Who explains.
    pub explains: String,
}

/// Notes which import the facts of a demonstration came with, one for each kind and source.
pub(crate) fn note_loads(tx: &mut Tx<'_>, year: BudgetYear, all: &[Fact], by: &(UserId, String)) -> Step<()> {
    let mut tallies: BTreeMap<(LoadKind, &str, &str), Tally> = BTreeMap::new();
    for fact in all {
        let Some(kind) = LoadKind::of_fact(&fact.code) else {
            continue;
        };
        tallies
            .entry((kind, fact.source.as_str(), fact.period.as_str()))
            .or_default()
            .add(1, Money::from_fen(fact.value));
    }
    let mut batches: BTreeMap<(LoadKind, &str), ImportBatch> = BTreeMap::new();
    let mut loads = Vec::new();
    for ((kind, source, period), tally) in tallies {
        let import = match batches.get(&(kind, source)) {
            Some(batch) => batch.id,
            None => {
                let batch = batch(tx, year, kind, source, by.0)?;
                let id = batch.id;
                batches.insert((kind, source), batch);
                id
            }
        };
        loads.push(load(tx, year, import, (kind, source, period), tally, by));
    }
    let batches: Vec<ImportBatch> = batches.into_values().collect();
    imports::insert_many(tx.db, tx.division, &batches)?;
    facts::insert_loads(tx.db, tx.division, &loads)?;
    Ok(())
}

fn batch(tx: &Tx<'_>, year: BudgetYear, kind: LoadKind, source: &str, by: UserId) -> Step<ImportBatch> {
    Ok(ImportBatch {
        id: tx.fresh()?,
        year,
        kind: ImportKind::Money(kind),
        state: ImportState::Committed,
        file_name: source.to_owned(),
        // A demonstration's facts were generated: there is no file behind them.
        file_sha256: "-".to_owned(),
        report: "{}".to_owned(),
        created_by: by,
        created_at: tx.now,
        concluded_at: Some(tx.now),
        version: 1,
    })
}

fn load(
    tx: &Tx<'_>,
    year: BudgetYear,
    import: ImportId,
    (kind, source, period): (LoadKind, &str, &str),
    tally: Tally,
    by: &(UserId, String),
) -> FactLoad {
    FactLoad {
        import,
        year,
        kind,
        period: period.to_owned(),
        source_name: source.to_owned(),
        fact_source: source.to_owned(),
        file_rows: tally.rows,
        file_total: tally.total,
        loaded_rows: tally.rows,
        loaded_total: tally.total,
        loaded_by: by.0,
        loaded_by_name: by.1.clone(),
        loaded_at: tx.now,
        replaced: None,
    }
}

impl App {
    /// Writes the treasury's totals of a demonstration, reconciles, and has some differences explained and closed.
    /// How many differences there are.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`].
    pub fn seed_reconciliation(
        &self,
        division: Division,
        year: BudgetYear,
        control: &SeedControl,
    ) -> Result<u32, AppError> {
        self.operate(division, Action::SeedDemonstration, |tx| {
            tx.detail("year", year);
            let ledger = Ledger::load(tx.db, tx.division, year)?;
            let totals = control_totals(tx, year, &ledger, control);
            facts::insert_many(tx.db, tx.division, &totals)?;
            note_loads(tx, year, &totals, &control.by)?;
            let done = reconcile_in(tx, year, None)?;
            explain(tx, year, control)?;
            Ok(done.fresh)
        })
    }
}

/// What each unit paid in each month, as the payments say it, with the slips.
fn control_totals(tx: &Tx<'_>, year: BudgetYear, ledger: &Ledger, control: &SeedControl) -> Vec<Fact> {
    let unit_of: BTreeMap<String, UnitId> = ledger
        .projects
        .iter()
        .map(|project| (project.id.to_string(), project.unit))
        .collect();
    let mut totals: BTreeMap<(String, UnitId), Money> = BTreeMap::new();
    for sum in &ledger.sums {
        let is_payment = LoadKind::of_fact(&sum.code) == Some(LoadKind::Payment);
        if let (true, Some(unit)) = (is_payment, unit_of.get(&sum.subject)) {
            let total = totals.entry((sum.period.clone(), *unit)).or_default();
            *total = plus(*total, Money::from_fen(sum.value));
        }
    }
    for (unit, month, more) in &control.slips {
        if let Some(total) = totals.get_mut(&(super::period(year, *month), *unit)) {
            *total = plus(*total, *more);
        }
    }
    totals
        .into_iter()
        .map(|((period, unit), total)| Fact {
            year,
            subject: unit.to_string(),
            code: LoadKind::ControlTotal.fact_code().to_owned(),
            source_row: format!("{unit} {period}"),
            period,
            value: total.fen(),
            source: control.source.clone(),
            loaded_at: tx.now,
        })
        .collect()
}

fn explain(tx: &mut Tx<'_>, year: BudgetYear, control: &SeedControl) -> Step<()> {
    let mut open = differences::of_year(tx.db, tx.division, year)?;
    open.retain(|one| one.found.kind == DifferenceKind::TreasuryUnlikePayments);
    open.sort_by(|one, other| {
        (&one.found.period, &one.found.subject).cmp(&(&other.found.period, &other.found.subject))
    });
    let said = |text: &str, by: &str, at| Statement {
        text: text.to_owned(),
        by_name: by.to_owned(),
        at,
    };
    let mut moved = Vec::new();
    for (one, (words, reason)) in open.iter().zip(&control.explanations) {
        let fault = |refusal: hengji_domain::difference::DifferenceRefusal| AppError::fault(refusal);
        let explained = one
            .explained(said(words, &control.explains, tx.now))
            .map_err(fault)?;
        moved.push(match reason {
            None => explained,
            Some(reason) => explained
                .closed(said(reason, &control.by.1, tx.now))
                .map_err(fault)?,
        });
    }
    differences::replace_many(tx.db, tx.division, &moved)?;
    Ok(())
}
