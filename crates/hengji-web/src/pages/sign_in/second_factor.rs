//! 动态口令: the second factor after the password.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use hengji_app::AppError;
use maud::{Markup, html};

use super::super::Answer;
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{Problem, bare_page, error_summary, text_field};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /login/second-factor`.
pub(in crate::pages) async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    Ok(page(&visit, demo_code(&state, &visit).as_deref(), &[]).into_response())
}

/// `POST /login/second-factor`.
pub(in crate::pages) async fn confirm(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["code"])?;
    let visit = posted.visit.clone();
    let code = posted.fields.text("code").to_owned();
    let outcome = state
        .run(move |app| app.confirm_second_factor(&posted.visit.session, &posted.visit.secret, &code))
        .await;
    match outcome {
        Ok(signed_in) => Ok(super::enter(&state, &signed_in, "/")),
        Err(WebError::App(refusal @ (AppError::Refused { .. } | AppError::Invalid(_)))) => {
            let problem = Problem {
                field: "code".to_owned(),
                message: refusal.to_string(),
            };
            let page = page(&visit, demo_code(&state, &visit).as_deref(), &[problem]);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

/// The present code of a demonstration account, so that a visitor needs no authenticator.
fn demo_code(state: &WebState, visit: &Visit) -> Option<String> {
    let name = &visit.session.login_name;
    let account = state
        .options
        .demo_accounts
        .iter()
        .find(|account| account.login_name == *name)?;
    hengji_app::people::code_at(account.totp_secret.as_deref()?, state.app.now())
}

fn page(visit: &Visit, demo_code: Option<&str>, problems: &[Problem]) -> Markup {
    let body = html! {
        div class="panels" {
            section class="card" {
                h2 { "输入动态口令" }
                (error_summary(problems))
                p { (visit.session.actor.name) ",您的角色需要第二重验证。请打开手机上的动态口令程序,输入六位数字。" }
                @if let Some(code) = demo_code {
                    div class="note" { "演示环境:当前动态口令为 " strong class="mono" { (code) } ",每 30 秒更换,每个口令只能用一次。" }
                }
                form method="post" action="/login/second-factor" {
                    (visit.token().fields())
                    (text_field("code", "动态口令", "六位数字", demo_code.unwrap_or_default(), problems))
                    div class="buttons" { button class="primary" { "确认" } }
                }
                form method="post" action="/logout" { (visit.token().fields()) button class="link" { "换一个账户" } }
            }
        }
    };
    bare_page("动态口令", body)
}
