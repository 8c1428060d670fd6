//! Case files as a list: filtered, sorted and paged by the database within the reader's scope; and what they add up to.

use diesel::prelude::*;
use hengji_authz::Scope;
use hengji_domain::case_file::{CaseStage, PlanState};
use hengji_domain::id::{EvaluationId, UnitId};
use hengji_domain::{BudgetYear, Division, Money, Score};

use super::{CaseFile, FileRow};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Direction, Page};
use crate::rectification::{EvaluationFinding, FindingRow};
use crate::schema::{DEPARTMENTS, case_files, evaluation_findings, evaluation_results, evaluations, units};
use crate::scope::unit_within;
use crate::text::{Row, contains_pattern, lower, year_column};

/// Which case files to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFileFilter {
    /// Budget year.
    pub year: BudgetYear,
    /// What the reader may see.
    pub scope: Scope,
    /// Code of the kind.
    pub kind: Option<String>,
    /// How far the report has come.
    pub stage: Option<CaseStage>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Words in the title or the name of the unit.
    pub words: Option<String>,
}

impl CaseFileFilter {
    /// Every case file of the year that the scope allows.
    pub const fn of_year(year: BudgetYear, scope: Scope) -> Self {
        Self {
            year,
            scope,
            kind: None,
            stage: None,
            department: None,
            words: None,
        }
    }
}

/// By what the list is sorted; equal rows follow in the order of opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseFileSort {
    /// The order of opening.
    #[default]
    Opened,
    /// The money.
    Funds,
    /// The total.
    Total,
}

/// A case file with the names around it and the conclusion that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFileListing {
    /// The file.
    pub file: CaseFile,
    /// Code of the kind.
    pub kind: String,
    /// What is evaluated.
    pub title: String,
    /// Name of the unit.
    pub unit_name: String,
    /// Name of the department.
    pub department_name: String,
    /// The total of the conclusion that stands.
    pub total: Option<Score>,
    /// Its grade.
    pub grade: Option<String>,
}

/// The money of one evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFunds {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// Code of the kind.
    pub kind: String,
    /// The money; none where the plan does not say yet.
    pub funds: Option<Money>,
}

/// Narrows a boxed query over case files, their evaluations and units.
macro_rules! narrowed {
    ($query:expr, $division:expr, $filter:expr) => {{
        let (division, filter): (Division, &CaseFileFilter) = ($division, $filter);
        let mut query = unit_within!($query, &filter.scope)
            .filter(case_files::division.eq(division.to_string()))
            .filter(units::division.eq(division.to_string()))
            .filter(evaluations::division.eq(division.to_string()))
            .filter(evaluations::budget_year.eq(year_column(filter.year)));
        if let Some(kind) = &filter.kind {
            query = query.filter(evaluations::kind.eq(kind.clone()));
        }
        if let Some(stage) = filter.stage {
            query = query.filter(case_files::stage.eq(stage.code()));
        }
        if let Some(department) = filter.department {
            query = query.filter(evaluations::department_id.eq(department.to_string()));
        }
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(evaluations::title)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(units::name).like(pattern).escape('\\')),
            );
        }
        query
    }};
}

/// Case files with their evaluations, units and the conclusion that stands.
macro_rules! files_of_units {
    () => {
        case_files::table
            .inner_join(
                evaluations::table.on(evaluations::division
                    .eq(case_files::division)
                    .and(evaluations::evaluation_id.eq(case_files::evaluation_id))),
            )
            .inner_join(
                units::table.on(units::division
                    .eq(evaluations::division)
                    .and(units::unit_id.eq(evaluations::unit_id))),
            )
            .left_join(
                evaluation_results::table.on(evaluation_results::division
                    .eq(evaluations::division)
                    .and(evaluation_results::evaluation_id.eq(evaluations::evaluation_id))
                    .and(evaluation_results::edition.eq(evaluations::edition))),
            )
    };
}

type ListingColumns = (FileRow, (String, String), String, String, Option<(i32, String)>);

/// One page of the list, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    division: Division,
    filter: &CaseFileFilter,
    sort: CaseFileSort,
    direction: Direction,
    page: Page,
) -> Result<Vec<CaseFileListing>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = files_of_units!()
        .inner_join(
            DEPARTMENTS.on(DEPARTMENTS
                .field(units::division)
                .eq(evaluations::division)
                .and(DEPARTMENTS.field(units::unit_id).eq(evaluations::department_id))),
        )
        .select((
            FileRow::as_select(),
            (evaluations::kind, evaluations::title),
            units::name,
            DEPARTMENTS.field(units::name),
            (evaluation_results::total_centi, evaluation_results::grade).nullable(),
        ))
        .into_boxed::<Engine>();
    let query = narrowed!(query, division, filter);
    let (id, funds, total) = (
        case_files::evaluation_id,
        case_files::funds_fen,
        evaluation_results::total_centi,
    );
    // Engines disagree on where nothing sorts, so what has no figure stands last in both directions.
    let query = match (sort, direction) {
        (CaseFileSort::Opened, Direction::Ascending) => query.order(id.asc()),
        (CaseFileSort::Opened, Direction::Descending) => query.order(id.desc()),
        (CaseFileSort::Funds, Direction::Ascending) => query.order((funds.is_null(), funds.asc(), id.asc())),
        (CaseFileSort::Funds, Direction::Descending) => {
            query.order((funds.is_null(), funds.desc(), id.asc()))
        }
        (CaseFileSort::Total, Direction::Ascending) => {
            query.order((total.nullable().is_null(), total.asc(), id.asc()))
        }
        (CaseFileSort::Total, Direction::Descending) => {
            query.order((total.nullable().is_null(), total.desc(), id.asc()))
        }
    };
    let rows: Vec<ListingColumns> = query
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load(db)?;
    rows.into_iter()
        .map(|(file, (kind, title), unit_name, department_name, result)| {
            let (total, grade) = result.unzip();
            Ok(CaseFileListing {
                file: CaseFile::try_from(file)?,
                kind,
                title,
                unit_name,
                department_name,
                total: total.map(Score::from_centi),
                grade,
            })
        })
        .collect()
}

/// How many case files the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, division: Division, filter: &CaseFileFilter) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    let query = files_of_units!()
        .select(case_files::evaluation_id)
        .into_boxed::<Engine>();
    let query = narrowed!(query, division, filter).order(case_files::evaluation_id);
    page::count(db, query)
}

/// How many plans wait for approval, how many drafts for the unit's answer (with the earliest last day), and how many
/// answers for the bureau, within a scope; in one statement over the files that still run.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn count_waiting(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    scope: &Scope,
) -> Result<Vec<CaseFile>, StoreError> {
    if *scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = files_of_units!()
        .select(FileRow::as_select())
        .into_boxed::<Engine>();
    let rows: Vec<FileRow> = unit_within!(query, scope)
        .filter(case_files::division.eq(division.to_string()))
        .filter(units::division.eq(division.to_string()))
        .filter(evaluations::division.eq(division.to_string()))
        .filter(evaluations::budget_year.eq(year_column(year)))
        .filter(
            case_files::plan_state
                .eq(PlanState::Submitted.code())
                .or(case_files::stage.eq(CaseStage::Exchange.code())),
        )
        .order(case_files::evaluation_id)
        .load(db)?;
    rows.into_iter().map(CaseFile::try_from).collect()
}

/// The money of every evaluation with a case file, within a scope.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn funds_by_kind(
    db: &mut Db,
    division: Division,
    filter: &CaseFileFilter,
) -> Result<Vec<CaseFunds>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = files_of_units!()
        .select((
            case_files::evaluation_id,
            evaluations::kind,
            case_files::funds_fen,
        ))
        .into_boxed::<Engine>();
    let query = narrowed!(query, division, filter).order(case_files::evaluation_id);
    let rows: Vec<(String, String, Option<i64>)> = query.load(db)?;
    rows.into_iter()
        .map(|(id, kind, fen)| {
            let row = Row {
                table: "case_files",
                key: &id,
            };
            Ok(CaseFunds {
                evaluation: row.parse("evaluation_id", &id)?,
                kind,
                funds: fen.map(Money::from_fen),
            })
        })
        .collect()
}

/// The findings that these evaluations brought, taken back ones left out, by number.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn findings_of(
    db: &mut Db,
    division: Division,
    evaluations: &[EvaluationId],
) -> Result<Vec<EvaluationFinding>, StoreError> {
    let ids: Vec<String> = evaluations.iter().map(ToString::to_string).collect();
    let rows: Vec<FindingRow> = evaluation_findings::table
        .filter(evaluation_findings::division.eq(division.as_str()))
        .filter(evaluation_findings::origin_id.eq_any(ids))
        .filter(evaluation_findings::state.ne(hengji_domain::rectification::FindingState::Withdrawn.code()))
        .order((evaluation_findings::budget_year, evaluation_findings::serial))
        .select(FindingRow::as_select())
        .load(db)?;
    rows.into_iter().map(EvaluationFinding::try_from).collect()
}
