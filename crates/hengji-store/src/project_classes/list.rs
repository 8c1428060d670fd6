//! The list of a catalogue: filtered, sorted and paged by the database within the reader's scope, with its figures.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use hengji_authz::Scope;
use hengji_domain::id::{CatalogueId, ProjectId, UnitId};
use hengji_domain::project_class::ProjectClass;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{Division, Money};

use super::compare::Change;
use super::entries::{ClassEntry, EntryRow};
use super::read_class;
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Direction, Page};
use crate::schema::{DEPARTMENTS, class_entries, projects, units};
use crate::scope::{has_sheet, within};
use crate::sheets::CONCLUDED;
use crate::text::{Row, contains_pattern, lower};

/// Which entries to list. What is `None` or `false` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassFilter {
    /// The catalogue.
    pub catalogue: CatalogueId,
    /// What the reader may see.
    pub scope: Scope,
    /// Words in the name or the code.
    pub words: Option<String>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// The class.
    pub class: Option<ProjectClass>,
    /// How the class stands to that of last year.
    pub change: Option<Change>,
    /// 临界: only those whose class is not clear.
    pub is_unclear: bool,
    /// Only those that a person moved.
    pub is_adjusted: bool,
    /// Only those of which something was missing.
    pub is_incomplete: bool,
    /// Only those that a hard rule moved.
    pub is_by_rule: bool,
}

impl ClassFilter {
    /// Every entry of the catalogue that the scope allows.
    pub const fn of_catalogue(catalogue: CatalogueId, scope: Scope) -> Self {
        Self {
            catalogue,
            scope,
            words: None,
            department: None,
            class: None,
            change: None,
            is_unclear: false,
            is_adjusted: false,
            is_incomplete: false,
            is_by_rule: false,
        }
    }
}

/// By what a catalogue is sorted; equal rows follow by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClassSort {
    /// 项目代码.
    #[default]
    Code,
    /// 得分.
    Score,
    /// 资金总额.
    Amount,
    /// 类别.
    Class,
}

/// An entry with the names around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryListing {
    /// The entry.
    pub entry: ClassEntry,
    /// Name of the unit.
    pub unit_name: String,
    /// Name of the department.
    pub department_name: String,
}

/// How many projects of a class a catalogue holds, and their money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassTally {
    /// The class.
    pub class: ProjectClass,
    /// Projects.
    pub count: u64,
    /// Their money.
    pub amount: Money,
    /// Projects whose class is not clear.
    pub unclear: u64,
    /// Projects that a person moved.
    pub adjusted: u64,
    /// Projects of which something was missing.
    pub incomplete: u64,
    /// Projects that a hard rule moved.
    pub by_rule: u64,
}

/// Entries with project, unit and department, narrowed by a filter; a macro because the type cannot be written.
macro_rules! narrowed {
    ($division:expr, $filter:expr, $query:ident => $columns:expr) => {{
        let (division, filter): (Division, &ClassFilter) = ($division, $filter);
        let $query = class_entries::table
            .inner_join(
                projects::table.on(projects::division
                    .eq(class_entries::division)
                    .and(projects::project_id.eq(class_entries::project_id))),
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
            );
        let concluded = has_sheet!(division, SheetKind::YEARLY, [CONCLUDED]).eq(true);
        let mut query = within!(
            $columns.into_boxed::<Engine>(),
            division,
            &filter.scope,
            concluded
        );
        query = query
            .filter(class_entries::division.eq(division.to_string()))
            .filter(projects::division.eq(division.to_string()))
            .filter(class_entries::catalogue_id.eq(filter.catalogue.to_string()));
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(class_entries::project_name)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(class_entries::project_code).like(pattern).escape('\\')),
            );
        }
        if let Some(department) = filter.department {
            query = query.filter(projects::department_id.eq(department.to_string()));
        }
        if let Some(class) = filter.class {
            query = query.filter(class_entries::class.eq(class.code()));
        }
        // The codes of classes are in the order of classes, so that texts compare as classes do.
        query = match filter.change {
            None => query,
            Some(Change::New) => query.filter(class_entries::previous_class.is_null()),
            Some(Change::Up) => {
                query.filter(class_entries::previous_class.gt(class_entries::class.nullable()))
            }
            Some(Change::Down) => {
                query.filter(class_entries::previous_class.lt(class_entries::class.nullable()))
            }
            Some(Change::Same) => {
                query.filter(class_entries::previous_class.eq(class_entries::class.nullable()))
            }
        };
        if filter.is_unclear {
            query = query.filter(class_entries::is_clear.eq(false));
        }
        if filter.is_adjusted {
            query = query.filter(class_entries::is_adjusted.eq(true));
        }
        if filter.is_incomplete {
            query = query.filter(class_entries::is_incomplete.eq(true));
        }
        if filter.is_by_rule {
            query = query.filter(class_entries::hard_rule.is_not_null());
        }
        query
    }};
}

/// One page of a catalogue, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    division: Division,
    filter: &ClassFilter,
    sort: ClassSort,
    direction: Direction,
    page: Page,
) -> Result<Vec<EntryListing>, StoreError> {
    type Columns = (EntryRow, String, String);
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = narrowed!(division, filter, query => query.select((
        EntryRow::as_select(),
        units::name,
        DEPARTMENTS.field(units::name),
    )));
    let (code, id) = (class_entries::project_code, class_entries::project_id);
    let (score, amount, class) = (
        class_entries::score_centi,
        class_entries::amount_fen,
        class_entries::class,
    );
    let query = match (sort, direction) {
        (ClassSort::Code, Direction::Ascending) => query.order((code.asc(), id.asc())),
        (ClassSort::Code, Direction::Descending) => query.order((code.desc(), id.desc())),
        (ClassSort::Score, Direction::Ascending) => query.order((score.asc(), id.asc())),
        (ClassSort::Score, Direction::Descending) => query.order((score.desc(), id.desc())),
        (ClassSort::Amount, Direction::Ascending) => query.order((amount.asc(), id.asc())),
        (ClassSort::Amount, Direction::Descending) => query.order((amount.desc(), id.desc())),
        (ClassSort::Class, Direction::Ascending) => query.order((class.asc(), amount.desc(), id.asc())),
        (ClassSort::Class, Direction::Descending) => query.order((class.desc(), amount.desc(), id.desc())),
    };
    query
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load::<Columns>(db)?
        .into_iter()
        .map(read_listing)
        .collect()
}

/// How many entries the filter finds.
///
/// # Errors
///
/// Of the engine.
pub fn count(db: &mut Db, division: Division, filter: &ClassFilter) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    let query = narrowed!(division, filter, query => query.select(class_entries::project_id));
    page::count(
        db,
        query.order((class_entries::project_code, class_entries::project_id)),
    )
}

/// One entry with the names around it, within the scope.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn listing(
    db: &mut Db,
    division: Division,
    filter: &ClassFilter,
    project: ProjectId,
) -> Result<Option<EntryListing>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(None);
    }
    narrowed!(division, filter, query => query.select((
        EntryRow::as_select(),
        units::name,
        DEPARTMENTS.field(units::name),
    )))
    .filter(class_entries::project_id.eq(project.to_string()))
    .get_result::<(EntryRow, String, String)>(db)
    .optional()?
    .map(read_listing)
    .transpose()
}

/// The figures of a catalogue by class within the filter, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn tally(db: &mut Db, division: Division, filter: &ClassFilter) -> Result<Vec<ClassTally>, StoreError> {
    type Columns = (String, i64, i64, i64, i64, i64, i64);
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let when = |condition: &str| {
        sql::<BigInt>(&format!(
            "CAST(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END) AS BIGINT)"
        ))
    };
    let query = narrowed!(division, filter, query => query
    .group_by(class_entries::class)
    .select((
        sql::<Text>("class_entries.class"),
        sql::<BigInt>("COUNT(*)"),
        sql::<BigInt>("CAST(SUM(class_entries.amount_fen) AS BIGINT)"),
        when("NOT class_entries.is_clear"),
        when("class_entries.is_adjusted"),
        when("class_entries.is_incomplete"),
        when("class_entries.hard_rule IS NOT NULL"),
    )));
    let rows: Vec<Columns> = query.order(class_entries::class).load(db)?;
    rows.into_iter()
        .map(|(class, count, amount, unclear, adjusted, incomplete, by_rule)| {
            let row = Row {
                table: "class_entries",
                key: &class,
            };
            Ok(ClassTally {
                class: read_class(row, &class)?,
                count: row.number("COUNT", count)?,
                amount: Money::from_fen(amount),
                unclear: row.number("COUNT", unclear)?,
                adjusted: row.number("COUNT", adjusted)?,
                incomplete: row.number("COUNT", incomplete)?,
                by_rule: row.number("COUNT", by_rule)?,
            })
        })
        .collect()
}

fn read_listing(
    (entry, unit_name, department_name): (EntryRow, String, String),
) -> Result<EntryListing, StoreError> {
    Ok(EntryListing {
        entry: ClassEntry::try_from(entry)?,
        unit_name,
        department_name,
    })
}
