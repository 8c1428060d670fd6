//! 签证单 (sign-off sheets): editions with their points, answers and second looks. Points, answers and second looks are
//! added and never edited; only the sheet itself moves, each time one version further.

mod list;
mod points;

use diesel::prelude::*;
use hengji_domain::id::EvaluationId;
use hengji_domain::sign_off::{Closing, SignOffHand, SignOffPoint, SignOffSheet, SignOffState};
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::sign_offs;
use crate::text::{Row, loaded, stored};

pub use list::{SignOffCount, SignOffStanding, counts, standings};
pub use points::{insert_answers, insert_looks};

/// A hand in its three columns.
type HandColumns = (Option<String>, Option<String>, Option<i64>);

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = sign_offs, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, sign_off_id))]
struct SheetRow {
    division: String,
    sign_off_id: String,
    evaluation_id: String,
    edition: i32,
    state: String,
    answer_due_on: String,
    issued_by: String,
    issued_by_name: String,
    issued_at: i64,
    answered_by: Option<String>,
    answered_by_name: Option<String>,
    answered_at: Option<i64>,
    bureau_by: Option<String>,
    bureau_by_name: Option<String>,
    bureau_at: Option<i64>,
    department_by: Option<String>,
    department_by_name: Option<String>,
    department_at: Option<i64>,
    closed_by: Option<String>,
    closed_by_name: Option<String>,
    closed_at: Option<i64>,
    close_reason: Option<String>,
    paper_id: Option<String>,
    version: i32,
}

fn columns(hand: Option<&SignOffHand>) -> HandColumns {
    hand.map_or((None, None, None), |hand| {
        (
            Some(hand.user.to_string()),
            Some(hand.name.clone()),
            Some(hand.at.micros()),
        )
    })
}

fn hand(row: Row<'_>, column: &str, read: HandColumns) -> Result<Option<SignOffHand>, StoreError> {
    let (Some(user), Some(name), Some(at)) = read else {
        return Ok(None);
    };
    Ok(Some(SignOffHand {
        user: row.parse(column, &user)?,
        name,
        at: Timestamp::from_micros(at),
    }))
}

impl SheetRow {
    fn new(division: Division, one: &SignOffSheet, version: i32) -> Self {
        let (answered_by, answered_by_name, answered_at) = columns(one.answered.as_ref());
        let (bureau_by, bureau_by_name, bureau_at) = columns(one.bureau.as_ref());
        let (department_by, department_by_name, department_at) = columns(one.department.as_ref());
        let closing = one.closing.as_ref();
        let (closed_by, closed_by_name, closed_at) = columns(closing.map(|closing| &closing.hand));
        Self {
            division: division.to_string(),
            sign_off_id: one.id.to_string(),
            evaluation_id: one.evaluation.to_string(),
            edition: one.edition,
            state: one.state.code().to_owned(),
            answer_due_on: one.answer_due_on.to_string(),
            issued_by: one.issued.user.to_string(),
            issued_by_name: one.issued.name.clone(),
            issued_at: one.issued.at.micros(),
            answered_by,
            answered_by_name,
            answered_at,
            bureau_by,
            bureau_by_name,
            bureau_at,
            department_by,
            department_by_name,
            department_at,
            closed_by,
            closed_by_name,
            closed_at,
            close_reason: closing.and_then(|closing| stored(&closing.reason)),
            paper_id: one.paper.map(|id| id.to_string()),
            version,
        }
    }

    fn read(self, points: Vec<SignOffPoint>) -> Result<SignOffSheet, StoreError> {
        let key = self.sign_off_id;
        let row = Row {
            table: "sign_offs",
            key: &key,
        };
        let closed = hand(
            row,
            "closed_by",
            (self.closed_by, self.closed_by_name, self.closed_at),
        )?;
        let reason = loaded(self.close_reason);
        Ok(SignOffSheet {
            id: row.parse("sign_off_id", &key)?,
            evaluation: row.parse("evaluation_id", &self.evaluation_id)?,
            edition: self.edition,
            state: row.code("state", &self.state, SignOffState::from_code)?,
            answer_due_on: row.parse("answer_due_on", &self.answer_due_on)?,
            issued: SignOffHand {
                user: row.parse("issued_by", &self.issued_by)?,
                name: self.issued_by_name,
                at: Timestamp::from_micros(self.issued_at),
            },
            answered: hand(
                row,
                "answered_by",
                (self.answered_by, self.answered_by_name, self.answered_at),
            )?,
            bureau: hand(
                row,
                "bureau_by",
                (self.bureau_by, self.bureau_by_name, self.bureau_at),
            )?,
            department: hand(
                row,
                "department_by",
                (self.department_by, self.department_by_name, self.department_at),
            )?,
            closing: closed.map(|hand| Closing { hand, reason }),
            paper: row.parse_opt("paper_id", self.paper_id.as_deref())?,
            version: self.version,
            points,
        })
    }
}

/// Writes sheets with their points down; how many sheets.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `sign_offs_edition_unique` when somebody else issued the edition.
pub fn insert_sheets(db: &mut Db, division: Division, all: &[SignOffSheet]) -> Result<usize, StoreError> {
    let rows: Vec<SheetRow> = all
        .iter()
        .map(|one| SheetRow::new(division, one, one.version))
        .collect();
    let count = insert_chunked!(db, sign_offs::table, rows)?;
    points::insert(db, division, all)?;
    Ok(count)
}

/// Moves a sheet, one version further; the new version. Its points are not touched.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was moved since it was read.
pub fn update_sheet(db: &mut Db, division: Division, one: &SignOffSheet) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let updated = diesel::update(
        sign_offs::table
            .find((division.as_str(), one.id.to_string()))
            .filter(sign_offs::version.eq(one.version)),
    )
    .set(SheetRow::new(division, one, next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "sign_offs",
            key: one.id.to_string(),
        });
    }
    Ok(next)
}

/// Every edition for an evaluation with its points, the latest first, in two statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn sheets_of(
    db: &mut Db,
    division: Division,
    evaluation: EvaluationId,
) -> Result<Vec<SignOffSheet>, StoreError> {
    let rows: Vec<SheetRow> = sign_offs::table
        .filter(sign_offs::division.eq(division.to_string()))
        .filter(sign_offs::evaluation_id.eq(evaluation.to_string()))
        .order(sign_offs::edition.desc())
        .select(SheetRow::as_select())
        .load(db)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = rows.iter().map(|row| row.sign_off_id.clone()).collect();
    let mut points = points::of_sheets(db, division, &ids)?;
    rows.into_iter()
        .map(|row| {
            let own = points.remove(&row.sign_off_id).unwrap_or_default();
            row.read(own)
        })
        .collect()
}

#[cfg(test)]
mod tests;
