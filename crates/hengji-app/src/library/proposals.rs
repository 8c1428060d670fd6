//! 变更申请 (proposals): who proposed what, where it stands, and everything a reviewer needs beside it.

use hengji_authz::{Action, Resource, decide};
use hengji_domain::id::{ImportId, IndicatorId, ProposalId, UnitId};
use hengji_domain::person::Actor;
use hengji_store::library::proposals::{self, Proposal, ProposalFilter, ProposalKind, ProposalState};
use hengji_store::library::{self, LibraryFilter, LibraryIndicator};
use hengji_store::{Count, Page};

use super::IndicatorInput;
use super::view::{ProposalPage, ProposalRow};
use crate::app::App;
use crate::common::{Hand, PageOf, PageRequest};
use crate::error::AppError;

/// Which proposals to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProposalQuery {
    /// Where they stand.
    pub state: Option<ProposalState>,
    /// What they propose.
    pub kind: Option<ProposalKind>,
    /// Of one file.
    pub batch: Option<ImportId>,
    /// Words in the name of the indicator.
    pub text: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// Whose proposals somebody sees: all of them for who reviews, else those of the own bodies.
pub(super) fn visible_units(actor: &Actor) -> Option<Vec<UnitId>> {
    let may_review = decide(
        actor,
        Action::ReviewLibraryChange,
        &Resource::Division(actor.division),
    );
    (!may_review.allow).then(|| actor.grants.iter().map(|grant| grant.unit).collect())
}

impl App {
    /// A page of proposals, newest first.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn library_proposals(
        &self,
        actor: &Actor,
        query: &ProposalQuery,
    ) -> Result<PageOf<ProposalRow>, AppError> {
        self.may_look(actor, Action::ViewLibrary)?;
        let filter = ProposalFilter {
            state: query.state,
            kind: query.kind,
            batch: query.batch,
            indicator: None,
            units: visible_units(actor),
            others_than: None,
            words: query.text.clone().filter(|text| !text.trim().is_empty()),
        };
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let (rows, total) = self.read(|db| {
            let rows = proposals::list(db, actor.division, &filter, page)?;
            Ok((rows, proposals::count(db, actor.division, &filter)?))
        })?;
        Ok(PageOf::of(rows.iter().map(row).collect(), query.page, total))
    }

    /// How many proposals of others wait for the actor; none for somebody who does not review, without a statement.
    pub(crate) fn library_reviews(&self, actor: &Actor) -> Result<u64, AppError> {
        if visible_units(actor).is_some() {
            return Ok(0);
        }
        let filter = ProposalFilter {
            state: Some(ProposalState::Pending),
            others_than: Some(actor.user),
            ..ProposalFilter::default()
        };
        let count = self.read(|db| Ok(proposals::count(db, actor.division, &filter)?))?;
        Ok(match count {
            Count::Exactly(count) | Count::MoreThan(count) => count,
        })
    }

    /// The page of a proposal: what would change, and what the library has that is like it.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that does not exist or belongs to another body; [`AppError::Forbidden`].
    pub fn library_proposal(&self, actor: &Actor, id: ProposalId) -> Result<ProposalPage, AppError> {
        self.may_look(actor, Action::ViewLibrary)?;
        let lineage = actor.division.lineage();
        let (proposal, concerned, similar) = self.read(|db| {
            let proposal = proposals::find(db, actor.division, id)?
                .filter(|one| visible_units(actor).is_none_or(|units| units.contains(&one.unit)))
                .ok_or(AppError::NotFound)?;
            let ids: Vec<IndicatorId> = proposal.indicator.into_iter().chain(proposal.successor).collect();
            let concerned = library::by_ids(db, &lineage, &ids)?;
            let similar = if proposal.kind == ProposalKind::Enter {
                similar(db, &lineage, &proposal)?
            } else {
                Vec::new()
            };
            Ok((proposal, concerned, similar))
        })?;
        let ground = self.library_ground(actor.division, proposal.year)?;
        let of = |id: Option<IndicatorId>| concerned.iter().find(|one| Some(one.id) == id);
        let texts = content(&proposal);
        let stored = of(proposal.indicator).map(IndicatorInput::of);
        let differences = match (&texts, &stored) {
            (Some(after), Some(before)) if proposal.state == ProposalState::Pending => {
                before.differences(after)
            }
            _ => Vec::new(),
        };
        let review = decide(
            actor,
            Action::ReviewLibraryChange,
            &Resource::Division(actor.division),
        );
        let is_own = proposal.proposed_by == actor.user;
        let is_pending = proposal.state == ProposalState::Pending;
        Ok(ProposalPage {
            row: row(&proposal),
            version: proposal.version,
            texts: texts.or(stored),
            differences,
            successor: of(proposal.successor).map(|one| (one.id, one.name.clone())),
            similar: similar.iter().map(|one| ground.row(one)).collect(),
            may_decide: review.allow && is_pending && !is_own,
            why_not: (review.allow && is_pending && is_own)
                .then_some("这是您本人提出的申请,须由另一人审核。"),
        })
    }
}

/// The indicator as proposed.
pub(super) fn content(proposal: &Proposal) -> Option<IndicatorInput> {
    // A newer version of the product may have written a field that this one does not know: then none is shown.
    serde_json::from_str(&proposal.content).ok()
}

/// So many close names are enough to see that an indicator is not new.
const SIMILAR_MAX: usize = 5;
/// Names that share two thirds of their pairs of characters are close: of nine, six.
const CLOSE_NUMERATOR: usize = 3;
const CLOSE_DENOMINATOR: usize = 2;

/// Indicators of the same category whose names share most pairs of characters with the proposed one.
fn similar(
    db: &mut hengji_store::Db,
    lineage: &[hengji_domain::Division],
    proposal: &Proposal,
) -> crate::app::Step<Vec<LibraryIndicator>> {
    let Some(input) = content(proposal) else {
        return Ok(Vec::new());
    };
    let filter = LibraryFilter {
        divisions: lineage.to_vec(),
        categories: Some(vec![input.category.clone()]),
        year: Some(proposal.year),
        ..LibraryFilter::default()
    };
    let page = Page {
        offset: 0,
        limit: u32::MAX,
    };
    let mut close = library::list(db, &filter, page)?;
    close.retain(|one| are_close(&one.name, &input.name));
    close.truncate(SIMILAR_MAX);
    Ok(close)
}

/// Whether two names share so many pairs of neighbouring characters that one of them is probably superfluous.
pub(super) fn are_close(one: &str, other: &str) -> bool {
    let pairs = |text: &str| -> std::collections::BTreeSet<(char, char)> {
        text.chars().zip(text.chars().skip(1)).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    let shared = one.intersection(&other).count();
    let all = one.union(&other).count();
    0 < shared && all * CLOSE_DENOMINATOR <= shared * CLOSE_NUMERATOR
}

/// A proposal as a row.
pub(super) fn row(one: &Proposal) -> ProposalRow {
    ProposalRow {
        id: one.id,
        batch: one.batch,
        kind: one.kind,
        state: one.state,
        indicator: one.indicator,
        name: one.name.clone(),
        year: one.year.to_string(),
        reason: one.reason.clone(),
        proposed: Hand {
            name: one.proposer_name.clone(),
            at: one.proposed_at,
        },
        decided: one.decided_at.map(|at| Hand {
            name: one.decider_name.clone(),
            at,
        }),
        opinion: one.opinion.clone(),
    }
}
