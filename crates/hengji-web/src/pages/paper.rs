//! 公文: the register, one paper with its trail, and the paper as a file.

mod list;
mod show;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use hengji_app::authz::Action;
use hengji_app::papers::view::PaperRow;
use hengji_domain::paper::PaperState;
use maud::{Markup, html};

use crate::error::form_encoded;
use crate::look::{self, tag};
use crate::routes::{Routes, Verb};

/// The media type of a PDF.
pub(super) const PDF: &str = "application/pdf";
pub(super) const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) fn routes(routes: Routes) -> Routes {
    let view = Action::ViewPapers;
    routes
        .person(Verb::Get, "/papers", view, list::show)
        .person(Verb::Post, "/papers/export", Action::ExportPapers, list::export)
        .person(Verb::Get, "/papers/{id}", view, show::show)
        .person(Verb::Get, "/papers/{id}/paper.pdf", view, show::pdf)
        .person(Verb::Get, "/papers/{id}/paper.docx", view, show::docx)
        .person(Verb::Post, "/papers/{id}/serve", Action::ServePaper, show::serve)
        .person(
            Verb::Post,
            "/papers/{id}/receipt",
            Action::ReceiptPaper,
            show::receipt,
        )
        .person(
            Verb::Post,
            "/papers/{id}/answer",
            Action::AnswerPaper,
            show::answer,
        )
        .person(
            Verb::Post,
            "/papers/{id}/withdraw",
            Action::WithdrawPaper,
            show::withdraw,
        )
}

/// 待送达, 待签收, 已签收, 已答复, 已撤回.
pub(super) fn state_tag(state: PaperState) -> Markup {
    let colour = match state {
        PaperState::Issued => "amber",
        PaperState::Served | PaperState::Receipted => "blue",
        PaperState::Answered => "green",
        PaperState::Withdrawn => "",
    };
    tag(colour, state.name())
}

/// The day that must be kept, and how late it is.
pub(super) fn due(row: &PaperRow) -> Markup {
    html! {
        @match (row.due_on, row.state) {
            (Some(day), PaperState::Served) => { "签收 " (look::date(day)) }
            (Some(day), _) => { "答复 " (look::date(day)) }
            (None, _) => span class="quiet" { "—" }
        }
        @if let Some(late) = row.late { " " (tag("red", &late.to_string())) }
    }
}

/// A file under a name in Chinese. Programs that cannot read such a name take the plain one.
pub(super) fn file(media_type: &'static str, name: &str, ending: &str, bytes: Vec<u8>) -> Response {
    let encoded = form_encoded(name).replace('+', "%20");
    let disposition = format!("attachment; filename=\"paper.{ending}\"; filename*=UTF-8''{encoded}.{ending}");
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}
