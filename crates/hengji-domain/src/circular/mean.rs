//! 部门排名 (ranking of departments): by the mean total of their evaluated projects, in integers with named rounding.

use crate::ranking::{Ties, places};
use crate::rounding::div_round_half_up;
use crate::{Money, Score};

/// 平均的口径 (weighing): what each project counts in the mean of its department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighing {
    /// 按项目数: each project counts once.
    Projects,
    /// 按金额: each project counts by its money.
    Money,
}

impl Weighing {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Projects, Self::Money];

    /// The word in the rule `spot_evaluation.circular_weight`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Projects => "按项目数",
            Self::Money => "按金额",
        }
    }

    /// The weighing with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// The weighted mean, rounded half up to hundredths; none without weight.
    pub fn mean(self, totals: &[(Score, Money)]) -> Option<Score> {
        let weight = |amount: Money| match self {
            Self::Projects => 1,
            Self::Money => i128::from(amount.fen()),
        };
        let sum = totals
            .iter()
            .map(|(score, amount)| i128::from(score.centi()) * weight(*amount))
            .sum();
        let whole = totals.iter().map(|(_, amount)| weight(*amount)).sum();
        let mean = div_round_half_up(sum, whole)?;
        i32::try_from(mean).ok().map(Score::from_centi)
    }
}

/// The concluded projects of a department.
pub type DepartmentTotals = Vec<(Score, Money)>;

/// 点名 (mention): whether the circular names a department for its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mention {
    /// Among the first.
    First,
    /// Among the last.
    Last,
    /// Neither.
    Neither,
}

/// A department in the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// Mean total; none where nothing is concluded or nothing has weight.
    pub mean: Option<Score>,
    /// Its place; none where too few of its projects are concluded.
    pub place: Option<u32>,
    /// Whether it is named.
    pub mention: Mention,
}

/// How many are ranked and named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankingNumbers {
    /// Least number of concluded projects.
    pub least: u32,
    /// How many are named at the head.
    pub first: u32,
    /// How many are named at the end.
    pub last: u32,
}

/// Ranks departments, in the order in which they are given. Who is among the first is never among the last, however
/// few are ranked.
pub fn rank(
    departments: &[DepartmentTotals],
    weighing: Weighing,
    ties: Ties,
    numbers: RankingNumbers,
) -> Vec<Ranked> {
    let means: Vec<Option<Score>> = departments.iter().map(|totals| weighing.mean(totals)).collect();
    let is_ranked = |totals: &DepartmentTotals| {
        usize::try_from(numbers.least).is_ok_and(|least| least.max(1) <= totals.len())
    };
    let ranked: Vec<(usize, Score)> = means
        .iter()
        .zip(departments)
        .enumerate()
        .filter_map(|(at, (mean, totals))| Some((at, (*mean).filter(|_| is_ranked(totals))?)))
        .collect();
    let scores: Vec<Score> = ranked.iter().map(|(_, mean)| *mean).collect();
    let upside_down: Vec<Score> = scores
        .iter()
        .map(|score| Score::from_centi(-score.centi()))
        .collect();
    let found = places(&scores, ties).into_iter().zip(places(&upside_down, ties));
    let mut all: Vec<Ranked> = means
        .into_iter()
        .map(|mean| Ranked {
            mean,
            place: None,
            mention: Mention::Neither,
        })
        .collect();
    for ((at, _), (place, from_the_end)) in ranked.iter().zip(found) {
        if let Some(one) = all.get_mut(*at) {
            one.place = Some(place);
            one.mention = if place <= numbers.first {
                Mention::First
            } else if from_the_end <= numbers.last {
                Mention::Last
            } else {
                Mention::Neither
            };
        }
    }
    all
}
