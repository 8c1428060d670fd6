//! 导入 (imports): files brought in, and the column mappings saved for the next one.

mod mappings;

use diesel::prelude::*;
use hengji_domain::fact::load::LoadKind;
use hengji_domain::id::{ImportId, UserId};
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::import_batches;
use crate::text::{Row, year_column};

pub use mappings::{Mapping, mappings_of, save_mapping};

/// What a file brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// 项目库: a list of projects.
    Projects,
    /// 绩效目标表 and 自评表.
    Sheets,
    /// 资金数据: budgets and payments.
    Money(LoadKind),
}

impl ImportKind {
    const OTHERS: [Self; 2] = [Self::Projects, Self::Sheets];

    /// The stable identifier: projects, sheets, or the kind of money data.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Projects => "projects",
            Self::Sheets => "sheets",
            Self::Money(kind) => kind.code(),
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        let other = Self::OTHERS.into_iter().find(|kind| kind.code() == code);
        other.or_else(|| LoadKind::from_code(code).map(Self::Money))
    }
}

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// 检查中: being read.
    Checking,
    /// 待确认: the preview is shown.
    Previewed,
    /// 已入库.
    Committed,
    /// 已拒绝: the file could not be used; nothing was written.
    Refused,
    /// 已放弃 by the user.
    Abandoned,
}

impl ImportState {
    const ALL: [Self; 5] = [
        Self::Checking,
        Self::Previewed,
        Self::Committed,
        Self::Refused,
        Self::Abandoned,
    ];

    /// The stable identifier: checking, previewed, committed, refused, abandoned.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Previewed => "previewed",
            Self::Committed => "committed",
            Self::Refused => "refused",
            Self::Abandoned => "abandoned",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// One file brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportBatch {
    /// Identity.
    pub id: ImportId,
    /// Budget year it is for.
    pub year: BudgetYear,
    /// What it brings.
    pub kind: ImportKind,
    /// Where it stands.
    pub state: ImportState,
    /// Name of the file as sent.
    pub file_name: String,
    /// SHA-256 of the file; its bytes are kept among the attachment contents.
    pub file_sha256: String,
    /// What the check found, as JSON.
    pub report: String,
    /// Who brought it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When it was committed, refused or abandoned.
    pub concluded_at: Option<Timestamp>,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = import_batches, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, import_id))]
struct BatchRow {
    division: String,
    import_id: String,
    budget_year: i32,
    kind: String,
    state: String,
    file_name: String,
    file_sha256: String,
    report: String,
    created_by: String,
    created_at: i64,
    concluded_at: Option<i64>,
    version: i32,
}

impl BatchRow {
    fn new(division: Division, batch: &ImportBatch, version: i32) -> Self {
        Self {
            division: division.to_string(),
            import_id: batch.id.to_string(),
            budget_year: year_column(batch.year),
            kind: batch.kind.code().to_owned(),
            state: batch.state.code().to_owned(),
            file_name: batch.file_name.clone(),
            file_sha256: batch.file_sha256.clone(),
            report: batch.report.clone(),
            created_by: batch.created_by.to_string(),
            created_at: batch.created_at.micros(),
            concluded_at: batch.concluded_at.map(Timestamp::micros),
            version,
        }
    }
}

impl TryFrom<BatchRow> for ImportBatch {
    type Error = StoreError;

    fn try_from(stored: BatchRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "import_batches",
            key: &stored.import_id,
        };
        Ok(Self {
            id: row.parse("import_id", &stored.import_id)?,
            year: row.year(stored.budget_year)?,
            kind: row.code("kind", &stored.kind, ImportKind::from_code)?,
            state: row.code("state", &stored.state, ImportState::from_code)?,
            created_by: row.parse("created_by", &stored.created_by)?,
            file_name: stored.file_name,
            file_sha256: stored.file_sha256,
            report: stored.report,
            created_at: Timestamp::from_micros(stored.created_at),
            concluded_at: stored.concluded_at.map(Timestamp::from_micros),
            version: stored.version,
        })
    }
}

/// Begins a batch.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn insert(db: &mut Db, division: Division, batch: &ImportBatch) -> Result<(), StoreError> {
    diesel::insert_into(import_batches::table)
        .values(BatchRow::new(division, batch, batch.version))
        .execute(db)?;
    Ok(())
}

/// The batch with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: ImportId) -> Result<Option<ImportBatch>, StoreError> {
    import_batches::table
        .find((division.as_str(), id.to_string()))
        .select(BatchRow::as_select())
        .first(db)
        .optional()?
        .map(ImportBatch::try_from)
        .transpose()
}

/// Adds batches that are concluded already, many at once: a demonstration's.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn insert_many(db: &mut Db, division: Division, all: &[ImportBatch]) -> Result<usize, StoreError> {
    let rows: Vec<BatchRow> = all
        .iter()
        .map(|batch| BatchRow::new(division, batch, batch.version))
        .collect();
    insert_chunked!(db, import_batches::table, rows)
}

/// The latest batches, newest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn latest(db: &mut Db, division: Division, at_most: u32) -> Result<Vec<ImportBatch>, StoreError> {
    import_batches::table
        .filter(import_batches::division.eq(division.as_str()))
        .order((
            import_batches::created_at.desc(),
            import_batches::import_id.desc(),
        ))
        .limit(i64::from(at_most))
        .select(BatchRow::as_select())
        .load(db)?
        .into_iter()
        .map(ImportBatch::try_from)
        .collect()
}

/// Stores the batch as given, one version further; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read: a preview is committed once.
pub fn update(db: &mut Db, division: Division, batch: &ImportBatch) -> Result<i32, StoreError> {
    let next = batch.version.saturating_add(1);
    let updated = diesel::update(
        import_batches::table
            .find((division.as_str(), batch.id.to_string()))
            .filter(import_batches::version.eq(batch.version)),
    )
    .set(BatchRow::new(division, batch, next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "import_batches",
            key: batch.id.to_string(),
        });
    }
    Ok(next)
}

#[cfg(test)]
mod tests;
