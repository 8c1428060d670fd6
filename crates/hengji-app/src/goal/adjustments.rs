//! The adjustments of a year, what stands beside one, and the versions of a goal.

use hengji_authz::{Action, Place, scope};
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;
use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;
use hengji_store::adjustments::{self, Adjustment};

use super::adjust::{Beside, Effects, issued_edition, scores_as_issued};
use super::view::{AdjustmentRow, AdjustmentView, DroppedLine, GoalVersion};
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};
use crate::sheets::case::Case;
use crate::sheets::diff::compare;
use crate::sheets::snapshot::Snapshot;
use crate::sheets::tag::tag;

impl App {
    /// The adjustments of a year that one may see, in two statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for administrators and others without a part in it.
    pub fn goal_adjustments(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<AdjustmentRow>, AppError> {
        self.may_look(actor, Action::ListAdjustments)?;
        let all = self.read(|db| Ok(adjustments::of_year(db, actor.division, year)?))?;
        let reach = scope(actor);
        let chain = self
            .rules(actor.division, year)
            .chain(SheetKind::GoalAdjustment)
            .ok()
            .map(|chain| chain.value);
        Ok(all
            .into_iter()
            .filter(|one| {
                let place = Place {
                    unit: one.unit,
                    department: one.department,
                    budget_division: one.budget_division,
                };
                reach.contains(&place, matches!(one.sheet.state, SheetState::Concluded { .. }))
            })
            .map(|one| AdjustmentRow {
                sheet: one.sheet.id,
                project_name: one.project_name,
                unit_name: one.unit_name,
                state: tag(one.sheet.kind, &one.sheet.state, chain.as_ref()),
                reason: one.adjustment.reason,
                from_edition: one.adjustment.from_edition,
                replaced_edition: one.adjustment.replaced_edition,
                concluded_at: match one.sheet.state {
                    SheetState::Concluded { at } => Some(at),
                    _ => None,
                },
            })
            .collect())
    }

    /// The same list as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// As for [`App::goal_adjustments`].
    pub fn export_goal_adjustments(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<u8>, AppError> {
        let rows = self.goal_adjustments(actor, year)?;
        let edition = |edition: i32| Cell::Integer(i64::from(edition));
        let columns = [
            ("项目名称", 40),
            ("实施单位", 28),
            ("状态", 16),
            ("调整原因", 50),
            ("原版次", 10),
            ("替换为", 10),
            ("批准日期", 14),
        ];
        let rows = rows
            .iter()
            .map(|row| {
                vec![
                    Cell::text(row.project_name.clone()),
                    Cell::text(row.unit_name.clone()),
                    Cell::text(row.state.name.clone()),
                    Cell::text(row.reason.clone()),
                    edition(row.from_edition),
                    row.replaced_edition.map_or(Cell::Blank, edition),
                    row.concluded_at
                        .map_or(Cell::Blank, |at| Cell::Date(at.shanghai_date())),
                ]
            })
            .collect();
        let table = Table::new(format!("{year} 年度绩效目标调整清单"), &columns, rows);
        self.leave_house(actor, Action::ExportAdjustments, Some(year), table)
    }

    /// What stands beside the lines of an adjustment; none on other kinds.
    pub(crate) fn adjustment_of(&self, case: &Case) -> Result<Option<AdjustmentView>, AppError> {
        if case.sheet.kind != SheetKind::GoalAdjustment {
            return Ok(None);
        }
        let beside = self.read(|db| Beside::load(db, case.division, case.sheet.id))?;
        let effects = Effects::read(&case.in_force)?;
        let now = Snapshot::of(&case.sheet, case.names(), case.in_force.fingerprint());
        Ok(Some(AdjustmentView {
            goal: beside.adjustment.goal,
            from_edition: beside.adjustment.from_edition,
            dropped: beside
                .missing(&case.sheet)
                .map(|line| DroppedLine {
                    key: line.key.clone(),
                    level3: line.level3.clone(),
                    target: line.target.clone(),
                    reason: beside.reason_of(&line.key).to_owned(),
                })
                .collect(),
            diff: compare(&beside.issued, &now)?,
            reason: beside.adjustment.reason.clone(),
            basis: beside.adjustment.basis.clone(),
            replaced_edition: beside.adjustment.replaced_edition,
            replaces_goal: effects.replaces_goal,
            weights_fixed: effects.weights_fixed,
        }))
    }

    /// 编制, 批复 and 执行 of a goal; on a self-evaluation which of them it answers; empty on other kinds.
    pub(crate) fn versions_of(&self, case: &Case) -> Result<Vec<GoalVersion>, AppError> {
        if case.sheet.kind != SheetKind::Goal || !matches!(case.sheet.state, SheetState::Concluded { .. }) {
            return Ok(Vec::new());
        }
        let all = self.read(|db| Ok(adjustments::of_goal(db, case.division, case.sheet.id)?))?;
        let basis = scores_as_issued(&case.in_force)?;
        Ok(versions(case, &all, basis))
    }
}

fn versions(case: &Case, all: &[Adjustment], scores_as_issued: bool) -> Vec<GoalVersion> {
    let in_force = case.sheet.edition;
    let issued = issued_edition(&case.signatures, case.chain.steps.len()).unwrap_or(in_force);
    let answered = |here: bool| if here { ";自评以此版为准" } else { "" };
    let mut versions = vec![
        GoalVersion {
            stage: "编制",
            edition: 1,
            note: "第一次提交".to_owned(),
        },
        GoalVersion {
            stage: "批复",
            edition: issued,
            note: format!("批复下达{}", answered(scores_as_issued)),
        },
    ];
    let replaced = all
        .iter()
        .filter(|one| one.replaced_edition == Some(in_force))
        .count();
    versions.push(GoalVersion {
        stage: "执行",
        edition: in_force,
        note: format!(
            "{}{}",
            if 0 < replaced {
                "经批准的调整替换"
            } else {
                "与批复相同"
            },
            answered(!scores_as_issued)
        ),
    });
    versions
}
