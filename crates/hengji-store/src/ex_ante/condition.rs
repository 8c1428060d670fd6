//! 前置条件 (preconditions) of a conclusion.

use diesel::prelude::*;
use hengji_domain::ex_ante::{Condition, ConditionTiming, Settlement};
use hengji_domain::id::SheetId;
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::ex_ante_conditions;
use crate::text::{Row, loaded};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = ex_ante_conditions, treat_none_as_default_value = false)]
struct ConditionRow {
    division: String,
    sheet_id: String,
    number: i32,
    words: String,
    unit_id: String,
    due_on: String,
    timing: String,
    evidence: Option<String>,
    settled_by: Option<String>,
    settled_at: Option<i64>,
}

impl ConditionRow {
    fn new(division: Division, sheet: SheetId, condition: &Condition) -> Result<Self, StoreError> {
        let settled = condition.settled.as_ref();
        Ok(Self {
            division: division.to_string(),
            sheet_id: sheet.to_string(),
            number: number(sheet, condition.number)?,
            words: condition.words.clone(),
            unit_id: condition.unit.to_string(),
            due_on: condition.due_on.to_string(),
            timing: condition.timing.code().to_owned(),
            evidence: settled.map(|settled| settled.evidence.clone()),
            settled_by: settled.map(|settled| settled.by.clone()),
            settled_at: settled.map(|settled| settled.at.micros()),
        })
    }
}

impl TryFrom<ConditionRow> for Condition {
    type Error = StoreError;

    fn try_from(read: ConditionRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "ex_ante_conditions",
            key: &read.sheet_id,
        };
        let settled_at = read.settled_at.map(Timestamp::from_micros);
        Ok(Self {
            number: row.number("number", read.number)?,
            unit: row.parse("unit_id", &read.unit_id)?,
            due_on: row.parse("due_on", &read.due_on)?,
            timing: row.code("timing", &read.timing, ConditionTiming::from_code)?,
            words: read.words,
            settled: settled_at.map(|at| Settlement {
                evidence: loaded(read.evidence),
                by: loaded(read.settled_by),
                at,
            }),
        })
    }
}

fn number(sheet: SheetId, number: u32) -> Result<i32, StoreError> {
    i32::try_from(number).map_err(|_| StoreError::corrupt("ex_ante_conditions", sheet, "number"))
}

/// Puts preconditions in the place of those stored; how many.
///
/// # Errors
///
/// [`StoreError::Reference`] when a responsible unit does not exist.
pub fn replace_conditions(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
    all: &[Condition],
) -> Result<usize, StoreError> {
    diesel::delete(
        ex_ante_conditions::table
            .filter(ex_ante_conditions::division.eq(division.as_str()))
            .filter(ex_ante_conditions::sheet_id.eq(sheet.to_string())),
    )
    .execute(db)?;
    let rows: Vec<ConditionRow> = all
        .iter()
        .map(|condition| ConditionRow::new(division, sheet, condition))
        .collect::<Result<_, _>>()?;
    insert_chunked!(db, ex_ante_conditions::table, rows)
}

/// Stores how one precondition was settled, or that it no longer is; whether there is one of that number.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn settle_condition(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
    condition: &Condition,
) -> Result<bool, StoreError> {
    let key = (
        division.as_str(),
        sheet.to_string(),
        number(sheet, condition.number)?,
    );
    let settled = condition.settled.as_ref();
    let updated = diesel::update(ex_ante_conditions::table.find(key))
        .set((
            ex_ante_conditions::evidence.eq(settled.map(|settled| settled.evidence.clone())),
            ex_ante_conditions::settled_by.eq(settled.map(|settled| settled.by.clone())),
            ex_ante_conditions::settled_at.eq(settled.map(|settled| settled.at.micros())),
        ))
        .execute(db)?;
    Ok(updated == 1)
}

/// The preconditions of an evaluation by number.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn conditions_of_sheet(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
) -> Result<Vec<Condition>, StoreError> {
    ex_ante_conditions::table
        .filter(ex_ante_conditions::division.eq(division.as_str()))
        .filter(ex_ante_conditions::sheet_id.eq(sheet.to_string()))
        .order(ex_ante_conditions::number)
        .select(ConditionRow::as_select())
        .load(db)?
        .into_iter()
        .map(Condition::try_from)
        .collect()
}
