//! 我的账户: who I am here, my password, my second factor.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hengji_app::authz::Action;
use maud::html;

use super::sign_in::{PasswordForm, password_fields};
use super::{Answer, framed, see};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{Crumb, Problem, error_summary, moment};
use crate::routes::{Routes, Verb};
use crate::security::cookie;
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/account", Action::ViewHome, show)
        .person(
            Verb::Post,
            "/account/password",
            Action::ChangePassword,
            change_password,
        )
}

/// `GET /account`.
async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, &[]))
}

/// `POST /account/password`: every other session of the account ends, this one goes on under a new secret.
async fn change_password(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&PasswordForm::FIELDS)?;
    let visit = posted.visit.clone();
    let input = PasswordForm::input(&posted.fields);
    let outcome = state
        .run(move |app| app.change_password(&posted.visit.session, &posted.visit.secret, &input))
        .await;
    match outcome {
        Ok(signed_in) => {
            let mut response = see("/account");
            if let Some(value) = cookie::set(&state.options, &signed_in.token) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
            Ok(response)
        }
        Err(WebError::App(error)) => match PasswordForm::problems(&error) {
            Some(problems) => Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, &problems)).into_response()),
            None => Err(error.into()),
        },
        Err(error) => Err(error),
    }
}

fn page(visit: &Visit, problems: &[Problem]) -> Response {
    let session = &visit.session;
    let body = html! {
        div class="title" { h1 { "我的账户" } }
        (error_summary(problems))
        div class="columns even" {
            section class="card" {
                h2 { "基本情况" }
                dl class="facts" {
                    div { dt { "姓名" } dd { (session.actor.name) } }
                    div { dt { "登录名" } dd class="mono" { (session.login_name) } }
                    div { dt { "所在区划" } dd { (session.division_name) } }
                    div { dt { "角色" } dd { (session.role_names()) } }
                    div { dt { "本次登录有效至" } dd { (moment(session.ends_at)) } }
                }
                p class="small quiet" { "角色由安全管理员授予,账户由系统管理员维护;如需变动请联系他们。更换手机或丢失动态口令,请系统管理员重置密码后重新绑定。" }
            }
            section class="card" {
                h2 { "修改密码" }
                form method="post" action="/account/password" {
                    (visit.token().fields())
                    (password_fields(problems))
                    div class="buttons" { button class="primary" { "保存新密码" } }
                }
                p class="small quiet" { "修改后,您在其他地方的登录会立即失效。" }
            }
        }
    };
    framed(visit, "我的账户", &[Crumb::here("我的账户")], body)
}
