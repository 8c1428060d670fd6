//! 新建绩效自评 (open): the lines of the issued goal under the same keys, money from its sources.

use hengji_authz::Action;
use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::rule::GoalFrame;
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::value::read::read_actual;
use hengji_domain::workflow::SheetState;
use hengji_store::projects::ProjectListing;
use hengji_store::{editions, facts, projects, sheets, signatures};

use crate::app::{App, Request, Step, Tx};
use crate::budget_years;
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::goal::adjust::{issued_edition, scores_as_issued};
use crate::projects::page::{resource, sourced_money};
use crate::sheets::as_form::Names;
use crate::sheets::judge::judge;
use crate::sheets::snapshot::Snapshot;

impl App {
    /// Opens the self-evaluation of a project from its issued goal.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `goal-not-issued` while the goal is not issued, `sheet-exists` when there is one.
    pub fn open_self_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        project: ProjectId,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::OpenSelfEvaluation,
            &Request::new(key, &project.to_string())?,
            |tx| {
                tx.about("project", project);
                let listing =
                    projects::find_listing(tx.db, tx.division, project)?.ok_or(AppError::NotFound)?;
                Ok((resource(tx.division, &listing), listing))
            },
            |tx, listing| {
                budget_years::require_open(tx, listing.project.year)?;
                let rules = self.rules(tx.division, listing.project.year).sheet_rules()?;
                let goal = self.goal_to_answer(tx, &listing)?;
                let money = money(tx, &listing, &goal)?;
                let mut sheet = from_goal(tx.fresh()?, &goal, money, &rules.frame.value);
                let names = Names {
                    project: &listing.project.name,
                    unit: &listing.unit_name,
                    department: &listing.department_name,
                };
                // The execution row is filled from its sources, so it has a score at once. What is still blank is
                // no finding before somebody has saved.
                judge(&mut sheet, names, &rules);
                sheets::insert(tx.db, tx.division, &sheet)?;
                tx.about("sheet", sheet.id);
                tx.detail("project", &listing.project.name);
                tx.detail("lines", sheet.lines.len());
                Ok(Written {
                    id: sheet.id.to_string(),
                    version: sheet.version,
                })
            },
        )
    }
}

impl App {
    /// The goal that the self-evaluation answers: as it is in force, or as it was issued where the rule says so.
    fn goal_to_answer(&self, tx: &mut Tx<'_>, listing: &ProjectListing) -> Step<Sheet> {
        let goal = issued_goal(tx, listing)?;
        let in_force = self.rules(tx.division, goal.year);
        if !scores_as_issued(&in_force)? {
            return Ok(goal);
        }
        let signed = signatures::of_sheet(tx.db, tx.division, goal.id)?;
        let steps = in_force.chain(SheetKind::Goal)?.value.steps.len();
        let issued = issued_edition(&signed, steps).filter(|edition| *edition != goal.edition);
        let Some(edition) = issued else {
            return Ok(goal);
        };
        let kept = editions::find(tx.db, tx.division, goal.id, edition)?.ok_or(AppError::NotFound)?;
        let snapshot = Snapshot::from_json(&kept.snapshot)?;
        let lines = snapshot
            .lines
            .iter()
            .zip(1..)
            .map(|(line, position)| line.to_line(position))
            .collect::<Result<_, _>>()?;
        Ok(Sheet {
            annual_goal: snapshot.annual_goal,
            lines,
            ..goal
        })
    }
}

fn issued_goal(tx: &mut Tx<'_>, listing: &ProjectListing) -> Step<Sheet> {
    let all = sheets::find_for_project(tx.db, tx.division, listing.project.id)?;
    let goal = all
        .into_iter()
        .find(|sheet| sheet.kind == SheetKind::Goal && matches!(sheet.state, SheetState::Concluded { .. }));
    goal.ok_or_else(|| {
        AppError::refused(
            "goal-not-issued",
            "该项目的绩效目标尚未批复下达,不能开展自评;请先完成目标审批。",
        )
        .into()
    })
}

fn money(tx: &mut Tx<'_>, listing: &ProjectListing, goal: &Sheet) -> Step<SheetMoney> {
    let project = &listing.project;
    let loaded = facts::of_subject(tx.db, tx.division, project.year, &project.id.to_string())?;
    let initial = project.funding.total().or(goal.money.initial);
    let figures = sourced_money(&loaded, initial.unwrap_or_default());
    let initial = figures.initial.map(|sourced| sourced.money).or(initial);
    Ok(SheetMoney {
        initial,
        adjusted: figures.adjusted.map(|sourced| sourced.money).or(initial),
        executed: figures.executed.map(|sourced| sourced.money),
    })
}

/// The sheet that answers a goal: lines keep their keys, so that their life can be told.
pub(crate) fn from_goal(id: SheetId, goal: &Sheet, money: SheetMoney, frame: &GoalFrame) -> Sheet {
    Sheet {
        id,
        project: goal.project,
        year: goal.year,
        kind: SheetKind::SelfEvaluation,
        period: SheetPeriod::default(),
        state: SheetState::Draft,
        edition: 0,
        version: 1,
        annual_goal: goal.annual_goal.clone(),
        achievement: String::new(),
        money,
        execution: ExecutionRow {
            weight: Some(frame.execution_weight),
            ..ExecutionRow::default()
        },
        stated_total: None,
        computed_total: None,
        lines: goal.lines.iter().map(unanswered).collect(),
    }
}

fn unanswered(line: &Line) -> Line {
    Line {
        actual: read_actual(""),
        stated_score: None,
        computed_score: None,
        reason: None,
        ..line.clone()
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::id::LineKey;
    use hengji_domain::value::read::read_target;
    use hengji_domain::{BudgetYear, Money, Timestamp, Weight};

    use super::*;

    #[test]
    fn lines_keep_their_keys_and_targets_and_lose_their_answers() {
        let at = Timestamp::from_micros(0);
        let line = Line {
            key: LineKey::new(at, [1; 10]),
            position: 1,
            level1: "产出指标".into(),
            level2: "数量指标".into(),
            level3: "养护里程".into(),
            target: read_target("≥300公里"),
            actual: read_actual("280公里"),
            weight: Some(Weight::from_centi(1000)),
            stated_score: None,
            computed_score: None,
            reason: Some("旧".into()),
            parent: None,
            library_indicator: None,
        };
        let goal = Sheet {
            id: SheetId::new(at, [2; 10]),
            project: ProjectId::new(at, [3; 10]),
            year: BudgetYear::new(2020).unwrap(),
            kind: SheetKind::Goal,
            period: SheetPeriod::default(),
            state: SheetState::Concluded { at },
            edition: 2,
            version: 9,
            annual_goal: "完成养护".into(),
            achievement: String::new(),
            money: SheetMoney::default(),
            execution: ExecutionRow::default(),
            stated_total: None,
            computed_total: None,
            lines: vec![line.clone()],
        };
        let frame = GoalFrame {
            execution_weight: Weight::from_centi(1000),
            first_levels: vec![],
        };
        let money = SheetMoney {
            initial: Some(Money::from_fen(5)),
            ..SheetMoney::default()
        };
        let sheet = from_goal(SheetId::new(at, [4; 10]), &goal, money, &frame);
        assert_eq!(sheet.lines[0].key, line.key);
        assert_eq!(sheet.lines[0].target, line.target);
        assert!(sheet.lines[0].actual.is_blank() && sheet.lines[0].reason.is_none());
        assert_eq!(
            (sheet.edition, sheet.version, sheet.state),
            (0, 1, SheetState::Draft)
        );
        assert_eq!(sheet.execution.weight, Some(Weight::from_centi(1000)));
        assert_eq!(sheet.money.initial, Some(Money::from_fen(5)));
    }
}
