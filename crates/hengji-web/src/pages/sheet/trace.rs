//! 为什么是 8.57 分: rule, clause, inputs, arithmetic of one score.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::sheets::view::TraceView;
use hengji_domain::id::{LineKey, SheetId};
use maud::{Markup, html};

use crate::look::{Crumb, verification_mark};
use crate::pages::{Answer, framed};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /self-evaluations/{id}/trace/{line}`; `execution` stands for 预算执行率. A fragment in the pop-up.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    headers: HeaderMap,
    Path((id, line)): Path<(String, String)>,
) -> Answer {
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let line: Option<LineKey> = match line.as_str() {
        "execution" => None,
        key => Some(key.parse().map_err(AppError::from)?),
    };
    let actor = visit.actor();
    let trace = state
        .run(move |app| match line {
            Some(line) => app.trace_line(&actor, sheet, line),
            None => app.trace_execution(&actor, sheet),
        })
        .await?;
    if headers.contains_key("x-fragment") {
        return Ok(trace_body(&trace).into_response());
    }
    let back = visit.here.split("/trace/").next().unwrap_or("/").to_owned();
    let path = [Crumb::to("返回该表", back), Crumb::here("计分依据")];
    let body = html! {
        div class="title" { h1 { "计分依据" } }
        section class="card" { (trace_body(&trace)) }
    };
    Ok(framed(&visit, "计分依据", &path, body))
}

fn trace_body(trace: &TraceView) -> Markup {
    let citation = &trace.citation;
    html! {
        p {
            strong { (trace.subject) } " 得分 "
            @match trace.result { Some(score) => span class="grade" { (score) } None => span class="warn strong" { "不可计算" } }
        }
        div class="arithmetic" { (trace.arithmetic) }
        table class="list" {
            tbody { @for (name, value) in &trace.inputs { tr { th scope="row" { (name) } td { (value) } } } }
        }
        @if !trace.notes.is_empty() { ul { @for note in &trace.notes { li { (note) } } } }
        h3 { "依据" }
        dl class="facts" {
            div { dt { "规则" } dd { a href={ "/rules#" (citation.rule) } { (citation.description) } " " code { (trace.rule_code) } } }
            div { dt { "文件" } dd { (citation.source) } }
            div { dt { "条款" } dd { (citation.clause) } }
            div { dt { "适用" } dd { "区划 " (citation.division) ",自 " (citation.from) " 起" } }
            div { dt { "核实" } dd { (citation.verification.name()) (verification_mark(citation)) } }
        }
        p class="small quiet" { "规则版本指纹 " code { (trace.rules_fingerprint.get(..16).unwrap_or(&trace.rules_fingerprint)) } }
    }
}
