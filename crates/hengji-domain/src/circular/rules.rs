//! 通报规则 (rules of the circular): who is ranked and named, and what must be said.

use std::sync::Arc;

use super::{CircularRefusal, RankingNumbers, Weighing};
use crate::ranking::Ties;
use crate::rule::Citation;
use crate::time::working_days::DayCount;

/// 通报内容 (part): what a circular can state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CircularPart {
    /// 抽取情况: list, sample, share, money.
    Drawing,
    /// 等级分布.
    Grades,
    /// 得分情况: means and what the sample says of self-scores.
    Scores,
    /// 部门排名.
    Ranking,
    /// 共性问题: findings by root cause.
    Causes,
    /// 点名项目: projects of commended and criticised grades.
    Projects,
    /// 整改要求 with its last day.
    Rectification,
    /// 抽评项目清单.
    List,
}

impl CircularPart {
    /// Every part, in the order of the paper.
    pub const ALL: [Self; 8] = [
        Self::Drawing,
        Self::Grades,
        Self::Scores,
        Self::Ranking,
        Self::Causes,
        Self::Projects,
        Self::Rectification,
        Self::List,
    ];

    /// The word in the rule `spot_evaluation.circular_parts`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Drawing => "抽取情况",
            Self::Grades => "等级分布",
            Self::Scores => "得分情况",
            Self::Ranking => "部门排名",
            Self::Causes => "共性问题",
            Self::Projects => "点名项目",
            Self::Rectification => "整改要求",
            Self::List => "项目清单",
        }
    }

    /// The part with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }
}

/// The rules of a circular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularRules {
    /// Least share of the drawn projects that must be concluded, basis points.
    pub concluded_bp: u32,
    /// How many are ranked and named.
    pub numbers: RankingNumbers,
    /// How many projects of a grade are named at most.
    pub examples: u32,
    /// What a project counts in the mean of its department.
    pub weighing: Weighing,
    /// How equal means are placed.
    pub ties: Ties,
    /// Whether the first are named.
    pub names_first: bool,
    /// Whether the last are named; otherwise those below the mean are only counted.
    pub names_last: bool,
    /// What is stated, in the order of the paper.
    pub parts: Vec<CircularPart>,
    /// Grades whose projects are commended.
    pub commended: Vec<String>,
    /// Grades whose projects are criticised.
    pub criticised: Vec<String>,
    /// How long departments have to rectify.
    pub rectify: DayCount,
    /// Shortest reason for a return or a replacement, characters.
    pub reason_least: u32,
    /// Where the numbers come from.
    pub basis: Arc<Citation>,
}

impl CircularRules {
    /// Whether so many concluded of so many drawn are enough.
    pub fn is_enough(&self, concluded: u64, drawn: u64) -> bool {
        // Exact: both sides are whole numbers far below 2^64 / 10000.
        drawn.saturating_mul(self.concluded_bp.into()) <= concluded.saturating_mul(10_000)
    }

    /// A reason without the blanks around it, long enough to mean something.
    ///
    /// # Errors
    ///
    /// [`CircularRefusal::ReasonShort`].
    pub fn reason(&self, what: &'static str, text: &str) -> Result<String, CircularRefusal> {
        let text = text.trim();
        let (found, least) = (text.chars().count(), self.reason_least);
        if usize::try_from(least).is_ok_and(|least| least <= found) {
            Ok(text.to_owned())
        } else {
            Err(CircularRefusal::ReasonShort { what, least, found })
        }
    }

    /// The words of a closed list that a rule holds, in the order of the list.
    ///
    /// # Errors
    ///
    /// [`CircularRefusal::RuleWord`] for a word outside the list.
    pub fn chosen<T: Copy + PartialEq>(
        rule: &'static str,
        words: &[String],
        known: &[(&'static str, T)],
    ) -> Result<Vec<T>, CircularRefusal> {
        let refuse = |word: &str| CircularRefusal::RuleWord {
            rule,
            word: word.to_owned(),
            known: known.iter().map(|(word, _)| *word).collect::<Vec<_>>().join("、"),
        };
        let stranger = words
            .iter()
            .find(|word| known.iter().all(|(name, _)| name != word));
        if let Some(word) = stranger {
            return Err(refuse(word));
        }
        let chosen = known
            .iter()
            .filter(|(name, _)| words.iter().any(|word| word == name));
        Ok(chosen.map(|(_, value)| *value).collect())
    }
}
