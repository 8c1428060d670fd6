//! 绩效抽评 (spot evaluation): the round in which projects are drawn, and what may happen to it when.
//!
//! The order of things makes the result nobody's choice: the list is frozen, then its hash, the rule and the future
//! public event are announced, and only after the event does its value decide. Basis: 10号文 (抽查复核 of
//! self-evaluations); the protocol follows RFC 3797 section 2.

mod refusal;
mod rules;

use crate::Timestamp;
use crate::id::UserId;

pub use refusal::SpotRefusal;
pub use rules::SpotDrawRules;

/// Where a round (抽评批次) stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpotState {
    /// 名单已冻结: nothing is public yet, and single projects may still be taken off with a reason.
    Frozen,
    /// 已公告: list, rule and the source of the start value are public and fixed.
    Announced,
    /// 待确认: one person has entered the start value, another has to confirm it.
    Entered,
    /// 已抽取: the record stands.
    Drawn,
    /// 已重抽: a later round took its place for a logged reason; the record stays.
    Superseded,
}

impl SpotState {
    /// Every state in the order of a round's life.
    pub const ALL: [Self; 5] = [
        Self::Frozen,
        Self::Announced,
        Self::Entered,
        Self::Drawn,
        Self::Superseded,
    ];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Frozen => "frozen",
            Self::Announced => "announced",
            Self::Entered => "entered",
            Self::Drawn => "drawn",
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
            Self::Frozen => "名单已冻结",
            Self::Announced => "已公告",
            Self::Entered => "待确认",
            Self::Drawn => "已抽取",
            Self::Superseded => "已重抽",
        }
    }

    /// What is to be done next.
    pub const fn next(self) -> &'static str {
        match self {
            Self::Frozen => "公告名单指纹、规则和起始值来源",
            Self::Announced => "起始值产生后由一人录入",
            Self::Entered => "由另一人核对公开结果,再次录入起始值并抽取",
            Self::Drawn => "对抽中的项目开展抽评",
            Self::Superseded => "以重新抽取的批次为准",
        }
    }

    /// Whether the list is public, so that nothing on it may be changed.
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Frozen)
    }

    /// Whether projects have been drawn.
    pub const fn has_record(self) -> bool {
        matches!(self, Self::Drawn | Self::Superseded)
    }

    /// Whether the list may be frozen afresh: only while nobody outside has seen it.
    ///
    /// # Errors
    ///
    /// [`SpotRefusal::ListFixed`].
    pub const fn may_freeze_again(self) -> Result<(), SpotRefusal> {
        if self.is_public() {
            Err(SpotRefusal::ListFixed)
        } else {
            Ok(())
        }
    }

    /// Whether a project may be taken off the list.
    ///
    /// # Errors
    ///
    /// [`SpotRefusal::DrawnFixed`] for one that was drawn, [`SpotRefusal::ListFixed`] for a list that is public.
    pub fn may_take_off(self, project: &str, is_drawn: bool) -> Result<(), SpotRefusal> {
        if is_drawn {
            return Err(SpotRefusal::DrawnFixed {
                project: project.to_owned(),
            });
        }
        self.may_freeze_again()
    }

    /// Whether the round may be announced with a start value that becomes known at an instant.
    ///
    /// # Errors
    ///
    /// [`SpotRefusal::NotNow`]; [`SpotRefusal::KnownAlready`] for an event of the past, whose value could have been
    /// chosen.
    pub fn may_announce(self, known_at: Timestamp, now: Timestamp) -> Result<(), SpotRefusal> {
        self.require("公告", self == Self::Frozen)?;
        if known_at <= now {
            return Err(SpotRefusal::KnownAlready { known_at, now });
        }
        Ok(())
    }

    /// Whether the start value may be entered, or corrected before anybody has confirmed it.
    ///
    /// # Errors
    ///
    /// [`SpotRefusal::NotAnnounced`] before the announcement, [`SpotRefusal::TooEarly`] before the event,
    /// [`SpotRefusal::NotNow`] once projects were drawn.
    pub fn may_enter_value(self, known_at: Option<Timestamp>, now: Timestamp) -> Result<(), SpotRefusal> {
        let Some(known_at) = known_at.filter(|_| self.is_public()) else {
            return Err(SpotRefusal::NotAnnounced);
        };
        self.require("录入起始值", !self.has_record())?;
        if now < known_at {
            return Err(SpotRefusal::TooEarly { known_at, now });
        }
        Ok(())
    }

    /// Whether this person may confirm the start value that another one entered.
    ///
    /// # Errors
    ///
    /// [`SpotRefusal::NotNow`] where none waits; [`SpotRefusal::OwnValue`] for whoever entered it.
    pub fn may_confirm_value(self, entered_by: Option<UserId>, actor: UserId) -> Result<(), SpotRefusal> {
        self.require("确认起始值", self == Self::Entered)?;
        if entered_by == Some(actor) {
            return Err(SpotRefusal::OwnValue);
        }
        Ok(())
    }

    /// Whether projects may be drawn once more.
    ///
    /// # Errors
    ///
    /// [`SpotRefusal::NotNow`] where nothing was drawn, or a later round already took its place.
    pub fn may_draw_again(self) -> Result<(), SpotRefusal> {
        self.require("重新抽取", self == Self::Drawn)
    }

    /// Whether what was drawn may be evaluated.
    ///
    /// # Errors
    ///
    /// [`SpotRefusal::NotNow`] before the draw, and once a later round took its place.
    pub fn may_evaluate(self) -> Result<(), SpotRefusal> {
        self.require("开展抽评", self == Self::Drawn)
    }

    fn require(self, deed: &'static str, holds: bool) -> Result<(), SpotRefusal> {
        if holds {
            Ok(())
        } else {
            Err(SpotRefusal::NotNow { state: self, deed })
        }
    }
}

#[cfg(test)]
mod tests;
