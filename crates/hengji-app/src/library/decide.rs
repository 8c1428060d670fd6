//! 审核变更 (decide): a second person approves or refuses what was proposed, one proposal or a whole file.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::id::{ImportId, IndicatorId, ProposalId};
use hengji_domain::person::Actor;
use hengji_store::Page;
use hengji_store::library::proposals::{
    self, Decided, Proposal, ProposalFilter, ProposalKind, ProposalState,
};
use hengji_store::library::versions::{self, Version};
use hengji_store::library::{self, IndicatorKey, LibraryIndicator};
use serde::{Deserialize, Serialize};

use super::keys::Keys;
use super::proposals::content;
use super::propose::REASON_MAX;
use super::search::Grounds;
use super::{IndicatorInput, check};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// What a reviewer decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// 通过, else 不通过.
    pub approve: bool,
    /// What is said about it; a refusal must say why.
    pub opinion: String,
}

impl App {
    /// Decides one proposal. An approval changes the library at once and keeps the version before.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `own-proposal`, `proposal-decided`, `indicator-changed`; [`AppError::Invalid`];
    /// [`AppError::Stale`]; [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn decide_library_proposal(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: ProposalId,
        version: i32,
        decision: &Decision,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ReviewLibraryChange,
            &Request::new(key, &(id.to_string(), version, decision))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let proposal = proposals::find(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                tx.about("library_proposal", id);
                tx.detail("change", proposal.kind.name());
                tx.detail("name", &proposal.name);
                let decided = decided(actor, tx, decision)?;
                refuse_own(actor, &proposal)?;
                if proposal.state != ProposalState::Pending {
                    let message = format!("该申请已由“{}”审结,请刷新页面。", proposal.decider_name);
                    return Err(AppError::refused("proposal-decided", message).into());
                }
                if decision.approve {
                    self.apply(tx, std::slice::from_ref(&proposal), &actor.name)?;
                }
                proposals::decide(tx.db, tx.division, id, version, &decided)?;
                Ok(Written {
                    id: id.to_string(),
                    version: version + 1,
                })
            },
        )
    }

    /// Decides every pending proposal that a file brought: all of them or none.
    ///
    /// # Errors
    ///
    /// As [`App::decide_library_proposal`]; [`AppError::NotFound`] for a file without pending proposals.
    pub fn decide_library_batch(
        &self,
        actor: &Actor,
        key: &RequestKey,
        batch: ImportId,
        decision: &Decision,
    ) -> Result<usize, AppError> {
        self.act(
            actor,
            Action::ReviewLibraryChange,
            &Request::new(key, &(batch.to_string(), decision))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let filter = ProposalFilter {
                    batch: Some(batch),
                    state: Some(ProposalState::Pending),
                    ..ProposalFilter::default()
                };
                let whole = Page {
                    offset: 0,
                    limit: u32::MAX,
                };
                let pending = proposals::list(tx.db, tx.division, &filter, whole)?;
                let first = pending.first().ok_or(AppError::NotFound)?;
                tx.about("library_batch", batch);
                tx.detail("indicators", pending.len());
                let decided = decided(actor, tx, decision)?;
                refuse_own(actor, first)?;
                if decision.approve {
                    self.apply(tx, &pending, &actor.name)?;
                }
                Ok(proposals::decide_batch(tx.db, tx.division, batch, &decided)?)
            },
        )
    }

    /// Carries out approved proposals in bulk statements, however many there are.
    fn apply(&self, tx: &mut Tx<'_>, all: &[Proposal], decider: &str) -> Step<()> {
        let ids: Vec<IndicatorId> = all.iter().filter_map(|one| one.indicator).collect();
        let stored = library::by_ids(tx.db, &[tx.division], &ids)?;
        let mut work = Work {
            keys: Keys::load(tx.db, tx.division)?,
            stored: stored.into_iter().map(|one| (one.id, one)).collect(),
            grounds: Grounds::new(self, tx.division),
            new: Vec::new(),
            changed: Vec::new(),
            versions: Vec::new(),
        };
        for proposal in all {
            let after = applied(tx, &mut work, proposal)?;
            work.versions.push(Version {
                indicator: after.id,
                version: after.version,
                content: serde_json::to_string(&IndicatorInput::of(&after)).map_err(AppError::fault)?,
                change: proposal.kind.name().to_owned(),
                reason: proposal.reason.clone(),
                proposer_name: proposal.proposer_name.clone(),
                decider_name: decider.to_owned(),
                made_at: tx.now,
            });
            match proposal.kind {
                ProposalKind::Enter => work.new.push(after),
                _ => work.changed.push(after),
            }
        }
        library::insert_many(tx.db, &work.new)?;
        library::replace_many(tx.db, tx.division, &work.changed)?;
        versions::insert_many(tx.db, tx.division, &work.versions)?;
        Ok(())
    }
}

/// What an approval needs and makes.
struct Work<'a> {
    keys: Keys,
    stored: BTreeMap<IndicatorId, LibraryIndicator>,
    grounds: Grounds<'a>,
    new: Vec<LibraryIndicator>,
    changed: Vec<LibraryIndicator>,
    versions: Vec<Version>,
}

/// The indicator as it stands after one proposal.
fn applied(tx: &mut Tx<'_>, work: &mut Work<'_>, proposal: &Proposal) -> Step<LibraryIndicator> {
    let before = match proposal.indicator {
        None => None,
        Some(id) => Some(work.stored.get(&id).cloned().ok_or(AppError::NotFound)?),
    };
    if before.as_ref().map(|one| one.version) != proposal.base_version {
        let message = format!(
            "“{}”在申请之后又有变更,不能按旧内容通过;请退回申请人重新提出。",
            proposal.name
        );
        return Err(AppError::refused("indicator-changed", message).into());
    }
    match (proposal.kind, before) {
        (ProposalKind::Enter | ProposalKind::Change, before) => written(tx, work, proposal, before.as_ref()),
        (ProposalKind::Merge | ProposalKind::Exit, Some(before)) => Ok(LibraryIndicator {
            valid_to: year_before(proposal.year),
            successor: proposal.successor,
            version: before.version + 1,
            ..before
        }),
        (ProposalKind::Merge | ProposalKind::Exit, None) => Err(AppError::NotFound.into()),
    }
}

fn written(
    tx: &mut Tx<'_>,
    work: &mut Work<'_>,
    proposal: &Proposal,
    before: Option<&LibraryIndicator>,
) -> Step<LibraryIndicator> {
    let mut input = content(proposal).ok_or_else(|| AppError::fault("a proposal without content"))?;
    let division = tx.division;
    if let Some(twin) = work.keys.twin(&input, proposal.indicator) {
        return Err(AppError::Invalid(vec![twin]).into());
    }
    if input.code.is_empty() {
        input.code = work.keys.next_code(&input.category);
    }
    let ground = work.grounds.of(proposal.year)?;
    let checked = check(&input, &ground.rules, &ground.frame, division).map_err(AppError::Invalid)?;
    let (id, version) = match before {
        Some(before) => (before.id, before.version + 1),
        None => (tx.fresh()?, 1),
    };
    let after = checked.stored(id, division, version);
    work.keys.add(IndicatorKey {
        id,
        division,
        code: after.code.clone(),
        level2: after.level2.clone(),
        name: after.name.clone(),
    });
    Ok(after)
}

fn year_before(year: BudgetYear) -> Option<BudgetYear> {
    BudgetYear::new(year.get() - 1).ok()
}

fn decided(actor: &Actor, tx: &mut Tx<'_>, decision: &Decision) -> Result<Decided, AppError> {
    let opinion = decision.opinion.trim();
    if !decision.approve && opinion.is_empty() {
        return Err(AppError::field(
            "opinion",
            "opinion-missing",
            "不通过须写明意见,申请人才知道怎样改。",
        ));
    }
    let length = opinion.chars().count();
    if REASON_MAX < length {
        let message = format!("审核意见最多 {REASON_MAX} 个字;现有 {length} 个字。");
        return Err(AppError::field("opinion", "text-unfit", message));
    }
    let state = if decision.approve {
        ProposalState::Approved
    } else {
        ProposalState::Refused
    };
    tx.detail("result", state.name());
    Ok(Decided {
        state,
        by: actor.user,
        name: actor.name.clone(),
        at: tx.now,
        opinion: opinion.to_owned(),
    })
}

/// Nobody approves what he proposed himself.
fn refuse_own(actor: &Actor, proposal: &Proposal) -> Result<(), Halt> {
    if proposal.proposed_by == actor.user {
        return Err(AppError::refused("own-proposal", "这是您本人提出的申请,须由另一人审核。").into());
    }
    Ok(())
}
