//! 复查 (second look) at a disputed point by somebody of the bureau who did not score it: upheld, or amended through the
//! one way in which scores are written.

use hengji_authz::Action;
use hengji_domain::evaluation::{EvaluationState, Side};
use hengji_domain::id::{EvaluationId, UserId};
use hengji_domain::person::Actor;
use hengji_domain::sign_off::{SecondLook, SecondOutcome, SignOffPoint, SignOffRefusal};
use hengji_store::{evaluations, sign_offs};
use serde::{Deserialize, Serialize};

use super::{bounded, hand};
use crate::app::{App, Request};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::evaluations::LineInput;
use crate::evaluations::case::EvaluationCase;
use crate::evaluations::score::amended;

/// A second look as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondLookInput {
    /// The version of the sheet that was seen.
    pub version: i32,
    /// Number of the point.
    pub number: u32,
    /// Code of the outcome.
    pub outcome: String,
    /// Why.
    pub words: String,
    /// The amended answer of the line, by its method; read only where the point is amended.
    #[serde(default)]
    pub line: LineInput,
}

impl App {
    /// Looks again at one disputed point.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `sign-off-own-point`, `sign-off-not-disputed`, `sign-off-looked-at`,
    /// `sign-off-reason-short`, `sign-off-same-score`, `sign-off-computed`, `sign-off-not-now`, `sign-off-locked`,
    /// `evaluation-score-out-of-range`; [`AppError::Invalid`] `sign-off-outcome-unknown`,
    /// `sign-off-score-missing`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn look_again_at_point(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &SecondLookInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::LookAgainAtPoint,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                let sheet = case.sheet_at(input.version)?;
                case.require_state(EvaluationState::Verification, "复查")?;
                let rules = self.rules(tx.division, case.listing.evaluation.year).sign_off()?;
                let outcome = SecondOutcome::from_code(&input.outcome).ok_or_else(|| {
                    let told = "请选择复查结果:维持或变更。";
                    AppError::field("outcome", "sign-off-outcome-unknown", told)
                })?;
                let number = input.number;
                let unknown = SignOffRefusal::UnknownPoint { number };
                let point = sheet.points.iter().find(|point| point.number == number);
                let point = point.ok_or(unknown)?.clone();
                let look = SecondLook {
                    outcome,
                    words: bounded("words", "复查意见", &input.words)?,
                    score: None,
                    hand: hand(actor, tx),
                };
                let scorers = scorers(&case, &point);
                let least = rules.reason_least;
                // Whoever may not look at all is told so before anything is said of the score.
                sheet.clone().looked_at(number, look.clone(), &scorers, least)?;
                let mut rows = Vec::new();
                let mut look = look;
                if outcome == SecondOutcome::Amended && point.item.is_some() {
                    rows = amended(tx, actor, &case, &point, &input.line, &look.words)?;
                    look.score = rows.first().map(|row| row.score);
                }
                evaluations::insert_scores(tx.db, tx.division, &rows)?;
                let looked = sheet.looked_at(number, look.clone(), &scorers, least)?;
                tx.detail("edition", looked.edition);
                tx.detail("sign_off_point", format!("{number} {}", point.name));
                tx.detail("outcome", outcome.name());
                tx.detail("words", &look.words);
                if let Some(score) = look.score {
                    tx.detail("score", score);
                }
                sign_offs::insert_looks(tx.db, tx.division, &[(looked.id, number, look)])?;
                let version = sign_offs::update_sheet(tx.db, tx.division, &looked)?;
                Ok(Written {
                    id: looked.id.to_string(),
                    version,
                })
            },
        )
    }
}

/// Who scored the line of a point.
pub(super) fn scorers(case: &EvaluationCase, point: &SignOffPoint) -> Vec<UserId> {
    let found = point.item.as_ref().and_then(|key| case.item(key.as_str()));
    found.map_or_else(Vec::new, |(item, _)| {
        let standing = case.standing_scores(item, Side::Verification);
        standing.iter().map(|one| one.scorer).collect()
    })
}
