//! What the overview page shows.

use hengji_domain::id::UnitId;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{NaiveDate, Score};

/// How far a unit has come with one kind of form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitProgress {
    /// The unit.
    pub unit: UnitId,
    /// 单位名称.
    pub unit_name: String,
    /// 主管部门名称.
    pub department_name: String,
    /// Projects of the year.
    pub projects: u64,
    /// 未填报: no sheet yet.
    pub missing: u64,
    /// 编报中.
    pub draft: u64,
    /// 退回修改.
    pub returned: u64,
    /// 审核中.
    pub in_review: u64,
    /// 已批复 or 已审定.
    pub concluded: u64,
    /// Past the deadline with something still at the unit.
    pub is_late: bool,
    /// Projects that are late: the deadline has passed and their sheet is missing, in draft or returned.
    pub late: u64,
    /// 审核中 by step, in order of the chain; steps where nothing waits are left out.
    pub steps: Vec<StepCount>,
    /// Mean of the computed totals of what was handed in; none for goals and where no total could be computed.
    pub average_score: Option<Score>,
}

/// How many sheets wait at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepCount {
    /// The step's printed name.
    pub name: String,
    /// How many wait there.
    pub count: u64,
}

impl UnitProgress {
    /// Projects whose sheet has left the unit.
    pub const fn handed_in(&self) -> u64 {
        self.in_review + self.concluded
    }
}

/// The overview page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Kind of form.
    pub kind: SheetKind,
    /// The deadline for handing in.
    pub due_on: Option<NaiveDate>,
    /// Units in scope, the latest first.
    pub units: Vec<UnitProgress>,
    /// Their departments, the latest first.
    pub departments: Vec<DepartmentProgress>,
    /// 审核中 by step over all units, in order of the chain; steps where nothing waits are left out.
    pub steps: Vec<StepCount>,
    /// All units together.
    pub total: UnitProgressTotal,
}

/// All units together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnitProgressTotal {
    /// Projects of the year.
    pub projects: u64,
    /// Handed in.
    pub handed_in: u64,
    /// Concluded.
    pub concluded: u64,
    /// Units that are late.
    pub late_units: u64,
    /// Projects that are late.
    pub late: u64,
    /// Mean of the computed totals of what was handed in; none for goals and where no total could be computed.
    pub average_score: Option<Score>,
}

/// How far the units of a department have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentProgress {
    /// 主管部门名称.
    pub name: String,
    /// Units with projects in the year.
    pub units: u64,
    /// Projects of the year.
    pub projects: u64,
    /// 未填报.
    pub missing: u64,
    /// 编报中.
    pub draft: u64,
    /// 退回修改.
    pub returned: u64,
    /// 审核中.
    pub in_review: u64,
    /// 已批复 or 已审定.
    pub concluded: u64,
    /// Projects that are late.
    pub late: u64,
    /// Mean of the computed totals of what was handed in; none for goals and where no total could be computed.
    pub average_score: Option<Score>,
}
