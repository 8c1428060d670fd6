//! 核验 (verification of a draw): repeats it from the list and says in what the record disagrees.

use std::collections::{HashMap, HashSet};

use super::{Difference, RECORD_FORMAT, Record, RecordedUnit, seal};
use crate::draw::frame::{Frame, Unit};
use crate::draw::hundredths::decimal;
use crate::draw::select::{Drawing, Stratum, draw};
use crate::draw::ticket::Ticket;

const DRAWN: &str = "抽中";
const NOT_DRAWN: &str = "未抽中";
const ABSENT: &str = "无";

/// Every way in which a record disagrees with the published list and with the draw repeated from it; nothing where
/// all is as it should be.
///
/// Where the list is not the one that was frozen, its differences are named, and the draw is repeated from the
/// list that the record itself carries.
#[must_use]
pub fn verify(record: &Record, frame: &Frame) -> Vec<Difference> {
    if record.format != RECORD_FORMAT {
        let (recorded, expected) = (record.format.clone(), RECORD_FORMAT.to_owned());
        return vec![Difference::Format { recorded, expected }];
    }
    let mut found = Vec::new();
    let has_reason = record
        .reason
        .as_ref()
        .is_some_and(|reason| !reason.trim().is_empty());
    if record.number == 0 || (record.number > 1 && !has_reason) {
        found.push(Difference::Occasion {
            number: record.number,
        });
    }
    compare_lists(record, frame, &mut found);
    let own = own_frame(record, &mut found);
    compare_tickets(record, &mut found);
    let basis = if frame.sha256() == record.frame_sha256 {
        Some(frame)
    } else {
        own.as_ref()
    };
    if let Some(basis) = basis {
        match draw(basis, &record.rule, &record.start_value) {
            Ok(drawing) => compare_draw(record, basis, &drawing, &mut found),
            Err(error) => found.push(Difference::RuleUnusable {
                reason: error.to_string(),
            }),
        }
    }
    let expected = seal::of(record);
    if record.seal != expected {
        found.push(Difference::SealWrong {
            recorded: record.seal.clone(),
            expected,
        });
    }
    found
}

fn compare_lists(record: &Record, frame: &Frame, found: &mut Vec<Difference>) {
    if frame.sha256() != record.frame_sha256 {
        let (recorded, hash) = (record.frame_sha256.clone(), frame.sha256().to_owned());
        found.push(Difference::FrameChanged {
            recorded,
            found: hash,
        });
    }
    let recorded: HashMap<&str, &Unit> = record
        .units
        .iter()
        .map(|unit| (unit.unit.id.as_str(), &unit.unit))
        .collect();
    for unit in frame.units() {
        match recorded.get(unit.id.as_str()) {
            None => found.push(Difference::UnitAdded { id: unit.id.clone() }),
            Some(recorded) => compare_units(recorded, unit, found),
        }
    }
    for RecordedUnit { unit, .. } in &record.units {
        if frame.find(&unit.id).is_none() {
            found.push(Difference::UnitRemoved { id: unit.id.clone() });
        }
    }
}

fn compare_units(recorded: &Unit, given: &Unit, found: &mut Vec<Difference>) {
    let score = |unit: &Unit| unit.self_score_centi.map_or(ABSENT.to_owned(), decimal);
    for (field, before, after) in [
        ("部门", recorded.department.clone(), given.department.clone()),
        (
            "金额(元)",
            decimal(recorded.amount_fen),
            decimal(given.amount_fen),
        ),
        ("自评分", score(recorded), score(given)),
    ] {
        if before != after {
            found.push(Difference::UnitChanged {
                id: given.id.clone(),
                field,
                recorded: before,
                found: after,
            });
        }
    }
}

/// The list that the record carries.
fn own_frame(record: &Record, found: &mut Vec<Difference>) -> Option<Frame> {
    let units = record.units.iter().map(|unit| unit.unit.clone()).collect();
    match Frame::new(units) {
        Ok(frame) => {
            if frame.sha256() != record.frame_sha256 {
                let (recorded, hash) = (record.frame_sha256.clone(), frame.sha256().to_owned());
                found.push(Difference::RecordChanged {
                    recorded,
                    found: hash,
                });
            }
            Some(frame)
        }
        Err(error) => {
            found.push(Difference::RecordList {
                reason: error.to_string(),
            });
            None
        }
    }
}

fn compare_tickets(record: &Record, found: &mut Vec<Difference>) {
    for RecordedUnit { unit, ticket, .. } in &record.units {
        let expected = Ticket::of(&record.start_value, &unit.id).hex();
        if *ticket != expected {
            found.push(Difference::TicketWrong {
                id: unit.id.clone(),
                recorded: ticket.clone(),
                expected,
            });
        }
    }
}

fn compare_draw(record: &Record, frame: &Frame, drawing: &Drawing, found: &mut Vec<Difference>) {
    compare_strata(&record.strata, &drawing.strata, found);
    let expected: Vec<&str> = drawing
        .sample
        .iter()
        .filter_map(|drawn| Some(frame.units().get(drawn.unit)?.id.as_str()))
        .collect();
    let drawn: HashSet<&str> = expected.iter().copied().collect();
    for unit in &record.units {
        let is_drawn = drawn.contains(unit.unit.id.as_str());
        if unit.is_drawn != is_drawn {
            let word = |is_drawn| if is_drawn { DRAWN } else { NOT_DRAWN };
            let (recorded, expected) = (word(unit.is_drawn), word(is_drawn));
            found.push(Difference::SelectionWrong {
                id: unit.unit.id.clone(),
                recorded,
                expected,
            });
        }
    }
    compare_samples(&record.sample, &expected, &drawn, found);
}

fn compare_strata(recorded: &[Stratum], expected: &[Stratum], found: &mut Vec<Difference>) {
    let mut names: Vec<&str> = expected.iter().map(|stratum| stratum.name.as_str()).collect();
    let more = recorded
        .iter()
        .map(|stratum| stratum.name.as_str())
        .filter(|name| !names.contains(name));
    names.extend(more.collect::<Vec<&str>>());
    for name in names {
        let described = |strata: &[Stratum]| {
            let all: Vec<String> = strata
                .iter()
                .filter(|stratum| stratum.name == name)
                .map(Stratum::described)
                .collect();
            if all.is_empty() {
                ABSENT.to_owned()
            } else {
                all.join("、")
            }
        };
        let (before, after) = (described(recorded), described(expected));
        if before != after {
            found.push(Difference::StratumWrong {
                name: name.to_owned(),
                recorded: before,
                expected: after,
            });
        }
    }
    // The names are compared above; an order that differs shows in the seal and in the order of the sample.
}

impl Stratum {
    /// For the comparison of two.
    fn described(&self) -> String {
        let Self {
            population,
            drawn,
            probabilities,
            ..
        } = self;
        let by_amount = probabilities.as_ref().map_or(String::new(), |of| {
            let certain = of
                .certain_from_fen
                .map_or(ABSENT.to_owned(), |fen| format!("{fen} 分"));
            format!("(必抽起点 {certain},其余 {} 个按 {} 分摊)", of.drawn, of.sum_fen)
        });
        format!("{population} 个中抽 {drawn} 个{by_amount}")
    }
}

fn compare_samples(
    recorded: &[String],
    expected: &[&str],
    drawn: &HashSet<&str>,
    found: &mut Vec<Difference>,
) {
    let listed: HashSet<&str> = recorded.iter().map(String::as_str).collect();
    let before = found.len();
    for id in recorded.iter().filter(|id| !drawn.contains(id.as_str())) {
        found.push(Difference::SampleExtra { id: id.clone() });
    }
    for id in expected.iter().filter(|id| !listed.contains(**id)) {
        found.push(Difference::SampleMissing { id: (*id).to_owned() });
    }
    let unlike = || {
        recorded
            .iter()
            .zip(expected)
            .position(|(one, other)| one != other)
    };
    if found.len() == before && (recorded.len() != expected.len() || unlike().is_some()) {
        let position = unlike().unwrap_or(recorded.len().min(expected.len())) + 1;
        found.push(Difference::SampleOrder { position });
    }
}
