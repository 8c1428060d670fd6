//! 审批 (settle): a second person approves or rejects, or the proposer withdraws.

use hengji_authz::{Action, Resource};
use hengji_domain::id::RuleProposalId;
use hengji_domain::person::Actor;
use hengji_domain::rule_proposal::{ProposalRefusal, RuleProposal, Settlement};
use hengji_store::{regulations, rule_proposals};
use serde::{Deserialize, Serialize};

use super::propose::tell;
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::rules::live::read_overlay;
use crate::rules::reach;

/// Longest opinion, characters.
const OPINION_MAX: usize = 500;

/// A decision on a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settle {
    /// The version that was read.
    pub version: i32,
    /// What the decider writes; needed for a rejection.
    #[serde(default)]
    pub opinion: String,
}

type Ending = fn(RuleProposal, Settlement) -> Result<RuleProposal, ProposalRefusal>;

impl App {
    /// Puts a proposed value in force. Format, constraints, cases and years are asked again, because other changes
    /// may have come into force since it was proposed.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `rule-proposal-own` for its proposer, `rule-proposal-settled`, and what
    /// [`App::propose_rule`] gives; [`AppError::Stale`] for the second of two deciders; [`AppError::NotFound`].
    pub fn approve_rule(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: RuleProposalId,
        input: &Settle,
    ) -> Result<Written, AppError> {
        self.settle(actor, key, Action::ApproveRule, id, input, RuleProposal::approve)
    }

    /// Refuses a proposed value.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `rule-proposal-own`, `rule-proposal-opinion-missing`, `rule-proposal-settled`;
    /// [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn reject_rule(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: RuleProposalId,
        input: &Settle,
    ) -> Result<Written, AppError> {
        self.settle(actor, key, Action::RejectRule, id, input, RuleProposal::reject)
    }

    /// Takes one's own proposal back.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `rule-proposal-not-own`, `rule-proposal-settled`; [`AppError::Stale`];
    /// [`AppError::NotFound`].
    pub fn withdraw_rule(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: RuleProposalId,
        input: &Settle,
    ) -> Result<Written, AppError> {
        self.settle(
            actor,
            key,
            Action::WithdrawRule,
            id,
            input,
            RuleProposal::withdraw,
        )
    }

    fn settle(
        &self,
        actor: &Actor,
        key: &RequestKey,
        action: Action,
        id: RuleProposalId,
        input: &Settle,
        ending: Ending,
    ) -> Result<Written, AppError> {
        let opinion = opinion(input)?;
        self.act(
            actor,
            action,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| {
                tx.about("rule_proposal", id);
                let found = rule_proposals::find(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                Ok((Resource::Division(tx.division), found))
            },
            |tx, found| {
                if found.version != input.version {
                    return Err(Halt::stale("rule_proposals", id));
                }
                let settlement = Settlement {
                    by: actor.user,
                    at: tx.now,
                    opinion: opinion.clone(),
                };
                let ended = ending(found, settlement).map_err(refused)?;
                self.end(tx, action, &ended)
            },
        )
    }

    fn end(&self, tx: &mut Tx<'_>, action: Action, ended: &RuleProposal) -> Step<Written> {
        let document = regulations::find(tx.db, tx.division, ended.regulation)?;
        let document = document.map(|kept| kept.regulation.title()).unwrap_or_default();
        if action == Action::ApproveRule {
            // Counting first makes a second approval of the division wait until this one is whole.
            rule_proposals::count_change(tx.db, tx.division)?;
            reach::require_open(tx.db, tx.division, ended.kind, &ended.rule, ended.from)?;
            let overlay = read_overlay(tx.db)?;
            self.try_proposal(overlay, tx.division, ended, &document)?;
        }
        let version = rule_proposals::settle(tx.db, tx.division, ended)?;
        tell(tx, ended, &document);
        if let Some(settled) = &ended.settled {
            tx.detail("opinion", &settled.opinion);
        }
        Ok(Written {
            id: ended.id.to_string(),
            version,
        })
    }
}

fn opinion(input: &Settle) -> Result<String, AppError> {
    let opinion = input.opinion.trim();
    let length = opinion.chars().count();
    if OPINION_MAX < length {
        let words = format!("意见最多 {OPINION_MAX} 个字,现有 {length} 个字。");
        return Err(AppError::field("opinion", "text-unfit", words));
    }
    Ok(opinion.to_owned())
}

fn refused(refusal: ProposalRefusal) -> AppError {
    let text = refusal.to_string();
    let (words, code) = text.rsplit_once(" [").unwrap_or((&text, "rule-proposal-refused"));
    AppError::refused(code.trim_end_matches(']'), words)
}
