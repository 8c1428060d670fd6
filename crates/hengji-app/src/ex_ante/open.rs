//! 新建评估 (open): the checklist of its kind and the items of the framework of the year.

use hengji_authz::Action;
use hengji_domain::ex_ante::{ExAnteRules, Material, MaterialState, SubjectKind};
use hengji_domain::id::ProjectId;
use hengji_domain::person::Actor;
use hengji_domain::sheet::{ExecutionRow, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::workflow::SheetState;
use hengji_store::ex_ante::{self, ExAnteObject, ExAnteResult};
use hengji_store::{projects, sheets};

use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::projects::page::resource;

impl App {
    /// Opens the evaluation of a project on the list.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `ex-ante-not-listed`, `sheet-exists`; [`AppError::RuleMissing`]; [`AppError::NotFound`].
    pub fn open_ex_ante_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        project: ProjectId,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::OpenExAnteEvaluation,
            &Request::new(key, &project.to_string())?,
            |tx| {
                tx.about("project", project);
                let listing =
                    projects::find_listing(tx.db, tx.division, project)?.ok_or(AppError::NotFound)?;
                tx.detail("project", &listing.project.name);
                Ok((resource(tx.division, &listing), listing))
            },
            |tx, listing| {
                let project = &listing.project;
                let rules = self.rules(tx.division, project.year).ex_ante()?;
                let object = ex_ante::find_object(tx.db, tx.division, project.id)?
                    .filter(|object| object.is_listed)
                    .ok_or_else(|| {
                        AppError::refused(
                            "ex-ante-not-listed",
                            "该项目不在本年度事前绩效评估名单内,无需报送;认为应当评估的,请绩效科纳入名单。",
                        )
                    })?;
                let asked = project.funding.total().unwrap_or_default();
                let sheet = fresh_sheet(tx, &rules, &object, asked)?;
                sheets::insert(tx.db, tx.division, &sheet)?;
                let result = ExAnteResult {
                    sheet: sheet.id,
                    project: project.id,
                    year: project.year,
                    asked,
                    summary: String::new(),
                    discussion: None,
                    score: None,
                    proposed: None,
                    conclusion: None,
                    departure_reason: String::new(),
                    granted: None,
                    advice: String::new(),
                    concluded_at: None,
                };
                ex_ante::insert_result(tx.db, tx.division, &result)?;
                let materials = checklist(tx, &rules, &object)?;
                ex_ante::insert_materials(tx.db, tx.division, sheet.id, &materials)?;
                tx.about("sheet", sheet.id);
                tx.detail("lines", sheet.lines.len());
                Ok(Written {
                    id: sheet.id.to_string(),
                    version: sheet.version,
                })
            },
        )
    }
}

fn fresh_sheet(
    tx: &Tx<'_>,
    rules: &ExAnteRules,
    object: &ExAnteObject,
    asked: hengji_domain::Money,
) -> Step<Sheet> {
    Ok(Sheet {
        id: tx.fresh()?,
        project: object.project,
        year: object.year,
        kind: SheetKind::ExAnteEvaluation,
        period: SheetPeriod::default(),
        state: SheetState::Draft,
        edition: 0,
        version: 1,
        annual_goal: String::new(),
        achievement: String::new(),
        money: SheetMoney {
            initial: Some(asked),
            ..SheetMoney::default()
        },
        execution: ExecutionRow::default(),
        stated_total: None,
        computed_total: None,
        lines: rules.framework.value.lines(|| tx.fresh())?,
    })
}

fn checklist(tx: &Tx<'_>, rules: &ExAnteRules, object: &ExAnteObject) -> Step<Vec<Material>> {
    let list = &rules.materials.value;
    let items = match object.kind {
        SubjectKind::Project => &list.project,
        SubjectKind::Policy => &list.policy,
    };
    (1..)
        .zip(items)
        .map(|(position, item)| {
            Ok(Material {
                key: tx.fresh()?,
                position,
                item: item.clone(),
                state: MaterialState::Missing,
                reason: String::new(),
                decided_by: None,
                decided_at: None,
            })
        })
        .collect()
}
