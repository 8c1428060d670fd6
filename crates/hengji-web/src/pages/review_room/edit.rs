//! 现场修改: the goal changed in the room, and the department's answer.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::review_room::view::{DeskPage, EditView};
use hengji_app::review_room::{EditAnswerInput, PaperSignature, RoomEditInput};
use hengji_app::sheets::SheetDraft;
use hengji_domain::centralised_review::RoomEditState;
use hengji_domain::id::{ReviewSlotId, RoomEditId, SheetId};
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::super::{Answer, framed, local, see};
use super::{desk_path, id_of};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, Problem, error_summary};
use crate::pages::sheet::{changes, draft, findings, room_grid};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET …/edit`.
pub(super) async fn form(
    State(state): State<WebState>,
    visit: Visit,
    Path((slot, sheet)): Path<(String, String)>,
) -> Answer {
    let page = load(&state, &visit, &slot, &sheet).await?;
    let stored = draft::stored(&page.sheet);
    Ok(edit_page(&visit, &page, &stored, "", &[]))
}

async fn load(state: &WebState, visit: &Visit, slot: &str, sheet: &str) -> Result<DeskPage, WebError> {
    let (slot, sheet): (ReviewSlotId, SheetId) = (id_of(slot)?, id_of(sheet)?);
    let actor = visit.actor();
    state.run(move |app| app.review_desk(&actor, slot, sheet)).await
}

/// `POST …/edit`.
pub(super) async fn propose(
    State(state): State<WebState>,
    Path((slot, sheet)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let known = [draft::known(SheetKind::Goal).as_slice(), &["edition", "words"]].concat();
    posted.only(&known)?;
    let page = load(&state, &posted.visit, &slot, &sheet).await?;
    let mut typed = draft::typed(SheetKind::Goal, &posted.fields);
    let words = posted.fields.text("words").to_owned();
    let command = posted.fields.text("do").to_owned();
    let visit = posted.visit.clone();
    if command != "propose" {
        draft::rearrange(&mut typed, &command);
        return Ok(edit_page(&visit, &page, &typed.draft, &words, &[]));
    }
    let input = RoomEditInput {
        edition: posted.fields.parsed("edition").unwrap_or_default(),
        draft: typed.draft.clone(),
        words: words.clone(),
    };
    let (slot, sheet) = (page.slot.id, page.sheet.id);
    let outcome = state
        .run(move |app| app.propose_room_edit(&posted.visit.actor(), &posted.key, slot, sheet, &input))
        .await;
    let problems = match outcome {
        Ok(_) => return Ok(see(&format!("{}#edits", desk_path(slot, sheet)))),
        Err(WebError::App(AppError::Invalid(errors))) => draft::problems(&errors),
        Err(WebError::App(AppError::Refused {
            code,
            message,
            findings,
        })) => refused(&code, &message, &findings),
        Err(other) => return Err(other),
    };
    let shown = edit_page(&visit, &page, &typed.draft, &words, &problems);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

fn refused(code: &str, message: &str, findings: &[hengji_domain::Finding]) -> Vec<Problem> {
    let whole = Problem {
        field: String::new(),
        message: format!("{message} [{code}]"),
    };
    let each = findings.iter().map(|finding| Problem {
        field: String::new(),
        message: format!("{} [{}]", finding.message, finding.code.code()),
    });
    std::iter::once(whole).chain(each).collect()
}

fn edit_page(
    visit: &Visit,
    page: &DeskPage,
    draft: &SheetDraft,
    words: &str,
    problems: &[Problem],
) -> Response {
    let path = desk_path(page.slot.id, page.sheet.id);
    let name = &page.sheet.project.name;
    let body = html! {
        div class="title" { h1 { "现场修改:" (name) } span class="sub" { "在第 " (page.sheet.edition) " 版上修改;部门确认后成为第 " (page.sheet.edition + 1) " 版,原版保留" } }
        (error_summary(problems))
        div class="columns" {
        form method="post" action={ (path) "/edit" } class="card" data-grid data-guard data-lint={ "/goals/" (page.sheet.id) "/lint" } {
            (visit.token().fields())
            (look::hidden("version", &page.sheet.version.to_string())) (look::hidden("edition", &page.sheet.edition.to_string()))
            (look::field("words", "修改说明", "为什么这样改,可留空", None, html! { input type="text" id="words" name="words" value=(words); }))
            (room_grid(&page.sheet, draft, problems))
            div class="buttons" {
                button class="primary" name="do" value="propose" data-key="j" data-key-name="提交部门确认" { "提交部门确认 " kbd { "Alt+J" } }
                a class="button" href=(path) { "取消" }
            }
        }
        aside class="card rail" { h2 { "检查结果" } div data-lint-panel { (findings(&page.sheet.findings)) } }
        }
    };
    let crumbs = [
        Crumb::to("集中审核", "/review"),
        Crumb::to(name.clone(), path.clone()),
        Crumb::here("现场修改"),
    ];
    framed(visit, &format!("现场修改 {name}"), &crumbs, body)
}

/// `POST /review/edits/{edit}/answer`.
pub(super) async fn answer(
    State(state): State<WebState>,
    Path(edit): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "answer", "words", "back"])?;
    let edit: RoomEditId = id_of(&edit)?;
    let input = EditAnswerInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        confirms: posted.fields.text("answer") == "confirm",
        words: posted.fields.text("words").to_owned(),
    };
    let back = local(posted.fields.text("back")).to_owned();
    state
        .run(move |app| app.answer_room_edit(&posted.visit.actor(), &posted.key, edit, &input))
        .await?;
    Ok(see(&back))
}

/// `POST /review/edits/{edit}/signature`.
pub(super) async fn record_signature(
    State(state): State<WebState>,
    Path(edit): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "signed_by", "back"])?;
    let edit: RoomEditId = id_of(&edit)?;
    let input = PaperSignature {
        version: posted.fields.parsed("version").unwrap_or_default(),
        signed_by: posted.fields.text("signed_by").to_owned(),
    };
    let back = local(posted.fields.text("back")).to_owned();
    state
        .run(move |app| app.record_room_signature(&posted.visit.actor(), &posted.key, edit, &input))
        .await?;
    Ok(see(&back))
}

/// The changes made in the room, with what may be done about them.
pub(super) fn section(page: &DeskPage, visit: &Visit) -> Markup {
    let path = desk_path(page.slot.id, page.sheet.id);
    html! {
        section class="card" id="edits" {
            h2 { "现场修改" @if page.may_propose { span class="end" { a class="button" href={ (path) "/edit" } data-key="e" data-key-name="现场修改" { "与部门一起修改 " kbd { "Alt+E" } } } } }
            @for edit in &page.edits { (edit_card(page, edit, visit)) }
            @if page.edits.is_empty() { p class="quiet" { "没有现场修改。" } }
        }
    }
}

fn edit_card(page: &DeskPage, edit: &EditView, visit: &Visit) -> Markup {
    let colour = match edit.state {
        RoomEditState::Proposed => "amber",
        RoomEditState::Confirmed => "green",
        RoomEditState::Declined => "",
    };
    html! {
        div class="finding" {
            p {
                (look::tag(colour, edit.state.name())) " 第 " (edit.diff.from_edition) " 版 → 第 " (edit.diff.to_edition) " 版"
                span class="quiet small" { " " (edit.hand.name) " " (look::moment(edit.hand.at)) @if let Some((hand, _)) = &edit.answer { ",答复:" (hand.name) " " (look::moment(hand.at)) } }
            }
            @if !edit.words.is_empty() { p class="small" { (edit.words) } }
            (changes(&edit.diff))
            @if let Some((_, words)) = &edit.answer && !words.is_empty() { p class="small" { "部门意见:" (words) } }
            @if edit.state == RoomEditState::Proposed { (answers(page, edit, visit)) }
        }
    }
}

fn answers(page: &DeskPage, edit: &EditView, visit: &Visit) -> Markup {
    let back = desk_path(page.slot.id, page.sheet.id);
    let hidden = || html! { (visit.token().fields()) (look::hidden("version", &edit.version.to_string())) (look::hidden("back", &back)) };
    html! {
        @if page.may_answer {
            form method="post" action={ "/review/edits/" (edit.id) "/answer" } {
                (hidden())
                (look::field("answer-words", "部门意见", "不采纳时必填", None, html! { input type="text" id="answer-words" name="words"; }))
                div class="buttons" {
                    button class="primary" name="answer" value="confirm" data-key="j" data-key-name="确认修改" { "确认修改 " kbd { "Alt+J" } }
                    button class="danger" name="answer" value="decline" { "不采纳" }
                }
            }
        }
        @if page.may_record_signature {
            form method="post" action={ "/review/edits/" (edit.id) "/signature" } {
                (hidden())
                (look::field("signed_by", "录入部门纸质签字", "签字人职务", None, html! { input type="text" id="signed_by" name="signed_by"; }))
                div class="buttons" { button { "录入签字" } }
            }
        }
    }
}
