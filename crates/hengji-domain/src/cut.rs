//! 压减、核减 (budget cut): where it stands, and how much a project can still lose.

use crate::Money;

/// Where a budget cut stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CutState {
    /// 待决定: proposed, nobody has decided.
    Proposed,
    /// 已决定: to be taken from the budget, voucher by voucher.
    Approved,
    /// 不予压减: decided against.
    Rejected,
    /// 已撤回 by whoever proposed it.
    Withdrawn,
}

impl CutState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Approved, Self::Rejected, Self::Withdrawn];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "待决定",
            Self::Approved => "已决定",
            Self::Rejected => "不予压减",
            Self::Withdrawn => "已撤回",
        }
    }

    /// Whether it lays claim to money of the project.
    pub const fn holds_money(self) -> bool {
        matches!(self, Self::Proposed | Self::Approved)
    }
}

/// 可压减余额 (what a project can still lose): its budget less what was paid and what other cuts lay claim to.
///
/// Each amount is fen and not negative; what is left is negative where more was paid or claimed than there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CutRoom {
    /// 预算数 before any cut of the register.
    pub budget: Money,
    /// 已支付.
    pub paid: Money,
    /// Other cuts that are proposed or approved.
    pub claimed: Money,
}

impl CutRoom {
    /// What is left; none only beyond 64 bits.
    pub fn left(self) -> Option<Money> {
        let spent = self.paid.fen().checked_add(self.claimed.fen())?;
        self.budget.fen().checked_sub(spent).map(Money::from_fen)
    }

    /// Whether a cut of this amount fits: more than nothing, and at most what is left.
    pub fn holds(self, cut: Money) -> bool {
        Money::ZERO < cut && self.left().is_some_and(|left| cut <= left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn room(budget: i64, paid: i64, claimed: i64) -> CutRoom {
        CutRoom {
            budget: Money::from_fen(budget),
            paid: Money::from_fen(paid),
            claimed: Money::from_fen(claimed),
        }
    }

    #[test]
    fn a_cut_takes_at_most_what_is_neither_paid_nor_claimed() {
        for (budget, paid, claimed, cut, fits) in [
            (100, 40, 10, 50, true),
            (100, 40, 10, 51, false),
            (100, 40, 10, 0, false),
            (100, 40, 10, -1, false),
            (100, 120, 0, 1, false),
            (i64::MIN, i64::MAX, 1, 1, false),
        ] {
            let given = room(budget, paid, claimed);
            assert_eq!(given.holds(Money::from_fen(cut)), fits, "{given:?} {cut}");
        }
    }

    #[test]
    fn codes_are_found_again() {
        for state in CutState::ALL {
            assert_eq!(CutState::from_code(state.code()), Some(state));
        }
        assert_eq!(CutState::from_code("cut"), None);
    }

    proptest! {
        #[test]
        fn cuts_that_fit_one_after_the_other_never_take_more_than_the_budget(
            budget in 0_i64..1_000_000, paid in 0_i64..1_000_000, cuts in prop::collection::vec(-10_i64..400_000, 0..8)
        ) {
            let mut claimed = 0;
            for cut in cuts {
                if room(budget, paid, claimed).holds(Money::from_fen(cut)) {
                    claimed += cut;
                }
            }
            prop_assert!(claimed == 0 || paid + claimed <= budget);
        }
    }
}
