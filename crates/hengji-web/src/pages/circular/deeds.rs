//! What people do with a circular, each by a form of its page.

use axum::extract::{Path, State};
use axum::response::Response;
use hengji_app::AppError;
use hengji_app::spot::circular::{CircularInput, CircularRuling, CircularTable};
use hengji_domain::id::{CircularId, SpotRoundId};

use super::super::{Answer, see, workbook};
use super::filter::Filter;
use super::show::{Typed, again};
use super::{path, refusals};
use crate::error::WebError;
use crate::extract::Posted;
use crate::state::WebState;

/// `POST /spot/{id}/circular`.
pub(super) async fn draft(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["remarks", "reason"])?;
    let round: SpotRoundId = id.parse().map_err(AppError::from)?;
    let visit = posted.visit.clone();
    let typed = Typed {
        remarks: posted.fields.text("remarks").to_owned(),
        reason: posted.fields.text("reason").to_owned(),
    };
    let input = CircularInput {
        remarks: typed.remarks.clone(),
        reason: typed.reason.clone(),
    };
    let outcome = state
        .run(move |app| app.draft_circular(&posted.visit.actor(), &posted.key, round, &input))
        .await;
    match outcome {
        Ok(_) => Ok(see(&path(round))),
        Err(error) => again(&state, &visit, round, &typed, &refusals(error)?).await,
    }
}

/// `POST /circulars/{id}`: issued or returned.
pub(super) async fn decide(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "issues", "seen", "reason", "round"])?;
    let id: CircularId = id.parse().map_err(AppError::from)?;
    let round = round_of(&posted)?;
    let visit = posted.visit.clone();
    let ruling = CircularRuling {
        version: posted.fields.parsed("version").unwrap_or_default(),
        issues: posted.fields.text("issues") == "yes",
        seen: posted.fields.text("seen").to_owned(),
        reason: posted.fields.text("reason").to_owned(),
    };
    let typed = Typed {
        reason: ruling.reason.clone(),
        ..Typed::default()
    };
    let outcome = state
        .run(move |app| app.decide_on_circular(&posted.visit.actor(), &posted.key, id, &ruling))
        .await;
    match outcome {
        Ok(_) => Ok(see(&path(round))),
        Err(error) => again(&state, &visit, round, &typed, &refusals(error)?).await,
    }
}

/// `POST /circulars/{id}/receipt`.
pub(super) async fn receipt(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["department", "round"])?;
    let id: CircularId = id.parse().map_err(AppError::from)?;
    let round = round_of(&posted)?;
    let visit = posted.visit.clone();
    let department = posted.fields.parsed("department").ok_or(AppError::NotFound)?;
    let outcome = state
        .run(move |app| app.receipt_circular(&posted.visit.actor(), &posted.key, id, department))
        .await;
    match outcome {
        Ok(_) => Ok(see(&path(round))),
        Err(error) => again(&state, &visit, round, &Typed::default(), &refusals(error)?).await,
    }
}

/// `POST /spot/{id}/circular/export`: the ranking as filtered and sorted, or another table.
pub(super) async fn export(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, WebError> {
    let mut fields = Filter::FIELDS.to_vec();
    fields.push("table");
    posted.only(&fields)?;
    let round: SpotRoundId = id.parse().map_err(AppError::from)?;
    let table = CircularTable::from_code(posted.fields.text("table")).ok_or(AppError::NotFound)?;
    let query = Filter::of(&posted.fields).query();
    let file = state
        .run(move |app| app.export_circular(&posted.visit.actor(), round, &query, table))
        .await?;
    Ok(workbook(&format!("circular-{}", table.code()), file))
}

/// The round whose page is read next.
fn round_of(posted: &Posted) -> Result<SpotRoundId, AppError> {
    posted.fields.parsed("round").ok_or(AppError::NotFound)
}
