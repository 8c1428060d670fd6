//! 生成名单 (making the list) of a year by the rules, and changing it by hand with a reason.

use std::collections::HashMap;

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::ex_ante::object::{categorise, reasons};
use hengji_domain::ex_ante::{Category, ExAnteRules};
use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::project::Project;
use hengji_store::ex_ante::{self, ExAnteObject, ListChange};
use hengji_store::projects;
use serde::{Deserialize, Serialize};

use super::case::bounded;
use crate::app::{App, Directory, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::projects::page::resource;

/// What making the list did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MadeList {
    /// Projects that came onto it.
    pub added: usize,
    /// Projects that no longer meet the rules and went off it.
    pub dropped: usize,
    /// Projects on it now.
    pub listed: usize,
}

/// A change of the list by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListInput {
    /// Whether the project is to be on the list.
    pub is_listed: bool,
    /// Code of its category; blank leaves it to the rules.
    #[serde(default)]
    pub category: String,
    /// Why.
    pub reason: String,
}

/// Longest reason, characters.
const REASON_MAX: usize = 300;

impl App {
    /// Makes the list of a year, or brings it up to the rules and projects of today. What was decided by hand stays,
    /// and so does every project whose evaluation was begun.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Refused`] `ex-ante-lead-missing`; [`AppError::Forbidden`].
    pub fn make_ex_ante_list(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
    ) -> Result<MadeList, AppError> {
        let rules = self.rules(actor.division, year).ex_ante()?;
        let directory = self.directory(actor.division)?;
        self.act(
            actor,
            Action::MakeExAnteList,
            &Request::new(key, &year.get())?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let made = make(tx, year, &rules, &directory)?;
                tx.detail("year", year);
                tx.detail("added", made.added);
                tx.detail("projects", made.listed);
                Ok(made)
            },
        )
    }

    /// Puts a project on the list or takes it off by hand.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `ex-ante-reason-missing`, `ex-ante-category-unknown`, `ex-ante-begun`,
    /// `ex-ante-lead-missing`; [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn change_ex_ante_list(
        &self,
        actor: &Actor,
        key: &RequestKey,
        project: ProjectId,
        input: &ListInput,
    ) -> Result<Written, AppError> {
        let reason = bounded("reason", &input.reason, REASON_MAX)?;
        if reason.is_empty() {
            return Err(AppError::field(
                "reason",
                "ex-ante-reason-missing",
                "手工调整名单须写明理由,理由随名单公示备查。",
            ));
        }
        let directory = self.directory(actor.division)?;
        self.act(
            actor,
            Action::ChangeExAnteList,
            &Request::new(key, &(project.to_string(), input))?,
            |tx| {
                tx.about("project", project);
                let listing =
                    projects::find_listing(tx.db, tx.division, project)?.ok_or(AppError::NotFound)?;
                tx.detail("project", &listing.project.name);
                Ok((resource(tx.division, &listing), listing.project))
            },
            |tx, project| {
                let rules = self.rules(tx.division, project.year).ex_ante()?;
                change(tx, actor, &rules, &directory, &project, input, &reason)
            },
        )
    }
}

fn make(tx: &mut Tx<'_>, year: BudgetYear, rules: &ExAnteRules, directory: &Directory) -> Step<MadeList> {
    let known: HashMap<ProjectId, ExAnteObject> = ex_ante::objects_of_year(tx.db, tx.division, year)?
        .into_iter()
        .map(|object| (object.project, object))
        .collect();
    let begun = begun(tx, year)?;
    let mut made = MadeList::default();
    let mut fresh = Vec::new();
    for project in projects::of_year(tx.db, tx.division, year)? {
        let Some(category) = categorise(&rules.categories.value, &project.name) else {
            continue;
        };
        let why = reasons(&rules.criteria.value, &project, category);
        match known.get(&project.id) {
            Some(object) if object.is_by_hand || begun.contains(&project.id) => {
                made.listed += usize::from(object.is_listed);
            }
            Some(object) => {
                made.listed += usize::from(!why.is_empty());
                made.dropped += usize::from(object.is_listed && why.is_empty());
                if object.reasons != why {
                    let next = ExAnteObject {
                        is_listed: !why.is_empty(),
                        version: object.version,
                        ..by_rule(tx, &project, category, directory, why)?
                    };
                    ex_ante::update_object(tx.db, tx.division, &next)?;
                }
            }
            None if !why.is_empty() => {
                made.listed += 1;
                made.added += 1;
                fresh.push(by_rule(tx, &project, category, directory, why)?);
            }
            None => {}
        }
    }
    ex_ante::insert_objects(tx.db, tx.division, &fresh)?;
    Ok(made)
}

/// Projects of the year whose evaluation was begun.
fn begun(tx: &mut Tx<'_>, year: BudgetYear) -> Step<Vec<ProjectId>> {
    let filter = ex_ante::ExAnteFilter {
        year,
        scope: hengji_authz::Scope::AllOfDivision,
        leads: Vec::new(),
        assigned: Vec::new(),
    };
    let all = ex_ante::listings(tx.db, tx.division, &filter)?;
    let begun = all.into_iter().filter(|listing| listing.sheet.is_some());
    Ok(begun.map(|listing| listing.object.project).collect())
}

fn by_rule(
    tx: &Tx<'_>,
    project: &Project,
    category: &Category,
    directory: &Directory,
    reasons: Vec<String>,
) -> Step<ExAnteObject> {
    Ok(ExAnteObject {
        project: project.id,
        year: project.year,
        kind: category.kind,
        category: category.code.clone(),
        lead: lead(category, project, directory)?,
        is_listed: true,
        is_by_hand: false,
        reasons,
        listed_at: tx.now,
        version: 1,
    })
}

/// The unit that leads: the one the rules name, else the project's own department.
fn lead(category: &Category, project: &Project, directory: &Directory) -> Result<UnitId, AppError> {
    if category.lead.is_empty() {
        return Ok(project.department);
    }
    let fits = |name: &str| category.lead.iter().any(|word| name.contains(word.as_str()));
    let found = directory
        .units()
        .iter()
        .find(|unit| unit.department == unit.id && fits(&unit.name));
    found.map(|unit| unit.id).ok_or_else(|| {
        AppError::refused(
            "ex-ante-lead-missing",
            format!(
                "规则规定“{}”由名称含“{}”的单位牵头,本区划没有这样的主管部门;请补登单位,或修改规则 ex_ante.categories。",
                category.name,
                category.lead.join("、")
            ),
        )
    })
}

fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    rules: &ExAnteRules,
    directory: &Directory,
    project: &Project,
    input: &ListInput,
    reason: &str,
) -> Step<Written> {
    let category = category(rules, project, &input.category)?;
    let before = ex_ante::find_object(tx.db, tx.division, project.id)?;
    if ex_ante::result_of_project(tx.db, tx.division, project.id)?.is_some() {
        return Err(AppError::refused(
            "ex-ante-begun",
            "该项目已经开始评估,不能移出名单或改类别;确不需要评估的,请在评估中说明并办结。",
        )
        .into());
    }
    let deed = match (&before, input.is_listed) {
        (_, false) => "移出名单",
        (Some(object), true) if object.is_listed => "改类别",
        (_, true) => "纳入名单",
    };
    let words = format!("{deed}(手工):{reason}");
    let next = ExAnteObject {
        is_listed: input.is_listed,
        is_by_hand: true,
        version: before.as_ref().map_or(1, |object| object.version),
        ..by_rule(tx, project, category, directory, vec![words])?
    };
    let version = match before {
        Some(_) => ex_ante::update_object(tx.db, tx.division, &next)?,
        None => {
            ex_ante::insert_objects(tx.db, tx.division, std::slice::from_ref(&next))?;
            1
        }
    };
    let log = ListChange {
        id: tx.fresh()?,
        project: project.id,
        year: project.year,
        deed: deed.to_owned(),
        reason: reason.to_owned(),
        author: actor.user,
        author_name: actor.name.clone(),
        made_at: tx.now,
    };
    ex_ante::insert_change(tx.db, tx.division, &log)?;
    tx.detail("deed", deed);
    tx.detail("reason", reason);
    Ok(Written {
        id: project.id.to_string(),
        version,
    })
}

fn category<'a>(rules: &'a ExAnteRules, project: &Project, code: &str) -> Result<&'a Category, AppError> {
    let all = &rules.categories.value;
    let found = if code.is_empty() {
        categorise(all, &project.name)
    } else {
        all.iter().find(|category| category.code == code)
    };
    found.ok_or_else(|| {
        AppError::field(
            "category",
            "ex-ante-category-unknown",
            format!("没有代码为“{code}”的评估类别,请从列表中选择。"),
        )
    })
}
