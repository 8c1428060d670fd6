//! The exchange of views: what the unit is asked about, its answers, and what became of its opinions.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::authz::Action;
use hengji_app::case_files::view::{ExchangePage, PointView};
use hengji_app::case_files::{AnswersInput, PointDecision, PointInput};
use hengji_app::common::Written;
use hengji_domain::case_file::{PointAnswer, PointOutcome};
use hengji_domain::id::EvaluationId;
use maud::{Markup, html};

use super::super::{Answer, framed, see};
use super::{id_of, path, refusals, stage_tag};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, Problem, error_summary, hidden, options, problem_of, tag};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// Fields of one point: its identity, the answer, the opinion.
const POINT: [&str; 3] = ["point", "answer", "opinion"];

/// `GET /evaluations/{id}/exchange`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, id_of(&id)?).await?;
    Ok(shown(&visit, &page, &[], &PointDecision::default(), &[]))
}

/// `POST /evaluations/{id}/exchange/answers`.
pub(super) async fn answer(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "point", "answer", "opinion", "rest", "do"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let rows = posted.fields.rows(POINT).into_iter();
    let input = AnswersInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        points: rows
            .map(|[point, answer, opinion]| PointInput {
                point,
                answer,
                opinion,
            })
            .collect(),
        rest_agreed: posted.fields.text("rest") == "1",
        hands_in: posted.fields.text("do") == "hand-in",
    };
    let typed = input.points.clone();
    let outcome = state
        .run(move |app| app.answer_case_exchange(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, &typed, &PointDecision::default()).await
}

/// `POST /evaluations/{id}/exchange/decisions`.
pub(super) async fn decide(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "point", "outcome", "reason"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let input = PointDecision {
        version: posted.fields.parsed("version").unwrap_or_default(),
        point: posted.fields.text("point").to_owned(),
        outcome: posted.fields.text("outcome").to_owned(),
        reason: posted.fields.text("reason").to_owned(),
    };
    let typed = input.clone();
    let outcome = state
        .run(move |app| app.decide_case_point(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, &[], &typed).await
}

async fn answered(
    state: &WebState,
    visit: &Visit,
    id: EvaluationId,
    outcome: Result<Written, WebError>,
    typed: &[PointInput],
    decision: &PointDecision,
) -> Answer {
    let error = match outcome {
        Ok(_) => return Ok(see(&format!("/evaluations/{id}/exchange"))),
        Err(error) => error,
    };
    let found = refusals(error)?;
    let page = load(state, visit, id).await?;
    let again = shown(visit, &page, typed, decision, &found);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

async fn load(state: &WebState, visit: &Visit, id: EvaluationId) -> Result<ExchangePage, WebError> {
    let actor = visit.actor();
    state.run(move |app| app.case_exchange(&actor, id)).await
}

fn shown(
    visit: &Visit,
    page: &ExchangePage,
    typed: &[PointInput],
    decision: &PointDecision,
    problems: &[Problem],
) -> Response {
    let name = format!("{}交换意见", page.title);
    let body = html! {
        (error_summary(problems))
        div class="title" {
            h1 { (page.title) }
            span class="sub" { "交换意见 · " (page.kind) " · " (page.unit_name) }
            (stage_tag(page.stage)) @if page.is_late { " " (tag("red", "已逾期")) }
            div class="actions" { (actions(visit, page)) }
        }
        p class="note" id="next" { strong { "下一步:" } (page.next) }
        section class="card" id="points" {
            h2 { "征求意见(第 " (page.round) " 次)" span class="end quiet" { @if let Some(due) = page.due_on { "答复期限 " (due) } @if let Some(on) = page.answered_on { " · 已于 " (on) " 答复" } } }
            @if page.points.is_empty() { p class="empty" { "还没有发出征求意见。" } }
            @else if page.may_answer { (answer_form(visit, page, typed, problems)) }
            @else { (table(visit, page, decision, problems)) }
        }
        @if let Some(paper) = &page.paper {
            section class="card" id="draft" { h2 { "征求意见稿(初稿第 " (page.edition.unwrap_or_default()) " 版)" } (look::paper_text(paper)) }
        }
    };
    let back = if page.is_bureau {
        Crumb::to(page.title.clone(), path(page.id))
    } else {
        Crumb::to(page.title.clone(), format!("/evaluations/{}", page.id))
    };
    framed(
        visit,
        &name,
        &[
            Crumb::to("绩效评价", "/evaluations"),
            back,
            Crumb::here("交换意见"),
        ],
        body,
    )
}

fn actions(visit: &Visit, page: &ExchangePage) -> Markup {
    html! {
        @if let Some((paper, number)) = &page.final_paper { a class="button" href={ "/papers/" (paper) } { "定稿 " (number) } }
        @else if let Some(edition) = page.edition {
            a class="button" href={ "/evaluations/" (page.id) "/reports/" (edition) "/report.pdf" } { "征求意见稿 PDF" }
            a class="button" href={ "/evaluations/" (page.id) "/reports/" (edition) "/report.docx" } { "Word" }
        }
        @if may(&visit.actor(), Action::ExportEvaluations) {
            form method="post" action={ (path(page.id)) "/export" } {
                (visit.token().fields()) (hidden("table", "points"))
                button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } }
            }
        }
    }
}

fn answer_form(visit: &Visit, page: &ExchangePage, typed: &[PointInput], problems: &[Problem]) -> Markup {
    let choices = [("", "请选择"), ("agreed", "无异议"), ("objected", "有异议")];
    html! {
        form method="post" action={ "/evaluations/" (page.id) "/exchange/answers" } {
            (visit.token().fields()) (hidden("version", &page.version.to_string()))
            table class="list" {
                thead { tr { th scope="col" { "序号" } th scope="col" { "内容" } th scope="col" { "答复" } th scope="col" { "意见、理由和依据" } } }
                tbody {
                    @for point in &page.points {
                        @let id = point.id.to_string();
                        @let own = typed.iter().find(|one| one.point == id);
                        @let answer = own.map_or(point.answer.map_or("", PointAnswer::code), |one| one.answer.as_str());
                        @let opinion = own.map_or(point.opinion.as_str(), |one| one.opinion.as_str());
                        @let field = format!("opinion-{id}");
                        tr {
                            td { (point.position) }
                            td { (tag("", point.sort)) " " strong { (point.place) } div class="small" { (point.words) } }
                            td { (hidden("point", &id)) select name="answer" aria-label={ (point.place) "答复" } { (options(choices.into_iter(), answer)) } }
                            td {
                                @if let Some(problem) = problem_of(problems, &field) { span class="error" { (problem) } }
                                textarea id=(field) name="opinion" rows="2" maxlength="4000" aria-label={ (point.place) "意见" } { (opinion) }
                            }
                        }
                    }
                }
            }
            label class="check" { input type="checkbox" name="rest" value="1"; " 其余未选择的各点均无异议" }
            div class="buttons" {
                button class="primary" name="do" value="hand-in" data-key="s" data-key-name="提交意见" { "提交意见 " kbd { "Alt+S" } }
                button name="do" value="save" { "只保存" }
            }
        }
    }
}

fn table(visit: &Visit, page: &ExchangePage, decision: &PointDecision, problems: &[Problem]) -> Markup {
    html! {
        table class="list" {
            thead { tr { th scope="col" { "序号" } th scope="col" { "内容" } th scope="col" { "单位答复" } th scope="col" { "处理" } } }
            tbody { @for point in &page.points { (row(visit, page, point, decision, problems)) } }
        }
    }
}

fn row(
    visit: &Visit,
    page: &ExchangePage,
    point: &PointView,
    decision: &PointDecision,
    problems: &[Problem],
) -> Markup {
    html! {
        tr {
            td { (point.position) }
            td { (tag("", point.sort)) " " strong { (point.place) } div class="small" { (point.words) } }
            td {
                @match point.answer {
                    None => span class="quiet" { "未答复" }
                    Some(PointAnswer::Agreed) => (tag("green", "无异议"))
                    Some(PointAnswer::Objected) => (tag("amber", "有异议"))
                }
                @if !point.opinion.is_empty() { div class="verbatim" { (point.opinion) } }
                @if let Some(hand) = &point.answered { div class="small quiet" { (hand.name) " " (look::moment(hand.at)) } }
            }
            td {
                @if let Some(outcome) = point.outcome {
                    (tag(if outcome == PointOutcome::NotAdopted { "red" } else { "green" }, outcome.name()))
                    div class="verbatim" { (point.reason) }
                    @if let Some(hand) = &point.decided { div class="small quiet" { (hand.name) " " (look::moment(hand.at)) } }
                }
                @if page.may_decide && point.answer == Some(PointAnswer::Objected) { (decision_form(visit, page, point, decision, problems)) }
            }
        }
    }
}

fn decision_form(
    visit: &Visit,
    page: &ExchangePage,
    point: &PointView,
    decision: &PointDecision,
    problems: &[Problem],
) -> Markup {
    let id = point.id.to_string();
    let field = format!("reason-{id}");
    let is_typed = decision.point == id;
    let standing = point.outcome.map_or("", PointOutcome::code);
    let chosen = if is_typed {
        decision.outcome.as_str()
    } else {
        standing
    };
    let reason = if is_typed { decision.reason.as_str() } else { "" };
    let choices =
        std::iter::once(("", "请选择")).chain(PointOutcome::ALL.map(|one| (one.code(), one.name())));
    html! {
        form method="post" action={ "/evaluations/" (page.id) "/exchange/decisions" } {
            (visit.token().fields()) (hidden("version", &page.version.to_string())) (hidden("point", &id))
            select name="outcome" aria-label={ (point.place) "处理" } { (options(choices, chosen)) }
            @if let Some(problem) = problem_of(problems, &field) { span class="error" { (problem) } }
            textarea id=(field) name="reason" rows="2" maxlength="4000" aria-label={ (point.place) "理由" } placeholder={ "理由,至少 " (page.reason_least) " 字" } { (reason) }
            div class="buttons" { button { @if point.outcome.is_some() { "改为" } @else { "处理" } } }
        }
    }
}
