//! 评价指标体系: what every kind of evaluation is scored by, before anybody scores.

use axum::extract::{Path, State};
use hengji_app::authz::Action;
use hengji_app::rules::view::{FrameworkItemView, FrameworkPage, FrameworkPartView, FrameworkRow};
use maud::{Markup, html};

use super::{Answer, export_form, framed, workbook};
use crate::extract::Posted;
use crate::look::{Crumb, spans, tag};
use crate::menu::may;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/frameworks", Action::ViewRules, list)
        .person(Verb::Get, "/frameworks/{code}", Action::ViewRules, show)
        .person(
            Verb::Post,
            "/frameworks/{code}/export",
            Action::ExportRules,
            export,
        )
}

const TITLE: &str = "评价指标体系";

/// `GET /frameworks`.
async fn list(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let page = state.run(move |app| app.frameworks(&actor, year)).await?;
    let unverified = page.rows.iter().filter(|row| row.is_unverified).count();
    let body = html! {
        div class="title" { h1 { (TITLE) } span class="sub" { (visit.session.division_name) "," (visit.year()) " 年度" } }
        @if 0 < unverified {
            div class="note warn" { "共 " (page.rows.len()) " 个,其中 " (unverified) " 个的分值和表述尚未与正式文件核对(标 ✎ 未核实),使用前请绩效科核定。" }
        }
        section class="card" {
            table class="list sticky" {
                caption { "一个指标体系是规则目录中的一个文件;增加一种评价,只需增加一个文件,不必改程序。" }
                thead { tr {
                    th scope="col" { "指标体系" } th scope="col" { "用于评价" } th scope="col" class="num" { "级数" } th scope="col" class="num" { "指标" }
                    th scope="col" { "来自" } th scope="col" { "起始" } th scope="col" { "依据与条款" } th scope="col" { "核实" }
                } }
                tbody {
                    @for row in &page.rows {
                        tr {
                            td { a href={ "/frameworks/" (row.code) } { (row.name) } br; code class="quiet" { (row.file) } }
                            td { (row.kinds.join("、")) }
                            td class="num" { (row.levels) } td class="num" { (row.items) }
                            td class="mono" { (row.division) } td class="nowrap" { (row.from) } td { (row.source) } td class="nowrap" { (mark(row)) }
                        }
                    }
                    @if page.rows.is_empty() { tr { td class="empty" colspan="8" { "该年度没有生效的评价指标体系。" } } }
                }
            }
        }
    };
    Ok(framed(&visit, TITLE, &[Crumb::here(TITLE)], body))
}

/// `GET /frameworks/{code}`.
async fn show(State(state): State<WebState>, visit: Visit, Path(code): Path<String>) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let page = state.run(move |app| app.framework(&actor, year, &code)).await?;
    let row = &page.row;
    let body = html! {
        div class="title" {
            h1 { (row.name) } span class="sub mono" { (row.file) }
            @if may(&visit.session.actor, Action::ExportRules) {
                div class="actions" { (export_form(&visit, &format!("/frameworks/{}/export", row.code), [("", ""); 0])) }
            }
        }
        section class="card" {
            p { (row.division) " 自 " (row.from) " 起,依据:" (row.source) " " (mark(row)) }
            (kinds(&page))
        }
        section class="card" { h2 { "指标" } (items(&page)) }
        @if !page.facts.is_empty() { section class="card" { h2 { "数据项" } (facts(&page)) } }
        @if !page.vetoes.is_empty() {
            section class="card" {
                h2 { "直接定级的情形" }
                table class="list" {
                    thead { tr { th scope="col" { "情形" } th scope="col" { "等级" } } }
                    tbody { @for (name, grade) in &page.vetoes { tr { td { (name) } td { (grade) } } } }
                }
            }
        }
    };
    let path = [Crumb::to(TITLE, "/frameworks"), Crumb::here(&row.name)];
    Ok(framed(&visit, &row.name, &path, body))
}

/// `POST /frameworks/{code}/export`.
async fn export(State(state): State<WebState>, Path(code): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let name = format!("framework-{code}");
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_framework(&posted.visit.actor(), year, &code))
        .await?;
    Ok(workbook(&name, file))
}

/// How well it is known, in mark and words.
fn mark(row: &FrameworkRow) -> Markup {
    let colour = if row.is_unverified { "amber" } else { "blue" };
    tag(colour, &format!("{} {}", row.mark, row.verification))
}

fn kinds(page: &FrameworkPage) -> Markup {
    html! {
        table class="list" {
            thead { tr { th scope="col" { "用于评价" } th scope="col" { "对象" } th scope="col" { "评分" } th scope="col" { "签证单" } th scope="col" { "等级规则" } } }
            tbody {
                @for kind in &page.kinds {
                    tr {
                        td { (kind.name) " " code class="quiet" { (kind.code) } } td { (kind.subject) } td { (kind.scorers) }
                        td { @if kind.needs_sign_off { "双方签字后才能形成结论" } @else { "不需要" } }
                        td { a href={ "/rules/grade." (kind.grades) } { "grade." (kind.grades) } }
                    }
                }
            }
        }
    }
}

fn items(page: &FrameworkPage) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr { th scope="col" { "一级" } th scope="col" { "中间各级" } th scope="col" { "指标" } th scope="col" class="num" { "分值" } th scope="col" { "评分" } th scope="col" { "评价材料" } } }
            tbody { @for part in &page.parts { (part_rows(part)) } }
        }
    }
}

fn part_rows(part: &FrameworkPartView) -> Markup {
    let head = |height: usize| {
        html! { th scope="rowgroup" class="level1" rowspan=(height) { (part.name) div class="small quiet" { (part.share) } } }
    };
    html! {
        @match &part.items {
            None => tr { (head(1)) td colspan="5" class="quiet" { "项目自身的绩效指标:按自评表的指标和权重重新评分" } }
            Some(items) => {
                @for (index, (item, height)) in items.iter().zip(spans(items, |item| item.path.clone())).enumerate() {
                    tr {
                        @if index == 0 { (head(items.len())) }
                        @if 0 < height { td rowspan=(height) { (item.path.join(" / ")) } }
                        (item_cells(item))
                    }
                }
            }
        }
    }
}

fn item_cells(item: &FrameworkItemView) -> Markup {
    html! {
        td {
            (item.name) @if item.is_unverified { " " span class="mark" title="表述和分值未与正式文本核对" { "✎" } }
            @if !item.explanation.is_empty() { div class="small quiet" { (item.explanation) } }
            @if !item.basis.is_empty() { div class="small quiet" { "来源:" (item.basis) } }
        }
        td class="num" { (item.weight) }
        td { (tag("", item.method)) @if !item.criteria.is_empty() { ul class="plain small" { @for one in &item.criteria { li { (one) } } } } }
        td class="small" { (item.evidence) }
    }
}

fn facts(page: &FrameworkPage) -> Markup {
    html! {
        table class="list" {
            caption { "算式中使用的名称;“系统取数”的由已导入的预算和支付数据得出,其余在评价时填报并注明来源。" }
            thead { tr { th scope="col" { "名称" } th scope="col" { "数据项" } th scope="col" { "单位" } th scope="col" { "来源" } } }
            tbody { @for [code, name, unit, origin] in &page.facts { tr { td { code { (code) } } td { (name) } td { (unit) } td { (origin) } } } }
        }
    }
}
