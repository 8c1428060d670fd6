//! The head of the audit chain, for whoever keeps it outside.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use crate::error::WebError;
use crate::state::WebState;
use crate::visit::Visit;

/// What a check of the whole chain says.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditHead {
    /// How many events were checked.
    checked: u64,
    /// SHA-256 of the last one.
    head: Option<String>,
    /// The first event that does not fit.
    broken_at: Option<i64>,
    /// Why it does not.
    why: Option<String>,
}

/// 校验审计链并取得末值.
#[utoipa::path(
    get, path = "/api/v1/audit/head", tag = "audit",
    responses((status = 200, body = AuditHead), (status = 401, body = Problem), (status = 403, body = Problem))
)]
pub(super) async fn head(State(state): State<WebState>, visit: Visit) -> Result<Json<AuditHead>, WebError> {
    let verdict = state.run(move |app| app.audit_verify(&visit.actor())).await?;
    let (broken_at, why) = verdict.broken.unzip();
    Ok(Json(AuditHead {
        checked: verdict.checked,
        head: verdict.head,
        broken_at,
        why,
    }))
}
