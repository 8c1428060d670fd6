//! One difference: both figures, the records behind them, what may be done.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::money::view::{DifferencePage, FactRow};
use hengji_domain::difference::Statement;
use hengji_domain::id::DifferenceId;
use maud::{Markup, html};

use super::super::{Answer, framed, see};
use super::list::state_tag;
use crate::extract::Posted;
use crate::look::{self, Crumb, options, tag};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /differences/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: DifferenceId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let page = state.run(move |app| app.difference(&actor, id)).await?;
    let path = [
        Crumb::to("对账差异", "/differences"),
        Crumb::here(page.row.subject_name.clone()),
    ];
    Ok(framed(&visit, "对账差异", &path, body(&visit, &page)).into_response())
}

/// `POST /differences/{id}/assign`.
pub(super) async fn assign(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "owner"])?;
    let (id, version) = opened(&id, &posted)?;
    let owner = posted.fields.text("owner").to_owned();
    state
        .run(move |app| app.assign_difference(&posted.visit.actor(), &posted.key, id, version, &owner))
        .await?;
    Ok(see("/differences?pending=yes"))
}

/// `POST /differences/{id}/explain`.
pub(super) async fn explain(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "words"])?;
    let (id, version) = opened(&id, &posted)?;
    let words = posted.fields.text("words").to_owned();
    state
        .run(move |app| app.explain_difference(&posted.visit.actor(), &posted.key, id, version, &words))
        .await?;
    Ok(see(&format!("/differences/{id}")))
}

/// `POST /differences/{id}/close`.
pub(super) async fn close(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "words"])?;
    let (id, version) = opened(&id, &posted)?;
    let words = posted.fields.text("words").to_owned();
    state
        .run(move |app| app.close_difference(&posted.visit.actor(), &posted.key, id, version, &words))
        .await?;
    Ok(see(&format!("/differences/{id}")))
}

/// The difference and the version that was opened; one that cannot be read is stale.
fn opened(id: &str, posted: &Posted) -> Result<(DifferenceId, i32), AppError> {
    Ok((id.parse()?, posted.fields.parsed("version").unwrap_or_default()))
}

fn body(visit: &Visit, page: &DifferencePage) -> Markup {
    let row = &page.row;
    html! {
        div class="title" {
            h1 { (row.kind.name()) } span class="sub" { (row.subject_name) " · " (row.period) } (state_tag(row.state))
        }
        div class="figures" {
            div class="figure" { b { (look::money(row.expected)) } span { (row.kind.expected_name()) "(万元)" } }
            div class="figure" { b { (look::money(row.found)) } span { (row.kind.found_name()) "(万元)" } }
            div class="figure" { b class="bad" { (look::money(row.gap)) } span { "差额(万元)" } }
        }
        @if row.state.is_pending() { div class="note" { (row.kind.remedy()) } }
        div class="columns even" {
            section class="card" { h2 { "办理" } (record(page)) (moves(visit, page)) }
            section class="card" { h2 { "数据明细" } (facts(&page.facts)) }
        }
    }
}

fn record(page: &DifferencePage) -> Markup {
    let row = &page.row;
    let said = |said: &Option<Statement>| {
        html! {
            @match said {
                Some(said) => { (said.text) div class="quiet small" { (said.by_name) " " (look::moment(said.at)) } }
                None => span class="quiet" { "—" }
            }
        }
    };
    html! {
        dl class="facts" {
            div { dt { "对象" } dd { @match row.project { Some(project) => a href={ "/projects/" (project) } { (row.subject_name) } None => (row.subject_name) } } }
            div { dt { "承办单位" } dd { (row.owner_name) } }
            div { dt { "首次发现" } dd { (look::moment(row.found_at)) } }
            div { dt { "说明" } dd { (said(&row.explanation)) } }
            div { dt { "结论" } dd { (said(&row.conclusion)) } }
        }
    }
}

fn moves(visit: &Visit, page: &DifferencePage) -> Markup {
    let action = |verb: &str| format!("/differences/{}/{verb}", page.row.id);
    let version = page.version.to_string();
    let words = |id: &str, label: &str, verb: &str, name: &str, is_primary: bool| {
        let control = html! { textarea id=(id) name="words" rows="3" maxlength="500" required {} };
        html! {
            form method="post" action=(action(verb)) {
                (visit.token().fields()) (look::hidden("version", &version))
                (look::field(id, label, "500 字以内", None, control))
                div class="buttons" { button class=[is_primary.then_some("primary")] { (name) } }
            }
        }
    };
    html! {
        @if page.may_explain { (words("explanation", "说明原因", "explain", "提交说明", !page.may_close)) }
        @if page.may_close { (words("conclusion", "办结理由", "close", "办结", true)) }
        @if !page.owners.is_empty() {
            form method="post" action=(action("assign")) {
                (visit.token().fields()) (look::hidden("version", &version))
                (look::field("owner", "交办给", "", None, html! { select id="owner" name="owner" { (options(page.owners.iter().map(|one| (one.code.as_str(), one.name.as_str())), &page.row.owner.to_string())) } }))
                div class="buttons" { button { "交办" } }
            }
        }
    }
}

fn facts(all: &[FactRow]) -> Markup {
    html! {
        @if all.is_empty() { p class="empty" { "没有单笔数据可列:单位的差异请按单位在项目列表中逐个项目查看,未登记项目的行不入库。" } }
        @else {
            table class="list sticky" {
                thead { tr { th scope="col" { "数据" } th scope="col" { "期间" } th scope="col" class="num" { "金额(万元)" } th scope="col" { "来源" } th scope="col" { "载入" } } }
                tbody {
                    @for fact in all {
                        tr class=[fact.superseded_at.map(|_| "quiet")] {
                            td class="nowrap" { (fact.kind_name) } td class="nowrap" { (fact.period) } td class="num" { (look::money(fact.amount)) }
                            td { (fact.source) }
                            td class="nowrap" { (look::moment(fact.loaded_at)) @if let Some(at) = fact.superseded_at { " " (tag("", "已替换")) " " (look::moment(at)) } }
                        }
                    }
                }
            }
        }
    }
}
