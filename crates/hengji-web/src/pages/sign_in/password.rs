//! 修改初始密码: before anything else is open.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use hengji_app::people::ChangePassword;
use hengji_app::{AppError, FieldError};
use maud::{Markup, html};

use super::super::Answer;
use crate::error::WebError;
use crate::extract::Posted;
use crate::fields::Fields;
use crate::look::{Problem, bare_page, error_summary, password_field};
use crate::state::WebState;
use crate::visit::Visit;

/// The fields of the form.
pub(in crate::pages) struct PasswordForm;

impl PasswordForm {
    pub(in crate::pages) const FIELDS: [&str; 3] = ["current", "new", "repeat"];

    pub(in crate::pages) fn input(fields: &Fields) -> ChangePassword {
        ChangePassword {
            current: fields.verbatim("current").to_owned(),
            new: fields.verbatim("new").to_owned(),
            repeat: fields.verbatim("repeat").to_owned(),
        }
    }

    /// What is wrong, beside the field that it concerns.
    pub(in crate::pages) fn problems(error: &AppError) -> Option<Vec<Problem>> {
        let one = |field: &FieldError| Problem {
            field: field.field.clone(),
            message: format!("{} [{}]", field.message, field.code),
        };
        match error {
            AppError::Invalid(fields) => Some(fields.iter().map(one).collect()),
            AppError::Refused { .. } => Some(vec![Problem {
                field: "current".to_owned(),
                message: error.to_string(),
            }]),
            _ => None,
        }
    }
}

/// `GET /login/password`.
pub(in crate::pages) async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, &[]).into_response())
}

/// `POST /login/password`.
pub(in crate::pages) async fn change(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&PasswordForm::FIELDS)?;
    let visit = posted.visit.clone();
    let input = PasswordForm::input(&posted.fields);
    let outcome = state
        .run(move |app| app.change_password(&posted.visit.session, &posted.visit.secret, &input))
        .await;
    match outcome {
        Ok(signed_in) => Ok(super::enter(&state, &signed_in, "/")),
        Err(WebError::App(error)) => match PasswordForm::problems(&error) {
            Some(problems) => Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, &problems)).into_response()),
            None => Err(error.into()),
        },
        Err(error) => Err(error),
    }
}

/// The three fields, here and on the account page.
pub(in crate::pages) fn password_fields(problems: &[Problem]) -> Markup {
    html! {
        (password_field("current", "现在的密码", "", "current-password", problems))
        (password_field("new", "新密码", "勿用姓名、单位、日期或常见词", "new-password", problems))
        (password_field("repeat", "再输一遍新密码", "", "new-password", problems))
    }
}

fn page(visit: &Visit, problems: &[Problem]) -> Markup {
    let body = html! {
        div class="panels" {
            section class="card" {
                h2 { "修改密码" }
                (error_summary(problems))
                p { (visit.session.actor.name) ",您的密码由管理员设置或已到期,请先改为只有您知道的密码。" }
                form method="post" action="/login/password" {
                    (visit.token().fields())
                    (password_fields(problems))
                    div class="buttons" { button class="primary" { "保存新密码" } }
                }
                form method="post" action="/logout" { (visit.token().fields()) button class="link" { "退出" } }
            }
        }
    };
    bare_page("修改密码", body)
}
