//! 绩效目标调整 (goal adjustments): reason and basis beside the sheet, and what became of the goal.

use std::collections::BTreeMap;

use diesel::prelude::*;
use hengji_domain::id::SheetId;
use hengji_domain::{BudgetYear, Division};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{goal_adjustments, projects, sheets, units};
use crate::sheets::{BRIEF, BriefColumns, SheetBrief, read_brief};
use crate::text::{Row, loaded, stored, year_column};

/// Why and from what a goal is adjusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// The adjustment's own sheet.
    pub sheet: SheetId,
    /// The goal that is adjusted.
    pub goal: SheetId,
    /// The edition of the goal it was made from.
    pub from_edition: i32,
    /// 调整原因.
    pub reason: String,
    /// 调整依据.
    pub basis: String,
    /// Dropped lines with their reasons, as JSON.
    pub dropped: String,
    /// The edition of the goal that it became; none while pending or where the rule keeps the goal.
    pub replaced_edition: Option<i32>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = goal_adjustments, treat_none_as_default_value = false)]
struct AdjustmentRow {
    division: String,
    sheet_id: String,
    goal_id: String,
    from_edition: i32,
    reason: Option<String>,
    basis: Option<String>,
    dropped: String,
    replaced_edition: Option<i32>,
}

impl AdjustmentRow {
    fn new(division: Division, adjustment: &Adjustment) -> Self {
        Self {
            division: division.to_string(),
            sheet_id: adjustment.sheet.to_string(),
            goal_id: adjustment.goal.to_string(),
            from_edition: adjustment.from_edition,
            reason: stored(&adjustment.reason),
            basis: stored(&adjustment.basis),
            dropped: adjustment.dropped.clone(),
            replaced_edition: adjustment.replaced_edition,
        }
    }
}

impl TryFrom<AdjustmentRow> for Adjustment {
    type Error = StoreError;

    fn try_from(read: AdjustmentRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "goal_adjustments",
            key: &read.sheet_id,
        };
        Ok(Self {
            sheet: row.parse("sheet_id", &read.sheet_id)?,
            goal: row.parse("goal_id", &read.goal_id)?,
            from_edition: read.from_edition,
            reason: loaded(read.reason),
            basis: loaded(read.basis),
            dropped: read.dropped,
            replaced_edition: read.replaced_edition,
        })
    }
}

/// Keeps adjustments; how many.
///
/// # Errors
///
/// [`StoreError::Reference`] when a sheet does not exist.
pub fn insert_many(db: &mut Db, division: Division, all: &[Adjustment]) -> Result<usize, StoreError> {
    let rows: Vec<AdjustmentRow> = all.iter().map(|one| AdjustmentRow::new(division, one)).collect();
    insert_chunked!(db, goal_adjustments::table, rows)
}

/// Writes reason, basis and dropped lines down; the sheet is updated in the same transaction and guards both.
///
/// # Errors
///
/// Of the engine.
pub fn explain(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
    reason: &str,
    basis: &str,
    dropped: &str,
) -> Result<(), StoreError> {
    diesel::update(goal_adjustments::table.find((division.as_str(), sheet.to_string())))
        .set((
            goal_adjustments::reason.eq(stored(reason)),
            goal_adjustments::basis.eq(stored(basis)),
            goal_adjustments::dropped.eq(dropped),
        ))
        .execute(db)?;
    Ok(())
}

/// Notes which edition of the goal the adjustment became.
///
/// # Errors
///
/// Of the engine.
pub fn set_replaced(db: &mut Db, division: Division, sheet: SheetId, edition: i32) -> Result<(), StoreError> {
    diesel::update(goal_adjustments::table.find((division.as_str(), sheet.to_string())))
        .set(goal_adjustments::replaced_edition.eq(edition))
        .execute(db)?;
    Ok(())
}

/// The adjustment with this sheet.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, sheet: SheetId) -> Result<Option<Adjustment>, StoreError> {
    goal_adjustments::table
        .find((division.as_str(), sheet.to_string()))
        .select(AdjustmentRow::as_select())
        .first(db)
        .optional()?
        .map(Adjustment::try_from)
        .transpose()
}

/// The adjustments of a goal, oldest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_goal(db: &mut Db, division: Division, goal: SheetId) -> Result<Vec<Adjustment>, StoreError> {
    goal_adjustments::table
        .filter(goal_adjustments::division.eq(division.as_str()))
        .filter(goal_adjustments::goal_id.eq(goal.to_string()))
        .order(goal_adjustments::sheet_id)
        .select(AdjustmentRow::as_select())
        .load(db)?
        .into_iter()
        .map(Adjustment::try_from)
        .collect()
}

/// An adjustment in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustmentListing {
    /// The adjustment.
    pub adjustment: Adjustment,
    /// Its sheet.
    pub sheet: SheetBrief,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit: hengji_domain::id::UnitId,
    /// Its name.
    pub unit_name: String,
    /// 主管部门.
    pub department: hengji_domain::id::UnitId,
    /// 归口科室 of the unit.
    pub budget_division: Option<hengji_domain::id::UnitId>,
}

/// The adjustments of a year by project code, in two statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<AdjustmentListing>, StoreError> {
    type Columns = (BriefColumns, (String, String, String), (String, Option<String>));
    let rows: Vec<Columns> = sheets::table
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
        .filter(sheets::division.eq(division.as_str()))
        .filter(projects::division.eq(division.as_str()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(hengji_domain::sheet::SheetKind::GoalAdjustment.code()))
        .order((projects::code, sheets::sheet_id))
        .select((
            BRIEF,
            (projects::name, projects::unit_id, projects::department_id),
            (units::name, units::budget_division_id),
        ))
        .load(db)?;
    let ids: Vec<&str> = rows.iter().map(|row| row.0.0.as_str()).collect();
    let found: Vec<AdjustmentRow> = goal_adjustments::table
        .filter(goal_adjustments::division.eq(division.as_str()))
        .filter(goal_adjustments::sheet_id.eq_any(ids))
        .order(goal_adjustments::sheet_id)
        .select(AdjustmentRow::as_select())
        .load(db)?;
    let mut found: BTreeMap<String, AdjustmentRow> =
        found.into_iter().map(|row| (row.sheet_id.clone(), row)).collect();
    rows.into_iter()
        .map(|(brief, (project_name, unit, department), (unit_name, owner))| {
            let key = brief.0.clone();
            let row = Row {
                table: "goal_adjustments",
                key: &key,
            };
            let adjustment = found
                .remove(&key)
                .ok_or_else(|| row.corrupt("调整表缺少调整说明"))?;
            Ok(AdjustmentListing {
                adjustment: Adjustment::try_from(adjustment)?,
                sheet: read_brief(brief)?,
                unit: row.parse("unit_id", &unit)?,
                department: row.parse("department_id", &department)?,
                budget_division: row.parse_opt("budget_division_id", owner.as_deref())?,
                project_name,
                unit_name,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
