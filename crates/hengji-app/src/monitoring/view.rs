//! What pages show of monitoring.

use hengji_authz::Action;
use hengji_domain::cut::CutState;
use hengji_domain::id::{CutId, FieldRecordId, LineKey, MonitoringFindingId, ProjectId, SheetId, UnitId};
use hengji_domain::monitoring::{Light, Likelihood, MonitoringPeriod, Outlook};
use hengji_domain::rule::{Citation, ReviewReason};
use hengji_domain::{Money, NaiveDate, Timestamp};

use crate::common::{Choice, PageOf};
use crate::papers::view::PaperRow;
use crate::sheets::view::StateTag;

/// A period of the year, opened or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodView {
    /// Code, name and days.
    pub period: MonitoringPeriod,
    /// Whether it was opened.
    pub is_opened: bool,
    /// Whether it was not, and its months are not over yet.
    pub is_early: bool,
    /// Whether it is closed.
    pub is_closed: bool,
    /// Who opened it, and when.
    pub opened: Option<crate::common::Hand>,
    /// Who closed it, and when.
    pub closed: Option<crate::common::Hand>,
    /// Version of the rules the results were frozen under.
    pub rules_version: Option<String>,
    /// How well the days are known: ✔, ◐ or ✎.
    pub mark: &'static str,
}

/// A sheet in the list of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchView {
    /// The sheet.
    pub sheet: SheetId,
    /// Its version, for actions on many rows.
    pub version: i32,
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 主管部门.
    pub department_name: String,
    /// Where the sheet stands.
    pub state: StateTag,
    /// Days late of whoever holds it; zero when in time.
    pub days_late: i64,
    /// 预算数.
    pub budget: Money,
    /// 累计执行数.
    pub executed: Money,
    /// Execution over what was due, hundredths of a percent.
    pub execution_centi: Option<i64>,
    /// Light of the execution.
    pub execution_light: Option<Light>,
    /// Worst light of the lines.
    pub goal_light: Option<Light>,
    /// Light of the project.
    pub light: Option<Light>,
    /// Mean completion of the goal, basis points.
    pub goal_bp: Option<i64>,
    /// Forecast of the year's execution.
    pub forecast: ForecastView,
    /// Lines that the unit does not call certain.
    pub unlikely: u32,
    /// Warnings in words.
    pub warning: String,
    /// 处置: what was decided, or that it is still open.
    pub disposal: Option<DisposalView>,
    /// When the unit was last reminded.
    pub reminded_at: Option<Timestamp>,
}

/// 全年预计执行.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ForecastView {
    /// Expected, basis points of the budget.
    pub year_end_bp: Option<i64>,
    /// Lower bound.
    pub low_bp: Option<i64>,
    /// Upper bound.
    pub high_bp: Option<i64>,
    /// Curves of past years behind it; without an interval the history is too thin.
    pub history: u32,
}

/// 处置 of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisposalView {
    /// Until when it must be decided.
    pub due_on: Option<NaiveDate>,
    /// What was decided, as printed; none while open.
    pub decision: Option<String>,
    /// Whether the day has passed without a decision: the project counts as suspended.
    pub is_suspended: bool,
    /// Why.
    pub words: String,
    /// Who decided, and when.
    pub hand: Option<crate::common::Hand>,
    /// Optimistic lock.
    pub version: i32,
}

/// The lights of a department.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DepartmentLights {
    /// Identity, for the filter.
    pub id: String,
    /// 主管部门.
    pub name: String,
    /// Sheets of the period.
    pub sheets: u64,
    /// Red projects.
    pub red: u64,
    /// Yellow projects.
    pub yellow: u64,
    /// Green projects.
    pub green: u64,
    /// Blue projects.
    pub blue: u64,
    /// Projects without a light.
    pub unlit: u64,
    /// Sheets late at whoever holds them.
    pub late: u64,
    /// Sheets concluded.
    pub concluded: u64,
    /// 预算数.
    pub budget: Money,
    /// 累计执行数.
    pub executed: Money,
}

/// The page of monitoring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitoringPage {
    /// The periods of the year.
    pub periods: Vec<PeriodView>,
    /// The period shown; none where none was opened.
    pub current: Option<PeriodView>,
    /// One page of its sheets.
    pub rows: PageOf<WatchView>,
    /// Lights by department, of the sheets in reach.
    pub departments: Vec<DepartmentLights>,
    /// The sum of the departments.
    pub total: DepartmentLights,
    /// Departments to filter by.
    pub choices: Vec<Choice>,
    /// The closed list of reasons, for returning many.
    pub reasons: Vec<ReviewReason>,
    /// What the actor may do with the division's periods.
    pub may: Vec<Action>,
}

/// A light with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LightView {
    /// The light; none where nothing can be told.
    pub light: Option<Light>,
    /// Reached over due, hundredths of a percent.
    pub progress_centi: Option<i64>,
    /// The arithmetic, or why there is none.
    pub arithmetic: String,
    /// The rule it rests on.
    pub citation: Citation,
}

/// A line of a monitoring sheet beside its [`crate::sheets::view::LineView`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedLineView {
    /// Identity.
    pub key: LineKey,
    /// Its light.
    pub light: LightView,
    /// What the unit says of it.
    pub outlook: Outlook,
}

/// What a monitoring sheet shows besides what every sheet shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitoringView {
    /// The period.
    pub period: MonitoringPeriod,
    /// Whether it is closed.
    pub is_closed: bool,
    /// 预算数.
    pub budget: Money,
    /// 累计执行数.
    pub executed: Money,
    /// 全年预计执行数, as the unit expects.
    pub expected: Option<Money>,
    /// Light of the execution.
    pub execution: LightView,
    /// Light of the project.
    pub light: Option<Light>,
    /// Mean completion of the goal, basis points.
    pub goal_bp: Option<i64>,
    /// Warnings in words.
    pub warnings: Vec<String>,
    /// Forecast of the year's execution.
    pub forecast: ForecastView,
    /// The lines in order.
    pub lines: Vec<WatchedLineView>,
    /// 完成目标可能性, the closed list.
    pub likelihoods: Vec<Likelihood>,
    /// 偏差原因, the closed list.
    pub causes: Vec<ReviewReason>,
    /// 压减依据, the closed list.
    pub grounds: Vec<ReviewReason>,
    /// 处置方式, the closed list.
    pub disposals: Vec<ReviewReason>,
    /// 处置, once the period found the project behind.
    pub disposal: Option<DisposalView>,
    /// Proposals for a cut.
    pub findings: Vec<FindingRow>,
    /// Whether the actor may propose a cut here.
    pub may_propose: bool,
    /// Whether the actor may decide the disposal.
    pub may_dispose: bool,
}

/// A proposal for a cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// Identity.
    pub id: MonitoringFindingId,
    /// Its entry in the register of cuts.
    pub cut: CutId,
    /// The number of that entry in its book.
    pub serial: i32,
    /// The sheet it was found on.
    pub sheet: SheetId,
    /// The project.
    pub project: ProjectId,
    /// 项目名称.
    pub project_name: String,
    /// 主管部门.
    pub department_name: String,
    /// 实施单位.
    pub unit: UnitId,
    /// The line; empty for the whole project.
    pub line: String,
    /// Name of the book.
    pub book: String,
    /// The ground as printed.
    pub ground: String,
    /// Proposed cut.
    pub proposed_cut: Money,
    /// What was decided; none where nothing is cut.
    pub decided_cut: Option<Money>,
    /// What was found.
    pub words: String,
    /// How far it has come.
    pub state: CutState,
    /// Who found it, and when.
    pub hand: crate::common::Hand,
    /// Optimistic lock.
    pub version: i32,
}

/// The proposals of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingPage {
    /// The proposals within reach.
    pub rows: Vec<FindingRow>,
    /// Sums by book and ground.
    pub sums: Vec<FindingSum>,
}

/// Proposals of one book and ground together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingSum {
    /// Name of the book.
    pub book: String,
    /// The ground as printed.
    pub ground: String,
    /// How many.
    pub count: u64,
    /// What was proposed.
    pub proposed: Money,
}

/// A project under key monitoring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 主管部门.
    pub department_name: String,
    /// 资金总额.
    pub total: Money,
    /// Whether it is on the list.
    pub is_listed: bool,
    /// 按规则 or 人工调整.
    pub origin: &'static str,
    /// Why it is on the list, or off it.
    pub reason: String,
    /// Who decided, and when.
    pub hand: crate::common::Hand,
    /// Light of the latest period.
    pub light: Option<Light>,
    /// Its sheet.
    pub sheet: Option<SheetId>,
    /// Optimistic lock.
    pub version: i32,
}

/// The list of key monitoring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPage {
    /// The entries within reach, the largest amount first, those taken off last.
    pub rows: Vec<KeyRow>,
    /// How many are on the list.
    pub listed: u64,
    /// Their amount.
    pub total: Money,
    /// The rule in words, with its mark; none where no rule is in force.
    pub rule: Option<(String, Citation)>,
    /// What the actor may do.
    pub may: Vec<Action>,
}

/// 现场监控记录.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordView {
    /// Identity.
    pub id: FieldRecordId,
    /// On which day.
    pub visited_on: NaiveDate,
    /// Where.
    pub place: String,
    /// Who was there.
    pub present: String,
    /// What was seen.
    pub situation: String,
    /// Problems found.
    pub problems: String,
    /// Who wrote it down, and when.
    pub hand: crate::common::Hand,
}

/// One project under key monitoring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyProject {
    /// Its row of the list.
    pub row: KeyRow,
    /// Records of the spot.
    pub records: Vec<RecordView>,
    /// Proposals for a cut.
    pub findings: Vec<FindingRow>,
    /// Feedback letters that have reached the reader, the latest first.
    pub letters: Vec<PaperRow>,
    /// Whether a letter stands that was not taken back, so that there is no second one.
    pub has_letter: bool,
    /// What the actor may do.
    pub may: Vec<Action>,
}

/// 待办 of monitoring: one line for a period, whatever the number of its sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Code of the period.
    pub period: String,
    /// What is to be done.
    pub what: String,
    /// How many sheets.
    pub count: u64,
    /// Until when.
    pub due_on: NaiveDate,
    /// Days left; negative when it has passed.
    pub days_left: i64,
    /// Whether it is here because others are late.
    pub is_escalated: bool,
    /// When somebody was last reminded of it.
    pub reminded_at: Option<Timestamp>,
    /// The filter that shows these sheets.
    pub state: &'static str,
}
