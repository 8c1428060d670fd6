//! What pages show of papers.

use hengji_authz::Action;
use hengji_domain::id::{PaperId, UnitId};
use hengji_domain::paper::{Paper, PaperKind, PaperSource, PaperState};
use hengji_domain::{NaiveDate, Timestamp};

use crate::common::{Hand, PageOf};

/// How late an addressee is, or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Working days after the last day; none where the holidays of that year are not known.
    pub working_days: Option<u32>,
}

/// A paper in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperRow {
    /// Identity.
    pub id: PaperId,
    /// What it is for.
    pub kind: PaperKind,
    /// 文号.
    pub number: String,
    /// 标题.
    pub title: String,
    /// 主送单位.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// What it grew from.
    pub source: PaperSource,
    /// Where it stands.
    pub state: PaperState,
    /// 成文日期.
    pub issued_on: NaiveDate,
    /// 送达.
    pub served_on: Option<NaiveDate>,
    /// By when it must be signed for.
    pub receipt_due_on: Option<NaiveDate>,
    /// 签收.
    pub receipted_on: Option<NaiveDate>,
    /// By when it must be answered; none where no answer is asked.
    pub answer_due_on: Option<NaiveDate>,
    /// 答复.
    pub answered_on: Option<NaiveDate>,
    /// The day that the addressee must keep now; none where nothing is left to do.
    pub due_on: Option<NaiveDate>,
    /// How late the addressee is or has answered; none for whoever is in time.
    pub late: Option<Late>,
}

/// The register of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperList {
    /// The rows.
    pub page: PageOf<PaperRow>,
    /// How many stand in each state, of all that the reader sees.
    pub counts: Vec<(PaperState, u64)>,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// Where the paper stood then.
    pub state: PaperState,
    /// What was said; empty for a step without words.
    pub words: String,
    /// Who, and when.
    pub hand: Hand,
}

/// One paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperPage {
    /// Where it stands.
    pub row: PaperRow,
    /// Its text.
    pub paper: Paper,
    /// Digest of the text.
    pub sha256: String,
    /// The trail, the first step first.
    pub steps: Vec<StepView>,
    /// What the reader may do now.
    pub may: Vec<Action>,
    /// Optimistic lock.
    pub version: i32,
}

/// What waits for the reader as an addressee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PapersDue {
    /// Papers to be signed for or answered.
    pub count: u64,
    /// How many of them are late.
    pub late: u64,
    /// The first day that must be kept.
    pub first_on: NaiveDate,
    /// Days left until it; negative when it has passed.
    pub days_left: i64,
}

/// A paper that is not issued yet, as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperPreview {
    /// The text.
    pub paper: Paper,
    /// When it was put together.
    pub at: Timestamp,
}
