//! 签证事项 (point): one score or finding, what the department says of it, and the second look.

use super::{SignOffHand, SignOffRefusal};
use crate::evaluation::ItemKey;
use crate::id::UserId;
use crate::{Score, Weight};

/// What the department says of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 无异议.
    Agreed,
    /// 有异议.
    Disputed,
}

impl Verdict {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Agreed, Self::Disputed];

    /// The stable identifier in storage and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Disputed => "disputed",
        }
    }

    /// The verdict with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agreed => "无异议",
            Self::Disputed => "有异议",
        }
    }
}

/// The department's answer to a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointAnswer {
    /// Agreed or disputed.
    pub verdict: Verdict,
    /// Why it is disputed; may be empty where it is agreed.
    pub words: String,
    /// Evidence in words: a document and its page.
    pub evidence: String,
}

/// An answer with the number of its point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Number on the sheet.
    pub number: u32,
    /// The answer.
    pub answer: PointAnswer,
}

/// What the second look at a disputed point came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondOutcome {
    /// 维持.
    Upheld,
    /// 变更.
    Amended,
}

impl SecondOutcome {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Upheld, Self::Amended];

    /// The stable identifier in storage and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Amended => "amended",
        }
    }

    /// The outcome with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Upheld => "维持",
            Self::Amended => "变更",
        }
    }
}

/// 复查 (second look) at a disputed point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondLook {
    /// Upheld or amended.
    pub outcome: SecondOutcome,
    /// Why.
    pub words: String,
    /// The score after it; none where it was upheld, or where the point is no score.
    pub score: Option<Score>,
    /// Who looked, when.
    pub hand: SignOffHand,
}

/// 签证事项 (point): a score that differs from the unit's own, a line with a finding, or a finding alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffPoint {
    /// Number on the sheet, from 1.
    pub number: u32,
    /// The scored line; none for a finding that belongs to no line.
    pub item: Option<ItemKey>,
    /// What the line is called; empty for a finding alone.
    pub name: String,
    /// Full points of the line.
    pub weight: Option<Weight>,
    /// The unit's own score.
    pub own: Option<Score>,
    /// The verification score when the sheet was issued.
    pub verified: Option<Score>,
    /// What was found.
    pub words: String,
    /// What the department said; none before.
    pub answer: Option<PointAnswer>,
    /// The second look; none where none was needed, or before it.
    pub second: Option<SecondLook>,
}

impl SignOffPoint {
    /// Whether the department disputes it.
    pub fn is_disputed(&self) -> bool {
        let verdict = self.answer.as_ref().map(|answer| answer.verdict);
        verdict == Some(Verdict::Disputed)
    }

    /// Whether it is disputed and nobody has looked again.
    pub fn is_open(&self) -> bool {
        self.is_disputed() && self.second.is_none()
    }

    /// The score that both sides sign: that of the second look, else that of the sheet.
    pub fn signed_score(&self) -> Option<Score> {
        let amended = self.second.as_ref().and_then(|look| look.score);
        amended.or(self.verified)
    }

    /// Whether this person may look at it again: a dispute, not looked at yet, about somebody else's score.
    pub(super) fn may_look_again(&self, reviewer: UserId, authors: &[UserId]) -> Result<(), SignOffRefusal> {
        let number = self.number;
        if !self.is_disputed() {
            return Err(SignOffRefusal::NotDisputed { number });
        }
        if let Some(look) = &self.second {
            return Err(SignOffRefusal::LookedAt {
                number,
                outcome: look.outcome.name(),
                by: look.hand.in_words(),
            });
        }
        if authors.contains(&reviewer) {
            return Err(SignOffRefusal::OwnPoint { number });
        }
        Ok(())
    }
}
