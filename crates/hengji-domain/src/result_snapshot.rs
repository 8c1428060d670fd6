//! 评价结果发布快照 (result snapshot): frozen by one hand, published or rejected by another.

/// Where a snapshot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SnapshotState {
    /// 待复核: frozen, waiting for the second hand.
    Proposed,
    /// 已发布.
    Published,
    /// 不予发布, with a reason.
    Rejected,
}

impl SnapshotState {
    /// Every state, in order.
    pub const ALL: [Self; 3] = [Self::Proposed, Self::Published, Self::Rejected];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Published => "published",
            Self::Rejected => "rejected",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "待复核",
            Self::Published => "已发布",
            Self::Rejected => "不予发布",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_states_are_one_to_one() {
        for state in SnapshotState::ALL {
            assert_eq!(SnapshotState::from_code(state.code()), Some(state));
        }
        assert_eq!(SnapshotState::from_code("leaked"), None);
    }
}
