//! People and the parts they play (角色).

use crate::id::{UnitId, UserId};

/// 角色 (role). A person may hold several, each for one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 单位业务经办: the business office of a budget unit, which knows the work.
    UnitClerk,
    /// 单位财务经办: the finance clerk of a budget unit, who signs beside the business office.
    UnitFinance,
    /// 单位负责人: the head of a budget unit.
    UnitHead,
    /// 主管部门: checks and bundles its subordinate units.
    DepartmentReviewer,
    /// 归口科室: the division of the finance bureau that owns a department's budget.
    BudgetDivisionReviewer,
    /// 绩效科: the division of the finance bureau that runs performance work.
    PerformanceReviewer,
    /// 局领导: leadership of the finance bureau.
    BureauLeader,
    /// 系统管理员: accounts and running; no business data.
    SystemAdministrator,
    /// 安全管理员: grants of roles; no business data.
    SecurityAdministrator,
    /// 审计管理员: reads the audit chain; no business data.
    AuditAdministrator,
    /// 第三方: an outside evaluator, who sees what is assigned to it.
    ThirdParty,
    /// 人大/审计: reads what is issued and finalised.
    OversightReader,
}

impl Role {
    /// Every role, in the order of the matrix.
    pub const ALL: [Self; 12] = [
        Self::UnitClerk,
        Self::UnitFinance,
        Self::UnitHead,
        Self::DepartmentReviewer,
        Self::BudgetDivisionReviewer,
        Self::PerformanceReviewer,
        Self::BureauLeader,
        Self::SystemAdministrator,
        Self::SecurityAdministrator,
        Self::AuditAdministrator,
        Self::ThirdParty,
        Self::OversightReader,
    ];

    /// The stable identifier in rules, storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnitClerk => "unit_clerk",
            Self::UnitFinance => "unit_finance",
            Self::UnitHead => "unit_head",
            Self::DepartmentReviewer => "department_reviewer",
            Self::BudgetDivisionReviewer => "budget_division_reviewer",
            Self::PerformanceReviewer => "performance_reviewer",
            Self::BureauLeader => "bureau_leader",
            Self::SystemAdministrator => "system_administrator",
            Self::SecurityAdministrator => "security_administrator",
            Self::AuditAdministrator => "audit_administrator",
            Self::ThirdParty => "third_party",
            Self::OversightReader => "oversight_reader",
        }
    }

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnitClerk => "单位业务经办",
            Self::UnitFinance => "单位财务经办",
            Self::UnitHead => "单位负责人",
            Self::DepartmentReviewer => "主管部门",
            Self::BudgetDivisionReviewer => "归口科室",
            Self::PerformanceReviewer => "绩效科",
            Self::BureauLeader => "局领导",
            Self::SystemAdministrator => "系统管理员",
            Self::SecurityAdministrator => "安全管理员",
            Self::AuditAdministrator => "审计管理员",
            Self::ThirdParty => "第三方",
            Self::OversightReader => "人大/审计",
        }
    }

    /// One of the three administrators (三员), who are mutually exclusive and see no business data.
    pub const fn is_administrator(self) -> bool {
        matches!(
            self,
            Self::SystemAdministrator | Self::SecurityAdministrator | Self::AuditAdministrator
        )
    }

    /// Bureau staff and administrators must give a second factor.
    pub const fn needs_second_factor(self) -> bool {
        matches!(
            self,
            Self::BudgetDivisionReviewer | Self::PerformanceReviewer | Self::BureauLeader
        ) || self.is_administrator()
    }
}

/// A role held for a unit. For a bureau role the unit is the bureau's own division (科室).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant {
    /// What part the person plays.
    pub role: Role,
    /// For which unit.
    pub unit: UnitId,
}

/// Somebody who acts: a person with the roles held in the division they act in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// The name shown on papers and in the audit chain.
    pub name: String,
    /// The division acted in.
    pub division: crate::Division,
    /// Roles held there.
    pub grants: Vec<Grant>,
    /// The network address, for the audit chain.
    pub address: String,
}

impl Actor {
    /// Whether the actor holds the role for any unit.
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_roles_are_one_to_one() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("minister"), None);
    }
}
