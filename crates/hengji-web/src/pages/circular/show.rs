//! The page of a circular, and the circular as a file and for the printer.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::papers::Copy;
use hengji_app::spot::circular::CircularState;
use hengji_app::spot::circular::view::{CircularBrief, CircularPage, CircularServed, CircularShown};
use hengji_domain::id::{CircularId, SpotRoundId};
use maud::{Markup, html};

use super::super::paper::{PDF, WORD, file};
use super::super::{Answer, framed};
use super::filter::Filter;
use super::{path, prepare, ranking, state_tag};
use crate::error::WebError;
use crate::look::{self, Crumb, Problem, error_summary, field, tag};
use crate::state::WebState;
use crate::visit::Visit;

/// What was typed into a form that was refused.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) remarks: String,
    pub(super) reason: String,
}

/// `GET /spot/{id}/circular`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
    Query(filter): Query<Filter>,
) -> Answer {
    let round: SpotRoundId = id.parse().map_err(AppError::from)?;
    let page = load(&state, &visit, round, &filter).await?;
    Ok(laid_out(&visit, &page, &filter, &Typed::default(), &[]))
}

/// The page again, with what was wrong.
pub(super) async fn again(
    state: &WebState,
    visit: &Visit,
    round: SpotRoundId,
    typed: &Typed,
    wrong: &[Problem],
) -> Answer {
    let filter = Filter::default();
    let page = load(state, visit, round, &filter).await?;
    let shown = laid_out(visit, &page, &filter, typed, wrong);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

async fn load(
    state: &WebState,
    visit: &Visit,
    round: SpotRoundId,
    filter: &Filter,
) -> Result<CircularPage, WebError> {
    let (actor, query) = (visit.actor(), filter.query());
    state.run(move |app| app.circular(&actor, round, &query)).await
}

/// `GET /spot/{id}/circular/print`.
pub(super) async fn print(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
    Query(filter): Query<Filter>,
) -> Answer {
    let round: SpotRoundId = id.parse().map_err(AppError::from)?;
    let page = load(&state, &visit, round, &filter).await?;
    let shown = page.shown.ok_or(AppError::NotFound)?;
    let body = html! {
        (look::paper_text(&shown.paper))
        p class="mono small" { "数据摘要(SHA-256)" (shown.content_sha256) }
        @if !shown.brief.state.is_public() { p { b { "未签发,不得对外" } } }
    };
    let is_demonstration = visit.session.is_demonstration;
    Ok(look::paper_page(&shown.paper.title, &path(round), is_demonstration, body).into_response())
}

/// `GET /circulars/{id}/paper.pdf`.
pub(super) async fn pdf(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    printed(&state, &visit, &id, Copy::Pdf).await
}

/// `GET /circulars/{id}/paper.docx`.
pub(super) async fn docx(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    printed(&state, &visit, &id, Copy::Word).await
}

async fn printed(state: &WebState, visit: &Visit, id: &str, copy: Copy) -> Answer {
    let id: CircularId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let made = state.run(move |app| app.print_circular(&actor, id, copy)).await?;
    let (media_type, ending) = match copy {
        Copy::Pdf => (PDF, "pdf"),
        Copy::Word => (WORD, "docx"),
    };
    Ok(file(media_type, &made.name, ending, made.bytes))
}

fn laid_out(
    visit: &Visit,
    page: &CircularPage,
    filter: &Filter,
    typed: &Typed,
    wrong: &[Problem],
) -> Response {
    let body = html! {
        div class="title" {
            h1 { "抽评通报" } span class="sub" { (page.title) }
            @if let Some(shown) = &page.shown { (state_tag(shown.brief.state)) }
            div class="actions" {
                @if let Some(shown) = &page.shown {
                    a class="button" href={ "/circulars/" (shown.brief.id) "/paper.pdf" } { "下载 PDF" }
                    a class="button" href={ "/circulars/" (shown.brief.id) "/paper.docx" } { "下载 Word" }
                    a class="button" href={ (path(page.round)) "/print?edition=" (shown.brief.edition) } data-key="p" data-key-name="打印" { "打印 " kbd { "Alt+P" } }
                }
                (ranking::export_form(visit, page, filter))
            }
        }
        (error_summary(wrong))
        @if let Some(shown) = &page.shown { (next(shown)) (edition(visit, page, shown, filter, typed)) }
        @else if page.preparation.is_none() { section class="card" { p class="empty" { "本批次抽评还没有发布通报。发布后,这里可以查看排名、下载通报和签收。" } } }
        @if let Some(ready) = &page.preparation { (prepare::card(visit, page, ready, typed)) }
    };
    let round = format!("/spot/{}", page.round);
    let trail = [
        Crumb::to("绩效抽评", "/spot"),
        Crumb::to(page.title.clone(), round),
        Crumb::here("通报"),
    ];
    framed(visit, "抽评通报", &trail, body)
}

/// What must be done now, by whom, until when.
fn next(shown: &CircularShown) -> Markup {
    let (signed, all) = shown.receipted;
    html! {
        div class="note" id="next" {
            @match shown.brief.state {
                CircularState::Drafted => { "第 " (shown.brief.edition) " 版已拟稿,请局领导审核签发;拟稿人不能签发。数字随抽评记录变化,签发时固定。" }
                CircularState::Returned => { "第 " (shown.brief.edition) " 版已退回:" (shown.brief.decision) "。" }
                CircularState::Issued => {
                    "已通报并送达 " (all) " 个部门,已签收 " (signed) " 个" @if let Some(day) = shown.receipt_due_on { ",请在 " (look::date(day)) " 前签收" }
                    "。整改请在 " (day(&shown.content.rectify_by)) " 前(" (shown.content.rectify_within) "内)完成。"
                }
                CircularState::Replaced => { "本版已失效:" (shown.brief.decision) "。正文保留备查。" }
            }
            @if !shown.why_not.is_empty() { br; (shown.why_not) }
        }
    }
}

/// A stored day as pages show days.
fn day(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), look::date)
}

fn edition(
    visit: &Visit,
    page: &CircularPage,
    shown: &CircularShown,
    filter: &Filter,
    typed: &Typed,
) -> Markup {
    html! {
        div class="columns" {
            div {
                @if shown.may_decide { (decision(visit, page, shown, typed)) }
                (ranking::grades(shown))
                (ranking::card(page, shown, filter))
                section class="card" id="paper" { (look::paper_text(&shown.paper)) }
            }
            aside {
                (facts(page, shown))
                (receipts(visit, page, shown))
                (editions(page))
            }
        }
    }
}

fn decision(visit: &Visit, page: &CircularPage, shown: &CircularShown, typed: &Typed) -> Markup {
    let action = format!("/circulars/{}", shown.brief.id);
    let fixed = |issues: &str| {
        html! {
            (visit.token().fields())
            (look::hidden("version", &shown.version.to_string()))
            (look::hidden("round", &page.round.to_string()))
            (look::hidden("issues", issues))
        }
    };
    html! {
        section class="card" id="decide" {
            h2 { "签发" }
            form id="issue" method="post" action=(action) {
                (fixed("yes"))
                (look::hidden("seen", &shown.content_sha256))
                div class="buttons" { button class="primary" data-key="s" data-key-name="签发" data-confirm="签发后编号、送达各部门,数字不再变化。确认签发?" { "签发并送达 " kbd { "Alt+S" } } }
            }
            details {
                summary { "退回" }
                form id="return" method="post" action=(action) {
                    (fixed("no"))
                    (field("reason", "退回理由", "写明要改什么", None, html! { input id="reason" name="reason" maxlength="1000" value=(typed.reason); }))
                    button { "退回绩效科" }
                }
            }
        }
    }
}

fn facts(page: &CircularPage, shown: &CircularShown) -> Markup {
    let brief = &shown.brief;
    html! {
        section class="card" id="facts" {
            h2 { "办理" span class="end" { @if !shown.is_intact { (tag("red", "校验不一致")) } @else if shown.registered.is_some() { (tag("green", "校验一致")) } } }
            dl class="facts" {
                div { dt { "文号" } dd { @match (&shown.paper.number, shown.registered.filter(|_| page.sees_all)) { (Some(number), Some(id)) => a href={ "/papers/" (id) } { (number) } (Some(number), None) => (number) (None, _) => "签发时编号" } } }
                div { dt { "版次" } dd { "第 " (brief.edition) " 版" @if !brief.reason.is_empty() { ",替换理由:" (brief.reason) } } }
                div { dt { "拟稿" } dd { (brief.drafted.name) " " (look::moment(brief.drafted.at)) } }
                @if let Some(hand) = &brief.decided { div { dt { @if brief.state == CircularState::Returned { "退回" } @else { "签发" } } dd { (hand.name) " " (look::moment(hand.at)) } } }
                div { dt { "数据截至" } dd { (day(&shown.content.as_of)) } }
            }
            @if shown.has_changed == Some(true) { p class="note warn" { "签发以后抽评记录又有变化,本通报不变;需要更正的,请另拟一版替换。" } }
            p class="small quiet" { "数据摘要(SHA-256):" span class="mono digest" { (shown.content_sha256) } }
        }
    }
}

fn receipts(visit: &Visit, page: &CircularPage, shown: &CircularShown) -> Markup {
    html! {
        @if !shown.served.is_empty() {
            section class="card" id="receipts" {
                h2 { "签收" span class="end quiet" { (shown.receipted.0) " / " (shown.receipted.1) } }
                table class="list" { tbody { @for one in &shown.served { (receipt(visit, page, shown, one)) } } }
            }
        }
    }
}

fn receipt(visit: &Visit, page: &CircularPage, shown: &CircularShown, one: &CircularServed) -> Markup {
    html! {
        tr {
            th scope="row" { (one.name) div class="small quiet" { "抽评项目 " (one.projects) " 个" } }
            td {
                @if let Some(hand) = &one.receipted { (tag("green", "已签收")) div class="small quiet" { (hand.name) " " (look::moment(hand.at)) } }
                @else if one.may_receipt {
                    form method="post" action={ "/circulars/" (shown.brief.id) "/receipt" } {
                        (visit.token().fields())
                        (look::hidden("round", &page.round.to_string()))
                        (look::hidden("department", &one.department.to_string()))
                        button class="primary" data-key="s" data-key-name="签收" { "签收 " kbd { "Alt+S" } }
                    }
                }
                @else { (tag("amber", "待签收")) }
            }
        }
    }
}

fn editions(page: &CircularPage) -> Markup {
    let one = |one: &CircularBrief| {
        html! {
            li {
                a href={ (path(page.round)) "?edition=" (one.edition) } { "第 " (one.edition) " 版" } " " (state_tag(one.state))
                @if !one.decision.is_empty() { div class="small quiet" { (one.decision) } }
            }
        }
    };
    html! {
        @if 1 < page.editions.len() {
            section class="card" id="editions" {
                h2 { "各版" }
                ul class="plain" { @for brief in &page.editions { (one(brief)) } }
            }
        }
    }
}
