//! 指标质量 (quality in use): how indicators fared on the sheets of a year.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::id::IndicatorId;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division};

use crate::Db;
use crate::error::StoreError;
use crate::opinions::Verdict;
use crate::schema::{lines, opinions, sheets};
use crate::text::{Row, loaded, year_column};

/// How an indicator fared in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fate {
    /// Lines of goals taken from it.
    pub uses: u64,
    /// Different texts among their targets.
    pub targets: u64,
    /// Lines of self-evaluations that the rules could score.
    pub scored: u64,
    /// Those of them that did not reach their full weight.
    pub failed: u64,
    /// Returns by reviewers that speak of a line taken from it.
    pub disputes: u64,
}

impl Fate {
    /// 从未低于 100%: scored at least once and never short of its target, which says that the target costs nothing.
    pub const fn never_below(&self) -> bool {
        0 < self.scored && self.failed == 0
    }
}

fn number(indicator: &str, count: i64) -> Result<u64, StoreError> {
    let row = Row {
        table: "lines",
        key: indicator,
    };
    row.number("COUNT", count)
}

/// How each indicator of which the division has lines in the year fared, in three statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn fates(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<BTreeMap<IndicatorId, Fate>, StoreError> {
    let mut fates: BTreeMap<String, Fate> = BTreeMap::new();
    let of_kind = |kind: SheetKind| {
        sheets::table
            .filter(sheets::division.eq(division.to_string()))
            .filter(sheets::budget_year.eq(year_column(year)))
            .filter(sheets::kind.eq(kind.code()))
            .select(sheets::sheet_id)
    };
    let taken = || {
        lines::table
            .filter(lines::division.eq(division.to_string()))
            .filter(lines::budget_year.eq(year_column(year)))
            .filter(lines::library_indicator_id.is_not_null())
    };
    let goals: Vec<(Option<String>, i64, i64)> = taken()
        .filter(lines::sheet_id.eq_any(of_kind(SheetKind::Goal)))
        .group_by(lines::library_indicator_id)
        .order(lines::library_indicator_id)
        .select((
            lines::library_indicator_id,
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("COUNT(DISTINCT target_text)"),
        ))
        .load(db)?;
    for (indicator, uses, targets) in goals {
        let indicator = loaded(indicator);
        let (uses, targets) = (number(&indicator, uses)?, number(&indicator, targets)?);
        let fate = fates.entry(indicator).or_default();
        (fate.uses, fate.targets) = (uses, targets);
    }
    let evaluated: Vec<(Option<String>, i64, i64)> = taken()
        .filter(lines::sheet_id.eq_any(of_kind(SheetKind::SelfEvaluation)))
        .filter(lines::computed_centi.is_not_null())
        .group_by(lines::library_indicator_id)
        .order(lines::library_indicator_id)
        .select((
            lines::library_indicator_id,
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("CAST(SUM(CASE WHEN computed_centi < weight_centi THEN 1 ELSE 0 END) AS BIGINT)"),
        ))
        .load(db)?;
    for (indicator, scored, failed) in evaluated {
        let indicator = loaded(indicator);
        let (scored, failed) = (number(&indicator, scored)?, number(&indicator, failed)?);
        let fate = fates.entry(indicator).or_default();
        (fate.scored, fate.failed) = (scored, failed);
    }
    for (indicator, disputes) in disputes(db, division, year)? {
        let disputes = number(&indicator, disputes)?;
        fates.entry(indicator).or_default().disputes = disputes;
    }
    fates
        .into_iter()
        .map(|(indicator, fate)| {
            let row = Row {
                table: "lines",
                key: &indicator,
            };
            Ok((row.parse("library_indicator_id", &indicator)?, fate))
        })
        .collect()
}

/// A reviewer who returns a line disputes the indicator behind it, too.
fn disputes(db: &mut Db, division: Division, year: BudgetYear) -> Result<Vec<(String, i64)>, StoreError> {
    let rows: Vec<(Option<String>, i64)> = opinions::table
        .inner_join(
            lines::table.on(lines::division
                .eq(opinions::division)
                .and(lines::sheet_id.eq(opinions::sheet_id))
                .and(lines::line_key.nullable().eq(opinions::line_key))),
        )
        .filter(opinions::division.eq(division.to_string()))
        .filter(lines::division.eq(division.to_string()))
        .filter(lines::budget_year.eq(year_column(year)))
        .filter(opinions::verdict.eq(Verdict::Returned.code()))
        .filter(lines::library_indicator_id.is_not_null())
        .group_by(lines::library_indicator_id)
        .order(lines::library_indicator_id)
        .select((lines::library_indicator_id, sql::<BigInt>("COUNT(*)")))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(indicator, count)| (loaded(indicator), count))
        .collect())
}

/// The numbers and units of the targets that goals of the year set on an indicator, at most so many.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn targets_of(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    indicator: IndicatorId,
    at_most: u32,
) -> Result<Vec<(String, String)>, StoreError> {
    let goals = sheets::table
        .filter(sheets::division.eq(division.to_string()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(SheetKind::Goal.code()))
        .select(sheets::sheet_id);
    let rows: Vec<(Option<String>, Option<String>)> = lines::table
        .filter(lines::division.eq(division.to_string()))
        .filter(lines::budget_year.eq(year_column(year)))
        .filter(lines::library_indicator_id.eq(indicator.to_string()))
        .filter(lines::sheet_id.eq_any(goals))
        .filter(lines::target_value.is_not_null())
        .order((lines::sheet_id, lines::line_key))
        .limit(i64::from(at_most))
        .select((lines::target_value, lines::target_unit))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(value, unit)| (loaded(value), loaded(unit)))
        .collect())
}
