//! 签证单 of an evaluation: the form that issues it, the department's answers, second looks, both signatures.

mod deeds;
mod draft;
mod points;

use axum::extract::{Path, State};
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::evaluations::sign_off::view::{SheetView, SignOffPage};
use hengji_domain::id::EvaluationId;
use maud::{Markup, html};

use super::super::{Answer, framed};
use super::{id_of, path, sign_off_tag, state_tag};
use crate::error::WebError;
use crate::fields::Fields;
use crate::look::{Crumb, Problem, error_summary, field, hidden, moment, tag};
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(
            Verb::Get,
            "/evaluations/{id}/sign-off",
            Action::ViewEvaluation,
            show,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/sign-off",
            Action::IssueSignOffSheet,
            deeds::issue,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/sign-off/answers",
            Action::AnswerSignOffSheet,
            deeds::answer,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/sign-off/look",
            Action::LookAgainAtPoint,
            deeds::look,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/sign-off/sign",
            Action::SignSignOffSheet,
            deeds::sign,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/sign-off/withdraw",
            Action::WithdrawSignOffSheet,
            deeds::withdraw,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/sign-off/export",
            Action::ExportEvaluations,
            deeds::export,
        )
        .person(
            Verb::Get,
            "/evaluations/{id}/sign-off.pdf",
            Action::ViewEvaluation,
            deeds::draft_pdf,
        )
        .person(
            Verb::Get,
            "/evaluations/{id}/sign-off.docx",
            Action::ViewEvaluation,
            deeds::draft_docx,
        )
}

/// The address of the sheet of an evaluation.
fn here(id: EvaluationId) -> String {
    format!("{}/sign-off", path(id))
}

/// `GET /evaluations/{id}/sign-off`.
async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, id_of(&id)?).await?;
    Ok(shown(&visit, &page, &Fields::default(), &[]))
}

async fn load(state: &WebState, visit: &Visit, id: EvaluationId) -> Result<SignOffPage, WebError> {
    let actor = visit.actor();
    state.run(move |app| app.sign_off_page(&actor, id)).await
}

/// The page; what was typed into a refused form stands in it again.
fn shown(visit: &Visit, page: &SignOffPage, typed: &Fields, problems: &[Problem]) -> Response {
    let title = format!("{}签证单", page.title);
    let body = html! {
        (error_summary(problems))
        div class="title" {
            h1 { (page.title) }
            span class="sub" { "签证单 · " (page.kind) " · " (page.year) " 年度" }
            (state_tag(page.evaluation_state))
            @if let Some(sheet) = &page.sheet { (sign_off_tag(sheet.state)) }
            div class="actions" { (files(page, visit)) }
        }
        p class="note" id="next" { strong { "下一步:" } (page.next) @if page.sheet.as_ref().is_some_and(|sheet| sheet.is_late) { " " (tag("red", "答复已逾期")) } }
        @if let Some(sheet) = &page.sheet { (sheet_card(visit, page, sheet, typed)) }
        @if let Some(draft) = &page.draft { (draft::card(visit, page, draft, typed)) }
        @for sheet in &page.earlier { (earlier(page, sheet)) }
    };
    let crumbs = [
        Crumb::to("绩效评价", "/evaluations"),
        Crumb::to(&page.title, path(page.evaluation)),
        Crumb::here("签证单"),
    ];
    framed(visit, &title, &crumbs, body)
}

fn files(page: &SignOffPage, visit: &Visit) -> Markup {
    html! {
        @if let Some(sheet) = &page.sheet {
            @match sheet.paper {
                Some(paper) => a class="button" href={ "/papers/" (paper) } { "查看和打印签证单" }
                None => {
                    a class="button" href={ (here(page.evaluation)) ".pdf" } { "打印稿 PDF" }
                    a class="button" href={ (here(page.evaluation)) ".docx" } { "Word" }
                }
            }
        }
        @if page.sheet.is_some() || !page.earlier.is_empty() {
            form method="post" action={ (here(page.evaluation)) "/export" } {
                (visit.token().fields())
                button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } }
            }
        }
    }
}

fn sheet_card(visit: &Visit, page: &SignOffPage, sheet: &SheetView, typed: &Fields) -> Markup {
    html! {
        section class="card" id="sheet" {
            h2 { "第 " (sheet.edition) " 份签证单" span class="end quiet" { (sheet.points.len()) " 项" } }
            (facts(page, sheet))
            @if page.may.answer { (points::answer_form(visit, page, sheet, typed)) }
            @else { (points::table(visit, page, sheet, typed)) }
            (deeds(visit, page, sheet))
        }
    }
}

fn facts(page: &SignOffPage, sheet: &SheetView) -> Markup {
    html! {
        dl class="facts" {
            div { dt { "被评价单位" } dd { (page.unit_name) } }
            div { dt { "主管部门" } dd { (page.department_name) } }
            div { dt { "发出" } dd { (sheet.issued.name) " · " (moment(sheet.issued.at)) } }
            div { dt { "答复期限" } dd { (sheet.answer_due_on) "(" (page.answer_within) ")" @if page.is_unverified { " " span class="mark" title=(page.basis) { "✎ 未核实" } } } }
            @if let Some(hand) = &sheet.answered { div { dt { "部门答复" } dd { (hand.name) " · " (moment(hand.at)) } } }
            @for (side, hand) in &sheet.signatures {
                div { dt { (side.name()) "签字" } dd { @match hand { Some(hand) => { (hand.name) " · " (moment(hand.at)) } None => span class="quiet" { "未签" } } } }
            }
            @if let Some((hand, reason)) = &sheet.closing { div { dt { (sheet.state.name()) } dd { (hand.name) " · " (moment(hand.at)) ":" (reason) } } }
        }
    }
}

/// Signing and taking back.
fn deeds(visit: &Visit, page: &SignOffPage, sheet: &SheetView) -> Markup {
    let version = sheet.version.to_string();
    html! {
        @if let Some(side) = page.may.sign {
            form method="post" action={ (here(page.evaluation)) "/sign" } id="sign" {
                (visit.token().fields()) (hidden("version", &version))
                button class="primary" data-key="s" data-key-name="签字" { "代表" (side.name()) "签字 " kbd { "Alt+S" } }
                span class="small quiet" { " 双方签字后锁定并编号成文,评分、答复都不能再改" }
            }
        }
        @if page.may.withdraw {
            details id="withdraw" {
                summary { "收回签证单" }
                form method="post" action={ (here(page.evaluation)) "/withdraw" } {
                    (visit.token().fields()) (hidden("version", &version))
                    (field("reason", "收回理由", &format!("至少 {} 字;收回后可以改分,另发一份", page.reason_least), None, html! { textarea id="reason" name="reason" rows="2" maxlength="1000" required {} }))
                    button { "收回" }
                }
            }
        }
    }
}

/// An edition that no longer counts, folded.
fn earlier(page: &SignOffPage, sheet: &SheetView) -> Markup {
    html! {
        details class="card" {
            summary { strong { "第 " (sheet.edition) " 份签证单 " } (sign_off_tag(sheet.state)) }
            (facts(page, sheet))
            (points::plain_table(sheet))
        }
    }
}
