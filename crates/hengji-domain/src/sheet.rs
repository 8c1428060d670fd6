//! 表 (sheet) and 指标行 (line): one form for one subject and year, and its indicators.
//!
//! A goal and a self-evaluation are the same shape; a line keeps its [`LineKey`] from the goal to the last
//! evaluation of the project.

use crate::id::{IndicatorId, LineKey, ProjectId, SheetId};
use crate::value::{ActualValue, TargetValue};
use crate::workflow::SheetState;
use crate::{BudgetYear, Money, Score, Weight};

/// What kind of form a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetKind {
    /// 绩效目标申报表 (goal).
    Goal,
    /// 绩效目标调整申请表 (goal adjustment): a change of an issued goal; the period is its number within the year.
    GoalAdjustment,
    /// 绩效运行监控表 (monitoring): one for each period of the year.
    Monitoring,
    /// 绩效自评表 (self-evaluation).
    SelfEvaluation,
    /// 事前绩效评估 (ex-ante evaluation): its lines are the items of a framework, not indicators of the project.
    ExAnteEvaluation,
}

impl SheetKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Goal,
        Self::GoalAdjustment,
        Self::Monitoring,
        Self::SelfEvaluation,
        Self::ExAnteEvaluation,
    ];

    /// The kinds of which a project has one a year, and which lists of projects show.
    pub const YEARLY: [Self; 2] = [Self::Goal, Self::SelfEvaluation];

    /// The kinds that come one by one, each an item of its own on somebody's list of things to do.
    pub const SINGLY: [Self; 3] = [Self::Goal, Self::GoalAdjustment, Self::SelfEvaluation];

    /// Whether the unit writes its lines: on other kinds they stand as issued.
    pub const fn is_goal_shaped(self) -> bool {
        matches!(self, Self::Goal | Self::GoalAdjustment)
    }

    /// The stable identifier in storage, rules and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::GoalAdjustment => "goal_adjustment",
            Self::Monitoring => "monitoring",
            Self::SelfEvaluation => "self_evaluation",
            Self::ExAnteEvaluation => "ex_ante_evaluation",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether a unit fills it in line by line, on the pages and through the API that such forms share.
    pub const fn is_form(self) -> bool {
        !matches!(self, Self::ExAnteEvaluation)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Goal => "绩效目标",
            Self::GoalAdjustment => "绩效目标调整",
            Self::Monitoring => "绩效监控",
            Self::SelfEvaluation => "绩效自评",
            Self::ExAnteEvaluation => "事前绩效评估",
        }
    }

    /// The words for a sheet of this kind whose chain is complete: 已批复 or 已审定.
    pub const fn concluded_name(self) -> &'static str {
        match self {
            Self::Goal => "已批复下达",
            Self::GoalAdjustment => "已批准调整",
            Self::Monitoring | Self::SelfEvaluation => "已审定",
            Self::ExAnteEvaluation => "已出具结论",
        }
    }
}

/// 期次 (period): which of the sheets of one kind and year this is, e.g. monitoring up to July.
///
/// The default is the whole year, of which there is one sheet only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SheetPeriod(String);

impl SheetPeriod {
    /// The period with this code of the rules, e.g. `m07`.
    pub fn new(code: &str) -> Self {
        Self(code.to_owned())
    }

    /// The code; empty for the whole year.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// Whether the sheet speaks of the whole year.
    pub fn is_whole_year(&self) -> bool {
        self.0.is_empty()
    }
}

/// 指标行 (line): one third-level indicator on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Identity through the whole cycle.
    pub key: LineKey,
    /// Place on the sheet, from 1.
    pub position: u32,
    /// 一级指标, as written.
    pub level1: String,
    /// 二级指标, as written.
    pub level2: String,
    /// 三级指标, as written.
    pub level3: String,
    /// 年度指标值.
    pub target: TargetValue,
    /// 实际完成值; blank on a goal.
    pub actual: ActualValue,
    /// 分值; none where the form has none.
    pub weight: Option<Weight>,
    /// 得分 as the unit states it.
    pub stated_score: Option<Score>,
    /// 得分 as the rules give it; none where it cannot be computed.
    pub computed_score: Option<Score>,
    /// 偏差原因分析及改进措施.
    pub reason: Option<String>,
    /// The line of which this is a sub-row (其中).
    pub parent: Option<LineKey>,
    /// The library indicator it was taken from.
    pub library_indicator: Option<IndicatorId>,
}

/// The money of a sheet (项目资金), where stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SheetMoney {
    /// 年初预算数.
    pub initial: Option<Money>,
    /// 全年预算数.
    pub adjusted: Option<Money>,
    /// 全年执行数.
    pub executed: Option<Money>,
}

/// 预算执行率 as a scored row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExecutionRow {
    /// 分值; none on a goal and where the form does not score execution.
    pub weight: Option<Weight>,
    /// 得分 as stated.
    pub stated_score: Option<Score>,
    /// 得分 as the rules give it.
    pub computed_score: Option<Score>,
}

/// 表 (sheet).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Identity.
    pub id: SheetId,
    /// The project it speaks of.
    pub project: ProjectId,
    /// Budget year.
    pub year: BudgetYear,
    /// Kind of form.
    pub kind: SheetKind,
    /// Which of the year's sheets of that kind.
    pub period: SheetPeriod,
    /// Where it stands in its chain.
    pub state: SheetState,
    /// 版次: raised by one at each submission, so that two submissions can be compared.
    pub edition: i32,
    /// Optimistic lock.
    pub version: i32,
    /// 年度总体目标 (annual goal, a statement).
    pub annual_goal: String,
    /// 实际完成情况; blank on a goal.
    pub achievement: String,
    /// Money.
    pub money: SheetMoney,
    /// 预算执行率.
    pub execution: ExecutionRow,
    /// 总分 as stated.
    pub stated_total: Option<Score>,
    /// 总分 as the rules give it; none unless every weighted line could be computed.
    pub computed_total: Option<Score>,
    /// The lines in order.
    pub lines: Vec<Line>,
}
