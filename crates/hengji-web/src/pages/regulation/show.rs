//! One document, and its file.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::regulations::view::RegulationView;
use hengji_domain::id::RegulationId;
use maud::{Markup, html};

use super::day;
use crate::look::{self, Crumb, tag};
use crate::pages::sheet::disposition;
use crate::pages::{Answer, framed};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /regulations/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: RegulationId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let one = state.run(move |app| app.regulation(&actor, id)).await?;
    let body = html! {
        div class="title" {
            h1 { (one.regulation.name) } @if one.has_ended { (tag("red", "已失效")) }
            span class="sub" { (one.regulation.document_number) }
            @if one.may_edit { div class="actions" { a class="button" href={ "/regulations/" (one.regulation.id) "/edit" } { "修改" } } }
        }
        section class="card" { (facts(&one)) }
        @if !one.regulation.text.is_empty() {
            section class="card" { h2 { "内容摘录" } p class="verbatim" { (one.regulation.text) } }
        }
        section class="card" {
            h2 { "以此为依据的规则" }
            @if one.rules.is_empty() { p class="quiet" { "还没有写明。" } }
            ul { @for rule in &one.rules { li { a href={ "/rules/" (rule.code) } { (rule.name) } " " code class="quiet" { (rule.code) } } } }
        }
    };
    let path = [
        Crumb::to("制度文件", "/regulations"),
        Crumb::here(&one.regulation.name),
    ];
    Ok(framed(&visit, &one.regulation.name, &path, body))
}

fn facts(one: &RegulationView) -> Markup {
    let known = &one.regulation;
    html! {
        dl class="facts" {
            div { dt { "发文机关" } dd { (known.issuer) } }
            div { dt { "效力层级" } dd { (known.level.name()) } }
            div { dt { "成文日期" } dd { (day(known.issued_on)) } }
            div { dt { "施行日期" } dd { (day(known.effective_from)) } }
            @if known.effective_to.is_some() { div { dt { "失效日期" } dd { (day(known.effective_to)) } } }
            div { dt { "来处" } dd { (known.found_at) } }
            div { dt { "登记" } dd { (one.entered.name) " " (look::moment(one.entered.at)) } }
            div { dt { "附件" } dd {
                @match &one.file {
                    Some((name, bytes, sha256)) => { a href={ "/regulations/" (known.id) "/file" } { (name) } " " span class="small quiet" title=(sha256) { (bytes.div_ceil(1024)) " KB" } }
                    None => span class="quiet" { "没有附件" }
                }
            } }
        }
    }
}

/// `GET /regulations/{id}/file`: always as a download, whatever it says it is.
pub(super) async fn file(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: RegulationId = id.parse().map_err(AppError::from)?;
    let (name, bytes) = state
        .run(move |app| app.regulation_file(&visit.actor(), id))
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&name)),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox".to_owned(),
        ),
    ];
    Ok((headers, bytes).into_response())
}
