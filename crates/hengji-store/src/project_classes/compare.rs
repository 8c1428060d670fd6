//! 与上年比较 (comparison): which projects moved, which are new, which are gone.
//!
//! Project codes carry their year, so a project of last year is recognised by its unit and its name.

use std::collections::BTreeMap;

use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::id::{CatalogueId, UnitId};
use hengji_domain::project_class::ProjectClass;
use hengji_domain::{Division, Money};

use super::read_class;
use crate::Db;
use crate::error::StoreError;
use crate::page::Page;
use crate::schema::{SUCCESSORS, class_entries, units};
use crate::text::Row;

/// How a project's class stands to that of last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// 升级: managed more closely.
    Up,
    /// 降级: managed less closely.
    Down,
    /// 不变.
    Same,
    /// 新增: not in last year's catalogue.
    New,
}

impl Change {
    /// Every change.
    pub const ALL: [Self; 4] = [Self::Up, Self::Down, Self::Same, Self::New];

    /// The change from last year's class to this year's.
    pub fn between(previous: Option<ProjectClass>, class: ProjectClass) -> Self {
        match previous {
            None => Self::New,
            Some(previous) if class < previous => Self::Up,
            Some(previous) if previous < class => Self::Down,
            Some(_) => Self::Same,
        }
    }
}

/// A project of last year's catalogue that this year's does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// 项目代码 of last year.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// Name of the unit.
    pub unit_name: String,
    /// 年度资金总额 of last year.
    pub amount: Money,
    /// The class of last year.
    pub class: ProjectClass,
}

/// The classes of a catalogue by unit and name, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn previous_classes(
    db: &mut Db,
    division: Division,
    catalogue: CatalogueId,
) -> Result<BTreeMap<(UnitId, String), ProjectClass>, StoreError> {
    let rows: Vec<(String, String, String)> = class_entries::table
        .filter(class_entries::division.eq(division.as_str()))
        .filter(class_entries::catalogue_id.eq(catalogue.to_string()))
        .select((
            class_entries::unit_id,
            class_entries::project_name,
            class_entries::class,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(unit, name, class)| {
            let row = Row {
                table: "class_entries",
                key: &name,
            };
            let (unit, class) = (row.parse("unit_id", &unit)?, read_class(row, &class)?);
            Ok(((unit, name), class))
        })
        .collect()
}

/// How many projects moved from which class of last year to which of this, in one statement; none for new ones.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn class_changes(
    db: &mut Db,
    division: Division,
    catalogue: CatalogueId,
) -> Result<Vec<(Option<ProjectClass>, ProjectClass, u64)>, StoreError> {
    let rows: Vec<(Option<String>, String, i64)> = class_entries::table
        .filter(class_entries::division.eq(division.as_str()))
        .filter(class_entries::catalogue_id.eq(catalogue.to_string()))
        .group_by((class_entries::previous_class, class_entries::class))
        .order((class_entries::previous_class, class_entries::class))
        .select((
            class_entries::previous_class,
            class_entries::class,
            sql::<BigInt>("COUNT(*)"),
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(previous, class, count)| {
            let row = Row {
                table: "class_entries",
                key: &class,
            };
            let previous = previous
                .as_deref()
                .map(|class| read_class(row, class))
                .transpose()?;
            Ok((previous, read_class(row, &class)?, row.number("COUNT", count)?))
        })
        .collect()
}

/// Entries of the first catalogue that the second does not hold; a macro because the type cannot be written.
macro_rules! vanished {
    ($division:expr, $previous:expr, $present:expr) => {{
        let division: Division = $division;
        class_entries::table
            .inner_join(
                units::table.on(units::division
                    .eq(class_entries::division)
                    .and(units::unit_id.eq(class_entries::unit_id))),
            )
            .filter(class_entries::division.eq(division.to_string()))
            .filter(class_entries::catalogue_id.eq($previous.to_string()))
            .filter(not(exists(
                SUCCESSORS
                    .filter(SUCCESSORS.field(class_entries::division).eq(division.to_string()))
                    .filter(
                        SUCCESSORS
                            .field(class_entries::catalogue_id)
                            .eq($present.to_string()),
                    )
                    .filter(
                        SUCCESSORS
                            .field(class_entries::unit_id)
                            .eq(class_entries::unit_id),
                    )
                    .filter(
                        SUCCESSORS
                            .field(class_entries::project_name)
                            .eq(class_entries::project_name),
                    ),
            )))
    }};
}

/// One page of the projects of last year's catalogue that this year's does not hold, the largest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn gone(
    db: &mut Db,
    division: Division,
    previous: CatalogueId,
    present: CatalogueId,
    page: Page,
) -> Result<Vec<Gone>, StoreError> {
    let rows: Vec<(String, String, String, i64, String)> = vanished!(division, previous, present)
        .order((class_entries::amount_fen.desc(), class_entries::project_id))
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .select((
            class_entries::project_code,
            class_entries::project_name,
            units::name,
            class_entries::amount_fen,
            class_entries::class,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(code, name, unit_name, amount, class)| {
            let row = Row {
                table: "class_entries",
                key: &code,
            };
            let class = read_class(row, &class)?;
            Ok(Gone {
                code,
                name,
                unit_name,
                amount: Money::from_fen(amount),
                class,
            })
        })
        .collect()
}

/// How many projects of last year's catalogue this year's does not hold.
///
/// # Errors
///
/// Of the engine.
pub fn gone_count(
    db: &mut Db,
    division: Division,
    previous: CatalogueId,
    present: CatalogueId,
) -> Result<u64, StoreError> {
    let count: i64 = vanished!(division, previous, present)
        .select(sql::<BigInt>("COUNT(*)"))
        .get_result(db)?;
    Ok(u64::try_from(count).unwrap_or(0))
}
