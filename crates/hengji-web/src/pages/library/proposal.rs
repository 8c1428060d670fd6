//! 变更申请: the list of proposals, one proposal with what a reviewer needs, and the decision.

use axum::extract::{Path, Query, State};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::common::PageRequest;
use hengji_app::library::view::{ProposalPage, ProposalRow};
use hengji_app::library::{Decision, IndicatorInput, ProposalKind, ProposalQuery, ProposalState};
use hengji_domain::id::{ImportId, ProposalId};
use maud::{Markup, html};

use super::super::list_filter::{filled, list_filter};
use super::show::differences;
use super::{Answer, framed, path, see};
use crate::extract::Posted;
use crate::look::{self, Crumb, hidden, labelled, options, tag};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// Proposals on one page.
const PAGE_SIZE: u32 = 50;

list_filter! {
    pub(super) struct Filter { state, kind, batch, q }
}

/// `GET /library-proposals`.
pub(super) async fn list(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let batch: Option<ImportId> = filter.batch.parse().ok();
    let query = ProposalQuery {
        state: ProposalState::from_code(&filter.state),
        kind: ProposalKind::from_code(&filter.kind),
        batch,
        text: filled(&filter.q),
        page: PageRequest::new(filter.page, PAGE_SIZE),
    };
    let actor = visit.actor();
    let page = state
        .run(move |app| app.library_proposals(&actor, &query))
        .await?;
    let states = ProposalState::ALL.map(|state| (state.code(), state.name()));
    let kinds = ProposalKind::ALL.map(|kind| (kind.code(), kind.name()));
    let all = |name: &'static str| std::iter::once(("", name));
    let parameters = filter.parameters(&[]);
    let is_pending = page.rows.iter().any(|row| row.state == ProposalState::Pending);
    let body = html! {
        div class="title" { h1 { "指标库变更申请" } span class="sub" { "符合条件 " (page.total) " 项" } }
        @if let Some(batch) = batch.filter(|_| is_pending) { (batch_note(&visit, batch, page.total)) }
        section class="card" {
            form class="filters" method="get" action="/library-proposals" data-autosubmit {
                (hidden("batch", &filter.batch))
                (labelled("状态", html! { select name="state" { (options(all("全部状态").chain(states), &filter.state)) } }))
                (labelled("种类", html! { select name="kind" { (options(all("全部种类").chain(kinds), &filter.kind)) } }))
                (labelled("指标名称", html! { input type="search" name="q" value=(filter.q); }))
                button { "查询" }
            }
            table class="list sticky" {
                thead { tr { th scope="col" { "状态" } th scope="col" { "种类" } th scope="col" { "指标" } th scope="col" { "起始年度" } th scope="col" { "理由" } th scope="col" { "申请" } th scope="col" { "审核" } } }
                tbody {
                    @for row in &page.rows { (proposal_row(row)) }
                    @if page.rows.is_empty() { tr { td class="empty" colspan="7" { "没有符合条件的申请。" } } }
                }
            }
            (look::pager(&page, &parameters))
        }
    };
    let path = [Crumb::to("指标库", "/indicators"), Crumb::here("变更申请")];
    Ok(framed(&visit, "指标库变更申请", &path, body))
}

fn batch_note(visit: &Visit, batch: ImportId, total: u64) -> Markup {
    html! {
        div class="note" {
            p { "这一批来自同一份文件,共 " (total) " 项,由另一人整批审核后生效。" }
            @if may(&visit.session.actor, Action::ReviewLibraryChange) {
                (decision_form(visit, &format!("/library-batches/{batch}/decide"), None))
            }
        }
    }
}

fn state_tag(state: ProposalState) -> Markup {
    let colour = match state {
        ProposalState::Pending => "amber",
        ProposalState::Approved => "green",
        ProposalState::Refused => "red",
    };
    tag(colour, state.name())
}

fn proposal_row(row: &ProposalRow) -> Markup {
    html! {
        tr {
            td { (state_tag(row.state)) } td class="nowrap" { (row.kind.name()) }
            td { a href={ "/library-proposals/" (row.id) } { (row.name) } }
            td class="nowrap" { (row.year) } td { (row.reason) }
            td { (row.proposed.name) div class="quiet small nowrap" { (look::moment(row.proposed.at)) } }
            td { @if let Some(hand) = &row.decided { (hand.name) div class="quiet small" { (row.opinion) } } }
        }
    }
}

/// `GET /library-proposals/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: ProposalId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let page = state.run(move |app| app.library_proposal(&actor, id)).await?;
    let row = &page.row;
    let body = html! {
        div class="title" { h1 { (row.kind.name()) ":" (row.name) } (state_tag(row.state)) }
        (head(&page))
        @if page.may_decide {
            section class="card" { h2 { "审核" } (decision_form(&visit, &format!("/library-proposals/{}/decide", row.id), Some(page.version))) }
        }
        @if let Some(why_not) = page.why_not { div class="note warn" { (why_not) } }
        @if !page.differences.is_empty() { section class="card" { h2 { "改动" } (differences(&page.differences)) } }
        @if !page.similar.is_empty() { (similar(&page)) }
        @if let Some(texts) = &page.texts { (all_texts(texts)) }
    };
    let path = [
        Crumb::to("指标库", "/indicators"),
        Crumb::to("变更申请", "/library-proposals"),
        Crumb::here(row.name.clone()),
    ];
    Ok(framed(&visit, &row.name, &path, body))
}

fn head(page: &ProposalPage) -> Markup {
    let row = &page.row;
    html! {
        section class="card" {
            p { "申请:" (row.proposed.name) " " (look::moment(row.proposed.at)) "。理由:" (row.reason) }
            @match row.kind {
                ProposalKind::Merge => p { "自 " (row.year) " 年起并入 " @if let Some((id, name)) = &page.successor { a href=(path(*id)) { (name) } } "。" },
                ProposalKind::Exit => p { "自 " (row.year) " 年起退出。" },
                ProposalKind::Enter | ProposalKind::Change => p { "自 " (row.year) " 年起生效。" },
            }
            @if let Some(id) = row.indicator { p { a href=(path(id)) { "查看库中现有内容" } } }
            @if let Some(hand) = &row.decided { p { "审核:" (hand.name) " " (look::moment(hand.at)) "," (row.state.name()) @if !row.opinion.is_empty() { "。意见:" (row.opinion) } } }
        }
    }
}

fn similar(page: &ProposalPage) -> Markup {
    html! {
        div class="note warn" {
            "库中同类别有名称相近的指标,请核对是否重复:"
            ul { @for row in &page.similar { li { a href=(path(row.id)) { (row.code) " " (row.name) } " " span class="quiet" { (row.explanation) } } } }
        }
    }
}

fn all_texts(texts: &IndicatorInput) -> Markup {
    html! {
        section class="card" {
            h2 { "指标内容" }
            table class="list" { tbody {
                @for field in IndicatorInput::FIELDS {
                    tr { th scope="row" class="nowrap" { (field.title) } td class="verbatim" { (texts.text(field.code)) } }
                }
            } }
        }
    }
}

fn decision_form(visit: &Visit, action: &str, version: Option<i32>) -> Markup {
    html! {
        form method="post" action=(action) data-guard {
            (visit.token().fields())
            @if let Some(version) = version { (hidden("version", &version.to_string())) }
            (look::text_field("opinion", "审核意见", "不通过须写明怎样改", "", &[]))
            div class="buttons" {
                button class="primary" name="do" value="approve" data-key="j" data-key-name="通过" { "通过 " kbd { "Alt+J" } }
                button name="do" value="refuse" { "不通过" }
            }
        }
    }
}

fn decision(posted: &Posted) -> Decision {
    Decision {
        approve: posted.fields.text("do") == "approve",
        opinion: posted.fields.text("opinion").to_owned(),
    }
}

/// `POST /library-proposals/{id}/decide`.
pub(super) async fn decide(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "opinion", "do"])?;
    let id: ProposalId = id.parse().map_err(AppError::from)?;
    let (decision, version) = (
        decision(&posted),
        posted.fields.parsed("version").unwrap_or_default(),
    );
    state
        .run(move |app| {
            app.decide_library_proposal(&posted.visit.actor(), &posted.key, id, version, &decision)
        })
        .await?;
    Ok(see(&format!("/library-proposals/{id}")))
}

/// `POST /library-batches/{id}/decide`.
pub(super) async fn decide_batch(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["opinion", "do"])?;
    let id: ImportId = id.parse().map_err(AppError::from)?;
    let decision = decision(&posted);
    state
        .run(move |app| app.decide_library_batch(&posted.visit.actor(), &posted.key, id, &decision))
        .await?;
    Ok(see(&format!("/library-proposals?batch={id}")))
}
