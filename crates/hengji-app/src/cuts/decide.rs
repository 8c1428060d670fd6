//! 决定 (decision): how much of a proposal is cut, or why nothing is; by the role that the book names, by somebody
//! else than the proposer, once.

use hengji_authz::{Action, decide};
use hengji_domain::Money;
use hengji_domain::cut::CutState;
use hengji_domain::id::CutId;
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::Actor;
use hengji_domain::rule::CutBook;
use hengji_domain::value::read::read_amount;
use hengji_store::cuts::{self, BudgetCut, CutDecision, CutHand};
use hengji_store::projects;
use serde::{Deserialize, Serialize};

use super::case::{Found, Names, acting_as, find, purse, require_room, wait_in_line};
use super::propose::WORDS_MAX;
use crate::app::{App, Halt, Request, Step, Tx};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::{AppError, Stale};

/// A decision as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// The version that was read.
    pub version: i32,
    /// Whether anything is cut.
    pub is_cut: bool,
    /// What is cut, in 万元; ignored where nothing is.
    #[serde(default)]
    pub amount: String,
    /// Why; mandatory where nothing is cut.
    #[serde(default)]
    pub words: String,
}

impl App {
    /// Decides on a proposal.
    ///
    /// # Errors
    ///
    /// [`AppError::Stale`] when somebody was faster, with what was decided; [`AppError::Forbidden`] for a role that
    /// the book does not name; [`AppError::Refused`] `cut-own-proposal`, `year-closed`; [`AppError::Invalid`] for an
    /// amount above the proposal or above what is left, or missing words; [`AppError::NotFound`].
    pub fn decide_cut(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: CutId,
        ruling: &Ruling,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::DecideCut,
            &Request::new(key, &(id.to_string(), ruling))?,
            |tx| find(tx, id),
            |tx, found| {
                wait_in_line(tx)?;
                let cut = &found.listing.cut;
                already_concluded(cut)?;
                require_version(cut, ruling.version)?;
                require_open(tx, cut.year)?;
                let names = Names::of(&self.rules(tx.division, cut.year))?;
                require_decider(actor, &found, names.rule(&cut.book)?)?;
                let decision = decision(tx, actor, &found, ruling)?;
                let next = BudgetCut {
                    state: if ruling.is_cut {
                        CutState::Approved
                    } else {
                        CutState::Rejected
                    },
                    decision: Some(decision),
                    ..cut.clone()
                };
                let version = cuts::conclude(tx.db, tx.division, &next)?;
                tell(tx, &next);
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }
}

fn decision(tx: &mut Tx<'_>, actor: &Actor, found: &Found, ruling: &Ruling) -> Step<CutDecision> {
    let words = ruling.words.trim();
    let length = words.chars().count();
    if WORDS_MAX < length {
        let told = format!("决定意见最多 {WORDS_MAX} 字,现有 {length} 字,请精简。");
        return Err(AppError::field("words", "text-too-long", told).into());
    }
    if !ruling.is_cut && words.is_empty() {
        return Err(AppError::field("words", "cut-rejection-needs-words", "不予压减的,请写明理由。").into());
    }
    let amount = if ruling.is_cut {
        Some(amount(tx, found, ruling)?)
    } else {
        None
    };
    Ok(CutDecision {
        amount,
        words: words.to_owned(),
        hand: CutHand {
            user: actor.user,
            name: actor.name.clone(),
            at: tx.now,
        },
    })
}

/// What is cut: at most what was proposed, and what the project still has.
fn amount(tx: &mut Tx<'_>, found: &Found, ruling: &Ruling) -> Step<Money> {
    let cut = &found.listing.cut;
    let text = ruling.amount.trim();
    let amount = read_amount(text, MoneyUnit::TenThousandYuan)
        .money
        .unwrap_or_default();
    if amount <= Money::ZERO {
        let told = format!("决定压减金额“{text}”应为大于零的数字(万元);不压减的请选“不予压减”。");
        return Err(AppError::field("amount", "amount-unreadable", told).into());
    }
    if cut.proposed < amount {
        let told = format!(
            "决定压减 {amount} 万元,超过建议的 {} 万元;需要多压减的,请由提出方另行提出。",
            cut.proposed
        );
        return Err(AppError::field("amount", "cut-above-proposed", told).into());
    }
    let project = projects::find(tx.db, tx.division, cut.project)?.ok_or(AppError::NotFound)?;
    let registered = project.funding.total().unwrap_or_default();
    let purse = purse(
        tx.db,
        tx.division,
        cut.year,
        (cut.project, registered),
        Some(cut.id),
    )?;
    require_room(purse.room, amount, "amount")?;
    Ok(amount)
}

/// Only the role that the book names decides, and never the person who proposed.
fn require_decider(actor: &Actor, found: &Found, book: &CutBook) -> Result<(), AppError> {
    let part = acting_as(actor, book.decider);
    if !decide(&part, Action::DecideCut, &found.resource).allow {
        return Err(AppError::Forbidden {
            rule: "cut-decider",
            why: format!("{}由{}决定,您的角色不能办理。", book.name, book.decider.name()),
        });
    }
    if found.listing.cut.proposer.user == actor.user {
        return Err(AppError::refused(
            "cut-own-proposal",
            "这笔压减由您提出,提出人不能自己决定,请由他人办理。",
        ));
    }
    Ok(())
}

/// Says what became of a proposal that no longer waits, by whom and when.
pub(super) fn already_concluded(cut: &BudgetCut) -> Result<(), AppError> {
    match (&cut.decision, cut.state) {
        (_, CutState::Proposed) => Ok(()),
        (Some(decision), state) => Err(AppError::Stale(Stale {
            what: match decision.amount {
                Some(amount) => format!("决定压减 {amount} 万元"),
                None => state.name().to_owned(),
            },
            changed_by: decision.hand.name.clone(),
            changed_at: Some(decision.hand.at),
        })),
        (None, state) => Err(AppError::fault(format!(
            "cut {} is {} without a decision",
            cut.id,
            state.code()
        ))),
    }
}

/// Refuses a page that shows an older version.
pub(super) fn require_version(cut: &BudgetCut, version: i32) -> Step<()> {
    if cut.version == version {
        Ok(())
    } else {
        Err(Halt::stale("budget_cuts", cut.id))
    }
}

fn tell(tx: &mut Tx<'_>, cut: &BudgetCut) {
    tx.detail("result", cut.state.name());
    tx.detail("proposed_cut", cut.proposed);
    if let Some(decision) = &cut.decision {
        if let Some(amount) = decision.amount {
            tx.detail("decided_cut", amount);
        }
        if !decision.words.is_empty() {
            tx.detail("opinion", &decision.words);
        }
    }
}
