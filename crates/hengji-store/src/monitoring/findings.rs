//! 监控发现 (findings): where a budget cut was found. What became of it is told by the register of cuts.

use diesel::prelude::*;
use hengji_domain::id::{LineKey, MonitoringFindingId, ProjectId, SheetId};
use hengji_domain::{BudgetYear, Division};

use crate::Db;
use crate::cuts::{BudgetCut, CutRow};
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{budget_cuts, monitoring_findings};
use crate::text::{Row, year_column};

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitoringFinding {
    /// Identity.
    pub id: MonitoringFindingId,
    /// Period code.
    pub period: String,
    /// The project.
    pub project: ProjectId,
    /// The sheet it was found on.
    pub sheet: SheetId,
    /// The line; none for the whole project.
    pub line: Option<LineKey>,
}

/// A finding with the cut that was proposed for it: there is no finding without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCut {
    /// Where it was found.
    pub finding: MonitoringFinding,
    /// What was proposed and what became of it.
    pub cut: BudgetCut,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = monitoring_findings, treat_none_as_default_value = false)]
struct FindingRow {
    division: String,
    finding_id: String,
    budget_year: i32,
    period: String,
    project_id: String,
    sheet_id: String,
    line_key: Option<String>,
}

impl FindingRow {
    fn read(self) -> Result<MonitoringFinding, StoreError> {
        let row = Row {
            table: "monitoring_findings",
            key: &self.finding_id,
        };
        Ok(MonitoringFinding {
            id: row.parse("finding_id", &self.finding_id)?,
            project: row.parse("project_id", &self.project_id)?,
            sheet: row.parse("sheet_id", &self.sheet_id)?,
            line: row.parse_opt("line_key", self.line_key.as_deref())?,
            period: self.period,
        })
    }
}

/// Adds findings of a year; their cuts are written after them, in the same transaction.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn insert_findings(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    all: &[MonitoringFinding],
) -> Result<(), StoreError> {
    let rows: Vec<FindingRow> = all
        .iter()
        .map(|one| FindingRow {
            division: division.to_string(),
            finding_id: one.id.to_string(),
            budget_year: year_column(year),
            period: one.period.clone(),
            project_id: one.project.to_string(),
            sheet_id: one.sheet.to_string(),
            line_key: one.line.map(|key| key.to_string()),
        })
        .collect();
    insert_chunked!(db, monitoring_findings::table, rows).map(|_| ())
}

/// The findings of a year by project, oldest first, each with its cut. With a project only its own.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn findings_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    project: Option<ProjectId>,
) -> Result<Vec<FoundCut>, StoreError> {
    let mut query = monitoring_findings::table
        .inner_join(
            budget_cuts::table.on(budget_cuts::division
                .eq(monitoring_findings::division)
                .and(budget_cuts::finding_id.eq(monitoring_findings::finding_id.nullable()))),
        )
        .filter(monitoring_findings::division.eq(division.to_string()))
        .filter(monitoring_findings::budget_year.eq(year_column(year)))
        .order((monitoring_findings::project_id, monitoring_findings::finding_id))
        .select((FindingRow::as_select(), CutRow::as_select()))
        .into_boxed::<crate::db::Engine>();
    if let Some(project) = project {
        query = query.filter(monitoring_findings::project_id.eq(project.to_string()));
    }
    query
        .load::<(FindingRow, CutRow)>(db)?
        .into_iter()
        .map(|(finding, cut)| {
            Ok(FoundCut {
                finding: finding.read()?,
                cut: BudgetCut::try_from(cut)?,
            })
        })
        .collect()
}

/// One finding.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_finding(
    db: &mut Db,
    division: Division,
    id: MonitoringFindingId,
) -> Result<Option<MonitoringFinding>, StoreError> {
    monitoring_findings::table
        .find((division.as_str(), id.to_string()))
        .select(FindingRow::as_select())
        .first(db)
        .optional()?
        .map(FindingRow::read)
        .transpose()
}
