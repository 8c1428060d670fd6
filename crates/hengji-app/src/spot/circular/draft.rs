//! 拟稿 (drafting): refused while too little is concluded; the figures of a draft follow the records.

use hengji_authz::Action;
use hengji_domain::circular::{CircularRefusal, CircularState};
use hengji_domain::id::SpotRoundId;
use hengji_domain::person::Actor;
use hengji_store::circulars::{self, Circular};
use serde::{Deserialize, Serialize};

use super::hand;
use crate::app::{App, Request};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::spot::case;

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CircularInput {
    /// What is asked of departments beside the sentence of the rule; may be blank.
    #[serde(default)]
    pub remarks: String,
    /// Why it shall take the place of the edition in force; blank for the first.
    #[serde(default)]
    pub reason: String,
}

/// Longest remarks and reasons, characters.
pub(super) const TEXT_MAX: usize = 1_000;

impl App {
    /// Drafts the circular of a round.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `spot-not-now` before the draw, `circular-not-begun`, `circular-not-concluded`,
    /// `circular-waiting`, `circular-reason-short` where an edition is in force, `circular-rule-word`, `year-closed`;
    /// [`AppError::Invalid`] for texts that are too long; [`AppError::RuleMissing`]; [`AppError::NotFound`].
    pub fn draft_circular(
        &self,
        actor: &Actor,
        key: &RequestKey,
        round: SpotRoundId,
        input: &CircularInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::DraftCircular,
            &Request::new(key, &(round.to_string(), input))?,
            |tx| case::find(tx, round),
            |tx, round| {
                round.state.may_evaluate()?;
                require_open(tx, round.year)?;
                let known = circulars::of_round(tx.db, tx.division, round.id)?;
                if let Some(waiting) = known.iter().find(|one| one.state == CircularState::Drafted) {
                    let edition = waiting.edition;
                    return Err(CircularRefusal::Waiting { edition }.into());
                }
                let remarks = bounded("remarks", "补充要求", &input.remarks)?;
                let day = tx.now.shanghai_date();
                let gathered = self.gathered(tx.db, actor, &round, &remarks, day)?;
                gathered.require_enough()?;
                let is_replacement = known.iter().any(|one| one.state == CircularState::Issued);
                let reason = if is_replacement {
                    let reason = bounded("reason", "替换理由", &input.reason)?;
                    gathered.rules.reason("替换理由", &reason)?
                } else {
                    String::new()
                };
                let one = Circular {
                    id: tx.fresh()?,
                    year: round.year,
                    round: round.id,
                    edition: known.last().map_or(1, |last| last.edition.saturating_add(1)),
                    state: CircularState::Drafted,
                    remarks,
                    reason,
                    drafted: hand(actor, tx),
                    decided: None,
                    decision: String::new(),
                    content_sha256: String::new(),
                    receipt_due_on: None,
                    paper: None,
                    version: 1,
                };
                circulars::insert(tx.db, tx.division, &one)?;
                tx.about("circular", one.id);
                tx.detail("edition", one.edition);
                tx.detail("drawn", gathered.content.draw.drawn);
                if !one.reason.is_empty() {
                    tx.detail("reason", &one.reason);
                }
                Ok(Written {
                    id: one.id.to_string(),
                    version: one.version,
                })
            },
        )
    }
}

/// A text without the blanks around it and without what does not print, not too long.
pub(super) fn bounded(field: &str, name: &str, text: &str) -> Result<String, AppError> {
    let text = text.trim();
    let length = text.chars().count();
    if TEXT_MAX < length {
        let told = format!("{name}最多 {TEXT_MAX} 字,现有 {length} 字,请精简。");
        return Err(AppError::field(field, "text-too-long", told));
    }
    Ok(text.chars().filter(|c| *c == '\n' || !c.is_control()).collect())
}
