//! 指标库 (indicator library): found by words of any length or by pinyin initials.

use std::collections::BTreeSet;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::Division;
use hengji_domain::id::IndicatorId;
use hengji_domain::value::Comparator;

use crate::Db;
use crate::db::{Engine, insert_chunked};
use crate::error::StoreError;
use crate::grams::grams;
use crate::page::{self, Count, Page};
use crate::schema::{library_indicators, search_grams};
use crate::text::{Row, contains_pattern, lower};

/// An indicator to pick from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryIndicator {
    /// Identity.
    pub id: IndicatorId,
    /// The division whose library it belongs to.
    pub division: Division,
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标.
    pub name: String,
    /// Usual comparator.
    pub comparator: Option<Comparator>,
    /// A target value as an example, verbatim.
    pub example: Option<String>,
    /// 计量单位.
    pub unit: Option<String>,
    /// Where it was taken from.
    pub source: String,
    /// First letters of the name's pinyin, lower case.
    pub initials: String,
    /// Full pinyin, for the order of lists.
    pub pinyin_sort: String,
}

/// What grams of this table are about.
const KIND: &str = "library";

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = library_indicators, treat_none_as_default_value = false)]
struct IndicatorRow {
    division: String,
    indicator_id: String,
    level1: String,
    level2: String,
    name: String,
    comparator: Option<String>,
    example: Option<String>,
    unit: Option<String>,
    source: String,
    initials: String,
    pinyin_sort: String,
}

#[derive(Insertable)]
#[diesel(table_name = search_grams)]
struct GramRow {
    division: String,
    gram: String,
    kind: &'static str,
    object_id: String,
}

impl From<&LibraryIndicator> for IndicatorRow {
    fn from(indicator: &LibraryIndicator) -> Self {
        Self {
            division: indicator.division.to_string(),
            indicator_id: indicator.id.to_string(),
            level1: indicator.level1.clone(),
            level2: indicator.level2.clone(),
            name: indicator.name.clone(),
            comparator: indicator.comparator.map(|one| one.code().to_owned()),
            example: indicator.example.clone(),
            unit: indicator.unit.clone(),
            source: indicator.source.clone(),
            initials: indicator.initials.clone(),
            pinyin_sort: indicator.pinyin_sort.clone(),
        }
    }
}

impl TryFrom<IndicatorRow> for LibraryIndicator {
    type Error = StoreError;

    fn try_from(stored: IndicatorRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "library_indicators",
            key: &stored.indicator_id,
        };
        Ok(Self {
            id: row.parse("indicator_id", &stored.indicator_id)?,
            division: row.parse("division", &stored.division)?,
            comparator: stored
                .comparator
                .map(|code| row.code("comparator", &code, Comparator::from_code))
                .transpose()?,
            level1: stored.level1,
            level2: stored.level2,
            name: stored.name,
            example: stored.example,
            unit: stored.unit,
            source: stored.source,
            initials: stored.initials,
            pinyin_sort: stored.pinyin_sort,
        })
    }
}

/// Adds indicators with what finds them; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a class already has an indicator of the name.
pub fn insert_many(db: &mut Db, all: &[LibraryIndicator]) -> Result<usize, StoreError> {
    let rows: Vec<IndicatorRow> = all.iter().map(IndicatorRow::from).collect();
    let found_by: Vec<GramRow> = all.iter().flat_map(gram_rows).collect();
    let inserted = insert_chunked!(db, library_indicators::table, rows)?;
    insert_chunked!(db, search_grams::table, found_by)?;
    Ok(inserted)
}

fn gram_rows(indicator: &LibraryIndicator) -> Vec<GramRow> {
    let mut all: BTreeSet<String> = grams(&indicator.name);
    all.extend(grams(&indicator.initials));
    // Single characters answer a reader who has typed only one.
    all.extend(indicator.name.to_lowercase().chars().map(String::from));
    all.extend(indicator.initials.chars().map(String::from));
    all.into_iter()
        .map(|gram| GramRow {
            division: indicator.division.to_string(),
            gram,
            kind: KIND,
            object_id: indicator.id.to_string(),
        })
        .collect()
}

/// Indicators whose name or initials contain the words, the shortest names first, at most so many.
///
/// Every pair of characters of the words must occur; that leaves few candidates, which are then compared in
/// full. Blank words find the beginning of the library.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn search(
    db: &mut Db,
    divisions: &[Division],
    words: &str,
    at_most: u32,
) -> Result<Vec<LibraryIndicator>, StoreError> {
    let words = words.trim().to_lowercase();
    if words.is_empty() {
        return first(db, divisions, at_most);
    }
    let mut wanted = grams(&words);
    if wanted.is_empty() {
        wanted.insert(words.clone());
    }
    let mut found = with_all_grams(db, divisions, &wanted)?;
    found.retain(|one| one.name.to_lowercase().contains(&words) || one.initials.contains(&words));
    found.sort_by_cached_key(|one| (one.name.chars().count(), one.pinyin_sort.clone(), one.id));
    found.truncate(usize::try_from(at_most).unwrap_or(usize::MAX));
    Ok(found)
}

fn codes(divisions: &[Division]) -> Vec<String> {
    divisions.iter().map(ToString::to_string).collect()
}

fn first(db: &mut Db, divisions: &[Division], at_most: u32) -> Result<Vec<LibraryIndicator>, StoreError> {
    let page = Page {
        offset: 0,
        limit: at_most,
    };
    list(db, divisions, None, page)
}

/// The libraries of the divisions, narrowed to first-level classes whose names hold the words.
macro_rules! narrowed {
    ($columns:expr, $divisions:expr, $level1:expr) => {{
        let mut query = library_indicators::table
            .select($columns)
            .into_boxed::<Engine>()
            .filter(library_indicators::division.eq_any(codes($divisions)));
        if let Some(words) = $level1 {
            let level1 = lower(library_indicators::level1);
            query = query.filter(level1.like(contains_pattern(words)).escape('\\'));
        }
        query.order((library_indicators::pinyin_sort, library_indicators::indicator_id))
    }};
}

/// One page of the libraries of the divisions by pinyin; words narrow the first-level class.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    divisions: &[Division],
    level1: Option<&str>,
    page: Page,
) -> Result<Vec<LibraryIndicator>, StoreError> {
    narrowed!(IndicatorRow::as_select(), divisions, level1)
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load(db)?
        .into_iter()
        .map(LibraryIndicator::try_from)
        .collect()
}

/// How many indicators [`list`] has.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, divisions: &[Division], level1: Option<&str>) -> Result<Count, StoreError> {
    page::count(db, narrowed!(library_indicators::indicator_id, divisions, level1))
}

fn with_all_grams(
    db: &mut Db,
    divisions: &[Division],
    wanted: &BTreeSet<String>,
) -> Result<Vec<LibraryIndicator>, StoreError> {
    let needed = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
    let matching = search_grams::table
        .filter(search_grams::division.eq_any(codes(divisions)))
        .filter(search_grams::kind.eq(KIND))
        .filter(search_grams::gram.eq_any(wanted))
        .group_by(search_grams::object_id)
        .having(sql::<BigInt>("COUNT(*)").eq(needed))
        .select(search_grams::object_id);
    library_indicators::table
        .filter(library_indicators::division.eq_any(codes(divisions)))
        .filter(library_indicators::indicator_id.eq_any(matching))
        .order((library_indicators::division, library_indicators::indicator_id))
        .select(IndicatorRow::as_select())
        .load(db)?
        .into_iter()
        .map(LibraryIndicator::try_from)
        .collect()
}

#[cfg(test)]
mod tests;
