//! 目标调整: why and on what basis beside the lines, what it changes, the versions of a goal, the list of a year.

use axum::extract::State;
use axum::response::Response;
use hengji_app::goal::view::{AdjustmentRow, AdjustmentView};
use hengji_app::sheets::SheetDraft;
use hengji_app::sheets::view::SheetPage;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::{changes, paths};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, state_tag};
use crate::pages::{Answer, framed, workbook};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /goal-adjustments`.
pub(super) async fn list(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let rows = state.run(move |app| app.goal_adjustments(&actor, year)).await?;
    let body = html! {
        div class="title" {
            h1 { "绩效目标调整" }
            span class="sub" { (visit.year()) " 年度,批复后的目标须走调整程序;从项目页发起" }
            div class="actions" {
                form method="post" action="/goal-adjustments/export" { (visit.token().fields()) button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } } }
            }
        }
        section class="card" {
            table class="list sticky" {
                thead { tr { th scope="col" { "项目" } th scope="col" { "实施单位" } th scope="col" { "状态" } th scope="col" { "调整原因" } th scope="col" class="num" { "原版次" } th scope="col" class="num" { "替换为" } } }
                tbody {
                    @for row in &rows { (list_row(row)) }
                    @if rows.is_empty() { tr { td class="empty" colspan="6" { "本年度没有目标调整。" } } }
                }
            }
        }
    };
    Ok(framed(
        &visit,
        "绩效目标调整",
        &[Crumb::here("绩效目标调整")],
        body,
    ))
}

fn list_row(row: &AdjustmentRow) -> Markup {
    html! {
        tr {
            td { a href=(paths::sheet(SheetKind::GoalAdjustment, row.sheet)) { (row.project_name) } }
            td { (row.unit_name) }
            td class="nowrap" { (state_tag(row.state.code, &row.state.name)) }
            td { (row.reason) }
            td class="num" { "第 " (row.from_edition) " 版" }
            td class="num" { @match row.replaced_edition { Some(edition) => { "第 " (edition) " 版" } None => span class="quiet" { "—" } } }
        }
    }
}

/// `POST /goal-adjustments/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&[])?;
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_goal_adjustments(&posted.visit.actor(), year))
        .await?;
    Ok(workbook(&format!("goal-adjustments-{year}"), file))
}

/// Reason, basis and reasons of dropped lines, to be written.
pub(super) fn fields(page: &SheetPage, draft: &SheetDraft) -> Markup {
    let typed = draft.adjustment.clone().unwrap_or_default();
    html! {
        @if let Some(beside) = &page.adjustment {
            (look::field("adjustment_reason", "调整原因", "必填:执行中发生了什么,为什么目标须变", None, html! { textarea id="adjustment_reason" name="adjustment_reason" rows="2" { (typed.reason) } }))
            (look::field("adjustment_basis", "调整依据", "必填:文件、会议纪要或预算调整批复", None, html! { input type="text" id="adjustment_basis" name="adjustment_basis" value=(typed.basis); }))
            @if !beside.dropped.is_empty() {
                h3 { "取消的指标" }
                table class="list" {
                    thead { tr { th scope="col" { "指标" } th scope="col" { "批复的指标值" } th scope="col" { "取消理由(必填)" } } }
                    tbody {
                        @for line in &beside.dropped {
                            tr {
                                td { (line.level3) } td { (line.target) }
                                td { (look::hidden("dropped_line", &line.key)) input type="text" name="dropped_reason" value=(line.reason) aria-label={ "取消“" (line.level3) "”的理由" }; }
                            }
                        }
                    }
                }
            }
            @if beside.weights_fixed { p class="small quiet" { "按规则,保留的指标分值不能改变;新增指标只能使用取消的指标让出的分值。" } }
            hr;
        }
    }
}

/// What an adjustment changes and what becomes of it.
pub(super) fn section(page: &SheetPage) -> Markup {
    html! {
        @if let Some(beside) = &page.adjustment { (adjustment_card(beside)) }
    }
}

fn adjustment_card(beside: &AdjustmentView) -> Markup {
    let goal = paths::sheet(SheetKind::Goal, beside.goal);
    html! {
        section class="card" {
            h2 { "调整内容" span class="end" { a href=(goal) { "批复的目标(第 " (beside.from_edition) " 版)" } } }
            dl class="facts" {
                div { dt { "调整原因" } dd class="verbatim" { (beside.reason) @if beside.reason.is_empty() { span class="quiet" { "未填写" } } } }
                div { dt { "调整依据" } dd class="verbatim" { (beside.basis) @if beside.basis.is_empty() { span class="quiet" { "未填写" } } } }
                div { dt { "效力" } dd { (effect(beside)) } }
            }
            (changes(&beside.diff))
            @for line in &beside.dropped { p class="small" { "取消“" (line.level3) "”:" (line.reason) @if line.reason.is_empty() { span class="bad" { "未写理由" } } } }
        }
    }
}

fn effect(beside: &AdjustmentView) -> String {
    match (beside.replaced_edition, beside.replaces_goal) {
        (Some(edition), _) => format!("已替换执行中的目标,成为第 {edition} 版"),
        (None, true) => "批准后替换执行中的目标,原目标作为批复版保留".to_owned(),
        (None, false) => "按规则只备案,不替换执行中的目标".to_owned(),
    }
}

/// The versions of an issued goal, to be compared.
pub(super) fn versions(page: &SheetPage) -> Markup {
    let path = paths::sheet(page.kind, page.id);
    html! {
        @if !page.versions.is_empty() {
            section class="card" {
                h2 { "版本" }
                table class="list" {
                    thead { tr { th scope="col" { "版本" } th scope="col" class="num" { "版次" } th scope="col" { "说明" } th scope="col" { "比较" } } }
                    tbody {
                        @for version in &page.versions {
                            tr {
                                td { (version.stage) } td class="num" { (version.edition) } td { (version.note) }
                                td { @if version.edition != page.edition { a href={ (path) "/diff?from=" (version.edition) "&to=" (page.edition) } { "与执行版比较" } } }
                            }
                        }
                    }
                }
            }
        }
    }
}
