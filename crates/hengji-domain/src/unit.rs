//! 预算单位 (budget unit), 主管部门 (department) and the other bodies of a district, as one tree.

use crate::id::UnitId;

/// What kind of body a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// 主管部门 (department).
    Department,
    /// 预算单位 (budget unit) under a department.
    BudgetUnit,
    /// 街道 (subdistrict).
    Subdistrict,
    /// 财政局科室 (budget division or performance division of the finance bureau).
    BureauDivision,
    /// 第三方中介机构 (third-party institution).
    ThirdPartyInstitution,
}

impl UnitKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Department,
        Self::BudgetUnit,
        Self::Subdistrict,
        Self::BureauDivision,
        Self::ThirdPartyInstitution,
    ];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::BudgetUnit => "budget_unit",
            Self::Subdistrict => "subdistrict",
            Self::BureauDivision => "bureau_division",
            Self::ThirdPartyInstitution => "third_party_institution",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A body of the district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Identity.
    pub id: UnitId,
    /// 单位代码, opaque, e.g. `219001`.
    pub code: String,
    /// 单位名称.
    pub name: String,
    /// Kind of body.
    pub kind: UnitKind,
    /// The 主管部门 above a budget unit; a department and a subdistrict stand for themselves.
    pub department: UnitId,
    /// The 归口科室 of the bureau that owns this unit's budget; none for bodies without a budget.
    pub budget_division: Option<UnitId>,
}
