//! What the dashboard shows of a year.

use hengji_domain::{BudgetYear, Money, NaiveDate};

use crate::monitoring::view::DepartmentLights;

/// How far a part of a stage has come; pages give each its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Done.
    Done,
    /// With those who review or decide.
    UnderWay,
    /// Begun, and with the unit.
    Begun,
    /// Not begun, or left aside.
    Open,
}

/// A part of a stage: its bar is made of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagePart {
    /// What it is called.
    pub name: String,
    /// How far it has come.
    pub standing: Standing,
    /// How many.
    pub count: u64,
    /// Address of the list of exactly these; none where no list is that narrow or the reader may not see it.
    pub list: Option<String>,
}

/// An amount of a stage with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageMoney {
    /// What it is called, e.g. 累计执行.
    pub name: String,
    /// How much.
    pub amount: Money,
}

/// A stage of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageProgress {
    /// Stable code, e.g. `goal_issue` or `monitoring_m07`.
    pub code: String,
    /// The phase it belongs to: 预算编制, 预算批复, 预算执行, 决算.
    pub phase: &'static str,
    /// Its name.
    pub name: String,
    /// What it counts, e.g. 个项目.
    pub unit: &'static str,
    /// How many there are.
    pub total: u64,
    /// How many of them are done.
    pub done: u64,
    /// How many of them are late at whoever holds them.
    pub late: u64,
    /// Until when it is due; none where no rule says so.
    pub due_on: Option<NaiveDate>,
    /// Its parts, the most advanced first; they add up to the total.
    pub parts: Vec<StagePart>,
    /// Its amounts.
    pub money: Vec<StageMoney>,
    /// How it is counted, in words.
    pub counted: String,
    /// Address of the list behind it; none where the reader may not see it.
    pub list: Option<String>,
    /// Address of the list of what is late; none where no list is that narrow or the reader may not see it.
    pub late_list: Option<String>,
}

impl StageProgress {
    /// Done as basis points of the total, rounded half up; none where there is nothing.
    pub fn done_bp(&self) -> Option<u64> {
        crate::library::rate_bp(self.done, self.total)
    }
}

/// A department in the year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DepartmentYear {
    /// Identity, for the filters of lists.
    pub id: String,
    /// 主管部门.
    pub name: String,
    /// Its projects.
    pub projects: u64,
    /// Their money.
    pub total: Money,
    /// Goals issued.
    pub issued: u64,
    /// Lights in the latest opened period.
    pub lights: DepartmentLights,
    /// Self-evaluations finalised.
    pub evaluated: u64,
    /// Late over all stages that a unit or the department holds.
    pub late: u64,
    /// Cut by decision.
    pub cut: Money,
}

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureValue {
    /// So many.
    Count(u64),
    /// A part of a whole; the rate follows from the two.
    Rate {
        /// The part.
        part: u64,
        /// The whole.
        whole: u64,
    },
    /// An amount.
    Money(Money),
}

impl FigureValue {
    /// The rate in basis points, rounded half up; none of nothing, and for what is no rate.
    pub fn basis_points(self) -> Option<u64> {
        match self {
            Self::Rate { part, whole } => crate::library::rate_bp(part, whole),
            Self::Count(_) | Self::Money(_) => None,
        }
    }

    /// The rate in whole percent as reports publish it, rounded half up.
    pub fn percent(self) -> Option<u64> {
        match self {
            Self::Rate { part, whole } => {
                let doubled = part.checked_mul(200)?.checked_add(whole)?;
                doubled.checked_div(whole.checked_mul(2)?)
            }
            Self::Count(_) | Self::Money(_) => None,
        }
    }
}

/// A figure of the yearly report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearFigure {
    /// Stable code, e.g. `library_core`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub value: FigureValue,
    /// What it counts: 条, 个, 万元, %.
    pub unit: &'static str,
    /// How it is counted, in words.
    pub counted: String,
    /// Address of the list that yields it; none where the reader may not see it.
    pub list: Option<String>,
}

/// The year as one picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearProgress {
    /// Budget year.
    pub year: BudgetYear,
    /// The day on which it was counted, in Shanghai.
    pub as_of: NaiveDate,
    /// The figures of the yearly report.
    pub figures: Vec<YearFigure>,
    /// The stages in the order of the year.
    pub stages: Vec<StageProgress>,
    /// Code and name of the period of the lights; none before one was opened.
    pub light_period: Option<(String, String)>,
    /// The departments, those with the most red lights first.
    pub departments: Vec<DepartmentYear>,
    /// All departments together.
    pub total: DepartmentYear,
    /// Whether the reader sees the whole division and not a part of it.
    pub is_whole: bool,
    /// Whether lists of projects, goals and monitoring are open to the reader.
    pub may_list: bool,
}
