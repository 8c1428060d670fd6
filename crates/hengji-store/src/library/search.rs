//! 查找 (search): by words of any length, by pinyin initials, by category and class.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::{BudgetYear, Division};

use super::{IndicatorRow, KIND, LibraryIndicator, codes};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::grams::grams;
use crate::page::{self, Count, Page};
use crate::schema::{library_indicators, search_grams};
use crate::text::{Row, contains_pattern, lower, year_column};

/// Which indicators to list. What is `None` or empty does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LibraryFilter {
    /// The libraries: of the division and of those above it.
    pub divisions: Vec<Division>,
    /// Words of name, explanation or formula, initials of the name's pinyin, or beginnings of the code (`A01-`); all
    /// must occur.
    pub words: Vec<String>,
    /// Codes of project categories.
    pub categories: Option<Vec<String>>,
    /// Keys of classes.
    pub classes: Option<Vec<String>>,
    /// Only those that may be picked for this budget year.
    pub year: Option<BudgetYear>,
    /// 核心.
    pub is_core: Option<bool>,
    /// 量化.
    pub is_quantified: Option<bool>,
}

/// Words that are beginnings of codes: a letter, digits, and what may follow them.
fn is_code(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.next().is_some_and(|second| second.is_ascii_digit())
        && letters.all(|letter| letter.is_ascii_digit() || letter == '-')
}

/// The pairs of characters that must occur, and single characters where a word is no longer.
fn wanted(words: &[String]) -> BTreeSet<String> {
    words
        .iter()
        .filter(|word| !is_code(word))
        .flat_map(|word| {
            let pairs = grams(word);
            if pairs.is_empty() {
                BTreeSet::from([word.to_lowercase()])
            } else {
                pairs
            }
        })
        .collect()
}

/// A word of one pair says no more than its pair, which is known by then; longer ones are compared in full.
const COMPARED_FROM: usize = 3;

/// Indicators narrowed by the filter. Pairs of characters leave few candidates, which are then compared in full.
macro_rules! narrowed {
    ($filter:expr, $columns:expr) => {{
        let filter: &LibraryFilter = $filter;
        let mut query = library_indicators::table
            .select($columns)
            .into_boxed::<Engine>()
            .filter(library_indicators::division.eq_any(codes(&filter.divisions)));
        let wanted = wanted(&filter.words);
        if !wanted.is_empty() {
            let needed = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
            let matching = search_grams::table
                .filter(search_grams::division.eq_any(codes(&filter.divisions)))
                .filter(search_grams::kind.eq(KIND))
                .filter(search_grams::gram.eq_any(wanted))
                .group_by(search_grams::object_id)
                .having(sql::<BigInt>("COUNT(*)").eq(needed))
                .select(search_grams::object_id);
            query = query.filter(library_indicators::indicator_id.eq_any(matching));
        }
        for word in &filter.words {
            if is_code(word) {
                let from = word.to_uppercase();
                // Codes are ASCII letters, digits and hyphens, all of which stand before the tilde.
                let to = format!("{from}~");
                query = query
                    .filter(library_indicators::code.ge(from))
                    .filter(library_indicators::code.lt(to));
            } else if COMPARED_FROM <= word.chars().count() {
                let text = library_indicators::search_text;
                query = query.filter(text.like(contains_pattern(word)).escape('\\'));
            }
        }
        if let Some(categories) = &filter.categories {
            query = query.filter(library_indicators::category.eq_any(categories.clone()));
        }
        if let Some(classes) = &filter.classes {
            query = query.filter(library_indicators::class_key.eq_any(classes.clone()));
        }
        if let Some(year) = filter.year.map(year_column) {
            query = query.filter(library_indicators::valid_from.le(year)).filter(
                library_indicators::valid_to
                    .is_null()
                    .or(library_indicators::valid_to.ge(year)),
            );
        }
        if let Some(is_core) = filter.is_core {
            query = query.filter(library_indicators::is_core.eq(is_core));
        }
        if let Some(is_quantified) = filter.is_quantified {
            query = query.filter(library_indicators::is_quantified.eq(is_quantified));
        }
        query
    }};
}

/// One page of indicators: with words, those that carry the longest of them in their name first and the shortest
/// names before longer ones; without words by code.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(db: &mut Db, filter: &LibraryFilter, page: Page) -> Result<Vec<LibraryIndicator>, StoreError> {
    let mut query = narrowed!(filter, IndicatorRow::as_select())
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset));
    let longest = filter
        .words
        .iter()
        .filter(|word| !is_code(word))
        .max_by_key(|word| word.chars().count());
    query = match longest {
        None => query.order((
            library_indicators::code,
            library_indicators::pinyin_sort,
            library_indicators::indicator_id,
        )),
        Some(word) => {
            let pattern = contains_pattern(word);
            let is_named = lower(library_indicators::name)
                .like(pattern.clone())
                .escape('\\')
                .or(library_indicators::initials.like(pattern).escape('\\'));
            query.order((
                is_named.desc(),
                sql::<BigInt>("LENGTH(library_indicators.name)"),
                library_indicators::pinyin_sort,
                library_indicators::indicator_id,
            ))
        }
    };
    query
        .load::<IndicatorRow>(db)?
        .into_iter()
        .map(LibraryIndicator::try_from)
        .collect()
}

/// How many indicators [`list`] has.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, filter: &LibraryFilter) -> Result<Count, StoreError> {
    page::count(
        db,
        narrowed!(filter, library_indicators::indicator_id).order(library_indicators::indicator_id),
    )
}

/// How many indicators of these libraries may be picked for the year, by category: all, core, core and quantified.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Code of the category; blank for indicators without one.
    pub category: String,
    /// All of them.
    pub all: u64,
    /// Core ones.
    pub core: u64,
    /// Core ones that are quantified.
    pub core_quantified: u64,
}

/// One [`Tally`] for each category that has indicators, by code, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn tally(db: &mut Db, divisions: &[Division], year: BudgetYear) -> Result<Vec<Tally>, StoreError> {
    let year = year_column(year);
    let columns = (
        library_indicators::category,
        library_indicators::is_core,
        library_indicators::is_quantified,
    );
    let rows: Vec<(Option<String>, bool, bool, i64)> = library_indicators::table
        .filter(library_indicators::division.eq_any(codes(divisions)))
        .filter(library_indicators::valid_from.le(year))
        .filter(
            library_indicators::valid_to
                .is_null()
                .or(library_indicators::valid_to.ge(year)),
        )
        .group_by(columns)
        .order(columns)
        .select((
            library_indicators::category,
            library_indicators::is_core,
            library_indicators::is_quantified,
            sql::<BigInt>("COUNT(*)"),
        ))
        .load(db)?;
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for (category, is_core, is_quantified, count) in rows {
        let category = category.unwrap_or_default();
        let row = Row {
            table: "library_indicators",
            key: &category,
        };
        let count: u64 = row.number("COUNT", count)?;
        let tally = tallies.entry(category.clone()).or_default();
        tally.category = category;
        tally.all += count;
        if is_core {
            tally.core += count;
        }
        if is_core && is_quantified {
            tally.core_quantified += count;
        }
    }
    Ok(tallies.into_values().collect())
}
