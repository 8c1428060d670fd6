//! 问题根源重现: which root causes come back, over the years and in which departments.

use axum::extract::State;
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::rectification::view::{RecurrenceRow, RecurrenceTable};
use maud::{Markup, html};

use super::super::{Answer, framed, workbook};
use crate::error::{WebError, form_encoded};
use crate::extract::Posted;
use crate::look::{self, Bar, Crumb, LinkedBar, tag};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// Rows of the table that are shown; the workbook has them all.
const SHOWN: usize = 100;

/// `GET /recurrences`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let table = state.run(move |app| app.recurrences(&actor, year)).await?;
    let body = html! {
        div class="title" {
            h1 { "问题根源重现" }
            span class="sub" { "已撤销的问题不计" }
            div class="actions" {
                @if may(&visit.actor(), Action::ExportEvaluationFindings) {
                    form method="post" action="/recurrences/export" { (visit.token().fields()) button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } } }
                }
            }
        }
        @if table.years.is_empty() { section class="card" { p class="empty" { "还没有登记问题。" } } }
        @else {
            div class="columns even" { @for (place, year) in table.years.iter().enumerate() { section class="card" { h2 { (year) " 年度" } (chart(&table, place, &year.to_string())) } } }
            section class="card" id="rows" { h2 { "按主管部门和根源" span class="end quiet" { "连续出现的排在前面" } } (rows(&table)) }
        }
    };
    Ok(framed(
        &visit,
        "问题根源重现",
        &[Crumb::here("问题根源重现")],
        body,
    ))
}

/// `POST /recurrences/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&[])?;
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_recurrences(&posted.visit.actor(), year))
        .await?;
    Ok(workbook("recurrences", file))
}

/// The causes of a year, each a way to its findings; the same order in every year, so that they can be compared.
fn chart(table: &RecurrenceTable, place: usize, year: &str) -> Markup {
    let bars: Vec<LinkedBar> = table
        .causes
        .iter()
        .map(|(cause, counts)| {
            let count = counts.get(place).copied().unwrap_or_default();
            let before = counts.iter().take(place).any(|count| 0 < *count);
            LinkedBar {
                href: format!(
                    "/evaluation-findings?years=all&cause={}#list",
                    form_encoded(&cause.code)
                ),
                bar: Bar {
                    name: cause.name.clone(),
                    value: count,
                    colour: if before && 0 < count { "amber" } else { "blue" },
                    text: format!("{count} 个"),
                },
            }
        })
        .collect();
    html! {
        (look::link_chart(&format!("{year} 年度问题根源"), &bars))
        (look::legend(&[("amber", "以前年度也有"), ("blue", "首次出现")]))
    }
}

fn rows(table: &RecurrenceTable) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "主管部门" } th scope="col" { "根源" }
                @for year in &table.years { th scope="col" class="num" { (year) } }
                th scope="col" class="num" { "出现年数" }
            } }
            tbody { @for one in table.rows.iter().take(SHOWN) { (row(one)) } }
        }
        @if SHOWN < table.rows.len() { p class="quiet small" { "只列出前 " (SHOWN) " 行,共 " (table.rows.len()) " 行;全部见导出的表。" } }
    }
}

fn row(one: &RecurrenceRow) -> Markup {
    html! {
        tr {
            td { (one.department_name) } td { (one.cause.name) }
            @for count in &one.counts { td class="num" { @if *count == 0 { span class="quiet" { "—" } } @else { (count) } } }
            td class="num" { @if 1 < one.years { (tag("amber", &format!("{} 年", one.years))) } @else { (one.years) } }
        }
    }
}
