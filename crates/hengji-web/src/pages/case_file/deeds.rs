//! What is done to a case file by one button each. What is refused keeps what was typed.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::attachments::NewAttachment;
use hengji_app::case_files::{
    CaseInput, CaseTable, DeclarationInput, EvidenceInput, MemberInput, PlanInput, RecordInput, ReportInput,
};
use hengji_app::common::Written;
use hengji_domain::id::{CaseEvidenceId, EvaluationId};

use super::super::sheet::disposition;
use super::super::{Answer, see, workbook};
use super::{Typed, id_of, path, refusals, show};
use crate::error::WebError;
use crate::extract::{MaybeUpload, Posted};
use crate::state::WebState;
use crate::visit::Visit;

const PLAN: [&str; 8] = [
    "version",
    "purpose",
    "scope",
    "method",
    "schedule",
    "funds",
    "funds_source",
    "institution",
];
const TEXTS: [&str; 4] = ["version", "experience", "advice", "remarks"];
const RECORD: [&str; 5] = ["seen_on", "place", "present", "situation", "item"];
const EVIDENCE: [&str; 3] = ["item", "page", "note"];

/// `POST /evaluations/{id}/case/plan`.
pub(super) async fn save_plan(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&PLAN)?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = PlanInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        purpose: text("purpose"),
        scope: text("scope"),
        method: text("method"),
        schedule: text("schedule"),
        funds: text("funds"),
        funds_source: text("funds_source"),
        institution: text("institution"),
    };
    let typed = Typed::of(&posted.fields, &PLAN);
    let outcome = state
        .run(move |app| app.save_case_plan(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "#plan", &typed).await
}

/// `POST /evaluations/{id}/case/texts`.
pub(super) async fn save_texts(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&TEXTS)?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = ReportInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        experience: text("experience"),
        advice: text("advice"),
        remarks: text("remarks"),
    };
    let typed = Typed::of(&posted.fields, &TEXTS);
    let outcome = state
        .run(move |app| app.save_case_report_texts(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "#report", &typed).await
}

/// `POST /evaluations/{id}/case/members`.
pub(super) async fn add_member(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["user", "duty"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let input = MemberInput {
        user: posted.fields.text("user").to_owned(),
        duty: posted.fields.text("duty").to_owned(),
    };
    let typed = Typed::of(&posted.fields, &["user", "duty"]);
    let outcome = state
        .run(move |app| app.add_case_member(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "#team", &typed).await
}

/// `POST /evaluations/{id}/case/members/remove`.
pub(super) async fn remove_member(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["user"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let input = MemberInput {
        user: posted.fields.text("user").to_owned(),
        duty: String::new(),
    };
    let outcome = state
        .run(move |app| app.remove_case_member(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "#team", &Typed::default()).await
}

/// `POST /evaluations/{id}/case/declaration`.
pub(super) async fn declare(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["declaration", "reason"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let input = DeclarationInput {
        declaration: posted.fields.text("declaration").to_owned(),
        reason: posted.fields.text("reason").to_owned(),
    };
    let typed = Typed::of(&posted.fields, &["declaration", "reason"]);
    let outcome = state
        .run(move |app| app.declare_case_conflict(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "#team", &typed).await
}

/// `POST /evaluations/{id}/case/records`.
pub(super) async fn keep_record(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&RECORD)?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = RecordInput {
        seen_on: text("seen_on"),
        place: text("place"),
        present: text("present"),
        situation: text("situation"),
        items: posted.fields.all("item").into_iter().map(str::to_owned).collect(),
    };
    let typed = Typed::of(&posted.fields, &RECORD);
    let outcome = state
        .run(move |app| app.keep_case_record(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "#records", &typed).await
}

/// `POST /evaluations/{id}/case/records/withdraw`.
pub(super) async fn withdraw_record(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["record"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let record = posted.fields.text("record").parse().map_err(AppError::from)?;
    let outcome = state
        .run(move |app| app.withdraw_case_record(&posted.visit.actor(), &posted.key, (id, record)))
        .await;
    answered(&state, &visit, id, outcome, "#records", &Typed::default()).await
}

/// `POST /evaluations/{id}/case/evidence`.
pub(super) async fn keep_evidence(
    State(state): State<WebState>,
    Path(id): Path<String>,
    upload: MaybeUpload,
) -> Answer {
    upload.only(&EVIDENCE)?;
    let (id, visit, key) = (id_of(&id)?, upload.visit.clone(), upload.key.clone());
    let typed = Typed::of(&upload.fields, &EVIDENCE);
    let input = EvidenceInput {
        item: typed.text("item").to_owned(),
        page: typed.text("page").to_owned(),
        note: typed.text("note").to_owned(),
        file: upload.file.map(|file| NewAttachment {
            file_name: file.name,
            bytes: file.bytes,
        }),
    };
    let actor = visit.actor();
    let outcome = state
        .run(move |app| app.keep_case_evidence(&actor, &key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "#evidence", &typed).await
}

/// `POST /evaluations/{id}/case/evidence/withdraw`.
pub(super) async fn withdraw_evidence(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["evidence"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let evidence = posted.fields.text("evidence").parse().map_err(AppError::from)?;
    let outcome = state
        .run(move |app| app.withdraw_case_evidence(&posted.visit.actor(), &posted.key, (id, evidence)))
        .await;
    answered(&state, &visit, id, outcome, "#evidence", &Typed::default()).await
}

/// `GET /case-evidence/{id}`: always as a download, whatever it says it is.
pub(super) async fn evidence_file(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Answer {
    let id: CaseEvidenceId = id.parse().map_err(AppError::from)?;
    let (name, bytes) = state
        .run(move |app| app.case_evidence_file(&visit.actor(), id))
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

/// `POST /evaluations/{id}/case/export`: one of its tables.
pub(super) async fn export(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, WebError> {
    posted.only(&["table"])?;
    let id = id_of(&id)?;
    let (name, which) = match posted.fields.text("table") {
        "records" => ("case-records", CaseTable::Records),
        "points" => ("case-points", CaseTable::Points),
        _ => ("case-evidence", CaseTable::Evidence),
    };
    let file = state
        .run(move |app| app.export_case_file(&posted.visit.actor(), id, which))
        .await?;
    Ok(workbook(name, file))
}

/// A step with a version and words.
macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident => $deed:ident;)*) => {$(
        $(#[$doc])*
        pub(super) async fn $name(
            State(state): State<WebState>,
            Path(id): Path<String>,
            posted: Posted,
        ) -> Answer {
            posted.only(&["version", "words"])?;
            let (id, visit) = (id_of(&id)?, posted.visit.clone());
            let input = CaseInput {
                version: posted.fields.parsed("version").unwrap_or_default(),
                words: posted.fields.text("words").to_owned(),
            };
            let typed = Typed::of(&posted.fields, &["words"]);
            let outcome = state
                .run(move |app| app.$deed(&posted.visit.actor(), &posted.key, id, &input))
                .await;
            answered(&state, &visit, id, outcome, "", &typed).await
        }
    )*};
}

steps! {
    /// `POST /evaluations/{id}/case/plan/submit`.
    submit_plan => submit_case_plan;
    /// `POST /evaluations/{id}/case/plan/approve`.
    approve_plan => approve_case_plan;
    /// `POST /evaluations/{id}/case/plan/return`.
    return_plan => return_case_plan;
    /// `POST /evaluations/{id}/case/draft`.
    draft => draft_case_report;
    /// `POST /evaluations/{id}/case/back`.
    take_back => take_case_report_back;
    /// `POST /evaluations/{id}/case/send`.
    send => send_case_report;
    /// `POST /evaluations/{id}/case/settle`.
    settle => settle_case_exchange;
    /// `POST /evaluations/{id}/case/final`.
    finalise => finalise_case_report;
}

/// Back to the page, or the page again with what is wrong.
async fn answered(
    state: &WebState,
    visit: &Visit,
    id: EvaluationId,
    outcome: Result<Written, WebError>,
    anchor: &str,
    typed: &Typed,
) -> Answer {
    let error = match outcome {
        Ok(_) => return Ok(see(&format!("{}{anchor}", path(id)))),
        Err(error) => error,
    };
    let found = refusals(error)?;
    let page = show::load(state, visit, id).await?;
    let shown = show::shown(visit, &page, typed, &found);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}
