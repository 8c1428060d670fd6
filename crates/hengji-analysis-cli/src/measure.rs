//! Two further measures on the frontier: `hengji sbm` (松弛测度) and `hengji directional` (方向距离).

pub mod directional;
pub mod sbm;

#[cfg(test)]
mod tests;

use std::io::Write;

use hengji_analysis::frontier::{Evidence, EvidenceGrade, Peer, Units};
use hengji_analysis::lp::Certificate;
use serde::Serialize;

use crate::arguments::{Format, Shared};
use crate::report::{Cell, Method, Report, Sheet};
use crate::{Context, Exit, Outcome};

/// What either measure says of one unit.
struct Measured<'a> {
    value: Option<f64>,
    peers: &'a [Peer],
    projected_inputs: &'a [f64],
    projected_outputs: &'a [f64],
    certificate: Option<Certificate>,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer<'a> {
    evidence: &'a Evidence,
    units: Vec<UnitAnswer<'a>>,
}

#[derive(Serialize)]
struct UnitAnswer<'a> {
    unit: &'a str,
    /// The measure of an `sbm`, at most one.
    #[serde(skip_serializing_if = "Option::is_none")]
    efficiency: Option<Option<f64>>,
    /// The measure of a `directional`, at least zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    distance: Option<Option<f64>>,
    peers: Vec<PeerAnswer<'a>>,
    projection: Projection<'a>,
    evidence_grade: EvidenceGrade,
    certificate: Option<Certificate>,
}

#[derive(Serialize)]
struct PeerAnswer<'a> {
    unit: &'a str,
    weight: f64,
}

#[derive(Serialize)]
struct Projection<'a> {
    inputs: &'a [f64],
    outputs: &'a [f64],
}

/// What the value is called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Efficiency,
    Distance,
}

impl Value {
    const fn heading(self) -> &'static str {
        match self {
            Self::Efficiency => "松弛效率",
            Self::Distance => "方向距离",
        }
    }
}

/// A question that was answered.
struct Answered<'a> {
    units: &'a Units,
    evidence: &'a Evidence,
    value: Value,
    found: Vec<Measured<'a>>,
}

impl Answered<'_> {
    /// Writes the answer, without values where the units are too few for them.
    fn write(
        &self,
        method: Method,
        (shared, show_all): (&Shared, bool),
        out: &mut dyn Write,
        context: &mut Context<'_>,
    ) -> Outcome {
        let is_withheld =
            self.evidence.grade == EvidenceGrade::C && !show_all && shared.format != Format::Json;
        let answer = Answer {
            evidence: self.evidence,
            units: self
                .found
                .iter()
                .enumerate()
                .map(|(unit, found)| self.named(unit, found))
                .collect(),
        };
        let sheet = self.sheet(&answer, is_withheld);
        let mut report = Report::new(method, answer, sheet).note(format!(
            "证据等级 {:?}:{}",
            self.evidence.grade, self.evidence.reason
        ));
        if is_withheld {
            report = report.note("可比单位太少,不列数值;可用 hengji frontier --rts fdh 看谁用更少办成更多。");
        }
        report.write(shared.format, out, context)?;
        Ok(if is_withheld { Exit::Findings } else { Exit::Fine })
    }

    fn named<'b>(&'b self, unit: usize, found: &'b Measured<'b>) -> UnitAnswer<'b> {
        let of = |value: Value| (self.value == value).then_some(found.value);
        UnitAnswer {
            unit: self.units.name(unit),
            efficiency: of(Value::Efficiency),
            distance: of(Value::Distance),
            peers: found
                .peers
                .iter()
                .map(|peer| PeerAnswer {
                    unit: self.units.name(peer.unit),
                    weight: peer.weight,
                })
                .collect(),
            projection: Projection {
                inputs: found.projected_inputs,
                outputs: found.projected_outputs,
            },
            evidence_grade: self.evidence.grade,
            certificate: found.certificate,
        }
    }

    fn sheet(&self, answer: &Answer<'_>, is_withheld: bool) -> Sheet {
        if is_withheld {
            let mut sheet = Sheet::new(["单位", "证据等级"]);
            for unit in &answer.units {
                sheet.row([Cell::text(unit.unit), Cell::text("C")]);
            }
            return sheet;
        }
        let mut sheet = Sheet::new(["单位", self.value.heading(), "参照单位", "证书", "证据等级"]);
        for (unit, found) in answer.units.iter().zip(&self.found) {
            let peers: Vec<String> = unit
                .peers
                .iter()
                .map(|peer| format!("{} {:.3}", peer.unit, peer.weight))
                .collect();
            let proof = found
                .certificate
                .map(|certificate| if certificate.ok { "有效" } else { "未通过" });
            sheet.row([
                Cell::text(unit.unit),
                found.value.map_or_else(|| Cell::text("无可比对象"), Cell::number),
                Cell::text(peers.join("、")),
                proof.map_or(Cell::Missing, Cell::text),
                Cell::text(format!("{:?}", self.evidence.grade)),
            ]);
        }
        sheet
    }
}
