//! 绩效评价结果反馈书: read as a draft, then issued as it was read.

use axum::extract::{Path, Query, State};
use hengji_app::rectification::LetterInput;
use maud::html;
use serde::Deserialize;

use super::super::paper::{PDF, file};
use super::super::{Answer, framed, see};
use super::finding::id_of;
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

/// `GET /evaluation-findings/{id}/letter`.
pub(super) async fn preview(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let finding = id_of(&id)?;
    let (actor, demands) = (visit.actor(), asked.demands.clone());
    let (preview, findings) = state
        .run(move |app| app.preview_result_letter(&actor, finding, &demands))
        .await?;
    let here = format!("/evaluation-findings/{finding}");
    let body = html! {
        div class="title" { h1 { "反馈书草稿" } span class="sub" { "同一来源、同一单位待反馈的问题 " (findings) " 个" } }
        div class="columns" {
            section class="card" { (look::paper_text(&preview.paper)) }
            section class="card rail" {
                h2 { "整改要求" }
                form method="get" action={ (here) "/letter" } {
                    (look::field("demands", "每行一条,附在问题之后", "可留空", None, html! { textarea id="demands" name="demands" rows="6" maxlength="4000" { (asked.demands) } }))
                    div class="buttons" { button { "更新草稿" } a class="button" href={ (here) "/letter.pdf?demands=" (form_encoded(&asked.demands)) } { "草稿 PDF" } }
                }
                h2 { "成文" }
                p class="small quiet" { "成文后编号并固定正文,再在公文页送达;送达之前单位看不到,也还可以撤回重写。" }
                form method="post" action={ (here) "/letter" } {
                    (visit.token().fields()) (look::hidden("findings", &findings.to_string())) (look::hidden("demands", &asked.demands))
                    div class="buttons" { button class="primary" data-key="s" data-key-name="成文编号" { "按此稿成文编号 " kbd { "Alt+S" } } }
                }
            }
        }
    };
    let path = [
        Crumb::to("问题台账", "/evaluation-findings"),
        Crumb::to("问题", here.clone()),
        Crumb::here("反馈书草稿"),
    ];
    Ok(framed(&visit, "反馈书草稿", &path, body))
}

/// `GET /evaluation-findings/{id}/letter.pdf`.
pub(super) async fn draft_pdf(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let finding = id_of(&id)?;
    let actor = visit.actor();
    let bytes = state
        .run(move |app| app.print_result_letter_draft(&actor, finding, &asked.demands))
        .await?;
    Ok(file(PDF, "反馈书草稿", "pdf", bytes))
}

/// `POST /evaluation-findings/{id}/letter`.
pub(super) async fn issue(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["findings", "demands"])?;
    let finding = id_of(&id)?;
    let input = LetterInput {
        findings: posted.fields.parsed("findings").unwrap_or_default(),
        demands: posted.fields.text("demands").to_owned(),
    };
    let issued = state
        .run(move |app| app.issue_result_letter(&posted.visit.actor(), &posted.key, finding, &input))
        .await?;
    Ok(see(&format!("/papers/{}", issued.id)))
}
