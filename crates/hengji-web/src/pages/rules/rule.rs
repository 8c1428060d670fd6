//! 一条规则: its value, where it comes from, what it was, and who wants to change it.

use axum::extract::{Path, State};
use hengji_app::rules::view::RulePage;
use maud::{Markup, html};

use super::{mark_tag, remarks};
use crate::look::Crumb;
use crate::pages::rule_proposal::proposal_table;
use crate::pages::{Answer, framed};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /rules/{rule}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(rule): Path<String>) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let page = state.run(move |app| app.rule_page(&actor, year, &rule)).await?;
    let body = html! {
        div class="title" {
            h1 { (page.description) } span class="sub mono" { (page.key) }
            @if page.may_propose {
                div class="actions" {
                    a class="button primary" href={ "/rule-proposals/new?rule=" (page.key) } { "提出更改" }
                    a class="button" href={ "/rule-proposals/new?kind=verification&rule=" (page.key) } { "提出核实" }
                }
            }
        }
        (present(&page, &visit))
        section class="card" {
            h2 { "依据的制度文件" }
            @if page.documents.is_empty() { p class="quiet" { "还没有文件写明是这条规则的依据;可在“制度文件”中登记,并勾选这条规则。" } }
            ul { @for document in &page.documents { li { a href={ "/regulations/" (document.code) } { (document.name) } } } }
        }
        section class="card" {
            h2 { "历年各级的值" }
            (history(&page))
        }
        @if !page.proposals.is_empty() {
            section class="card" { h2 { "更改申请" } (proposal_table(&page.proposals)) }
        }
    };
    let path = [Crumb::to("现行规则", "/rules"), Crumb::here(&page.description)];
    Ok(framed(&visit, &page.description, &path, body))
}

fn present(page: &RulePage, visit: &Visit) -> Markup {
    html! {
        section class="card" {
            h2 { (visit.year()) " 年度生效的值" }
            @match &page.now {
                None => p class="warn" { "该年度没有生效的值。" }
                Some(now) => {
                    p class="verbatim" { strong { (now.value) } }
                    p { (now.source) " " (mark_tag(now)) }
                    (remarks(now))
                }
            }
        }
    }
}

fn history(page: &RulePage) -> Markup {
    html! {
        table class="list" {
            thead { tr { th scope="col" { "来自" } th scope="col" { "起始" } th scope="col" { "数值" } th scope="col" { "依据与条款" } th scope="col" { "核实" } } }
            tbody {
                @for value in &page.history {
                    tr {
                        td class="mono" { (value.division) @if value.is_local { " " span class="tag blue" { "本地更改" } } }
                        td class="nowrap" { (value.from) @if let Some(until) = &value.until { br; "至 " (until) } }
                        td class="verbatim" { (value.value) }
                        td { (value.source) }
                        td class="nowrap" { (mark_tag(value)) }
                    }
                }
            }
        }
    }
}
