//! 分类分级 (project class): how closely a project is managed in a year, and the rules that say so.
//!
//! A project is scored under four criteria of the year's rules; thresholds turn the score into a class, hard rules
//! stand above the score, and the class decides how deep the process goes. All of it is dated data.

use crate::rule::Dated;
use crate::{Money, Score, Weight};

/// 项目类别 (project class): A and B under 重点绩效管理, C under 一般化管理. A is managed most closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProjectClass {
    /// Key projects.
    A,
    /// Between the two.
    B,
    /// Projects under general management, with the light form.
    C,
}

impl ProjectClass {
    /// Every class, the most closely managed first.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// The stable identifier in storage, rules and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// The class with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "A 类",
            Self::B => "B 类",
            Self::C => "C 类",
        }
    }
}

/// 分类因素 (criterion): one of the four of the source report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CriterionKind {
    /// 与区委区政府重点工作相关性.
    KeyWork,
    /// 与部门主要职能相关性.
    MainFunction,
    /// 项目性质和实施阶段.
    Stage,
    /// 资金规模.
    Amount,
}

impl CriterionKind {
    /// Every criterion, in the order of the report.
    pub const ALL: [Self; 4] = [Self::KeyWork, Self::MainFunction, Self::Stage, Self::Amount];

    /// The stable identifier in storage and rules.
    pub const fn code(self) -> &'static str {
        match self {
            Self::KeyWork => "key_work",
            Self::MainFunction => "main_function",
            Self::Stage => "stage",
            Self::Amount => "amount",
        }
    }

    /// The criterion with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What somebody entered about a project so that it can be classed; codes are those of the year's rules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ClassTraits {
    /// The entry of the list of 区委区政府重点工作 that the project serves, as written there.
    pub key_work: Option<String>,
    /// Level under [`CriterionKind::KeyWork`].
    pub key_work_level: Option<String>,
    /// Level under [`CriterionKind::MainFunction`].
    pub function_level: Option<String>,
    /// Level under [`CriterionKind::Stage`].
    pub stage_level: Option<String>,
    /// 刚性支出: the kind of rigid spending (聘用人员经费, 配套补助), where it is one.
    pub rigid: Option<String>,
}

impl ClassTraits {
    /// The level entered under a criterion; the amount has none, because money is known from the budget.
    pub fn level(&self, kind: CriterionKind) -> Option<&str> {
        match kind {
            CriterionKind::KeyWork => self.key_work_level.as_deref(),
            CriterionKind::MainFunction => self.function_level.as_deref(),
            CriterionKind::Stage => self.stage_level.as_deref(),
            CriterionKind::Amount => None,
        }
    }
}

/// A step of a criterion's scale that somebody chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionLevel {
    /// Stable code, e.g. `listed`.
    pub code: String,
    /// The printed words.
    pub name: String,
    /// Points, 0 to 100.
    pub points: Score,
}

/// A band of money: from this amount upward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountBand {
    /// Lower bound, included.
    pub from: Money,
    /// Points, 0 to 100.
    pub points: Score,
}

/// How a criterion gives points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CriterionScale {
    /// By a level that somebody enters.
    Levels(Vec<CriterionLevel>),
    /// By the amount, highest band first, the last from nothing.
    Bands(Vec<AmountBand>),
}

/// A criterion with its weight and scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Which one.
    pub kind: CriterionKind,
    /// The printed name.
    pub name: String,
    /// Weight in basis points of the whole; all criteria together make 100 %.
    pub weight: Weight,
    /// How it gives points.
    pub scale: CriterionScale,
}

/// 分界 (thresholds) of the score, in points of 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassThresholds {
    /// From here on class A.
    pub a_from: Score,
    /// From here on class B.
    pub b_from: Score,
}

impl ClassThresholds {
    /// The class of a score.
    pub fn class(&self, score: Score) -> ProjectClass {
        if self.a_from <= score {
            ProjectClass::A
        } else if self.b_from <= score {
            ProjectClass::B
        } else {
            ProjectClass::C
        }
    }
}

/// When a hard rule applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HardCondition {
    /// The spending is rigid, of one of these kinds.
    Rigid(Vec<String>),
    /// The amount is at least this.
    AmountFrom(Money),
}

/// What a hard rule makes of the class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassBound {
    /// Managed at least as closely as this class.
    AtLeast(ProjectClass),
    /// Managed at most as closely as this class.
    AtMost(ProjectClass),
}

impl ClassBound {
    /// The class within the bound.
    pub fn hold(self, class: ProjectClass) -> ProjectClass {
        match self {
            Self::AtLeast(bound) => class.min(bound),
            Self::AtMost(bound) => class.max(bound),
        }
    }
}

/// 硬性规则 (hard rule): stands above the score; of several that change the class the later wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HardRule {
    /// Stable code, e.g. `rigid`.
    pub code: String,
    /// The printed words.
    pub name: String,
    /// When it applies.
    pub condition: HardCondition,
    /// What it makes of the class.
    pub bound: ClassBound,
}

/// 刚性支出种类 (kind of rigid spending).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RigidKind {
    /// Stable code.
    pub code: String,
    /// The printed name, e.g. 聘用人员经费.
    pub name: String,
}

/// 权重敏感性 (weight sensitivity): how far weights may move, and from which share a class is clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassStability {
    /// How far each weight may move, in basis points of itself.
    pub span_bp: u32,
    /// Share of all weights from which the class is clear, in basis points.
    pub clear_from_bp: u32,
}

/// Everything that classing the projects of a year needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassRules {
    /// The criteria, in printed order.
    pub criteria: Dated<Vec<Criterion>>,
    /// The thresholds.
    pub thresholds: Dated<ClassThresholds>,
    /// What stands above the score.
    pub hard_rules: Dated<Vec<HardRule>>,
    /// The kinds of rigid spending.
    pub rigid_kinds: Dated<Vec<RigidKind>>,
    /// The sensitivity to weights.
    pub stability: Dated<ClassStability>,
}

/// 环节 (stage) of the yearly process that a class may oblige a project to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClassStage {
    /// 事前绩效评估.
    ExAnteEvaluation,
    /// 绩效目标.
    Goal,
    /// 绩效监控.
    Monitoring,
    /// 绩效自评.
    SelfEvaluation,
}

impl ClassStage {
    /// Every stage, in the order of the year.
    pub const ALL: [Self; 4] = [
        Self::ExAnteEvaluation,
        Self::Goal,
        Self::Monitoring,
        Self::SelfEvaluation,
    ];

    /// The stable identifier in rules.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ExAnteEvaluation => "ex_ante",
            Self::Goal => "goal",
            Self::Monitoring => "monitoring",
            Self::SelfEvaluation => "self_evaluation",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExAnteEvaluation => "事前绩效评估",
            Self::Goal => "绩效目标",
            Self::Monitoring => "绩效监控",
            Self::SelfEvaluation => "绩效自评",
        }
    }
}

/// 管理深度 (process depth) of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassDepth {
    /// The class.
    pub class: ProjectClass,
    /// Stages that the projects of the class must go through.
    pub stages: Vec<ClassStage>,
    /// Fewest third-level indicators; none where the limit of all goals holds.
    pub indicator_count_min: Option<u32>,
    /// Least share of quantified indicators in basis points; none where the limit of all goals holds.
    pub quantification_rate_min_bp: Option<u32>,
    /// 简易表: data are filled in from last year and from facts, and the year's statement is not asked for.
    pub is_light: bool,
    /// Monitoring reads facts only; nobody fills anything in.
    pub is_monitored_by_facts: bool,
    /// Only exceptions are listed one by one among things to do.
    pub is_listed_by_exception: bool,
    /// Code of the calendar rule by which the goal is due.
    pub goal_due: String,
    /// Code of the calendar rule by which the self-evaluation is due.
    pub self_evaluation_due: String,
}

impl ClassDepth {
    /// Whether projects of the class must go through the stage.
    pub fn requires(&self, stage: ClassStage) -> bool {
        self.stages.contains(&stage)
    }
}

/// Where the 年度动态目录 (yearly catalogue) of a year stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CatalogueState {
    /// 拟定中: computed, open to adjustment.
    Proposed,
    /// 待批准: handed to the bureau leader.
    Submitted,
    /// 已冻结: approved; classes hold, changes need a new edition.
    Frozen,
    /// 已被新版取代.
    Superseded,
}

impl CatalogueState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Submitted, Self::Frozen, Self::Superseded];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Submitted => "submitted",
            Self::Frozen => "frozen",
            Self::Superseded => "superseded",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "拟定中",
            Self::Submitted => "待批准",
            Self::Frozen => "已冻结",
            Self::Superseded => "已被新版取代",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_to_what_they_name() {
        for class in ProjectClass::ALL {
            assert_eq!(ProjectClass::from_code(class.code()), Some(class));
        }
        for kind in CriterionKind::ALL {
            assert_eq!(CriterionKind::from_code(kind.code()), Some(kind));
        }
        for state in CatalogueState::ALL {
            assert_eq!(CatalogueState::from_code(state.code()), Some(state));
        }
        assert_eq!(ProjectClass::from_code("D"), None);
    }

    #[test]
    fn a_bound_moves_a_class_towards_itself_only() {
        use ProjectClass::{A, B, C};
        for (bound, given, held) in [
            (ClassBound::AtLeast(B), C, B),
            (ClassBound::AtLeast(B), B, B),
            (ClassBound::AtLeast(B), A, A),
            (ClassBound::AtMost(C), A, C),
            (ClassBound::AtMost(B), C, C),
            (ClassBound::AtMost(B), A, B),
        ] {
            assert_eq!(bound.hold(given), held, "{bound:?} {given:?}");
        }
    }

    #[test]
    fn a_score_on_a_threshold_reaches_the_class() {
        let thresholds = ClassThresholds {
            a_from: Score::from_centi(7_500),
            b_from: Score::from_centi(5_000),
        };
        for (centi, class) in [
            (7_500, ProjectClass::A),
            (7_499, ProjectClass::B),
            (5_000, ProjectClass::B),
            (4_999, ProjectClass::C),
        ] {
            assert_eq!(thresholds.class(Score::from_centi(centi)), class, "{centi}");
        }
    }

    #[test]
    fn money_is_no_level_that_somebody_enters() {
        let traits = ClassTraits {
            stage_level: Some("new".to_owned()),
            ..ClassTraits::default()
        };
        assert_eq!(traits.level(CriterionKind::Stage), Some("new"));
        assert_eq!(traits.level(CriterionKind::KeyWork), None);
        assert_eq!(traits.level(CriterionKind::Amount), None);
    }
}
