//! 现场记录 (field records): what was seen where, by whom, and which items it speaks of.

use hengji_authz::Action;
use hengji_domain::NaiveDate;
use hengji_domain::evaluation::ItemKey;
use hengji_domain::id::{CaseRecordId, EvaluationId};
use hengji_domain::person::Actor;
use hengji_store::case_files::{self, CaseRecord};
use serde::{Deserialize, Serialize};

use super::case::{SHORT_MAX, WORDS_MAX, hand, known_item, needed, require_collecting, told};
use super::team::written;
use crate::app::{App, Request};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// A field record as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordInput {
    /// The day.
    pub seen_on: String,
    /// The place.
    pub place: String,
    /// Who was there.
    pub present: String,
    /// What was seen.
    pub situation: String,
    /// Keys of the items.
    #[serde(default)]
    pub items: Vec<String>,
}

impl App {
    /// Writes a field record down.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for what is missing, a day that is none or lies ahead, and an unknown item;
    /// [`AppError::Refused`] `case-not-at-stage`.
    pub fn keep_case_record(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &RecordInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::KeepCaseRecord,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                require_collecting(&case, "登记现场记录")?;
                for item in &input.items {
                    known_item(&case, item)?;
                }
                let record = CaseRecord {
                    id: tx.fresh()?,
                    evaluation: id,
                    seen_on: day(&input.seen_on, tx.now.shanghai_date())?,
                    place: needed("place", "地点", &input.place, SHORT_MAX)?,
                    present: needed("present", "参加人员", &input.present, SHORT_MAX)?,
                    situation: needed("situation", "现场情况", &input.situation, WORDS_MAX)?,
                    items: input.items.iter().map(|item| ItemKey::new(item)).collect(),
                    kept: hand(actor, tx),
                    withdrawn: None,
                };
                case_files::insert_records(tx.db, tx.division, std::slice::from_ref(&record))?;
                let words = format!("{} {}", record.seen_on, record.place);
                tx.detail("words", &words);
                told(tx, id, &hand(actor, tx), "登记现场记录", &words)?;
                Ok(written(id))
            },
        )
    }

    /// Withdraws a field record; it stays to be read.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that is not there; [`AppError::Refused`] `case-not-at-stage`.
    pub fn withdraw_case_record(
        &self,
        actor: &Actor,
        key: &RequestKey,
        (id, record): (EvaluationId, CaseRecordId),
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::KeepCaseRecord,
            &Request::new(key, &(id.to_string(), record.to_string()))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                require_collecting(&case, "撤下现场记录")?;
                let by = hand(actor, tx);
                if !case_files::withdraw_record(tx.db, tx.division, (id, record), &by)? {
                    return Err(AppError::NotFound.into());
                }
                told(tx, id, &by, "撤下现场记录", "")?;
                Ok(written(id))
            },
        )
    }
}

fn day(text: &str, today: NaiveDate) -> Result<NaiveDate, AppError> {
    let text = text.trim();
    let day: NaiveDate = text.parse().map_err(|_| {
        let told = format!("日期“{text}”不是日期,请写成 2021-01-12 这样。");
        AppError::field("seen_on", "date-unreadable", told)
    })?;
    if today < day {
        let told = format!("现场日期 {day} 晚于今天 {today},请核对。");
        return Err(AppError::field("seen_on", "case-record-ahead", told));
    }
    Ok(day)
}
