//! 评价种类 (kind of evaluation): what is evaluated, who scores, and which grades it ends in. Kinds are rules.

/// What an evaluation is attached to. More than this the product need not know: a policy or a special fund is a
/// project row with another title, a village is a title under its subdistrict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// 项目、政策: a project of the year.
    Project,
    /// 部门、单位、街道、采购人: a unit of the district.
    Unit,
}

impl SubjectKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Project, Self::Unit];

    /// The word in rule files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Unit => "unit",
        }
    }
}

/// Who scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// 自评: the evaluated unit.
    SelfScore,
    /// 财政复核、评价: the bureau and whom it appoints.
    Verification,
}

impl Side {
    /// Both, in the order in which they score.
    pub const ALL: [Self; 2] = [Self::SelfScore, Self::Verification];

    /// The stable identifier in rules and storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SelfScore => "self",
            Self::Verification => "verification",
        }
    }

    /// The side with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SelfScore => "单位自评",
            Self::Verification => "财政复核",
        }
    }
}

/// 评价种类 (kind of evaluation).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationKind {
    /// Stable code, e.g. `subdistrict`.
    pub code: String,
    /// Its name, e.g. 街道财政综合运行绩效评价.
    pub name: String,
    /// What it is attached to.
    pub subject: SubjectKind,
    /// Kinds of units that may be evaluated; any where none is written.
    pub unit_kinds: Vec<crate::unit::UnitKind>,
    /// Whether the unit scores itself first.
    pub has_self_score: bool,
    /// How many people score independently for the bureau before anybody sees another's scores; one where the
    /// bureau scores as a body.
    pub scorers_least: u32,
    /// Whether a sign-off sheet must be signed before the conclusion.
    pub needs_sign_off: bool,
    /// Whether a case file is kept: plan, team, evidence, exchange of views and report.
    pub needs_case_file: bool,
    /// Which rule of grades its total is read by, e.g. `fiscal_evaluation`.
    pub grades: String,
    /// What the year's report says of it; nothing where it is only counted.
    pub report: Option<super::KindReport>,
    /// Days from the opening within which the unit scores itself; none where no rule says so.
    pub self_days: Option<u32>,
}

impl EvaluationKind {
    /// Whether several people score without seeing each other.
    pub const fn scores_independently(&self) -> bool {
        1 < self.scorers_least
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_has_one_code() {
        for side in Side::ALL {
            assert_eq!(Side::from_code(side.code()), Some(side));
        }
        assert_eq!(Side::from_code("third"), None);
    }
}
