//! 征求意见点 (points): what the unit is asked about, its answers, and what became of its opinions.

use diesel::prelude::*;
use hengji_domain::case_file::{PointAnswer, PointOutcome};
use hengji_domain::id::{CasePointId, EvaluationId};
use hengji_domain::{Division, Timestamp};

use super::CaseHand;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::case_points;
use crate::text::{Row, loaded, stored};

/// What a point is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointSort {
    /// 发现的问题.
    Finding,
    /// 扣分的指标.
    Item,
    /// 报告整体.
    Whole,
}

impl PointSort {
    /// Every sort, in the order of the list.
    pub const ALL: [Self; 3] = [Self::Finding, Self::Item, Self::Whole];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Finding => "finding",
            Self::Item => "item",
            Self::Whole => "whole",
        }
    }

    /// The sort with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Finding => "问题",
            Self::Item => "扣分",
            Self::Whole => "整体",
        }
    }
}

/// A point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePoint {
    /// Identity.
    pub id: CasePointId,
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// The round in which it is asked.
    pub round: i32,
    /// Its place in the list, from 1.
    pub position: i32,
    /// What it is about.
    pub sort: PointSort,
    /// The item or the finding in short.
    pub place: String,
    /// The words that the unit answers to, as they were then.
    pub words: String,
    /// What the unit says.
    pub answer: Option<PointAnswer>,
    /// Its opinion.
    pub opinion: String,
    /// Who answered.
    pub answered: Option<CaseHand>,
    /// What became of it.
    pub outcome: Option<PointOutcome>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub decided: Option<CaseHand>,
}

impl CasePoint {
    /// Whether an opinion waits for its decision.
    pub fn is_open(&self) -> bool {
        self.answer == Some(PointAnswer::Objected) && self.outcome.is_none()
    }
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = case_points, treat_none_as_default_value = false)]
struct PointRow {
    division: String,
    point_id: String,
    evaluation_id: String,
    round: i32,
    position: i32,
    sort: String,
    place: String,
    words: String,
    answer: Option<String>,
    opinion: Option<String>,
    answered_by_name: Option<String>,
    answered_at: Option<i64>,
    outcome: Option<String>,
    reason: Option<String>,
    decided_by_name: Option<String>,
    decided_at: Option<i64>,
}

impl TryFrom<PointRow> for CasePoint {
    type Error = StoreError;

    fn try_from(read: PointRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "case_points",
            key: &read.point_id,
        };
        let answer = read.answer.as_deref();
        let outcome = read.outcome.as_deref();
        Ok(Self {
            id: row.parse("point_id", &read.point_id)?,
            evaluation: row.parse("evaluation_id", &read.evaluation_id)?,
            sort: row.code("sort", &read.sort, PointSort::from_code)?,
            answer: answer
                .map(|text| row.code("answer", text, PointAnswer::from_code))
                .transpose()?,
            outcome: outcome
                .map(|text| row.code("outcome", text, PointOutcome::from_code))
                .transpose()?,
            round: read.round,
            position: read.position,
            place: read.place,
            words: read.words,
            opinion: loaded(read.opinion),
            answered: CaseHand::read(read.answered_by_name, read.answered_at),
            reason: loaded(read.reason),
            decided: CaseHand::read(read.decided_by_name, read.decided_at),
        })
    }
}

/// Puts points; how many.
///
/// # Errors
///
/// [`StoreError::Reference`] when a case file does not exist.
pub fn insert_points(db: &mut Db, division: Division, all: &[CasePoint]) -> Result<usize, StoreError> {
    let rows: Vec<PointRow> = all
        .iter()
        .map(|one| PointRow {
            division: division.to_string(),
            point_id: one.id.to_string(),
            evaluation_id: one.evaluation.to_string(),
            round: one.round,
            position: one.position,
            sort: one.sort.code().to_owned(),
            place: one.place.clone(),
            words: one.words.clone(),
            answer: one.answer.map(|answer| answer.code().to_owned()),
            opinion: stored(&one.opinion),
            answered_by_name: one.answered.as_ref().map(|hand| hand.name.clone()),
            answered_at: one.answered.as_ref().map(|hand| hand.at.micros()),
            outcome: one.outcome.map(|outcome| outcome.code().to_owned()),
            reason: stored(&one.reason),
            decided_by_name: one.decided.as_ref().map(|hand| hand.name.clone()),
            decided_at: one.decided.as_ref().map(|hand| hand.at.micros()),
        })
        .collect();
    insert_chunked!(db, case_points::table, rows)
}

/// The points of a round, in their order.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn points_of(
    db: &mut Db,
    division: Division,
    id: EvaluationId,
    round: i32,
) -> Result<Vec<CasePoint>, StoreError> {
    case_points::table
        .filter(case_points::division.eq(division.as_str()))
        .filter(case_points::evaluation_id.eq(id.to_string()))
        .filter(case_points::round.eq(round))
        .order(case_points::position)
        .select(PointRow::as_select())
        .load(db)?
        .into_iter()
        .map(CasePoint::try_from)
        .collect()
}

/// Replaces the points of a round by the same points with answers, in two statements however many: points belong to
/// the exchange that is running, and the lock of the case file guards them.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn answer_points(
    db: &mut Db,
    division: Division,
    (id, round): (EvaluationId, i32),
    all: &[CasePoint],
) -> Result<(), StoreError> {
    diesel::delete(
        case_points::table
            .filter(case_points::division.eq(division.as_str()))
            .filter(case_points::evaluation_id.eq(id.to_string()))
            .filter(case_points::round.eq(round)),
    )
    .execute(db)?;
    insert_points(db, division, all)?;
    Ok(())
}

/// Writes down what became of an opinion.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn decide_point(
    db: &mut Db,
    division: Division,
    id: CasePointId,
    (outcome, reason): (PointOutcome, &str),
    (name, at): (&str, Timestamp),
) -> Result<(), StoreError> {
    diesel::update(case_points::table.find((division.as_str(), id.to_string())))
        .set((
            case_points::outcome.eq(outcome.code()),
            case_points::reason.eq(stored(reason)),
            case_points::decided_by_name.eq(name),
            case_points::decided_at.eq(at.micros()),
        ))
        .execute(db)?;
    Ok(())
}
