//! 报告评价: one report of an institution with what is read off its text, and its points by the rubric.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::third_party::{RatingInput, RatingLine, ReportPage};
use hengji_domain::id::AssignmentId;
use maud::{Markup, html};

use super::super::report_parts::{likeness, ratings, sections, topics, versions};
use super::super::{Answer, export_form, framed, see, workbook};
use super::{assignment_tag, refusals};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{Crumb, Problem, error_summary, hidden, percent_of_bp, problem_of, verification_mark};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// The fields of one item.
const FIELDS: [&str; 3] = ["points", "page", "evidence"];

/// `GET /assignments/{id}/report`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, id_of(&id)?).await?;
    Ok(shown(&visit, &page, &RatingInput::default(), &[]))
}

async fn load(state: &WebState, visit: &Visit, id: AssignmentId) -> Result<ReportPage, WebError> {
    let actor = visit.actor();
    state.run(move |app| app.institution_report(&actor, id)).await
}

/// `POST /assignments/{id}/rating`.
pub(super) async fn rate(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "points", "page", "evidence", "words"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let rows = posted.fields.rows(FIELDS).into_iter();
    let input = RatingInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        lines: rows
            .map(|[points, page, evidence]| RatingLine {
                points,
                page,
                evidence,
            })
            .collect(),
        words: posted.fields.text("words").to_owned(),
    };
    let typed = input.clone();
    let outcome = state
        .run(move |app| app.rate_report(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    let error = match outcome {
        Ok(_) => return Ok(see(&format!("/assignments/{id}/report#ratings"))),
        Err(error) => error,
    };
    let found = refusals(error)?;
    let page = load(&state, &visit, id).await?;
    let shown = shown(&visit, &page, &typed, &found);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

/// `POST /assignments/{id}/report/export`.
pub(super) async fn export(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, WebError> {
    posted.only(&["all"])?;
    let id = id_of(&id)?;
    let file = state
        .run(move |app| app.export_report_ratings(&posted.visit.actor(), id))
        .await?;
    Ok(workbook("report-ratings", file))
}

fn id_of(text: &str) -> Result<AssignmentId, AppError> {
    text.parse().map_err(AppError::from)
}

fn shown(visit: &Visit, page: &ReportPage, typed: &RatingInput, problems: &[Problem]) -> Response {
    let row = &page.row;
    let exports = !page.ratings.is_empty() && may(&visit.actor(), Action::ExportInstitutions);
    let to_export = format!("/assignments/{}/report/export", row.id);
    let body = html! {
        div class="title" {
            h1 { "评价报告" } span class="sub" { a href={ "/evaluations/" (row.evaluation) } { (row.title) } " · " a href={ "/institutions/" (row.institution) } { (row.institution_name) } " " (assignment_tag(row.state)) }
            div class="actions" { @if exports { (export_form(visit, &to_export, [("all", "")])) } }
        }
        (error_summary(problems))
        (next(page))
        (ratings(&page.ratings))
        @if let Some(reading) = &page.reading {
            (topics(&reading.counts, reading.asks_for_outcome, &page.rules))
            (parts(page))
            (likeness(reading, &page.rules, &|other| format!("/assignments/{}/report", other.assignment)))
            (sections(&reading.sections))
            (versions(&page.versions))
            section class="card" { details { summary { "报告全文" } div class="verbatim" { (reading.content) } } }
        }
        @if page.rates.as_deref() == Some("") { (rating_form(visit, page, typed, problems)) }
    };
    let path = [
        Crumb::to("报告评价", "/institution-reports"),
        Crumb::here("评价报告"),
    ];
    framed(visit, "评价报告", &path, body)
}

/// What must be done with the report now, or why nothing.
fn next(page: &ReportPage) -> Markup {
    html! {
        p class="note" id="next" {
            @match (page.versions.first(), page.rates.as_deref()) {
                (None, _) => "该机构还没有报送评价报告。",
                (Some(one), Some("")) => { "第 " (one.version) " 稿待评分。" a href="#rate" { "按评分表评分" } }
                (Some(_), Some(why)) => (why),
                (Some(one), None) => { "第 " (one.version) " 稿已报送。" }
            }
        }
    }
}

fn parts(page: &ReportPage) -> Markup {
    html! {
        section class="card" id="parts" {
            h2 { "指标体系的分量" span class="end quiet" { "与正文篇幅对照" } }
            table class="list" {
                thead { tr { th scope="col" { "部分" } th scope="col" { "归类" } th scope="col" class="num" { "指标(条)" } th scope="col" class="num" { "占总分" } } }
                tbody { @for part in &page.parts { tr { td { (part.name) } td { (part.topic.name()) } td class="num" { (part.items) } td class="num" { (percent_of_bp(part.share_bp.into())) } } } }
            }
        }
    }
}

fn rating_form(visit: &Visit, page: &ReportPage, typed: &RatingInput, problems: &[Problem]) -> Markup {
    let typed_of = |number: usize| typed.lines.get(number).cloned().unwrap_or_default();
    let version = page.versions.first().map_or(0, |one| one.version);
    let pages = page.versions.first().map_or(0, |one| one.pages);
    let (items, rule) = &page.rubric;
    let wrong = |id: &str| {
        let found = problem_of(problems, id);
        html! { @if let Some(words) = found { div class="error small" { (words) } } }
    };
    html! {
        section class="card" id="rate" {
            h2 { "按评分表评分 " (verification_mark(rule)) span class="end quiet" { "第 " (version) " 稿,共 " (pages) " 页;同一稿只评一次,保存后不能改" } }
            form method="post" action={ "/assignments/" (page.row.id) "/rating" } data-guard {
                (visit.token().fields()) (hidden("version", &version.to_string()))
                table class="list" {
                    thead { tr { th scope="col" { "评分项" } th scope="col" class="num" { "分值" } th scope="col" { "得分" } th scope="col" { "页码" } th scope="col" { "依据" } } }
                    tbody { @for (item, number) in items.iter().zip(0_usize..) {
                        @let line = typed_of(number);
                        tr {
                            td { (item.name) div class="small quiet" { (item.section) } }
                            td class="num" { (item.points) }
                            td { input id={ "points-" (number) } name="points" value=(line.points) size="6" inputmode="decimal" aria-label={ (item.name) " 得分" }; (wrong(&format!("points-{number}"))) }
                            td class="nowrap" { "第 " input id={ "page-" (number) } name="page" value=(line.page) size="5" inputmode="numeric" aria-label={ (item.name) " 页码" }; " 页" (wrong(&format!("page-{number}"))) }
                            td { input id={ "evidence-" (number) } name="evidence" value=(line.evidence) size="40" maxlength="200" aria-label={ (item.name) " 依据" }; (wrong(&format!("evidence-{number}"))) }
                        }
                    } }
                }
                label for="words" { "总体意见" } textarea id="words" name="words" rows="2" maxlength="500" { (typed.words) }
                div class="buttons" { button class="primary" { "保存评分" } }
            }
        }
    }
}
