//! 抽评通报: what stands in the way of it, its drafts, the edition in force with its ranking, and who has signed for it.

mod deeds;
mod filter;
mod prepare;
mod ranking;
mod show;

use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::spot::circular::CircularState;
use hengji_domain::id::SpotRoundId;
use maud::Markup;

use super::problems;
use crate::error::WebError;
use crate::look::{Problem, tag};
use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    let view = Action::ViewSpotRounds;
    routes
        .person(Verb::Get, "/spot/{id}/circular", view, show::show)
        .person(
            Verb::Post,
            "/spot/{id}/circular",
            Action::DraftCircular,
            deeds::draft,
        )
        .person(
            Verb::Post,
            "/spot/{id}/circular/export",
            Action::ExportCircular,
            deeds::export,
        )
        .person(Verb::Get, "/spot/{id}/circular/print", view, show::print)
        .person(Verb::Get, "/circulars/{id}/paper.pdf", view, show::pdf)
        .person(Verb::Get, "/circulars/{id}/paper.docx", view, show::docx)
        .person(
            Verb::Post,
            "/circulars/{id}",
            Action::DecideCircular,
            deeds::decide,
        )
        .person(
            Verb::Post,
            "/circulars/{id}/receipt",
            Action::ReceiptCircular,
            deeds::receipt,
        )
}

/// The page of the circular of a round.
pub(super) fn path(round: SpotRoundId) -> String {
    format!("/spot/{round}/circular")
}

/// 待签发, 已退回, 已通报, 已替换.
fn state_tag(state: CircularState) -> Markup {
    let colour = match state {
        CircularState::Drafted => "amber",
        CircularState::Returned => "red",
        CircularState::Issued => "green",
        CircularState::Replaced => "",
    };
    tag(colour, state.name())
}

/// What is wrong, at the head of the page; other errors have pages of their own.
fn refusals(error: WebError) -> Result<Vec<Problem>, WebError> {
    match error {
        WebError::App(AppError::Invalid(errors)) => Ok(problems(&errors)),
        WebError::App(AppError::Refused { code, message, .. }) => Ok(vec![Problem {
            field: String::new(),
            message: format!("{message} [{code}]"),
        }]),
        other => Err(other),
    }
}
