//! One measure: what was promised, the proof, the claim, the verification, and what comes next.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hengji_app::attachments::NewAttachment;
use hengji_app::authz::Action;
use hengji_app::rectification::view::CommitmentPage;
use hengji_app::rectification::{Claim, Verification};
use hengji_app::{AppError, FieldError, Written};
use hengji_domain::id::{CommitmentId, ProofId};
use maud::{Markup, html};

use super::super::sheet::{disposition, size};
use super::super::{Answer, framed, problems, see};
use super::{Typed, measure_tag};
use crate::error::WebError;
use crate::extract::{MaybeUpload, Posted};
use crate::look::{self, Crumb, Problem, TimelineEntry, error_summary, problem_of, tag};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /rectifications/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, id_of(&id)?).await?;
    Ok(shown(&visit, &page, &Typed::default(), &[]))
}

/// `POST /rectifications/{id}/claim`.
pub(super) async fn claim(
    State(state): State<WebState>,
    Path(id): Path<String>,
    upload: MaybeUpload,
) -> Answer {
    upload.only(&["version", "words", "do"])?;
    let (id, visit, key) = (id_of(&id)?, upload.visit.clone(), upload.key.clone());
    let typed = Typed::of(&upload.fields, &["words"]);
    let claim = Claim {
        version: upload.fields.parsed("version").unwrap_or_default(),
        words: typed.text("words").to_owned(),
        only_keeps: upload.fields.text("do") == "keep",
        file: upload.file.map(|file| NewAttachment {
            file_name: file.name,
            bytes: file.bytes,
        }),
    };
    let actor = visit.actor();
    let outcome = state
        .run(move |app| app.claim_rectification(&actor, &key, id, &claim))
        .await;
    answer(&state, &visit, id, outcome, &typed).await
}

/// `POST /rectifications/{id}/verify`.
pub(super) async fn verify(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (id, visit, input) = asked(&id, &posted)?;
    let outcome = state
        .run(move |app| app.verify_rectification(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answer(&state, &visit, id, outcome, &Typed::default()).await
}

/// `POST /rectifications/{id}/reject`.
pub(super) async fn reject(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (id, visit, input) = asked(&id, &posted)?;
    let typed = Typed::of(&posted.fields, &["words"]);
    let outcome = state
        .run(move |app| app.reject_rectification(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answer(&state, &visit, id, outcome, &typed).await
}

/// `GET /rectification-proofs/{id}`: always as a download, whatever it says it is.
pub(super) async fn proof(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: ProofId = id.parse().map_err(AppError::from)?;
    let (name, bytes) = state
        .run(move |app| app.rectification_proof(&visit.actor(), id))
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&name)),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox".to_owned(),
        ),
    ];
    Ok((headers, bytes).into_response())
}

fn asked(id: &str, posted: &Posted) -> Result<(CommitmentId, Visit, Verification), WebError> {
    posted.only(&["version", "words"])?;
    let input = Verification {
        version: posted.fields.parsed("version").unwrap_or_default(),
        words: posted.fields.text("words").to_owned(),
    };
    Ok((id_of(id)?, posted.visit.clone(), input))
}

async fn answer(
    state: &WebState,
    visit: &Visit,
    id: CommitmentId,
    outcome: Result<Written, WebError>,
    typed: &Typed,
) -> Answer {
    let errors: Vec<FieldError> = match outcome {
        Ok(_) => return Ok(see(&format!("/rectifications/{id}"))),
        Err(WebError::App(AppError::Invalid(errors))) => errors,
        // What a claim or a file lacks is told beside the form, so that nothing typed is lost.
        Err(WebError::App(AppError::Refused { code, message, .. }))
            if code.starts_with("attachment-") || code == "claim-without-proof" =>
        {
            vec![FieldError::new("file", "refused", format!("{message} [{code}]"))]
        }
        Err(other) => return Err(other),
    };
    let page = load(state, visit, id).await?;
    let again = shown(visit, &page, typed, &problems(&errors));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

async fn load(state: &WebState, visit: &Visit, id: CommitmentId) -> Result<CommitmentPage, WebError> {
    let actor = visit.actor();
    state.run(move |app| app.commitment_page(&actor, id)).await
}

fn id_of(text: &str) -> Result<CommitmentId, AppError> {
    Ok(text.parse()?)
}

fn shown(visit: &Visit, page: &CommitmentPage, typed: &Typed, problems: &[Problem]) -> Response {
    let row = &page.row;
    let name = format!("整改措施(问题 {})", row.finding_number);
    let body = html! {
        div class="title" { h1 { (name) } (measure_tag(row.state)) @if row.is_late { " " (tag("red", "逾期")) } span class="sub" { (row.unit_name) } }
        (error_summary(problems))
        div class="note" id="next" { (page.next) @if !page.why_not.is_empty() { br; (page.why_not) } }
        div class="columns" {
            div {
                section class="card" { h2 { "承诺" } (facts(page)) }
                section class="card" id="proofs" { h2 { "证明材料" } (proofs(page)) (claim_form(visit, page, typed, problems)) }
                (verify_forms(visit, page, typed, problems))
            }
            aside { section class="card" { h2 { "经过" } (trail(page)) } }
        }
    };
    let path = [
        Crumb::to("整改措施", "/rectifications"),
        Crumb::here(name.clone()),
    ];
    framed(visit, &name, &path, body)
}

fn facts(page: &CommitmentPage) -> Markup {
    let row = &page.row;
    let day = |day: Option<hengji_domain::NaiveDate>| html! { @match day { Some(day) => (look::date(day)) None => span class="quiet" { "—" } } };
    html! {
        p class="verbatim" { (row.words) }
        dl class="facts" {
            div { dt { "问题" } dd { a href={ "/evaluation-findings/" (row.finding) } { (row.finding_number) } " " (row.finding_words) } }
            div { dt { "措施种类" } dd { (row.kind.name) } }
            div { dt { "责任科室或岗位" } dd { (row.owner) } }
            div { dt { "完成期限" } dd { (look::date(row.due_on)) @if let Some(level) = row.level { " " (tag("amber", level.name())) } } }
            div { dt { "应附证明" } dd { (row.proof_asked) } }
            div { dt { "单位报完成" } dd { (day(row.claimed_on)) } }
            div { dt { "财政核实" } dd { (day(row.verified_on)) } }
        }
    }
}

fn proofs(page: &CommitmentPage) -> Markup {
    html! {
        @if page.proofs.is_empty() { p class="empty" { "还没有上传证明材料。" } }
        @else {
            table class="list" {
                thead { tr { th scope="col" { "文件" } th scope="col" class="num" { "大小" } th scope="col" { "上传" } th scope="col" { "校验值" } } }
                tbody {
                    @for proof in &page.proofs {
                        tr {
                            td { a href={ "/rectification-proofs/" (proof.id) } { (proof.name) } @if !proof.is_of_this_round { " " (tag("", "以前报送")) } }
                            td class="num" { (size(proof.bytes)) }
                            td class="small" { (proof.hand.name) " " (look::moment(proof.hand.at)) }
                            td class="mono" title=(proof.sha256) { (proof.sha256.get(..12).unwrap_or_default()) "…" }
                        }
                    }
                }
            }
        }
    }
}

fn claim_form(visit: &Visit, page: &CommitmentPage, typed: &Typed, problems: &[Problem]) -> Markup {
    let row = &page.row;
    html! {
        @if page.may.contains(&Action::ClaimRectification) {
            form method="post" enctype="multipart/form-data" action={ "/rectifications/" (row.id) "/claim" } {
                (visit.token().fields()) (look::hidden("version", &row.version.to_string()))
                (look::field("file", "证明材料", "可先逐个上传,最后报送", problem_of(problems, "file"), html! { input type="file" id="file" name="file"; }))
                (look::field("claim-words", "完成情况", "报送时必填", problem_of(problems, "words"), html! { textarea id="claim-words" name="words" rows="3" maxlength="2000" { (typed.text("words")) } }))
                div class="buttons" {
                    button class="primary" name="do" value="claim" { "报送完成" }
                    button name="do" value="keep" { "只上传材料" }
                }
            }
        }
    }
}

fn verify_forms(visit: &Visit, page: &CommitmentPage, typed: &Typed, problems: &[Problem]) -> Markup {
    let row = &page.row;
    html! {
        @if page.may.contains(&Action::VerifyRectification) {
            section class="card" id="verification" {
                h2 { "核实" span class="end quiet" { "由报送方以外的另一人办理" } }
                form method="post" action={ "/rectifications/" (row.id) "/verify" } {
                    (visit.token().fields()) (look::hidden("version", &row.version.to_string()))
                    (look::field("verify-words", "核实意见", "不通过的必填理由", problem_of(problems, "words"), html! { textarea id="verify-words" name="words" rows="2" maxlength="2000" { (typed.text("words")) } }))
                    div class="buttons" {
                        button class="primary" { "核实通过" }
                        button formaction={ "/rectifications/" (row.id) "/reject" } { "不通过,退回单位" }
                    }
                }
            }
        }
    }
}

fn trail(page: &CommitmentPage) -> Markup {
    let entries: Vec<TimelineEntry> = page
        .trail
        .iter()
        .map(|one| TimelineEntry {
            at: one.at,
            who: one.who.clone(),
            what: one.what.clone(),
            text: one.detail.clone(),
            is_return: one.what.contains("不通过"),
        })
        .collect();
    look::timeline(&entries)
}
