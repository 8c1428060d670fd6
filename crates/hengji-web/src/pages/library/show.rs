//! One indicator: everything it says, its versions, its uses, how it fared, and the ways to change it.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::library::view::{IndicatorPage, VersionView};
use hengji_domain::id::IndicatorId;
use maud::{Markup, html};

use super::{Answer, framed, path};
use crate::look::{self, Crumb, tag};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /indicators/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: IndicatorId = id.parse().map_err(AppError::from)?;
    let (actor, year) = (visit.actor(), visit.year());
    let page = state
        .run(move |app| app.library_indicator(&actor, year, id))
        .await?;
    let row = &page.row;
    let body = html! {
        div class="title" {
            h1 { (row.name) } span class="sub" { (row.code) " 第 " (page.version) " 版" }
            (state_tags(&page))
            (actions(&visit, &page))
        }
        @if let Some((successor, name)) = &page.successor {
            div class="note warn" { "该指标自 " (page.texts.valid_to) " 年后并入 " a href=(path(*successor)) { (name) } ";以前年度的目标仍按原内容保留。" }
        }
        @for pending in &page.pending {
            div class="note" { "有一项变更待审核:" (pending.kind.name()) "," (pending.reason) " " a href={ "/library-proposals/" (pending.id) } { "查看" } }
        }
        (fate(&page))
        (card(&page))
        (versions(&page.versions))
    };
    let crumbs = [Crumb::to("指标库", "/indicators"), Crumb::here(row.name.clone())];
    Ok(framed(&visit, &row.name, &crumbs, body))
}

fn state_tags(page: &IndicatorPage) -> Markup {
    html! {
        @if let Some(branch) = page.branch { (tag("blue", branch.name())) " " }
        @if page.row.is_core { (tag("blue", "核心")) " " }
        @if page.row.is_quantified { (tag("green", "量化")) } @else { (tag("amber", "定性")) }
        @if !page.row.is_valid { " " (tag("", "本年度不可用")) }
    }
}

fn actions(visit: &Visit, page: &IndicatorPage) -> Markup {
    let is_open = page.is_own && page.texts.valid_to.is_empty() && page.pending.is_empty();
    let may_propose = may(&visit.session.actor, Action::ProposeLibraryChange);
    html! {
        @if is_open && may_propose {
            div class="actions" {
                @for (kind, name) in [("change", "申请修改"), ("merge", "申请合并"), ("exit", "申请退出")] {
                    a class="button" href={ (path(page.row.id)) "/" (kind) } { (name) }
                }
            }
        }
    }
}

/// How it fared in the year.
fn fate(page: &IndicatorPage) -> Markup {
    let fate = page.fate;
    html! {
        div class="figures" {
            a class="figure" href={ "/indicators/uses?indicator=" (page.row.id) } { b { (fate.uses) } span { "条目标指标取自本指标" } }
            div class="figure" { b { (fate.scored) } span { "次自评得分" } }
            div class="figure" { b class=[(0 < fate.failed).then_some("bad")] { (fate.failed) } span { "次未完成" } }
            div class="figure" { b { (fate.disputes) } span { "次被审核退回" } }
            div class="figure" { b { (fate.targets) } span { "种目标值" @if fate.never_below() { ",从未低于 100%" } } }
        }
        @if !page.spreads.is_empty() {
            section class="card" {
                h2 { "本年度目标值的离散程度" }
                table class="list" {
                    thead { tr { th scope="col" { "计量单位" } th scope="col" class="num" { "条数" } th scope="col" class="num" { "最小" } th scope="col" class="num" { "中位" } th scope="col" class="num" { "最大" } } }
                    tbody {
                        @for spread in &page.spreads {
                            tr { td { (spread.unit) } td class="num" { (spread.count) } td class="num" { (spread.least) } td class="num" { (spread.middle) } td class="num" { (spread.most) } }
                        }
                    }
                }
            }
        }
    }
}

/// Everything it says; the classes are those of the year.
fn card(page: &IndicatorPage) -> Markup {
    let texts = &page.texts;
    let (row, category) = (&page.row, &page.category);
    let rows = [
        (
            "项目类别",
            category.as_ref().map_or_else(
                || texts.category.clone(),
                |one| format!("{} {}", one.code, one.name),
            ),
        ),
        ("本年度分类", format!("{} — {}", row.level1, row.level2)),
        ("指标解释", texts.explanation.clone()),
        ("计算公式", texts.formula.clone()),
        (
            "比较符与指标值示例",
            format!("{}{}", texts.comparator, texts.example),
        ),
        ("计量单位", texts.unit.clone()),
        ("佐证资料", texts.evidence.clone()),
        ("数据来源", texts.data_source.clone()),
        ("指标值设定依据", texts.value_basis.clone()),
        ("完成值取值方式", texts.obtained_by.clone()),
        ("赋分规则", texts.scoring_kind.clone()),
        ("适用支出功能分类", texts.functional_classes.clone()),
        ("适用部门经济分类", texts.economic_classes.clone()),
        (
            "有效年度",
            format!("{} 年起{}", texts.valid_from, until(&texts.valid_to)),
        ),
        ("来源", texts.source.clone()),
    ];
    html! {
        section class="card" {
            h2 { "指标内容" }
            table class="list" { tbody { @for (name, text) in rows { tr { th scope="row" class="nowrap" { (name) } td class="verbatim" { (text) } } } } }
        }
    }
}

fn until(last: &str) -> String {
    if last.is_empty() {
        String::new()
    } else {
        format!(",至 {last} 年止")
    }
}

fn versions(all: &[VersionView]) -> Markup {
    html! {
        section class="card" {
            h2 { "历次变更" }
            table class="list" {
                thead { tr { th scope="col" { "版次" } th scope="col" { "变更" } th scope="col" { "申请" } th scope="col" { "审核" } th scope="col" { "时间" } th scope="col" { "理由与改动" } } }
                tbody {
                    @for one in all {
                        tr {
                            td class="num" { (one.version) } td { (one.change) }
                            td { (who(&one.proposer)) } td { (who(&one.hand.name)) }
                            td class="nowrap" { (look::moment(one.hand.at)) }
                            td { (one.reason) (differences(&one.differences)) }
                        }
                    }
                    @if all.is_empty() { tr { td class="empty" colspan="6" { "没有变更记录。" } } }
                }
            }
        }
    }
}

/// What the operator wrote has no person behind it.
fn who(name: &str) -> &str {
    if name.is_empty() {
        "随系统初始化"
    } else {
        name
    }
}

/// Changed fields, before and after.
pub(super) fn differences(all: &[(&'static str, String, String)]) -> Markup {
    html! {
        @for (field, before, after) in all {
            div class="small" { span class="quiet" { (field) ":" } del { (before) } " → " ins { (after) } }
        }
    }
}
