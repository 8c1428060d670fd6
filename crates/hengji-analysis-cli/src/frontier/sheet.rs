//! Rows of `hengji frontier` for spreadsheets and eyes.

use hengji_analysis::frontier::{Efficiency, FreeDisposal, Units};

use super::Arguments;
use super::answer::at;
use super::choice::Direction;
use super::findings::Findings;
use crate::report::{Cell, Sheet};

/// All that was asked for.
pub(super) fn with_efficiency(arguments: &Arguments, findings: &Findings) -> Sheet {
    let has = |is_there: bool, names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned());
        names.filter(|_| is_there).collect::<Vec<_>>()
    };
    let header = [
        has(true, &["单位"]),
        has(findings.radial.is_some(), &["效率"]),
        has(arguments.slacks.is_some(), &["松弛合计"]),
        has(findings.radial.is_some(), &["参照单位"]),
        has(findings.fdh.is_some(), &["FDH 效率", "谁做得更好"]),
        has(findings.order_m.is_some(), &["期望前沿"]),
        has(findings.order_alpha.is_some(), &["分位前沿"]),
        has(findings.radial.is_some(), &["证书"]),
        has(true, &["证据等级"]),
    ];
    let mut sheet = Sheet::new(header.concat());
    for unit in 0..findings.units.len() {
        let mut row = vec![Cell::text(findings.units.name(unit))];
        let radial = at(findings.radial.as_ref(), unit);
        row.extend(radial.map(efficiency));
        if arguments.slacks.is_some() {
            row.push(Cell::number_if_any(radial.and_then(|found| found.slack_sum)));
        }
        row.extend(radial.map(|found| Cell::text(peers(&findings.units, found))));
        if let Some(found) = at(findings.fdh.as_ref(), unit) {
            row.push(Cell::number(found.efficiency));
            row.push(
                found
                    .peer
                    .map_or(Cell::Missing, |peer| Cell::text(findings.units.name(peer))),
            );
        }
        row.extend(at(findings.order_m.as_ref(), unit).map(|found| Cell::number(found.efficiency)));
        row.extend(at(findings.order_alpha.as_ref(), unit).map(|found| Cell::number(found.efficiency)));
        row.extend(radial.map(|found| Cell::text(certificate(found))));
        row.push(Cell::text(format!("{:?}", findings.evidence.grade)));
        sheet.row(row);
    }
    sheet
}

/// What may be said where units are too few: who did more with less, and what one output cost.
pub(super) fn without_efficiency(arguments: &Arguments, findings: &Findings) -> Sheet {
    let money = arguments.columns.inputs.first().map_or("", String::as_str);
    let costs = arguments.columns.outputs.iter();
    let header = ["单位", "谁做得更好", "说明"]
        .map(str::to_owned)
        .into_iter()
        .chain(costs.map(|output| format!("每单位{output}的{money}")))
        .chain(["证据等级".to_owned()]);
    let mut sheet = Sheet::new(header);
    for unit in 0..findings.units.len() {
        let mut row = vec![Cell::text(findings.units.name(unit))];
        if let Some(found) = at(findings.fdh.as_ref(), unit) {
            let peer = found.peer.map(|peer| findings.units.name(peer));
            row.push(peer.map_or(Cell::Missing, Cell::text));
            row.push(Cell::text(statement(arguments.orientation, found, peer)));
        }
        for costs in &findings.unit_costs {
            row.push(Cell::number_if_any(costs.get(unit).copied().flatten()));
        }
        row.push(Cell::text(format!("{:?}", findings.evidence.grade)));
        sheet.row(row);
    }
    sheet
}

/// What the free disposal hull says, in a sentence that needs no theory.
fn statement(direction: Direction, found: &FreeDisposal, peer: Option<&str>) -> String {
    match (peer, direction) {
        (None, _) if found.comparable <= 1 => "没有可比对象,不能据此认定高效".to_owned(),
        (None, _) => "没有单位用不多的投入办成更多的事".to_owned(),
        (Some(peer), Direction::Input) => format!(
            "{peer}用不超过本单位 {:.1}% 的各项投入,办成了不少于本单位的产出",
            100.0 * found.efficiency
        ),
        (Some(peer), Direction::Output) => format!(
            "{peer}用不多于本单位的投入,各项产出至少是本单位的 {:.2} 倍",
            found.efficiency
        ),
    }
}

fn efficiency(found: &Efficiency) -> Cell {
    found
        .efficiency
        .map_or_else(|| Cell::text("无可比对象"), Cell::number)
}

/// The peers with their shares, the largest first.
fn peers(units: &Units, found: &Efficiency) -> String {
    let mut peers = found.peers.clone();
    peers.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let named: Vec<String> = peers
        .iter()
        .map(|peer| format!("{} {:.3}", units.name(peer.unit), peer.weight))
        .collect();
    named.join("、")
}

fn certificate(found: &Efficiency) -> &'static str {
    match (found.certificate.ok, found.certificate.exact) {
        (true, false) => "有效",
        (true, true) => "有效(分数)",
        (false, _) => "未通过",
    }
}
