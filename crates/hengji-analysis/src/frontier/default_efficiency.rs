//! 默认高效 (default efficiency): efficient only because nobody stands beside the unit.
//!
//! Under variable returns the biggest spender with the highest output is efficient whatever it spent. That is no praise,
//! and it must not be read as one: "没有可比对象,不能据此认定高效".

use std::collections::BTreeSet;

use serde::Serialize;

use super::scale::SAME_EFFICIENCY;
use super::{Efficiency, Orientation, Units, fdh};

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
    /// 从未成为标杆: no other unit is measured against it, and it does not lie on the frontier of the others either. Of
    /// several optimal sets of peers the one that was found counts.
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

/// The flag of every unit; None for a unit that is not efficient or that stands beside others.
///
/// `pure` are the efficiencies under variable returns with their peers, `without_itself` the super-efficiencies.
pub(super) fn default_efficiencies(
    units: &Units,
    orientation: Orientation,
    pure: &[Efficiency],
    without_itself: &[Option<f64>],
) -> Vec<Option<DefaultEfficiency>> {
    let peers: BTreeSet<usize> = pure
        .iter()
        .enumerate()
        .flat_map(|(unit, own)| others(unit, own))
        .collect();
    let deliver = fdh(units, Orientation::Input);
    let spend = fdh(units, Orientation::Output);
    let comparable = deliver.iter().zip(&spend);
    let known = pure.iter().zip(without_itself).zip(comparable).enumerate();
    known
        .map(|(unit, ((own, without_itself), (deliver, spend)))| {
            // An exact copy of another unit, or a unit on the facet of others, is nobody's peer and yet well compared:
            // the others reach it exactly.
            let is_alone = !peers.contains(&unit) && !is_one(*without_itself);
            let asked_of_spending = orientation == Orientation::Output;
            let tests = [
                (without_itself.is_none(), NoComparison::SuperEfficiencyInfeasible),
                (deliver.comparable <= 1, NoComparison::NobodyDeliversAsMuch),
                (
                    asked_of_spending && spend.comparable <= 1,
                    NoComparison::NobodySpendsAsLittle,
                ),
                (is_alone, NoComparison::NobodysPeer),
            ];
            is_one(own.efficiency).then(|| flag(tests)).flatten()
        })
        .collect()
}

/// The peers of a unit other than itself.
fn others(unit: usize, own: &Efficiency) -> impl Iterator<Item = usize> + '_ {
    own.peers
        .iter()
        .map(|peer| peer.unit)
        .filter(move |peer| *peer != unit)
}

fn is_one(efficiency: Option<f64>) -> bool {
    efficiency.is_some_and(|value| (value - 1.0).abs() <= SAME_EFFICIENCY)
}

fn flag(tests: [(bool, NoComparison); 4]) -> Option<DefaultEfficiency> {
    let reasons: Vec<NoComparison> = tests
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
