//! One paper: what must be done by whom by when, the text, the trail.

use axum::extract::{Path, State};
use axum::response::Response;
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::papers::view::{PaperPage, PaperRow};
use hengji_app::papers::{Copy, PaperStep};
use hengji_domain::NaiveDate;
use hengji_domain::id::PaperId;
use hengji_domain::paper::{PaperKind, PaperSource, PaperState};
use maud::{Markup, html};

use super::super::{Answer, framed, see};
use super::{PDF, WORD, due, file, state_tag};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, TimelineEntry};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /papers/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: PaperId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let page = state.run(move |app| app.paper(&actor, id)).await?;
    let row = &page.row;
    let body = html! {
        div class="title" {
            h1 { (row.number) } (state_tag(row.state)) span class="sub" { (row.kind.name()) }
            div class="actions" {
                a class="button" href={ "/papers/" (row.id) "/paper.pdf" } data-key="p" data-key-name="下载 PDF" { "下载 PDF " kbd { "Alt+P" } }
                a class="button" href={ "/papers/" (row.id) "/paper.docx" } { "下载 Word" }
            }
        }
        div class="note" { (next(row)) }
        div class="columns" {
            section class="card" { (look::paper_text(&page.paper)) }
            div {
                section class="card" { h2 { "办理" } (facts(row)) (steps(&visit, &page)) }
                section class="card" {
                    h2 { "办理记录" }
                    (look::timeline(&trail(&page)))
                    p class="small quiet" { "正文核验码(SHA-256):" span class="mono digest" { (page.sha256) } }
                }
            }
        }
    };
    let path = [Crumb::to("公文", "/papers"), Crumb::here(row.number.clone())];
    Ok(framed(&visit, &row.number, &path, body))
}

/// What must be done now, by whom, until when.
fn next(row: &PaperRow) -> Markup {
    html! {
        @match row.state {
            PaperState::Served if row.kind.is_circulated() => { "已送达" (row.unit_name) ",由各部门分别签收:" (source(row.source)) }
            PaperState::Receipted if row.kind.is_circulated() => { (row.unit_name) "均已签收:" (source(row.source)) }
            PaperState::Issued => { "公文已成文编号,请绩效科送达" (row.unit_name) ";送达后对方才能看到。" }
            PaperState::Served => { "请" (row.unit_name) "签收:" (due(row)) }
            PaperState::Receipted if row.kind == PaperKind::EvaluationFeedback => { "请" (row.unit_name) "报送整改方案:" (due(row)) " " (plan(row)) }
            PaperState::Answered if row.kind == PaperKind::EvaluationFeedback => { (row.unit_name) "已报送整改方案:" (plan(row)) }
            PaperState::Receipted if row.answer_due_on.is_some() => { "请" (row.unit_name) "书面答复:" (due(row)) }
            PaperState::Receipted => { (row.unit_name) "已签收,本公文不要求答复。" }
            PaperState::Answered => { (row.unit_name) "已答复,办理完毕。" (due(row)) }
            PaperState::Withdrawn => { "本公文已撤回,不再办理;正文保留备查。" }
        }
    }
}

/// The plan that answers the result of an evaluation.
fn plan(row: &PaperRow) -> Markup {
    html! { a href={ "/rectification-plans/" (row.id) } { "整改方案" } }
}

fn facts(row: &PaperRow) -> Markup {
    let day = |day: Option<NaiveDate>| html! { @match day { Some(day) => (look::date(day)) None => span class="quiet" { "—" } } };
    html! {
        dl class="facts" {
            div { dt { "主送单位" } dd { (row.unit_name) } }
            div { dt { "来源" } dd { (source(row.source)) } }
            div { dt { "送达" } dd { (day(row.served_on)) } }
            div { dt { "签收(期限)" } dd { (day(row.receipted_on)) "(" (day(row.receipt_due_on)) ")" } }
            div { dt { "答复(期限)" } dd { @if row.answer_due_on.is_some() { (day(row.answered_on)) "(" (day(row.answer_due_on)) ")" } @else { "不要求" } } }
        }
        p class="small quiet" { "期限按工作日计算,节假日和调休按当年国务院办公厅通知;送达当日不计入。" }
    }
}

/// Where the paper came from.
fn source(source: PaperSource) -> Markup {
    html! {
        @match source {
            PaperSource::KeyMonitoring(project) => a href={ "/key-monitoring/" (project) } { "财政重点监控" }
            PaperSource::UnitGoals(_) => a href="/goals" { "本单位批复的绩效目标" }
            PaperSource::ReviewSlot(slot) => a href={ "/review/slots/" (slot) } { "集中审核" }
            PaperSource::ExAnteEvaluation(sheet) => a href={ "/ex-ante/" (sheet) } { "事前绩效评估" }
            PaperSource::Evaluation(evaluation) => a href={ "/evaluations/" (evaluation) } { "绩效评价" }
            PaperSource::EvaluationYear(_) => a href="/evaluation-report" { "绩效评价工作报告" }
            PaperSource::Findings(finding) => a href={ "/evaluation-findings/" (finding) } { "问题台账" }
            PaperSource::SpotRound(round) => a href={ "/spot/" (round) "/circular" } { "抽评通报" }
            PaperSource::SignOff(evaluation) => a href={ "/evaluations/" (evaluation) "/sign-off" } { "绩效评价签证单" }
        }
    }
}

fn steps(visit: &Visit, page: &PaperPage) -> Markup {
    let action = |verb: &str| format!("/papers/{}/{verb}", page.row.id);
    let version = page.version.to_string();
    let plain = |verb: &str, name: &str| {
        html! {
            form method="post" action=(action(verb)) {
                (visit.token().fields()) (look::hidden("version", &version))
                div class="buttons" { button class="primary" data-key="s" data-key-name=(name) { (name) " " kbd { "Alt+S" } } }
            }
        }
    };
    let words = |verb: &str, id: &str, label: &str, name: &str, rows: &str, is_primary: bool| {
        html! {
            form method="post" action=(action(verb)) {
                (visit.token().fields()) (look::hidden("version", &version))
                (look::field(id, label, "4000 字以内", None, html! { textarea id=(id) name="words" rows=(rows) maxlength="4000" required {} }))
                div class="buttons" { button class=[is_primary.then_some("primary")] { (name) } }
            }
        }
    };
    html! {
        @for may in &page.may {
            @match may {
                Action::ServePaper => (plain("serve", "送达"))
                Action::ReceiptPaper => (plain("receipt", "签收"))
                Action::AnswerPaper => (words("answer", "answer", "答复内容:逐条写明整改措施、责任科室和完成时间", "提交答复", "8", true))
                Action::WithdrawPaper => details { summary { "撤回本公文" } (words("withdraw", "reason", "撤回原因", "撤回", "2", false)) }
                _ => {}
            }
        }
    }
}

fn trail(page: &PaperPage) -> Vec<TimelineEntry> {
    let what = |state: PaperState| match state {
        PaperState::Issued => "成文",
        PaperState::Served => "送达",
        PaperState::Receipted => "签收",
        PaperState::Answered => "答复",
        PaperState::Withdrawn => "撤回",
    };
    page.steps
        .iter()
        .rev()
        .map(|step| TimelineEntry {
            at: step.hand.at,
            who: step.hand.name.clone(),
            what: what(step.state).to_owned(),
            text: step.words.clone(),
            is_return: step.state == PaperState::Withdrawn,
        })
        .collect()
}

/// `GET /papers/{id}/paper.pdf`.
pub(super) async fn pdf(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    print(&state, &visit, &id, Copy::Pdf).await
}

/// `GET /papers/{id}/paper.docx`.
pub(super) async fn docx(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    print(&state, &visit, &id, Copy::Word).await
}

async fn print(state: &WebState, visit: &Visit, id: &str, copy: Copy) -> Result<Response, WebError> {
    let id: PaperId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let printed = state.run(move |app| app.print_paper(&actor, id, copy)).await?;
    let (media_type, ending) = match copy {
        Copy::Pdf => (PDF, "pdf"),
        Copy::Word => (WORD, "docx"),
    };
    Ok(file(media_type, &printed.name, ending, printed.bytes))
}

/// `POST /papers/{id}/serve`.
pub(super) async fn serve(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (id, step) = asked(&id, &posted, &["version"])?;
    state
        .run(move |app| app.serve_paper(&posted.visit.actor(), &posted.key, id, &step))
        .await?;
    Ok(see(&format!("/papers/{id}")))
}

/// `POST /papers/{id}/receipt`.
pub(super) async fn receipt(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (id, step) = asked(&id, &posted, &["version"])?;
    state
        .run(move |app| app.receipt_paper(&posted.visit.actor(), &posted.key, id, &step))
        .await?;
    Ok(see(&format!("/papers/{id}")))
}

/// `POST /papers/{id}/answer`.
pub(super) async fn answer(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (id, step) = asked(&id, &posted, &["version", "words"])?;
    state
        .run(move |app| app.answer_paper(&posted.visit.actor(), &posted.key, id, &step))
        .await?;
    Ok(see(&format!("/papers/{id}")))
}

/// `POST /papers/{id}/withdraw`.
pub(super) async fn withdraw(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let (id, step) = asked(&id, &posted, &["version", "words"])?;
    state
        .run(move |app| app.withdraw_paper(&posted.visit.actor(), &posted.key, id, &step))
        .await?;
    Ok(see(&format!("/papers/{id}")))
}

/// The paper and the step; a version that cannot be read is stale.
fn asked(id: &str, posted: &Posted, fields: &[&str]) -> Result<(PaperId, PaperStep), WebError> {
    posted.only(fields)?;
    let step = PaperStep {
        version: posted.fields.parsed("version").unwrap_or_default(),
        words: posted.fields.text("words").to_owned(),
    };
    Ok((id.parse().map_err(AppError::from)?, step))
}
