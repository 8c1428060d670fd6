//! 新建绩效目标 (open): an empty goal of a project, its money filled in from the register.

use hengji_authz::Action;
use hengji_domain::Money;
use hengji_domain::id::ProjectId;
use hengji_domain::person::Actor;
use hengji_domain::sheet::{ExecutionRow, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::workflow::SheetState;
use hengji_store::projects::ProjectListing;
use hengji_store::{facts, projects, sheets};

use crate::app::{App, Request, Step, Tx};
use crate::budget_years;
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::projects::page::{resource, sourced_money};

impl App {
    /// Opens the goal of a project.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `sheet-exists` when there is one; [`AppError::NotFound`]; [`AppError::RuleMissing`]
    /// for a year without a frame, because nobody could say what the goal must hold.
    pub fn open_goal(
        &self,
        actor: &Actor,
        key: &RequestKey,
        project: ProjectId,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::OpenGoal,
            &Request::new(key, &project.to_string())?,
            |tx| {
                tx.about("project", project);
                let listing =
                    projects::find_listing(tx.db, tx.division, project)?.ok_or(AppError::NotFound)?;
                Ok((resource(tx.division, &listing), listing))
            },
            |tx, listing| {
                let year = listing.project.year;
                budget_years::require_open(tx, year)?;
                self.rules(tx.division, year).sheet_rules()?;
                let sheet = Sheet {
                    id: tx.fresh()?,
                    project,
                    year,
                    kind: SheetKind::Goal,
                    period: SheetPeriod::default(),
                    state: SheetState::Draft,
                    edition: 0,
                    version: 1,
                    annual_goal: String::new(),
                    achievement: String::new(),
                    money: SheetMoney {
                        initial: initial_budget(tx, &listing)?,
                        ..SheetMoney::default()
                    },
                    execution: ExecutionRow::default(),
                    stated_total: None,
                    computed_total: None,
                    lines: Vec::new(),
                };
                sheets::insert(tx.db, tx.division, &sheet)?;
                tx.about("sheet", sheet.id);
                tx.detail("project", &listing.project.name);
                Ok(Written {
                    id: sheet.id.to_string(),
                    version: sheet.version,
                })
            },
        )
    }
}

/// 年初预算数 from the budget file, where one was loaded; else from the register.
fn initial_budget(tx: &mut Tx<'_>, listing: &ProjectListing) -> Step<Option<Money>> {
    let project = &listing.project;
    let registered = project.funding.total();
    let loaded = facts::of_subject(tx.db, tx.division, project.year, &project.id.to_string())?;
    let figures = sourced_money(&loaded, registered.unwrap_or_default());
    Ok(figures.initial.map(|sourced| sourced.money).or(registered))
}
