//! 第三方机构 (third-party institutions): the register, who may be chosen, how a case comes to an institution, and how
//! an institution sees its own cases and no others.
//!
//! Whether an institution may be chosen is asked of the rules of the year in which it is chosen; caps and rotation of
//! the rules of the budget year that is evaluated.

pub(crate) mod access;
mod assign;
mod board;
mod concentration;
mod draw;
mod draw_files;
mod export;
mod judge;
mod page;
mod public_list;
mod rating;
mod register;
mod report;
mod report_desk;
mod severity;
pub mod view;

pub use assign::{AssignInput, HandInInput, WithdrawInput};
pub use board::AssignmentQuery;
pub use concentration::{ConcentrationPage, ShareOf, YearOfCases, index_text};
pub use draw::{DrawAnnouncement, DrawValue};
pub use draw_files::DrawFile;
pub use page::InstitutionQuery;
pub use rating::{RatedItem, RatingInput, RatingLine, RatingView, RubricItem};
pub use register::{ConflictInput, InstitutionInput, PersonInput, ReasonInput};
pub use report::{LikeReport, OwnReportPage, ReportBrief, ReportInput, ReportReading};
pub use report_desk::{PartTopic, ReportBoard, ReportPage, ReportQuery, ReportRow};
pub use severity::{
    AgreementOnTotals, CorrectedTotal, ScorerFigures, SeverityPage, SeverityTable, signed_points,
};

pub use hengji_domain::third_party::{
    Amount, AssignmentState, AssignmentWay, ConcentrationRules, ConcentrationVerdict, Evidence,
    InstitutionDrawState, ReportRules, SeverityRules, SeverityVerdict, Topic, TopicCounts,
};

use hengji_domain::NaiveDate;
use hengji_domain::id::UserId;
use hengji_domain::person::Actor;
use hengji_store::third_party::{InstitutionHand, InstitutionSigner};

use crate::app::Tx;
use crate::error::{AppError, FieldError};

/// The actor's hand, now.
fn hand(actor: &Actor, tx: &Tx<'_>) -> InstitutionHand {
    InstitutionHand {
        name: actor.name.clone(),
        at: tx.now,
    }
}

/// The same with the account.
fn signer(actor: &Actor, tx: &Tx<'_>) -> InstitutionSigner {
    let user: UserId = actor.user;
    InstitutionSigner {
        user,
        name: actor.name.clone(),
        at: tx.now,
    }
}

/// A text within its bounds, without control characters; an error is noted and an empty text given.
fn text(
    errors: &mut Vec<FieldError>,
    field: &str,
    name: &str,
    given: &str,
    (least, most): (usize, usize),
) -> String {
    let given = given.trim();
    let length = given.chars().count();
    if !(least..=most).contains(&length) {
        let told = format!("{name}须为 {least} 至 {most} 个字,现有 {length} 个。");
        errors.push(FieldError::new(field, "text-length", told));
        return String::new();
    }
    given.chars().filter(|c| !c.is_control()).collect()
}

/// A date that may be left out.
fn day(errors: &mut Vec<FieldError>, field: &str, name: &str, given: &str) -> Option<NaiveDate> {
    let given = given.trim();
    if given.is_empty() {
        return None;
    }
    let read = given.parse().ok();
    if read.is_none() {
        let told = format!("{name}“{given}”不是日期,请写成 2021-06-30 的样子。");
        errors.push(FieldError::new(field, "date-unreadable", told));
    }
    read
}

/// The errors of an input, if there are any.
fn checked(errors: Vec<FieldError>) -> Result<(), AppError> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid(errors))
    }
}

#[cfg(test)]
mod tests;
