//! 指标运用: lines of goals that were taken from the library, and what units changed on them.

use axum::extract::{Query, State};
use hengji_app::common::PageRequest;
use hengji_app::library::UseQuery;
use hengji_app::library::view::UseRow;
use hengji_domain::library::Drift;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::super::list_filter::{filled, list_filter};
use super::{Answer, framed, path};
use crate::look::{self, Crumb, labelled, options, tag};
use crate::pages::sheet::paths;
use crate::state::WebState;
use crate::visit::Visit;

/// Uses on one page.
const PAGE_SIZE: u32 = 50;

list_filter! {
    pub(super) struct Filter { drift, indicator, q }
}

impl Filter {
    fn drifts(&self) -> Vec<Drift> {
        match self.drift.as_str() {
            "any" => Drift::ALL.to_vec(),
            code => Drift::from_code(code).into_iter().collect(),
        }
    }
}

/// `GET /indicators/uses`.
pub(super) async fn list(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let query = UseQuery {
        indicator: filter.indicator.parse().ok(),
        drifts: filter.drifts(),
        text: filled(&filter.q),
        page: PageRequest::new(filter.page, PAGE_SIZE),
    };
    let (actor, year) = (visit.actor(), visit.year());
    let page = state
        .run(move |app| app.library_uses(&actor, year, &query))
        .await?;
    let all = [("", "全部"), ("any", "任一不一致")];
    let choices = all
        .into_iter()
        .chain(Drift::ALL.map(|drift| (drift.code(), drift.name())));
    let parameters = filter.parameters(&[]);
    let body = html! {
        div class="title" { h1 { "指标运用" } span class="sub" { (year) " 年度目标取自指标库的指标,符合条件 " (page.total) " 条" } }
        section class="card" {
            form class="filters" method="get" action="/indicators/uses" data-autosubmit {
                (look::hidden("indicator", &filter.indicator))
                (labelled("与库不一致", html! { select name="drift" { (options(choices, &filter.drift)) } }))
                (labelled("项目、单位或指标", html! { input type="search" name="q" value=(filter.q); }))
                button { "查询" }
            }
            table class="list sticky" {
                thead { tr { th scope="col" { "项目" } th scope="col" { "单位" } th scope="col" { "目标上的三级指标" } th scope="col" { "年度指标值" } th scope="col" { "取自指标库" } th scope="col" { "单位改动" } } }
                tbody {
                    @for row in &page.rows { (use_row(row)) }
                    @if page.rows.is_empty() { tr { td class="empty" colspan="6" { "没有符合条件的指标行。" } } }
                }
            }
            (look::pager(&page, &parameters))
        }
    };
    let path = [Crumb::to("指标库", "/indicators"), Crumb::here("指标运用")];
    Ok(framed(&visit, "指标运用", &path, body))
}

fn use_row(row: &UseRow) -> Markup {
    html! {
        tr {
            td { a href={ (paths::sheet(SheetKind::Goal, row.sheet)) "#line-" (row.position) } { (row.project_name) } }
            td { (row.unit_name) } td { (row.level3) } td { (row.target) }
            td { a href=(path(row.mark.id)) { (row.mark.code) " " (row.mark.name) } }
            td { (drift_tags(&row.mark.drifts)) @if let Some(gone) = &row.mark.gone { " " (tag("", gone)) } }
        }
    }
}

/// What was changed, one tag each.
pub(in crate::pages) fn drift_tags(drifts: &[Drift]) -> Markup {
    html! { @for drift in drifts { (tag("amber", &format!("改{}", drift.name()))) " " } }
}
