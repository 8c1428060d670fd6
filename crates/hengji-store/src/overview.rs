//! 单位总览 (overview): for each unit how far its goals and self-evaluations have come, in two statements.

mod standing;

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use hengji_authz::Scope;
use hengji_domain::id::UnitId;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division, Money};

use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::projects::Progress;
use crate::schema::{DEPARTMENTS, projects, sheets, units};
use crate::scope::{has_sheet, within};
use crate::sheets::CONCLUDED;
use crate::text::{Row, year_column};

pub use standing::{Standing, standings};

/// How many sheets of a kind stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// 编报中.
    pub draft: u64,
    /// 审核中.
    pub in_review: u64,
    /// 退回修改.
    pub returned: u64,
    /// 已批复 / 已审定.
    pub concluded: u64,
}

impl Tally {
    /// Sheets that the unit has handed in and that have not come back.
    pub const fn handed_in(&self) -> u64 {
        self.in_review + self.concluded
    }

    fn add(&mut self, progress: Progress, count: u64) {
        match progress {
            Progress::Draft => self.draft += count,
            Progress::InReview => self.in_review += count,
            Progress::Returned => self.returned += count,
            Progress::Concluded => self.concluded += count,
            Progress::NotOpened | Progress::Outstanding => {}
        }
    }
}

/// A unit with its projects of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitOverview {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Name of its department.
    pub department_name: String,
    /// Number of projects.
    pub projects: u64,
    /// Their money.
    pub total: Money,
    /// Goals by where they stand; projects without one make up the rest.
    pub goals: Tally,
    /// Self-evaluations by where they stand.
    pub self_evaluations: Tally,
}

impl UnitOverview {
    /// Projects whose sheet of the kind is still to be handed in, whether it was begun or not.
    pub const fn outstanding(&self, kind: SheetKind) -> u64 {
        let tally = match kind {
            SheetKind::Goal => &self.goals,
            SheetKind::SelfEvaluation => &self.self_evaluations,
            // Monitoring is counted by its periods, not once for a project.
            SheetKind::GoalAdjustment | SheetKind::Monitoring => return 0,
            // Only what is on the list is evaluated, so nothing is outstanding for the rest.
            SheetKind::ExAnteEvaluation => return 0,
        };
        self.projects.saturating_sub(tally.handed_in())
    }
}

/// Every unit of the scope that has projects in the year, by name.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn by_unit(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    scope: &Scope,
) -> Result<Vec<UnitOverview>, StoreError> {
    if *scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let mut tallies = tallies(db, division, year, scope)?;
    unit_totals(db, division, year, scope)?
        .into_iter()
        .map(|(unit, unit_name, department_name, projects, total)| {
            let row = Row {
                table: "units",
                key: &unit,
            };
            let (goals, self_evaluations) = tallies.remove(&unit).unwrap_or_default();
            Ok(UnitOverview {
                unit: row.parse("unit_id", &unit)?,
                projects: row.number("COUNT", projects)?,
                total: Money::from_fen(total),
                unit_name,
                department_name,
                goals,
                self_evaluations,
            })
        })
        .collect()
}

type UnitTotals = (String, String, String, i64, i64);

fn unit_totals(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    scope: &Scope,
) -> Result<Vec<UnitTotals>, StoreError> {
    let query = projects::table
        .inner_join(
            units::table.on(units::division
                .eq(projects::division)
                .and(units::unit_id.eq(projects::unit_id))),
        )
        .inner_join(
            DEPARTMENTS.on(DEPARTMENTS
                .field(units::division)
                .eq(units::division)
                .and(DEPARTMENTS.field(units::unit_id).eq(units::department_id))),
        )
        .group_by((units::unit_id, units::name, units::pinyin_sort))
        .select((
            units::unit_id,
            units::name,
            // A unit has one department, so the greatest of its names is its name.
            sql::<Text>("MAX(departments.name)"),
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("CAST(SUM(projects.total_fen) AS BIGINT)"),
        ))
        .into_boxed::<Engine>();
    let issued = has_sheet!(division, SheetKind::YEARLY, [CONCLUDED]).eq(true);
    let query = within!(query, division, scope, issued);
    Ok(query
        .filter(projects::division.eq(division.to_string()))
        .filter(projects::budget_year.eq(year_column(year)))
        .order((units::pinyin_sort, units::unit_id))
        .load(db)?)
}

fn tallies(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    scope: &Scope,
) -> Result<BTreeMap<String, (Tally, Tally)>, StoreError> {
    let query = sheets::table
        .inner_join(
            projects::table.on(projects::division
                .eq(sheets::division)
                .and(projects::project_id.eq(sheets::project_id))),
        )
        .group_by((projects::unit_id, sheets::kind, sheets::state))
        .select((
            projects::unit_id,
            sheets::kind,
            sheets::state,
            sql::<BigInt>("COUNT(*)"),
        ))
        .into_boxed::<Engine>();
    let query = within!(query, division, scope, sheets::state.eq(CONCLUDED));
    let rows: Vec<(String, String, String, i64)> = query
        .filter(sheets::division.eq(division.to_string()))
        .filter(projects::division.eq(division.to_string()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .order((projects::unit_id, sheets::kind, sheets::state))
        .load(db)?;
    let mut tallies: BTreeMap<String, (Tally, Tally)> = BTreeMap::new();
    for (unit, kind, state, count) in rows {
        let row = Row {
            table: "sheets",
            key: &unit,
        };
        let progress = row.code("state", &state, Progress::from_state_code)?;
        let (goals, self_evaluations) = tallies.entry(unit.clone()).or_default();
        let tally = match row.code("kind", &kind, SheetKind::from_code)? {
            SheetKind::Goal => goals,
            SheetKind::SelfEvaluation => self_evaluations,
            SheetKind::GoalAdjustment | SheetKind::Monitoring | SheetKind::ExAnteEvaluation => continue,
        };
        tally.add(progress, row.number("COUNT", count)?);
    }
    Ok(tallies)
}

#[cfg(test)]
mod tests;
