//! The sessions of a year: what is planned, how far the whole review has come, what waits for me.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::authz::Action;
use hengji_app::review_room::view::{SessionView, SessionsPage, SlotView};
use maud::{Markup, html};

use super::super::{Answer, framed};
use super::{desk_path, export_form, minutes_tag, progress, slot_path, time_of};
use crate::error::WebError;
use crate::look::{self, Crumb, Problem, error_summary, options, text_field};
use crate::menu;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /review`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    page(&state, &visit, &[]).await
}

/// The page again with what is wrong with what was posted.
pub(super) async fn refused(state: &WebState, visit: &Visit, problems: &[Problem]) -> Answer {
    let shown = page(state, visit, problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

async fn page(state: &WebState, visit: &Visit, problems: &[Problem]) -> Result<Response, WebError> {
    let (actor, year) = (visit.actor(), visit.year());
    let page = state.run(move |app| app.review_sessions(&actor, year)).await?;
    let body = html! {
        div class="title" {
            h1 { "集中审核" }
            span class="sub" { (visit.year()) " 年度绩效目标,与部门面对面逐条审核" }
            div class="actions" {
                @if menu::may(&visit.session.actor, Action::PlanReview) { a class="button" href="/review/consistency" { "审核一致性" } }
                (export_form(visit, "agenda", "", "导出议程"))
                (export_form(visit, "progress", "", "导出进度"))
            }
        }
        (error_summary(problems))
        (waiting(&page))
        (progress::section(&page.progress))
        @for session in &page.sessions { (session_card(session, &page, visit)) }
        @if page.sessions.is_empty() { section class="card" { p class="empty" { "本年度还没有安排集中审核会议。" } } }
        @if !page.departments.is_empty() { (new_session(visit, problems)) }
    };
    Ok(framed(visit, "集中审核", &[Crumb::here("集中审核")], body))
}

fn waiting(page: &SessionsPage) -> Markup {
    html! {
        @if !page.waiting.is_empty() {
            section class="note warn" {
                h2 { "待您答复的现场修改 " (page.waiting.len()) " 处" }
                ul {
                    @for edit in &page.waiting {
                        li {
                            a href={ (desk_path(edit.slot, edit.sheet)) "#edits" } { (edit.project_name) }
                            span class="quiet" { ",由" (edit.hand.name) "于 " (look::moment(edit.hand.at)) " 录入" }
                        }
                    }
                }
            }
        }
    }
}

fn session_card(session: &SessionView, page: &SessionsPage, visit: &Visit) -> Markup {
    let may_plan = !page.departments.is_empty();
    html! {
        section class="card" id={ "session-" (session.id) } {
            h2 {
                (session.name)
                span class="end" { (session.place) "," (look::date(session.days.from)) " 至 " (look::date(session.days.to)) }
            }
            table class="list" {
                thead { tr {
                    th scope="col" { "时间" } th scope="col" { "部门" } th scope="col" { "会议室" } th scope="col" { "审核人" } th scope="col" { "纪要" }
                    @if may_plan { th scope="col" { span class="sr" { "操作" } } }
                } }
                tbody {
                    @for slot in &session.slots { (slot_row(session, slot, may_plan, visit)) }
                    @if session.slots.is_empty() { tr { td class="empty" colspan="6" { "议程还是空的。" } } }
                }
            }
            @if may_plan { (new_slot(session, page, visit)) }
        }
    }
}

fn slot_row(session: &SessionView, slot: &SlotView, may_plan: bool, visit: &Visit) -> Markup {
    html! {
        tr {
            td class="nowrap" { (time_of(slot.from, slot.to)) }
            td { a href=(slot_path(slot.id)) { (slot.department_name) } }
            td { (slot.room) }
            td { (slot.reviewers.join("、")) }
            td class="nowrap" { (minutes_tag(slot.minutes)) }
            @if may_plan {
                td class="nowrap" {
                    @if !slot.has_record {
                        form method="post" action={ (slot_path(slot.id)) "/remove" } {
                            (visit.token().fields()) (look::hidden("version", &session.version.to_string()))
                            button class="icon" title="移除" aria-label={ "移除" (slot.department_name) } data-confirm="从议程中移除这一项?" { "✕" }
                        }
                    }
                }
            }
        }
    }
}

/// Reviewers are several selects rather than boxes to tick: two or three people sit in a room.
const SEATS: usize = 3;

fn new_slot(session: &SessionView, page: &SessionsPage, visit: &Visit) -> Markup {
    let none = || std::iter::once(("", "—"));
    let departments = || {
        page.departments
            .iter()
            .map(|one| (one.code.as_str(), one.name.as_str()))
    };
    let reviewers = || {
        page.reviewers
            .iter()
            .map(|one| (one.code.as_str(), one.name.as_str()))
    };
    html! {
        details {
            summary { "安排部门" }
            form class="filters" method="post" action={ "/review/sessions/" (session.id) "/slots" } data-guard {
                (visit.token().fields()) (look::hidden("version", &session.version.to_string()))
                (look::labelled("部门", html! { select name="department" { (options(none().chain(departments()), "")) } }))
                (look::labelled("日期", html! { input type="date" name="day" value=(session.days.from) min=(session.days.from) max=(session.days.to); }))
                (look::labelled("开始", html! { input type="time" name="from" value="09:00"; }))
                (look::labelled("结束", html! { input type="time" name="to" value="10:30"; }))
                (look::labelled("会议室", html! { input type="text" name="room" autocomplete="off"; }))
                @for seat in 1..=SEATS {
                    (look::labelled(&format!("审核人 {seat}"), html! { select name="reviewer" { (options(none().chain(reviewers()), "")) } }))
                }
                button class="primary" { "排入议程" }
            }
        }
    }
}

fn new_session(visit: &Visit, problems: &[Problem]) -> Markup {
    html! {
        form class="card" method="post" action="/review/sessions" data-guard {
            (visit.token().fields())
            h2 { "安排一次会议" }
            div class="form-grid" {
                (text_field("name", "会议名称", "例如:第一场(城建口)", "", problems))
                (text_field("place", "地点", "", "", problems))
                (look::field("begins_on", "开始日期", "", look::problem_of(problems, "begins_on"), html! { input type="date" id="begins_on" name="begins_on"; }))
                (look::field("ends_on", "结束日期", "", look::problem_of(problems, "ends_on"), html! { input type="date" id="ends_on" name="ends_on"; }))
            }
            div class="buttons" { button class="primary" { "保存" } }
        }
    }
}
