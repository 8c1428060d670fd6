//! 报送评价报告: the institution hands versions of its report over, and reads how each was rated and what it is asked.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::third_party::{OwnReportPage, ReportInput, ReportReading};
use hengji_domain::id::EvaluationId;
use maud::{Markup, html};

use super::super::report_parts::{likeness, ratings, sections, topics, versions};
use super::super::{Answer, framed, see};
use super::{id_of, path, refusals};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{
    Crumb, Problem, error_summary, field, hidden, problem_of, tag, text_field, verification_mark,
};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /evaluations/{id}/report`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, id_of(&id)?).await?;
    let input = ReportInput {
        version: latest(&page),
        ..ReportInput::default()
    };
    Ok(shown(&visit, &page, &input, &[]))
}

async fn load(state: &WebState, visit: &Visit, id: EvaluationId) -> Result<OwnReportPage, WebError> {
    let actor = visit.actor();
    state.run(move |app| app.own_institution_report(&actor, id)).await
}

/// `POST /evaluations/{id}/report`.
pub(super) async fn save(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "pages", "text", "explanation"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let input = ReportInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        pages: posted.fields.text("pages").to_owned(),
        text: posted.fields.verbatim("text").to_owned(),
        explanation: posted.fields.text("explanation").to_owned(),
    };
    let typed = input.clone();
    let outcome = state
        .run(move |app| app.save_institution_report(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    let error = match outcome {
        Ok(_) => return Ok(see(&format!("{}/report#versions", path(id)))),
        Err(error) => error,
    };
    let found = refusals(error)?;
    let page = load(&state, &visit, id).await?;
    let page = shown(&visit, &page, &typed, &found);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn latest(page: &OwnReportPage) -> i32 {
    page.versions.first().map_or(0, |one| one.version)
}

fn shown(visit: &Visit, page: &OwnReportPage, input: &ReportInput, problems: &[Problem]) -> Response {
    let id = page.evaluation;
    let body = html! {
        div class="title" { h1 { "评价报告" } span class="sub" { a href=(path(id)) { (page.title) } } }
        (error_summary(problems))
        (asked(page))
        (ratings(&page.ratings))
        @if let Some(reading) = &page.reading {
            (topics(&reading.counts, reading.asks_for_outcome, &page.rules))
            (likeness(reading, &page.rules, &|other| format!("{}/report", path(other.evaluation))))
            (sections(&reading.sections))
            (versions(&page.versions))
            (text_of(reading))
        }
        (form(visit, page, input, problems))
        (rubric(page))
    };
    let crumbs = [
        Crumb::to("绩效评价", "/evaluations"),
        Crumb::to(&page.title, path(id)),
        Crumb::here("评价报告"),
    ];
    framed(visit, "评价报告", &crumbs, body)
}

/// What the institution must do next.
fn asked(page: &OwnReportPage) -> Markup {
    let like = page.reading.iter().flat_map(|reading| &reading.others);
    let like = like.filter(|one| one.is_like).count();
    let asks = page
        .reading
        .as_ref()
        .is_some_and(|reading| reading.asks_for_outcome);
    html! {
        p class="note" id="next" {
            @match page.versions.first() {
                None => "请在下面粘贴报告全文并填写页数,报送后财政局按评分表评分。",
                Some(one) if page.ratings.iter().any(|rating| rating.version == one.version) => {
                    "第 " (one.version) " 稿已评分。需要修改的,粘贴修改后的全文作为新的一稿报送,新稿另行评分,原评分保留。"
                }
                Some(one) => { "第 " (one.version) " 稿已报送,待财政局评分。" }
            }
        }
        @if 0 < like || asks {
            div class="note warn" id="questions" {
                "财政局会核对以下提示,请在报送新稿时于“说明”中写明原因;提示本身不扣分:"
                ul {
                    @if 0 < like { li { "与本机构其他报告雷同 " (like) " 份" } }
                    @if asks { li { "产出效益的篇幅偏少" } }
                }
            }
        }
    }
}

fn text_of(reading: &ReportReading) -> Markup {
    html! {
        section class="card" { details { summary { "报告全文" } div class="verbatim" { (reading.content) } } }
    }
}

fn form(visit: &Visit, page: &OwnReportPage, input: &ReportInput, problems: &[Problem]) -> Markup {
    html! {
        section class="card" id="hand-over" {
            h2 { @if page.versions.is_empty() { "报送报告" } @else { "报送新的一稿" } }
            form method="post" action={ (path(page.evaluation)) "/report" } data-guard {
                (visit.token().fields()) (hidden("version", &input.version.to_string()))
                (text_field("pages", "报告正本页数", "评分按页码核对", &input.pages, problems))
                (field("text", "报告全文", "粘贴正文,各级标题单独成行,如“一、项目概况”", problem_of(problems, "text"), html! {
                    textarea id="text" name="text" rows="16" { (input.text) }
                }))
                (field("explanation", "说明", "与上一稿的不同,或者雷同、篇幅的原因;没有的留空", problem_of(problems, "explanation"), html! {
                    textarea id="explanation" name="explanation" rows="3" maxlength="1000" { (input.explanation) }
                }))
                div class="buttons" { button class="primary" { "报送" } }
            }
        }
    }
}

fn rubric(page: &OwnReportPage) -> Markup {
    let (items, rule) = &page.rubric;
    html! {
        section class="card" id="rubric" {
            details {
                summary { "评分表 " (verification_mark(rule)) }
                table class="list" {
                    thead { tr { th scope="col" { "类别" } th scope="col" { "评分项" } th scope="col" class="num" { "分值" } } }
                    tbody { @for item in items { tr { td { (item.section) } td { (item.name) } td class="num" { (item.points) } } } }
                }
                p class="small" { (tag("", "每一稿只评一次")) " 每项得分附报告页码和依据。" }
            }
        }
    }
}
