//! A workbook sent by a program: checked, then stored all or nothing.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use hengji_app::AppError;
use hengji_app::imports::UploadedWorkbook;
use hengji_app::imports::view::{FormsPreview, Imported, PreviewForm};
use hengji_domain::Score;
use hengji_domain::id::ImportId;
use hengji_domain::sheet::SheetKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::Key;
use super::problem::Problem;
use super::sheet::FindingItem;
use crate::error::WebError;
use crate::state::WebState;
use crate::visit::Visit;

/// The file's name.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Named {
    /// File name with its ending, e.g. `自评表.xlsx`.
    file_name: String,
}

/// What was read and what is wrong with it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FormImport {
    id: String,
    file_name: String,
    file_sha256: String,
    /// checked or stored.
    state: String,
    /// Whether every form has a place: only then it can be stored.
    can_commit: bool,
    forms: Vec<FormItem>,
}

/// One form of the file.
#[derive(Debug, Serialize, ToSchema)]
struct FormItem {
    worksheet: String,
    /// goal or self_evaluation; none where it was not recognised.
    kind: Option<&'static str>,
    project: String,
    unit: String,
    line_count: u32,
    stated_total_centi: Option<i32>,
    computed_total_centi: Option<i32>,
    findings: Vec<FindingItem>,
    /// Why it cannot be stored.
    problems: Vec<String>,
}

/// What was stored.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StoredImport {
    projects: u32,
    sheets: Vec<String>,
    lines: u32,
    findings: u32,
}

impl From<&PreviewForm> for FormItem {
    fn from(form: &PreviewForm) -> Self {
        Self {
            worksheet: form.worksheet.clone(),
            kind: form.kind.map(SheetKind::code),
            project: form.project.clone(),
            unit: form.unit.clone(),
            line_count: form.line_count,
            stated_total_centi: form.stated_total.map(Score::centi),
            computed_total_centi: form.computed_total.map(Score::centi),
            findings: form.findings.iter().map(Into::into).collect(),
            problems: form.problems.clone(),
        }
    }
}

impl From<FormsPreview> for FormImport {
    fn from(preview: FormsPreview) -> Self {
        Self {
            id: preview.import.to_string(),
            forms: preview.forms.iter().map(Into::into).collect(),
            file_name: preview.file_name,
            file_sha256: preview.file_sha256,
            state: preview.state,
            can_commit: preview.can_commit,
        }
    }
}

impl From<Imported> for StoredImport {
    fn from(imported: Imported) -> Self {
        Self {
            projects: imported.projects,
            sheets: imported.sheets,
            lines: imported.lines,
            findings: imported.findings,
        }
    }
}

/// 上传工作簿并检查;不写入任何表.
#[utoipa::path(
    post, path = "/api/v1/form-imports", tag = "form-imports", params(Named, ("Idempotency-Key" = Option<String>, Header, description = "请求编号,8 至 64 位;同号重发只办一次")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = FormImport), (status = 413, body = Problem), (status = 422, body = Problem))
)]
pub(super) async fn upload(
    State(state): State<WebState>,
    visit: Visit,
    Key(key): Key,
    Query(named): Query<Named>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<FormImport>), WebError> {
    let file = UploadedWorkbook {
        file_name: named.file_name,
        bytes: bytes.to_vec(),
    };
    let preview = state
        .run(move |app| app.preview_forms(&visit.actor(), &key, visit.year(), &file))
        .await?;
    Ok((StatusCode::CREATED, Json(preview.into())))
}

/// 检查结果.
#[utoipa::path(
    get, path = "/api/v1/form-imports/{id}", tag = "form-imports", params(("id" = String, Path, description = "导入批次标识")),
    responses((status = 200, body = FormImport), (status = 404, body = Problem))
)]
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<FormImport>, WebError> {
    let id: ImportId = id.parse().map_err(AppError::from)?;
    let preview = state
        .run(move |app| app.forms_preview(&visit.actor(), id))
        .await?;
    Ok(Json(preview.into()))
}

/// 全部入库,或全不入库.
#[utoipa::path(
    post, path = "/api/v1/form-imports/{id}/commit", tag = "form-imports", params(("id" = String, Path, description = "导入批次标识"), ("Idempotency-Key" = Option<String>, Header, description = "请求编号,8 至 64 位;同号重发只办一次")),
    responses((status = 200, body = StoredImport), (status = 404, body = Problem), (status = 422, body = Problem))
)]
pub(super) async fn commit(
    State(state): State<WebState>,
    visit: Visit,
    Key(key): Key,
    Path(id): Path<String>,
) -> Result<Json<StoredImport>, WebError> {
    let id: ImportId = id.parse().map_err(AppError::from)?;
    let imported = state
        .run(move |app| app.commit_forms(&visit.actor(), &key, id, &|_, _| {}))
        .await?;
    Ok(Json(imported.into()))
}
