//! The report: its texts, the findings, its editions, and the buttons that move it on.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::case_files::view::CaseFilePage;
use hengji_app::papers::Copy;
use maud::{Markup, html};

use super::super::Answer;
use super::super::paper::{PDF, WORD, file};
use super::{Typed, id_of, lines, path};
use crate::look::{self, Problem, hidden, problem_of};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /evaluations/{id}/reports/{edition}/report.pdf`.
pub(super) async fn pdf(
    State(state): State<WebState>,
    visit: Visit,
    Path((id, edition)): Path<(String, String)>,
) -> Answer {
    print(&state, &visit, (&id, &edition), Copy::Pdf).await
}

/// `GET /evaluations/{id}/reports/{edition}/report.docx`.
pub(super) async fn docx(
    State(state): State<WebState>,
    visit: Visit,
    Path((id, edition)): Path<(String, String)>,
) -> Answer {
    print(&state, &visit, (&id, &edition), Copy::Word).await
}

async fn print(state: &WebState, visit: &Visit, (id, edition): (&str, &str), copy: Copy) -> Answer {
    let (id, actor) = (id_of(id)?, visit.actor());
    let edition: i32 = edition.parse().map_err(|_| AppError::NotFound)?;
    let printed = state
        .run(move |app| app.print_case_report(&actor, id, edition, copy))
        .await?;
    let (media_type, ending) = match copy {
        Copy::Pdf => (PDF, "pdf"),
        Copy::Word => (WORD, "docx"),
    };
    Ok(file(media_type, &printed.name, ending, printed.bytes))
}

/// The buttons of the present stage.
pub(super) fn buttons(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    let may = &page.may;
    let step = |verb: &str, name: &str| {
        html! {
            form method="post" action={ (path(page.id)) "/" (verb) } {
                (visit.token().fields()) (hidden("version", &page.version.to_string()))
                button class="primary" data-key="n" data-key-name=(name) { (name) " " kbd { "Alt+N" } }
            }
        }
    };
    let words = if problems.is_empty() {
        ""
    } else {
        typed.text("words")
    };
    html! {
        div class="buttons" {
            @if may.draft { (step("draft", "形成初稿")) }
            @if may.send { (step("send", "发出征求意见")) }
            @if may.settle { (step("settle", "结束交换意见")) }
            @if may.finalise { (step("final", "定稿编号")) }
        }
        @if may.take_back {
            details open[!words.is_empty()] {
                summary { "退回底稿" }
                form method="post" action={ (path(page.id)) "/back" } {
                    (visit.token().fields()) (hidden("version", &page.version.to_string()))
                    (look::field("back-words", "退回理由", &format!("至少 {} 字", page.reason_least), problem_of(problems, "words"), html! { textarea id="back-words" name="words" rows="2" maxlength="4000" { (words) } }))
                    div class="buttons" { button { "退回底稿" } }
                }
            }
        }
    }
}

/// 报告文字 and 发现的问题.
pub(super) fn section(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    let new = format!("/evaluation-findings/new?origin=evaluation&origin_id={}", page.id);
    let new = page
        .project
        .map_or(new.clone(), |project| format!("{new}&project={project}"));
    html! {
        section class="card" id="report" {
            h2 { "发现的问题" span class="end" { @if page.may.enter_findings { a class="button" href=(new) { "登记问题" } } } }
            @if page.findings.is_empty() { p class="empty" { "还没有登记问题。" } }
            @else {
                ol { @for (number, words) in &page.findings { li { span class="mono small" { (number) } " " (words) } } }
            }
            h2 { "报告文字" span class="end quiet" { "数字由档案自动生成,只写需要人写的三段" } }
            @if page.may.write_report {
                form method="post" action={ (path(page.id)) "/texts" } {
                    (visit.token().fields()) (hidden("version", &page.version.to_string()))
                    (lines("experience", "主要经验及做法", "", "3", typed.or("experience", &page.report.experience), problems))
                    (lines("advice", "有关建议", "一行一条", "3", typed.or("advice", &page.report.advice), problems))
                    (lines("remarks", "其他需要说明的问题", "", "2", typed.or("remarks", &page.report.remarks), problems))
                    div class="buttons" { button { "保存报告文字" } }
                }
            } @else {
                @for (name, text) in [("主要经验及做法", &page.report.experience), ("有关建议", &page.report.advice), ("其他需要说明的问题", &page.report.remarks)] {
                    @if !text.is_empty() { p { strong { (name) } } p class="verbatim" { (text) } }
                }
            }
        }
    }
}

/// 报告各版.
pub(super) fn editions(page: &CaseFilePage) -> Markup {
    html! {
        section class="card" id="editions" {
            h2 { "报告" }
            @if page.reports.is_empty() { p class="empty" { "还没有形成初稿。" } }
            @for report in &page.reports {
                p {
                    @match report.paper {
                        Some(paper) => { a href={ "/papers/" (paper) } { "定稿 " (report.number) } }
                        None => {
                            "初稿第 " (report.edition) " 版 "
                            a href={ "/evaluations/" (page.id) "/reports/" (report.edition) "/report.pdf" } { "PDF" } " "
                            a href={ "/evaluations/" (page.id) "/reports/" (report.edition) "/report.docx" } { "Word" }
                        }
                    }
                    br;
                    span class="small quiet" { (report.made.name) " " (look::moment(report.made.at)) " · " }
                    span class="small mono" title=(report.sha256) { (report.sha256.get(..12).unwrap_or_default()) "…" }
                }
            }
        }
    }
}
