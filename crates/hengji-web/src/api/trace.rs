//! Why a score is what it is, for programs.

use axum::Json;
use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::sheets::view::TraceView;
use hengji_domain::Score;
use hengji_domain::id::{LineKey, SheetId};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use crate::error::WebError;
use crate::state::WebState;
use crate::visit::Visit;

/// 计分依据.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Trace {
    /// 三级指标, or 预算执行率.
    subject: String,
    /// Code of the rule.
    rule: String,
    /// The source document.
    source: String,
    /// The clause in it.
    clause: String,
    /// Division whose file states the rule.
    division: String,
    /// 已核实, 部分核实 or 未核实.
    verification: &'static str,
    /// What went in.
    inputs: Vec<TraceInput>,
    /// The arithmetic in one line.
    arithmetic: String,
    /// Hundredths of a point; none where it cannot be computed.
    result_centi: Option<i32>,
    notes: Vec<String>,
    /// Fingerprint of the rules used.
    rules_fingerprint: String,
}

/// One input of a trace.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TraceInput {
    name: String,
    value: String,
}

impl From<TraceView> for Trace {
    fn from(trace: TraceView) -> Self {
        let input = |(name, value)| TraceInput { name, value };
        Self {
            subject: trace.subject,
            rule: trace.rule_code,
            source: trace.citation.source,
            clause: trace.citation.clause,
            division: trace.citation.division.to_string(),
            verification: trace.citation.verification.name(),
            inputs: trace.inputs.into_iter().map(input).collect(),
            arithmetic: trace.arithmetic,
            result_centi: trace.result.map(Score::centi),
            notes: trace.notes,
            rules_fingerprint: trace.rules_fingerprint,
        }
    }
}

/// 一行得分的计分依据;line 为 execution 时指预算执行率.
#[utoipa::path(
    get, path = "/api/v1/sheets/{id}/traces/{line}", tag = "sheets",
    params(("id" = String, Path, description = "表标识"), ("line" = String, Path, description = "指标行标识,或 execution")),
    responses((status = 200, body = Trace), (status = 401, body = Problem), (status = 404, body = Problem))
)]
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Path((id, line)): Path<(String, String)>,
) -> Result<Json<Trace>, WebError> {
    let id: SheetId = id.parse().map_err(AppError::from)?;
    let trace = state
        .run(move |app| {
            if line == "execution" {
                app.trace_execution(&visit.actor(), id)
            } else {
                let line: LineKey = line.parse()?;
                app.trace_line(&visit.actor(), id, line)
            }
        })
        .await?;
    Ok(Json(trace.into()))
}
