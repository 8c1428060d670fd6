//! What the pages of the review show.

mod minutes;

use hengji_domain::centralised_review::{PointsTable, ReviewOutcome, RoomEditState, SessionDays};
use hengji_domain::id::{
    LineKey, PaperId, ReviewSessionId, ReviewSlotId, RoomEditId, SheetId, UnitId, UserId,
};
use hengji_domain::{Money, Score, Timestamp};

use crate::common::{Choice, Hand};
use crate::sheets::view::{FindingView, LineView, SheetDiff, SheetPage, StateTag};

pub(in crate::review_room) use minutes::OPEN;
pub use minutes::{MinutesCount, MinutesGoal, MinutesOpinion, MinutesPaper, MinutesView};

/// The page of all sessions of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionsPage {
    /// Sessions by their first day, each with its agenda.
    pub sessions: Vec<SessionView>,
    /// How far the whole review has come.
    pub progress: ReviewProgress,
    /// Changes that wait for the reader's answer.
    pub waiting: Vec<WaitingEdit>,
    /// Departments and subdistricts that may be put on an agenda; empty for who may not plan.
    pub departments: Vec<Choice>,
    /// People of the bureau who may review; empty for who may not plan.
    pub reviewers: Vec<Choice>,
}

/// A session with its agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// Identity.
    pub id: ReviewSessionId,
    /// Its name.
    pub name: String,
    /// Where.
    pub place: String,
    /// Its days.
    pub days: SessionDays,
    /// Raised with every change of the agenda.
    pub version: i32,
    /// Its agenda by time.
    pub slots: Vec<SlotView>,
}

/// An entry of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotView {
    /// Identity.
    pub id: ReviewSlotId,
    /// The department.
    pub department: UnitId,
    /// Its name.
    pub department_name: String,
    /// 会议室.
    pub room: String,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends.
    pub to: Timestamp,
    /// Names of the reviewers.
    pub reviewers: Vec<String>,
    /// Where its minutes stand.
    pub minutes: MinutesState,
    /// Whether anything was said in it; only an empty entry may be taken off.
    pub has_record: bool,
}

/// Where minutes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MinutesState {
    /// 未生成.
    None,
    /// 待双方签署.
    Unsigned,
    /// 待财政签署: the department has signed.
    BureauMissing,
    /// 待部门签署: the bureau has signed.
    DepartmentMissing,
    /// 双方已签.
    Signed,
}

impl MinutesState {
    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "未生成",
            Self::Unsigned => "待双方签署",
            Self::BureauMissing => "待财政签署",
            Self::DepartmentMissing => "待部门签署",
            Self::Signed => "双方已签",
        }
    }
}

/// A change that waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingEdit {
    /// The goal.
    pub sheet: SheetId,
    /// The slot it was made in.
    pub slot: ReviewSlotId,
    /// 项目名称.
    pub project_name: String,
    /// Who typed it, and when.
    pub hand: Hand,
}

/// How far the review has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReviewProgress {
    /// By department, those of the agenda first, by name.
    pub departments: Vec<DepartmentReview>,
    /// The sum of all.
    pub total: ReviewCounts,
}

/// One department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentReview {
    /// The department.
    pub department: UnitId,
    /// Its name.
    pub name: String,
    /// Its slot, where it has one; the last of several.
    pub slot: Option<ReviewSlotId>,
    /// Figures.
    pub counts: ReviewCounts,
    /// Whether each goal handed in has its outcome.
    pub is_done: bool,
    /// Where its minutes stand.
    pub minutes: MinutesState,
}

/// Figures of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReviewCounts {
    /// Departments with at least one goal handed in.
    pub departments: u32,
    /// Of these, those that are done.
    pub departments_done: u32,
    /// Goals that were handed in at least once.
    pub goals: u32,
    /// Goals whose last outcome in the room is 通过.
    pub passed: u32,
    /// Goals whose last outcome in the room is 退回.
    pub returned: u32,
    /// Indicator lines of all these goals.
    pub lines: u32,
    /// Lines of which somebody said something.
    pub lines_seen: u32,
    /// Lines that somebody wanted mended.
    pub lines_to_mend: u32,
    /// Lines before the review, of the goals that were looked at.
    pub lines_before: u32,
    /// Quantified lines before the review.
    pub quantified_before: u32,
    /// Lines now, of the goals that were looked at.
    pub lines_after: u32,
    /// Quantified lines now.
    pub quantified_after: u32,
}

impl ReviewCounts {
    /// 量化率 before the review in basis points; none where nothing was looked at.
    pub fn rate_before_bp(&self) -> Option<i64> {
        rate(self.quantified_before, self.lines_before)
    }

    /// 量化率 now in basis points.
    pub fn rate_after_bp(&self) -> Option<i64> {
        rate(self.quantified_after, self.lines_after)
    }

    /// Adds another's figures.
    pub(crate) const fn add(&mut self, other: &Self) {
        self.departments += other.departments;
        self.departments_done += other.departments_done;
        self.goals += other.goals;
        self.passed += other.passed;
        self.returned += other.returned;
        self.lines += other.lines;
        self.lines_seen += other.lines_seen;
        self.lines_to_mend += other.lines_to_mend;
        self.lines_before += other.lines_before;
        self.quantified_before += other.quantified_before;
        self.lines_after += other.lines_after;
        self.quantified_after += other.quantified_after;
    }
}

fn rate(part: u32, whole: u32) -> Option<i64> {
    hengji_domain::rounding::div_round_half_up(i128::from(part) * 10_000, i128::from(whole))
}

/// The page of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotPage {
    /// The session's name.
    pub session_name: String,
    /// Where.
    pub place: String,
    /// The entry.
    pub slot: SlotView,
    /// The department's goals that the reader may see.
    pub goals: Vec<RoomGoalRow>,
    /// Its minutes, the last edition.
    pub minutes: Option<MinutesView>,
    /// The paper that they became when both sides had signed: its identifier and number. Of an earlier edition while
    /// the last one still wants a signature.
    pub paper: Option<(PaperId, String)>,
    /// Whether the reader may make minutes now.
    pub may_make_minutes: bool,
    /// Whether the reader may sign them now.
    pub may_sign: bool,
}

/// A goal on the page of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomGoalRow {
    /// The goal.
    pub sheet: SheetId,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 资金总额.
    pub total: Money,
    /// Where the goal stands in its chain.
    pub state: StateTag,
    /// 版次.
    pub edition: i32,
    /// Lines of which something was said in this edition.
    pub accepted: u32,
    /// Lines to be mended in this edition.
    pub to_mend: u32,
    /// Whether the rule asks for points.
    pub must_score: bool,
    /// Mean of the reviewers' totals of this edition.
    pub points: Option<Score>,
    /// Its grade.
    pub grade: Option<String>,
    /// A change waits for the department.
    pub has_open_edit: bool,
    /// How its review ended last, and in which edition.
    pub outcome: Option<(ReviewOutcome, i32)>,
}

/// The screen of a reviewer for one goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskPage {
    /// The slot.
    pub slot: SlotView,
    /// The goal with everything around it.
    pub sheet: SheetPage,
    /// Last year's project, where there is one.
    pub last_year: Option<LastYear>,
    /// The lines, each with what stands beside it.
    pub lines: Vec<DeskLine>,
    /// Findings that speak of no line.
    pub findings: Vec<FindingView>,
    /// Said of the whole sheet.
    pub said_of_sheet: Vec<SaidView>,
    /// Goals with a like text, the likest first.
    pub similar: Vec<SimilarGoal>,
    /// Points, where the rule asks for them.
    pub points: Option<PointsView>,
    /// Changes made in the room, the newest first.
    pub edits: Vec<EditView>,
    /// How the review of this edition ended.
    pub outcome: Option<(ReviewOutcome, Hand)>,
    /// The goal before this one on the slot's list.
    pub previous: Option<SheetId>,
    /// The goal after this one.
    pub next: Option<SheetId>,
    /// Its place on the list, from 1, and how many there are.
    pub place: (usize, usize),
    /// Whether the reader may speak of lines now.
    pub may_decide: bool,
    /// Whether the reader may end the review now.
    pub may_conclude: bool,
    /// Whether the reader may propose a change now.
    pub may_propose: bool,
    /// Whether the reader may answer the open change.
    pub may_answer: bool,
    /// Whether the reader may record a signature on paper.
    pub may_record_signature: bool,
}

/// Last year's project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastYear {
    /// The year.
    pub year: u16,
    /// 项目名称.
    pub project_name: String,
    /// 资金总额 then.
    pub total: Money,
    /// Change of money in basis points; none where there was none.
    pub change_bp: Option<i64>,
    /// 年度总体目标 then.
    pub annual_goal: String,
    /// 实际完成情况 then.
    pub achievement: String,
    /// 自评得分 by the rules.
    pub score: Option<Score>,
    /// 执行率 in basis points.
    pub execution_rate_bp: Option<i64>,
    /// Findings on its sheets.
    pub findings: Vec<FindingView>,
    /// Lines of last year that have no successor.
    pub dropped: Vec<LastLine>,
}

/// A line of last year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastLine {
    /// 三级指标.
    pub level3: String,
    /// Target then.
    pub target: String,
    /// Actual; empty where not reported.
    pub actual: String,
    /// 得分 by the rules.
    pub score: Option<Score>,
    /// 分值.
    pub weight: Option<hengji_domain::Weight>,
}

/// A line on the reviewer's screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskLine {
    /// The line.
    pub line: LineView,
    /// The same line last year, by key or by name.
    pub last: Option<LastLine>,
    /// How it stands to the library.
    pub library: LibraryStanding,
    /// Its findings.
    pub findings: Vec<FindingView>,
    /// The same indicator elsewhere, nearest in money.
    pub elsewhere: Vec<ElsewhereView>,
    /// What was said of it.
    pub said: Vec<SaidView>,
}

/// How a line stands to the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LibraryStanding {
    /// 库内: as the library has it.
    Same,
    /// 有偏离: taken from the library, but changed; what differs.
    Drifted(Vec<String>),
    /// 库外.
    Absent,
}

/// The same indicator elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElsewhereView {
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// Target.
    pub target: String,
    /// 资金总额.
    pub total: Money,
}

/// What a reviewer said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidView {
    /// The line; none for the whole sheet.
    pub line: Option<LineKey>,
    /// The edition spoken of.
    pub edition: i32,
    /// Code of the reason; none accepts.
    pub reason: Option<String>,
    /// The reason as printed, or 认可.
    pub name: String,
    /// Words.
    pub words: String,
    /// Who and when.
    pub hand: Hand,
    /// Whether the reader said it of this edition.
    pub is_mine: bool,
}

/// A goal with a like text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarGoal {
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 资金总额.
    pub total: Money,
    /// The text.
    pub text: String,
    /// Likeness in percent.
    pub likeness_percent: u32,
    /// Whether the rule calls so much likeness copied.
    pub is_copied: bool,
}

/// Points of a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsView {
    /// The table of the year.
    pub table: PointsTable,
    /// What the reader gave: item and points.
    pub mine: Vec<(String, Score)>,
    /// Totals by reviewer with grade.
    pub totals: Vec<(String, Score, String)>,
    /// Mean of the totals.
    pub mean: Option<Score>,
    /// Its grade.
    pub grade: Option<String>,
    /// What follows from the grade.
    pub consequence: String,
}

/// A change made in the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditView {
    /// Identity.
    pub id: RoomEditId,
    /// Optimistic lock.
    pub version: i32,
    /// Where it stands.
    pub state: RoomEditState,
    /// Words of who proposed it.
    pub words: String,
    /// Who proposed it, and when.
    pub hand: Hand,
    /// The department's hand.
    pub answer: Option<(Hand, String)>,
    /// What it changes.
    pub diff: SheetDiff,
}

/// How reviewers differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsistencyPage {
    /// Reviewers by name.
    pub reviewers: Vec<ReviewerFigures>,
    /// Agreement on lines that two or more judged, in words; or why there is no figure.
    pub agreement: Result<AgreementView, String>,
    /// Lines that two or more reviewers judged.
    pub shared_lines: usize,
    /// Lines judged by anybody.
    pub lines: usize,
    /// The confidence of the intervals in percent.
    pub confidence_percent: u32,
    /// Where the thresholds come from.
    pub citation: hengji_domain::rule::Citation,
}

/// Agreement beyond chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementView {
    /// Gwet's AC1, to two places.
    pub value: String,
    /// Its interval, to two places.
    pub interval: Option<(String, String)>,
    /// 良好, 可作暂定结论, 不足 by the thresholds of the rule.
    pub strength: &'static str,
}

/// Figures of one reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewerFigures {
    /// Who.
    pub reviewer: UserId,
    /// The name.
    pub name: String,
    /// Lines spoken of.
    pub lines: u32,
    /// Lines to be mended.
    pub to_mend: u32,
    /// Share to be mended in basis points.
    pub rate_bp: Option<i64>,
    /// How much stricter than the others on the same lines, in percentage points to one place; or why not known.
    pub severity: Result<SeverityView, &'static str>,
}

/// Severity of a reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeverityView {
    /// Percentage points; positive is stricter.
    pub points: String,
    /// Its interval.
    pub interval: Option<(String, String)>,
    /// Whether the interval leaves nought out.
    pub is_clear: bool,
}
