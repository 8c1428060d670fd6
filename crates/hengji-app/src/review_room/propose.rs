//! 现场修改 (room edit): what was agreed is typed at once and waits for the department's hand.
//!
//! Until that hand the goal stays as it was handed in. The proposal keeps the keys of its new lines, so that what is
//! confirmed is what was shown, to the letter.

use hengji_authz::Action;
use hengji_domain::centralised_review::RoomEditState;
use hengji_domain::id::{LineKey, ReviewSlotId, RoomEditId, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::sheet::Sheet;
use hengji_store::review_room::edits::{self, RoomEdit};
use serde::{Deserialize, Serialize};

use super::decide::bounded;
use crate::app::{App, Request};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::sheets::SheetDraft;
use crate::sheets::judge::judge;
use crate::sheets::save::apply;
use crate::sheets::snapshot::Snapshot;
use crate::sheets::submit::require_clean;

/// A change as it is typed in the room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomEditInput {
    /// The edition that was read.
    pub edition: i32,
    /// The goal as agreed.
    pub draft: SheetDraft,
    /// Why.
    #[serde(default)]
    pub words: String,
}

/// What is kept of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Proposal {
    /// 1; a later change of the shape takes the next number.
    pub(super) format: u32,
    /// Why.
    pub(super) words: String,
    /// As typed.
    pub(super) draft: SheetDraft,
    /// What it makes of the goal: the edition to come.
    pub(super) snapshot: Snapshot,
}

impl Proposal {
    pub(super) fn read(edit: &RoomEdit) -> Result<Self, AppError> {
        serde_json::from_str(&edit.proposal).map_err(AppError::fault)
    }

    /// Keys of the lines that the goal does not have yet, in their order.
    pub(super) fn new_keys(&self, sheet: &Sheet) -> Result<Vec<LineKey>, AppError> {
        let keys = self
            .snapshot
            .lines
            .iter()
            .map(|line| line.key.parse::<LineKey>())
            .collect::<Result<Vec<_>, _>>()?;
        let known = |key: &LineKey| sheet.lines.iter().any(|line| line.key == *key);
        Ok(keys.into_iter().filter(|key| !known(key)).collect())
    }
}

impl App {
    /// Keeps a change that was agreed in the room until the department answers.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] and [`AppError::Refused`] `sheet-has-errors` as when a unit hands the goal in;
    /// `room-edit-open` while another change waits; `room-edit-empty` when nothing is changed.
    pub fn propose_room_edit(
        &self,
        actor: &Actor,
        key: &RequestKey,
        slot: ReviewSlotId,
        sheet: SheetId,
        input: &RoomEditInput,
    ) -> Result<Written, AppError> {
        let words = bounded(&input.words)?;
        self.act(
            actor,
            Action::ProposeRoomEdit,
            &Request::new(key, &(slot.to_string(), sheet.to_string(), input))?,
            |tx| self.find_in_room(tx, slot, sheet),
            |tx, found| {
                found.require_open(tx, actor, input.edition)?;
                let case = &found.case;
                let earlier = edits::of_sheets(tx.db, tx.division, &[sheet])?;
                if earlier.iter().any(|edit| edit.answer.is_none()) {
                    return Err(AppError::refused(
                        "room-edit-open",
                        "已有一处现场修改在等部门答复,请先由部门答复。",
                    )
                    .into());
                }
                let sourced = case.sourced(tx.db)?;
                let mut next = apply(tx, &case.sheet, &input.draft, sourced)?;
                if next.annual_goal == case.sheet.annual_goal
                    && next.lines == case.sheet.lines
                    && next.money == case.sheet.money
                {
                    return Err(AppError::refused("room-edit-empty", "没有改动任何内容。").into());
                }
                next.edition = next.edition.saturating_add(1);
                let problems = judge(&mut next, case.names(), &case.rules);
                require_clean(case, &next, &problems)?;
                let proposal = Proposal {
                    format: 1,
                    words: words.clone(),
                    draft: input.draft.clone(),
                    snapshot: Snapshot::of(&next, case.names(), case.in_force.fingerprint()),
                };
                let id: RoomEditId = tx.fresh()?;
                let edit = RoomEdit {
                    id,
                    slot,
                    sheet,
                    from_edition: case.sheet.edition,
                    state: RoomEditState::Proposed,
                    proposal: serde_json::to_string(&proposal).map_err(AppError::fault)?,
                    proposed_by: actor.user,
                    proposed_by_name: actor.name.clone(),
                    proposed_at: tx.now,
                    answer: None,
                    version: 1,
                };
                edits::insert_many(tx.db, tx.division, &[edit])?;
                tx.detail("edition", case.sheet.edition);
                tx.detail("lines", next.lines.len());
                Ok(Written {
                    id: id.to_string(),
                    version: 1,
                })
            },
        )
    }
}
