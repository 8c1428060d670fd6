//! The library as a list: filtered by words, category and class; also the pop-up of a goal, where rows are picked.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use hengji_app::authz::Action;
use hengji_app::common::PageRequest;
use hengji_app::library::LibraryQuery;
use hengji_app::library::view::{LibraryFigures, LibraryPage, LibraryRow};
use maud::{Markup, html};

use super::super::list_filter::{filled, list_filter};
use super::{Answer, category_choices, framed, path, with_all};
use crate::look::{self, Crumb, Part, Share, hidden, labelled, legend, options, share_chart, tag};
use crate::menu::may;
use crate::pages::export_form;
use crate::state::WebState;
use crate::visit::Visit;

/// Indicators on one page.
const PAGE_SIZE: u32 = 30;

list_filter! {
    /// How the list is narrowed; `pick` is set in the pop-up of a goal, where rows carry a button.
    pub(super) exported struct Filter { q, category, class, flag, others, pick }
}

impl Filter {
    pub(super) fn query(&self) -> LibraryQuery {
        LibraryQuery {
            text: filled(&self.q),
            category: filled(&self.category),
            class: filled(&self.class),
            is_core: matches!(self.flag.as_str(), "core" | "core_quantified").then_some(true),
            is_quantified: match self.flag.as_str() {
                "quantified" | "core_quantified" => Some(true),
                "qualitative" => Some(false),
                _ => None,
            },
            with_others: !self.others.is_empty(),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }

    fn is_narrow(&self) -> bool {
        self.pairs()
            .iter()
            .any(|(name, value)| *name != "pick" && !value.is_empty())
    }
}

/// `GET /indicators`; as a fragment in the pop-up of a goal.
pub(super) async fn list(
    State(state): State<WebState>,
    visit: Visit,
    headers: HeaderMap,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    if headers.contains_key("x-fragment") {
        let page = state.run(move |app| app.library(&actor, year, &query)).await?;
        return Ok(content(&page, &filter).into_response());
    }
    let (page, figures) = state
        .run(move |app| {
            Ok((
                app.library(&actor, year, &query)?,
                app.library_figures(&actor, year)?,
            ))
        })
        .await?;
    let person = &visit.session.actor;
    let body = html! {
        div class="title" {
            h1 { "指标库" } span class="sub" { (year) " 年度,符合条件 " (page.page.total) " 条" }
            div class="actions" {
                a class="button" href="/indicators/fates" { "运用质量" }
                @if may(person, Action::ProposeLibraryChange) { a class="button" href="/indicators/new" { "申请新增" } }
                @if may(person, Action::ImportLibrary) { a class="button" href="/indicators/import" { "导入" } }
                @if may(person, Action::ExportLibrary) { (export_form(&visit, "/indicators/export", filter.pairs())) }
            }
        }
        (figure_cards(&figures))
        @if !filter.is_narrow() { (by_kind(&figures)) }
        section class="card" { (content(&page, &filter)) }
    };
    Ok(framed(&visit, "指标库", &[Crumb::here("指标库")], body))
}

/// The figures, each a way into the list behind it.
fn figure_cards(figures: &LibraryFigures) -> Markup {
    let percent = |bp: Option<u64>| bp.map_or_else(|| "—".to_owned(), whole_percent);
    let exact = |bp: Option<u64>| {
        bp.and_then(|bp| i64::try_from(bp).ok())
            .map_or_else(String::new, look::percent_of_bp)
    };
    let least = figures.coverage_lines_min;
    let mark = if figures.is_coverage_rule_verified {
        ""
    } else {
        "(口径未核实)"
    };
    let kinds = format!("{} 大类 {} 小类", figures.groups, figures.kinds);
    html! {
        div class="figures" {
            a class="figure" href="/indicators?category=common&flag=core" title=(kinds) { b { (figures.core) } span { "共性核心指标,共 " (figures.kinds) " 小类" } }
            a class="figure" href="/indicators?category=common&flag=quantified" title=(exact(figures.quantification_rate_bp)) { b { (percent(figures.quantification_rate_bp)) } span { "量化率," (figures.core_quantified) " 条" } }
            a class="figure" href="/indicators/coverage?is_covered=yes" title={ (exact(figures.coverage_bp)) ",目标至少 " (least) " 条指标取自共性核心指标" (mark) } { b { (percent(figures.coverage_bp)) } span { "覆盖部门项目 " (figures.covered) "/" (figures.projects) } }
            a class="figure" href="/indicators?category=specific" title="个性指标和未列为核心的指标" { b { (figures.others) } span { "个性及其他" } }
            a class="figure" href="/indicators/uses" { b { (figures.uses) } span { "条目标取自库" } }
            a class="figure" href="/indicators/uses?drift=any" { b { (figures.drifted) } span { "条与库不一致" } }
            a class="figure" href="/library-proposals?state=pending" { b { (figures.pending) } span { "项待审核" } }
        }
    }
}

/// Basis points as reports write them: whole per cent, half up.
fn whole_percent(bp: u64) -> String {
    format!("{}%", (bp + 50) / 100)
}

/// Core indicators by kind, drawn.
fn by_kind(figures: &LibraryFigures) -> Markup {
    let shares: Vec<Share> = figures
        .by_kind
        .iter()
        .map(|(kind, all, quantified)| Share {
            name: format!("{} {}", kind.code, kind.name),
            parts: vec![
                Part {
                    colour: "blue",
                    name: "量化",
                    count: *quantified,
                },
                Part {
                    colour: "amber",
                    name: "定性",
                    count: all - quantified,
                },
            ],
            text: format!("{all} 条,量化 {quantified}"),
        })
        .collect();
    html! {
        details class="card" {
            summary { "各小类核心指标" }
            (legend(&[("blue", "量化"), ("amber", "定性")]))
            (share_chart("各小类核心指标条数", &shares))
        }
    }
}

fn content(page: &LibraryPage, filter: &Filter) -> Markup {
    html! { (filters(page, filter)) (indicator_table(page, !filter.pick.is_empty())) (look::pager(&page.page, &filter.parameters(&[]))) }
}

fn filters(page: &LibraryPage, filter: &Filter) -> Markup {
    let categories = category_choices(&page.categories);
    let flags = [
        ("", "全部"),
        ("core", "核心指标"),
        ("core_quantified", "可量化的核心指标"),
        ("quantified", "量化指标"),
        ("qualitative", "定性指标"),
    ];
    let others = [("", "本年度可用"), ("1", "含未生效和已退出")];
    html! {
        form class="filters" method="get" action="/indicators" {
            @if !filter.pick.is_empty() { (hidden("pick", &filter.pick)) }
            (labelled("名称、解释、编码或拼音首字母", html! { input type="search" name="q" value=(filter.q) placeholder="例如:养护、满意度、dlyh"; }))
            (labelled("项目类别", html! { select name="category" { (options(with_all("全部类别", &categories), &filter.category)) } }))
            (labelled("指标分类", html! { select name="class" { (options(with_all("全部分类", &page.classes), &filter.class)) } }))
            (labelled("性质", html! { select name="flag" { (options(flags.into_iter(), &filter.flag)) } }))
            @if filter.pick.is_empty() { (labelled("有效期", html! { select name="others" { (options(others.into_iter(), &filter.others)) } })) }
            button class="primary" { "查询" }
        }
    }
}

fn indicator_table(page: &LibraryPage, picking: bool) -> Markup {
    html! {
        table class="list" {
            thead { tr {
                th scope="col" { "编码" } th scope="col" { "项目类别" } th scope="col" { "一级指标" } th scope="col" { "二级指标" } th scope="col" { "三级指标" } th scope="col" { "指标值示例" } th scope="col" { "单位" }
                @if picking { th scope="col" { span class="sr" { "选用" } } } @else { th scope="col" { "性质" } }
            } }
            tbody {
                @for row in &page.page.rows { (indicator_row(row, picking)) }
                @if page.page.rows.is_empty() { tr { td class="empty" colspan="8" { "没有找到;换一个词,或直接在表格中填写自己的指标。" } } }
            }
        }
    }
}

fn indicator_row(row: &LibraryRow, picking: bool) -> Markup {
    let sign = row
        .comparator
        .as_deref()
        .filter(|sign| *sign != "期限")
        .unwrap_or_default();
    html! {
        tr {
            td class="mono nowrap" { (row.code) }
            td class="nowrap" { (row.category) } td class="nowrap" { (row.level1) } td class="nowrap" { (row.level2) }
            td title=(row.explanation) {
                @if picking { (row.name) } @else { a href=(path(row.id)) { (row.name) } }
                @if !row.is_valid { " " (tag("", "本年度不可用")) }
                div class="quiet small" { (row.explanation) }
            }
            td class="nowrap" { @if let Some(example) = &row.example { (sign) (example) } }
            td class="small" { (row.unit.as_deref().unwrap_or_default()) }
            @if picking { td { button type="button" data-pick=(picked(row)) { "加入" } } }
            @else { td class="nowrap" { @if row.is_core { (tag("blue", "核心")) } " " @if !row.is_quantified { (tag("amber", "定性")) } } }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_written_as_reports_write_it() {
        for (bp, text) in [
            (8_791, "88%"),
            (6_400, "64%"),
            (49, "0%"),
            (50, "1%"),
            (10_000, "100%"),
        ] {
            assert_eq!(whole_percent(bp), text);
        }
    }
}
