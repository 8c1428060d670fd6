//! 签证单 (sign-off sheet) of an evaluation: issued by the bureau once everything is scored, answered point by point by
//! the department, looked at again where it is disputed, signed by both sides, and then a numbered paper.
//!
//! Every kind whose frame asks for a sign-off goes this way; the conclusion waits for it.

mod answer;
mod export;
mod issue;
mod page;
mod paper;
mod points;
mod second;
mod sign;
mod todo;
pub mod view;

pub use answer::{SignOffAnswerInput, SignOffAnswersInput};
pub use issue::{PointWords, SignOffIssueInput, SignOffWithdrawal};
pub use second::SecondLookInput;

pub(super) use points::{Candidate, chosen};
pub(super) use sign::supersede;

use hengji_domain::person::{Actor, Role};
use hengji_domain::sign_off::{SignOffHand, SignOffRefusal, SignOffSheet, SignOffSide};

use super::case::EvaluationCase;
use crate::app::{Halt, Step, Tx};
use crate::error::AppError;

/// Longest words of a point, an answer or a second look, characters.
const WORDS_MAX: usize = 1_000;

impl EvaluationCase {
    /// The edition that counts; none before the first, or after one was taken back.
    pub(crate) fn sheet_in_force(&self) -> Option<&SignOffSheet> {
        self.sign_offs.iter().find(|sheet| sheet.state.is_in_force())
    }

    /// Refuses a change of scores or figures while a sheet counts.
    pub(super) fn require_scores_open(&self) -> Result<(), SignOffRefusal> {
        self.sheet_in_force()
            .map_or(Ok(()), SignOffSheet::require_scores_open)
    }

    /// Refuses a conclusion that both sides have not signed for, where the kind asks for that.
    pub(super) fn require_signed_off(&self) -> Result<(), SignOffRefusal> {
        if !self.frame.needs_sign_off {
            return Ok(());
        }
        self.sheet_in_force()
            .ok_or(SignOffRefusal::Missing)?
            .require_signed()
    }

    /// The sheet that a step is about, in the version that the request knows.
    fn sheet_at(&self, version: i32) -> Step<SignOffSheet> {
        let sheet = self.sheet_in_force().ok_or(AppError::NotFound)?;
        if sheet.version == version {
            Ok(sheet.clone())
        } else {
            Err(Halt::stale("sign_offs", sheet.id))
        }
    }
}

/// For which side somebody signs.
fn side_of(actor: &Actor) -> SignOffSide {
    let bureau = [
        Role::PerformanceReviewer,
        Role::BureauLeader,
        Role::BudgetDivisionReviewer,
    ];
    if bureau.into_iter().any(|role| actor.has(role)) {
        SignOffSide::Bureau
    } else {
        SignOffSide::Department
    }
}

/// The hand of who acts, now.
fn hand(actor: &Actor, tx: &Tx<'_>) -> SignOffHand {
    SignOffHand {
        user: actor.user,
        name: actor.name.clone(),
        at: tx.now,
    }
}

/// Words without blanks around them and without control characters, not too long.
fn bounded(field: &str, what: &str, words: &str) -> Result<String, AppError> {
    let words = words.trim();
    let length = words.chars().count();
    if WORDS_MAX < length {
        let told = format!("{what}最多 {WORDS_MAX} 字,现有 {length} 字,请精简。");
        return Err(AppError::field(field, "text-too-long", told));
    }
    Ok(words.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}

#[cfg(test)]
pub(super) mod tests;
