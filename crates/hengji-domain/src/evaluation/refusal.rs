//! Why a score is not taken or an evaluation does not go on.

use crate::{Score, Weight};

/// Why something is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationRefusal {
    /// Out of range.
    #[error("“{item}”得分须在 0 至 {weight} 分之间,现为 {score},请改正。 [evaluation-score-out-of-range]")]
    ScoreOutOfRange {
        /// The item.
        item: String,
        /// Its full points.
        weight: Weight,
        /// What was given.
        score: Score,
    },
    /// An answer of another shape than the method takes.
    #[error("“{item}”按{method}评分,填写的内容对不上:{expected}。 [evaluation-answer-wrong]")]
    AnswerWrong {
        /// The item.
        item: String,
        /// Name of the method.
        method: &'static str,
        /// What is needed.
        expected: String,
    },
    /// A survey of nobody.
    #[error(
        "“{item}”的问卷回收数为 0,没有样本不能计分;请填写实际回收的有效问卷数。 [evaluation-survey-empty]"
    )]
    SurveyEmpty {
        /// The item.
        item: String,
    },
    /// More satisfied than asked.
    #[error("“{item}”满意 {satisfied} 份多于有效问卷 {asked} 份,请核对。 [evaluation-survey-impossible]")]
    SurveyImpossible {
        /// The item.
        item: String,
        /// How many were asked.
        asked: u32,
        /// How many are said to be satisfied.
        satisfied: u32,
    },
    /// Facts that are needed and missing, or a formula that gives nothing.
    #[error("“{item}”还不能计分:{why}。请先在“数据”中填写并写明来源。 [evaluation-fact-missing]")]
    NotComputable {
        /// The item.
        item: String,
        /// Why.
        why: String,
    },
    /// The other evaluation is not concluded.
    #[error(
        "“{item}”由{kind}折算,而该单位本年度的{kind}还没有结论;请先完成。 [evaluation-conversion-missing]"
    )]
    ConversionMissing {
        /// The item.
        item: String,
        /// Name or code of the other kind.
        kind: String,
    },
    /// Items without a score.
    #[error("还有 {count} 项没有评分(如“{first}”),不能{deed};请逐项评分。 [evaluation-incomplete]")]
    Incomplete {
        /// How many.
        count: usize,
        /// The first of them.
        first: String,
        /// What was to be done.
        deed: &'static str,
    },
    /// Not the time for it.
    #[error("该评价{state},现在不能{deed}。 [evaluation-not-at-step]")]
    NotAtStep {
        /// Where it stands.
        state: &'static str,
        /// What was to be done.
        deed: &'static str,
    },
    /// The side has handed its scores in.
    #[error("{side}已提交,不能再改;单位自评需修改的,请绩效科退回。 [evaluation-handed-in]")]
    HandedIn {
        /// Which side.
        side: &'static str,
    },
    /// A change after the discussion without a reason.
    #[error("“{item}”讨论后改分须写明理由。 [evaluation-change-reason-missing]")]
    NoReason {
        /// The item.
        item: String,
    },
    /// Fewer scorers than the kind asks for.
    #[error(
        "该类评价须至少 {least} 人独立评分,现已提交 {found} 人,还不能形成结论。 [evaluation-scorers-too-few]"
    )]
    ScorersTooFew {
        /// How many are needed.
        least: u32,
        /// How many handed in.
        found: usize,
    },
    /// No grade for the total.
    #[error(
        "得分 {score} 在规则 grade.{grades} 中没有对应等级,请系统管理员核对规则。 [evaluation-grade-missing]"
    )]
    GradeMissing {
        /// The total.
        score: Score,
        /// The rule.
        grades: String,
    },
    /// A sum that leaves the range.
    #[error("得分合计超出可计算的范围,请核对权重和得分。 [evaluation-total-overflow]")]
    Overflow,
}
