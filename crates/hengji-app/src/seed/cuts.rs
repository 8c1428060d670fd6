//! The register of cuts of a demonstration: found by monitoring, decided by somebody else, carried out by vouchers.

use std::collections::BTreeMap;

use hengji_authz::Action;
use hengji_domain::cut::CutState;
use hengji_domain::id::{MonitoringFindingId, ProjectId, SheetId};
use hengji_domain::person::Role;
use hengji_domain::{BudgetYear, Division, Money, NaiveDate, Timestamp};
use hengji_store::counters;
use hengji_store::cuts::{self, BudgetCut, CutDecision, CutHand, CutVoucher};
use hengji_store::monitoring::{MonitoringFinding, insert_findings};

use super::Signers;
use crate::app::{App, Step, Tx};
use crate::cuts::{Names, counter};
use crate::error::AppError;

/// A voucher of a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedVoucher {
    /// 文号.
    pub number: String,
    /// Its date.
    pub dated_on: NaiveDate,
    /// What it took.
    pub amount: Money,
    /// When it was entered.
    pub entered_at: Timestamp,
}

/// How a proposal of a demonstration ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeedCutEnd {
    /// It waits.
    Waiting,
    /// Decided as proposed, with its vouchers.
    Approved(Timestamp, Vec<SeedVoucher>),
    /// Decided against, with the reason.
    Rejected(Timestamp, &'static str),
    /// Taken back by whoever proposed it.
    Withdrawn(Timestamp),
}

/// A cut of a demonstration, found on a monitoring sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedCut {
    /// The project.
    pub project: ProjectId,
    /// The sheet.
    pub sheet: SheetId,
    /// Code of the book.
    pub book: &'static str,
    /// Code of the ground.
    pub ground: &'static str,
    /// What was found.
    pub words: &'static str,
    /// What was proposed.
    pub amount: Money,
    /// When.
    pub proposed_at: Timestamp,
    /// How it ended.
    pub end: SeedCutEnd,
}

impl App {
    /// Writes findings with their entries in the register, numbered book by book in the order given.
    ///
    /// Whoever acts is named after the role: the accounts of the demonstration stand for all its departments.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Fault`] for a book or a role that nobody of the demonstration has.
    pub fn seed_cuts(
        &self,
        division: Division,
        year: BudgetYear,
        period: &str,
        seeds: &[SeedCut],
        signers: &Signers,
    ) -> Result<(), AppError> {
        let names = Names::of(&self.rules(division, year))?;
        self.operate(division, Action::SeedDemonstration, |tx| {
            tx.detail("year", year);
            let desk = Desk {
                names: &names,
                signers,
            };
            let (mut findings, mut all, mut vouchers) = (Vec::new(), Vec::new(), Vec::new());
            let mut numbers: BTreeMap<&str, i32> = BTreeMap::new();
            for seed in seeds {
                let finding = MonitoringFinding {
                    id: tx.fresh()?,
                    period: period.to_owned(),
                    project: seed.project,
                    sheet: seed.sheet,
                    line: None,
                };
                let serial = numbers.entry(seed.book).or_default();
                *serial += 1;
                let cut = desk.cut(tx, year, seed, *serial, finding.id)?;
                desk.carry_out(tx, seed, &cut, &mut vouchers)?;
                findings.push(finding);
                all.push(cut);
            }
            for (book, count) in numbers {
                counters::advance(tx.db, division, &counter(year, book), i64::from(count))?;
            }
            insert_findings(tx.db, division, year, &findings)?;
            cuts::insert_many(tx.db, division, &all)?;
            cuts::insert_vouchers(tx.db, division, &vouchers)?;
            tx.detail("rows", all.len());
            Ok(())
        })
    }
}

struct Desk<'a> {
    names: &'a Names,
    signers: &'a Signers,
}

impl Desk<'_> {
    fn hand(&self, role: Role, at: Timestamp) -> Result<CutHand, AppError> {
        let user = self.signers.get(&role).copied();
        Ok(CutHand {
            user: user.ok_or_else(|| AppError::fault(format!("演示账户中没有{}", role.name())))?,
            name: role.name().to_owned(),
            at,
        })
    }

    fn cut(
        &self,
        tx: &Tx<'_>,
        year: BudgetYear,
        seed: &SeedCut,
        serial: i32,
        source: MonitoringFindingId,
    ) -> Step<BudgetCut> {
        let known = self.names.books.iter().find(|book| book.code == seed.book);
        let book = known.ok_or_else(|| AppError::fault(format!("规则中没有台账 {}", seed.book)))?;
        let ended = |role, at, amount, words: &str| -> Step<Option<CutDecision>> {
            Ok(Some(CutDecision {
                amount,
                words: words.to_owned(),
                hand: self.hand(role, at)?,
            }))
        };
        let (state, decision) = match &seed.end {
            SeedCutEnd::Waiting => (CutState::Proposed, None),
            SeedCutEnd::Approved(at, _) => {
                let decision = ended(book.decider, *at, Some(seed.amount), "同意压减。")?;
                (CutState::Approved, decision)
            }
            SeedCutEnd::Rejected(at, words) => (CutState::Rejected, ended(book.decider, *at, None, words)?),
            SeedCutEnd::Withdrawn(at) => (CutState::Withdrawn, ended(book.proposer, *at, None, "")?),
        };
        Ok(BudgetCut {
            id: tx.fresh()?,
            year,
            book: book.code.clone(),
            serial,
            project: seed.project,
            source: Some(source),
            ground: seed.ground.to_owned(),
            finding: seed.words.to_owned(),
            proposed: seed.amount,
            proposer: self.hand(book.proposer, seed.proposed_at)?,
            state,
            version: if decision.is_some() { 2 } else { 1 },
            decision,
        })
    }

    fn carry_out(
        &self,
        tx: &Tx<'_>,
        seed: &SeedCut,
        cut: &BudgetCut,
        vouchers: &mut Vec<CutVoucher>,
    ) -> Step<()> {
        let SeedCutEnd::Approved(_, all) = &seed.end else {
            return Ok(());
        };
        for one in all {
            vouchers.push(CutVoucher {
                id: tx.fresh()?,
                cut: cut.id,
                number: one.number.clone(),
                dated_on: one.dated_on,
                amount: one.amount,
                hand: self.hand(Role::BudgetDivisionReviewer, one.entered_at)?,
            });
        }
        Ok(())
    }
}
