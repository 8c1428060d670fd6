//! A department's slot: its goals on the table, and the minutes.

use axum::extract::{Path, State};
use hengji_app::review_room::view::{MinutesView, RoomGoalRow, SlotPage};
use hengji_domain::centralised_review::ReviewOutcome;
use hengji_domain::id::ReviewSlotId;
use maud::{Markup, html};

use super::super::{Answer, framed};
use super::{desk_path, export_form, id_of, minutes_tag, slot_path, time_of};
use crate::look::{self, Crumb};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /review/slots/{slot}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let slot: ReviewSlotId = id_of(&id)?;
    let actor = visit.actor();
    let page = state.run(move |app| app.review_slot(&actor, slot)).await?;
    let entry = &page.slot;
    let body = html! {
        div class="title" {
            h1 { (entry.department_name) }
            span class="sub" { (page.session_name) "," (time_of(entry.from, entry.to)) "," (page.place) " " (entry.room) ",审核人:" (entry.reviewers.join("、")) }
            div class="actions" { (export_form(&visit, "slot", &entry.id.to_string(), "导出项目")) }
        }
        (goals(&page))
        (minutes_card(&page, &visit))
    };
    let crumbs = [
        Crumb::to("集中审核", "/review"),
        Crumb::here(entry.department_name.clone()),
    ];
    Ok(framed(&visit, &entry.department_name, &crumbs, body))
}

fn goals(page: &SlotPage) -> Markup {
    html! {
        section class="card" {
            h2 { "已报目标 " (page.goals.len()) " 个" span class="end quiet" { "打分列只对规则要求打分的项目" } }
            table class="list sticky" {
                thead { tr {
                    th scope="col" { "项目" } th scope="col" { "实施单位" } th scope="col" class="num" { "资金(万元)" } th scope="col" { "状态" } th scope="col" class="num" { "版次" }
                    th scope="col" class="num" { "认可" } th scope="col" class="num" { "要求修改" } th scope="col" { "打分" } th scope="col" { "结果" }
                } }
                tbody {
                    @for goal in &page.goals { (goal_row(page.slot.id, goal)) }
                    @if page.goals.is_empty() { tr { td class="empty" colspan="9" { "该部门没有您可以查看的已报目标。" } } }
                }
            }
        }
    }
}

fn goal_row(slot: ReviewSlotId, goal: &RoomGoalRow) -> Markup {
    html! {
        tr {
            td { a href=(desk_path(slot, goal.sheet)) { (goal.project_name) } " " span class="mono small quiet" { (goal.code) } }
            td { (goal.unit_name) }
            td class="num" { (look::money(goal.total)) }
            td class="nowrap" { (look::state_tag(goal.state.code, &goal.state.name)) }
            td class="num" { (goal.edition) }
            td class="num" { (goal.accepted) }
            td class="num" { @if 0 < goal.to_mend { span class="bad" { (goal.to_mend) } } @else { "0" } }
            td class="nowrap" {
                @match (goal.points, &goal.grade) {
                    (Some(points), Some(grade)) => { (points) " 分 " span class="grade" { (grade) } }
                    (Some(points), None) => { (points) " 分" }
                    (None, _) if goal.must_score => span class="quiet" { "待打分" },
                    (None, _) => span class="quiet" { "—" },
                }
            }
            td class="nowrap" {
                (outcome_tag(goal.outcome.map(|(outcome, _)| outcome)))
                @if let Some((_, edition)) = goal.outcome && edition != goal.edition { span class="small quiet" { "(第 " (edition) " 版)" } }
                @if goal.has_open_edit { " " (look::tag("amber", "待部门确认修改")) }
            }
        }
    }
}

/// An outcome as a tag.
pub(super) fn outcome_tag(outcome: Option<ReviewOutcome>) -> Markup {
    match outcome {
        Some(ReviewOutcome::Passed) => look::tag("green", "审核通过"),
        Some(ReviewOutcome::Returned) => look::tag("red", "退回修改"),
        None => look::tag("", "未定"),
    }
}

fn minutes_card(page: &SlotPage, visit: &Visit) -> Markup {
    let path = slot_path(page.slot.id);
    html! {
        section class="card" id="minutes" {
            h2 { "会审纪要 " (minutes_tag(page.slot.minutes)) }
            @match &page.minutes {
                Some(minutes) => {
                    (signed(minutes))
                    div class="buttons" {
                        a class="button" href={ (path) "/minutes" } { "查看、打印第 " (minutes.edition) " 份纪要" }
                        @if page.may_sign {
                            form method="post" action={ (path) "/minutes/sign" } {
                                (visit.token().fields()) (look::hidden("sha256", &minutes.sha256))
                                button class="primary" data-key="j" data-key-name="签署纪要" { "签署 " kbd { "Alt+J" } }
                            }
                        }
                    }
                }
                None => p class="quiet" { "纪要由审核记录自动生成,双方签署后编号登记为公文。" },
            }
            @if let Some((paper, number)) = &page.paper {
                p { "已登记为公文:" a href={ "/papers/" (paper) } { (number) } "。" }
            }
            @if page.may_make_minutes {
                form method="post" action={ (path) "/minutes" } {
                    (visit.token().fields())
                    div class="buttons" { button { @if page.minutes.is_some() { "按最新记录重新生成" } @else { "生成纪要" } } }
                }
            }
        }
    }
}

/// Who signed what.
pub(super) fn signed(minutes: &MinutesView) -> Markup {
    html! {
        dl class="facts" {
            div { dt { "生成" } dd { (minutes.hand.name) " " (look::moment(minutes.hand.at)) } }
            @for (name, hand) in [("财政局签署", &minutes.bureau), ("部门签署", &minutes.department)] {
                div { dt { (name) } dd { @match hand { Some(hand) => { (hand.name) " " (look::moment(hand.at)) } None => span class="quiet" { "待签署" } } } }
            }
            div { dt { "内容摘要值" } dd class="mono" title=(minutes.sha256) { (minutes.sha256.get(..16).unwrap_or_default()) "…" } }
        }
    }
}
