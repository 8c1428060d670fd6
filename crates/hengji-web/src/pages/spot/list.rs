//! The list of a round: every project that could be drawn, what was drawn with its ticket, what was taken off and why.

use hengji_app::authz::Action;
use hengji_app::spot::view::{SpotPage, SpotRow};
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::super::evaluation::sign_off_tag;
use super::super::sheet::paths;
use super::filter::Filter;
use crate::look::{self, labelled, options, sort_head, tag};
use crate::menu::may;
use crate::visit::Visit;

pub(super) fn export_form(visit: &Visit, page: &SpotPage, filter: &Filter) -> Markup {
    html! {
        @if may(&visit.actor(), Action::ExportSpotRounds) {
            form method="post" action={ "/spot/" (page.id) "/export" } {
                (visit.token().fields())
                @for (name, value) in filter.pairs() { (look::hidden(name, value)) }
                button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } }
            }
        }
    }
}

pub(super) fn section(visit: &Visit, page: &SpotPage, filter: &Filter) -> Markup {
    html! {
        h2 { "名单" @if !page.sees_all { span class="end quiet" { "本页只列您可查看的项目;全区名单见右侧下载" } } }
        (filters(page, filter))
        (table(visit, page, filter))
        (look::pager(&page.list, &filter.parameters(&[])))
    }
}

fn filters(page: &SpotPage, filter: &Filter) -> Markup {
    let shows = [
        ("", "全部"),
        ("drawn", "抽中"),
        ("others", "未抽中"),
        ("off", "公告前撤下"),
    ];
    let departments = page
        .choices
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let departments = std::iter::once(("", "全部部门")).chain(departments);
    html! {
        form class="filters" method="get" action={ "/spot/" (page.id) "#list" } data-autosubmit {
            (labelled("显示", html! { select name="show" { (options(shows.into_iter(), &filter.show)) } }))
            (labelled("主管部门", html! { select name="department" { (options(departments, &filter.department)) } }))
            (labelled("项目或代码", html! { input type="search" name="q" value=(filter.q); }))
            button { "查询" }
            a class="button" href={ "/spot/" (page.id) "#list" } { "清除" }
        }
    }
}

fn table(visit: &Visit, page: &SpotPage, filter: &Filter) -> Markup {
    let (sorting, query) = (filter.sorting(), filter.parameters(&["sort", "order"]));
    html! {
        table class="list sticky" {
            thead { tr {
                (sort_head(&sorting, "code", "项目", &query, ""))
                th scope="col" { "主管部门" } th scope="col" { "实施单位" }
                (sort_head(&sorting, "amount", "金额(万元)", &query, "num"))
                (sort_head(&sorting, "score", "自评分", &query, "num"))
                (sort_head(&sorting, "position", "抽取", &query, ""))
                th scope="col" { "抽取号" }
                th scope="col" class="num" title="自评表指标经复核的得分" { "复核得分" } th scope="col" class="num" { "自评质量" }
                th scope="col" class="num" { "抽评得分" } th scope="col" { "等级" } th scope="col" { "签证单" }
            } }
            tbody {
                @for row in &page.list.rows { (one(visit, page, row)) }
                @if page.list.rows.is_empty() {
                    tr { td class="empty" colspan="12" { "没有符合条件的项目。" } }
                }
            }
        }
    }
}

fn one(visit: &Visit, page: &SpotPage, row: &SpotRow) -> Markup {
    html! {
        tr {
            td { a href={ "/projects/" (row.project) } { (row.name) } div class="small quiet mono" { (row.code) } }
            td { (row.department_name) }
            td { (row.unit_name) }
            td class="num" { (look::money(row.amount)) }
            td class="num" { a href=(paths::sheet(SheetKind::SelfEvaluation, row.sheet)) { (look::score(row.self_score)) } }
            td class="nowrap" {
                @match (&row.off, row.position) {
                    (Some((reason, hand)), _) => { (tag("", "已撤下")) div class="small quiet" { (reason) " — " (hand.name) } }
                    (None, Some(position)) => (tag("green", &format!("抽中 {position}")))
                    (None, None) => span class="quiet" { "—" }
                }
                @if page.may.change_list && row.off.is_none() { (take_off(visit, page, row)) }
            }
            td class="small mono" { @match &row.ticket { Some(ticket) => span title=(ticket) { (short(ticket)) "…" } None => "" } }
            @match &row.outcome {
                Some(outcome) => {
                    td class="num" { (look::score(outcome.verified)) }
                    td class="num" { (look::score(outcome.quality)) }
                    td class="num" { a href={ "/evaluations/" (outcome.evaluation) } { @match outcome.total { Some(total) => (total) None => (outcome.state.name()) } } }
                    td { (outcome.grade.as_deref().unwrap_or("—")) }
                    td class="nowrap" { @match outcome.sign_off { Some(state) => a href={ "/evaluations/" (outcome.evaluation) "/sign-off" } { (sign_off_tag(state)) } None => span class="quiet" { "未发出" } } }
                }
                None => { td {} td {} td {} td {} td {} }
            }
        }
    }
}

/// The first digits of a ticket tell it from the others; the record has them all.
fn short(ticket: &str) -> &str {
    ticket.get(..12).unwrap_or(ticket)
}

fn take_off(visit: &Visit, page: &SpotPage, row: &SpotRow) -> Markup {
    html! {
        details class="small" {
            summary { "撤下" }
            form method="post" action={ "/spot/" (page.id) "/off" } {
                (visit.token().fields())
                (look::hidden("version", &page.version.to_string())) (look::hidden("project", &row.project.to_string()))
                label { "理由(至少 " (page.reason_least) " 字)" input name="reason" maxlength="300" autocomplete="off"; }
                button { "撤下" }
            }
        }
    }
}
