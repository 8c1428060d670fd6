//! 问题 (findings) of sheets as they stand now.

mod list;

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::finding::{Field, Finding, FindingCode, Severity};
use hengji_domain::id::SheetId;
use hengji_domain::{BudgetYear, Division};

use crate::Db;
use crate::db::{ROWS_PER_STATEMENT, insert_chunked};
use crate::error::StoreError;
use crate::schema::{findings, sheets};
use crate::text::{Row, loaded, stored, year_column};

pub use list::{FindingFilter, FindingListing, count, list};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = findings, treat_none_as_default_value = false)]
struct FindingRow {
    division: String,
    sheet_id: String,
    position: i32,
    code: String,
    severity: String,
    row_number: Option<i32>,
    field: Option<String>,
    cell: Option<String>,
    message: String,
    suggestion: Option<String>,
}

impl FindingRow {
    fn new(
        division: Division,
        sheet: SheetId,
        position: usize,
        finding: &Finding,
    ) -> Result<Self, StoreError> {
        let too_great = |_| StoreError::corrupt("findings", sheet, "row");
        Ok(Self {
            division: division.to_string(),
            sheet_id: sheet.to_string(),
            position: i32::try_from(position).map_err(too_great)?,
            code: finding.code.code().to_owned(),
            severity: finding.code.severity().code().to_owned(),
            row_number: finding.row.map(i32::try_from).transpose().map_err(too_great)?,
            field: finding.field.map(|field| field.code().to_owned()),
            cell: finding.cell.clone(),
            message: finding.message.clone(),
            suggestion: stored(&finding.suggestion),
        })
    }
}

impl TryFrom<FindingRow> for Finding {
    type Error = StoreError;

    fn try_from(read: FindingRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "findings",
            key: &read.sheet_id,
        };
        Ok(Self {
            code: row.code("code", &read.code, FindingCode::from_code)?,
            row: read
                .row_number
                .map(|number| row.number("row_number", number))
                .transpose()?,
            field: read
                .field
                .map(|field| row.code("field", &field, Field::from_code))
                .transpose()?,
            cell: read.cell,
            message: read.message,
            suggestion: loaded(read.suggestion),
        })
    }
}

/// Puts the findings of a sheet in the place of those stored.
///
/// # Errors
///
/// [`StoreError::Reference`] when the sheet does not exist.
pub fn replace_for_sheet(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
    all: &[Finding],
) -> Result<(), StoreError> {
    diesel::delete(
        findings::table
            .filter(findings::division.eq(division.as_str()))
            .filter(findings::sheet_id.eq(sheet.to_string())),
    )
    .execute(db)?;
    insert_for_sheets(db, division, &[(sheet, all)]).map(|_| ())
}

/// Adds the findings of sheets that have none yet: for imports of many sheets at once.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a sheet has findings already.
pub fn insert_for_sheets(
    db: &mut Db,
    division: Division,
    all: &[(SheetId, &[Finding])],
) -> Result<usize, StoreError> {
    let rows: Vec<FindingRow> = all
        .iter()
        .flat_map(|(sheet, findings)| {
            let numbered = findings.iter().enumerate();
            numbered.map(|(position, finding)| FindingRow::new(division, *sheet, position, finding))
        })
        .collect::<Result<_, _>>()?;
    insert_chunked!(db, findings::table, rows)
}

/// Puts findings of one code in the place of all of that code on the sheets of the year, in a handful of statements:
/// what money data say changes for a whole district at once.
///
/// # Errors
///
/// [`StoreError::Reference`] when a sheet does not exist.
pub fn replace_code(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    code: FindingCode,
    all: &[(SheetId, Vec<Finding>)],
) -> Result<usize, StoreError> {
    let of_year = sheets::table
        .filter(sheets::division.eq(division.to_string()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .select(sheets::sheet_id);
    diesel::delete(
        findings::table
            .filter(findings::division.eq(division.as_str()))
            .filter(findings::code.eq(code.code()))
            .filter(findings::sheet_id.eq_any(of_year)),
    )
    .execute(db)?;
    let mut rows = Vec::new();
    for chunk in all.chunks(ROWS_PER_STATEMENT) {
        let ids: Vec<String> = chunk.iter().map(|(sheet, _)| sheet.to_string()).collect();
        let last: Vec<(String, Option<i32>)> = findings::table
            .filter(findings::division.eq(division.as_str()))
            .filter(findings::sheet_id.eq_any(ids))
            .group_by(findings::sheet_id)
            .select((findings::sheet_id, diesel::dsl::max(findings::position)))
            .load(db)?;
        let next: BTreeMap<String, i32> = last
            .into_iter()
            .map(|(sheet, position)| (sheet, position.map_or(0, |position| position.saturating_add(1))))
            .collect();
        for (sheet, found) in chunk {
            let first = next.get(&sheet.to_string()).copied().unwrap_or(0);
            let first = usize::try_from(first).unwrap_or(0);
            for (offset, finding) in found.iter().enumerate() {
                rows.push(FindingRow::new(division, *sheet, first + offset, finding)?);
            }
        }
    }
    insert_chunked!(db, findings::table, rows)
}

/// The findings of a sheet, in the order in which they were found.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_sheet(db: &mut Db, division: Division, sheet: SheetId) -> Result<Vec<Finding>, StoreError> {
    findings::table
        .filter(findings::division.eq(division.as_str()))
        .filter(findings::sheet_id.eq(sheet.to_string()))
        .order(findings::position)
        .select(FindingRow::as_select())
        .load(db)?
        .into_iter()
        .map(Finding::try_from)
        .collect()
}

/// How many findings of each severity the sheets have; a sheet without any is absent.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn count_by_sheet(
    db: &mut Db,
    division: Division,
    sheets: &[SheetId],
) -> Result<BTreeMap<SheetId, BTreeMap<Severity, u64>>, StoreError> {
    let ids: Vec<String> = sheets.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, String, i64)> = findings::table
        .filter(findings::division.eq(division.as_str()))
        .filter(findings::sheet_id.eq_any(ids))
        .group_by((findings::sheet_id, findings::severity))
        .order((findings::sheet_id, findings::severity))
        .select((findings::sheet_id, findings::severity, sql::<BigInt>("COUNT(*)")))
        .load(db)?;
    let mut counts: BTreeMap<SheetId, BTreeMap<Severity, u64>> = BTreeMap::new();
    for (sheet, severity, count) in rows {
        let row = Row {
            table: "findings",
            key: &sheet,
        };
        let id = row.parse("sheet_id", &sheet)?;
        let severity = row.code("severity", &severity, Severity::from_code)?;
        counts
            .entry(id)
            .or_default()
            .insert(severity, row.number("COUNT", count)?);
    }
    Ok(counts)
}

#[cfg(test)]
mod tests;
