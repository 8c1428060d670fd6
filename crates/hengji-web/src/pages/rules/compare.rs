//! 年度对比: what the rules of one budget year change against another.

use axum::extract::{Query, State};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::rules::view::Comparison;
use hengji_domain::BudgetYear;
use maud::{Markup, html};
use serde::Deserialize;

use super::value_cell;
use crate::extract::Posted;
use crate::look::{Crumb, hidden, labelled, options};
use crate::menu::may;
use crate::pages::{Answer, framed, workbook};
use crate::state::WebState;
use crate::visit::Visit;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Years {
    from: String,
    to: String,
}

/// `GET /rules/compare`: the year before and the year chosen, unless others are asked for.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Query(years): Query<Years>) -> Answer {
    let asked = |text: &str| text.trim().parse::<BudgetYear>().ok();
    let after = asked(&years.to).unwrap_or_else(|| visit.year());
    let before = asked(&years.from)
        .or_else(|| BudgetYear::new(after.get().saturating_sub(1)).ok())
        .unwrap_or(after);
    let actor = visit.actor();
    let found = state
        .run(move |app| app.compare_rules(&actor, before, after))
        .await?;
    let body = html! {
        div class="title" {
            h1 { "规则年度对比" } span class="sub" { (visit.session.division_name) "," (before) " 年与 " (after) " 年" }
            @if may(&visit.session.actor, Action::ExportRules) {
                div class="actions" {
                    form method="post" action="/rules/compare/export" {
                        (visit.token().fields()) (hidden("from", &before.to_string())) (hidden("to", &after.to_string()))
                        button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } }
                    }
                }
            }
        }
        @if found.same && !found.changes.is_empty() {
            div class="note good" { "两年的数值完全相同,下列只是写明的区划、起始或依据不同。" }
        }
        section class="card" {
            (filters(&visit, before, after))
            (table(&found))
        }
    };
    let path = [Crumb::to("现行规则", "/rules"), Crumb::here("年度对比")];
    Ok(framed(&visit, "规则年度对比", &path, body))
}

/// `POST /rules/compare/export`: the two years shown.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["from", "to"])?;
    let year = |name: &str| {
        let asked = posted.fields.parsed::<BudgetYear>(name);
        asked.ok_or_else(|| AppError::field(name, "year-unreadable", "请选择要对比的两个年度。"))
    };
    let (before, after) = (year("from")?, year("to")?);
    let file = state
        .run(move |app| app.export_comparison(&posted.visit.actor(), before, after))
        .await?;
    Ok(workbook(&format!("rules-{before}-{after}"), file))
}

/// Years of sheets, and those that change in between.
fn filters(visit: &Visit, before: BudgetYear, after: BudgetYear) -> Markup {
    let mut years: Vec<String> = visit.session.years.iter().map(ToString::to_string).collect();
    years.extend([before.to_string(), after.to_string()]);
    years.extend(
        visit
            .session
            .years
            .last()
            .map(|last| last.get().saturating_add(1).to_string()),
    );
    years.sort_unstable();
    years.dedup();
    let choices = || years.iter().map(|year| (year.as_str(), year.as_str()));
    html! {
        form class="filters" method="get" action="/rules/compare" data-autosubmit {
            (labelled("原年度", html! { select name="from" { (options(choices(), &before.to_string())) } }))
            (labelled("新年度", html! { select name="to" { (options(choices(), &after.to_string())) } }))
            button { "对比" }
        }
    }
}

fn table(found: &Comparison) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr { th scope="col" class="w-rule" { "规则" } th scope="col" { (found.before) " 年度" } th scope="col" { (found.after) " 年度" } } }
            tbody {
                @for change in &found.changes {
                    tr {
                        td { a href={ "/rules/" (change.key) } { (change.description) } br; code class="quiet" { (change.key) } }
                        td { (value_cell(change.before.as_ref())) }
                        td { (value_cell(change.after.as_ref())) }
                    }
                }
                @if found.changes.is_empty() { tr { td class="empty" colspan="3" { "两个年度的规则完全相同。" } } }
            }
        }
    }
}
