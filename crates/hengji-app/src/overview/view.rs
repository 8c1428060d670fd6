//! What the overview page shows.

use hengji_domain::NaiveDate;
use hengji_domain::id::UnitId;
use hengji_domain::sheet::SheetKind;

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
}
