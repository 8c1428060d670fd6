//! Findings on sheets, for programs.

use axum::Json;
use axum::extract::{Query, State};
use hengji_app::common::PageRequest;
use hengji_app::findings::FindingQuery;
use hengji_app::findings::view::FindingRow;
use hengji_domain::Severity;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::Problem;
use super::sheet::FindingItem;
use crate::error::WebError;
use crate::state::WebState;
use crate::visit::Visit;

/// What is listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// error, warning or notice.
    severity: String,
    /// Stable code of the finding.
    code: String,
    /// Which page, from 1.
    page: u32,
}

/// A page of findings.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Findings {
    findings: Vec<SheetFinding>,
    page: u32,
    total: u64,
}

/// A finding with its sheet.
#[derive(Debug, Serialize, ToSchema)]
struct SheetFinding {
    sheet: String,
    /// goal or self_evaluation.
    kind: &'static str,
    project: String,
    unit: String,
    #[serde(flatten)]
    finding: FindingItem,
}

impl From<&FindingRow> for SheetFinding {
    fn from(row: &FindingRow) -> Self {
        Self {
            sheet: row.sheet.to_string(),
            kind: row.kind.code(),
            project: row.project_name.clone(),
            unit: row.unit_name.clone(),
            finding: (&row.finding).into(),
        }
    }
}

/// 问题清单.
#[utoipa::path(
    get, path = "/api/v1/findings", tag = "findings", params(Wanted),
    responses((status = 200, body = Findings), (status = 401, body = Problem), (status = 403, body = Problem))
)]
pub(super) async fn list(
    State(state): State<WebState>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Findings>, WebError> {
    let query = FindingQuery {
        severity: Severity::from_code(&wanted.severity),
        code: (!wanted.code.is_empty()).then_some(wanted.code),
        page: PageRequest::new(wanted.page, 100),
        ..FindingQuery::default()
    };
    let page = state
        .run(move |app| app.findings(&visit.actor(), visit.year(), &query))
        .await?;
    Ok(Json(Findings {
        findings: page.rows.iter().map(Into::into).collect(),
        page: page.page,
        total: page.total,
    }))
}
