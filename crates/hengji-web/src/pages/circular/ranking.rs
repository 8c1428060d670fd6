//! The ranking of departments and the distribution of grades.

use hengji_app::authz::Action;
use hengji_app::spot::circular::CircularTable;
use hengji_app::spot::circular::content::{ContentDepartment, ContentRanking, score};
use hengji_app::spot::circular::view::{CircularPage, CircularShown};
use hengji_domain::Money;
use maud::{Markup, html};

use super::filter::Filter;
use super::path;
use crate::look::{self, Piece, labelled, light_strip, options, sort_head, tag};
use crate::menu::may;
use crate::visit::Visit;

/// The form that exports a table of the edition on the page.
pub(super) fn export_form(visit: &Visit, page: &CircularPage, filter: &Filter) -> Markup {
    let tables = CircularTable::ALL.map(|table| (table.code(), table.name()));
    html! {
        @if page.shown.is_some() && may(&visit.actor(), Action::ExportCircular) {
            form method="post" action={ (path(page.round)) "/export" } {
                (visit.token().fields())
                @for (name, value) in filter.pairs() { (look::hidden(name, value)) }
                select name="table" aria-label="导出哪张表" { (options(tables.into_iter(), "")) }
                button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } }
            }
        }
    }
}

/// The colour of a grade by its place among the grades, the best first.
const fn colour(place: usize) -> &'static str {
    match place {
        0 => "green",
        1 => "blue",
        2 => "amber",
        _ => "red",
    }
}

pub(super) fn grades(shown: &CircularShown) -> Markup {
    let pieces: Vec<Piece> = shown
        .content
        .grades
        .iter()
        .enumerate()
        .map(|(place, (grade, count))| Piece {
            colour: colour(place),
            name: grade.clone(),
            count: *count,
            list: Some(format!("/evaluations?kind=spot&grade={grade}")),
        })
        .collect();
    html! {
        section class="card" id="grades" {
            h2 { "抽评等级" span class="end quiet" { "已形成结论 " (shown.content.concluded) " 项" } }
            (light_strip("抽评等级", &pieces))
            p { @for (grade, count) in &shown.content.grades { span class="nowrap" { (grade) " " b { (count) } "  " } } }
        }
    }
}

pub(super) fn card(page: &CircularPage, shown: &CircularShown, filter: &Filter) -> Markup {
    let ranking = &shown.content.ranking;
    html! {
        section class="card" id="ranking" {
            h2 { "部门排名"
                span class="end quiet" {
                    (ranking.weighing) "平均,有结论的项目不少于 " (ranking.least) " 个,同分" (ranking.ties) " "
                    a href="/rules/spot_evaluation.circular" { "✎" }
                }
            }
            @if !page.sees_all && !ranking.names_last {
                p class="small quiet" { "按规则不点名居后的部门:本页列不低于平均分的部门和您的部门,低于平均分的共 " (ranking.below()) " 个。" }
            }
            (filters(page, filter))
            (table(shown, ranking, filter, page.sees_all))
        }
    }
}

fn filters(page: &CircularPage, filter: &Filter) -> Markup {
    let shows = [
        ("", "全部"),
        ("ranked", "参加排名"),
        ("unranked", "不参加排名"),
        ("named", "点名"),
    ];
    html! {
        form class="filters" method="get" action={ (path(page.round)) "#ranking" } data-autosubmit {
            (look::hidden("edition", &page.shown.as_ref().map_or_else(String::new, |shown| shown.brief.edition.to_string())))
            (labelled("显示", html! { select name="show" { (options(shows.into_iter(), filter.shown())) } }))
            (labelled("部门", html! { input type="search" name="q" value=(filter.words()); }))
            button { "查询" }
            a class="button" href={ (path(page.round)) "#ranking" } { "清除" }
        }
    }
}

fn table(shown: &CircularShown, ranking: &ContentRanking, filter: &Filter, links: bool) -> Markup {
    let (sorting, query) = (filter.sorting(), filter.parameters(&["sort", "order"]));
    html! {
        table class="list sticky" {
            thead { tr {
                (sort_head(&sorting, "place", "名次", &query, "num"))
                (sort_head(&sorting, "name", "主管部门", &query, ""))
                (sort_head(&sorting, "drawn", "抽评项目", &query, "num"))
                th scope="col" class="num" { "有结论" } th scope="col" class="num" { "抽评金额(万元)" }
                th scope="col" class="num" { "自评平均" } th scope="col" class="num" { "复核平均" }
                (sort_head(&sorting, "inflation", "自评虚高", &query, "num"))
                (sort_head(&sorting, "mean", "抽评平均分", &query, "num"))
                th scope="col" { "点名" }
            } }
            tbody {
                @for row in &shown.departments { (one(row, ranking, links)) }
                @if shown.departments.is_empty() { tr { td class="empty" colspan="10" { "没有符合条件的部门。" } } }
            }
        }
    }
}

/// A department; who does not see all of them cannot open the others.
fn one(row: &ContentDepartment, ranking: &ContentRanking, links: bool) -> Markup {
    let inflation = row.own_centi.zip(row.verified_centi);
    let is_below = row.place.is_some() && row.mean_centi < ranking.mean_centi;
    html! {
        tr {
            td class="num" { @match row.place { Some(place) => (place) None => span class="quiet" { "—" } } }
            th scope="row" { @if links { a href={ "/results/units/" (row.id) } { (row.name) } } @else { (row.name) } }
            td class="num" { (row.drawn) } td class="num" { (row.concluded) }
            td class="num" { (look::money(Money::from_fen(row.amount_fen))) }
            td class="num" { (look::score(score(row.own_centi))) } td class="num" { (look::score(score(row.verified_centi))) }
            td class="num" { (look::score(score(inflation.map(|(own, verified)| own - verified)))) }
            td class="num" { b { (look::score(score(row.mean_centi))) } }
            td { @if !row.mention.is_empty() { (tag(if row.mention == "前列" { "green" } else { "red" }, &row.mention)) } @else if is_below { span class="small quiet" { "低于平均" } } }
        }
    }
}
