//! 登记问题: a finding entered by hand, for a project or a unit, with what it is based on.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::rectification::FindingInput;
use hengji_app::rectification::view::Lists;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::{Answer, framed, problems, see};
use super::{Typed, chosen, lines};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{Crumb, Problem, error_summary, hidden, select_field, text_field};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) const FIELDS: [&str; 11] = [
    "origin",
    "origin_id",
    "origin_title",
    "project_code",
    "unit_code",
    "place",
    "words",
    "cause",
    "severity",
    "amount",
    "evidence",
];

/// What a page that leads here knows already.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    origin: String,
    origin_id: String,
    project: String,
}

/// `GET /evaluation-findings/new`.
pub(super) async fn blank(State(state): State<WebState>, visit: Visit, Query(about): Query<About>) -> Answer {
    visit.require(Action::EnterEvaluationFinding)?;
    let (actor, year) = (visit.actor(), visit.year());
    let form = state
        .run(move |app| {
            let origin = (about.origin.as_str(), about.origin_id.as_str());
            app.finding_form(&actor, year, origin, about.project.parse().ok())
        })
        .await?;
    let input = form.input;
    let typed = Typed(vec![
        ("origin".to_owned(), input.origin),
        ("origin_id".to_owned(), input.origin_id),
        ("origin_title".to_owned(), input.origin_title),
        ("project_code".to_owned(), input.project_code),
    ]);
    Ok(page(&visit, &form.lists, &typed, &[]))
}

/// `POST /evaluation-findings`.
pub(super) async fn enter(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&FIELDS)?;
    let typed = Typed::of(&posted.fields, &FIELDS);
    let (visit, year, input) = (posted.visit.clone(), posted.visit.year(), input(&typed, 0));
    let outcome = state
        .run(move |app| app.enter_finding(&posted.visit.actor(), &posted.key, year, &input))
        .await;
    let errors = match outcome {
        Ok(written) => return Ok(see(&format!("/evaluation-findings/{}", written.id))),
        Err(WebError::App(AppError::Invalid(errors))) => errors,
        Err(other) => return Err(other),
    };
    let actor = visit.actor();
    let form = state
        .run(move |app| app.finding_form(&actor, year, ("", ""), None))
        .await?;
    let shown = page(&visit, &form.lists, &typed, &problems(&errors));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

pub(super) fn input(typed: &Typed, version: i32) -> FindingInput {
    let text = |name: &str| typed.text(name).to_owned();
    FindingInput {
        version,
        origin: text("origin"),
        origin_id: text("origin_id"),
        origin_title: text("origin_title"),
        project_code: text("project_code"),
        unit_code: text("unit_code"),
        place: text("place"),
        words: text("words"),
        cause: text("cause"),
        severity: text("severity"),
        amount: text("amount"),
        evidence: text("evidence"),
    }
}

/// What a finding says, for entering and for changing it.
pub(super) fn text_fields(lists: &Lists, typed: &Typed, problems: &[Problem]) -> Markup {
    html! {
        (lines("words", "问题", "原文照录,2000 字以内", "4", typed.text("words"), problems))
        (select_field("cause", "根源", chosen("请选择", &lists.causes), typed.text("cause"), problems))
        (select_field("severity", "严重程度", chosen("请选择", &lists.severities), typed.text("severity"), problems))
        (text_field("place", "所在指标或事项", "可留空", typed.text("place"), problems))
        (text_field("amount", "涉及金额(万元)", "没有的留空", typed.text("amount"), problems))
        (lines("evidence", "依据和佐证", "底稿页码、凭证、现场记录等", "2", typed.text("evidence"), problems))
    }
}

fn page(visit: &Visit, lists: &Lists, typed: &Typed, problems: &[Problem]) -> Response {
    let body = html! {
        div class="title" { h1 { "登记问题" } span class="sub" { (visit.year()) " 年度" } }
        (error_summary(problems))
        section class="card" {
            form method="post" action="/evaluation-findings" data-guard {
                (visit.token().fields()) (hidden("origin_id", typed.text("origin_id")))
                (select_field("origin", "来源", chosen("请选择", &lists.origins), typed.text("origin"), problems))
                (text_field("origin_title", "来源名称", "评价或监控的项目,或者所依据的文件;同一来源的问题写入同一份反馈书", typed.text("origin_title"), problems))
                (text_field("project_code", "项目代码", "从项目列表复制;问题属于整个单位的留空", typed.text("project_code"), problems))
                (text_field("unit_code", "单位编码", "没有项目代码时填", typed.text("unit_code"), problems))
                (text_fields(lists, typed, problems))
                div class="buttons" { button class="primary" { "登记" } a class="button" href="/evaluation-findings" { "取消" } }
            }
        }
    };
    let path = [
        Crumb::to("问题台账", "/evaluation-findings"),
        Crumb::here("登记问题"),
    ];
    framed(visit, "登记问题", &path, body)
}
