//! Rows of `hengji frontier` for spreadsheets and eyes.

use hengji_analysis::frontier::{Efficiency, FreeDisposal, Units};

use super::Arguments;
use super::answer::at;
use super::choice::Direction;
use super::findings::Findings;
use super::portrait::{self, HEADINGS};
use super::scale::word;
use crate::report::{Cell, Sheet};

/// All that was asked for.
pub(super) fn with_efficiency(arguments: &Arguments, findings: &Findings) -> Sheet {
    let parts = Parts::of(arguments, findings);
    let mut sheet = Sheet::new(parts.header());
    for unit in 0..findings.units.len() {
        sheet.row(parts.row(unit));
    }
    sheet
}

/// The columns that a question brings.
struct Parts<'a> {
    arguments: &'a Arguments,
    findings: &'a Findings,
}

impl<'a> Parts<'a> {
    const fn of(arguments: &'a Arguments, findings: &'a Findings) -> Self {
        Self { arguments, findings }
    }

    fn header(&self) -> Vec<&'static str> {
        let Findings {
            radial,
            scales,
            fdh,
            order_m,
            order_alpha,
            portraits,
            bootstrap,
            ..
        } = self.findings;
        let parts: [(bool, &[&'static str]); 10] = [
            (radial.is_some(), &["效率"]),
            (scales.is_some(), &["规模效率", "规模报酬"]),
            (self.arguments.slacks.is_some(), &["松弛合计"]),
            (radial.is_some(), &["参照单位"]),
            (fdh.is_some(), &["FDH 效率", "谁做得更好"]),
            (order_m.is_some(), &["期望前沿"]),
            (order_alpha.is_some(), &["分位前沿"]),
            (portraits.is_some(), &HEADINGS),
            (bootstrap.is_some(), &["修正后效率", "下限", "上限"]),
            (radial.is_some(), &["证书"]),
        ];
        let asked = parts.iter().filter(|(is_there, _)| *is_there);
        let names = asked.flat_map(|(_, names)| names.iter().copied());
        ["单位"].into_iter().chain(names).chain(["证据等级"]).collect()
    }

    fn row(&self, unit: usize) -> Vec<Cell> {
        let findings = self.findings;
        let radial = at(findings.radial.as_ref(), unit);
        let mut row = vec![Cell::text(findings.units.name(unit))];
        row.extend(radial.map(efficiency));
        if let Some(scale) = at(findings.scales.as_ref(), unit) {
            let scale = scale.as_ref();
            row.push(Cell::number_if_any(scale.map(|scale| scale.efficiency)));
            row.push(scale.map_or(Cell::Missing, |scale| Cell::text(word(scale.returns))));
        }
        if self.arguments.slacks.is_some() {
            row.push(Cell::number_if_any(radial.and_then(|found| found.slack_sum)));
        }
        row.extend(radial.map(|found| Cell::text(peers(&findings.units, found))));
        row.extend(self.beside(unit));
        row.extend(radial.map(|found| Cell::text(certificate(found))));
        row.push(Cell::text(format!("{:?}", findings.evidence.grade)));
        row
    }

    /// What stands beside the radial efficiency.
    fn beside(&self, unit: usize) -> Vec<Cell> {
        let findings = self.findings;
        let mut cells = Vec::new();
        if let Some(found) = at(findings.fdh.as_ref(), unit) {
            let name = |peer| Cell::text(findings.units.name(peer));
            cells.push(Cell::number(found.efficiency));
            cells.push(found.peer.map_or(Cell::Missing, name));
        }
        cells.extend(at(findings.order_m.as_ref(), unit).map(|found| Cell::number(found.efficiency)));
        cells.extend(at(findings.order_alpha.as_ref(), unit).map(|found| Cell::number(found.efficiency)));
        if let Some(portraits) = &findings.portraits {
            let found = portraits
                .units
                .get(unit)
                .and_then(|portrait| portrait.frontier.as_ref());
            let costs = findings.unit_costs.first().and_then(|costs| costs.get(unit));
            cells.extend(portrait::cells(found, costs.copied().flatten()));
        }
        if let Some(bootstrap) = &findings.bootstrap
            && let Some(found) = bootstrap.units.get(unit)
        {
            cells.push(Cell::number_if_any(found.corrected));
            cells.push(Cell::number(found.lower));
            cells.push(Cell::number(found.upper));
        }
        cells
    }
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
