//! 指标库 (indicator library): indicators, how they are found, where they are used and how they fare in use.

pub(crate) mod coverage;
pub mod proposals;
mod quality;
mod row;
mod search;
mod uses;
pub mod versions;

use std::collections::BTreeSet;

use diesel::prelude::*;
use hengji_domain::id::IndicatorId;
use hengji_domain::value::Comparator;
use hengji_domain::{BudgetYear, Division};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::grams::grams;
use crate::schema::{library_indicators, search_grams};
use crate::text::{Row, loaded};
use row::IndicatorRow;

pub use coverage::{Coverage, CoverageRow, coverage, list_coverage};
pub use quality::{Fate, fates, targets_of};
pub use search::{LibraryFilter, Tally, count, list, tally};
pub use uses::{LibraryUse, UseFilter, count_uses, list_uses};

/// An indicator to pick from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryIndicator {
    /// Identity.
    pub id: IndicatorId,
    /// The division whose library it belongs to.
    pub division: Division,
    /// 编码, unique in its library; blank for one that was entered before codes were given.
    pub code: String,
    /// Code of its project category (小类).
    pub category: String,
    /// Key of its class in the taxonomy of the year it was entered for.
    pub class_key: String,
    /// 一级指标, as printed when it was entered.
    pub level1: String,
    /// 二级指标, as printed when it was entered.
    pub level2: String,
    /// 三级指标.
    pub name: String,
    /// 指标解释.
    pub explanation: String,
    /// 计算公式.
    pub formula: String,
    /// Usual comparator; none for a qualitative indicator.
    pub comparator: Option<Comparator>,
    /// A target value as an example, verbatim.
    pub example: Option<String>,
    /// 计量单位, one or several.
    pub unit: Option<String>,
    /// 佐证资料.
    pub evidence: String,
    /// 数据来源.
    pub data_source: String,
    /// 指标值设定依据.
    pub value_basis: String,
    /// 完成值取值方式.
    pub obtained_by: String,
    /// 赋分规则.
    pub scoring_kind: String,
    /// Codes of 支出功能分类 it suits.
    pub functional_classes: String,
    /// Codes of 部门预算支出经济分类 it suits.
    pub economic_classes: String,
    /// 量化.
    pub is_quantified: bool,
    /// 核心.
    pub is_core: bool,
    /// First budget year it may be picked for.
    pub valid_from: BudgetYear,
    /// Last budget year it may be picked for; none while it stays.
    pub valid_to: Option<BudgetYear>,
    /// The indicator it was merged into.
    pub successor: Option<IndicatorId>,
    /// Raised by every change.
    pub version: i32,
    /// Where it was taken from.
    pub source: String,
    /// First letters of the name's pinyin, lower case.
    pub initials: String,
    /// Full pinyin, for the order of lists.
    pub pinyin_sort: String,
}

impl LibraryIndicator {
    /// Whether it may be picked for a goal of the year.
    pub fn is_valid_in(&self, year: BudgetYear) -> bool {
        self.valid_from <= year && self.valid_to.is_none_or(|last| year <= last)
    }

    /// What it is found by, part by part.
    fn texts(&self) -> [&str; 5] {
        [
            &self.name,
            &self.initials,
            &self.code,
            &self.explanation,
            &self.formula,
        ]
    }
}

/// What grams of this table are about.
const KIND: &str = "library";

#[derive(Insertable)]
#[diesel(table_name = search_grams)]
struct GramRow {
    division: String,
    gram: String,
    kind: &'static str,
    object_id: String,
}

pub(crate) fn codes(divisions: &[Division]) -> Vec<String> {
    divisions.iter().map(ToString::to_string).collect()
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

/// How many ids one statement takes: far below every engine's limit on bound values.
const IDS_PER_STATEMENT: usize = 5_000;

/// Puts changed indicators of one library in the place of those stored, in statements of many rows each.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a class already has another indicator of the name.
pub fn replace_many(db: &mut Db, division: Division, all: &[LibraryIndicator]) -> Result<(), StoreError> {
    let ids: Vec<String> = all.iter().map(|one| one.id.to_string()).collect();
    for chunk in ids.chunks(IDS_PER_STATEMENT) {
        diesel::delete(
            search_grams::table
                .filter(search_grams::division.eq(division.as_str()))
                .filter(search_grams::kind.eq(KIND))
                .filter(search_grams::object_id.eq_any(chunk)),
        )
        .execute(db)?;
        diesel::delete(
            library_indicators::table
                .filter(library_indicators::division.eq(division.as_str()))
                .filter(library_indicators::indicator_id.eq_any(chunk)),
        )
        .execute(db)?;
    }
    insert_many(db, all).map(|_| ())
}

fn gram_rows(indicator: &LibraryIndicator) -> Vec<GramRow> {
    let mut all: BTreeSet<String> = indicator.texts().into_iter().flat_map(grams).collect();
    // Single characters answer a reader who has typed only one; of the name, because every text has most of them.
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

/// One indicator of the libraries of these divisions.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(
    db: &mut Db,
    divisions: &[Division],
    id: IndicatorId,
) -> Result<Option<LibraryIndicator>, StoreError> {
    Ok(by_ids(db, divisions, &[id])?.pop())
}

/// The indicators with these ids, by id; what no library has is left out.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn by_ids(
    db: &mut Db,
    divisions: &[Division],
    ids: &[IndicatorId],
) -> Result<Vec<LibraryIndicator>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(IDS_PER_STATEMENT) {
        let rows: Vec<IndicatorRow> = library_indicators::table
            .filter(library_indicators::division.eq_any(codes(divisions)))
            .filter(library_indicators::indicator_id.eq_any(chunk))
            .order(library_indicators::indicator_id)
            .select(IndicatorRow::as_select())
            .load(db)?;
        for row in rows {
            found.push(LibraryIndicator::try_from(row)?);
        }
    }
    Ok(found)
}

/// What tells an indicator from every other of its library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorKey {
    /// Identity.
    pub id: IndicatorId,
    /// The division whose library it belongs to.
    pub division: Division,
    /// 编码.
    pub code: String,
    /// 二级指标, as printed when it was entered.
    pub level2: String,
    /// 三级指标.
    pub name: String,
}

/// The keys of every indicator of the libraries of these divisions.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn keys(db: &mut Db, divisions: &[Division]) -> Result<Vec<IndicatorKey>, StoreError> {
    type Columns = (String, String, Option<String>, String, String);
    let rows: Vec<Columns> = library_indicators::table
        .filter(library_indicators::division.eq_any(codes(divisions)))
        .order((library_indicators::division, library_indicators::indicator_id))
        .select((
            library_indicators::indicator_id,
            library_indicators::division,
            library_indicators::code,
            library_indicators::level2,
            library_indicators::name,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(id, division, code, level2, name)| {
            let row = Row {
                table: "library_indicators",
                key: &id,
            };
            Ok(IndicatorKey {
                id: row.parse("indicator_id", &id)?,
                division: row.parse("division", &division)?,
                code: loaded(code),
                level2,
                name,
            })
        })
        .collect()
}

/// Every indicator of the libraries of these divisions, by code.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn all(db: &mut Db, divisions: &[Division]) -> Result<Vec<LibraryIndicator>, StoreError> {
    library_indicators::table
        .filter(library_indicators::division.eq_any(codes(divisions)))
        .order((library_indicators::code, library_indicators::indicator_id))
        .select(IndicatorRow::as_select())
        .load(db)?
        .into_iter()
        .map(LibraryIndicator::try_from)
        .collect()
}

#[cfg(test)]
pub(crate) mod tests;
