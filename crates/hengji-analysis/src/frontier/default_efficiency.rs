//! 默认高效 (default efficiency): efficient only because nobody stands beside the unit.
//!
//! Under variable returns the biggest spender with the highest output is efficient whatever it spent. That is no praise,
//! and it must not be read as one: "没有可比对象,不能据此认定高效".

use serde::Serialize;

use super::scale::SAME_EFFICIENCY;
use super::{Efficiency, Orientation};

/// Why an efficient unit has nobody beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoComparison {
    /// 超效率无解: without the unit, no composed unit reaches it at any factor.
    SuperEfficiencyInfeasible,
    /// 没有产出不低于它的单位: no other unit delivers at least as much of everything.
    NobodyDeliversAsMuch,
    /// 没有投入不高于它的单位: no other unit makes do with at most as much of everything. Asked in output orientation
    /// only, where these are the units it is compared with.
    NobodySpendsAsLittle,
    /// 从未成为标杆: no other unit is measured against it, and it does not lie on the frontier of the others either.
    NobodysPeer,
}

impl NoComparison {
    /// The reason in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::SuperEfficiencyInfeasible => "除去本单位后,其余单位的任何组合都达不到它的规模(超效率无解)",
            Self::NobodyDeliversAsMuch => "没有其他单位的各项产出都不低于本单位",
            Self::NobodySpendsAsLittle => "没有其他单位的各项投入都不高于本单位",
            Self::NobodysPeer => "没有其他单位以本单位为标杆",
        }
    }
}

/// 没有可比对象 (no comparable unit): the reasons, and what to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DefaultEfficiency {
    /// At least one reason.
    pub reasons: Vec<NoComparison>,
    /// What to print beside the efficiency: the warning and the reasons.
    pub text: String,
}

/// What is known of one unit when it is judged.
pub(super) struct Standing<'a> {
    pub(super) unit: usize,
    pub(super) orientation: Orientation,
    /// Super-efficiency under variable returns; None if infeasible.
    pub(super) super_efficiency: Option<f64>,
    /// How many units deliver at least as much, itself included.
    pub(super) deliver_as_much: usize,
    /// How many units spend at most as much, itself included.
    pub(super) spend_as_little: usize,
    /// The efficiencies of all units under variable returns, with their peers.
    pub(super) all: &'a [Efficiency],
}

fn is_one(efficiency: Option<f64>) -> bool {
    efficiency.is_some_and(|value| (value - 1.0).abs() <= SAME_EFFICIENCY)
}

impl Standing<'_> {
    /// The flag; None if the unit is not efficient or stands beside others.
    pub(super) fn default_efficiency(&self) -> Option<DefaultEfficiency> {
        if !self.all.get(self.unit).is_some_and(|own| is_one(own.efficiency)) {
            return None;
        }
        // An exact copy of another unit, or a unit on the facet of others, is nobody's peer and yet well compared: the
        // others reach it exactly.
        let is_alone = !self.is_peer() && !is_one(self.super_efficiency);
        let asked_of_spending = self.orientation == Orientation::Output;
        let reasons: Vec<NoComparison> = [
            (
                self.super_efficiency.is_none(),
                NoComparison::SuperEfficiencyInfeasible,
            ),
            (self.deliver_as_much <= 1, NoComparison::NobodyDeliversAsMuch),
            (
                asked_of_spending && self.spend_as_little <= 1,
                NoComparison::NobodySpendsAsLittle,
            ),
            (is_alone, NoComparison::NobodysPeer),
        ]
        .into_iter()
        .filter_map(|(holds, reason)| holds.then_some(reason))
        .collect();
        if reasons.is_empty() {
            return None;
        }
        let words: Vec<&str> = reasons.iter().map(|reason| reason.words()).collect();
        let text = format!("没有可比对象,不能据此认定高效:{}。", words.join(";"));
        Some(DefaultEfficiency { reasons, text })
    }

    fn is_peer(&self) -> bool {
        let others = self.all.iter().enumerate().filter(|(unit, _)| *unit != self.unit);
        others
            .flat_map(|(_, other)| &other.peers)
            .any(|peer| peer.unit == self.unit)
    }
}
