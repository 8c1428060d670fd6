//! What the home page shows: what is to be done, until when.

use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{NaiveDate, Timestamp};

use crate::case_files::view::CaseFilesDue;
use crate::monitoring::view::Digest;
use crate::papers::view::PapersDue;
use crate::rectification::view::RectificationDue;
use crate::sheets::view::OpinionView;
use crate::spot::view::SpotTask;

/// Most rows of the list.
pub const LISTED_MAX: usize = 100;

/// 待办: derived from where sheets stand, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    /// The project.
    pub project: ProjectId,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// Kind of form.
    pub kind: SheetKind,
    /// The sheet; none where it has still to be begun.
    pub sheet: Option<SheetId>,
    /// What is to be done: the step's name, 退回修改 or 尚未填报.
    pub what: String,
    /// Since when it waits; none where it has still to be begun.
    pub since: Option<Timestamp>,
    /// The deadline.
    pub due_on: Option<NaiveDate>,
    /// Days left until the deadline; negative when it has passed.
    pub days_left: Option<i64>,
    /// Why it came back, by whom and from which step; empty for what did not come back.
    pub opinions: Vec<OpinionView>,
}

/// The home page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// What is to be done, most urgent first; at most [`LISTED_MAX`].
    pub todos: Vec<Todo>,
    /// How many there are altogether.
    pub todo_count: u64,
    /// What monitoring asks: one line for a period.
    pub digests: Vec<Digest>,
    /// Figures over the list: name, number, and where it leads (a state code for the project list).
    pub figures: Vec<Figure>,
    /// Changes of the indicator library that wait for the person's review.
    pub library_reviews: u64,
    /// Proposals for budget cuts that wait for the person's decision.
    pub cuts_to_decide: u64,
    /// What the round of spot evaluation asks of the person; none where nothing.
    pub spot_task: Option<SpotTask>,
    /// Evaluations that wait for the person's scores, with the state that the list is narrowed to; none for people
    /// who score none.
    pub evaluations_to_score: Option<(hengji_domain::evaluation::EvaluationState, u64)>,
    /// What case files of evaluations ask of the person.
    pub case_files: CaseFilesDue,
    /// What of sign-off sheets waits.
    pub sign_offs: crate::evaluations::sign_off::view::SignOffDue,
    /// Papers that the person's unit has to sign for or to answer; none where there are none.
    pub papers: Option<PapersDue>,
    /// What of findings and rectification waits.
    pub rectification: RectificationDue,
    /// The deadlines of the year with their verification marks.
    pub deadlines: Vec<DeadlineView>,
}

/// A figure on the home page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What is counted.
    pub name: String,
    /// How many.
    pub count: u64,
    /// Kind of form and state code to filter the project list with.
    pub filter: Option<(SheetKind, &'static str)>,
}

/// A deadline of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineView {
    /// What is due.
    pub name: String,
    /// The last day.
    pub due_on: NaiveDate,
    /// Days left; negative when it has passed.
    pub days_left: i64,
    /// ✔, ◐ or ✎.
    pub mark: &'static str,
}
