//! Circles of roles that the same actions are open to.

use hengji_domain::person::Role;

pub(super) const UNIT: &[Role] = &[Role::UnitClerk, Role::UnitFinance, Role::UnitHead];
/// Who speaks for an evaluated unit: its own people, and its department for itself.
pub(super) const SELF_SCORERS: &[Role] = &[
    Role::UnitClerk,
    Role::UnitFinance,
    Role::UnitHead,
    Role::DepartmentReviewer,
];
/// Who signs a sign-off sheet: the head of the evaluated unit or its department, and those who conclude.
pub(super) const SIGN_OFF_SIGNERS: &[Role] = &[
    Role::UnitHead,
    Role::DepartmentReviewer,
    Role::PerformanceReviewer,
    Role::BureauLeader,
];
pub(super) const CLERKS: &[Role] = &[Role::UnitClerk, Role::UnitFinance];
pub(super) const CLERK: &[Role] = &[Role::UnitClerk];
pub(super) const REVIEWERS: &[Role] = &[
    Role::UnitFinance,
    Role::UnitHead,
    Role::DepartmentReviewer,
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
    Role::BureauLeader,
];
pub(super) const BUREAU: &[Role] = &[
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
    Role::BureauLeader,
];
pub(super) const STAFF: &[Role] = &[
    Role::UnitClerk,
    Role::UnitFinance,
    Role::UnitHead,
    Role::DepartmentReviewer,
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
    Role::BureauLeader,
];
pub(super) const READERS: &[Role] = &[
    Role::UnitClerk,
    Role::UnitFinance,
    Role::UnitHead,
    Role::DepartmentReviewer,
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
    Role::BureauLeader,
    Role::OversightReader,
];
/// Who reads evaluations: an institution those that were given to it.
pub(super) const EVALUATION_READERS: &[Role] = EX_ANTE_READERS;
/// Who scores for the bureau: an institution what was given to it.
pub(super) const VERIFIERS: &[Role] = &[
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
    Role::ThirdParty,
];
/// Who scores for the bureau, and its leaders; not the evaluated units, to whom the projects of others are not shown.
pub(super) const BENCHMARK_READERS: &[Role] = &[
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
    Role::BureauLeader,
    Role::ThirdParty,
];
/// Everybody but third parties, who are to know of no other institution.
pub(super) const INSIDERS: &[Role] = &[
    Role::UnitClerk,
    Role::UnitFinance,
    Role::UnitHead,
    Role::DepartmentReviewer,
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
    Role::BureauLeader,
    Role::OversightReader,
    Role::SystemAdministrator,
    Role::SecurityAdministrator,
    Role::AuditAdministrator,
];
pub(super) const REGISTRARS: &[Role] = &[Role::BudgetDivisionReviewer, Role::PerformanceReviewer];
pub(super) const IMPORTERS: &[Role] = &[Role::UnitClerk, Role::UnitFinance, Role::PerformanceReviewer];
pub(super) const ENTERERS: &[Role] = &[
    Role::UnitClerk,
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
];
pub(super) const ROOM_ANSWERERS: &[Role] = &[Role::UnitClerk, Role::DepartmentReviewer];
pub(super) const EXPLAINERS: &[Role] = &[
    Role::UnitClerk,
    Role::UnitFinance,
    Role::DepartmentReviewer,
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
];
pub(super) const LIBRARY_PROPOSERS: &[Role] = &[
    Role::UnitClerk,
    Role::DepartmentReviewer,
    Role::PerformanceReviewer,
];
/// Who takes part in an ex-ante evaluation, the invited experts among them.
pub(super) const EX_ANTE_READERS: &[Role] = &[
    Role::UnitClerk,
    Role::UnitFinance,
    Role::UnitHead,
    Role::DepartmentReviewer,
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
    Role::BureauLeader,
    Role::ThirdParty,
    Role::OversightReader,
];
/// Who holds a step of an ex-ante evaluation after the unit.
pub(super) const EX_ANTE_REVIEWERS: &[Role] = &[
    Role::DepartmentReviewer,
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
    Role::BureauLeader,
];
/// The unit that leads an ex-ante evaluation.
pub(super) const LEAD: &[Role] = &[Role::DepartmentReviewer];
pub(super) const LEAD_OR_PERFORMANCE: &[Role] = &[Role::DepartmentReviewer, Role::PerformanceReviewer];
pub(super) const EXPERTS: &[Role] = &[Role::ThirdParty];
pub(super) const PERFORMANCE: &[Role] = &[Role::PerformanceReviewer];
pub(super) const LEADER: &[Role] = &[Role::BureauLeader];
pub(super) const LEADERS: &[Role] = &[Role::PerformanceReviewer, Role::BureauLeader];
pub(super) const REMINDERS: &[Role] = &[
    Role::DepartmentReviewer,
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
];
pub(super) const SYSTEM: &[Role] = &[Role::SystemAdministrator];
pub(super) const SECURITY: &[Role] = &[Role::SecurityAdministrator];
pub(super) const AUDIT: &[Role] = &[Role::AuditAdministrator];
pub(super) const ACCOUNT_READERS: &[Role] = &[
    Role::SystemAdministrator,
    Role::SecurityAdministrator,
    Role::AuditAdministrator,
];
pub(super) const ANYBODY: &[Role] = &Role::ALL;
pub(super) const OPERATOR: &[Role] = &[];
