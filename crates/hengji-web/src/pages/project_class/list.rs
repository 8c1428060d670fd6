//! The catalogue of a year: figures, editions, and every project with its class.

use axum::extract::{Query, State};
use axum::response::Response;
use hengji_app::project_classes::NewEdition;
use hengji_app::project_classes::view::{CataloguePage, ClassRow, EditionHead};
use hengji_domain::project_class::{CatalogueState, ProjectClass};
use maud::{Markup, html};

use super::filter::{Filter, MARKS};
use super::{class_tag, edition_facts, figures, share, sources, state_of};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, labelled, options, tag};
use crate::pages::list_filter::sorting;
use crate::pages::{Answer, export_form, framed, see, workbook};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /classes`.
pub(super) async fn list(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let page = state
        .run(move |app| app.class_catalogue(&actor, year, &query))
        .await?;
    let body = html! {
        div class="title" {
            h1 { "项目分类目录" }
            span class="sub" { (visit.year()) " 年度" @if let Some(head) = &page.shown { ",第 " (head.edition) " 版 " (state_of(head.state)) } }
            div class="actions" { (actions(&page, &visit, &filter)) }
        }
        @match &page.shown {
            None => section class="card" { p class="empty" { (visit.year()) " 年度还没有目录" @if page.rights.may_propose { ";请点右上角“测算目录”。" } @else { ";由绩效科拟定、局领导批准后在此显示。" } } }
            Some(head) => {
                (headline(&page, head))
                section class="card" { (filters(&filter, &page)) (table(&filter, &page)) (look::pager(&page.page, &filter.parameters(&[]))) }
            }
        }
    };
    Ok(framed(
        &visit,
        "项目分类目录",
        &[Crumb::here("项目分类目录")],
        body,
    ))
}

/// `POST /classes/propose`.
pub(super) async fn propose(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["reason"])?;
    let year = posted.visit.year();
    let input = NewEdition {
        reason: posted.fields.text("reason").to_owned(),
    };
    state
        .run(move |app| app.propose_classes(&posted.visit.actor(), &posted.key, year, &input))
        .await?;
    Ok(see("/classes"))
}

/// `POST /classes/export`: the list exactly as filtered and sorted.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let query = Filter::of(&posted.fields).query();
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_class_catalogue(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("classes-{year}"), file))
}

fn actions(page: &CataloguePage, visit: &Visit, filter: &Filter) -> Markup {
    let newest = page.editions.first();
    let is_frozen = newest.is_some_and(|head| head.state == CatalogueState::Frozen);
    html! {
        @if page.rights.may_submit || page.rights.may_decide { a class="button primary" href="/classes/review" { "核对与批准" } }
        @if page.rights.may_propose && !is_frozen {
            form method="post" action="/classes/propose" {
                (visit.token().fields())
                button { @if newest.is_none() { "测算目录" } @else { "重新测算" } }
            }
        }
        @if page.shown.is_some() {
            (export_form(visit, "/classes/export", filter.pairs()))
        }
        @if page.rights.may_propose && is_frozen { (new_edition(visit)) }
    }
}

/// A frozen catalogue is changed by a new edition with a reason.
fn new_edition(visit: &Visit) -> Markup {
    html! {
        form method="post" action="/classes/propose" {
            (visit.token().fields())
            label class="sr" for="reason" { "另拟新版的理由" }
            input type="text" id="reason" name="reason" required minlength="4" maxlength="500" placeholder="另拟新版的理由";
            button { "另拟新版" }
        }
    }
}

fn headline(page: &CataloguePage, head: &EditionHead) -> Markup {
    html! {
        div class="columns" {
            section class="card" { h2 { "各类项目" } (figures(&page.figures)) }
            aside {
                section class="card" {
                    h2 { "本版" } (edition_facts(head))
                    @if 1 < page.editions.len() {
                        h3 { "各版" }
                        ul class="small" { @for one in &page.editions { li { a href={ "/classes?edition=" (one.edition) } { "第 " (one.edition) " 版" } " " (state_of(one.state)) " " (one.reason) } } }
                    }
                    h3 { "依据" } (sources(&page.citations))
                    p class="small quiet" { "权重各在上下 " (look::percent_of_bp(page.span_bp.into())) " 内变动时,类别不变的组合不足 " (look::percent_of_bp(page.clear_from_bp.into())) " 的,列为临界,请人工核定。" }
                }
            }
        }
    }
}

fn filters(filter: &Filter, page: &CataloguePage) -> Markup {
    let all = |name: &'static str| std::iter::once(("", name));
    let departments = page
        .departments
        .iter()
        .map(|choice| (choice.code.as_str(), choice.name.as_str()));
    let classes = ProjectClass::ALL.iter().map(|class| (class.code(), class.name()));
    html! {
        form class="filters" method="get" action="/classes" data-autosubmit {
            (look::hidden("sort", &filter.sort)) (look::hidden("order", &filter.order)) (look::hidden("edition", &filter.edition))
            (labelled("项目名称或代码", html! { input type="search" name="q" value=(filter.q) placeholder="按 / 键跳到此处"; }))
            (labelled("主管部门", html! { select name="department" { (options(all("全部部门").chain(departments), &filter.department)) } }))
            (labelled("类别", html! { select name="class" { (options(all("全部类别").chain(classes), &filter.class)) } }))
            (labelled("标记", html! { select name="mark" { (options(all("全部").chain(MARKS), &filter.mark)) } }))
            button { "查询" }
        }
    }
}

fn table(filter: &Filter, page: &CataloguePage) -> Markup {
    let sorting = sorting(&filter.sort, &filter.order, "class");
    let query = filter.parameters(&["sort", "order"]);
    let head = |key: &str, name: &str, class: &str| look::sort_head(&sorting, key, name, &query, class);
    html! {
        table class="list sticky" {
            thead { tr {
                (head("code", "项目代码", "")) th scope="col" { "项目名称" } th scope="col" { "实施单位" }
                (head("amount", "年度资金(万元)", "num")) (head("score", "得分", "num")) (head("class", "类别", ""))
                th scope="col" { "上年" } th scope="col" class="num" { "同类份额" } th scope="col" { "标记" }
            } }
            tbody {
                @for row in &page.page.rows { (class_row(row, &filter.edition)) }
                @if page.page.rows.is_empty() { tr { td class="empty" colspan="9" { "没有符合条件的项目;请放宽查询条件。" } } }
            }
        }
    }
}

fn class_row(row: &ClassRow, edition: &str) -> Markup {
    let query = if edition.is_empty() {
        String::new()
    } else {
        format!("?edition={edition}")
    };
    html! {
        tr {
            td class="mono nowrap" { (row.code) }
            td { a href={ "/classes/" (row.project) (query) } { (row.name) } }
            td title=(row.department_name) { (row.unit_name) }
            td class="num" { (look::money(row.amount)) }
            td class="num" { (row.score) }
            td class="nowrap" { (class_tag(row.class)) @if row.is_adjusted { span class="small quiet" { " 测算 " (row.proposed.code()) } } }
            td class="nowrap" { @match row.previous { Some(class) => (class.code()), None => span class="quiet" { "新" } } }
            td class="num" title={ (share(row.share_bp)) " 的权重组合下为 " (row.proposed.name()) } { (share(row.share_bp)) }
            td class="nowrap" { (marks(row)) }
        }
    }
}

/// What should be looked at.
pub(super) fn marks(row: &ClassRow) -> Markup {
    html! {
        @if !row.is_clear { (tag("amber", "临界")) " " }
        @if row.is_adjusted { (tag("blue", "人工调整")) " " }
        @if let Some(rule) = &row.hard_rule { span title=(rule) { (tag("", "按规则")) } " " }
        @if row.is_incomplete { (tag("red", "要素未齐")) }
    }
}
