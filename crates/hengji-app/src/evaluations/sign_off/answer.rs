//! 部门答复 (answer): every point agreed or disputed with its reason, all at once.

use hengji_authz::Action;
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::sign_off::{Answered, PointAnswer, Verdict};
use hengji_store::sign_offs;
use serde::{Deserialize, Serialize};

use super::{bounded, hand};
use crate::app::{App, Request};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// The answer to one point as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOffAnswerInput {
    /// Number on the sheet.
    pub number: u32,
    /// Code of the verdict; blank while undecided.
    #[serde(default)]
    pub verdict: String,
    /// Why it is disputed.
    #[serde(default)]
    pub words: String,
    /// Evidence in words.
    #[serde(default)]
    pub evidence: String,
}

/// The answers to a sheet as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOffAnswersInput {
    /// The version of the sheet that was seen.
    pub version: i32,
    /// One for each point.
    pub answers: Vec<SignOffAnswerInput>,
}

impl App {
    /// Answers every point of the sheet.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `sign-off-unanswered`, `sign-off-reason-short`, `sign-off-point-unknown`,
    /// `sign-off-not-now`, `sign-off-locked`; [`AppError::Stale`]; [`AppError::NotFound`] for strangers and without a
    /// sheet.
    pub fn answer_sign_off_sheet(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &SignOffAnswersInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::AnswerSignOffSheet,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                let sheet = case.sheet_at(input.version)?;
                let rules = self.rules(tx.division, case.listing.evaluation.year).sign_off()?;
                let answers = read(&input.answers)?;
                let given = sheet.answered(&answers, rules.reason_least, hand(actor, tx))?;
                tx.detail("edition", given.edition);
                tx.detail("sign_off_points", given.points.len());
                tx.detail("sign_off_disputed", given.open_disputes().len());
                sign_offs::insert_answers(tx.db, tx.division, &[(given.id, answers)])?;
                let version = sign_offs::update_sheet(tx.db, tx.division, &given)?;
                Ok(Written {
                    id: given.id.to_string(),
                    version,
                })
            },
        )
    }
}

/// What was typed as answers; a point without a verdict has none.
fn read(typed: &[SignOffAnswerInput]) -> Result<Vec<Answered>, AppError> {
    let mut answers = Vec::new();
    for one in typed {
        let Some(verdict) = Verdict::from_code(&one.verdict) else {
            continue;
        };
        answers.push(Answered {
            number: one.number,
            answer: PointAnswer {
                verdict,
                words: bounded(&format!("words-{}", one.number), "异议理由", &one.words)?,
                evidence: bounded(&format!("evidence-{}", one.number), "佐证说明", &one.evidence)?,
            },
        });
    }
    Ok(answers)
}
