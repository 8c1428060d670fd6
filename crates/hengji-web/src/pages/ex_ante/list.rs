//! 评估名单: what must be evaluated and why, how far it is, and what it came to.

use axum::extract::{Query, State};
use hengji_app::common::PageRequest;
use hengji_app::ex_ante::view::{ExAnteList, ExAnteRow};
use hengji_app::ex_ante::{ExAnteQuery, ExAnteState};
use maud::{Markup, html};

use super::{figures, path};
use crate::extract::Posted;
use crate::look::{self, Crumb, labelled, options, state_tag, tag, verification_mark};
use crate::pages::list_filter::list_filter;
use crate::pages::{Answer, export_form, framed, workbook};
use crate::state::WebState;
use crate::visit::Visit;

/// Rows on one page.
const PAGE_SIZE: u32 = 50;

list_filter! {
    pub(super) exported struct Filter { q, category, state, conclusion, sort }
}

impl Filter {
    fn query(&self) -> ExAnteQuery {
        ExAnteQuery {
            words: self.q.clone(),
            category: self.category.clone(),
            state: ExAnteState::from_code(&self.state),
            conclusion: self.conclusion.clone(),
            by_money: self.sort == "money",
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

/// `GET /ex-ante`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let list = state
        .run(move |app| app.ex_ante_list(&actor, year, &query))
        .await?;
    let body = html! {
        div class="title" {
            h1 { "事前绩效评估" }
            span class="sub" {
                (year) " 年度" @if let Some(day) = list.due_on { ",应于 " (look::date(day)) " 前完成" }
                ";纳入标准 " (verification_mark(&list.criteria))
            }
            div class="actions" {
                @if list.may_change {
                    form method="post" action="/ex-ante/list" { (visit.token().fields()) button { "按规则生成名单" } }
                }
                @if list.may_export { (export_form(&visit, "/ex-ante/export", filter.pairs())) }
            }
        }
        (figures::strip(&list.figures))
        @if 0 < list.figures.concluded { section class="card" { h2 { "结论与金额" } (figures::chart(&list.figures)) } }
        section class="card" {
            (filters(&filter, &list))
            (table(&list, &visit))
            (look::pager(&list.page, &filter.parameters(&[])))
        }
        @if list.may_change { (by_hand(&list, &visit)) }
    };
    Ok(framed(
        &visit,
        "事前绩效评估",
        &[Crumb::here("事前绩效评估")],
        body,
    ))
}

/// `POST /ex-ante/export`: the list exactly as filtered.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_ex_ante_list(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("ex-ante-{year}"), file))
}

fn filters(filter: &Filter, list: &ExAnteList) -> Markup {
    let all = |name: &'static str| std::iter::once(("", name));
    let categories = list
        .categories
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let conclusions = list
        .conclusions
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let states = ExAnteState::ALL.iter().map(|state| (state.code(), state.name()));
    let sorts = [("", "按项目代码"), ("money", "按金额从大到小")];
    html! {
        form class="filters" method="get" action="/ex-ante" data-autosubmit {
            (labelled("项目、单位或牵头单位", html! { input type="search" name="q" value=(filter.q) placeholder="按 / 键跳到此处"; }))
            (labelled("类别", html! { select name="category" { (options(all("全部类别").chain(categories), &filter.category)) } }))
            (labelled("进展", html! { select name="state" { (options(all("全部进展").chain(states), &filter.state)) } }))
            (labelled("结论", html! { select name="conclusion" { (options(all("全部结论").chain(conclusions), &filter.conclusion)) } }))
            (labelled("排序", html! { select name="sort" { (options(sorts.into_iter(), &filter.sort)) } }))
            button { "查询" }
        }
    }
}

fn table(list: &ExAnteList, visit: &Visit) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "项目" } th scope="col" { "单位" } th scope="col" { "类别 / 牵头" } th scope="col" { "纳入理由" }
                th scope="col" class="num" { "申请(万元)" } th scope="col" { "进展" } th scope="col" class="num" { "得分" }
                th scope="col" { "结论" } th scope="col" class="num" { "核定" } th scope="col" class="num" { "评减" }
                @if list.may_change { th scope="col" { span class="sr" { "调整" } } }
            } }
            tbody {
                @for row in &list.page.rows { (list_row(list, row, visit)) }
                @if list.page.rows.is_empty() { tr { td class="empty" colspan="11" {
                    @if list.may_change { "没有符合条件的项目;尚未生成名单的,请按“按规则生成名单”。" } @else { "没有符合条件的项目。" }
                } } }
            }
        }
    }
}

fn list_row(list: &ExAnteList, row: &ExAnteRow, visit: &Visit) -> Markup {
    html! {
        tr class=[row.is_late.then_some("late")] {
            td {
                @match row.sheet { Some(sheet) => a href=(path(sheet)) { (row.name) } None => a href={ "/projects/" (row.project) } { (row.name) } }
                div class="small quiet mono" { (row.code) }
            }
            td title=(row.department_name) { (row.unit_name) }
            td { (row.kind.name()) " · " (row.category) div class="small quiet" { (row.lead_name) " 牵头" } }
            td class="small" { @for reason in &row.reasons { div { (reason) } } @if row.is_by_hand { (tag("blue", "手工")) } }
            td class="num" { (look::money(row.asked.unwrap_or(row.total))) }
            td class="nowrap" {
                (state_tag(row.state.code, &row.state.name)) @if row.is_late { " " (tag("red", "逾期")) }
                div class="small quiet" { (row.report.name()) }
                @if row.may_open { form method="post" action={ "/projects/" (row.project) "/ex-ante" } { (visit.token().fields()) button class="primary" { "报送材料" } } }
            }
            td class="num" { (look::score(row.score)) }
            td { @if let Some(conclusion) = &row.conclusion { (conclusion) @if !row.is_final { div class="small quiet" { "未定稿" } } } }
            td class="num" { (look::optional_money(row.granted)) }
            td class="num" { (look::optional_money(row.cut)) }
            @if list.may_change { td { @if row.sheet.is_none() { (change(row, visit)) } } }
        }
    }
}

/// Taking a project off the list, or back onto it.
fn change(row: &ExAnteRow, visit: &Visit) -> Markup {
    let (deed, name) = if row.is_listed {
        ("remove", "移出")
    } else {
        ("add", "纳入")
    };
    html! {
        form class="filters" method="post" action="/ex-ante/changes" {
            (visit.token().fields()) (look::hidden("project", &row.project.to_string())) (look::hidden("deed", deed))
            input type="text" name="reason" size="8" placeholder="理由" aria-label={ (name) "理由:" (row.name) };
            button { (name) }
        }
    }
}

fn by_hand(list: &ExAnteList, visit: &Visit) -> Markup {
    let categories = list
        .categories
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    html! {
        section class="card" {
            h2 { "手工纳入" span class="end quiet" { "输入项目代码;调整须写理由并留痕" } }
            form class="filters" id="add-by-hand" method="post" action="/ex-ante/changes" {
                (visit.token().fields()) (look::hidden("deed", "add"))
                (labelled("项目代码", html! {
                    input type="text" name="project" id="candidate" list="candidates" required autocomplete="off";
                    datalist id="candidates" { @for choice in &list.candidates { option value=(choice.code) { (choice.name) } } }
                }))
                (labelled("类别", html! { select name="category" { (options(std::iter::once(("", "按名称判断")).chain(categories), "")) } }))
                (labelled("理由", html! { input type="text" name="reason" id="add-reason" required; }))
                button { "纳入名单" }
            }
            @if !list.changes.is_empty() {
                table class="list" {
                    thead { tr { th scope="col" { "时间" } th scope="col" { "项目" } th scope="col" { "调整" } th scope="col" { "理由" } th scope="col" { "办理人" } } }
                    tbody {
                        @for change in &list.changes {
                            tr { td class="nowrap" { (look::moment(change.hand.at)) } td { (change.project_name) } td { (change.deed) } td { (change.reason) } td { (change.hand.name) } }
                        }
                    }
                }
            }
        }
    }
}
