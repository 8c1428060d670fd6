//! What is loaded of a year: the course of payments, every file that came in, what still differs.

use axum::extract::State;
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::money::view::{LoadList, LoadRow};
use hengji_domain::Money;
use maud::{Markup, html};

use super::super::{Answer, framed, workbook};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Bar, Crumb, tag};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /money`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let list = state.run(move |app| app.money_loads(&actor, year)).await?;
    let body = html! {
        div class="title" {
            h1 { "资金数据" }
            span class="sub" { (year) " 年度,预算、调整、支付按文件导入,逐条留来源" }
            div class="actions" {
                @if list.may_import { a class="button primary" href="/money-imports/new" { "导入文件" } }
                @if may(&visit.actor(), Action::ExportMoneyLoads) {
                    form method="post" action="/money/export" {
                        (visit.token().fields())
                        button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } }
                    }
                }
            }
        }
        (figures(&list))
        div class="columns" {
            section class="card" { h2 { "导入台账" } (loads(&list)) }
            section class="card" { h2 { "累计支付(万元)" } (course(&list)) }
        }
    };
    Ok(framed(&visit, "资金数据", &[Crumb::here("资金数据")], body))
}

/// `POST /money/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&[])?;
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_money_loads(&posted.visit.actor(), year))
        .await?;
    Ok(workbook(&format!("money-{year}"), file))
}

fn paid(list: &LoadList) -> Money {
    list.cumulative.last().copied().unwrap_or_default()
}

fn figures(list: &LoadList) -> Markup {
    let pending: u64 = list
        .differences
        .iter()
        .filter(|(state, _)| state.is_pending())
        .map(|(_, count)| count)
        .sum();
    html! {
        div class="figures" {
            div class="figure" { b { (look::money(list.initial)) } span { "年初预算(万元)" } }
            div class="figure" { b { (look::money(list.budget)) } span { "全年预算(万元)" } }
            div class="figure" { b { (look::money(paid(list))) } span { "累计支付(万元)" @if 0 < list.last_month { ",至 " (list.last_month) " 月" } } }
            div class="figure" { b { @match paid(list).rate_bp(list.budget) { Some(rate) => (look::percent_of_bp(rate)) None => "—" } } span { "执行率" } }
            div class="figure" { b { (list.paid_projects) "/" (list.projects) } span { "有支付的项目" } }
            div class="figure" { a href="/differences?pending=yes" { b class=[(0 < pending).then_some("bad")] { (pending) } span { "未结对账差异" } } }
        }
    }
}

fn course(list: &LoadList) -> Markup {
    let bar = |(month, sum): (u32, &Money)| Bar {
        name: format!("{month}月"),
        value: u64::try_from(sum.fen()).unwrap_or_default(),
        colour: "blue",
        text: look::money_short(*sum),
    };
    let months = usize::try_from(list.last_month).unwrap_or_default();
    let bars: Vec<Bar> = (1..).zip(&list.cumulative).take(months).map(bar).collect();
    html! {
        @if bars.is_empty() { p class="empty" { "还没有导入支付数据。" } }
        @else { (look::bar_chart("各月累计支付,与全年预算相比", u64::try_from(list.budget.fen()).unwrap_or_default(), &bars)) }
    }
}

fn loads(list: &LoadList) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "种类" } th scope="col" { "期间" } th scope="col" { "来源(文件)" } th scope="col" class="num" { "文件行数" } th scope="col" class="num" { "文件合计" }
                th scope="col" class="num" { "入库合计" } th scope="col" class="num" { "现存合计" } th scope="col" { "状态" } th scope="col" { "导入" }
            } }
            tbody {
                @for row in &list.loads { (load_row(row)) }
                @if list.loads.is_empty() { tr { td class="empty" colspan="9" { "本年度还没有导入过资金数据;从右上角“导入文件”开始,先导入年初预算,再逐月导入支付明细。" } } }
            }
        }
        p class="quiet small" { "金额单位:万元。文件合计与入库合计之差是项目库中没有的项目;同一来源再次导入同一期间时替换原数据,原数据保留可查。" }
    }
}

fn load_row(row: &LoadRow) -> Markup {
    let load = &row.load;
    html! {
        tr {
            td class="nowrap" { (load.kind.name()) } td class="nowrap" { (load.period) }
            td title=(load.fact_source) { (load.fact_source) }
            td class="num" { (load.file_rows) } td class="num" { (look::money(load.file_total)) }
            td class="num" { (look::money(load.loaded_total)) }
            td class="num" { (look::optional_money(row.standing)) }
            td class="nowrap" {
                @match load.replaced {
                    Some((_, at)) => { (tag("", "已替换")) " " (look::moment(at)) }
                    None if row.standing != Some(load.loaded_total) => (tag("red", "与入库不符"))
                    None if load.file_total != load.loaded_total => (tag("amber", "有未登记项目"))
                    None => (tag("green", "一致"))
                }
            }
            td { (load.loaded_by_name) " " (look::moment(load.loaded_at)) }
        }
    }
}
