//! 指标库: search, and pick into a goal.

mod add;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use hengji_app::authz::Action;
use hengji_app::common::{PageOf, PageRequest};
use hengji_app::library::LibraryQuery;
use hengji_app::library::view::LibraryRow;
use maud::{Markup, html};
use serde::Deserialize;

use super::{Answer, framed};
use crate::error::form_encoded;
use crate::look::{self, Crumb, hidden, labelled};
use crate::menu::may;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

/// Indicators on one page.
const PAGE_SIZE: u32 = 30;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/indicators", Action::ViewLibrary, list)
        .person(
            Verb::Get,
            "/indicators/new",
            Action::AddLibraryIndicator,
            add::form,
        )
        .person(Verb::Post, "/indicators", Action::AddLibraryIndicator, add::add)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filter {
    q: String,
    level1: String,
    page: u32,
    /// Set in the pop-up of a goal, where rows carry a button.
    pick: String,
}

impl Filter {
    fn query(&self) -> LibraryQuery {
        let filled = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        LibraryQuery {
            text: filled(&self.q),
            level1: filled(&self.level1),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

/// `GET /indicators`; as a fragment in the pop-up of a goal.
async fn list(
    State(state): State<WebState>,
    visit: Visit,
    headers: HeaderMap,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, query) = (visit.actor(), filter.query());
    let page = state.run(move |app| app.library(&actor, &query)).await?;
    let content =
        html! { (filters(&filter)) (indicator_table(&page, !filter.pick.is_empty())) (foot(&page, &filter)) };
    if headers.contains_key("x-fragment") {
        return Ok(content.into_response());
    }
    let body = html! {
        div class="title" {
            h1 { "指标库" } span class="sub" { "填报目标时可直接选用" }
            @if may(&visit.session.actor, Action::AddLibraryIndicator) { div class="actions" { a class="button" href="/indicators/new" { "新增指标" } } }
        }
        section class="card" { (content) }
    };
    Ok(framed(&visit, "指标库", &[Crumb::here("指标库")], body))
}

fn filters(filter: &Filter) -> Markup {
    html! {
        form class="filters" method="get" action="/indicators" {
            @if !filter.pick.is_empty() { (hidden("pick", &filter.pick)) }
            (labelled("指标名称", html! { input type="search" name="q" value=(filter.q) placeholder="例如:养护、满意度"; }))
            (labelled("一级指标", html! { input type="text" name="level1" value=(filter.level1) placeholder="例如:产出指标"; }))
            button class="primary" { "查询" }
        }
    }
}

fn indicator_table(page: &PageOf<LibraryRow>, picking: bool) -> Markup {
    html! {
        table class="list" {
            thead { tr {
                th scope="col" { "一级指标" } th scope="col" { "二级指标" } th scope="col" { "三级指标" } th scope="col" { "指标值示例" } th scope="col" { "单位" } th scope="col" { "来源" }
                @if picking { th scope="col" { span class="sr" { "选用" } } }
            } }
            tbody {
                @for row in &page.rows {
                    tr {
                        td { (row.level1) } td { (row.level2) } td { (row.name) }
                        td { (row.example.as_deref().or(row.comparator.as_deref()).unwrap_or_default()) }
                        td { (row.unit.as_deref().unwrap_or_default()) }
                        td class="small quiet clip" title=(row.source) { (row.source) }
                        @if picking { td { button type="button" data-pick=(picked(row)) { "加入" } } }
                    }
                }
                @if page.rows.is_empty() { tr { td class="empty" colspan="7" { "没有找到;换一个词,或直接在表格中填写自己的指标。" } } }
            }
        }
    }
}

/// What the script puts into the grid. The target stays empty: an example is not this project's target.
fn picked(row: &LibraryRow) -> String {
    serde_json::json!({
        "level1": row.level1, "level2": row.level2, "level3": row.name,
        "library_indicator": row.id.to_string(),
    })
    .to_string()
}

fn foot(page: &PageOf<LibraryRow>, filter: &Filter) -> Markup {
    let query = format!(
        "&q={}&level1={}&pick={}",
        form_encoded(&filter.q),
        form_encoded(&filter.level1),
        form_encoded(&filter.pick)
    );
    look::pager(page, &query)
}
