//! 签证单 (sign-off sheet): what the bureau found, point by point, agreed or disputed by the department, looked at again
//! where it is disputed, and signed by both sides before a conclusion is drawn.
//!
//! Basis: the report of the district of 2020, 一(三) (“以签证单形式与部门充分交换意见”), which names the sheet and not its
//! columns; the steps are those of 征求被评价单位意见 in 财预〔2020〕10号.

mod point;
mod refusal;

use std::sync::Arc;

use crate::id::{EvaluationId, PaperId, SignOffId, UserId};
use crate::rule::Citation;
use crate::time::working_days::DayCount;
use crate::{NaiveDate, Timestamp};

pub use point::{Answered, PointAnswer, SecondLook, SecondOutcome, SignOffPoint, Verdict};
pub use refusal::SignOffRefusal;

/// What a sheet asks of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffRules {
    /// 答复期限, from the day on which the sheet is issued.
    pub answer: DayCount,
    /// Shortest reason, characters.
    pub reason_least: u32,
    /// Where the days come from.
    pub basis: Arc<Citation>,
}

/// Where a sheet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignOffState {
    /// 待部门答复: every point waits for the department's answer.
    Sent,
    /// 待复查: disputed points wait for a second look by somebody else.
    Answered,
    /// 待签字: nothing is open any more.
    Settled,
    /// 已签定: both sides have signed; nothing changes again.
    Locked,
    /// 已收回: taken back before it was signed; another edition may follow.
    Withdrawn,
    /// 已失效: the conclusion was opened again; another edition must follow.
    Superseded,
}

impl SignOffState {
    /// Every state in the order of a sheet's life.
    pub const ALL: [Self; 6] = [
        Self::Sent,
        Self::Answered,
        Self::Settled,
        Self::Locked,
        Self::Withdrawn,
        Self::Superseded,
    ];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Answered => "answered",
            Self::Settled => "settled",
            Self::Locked => "locked",
            Self::Withdrawn => "withdrawn",
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
            Self::Sent => "待部门答复",
            Self::Answered => "待复查",
            Self::Settled => "待签字",
            Self::Locked => "已签定",
            Self::Withdrawn => "已收回",
            Self::Superseded => "已失效",
        }
    }

    /// Whether the sheet still counts.
    pub const fn is_in_force(self) -> bool {
        !matches!(self, Self::Withdrawn | Self::Superseded)
    }
}

/// A side of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignOffSide {
    /// 财政部门.
    Bureau,
    /// 被评价部门.
    Department,
}

impl SignOffSide {
    /// Both sides, in the order in which papers name them.
    pub const ALL: [Self; 2] = [Self::Bureau, Self::Department];

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bureau => "财政部门",
            Self::Department => "被评价部门",
        }
    }
}

/// A person's hand under a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffHand {
    /// Who.
    pub user: UserId,
    /// The name at the time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

impl SignOffHand {
    /// The hand in words: name and minute.
    pub fn in_words(&self) -> String {
        let at = self.at.to_string();
        format!("{}于 {}", self.name, at.get(..16).unwrap_or(&at))
    }
}

/// That a sheet no longer counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// By whom, when.
    pub hand: SignOffHand,
    /// Why.
    pub reason: String,
}

/// 签证单 (sign-off sheet): one edition for one evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffSheet {
    /// Identity.
    pub id: SignOffId,
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// Number of the edition, from 1.
    pub edition: i32,
    /// Where it stands.
    pub state: SignOffState,
    /// By when the department answers.
    pub answer_due_on: NaiveDate,
    /// Who issued it.
    pub issued: SignOffHand,
    /// Who answered; none before.
    pub answered: Option<SignOffHand>,
    /// The bureau's signature.
    pub bureau: Option<SignOffHand>,
    /// The department's signature.
    pub department: Option<SignOffHand>,
    /// Why it no longer counts.
    pub closing: Option<Closing>,
    /// The numbered paper that the second signature made.
    pub paper: Option<PaperId>,
    /// Optimistic lock.
    pub version: i32,
    /// The points in their order.
    pub points: Vec<SignOffPoint>,
}

impl SignOffSheet {
    /// The signature of a side.
    pub const fn signature(&self, side: SignOffSide) -> Option<&SignOffHand> {
        match side {
            SignOffSide::Bureau => self.bureau.as_ref(),
            SignOffSide::Department => self.department.as_ref(),
        }
    }

    /// Whether the department let the day pass.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.state == SignOffState::Sent && self.answer_due_on < today
    }

    /// Numbers of the points that are disputed and not looked at again.
    pub fn open_disputes(&self) -> Vec<u32> {
        let open = self.points.iter().filter(|point| point.is_open());
        open.map(|point| point.number).collect()
    }

    /// Refuses unless the sheet stands there; a signed one says who signed it and when.
    ///
    /// # Errors
    ///
    /// [`SignOffRefusal::Locked`], [`SignOffRefusal::NotNow`].
    pub fn require(&self, wanted: SignOffState, deed: &'static str) -> Result<(), SignOffRefusal> {
        if self.state == wanted {
            return Ok(());
        }
        if self.state == SignOffState::Locked {
            return Err(self.locked(deed));
        }
        let state = self.state;
        Err(SignOffRefusal::NotNow { state, deed })
    }

    /// The refusal of what a signed sheet no longer allows.
    fn locked(&self, deed: &'static str) -> SignOffRefusal {
        let signed = SignOffSide::ALL.into_iter().filter_map(|side| {
            let hand = self.signature(side)?;
            Some(format!("{}{}", side.name(), hand.in_words()))
        });
        SignOffRefusal::Locked {
            deed,
            signed: signed.collect::<Vec<_>>().join("、"),
        }
    }

    /// Whether scores of the evaluation may change outside a second look: not while the sheet counts.
    ///
    /// # Errors
    ///
    /// [`SignOffRefusal::Locked`] once signed, [`SignOffRefusal::Out`] before.
    pub fn require_scores_open(&self) -> Result<(), SignOffRefusal> {
        match self.state {
            SignOffState::Withdrawn | SignOffState::Superseded => Ok(()),
            SignOffState::Locked => Err(self.locked("改分")),
            SignOffState::Sent | SignOffState::Answered | SignOffState::Settled => Err(SignOffRefusal::Out {
                edition: self.edition,
                state: self.state,
            }),
        }
    }

    /// Whether a conclusion may be drawn.
    ///
    /// # Errors
    ///
    /// [`SignOffRefusal::Unsigned`].
    pub fn require_signed(&self) -> Result<(), SignOffRefusal> {
        if self.state == SignOffState::Locked {
            return Ok(());
        }
        let missing = SignOffSide::ALL
            .into_iter()
            .filter(|side| self.signature(*side).is_none());
        Err(SignOffRefusal::Unsigned {
            state: self.state,
            missing: missing.map(SignOffSide::name).collect::<Vec<_>>().join("、"),
        })
    }

    /// The sheet with the department's answers: all points at once, each once.
    ///
    /// # Errors
    ///
    /// [`SignOffRefusal::NotNow`], [`SignOffRefusal::Locked`], [`SignOffRefusal::Unanswered`],
    /// [`SignOffRefusal::UnknownPoint`], [`SignOffRefusal::ReasonShort`].
    pub fn answered(
        mut self,
        answers: &[Answered],
        reason_least: u32,
        hand: SignOffHand,
    ) -> Result<Self, SignOffRefusal> {
        self.require(SignOffState::Sent, "答复")?;
        if let Some(strange) = answers
            .iter()
            .find(|one| !self.points.iter().any(|point| point.number == one.number))
        {
            return Err(SignOffRefusal::UnknownPoint {
                number: strange.number,
            });
        }
        for point in &mut self.points {
            let given = answers.iter().find(|one| one.number == point.number);
            point.answer = given.map(|one| one.answer.clone());
        }
        let missing = self.points.iter().filter(|point| point.answer.is_none());
        let numbers: Vec<u32> = missing.map(|point| point.number).collect();
        if !numbers.is_empty() {
            return Err(SignOffRefusal::Unanswered { numbers });
        }
        for one in answers
            .iter()
            .filter(|one| one.answer.verdict == Verdict::Disputed)
        {
            long_enough("异议理由", one.number, &one.answer.words, reason_least)?;
        }
        self.answered = Some(hand);
        self.state = self.after_answers();
        Ok(self)
    }

    /// Where a sheet stands whose points are all answered.
    fn after_answers(&self) -> SignOffState {
        if self.points.iter().any(SignOffPoint::is_open) {
            SignOffState::Answered
        } else {
            SignOffState::Settled
        }
    }

    /// The sheet after a second look at one disputed point by somebody who did not score it.
    ///
    /// # Errors
    ///
    /// [`SignOffRefusal::NotNow`], [`SignOffRefusal::Locked`], [`SignOffRefusal::UnknownPoint`],
    /// [`SignOffRefusal::NotDisputed`], [`SignOffRefusal::LookedAt`], [`SignOffRefusal::OwnPoint`],
    /// [`SignOffRefusal::ReasonShort`].
    pub fn looked_at(
        mut self,
        number: u32,
        look: SecondLook,
        scorers: &[UserId],
        reason_least: u32,
    ) -> Result<Self, SignOffRefusal> {
        self.require(SignOffState::Answered, "复查")?;
        let issuer = self.issued.user;
        let point = self
            .points
            .iter_mut()
            .find(|point| point.number == number)
            .ok_or(SignOffRefusal::UnknownPoint { number })?;
        // What stands on no line was found by who issued the sheet.
        let authors = if point.item.is_some() {
            scorers
        } else {
            std::slice::from_ref(&issuer)
        };
        point.may_look_again(look.hand.user, authors)?;
        long_enough("复查意见", number, &look.words, reason_least)?;
        point.second = Some(look);
        self.state = self.after_answers();
        Ok(self)
    }

    /// The sheet with the signature of a side; the second one locks it.
    ///
    /// # Errors
    ///
    /// [`SignOffRefusal::NotNow`], [`SignOffRefusal::Locked`], [`SignOffRefusal::SignedAlready`],
    /// [`SignOffRefusal::BothSides`].
    pub fn signed(mut self, side: SignOffSide, hand: SignOffHand) -> Result<Self, SignOffRefusal> {
        self.require(SignOffState::Settled, "签字")?;
        if let Some(known) = self.signature(side) {
            return Err(SignOffRefusal::SignedAlready {
                side,
                signed: known.in_words(),
            });
        }
        let other = match side {
            SignOffSide::Bureau => SignOffSide::Department,
            SignOffSide::Department => SignOffSide::Bureau,
        };
        if self.signature(other).is_some_and(|one| one.user == hand.user) {
            return Err(SignOffRefusal::BothSides);
        }
        match side {
            SignOffSide::Bureau => self.bureau = Some(hand),
            SignOffSide::Department => self.department = Some(hand),
        }
        if self.bureau.is_some() && self.department.is_some() {
            self.state = SignOffState::Locked;
        }
        Ok(self)
    }

    /// The sheet taken back before both sides signed.
    ///
    /// # Errors
    ///
    /// [`SignOffRefusal::Locked`], [`SignOffRefusal::NotNow`].
    pub fn withdrawn(mut self, closing: Closing) -> Result<Self, SignOffRefusal> {
        match self.state {
            SignOffState::Sent | SignOffState::Answered | SignOffState::Settled => {
                self.state = SignOffState::Withdrawn;
                self.closing = Some(closing);
                Ok(self)
            }
            SignOffState::Locked => Err(self.locked("收回")),
            SignOffState::Withdrawn | SignOffState::Superseded => Err(SignOffRefusal::NotNow {
                state: self.state,
                deed: "收回",
            }),
        }
    }

    /// The sheet whose conclusion was opened again.
    #[must_use]
    pub fn superseded(self, closing: Closing) -> Self {
        Self {
            state: SignOffState::Superseded,
            closing: Some(closing),
            ..self
        }
    }
}

/// The state of a sheet that was just issued: without points there is nothing to answer.
pub const fn issued_state(points: &[SignOffPoint]) -> SignOffState {
    if points.is_empty() {
        SignOffState::Settled
    } else {
        SignOffState::Sent
    }
}

fn long_enough(what: &'static str, number: u32, words: &str, least: u32) -> Result<(), SignOffRefusal> {
    let found = words.trim().chars().count();
    if usize::try_from(least).is_ok_and(|least| least <= found) {
        Ok(())
    } else {
        Err(SignOffRefusal::ReasonShort {
            what,
            number,
            least,
            found,
        })
    }
}

#[cfg(test)]
mod tests;
