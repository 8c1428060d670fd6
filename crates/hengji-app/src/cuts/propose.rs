//! 提出压减 (proposing a cut) in the register itself, and taking a proposal back.

use std::sync::Arc;

use hengji_authz::Action;
use hengji_domain::cut::CutState;
use hengji_domain::id::{CutId, ProjectId};
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::Actor;
use hengji_domain::rule::ReviewReason;
use hengji_domain::value::read::read_amount;
use hengji_domain::{BudgetYear, Money};
use hengji_store::cuts::{self, BudgetCut, CutDecision, CutHand};
use hengji_store::monitoring::find_entry;
use hengji_store::projects;
use serde::{Deserialize, Serialize};

use super::case::{Filing, Names, acting_as, book_for, find, purse, wait_in_line};
use super::decide::{already_concluded, require_version};
use super::view::ProposalForm;
use crate::app::{App, Request};
use crate::budget_years::require_open;
use crate::common::{Choice, RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::projects::page::resource;

/// A proposal that follows from no monitoring sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectProposal {
    /// 项目代码.
    pub project_code: String,
    /// Code of the ground.
    pub ground: String,
    /// Proposed cut in 万元.
    pub cut: String,
    /// What was found.
    pub words: String,
}

/// Longest description, characters.
pub(super) const WORDS_MAX: usize = 2_000;

impl App {
    /// Proposes a cut of a project in the register itself.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for an unknown project or ground, an amount that is no number or more than what is left
    /// of the budget, or no words; [`AppError::Refused`] `year-closed`; [`AppError::Forbidden`].
    pub fn propose_direct_cut(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &DirectProposal,
    ) -> Result<Written, AppError> {
        let rules = self.rules(actor.division, year);
        let names = Names::of(&rules)?;
        let code = input.project_code.trim();
        self.act(
            actor,
            Action::ProposeCut,
            &Request::new(key, &(year.get(), input))?,
            |tx| {
                let unknown = || {
                    let words = format!("{year} 年度没有代码为“{code}”的项目,请从项目列表复制项目代码。");
                    AppError::field("project_code", "cut-project-unknown", words)
                };
                let known = projects::by_code(tx.db, tx.division, year, code)?.ok_or_else(unknown)?;
                let listing =
                    projects::find_listing(tx.db, tx.division, known.id)?.ok_or(AppError::NotFound)?;
                Ok((resource(tx.division, &listing), listing))
            },
            |tx, listing| {
                let (amount, words) = read_proposal(&input.ground, &input.cut, &input.words, &names.grounds)?;
                let entry = find_entry(tx.db, tx.division, listing.project.id)?;
                let is_listed = entry.is_some_and(|entry| entry.is_listed);
                let resource = resource(tx.division, &listing);
                let cut = Filing {
                    actor,
                    year,
                    book: book_for(&names.books, actor, &resource, is_listed)?,
                    listing: &listing,
                    source: None,
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
            },
        )
    }

    /// Takes a proposal back that nobody has decided; a finding of monitoring goes with it.
    ///
    /// # Errors
    ///
    /// [`AppError::Stale`] for one that was concluded, with what became of it; [`AppError::Forbidden`] for other
    /// roles than that which proposes; [`AppError::Refused`] `year-closed`; [`AppError::NotFound`].
    pub fn withdraw_cut(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: CutId,
        version: i32,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::WithdrawCut,
            &Request::new(key, &(id.to_string(), version))?,
            |tx| find(tx, id),
            |tx, found| {
                wait_in_line(tx)?;
                let cut = &found.listing.cut;
                already_concluded(cut)?;
                require_version(cut, version)?;
                require_open(tx, cut.year)?;
                let names = Names::of(&self.rules(tx.division, cut.year))?;
                let proposer = names.rule(&cut.book)?.proposer;
                let part = acting_as(actor, proposer);
                if !hengji_authz::decide(&part, Action::WithdrawCut, &found.resource).allow {
                    return Err(AppError::Forbidden {
                        rule: "cut-proposer",
                        why: format!("该压减由{}提出,也由其撤回,您的角色不能办理。", proposer.name()),
                    }
                    .into());
                }
                let next = BudgetCut {
                    state: CutState::Withdrawn,
                    decision: Some(CutDecision {
                        amount: None,
                        words: String::new(),
                        hand: CutHand {
                            user: actor.user,
                            name: actor.name.clone(),
                            at: tx.now,
                        },
                    }),
                    ..cut.clone()
                };
                let version = cuts::conclude(tx.db, tx.division, &next)?;
                tx.detail("proposed_cut", cut.proposed);
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }

    /// What the form of a proposal needs, for one project or none yet.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for roles that propose nothing; [`AppError::NotFound`] for a project out of sight.
    pub fn cut_proposal_form(
        &self,
        actor: &Actor,
        year: BudgetYear,
        project: Option<ProjectId>,
    ) -> Result<ProposalForm, AppError> {
        self.may_look(actor, Action::ViewCuts)?;
        let rules = self.rules(actor.division, year);
        let names = Names::of(&rules)?;
        let mut form = ProposalForm {
            project: None,
            room: None,
            book: None,
            why_not: String::new(),
            grounds: names.ground_choices(),
            basis: Arc::clone(&names.basis),
        };
        let Some(project) = project else {
            return Ok(form);
        };
        let listing = self.viewed_project(actor, project)?;
        let registered = listing.project.funding.total().unwrap_or_default();
        let (entry, purse) = self.read(|db| {
            let entry = find_entry(db, actor.division, project)?;
            let purse = purse(db, actor.division, year, (project, registered), None)?;
            Ok((entry, purse))
        })?;
        let is_listed = entry.is_some_and(|entry| entry.is_listed);
        match book_for(
            &names.books,
            actor,
            &resource(actor.division, &listing),
            is_listed,
        ) {
            Ok(book) => form.book = Some(book.name.clone()),
            Err(refused) => form.why_not = refused.to_string(),
        }
        form.room = Some(purse.room);
        form.project = Some(Choice {
            code: listing.project.code,
            name: listing.project.name,
        });
        Ok(form)
    }
}

/// The amount and the words of a proposal, each wrong field told.
pub(crate) fn read_proposal(
    ground: &str,
    cut: &str,
    words: &str,
    grounds: &[ReviewReason],
) -> Result<(Money, String), AppError> {
    let mut errors = Vec::new();
    let mut refuse = |field: &str, code, words: String| errors.push(FieldError::new(field, code, words));
    if grounds.iter().all(|known| known.code != ground) {
        refuse("ground", "ground-unknown", "请选择压减依据。".to_owned());
    }
    let amount = read_amount(cut, MoneyUnit::TenThousandYuan)
        .money
        .unwrap_or_default();
    if amount <= Money::ZERO {
        let told = format!("建议压减金额“{cut}”应为大于零的数字(万元)。");
        refuse("cut", "amount-unreadable", told);
    }
    let words = words.trim();
    let length = words.chars().count();
    if words.is_empty() {
        refuse("words", "finding-words-missing", "请写明发现的问题。".to_owned());
    } else if WORDS_MAX < length {
        let told = format!("问题描述最多 {WORDS_MAX} 字,现有 {length} 字,请精简。");
        refuse("words", "text-too-long", told);
    }
    if errors.is_empty() {
        Ok((amount, words.to_owned()))
    } else {
        Err(AppError::Invalid(errors))
    }
}
