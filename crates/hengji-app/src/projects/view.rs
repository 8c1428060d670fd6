//! What pages show of projects: the register, one project, the import of a list.

use hengji_domain::id::{LineKey, ProjectId, SheetId, UnitId};
use hengji_domain::project::{FundingBySource, ProjectNature, ProjectType};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Money, Score, Timestamp, Weight};

use crate::common::Choice;
pub use crate::lists::{MappedColumn, RowProblem};
use crate::sheets::view::StateTag;

/// A row of the project list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRow {
    /// Identity.
    pub id: ProjectId,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 主管部门.
    pub department_name: String,
    /// 项目类型.
    pub project_type: ProjectType,
    /// 年初预算 total of all sources.
    pub total: Money,
    /// Where the goal stands; none where it has not been begun.
    pub goal: Option<SheetMark>,
    /// Where the self-evaluation stands.
    pub self_evaluation: Option<SheetMark>,
}

/// Where a sheet stands, in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetMark {
    /// The sheet.
    pub sheet: SheetId,
    /// Its state.
    pub state: StateTag,
    /// Total as the rules give it.
    pub computed_total: Option<Score>,
    /// Past its deadline and still with the unit.
    pub is_late: bool,
}

/// The project list with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectList {
    /// The rows of this page.
    pub page: crate::common::PageOf<ProjectRow>,
    /// Departments in scope, for the filter.
    pub departments: Vec<Choice>,
    /// Units in scope, for the filter.
    pub units: Vec<Choice>,
}

/// The head of a project, on its page and over its sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectHead {
    /// Identity.
    pub id: ProjectId,
    /// Budget year.
    pub year: BudgetYear,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit: UnitId,
    /// 实施单位名称.
    pub unit_name: String,
    /// 主管部门名称.
    pub department_name: String,
    /// 项目类型.
    pub project_type: ProjectType,
    /// 项目属性.
    pub nature: ProjectNature,
    /// 年初预算 by source.
    pub funding: FundingBySource,
    /// Sum of the sources.
    pub total: Money,
    /// Optimistic lock.
    pub version: i32,
}

/// One project with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectPage {
    /// Head.
    pub head: ProjectHead,
    /// 全年预算数, from its source.
    pub adjusted: Option<SourcedMoney>,
    /// 执行数 to date, from its source.
    pub executed: Option<SourcedMoney>,
    /// 执行率 in basis points; none where there is no budget.
    pub execution_rate_bp: Option<i64>,
    /// Execution by month.
    pub months: Vec<(String, Money)>,
    /// 压减、核减 of its budget.
    pub cuts: Vec<crate::cuts::view::ProjectCut>,
    /// Its sheets.
    pub sheets: Vec<SheetSummary>,
    /// What happened, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// The life of each indicator: from the goal to the self-evaluation.
    pub indicators: Vec<IndicatorLife>,
    /// What the actor may start here: kinds of sheets that are not open yet and may be.
    pub may_open: Vec<SheetKind>,
    /// Whether the actor may correct the head.
    pub may_edit: bool,
}

/// An amount that names its source row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcedMoney {
    /// The amount.
    pub money: Money,
    /// File or system and the row in it.
    pub source: String,
    /// When it was loaded.
    pub loaded_at: Timestamp,
}

/// A sheet on the project page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSummary {
    /// Identity.
    pub id: SheetId,
    /// Kind of form.
    pub kind: SheetKind,
    /// State.
    pub state: StateTag,
    /// 版次.
    pub edition: i32,
    /// How many lines it has.
    pub line_count: u32,
    /// Total as stated.
    pub stated_total: Option<Score>,
    /// Total as the rules give it.
    pub computed_total: Option<Score>,
    /// Findings by severity: errors, warnings, notices.
    pub finding_counts: [u32; 3],
}

/// An event on the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// What, in Chinese: the action's name.
    pub what: String,
    /// The step, reason or figure that belongs to it; empty where none.
    pub detail: String,
}

/// The life of one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorLife {
    /// Identity through the whole cycle.
    pub key: LineKey,
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标.
    pub level3: String,
    /// 目标值 on the goal.
    pub goal_target: Option<String>,
    /// 完成值 on the self-evaluation.
    pub actual: Option<String>,
    /// 分值.
    pub weight: Option<Weight>,
    /// 得分 as stated.
    pub stated_score: Option<Score>,
    /// 得分 as the rules give it.
    pub computed_score: Option<Score>,
}

/// What a preview of a project list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectImportPreview {
    /// The stored batch, to be committed or dropped.
    pub import: hengji_domain::id::ImportId,
    /// File name.
    pub file_name: String,
    /// Headings of the file with the field each is read as.
    pub columns: Vec<MappedColumn>,
    /// Row of the file that holds the headings.
    pub heading_row: u32,
    /// Rows that would be written.
    pub rows: Vec<PreviewRow>,
    /// What is wrong, the first five hundred: nothing is written while this is not empty.
    pub problems: Vec<RowProblem>,
    /// How many problems there are.
    pub problem_count: u32,
    /// New projects.
    pub new_count: u32,
    /// Projects that exist and would change.
    pub changed_count: u32,
    /// Projects that exist just so.
    pub unchanged_count: u32,
    /// Money of all rows.
    pub money_total: Money,
    /// Unit in which the file states money.
    pub money_unit: &'static str,
}

/// A row of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// Row in the file.
    pub row: u32,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit_name: String,
    /// Sum of the sources.
    pub total: Money,
    /// 新增, 变更 or 不变.
    pub change: &'static str,
}
