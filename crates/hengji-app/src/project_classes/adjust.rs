//! 调整类别 (adjust): a person moves one project to another class and says why.

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::id::ProjectId;
use hengji_domain::person::Actor;
use hengji_domain::project_class::{CatalogueState, ProjectClass};
use hengji_store::project_classes::{self, Adjustment};
use serde::{Deserialize, Serialize};

use super::propose::REASON_MOST;
use super::{hand, newest};
use crate::app::{App, Halt, Request};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};

/// Fewest characters of a reason that an approver can judge.
const REASON_LEAST: usize = 4;

/// A move of a project from the class it was seen in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassMove {
    /// Code of the class on the page.
    pub from: String,
    /// Code of the class wanted.
    pub to: String,
    /// Why.
    pub reason: String,
}

impl App {
    /// Moves a project of the proposed catalogue to another class.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `class-catalogue-frozen` or `-submitted`; [`AppError::Invalid`] without a reason or for
    /// the class it is in; [`AppError::Stale`] when somebody moved it meanwhile; [`AppError::NotFound`].
    pub fn adjust_class(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        project: ProjectId,
        input: &ClassMove,
    ) -> Result<Written, AppError> {
        let (from, to, reason) = read(input)?;
        self.act(
            actor,
            Action::AdjustProjectClass,
            &Request::new(key, &(year.get(), project.to_string(), input))?,
            |tx| {
                tx.about("project", project);
                Ok((Resource::Division(tx.division), ()))
            },
            |tx, ()| {
                let catalogue = newest(tx.db, tx.division, year, CatalogueState::Proposed)?;
                let entry = project_classes::entry(tx.db, tx.division, catalogue.id, project)?
                    .ok_or(AppError::NotFound)?;
                if entry.class != from {
                    return Err(Halt::stale("class_entries", project));
                }
                project_classes::touch(tx.db, tx.division, catalogue.id)?;
                project_classes::set_class(tx.db, tx.division, catalogue.id, project, from, to)?;
                let adjustment = Adjustment {
                    id: tx.fresh()?,
                    catalogue: catalogue.id,
                    project,
                    from,
                    to,
                    reason: reason.to_owned(),
                    made: hand(tx, actor),
                };
                project_classes::insert_adjustment(tx.db, tx.division, &[adjustment])?;
                tx.detail("name", &entry.name);
                tx.detail("from_class", from.name());
                tx.detail("to_class", to.name());
                tx.detail("reason", reason);
                Ok(Written {
                    id: project.to_string(),
                    version: catalogue.version.saturating_add(1),
                })
            },
        )
    }
}

fn read(input: &ClassMove) -> Result<(ProjectClass, ProjectClass, &str), AppError> {
    let mut errors = Vec::new();
    let (from, to) = (
        ProjectClass::from_code(&input.from),
        ProjectClass::from_code(&input.to),
    );
    let reason = input.reason.trim();
    let length = reason.chars().count();
    if to.is_none() || from.is_none() {
        errors.push(FieldError::new(
            "to",
            "class-unknown",
            "请选择 A、B、C 中的一类。",
        ));
    } else if to == from {
        errors.push(FieldError::new(
            "to",
            "class-unchanged",
            format!("项目现在就是 {} 类,请选择另一类。", input.to),
        ));
    }
    if !(REASON_LEAST..=REASON_MOST).contains(&length) {
        errors.push(FieldError::new(
            "reason",
            "class-reason-unfit",
            format!("请写明调整理由,{REASON_LEAST} 至 {REASON_MOST} 个字,现为 {length} 个字。"),
        ));
    }
    match (from, to) {
        (Some(from), Some(to)) if errors.is_empty() => Ok((from, to, reason)),
        _ => Err(AppError::Invalid(errors)),
    }
}
