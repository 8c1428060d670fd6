//! 覆盖面: projects with how many lines of their goals come from core indicators.

use axum::extract::{Query, State};
use hengji_app::common::PageRequest;
use hengji_app::library::CoverageQuery;
use hengji_app::library::view::CoverageView;
use maud::{Markup, html};

use super::super::list_filter::{filled, list_filter};
use super::{Answer, framed};
use crate::look::{self, Crumb, labelled, options, tag};
use crate::state::WebState;
use crate::visit::Visit;

/// Projects on one page.
const PAGE_SIZE: u32 = 50;

list_filter! {
    pub(super) struct Filter { is_covered, q }
}

/// `GET /indicators/coverage`.
pub(super) async fn list(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let query = CoverageQuery {
        is_covered: match filter.is_covered.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        text: filled(&filter.q),
        page: PageRequest::new(filter.page, PAGE_SIZE),
    };
    let (actor, year) = (visit.actor(), visit.year());
    let page = state
        .run(move |app| app.library_coverage(&actor, year, &query))
        .await?;
    let choices = [("", "全部项目"), ("yes", "已覆盖"), ("no", "未覆盖")];
    let parameters = filter.parameters(&[]);
    let body = html! {
        div class="title" { h1 { "指标库覆盖的部门项目" } span class="sub" { (year) " 年度,符合条件 " (page.total) " 个项目" } }
        section class="card" {
            form class="filters" method="get" action="/indicators/coverage" data-autosubmit {
                (labelled("覆盖", html! { select name="is_covered" { (options(choices.into_iter(), &filter.is_covered)) } }))
                (labelled("项目或单位", html! { input type="search" name="q" value=(filter.q); }))
                button { "查询" }
            }
            table class="list sticky" {
                thead { tr { th scope="col" { "项目代码" } th scope="col" { "项目" } th scope="col" { "单位" } th scope="col" class="num" { "取自核心指标的条数" } th scope="col" { "覆盖" } } }
                tbody {
                    @for row in &page.rows { (project_row(row)) }
                    @if page.rows.is_empty() { tr { td class="empty" colspan="5" { "没有符合条件的项目。" } } }
                }
            }
            (look::pager(&page, &parameters))
        }
    };
    let path = [Crumb::to("指标库", "/indicators"), Crumb::here("覆盖的部门项目")];
    Ok(framed(&visit, "覆盖的部门项目", &path, body))
}

fn project_row(row: &CoverageView) -> Markup {
    html! {
        tr {
            td class="mono nowrap" { (row.code) }
            td { a href={ "/projects/" (row.project) } { (row.name) } }
            td { (row.unit_name) }
            td class="num" { (row.core_lines) }
            td { @if row.is_covered { (tag("green", "已覆盖")) } @else { (tag("", "未覆盖")) } }
        }
    }
}
