//! 反馈书: read as a draft, then issued as it was read.

use axum::extract::{Path, Query, State};
use hengji_app::AppError;
use hengji_app::monitoring::FeedbackInput;
use hengji_app::monitoring::view::KeyProject;
use hengji_domain::id::ProjectId;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::paper::{PDF, due, file, state_tag};
use super::super::{Answer, framed, see};
use crate::error::form_encoded;
use crate::extract::Posted;
use crate::look::{self, Crumb};
use crate::state::WebState;
use crate::visit::Visit;

/// What the draft is asked with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    demands: String,
}

/// The letters of a project on its page of key monitoring.
pub(super) fn card(page: &KeyProject, may_issue: bool) -> Markup {
    let can_issue = may_issue && !page.has_letter && page.row.is_listed;
    html! {
        section class="card" id="letters" {
            h2 { "反馈书" }
            @if page.letters.is_empty() { p class="empty" { "还没有出具反馈书。" } }
            @else {
                table class="list" {
                    thead { tr { th scope="col" { "文号" } th scope="col" { "状态" } th scope="col" { "成文日期" } th scope="col" { "当前期限" } } }
                    tbody {
                        @for letter in &page.letters {
                            tr { td { a href={ "/papers/" (letter.id) } { (letter.number) } } td { (state_tag(letter.state)) } td { (look::date(letter.issued_on)) } td { (due(letter)) } }
                        }
                    }
                }
            }
            @if can_issue && !page.records.is_empty() {
                p { a class="button primary" href={ "/key-monitoring/" (page.row.project) "/letter" } { "出具反馈书" } }
            } @else if can_issue {
                p class="quiet small" { "登记现场监控记录后即可出具反馈书。" }
            }
        }
    }
}

/// `GET /key-monitoring/{project}/letter`.
pub(super) async fn preview(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    let (actor, year, demands) = (visit.actor(), visit.year(), asked.demands.clone());
    let (preview, page) = state
        .run(move |app| {
            let preview = app.preview_feedback(&actor, project, &demands)?;
            Ok((preview, app.key_project(&actor, year, project)?))
        })
        .await?;
    let here = format!("/key-monitoring/{project}");
    let body = html! {
        div class="title" { h1 { "反馈书草稿" } span class="sub" { (page.row.project_name) } }
        div class="columns" {
            section class="card" { (look::paper_text(&preview.paper)) }
            section class="card rail" {
                h2 { "整改要求" }
                form method="get" action={ (here) "/letter" } {
                    (look::field("demands", "每行一条,附在处理意见之后", "可留空", None, html! { textarea id="demands" name="demands" rows="6" maxlength="4000" { (asked.demands) } }))
                    div class="buttons" { button { "更新草稿" } a class="button" href={ (here) "/letter.pdf?demands=" (form_encoded(&asked.demands)) } { "草稿 PDF" } }
                }
                h2 { "成文" }
                p class="small quiet" { "成文后编号并固定正文,再由绩效科送达;期限按今天送达推算,实际送达较晚的顺延。" }
                form method="post" action={ (here) "/letter" } {
                    (visit.token().fields()) (look::hidden("version", &page.row.version.to_string())) (look::hidden("demands", &asked.demands))
                    div class="buttons" { button class="primary" data-key="s" data-key-name="成文编号" { "按此稿成文编号 " kbd { "Alt+S" } } }
                }
            }
        }
    };
    let path = [
        Crumb::to("财政重点监控", "/key-monitoring"),
        Crumb::to(page.row.project_name.clone(), here.clone()),
        Crumb::here("反馈书草稿"),
    ];
    Ok(framed(&visit, "反馈书草稿", &path, body))
}

/// `GET /key-monitoring/{project}/letter.pdf`.
pub(super) async fn draft_pdf(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let bytes = state
        .run(move |app| app.print_feedback_draft(&actor, project, &asked.demands))
        .await?;
    Ok(file(PDF, "反馈书草稿", "pdf", bytes))
}

/// `POST /key-monitoring/{project}/letter`.
pub(super) async fn issue(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "demands"])?;
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    let input = FeedbackInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        demands: posted.fields.text("demands").to_owned(),
    };
    let issued = state
        .run(move |app| app.issue_feedback(&posted.visit.actor(), &posted.key, project, &input))
        .await?;
    Ok(see(&format!("/papers/{}", issued.id)))
}
