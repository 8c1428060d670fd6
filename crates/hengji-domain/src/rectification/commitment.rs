//! 整改措施 (commitment): what a unit promised. What it claims and what the bureau verified are two states, and no
//! figure counts the one as the other.

use super::RectificationRefusal;
use crate::NaiveDate;

/// Where a commitment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommitmentState {
    /// 待整改.
    Promised,
    /// 单位报完成, not verified.
    Claimed,
    /// 核实未通过, with a reason: it is with the unit again.
    Rejected,
    /// 已核实 by a second person at the bureau.
    Verified,
}

impl CommitmentState {
    /// Every state, in the order of a commitment's life.
    pub const ALL: [Self; 4] = [Self::Promised, Self::Claimed, Self::Rejected, Self::Verified];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Promised => "promised",
            Self::Claimed => "claimed",
            Self::Rejected => "rejected",
            Self::Verified => "verified",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Promised => "待整改",
            Self::Claimed => "单位报完成",
            Self::Rejected => "核实未通过",
            Self::Verified => "已核实",
        }
    }

    /// Whether the unit still has to do it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Promised | Self::Rejected)
    }

    /// Whether the unit is late on this day. The last day itself is in time; a claim stops the clock, because the
    /// days of the verification are not the unit's.
    pub fn is_late(self, due_on: NaiveDate, today: NaiveDate) -> bool {
        self.is_open() && due_on < today
    }

    /// The unit says that it is done.
    ///
    /// # Errors
    ///
    /// [`RectificationRefusal`] for one that was claimed or verified.
    pub const fn claim(self) -> Result<Self, RectificationRefusal> {
        match self {
            Self::Promised | Self::Rejected => Ok(Self::Claimed),
            Self::Claimed => Err(RectificationRefusal::AlreadyClaimed),
            Self::Verified => Err(RectificationRefusal::AlreadyVerified),
        }
    }

    /// The bureau found it done.
    ///
    /// # Errors
    ///
    /// [`RectificationRefusal`] for one that is not claimed.
    pub const fn verify(self) -> Result<Self, RectificationRefusal> {
        match self {
            Self::Claimed => Ok(Self::Verified),
            Self::Promised | Self::Rejected => Err(RectificationRefusal::NotClaimed),
            Self::Verified => Err(RectificationRefusal::AlreadyVerified),
        }
    }

    /// The bureau found it not done.
    ///
    /// # Errors
    ///
    /// [`RectificationRefusal`] for one that is not claimed.
    pub fn reject(self) -> Result<Self, RectificationRefusal> {
        self.verify().map(|_| Self::Rejected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_step_from_every_state_of_a_commitment() {
        for (code, claim, verify) in [
            ("promised", "claimed", "commitment-not-claimed"),
            ("claimed", "commitment-claimed", "verified"),
            ("rejected", "claimed", "commitment-not-claimed"),
            ("verified", "commitment-verified", "commitment-verified"),
        ] {
            let state = CommitmentState::from_code(code).unwrap();
            let said = |result: Result<CommitmentState, RectificationRefusal>| match result {
                Ok(state) => state.code().to_owned(),
                Err(refusal) => refusal.to_string(),
            };
            assert!(said(state.claim()).contains(claim), "{code} claim");
            assert!(said(state.verify()).contains(verify), "{code} verify");
            assert_eq!(state.reject().is_ok(), state.verify().is_ok(), "{code} reject");
        }
    }

    #[test]
    fn the_last_day_is_in_time_and_a_claim_stops_the_clock() {
        let day = |day| NaiveDate::from_ymd_opt(2021, 3, day).unwrap();
        for (state, today, late) in [
            (CommitmentState::Promised, 10, false),
            (CommitmentState::Promised, 11, true),
            (CommitmentState::Rejected, 11, true),
            (CommitmentState::Claimed, 30, false),
            (CommitmentState::Verified, 30, false),
        ] {
            assert_eq!(state.is_late(day(10), day(today)), late, "{state:?} {today}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_verified_that_was_not_claimed_right_before(deeds in prop::collection::vec(0_u8..3, 0..20)) {
            let mut state = CommitmentState::Promised;
            let mut was_claimed = false;
            for deed in deeds {
                let next = match deed {
                    0 => state.claim(),
                    1 => state.verify(),
                    _ => state.reject(),
                };
                if let Ok(next) = next {
                    prop_assert!(next != CommitmentState::Verified || was_claimed);
                    was_claimed = next == CommitmentState::Claimed;
                    state = next;
                }
            }
        }
    }
}
