//! A snapshot: what was frozen, who signed, and how today's records differ.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use hengji_app::results::content::{Content, ContentKind, ContentResult};
use hengji_app::results::view::{Difference, SnapshotPage};
use hengji_app::results::{SnapshotInput, SnapshotRuling, SnapshotState};
use hengji_domain::id::ResultSnapshotId;
use hengji_domain::{Money, Score};
use maud::{Markup, html};

use super::list::{crumb, page as list_page, state_tag};
use super::{Answer, framed, paper, path, refusals, see};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, Problem, error_summary, tag};
use crate::state::WebState;
use crate::visit::Visit;

fn id_of(text: &str) -> Result<ResultSnapshotId, WebError> {
    text.parse()
        .map_err(|error| hengji_app::AppError::from(error).into())
}

/// `POST /results/snapshots`.
pub(super) async fn propose(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["title"])?;
    let (visit, year) = (posted.visit.clone(), posted.visit.year());
    let input = SnapshotInput {
        title: posted.fields.text("title").to_owned(),
    };
    let outcome = state
        .run(move |app| app.propose_result_snapshot(&posted.visit.actor(), &posted.key, year, &input))
        .await;
    match outcome {
        Ok(written) => Ok(see(&format!("/results/snapshots/{}", written.id))),
        Err(error) => list_page(&state, &visit, &refusals(error)?).await,
    }
}

/// `GET /results/snapshots/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    page(&state, &visit, id_of(&id)?, &[]).await
}

/// `POST /results/snapshots/{id}`.
pub(super) async fn rule(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "publishes", "reason"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let ruling = SnapshotRuling {
        version: posted.fields.parsed("version").unwrap_or_default(),
        publishes: posted.fields.text("publishes") == "yes",
        reason: posted.fields.text("reason").to_owned(),
    };
    let outcome = state
        .run(move |app| app.rule_on_result_snapshot(&posted.visit.actor(), &posted.key, id, &ruling))
        .await;
    match outcome {
        Ok(_) => Ok(see(&path(id))),
        Err(error) => page(&state, &visit, id, &refusals(error)?).await,
    }
}

/// `GET /results/snapshots/{id}/file`.
pub(super) async fn file(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let (id, actor) = (id_of(&id)?, visit.actor());
    let (name, bytes) = state.run(move |app| app.result_snapshot_file(&actor, id)).await?;
    Ok(paper::file("application/json", &name, "json", bytes))
}

/// `GET /results/snapshots/{id}/print`.
pub(super) async fn print(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let (id, actor) = (id_of(&id)?, visit.actor());
    let shown = state.run(move |app| app.result_snapshot(&actor, id)).await?;
    let body = html! {
        h1 { (shown.content.title) }
        (results(&shown.content))
        p { "制作:" (shown.row.maker.name) " " (look::moment(shown.row.maker.at)) }
        @if let Some(hand) = &shown.row.checker { p { "复核签署:" (hand.name) " " (look::moment(hand.at)) } }
        p class="mono" { "摘要(SHA-256)" (shown.row.content_sha256) }
        @if !shown.row.seal.is_empty() { p class="mono" { "封印(SHA-256)" (shown.row.seal) } }
        @if shown.row.state != SnapshotState::Published { p { b { "未发布,不得对外" } } }
    };
    let is_demonstration = visit.session.is_demonstration;
    Ok(look::paper_page(&shown.content.title, &path(id), is_demonstration, body).into_response())
}

async fn page(state: &WebState, visit: &Visit, id: ResultSnapshotId, problems: &[Problem]) -> Answer {
    let actor = visit.actor();
    let shown = state.run(move |app| app.result_snapshot(&actor, id)).await?;
    let body = html! {
        (error_summary(problems))
        div class="title" {
            h1 { (shown.row.title) }
            (state_tag(shown.row.state))
            span class="sub" { (shown.year) " 年度第 " (shown.row.number) " 份," (shown.row.results) " 项结果" }
            div class="actions" {
                @if shown.row.state == SnapshotState::Published { a class="button" href={ (path(id)) "/file" } { "下载快照文件" } }
                a class="button" href={ (path(id)) "/print" } data-key="p" data-key-name="打印" { "打印 " kbd { "Alt+P" } }
            }
        }
        (signing(visit, id, &shown))
        (differences(&shown.differences))
        section class="card" id="content" { h2 { "快照内容" } (results(&shown.content)) }
    };
    let path = [crumb(), Crumb::here(&shown.row.title)];
    Ok(framed(visit, &shown.row.title, &path, body))
}

/// Who signed what, and the form of the second hand.
fn signing(visit: &Visit, id: ResultSnapshotId, shown: &SnapshotPage) -> Markup {
    let row = &shown.row;
    html! {
        section class="card" id="signing" {
            h2 { "签署" span class="end" { @if shown.is_intact { (tag("green", "校验一致")) } @else { (tag("red", "校验不一致")) } } }
            table class="facts" { tbody {
                tr { th { "制作" } td { (row.maker.name) " " (look::moment(row.maker.at)) } }
                tr { th { "复核签署" } td { @match &row.checker { Some(hand) => { (hand.name) " " (look::moment(hand.at)) } None => "等待局领导" } @if !row.reason.is_empty() { ",理由:" (row.reason) } } }
                tr { th { "内容摘要" } td class="mono" { (row.content_sha256) } }
                tr { th { "上一份的封印" } td class="mono" { @if shown.previous_seal.is_empty() { "无(本年度第一份)" } @else { (shown.previous_seal) } } }
                tr { th { "封印" } td class="mono" { @if row.seal.is_empty() { "发布时生成" } @else { (row.seal) } } }
            } }
            @if row.state == SnapshotState::Published {
                p class="quiet" { "下载的文件可离线核验:" code { "hengji results verify 文件" } "。内容、上一份的封印、制作人和复核人有任何改动,封印都对不上。" }
            }
            @if !shown.why_not.is_empty() { p class="quiet" { (shown.why_not) } }
            @if shown.may_check {
                form id="publish" method="post" action=(path(id)) {
                    (visit.token().fields())
                    (look::hidden("version", &shown.version.to_string()))
                    (look::hidden("publishes", "yes"))
                    button class="primary" { "签署并发布" }
                }
                form id="reject" class="inline" method="post" action=(path(id)) {
                    (visit.token().fields())
                    (look::hidden("version", &shown.version.to_string()))
                    (look::hidden("publishes", "no"))
                    label for="reason" { "不予发布的理由" }
                    input id="reason" name="reason" maxlength="200" size="40";
                    button { "不予发布" }
                }
            }
        }
    }
}

fn differences(all: &[Difference]) -> Markup {
    html! {
        section class="card" id="differences" {
            h2 { "与今天记录的差异" span class="end quiet" { (all.len()) " 处;快照不随记录变化" } }
            @if all.is_empty() { p class="quiet" { "与今天的记录一致。" } }
            @else {
                table class="list" {
                    thead { tr { th scope="col" { "种类" } th scope="col" { "评价对象" } th scope="col" { "差异" } th scope="col" { "快照中" } th scope="col" { "今天" } } }
                    tbody { @for one in all { tr { td { (one.kind) } th scope="row" { (one.title) } td { (one.what) } td { (one.then) } td { (one.now) } } } }
                }
            }
        }
    }
}

fn results(content: &Content) -> Markup {
    html! {
        @for kind in &content.kinds {
            h3 { (kind.name) span class="quiet" { @for (grade, count) in &kind.grades { @if 0 < *count { " " (grade) " " (count) } } } }
            table class="list" {
                thead { tr {
                    @if kind.is_ranked { th scope="col" class="num" { "名次" } }
                    th scope="col" { "评价对象" } th scope="col" { "单位" } th scope="col" class="num" { "资金(万元)" } th scope="col" class="num" { "得分" } th scope="col" { "等级" } th scope="col" class="num" { "问题" } th scope="col" { "结论" }
                } }
                tbody { @for one in content.results.iter().filter(|one| one.kind == kind.code) { (result(kind, one)) } }
            }
        }
    }
}

fn result(kind: &ContentKind, one: &ContentResult) -> Markup {
    html! {
        tr {
            @if kind.is_ranked { td class="num" { @if let Some(place) = one.place { (place) } } }
            th scope="row" { (one.title) } td { (one.unit) }
            td class="num" { (look::optional_money(one.money_fen.map(Money::from_fen))) }
            td class="num" { (look::score(Some(Score::from_centi(one.total_centi)))) } td { (one.grade) }
            td class="num" { (one.findings) } td { (one.words) }
        }
    }
}
