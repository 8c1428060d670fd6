//! 绑定动态口令: a second factor is set up, once for each account.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::people::view::Enrolment;
use maud::{Markup, PreEscaped, html};
use qrcode::QrCode;
use qrcode::render::svg;

use super::super::Answer;
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{Problem, bare_page, error_summary, hidden, text_field};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /login/enrolment`: the secret is made anew each time and stored only once a code proves that it arrived.
pub(in crate::pages) async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let session = visit.session.clone();
    let enrolment = state.run(move |app| app.begin_enrolment(&session)).await?;
    Ok(page(&visit, &enrolment, &[]).into_response())
}

/// `POST /login/enrolment`.
pub(in crate::pages) async fn finish(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["secret", "code"])?;
    let visit = posted.visit.clone();
    let secret = posted.fields.text("secret").to_owned();
    let (code, sent) = (posted.fields.text("code").to_owned(), secret.clone());
    let outcome = state
        .run(move |app| app.finish_enrolment(&posted.visit.session, &posted.visit.secret, &sent, &code))
        .await;
    match outcome {
        Ok(signed_in) => Ok(super::enter(&state, &signed_in, "/")),
        Err(WebError::App(refusal @ (AppError::Refused { .. } | AppError::Invalid(_)))) => {
            let problem = Problem {
                field: "code".to_owned(),
                message: refusal.to_string(),
            };
            let session = visit.session.clone();
            let enrolment = state
                .run(move |app| Ok(app.repeat_enrolment(&session, &secret)))
                .await?;
            Ok((
                StatusCode::UNPROCESSABLE_ENTITY,
                page(&visit, &enrolment, &[problem]),
            )
                .into_response())
        }
        Err(error) => Err(error),
    }
}

/// The address as a picture for the camera of a phone. An address too long for one is typed instead.
fn picture(address: &str) -> Markup {
    let drawn = QrCode::new(address).map(|code| {
        code.render::<svg::Color>()
            .min_dimensions(180, 180)
            .dark_color(svg::Color("#1f2933"))
            .light_color(svg::Color("#ffffff"))
            .build()
    });
    html! {
        @if let Ok(drawn) = drawn {
            div class="qr" role="img" aria-label="动态口令二维码" { (PreEscaped(without_prologue(&drawn))) }
        }
    }
}

/// An SVG inside a page has no XML declaration.
fn without_prologue(svg: &str) -> &str {
    svg.find("<svg").and_then(|start| svg.get(start..)).unwrap_or(svg)
}

fn page(visit: &Visit, enrolment: &Enrolment, problems: &[Problem]) -> Markup {
    let body = html! {
        div class="panels" {
            section class="card" {
                h2 { "绑定动态口令" }
                (error_summary(problems))
                p { (visit.session.actor.name) ",您的角色(" (visit.session.role_names()) ")须绑定动态口令后才能办理业务。" }
                p { "请在手机上安装任一支持 TOTP(RFC 6238)的动态口令程序,扫描:" }
                (picture(&enrolment.address))
                p { "不便扫描的,选择“手工输入密钥”,填入(基于时间,六位数字):" }
                p class="arithmetic mono" { (enrolment.secret) }
                p { "在手机上打开本页的,可直接点 " a href=(enrolment.address) { "添加到动态口令程序" } "。" }
                form method="post" action="/login/enrolment" {
                    (visit.token().fields()) (hidden("secret", &enrolment.secret))
                    (text_field("code", "程序显示的口令", "六位数字", "", problems))
                    div class="buttons" { button class="primary" { "绑定" } }
                }
                form method="post" action="/logout" { (visit.token().fields()) button class="link" { "退出" } }
            }
        }
    };
    bare_page("绑定动态口令", body)
}
