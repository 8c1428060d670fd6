//! 集中审核: sessions with their agenda and progress, the department's slot, the reviewer's screen, the minutes.

mod consistency;
mod decide;
mod desk;
mod edit;
mod minutes;
mod plan;
mod progress;
mod sessions;
mod slot;

use axum::extract::State;
use axum::response::Response;
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::review_room::ReviewExport;
use hengji_domain::id::{ReviewSlotId, SheetId};
use maud::{Markup, html};

use super::workbook;
use crate::error::WebError;
use crate::extract::Posted;
use crate::look;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    let goal = |rest: &str| format!("/review/slots/{{slot}}/goals/{{sheet}}{rest}");
    let view = Action::ViewReview;
    routes
        .person(Verb::Get, "/review", view, sessions::show)
        .person(Verb::Post, "/review/export", Action::ExportReview, export)
        .person(
            Verb::Get,
            "/review/consistency",
            Action::PlanReview,
            consistency::show,
        )
        .person(Verb::Post, "/review/sessions", Action::PlanReview, plan::create)
        .person(
            Verb::Post,
            "/review/sessions/{id}/slots",
            Action::PlanReview,
            plan::add_slot,
        )
        .person(
            Verb::Post,
            "/review/slots/{slot}/remove",
            Action::PlanReview,
            plan::remove_slot,
        )
        .person(Verb::Get, "/review/slots/{slot}", view, slot::show)
        .person(Verb::Get, "/review/slots/{slot}/minutes", view, minutes::paper)
        .person(
            Verb::Post,
            "/review/slots/{slot}/minutes",
            Action::MakeReviewMinutes,
            minutes::make,
        )
        .person(
            Verb::Post,
            "/review/slots/{slot}/minutes/sign",
            Action::SignReviewMinutes,
            minutes::sign,
        )
        .person(Verb::Get, &goal(""), view, desk::show)
        .person(Verb::Post, &goal("/lines"), Action::ReviewLines, decide::lines)
        .person(Verb::Post, &goal("/points"), Action::ScoreReview, decide::points)
        .person(
            Verb::Post,
            &goal("/outcome"),
            Action::ConcludeReview,
            decide::conclude,
        )
        .person(Verb::Get, &goal("/edit"), Action::ProposeRoomEdit, edit::form)
        .person(Verb::Post, &goal("/edit"), Action::ProposeRoomEdit, edit::propose)
        .person(
            Verb::Post,
            "/review/edits/{edit}/answer",
            Action::AnswerRoomEdit,
            edit::answer,
        )
        .person(
            Verb::Post,
            "/review/edits/{edit}/signature",
            Action::RecordRoomSignature,
            edit::record_signature,
        )
}

/// The page of a slot.
fn slot_path(slot: ReviewSlotId) -> String {
    format!("/review/slots/{slot}")
}

/// The reviewer's screen for a goal.
fn desk_path(slot: ReviewSlotId, sheet: SheetId) -> String {
    format!("/review/slots/{slot}/goals/{sheet}")
}

/// An identifier of the address.
fn id_of<T: std::str::FromStr>(text: &str) -> Result<T, WebError> {
    text.parse().map_err(|_| WebError::App(AppError::NotFound))
}

/// `POST /review/export`.
async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&["list", "slot"])?;
    let (list, name) = match posted.fields.text("list") {
        "agenda" => (ReviewExport::Agenda, "review-agenda"),
        "progress" => (ReviewExport::Progress, "review-progress"),
        "consistency" => (ReviewExport::Consistency, "review-consistency"),
        _ => (
            ReviewExport::Slot(id_of(posted.fields.text("slot"))?),
            "review-slot",
        ),
    };
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_review(&posted.visit.actor(), year, list))
        .await?;
    Ok(workbook(&format!("{name}-{year}"), file))
}

/// A button that exports one list.
fn export_form(visit: &Visit, list: &str, slot: &str, name: &str) -> Markup {
    html! {
        form method="post" action="/review/export" {
            (visit.token().fields()) (look::hidden("list", list)) (look::hidden("slot", slot))
            button { (name) }
        }
    }
}

/// `09:00 至 10:30` with its day.
fn time_of(from: hengji_domain::Timestamp, to: hengji_domain::Timestamp) -> String {
    let (from, to) = (from.to_string(), to.to_string());
    format!(
        "{} 至 {}",
        from.get(..16).unwrap_or(&from),
        to.get(11..16).unwrap_or(&to)
    )
}

/// Where minutes stand, as a tag.
fn minutes_tag(state: hengji_app::review_room::view::MinutesState) -> Markup {
    use hengji_app::review_room::view::MinutesState;
    let colour = match state {
        MinutesState::None => "",
        MinutesState::Unsigned => "amber",
        MinutesState::BureauMissing | MinutesState::DepartmentMissing => "blue",
        MinutesState::Signed => "green",
    };
    look::tag(colour, state.name())
}
