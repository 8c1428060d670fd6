//! 开启监控期 (open): a monitoring sheet for every project with an issued goal, at once.

use std::collections::{HashMap, HashSet};

use hengji_authz::{Action, Resource};
use hengji_domain::id::ProjectId;
use hengji_domain::monitoring::MonitoringPeriod;
use hengji_domain::person::Actor;
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::value::read::read_actual;
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Money, NaiveDate};
use hengji_store::monitoring::{
    OpenedPeriod, PeriodState, find_period, insert_period, periods_of_year, replace_results, sheets_of_period,
};
use hengji_store::{projects, sheets};
use serde::{Deserialize, Serialize};

use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::projects::page::resource;

/// A period to be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodOpening {
    /// Its code in the rules.
    pub code: String,
    /// That it is meant to be opened although its months are not over.
    #[serde(default)]
    pub is_early: bool,
}

/// Whether the months of a period are not over yet.
pub(super) fn is_early(period: &MonitoringPeriod, today: NaiveDate) -> bool {
    today <= period.cut_off
}

impl App {
    /// Opens a period of the rules for all projects whose goal is issued.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `monitoring-period-unknown` for a code that no rule has, `monitoring-period-not-over` for
    /// one whose months are not over unless that is meant, `monitoring-period-opened` for one that was opened before,
    /// `monitoring-nothing-issued` where no goal is issued.
    pub fn open_monitoring_period(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        opening: &PeriodOpening,
    ) -> Result<Written, AppError> {
        let code = opening.code.as_str();
        self.act(
            actor,
            Action::OpenMonitoringPeriod,
            &Request::new(key, &(year.get(), opening))?,
            |tx| {
                tx.about("monitoring_period", format!("{year}-{code}"));
                Ok((Resource::Division(tx.division), ()))
            },
            |tx, ()| {
                let rules = self.rules(tx.division, year);
                let period = rules
                    .monitoring_periods()?
                    .value
                    .into_iter()
                    .find(|period| period.code == code)
                    .ok_or_else(|| {
                        AppError::refused(
                            "monitoring-period-unknown",
                            format!("{year} 年的规则中没有监控期“{code}”,请先在规则中设定。"),
                        )
                    })?;
                // Payments of months that are not over make every project look late: that must be meant.
                if is_early(&period, tx.now.shanghai_date()) {
                    if !opening.is_early {
                        return Err(AppError::refused(
                            "monitoring-period-not-over",
                            format!(
                                "{year} 年 {} 监控期的数据截止日是 {},还没有到;请在截止日之后开启,确需提前的请确认提前开启。",
                                period.name, period.cut_off
                            ),
                        )
                        .into());
                    }
                    tx.detail("early", period.cut_off);
                }
                let count = self.open_for_all(tx, year, &period, &actor.name)?;
                tx.detail("period", &period.name);
                tx.detail("sheets", count);
                Ok(Written {
                    id: period.code,
                    version: 1,
                })
            },
        )
    }

    /// Opens the period and derives its sheets; how many.
    pub(crate) fn open_for_all(
        &self,
        tx: &mut Tx<'_>,
        year: BudgetYear,
        period: &MonitoringPeriod,
        by: &str,
    ) -> Step<usize> {
        if find_period(tx.db, tx.division, year, &period.code)?.is_some() {
            return Err(AppError::refused(
                "monitoring-period-opened",
                format!("{year} 年 {} 监控期已经开启,不能重复开启。", period.name),
            )
            .into());
        }
        let opened = OpenedPeriod {
            period: period.clone(),
            year,
            state: PeriodState::Open,
            opened_by: by.to_owned(),
            opened_at: tx.now,
            closed_by: None,
            closed_at: None,
            rules_version: None,
            version: 1,
        };
        insert_period(tx.db, tx.division, &opened)?;
        let added = add_missing(tx, year, &period.code)?;
        if added == 0 {
            return Err(AppError::refused(
                "monitoring-nothing-issued",
                format!("{year} 年还没有批复下达的绩效目标,没有可以监控的项目。"),
            )
            .into());
        }
        let results = self.judge_period(tx.db, tx.division, &opened, false)?;
        replace_results(tx.db, tx.division, year, &period.code, &results)?;
        Ok(added)
    }

    /// Opens the sheet of one project that the opening of the period passed over, because its goal was issued later.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `monitoring-no-open-period`, `goal-not-issued`, `sheet-exists`; [`AppError::NotFound`].
    pub fn open_monitoring(
        &self,
        actor: &Actor,
        key: &RequestKey,
        project: ProjectId,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::OpenMonitoring,
            &Request::new(key, &project.to_string())?,
            |tx| {
                tx.about("project", project);
                let listing =
                    projects::find_listing(tx.db, tx.division, project)?.ok_or(AppError::NotFound)?;
                Ok((resource(tx.division, &listing), listing))
            },
            |tx, listing| {
                let year = listing.project.year;
                let periods = periods_of_year(tx.db, tx.division, year)?;
                let opened = periods.iter().rev().find(|one| one.state == PeriodState::Open);
                let opened = opened.ok_or_else(|| {
                    AppError::refused(
                        "monitoring-no-open-period",
                        format!("{year} 年没有开启中的监控期,请等待绩效科开启。"),
                    )
                })?;
                let goal = sheets::find_for_project(tx.db, tx.division, project)?
                    .into_iter()
                    .find(is_issued)
                    .ok_or_else(|| {
                        AppError::refused(
                            "goal-not-issued",
                            "该项目的绩效目标尚未批复下达,不能开展监控;请先完成目标审批。",
                        )
                    })?;
                let sheet = from_goal(tx, &goal, listing.project.funding.total(), &opened.period.code)?;
                sheets::insert(tx.db, tx.division, &sheet)?;
                tx.about("sheet", sheet.id);
                tx.detail("project", &listing.project.name);
                tx.detail("period", &opened.period.name);
                Ok(Written {
                    id: sheet.id.to_string(),
                    version: sheet.version,
                })
            },
        )
    }
}

/// Adds monitoring sheets for all issued goals of a year, but for the projects that have theirs; how many.
pub(super) fn add_missing(tx: &mut Tx<'_>, year: BudgetYear, period: &str) -> Step<usize> {
    let present: HashSet<ProjectId> = sheets_of_period(tx.db, tx.division, year, period)?
        .into_iter()
        .map(|sheet| sheet.project)
        .collect();
    let goals = sheets::of_year(tx.db, tx.division, year, SheetKind::Goal)?;
    let budgets: HashMap<ProjectId, Option<Money>> = projects::of_year(tx.db, tx.division, year)?
        .into_iter()
        .map(|project| (project.id, project.funding.total()))
        .collect();
    let all: Vec<Sheet> = goals
        .iter()
        .filter(|goal| is_issued(goal) && !present.contains(&goal.project))
        .map(|goal| from_goal(tx, goal, budgets.get(&goal.project).copied().flatten(), period))
        .collect::<Step<_>>()?;
    sheets::insert_many(tx.db, tx.division, &all)?;
    Ok(all.len())
}

fn is_issued(sheet: &Sheet) -> bool {
    sheet.kind == SheetKind::Goal && matches!(sheet.state, SheetState::Concluded { .. })
}

/// The sheet that watches a goal: lines keep their keys, so that their life can be told.
///
/// 年初预算数 is the register's: what the goal repeats of it may be older.
fn from_goal(tx: &Tx<'_>, goal: &Sheet, budget: Option<Money>, period: &str) -> Step<Sheet> {
    Ok(Sheet {
        id: tx.fresh()?,
        project: goal.project,
        year: goal.year,
        kind: SheetKind::Monitoring,
        period: SheetPeriod::new(period),
        state: SheetState::Draft,
        edition: 0,
        version: 1,
        annual_goal: goal.annual_goal.clone(),
        achievement: String::new(),
        money: SheetMoney {
            initial: budget.or(goal.money.initial),
            adjusted: None,
            executed: None,
        },
        execution: ExecutionRow::default(),
        stated_total: None,
        computed_total: None,
        lines: goal.lines.iter().map(unanswered).collect(),
    })
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
