//! Entering a document, or correcting one.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::attachments::NewAttachment;
use hengji_app::authz::Action;
use hengji_app::common::Choice;
use hengji_app::regulations::RegulationDraft;
use hengji_app::{AppError, Written};
use hengji_domain::id::RegulationId;
use hengji_domain::regulation::RegulationLevel;
use maud::{Markup, html};

use super::day;
use crate::error::WebError;
use crate::extract::MaybeUpload;
use crate::look::{Crumb, Problem, error_summary, field, hidden, problem_of, select_field, text_field};
use crate::pages::{Answer, framed, problems, see};
use crate::state::WebState;
use crate::visit::Visit;

const FIELDS: [&str; 11] = [
    "version",
    "name",
    "document_number",
    "issuer",
    "level",
    "issued_on",
    "effective_from",
    "effective_to",
    "text",
    "found_at",
    "rules",
];

/// `GET /regulations/new`.
pub(super) async fn blank(State(state): State<WebState>, visit: Visit) -> Answer {
    visit.require(Action::EnterRegulation)?;
    page(&state, &visit, None, &RegulationDraft::default(), &[]).await
}

/// `GET /regulations/{id}/edit`.
pub(super) async fn filled(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    visit.require(Action::EditRegulation)?;
    let regulation: RegulationId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let one = state
        .run(move |app| app.regulation(&actor, regulation))
        .await?
        .regulation;
    let draft = RegulationDraft {
        version: one.version,
        issued_on: day(one.issued_on),
        effective_from: day(one.effective_from),
        effective_to: day(one.effective_to),
        level: one.level.code().to_owned(),
        name: one.name,
        document_number: one.document_number,
        issuer: one.issuer,
        text: one.text,
        found_at: one.found_at,
        rules: one.rules,
    };
    page(&state, &visit, Some(&id), &draft, &[]).await
}

/// `POST /regulations`.
pub(super) async fn enter(State(state): State<WebState>, upload: MaybeUpload) -> Answer {
    let (visit, key) = (upload.visit.clone(), upload.key.clone());
    let (draft, file) = read(upload)?;
    let (actor, typed) = (visit.actor(), draft.clone());
    let outcome = state
        .run(move |app| app.enter_regulation(&actor, &key, &draft, file.as_ref()))
        .await;
    answer(&state, &visit, None, &typed, outcome).await
}

/// `POST /regulations/{id}`.
pub(super) async fn save(
    State(state): State<WebState>,
    Path(id): Path<String>,
    upload: MaybeUpload,
) -> Answer {
    let regulation: RegulationId = id.parse().map_err(AppError::from)?;
    let (visit, key) = (upload.visit.clone(), upload.key.clone());
    let (draft, file) = read(upload)?;
    let (actor, typed) = (visit.actor(), draft.clone());
    let outcome = state
        .run(move |app| app.edit_regulation(&actor, &key, regulation, &draft, file.as_ref()))
        .await;
    answer(&state, &visit, Some(&id), &typed, outcome).await
}

fn read(upload: MaybeUpload) -> Result<(RegulationDraft, Option<NewAttachment>), WebError> {
    upload.only(&FIELDS)?;
    let text = |name: &str| upload.fields.text(name).to_owned();
    let draft = RegulationDraft {
        version: upload.fields.parsed("version").unwrap_or_default(),
        name: text("name"),
        document_number: text("document_number"),
        issuer: text("issuer"),
        level: text("level"),
        issued_on: text("issued_on"),
        effective_from: text("effective_from"),
        effective_to: text("effective_to"),
        text: text("text"),
        found_at: text("found_at"),
        rules: upload
            .fields
            .all("rules")
            .into_iter()
            .map(str::to_owned)
            .collect(),
    };
    let file = upload.file.map(|file| NewAttachment {
        file_name: file.name,
        bytes: file.bytes,
    });
    Ok((draft, file))
}

/// What was typed stays on the page; a file must be chosen again, as no browser lets a page fill it in.
async fn answer(
    state: &WebState,
    visit: &Visit,
    id: Option<&str>,
    typed: &RegulationDraft,
    outcome: Result<Written, WebError>,
) -> Answer {
    let found = match outcome {
        Ok(written) => return Ok(see(&format!("/regulations/{}", written.id))),
        Err(WebError::App(AppError::Invalid(errors))) => problems(&errors),
        Err(WebError::App(refused @ AppError::Refused { .. })) => vec![Problem {
            field: "file".to_owned(),
            message: refused.to_string(),
        }],
        Err(error) => return Err(error),
    };
    let page = page(state, visit, id, typed, &found).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    state: &WebState,
    visit: &Visit,
    id: Option<&str>,
    draft: &RegulationDraft,
    problems: &[Problem],
) -> Result<Response, WebError> {
    let actor = visit.actor();
    let rules = state.run(move |app| app.rule_choices(&actor)).await?;
    let title = if id.is_some() {
        "修改制度文件"
    } else {
        "登记制度文件"
    };
    let action = id.map_or_else(|| "/regulations".to_owned(), |id| format!("/regulations/{id}"));
    let body = html! {
        div class="title" { h1 { (title) } }
        (error_summary(problems))
        form class="card" method="post" enctype="multipart/form-data" action=(action) data-guard {
            (visit.token().fields()) (hidden("version", &draft.version.to_string()))
            (heads(draft, problems))
            (content(draft, id.is_some(), problems))
            (grounded(&rules, draft, problems))
            div class="buttons" {
                button class="primary" data-key="s" data-key-name="保存" { "保存 " kbd { "Alt+S" } }
                a class="button" href=(action) { "取消" }
            }
        }
    };
    let path = [Crumb::to("制度文件", "/regulations"), Crumb::here(title)];
    Ok(framed(visit, title, &path, body))
}

fn heads(draft: &RegulationDraft, problems: &[Problem]) -> Markup {
    let levels = RegulationLevel::ALL
        .iter()
        .map(|level| (level.code(), level.name()));
    let date = |id: &str, label: &str, value: &str| {
        let control = html! { input type="date" id=(id) name=(id) value=(value); };
        field(id, label, "", problem_of(problems, id), control)
    };
    html! {
        div class="form-grid" {
            div class="wide" { (text_field("name", "文件名称", "不带书名号", &draft.name, problems)) }
            (text_field("document_number", "文号", "例如:财预〔2020〕10号", &draft.document_number, problems))
            (text_field("issuer", "发文机关", "", &draft.issuer, problems))
            (select_field("level", "效力层级", std::iter::once(("", "请选择")).chain(levels), &draft.level, problems))
            (date("issued_on", "成文日期", &draft.issued_on))
            (date("effective_from", "施行日期", &draft.effective_from))
            (date("effective_to", "失效日期", &draft.effective_to))
        }
    }
}

fn content(draft: &RegulationDraft, is_known: bool, problems: &[Problem]) -> Markup {
    let hint = if is_known {
        "不选则保留原附件"
    } else {
        "pdf、ofd、docx 等;含脚本或宏的不接受"
    };
    let file = html! { input type="file" id="file" name="file"; };
    let text = html! { textarea id="text" name="text" rows="6" { (draft.text) } };
    html! {
        (field("file", "附件(正文)", hint, problem_of(problems, "file"), file))
        (field("text", "内容摘录", "与规则有关的条款,可留空", problem_of(problems, "text"), text))
        (text_field("found_at", "来处", "网址、收文登记号等", &draft.found_at, problems))
    }
}

fn grounded(rules: &[Choice], draft: &RegulationDraft, problems: &[Problem]) -> Markup {
    let control = html! {
        select id="rules" name="rules" multiple size="10" {
            @for rule in rules { option value=(rule.code) selected[draft.rules.contains(&rule.code)] { (rule.name) "(" (rule.code) ")" } }
        }
    };
    field(
        "rules",
        "以此为依据的规则",
        "按住 Ctrl 可选多条",
        problem_of(problems, "rules"),
        control,
    )
}
