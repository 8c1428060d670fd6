//! 目录条目 (entries) of a catalogue: written in bulk, changed one class at a time, put in force in one statement.

use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use hengji_domain::id::{CatalogueId, ProjectId, UnitId};
use hengji_domain::project_class::ProjectClass;
use hengji_domain::{BudgetYear, Division, Money, Score};

use super::read_class;
use crate::Db;
use crate::db::{each, insert_chunked};
use crate::error::StoreError;
use crate::schema::class_entries;
use crate::text::{Row, year_column};

/// Shares of all weights under which a project would be in each class, in basis points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shares {
    /// Class A.
    pub a_bp: i32,
    /// Class B.
    pub b_bp: i32,
    /// Class C.
    pub c_bp: i32,
}

impl Shares {
    /// The share of a class.
    pub const fn of(&self, class: ProjectClass) -> i32 {
        match class {
            ProjectClass::A => self.a_bp,
            ProjectClass::B => self.b_bp,
            ProjectClass::C => self.c_bp,
        }
    }
}

/// A project in a catalogue, as it was when it was classed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassEntry {
    /// The project.
    pub project: ProjectId,
    /// 项目代码 at that time.
    pub code: String,
    /// 项目名称 at that time.
    pub name: String,
    /// 实施单位 at that time.
    pub unit: UnitId,
    /// 年度资金总额 at that time.
    pub amount: Money,
    /// The entry of the list of key work.
    pub key_work: Option<String>,
    /// The kind of rigid spending.
    pub rigid: Option<String>,
    /// What each criterion gave, as the application wrote it down.
    pub trace: String,
    /// The weighted points.
    pub score: Score,
    /// The class by score alone.
    pub by_score: ProjectClass,
    /// The hard rule that set another class.
    pub hard_rule: Option<String>,
    /// The computed class.
    pub proposed: ProjectClass,
    /// The class after adjustment.
    pub class: ProjectClass,
    /// The class of last year's catalogue; none for a project that was not in it.
    pub previous: Option<ProjectClass>,
    /// The sensitivity to weights.
    pub shares: Shares,
    /// Whether the computed class has a clear share.
    pub is_clear: bool,
    /// Whether something it is classed by was missing.
    pub is_incomplete: bool,
    /// Whether a person moved it.
    pub is_adjusted: bool,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = class_entries, treat_none_as_default_value = false)]
pub(super) struct EntryRow {
    division: String,
    catalogue_id: String,
    project_id: String,
    project_code: String,
    project_name: String,
    unit_id: String,
    amount_fen: i64,
    key_work: Option<String>,
    rigid: Option<String>,
    trace: String,
    score_centi: i32,
    by_score: String,
    hard_rule: Option<String>,
    proposed_class: String,
    class: String,
    previous_class: Option<String>,
    share_a_bp: i32,
    share_b_bp: i32,
    share_c_bp: i32,
    is_clear: bool,
    is_incomplete: bool,
    is_adjusted: bool,
}

impl EntryRow {
    fn new(division: Division, catalogue: CatalogueId, entry: &ClassEntry) -> Self {
        Self {
            division: division.to_string(),
            catalogue_id: catalogue.to_string(),
            project_id: entry.project.to_string(),
            project_code: entry.code.clone(),
            project_name: entry.name.clone(),
            unit_id: entry.unit.to_string(),
            amount_fen: entry.amount.fen(),
            key_work: entry.key_work.clone(),
            rigid: entry.rigid.clone(),
            trace: entry.trace.clone(),
            score_centi: entry.score.centi(),
            by_score: entry.by_score.code().to_owned(),
            hard_rule: entry.hard_rule.clone(),
            proposed_class: entry.proposed.code().to_owned(),
            class: entry.class.code().to_owned(),
            previous_class: entry.previous.map(|class| class.code().to_owned()),
            share_a_bp: entry.shares.a_bp,
            share_b_bp: entry.shares.b_bp,
            share_c_bp: entry.shares.c_bp,
            is_clear: entry.is_clear,
            is_incomplete: entry.is_incomplete,
            is_adjusted: entry.is_adjusted,
        }
    }
}

impl TryFrom<EntryRow> for ClassEntry {
    type Error = StoreError;

    fn try_from(stored: EntryRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "class_entries",
            key: &stored.project_id,
        };
        Ok(Self {
            project: row.parse("project_id", &stored.project_id)?,
            unit: row.parse("unit_id", &stored.unit_id)?,
            amount: Money::from_fen(stored.amount_fen),
            score: Score::from_centi(stored.score_centi),
            by_score: read_class(row, &stored.by_score)?,
            proposed: read_class(row, &stored.proposed_class)?,
            class: read_class(row, &stored.class)?,
            previous: stored
                .previous_class
                .as_deref()
                .map(|class| read_class(row, class))
                .transpose()?,
            shares: Shares {
                a_bp: stored.share_a_bp,
                b_bp: stored.share_b_bp,
                c_bp: stored.share_c_bp,
            },
            is_clear: stored.is_clear,
            is_incomplete: stored.is_incomplete,
            is_adjusted: stored.is_adjusted,
            code: stored.project_code,
            name: stored.project_name,
            key_work: stored.key_work,
            rigid: stored.rigid,
            trace: stored.trace,
            hard_rule: stored.hard_rule,
        })
    }
}

/// Adds the entries of a catalogue; how many.
///
/// # Errors
///
/// Of the engine.
pub fn insert_entries(
    db: &mut Db,
    division: Division,
    catalogue: CatalogueId,
    all: &[ClassEntry],
) -> Result<usize, StoreError> {
    let rows: Vec<EntryRow> = all
        .iter()
        .map(|entry| EntryRow::new(division, catalogue, entry))
        .collect();
    insert_chunked!(db, class_entries::table, rows)
}

/// Removes the entries of a catalogue that is computed again; how many.
///
/// # Errors
///
/// Of the engine.
pub fn remove_entries(db: &mut Db, division: Division, catalogue: CatalogueId) -> Result<usize, StoreError> {
    Ok(diesel::delete(
        class_entries::table
            .filter(class_entries::division.eq(division.as_str()))
            .filter(class_entries::catalogue_id.eq(catalogue.to_string())),
    )
    .execute(db)?)
}

/// A project in a catalogue.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn entry(
    db: &mut Db,
    division: Division,
    catalogue: CatalogueId,
    project: ProjectId,
) -> Result<Option<ClassEntry>, StoreError> {
    class_entries::table
        .find((division.as_str(), catalogue.to_string(), project.to_string()))
        .select(EntryRow::as_select())
        .first(db)
        .optional()?
        .map(ClassEntry::try_from)
        .transpose()
}

/// Moves a project from one class to another.
///
/// # Errors
///
/// [`StoreError::Stale`] when it is no longer in the class it was seen in.
pub fn set_class(
    db: &mut Db,
    division: Division,
    catalogue: CatalogueId,
    project: ProjectId,
    from: ProjectClass,
    to: ProjectClass,
) -> Result<(), StoreError> {
    let updated = diesel::update(
        class_entries::table
            .find((division.as_str(), catalogue.to_string(), project.to_string()))
            .filter(class_entries::class.eq(from.code())),
    )
    .set((
        class_entries::class.eq(to.code()),
        class_entries::is_adjusted.eq(true),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "class_entries",
            key: project.to_string(),
        });
    }
    Ok(())
}

/// What the digest of a catalogue is made of, by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestRow {
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 年度资金总额 in fen.
    pub amount_fen: i64,
    /// The weighted points in hundredths.
    pub score_centi: i32,
    /// Code of the computed class.
    pub proposed: String,
    /// Code of the class.
    pub class: String,
}

/// The rows of a catalogue that its digest covers, by code, in one statement.
///
/// # Errors
///
/// Of the engine.
pub fn digest_rows(
    db: &mut Db,
    division: Division,
    catalogue: CatalogueId,
) -> Result<Vec<DigestRow>, StoreError> {
    type Columns = (String, String, i64, i32, String, String);
    let rows: Vec<Columns> = class_entries::table
        .filter(class_entries::division.eq(division.as_str()))
        .filter(class_entries::catalogue_id.eq(catalogue.to_string()))
        .order((class_entries::project_code, class_entries::project_id))
        .select((
            class_entries::project_code,
            class_entries::project_name,
            class_entries::amount_fen,
            class_entries::score_centi,
            class_entries::proposed_class,
            class_entries::class,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(
            |(code, name, amount_fen, score_centi, proposed, class)| DigestRow {
                code,
                name,
                amount_fen,
                score_centi,
                proposed,
                class,
            },
        )
        .collect())
}

/// Gives every project of the year the class it has in the catalogue, and none to those outside it, in one statement.
/// How many projects the year has.
///
/// # Errors
///
/// Of the engine.
pub fn put_in_force(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    catalogue: CatalogueId,
) -> Result<usize, StoreError> {
    const STATEMENT: &str = "UPDATE projects SET project_class = (SELECT class_entries.class FROM class_entries \
         WHERE class_entries.division = $1 AND class_entries.catalogue_id = $2 \
         AND class_entries.project_id = projects.project_id) \
         WHERE division = $3 AND budget_year = $4";
    Ok(each!(db, connection => diesel::sql_query(STATEMENT)
        .bind::<Text, _>(division.to_string())
        .bind::<Text, _>(catalogue.to_string())
        .bind::<Text, _>(division.to_string())
        .bind::<Integer, _>(year_column(year))
        .execute(connection))?)
}
