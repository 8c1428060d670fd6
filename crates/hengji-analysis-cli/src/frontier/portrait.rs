//! 画像 (portrait) of every unit, in JSON, in columns and in sentences.

use hengji_analysis::frontier::{
    Beside, DefaultEfficiency, Elasticity, EvidenceThresholds, FrontierPortrait, LastRank, LastRankQuestion,
    PortraitSettings, Portraits, ScaleSize, Units, portraits,
};
use serde::Serialize;

use super::Arguments;
use super::findings::Findings;
use super::scale::code;
use crate::Failure;
use crate::report::Cell;

/// Draws the portraits. Where the expert asks to see all, no grade withholds the frontier.
pub(super) fn draw(
    arguments: &Arguments,
    units: &Units,
    thresholds: EvidenceThresholds,
) -> Result<Portraits, Failure> {
    let evidence = if arguments.show_all {
        EvidenceThresholds {
            a_units: 0,
            a_units_per_column: 0,
            b_units: 0,
        }
    } else {
        thresholds
    };
    let settings = PortraitSettings {
        orientation: arguments.orientation.into(),
        evidence,
        drawn: arguments.drawn(),
        last_rank: Some(LastRankQuestion {
            money: 0,
            output: arguments.rank_output()?,
            beside: Beside::Second,
        }),
    };
    portraits(units, settings).map_err(Failure::unusable)
}

/// The frontier's part of a portrait, without the indices that only this process understands.
#[derive(Serialize)]
pub(super) struct PortraitAnswer<'a> {
    technical_efficiency: f64,
    pure_technical_efficiency: f64,
    scale_efficiency: f64,
    rts: &'static str,
    most_productive_scale: Option<&'a ScaleSize>,
    scale_elasticity: Option<&'a Elasticity>,
    super_efficiency: Option<f64>,
    default_efficiency: Option<&'a DefaultEfficiency>,
}

impl<'a> PortraitAnswer<'a> {
    pub(super) fn of(found: &'a FrontierPortrait) -> Self {
        Self {
            technical_efficiency: found.scale.technical,
            pure_technical_efficiency: found.scale.pure_technical,
            scale_efficiency: found.scale.scale_efficiency,
            rts: code(found.scale.returns),
            most_productive_scale: found.scale_size.as_ref(),
            scale_elasticity: found.elasticity.as_ref(),
            super_efficiency: found.super_efficiency,
            default_efficiency: found.default_efficiency.as_ref(),
        }
    }
}

/// The price of the last rank, with names and in a sentence.
#[derive(Serialize)]
pub(super) struct LastRankAnswer<'a> {
    first: &'a str,
    beside: &'a str,
    more_output: f64,
    least_money: f64,
    really_more_money: f64,
    frontier_money_first: f64,
    frontier_money_beside: f64,
    certified: bool,
}

impl<'a> LastRankAnswer<'a> {
    pub(super) fn of(units: &'a Units, found: &LastRank) -> Self {
        Self {
            first: units.name(found.first),
            beside: units.name(found.beside),
            more_output: found.more_output,
            least_money: found.least_money,
            really_more_money: found.really_more_money,
            frontier_money_first: found.frontier_money_first,
            frontier_money_beside: found.frontier_money_beside,
            certified: found.certificate_first.ok && found.certificate_beside.ok,
        }
    }
}

/// Headings of a portrait's own columns.
pub(super) const HEADINGS: [&str; 7] = [
    "综合效率",
    "纯技术效率",
    "最优规模倍数",
    "规模弹性",
    "超效率",
    "每单位产出成本",
    "提示",
];

/// The cells under [`HEADINGS`].
pub(super) fn cells(found: Option<&FrontierPortrait>, cost: Option<f64>) -> Vec<Cell> {
    let Some(found) = found else {
        return vec![Cell::Missing; HEADINGS.len()];
    };
    let size = found.scale_size.as_ref();
    let elasticity = found.elasticity.as_ref();
    let flag = found.default_efficiency.as_ref();
    vec![
        Cell::number(found.scale.technical),
        Cell::number(found.scale.pure_technical),
        size.map_or(Cell::Missing, |size| range(Some(size.least), Some(size.most))),
        elasticity.map_or(Cell::Missing, |found| range(found.lower, found.upper)),
        found
            .super_efficiency
            .map_or_else(|| Cell::text("无可比对象"), Cell::number),
        Cell::number_if_any(cost),
        flag.map_or(Cell::Missing, |flag| Cell::text(&flag.text)),
    ]
}

/// Two ends, one number where they meet; an end without a bound is said to have none.
fn range(low: Option<f64>, high: Option<f64>) -> Cell {
    const SHOWN: f64 = 5e-4;
    let end = |end: Option<f64>| end.map_or("无界".to_owned(), |end| format!("{end:.3}"));
    match (low, high) {
        (Some(low), Some(high)) if (high - low).abs() < SHOWN => Cell::text(format!("{low:.3}")),
        (None, None) => Cell::text("无界"),
        _ => Cell::text(format!("{} 至 {}", end(low), end(high))),
    }
}

/// What is said under the table.
pub(super) fn sentences(arguments: &Arguments, findings: &Findings) -> Vec<String> {
    let Some(portraits) = &findings.portraits else {
        return Vec::new();
    };
    let money = arguments.columns.inputs.first().map_or("", String::as_str);
    let outputs = &arguments.columns.outputs;
    let output = arguments.rank_by.as_ref().or(outputs.first());
    portraits
        .last_rank
        .iter()
        .map(|found| found.sentence(&findings.units, money, output.map_or("", String::as_str)))
        .collect()
}
