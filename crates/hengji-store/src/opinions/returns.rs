//! Why sheets came back: the opinions of returns for a whole list of sheets.

use std::collections::BTreeMap;

use diesel::prelude::*;
use hengji_domain::Division;
use hengji_domain::id::SheetId;

use super::{Opinion, OpinionRow, Verdict};
use crate::Db;
use crate::error::StoreError;
use crate::schema::{opinions, sheets};

/// The opinions with which the present edition of each sheet was returned, oldest first, in one statement; a sheet
/// whose present edition was not returned is absent.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn last_returns(
    db: &mut Db,
    division: Division,
    sheets: &[SheetId],
) -> Result<BTreeMap<SheetId, Vec<Opinion>>, StoreError> {
    let mut returns: BTreeMap<SheetId, Vec<Opinion>> = BTreeMap::new();
    if sheets.is_empty() {
        return Ok(returns);
    }
    let ids: Vec<String> = sheets.iter().map(ToString::to_string).collect();
    let rows: Vec<OpinionRow> = opinions::table
        .inner_join(
            sheets::table.on(sheets::division
                .eq(opinions::division)
                .and(sheets::sheet_id.eq(opinions::sheet_id))
                .and(sheets::edition.eq(opinions::edition))),
        )
        .filter(opinions::division.eq(division.as_str()))
        .filter(sheets::division.eq(division.as_str()))
        .filter(opinions::sheet_id.eq_any(ids))
        .filter(opinions::verdict.eq(Verdict::Returned.code()))
        .order((opinions::made_at, opinions::opinion_id))
        .select(OpinionRow::as_select())
        .load(db)?;
    for row in rows {
        let opinion = Opinion::try_from(row)?;
        returns.entry(opinion.sheet).or_default().push(opinion);
    }
    Ok(returns)
}

#[cfg(test)]
mod tests;
