//! 下达评价 (opening): singly or by a list, with the items of the framework in force copied into the evaluation.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource};
use hengji_domain::evaluation::{EvaluationKind, EvaluationState, ItemKey, Method, PartContent, SubjectKind};
use hengji_domain::id::{EvaluationId, ProjectId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Weight};
use hengji_rules::{FrameworkInForce, RulesInForce};
use hengji_store::case_files::{self, CaseFile};
use hengji_store::evaluations::{self, Evaluation, EvaluationItem};
use hengji_store::{projects, sheets};
use serde::{Deserialize, Serialize};

use super::frame::{Frame, method_text};
use crate::app::{App, Request, Step, Tx};
use crate::budget_years::require_open;
use crate::common::RequestKey;
use crate::error::AppError;

/// What is to be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenInput {
    /// Code of the kind.
    pub kind: String,
    /// One subject on each line: the code of a project or of a unit, and where needed a title after a comma or tab.
    pub subjects: String,
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The evaluations, in the order of the list.
    pub ids: Vec<String>,
}

/// One subject, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The project; none where a unit is evaluated.
    pub(crate) project: Option<ProjectId>,
    /// The unit.
    pub(crate) unit: UnitId,
    /// Its department.
    pub(crate) department: UnitId,
    /// What is evaluated, as written on papers.
    pub(crate) title: String,
    /// Tells several subjects of one unit or project apart; empty where there is one.
    pub(crate) part: String,
}

/// Most subjects that one request opens.
const SUBJECTS_MAX: usize = 500;
/// Longest title, characters.
const TITLE_MAX: usize = 200;
/// Key of the row that scores the execution of the budget again; the self-evaluation has no line for it.
const EXECUTION: &str = "execution";

impl App {
    /// Opens evaluations of a kind for a list of projects or units.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for a kind that no rule has, an empty or too long list and codes that name nothing;
    /// [`AppError::Refused`] `evaluation-exists`, `evaluation-self-missing`, `year-closed`;
    /// [`AppError::RuleMissing`]; [`AppError::Forbidden`].
    pub fn open_evaluations(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &OpenInput,
    ) -> Result<Opened, AppError> {
        self.act(
            actor,
            Action::OpenEvaluations,
            &Request::new(key, &(year.get(), input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let rules = self.rules(tx.division, year);
                let (kind, _) = kind_of(&rules, &input.kind)?;
                let subjects = self.subjects(tx, year, kind, &input.subjects)?;
                let ids = open_in(tx, actor, &rules, &input.kind, &subjects)?;
                Ok(Opened {
                    ids: ids.iter().map(ToString::to_string).collect(),
                })
            },
        )
    }

    /// Reads the list of codes.
    fn subjects(
        &self,
        tx: &mut Tx<'_>,
        year: BudgetYear,
        kind: &EvaluationKind,
        text: &str,
    ) -> Step<Vec<Subject>> {
        let rows: Vec<(&str, &str)> = text
            .lines()
            .map(code_and_title)
            .filter(|(code, _)| !code.is_empty())
            .collect();
        if rows.is_empty() || SUBJECTS_MAX < rows.len() {
            let told = format!(
                "请填写 1 至 {SUBJECTS_MAX} 个评价对象,每行一个代码;现有 {} 行。",
                rows.len()
            );
            return Err(AppError::field("subjects", "evaluation-subjects-count", told).into());
        }
        match kind.subject {
            SubjectKind::Project => projects_named(tx, year, &rows),
            SubjectKind::Unit => self.units_named(tx, kind, &rows),
        }
    }

    fn units_named(&self, tx: &Tx<'_>, kind: &EvaluationKind, rows: &[(&str, &str)]) -> Step<Vec<Subject>> {
        let directory = self.directory(tx.division)?;
        let known: BTreeMap<&str, _> = directory
            .units()
            .iter()
            .map(|unit| (unit.code.as_str(), unit))
            .collect();
        let subject = |(code, title): &(&str, &str)| {
            let unit = known.get(code).ok_or_else(|| unknown(code, "单位代码"))?;
            if !kind.unit_kinds.is_empty() && !kind.unit_kinds.contains(&unit.kind) {
                let told = format!(
                    "“{}”({code})不属于{}的评价对象,请核对单位类型。",
                    unit.name, kind.name
                );
                return Err(AppError::field("subjects", "evaluation-subject-kind", told));
            }
            Ok(Subject {
                project: None,
                unit: unit.id,
                department: unit.department,
                title: if title.is_empty() {
                    unit.name.clone()
                } else {
                    (*title).to_owned()
                },
                part: (*title).to_owned(),
            })
        };
        Ok(rows.iter().map(subject).collect::<Result<_, AppError>>()?)
    }
}

fn code_and_title(line: &str) -> (&str, &str) {
    let line = line.trim();
    match line.split_once([',', ',', '\t']) {
        Some((code, title)) => (code.trim(), title.trim()),
        None => (line, ""),
    }
}

fn unknown(code: &str, what: &str) -> AppError {
    let told = format!("没有找到{what}“{code}”,请从列表中复制代码。");
    AppError::field("subjects", "evaluation-subject-unknown", told)
}

fn projects_named(tx: &mut Tx<'_>, year: BudgetYear, rows: &[(&str, &str)]) -> Step<Vec<Subject>> {
    let all = projects::of_year(tx.db, tx.division, year)?;
    let known: BTreeMap<&str, _> = all
        .iter()
        .map(|project| (project.code.as_str(), project))
        .collect();
    let subject = |(code, title): &(&str, &str)| {
        let project = known.get(code).ok_or_else(|| unknown(code, "项目代码"))?;
        Ok(Subject {
            project: Some(project.id),
            unit: project.unit,
            department: project.department,
            title: if title.is_empty() {
                project.name.clone()
            } else {
                (*title).to_owned()
            },
            part: (*title).to_owned(),
        })
    };
    Ok(rows.iter().map(subject).collect::<Result<_, AppError>>()?)
}

/// The kind with its framework, or the words for a kind that no rule has.
pub(super) fn kind_of<'a>(
    rules: &'a RulesInForce,
    code: &str,
) -> Result<(&'a EvaluationKind, &'a FrameworkInForce), AppError> {
    rules.evaluation_kind(code).ok_or_else(|| {
        let known: Vec<&str> = rules
            .evaluation_kinds()
            .map(|(kind, _)| kind.name.as_str())
            .collect();
        let told = format!(
            "{} 年没有评价种类“{code}”的指标体系。可用:{}。新增种类请在规则文件夹 frameworks 下增加文件。",
            rules.year(),
            known.join("、")
        );
        AppError::field("kind", "evaluation-kind-unknown", told)
    })
}

/// Opens evaluations inside a transaction, in bulk statements however many there are; for a draw as for a list.
///
/// # Errors
///
/// As [`App::open_evaluations`].
pub(crate) fn open_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    rules: &RulesInForce,
    kind: &str,
    subjects: &[Subject],
) -> Step<Vec<EvaluationId>> {
    let year = rules.year();
    require_open(tx, year)?;
    let (kind, framework) = kind_of(rules, kind)?;
    let bands = rules.grade_bands(&kind.grades)?.value;
    let frame = Frame::of(kind, &framework.framework, &framework.citation, &bands).to_text()?;
    let rescored = rescored_lines(tx, year, framework, subjects)?;
    let today = tx.now.shanghai_date();
    let self_due_on = kind
        .self_days
        .and_then(|days| today.checked_add_days(chrono::Days::new(days.into())));
    let mut all = Vec::new();
    let mut items = Vec::new();
    for subject in subjects {
        let evaluation = Evaluation {
            id: tx.fresh()?,
            year,
            kind: kind.code.clone(),
            subject_key: subject_key(subject),
            title: subject.title.chars().take(TITLE_MAX).collect(),
            project: subject.project,
            unit: subject.unit,
            department: subject.department,
            state: if kind.has_self_score {
                EvaluationState::SelfScoring
            } else {
                EvaluationState::Verification
            },
            edition: 0,
            frame: frame.clone(),
            rules_fingerprint: rules.fingerprint().to_owned(),
            self_due_on: self_due_on.filter(|_| kind.has_self_score),
            opened_by: actor.user,
            opened_by_name: actor.name.clone(),
            opened_at: tx.now,
            version: 1,
        };
        let sheet = subject.project.and_then(|project| rescored.get(&project));
        items.extend(items_for(evaluation.id, framework, subject, sheet)?);
        all.push(evaluation);
    }
    evaluations::insert_many(tx.db, tx.division, &all)?;
    evaluations::insert_items(tx.db, tx.division, &items)?;
    if kind.needs_case_file {
        let files: Vec<CaseFile> = all.iter().map(|one| CaseFile::new(one.id)).collect();
        case_files::insert_many(tx.db, tx.division, &files)?;
    }
    if let [only] = all.as_slice() {
        tx.about("evaluation", only.id);
        tx.detail("title", &only.title);
    }
    tx.detail("evaluation_kind", &kind.name);
    tx.detail("evaluations", all.len());
    tx.detail("year", year);
    Ok(all.into_iter().map(|one| one.id).collect())
}

fn subject_key(subject: &Subject) -> String {
    let base = match subject.project {
        Some(project) => format!("project:{project}"),
        None => format!("unit:{}", subject.unit),
    };
    if subject.part.is_empty() {
        base
    } else {
        format!("{base}:{}", subject.part)
    }
}

/// The finalised self-evaluations whose lines are scored again; nothing where the framework scores none.
fn rescored_lines(
    tx: &mut Tx<'_>,
    year: BudgetYear,
    framework: &FrameworkInForce,
    subjects: &[Subject],
) -> Step<BTreeMap<ProjectId, Sheet>> {
    let mut parts = framework.framework.parts.iter();
    if !parts.any(|part| part.content == PartContent::Lines) {
        return Ok(BTreeMap::new());
    }
    let sheets = match subjects {
        [
            Subject {
                project: Some(project),
                ..
            },
        ] => sheets::find_for_project(tx.db, tx.division, *project)?,
        _ => sheets::of_year(tx.db, tx.division, year, SheetKind::SelfEvaluation)?,
    };
    let finalised = sheets.into_iter().filter(|sheet| {
        sheet.kind == SheetKind::SelfEvaluation && matches!(sheet.state, SheetState::Concluded { .. })
    });
    Ok(finalised.map(|sheet| (sheet.project, sheet)).collect())
}

fn items_for(
    evaluation: EvaluationId,
    framework: &FrameworkInForce,
    subject: &Subject,
    sheet: Option<&Sheet>,
) -> Result<Vec<EvaluationItem>, AppError> {
    let mut items: Vec<EvaluationItem> = Vec::new();
    for part in &framework.framework.parts {
        match &part.content {
            PartContent::Items(own) => {
                for item in own {
                    items.push(EvaluationItem {
                        evaluation,
                        key: ItemKey::new(&item.code),
                        position: 0,
                        part: part.code.clone(),
                        path: item.path.clone(),
                        name: item.name.clone(),
                        weight: item.weight,
                        method: method_text(&item.method)?,
                        explanation: item.explanation.clone(),
                        evidence: item.evidence.clone(),
                        basis: item.basis.clone(),
                        is_unverified: item.is_unverified,
                        own: None,
                    });
                }
            }
            PartContent::Lines => {
                let sheet = sheet.ok_or_else(|| {
                    let told = format!(
                        "“{}”的绩效自评还没有审定,没有可复核的指标;请先审定自评或换一个项目。",
                        subject.title
                    );
                    AppError::refused("evaluation-self-missing", told)
                })?;
                items.extend(lines_of(evaluation, &part.code, sheet)?);
            }
        }
    }
    for (item, position) in items.iter_mut().zip(1..) {
        item.position = position;
    }
    Ok(items)
}

/// The weighted lines of a self-evaluation under their own keys, and the execution of the budget where it is scored.
fn lines_of(evaluation: EvaluationId, part: &str, sheet: &Sheet) -> Result<Vec<EvaluationItem>, AppError> {
    let by_judgement = method_text(&Method::Judgement { bands: Vec::new() })?;
    let item = |key: String, name: String, weight: Weight| EvaluationItem {
        evaluation,
        key: ItemKey::new(&key),
        position: 0,
        part: part.to_owned(),
        path: Vec::new(),
        name,
        weight,
        method: by_judgement.clone(),
        explanation: String::new(),
        evidence: String::new(),
        basis: String::new(),
        is_unverified: false,
        own: None,
    };
    let mut items = Vec::new();
    if let Some(weight) = sheet.execution.weight.filter(|weight| Weight::ZERO < *weight) {
        items.push(EvaluationItem {
            own: sheet.execution.computed_score.or(sheet.execution.stated_score),
            path: vec!["预算执行率".to_owned()],
            ..item(EXECUTION.to_owned(), "预算执行率".to_owned(), weight)
        });
    }
    for line in &sheet.lines {
        let Some(weight) = line.weight.filter(|weight| Weight::ZERO < *weight) else {
            continue;
        };
        items.push(EvaluationItem {
            path: vec![line.level1.clone(), line.level2.clone()],
            explanation: format!("指标值:{};完成值:{}", line.target, line.actual),
            evidence: line.reason.clone().unwrap_or_default(),
            own: line.stated_score.or(line.computed_score),
            ..item(line.key.to_string(), line.level3.clone(), weight)
        });
    }
    Ok(items)
}
