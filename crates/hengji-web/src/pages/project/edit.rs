//! A project entered or corrected by hand.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::authz::Action;
use hengji_app::common::Choice;
use hengji_app::project_classes::TraitChoices;
use hengji_app::projects::ProjectDraft;
use hengji_app::projects::view::ProjectHead;
use hengji_app::{App, AppError, FieldError};
use hengji_domain::id::ProjectId;
use hengji_domain::project::{ProjectNature, ProjectType};
use hengji_domain::project_class::ClassTraits;
use maud::{Markup, html};

use super::super::{Answer, framed, see};
use crate::error::WebError;
use crate::extract::Posted;
use crate::fields::Fields;
use crate::look::{self, Crumb, Problem, error_summary, plain_money, select_field, text_field};
use crate::state::WebState;
use crate::visit::Visit;

const FIELDS: [&str; 14] = [
    "code",
    "name",
    "unit",
    "project_type",
    "nature",
    "fiscal",
    "carried_over",
    "other",
    "version",
    "key_work",
    "key_work_level",
    "function_level",
    "stage_level",
    "rigid",
];

/// What the form holds: texts as typed, the stored project where one is corrected.
struct Typed {
    project: Option<ProjectId>,
    draft: ProjectDraft,
}

/// `GET /projects/new`.
pub(super) async fn blank(State(state): State<WebState>, visit: Visit) -> Answer {
    visit.require(Action::EnterProject)?;
    let typed = Typed {
        project: None,
        draft: ProjectDraft::default(),
    };
    page(&state, &visit, &typed, &[]).await
}

/// `GET /projects/{id}/edit`.
pub(super) async fn stored(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: ProjectId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let read = move |app: &App| Ok((app.project_page(&actor, id)?, app.class_traits(&actor, id)?));
    let (project, traits) = state.run(read).await?;
    let typed = Typed {
        project: Some(id),
        draft: draft_of(&project.head, traits),
    };
    page(&state, &visit, &typed, &[]).await
}

/// `POST /projects`.
pub(super) async fn enter(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&FIELDS)?;
    let visit = posted.visit.clone();
    let typed = Typed {
        project: None,
        draft: draft_typed(&posted.fields),
    };
    let (year, sent) = (visit.year(), typed.draft.clone());
    let outcome = state
        .run(move |app| app.enter_project(&posted.visit.actor(), &posted.key, year, &sent))
        .await;
    match outcome {
        Ok(written) => Ok(see(&format!("/projects/{}", written.id))),
        Err(error) => again(&state, &visit, &typed, error).await,
    }
}

/// `POST /projects/{id}`.
pub(super) async fn correct(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&FIELDS)?;
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    let visit = posted.visit.clone();
    let typed = Typed {
        project: Some(project),
        draft: draft_typed(&posted.fields),
    };
    let sent = typed.draft.clone();
    let outcome = state
        .run(move |app| app.edit_project(&posted.visit.actor(), &posted.key, project, &sent))
        .await;
    match outcome {
        Ok(_) => Ok(see(&format!("/projects/{project}"))),
        Err(error) => again(&state, &visit, &typed, error).await,
    }
}

async fn again(state: &WebState, visit: &Visit, typed: &Typed, error: WebError) -> Answer {
    let WebError::App(AppError::Invalid(errors)) = error else {
        return Err(error);
    };
    let one = |error: &FieldError| Problem {
        field: error.field.clone(),
        message: format!("{} [{}]", error.message, error.code),
    };
    let problems: Vec<Problem> = errors.iter().map(one).collect();
    let shown = page(state, visit, typed, &problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

fn draft_typed(fields: &Fields) -> ProjectDraft {
    let text = |name: &str| fields.text(name).to_owned();
    ProjectDraft {
        version: fields.parsed("version").unwrap_or_default(),
        code: text("code"),
        name: text("name"),
        unit: text("unit"),
        project_type: text("project_type"),
        nature: text("nature"),
        fiscal: text("fiscal"),
        carried_over: text("carried_over"),
        other: text("other"),
        key_work: text("key_work"),
        key_work_level: text("key_work_level"),
        function_level: text("function_level"),
        stage_level: text("stage_level"),
        rigid: text("rigid"),
    }
}

fn draft_of(head: &ProjectHead, traits: ClassTraits) -> ProjectDraft {
    ProjectDraft {
        version: head.version,
        code: head.code.clone(),
        name: head.name.clone(),
        unit: head.unit.to_string(),
        project_type: head.project_type.code().to_owned(),
        nature: head.nature.code().to_owned(),
        fiscal: plain_money(Some(head.funding.fiscal)),
        carried_over: plain_money(Some(head.funding.carried_over)),
        other: plain_money(Some(head.funding.other)),
        key_work: traits.key_work.unwrap_or_default(),
        key_work_level: traits.key_work_level.unwrap_or_default(),
        function_level: traits.function_level.unwrap_or_default(),
        stage_level: traits.stage_level.unwrap_or_default(),
        rigid: traits.rigid.unwrap_or_default(),
    }
}

async fn page(
    state: &WebState,
    visit: &Visit,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Response, WebError> {
    let actor = visit.actor();
    let year = visit.year();
    let read = move |app: &App| Ok((app.unit_choices(&actor)?, app.trait_choices(actor.division, year)));
    let (units, choices) = state.run(read).await?;
    let (title, action) = match &typed.project {
        None => ("登记项目", "/projects".to_owned()),
        Some(id) => ("修改项目", format!("/projects/{id}")),
    };
    let body = html! {
        div class="title" { h1 { (title) } span class="sub" { (visit.year()) " 年度" } }
        (error_summary(problems))
        form class="card" method="post" action=(action) data-guard {
            (visit.token().fields())
            (look::hidden("version", &typed.draft.version.to_string()))
            (controls(&typed.draft, &units, problems))
            (traits(&typed.draft, &choices, problems))
            div class="buttons" {
                button class="primary" data-key="s" data-key-name="保存" { "保存 " kbd { "Alt+S" } }
                a class="button" href="/projects" { "取消" }
            }
        }
    };
    let path = [Crumb::to("项目列表", "/projects"), Crumb::here(title)];
    Ok(framed(visit, title, &path, body))
}

/// What the project is classed by. Blank means that it is not known yet: then the project earns no points there.
fn traits(draft: &ProjectDraft, choices: &TraitChoices, problems: &[Problem]) -> Markup {
    let select = |id: &str, label: &str, choices: &[Choice], chosen: &str| {
        let all = choices
            .iter()
            .map(|choice| (choice.code.as_str(), choice.name.as_str()));
        select_field(
            id,
            label,
            std::iter::once(("", "未登记")).chain(all),
            chosen,
            problems,
        )
    };
    html! {
        h2 { "分类要素" }
        div class="form-grid" {
            div class="wide" { (text_field("key_work", "重点工作事项", "区委区政府重点工作清单中的事项,没有的留空", &draft.key_work, problems)) }
            (select("key_work_level", "与重点工作相关性", &choices.key_work_levels, &draft.key_work_level))
            (select("function_level", "与主要职能相关性", &choices.function_levels, &draft.function_level))
            (select("stage_level", "项目性质和实施阶段", &choices.stage_levels, &draft.stage_level))
            (select("rigid", "刚性支出(不是的留“未登记”)", &choices.rigid_kinds, &draft.rigid))
        }
    }
}

fn controls(draft: &ProjectDraft, units: &[Choice], problems: &[Problem]) -> Markup {
    let units = units
        .iter()
        .map(|choice| (choice.code.as_str(), choice.name.as_str()));
    let types = ProjectType::ALL.iter().map(|kind| (kind.code(), kind.name()));
    let natures = ProjectNature::ALL
        .iter()
        .map(|nature| (nature.code(), nature.name()));
    html! {
        div class="form-grid" {
            div class="wide" { (text_field("name", "项目名称", "与预算批复一致", &draft.name, problems)) }
            (text_field("code", "项目代码", "预算管理一体化系统的代码", &draft.code, problems))
            (select_field("unit", "实施单位", units, &draft.unit, problems))
            (select_field("project_type", "项目类型", types, &draft.project_type, problems))
            (select_field("nature", "项目属性", natures, &draft.nature, problems))
            (text_field("fiscal", "当年财政拨款", "万元", &draft.fiscal, problems))
            (text_field("carried_over", "上年结转资金", "万元", &draft.carried_over, problems))
            (text_field("other", "其他资金", "万元", &draft.other, problems))
        }
    }
}
