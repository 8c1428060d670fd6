//! 会审纪要: made, signed, and read as a paper.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::review_room::view::{MinutesGoal, MinutesView};
use hengji_domain::id::ReviewSlotId;
use maud::{Markup, html};

use super::super::{Answer, see};
use super::{id_of, slot::signed, slot_path};
use crate::extract::Posted;
use crate::look;
use crate::state::WebState;
use crate::visit::Visit;

/// `POST /review/slots/{slot}/minutes`.
pub(super) async fn make(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let slot: ReviewSlotId = id_of(&id)?;
    state
        .run(move |app| app.make_review_minutes(&posted.visit.actor(), &posted.key, slot))
        .await?;
    Ok(see(&format!("{}#minutes", slot_path(slot))))
}

/// `POST /review/slots/{slot}/minutes/sign`.
pub(super) async fn sign(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["sha256"])?;
    let slot: ReviewSlotId = id_of(&id)?;
    let sha256 = posted.fields.text("sha256").to_owned();
    state
        .run(move |app| app.sign_review_minutes(&posted.visit.actor(), &posted.key, slot, &sha256))
        .await?;
    Ok(see(&format!("{}#minutes", slot_path(slot))))
}

/// `GET /review/slots/{slot}/minutes`.
pub(super) async fn paper(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let slot: ReviewSlotId = id_of(&id)?;
    let actor = visit.actor();
    let page = state.run(move |app| app.review_slot(&actor, slot)).await?;
    let minutes = page.minutes.ok_or(AppError::NotFound)?;
    let title = format!("集中审核会审纪要({})", minutes.paper.department);
    let body = html! {
        h1 { "绩效目标集中审核会审纪要" }
        (head(&minutes))
        (without_remarks(&minutes))
        @for (goal, n) in minutes.paper.goals.iter().filter(|goal| goal.has_remarks()).zip(1..) { (goal_part(goal, n)) }
        h3 { "签署" }
        (signed(&minutes))
        p class="small quiet" { "本纪要由审核记录生成,第 " (minutes.edition) " 份;双方签署的是上列摘要值(SHA-256 " span class="mono" { (minutes.sha256) } ")所对应的内容。" }
    };
    let is_demonstration = visit.session.is_demonstration;
    Ok(look::paper_page(&title, &slot_path(slot), is_demonstration, body).into_response())
}

fn head(minutes: &MinutesView) -> Markup {
    let paper = &minutes.paper;
    let count = paper.count();
    html! {
        dl class="facts" {
            div { dt { "会议" } dd { (paper.session) } }
            div { dt { "时间" } dd { (paper.time) } }
            div { dt { "地点" } dd { (paper.place) } }
            div { dt { "部门" } dd { (paper.department) } }
            div { dt { "审核人" } dd { (paper.reviewers.join("、")) } }
        }
        p {
            "共审核绩效目标 " (count.goals) " 个:审核通过 " (count.passed) " 个,退回修改 " (count.returned) " 个,未定 " (count.open)
            " 个;提出修改意见 " (count.opinions) " 条,现场修改 " (count.edits) " 处。"
        }
    }
}

fn without_remarks(minutes: &MinutesView) -> Markup {
    let plain: Vec<String> = minutes
        .paper
        .goals
        .iter()
        .filter(|goal| !goal.has_remarks())
        .map(|goal| format!("{}({},第 {} 版)", goal.project, goal.unit, goal.edition))
        .collect();
    html! { @if !plain.is_empty() { p { "下列 " (plain.len()) " 个目标审核通过,没有意见:" (plain.join("、")) "。" } } }
}

fn goal_part(goal: &MinutesGoal, n: usize) -> Markup {
    html! {
        h3 { (n) ". " (goal.project) }
        p { (goal.unit) ",第 " (goal.edition) " 版," b { (goal.outcome) } @if !goal.points.is_empty() { ",审核得分 " (goal.points) } "。" }
        @if !goal.opinions.is_empty() {
            table class="sheet" {
                thead { tr { th scope="col" { "指标" } th scope="col" { "理由" } th scope="col" { "意见" } } }
                tbody { @for opinion in &goal.opinions { tr { td { (opinion.line) } td { (opinion.reason) } td class="verbatim" { (opinion.words) } } } }
            }
        }
        @for edit in &goal.edits { p class="verbatim" { "现场修改:" (edit) "。" } }
    }
}
