//! A cut proposed in the register itself, without a monitoring sheet.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::cuts::DirectProposal;
use hengji_app::cuts::view::ProposalForm;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::{Answer, framed, problems, see};
use super::show::room;
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, Problem, error_summary, select_field, text_field, verification_mark};
use crate::state::WebState;
use crate::visit::Visit;

const FIELDS: [&str; 4] = ["project_code", "ground", "cut", "words"];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    project: String,
}

/// `GET /cuts/new`.
pub(super) async fn blank(State(state): State<WebState>, visit: Visit, Query(about): Query<About>) -> Answer {
    visit.require(Action::ProposeCut)?;
    let (actor, year, project) = (visit.actor(), visit.year(), about.project.parse().ok());
    let form = state
        .run(move |app| app.cut_proposal_form(&actor, year, project))
        .await?;
    let typed = DirectProposal {
        project_code: form
            .project
            .as_ref()
            .map(|one| one.code.clone())
            .unwrap_or_default(),
        ..DirectProposal::default()
    };
    Ok(page(&visit, &form, &typed, &[]))
}

/// `POST /cuts`.
pub(super) async fn propose(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&FIELDS)?;
    let text = |name: &str| posted.fields.text(name).to_owned();
    let typed = DirectProposal {
        project_code: text("project_code"),
        ground: text("ground"),
        cut: text("cut"),
        words: text("words"),
    };
    let (visit, year, sent) = (posted.visit.clone(), posted.visit.year(), typed.clone());
    let outcome = state
        .run(move |app| app.propose_direct_cut(&posted.visit.actor(), &posted.key, year, &sent))
        .await;
    let errors = match outcome {
        Ok(written) => return Ok(see(&format!("/cuts/{}", written.id))),
        Err(WebError::App(AppError::Invalid(errors))) => errors,
        Err(other) => return Err(other),
    };
    let actor = visit.actor();
    let form = state
        .run(move |app| app.cut_proposal_form(&actor, year, None))
        .await?;
    let shown = page(&visit, &form, &typed, &problems(&errors));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

fn page(visit: &Visit, form: &ProposalForm, typed: &DirectProposal, problems: &[Problem]) -> Response {
    let body = html! {
        div class="title" { h1 { "提出压减" } span class="sub" { (visit.year()) " 年度" } (verification_mark(&form.basis)) }
        (error_summary(problems))
        @if !form.why_not.is_empty() { div class="note warn" { (form.why_not) } }
        div class="columns" {
            section class="card" { (fields(visit, form, typed, problems)) }
            aside class="card" {
                h2 { "可压减余额" }
                @match (&form.project, form.room) {
                    (Some(project), Some(known)) => { p { (project.name) } (room(known)) }
                    _ => p class="quiet" { "提交时按“预算 − 已支付 − 其他压减”核对,超过的写明各数退回。从项目页进入可先看到余额。" }
                }
                p class="small quiet" { "监控中发现的,请在监控表页面提出,台账会连到那张表和那条指标。" }
            }
        }
    };
    let path = [Crumb::to("压减核减台账", "/cuts"), Crumb::here("提出压减")];
    framed(visit, "提出压减", &path, body)
}

fn fields(visit: &Visit, form: &ProposalForm, typed: &DirectProposal, problems: &[Problem]) -> Markup {
    let grounds = form
        .grounds
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let words =
        html! { textarea id="words" name="words" rows="4" maxlength="2000" required { (typed.words) } };
    html! {
        form method="post" action="/cuts" {
            (visit.token().fields())
            (text_field("project_code", "项目代码", "从项目列表复制", &typed.project_code, problems))
            (select_field("ground", "压减依据", std::iter::once(("", "请选择")).chain(grounds), &typed.ground, problems))
            (text_field("cut", "建议压减(万元)", "大于零,不超过可压减余额", &typed.cut, problems))
            (look::field("words", "发现的问题", "2000 字以内", look::problem_of(problems, "words"), words))
            @if let Some(book) = &form.book { p class="quiet" { "记入:" (book) } }
            div class="buttons" { button class="primary" { "提出" } a class="button" href="/cuts" { "取消" } }
        }
    }
}
