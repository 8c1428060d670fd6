//! 机构抽取: the candidates as announced, the start value entered and confirmed by two people, what was drawn.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::common::Written;
use hengji_app::third_party::view::{CandidateView, DrawPage};
use hengji_app::third_party::{DrawFile, DrawValue, InstitutionDrawState, WithdrawInput};
use hengji_domain::id::InstitutionDrawId;
use maud::{Markup, html};

use super::super::{Answer, framed, see};
use super::assignments::draw_tag;
use super::refusals;
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, Problem, error_summary, hidden, tag, text_field};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /institution-draws/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, id_of(&id)?).await?;
    Ok(shown(&visit, &page, &[]))
}

async fn load(state: &WebState, visit: &Visit, id: InstitutionDrawId) -> Result<DrawPage, WebError> {
    let actor = visit.actor();
    state.run(move |app| app.institution_draw(&actor, id)).await
}

fn shown(visit: &Visit, page: &DrawPage, problems: &[Problem]) -> Response {
    let path = format!("/institution-draws/{}", page.id);
    let body = html! {
        div class="title" {
            h1 { (page.title) } (draw_tag(page.state))
            div class="actions" {
                @for file in DrawFile::ALL {
                    @if file == DrawFile::List || page.state == InstitutionDrawState::Drawn { a class="button" href={ (path) "/files/" (file.code()) } { (file.name()) } }
                }
            }
        }
        (error_summary(problems))
        p class="note" id="next" { strong { "下一步:" } (page.next) }
        section class="card" { h2 { "公告和起始值" } (facts(page)) (forms(visit, page, &path, problems)) }
        section class="card" id="candidates" { h2 { "候选名单" span class="end quiet" { "每个评价抽取抽取号最小的一家" } } (candidates(page)) }
    };
    let crumbs = [
        Crumb::to("第三方委托", "/assignments"),
        Crumb::here(page.title.clone()),
    ];
    framed(visit, &page.title, &crumbs, body)
}

fn facts(page: &DrawPage) -> Markup {
    html! {
        dl class="facts" {
            dt { "起始值来源" } dd { (page.source) }
            dt { "产生时间" } dd { (look::moment(page.known_at)) }
            dt { "公告" } dd { (page.announced.name) " · " (look::moment(page.announced.at)) }
            dt { "名单指纹" } dd class="mono digest" { (page.frame_sha256) }
            @if let Some((value, hand)) = &page.entered {
                dt { "起始值" } dd { @match value { Some(value) => span class="mono" { (value) }, None => "已录入,确认前不显示" } " · " (hand.name) " · " (look::moment(hand.at)) }
            }
            @if let Some(hand) = &page.drawn { dt { "确认并抽取" } dd { (hand.name) " · " (look::moment(hand.at)) } }
            @if !page.seal.is_empty() { dt { "记录封印" } dd class="mono digest" { (page.seal) } }
            @if let Some((hand, reason)) = &page.cancelled { dt { "作废" } dd { (hand.name) " · " (look::moment(hand.at)) ":" (reason) } }
        }
    }
}

fn forms(visit: &Visit, page: &DrawPage, path: &str, problems: &[Problem]) -> Markup {
    let (enters, confirms, cancels) = page.may;
    let version = page.version.to_string();
    html! {
        @if enters || confirms {
            form method="post" action={ (path) @if confirms { "/draw" } @else { "/value" } } id="value-form" {
                (visit.token().fields()) (hidden("version", &version))
                (text_field("value", "起始值", "照公开结果逐字录入,标点和空格也算", "", problems))
                div class="buttons" { button class="primary" { @if confirms { "确认并抽取" } @else { "录入" } } }
            }
        }
        @if cancels {
            details { summary { "作废本次抽取" }
                form method="post" action={ (path) "/cancel" } {
                    (visit.token().fields()) (hidden("version", &version))
                    (text_field("reason", "理由", "公告保留,不能恢复", "", problems))
                    div class="buttons" { button data-confirm="作废后须重新公告,确定?" { "作废" } }
                }
            }
        }
    }
}

fn candidates(page: &DrawPage) -> Markup {
    let spans = look::spans(&page.candidates, |one: &CandidateView| one.case.clone());
    html! {
        table class="list" {
            thead { tr { th scope="col" { "评价" } th scope="col" { "候选机构" } th scope="col" { "编号" } th scope="col" { "抽取号" } th scope="col" { "结果" } } }
            tbody { @for (one, span) in page.candidates.iter().zip(spans) { tr {
                @if 0 < span { td rowspan=(span) { (one.case) } }
                td { (one.institution) } td class="mono small" { (one.code) } td class="mono small" { (one.ticket.chars().take(16).collect::<String>()) }
                td { @if one.is_drawn { (tag("green", "抽中")) } }
            } } }
        }
    }
}

/// `POST /institution-draws/{id}/value`.
pub(super) async fn enter(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (id, visit, input) = value_of(&id, &posted)?;
    let outcome = state
        .run(move |app| app.enter_institution_value(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome).await
}

/// `POST /institution-draws/{id}/draw`.
pub(super) async fn draw(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (id, visit, input) = value_of(&id, &posted)?;
    let outcome = state
        .run(move |app| app.draw_institutions(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome).await
}

fn value_of(id: &str, posted: &Posted) -> Result<(InstitutionDrawId, Visit, DrawValue), WebError> {
    posted.only(&["version", "value"])?;
    let input = DrawValue {
        version: posted.fields.parsed("version").unwrap_or_default(),
        value: posted.fields.text("value").to_owned(),
    };
    Ok((id_of(id)?, posted.visit.clone(), input))
}

/// `POST /institution-draws/{id}/cancel`.
pub(super) async fn cancel(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "reason"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let input = WithdrawInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        reason: posted.fields.text("reason").to_owned(),
    };
    let outcome = state
        .run(move |app| app.cancel_institution_draw(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome).await
}

/// `GET /institution-draws/{id}/files/{file}`.
pub(super) async fn download(
    State(state): State<WebState>,
    visit: Visit,
    Path((id, file)): Path<(String, String)>,
) -> Answer {
    let (id, actor) = (id_of(&id)?, visit.actor());
    let file = DrawFile::from_code(&file).ok_or(AppError::NotFound)?;
    let (name, text) = state
        .run(move |app| app.institution_draw_file(&actor, id, file))
        .await?;
    let headers = [
        (header::CONTENT_TYPE, file.media_type().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    Ok((headers, text).into_response())
}

fn id_of(text: &str) -> Result<InstitutionDrawId, AppError> {
    text.parse().map_err(AppError::from)
}

async fn answered(
    state: &WebState,
    visit: &Visit,
    id: InstitutionDrawId,
    outcome: Result<Written, WebError>,
) -> Answer {
    let error = match outcome {
        Ok(_) => return Ok(see(&format!("/institution-draws/{id}"))),
        Err(error) => error,
    };
    let found = refusals(error)?;
    let page = load(state, visit, id).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(visit, &page, &found)).into_response())
}
