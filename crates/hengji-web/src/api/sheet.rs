//! Goals and self-evaluations for programs.

mod dto;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use hengji_app::sheets::{Approval, Move, OpinionInput, ReturnForRevision};
use hengji_app::{AppError, RequestKey, Written};
use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::sheet::SheetKind;

use super::body::{Body, Key};
use super::problem::Problem;
use crate::error::WebError;
use crate::state::WebState;
use crate::visit::Visit;

pub(super) use dto::{
    ApprovalInput, FindingItem, MoveInput, OpenInput, ReturnInput, Saved, Sheet, SheetInput,
};

fn id_of(text: &str) -> Result<SheetId, WebError> {
    Ok(text.parse().map_err(AppError::from)?)
}

/// 为项目新建绩效目标或绩效自评.
#[utoipa::path(
    post, path = "/api/v1/projects/{id}/sheets", tag = "sheets", request_body = OpenInput,
    params(("id" = String, Path, description = "项目标识"), ("Idempotency-Key" = Option<String>, Header, description = "请求编号,8 至 64 位;同号重发只办一次")),
    responses((status = 201, body = Saved), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem))
)]
pub(super) async fn open(
    State(state): State<WebState>,
    visit: Visit,
    Key(key): Key,
    Path(id): Path<String>,
    Body(input): Body<OpenInput>,
) -> Result<(StatusCode, Json<Saved>), WebError> {
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    let Some(kind) = SheetKind::from_code(&input.kind).filter(|kind| kind.is_form()) else {
        return Err(AppError::field(
            "kind",
            "sheet-kind-unknown",
            "kind 应为 goal、monitoring 或 self_evaluation。",
        )
        .into());
    };
    let written = state
        .run(move |app| match kind {
            SheetKind::Goal => app.open_goal(&visit.actor(), &key, project),
            SheetKind::SelfEvaluation => app.open_self_evaluation(&visit.actor(), &key, project),
            SheetKind::GoalAdjustment => app.open_goal_adjustment(&visit.actor(), &key, project),
            SheetKind::Monitoring => app.open_monitoring(&visit.actor(), &key, project),
            SheetKind::ExAnteEvaluation => Err(AppError::NotFound),
        })
        .await?;
    Ok((StatusCode::CREATED, Json(written.into())))
}

/// 一张表.
#[utoipa::path(
    get, path = "/api/v1/sheets/{id}", tag = "sheets", params(("id" = String, Path, description = "表标识")),
    responses((status = 200, body = Sheet), (status = 401, body = Problem), (status = 404, body = Problem))
)]
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Sheet>, WebError> {
    let id = id_of(&id)?;
    let page = state.run(move |app| app.sheet_page(&visit.actor(), id)).await?;
    Ok(Json((&page).into()))
}

/// 保存草稿.
#[utoipa::path(
    put, path = "/api/v1/sheets/{id}", tag = "sheets", request_body = SheetInput,
    params(("id" = String, Path, description = "表标识"), ("Idempotency-Key" = Option<String>, Header, description = "请求编号,8 至 64 位;同号重发只办一次")),
    responses((status = 200, body = Saved), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem))
)]
pub(super) async fn save(
    State(state): State<WebState>,
    visit: Visit,
    Key(key): Key,
    Path(id): Path<String>,
    Body(input): Body<SheetInput>,
) -> Result<Json<Saved>, WebError> {
    let (id, draft) = (id_of(&id)?, input.into());
    let written = state
        .run(move |app| app.save_sheet(&visit.actor(), &key, id, &draft))
        .await?;
    Ok(Json(written.into()))
}

/// 提交审核.
#[utoipa::path(
    post, path = "/api/v1/sheets/{id}/submit", tag = "sheets", request_body = MoveInput,
    params(("id" = String, Path, description = "表标识"), ("Idempotency-Key" = Option<String>, Header, description = "请求编号,8 至 64 位;同号重发只办一次")),
    responses((status = 200, body = Saved), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem))
)]
pub(super) async fn submit(
    state: State<WebState>,
    visit: Visit,
    key: Key,
    id: Path<String>,
    Body(input): Body<MoveInput>,
) -> Result<Json<Saved>, WebError> {
    move_sheet(state, visit, key, id, move |app, visit, key, id| {
        app.submit_sheet(
            &visit.actor(),
            key,
            id,
            &Move {
                version: input.version,
            },
        )
    })
    .await
}

/// 撤回.
#[utoipa::path(
    post, path = "/api/v1/sheets/{id}/withdraw", tag = "sheets", request_body = MoveInput,
    params(("id" = String, Path, description = "表标识"), ("Idempotency-Key" = Option<String>, Header, description = "请求编号,8 至 64 位;同号重发只办一次")),
    responses((status = 200, body = Saved), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem))
)]
pub(super) async fn withdraw(
    state: State<WebState>,
    visit: Visit,
    key: Key,
    id: Path<String>,
    Body(input): Body<MoveInput>,
) -> Result<Json<Saved>, WebError> {
    move_sheet(state, visit, key, id, move |app, visit, key, id| {
        app.withdraw_sheet(
            &visit.actor(),
            key,
            id,
            &Move {
                version: input.version,
            },
        )
    })
    .await
}

/// 审核通过;最后一个环节即批复下达或审定.
#[utoipa::path(
    post, path = "/api/v1/sheets/{id}/approve", tag = "sheets", request_body = ApprovalInput,
    params(("id" = String, Path, description = "表标识"), ("Idempotency-Key" = Option<String>, Header, description = "请求编号,8 至 64 位;同号重发只办一次")),
    responses((status = 200, body = Saved), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem))
)]
pub(super) async fn approve(
    state: State<WebState>,
    visit: Visit,
    key: Key,
    id: Path<String>,
    Body(input): Body<ApprovalInput>,
) -> Result<Json<Saved>, WebError> {
    let approval = Approval {
        version: input.version,
        words: input.words,
    };
    move_sheet(state, visit, key, id, move |app, visit, key, id| {
        app.approve_sheet(&visit.actor(), key, id, &approval)
    })
    .await
}

/// 退回修改,至少一条意见.
#[utoipa::path(
    post, path = "/api/v1/sheets/{id}/return", tag = "sheets", request_body = ReturnInput,
    params(("id" = String, Path, description = "表标识"), ("Idempotency-Key" = Option<String>, Header, description = "请求编号,8 至 64 位;同号重发只办一次")),
    responses((status = 200, body = Saved), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem))
)]
pub(super) async fn return_for_revision(
    state: State<WebState>,
    visit: Visit,
    key: Key,
    id: Path<String>,
    Body(input): Body<ReturnInput>,
) -> Result<Json<Saved>, WebError> {
    let opinion = |given: dto::Opinion| OpinionInput {
        line: given.line,
        reason: given.reason,
        text: given.text,
    };
    let notice = ReturnForRevision {
        version: input.version,
        opinions: input.opinions.into_iter().map(opinion).collect(),
    };
    move_sheet(state, visit, key, id, move |app, visit, key, id| {
        app.return_sheet(&visit.actor(), key, id, &notice)
    })
    .await
}

async fn move_sheet<F>(
    State(state): State<WebState>,
    visit: Visit,
    Key(key): Key,
    Path(id): Path<String>,
    step: F,
) -> Result<Json<Saved>, WebError>
where
    F: FnOnce(&hengji_app::App, &Visit, &RequestKey, SheetId) -> Result<Written, AppError> + Send + 'static,
{
    let id = id_of(&id)?;
    let written = state.run(move |app| step(app, &visit, &key, id)).await?;
    Ok(Json(written.into()))
}
