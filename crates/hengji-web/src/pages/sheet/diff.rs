//! What changed between two editions.

use axum::extract::{Path, Query, State};
use hengji_app::sheets::view::{FieldChange, LineChange, LineDiff, SheetDiff, SheetPage};
use maud::{Markup, html};
use serde::Deserialize;

use super::{head, paths, show};
use crate::look::{options, tag};
use crate::pages::{Answer, framed};
use crate::state::WebState;
use crate::visit::Visit;

#[derive(Debug, Deserialize)]
pub(super) struct Editions {
    from: i32,
    to: i32,
}

/// `GET /goals/{id}/diff?from=1&to=2`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
    Query(editions): Query<Editions>,
) -> Answer {
    let page = show::load(&state, &visit, &id).await?;
    let (actor, sheet) = (visit.actor(), page.id);
    let diff = state
        .run(move |app| app.sheet_diff(&actor, sheet, editions.from, editions.to))
        .await?;
    let body = html! {
        div class="title" { h1 { "版本比较" } span class="sub" { "第 " (diff.from_edition) " 版 → 第 " (diff.to_edition) " 版" } }
        section class="card" { (choice(&page, &diff)) (changes(&diff)) }
        div class="buttons" { a class="button" href=(paths::sheet(page.kind, page.id)) { "返回" } }
    };
    Ok(framed(&visit, "版本比较", &head::crumbs(&page), body))
}

fn choice(page: &SheetPage, diff: &SheetDiff) -> Markup {
    let names: Vec<(String, String)> = page
        .editions
        .iter()
        .map(|edition| {
            let number = edition.edition.to_string();
            let name = format!(
                "第 {number} 版({} {})",
                edition.hand.name,
                edition.hand.at.shanghai_date()
            );
            (number, name)
        })
        .collect();
    let list = |chosen: i32| {
        let names = names
            .iter()
            .map(|(number, name)| (number.as_str(), name.as_str()));
        options(names, &chosen.to_string())
    };
    html! {
        form class="filters" method="get" data-autosubmit {
            label { "从" select name="from" { (list(diff.from_edition)) } }
            label { "到" select name="to" { (list(diff.to_edition)) } }
            noscript { button { "比较" } }
        }
    }
}

/// What a comparison found.
pub(in crate::pages) fn changes(diff: &SheetDiff) -> Markup {
    let changed: Vec<&LineDiff> = diff
        .lines
        .iter()
        .filter(|line| line.change != LineChange::Same)
        .collect();
    let same = diff.lines.len() - changed.len();
    html! {
        @if diff.head.is_empty() && changed.is_empty() { p class="empty" { "两版内容相同。" } }
        @else {
            table {
                thead { tr { th scope="col" { "指标" } th scope="col" { "变化" } th scope="col" { "项" } th scope="col" { "原来" } th scope="col" { "现在" } } }
                tbody {
                    @for change in &diff.head { tr { td { "表头" } td { (tag("amber", "修改")) } (change_cells(change)) } }
                    @for line in changed { (line_rows(line)) }
                }
            }
            p class="small quiet" { "另有 " (same) " 条指标未变。" }
        }
    }
}

fn line_rows(line: &LineDiff) -> Markup {
    let (colour, word) = match line.change {
        LineChange::Added => ("green", "新增"),
        LineChange::Removed => ("red", "删除"),
        LineChange::Changed => ("amber", "修改"),
        LineChange::Same => ("", "未变"),
    };
    let height = line.fields.len().max(1);
    html! {
        tr {
            td rowspan=(height) { (line.level3) }
            td rowspan=(height) { (tag(colour, word)) }
            @match line.fields.first() { Some(change) => (change_cells(change)) None => { td {} td {} td {} } }
        }
        @for change in line.fields.iter().skip(1) { tr { (change_cells(change)) } }
    }
}

fn change_cells(change: &FieldChange) -> Markup {
    html! {
        td class="nowrap" { (change.field) }
        td class="verbatim" { @if !change.before.is_empty() { del { (change.before) } } }
        td class="verbatim" { @if !change.after.is_empty() { ins { (change.after) } } }
    }
}
