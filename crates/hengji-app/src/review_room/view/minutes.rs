//! Minutes as pages and papers show them.

use hengji_domain::centralised_review::ReviewOutcome;

use super::MinutesState;
use crate::common::Hand;

/// Minutes to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesView {
    /// Number, from 1.
    pub edition: i32,
    /// SHA-256 of the content.
    pub sha256: String,
    /// Where they stand.
    pub state: MinutesState,
    /// Who made them, and when.
    pub hand: Hand,
    /// The bureau's signature.
    pub bureau: Option<Hand>,
    /// The department's signature.
    pub department: Option<Hand>,
    /// The content.
    pub paper: MinutesPaper,
}

/// The content of minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesPaper {
    /// The session.
    pub session: String,
    /// Where, with the room.
    pub place: String,
    /// When.
    pub time: String,
    /// The department.
    pub department: String,
    /// Who reviewed.
    pub reviewers: Vec<String>,
    /// Each goal that was looked at.
    pub goals: Vec<MinutesGoal>,
}

impl MinutesPaper {
    /// The goals, opinions and changes, counted.
    pub fn count(&self) -> MinutesCount {
        let with = |word: &str| self.goals.iter().filter(|goal| goal.outcome == word).count();
        MinutesCount {
            goals: self.goals.len(),
            passed: with(ReviewOutcome::Passed.name()),
            returned: with(ReviewOutcome::Returned.name()),
            open: with(OPEN),
            opinions: self.goals.iter().map(|goal| goal.opinions.len()).sum(),
            edits: self.goals.iter().map(|goal| goal.edits.len()).sum(),
        }
    }
}

/// What minutes count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinutesCount {
    /// Goals that were looked at.
    pub goals: usize,
    /// Of them, passed.
    pub passed: usize,
    /// Of them, returned.
    pub returned: usize,
    /// Of them, still open.
    pub open: usize,
    /// 修改意见.
    pub opinions: usize,
    /// 现场修改.
    pub edits: usize,
}

/// The outcome of a goal that has none yet.
pub(in crate::review_room) const OPEN: &str = "未定";

/// A goal in minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesGoal {
    /// 项目名称.
    pub project: String,
    /// 实施单位.
    pub unit: String,
    /// The edition that the outcome speaks of.
    pub edition: i32,
    /// How it ended; 未定 while open.
    pub outcome: String,
    /// Points and grade, where they were given.
    pub points: String,
    /// What must be mended: position, indicator, reason, words.
    pub opinions: Vec<MinutesOpinion>,
    /// What was changed on the spot.
    pub edits: Vec<String>,
}

impl MinutesGoal {
    /// Whether there is more to say than that it passed.
    pub fn has_remarks(&self) -> bool {
        self.outcome != ReviewOutcome::Passed.name()
            || !self.opinions.is_empty()
            || !self.edits.is_empty()
            || !self.points.is_empty()
    }
}

/// An opinion in minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesOpinion {
    /// 三级指标, or 全表.
    pub line: String,
    /// The reason as printed.
    pub reason: String,
    /// Words.
    pub words: String,
}
