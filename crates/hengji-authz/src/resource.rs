//! 对象 (resource): what a decision needs to know about the thing acted on.

use hengji_domain::Division;
use hengji_domain::id::{UnitId, UserId};
use hengji_domain::person::Role;

use crate::action::Action;

/// Where a thing stands in the tree of the district.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The unit that owns it.
    pub unit: UnitId,
    /// The unit's 主管部门.
    pub department: UnitId,
    /// The 归口科室 that owns the unit's budget.
    pub budget_division: Option<UnitId>,
}

/// How far a sheet has come, as far as rights depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// With the unit: draft or returned.
    WithUnit,
    /// Waiting for the holder of a step.
    Waiting {
        /// Who acts at the step.
        role: Role,
        /// Who has already put a hand to this edition: nobody acts twice on it (author ≠ reviewer ≠ issuer).
        hands: Vec<UserId>,
    },
    /// Issued or finalised.
    Concluded,
}

/// What is acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// The division as a whole.
    Division(Division),
    /// The accounts of the division; the account meant, where it is one.
    Accounts {
        /// The division whose accounts they are.
        division: Division,
        /// The account acted on.
        user: Option<UserId>,
    },
    /// The actor's own account.
    Own(UserId),
    /// A unit: what is entered or imported for it.
    Unit {
        /// Its division.
        division: Division,
        /// Where it stands.
        place: Place,
    },
    /// A project.
    Project {
        /// Its division.
        division: Division,
        /// Where it stands.
        place: Place,
        /// Whether one of its sheets is issued or finalised: only then an oversight reader sees it.
        has_concluded: bool,
    },
    /// A sheet.
    Sheet {
        /// Its division.
        division: Division,
        /// Where it stands in the district.
        place: Place,
        /// Where it stands in its chain.
        standing: Standing,
    },
    /// An ex-ante evaluation: not only the tree of the district decides who may see it.
    ExAnteEvaluation {
        /// Its division.
        division: Division,
        /// Where the project stands in the district.
        place: Place,
        /// The unit that leads, which need not be the project's own department.
        lead: UnitId,
        /// The experts invited to this evaluation.
        experts: Vec<UserId>,
        /// Where it stands in its chain.
        standing: Standing,
    },
    /// An evaluation.
    Evaluation {
        /// Its division.
        division: Division,
        /// Where the evaluated unit stands in the district.
        place: Place,
        /// Whether its conclusion is drawn: only then an oversight reader sees it.
        is_concluded: bool,
        /// The third-party institutions that it was given to and not taken away from.
        institutions: Vec<UnitId>,
    },
}

impl Resource {
    /// The division it belongs to; none for an account, which is the person's everywhere.
    pub const fn division(&self) -> Option<Division> {
        match self {
            Self::Division(division)
            | Self::Accounts { division, .. }
            | Self::Unit { division, .. }
            | Self::Project { division, .. }
            | Self::Sheet { division, .. }
            | Self::Evaluation { division, .. }
            | Self::ExAnteEvaluation { division, .. } => Some(*division),
            Self::Own(_) => None,
        }
    }

    /// Where it stands in the district, for what belongs to a unit.
    pub const fn place(&self) -> Option<&Place> {
        match self {
            Self::Unit { place, .. }
            | Self::Project { place, .. }
            | Self::Sheet { place, .. }
            | Self::Evaluation { place, .. }
            | Self::ExAnteEvaluation { place, .. } => Some(place),
            Self::Division(_) | Self::Accounts { .. } | Self::Own(_) => None,
        }
    }

    /// Whether those who only read issued and finalised papers may see it.
    pub const fn is_concluded(&self) -> bool {
        match self {
            Self::Project { has_concluded, .. } => *has_concluded,
            Self::Evaluation { is_concluded, .. } => *is_concluded,
            Self::Sheet { standing, .. } | Self::ExAnteEvaluation { standing, .. } => {
                matches!(standing, Standing::Concluded)
            }
            Self::Unit { .. } | Self::Division(_) | Self::Accounts { .. } | Self::Own(_) => false,
        }
    }

    /// The action that would show it. Whoever may not do that must not learn that the thing exists.
    pub const fn view(&self) -> Action {
        match self {
            Self::Sheet { .. } => Action::ViewSheet,
            Self::Evaluation { .. } => Action::ViewEvaluation,
            Self::ExAnteEvaluation { .. } => Action::ViewExAnteEvaluation,
            Self::Project { .. } | Self::Unit { .. } => Action::ViewProject,
            Self::Accounts { .. } => Action::ViewAccounts,
            Self::Division(_) | Self::Own(_) => Action::ViewHome,
        }
    }
}
