//! What the system administrator does to accounts.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::people::view::InitialPassword;
use hengji_app::people::{AccountChange, AccountState, CreateAccount};
use hengji_app::{AppError, FieldError};
use maud::html;

use super::super::{Answer, framed, see};
use super::list;
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{Crumb, Problem};
use crate::state::WebState;
use crate::visit::Visit;

/// `POST /users`.
pub(super) async fn create(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["login_name", "name"])?;
    let visit = posted.visit.clone();
    let input = CreateAccount {
        login_name: posted.fields.text("login_name").to_owned(),
        name: posted.fields.text("name").to_owned(),
        unit: None,
    };
    let typed = input.clone();
    let outcome = state
        .run(move |app| app.create_account(&posted.visit.actor(), &posted.key, &input))
        .await;
    match outcome {
        Ok(made) => Ok(password_page(&visit, &made)),
        Err(WebError::App(AppError::Invalid(errors))) => {
            let actor = visit.actor();
            let accounts = state.run(move |app| app.accounts(&actor)).await?;
            let problems: Vec<Problem> = errors.iter().map(problem).collect();
            let body = list::page(&visit, &accounts, [&typed.login_name, &typed.name], &problems);
            let page = framed(&visit, "账户与角色", &[Crumb::here("账户与角色")], body);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

fn problem(error: &FieldError) -> Problem {
    Problem {
        field: error.field.clone(),
        message: format!("{} [{}]", error.message, error.code),
    }
}

/// `POST /users/{id}/reset-password`.
pub(super) async fn reset_password(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let change = change_of(id, &posted)?;
    let visit = posted.visit.clone();
    let made = state
        .run(move |app| app.reset_password(&posted.visit.actor(), &posted.key, &change))
        .await?;
    Ok(password_page(&visit, &made))
}

/// `POST /users/{id}/disable`.
pub(super) async fn disable(state: State<WebState>, id: Path<String>, posted: Posted) -> Answer {
    set_state(AccountState::Disabled, state, id, posted).await
}

/// `POST /users/{id}/enable`.
pub(super) async fn enable(state: State<WebState>, id: Path<String>, posted: Posted) -> Answer {
    set_state(AccountState::Active, state, id, posted).await
}

async fn set_state(
    to: AccountState,
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let back = format!("/users#user-{id}");
    let change = change_of(id, &posted)?;
    state
        .run(move |app| app.set_account_state(&posted.visit.actor(), &posted.key, &change, to))
        .await?;
    Ok(see(&back))
}

/// `POST /users/{id}/end-sessions`.
pub(super) async fn end_sessions(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let back = format!("/users#user-{id}");
    let change = change_of(id, &posted)?;
    state
        .run(move |app| app.end_sessions(&posted.visit.actor(), &posted.key, &change))
        .await?;
    Ok(see(&back))
}

fn change_of(user: String, posted: &Posted) -> Result<AccountChange, WebError> {
    posted.only(&["version"])?;
    let version = posted.fields.parsed("version").unwrap_or_default();
    Ok(AccountChange { user, version })
}

/// The one-time password, shown once: it is stored nowhere, so a reload cannot show it again.
fn password_page(visit: &Visit, made: &InitialPassword) -> Response {
    let body = html! {
        div class="title" { h1 { "初始密码" } }
        section class="card narrow" {
            p { "账户 " strong class="mono" { (made.login_name) } " 的初始密码:" }
            @match &made.password {
                Some(password) => p class="arithmetic mono" { (password) }
                None => p class="note warn" { "该请求此前已办理,初始密码只在第一次显示;如未记下,请再次重置。 [password-shown-once]" }
            }
            p { "请当面或密封交给本人,不要通过聊天工具发送。首次登录时系统会要求改为自己的密码。" }
            div class="buttons" { a class="button primary" href="/users" { "已记下,返回" } }
        }
    };
    framed(
        visit,
        "初始密码",
        &[Crumb::to("账户与角色", "/users"), Crumb::here("初始密码")],
        body,
    )
}
