//! Signing in by a program.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::people::LogIn;
use hengji_app::people::view::{Pending, SignedIn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::problem::Problem;
use crate::error::WebError;
use crate::state::WebState;
use crate::visit::{Caller, Visit};

/// Who signs in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    /// 登录名.
    login_name: String,
    /// 密码.
    password: String,
    /// 动态口令, for accounts that need a second factor.
    #[serde(default)]
    code: Option<String>,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Token {
    /// To be sent as `Authorization: Bearer …`.
    token: String,
}

/// 登录,取得令牌.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "sessions", request_body = Credentials,
    responses((status = 201, body = Token), (status = 403, body = Problem), (status = 422, body = Problem)),
    security(())
)]
pub(super) async fn create(
    State(state): State<WebState>,
    Caller(address): Caller,
    headers: HeaderMap,
    Body(credentials): Body<Credentials>,
) -> Result<Response, WebError> {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let attempt = LogIn {
        login_name: credentials.login_name,
        password: credentials.password,
        address: address.clone(),
        user_agent: agent.map(str::to_owned),
    };
    let code = credentials.code;
    let signed_in = state
        .run(move |app| {
            let first = app.log_in(&attempt)?;
            match (first.pending, code) {
                (Pending::SecondFactor, Some(code)) => {
                    let session = app.session(&first.token, &address)?;
                    app.confirm_second_factor(&session, &first.token, &code)
                }
                _ => Ok(first),
            }
        })
        .await?;
    finished(signed_in)
}

/// A program cannot bind a factor or choose a password: those are done on the page, once.
fn finished(signed_in: SignedIn) -> Result<Response, WebError> {
    let why = match signed_in.pending {
        Pending::Nothing => {
            let token = Token {
                token: signed_in.token,
            };
            return Ok((StatusCode::CREATED, Json(token)).into_response());
        }
        Pending::SecondFactor => "该账户须同时提供动态口令(code)。",
        Pending::Enrolment => "该账户尚未绑定动态口令,请先在页面登录并绑定。",
        Pending::PasswordChange => "该账户须先在页面登录并修改初始密码。",
    };
    Err(WebError::App(AppError::Forbidden {
        rule: "sign-in-unfinished",
        why: why.to_owned(),
    }))
}

/// 退出,令牌作废.
#[utoipa::path(
    delete, path = "/api/v1/sessions/current", tag = "sessions",
    responses((status = 204), (status = 401, body = Problem))
)]
pub(super) async fn end(State(state): State<WebState>, visit: Visit) -> Result<StatusCode, WebError> {
    state
        .run(move |app| app.log_out(&visit.session, &visit.secret))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
