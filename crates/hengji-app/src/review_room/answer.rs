//! 部门答复 (answer): a change made in the room becomes an edition by the department's hand, or stays a proposal.

use hengji_authz::{Action, Resource};
use hengji_domain::centralised_review::RoomEditState;
use hengji_domain::id::RoomEditId;
use hengji_domain::person::{Actor, Role};
use hengji_domain::sheet::Sheet;
use hengji_store::editions::{self, Edition};
use hengji_store::review_room::edits::{self, EditAnswer, RoomEdit};
use hengji_store::signatures::{self, Signature};
use hengji_store::{findings, sheets};
use serde::{Deserialize, Serialize};

use super::decide::{InRoom, bounded};
use super::propose::Proposal;
use super::rules::ReviewRules;
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::sheets::draft;
use crate::sheets::judge::judge;
use crate::sheets::snapshot::Snapshot;
use crate::sheets::submit::require_clean;

/// The department's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditAnswerInput {
    /// The version of the change that was read.
    pub version: i32,
    /// Whether the department stands by it.
    pub confirms: bool,
    /// Words; mandatory when it does not.
    #[serde(default)]
    pub words: String,
}

/// A signature that the department gave on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperSignature {
    /// The version of the change that was read.
    pub version: i32,
    /// The post of who signed.
    pub signed_by: String,
}

/// Whose hand stands under the new edition.
struct ConfirmingHand {
    role: Role,
    name: String,
}

impl App {
    /// Answers a change by the department's own account.
    ///
    /// # Errors
    ///
    /// [`AppError::Stale`] when somebody answered before or the goal has another edition; [`AppError::Refused`]
    /// `room-edit-words-missing`; [`AppError::Forbidden`].
    pub fn answer_room_edit(
        &self,
        actor: &Actor,
        key: &RequestKey,
        edit: RoomEditId,
        input: &EditAnswerInput,
    ) -> Result<Written, AppError> {
        let words = bounded(&input.words)?;
        if !input.confirms && words.is_empty() {
            return Err(AppError::refused(
                "room-edit-words-missing",
                "不采纳现场修改的,请说明理由。",
            ));
        }
        self.act(
            actor,
            Action::AnswerRoomEdit,
            &Request::new(key, &(edit.to_string(), input))?,
            |tx| self.find_edit(tx, edit),
            |tx, (found, edit)| {
                require_version(&edit, input.version)?;
                if !input.confirms {
                    tx.detail("outcome", RoomEditState::Declined.name());
                    write_answer(tx, actor, &edit, RoomEditState::Declined, &actor.name, &words)?;
                    return Ok(found.written());
                }
                let hand = ConfirmingHand {
                    role: confirming_role(actor),
                    name: actor.name.clone(),
                };
                confirm(self, tx, actor, &found, &edit, &hand, &words)
            },
        )
    }

    /// Records that the department signed a change on paper, where the rule knows that.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `paper-confirmation-unknown` where the rule does not; as for
    /// [`App::answer_room_edit`] otherwise.
    pub fn record_room_signature(
        &self,
        actor: &Actor,
        key: &RequestKey,
        edit: RoomEditId,
        input: &PaperSignature,
    ) -> Result<Written, AppError> {
        let signed_by = bounded(&input.signed_by)?;
        if signed_by.is_empty() {
            return Err(AppError::field(
                "signed_by",
                "signer-missing",
                "请填写部门签字人的职务。",
            ));
        }
        self.act(
            actor,
            Action::RecordRoomSignature,
            &Request::new(key, &(edit.to_string(), input))?,
            |tx| self.find_edit(tx, edit),
            |tx, (found, edit)| {
                require_version(&edit, input.version)?;
                if !ReviewRules::read(&found.case.in_force)?.paper_confirms {
                    return Err(AppError::refused(
                        "paper-confirmation-unknown",
                        "现行规则(goal.review_confirmation)只认部门账号确认,不能录入纸质签字。",
                    )
                    .into());
                }
                let hand = ConfirmingHand {
                    role: Role::DepartmentReviewer,
                    name: format!("{signed_by}(现场纸质签字,{}录入)", actor.name),
                };
                confirm(self, tx, actor, &found, &edit, &hand, "")
            },
        )
    }

    fn find_edit(&self, tx: &mut Tx<'_>, id: RoomEditId) -> Step<(Resource, (InRoom, RoomEdit))> {
        let edit = edits::find(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
        let (resource, found) = self.find_in_room(tx, edit.slot, edit.sheet)?;
        Ok((resource, (found, edit)))
    }
}

fn require_version(edit: &RoomEdit, version: i32) -> Step<()> {
    if edit.version == version && edit.answer.is_none() {
        Ok(())
    } else {
        Err(Halt::stale("room_edits", edit.id))
    }
}

/// A department's reviewer signs as such, a clerk as clerk.
fn confirming_role(actor: &Actor) -> Role {
    if actor.has(Role::DepartmentReviewer) {
        Role::DepartmentReviewer
    } else {
        Role::UnitClerk
    }
}

fn write_answer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    edit: &RoomEdit,
    state: RoomEditState,
    name: &str,
    words: &str,
) -> Step<()> {
    let answer = EditAnswer {
        by: actor.user,
        by_name: name.to_owned(),
        at: tx.now,
        words: words.to_owned(),
    };
    Ok(edits::answer(tx.db, tx.division, edit, state, &answer)?)
}

/// Makes the proposal the next edition, signed by the department; the goal stays at its step.
fn confirm(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    found: &InRoom,
    edit: &RoomEdit,
    hand: &ConfirmingHand,
    words: &str,
) -> Step<Written> {
    found.require_present(edit.from_edition)?;
    let case = &found.case;
    let proposal = Proposal::read(edit)?;
    let mut keys = proposal.new_keys(&case.sheet)?.into_iter();
    let sourced = case.sourced(tx.db)?;
    let mut is_short = false;
    let applied = draft::apply(&case.sheet, &proposal.draft, sourced, &mut || {
        keys.next().unwrap_or_else(|| {
            is_short = true;
            hengji_domain::id::LineKey::from_uuid(uuid::Uuid::nil())
        })
    });
    let applied = applied.map_err(AppError::Invalid)?;
    if is_short {
        return Err(AppError::fault(format!("现场修改 {} 的新指标行缺少标识", edit.id)).into());
    }
    let mut next = Sheet {
        edition: case.sheet.edition.saturating_add(1),
        ..applied
    };
    let mut problems = judge(&mut next, case.names(), &case.rules);
    problems.extend(app.look_around(tx.db, case, &next)?);
    require_clean(case, &next, &problems)?;
    let version = sheets::update_head(tx.db, tx.division, &next)?;
    sheets::replace_lines(tx.db, tx.division, &next)?;
    findings::replace_for_sheet(tx.db, tx.division, next.id, &problems)?;
    let fingerprint = case.in_force.fingerprint();
    let edition = Edition::of(
        next.id,
        next.edition,
        Snapshot::of(&next, case.names(), fingerprint).to_json()?,
        fingerprint.to_owned(),
        actor.user,
        tx.now,
    );
    editions::insert(tx.db, tx.division, &edition)?;
    let signature = Signature {
        sheet: next.id,
        edition: next.edition,
        step: 0,
        role: hand.role,
        signer: actor.user,
        signer_name: hand.name.clone(),
        content_sha256: edition.sha256.clone(),
        signed_at: tx.now,
    };
    signatures::insert(tx.db, tx.division, &signature)?;
    write_answer(tx, actor, edit, RoomEditState::Confirmed, &hand.name, words)?;
    tx.detail("outcome", RoomEditState::Confirmed.name());
    tx.detail("edition", next.edition);
    tx.detail("content_sha256", &edition.sha256);
    Ok(Written {
        id: next.id.to_string(),
        version,
    })
}
