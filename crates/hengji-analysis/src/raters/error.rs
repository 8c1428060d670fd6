//! Why a question about raters gets no answer: with the numbers, the place, and what would mend it.

use super::graph::Bridge;
use crate::mixed::MixedError;

/// A refusal of the rater models.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RatersError {
    /// Nothing was scored.
    #[error("评分表里没有任何评分。请至少提供两个评价人对两个项目的评分。 [raters-empty]")]
    Empty,
    /// A score that is not a number, infinite, or so large that its square overflows.
    #[error(
        "项目“{project}”、评价人“{evaluator}”的评分 {score} 不是可用的数字。请改正;没有评分的单元格请留空。 [raters-score-unusable]"
    )]
    ScoreUnusable {
        /// The project scored.
        project: String,
        /// Who scored.
        evaluator: String,
        /// What was given.
        score: f64,
    },
    /// The same evaluator scored the same project twice.
    #[error(
        "评价人“{evaluator}”对项目“{project}”评了两次({first} 和 {second})。请只留一次,或按评价标准分列。 [raters-scored-twice]"
    )]
    ScoredTwice {
        /// The project scored.
        project: String,
        /// Who scored.
        evaluator: String,
        /// The first score in the order given.
        first: f64,
        /// The second.
        second: f64,
    },
    /// A table whose rows or names do not agree in number.
    #[error(
        "评分表第 {row} 行有 {found} 个单元格,应为 {expected} 个。请补齐,没有评分的单元格请留空。 [raters-table-ragged]"
    )]
    Ragged {
        /// The row, from one.
        row: usize,
        /// Its cells.
        found: usize,
        /// The cells it should have.
        expected: usize,
    },
    /// Another number of rows than of project names.
    #[error("评分表有 {found} 行,项目名称却有 {expected} 个。请使两者一致。 [raters-rows-unnamed]")]
    RowsUnnamed {
        /// The rows.
        found: usize,
        /// The names.
        expected: usize,
    },
    /// Two rows or two columns of the same name.
    #[error("名称“{name}”出现了两次。请合并,或改成可以区分的名称。 [raters-name-twice]")]
    NameTwice {
        /// The name.
        name: String,
    },
    /// A named project or evaluator without a single score.
    #[error("“{name}”没有任何评分。请删去这一行(列),或补上评分。 [raters-nothing-scored]")]
    NothingScored {
        /// The project or evaluator.
        name: String,
    },
    /// A confidence level that is no share between nothing and all.
    #[error("置信水平 {confidence} 应大于 0、小于 1,例如 0.95。 [raters-confidence-unusable]")]
    ConfidenceUnusable {
        /// What was given.
        confidence: f64,
    },
    /// No such evaluator.
    #[error("评分表里没有评价人“{evaluator}”。请核对名称。 [raters-evaluator-unknown]")]
    EvaluatorUnknown {
        /// The name asked for.
        evaluator: String,
    },
    /// Two evaluators whom no chain of jointly scored projects connects.
    #[error(
        "评价人“{first}”与“{second}”没有通过共同评分的项目相连,宽严无法比较。请至少补做一次复评:{}。 [raters-not-connected]",
        listed(.bridges)
    )]
    NotConnected {
        /// One evaluator.
        first: String,
        /// The other.
        second: String,
        /// Extra double scorings that would connect all.
        bridges: Vec<Bridge>,
    },
    /// A method for complete tables met a hole.
    #[error(
        "缺 {missing} 个评分(例如项目“{project}”、评价人“{evaluator}”),组内相关系数要求每个评价人都评了每个项目。\
         请补齐,或只用所有人都评过的项目,或改用 Krippendorff α。 [raters-scores-missing]"
    )]
    ScoresMissing {
        /// Empty cells.
        missing: usize,
        /// The project of the first.
        project: String,
        /// Its evaluator.
        evaluator: String,
    },
    /// Too few projects or evaluators for the method.
    #[error(
        "{method}至少需要 {least} 个{what},现有 {found} 个。只能并列给出各方原始评分,不能作统计结论。 [raters-too-few]"
    )]
    TooFew {
        /// The method, in Chinese.
        method: &'static str,
        /// What is counted, in Chinese.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are needed.
        least: usize,
    },
    /// More elements than the method's tables can hold.
    #[error(
        "{method}最多处理 {most} 个不同的{what},现有 {found} 个。请分组计算,或先归并。 [raters-too-many]"
    )]
    TooMany {
        /// The method, in Chinese.
        method: &'static str,
        /// What is counted, in Chinese.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are possible.
        most: usize,
    },
    /// All evaluators gave all projects the same value.
    #[error(
        "所有评分都是 {score},没有差别可供比较,一致性系数没有意义。请直接说明“全部相同”。 [raters-no-variation]"
    )]
    NoVariation {
        /// The one value.
        score: f64,
    },
    /// A ratio scale with a negative value.
    #[error("比率尺度的评分不能为负,项目“{project}”为 {score}。请改用定距尺度。 [raters-ratio-negative]")]
    RatioNegative {
        /// The project scored.
        project: String,
        /// What was given.
        score: f64,
    },
    /// A value outside the declared categories.
    #[error(
        "项目“{project}”的评分 {score} 不在所列等级之中。请改正评分,或把它列入等级。 [raters-category-unknown]"
    )]
    CategoryUnknown {
        /// The project scored.
        project: String,
        /// What was given.
        score: f64,
    },
    /// A count table whose cells are not counts.
    #[error("计数表第 {row} 行有不是非负整数的单元格。请填每个等级的评价人数。 [raters-count-unusable]")]
    CountUnusable {
        /// The row, from one.
        row: usize,
    },
    /// A Rasch score that is no category.
    #[error(
        "第 {row} 条评分(项目“{project}”)为 {score},应是 0 到 {most} 的整数等级。请先把分数换成等级。 [raters-rasch-category]"
    )]
    RaschCategory {
        /// The row, from one.
        row: usize,
        /// The project scored.
        project: String,
        /// What was given.
        score: f64,
        /// The highest category possible.
        most: usize,
    },
    /// A category between the lowest and the highest that nobody gave.
    #[error(
        "除去全满分、全零分的对象后,等级 {category} 没有人用过,它的阈值无法估计。请与相邻等级合并后重算。 [raters-rasch-category-unused]"
    )]
    RaschCategoryUnused {
        /// The category.
        category: usize,
    },
    /// Everything was extreme: nothing is left to estimate from.
    #[error("所有项目都是全满分或全零分,没有可供估计的评分。请改用更细的等级。 [raters-rasch-all-extreme]")]
    RaschAllExtreme,
    /// Facets that the design cannot tell apart.
    #[error(
        "项目、评价标准、评价人之间有 {undetermined} 处分不开(例如某评价人只评某一标准),难度与宽严无法分别估计。\
         请补做交叉评分:{}。 [raters-rasch-confounded]",
        listed(.bridges)
    )]
    RaschConfounded {
        /// Directions that the scores do not determine.
        undetermined: usize,
        /// Extra double scorings that would connect projects and evaluators; empty where they are connected.
        bridges: Vec<Bridge>,
    },
    /// The likelihood has no finite maximum that Newton's method reaches.
    #[error(
        "经过 {steps} 步仍未收敛(最大梯度 {gradient:e})。多半有对象几乎全是最高或最低等级,请检查并合并等级。 [raters-rasch-not-converged]"
    )]
    RaschNotConverged {
        /// Newton steps taken.
        steps: usize,
        /// The largest difference between an observed and an expected score.
        gradient: f64,
    },
    /// More of a kind than there are.
    #[error("{of} 个中不可能有 {count} 个。请核对按时提交(或成立)的个数与总数。 [raters-share-unusable]")]
    ShareUnusable {
        /// How many have the property.
        count: usize,
        /// Of how many.
        of: usize,
    },
    /// A prior that is worth no positive number of observations.
    #[error("先验相当的样本数 {prior} 应为正数,例如 5。 [raters-prior-unusable]")]
    PriorUnusable {
        /// What was given.
        prior: f64,
    },
    /// The variance components could not be estimated.
    #[error(transparent)]
    Mixed(#[from] MixedError),
}

/// The extra scorings as a sentence part.
fn listed(bridges: &[Bridge]) -> String {
    let pairs: Vec<String> = bridges
        .iter()
        .map(|bridge| format!("“{}”加评“{}”", bridge.evaluator, bridge.project))
        .collect();
    if pairs.is_empty() {
        "让同一评价人评不同的标准".to_owned()
    } else {
        pairs.join(",")
    }
}
