//! One paper: its text, its trail, what may be done.

use hengji_authz::{Action, decide};
use hengji_domain::id::PaperId;
use hengji_domain::paper::PaperKind;
use hengji_domain::person::Actor;
use hengji_domain::unit::Unit;
use hengji_store::papers::{self, PaperRecord};
use hengji_store::units;

use super::content;
use super::list::row;
use super::view::{PaperPage, StepView};
use super::{addressed_to, reaches};
use crate::app::{App, Step};
use crate::common::Hand;
use crate::error::AppError;

impl App {
    /// One paper, in five statements.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a stranger, and for an addressee before the paper was served; [`AppError::Forbidden`]
    /// for people without business data.
    pub fn paper(&self, actor: &Actor, id: PaperId) -> Result<PaperPage, AppError> {
        self.may_look(actor, Action::ViewPapers)?;
        let division = actor.division;
        let (record, unit, text, events) = self.read(|db| {
            let (record, unit) = found(db, actor, id)?;
            let text = papers::content(db, division, id)?.ok_or(AppError::NotFound)?;
            let events = papers::events(db, division, id)?;
            Ok((record, unit, text, events))
        })?;
        let resource = addressed_to(division, &unit);
        let holidays = self.paper_holidays(division, record.year);
        let today = self.now().shanghai_date();
        let possible = [
            (Action::ServePaper, record.standing.serve().is_ok()),
            // What went to many is signed for by each of them, on a page of its own.
            (
                Action::ReceiptPaper,
                record.standing.receipt().is_ok() && !record.kind.is_circulated(),
            ),
            // The plan of rectification is the answer to the result of an evaluation, on a page of its own.
            (
                Action::AnswerPaper,
                record.standing.answer("x").is_ok() && record.kind != PaperKind::EvaluationFeedback,
            ),
            // What both sides signed falls with its conclusion, never by itself.
            (
                Action::WithdrawPaper,
                record.standing.withdraw("x").is_ok()
                    && record.kind != PaperKind::SignOffSheet
                    && !record.kind.is_circulated(),
            ),
        ];
        Ok(PaperPage {
            row: row(&record, unit.name, today, &holidays),
            paper: content::read(&text)?,
            sha256: record.sha256,
            steps: events
                .into_iter()
                .map(|event| StepView {
                    state: event.state,
                    words: event.words,
                    hand: Hand {
                        name: event.user_name,
                        at: event.at,
                    },
                })
                .collect(),
            may: possible
                .into_iter()
                .filter(|(action, is_possible)| *is_possible && decide(actor, *action, &resource).allow)
                .map(|(action, _)| action)
                .collect(),
            version: record.version,
        })
    }
}

/// The paper with its addressee, as far as it has reached the actor.
pub(crate) fn found(db: &mut hengji_store::Db, actor: &Actor, id: PaperId) -> Step<(PaperRecord, Unit)> {
    let record = papers::find(db, actor.division, id)?.ok_or(AppError::NotFound)?;
    let unit = units::find(db, actor.division, record.unit)?.ok_or(AppError::NotFound)?;
    if reaches(actor, &record, &unit) {
        Ok((record, unit))
    } else {
        Err(AppError::NotFound.into())
    }
}
