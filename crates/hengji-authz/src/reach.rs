//! 范围 (reach): how far a role sees, as a property of the role alone.

use hengji_domain::person::Role;

/// How far a role reaches from the unit it is granted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// 本单位: the unit itself.
    OwnUnit,
    /// 本部门: every unit of the department.
    Department,
    /// 归口单位: every unit whose budget the bureau division owns.
    BudgetDivision,
    /// 全区划.
    Division,
    /// 已办结: the whole division, but only what is issued or finalised.
    Concluded,
    /// 无: no business data.
    Nothing,
}

impl Reach {
    /// The Chinese name in the matrix.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OwnUnit => "本单位",
            Self::Department => "本部门",
            Self::BudgetDivision => "归口",
            Self::Division => "全区划",
            Self::Concluded => "已办结",
            Self::Nothing => "无",
        }
    }
}

/// How far the role reaches into projects and sheets.
pub const fn reach_of(role: Role) -> Reach {
    match role {
        Role::UnitClerk | Role::UnitFinance | Role::UnitHead => Reach::OwnUnit,
        Role::DepartmentReviewer => Reach::Department,
        Role::BudgetDivisionReviewer => Reach::BudgetDivision,
        Role::PerformanceReviewer | Role::BureauLeader => Reach::Division,
        Role::OversightReader => Reach::Concluded,
        // A third party sees what is assigned to it, which the thing itself knows and the role does not.
        Role::ThirdParty
        | Role::SystemAdministrator
        | Role::SecurityAdministrator
        | Role::AuditAdministrator => Reach::Nothing,
    }
}
