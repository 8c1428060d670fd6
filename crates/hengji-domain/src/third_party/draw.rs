//! 机构抽取 (draw of institutions): announced, entered by one person, confirmed by another.

use super::ThirdPartyRefusal;
use crate::Timestamp;
use crate::id::UserId;

/// Where a draw stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstitutionDrawState {
    /// 已公告: candidates, rule and the source of the start value are fixed.
    Announced,
    /// 待确认.
    Entered,
    /// 已抽取.
    Drawn,
    /// 已作废: nothing was drawn.
    Cancelled,
}

impl InstitutionDrawState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Announced, Self::Entered, Self::Drawn, Self::Cancelled];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Entered => "entered",
            Self::Drawn => "drawn",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Announced => "已公告",
            Self::Entered => "待确认",
            Self::Drawn => "已抽取",
            Self::Cancelled => "已作废",
        }
    }

    /// Whether something may still be drawn.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Announced | Self::Entered)
    }

    /// Whether the start value may be entered, or corrected before anybody confirmed it.
    ///
    /// # Errors
    ///
    /// [`ThirdPartyRefusal::DrawNotNow`]; [`ThirdPartyRefusal::TooEarly`].
    pub fn may_enter(self, known_at: Timestamp, now: Timestamp) -> Result<(), ThirdPartyRefusal> {
        self.require("录入起始值", self.is_open())?;
        if now < known_at {
            return Err(ThirdPartyRefusal::TooEarly { known_at, now });
        }
        Ok(())
    }

    /// Whether this person may confirm the start value.
    ///
    /// # Errors
    ///
    /// [`ThirdPartyRefusal::DrawNotNow`]; [`ThirdPartyRefusal::OwnValue`] for whoever entered it.
    pub fn may_confirm(self, entered_by: Option<UserId>, actor: UserId) -> Result<(), ThirdPartyRefusal> {
        self.require("确认起始值并抽取", self == Self::Entered)?;
        if entered_by == Some(actor) {
            return Err(ThirdPartyRefusal::OwnValue);
        }
        Ok(())
    }

    /// Whether it may be given up.
    ///
    /// # Errors
    ///
    /// [`ThirdPartyRefusal::DrawNotNow`].
    pub fn may_cancel(self) -> Result<(), ThirdPartyRefusal> {
        self.require("作废", self.is_open())
    }

    fn require(self, deed: &'static str, holds: bool) -> Result<(), ThirdPartyRefusal> {
        if holds {
            Ok(())
        } else {
            Err(ThirdPartyRefusal::DrawNotNow { state: self, deed })
        }
    }
}
