//! 指标运用质量: how often an indicator is used, fails, is disputed, and whether it is ever missed.

use axum::extract::{Query, State};
use hengji_app::common::PageRequest;
use hengji_app::library::view::FateRow;
use hengji_app::library::{FateOrder, FateQuery};
use maud::{Markup, html};

use super::super::list_filter::{filled, list_filter};
use super::{Answer, framed, path};
use crate::look::{self, Crumb, labelled, options, tag};
use crate::state::WebState;
use crate::visit::Visit;

/// Indicators on one page.
const PAGE_SIZE: u32 = 50;

list_filter! {
    pub(super) struct Filter { order, never, q }
}

/// `GET /indicators/fates`.
pub(super) async fn list(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let query = FateQuery {
        order: FateOrder::from_code(&filter.order).unwrap_or_default(),
        never_below: !filter.never.is_empty(),
        text: filled(&filter.q),
        page: PageRequest::new(filter.page, PAGE_SIZE),
    };
    let (actor, year) = (visit.actor(), visit.year());
    let page = state
        .run(move |app| app.library_fates(&actor, year, &query))
        .await?;
    let orders = [
        ("uses", "运用次数"),
        ("failed", "未完成次数"),
        ("disputes", "被退回次数"),
        ("targets", "目标值种数"),
    ];
    let never = [("", "全部"), ("1", "从未低于 100%")];
    let parameters = filter.parameters(&[]);
    let body = html! {
        div class="title" { h1 { "指标运用质量" } span class="sub" { (year) " 年度全区目标和自评,用过的指标 " (page.total) " 条" } }
        section class="card" {
            form class="filters" method="get" action="/indicators/fates" data-autosubmit {
                (labelled("从多到少", html! { select name="order" { (options(orders.into_iter(), &filter.order)) } }))
                (labelled("完成情况", html! { select name="never" { (options(never.into_iter(), &filter.never)) } }))
                (labelled("指标名称或编码", html! { input type="search" name="q" value=(filter.q); }))
                button { "查询" }
            }
            p class="quiet small" { "从未低于 100%:至少评过一次分且每次都得满分,说明目标值可能定得过低。被退回:审核时针对该行写了退回理由。" }
            table class="list sticky" {
                thead { tr { th scope="col" { "编码" } th scope="col" { "三级指标" } th scope="col" { "项目类别" } th scope="col" class="num" { "运用" } th scope="col" class="num" { "目标值种数" } th scope="col" class="num" { "已评分" } th scope="col" class="num" { "未完成" } th scope="col" class="num" { "被退回" } th scope="col" { "提示" } } }
                tbody {
                    @for row in &page.rows { (fate_row(row)) }
                    @if page.rows.is_empty() { tr { td class="empty" colspan="9" { "本年度还没有取自指标库的指标。" } } }
                }
            }
            (look::pager(&page, &parameters))
        }
    };
    let path = [Crumb::to("指标库", "/indicators"), Crumb::here("运用质量")];
    Ok(framed(&visit, "指标运用质量", &path, body))
}

fn fate_row(row: &FateRow) -> Markup {
    let fate = row.fate;
    html! {
        tr {
            td class="mono nowrap" { (row.code) }
            td { a href=(path(row.id)) { (row.name) } }
            td { (row.category) }
            td class="num" { a href={ "/indicators/uses?indicator=" (row.id) } { (fate.uses) } }
            td class="num" { (fate.targets) } td class="num" { (fate.scored) } td class="num" { (fate.failed) } td class="num" { (fate.disputes) }
            td { @if fate.never_below() { (tag("amber", "从未低于 100%")) } }
        }
    }
}
