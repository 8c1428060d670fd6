//! The list of findings of a year: filtered, sorted and paged by the database, in one statement.

use diesel::prelude::*;
use hengji_authz::Scope;
use hengji_domain::finding::{Finding, Severity};
use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division};

use super::FindingRow;
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Page};
use crate::schema::{findings, projects, sheets, units};
use crate::scope::within;
use crate::sheets::CONCLUDED;
use crate::text::{Row, contains_pattern, lower, year_column};

/// Which findings to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingFilter {
    /// Budget year.
    pub year: BudgetYear,
    /// What the reader may see.
    pub scope: Scope,
    /// Kind of sheet.
    pub kind: Option<SheetKind>,
    /// How much they weigh.
    pub severity: Option<Severity>,
    /// Stable code, e.g. `weights-not-100`.
    pub code: Option<String>,
    /// Words in the name of the project or of the unit, or in the project's code.
    pub words: Option<String>,
}

impl FindingFilter {
    /// Every finding of the year that the scope allows.
    pub const fn of_year(year: BudgetYear, scope: Scope) -> Self {
        Self {
            year,
            scope,
            kind: None,
            severity: None,
            code: None,
            words: None,
        }
    }
}

/// A row of the list of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingListing {
    /// What is wrong.
    pub finding: Finding,
    /// The sheet it stands on.
    pub sheet: SheetId,
    /// Kind of that sheet.
    pub kind: SheetKind,
    /// The project.
    pub project: ProjectId,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位名称.
    pub unit_name: String,
}

/// Findings joined to sheet, project and unit, narrowed by the filter, the weightiest first; a macro because the
/// type cannot be written.
macro_rules! narrowed {
    ($division:expr, $filter:expr, $columns:expr) => {{
        let (division, filter): (Division, &FindingFilter) = ($division, $filter);
        let query = findings::table
            .inner_join(
                sheets::table.on(sheets::division
                    .eq(findings::division)
                    .and(sheets::sheet_id.eq(findings::sheet_id))),
            )
            .inner_join(
                projects::table.on(projects::division
                    .eq(sheets::division)
                    .and(projects::project_id.eq(sheets::project_id))),
            )
            .inner_join(
                units::table.on(units::division
                    .eq(projects::division)
                    .and(units::unit_id.eq(projects::unit_id))),
            )
            .select($columns)
            .into_boxed::<Engine>();
        let mut query = within!(query, division, &filter.scope, sheets::state.eq(CONCLUDED));
        query = query
            .filter(findings::division.eq(division.to_string()))
            .filter(sheets::division.eq(division.to_string()))
            .filter(projects::division.eq(division.to_string()))
            .filter(projects::budget_year.eq(year_column(filter.year)));
        if let Some(kind) = filter.kind {
            query = query.filter(sheets::kind.eq(kind.code()));
        }
        if let Some(severity) = filter.severity {
            query = query.filter(findings::severity.eq(severity.code()));
        }
        if let Some(code) = &filter.code {
            query = query.filter(findings::code.eq(code.clone()));
        }
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(projects::name)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(projects::code).like(pattern.clone()).escape('\\'))
                    .or(lower(units::name).like(pattern).escape('\\')),
            );
        }
        query.order((
            findings::severity.ne(Severity::Error.code()),
            findings::severity.eq(Severity::Notice.code()),
            projects::code,
            findings::sheet_id,
            findings::position,
        ))
    }};
}

/// One page of the findings of a year.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    division: Division,
    filter: &FindingFilter,
    page: Page,
) -> Result<Vec<FindingListing>, StoreError> {
    type Columns = (FindingRow, String, String, String, String);
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let columns = (
        FindingRow::as_select(),
        sheets::kind,
        projects::project_id,
        projects::name,
        units::name,
    );
    narrowed!(division, filter, columns)
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load::<Columns>(db)?
        .into_iter()
        .map(read_listing)
        .collect()
}

/// How many findings the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, division: Division, filter: &FindingFilter) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    page::count(db, narrowed!(division, filter, findings::position))
}

fn read_listing(
    (finding, kind, project, project_name, unit_name): (FindingRow, String, String, String, String),
) -> Result<FindingListing, StoreError> {
    let sheet = finding.sheet_id.clone();
    let row = Row {
        table: "findings",
        key: &sheet,
    };
    Ok(FindingListing {
        sheet: row.parse("sheet_id", &sheet)?,
        kind: row.code("kind", &kind, SheetKind::from_code)?,
        project: row.parse("project_id", &project)?,
        finding: Finding::try_from(finding)?,
        project_name,
        unit_name,
    })
}

#[cfg(test)]
mod tests;
