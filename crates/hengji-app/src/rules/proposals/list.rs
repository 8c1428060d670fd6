//! The proposals of a division, and one of them as its deciders read it.

use hengji_authz::{Action, Resource, decide};
use hengji_domain::id::RuleProposalId;
use hengji_domain::person::Actor;
use hengji_domain::rule_proposal::{ProposalState, RuleProposal};
use hengji_store::regulations::{self, KeptRegulation};
use hengji_store::rule_proposals;

use crate::app::App;
use crate::common::{Choice, Hand};
use crate::error::AppError;
use crate::ports::{Cell, Table};
use crate::rules::live::read_overlay;
use crate::rules::reach;
use crate::rules::view::ProposalView;

/// Which proposals to show. What is blank does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProposalFilter {
    /// The code of a state.
    pub state: String,
    /// Words of the rule, the values or the reason.
    pub text: String,
}

impl ProposalFilter {
    fn takes(&self, one: &ProposalView) -> bool {
        let text = [&one.rule, &one.description, &one.before, &one.after, &one.reason];
        (self.state.is_empty() || self.state == one.state.code())
            && self
                .text
                .split_whitespace()
                .all(|word| text.iter().any(|text| text.contains(word)))
    }
}

impl App {
    /// The proposals of the acting division that the filter takes, the latest first.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for those who see no business data.
    pub fn rule_proposals(
        &self,
        actor: &Actor,
        filter: &ProposalFilter,
    ) -> Result<Vec<ProposalView>, AppError> {
        self.may_look(actor, Action::ViewRuleProposals)?;
        let (proposals, documents) = self.read(|db| {
            let proposals = rule_proposals::list(db, actor.division)?;
            Ok((proposals, regulations::list(db, actor.division)?))
        })?;
        let mut views = self.proposal_views(actor, proposals, &documents)?;
        views.retain(|view| filter.takes(view));
        Ok(views)
    }

    /// One proposal, with what would stand in the way of its approval now.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn rule_proposal(&self, actor: &Actor, id: RuleProposalId) -> Result<ProposalView, AppError> {
        self.may_look(actor, Action::ViewRuleProposals)?;
        let (found, documents) = self.read(|db| {
            let found = rule_proposals::find(db, actor.division, id)?.ok_or(AppError::NotFound)?;
            Ok((found, regulations::list(db, actor.division)?))
        })?;
        let mut view = self
            .proposal_views(actor, vec![found.clone()], &documents)?
            .pop()
            .ok_or(AppError::NotFound)?;
        if view.may_settle {
            view.obstacle = self.obstacle(actor, &found, &view.document.name)?;
        }
        Ok(view)
    }

    /// Why the proposal could not be approved at this moment.
    fn obstacle(
        &self,
        actor: &Actor,
        proposal: &RuleProposal,
        document: &str,
    ) -> Result<Option<String>, AppError> {
        let tried = self.read(|db| {
            reach::require_open(db, actor.division, proposal.kind, &proposal.rule, proposal.from)?;
            let overlay = read_overlay(db)?;
            self.try_proposal(overlay, actor.division, proposal, document)?;
            Ok(())
        });
        match tried {
            Ok(()) => Ok(None),
            Err(AppError::Invalid(fields)) => {
                let words = fields.iter().map(|one| format!("{} [{}]", one.message, one.code));
                Ok(Some(words.collect::<Vec<_>>().join(" ")))
            }
            Err(refused @ AppError::Refused { .. }) => Ok(Some(refused.to_string())),
            Err(other) => Err(other),
        }
    }

    pub(in crate::rules) fn proposal_views(
        &self,
        actor: &Actor,
        proposals: Vec<RuleProposal>,
        documents: &[KeptRegulation],
    ) -> Result<Vec<ProposalView>, AppError> {
        let names = self.names_of(actor.division)?;
        let name = |user| names.get(&user).cloned().unwrap_or_default();
        let book = self.rule_book();
        let may = |action| decide(actor, action, &Resource::Division(actor.division)).allow;
        let (may_approve, may_withdraw) = (may(Action::ApproveRule), may(Action::WithdrawRule));
        let view = |proposal: RuleProposal| {
            let is_open = proposal.state == ProposalState::Proposed;
            let is_own = proposal.proposed_by == actor.user;
            let document = documents
                .iter()
                .find(|kept| kept.regulation.id == proposal.regulation);
            let description = book.values_of(actor.division, &proposal.rule).into_iter().next();
            ProposalView {
                id: proposal.id.to_string(),
                kind: proposal.kind,
                description: description.map_or_else(String::new, |row| row.description),
                rule: proposal.rule,
                from: proposal.from,
                before: proposal.before,
                after: proposal.after,
                toml: proposal.value.unwrap_or_default(),
                document: Choice {
                    code: proposal.regulation.to_string(),
                    name: document.map(|kept| kept.regulation.title()).unwrap_or_default(),
                },
                clause: proposal.clause,
                verification: proposal.verification.name(),
                note: proposal.note,
                reason: proposal.reason,
                state: proposal.state,
                proposed: Hand {
                    name: name(proposal.proposed_by),
                    at: proposal.proposed_at,
                },
                settled: proposal.settled.map(|settled| {
                    let hand = Hand {
                        name: name(settled.by),
                        at: settled.at,
                    };
                    (hand, settled.opinion)
                }),
                version: proposal.version,
                may_settle: is_open && !is_own && may_approve,
                may_withdraw: is_open && is_own && may_withdraw,
                obstacle: None,
            }
        };
        Ok(proposals.into_iter().map(view).collect())
    }

    /// The filtered proposals as an xlsx file.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn export_rule_proposals(&self, actor: &Actor, filter: &ProposalFilter) -> Result<Vec<u8>, AppError> {
        let views = self.rule_proposals(actor, filter)?;
        let columns = [
            ("规则", 30),
            ("规则代码", 30),
            ("类别", 8),
            ("自年度", 8),
            ("原值", 40),
            ("新值", 40),
            ("依据", 50),
            ("条款", 20),
            ("理由", 40),
            ("状态", 10),
            ("申请人", 16),
            ("申请时间", 20),
            ("审批人", 16),
            ("审批时间", 20),
            ("意见", 40),
        ];
        let rows = views.iter().map(row).collect();
        let table = Table::new("规则更改申请", &columns, rows);
        self.leave_house(actor, Action::ExportRules, None, table)
    }
}

fn row(view: &ProposalView) -> Vec<Cell> {
    let (settled_by, settled_at, opinion) = match &view.settled {
        Some((hand, opinion)) => (hand.name.clone(), hand.at.to_string(), opinion.clone()),
        None => Default::default(),
    };
    [
        view.description.clone(),
        view.rule.clone(),
        view.kind.name().to_owned(),
        view.from.to_string(),
        view.before.clone(),
        view.after.clone(),
        view.document.name.clone(),
        view.clause.clone(),
        view.reason.clone(),
        view.state.name().to_owned(),
        view.proposed.name.clone(),
        view.proposed.at.to_string(),
        settled_by,
        settled_at,
        opinion,
    ]
    .map(Cell::text)
    .to_vec()
}
