//! 抽取记录 (draw record): everything that was decided and drawn, in a form that anyone can check.

mod difference;
mod seal;
mod verify;

use super::error::DrawError;
use super::frame::{Frame, Unit, check_text};
use super::rule::Rule;
use super::select::{Drawing, Stratum, draw};

pub use difference::Difference;
pub use verify::verify;

/// The version of the way of drawing and recording described in this module.
pub const RECORD_FORMAT: &str = "hengji-draw-1";

/// What surrounds a draw; all of it is given by the caller and published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// What is drawn and for what, such as "2020 年度项目绩效抽评".
    pub title: String,
    /// Where and when the frame hash, the rule and the source of the start value were made public beforehand.
    pub announced: String,
    /// The start value that the announced public event gave.
    pub start_value: String,
    /// When it was drawn, as the caller writes it.
    pub drawn_at: String,
    /// One for the first draw from this list.
    pub number: u32,
    /// Why it was drawn again; required from the second draw on.
    pub reason: Option<String>,
    /// What the columns of the published list are called.
    pub columns: Columns,
}

/// What the columns of the published list are called, so that whoever checks the draw finds them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Columns {
    /// 编号.
    pub id: String,
    /// 部门.
    pub department: String,
    /// 金额, in yuan.
    pub amount: String,
    /// 自评分, in points; absent where the list has none.
    pub self_score: Option<String>,
}

/// The record of a draw.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Record {
    /// [`RECORD_FORMAT`].
    pub format: String,
    /// What is drawn and for what.
    pub title: String,
    /// Where and when it was announced.
    pub announced: String,
    /// The start value.
    pub start_value: String,
    /// When it was drawn.
    pub drawn_at: String,
    /// Number of the draw.
    pub number: u32,
    /// Why it was drawn again.
    pub reason: Option<String>,
    /// What the columns of the published list are called.
    pub columns: Columns,
    /// The frame hash.
    pub frame_sha256: String,
    /// The rule.
    pub rule: Rule,
    /// The strata in the order of their names.
    pub strata: Vec<Stratum>,
    /// The ids of the sample, in the order in which they were drawn.
    pub sample: Vec<String>,
    /// Every unit of the frame in the order of ids.
    pub units: Vec<RecordedUnit>,
    /// SHA-256 over the above without the units, which the frame hash covers. Printed in the circular, it tells
    /// this record from any other.
    pub seal: String,
}

/// A unit in a record.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RecordedUnit {
    /// The unit as in the frame.
    #[serde(flatten)]
    pub unit: Unit,
    /// Its ticket in hexadecimal digits.
    pub ticket: String,
    /// Whether it was drawn.
    pub is_drawn: bool,
}

impl Record {
    /// Draws and records.
    ///
    /// # Errors
    ///
    /// As [`draw()`]; and a second draw without a reason, draw number nought, or a text that cannot be hashed.
    pub fn new(frame: &Frame, rule: &Rule, occasion: &Occasion) -> Result<Self, DrawError> {
        check_occasion(occasion)?;
        let drawing = draw(frame, rule, &occasion.start_value)?;
        let mut record = Self {
            format: RECORD_FORMAT.to_owned(),
            title: occasion.title.clone(),
            announced: occasion.announced.clone(),
            start_value: occasion.start_value.clone(),
            drawn_at: occasion.drawn_at.clone(),
            number: occasion.number,
            reason: occasion.reason.clone(),
            columns: occasion.columns.clone(),
            frame_sha256: frame.sha256().to_owned(),
            rule: rule.clone(),
            sample: sample_ids(frame, &drawing),
            units: recorded_units(frame, &drawing),
            strata: drawing.strata,
            seal: String::new(),
        };
        record.seal = seal::of(&record);
        Ok(record)
    }
}

fn sample_ids(frame: &Frame, drawing: &Drawing) -> Vec<String> {
    drawing
        .sample
        .iter()
        .filter_map(|drawn| Some(frame.units().get(drawn.unit)?.id.clone()))
        .collect()
}

fn recorded_units(frame: &Frame, drawing: &Drawing) -> Vec<RecordedUnit> {
    let mut units: Vec<RecordedUnit> = frame
        .units()
        .iter()
        .zip(&drawing.tickets)
        .map(|(unit, ticket)| RecordedUnit {
            unit: unit.clone(),
            ticket: ticket.hex(),
            is_drawn: false,
        })
        .collect();
    for drawn in &drawing.sample {
        if let Some(unit) = units.get_mut(drawn.unit) {
            unit.is_drawn = true;
        }
    }
    units
}

fn check_occasion(occasion: &Occasion) -> Result<(), DrawError> {
    let place = || "抽取记录".to_owned();
    let columns = &occasion.columns;
    for (text, field) in [
        (Some(&occasion.title), "标题"),
        (Some(&occasion.announced), "事先公告"),
        (Some(&occasion.start_value), "起始值"),
        (Some(&occasion.drawn_at), "抽取时间"),
        (occasion.reason.as_ref(), "重抽理由"),
        (Some(&columns.id), "编号列名"),
        (Some(&columns.department), "部门列名"),
        (Some(&columns.amount), "金额列名"),
        (columns.self_score.as_ref(), "自评分列名"),
    ] {
        if let Some(text) = text {
            check_text(text, field, place)?;
        }
    }
    match (occasion.number, &occasion.reason) {
        (0, _) => Err(DrawError::NumberZero),
        (1, _) | (_, Some(_)) => Ok(()),
        (number, None) => Err(DrawError::NoReason { number }),
    }
}

#[cfg(test)]
pub(super) mod tests;
