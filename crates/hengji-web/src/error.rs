//! The one place where a refusal becomes a status, a page or a problem document.
//!
//! A handler returns [`WebError`]; the answer is written by [`show_errors`], which knows whether a page, a fragment
//! or a program asked. Nothing of our insides (paths, SQL, stacks) is ever in it.

use std::sync::Arc;

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use hengji_app::{AppError, FieldError, Stale};
use hengji_domain::Finding;
use maud::{Markup, html};

use crate::api::problem::Problem;
use crate::look::{self, Crumb, Frame};

/// Why a request is not answered as asked.
#[derive(Debug, Clone)]
pub(crate) enum WebError {
    /// A use case refused or failed.
    App(AppError),
    /// The request comes from another site.
    ForeignOrigin,
    /// The token of the form is missing or of another session.
    ForeignForm,
    /// The body is no form, or has a field that the form does not have.
    BadForm(String),
    /// The body is not of the kind that is read here.
    WrongMediaType,
    /// The body is larger than this address takes.
    TooLarge,
    /// There is no such address.
    NoSuchPage,
    /// The address does not take this method.
    WrongMethod,
    /// Our own fault, already logged.
    Fault,
}

impl From<AppError> for WebError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

/// Everything that an answer may say about a refusal.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: String,
    /// The sentence with its code in brackets.
    pub(crate) message: String,
    pub(crate) fields: Vec<FieldError>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) stale: Option<Stale>,
}

impl Refusal {
    fn new(status: StatusCode, code: &str, words: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: format!("{words} [{code}]"),
            fields: Vec::new(),
            findings: Vec::new(),
            stale: None,
        }
    }
}

/// The status of each refusal of the application.
fn status_of(error: &AppError) -> StatusCode {
    match error {
        AppError::NotSignedIn => StatusCode::UNAUTHORIZED,
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::Forbidden { .. } => StatusCode::FORBIDDEN,
        AppError::Refused { .. } | AppError::Invalid(_) | AppError::KeyReused => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        AppError::Stale(_) => StatusCode::CONFLICT,
        AppError::RuleMissing { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::Busy => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        if let AppError::Fault(details) = &error {
            tracing::error!(fault = %details, "a use case failed");
        }
        let mut refusal = Self {
            status: status_of(&error),
            code: error.code().to_owned(),
            message: error.to_string(),
            fields: Vec::new(),
            findings: Vec::new(),
            stale: None,
        };
        match error {
            AppError::Refused { findings, .. } => refusal.findings = findings,
            AppError::Invalid(fields) => refusal.fields = fields,
            AppError::Stale(stale) => refusal.stale = Some(stale),
            _ => {}
        }
        refusal
    }
}

impl From<WebError> for Refusal {
    fn from(error: WebError) -> Self {
        match error {
            WebError::App(error) => error.into(),
            WebError::ForeignOrigin => Self::new(
                StatusCode::FORBIDDEN,
                "foreign-origin",
                "该请求来自其他网站,已拒绝;请从本系统页面操作。",
            ),
            WebError::ForeignForm => Self::new(
                StatusCode::FORBIDDEN,
                "foreign-form",
                "页面已过期或不属于当前登录,请刷新页面后重新提交。",
            ),
            WebError::BadForm(what) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "form-unreadable", &what),
            WebError::WrongMediaType => Self::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "wrong-media-type",
                "提交内容的类型不对,请使用本系统页面或按接口文档提交。",
            ),
            WebError::TooLarge => Self::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "body-too-large",
                "提交内容超过允许大小,请拆分后重试。",
            ),
            WebError::NoSuchPage => Self::new(StatusCode::NOT_FOUND, "not-found", "没有找到该页面。"),
            WebError::WrongMethod => Self::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "该地址不支持这种请求方式。",
            ),
            WebError::Fault => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal-fault",
                "系统内部故障,本次操作没有写入;请把时间告诉系统管理员。",
            ),
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let refusal = Refusal::from(self);
        let mut response = refusal.status.into_response();
        response.extensions_mut().insert(Arc::new(refusal));
        response
    }
}

/// Who asks decides how a refusal is written.
enum Asker {
    Page,
    Fragment,
    Program,
}

/// Writes the body of every refusal.
pub(crate) async fn show_errors(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let is_get = matches!(*request.method(), Method::GET | Method::HEAD);
    let asker = if path.starts_with("/api/") {
        Asker::Program
    } else if request.headers().contains_key("x-fragment") {
        Asker::Fragment
    } else {
        Asker::Page
    };
    let target = request.uri().path_and_query().map_or(path, ToString::to_string);
    let mut response = next.run(request).await;
    let Some(refusal) = refusal_of(&mut response) else {
        return response;
    };
    let frame = response.extensions_mut().remove::<Arc<Frame>>();
    match asker {
        Asker::Program => problem(&refusal),
        Asker::Fragment => (refusal.status, fragment(&refusal)).into_response(),
        Asker::Page if refusal.status == StatusCode::UNAUTHORIZED => sign_in_first(is_get, &target),
        Asker::Page => (refusal.status, error_page(&refusal, frame.as_deref())).into_response(),
    }
}

/// The refusal behind an answer: ours, or one made for a bare status of a layer (time-out, size).
fn refusal_of(response: &mut Response) -> Option<Arc<Refusal>> {
    if let Some(refusal) = response.extensions_mut().remove::<Arc<Refusal>>() {
        return Some(refusal);
    }
    let is_bare = !response.headers().contains_key(header::CONTENT_TYPE)
        || response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let refusal = match response.status() {
        status if status.is_success() || status.is_redirection() || !is_bare => return None,
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge.into(),
        StatusCode::METHOD_NOT_ALLOWED => WebError::WrongMethod.into(),
        StatusCode::NOT_FOUND => WebError::NoSuchPage.into(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => WebError::WrongMediaType.into(),
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => AppError::Busy.into(),
        status if status.is_client_error() => {
            let mut refusal = Refusal::from(WebError::BadForm(
                "提交内容无法识别,请刷新页面后重试。".to_owned(),
            ));
            refusal.status = status;
            refusal
        }
        _ => WebError::Fault.into(),
    };
    Some(Arc::new(refusal))
}

fn problem(refusal: &Refusal) -> Response {
    let mut response = (refusal.status, Json(Problem::from(refusal))).into_response();
    let media_type = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response
}

/// Back to the sign-in page; what was asked by GET is asked again afterwards.
fn sign_in_first(is_get: bool, target: &str) -> Response {
    if is_get && target != "/" {
        let next: String = form_encoded(target);
        Redirect::to(&format!("/login?next={next}")).into_response()
    } else {
        Redirect::to("/login").into_response()
    }
}

/// Percent-encoding of everything but unreserved characters.
pub(crate) fn form_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::FORBIDDEN => "不能办理",
        StatusCode::NOT_FOUND => "没有找到",
        StatusCode::CONFLICT => "内容已被他人更改",
        StatusCode::UNPROCESSABLE_ENTITY => "未能办理",
        StatusCode::SERVICE_UNAVAILABLE => "系统正忙",
        StatusCode::PAYLOAD_TOO_LARGE => "内容过大",
        status if status.is_server_error() => "系统故障",
        _ => "请求有误",
    }
}

fn error_page(refusal: &Refusal, frame: Option<&Frame>) -> Markup {
    let title = title(refusal.status);
    let body = html! {
        div class="title" { h1 { (title) } }
        (fragment(refusal))
        div class="buttons" {
            button type="button" class="primary" data-back { "返回上一页" }
            a class="button" href="/" { "回到待办" }
        }
    };
    match frame {
        Some(frame) => look::page(frame, title, &[Crumb::to("待办", "/"), Crumb::here(title)], body),
        None => look::bare_page(title, html! { section class="card narrow" { (body) } }),
    }
}

/// What is wrong, with the numbers, and how to mend it.
fn fragment(refusal: &Refusal) -> Markup {
    html! {
        div class="note bad" role="alert" {
            p { (refusal.message) }
            @if let Some(stale) = &refusal.stale {
                p { "最近一次更改:" (stale.what) ",由" (stale.changed_by) "办理"
                    @if let Some(at) = stale.changed_at { "," (look::moment(at)) }
                    "。请刷新后在最新内容上重新填写。" }
            }
            @if !refusal.fields.is_empty() {
                ul { @for field in &refusal.fields { li { (field.message) " [" (field.code) "]" } } }
            }
        }
        @if !refusal.findings.is_empty() {
            section class="card" { h2 { "需要先解决的问题" } (look::finding_list(&refusal.findings)) }
        }
    }
}

#[cfg(test)]
mod tests;
