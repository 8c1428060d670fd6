//! Feedback letters of a demonstration, at every stage of their life.

use hengji_authz::Action;
use hengji_domain::id::ProjectId;
use hengji_domain::paper::PaperState;
use hengji_domain::{Division, Timestamp};
use hengji_store::papers::{self, PaperEvent, PaperRecord};

use crate::app::{App, Step, Tx};
use crate::error::AppError;
use crate::papers::issue::IssuingHand;
use crate::papers::step::{answered, receipted};

/// A letter with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedLetter {
    /// The project under key monitoring.
    pub project: ProjectId,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it was served.
    pub served_at: Option<Timestamp>,
    /// When the unit signed for it.
    pub receipted_at: Option<Timestamp>,
    /// When the unit answered, and how.
    pub answered: Option<(Timestamp, &'static str)>,
}

impl App {
    /// Writes letters in the order of their numbers.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] for a project without a field record; [`AppError::RuleMissing`].
    pub fn seed_letters(
        &self,
        division: Division,
        (bureau, unit): (&str, &str),
        letters: &[SeedLetter],
    ) -> Result<(), AppError> {
        self.operate(division, Action::SeedDemonstration, |tx| {
            let mut events = Vec::new();
            for letter in letters {
                let hand = IssuingHand {
                    user: None,
                    name: bureau.to_owned(),
                    at: letter.issued_at,
                    serves: false,
                };
                for record in self.seed_feedback(tx, &hand, &[letter.project])? {
                    self.lived(tx, letter, record, (bureau, unit), &mut events)?;
                }
            }
            papers::insert_events(tx.db, tx.division, &events)?;
            tx.detail("rows", letters.len());
            Ok(())
        })
    }

    /// Takes the letter through its steps.
    fn lived(
        &self,
        tx: &mut Tx<'_>,
        letter: &SeedLetter,
        record: PaperRecord,
        (bureau, unit): (&str, &str),
        events: &mut Vec<PaperEvent>,
    ) -> Step<()> {
        let mut record = record;
        let mut step = |tx: &mut Tx<'_>, next: PaperRecord, who: &str, words: &str, at| {
            let version = papers::update(tx.db, tx.division, &next)?;
            events.push(PaperEvent {
                paper: next.id,
                version,
                state: next.standing.state,
                words: words.to_owned(),
                user: None,
                user_name: who.to_owned(),
                at,
            });
            Step::Ok(PaperRecord { version, ..next })
        };
        if let Some(at) = letter.served_at {
            let next = self.served(record, at.shanghai_date(), tx.division)?;
            record = step(tx, next, bureau, "", at)?;
        }
        if let Some(at) = letter.receipted_at {
            let next = receipted(record, PaperState::Receipted, at.shanghai_date());
            record = step(tx, next, unit, "", at)?;
        }
        if let Some((at, words)) = letter.answered {
            let next = answered(record, PaperState::Answered, at.shanghai_date());
            step(tx, next, unit, words, at)?;
        }
        Ok(())
    }
}
