//! One finding: what was found, its letter, its measures, its objection, its look-backs, and what comes next.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::authz::Action;
use hengji_app::rectification::view::{CommitmentRow, FindingPage, ObjectionView};
use hengji_app::rectification::{ObjectionInput, ObjectionOutcome, ObjectionRuling};
use hengji_app::{AppError, FieldError, Written};
use hengji_domain::id::EvaluationFindingId;
use maud::{Markup, html};

use super::super::{Answer, framed, problems, see};
use super::new::{FIELDS, input, text_fields};
use super::plan::promise_form;
use super::{Typed, finding_tag, lines, measure_tag};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, Problem, TimelineEntry, error_summary, select_field, tag};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /evaluation-findings/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, id_of(&id)?).await?;
    Ok(shown(&visit, &page, &Typed::default(), &[]))
}

/// `POST /evaluation-findings/{id}/change`.
pub(super) async fn change(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[&["version"], &FIELDS[..]].concat())?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let typed = Typed::of(&posted.fields, &FIELDS);
    let input = input(&typed, posted.fields.parsed("version").unwrap_or_default());
    let outcome = state
        .run(move |app| app.change_finding(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answer(&state, &visit, id, outcome, &typed).await
}

/// `POST /evaluation-findings/{id}/withdraw`.
pub(super) async fn withdraw(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "words"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let withdrawal = hengji_app::rectification::Withdrawal {
        version: posted.fields.parsed("version").unwrap_or_default(),
        words: posted.fields.text("words").to_owned(),
    };
    let outcome = state
        .run(move |app| app.withdraw_finding(&posted.visit.actor(), &posted.key, id, &withdrawal))
        .await;
    answer(&state, &visit, id, outcome, &Typed::default()).await
}

/// `POST /evaluation-findings/{id}/object`.
pub(super) async fn object(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["words"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let typed = Typed::of(&posted.fields, &["words"]);
    let input = ObjectionInput {
        words: typed.text("words").to_owned(),
    };
    let outcome = state
        .run(move |app| app.raise_objection(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answer(&state, &visit, id, outcome, &typed).await
}

/// `POST /evaluation-findings/{id}/objection`.
pub(super) async fn decide(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    const RULING: [&str; 3] = ["outcome", "words", "changed"];
    posted.only(&[&["version"], &RULING[..]].concat())?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let typed = Typed::of(&posted.fields, &RULING);
    let ruling = ObjectionRuling {
        version: posted.fields.parsed("version").unwrap_or_default(),
        outcome: typed.text("outcome").to_owned(),
        words: typed.text("words").to_owned(),
        changed: typed.text("changed").to_owned(),
    };
    let outcome = state
        .run(move |app| app.decide_objection(&posted.visit.actor(), &posted.key, id, &ruling))
        .await;
    answer(&state, &visit, id, outcome, &typed).await
}

/// The page of the finding after a write, or the same form with what was wrong.
pub(super) async fn answer(
    state: &WebState,
    visit: &Visit,
    id: EvaluationFindingId,
    outcome: Result<Written, WebError>,
    typed: &Typed,
) -> Answer {
    let errors: Vec<FieldError> = match outcome {
        Ok(_) => return Ok(see(&format!("/evaluation-findings/{id}"))),
        Err(WebError::App(AppError::Invalid(errors))) => errors,
        Err(other) => return Err(other),
    };
    let page = load(state, visit, id).await?;
    let again = shown(visit, &page, typed, &problems(&errors));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

async fn load(state: &WebState, visit: &Visit, id: EvaluationFindingId) -> Result<FindingPage, WebError> {
    let actor = visit.actor();
    state.run(move |app| app.evaluation_finding(&actor, id)).await
}

pub(super) fn id_of(text: &str) -> Result<EvaluationFindingId, AppError> {
    Ok(text.parse()?)
}

fn shown(visit: &Visit, page: &FindingPage, typed: &Typed, problems: &[Problem]) -> Response {
    let row = &page.row;
    let name = format!("问题 {}-{}", row.year, row.serial);
    let body = html! {
        div class="title" {
            h1 { (name) } (finding_tag(row.state)) @if row.is_relapse { " " (tag("red", "反弹")) }
            span class="sub" { (row.unit_name) }
            div class="actions" {
                @if page.may.contains(&Action::IssuePaper) { a class="button" href={ "/evaluation-findings/" (row.id) "/letter" } { "出具反馈书" } }
            }
        }
        (error_summary(problems))
        div class="note" id="next" { (page.next) }
        div class="columns" {
            div {
                section class="card" { h2 { "发现的问题" } (facts(page)) (edit(visit, page, typed, problems)) }
                section class="card" id="measures" {
                    h2 { "整改措施" span class="end quiet" { "报完成 " (row.claimed) " · 已核实 " (row.verified) " · 共 " (row.promised) } }
                    (measures(&page.commitments))
                    @if page.may.contains(&Action::PlanRectification) { details open[typed.has("kind")] { summary { "增加措施" } (promise_form(visit, row.id, &page.lists, typed, problems)) } }
                }
                section class="card" id="objection" { h2 { "异议" } (objection(visit, page, typed, problems)) }
            }
            aside {
                section class="card" { h2 { "回头看" } (look_backs(page)) }
                section class="card" { h2 { "经过" } (trail(page)) }
            }
        }
    };
    let path = [
        Crumb::to("问题台账", "/evaluation-findings"),
        Crumb::here(name.clone()),
    ];
    framed(visit, &name, &path, body)
}

fn facts(page: &FindingPage) -> Markup {
    let row = &page.row;
    html! {
        p class="verbatim" id="finding-words" { (row.words) }
        dl class="facts" {
            div { dt { "单位" } dd { (row.unit_name) @if row.unit_name != row.department_name { span class="quiet" { "(" (row.department_name) ")" } } } }
            @if let Some((project, name)) = &row.project { div { dt { "项目" } dd { a href={ "/projects/" (project) } { (name) } } } }
            div { dt { "来源" } dd { (row.origin.name) ":" (row.origin_title) } }
            @if !page.place.is_empty() { div { dt { "所在指标或事项" } dd { (page.place) } } }
            div { dt { "根源" } dd { (row.cause.name) } }
            div { dt { "严重程度" } dd { (row.severity.name) } }
            div { dt { "涉及金额" } dd { (look::optional_money(row.amount)) @if row.amount.is_some() { " 万元" } } }
            @if !page.evidence.is_empty() { div { dt { "依据和佐证" } dd { (page.evidence) } } }
            @if let Some((id, number)) = &page.earlier { div { dt { "原问题" } dd { a href={ "/evaluation-findings/" (id) } { (number) } } } }
            div { dt { "反馈书" } dd {
                @match &page.paper {
                    Some((paper, number, state)) => { a href={ "/papers/" (paper) } { (number) } " " (super::super::paper::state_tag(*state)) " " a href={ "/rectification-plans/" (paper) } { "整改方案" } }
                    None => span class="quiet" { "尚未出具" @if let Some(day) = row.feedback_due_on { ",应在 " (look::date(day)) " 前反馈" } }
                }
            } }
        }
    }
}

/// Changing and taking back, for the bureau.
fn edit(visit: &Visit, page: &FindingPage, typed: &Typed, problems: &[Problem]) -> Markup {
    let row = &page.row;
    let version = page.version.to_string();
    let path = |verb: &str| format!("/evaluation-findings/{}/{verb}", row.id);
    let filled = |name: &str, now: &str| {
        let text = typed.text(name);
        let text = if text.is_empty() { now } else { text };
        (name.to_owned(), text.to_owned())
    };
    let now = Typed(vec![
        filled("words", &row.words),
        filled("cause", &row.cause.code),
        filled("severity", &row.severity.code),
        filled("place", &page.place),
        filled("amount", &look::plain_money(row.amount)),
        filled("evidence", &page.evidence),
    ]);
    html! {
        @if page.may.contains(&Action::ChangeEvaluationFinding) {
            details open[typed.has("severity")] { summary { "修改(送达之前)" }
                form method="post" action=(path("change")) {
                    (visit.token().fields()) (look::hidden("version", &version))
                    (look::hidden("origin", &row.origin.code)) (look::hidden("origin_title", &row.origin_title))
                    (text_fields(&page.lists, &now, problems))
                    div class="buttons" { button class="primary" { "保存修改" } }
                }
            }
        }
        @if page.may.contains(&Action::WithdrawEvaluationFinding) {
            details { summary { "撤销问题" }
                form method="post" action=(path("withdraw")) {
                    (visit.token().fields()) (look::hidden("version", &version))
                    (look::field("withdraw-words", "撤销理由", "必填;撤销后编号和内容保留", None, html! { textarea id="withdraw-words" name="words" rows="2" maxlength="2000" {} }))
                    div class="buttons" { button data-confirm="撤销后该问题不再整改,确定撤销?" { "撤销" } }
                }
            }
        }
    }
}

/// Measures of a finding; only what was verified is green.
pub(super) fn measures(rows: &[CommitmentRow]) -> Markup {
    html! {
        @if rows.is_empty() { p class="empty" { "还没有整改措施。" } }
        @else {
            table class="list" {
                thead { tr { th scope="col" { "措施" } th scope="col" { "责任" } th scope="col" { "完成期限" } th scope="col" { "证明材料" } th scope="col" { "状态" } } }
                tbody {
                    @for row in rows {
                        tr class=[row.is_late.then_some("late")] {
                            td { a href={ "/rectifications/" (row.id) } { (row.words) } div class="small quiet" { (row.kind.name) } }
                            td { (row.owner) }
                            td class="nowrap" { (look::date(row.due_on)) @if row.is_late { " " (tag("red", "逾期")) } }
                            td { (row.proof_asked) }
                            td class="nowrap" { (measure_tag(row.state)) }
                        }
                    }
                }
            }
        }
    }
}

fn objection(visit: &Visit, page: &FindingPage, typed: &Typed, problems: &[Problem]) -> Markup {
    let path = |verb: &str| format!("/evaluation-findings/{}/{verb}", page.row.id);
    html! {
        @match &page.objection {
            Some(known) => (told(known)),
            None => @if let Some(day) = page.objection_until { p class="quiet" { "单位可在 " (look::date(day)) " 前(含当日)提出异议。" } } @else { p class="quiet" { "单位签收反馈书后可以提出异议。" } }
        }
        @if page.may.contains(&Action::RaiseObjection) {
            form method="post" action=(path("object")) {
                (visit.token().fields())
                (look::field("objection-words", "异议理由", "写明依据;每个问题限一次", look::problem_of(problems, "words"), html! { textarea id="objection-words" name="words" rows="3" maxlength="2000" { (typed.of_objection()) } }))
                div class="buttons" { button { "提出异议" } }
            }
        }
        @if let (true, Some(known)) = (page.may.contains(&Action::DecideObjection), &page.objection) {
            form method="post" action=(path("objection")) {
                (visit.token().fields()) (look::hidden("version", &known.version.to_string()))
                @let outcomes = ObjectionOutcome::ALL.into_iter().map(|one| (one.code(), one.name()));
                (select_field("outcome", "处理结果", std::iter::once(("", "请选择")).chain(outcomes), typed.text("outcome"), problems))
                (lines("changed", "变更后的问题", "选择变更时填写;原文同时保留", "3", if typed.text("changed").is_empty() { &page.row.words } else { typed.text("changed") }, problems))
                (look::field("decision-words", "答复意见", "必填", look::problem_of(problems, "words"), html! { textarea id="decision-words" name="words" rows="2" maxlength="2000" { (typed.of_objection()) } }))
                div class="buttons" { button class="primary" { "答复异议" } }
            }
        }
    }
}

fn told(known: &ObjectionView) -> Markup {
    html! {
        p class="verbatim" { (known.words) }
        p class="small quiet" { (known.raised.name) " " (look::moment(known.raised.at)) ",应在 " (look::date(known.due_on)) " 前答复" @if known.is_late { " " (tag("red", "逾期")) } }
        @if let Some((outcome, words, before, hand)) = &known.end {
            dl class="facts" {
                div { dt { "结果" } dd { strong { (outcome.name()) } } }
                div { dt { "意见" } dd { (words) } }
                @if *outcome == ObjectionOutcome::Changed { div { dt { "原文" } dd class="verbatim" { (before) } } }
                div { dt { "答复" } dd { (hand.name) " " (look::moment(hand.at)) } }
            }
        }
    }
}

fn look_backs(page: &FindingPage) -> Markup {
    html! {
        @if page.look_backs.is_empty() { p class="empty" { "还没有被抽中。" } }
        @for (look_back, result, relapse) in &page.look_backs {
            p {
                a href={ "/look-backs/" (look_back) } { "回头看" } " "
                @match result { Some(result) => (super::look_back::result_tag(*result)), None => (tag("", "待查看")) }
                @if let Some(relapse) = relapse { " " a href={ "/evaluation-findings/" (relapse) } { "新登记的问题" } }
            }
        }
    }
}

fn trail(page: &FindingPage) -> Markup {
    let entries: Vec<TimelineEntry> = page
        .trail
        .iter()
        .map(|one| TimelineEntry {
            at: one.at,
            who: one.who.clone(),
            what: one.what.clone(),
            text: one.detail.clone(),
            is_return: one.what.contains("撤") || one.what.contains("反弹"),
        })
        .collect();
    look::timeline(&entries)
}
