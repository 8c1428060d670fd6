//! 规则 (rule): dated parameters as typed values, each with its citation.
//!
//! The types live here because scoring uses them and the loader fills them; neither knows the other.
//! No number in this file is an official's: they come from `rules/`.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::person::Role;
use crate::{Division, Score, Weight};

/// How well a rule value is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verification {
    /// ✔ Read in the cited source, on this day.
    Verified {
        /// When somebody checked it.
        on: NaiveDate,
    },
    /// ◐ A secondary source corroborates part of it.
    Partly,
    /// ✎ Not checked against the official text: shown as unverified everywhere.
    Unverified,
}

impl Verification {
    /// The mark on screen and in documents.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Verified { .. } => "✔",
            Self::Partly => "◐",
            Self::Unverified => "✎",
        }
    }

    /// The words on screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verified { .. } => "已核实",
            Self::Partly => "部分核实",
            Self::Unverified => "未核实",
        }
    }
}

/// Which dated rule gave a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// `topic.key`, e.g. `scoring.reverse`.
    pub rule: String,
    /// What the rule is, in Chinese.
    pub description: String,
    /// The division whose file states it.
    pub division: Division,
    /// In force from this day.
    pub from: NaiveDate,
    /// The source document.
    pub source: String,
    /// The clause in it.
    pub clause: String,
    /// How well it is known.
    pub verification: Verification,
}

/// A value with its citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated<T> {
    /// The value in force.
    pub value: T,
    /// Where it comes from.
    pub citation: Arc<Citation>,
}

/// A first-level class of the goal frame (一级指标).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLevel {
    /// Key of the dated tree, e.g. `output`.
    pub key: String,
    /// 一级指标名称 as printed, e.g. 产出指标.
    pub name: String,
    /// Weight in the frame.
    pub weight: Weight,
    /// A goal without it is incomplete.
    pub is_required: bool,
    /// Second-level classes, in printed order.
    pub second_levels: Vec<SecondLevel>,
    /// Other spellings met on real forms.
    pub aliases: Vec<String>,
}

/// A second-level class (二级指标).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondLevel {
    /// Key of the dated tree, e.g. `output.quantity`.
    pub key: String,
    /// 二级指标名称 as printed, e.g. 数量指标.
    pub name: String,
    /// Other spellings met on real forms.
    pub aliases: Vec<String>,
}

/// The frame of a project's goal and self-evaluation: weights and taxonomy of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalFrame {
    /// Weight of 预算执行率, scored only at self-evaluation.
    pub execution_weight: Weight,
    /// First-level classes with their weights, in printed order. Together with execution they make 100 points.
    pub first_levels: Vec<FirstLevel>,
}

impl GoalFrame {
    /// What the indicators of a goal must add up to.
    pub fn indicator_weight(&self) -> Weight {
        Weight::total(self.first_levels.iter().map(|level| level.weight))
    }

    /// The first-level class with this printed name or alias; a bracketed weight behind the name is ignored.
    pub fn first_level(&self, name: &str) -> Option<&FirstLevel> {
        let name = plain_name(name);
        self.first_levels
            .iter()
            .find(|level| level.name == name || level.aliases.contains(&name))
    }
}

impl FirstLevel {
    /// The second-level class with this printed name or alias.
    pub fn second_level(&self, name: &str) -> Option<&SecondLevel> {
        let name = plain_name(name);
        self.second_levels
            .iter()
            .find(|level| level.name == name || level.aliases.contains(&name))
    }
}

/// `产出指标(50分)` and `产出 指标` are the class 产出指标.
pub fn plain_name(name: &str) -> String {
    let head = name.split(['(', '\u{ff08}', '[', '【']).next().unwrap_or(name);
    head.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Limits on a goal sheet (指标最低数量, 量化率). A limit that no source states is unset, not zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalLimits {
    /// Fewest third-level indicators.
    pub indicator_count_min: Dated<Option<u32>>,
    /// Least share of quantified indicators, basis points.
    pub quantification_rate_min_bp: Dated<Option<u32>>,
}

/// How a positive quantitative indicator is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PositiveRule {
    /// w·a/t.
    Proportional,
    /// 完成比例赋分: below the gate nothing, above it w·(r − gate)/(1 − gate).
    PassGate {
        /// The gate, basis points of the target.
        gate_bp: u32,
    },
}

/// How `=` is scored when the target is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EqualRule {
    /// Like `≥`: over-achievement still full.
    AsAtLeast,
    /// Only the very number is full; both sides lose in proportion to the distance.
    Strict,
}

/// How a reverse indicator is scored above its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReverseRule {
    /// w·(1 − (a − t)/t), zero at 2t.
    LinearToTwice,
    /// w·t/a.
    Ratio,
}

/// A band of a qualitative indicator: half-open from below, `[from, to)` of the weight, the best band closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// 达成年度指标 and so on.
    pub name: String,
    /// Phrases in 完成值 that claim this band.
    pub phrases: Vec<String>,
    /// Lower bound, basis points of the weight.
    pub from_bp: u32,
    /// Upper bound, basis points of the weight.
    pub to_bp: u32,
}

/// A row of a step table: at or above `from_bp` of the measure, `score_bp` of the weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Lower bound of the measure, basis points.
    pub from_bp: u32,
    /// Share of the weight, basis points.
    pub score_bp: u32,
}

/// How the execution rate is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExecutionRule {
    /// Weight × rate, at most the weight.
    Linear,
    /// Tiers of the rate, best first.
    Tiers(Vec<Step>),
}

/// What over-achievement leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverTargetAction {
    /// Nothing.
    Off,
    /// A reason is mandatory.
    ReasonRequired,
    /// An evaluator may deduct by hand.
    ManualDeduction,
}

/// Over-achievement (超额完成): when it counts and what it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverTargetRule {
    /// Actual over target, basis points, from which it counts.
    pub trigger_bp: u32,
    /// What follows.
    pub action: OverTargetAction,
}

/// A grade band of a total (等级): from this score upward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeBand {
    /// 优, 良, 中, 差.
    pub name: String,
    /// Lower bound, included.
    pub from: Score,
}

/// All rules that scoring a project's sheet needs, in force for one division and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoringRules {
    /// Positive indicators (`>` `≥`).
    pub positive: Dated<PositiveRule>,
    /// `=` with a target other than zero.
    pub equal: Dated<EqualRule>,
    /// `=` with target zero: "zero accidents", full or nothing.
    pub equal_zero: Dated<()>,
    /// Reverse indicators (`<` `≤`).
    pub reverse: Dated<ReverseRule>,
    /// Deadlines: on time full, late nothing.
    pub by_date: Dated<()>,
    /// Ranges: inside full, outside nothing.
    pub between: Dated<()>,
    /// Qualitative bands, best first.
    pub qualitative: Dated<Vec<Band>>,
    /// 是/否.
    pub yes_no: Dated<()>,
    /// 满意度赋分 tiers, best first; `None` scores satisfaction in proportion like any positive indicator.
    pub satisfaction: Dated<Option<Vec<Step>>>,
    /// 扣分法: so much of the weight for each unit over.
    pub deduction: Dated<()>,
    /// 要素法: share of elements met.
    pub element_count: Dated<()>,
    /// 一票否决.
    pub veto: Dated<()>,
    /// Execution score.
    pub execution: Dated<ExecutionRule>,
    /// Over-achievement.
    pub over_target: Dated<OverTargetRule>,
    /// Words in an indicator's name that mean "smaller is better" where the form states no comparator.
    pub reverse_words: Dated<Vec<String>>,
    /// Largest difference between a stated and a computed score that counts as rounding.
    pub score_tolerance: Dated<Score>,
    /// Phrases that promise without measuring (有效提升 …).
    pub vague_phrases: Dated<Vec<String>>,
}

/// Everything that judging a project's goal or self-evaluation needs, for one division and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRules {
    /// Weights and taxonomy.
    pub frame: Dated<GoalFrame>,
    /// Limits on a goal.
    pub limits: GoalLimits,
    /// Scoring.
    pub scoring: ScoringRules,
    /// Grade bands of a self-evaluation, best first.
    pub grade_bands: Dated<Vec<GradeBand>>,
}

/// Sign-in and session limits (等保): data like every official number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityRules {
    /// Failed sign-ins in a row that lock an account.
    pub lockout_failures: u32,
    /// How long the lock lasts, minutes.
    pub lockout_minutes: u32,
    /// Failed sign-ins from one network address, within the time of a lock, that close it for a while.
    pub address_failures: u32,
    /// Minutes without a request that end a session.
    pub idle_minutes: u32,
    /// Hours that end a session in any case.
    pub absolute_hours: u32,
    /// Shortest password, characters.
    pub password_length_min: u32,
    /// Fewest classes of characters in a password (upper, lower, digit, other).
    pub password_classes_min: u32,
    /// Days after which a password must be changed.
    pub password_days_max: u32,
    /// Earlier passwords that may not come back.
    pub password_history: u32,
    /// Hours that a password made by an administrator is good for.
    pub initial_password_hours: u32,
    /// Largest attachment, bytes.
    pub attachment_bytes_max: u64,
    /// Largest workbook, bytes.
    pub workbook_bytes_max: u64,
}

/// A reason for return from the closed list of the centralised review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewReason {
    /// Stable code, e.g. `not-quantified`.
    pub code: String,
    /// The printed words, e.g. 不够细化量化.
    pub name: String,
    /// 其他: a free text is mandatory.
    pub needs_text: bool,
}

/// 压减、核减台账 (book of budget cuts): where cuts of one origin are kept apart from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutBook {
    /// Stable code, e.g. `key_monitoring`.
    pub code: String,
    /// The printed name.
    pub name: String,
    /// Who proposes a cut.
    pub proposer: Role,
    /// Who decides on it; never the proposer's role.
    pub decider: Role,
    /// Whether it takes only projects on the list of key monitoring (财政重点监控).
    pub takes_key_list_only: bool,
    /// The sentence of a report, with `{grounds}`, `{count}` and `{amount}` (万元) to be filled in.
    pub sentence: String,
}

/// A step of an approval chain (流程节点).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainStep {
    /// Stable code, e.g. `finance_sign`.
    pub code: String,
    /// The printed name, e.g. 单位财务会签.
    pub name: String,
    /// Who may act at it.
    pub role: Role,
    /// Whether this step may return the sheet.
    pub may_return: bool,
}

/// An approval chain (审核流程): the steps between preparing a sheet and issuing or finalising it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The steps in order; the first is preparing (填报).
    pub steps: Vec<ChainStep>,
}

/// A deadline of the yearly calendar (日历).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Stable code, e.g. `goal_submit`.
    pub code: String,
    /// What is due, in Chinese.
    pub name: String,
    /// The last day, in Shanghai.
    pub due_on: NaiveDate,
}

/// A number with its unit from an open rule, for display and for stages that read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The number.
    pub value: Decimal,
    /// Its unit as written in the rule file.
    pub unit: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_class_names_lose_weights_and_spaces() {
        for (printed, plain) in [
            ("产出指标(50分)", "产出指标"),
            ("产出指标\u{ff08}50分\u{ff09}", "产出指标"),
            ("效益 指标", "效益指标"),
            ("满意度指标", "满意度指标"),
        ] {
            assert_eq!(plain_name(printed), plain);
        }
    }
}
