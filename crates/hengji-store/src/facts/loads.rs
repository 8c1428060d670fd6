//! 装入 (loads): which file stands for which month, and what stood there before.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use hengji_domain::fact::Fact;
use hengji_domain::fact::load::{FactLoad, LoadKind};
use hengji_domain::id::ImportId;
use hengji_domain::{BudgetYear, Division, Money, Timestamp};

use crate::Db;
use crate::db::{each, insert_chunked};
use crate::error::StoreError;
use crate::schema::{fact_loads, facts, superseded_facts};
use crate::text::{Row, year_column};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = fact_loads, treat_none_as_default_value = false)]
struct LoadRow {
    division: String,
    import_id: String,
    fact_code: String,
    period: String,
    budget_year: i32,
    source_name: String,
    fact_source: String,
    file_rows: i32,
    file_total_fen: i64,
    loaded_rows: i32,
    loaded_total_fen: i64,
    loaded_by: String,
    loaded_by_name: String,
    loaded_at: i64,
    replaced_by: Option<String>,
    replaced_at: Option<i64>,
}

impl LoadRow {
    fn new(division: Division, load: &FactLoad) -> Result<Self, StoreError> {
        let rows = |count: u32| {
            i32::try_from(count).map_err(|_| StoreError::corrupt("fact_loads", load.import, "rows"))
        };
        Ok(Self {
            division: division.to_string(),
            import_id: load.import.to_string(),
            fact_code: load.kind.fact_code().to_owned(),
            period: load.period.clone(),
            budget_year: year_column(load.year),
            source_name: load.source_name.clone(),
            fact_source: load.fact_source.clone(),
            file_rows: rows(load.file_rows)?,
            file_total_fen: load.file_total.fen(),
            loaded_rows: rows(load.loaded_rows)?,
            loaded_total_fen: load.loaded_total.fen(),
            loaded_by: load.loaded_by.to_string(),
            loaded_by_name: load.loaded_by_name.clone(),
            loaded_at: load.loaded_at.micros(),
            replaced_by: load.replaced.map(|(import, _)| import.to_string()),
            replaced_at: load.replaced.map(|(_, at)| at.micros()),
        })
    }
}

impl TryFrom<LoadRow> for FactLoad {
    type Error = StoreError;

    fn try_from(stored: LoadRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "fact_loads",
            key: &stored.import_id,
        };
        let by: Option<ImportId> = row.parse_opt("replaced_by", stored.replaced_by.as_deref())?;
        Ok(Self {
            import: row.parse("import_id", &stored.import_id)?,
            year: row.year(stored.budget_year)?,
            kind: row.code("fact_code", &stored.fact_code, LoadKind::of_fact)?,
            file_rows: row.number("file_rows", stored.file_rows)?,
            file_total: Money::from_fen(stored.file_total_fen),
            loaded_rows: row.number("loaded_rows", stored.loaded_rows)?,
            loaded_total: Money::from_fen(stored.loaded_total_fen),
            loaded_by: row.parse("loaded_by", &stored.loaded_by)?,
            loaded_at: Timestamp::from_micros(stored.loaded_at),
            replaced: by.zip(stored.replaced_at.map(Timestamp::from_micros)),
            period: stored.period,
            source_name: stored.source_name,
            fact_source: stored.fact_source,
            loaded_by_name: stored.loaded_by_name,
        })
    }
}

/// Notes loads.
///
/// # Errors
///
/// [`StoreError::Reference`] when the import does not exist; [`StoreError::Duplicate`] when it loaded that period.
pub fn insert_loads(db: &mut Db, division: Division, all: &[FactLoad]) -> Result<usize, StoreError> {
    let rows: Vec<LoadRow> = all
        .iter()
        .map(|load| LoadRow::new(division, load))
        .collect::<Result<_, _>>()?;
    insert_chunked!(db, fact_loads::table, rows)
}

/// The loads of a year, newest first; those that were replaced among them.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn loads_of_year(db: &mut Db, division: Division, year: BudgetYear) -> Result<Vec<FactLoad>, StoreError> {
    fact_loads::table
        .filter(fact_loads::division.eq(division.as_str()))
        .filter(fact_loads::budget_year.eq(year_column(year)))
        .order((
            fact_loads::loaded_at.desc(),
            fact_loads::import_id.desc(),
            fact_loads::fact_code,
            fact_loads::period.desc(),
        ))
        .select(LoadRow::as_select())
        .load(db)?
        .into_iter()
        .map(FactLoad::try_from)
        .collect()
}

/// Takes the facts of loads out of force: they move to the superseded ones, and the loads say what replaced them.
/// How many facts were moved. Three statements for each fact code among the loads, whatever the number of facts.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn retire(
    db: &mut Db,
    division: Division,
    loads: &[FactLoad],
    by: ImportId,
    at: Timestamp,
) -> Result<usize, StoreError> {
    let kinds: BTreeSet<LoadKind> = loads.iter().map(|load| load.kind).collect();
    let mut moved = 0;
    for kind in kinds {
        let of_kind: Vec<&FactLoad> = loads.iter().filter(|load| load.kind == kind).collect();
        let Some(first) = of_kind.first() else { continue };
        let narrowed = Narrowed {
            division,
            year: first.year,
            code: kind.fact_code(),
            periods: distinct(of_kind.iter().map(|load| load.period.as_str())),
            sources: distinct(of_kind.iter().map(|load| load.fact_source.as_str())),
        };
        moved += narrowed.supersede(db, by, at)?;
        let imports = distinct(of_kind.iter().map(|load| load.import.to_string()));
        diesel::update(
            fact_loads::table
                .filter(fact_loads::division.eq(division.as_str()))
                .filter(fact_loads::import_id.eq_any(imports))
                .filter(fact_loads::fact_code.eq(kind.fact_code()))
                .filter(fact_loads::period.eq_any(narrowed.periods.clone())),
        )
        .set((
            fact_loads::replaced_by.eq(Some(by.to_string())),
            fact_loads::replaced_at.eq(Some(at.micros())),
        ))
        .execute(db)?;
    }
    Ok(moved)
}

fn distinct(all: impl Iterator<Item = impl Into<String>>) -> Vec<String> {
    let set: BTreeSet<String> = all.map(Into::into).collect();
    set.into_iter().collect()
}

/// The facts of some periods and sources.
struct Narrowed {
    division: Division,
    year: BudgetYear,
    code: &'static str,
    periods: Vec<String>,
    sources: Vec<String>,
}

/// The facts that are meant; a macro because the type cannot be written.
macro_rules! meant {
    ($narrowed:expr) => {{
        let narrowed: &Narrowed = $narrowed;
        facts::table
            .filter(facts::division.eq(narrowed.division.to_string()))
            .filter(facts::budget_year.eq(year_column(narrowed.year)))
            .filter(facts::fact_code.eq(narrowed.code))
            .filter(facts::period.eq_any(narrowed.periods.clone()))
            .filter(facts::source.eq_any(narrowed.sources.clone()))
    }};
}

impl Narrowed {
    fn supersede(&self, db: &mut Db, by: ImportId, at: Timestamp) -> Result<usize, StoreError> {
        let columns = (
            facts::division,
            by.to_string().into_sql::<Text>(),
            facts::budget_year,
            facts::subject,
            facts::fact_code,
            facts::period,
            facts::source,
            facts::source_row,
            facts::value,
            facts::loaded_at,
            at.micros().into_sql::<BigInt>(),
        );
        let into = (
            superseded_facts::division,
            superseded_facts::superseded_by,
            superseded_facts::budget_year,
            superseded_facts::subject,
            superseded_facts::fact_code,
            superseded_facts::period,
            superseded_facts::source,
            superseded_facts::source_row,
            superseded_facts::value,
            superseded_facts::loaded_at,
            superseded_facts::superseded_at,
        );
        let moved = each!(&mut *db, connection => meant!(self)
            .select(columns)
            .insert_into(superseded_facts::table)
            .into_columns(into)
            .execute(connection))?;
        let removed = each!(&mut *db, connection => diesel::delete(meant!(self)).execute(connection))?;
        if moved == removed {
            Ok(moved)
        } else {
            Err(StoreError::corrupt("facts", by, "被替换的记录数前后不一致"))
        }
    }
}

/// A fact that stood once, and what took its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The fact as it stood.
    pub fact: Fact,
    /// The import that took its place.
    pub superseded_by: ImportId,
    /// When.
    pub superseded_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = superseded_facts)]
struct HistoryRow {
    superseded_by: String,
    budget_year: i32,
    subject: String,
    fact_code: String,
    period: String,
    source: String,
    source_row: String,
    value: i64,
    loaded_at: i64,
    superseded_at: i64,
}

/// What the facts of a subject were before they were loaded again, the latest change first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn superseded_of_subject(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    subject: &str,
) -> Result<Vec<History>, StoreError> {
    superseded_facts::table
        .filter(superseded_facts::division.eq(division.as_str()))
        .filter(superseded_facts::budget_year.eq(year_column(year)))
        .filter(superseded_facts::subject.eq(subject))
        .order((
            superseded_facts::superseded_at.desc(),
            superseded_facts::fact_code,
            superseded_facts::period,
            superseded_facts::source,
            superseded_facts::source_row,
        ))
        .select(HistoryRow::as_select())
        .load(db)?
        .into_iter()
        .map(read_history)
        .collect()
}

fn read_history(stored: HistoryRow) -> Result<History, StoreError> {
    let row = Row {
        table: "superseded_facts",
        key: &stored.subject,
    };
    Ok(History {
        superseded_by: row.parse("superseded_by", &stored.superseded_by)?,
        superseded_at: Timestamp::from_micros(stored.superseded_at),
        fact: Fact {
            year: row.year(stored.budget_year)?,
            subject: stored.subject.clone(),
            code: stored.fact_code.clone(),
            period: stored.period.clone(),
            source: stored.source.clone(),
            source_row: stored.source_row.clone(),
            value: stored.value,
            loaded_at: Timestamp::from_micros(stored.loaded_at),
        },
    })
}
