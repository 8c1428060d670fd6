//! JSON of `hengji frontier`: the shape that programs rely on.

use hengji_analysis::frontier::{
    BootstrapSettings, Bootstrapped, Efficiency, Evidence, EvidenceGrade, FreeDisposal, OrderAlpha, OrderM,
    Peer, Units,
};
use hengji_analysis::lp::Certificate;
use serde::Serialize;

use super::findings::Findings;
use super::portrait::{LastRankAnswer, PortraitAnswer};
use super::scale::code;

/// What stands beside `method`.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    evidence: &'a Evidence,
    #[serde(skip_serializing_if = "Option::is_none")]
    bootstrap: Option<BootstrapAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    last_rank: Vec<LastRankAnswer<'a>>,
    units: Vec<UnitAnswer<'a>>,
}

/// How the intervals of a bootstrap were made.
#[derive(Serialize)]
struct BootstrapAnswer {
    replications: usize,
    bandwidth: f64,
    confidence: f64,
    correction_from: f64,
}

/// One unit, in the order of the file.
#[derive(Serialize)]
struct UnitAnswer<'a> {
    unit: &'a str,
    /// None where no unit is comparable at this scale.
    efficiency: Option<f64>,
    scale_efficiency: Option<f64>,
    rts: Option<&'static str>,
    slack_sum: Option<f64>,
    peers: Vec<PeerAnswer<'a>>,
    evidence_grade: EvidenceGrade,
    /// None for the free disposal hull, whose peer is its own proof.
    certificate: Option<Certificate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slack_certificate: Option<Certificate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slacks: Option<Sides<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    projection: Option<Sides<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    multipliers: Option<Plane<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fdh: Option<FdhAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_m: Option<&'a OrderM>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_alpha: Option<&'a OrderAlpha>,
    #[serde(skip_serializing_if = "Option::is_none")]
    portrait: Option<PortraitAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bootstrap: Option<&'a Bootstrapped>,
}

/// A peer by name.
#[derive(Serialize)]
struct PeerAnswer<'a> {
    unit: &'a str,
    weight: f64,
}

/// Figures by column, in the order of the options.
#[derive(Serialize)]
struct Sides<'a> {
    inputs: &'a [f64],
    outputs: &'a [f64],
}

/// The supporting plane v'x − u'y + w0: the prices that prove the efficiency.
#[derive(Serialize)]
struct Plane<'a> {
    inputs: &'a [f64],
    outputs: &'a [f64],
    constant: f64,
}

/// The free disposal hull: one named unit.
#[derive(Serialize)]
struct FdhAnswer<'a> {
    efficiency: f64,
    peer: Option<&'a str>,
    comparable: usize,
    dominated_by: usize,
}

impl<'a> Answer<'a> {
    pub(super) fn of(findings: &'a Findings, intervals: Option<&BootstrapSettings>) -> Self {
        let portraits = findings.portraits.as_ref();
        let last_rank = portraits.map_or(&[][..], |portraits| &portraits.last_rank);
        let units = (0..findings.units.len()).map(|unit| UnitAnswer::of(findings, unit));
        Self {
            evidence: &findings.evidence,
            bootstrap: findings
                .bootstrap
                .as_ref()
                .zip(intervals)
                .map(|(found, settings)| BootstrapAnswer {
                    replications: found.replications,
                    bandwidth: found.bandwidth,
                    confidence: settings.confidence,
                    correction_from: settings.correction_from,
                }),
            last_rank: last_rank
                .iter()
                .map(|found| LastRankAnswer::of(&findings.units, found))
                .collect(),
            units: units.collect(),
        }
    }
}

impl<'a> UnitAnswer<'a> {
    fn of(findings: &'a Findings, unit: usize) -> Self {
        let units = &findings.units;
        let radial = at(findings.radial.as_ref(), unit);
        let fdh = at(findings.fdh.as_ref(), unit);
        let scale = at(findings.scales.as_ref(), unit).and_then(Option::as_ref);
        let portraits = findings.portraits.as_ref().map(|portraits| &portraits.units);
        let bootstrap = findings.bootstrap.as_ref().map(|bootstrap| &bootstrap.units);
        Self {
            unit: units.name(unit),
            efficiency: match radial {
                Some(found) => found.efficiency,
                None => fdh.map(|found| found.efficiency),
            },
            scale_efficiency: scale.map(|scale| scale.efficiency),
            rts: scale.map(|scale| code(scale.returns)),
            slack_sum: radial.and_then(|found| found.slack_sum),
            peers: match radial {
                Some(found) => found.peers.iter().map(|peer| named(units, *peer)).collect(),
                None => fdh.map_or_else(Vec::new, |found| only(units, found)),
            },
            evidence_grade: findings.evidence.grade,
            certificate: radial.map(|found| found.certificate),
            slack_certificate: radial.and_then(|found| found.slack_certificate),
            slacks: radial
                .filter(|found| found.slack_sum.is_some())
                .map(|found| Sides {
                    inputs: &found.input_slacks,
                    outputs: &found.output_slacks,
                }),
            projection: radial.filter(has_answer).map(|found| Sides {
                inputs: &found.projected_inputs,
                outputs: &found.projected_outputs,
            }),
            multipliers: radial.map(|found| Plane {
                inputs: &found.input_multipliers,
                outputs: &found.output_multipliers,
                constant: found.scale_multiplier,
            }),
            fdh: fdh.map(|found| FdhAnswer {
                efficiency: found.efficiency,
                peer: found.peer.map(|peer| units.name(peer)),
                comparable: found.comparable,
                dominated_by: found.dominated_by,
            }),
            order_m: at(findings.order_m.as_ref(), unit),
            order_alpha: at(findings.order_alpha.as_ref(), unit),
            portrait: at(portraits, unit)
                .and_then(|portrait| portrait.frontier.as_ref())
                .map(PortraitAnswer::of),
            bootstrap: at(bootstrap, unit),
        }
    }
}

fn has_answer(found: &&Efficiency) -> bool {
    found.efficiency.is_some()
}

fn named(units: &Units, peer: Peer) -> PeerAnswer<'_> {
    PeerAnswer {
        unit: units.name(peer.unit),
        weight: peer.weight,
    }
}

/// The one peer of the free disposal hull: a unit as it is, not a share of one.
fn only<'a>(units: &'a Units, found: &FreeDisposal) -> Vec<PeerAnswer<'a>> {
    const WHOLE: f64 = 1.0;
    let peer = found.peer.map(|unit| Peer { unit, weight: WHOLE });
    peer.into_iter().map(|peer| named(units, peer)).collect()
}

/// The entry of a unit in a list that may not have been asked for.
pub(super) fn at<T>(list: Option<&Vec<T>>, unit: usize) -> Option<&T> {
    list.and_then(|list| list.get(unit))
}
