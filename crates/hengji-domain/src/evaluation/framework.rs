//! 评价指标体系 (framework): parts with shares, items with weights, and the method by which an item is scored.

use super::formula::Formula;
use crate::{Score, Weight};

/// 评价指标体系 (framework).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// Stable code: the name of its file.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The facts that its formulas may name.
    pub facts: Vec<FactDefinition>,
    /// Its parts; their shares make up the whole.
    pub parts: Vec<Part>,
    /// Situations that set the grade whatever the score.
    pub vetoes: Vec<Veto>,
}

impl Framework {
    /// Every item that the framework itself has.
    pub fn items(&self) -> impl Iterator<Item = (&Part, &Item)> {
        self.parts.iter().flat_map(|part| match &part.content {
            PartContent::Items(items) => items.iter().map(|item| (part, item)).collect(),
            PartContent::Lines => Vec::new(),
        })
    }

    /// How many levels its deepest item has, the part and the item itself counted.
    pub fn depth(&self) -> usize {
        self.items()
            .map(|(_, item)| item.path.len() + 2)
            .max()
            .unwrap_or(1)
    }

    /// The fact with this code.
    pub fn fact(&self, code: &str) -> Option<&FactDefinition> {
        self.facts.iter().find(|fact| fact.code == code)
    }
}

/// 组成部分 (part): a first-level indicator with its share of the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Stable code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Share of the total, basis points.
    pub share_bp: u32,
    /// What is scored in it.
    pub content: PartContent,
}

/// What a part is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartContent {
    /// Items of the framework. Their weights make up 100 points or the points of the share.
    Items(Vec<Item>),
    /// 项目自身指标: the lines of the project's self-evaluation, scored again under their own keys and weights.
    Lines,
}

/// 评价指标 (item): what is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Stable code within the framework.
    pub code: String,
    /// The levels between the part and the item, outermost first.
    pub path: Vec<String>,
    /// Its name.
    pub name: String,
    /// Full points.
    pub weight: Weight,
    /// How it is scored.
    pub method: Method,
    /// What it means.
    pub explanation: String,
    /// What evidence is asked for.
    pub evidence: String,
    /// Where it comes from.
    pub basis: String,
    /// Whether it was not checked against an official text.
    pub is_unverified: bool,
}

/// 评分方法 (method).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// 判断法: the scorer gives points; the bands say what a share of the weight means.
    Judgement {
        /// Best first, the last from zero; none where nothing guides the scorer.
        bands: Vec<JudgementBand>,
    },
    /// 要素法: so many of these are met.
    Elements {
        /// What must be met.
        elements: Vec<String>,
    },
    /// 扣分法: so often something is amiss.
    Deduction {
        /// What costs points.
        deductions: Vec<Deduction>,
    },
    /// 条件法: all or nothing.
    Condition {
        /// The condition in words.
        condition: String,
        /// The condition over facts; none where a person says whether it holds.
        holds: Option<Formula>,
    },
    /// 公式法: points computed from facts.
    Formula {
        /// The formula; it gives points.
        formula: Formula,
        /// The formula in words.
        words: String,
    },
    /// 问卷法: the share of those asked who are satisfied.
    Survey {
        /// From this share the item has its full points, basis points; below it in proportion.
        full_from_bp: u32,
    },
    /// 折算法: the total of the same unit's evaluation of another kind, converted to the weight.
    Conversion {
        /// Code of that kind.
        kind: String,
    },
}

impl Method {
    /// The Chinese name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Judgement { .. } => "判断法",
            Self::Elements { .. } => "要素法",
            Self::Deduction { .. } => "扣分法",
            Self::Condition { .. } => "条件法",
            Self::Formula { .. } => "公式法",
            Self::Survey { .. } => "问卷法",
            Self::Conversion { .. } => "折算法",
        }
    }

    /// Whether the points follow from facts alone, so that nobody types an answer.
    pub const fn is_computed(&self) -> bool {
        matches!(
            self,
            Self::Formula { .. } | Self::Conversion { .. } | Self::Condition { holds: Some(_), .. }
        )
    }

    /// The formula, where it has one.
    pub const fn formula(&self) -> Option<&Formula> {
        match self {
            Self::Formula { formula, .. }
            | Self::Condition {
                holds: Some(formula), ..
            } => Some(formula),
            _ => None,
        }
    }
}

/// 判断档次 (band) of a judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgementBand {
    /// Its name.
    pub name: String,
    /// From this share of the weight, basis points.
    pub from_bp: u32,
}

/// 扣分情形 (deduction).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deduction {
    /// What is amiss.
    pub name: String,
    /// Points each time.
    pub points: Score,
    /// Most points it can cost; none where only the weight bounds it.
    pub most: Option<Score>,
}

/// 数据项 (fact) of a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactDefinition {
    /// The name in formulas.
    pub code: String,
    /// What it is.
    pub name: String,
    /// Its unit of measure.
    pub unit: String,
    /// Where it comes from.
    pub origin: FactOrigin,
}

/// Where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactOrigin {
    /// 填报: entered with its source.
    Entered,
    /// 系统取数: read from what was loaded.
    System(SystemFact),
}

/// 系统取数 (system fact): a figure about the subject that the product can compute, in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SystemFact {
    /// 年初预算数.
    InitialBudget,
    /// 全年预算数.
    AdjustedBudget,
    /// 全年执行数.
    Paid,
}

impl SystemFact {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::InitialBudget, Self::AdjustedBudget, Self::Paid];

    /// The word in rule files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InitialBudget => "budget_initial",
            Self::AdjustedBudget => "budget_adjusted",
            Self::Paid => "paid",
        }
    }
}

/// 直接定级的情形 (veto): where it is met, the grade is this one, whatever the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veto {
    /// Stable code.
    pub code: String,
    /// The situation.
    pub name: String,
    /// The grade.
    pub grade: String,
}
