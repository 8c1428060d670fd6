//! 效率前沿 (frontier): who did as much with less money, among projects with the very same indicator.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use hengji_analysis::frontier::{
    Beside, EvidenceGrade, EvidenceThresholds, FrontierPortrait, LastRankQuestion, Orientation,
    PortraitSettings, Portraits, Returns, Units, portraits,
};
use hengji_domain::{Decimal, Money};

use super::number::{float, percent, wan};
use super::records::Reference;
use super::view::{EfficiencyView, FrontierView};
use crate::error::AppError;

/// Most projects of one frontier, the nearest in size: a linear program each, and nobody reads more.
const UNITS_MAX: usize = 300;
/// From this share on nothing is left to save.
const FULL: f64 = 0.999_5;
/// Sentences about the first place at most.
const FIRST_PLACES: usize = 2;

/// What the project itself did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) name: String,
    pub(super) quantity: Decimal,
    pub(super) money: Money,
    pub(super) outcome: Option<Decimal>,
}

/// One row of the table.
struct Row {
    name: String,
    money: Money,
    quantity: Decimal,
    outcome: Option<Decimal>,
}

/// The frontier of the project and those with the same indicator; none where there is no other.
pub(super) fn frontier(
    done: &Done,
    references: &[&Reference],
    unit: &str,
    thresholds: EvidenceThresholds,
) -> Result<Option<FrontierView>, AppError> {
    let rows = rows(done, references, thresholds.b_units);
    if rows.len() < 2 {
        return Ok(None);
    }
    let has_outcome = rows.iter().all(|row| row.outcome.is_some());
    let outputs = |row: &Row| {
        let second = row.outcome.filter(|_| has_outcome).map(float);
        std::iter::once(float(row.quantity)).chain(second).collect()
    };
    let units = Units::new(
        names(&rows),
        rows.iter().map(|row| vec![wan(row.money)]).collect(),
        rows.iter().map(outputs).collect(),
    )
    .map_err(AppError::fault)?;
    let settings = PortraitSettings {
        orientation: Orientation::Input,
        evidence: thresholds,
        // The expected best of several is not shown, so that of one is enough.
        drawn: NonZeroU32::MIN,
        last_rank: Some(LastRankQuestion {
            money: 0,
            output: 0,
            beside: Beside::Second,
        }),
    };
    let found = portraits(&units, settings).map_err(AppError::fault)?;
    let columns = if has_outcome {
        format!("投入:全年支付(万元);产出:数量({unit})、满意度(%)")
    } else {
        format!("投入:全年支付(万元);产出:数量({unit})")
    };
    Ok(Some(view(&found, &units, &rows, unit, columns)))
}

/// The project itself first, then the others nearest in size.
fn rows(done: &Done, references: &[&Reference], least: usize) -> Vec<Row> {
    let mut others: Vec<&&Reference> = references.iter().collect();
    // Whoever has a second output is compared by both, where they are enough of them.
    let measured = others.iter().filter(|one| one.outcome.is_some()).count();
    let by_both = done.outcome.is_some() && least <= measured + 1;
    if by_both {
        others.retain(|one| one.outcome.is_some());
    }
    let own = float(done.quantity).ln();
    let far = |one: &Reference| (float(one.quantity).ln() - own).abs();
    others.sort_by(|one, other| far(one).total_cmp(&far(other)));
    others.truncate(UNITS_MAX - 1);
    let row = |one: &&Reference| Row {
        name: if one.unit_name.is_empty() {
            one.name.clone()
        } else {
            format!("{} {}({})", one.year, one.name, one.unit_name)
        },
        money: one.money,
        quantity: one.quantity,
        outcome: one.outcome.filter(|_| by_both),
    };
    let first = Row {
        name: done.name.clone(),
        money: done.money,
        quantity: done.quantity,
        outcome: done.outcome.filter(|_| by_both),
    };
    std::iter::once(first)
        .chain(others.into_iter().map(row))
        .collect()
}

/// Names that occur once: a second one of the same name is numbered.
fn names(rows: &[Row]) -> Vec<String> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    rows.iter()
        .map(|row| {
            let times = seen.entry(row.name.as_str()).or_default();
            *times += 1;
            match times {
                1 => row.name.clone(),
                more => format!("{} 之{more}", row.name),
            }
        })
        .collect()
}

fn view(found: &Portraits, units: &Units, rows: &[Row], unit: &str, columns: String) -> FrontierView {
    let own = found.units.first();
    let beside = own
        .and_then(|own| own.free_disposal.peer)
        .and_then(|peer| Some((units.name(peer), rows.get(peer)?)));
    let last_rank = found.last_rank.iter().take(FIRST_PLACES);
    FrontierView {
        grade: match found.evidence.grade {
            EvidenceGrade::A => "A",
            EvidenceGrade::B => "B",
            EvidenceGrade::C => "C",
        },
        reason: found.evidence.reason.clone(),
        columns,
        shown: own
            .and_then(|own| own.frontier.as_ref())
            .and_then(|one| efficiency(one, units)),
        beside: beside.map(|(name, row)| {
            format!(
                "“{name}”用 {} 万元办成 {}{unit},支付不多于本项目、产出不少于本项目。",
                row.money,
                row.quantity.normalize()
            )
        }),
        last_rank: last_rank.map(|one| one.sentence(units, "万元", unit)).collect(),
    }
}

fn efficiency(one: &FrontierPortrait, units: &Units) -> Option<EfficiencyView> {
    let pure = percent(one.scale.pure_technical)?;
    let scale = percent(one.scale.scale_efficiency)?;
    let words = if one.scale.pure_technical < FULL {
        format!("同等规模的项目中,办成同样的产出最少用本项目支付的 {pure} 即可")
    } else {
        "同等规模的项目中,没有以更少支付办成同样产出的".to_owned()
    };
    let peers = one.pure.peers.iter().filter(|peer| peer.unit != 0);
    let peers = peers.filter_map(|peer| Some((units.name(peer.unit).to_owned(), percent(peer.weight)?)));
    Some(EfficiencyView {
        words: format!(
            "{words};规模效率 {scale},规模报酬{}。",
            returns(one.scale.returns)
        ),
        pure,
        scale,
        returns: returns(one.scale.returns),
        peers: peers.collect(),
        warning: one.default_efficiency.as_ref().map(|flag| flag.text.clone()),
    })
}

const fn returns(returns: Returns) -> &'static str {
    match returns {
        Returns::Constant => "不变",
        Returns::Increasing => "递增",
        Returns::Decreasing => "递减",
    }
}

#[cfg(test)]
mod tests;
