//! 公开通报 (circular) of a round of spot evaluation: drafted by one hand, issued by another, from then on unchanged.

mod mean;
mod refusal;
mod rules;

pub use mean::{DepartmentTotals, Mention, Ranked, RankingNumbers, Weighing, rank};
pub use refusal::CircularRefusal;
pub use rules::{CircularPart, CircularRules};

/// Where a circular stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CircularState {
    /// 待签发: drafted, its figures still follow the records.
    Drafted,
    /// 已退回 by the leader with a reason.
    Returned,
    /// 已通报: its figures are fixed.
    Issued,
    /// 已替换: another edition took its place; kept and readable.
    Replaced,
}

impl CircularState {
    /// Every state, in the order of a circular's life.
    pub const ALL: [Self; 4] = [Self::Drafted, Self::Returned, Self::Issued, Self::Replaced];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Returned => "returned",
            Self::Issued => "issued",
            Self::Replaced => "replaced",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drafted => "待签发",
            Self::Returned => "已退回",
            Self::Issued => "已通报",
            Self::Replaced => "已替换",
        }
    }

    /// Whether departments and readers may see it.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Issued | Self::Replaced)
    }

    /// Whether the second hand may decide on it.
    ///
    /// # Errors
    ///
    /// [`CircularRefusal::Decided`].
    pub fn may_decide(self) -> Result<(), CircularRefusal> {
        match self {
            Self::Drafted => Ok(()),
            state => Err(CircularRefusal::Decided { state }),
        }
    }

    /// Whether a department may sign for it.
    ///
    /// # Errors
    ///
    /// [`CircularRefusal::NotInForce`].
    pub fn may_receipt(self) -> Result<(), CircularRefusal> {
        match self {
            Self::Issued => Ok(()),
            state => Err(CircularRefusal::NotInForce { state }),
        }
    }
}

#[cfg(test)]
mod tests;
