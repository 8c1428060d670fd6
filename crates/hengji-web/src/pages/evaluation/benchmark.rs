//! 单位成本标杆: what the money of one line usually buys, with the chart, the frontier and the projects behind it.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::common::PageRequest;
use hengji_app::evaluations::benchmark::view::{BenchmarkPage, FrontierView, ReferenceRow, VerdictView};
use hengji_app::evaluations::benchmark::{ReferenceQuery, ReferenceSort};
use maud::{Markup, html};

use super::super::{Answer, export_form, framed, workbook};
use super::{id_of, path};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{
    self, Crumb, Sorting, labelled, legend, money, money_exact, optional_money, options, sort_head, tag,
    verification_mark,
};
use crate::menu::may;
use crate::pages::list_filter::{direction, filled, list_filter, sorting};
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

/// Projects on one page.
const PAGE_SIZE: u32 = 20;

list_filter! {
    pub(super) exported struct Filter { scope, q, sort, order }
}

impl Filter {
    fn query(&self) -> ReferenceQuery {
        ReferenceQuery {
            text: filled(&self.q),
            same_only: self.scope == "same",
            sort: match self.sort.as_str() {
                "year" => ReferenceSort::Year,
                "quantity" => ReferenceSort::Quantity,
                "money" => ReferenceSort::Money,
                "unit-cost" => ReferenceSort::UnitCost,
                _ => ReferenceSort::Nearest,
            },
            direction: direction(&self.order),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }

    fn sorting(&self) -> Sorting {
        sorting(&self.sort, &self.order, "nearest")
    }
}

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(
            Verb::Get,
            "/evaluations/{id}/lines/{key}/benchmark",
            Action::ViewLineBenchmark,
            show,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/lines/{key}/benchmark/export",
            Action::ViewLineBenchmark,
            export,
        )
}

/// The address of the benchmark of a line.
fn here(page: &BenchmarkPage) -> String {
    format!("{}/lines/{}/benchmark", path(page.evaluation), page.key)
}

/// `GET /evaluations/{id}/lines/{key}/benchmark`.
async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Path((id, key)): Path<(String, String)>,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, id, query) = (visit.actor(), id_of(&id)?, filter.query());
    let page = state
        .run(move |app| app.line_benchmark(&actor, id, &key, &query))
        .await?;
    Ok(shown(&visit, &page, &filter))
}

/// `POST /evaluations/{id}/lines/{key}/benchmark/export`: the projects exactly as filtered.
async fn export(
    State(state): State<WebState>,
    Path((id, key)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (id, query) = (id_of(&id)?, Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_line_benchmark(&posted.visit.actor(), id, &key, &query))
        .await?;
    Ok(workbook(&format!("benchmark-{id}"), file))
}

fn shown(visit: &Visit, page: &BenchmarkPage, filter: &Filter) -> Response {
    let title = format!("{}标杆", page.line);
    let body = html! {
        div class="title" {
            h1 { (page.line) }
            span class="sub" { "单位成本标杆 · " (page.year) " 年度 · " (page.title) }
            div class="actions" {
                @if page.may_cite && page.sentence.is_some() { a class="button" href={ (path(page.evaluation)) "?cite=" (page.key) "#item-" (page.key) } { "引用到评分依据" } }
                @if page.unfit.is_none() && may(&visit.actor(), Action::ExportEvaluations) { (export_form(visit, &format!("{}/export", here(page)), filter.pairs())) }
            }
        }
        @if let Some(unfit) = &page.unfit {
            p class="note" id="verdict" { strong { "不作标杆比较:" } (unfit) "能比较的是:产出数量类、指标值为带计量单位的数、资金全部归于这一条的指标。" }
            (facts(page))
        } @else {
            (verdicts(page))
            div class="columns even" { (facts(page)) (frontier(page)) }
            (chart(page))
            (references(page, filter))
        }
        (rules(page))
    };
    let crumbs = [
        Crumb::to("绩效评价", "/evaluations"),
        Crumb::to(&page.title, path(page.evaluation)),
        Crumb::here("单位成本标杆"),
    ];
    framed(visit, &title, &crumbs, body)
}

fn facts(page: &BenchmarkPage) -> Markup {
    html! {
        section class="card" id="line" {
            h2 { "本项目" }
            dl class="facts" {
                div { dt { "指标" } dd { (page.line) div class="small quiet" { (page.path) } } }
                div { dt { "指标值" } dd { (page.target) } }
                div { dt { "完成值" } dd { @if page.actual.is_empty() { "—" } @else { (page.actual) } } }
                div { dt { "全年预算" } dd { (money(page.budget)) " 万元" } }
                div { dt { "全年支付" } dd { (optional_money(page.executed)) @if page.executed.is_some() { " 万元" } } }
                @if page.unfit.is_none() { div { dt { "证据等级" } dd { strong { (page.evidence.grade) "级" } div class="small quiet" { (page.evidence.words) } } } }
                @if let Some(words) = &page.elasticity { div { dt { "规模效应" } dd { (words) } } }
            }
            @if !page.notes.is_empty() { ul class="plain small quiet" { @for note in &page.notes { li { (note) } } } }
        }
    }
}

fn verdicts(page: &BenchmarkPage) -> Markup {
    html! {
        section class="card" id="verdict" {
            h2 { "结论" span class="end quiet" { "只用于提问,不直接扣减预算,也不改变得分" } }
            table class="list" {
                thead { tr {
                    th scope="col" { "比什么" } th scope="col" class="num" { "数量" } th scope="col" class="num" { "本项目(万元)" }
                    th scope="col" class="num" { "同类通常(万元)" } th scope="col" { "这笔钱通常办成" } th scope="col" { "结论" }
                } }
                tbody { @for one in &page.verdicts { (verdict(one)) } }
            }
        }
    }
}

fn verdict(one: &VerdictView) -> Markup {
    html! {
        tr {
            td { (one.of) }
            td class="num" { (one.quantity) }
            td class="num" { (money(one.money)) }
            td class="num" { @match one.expected { Some((usual, low, high)) => { strong { (money(usual)) } div class="small quiet" { (money(low)) " 至 " (money(high)) } } None => "—" } }
            td { @match &one.implied { Some(implied) => (implied) None => "—" } }
            td { (tag(one.band.colour(), one.band.name())) div class="small" { (one.words) } }
        }
    }
}

fn frontier(page: &BenchmarkPage) -> Markup {
    html! {
        section class="card" id="frontier" {
            h2 { "效率前沿" }
            @match &page.frontier {
                None => p class="quiet" { "本项目没有完成值或支付数,或没有同一指标的其他项目,不作效率比较。" },
                Some(found) => (frontier_body(found)),
            }
        }
    }
}

fn frontier_body(found: &FrontierView) -> Markup {
    html! {
        p { "证据等级 " strong { (found.grade) } "。" (found.reason) }
        p class="small quiet" { (found.columns) ";规模报酬可变,投入导向" }
        @match &found.shown {
            None => p class="note" { "样本不足,不列效率值。" },
            Some(one) => {
                div class="figures" {
                    div class="figure" { b { (one.pure) } span { "纯技术效率" } }
                    div class="figure" { b { (one.scale) } span { "规模效率(报酬" (one.returns) ")" } }
                }
                p { (one.words) }
                @if let Some(warning) = &one.warning { p class="note" { (warning) } }
                @if !one.peers.is_empty() {
                    p class="small" { "参照组合:" @for (index, (name, share)) in one.peers.iter().enumerate() { @if 0 < index { "、" } (name) " " (share) } }
                }
            }
        }
        @if let Some(words) = &found.beside { p { (words) } }
        @for words in &found.last_rank { p class="small quiet" { "第一名的代价:" (words) } }
    }
}

fn chart(page: &BenchmarkPage) -> Markup {
    html! {
        @if let Some(chart) = &page.chart {
            section class="card" id="chart" {
                h2 { "数量与资金" span class="end quiet" { "两轴均为对数:每一格表示翻同样的倍数" } }
                (look::scatter_chart("数量与资金", chart))
                (legend(&[("blue", "同一指标"), ("grey", "同类指标"), ("amber", "疑为单位填错"), ("green", "本项目目标与预算"), ("red", "本项目完成与支付")]))
            }
        }
    }
}

fn references(page: &BenchmarkPage, filter: &Filter) -> Markup {
    let (sorting, query) = (filter.sorting(), filter.parameters(&["sort", "order"]));
    html! {
        section class="card" id="references" {
            h2 { "参照项目" span class="end quiet" { "自评已审定、有支付数、资金全部归于这一条的项目" } }
            form class="filters" method="get" action={ (here(page)) "#references" } data-autosubmit {
                (labelled("范围", html! { select name="scope" { (options([("", "全部"), ("same", "同一指标")].into_iter(), &filter.scope)) } }))
                (labelled("项目、单位或指标", html! { input type="search" name="q" value=(filter.q); }))
                button { "查询" }
            }
            @if !page.is_named { p class="quiet small" { "第三方机构不显示其他项目和单位的名称。" } }
            table class="list sticky" {
                thead { tr {
                    (sort_head(&sorting, "nearest", "项目", &query, ""))
                    th scope="col" { "实施单位" }
                    (sort_head(&sorting, "year", "年度", &query, "num"))
                    th scope="col" { "指标" }
                    (sort_head(&sorting, "quantity", &format!("完成值({})", page.unit), &query, "num"))
                    (sort_head(&sorting, "money", "全年支付(万元)", &query, "num"))
                    (sort_head(&sorting, "unit-cost", "单位成本", &query, "num"))
                    th scope="col" class="num" title="折到同类的典型规模,扣除规模效应后比较" { "同规模单位成本" }
                } }
                tbody {
                    @for row in &page.rows.rows { (reference(row)) }
                    @if page.rows.rows.is_empty() { tr { td class="empty" colspan="8" { "没有可比的项目。" } } }
                }
            }
            (look::pager(&page.rows, &filter.parameters(&[])))
            @if page.is_cut { p class="quiet small" { "同类项目太多,只取了最近年度的一部分。" } }
            @if !page.left_out.is_empty() {
                p class="quiet small" { "找到而未用:" @for (index, (why, count)) in page.left_out.iter().enumerate() { @if 0 < index { ";" } (why) " " (count) " 个" } "。" }
            }
        }
    }
}

fn reference(row: &ReferenceRow) -> Markup {
    html! {
        tr {
            td { (row.name) @if !row.note.is_empty() { div class="small" { (tag("amber", &row.note)) } } }
            td { @if row.unit_name.is_empty() { "—" } @else { (row.unit_name) } }
            td class="num" { (row.year) }
            td { (row.line) @if !row.is_same { " " (tag("", "同类")) } }
            td class="num" { (row.quantity.normalize()) }
            td class="num" { (money(row.money)) }
            td class="num nowrap" { (money_exact(row.unit_cost)) }
            td class="num nowrap" { @match row.adjusted { Some(cost) => (money_exact(cost)) None => "—" } }
        }
    }
}

fn rules(page: &BenchmarkPage) -> Markup {
    html! {
        section class="card" id="rules" {
            h2 { "所用规则" span class="end quiet" { "金额未折算物价" } }
            table class="list" {
                thead { tr { th scope="col" { "规则" } th scope="col" { "参数" } th scope="col" { "起始" } th scope="col" { "来源" } } }
                tbody { @for (citation, numbers) in &page.rules {
                    tr { td { (citation.description) } td { (numbers) } td class="nowrap" { (citation.from) } td { (citation.source) " " (citation.clause) " " (verification_mark(citation)) } }
                } }
            }
        }
    }
}
