//! 送达, 签收, 答复, 撤回 (steps): each with its hand, its day and its words.

use hengji_authz::Action;
use hengji_domain::NaiveDate;
use hengji_domain::id::PaperId;
use hengji_domain::paper::{DueDates, PaperKind, PaperState, Standing};
use hengji_domain::person::Actor;
use hengji_store::papers::{self, PaperEvent, PaperRecord};
use hengji_store::rectification::RectificationHand;
use serde::{Deserialize, Serialize};

use super::addressed_to;
use super::page::found;
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::rectification::follow_letter;

/// A step that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperStep {
    /// The version that was seen.
    pub version: i32,
    /// The answer, or why it is taken back; blank for the other steps.
    #[serde(default)]
    pub words: String,
}

/// Longest answer, characters.
const WORDS_MAX: usize = 4_000;
/// So much of it goes into the audit event; the whole stands in the trail.
const AUDITED: usize = 200;

impl App {
    /// 送达: from now on the addressee sees the paper, and its days are counted.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `paper-already-served`, `paper-withdrawn`, `holidays-missing`; [`AppError::Stale`];
    /// [`AppError::NotFound`] for a stranger.
    pub fn serve_paper(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: PaperId,
        step: &PaperStep,
    ) -> Result<Written, AppError> {
        self.step_paper(actor, key, Action::ServePaper, id, step, |tx, known| {
            let today = tx.now.shanghai_date();
            self.served(known, today, tx.division)
        })
    }

    /// The paper after its service on this day.
    pub(crate) fn served(
        &self,
        known: PaperRecord,
        today: NaiveDate,
        division: hengji_domain::Division,
    ) -> Step<PaperRecord> {
        let state = known.standing.serve()?;
        let holidays = self.paper_holidays(division, known.year);
        let printed = DueDates {
            receipt_on: known.standing.receipt_due_on,
            answer_on: known.standing.answer_due_on,
        };
        let due = known.term.due_dates(today, &holidays)?.not_before(printed);
        Ok(PaperRecord {
            standing: Standing {
                state,
                receipt_due_on: due.receipt_on,
                answer_due_on: due.answer_on,
            },
            served_on: Some(today),
            ..known
        })
    }

    /// 签收 by the addressee.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `paper-already-receipted`, `paper-withdrawn`, `paper-circulated`; [`AppError::Stale`];
    /// [`AppError::NotFound`] for a stranger, and before the service.
    pub fn receipt_paper(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: PaperId,
        step: &PaperStep,
    ) -> Result<Written, AppError> {
        self.step_paper(actor, key, Action::ReceiptPaper, id, step, |tx, known| {
            if known.kind.is_circulated() {
                let told = "通报由各被通报部门在通报页分别签收,不在公文登记中签收。";
                return Err(AppError::refused("paper-circulated", told).into());
            }
            let state = known.standing.receipt()?;
            Ok(receipted(known, state, tx.now.shanghai_date()))
        })
    }

    /// 答复 by the addressee.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `paper-not-receipted`, `paper-already-answered`, `paper-asks-no-answer`,
    /// `paper-needs-words`; [`AppError::Invalid`] for more words than are taken; [`AppError::Stale`];
    /// [`AppError::NotFound`].
    pub fn answer_paper(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: PaperId,
        step: &PaperStep,
    ) -> Result<Written, AppError> {
        self.step_paper(actor, key, Action::AnswerPaper, id, step, |tx, known| {
            if known.kind == PaperKind::EvaluationFeedback && known.standing.answer("x").is_ok() {
                let told = "该反馈书以整改方案答复:请打开反馈书上的“整改方案”,逐条填写措施后报送。";
                return Err(AppError::refused("paper-answered-by-plan", told).into());
            }
            let state = known.standing.answer(&step.words)?;
            Ok(answered(known, state, tx.now.shanghai_date()))
        })
    }

    /// 撤回, with a reason: the paper stays readable and is without effect.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `paper-answered-stays`, `paper-withdrawn`, `paper-needs-words`, `paper-signed-off`,
    /// `paper-circulated`;
    /// [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn withdraw_paper(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: PaperId,
        step: &PaperStep,
    ) -> Result<Written, AppError> {
        self.step_paper(actor, key, Action::WithdrawPaper, id, step, |_, known| {
            if known.kind == PaperKind::SignOffSheet {
                let told = "签证单双方已签定,不能单独撤回;有新的事实的,写明理由重新开启评价,签证单随之失效。";
                return Err(AppError::refused("paper-signed-off", told).into());
            }
            if known.kind.is_circulated() {
                let told = "通报已经公开,不能单独撤回;需要更正的,在通报页另拟新的一版,签发时原件随之失效。";
                return Err(AppError::refused("paper-circulated", told).into());
            }
            let state = known.standing.withdraw(&step.words)?;
            Ok(PaperRecord {
                standing: Standing {
                    state,
                    ..known.standing
                },
                ..known
            })
        })
    }

    fn step_paper(
        &self,
        actor: &Actor,
        key: &RequestKey,
        action: Action,
        id: PaperId,
        step: &PaperStep,
        change: impl Fn(&mut Tx<'_>, PaperRecord) -> Step<PaperRecord>,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            action,
            &Request::new(key, &(id.to_string(), step))?,
            |tx| {
                tx.about("paper", id);
                let (record, unit) = found(tx.db, actor, id)?;
                Ok((addressed_to(tx.division, &unit), record))
            },
            |tx, known| {
                check_length(&step.words)?;
                // What the paper itself refuses is said before what another hand has changed: whoever serves twice
                // learns that it is served.
                let next = change(tx, known.clone())?;
                if known.version != step.version {
                    return Err(Halt::stale("papers", id));
                }
                tx.detail("paper", &known.number);
                let words = step.words.trim();
                if !words.is_empty() {
                    tx.detail("words", words.chars().take(AUDITED).collect::<String>());
                }
                let version = papers::update(tx.db, tx.division, &next)?;
                let event = PaperEvent {
                    paper: id,
                    version,
                    state: next.standing.state,
                    words: words.to_owned(),
                    user: Some(actor.user),
                    user_name: actor.name.clone(),
                    at: tx.now,
                };
                papers::insert_events(tx.db, tx.division, &[event])?;
                let by = RectificationHand {
                    user: Some(actor.user),
                    name: actor.name.clone(),
                    at: tx.now,
                };
                follow_letter(tx, &by, &next)?;
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }
}

/// The paper after its receipt.
pub(crate) fn receipted(known: PaperRecord, state: PaperState, today: NaiveDate) -> PaperRecord {
    PaperRecord {
        standing: Standing {
            state,
            ..known.standing
        },
        receipted_on: Some(today),
        ..known
    }
}

/// The paper after its answer.
pub(crate) fn answered(known: PaperRecord, state: PaperState, today: NaiveDate) -> PaperRecord {
    PaperRecord {
        standing: Standing {
            state,
            ..known.standing
        },
        answered_on: Some(today),
        ..known
    }
}

fn check_length(words: &str) -> Result<(), AppError> {
    let length = words.chars().count();
    if length <= WORDS_MAX {
        return Ok(());
    }
    Err(AppError::field(
        "words",
        "text-too-long",
        format!("此处最多 {WORDS_MAX} 字,现有 {length} 字,请精简。"),
    ))
}
