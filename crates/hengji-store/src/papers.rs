//! 公文登记 (register of papers): each with its text, its digest and where it stands with its addressee.

mod events;
mod list;

use diesel::prelude::*;
use hengji_domain::id::{PaperId, UnitId};
use hengji_domain::paper::{PaperKind, PaperSource, PaperState, Standing, Term};
use hengji_domain::time::working_days::DayCount;
use hengji_domain::{BudgetYear, Division, NaiveDate};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{paper_contents, papers};
use crate::text::{Row, year_column};

pub use events::{PaperEvent, events, insert_events};
pub use list::{Due, PaperFilter, PaperListing, PaperSort, count, count_by_state, due, list};

/// A paper of the register, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperRecord {
    /// Identity.
    pub id: PaperId,
    /// Budget year.
    pub year: BudgetYear,
    /// What it is for.
    pub kind: PaperKind,
    /// 文号.
    pub number: String,
    /// 标题.
    pub title: String,
    /// 主送单位.
    pub unit: UnitId,
    /// What it grew from.
    pub source: PaperSource,
    /// 成文日期.
    pub issued_on: NaiveDate,
    /// How many working days its addressee has, as the rules said when it was issued.
    pub term: Term,
    /// Where it stands.
    pub standing: Standing,
    /// 送达.
    pub served_on: Option<NaiveDate>,
    /// 签收.
    pub receipted_on: Option<NaiveDate>,
    /// 答复.
    pub answered_on: Option<NaiveDate>,
    /// Digest of its text.
    pub sha256: String,
    /// Optimistic lock.
    pub version: i32,
}

impl PaperRecord {
    /// Whether it was not taken back.
    pub fn stands(&self) -> bool {
        self.standing.state != PaperState::Withdrawn
    }
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = papers, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, paper_id))]
struct RecordRow {
    division: String,
    paper_id: String,
    budget_year: i32,
    kind: String,
    number: String,
    title: String,
    unit_id: String,
    source_kind: String,
    source_id: String,
    issued_on: String,
    receipt_days: Option<i32>,
    answer_days: Option<i32>,
    state: String,
    served_on: Option<String>,
    receipt_due_on: Option<String>,
    receipted_on: Option<String>,
    answer_due_on: Option<String>,
    answered_on: Option<String>,
    due_on: Option<String>,
    content_sha256: String,
    version: i32,
    answer_counted: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = paper_contents)]
struct ContentRow {
    division: String,
    paper_id: String,
    content: String,
}

fn text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn column(count: Option<u32>) -> Option<i32> {
    count.map(|count| i32::try_from(count).unwrap_or(i32::MAX))
}

impl RecordRow {
    fn new(division: Division, one: &PaperRecord, version: i32) -> Self {
        Self {
            division: division.to_string(),
            paper_id: one.id.to_string(),
            budget_year: year_column(one.year),
            kind: one.kind.code().to_owned(),
            number: one.number.clone(),
            title: one.title.clone(),
            unit_id: one.unit.to_string(),
            source_kind: one.source.code().to_owned(),
            source_id: one.source.id(),
            issued_on: one.issued_on.to_string(),
            receipt_days: column(one.term.receipt_days),
            answer_days: column(one.term.answer_days.map(DayCount::count)),
            state: one.standing.state.code().to_owned(),
            served_on: text(one.served_on),
            receipt_due_on: text(one.standing.receipt_due_on),
            receipted_on: text(one.receipted_on),
            answer_due_on: text(one.standing.answer_due_on),
            answered_on: text(one.answered_on),
            // Kept beside what it follows from, because lists sort and filter by it.
            due_on: text(one.standing.due_on()),
            content_sha256: one.sha256.clone(),
            version,
            answer_counted: one.term.answer_days.map(|days| days.unit().to_owned()),
        }
    }

    fn read(self) -> Result<PaperRecord, StoreError> {
        let row = Row {
            table: "papers",
            key: &self.paper_id,
        };
        let days = |column: &str, count: Option<i32>| {
            count
                .map(|count| row.number::<u32, i32>(column, count))
                .transpose()
        };
        Ok(PaperRecord {
            id: row.parse("paper_id", &self.paper_id)?,
            year: row.year(self.budget_year)?,
            kind: row.code("kind", &self.kind, PaperKind::from_code)?,
            unit: row.parse("unit_id", &self.unit_id)?,
            source: row.code("source_id", &self.source_id, |id| {
                PaperSource::read(&self.source_kind, id)
            })?,
            issued_on: row.parse("issued_on", &self.issued_on)?,
            term: Term {
                receipt_days: days("receipt_days", self.receipt_days)?,
                answer_days: days("answer_days", self.answer_days)?
                    .map(|count| {
                        row.code(
                            "answer_counted",
                            self.answer_counted.as_deref().unwrap_or("workdays"),
                            |unit| DayCount::of(count, unit),
                        )
                    })
                    .transpose()?,
            },
            standing: Standing {
                state: row.code("state", &self.state, PaperState::from_code)?,
                receipt_due_on: row.date("receipt_due_on", self.receipt_due_on.as_deref())?,
                answer_due_on: row.date("answer_due_on", self.answer_due_on.as_deref())?,
            },
            served_on: row.date("served_on", self.served_on.as_deref())?,
            receipted_on: row.date("receipted_on", self.receipted_on.as_deref())?,
            answered_on: row.date("answered_on", self.answered_on.as_deref())?,
            number: self.number,
            title: self.title,
            sha256: self.content_sha256,
            version: self.version,
        })
    }
}

/// Adds papers with their texts, in bulk.
///
/// # Errors
///
/// [`StoreError::Duplicate`] with `papers_number_unique`; [`StoreError::Reference`] without an addressee.
pub fn insert_many(
    db: &mut Db,
    division: Division,
    all: &[(PaperRecord, String)],
) -> Result<usize, StoreError> {
    let records: Vec<RecordRow> = all
        .iter()
        .map(|(record, _)| RecordRow::new(division, record, record.version))
        .collect();
    let contents: Vec<ContentRow> = all
        .iter()
        .map(|(record, content)| ContentRow {
            division: division.to_string(),
            paper_id: record.id.to_string(),
            content: content.clone(),
        })
        .collect();
    let inserted = insert_chunked!(db, papers::table, records)?;
    insert_chunked!(db, paper_contents::table, contents)?;
    Ok(inserted)
}

/// Stores where a paper stands, one version further; its text stays as it was issued.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update(db: &mut Db, division: Division, one: &PaperRecord) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let updated = diesel::update(
        papers::table
            .find((division.as_str(), one.id.to_string()))
            .filter(papers::version.eq(one.version)),
    )
    .set(RecordRow::new(division, one, next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "papers",
            key: one.id.to_string(),
        });
    }
    Ok(next)
}

/// The paper with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: PaperId) -> Result<Option<PaperRecord>, StoreError> {
    papers::table
        .find((division.as_str(), id.to_string()))
        .select(RecordRow::as_select())
        .first(db)
        .optional()?
        .map(RecordRow::read)
        .transpose()
}

/// The text of a paper as it was stored.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn content(db: &mut Db, division: Division, id: PaperId) -> Result<Option<String>, StoreError> {
    Ok(paper_contents::table
        .find((division.as_str(), id.to_string()))
        .select(paper_contents::content)
        .first(db)
        .optional()?)
}

/// The papers that grew from these things of one sort in a year, withdrawn ones among them, the latest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_sources(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    sources: &[PaperSource],
) -> Result<Vec<PaperRecord>, StoreError> {
    let Some(first) = sources.first() else {
        return Ok(Vec::new());
    };
    let ids: Vec<String> = sources.iter().map(|source| source.id()).collect();
    papers::table
        .filter(papers::division.eq(division.as_str()))
        .filter(papers::source_kind.eq(first.code()))
        .filter(papers::source_id.eq_any(ids))
        .filter(papers::budget_year.eq(year_column(year)))
        .order((papers::issued_on.desc(), papers::paper_id.desc()))
        .select(RecordRow::as_select())
        .load(db)?
        .into_iter()
        .map(RecordRow::read)
        .collect()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::{moved, sample};
