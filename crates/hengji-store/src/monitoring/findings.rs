//! 监控发现 (findings): proposals for a cut with their ground.

use diesel::prelude::*;
use hengji_domain::id::{LineKey, MonitoringFindingId, ProjectId, SheetId};
use hengji_domain::{BudgetYear, Division, Money, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::monitoring_findings;
use crate::text::{Row, year_column};

/// Whose finding it is: the two are summed apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Book {
    /// 部门自行监控.
    SelfMonitoring,
    /// 财政重点监控.
    Key,
}

impl Book {
    /// Both.
    pub const ALL: [Self; 2] = [Self::SelfMonitoring, Self::Key];

    /// The stable identifier: self, key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SelfMonitoring => "self",
            Self::Key => "key",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SelfMonitoring => "部门自行监控",
            Self::Key => "财政重点监控",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|book| book.code() == code)
    }
}

/// How far a proposal has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingState {
    /// 建议.
    Proposed,
    /// 已撤回.
    Withdrawn,
    /// 已转入压减台账.
    Taken,
}

impl FindingState {
    const ALL: [Self; 3] = [Self::Proposed, Self::Withdrawn, Self::Taken];

    /// The stable identifier: proposed, withdrawn, taken.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Withdrawn => "withdrawn",
            Self::Taken => "taken",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "建议",
            Self::Withdrawn => "已撤回",
            Self::Taken => "已转台账",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

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
    /// Whose finding it is.
    pub book: Book,
    /// Code of the ground.
    pub ground: String,
    /// Proposed cut.
    pub proposed_cut: Money,
    /// What was found.
    pub words: String,
    /// How far it has come.
    pub state: FindingState,
    /// Who found it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// Optimistic lock.
    pub version: i32,
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
    book: String,
    ground: String,
    proposed_cut_fen: i64,
    words: String,
    state: String,
    made_by_name: String,
    made_at: i64,
    version: i32,
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
            book: row.code("book", &self.book, Book::from_code)?,
            state: row.code("state", &self.state, FindingState::from_code)?,
            proposed_cut: Money::from_fen(self.proposed_cut_fen),
            made_at: Timestamp::from_micros(self.made_at),
            version: self.version,
            period: self.period,
            ground: self.ground,
            words: self.words,
            made_by: self.made_by_name,
        })
    }
}

/// Adds findings of a year.
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
            book: one.book.code().to_owned(),
            ground: one.ground.clone(),
            proposed_cut_fen: one.proposed_cut.fen(),
            words: one.words.clone(),
            state: one.state.code().to_owned(),
            made_by_name: one.made_by.clone(),
            made_at: one.made_at.micros(),
            version: one.version,
        })
        .collect();
    insert_chunked!(db, monitoring_findings::table, rows).map(|_| ())
}

/// The findings of a year by project, oldest first. With a project only its own.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn findings_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    project: Option<ProjectId>,
) -> Result<Vec<MonitoringFinding>, StoreError> {
    let mut query = monitoring_findings::table
        .filter(monitoring_findings::division.eq(division.to_string()))
        .filter(monitoring_findings::budget_year.eq(year_column(year)))
        .order((monitoring_findings::project_id, monitoring_findings::finding_id))
        .select(FindingRow::as_select())
        .into_boxed::<crate::db::Engine>();
    if let Some(project) = project {
        query = query.filter(monitoring_findings::project_id.eq(project.to_string()));
    }
    query.load(db)?.into_iter().map(FindingRow::read).collect()
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

/// Moves a finding to a state, one version further.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since `version` was read.
pub fn set_finding_state(
    db: &mut Db,
    division: Division,
    id: MonitoringFindingId,
    version: i32,
    state: FindingState,
) -> Result<i32, StoreError> {
    let next = version.saturating_add(1);
    let updated = diesel::update(
        monitoring_findings::table
            .find((division.as_str(), id.to_string()))
            .filter(monitoring_findings::version.eq(version)),
    )
    .set((
        monitoring_findings::state.eq(state.code()),
        monitoring_findings::version.eq(next),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "monitoring_findings",
            key: id.to_string(),
        });
    }
    Ok(next)
}
