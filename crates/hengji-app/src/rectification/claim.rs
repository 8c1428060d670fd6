//! 报送整改完成 (claim): the unit says that a measure is done and attaches the proof; nothing is verified by it.

use hengji_authz::{Action, decide};
use hengji_domain::id::{CommitmentId, ProofId};
use hengji_domain::person::Actor;
use hengji_domain::rectification::{CommitmentState, FindingState, RectificationRefusal};
use hengji_store::attachments;
use hengji_store::rectification::{
    Commitment, CommitmentListing, Proof, find_commitment_listing, find_proof, insert_commitment_steps,
    insert_proofs, proofs_of, update_commitment,
};
use hengji_store::sha256_hex;

use super::case::{WORDS_MAX, excerpt, find_measure, hand, measure_place, not_longer, resource, step};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::attachments::NewAttachment;
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// A claim as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The version that was read.
    pub version: i32,
    /// What was done.
    pub words: String,
    /// The proof; none where one was sent in this round already.
    pub file: Option<NewAttachment>,
    /// Only keeps the proof: more files can follow before the claim.
    pub only_keeps: bool,
}

impl App {
    /// Claims that a measure is done, or keeps a proof for that.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `claim-without-proof`, `commitment-claimed`, `commitment-verified`,
    /// `plan-not-handed-in`, and those of [`App::add_attachment`] for the file; [`AppError::Invalid`]
    /// `claim-needs-words`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn claim_rectification(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: CommitmentId,
        claim: &Claim,
    ) -> Result<Written, AppError> {
        let sent = match &claim.file {
            Some(file) => Some((self.accepted_file(actor, file)?, &file.bytes)),
            None => None,
        };
        let digest = claim.file.as_ref().map(|file| sha256_hex(&file.bytes));
        let request = (
            id.to_string(),
            claim.version,
            &claim.words,
            digest,
            claim.only_keeps,
        );
        self.act(
            actor,
            Action::ClaimRectification,
            &Request::new(key, &request)?,
            |tx| find_measure(tx, id),
            |tx, listing| {
                let one = &listing.commitment;
                let state = one.state.claim()?;
                require_handed_in(&listing)?;
                if one.version != claim.version {
                    return Err(Halt::stale("rectification_commitments", id));
                }
                if let Some(((name, media_type), bytes)) = &sent {
                    keep(tx, actor, one, name, media_type, bytes)?;
                } else if claim.only_keeps {
                    let told = "请选择要上传的证明材料。";
                    return Err(AppError::field("file", "file-missing", told).into());
                }
                if claim.only_keeps {
                    return Ok(Written {
                        id: id.to_string(),
                        version: one.version,
                    });
                }
                let words = not_longer("words", "完成情况", claim.words.trim(), WORDS_MAX)?;
                if words.is_empty() {
                    let told = "请写明整改完成的情况。";
                    return Err(AppError::field("words", "claim-needs-words", told).into());
                }
                let proofs = proofs_of(tx.db, tx.division, id)?;
                if proofs.iter().all(|proof| proof.round != one.version) {
                    let told = format!(
                        "报送完成须附证明材料({}):请上传后再报送;核实未通过的,须有新的材料。",
                        one.proof_asked
                    );
                    return Err(AppError::refused("claim-without-proof", told).into());
                }
                let next = Commitment {
                    state,
                    claimed_by: Some(actor.user),
                    claimed_on: Some(tx.now.shanghai_date()),
                    ..one.clone()
                };
                let version = update_commitment(tx.db, tx.division, &next)?;
                let claimed = step(actor, tx, "claimed", words, "");
                insert_commitment_steps(tx.db, tx.division, &[(id, claimed)])?;
                tx.detail("words", excerpt(words));
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }

    /// The name and the bytes of a proof, which are proven to be those that were sent.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that does not exist or lies out of sight; [`AppError::Fault`] when the stored
    /// bytes are not those that were sent.
    pub fn rectification_proof(&self, actor: &Actor, id: ProofId) -> Result<(String, Vec<u8>), AppError> {
        self.may_look(actor, Action::ViewEvaluationFindings)?;
        let division = actor.division;
        self.read(|db| {
            let proof = find_proof(db, division, id)?.ok_or(AppError::NotFound)?;
            let listing = find_commitment_listing(db, division, proof.commitment)?;
            let listing = listing.ok_or(AppError::NotFound)?;
            if !sees(actor, &listing) {
                return Err(AppError::NotFound.into());
            }
            let bytes = attachments::content(db, division, &proof.sha256)?;
            let bytes = bytes.ok_or_else(|| AppError::fault(format!("整改证明 {id} 没有内容")))?;
            Ok((proof.file_name, bytes))
        })
    }
}

/// Whether the actor may see a measure: the plan of a unit is its own until it is handed in.
pub(super) fn sees(actor: &Actor, listing: &CommitmentListing) -> bool {
    let about = resource(actor.division, measure_place(listing), listing.finding.state);
    let is_seen = hengji_authz::scope(actor).contains(
        &measure_place(listing),
        super::case::is_settled(listing.finding.state),
    );
    let is_planning = decide(actor, Action::PlanRectification, &about).allow;
    is_seen && (is_planning || listing.finding.state != FindingState::Served)
}

/// A measure is done only after it was promised in a plan.
pub(super) const fn require_handed_in(listing: &CommitmentListing) -> Result<(), RectificationRefusal> {
    match listing.finding.state {
        FindingState::Rectifying => Ok(()),
        FindingState::Rectified => Err(RectificationRefusal::AlreadyVerified),
        FindingState::Withdrawn => Err(RectificationRefusal::Withdrawn),
        FindingState::Entered | FindingState::Served => Err(RectificationRefusal::NoPlan),
    }
}

/// Stores a proof of this round.
fn keep(
    tx: &mut Tx<'_>,
    actor: &Actor,
    one: &Commitment,
    name: &str,
    media_type: &str,
    bytes: &[u8],
) -> Step<()> {
    let sha256 = attachments::store_content(tx.db, tx.division, bytes)?;
    tx.detail("file_name", name);
    tx.detail("content_sha256", &sha256);
    let proof = Proof {
        id: tx.fresh()?,
        commitment: one.id,
        round: one.version,
        file_name: name.to_owned(),
        media_type: media_type.to_owned(),
        byte_count: u64::try_from(bytes.len()).map_err(AppError::fault)?,
        sha256,
        hand: hand(actor, tx),
    };
    insert_proofs(tx.db, tx.division, std::slice::from_ref(&proof))?;
    Ok(())
}

/// Whether the measure still takes proofs of its round.
pub(super) const fn is_of_round(state: CommitmentState, round: i32, version: i32) -> bool {
    // A claim makes a new version, and what was sent for it belongs to the version before.
    match state {
        CommitmentState::Promised | CommitmentState::Rejected => round == version,
        CommitmentState::Claimed => round == version - 1,
        CommitmentState::Verified => round == version - 2,
    }
}
