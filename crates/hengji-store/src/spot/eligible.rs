//! 名单 (eligible list): every project whose self-evaluation is finalised, as it was when the list was frozen.

use diesel::prelude::*;
use hengji_domain::id::{ProjectId, SheetId, SpotRoundId, UnitId};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division, Money, Score, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{DEPARTMENTS, projects, sheets, spot_eligible, units};
use crate::sheets::CONCLUDED;
use crate::text::{Row, year_column};

/// Why a project is on the frozen list and yet not drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotOff {
    /// Why.
    pub reason: String,
    /// Who took it off.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// A project of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotEligible {
    /// The project.
    pub project: ProjectId,
    /// 项目代码, from which its ticket is computed.
    pub code: String,
    /// 主管部门.
    pub department: UnitId,
    /// Its name when the list was frozen.
    pub department_name: String,
    /// Money of the project.
    pub amount: Money,
    /// 自评分 as the unit stated it.
    pub self_score: Option<Score>,
    /// The finalised self-evaluation.
    pub sheet: SheetId,
    /// Taken off before the announcement.
    pub off: Option<SpotOff>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = spot_eligible, treat_none_as_default_value = false)]
pub(super) struct EligibleRow {
    division: String,
    round_id: String,
    project_id: String,
    code: String,
    department_id: String,
    department_name: String,
    amount_fen: i64,
    self_score_centi: Option<i32>,
    sheet_id: String,
    off_reason: Option<String>,
    off_by_name: Option<String>,
    off_at: Option<i64>,
}

impl EligibleRow {
    fn new(division: Division, round: SpotRoundId, one: &SpotEligible) -> Self {
        let off = one.off.as_ref();
        Self {
            division: division.to_string(),
            round_id: round.to_string(),
            project_id: one.project.to_string(),
            code: one.code.clone(),
            department_id: one.department.to_string(),
            department_name: one.department_name.clone(),
            amount_fen: one.amount.fen(),
            self_score_centi: one.self_score.map(Score::centi),
            sheet_id: one.sheet.to_string(),
            off_reason: off.map(|off| off.reason.clone()),
            off_by_name: off.map(|off| off.name.clone()),
            off_at: off.map(|off| off.at.micros()),
        }
    }
}

impl TryFrom<EligibleRow> for SpotEligible {
    type Error = StoreError;

    fn try_from(stored: EligibleRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "spot_eligible",
            key: &stored.project_id,
        };
        let off = match (stored.off_reason, stored.off_by_name, stored.off_at) {
            (Some(reason), Some(name), Some(at)) => Some(SpotOff {
                reason,
                name,
                at: Timestamp::from_micros(at),
            }),
            _ => None,
        };
        Ok(Self {
            project: row.parse("project_id", &stored.project_id)?,
            department: row.parse("department_id", &stored.department_id)?,
            amount: Money::from_fen(stored.amount_fen),
            self_score: stored.self_score_centi.map(Score::from_centi),
            sheet: row.parse("sheet_id", &stored.sheet_id)?,
            off,
            code: stored.code,
            department_name: stored.department_name,
        })
    }
}

type CandidateColumns = (
    (String, String, i64),
    (String, String),
    (String, Option<i32>, Option<i32>),
);

/// The projects of a year whose self-evaluation is finalised now, by code, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn candidates(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<SpotEligible>, StoreError> {
    let rows: Vec<CandidateColumns> = sheets::table
        .inner_join(
            projects::table.on(projects::division
                .eq(sheets::division)
                .and(projects::project_id.eq(sheets::project_id))),
        )
        .inner_join(
            DEPARTMENTS.on(DEPARTMENTS
                .field(units::division)
                .eq(projects::division)
                .and(DEPARTMENTS.field(units::unit_id).eq(projects::department_id))),
        )
        .filter(sheets::division.eq(division.to_string()))
        .filter(projects::division.eq(division.to_string()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(SheetKind::SelfEvaluation.code()))
        .filter(sheets::state.eq(CONCLUDED))
        .order((projects::code, projects::project_id))
        .select((
            (projects::project_id, projects::code, projects::total_fen),
            (DEPARTMENTS.field(units::unit_id), DEPARTMENTS.field(units::name)),
            (
                sheets::sheet_id,
                sheets::stated_total_centi,
                sheets::computed_total_centi,
            ),
        ))
        .load(db)?;
    rows.into_iter().map(candidate).collect()
}

fn candidate(columns: CandidateColumns) -> Result<SpotEligible, StoreError> {
    let ((project, code, amount), (department, department_name), (sheet, stated, computed)) = columns;
    let row = Row {
        table: "projects",
        key: &project,
    };
    Ok(SpotEligible {
        project: row.parse("project_id", &project)?,
        department: row.parse("department_id", &department)?,
        amount: Money::from_fen(amount),
        self_score: stated.or(computed).map(Score::from_centi),
        sheet: row.parse("sheet_id", &sheet)?,
        off: None,
        code,
        department_name,
    })
}

/// Writes the list of a round; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a project is on it twice; [`StoreError::Reference`] for an unknown round.
pub fn insert_eligible(
    db: &mut Db,
    division: Division,
    round: SpotRoundId,
    all: &[SpotEligible],
) -> Result<usize, StoreError> {
    let rows: Vec<EligibleRow> = all
        .iter()
        .map(|one| EligibleRow::new(division, round, one))
        .collect();
    insert_chunked!(db, spot_eligible::table, rows)
}

/// Takes the whole list away, to be frozen afresh.
///
/// # Errors
///
/// [`StoreError::Reference`] once projects were drawn from it.
pub fn remove_eligible(db: &mut Db, division: Division, round: SpotRoundId) -> Result<usize, StoreError> {
    let removed = diesel::delete(
        spot_eligible::table
            .filter(spot_eligible::division.eq(division.to_string()))
            .filter(spot_eligible::round_id.eq(round.to_string())),
    )
    .execute(db)?;
    Ok(removed)
}

/// The list of a round by code, what was taken off among it.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn eligible(
    db: &mut Db,
    division: Division,
    round: SpotRoundId,
) -> Result<Vec<SpotEligible>, StoreError> {
    spot_eligible::table
        .filter(spot_eligible::division.eq(division.to_string()))
        .filter(spot_eligible::round_id.eq(round.to_string()))
        .order(spot_eligible::code)
        .select(EligibleRow::as_select())
        .load(db)?
        .into_iter()
        .map(SpotEligible::try_from)
        .collect()
}

/// Writes down that a project was taken off; whether it is on the list.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn take_off(
    db: &mut Db,
    division: Division,
    round: SpotRoundId,
    project: ProjectId,
    off: &SpotOff,
) -> Result<bool, StoreError> {
    let key = (division.to_string(), round.to_string(), project.to_string());
    let updated = diesel::update(spot_eligible::table.find(key))
        .set((
            spot_eligible::off_reason.eq(&off.reason),
            spot_eligible::off_by_name.eq(&off.name),
            spot_eligible::off_at.eq(off.at.micros()),
        ))
        .execute(db)?;
    Ok(updated == 1)
}
