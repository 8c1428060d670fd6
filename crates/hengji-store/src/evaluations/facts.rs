//! 数据 (facts) entered for an evaluation, each with its source.

use diesel::prelude::*;
use hengji_domain::evaluation::Side;
use hengji_domain::id::{EvaluationFactId, EvaluationId, UserId};
use hengji_domain::{Decimal, Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::evaluation_facts;
use crate::text::Row;

/// A figure that somebody entered for an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnteredFact {
    /// Identity.
    pub id: EvaluationFactId,
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// Who enters: the unit, or the bureau that verified another figure.
    pub side: Side,
    /// Code of the fact in the framework.
    pub code: String,
    /// Number within evaluation, side and code, from 1; the highest stands.
    pub serial: i32,
    /// The figure, in the unit of the framework.
    pub value: Decimal,
    /// Where it comes from.
    pub source: String,
    /// Who.
    pub entered_by: UserId,
    /// The name at the time.
    pub entered_by_name: String,
    /// When.
    pub entered_at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = evaluation_facts, treat_none_as_default_value = false)]
struct FactRow {
    division: String,
    fact_id: String,
    evaluation_id: String,
    side: String,
    fact_code: String,
    serial: i32,
    value: String,
    source: String,
    entered_by: String,
    entered_by_name: String,
    entered_at: i64,
}

impl FactRow {
    fn new(division: Division, fact: &EnteredFact) -> Self {
        Self {
            division: division.to_string(),
            fact_id: fact.id.to_string(),
            evaluation_id: fact.evaluation.to_string(),
            side: fact.side.code().to_owned(),
            fact_code: fact.code.clone(),
            serial: fact.serial,
            value: fact.value.to_string(),
            source: fact.source.clone(),
            entered_by: fact.entered_by.to_string(),
            entered_by_name: fact.entered_by_name.clone(),
            entered_at: fact.entered_at.micros(),
        }
    }
}

impl TryFrom<FactRow> for EnteredFact {
    type Error = StoreError;

    fn try_from(read: FactRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "evaluation_facts",
            key: &read.fact_id,
        };
        Ok(Self {
            id: row.parse("fact_id", &read.fact_id)?,
            evaluation: row.parse("evaluation_id", &read.evaluation_id)?,
            side: row.code("side", &read.side, Side::from_code)?,
            value: row.parse("value", &read.value)?,
            entered_by: row.parse("entered_by", &read.entered_by)?,
            entered_at: Timestamp::from_micros(read.entered_at),
            code: read.fact_code,
            serial: read.serial,
            source: read.source,
            entered_by_name: read.entered_by_name,
        })
    }
}

/// Adds figures; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `evaluation_facts_serial_unique` when somebody entered the same one in between.
pub fn insert_facts(db: &mut Db, division: Division, all: &[EnteredFact]) -> Result<usize, StoreError> {
    let rows: Vec<FactRow> = all.iter().map(|fact| FactRow::new(division, fact)).collect();
    insert_chunked!(db, evaluation_facts::table, rows)
}

/// Every figure entered for an evaluation, by side, code and serial.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn facts_of(db: &mut Db, division: Division, id: EvaluationId) -> Result<Vec<EnteredFact>, StoreError> {
    evaluation_facts::table
        .filter(evaluation_facts::division.eq(division.as_str()))
        .filter(evaluation_facts::evaluation_id.eq(id.to_string()))
        .order((
            evaluation_facts::side,
            evaluation_facts::fact_code,
            evaluation_facts::serial,
        ))
        .select(FactRow::as_select())
        .load(db)?
        .into_iter()
        .map(EnteredFact::try_from)
        .collect()
}
