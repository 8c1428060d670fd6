//! What pages show of circulars.

use std::sync::Arc;

use hengji_domain::circular::CircularState;
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{CircularId, EvaluationId, PaperId, SpotRoundId, UnitId};
use hengji_domain::paper::Paper;
use hengji_domain::rule::Citation;
use hengji_domain::sign_off::SignOffState;
use hengji_domain::{BudgetYear, NaiveDate};

use super::content::{Content, ContentDepartment};
use crate::common::Hand;

/// An evaluation that is not concluded and stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularBlock {
    /// The evaluation; none where it was not begun.
    pub evaluation: Option<EvaluationId>,
    /// 项目名称.
    pub name: String,
    /// 主管部门.
    pub department: String,
    /// How far it has come.
    pub state: Option<EvaluationState>,
    /// Where its sign-off sheet stands; none before it was issued.
    pub sign_off: Option<SignOffState>,
}

/// An edition in the list of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularBrief {
    /// Identity.
    pub id: CircularId,
    /// Edition.
    pub edition: i32,
    /// Where it stands.
    pub state: CircularState,
    /// Why it shall take the place of an earlier one; empty for the first.
    pub reason: String,
    /// Who drafted it.
    pub drafted: Hand,
    /// Who issued or returned it.
    pub decided: Option<Hand>,
    /// Why it was returned, or what took its place.
    pub decision: String,
}

/// A department that was served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularServed {
    /// The department.
    pub department: UnitId,
    /// Its name.
    pub name: String,
    /// How many of its projects were drawn.
    pub projects: u32,
    /// Who signed for it; none before.
    pub receipted: Option<Hand>,
    /// Whether the reader may sign for it now.
    pub may_receipt: bool,
}

/// An edition with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularShown {
    /// What the list says of it.
    pub brief: CircularBrief,
    /// Its figures: of a draft as the records are now.
    pub content: Content,
    /// Digest of these figures.
    pub content_sha256: String,
    /// Whether the stored bytes give the stored digest; true of a draft.
    pub is_intact: bool,
    /// Whether today's records give other figures than were issued; none for whoever may not compare.
    pub has_changed: Option<bool>,
    /// The paper: of a draft as it would be issued today.
    pub paper: Paper,
    /// Its place in the register; none of a draft.
    pub registered: Option<PaperId>,
    /// Departments as filtered and sorted: all for the bureau, otherwise those that the rule names and the reader's
    /// own.
    pub departments: Vec<ContentDepartment>,
    /// By when departments have to sign for it.
    pub receipt_due_on: Option<NaiveDate>,
    /// Whom it was served to: all for the bureau, otherwise the reader's own.
    pub served: Vec<CircularServed>,
    /// How many have signed, of how many.
    pub receipted: (usize, usize),
    /// Whether the reader may issue or return it.
    pub may_decide: bool,
    /// Why not; empty where they may or where it is not theirs to do.
    pub why_not: String,
    /// Optimistic lock.
    pub version: i32,
}

/// What a draft would rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularPreparation {
    /// Drawn projects.
    pub drawn: u64,
    /// How many are concluded.
    pub concluded: u64,
    /// The least share by the rule, percent.
    pub least_percent: String,
    /// The rule.
    pub basis: Arc<Citation>,
    /// What is not concluded.
    pub waiting: Vec<CircularBlock>,
    /// Why nothing can be drafted now; empty where it can.
    pub refusal: String,
    /// Whether the reader may draft.
    pub may_draft: bool,
    /// Whether it would take the place of an edition in force, which needs a reason.
    pub is_replacement: bool,
    /// Shortest reason, characters.
    pub reason_least: u32,
    /// The paper as the records would give it now; none while nothing was begun.
    pub trial: Option<Paper>,
}

/// The circular of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularPage {
    /// The round.
    pub round: SpotRoundId,
    /// Its title.
    pub title: String,
    /// Budget year.
    pub year: BudgetYear,
    /// Every edition that the reader may see, the latest first.
    pub editions: Vec<CircularBrief>,
    /// The edition that was asked for, or the latest; none where there is none.
    pub shown: Option<Box<CircularShown>>,
    /// What a draft would rest on; none for readers, and while a draft waits.
    pub preparation: Option<Box<CircularPreparation>>,
    /// Whether the reader sees the whole ranking.
    pub sees_all: bool,
}
