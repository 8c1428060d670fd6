//! 登录.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::people::LogIn;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::Answer;
use crate::error::WebError;
use crate::extract::OpenForm;
use crate::look::{Problem, bare_page, error_summary, hidden, password_field, text_field};
use crate::state::{DemoAccount, WebState};
use crate::visit::Caller;

#[derive(Debug, Deserialize)]
pub(in crate::pages) struct Wanted {
    #[serde(default)]
    next: String,
}

/// `GET /login`.
pub(in crate::pages) async fn show(State(state): State<WebState>, Query(wanted): Query<Wanted>) -> Answer {
    Ok(login_page(&state.options.demo_accounts, &wanted.next, "", &[]).into_response())
}

/// `POST /login`.
pub(in crate::pages) async fn log_in(
    State(state): State<WebState>,
    Caller(address): Caller,
    headers: HeaderMap,
    OpenForm(fields): OpenForm,
) -> Answer {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let input = LogIn {
        login_name: fields.text("login_name").to_owned(),
        password: fields.verbatim("password").to_owned(),
        address,
        user_agent: agent.map(str::to_owned),
    };
    let login_name = input.login_name.clone();
    match state.run(move |app| app.log_in(&input)).await {
        Ok(signed_in) => Ok(super::enter(&state, &signed_in, fields.verbatim("next"))),
        Err(WebError::App(refusal @ AppError::Refused { .. })) => {
            let problem = Problem {
                field: "login_name".to_owned(),
                message: refusal.to_string(),
            };
            let page = login_page(
                &state.options.demo_accounts,
                fields.text("next"),
                &login_name,
                &[problem],
            );
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

fn login_page(demo: &[DemoAccount], next: &str, login_name: &str, problems: &[Problem]) -> Markup {
    let body = html! {
        div class="panels" {
            section class="card" {
                h2 { "登录" }
                (error_summary(problems))
                form method="post" action="/login" {
                    (hidden("next", next))
                    (text_field("login_name", "登录名", "", login_name, problems))
                    (password_field("password", "密码", "", "current-password", &[]))
                    div class="buttons" { button class="primary" { "登录" } }
                }
                p class="small quiet" { "连续多次输错将锁定账户;忘记密码请联系系统管理员重置。" }
            }
            @if !demo.is_empty() { (demo_accounts(demo, next)) }
        }
    };
    bare_page("登录", body)
}

fn demo_accounts(demo: &[DemoAccount], next: &str) -> Markup {
    html! {
        section class="card wide" {
            h2 { "演示账户" }
            p { "本系统正在以演示数据运行。点“登录”即以该角色进入;正式部署不显示本表,也没有这些账户。" }
            table class="list" {
                thead { tr { th { "角色" } th { "登录名" } th { "密码" } th { "可以试试" } th { span class="sr" { "进入" } } } }
                tbody {
                    @for account in demo {
                        tr {
                            td class="nowrap" { (account.role) }
                            td class="mono" { (account.login_name) }
                            td class="mono" { (account.password) }
                            td class="small" { (account.hint) }
                            td {
                                form method="post" action="/login" {
                                    (hidden("login_name", &account.login_name)) (hidden("password", &account.password)) (hidden("next", next))
                                    button class="link" aria-label={ "以" (account.role) "登录" } { "登录" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
