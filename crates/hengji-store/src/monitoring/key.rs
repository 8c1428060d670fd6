//! 财政重点监控 (key monitoring): the list of a year and what was seen on the spot.

use diesel::prelude::*;
use hengji_authz::Scope;
use hengji_domain::id::{FieldRecordId, ProjectId, UnitId};
use hengji_domain::{BudgetYear, Division, Money, NaiveDate, Timestamp};

use crate::Db;
use crate::db::{Engine, insert_chunked};
use crate::error::StoreError;
use crate::schema::{DEPARTMENTS, key_monitoring_records, key_monitorings, projects, units};
use crate::scope::{has_sheet, within};
use crate::sheets::CONCLUDED;
use crate::text::{Row, loaded, stored, year_column};
use hengji_domain::sheet::SheetKind;

/// How a project came onto the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// 按规则选取.
    Rule,
    /// 人工调整.
    Manual,
}

impl Origin {
    const ALL: [Self; 2] = [Self::Rule, Self::Manual];

    /// The stable identifier: rule, manual.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Manual => "manual",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule => "按规则",
            Self::Manual => "人工调整",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.code() == code)
    }
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEntry {
    /// The project.
    pub project: ProjectId,
    /// How it came here.
    pub origin: Origin,
    /// Whether it is on the list; one taken off keeps its row with the reason.
    pub is_listed: bool,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub listed_by: String,
    /// When.
    pub listed_at: Timestamp,
    /// 反馈书, once issued.
    pub paper: Option<String>,
    /// Optimistic lock.
    pub version: i32,
}

/// An entry with its project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyListing {
    /// The entry.
    pub entry: KeyEntry,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
    /// 资金总额.
    pub total: Money,
    /// 实施单位.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// 主管部门.
    pub department: UnitId,
    /// Its name.
    pub department_name: String,
    /// The bureau division that owns the unit's budget.
    pub budget_division: Option<UnitId>,
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = key_monitorings, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, project_id))]
struct EntryRow {
    division: String,
    project_id: String,
    budget_year: i32,
    origin: String,
    is_listed: i32,
    reason: String,
    listed_by_name: String,
    listed_at: i64,
    paper_id: Option<String>,
    version: i32,
}

impl EntryRow {
    fn new(division: Division, year: BudgetYear, entry: &KeyEntry, version: i32) -> Self {
        Self {
            division: division.to_string(),
            project_id: entry.project.to_string(),
            budget_year: year_column(year),
            origin: entry.origin.code().to_owned(),
            is_listed: i32::from(entry.is_listed),
            reason: entry.reason.clone(),
            listed_by_name: entry.listed_by.clone(),
            listed_at: entry.listed_at.micros(),
            paper_id: entry.paper.clone(),
            version,
        }
    }

    fn read(self) -> Result<KeyEntry, StoreError> {
        let row = Row {
            table: "key_monitorings",
            key: &self.project_id,
        };
        Ok(KeyEntry {
            project: row.parse("project_id", &self.project_id)?,
            origin: row.code("origin", &self.origin, Origin::from_code)?,
            is_listed: self.is_listed != 0,
            listed_at: Timestamp::from_micros(self.listed_at),
            reason: self.reason,
            listed_by: self.listed_by_name,
            paper: self.paper_id,
            version: self.version,
        })
    }
}

/// Adds entries of a year, in bulk.
///
/// # Errors
///
/// [`StoreError::Duplicate`] with `key_monitorings_pkey` for a project that has an entry.
pub fn insert_entries(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    all: &[KeyEntry],
) -> Result<(), StoreError> {
    let rows: Vec<EntryRow> = all
        .iter()
        .map(|one| EntryRow::new(division, year, one, one.version))
        .collect();
    insert_chunked!(db, key_monitorings::table, rows).map(|_| ())
}

/// The entry of a project.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_entry(
    db: &mut Db,
    division: Division,
    project: ProjectId,
) -> Result<Option<KeyEntry>, StoreError> {
    key_monitorings::table
        .find((division.as_str(), project.to_string()))
        .select(EntryRow::as_select())
        .first(db)
        .optional()?
        .map(EntryRow::read)
        .transpose()
}

/// Stores the entry as given, one version further.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update_entry(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    entry: &KeyEntry,
) -> Result<i32, StoreError> {
    let next = entry.version.saturating_add(1);
    let updated = diesel::update(
        key_monitorings::table
            .find((division.as_str(), entry.project.to_string()))
            .filter(key_monitorings::version.eq(entry.version)),
    )
    .set(EntryRow::new(division, year, entry, next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "key_monitorings",
            key: entry.project.to_string(),
        });
    }
    Ok(next)
}

type Columns = (
    EntryRow,
    (String, String, i64),
    (String, String, String, String, Option<String>),
);

/// The list of a year within reach, those taken off included, the largest amount first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn key_list(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    scope: &Scope,
) -> Result<Vec<KeyListing>, StoreError> {
    if *scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = key_monitorings::table
        .inner_join(
            projects::table.on(projects::division
                .eq(key_monitorings::division)
                .and(projects::project_id.eq(key_monitorings::project_id))),
        )
        .inner_join(
            units::table.on(units::division
                .eq(projects::division)
                .and(units::unit_id.eq(projects::unit_id))),
        )
        .inner_join(
            DEPARTMENTS.on(DEPARTMENTS
                .field(units::division)
                .eq(projects::division)
                .and(DEPARTMENTS.field(units::unit_id).eq(projects::department_id))),
        )
        .select((
            EntryRow::as_select(),
            (projects::code, projects::name, projects::total_fen),
            (
                units::unit_id,
                units::name,
                projects::department_id,
                DEPARTMENTS.field(units::name),
                units::budget_division_id,
            ),
        ))
        .into_boxed::<Engine>();
    let concluded = has_sheet!(division, SheetKind::YEARLY, [CONCLUDED]).eq(true);
    let query = within!(query, division, scope, concluded);
    query
        .filter(key_monitorings::division.eq(division.to_string()))
        .filter(projects::division.eq(division.to_string()))
        .filter(key_monitorings::budget_year.eq(year_column(year)))
        .order((projects::total_fen.desc(), projects::project_id))
        .load::<Columns>(db)?
        .into_iter()
        .map(read_listing)
        .collect()
}

fn read_listing((entry, project, unit): Columns) -> Result<KeyListing, StoreError> {
    let (project_code, project_name, total) = project;
    let (unit_id, unit_name, department_id, department_name, budget_division) = unit;
    let row = Row {
        table: "units",
        key: &project_code,
    };
    Ok(KeyListing {
        entry: entry.read()?,
        total: Money::from_fen(total),
        unit: row.parse("unit_id", &unit_id)?,
        department: row.parse("department_id", &department_id)?,
        budget_division: row.parse_opt("budget_division_id", budget_division.as_deref())?,
        project_code: project_code.clone(),
        project_name,
        unit_name,
        department_name,
    })
}

/// 现场监控记录.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRecord {
    /// Identity.
    pub id: FieldRecordId,
    /// The project.
    pub project: ProjectId,
    /// On which day.
    pub visited_on: NaiveDate,
    /// Where.
    pub place: String,
    /// Who was there, by their posts.
    pub present: String,
    /// What was seen.
    pub situation: String,
    /// Problems found; empty without any.
    pub problems: String,
    /// Who wrote it down.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = key_monitoring_records, treat_none_as_default_value = false)]
struct RecordRow {
    division: String,
    record_id: String,
    project_id: String,
    visited_on: String,
    place: String,
    present: String,
    situation: String,
    problems: Option<String>,
    made_by_name: String,
    made_at: i64,
}

/// Adds a record.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn add_record(db: &mut Db, division: Division, record: &FieldRecord) -> Result<(), StoreError> {
    diesel::insert_into(key_monitoring_records::table)
        .values(RecordRow {
            division: division.to_string(),
            record_id: record.id.to_string(),
            project_id: record.project.to_string(),
            visited_on: record.visited_on.to_string(),
            place: record.place.clone(),
            present: record.present.clone(),
            situation: record.situation.clone(),
            problems: stored(&record.problems),
            made_by_name: record.made_by.clone(),
            made_at: record.made_at.micros(),
        })
        .execute(db)?;
    Ok(())
}

/// The records of a project, the earliest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn records_of(
    db: &mut Db,
    division: Division,
    project: ProjectId,
) -> Result<Vec<FieldRecord>, StoreError> {
    key_monitoring_records::table
        .filter(key_monitoring_records::division.eq(division.as_str()))
        .filter(key_monitoring_records::project_id.eq(project.to_string()))
        .order((
            key_monitoring_records::visited_on,
            key_monitoring_records::record_id,
        ))
        .select(RecordRow::as_select())
        .load(db)?
        .into_iter()
        .map(|stored| {
            let row = Row {
                table: "key_monitoring_records",
                key: &stored.record_id,
            };
            Ok(FieldRecord {
                id: row.parse("record_id", &stored.record_id)?,
                project: row.parse("project_id", &stored.project_id)?,
                visited_on: row.parse("visited_on", &stored.visited_on)?,
                made_at: Timestamp::from_micros(stored.made_at),
                place: stored.place.clone(),
                present: stored.present.clone(),
                situation: stored.situation.clone(),
                problems: loaded(stored.problems.clone()),
                made_by: stored.made_by_name.clone(),
            })
        })
        .collect()
}
