//! 问题清单: findings on the sheets that one may see.

use axum::extract::{Query, State};
use hengji_app::authz::Action;
use hengji_app::common::{PageOf, PageRequest};
use hengji_app::findings::FindingQuery;
use hengji_app::findings::view::FindingRow;
use hengji_domain::Severity;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::list_filter::{filled, list_filter};
use super::{Answer, framed};
use crate::look::{self, Crumb, labelled, options, severity_tag};
use crate::pages::sheet::paths;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

/// Findings on one page.
const PAGE_SIZE: u32 = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.person(Verb::Get, "/findings", Action::ListFindings, list)
}

list_filter! {
    struct Filter { severity, code, kind, q }
}

impl Filter {
    fn query(&self) -> FindingQuery {
        FindingQuery {
            severity: Severity::from_code(&self.severity),
            code: filled(&self.code),
            kind: SheetKind::from_code(&self.kind),
            text: filled(&self.q),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

/// `GET /findings`.
async fn list(State(state): State<WebState>, visit: Visit, Query(filter): Query<Filter>) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let page = state.run(move |app| app.findings(&actor, year, &query)).await?;
    let body = html! {
        div class="title" { h1 { "填报检查清单" } span class="sub" { "按现行规则自动检查得出,改正后自动消失" } }
        section class="card" {
            (filters(&filter))
            (finding_table(&page))
            (look::pager(&page, &filter.parameters(&[])))
        }
    };
    Ok(framed(
        &visit,
        "填报检查清单",
        &[Crumb::here("填报检查清单")],
        body,
    ))
}

fn filters(filter: &Filter) -> Markup {
    let severities = [
        ("", "全部轻重"),
        ("error", "错误"),
        ("warning", "提醒"),
        ("notice", "提示"),
    ];
    let kinds = [
        ("", "全部表"),
        ("goal", "绩效目标"),
        ("self_evaluation", "绩效自评"),
    ];
    html! {
        form class="filters" method="get" action="/findings" data-autosubmit {
            (labelled("轻重", html! { select name="severity" { (options(severities.into_iter(), &filter.severity)) } }))
            (labelled("表", html! { select name="kind" { (options(kinds.into_iter(), &filter.kind)) } }))
            (labelled("问题代码", html! { input type="text" name="code" value=(filter.code) placeholder="weights-not-100"; }))
            (labelled("项目或单位", html! { input type="search" name="q" value=(filter.q); }))
            button { "查询" }
        }
    }
}

fn finding_table(page: &PageOf<FindingRow>) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr { th scope="col" { "轻重" } th scope="col" { "项目" } th scope="col" { "单位" } th scope="col" { "表" } th scope="col" { "位置" } th scope="col" { "问题与改正办法" } } }
            tbody {
                @for row in &page.rows { (finding_row(row)) }
                @if page.rows.is_empty() { tr { td class="empty" colspan="6" { "没有符合条件的问题。" } } }
            }
        }
    }
}

fn finding_row(row: &FindingRow) -> Markup {
    let finding = &row.finding;
    let anchor = finding
        .position
        .map(|position| format!("#line-{position}"))
        .unwrap_or_default();
    html! {
        tr {
            td { (severity_tag(finding.severity)) }
            td { a href={ (paths::sheet(row.kind, row.sheet)) (anchor) } { (row.project_name) } }
            td { (row.unit_name) }
            td class="nowrap" { (row.kind.name()) }
            td class="nowrap" {
                @match (finding.cell.as_deref(), finding.position) {
                    (Some(cell), _) => { "单元格 " (cell) }
                    (None, Some(position)) => { "第 " (position) " 行" }
                    (None, None) => "全表"
                }
            }
            td { (finding.message) " " code { "[" (finding.code) "]" } @if !finding.suggestion.is_empty() { div class="quiet small" { (finding.suggestion) } } }
        }
    }
}
