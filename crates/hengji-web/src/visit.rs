//! A visit: one request of a signed-in person, as every handler gets it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::people::view::{Pending, Session};
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;

use crate::error::{Refusal, WebError};
use crate::look::{Frame, Token};
use crate::security::{cookie, token};
use crate::state::{WebOptions, WebState};
use crate::{menu, request_key};

/// Who asks, with the secret of the session.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) session: Arc<Session>,
    pub(crate) secret: String,
    /// The address asked for, with its query.
    pub(crate) here: String,
    /// What every page of somebody of an institution is marked with: institution, account, time.
    pub(crate) watermark: Option<String>,
}

impl Visit {
    /// The person with the roles held in the division acted in.
    pub(crate) fn actor(&self) -> Actor {
        self.session.actor.clone()
    }

    /// The budget year chosen.
    pub(crate) fn year(&self) -> BudgetYear {
        self.session.year
    }

    /// Refuses who holds no role for this action, on pages that are an empty form and ask the application nothing.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub(crate) fn require(&self, action: Action) -> Result<(), WebError> {
        if menu::may(&self.session.actor, action) {
            return Ok(());
        }
        Err(WebError::App(AppError::Forbidden {
            rule: "role-needed",
            why: format!("您的角色不能办理“{}”。", action.name()),
        }))
    }

    /// Fresh hidden fields for a form.
    pub(crate) fn token(&self) -> Token {
        let request_key = request_key::fresh();
        Token {
            csrf: token::form_token(&self.session.form_token, &request_key),
            request_key,
        }
    }

    /// Whether a posted token belongs to this session.
    pub(crate) fn owns(&self, posted: &str) -> bool {
        token::belongs(&self.session.form_token, posted)
    }

    /// The frame around a page.
    pub(crate) fn frame(&self) -> Frame {
        let session = &self.session;
        let division = session.actor.division.to_string();
        let path = self.here.split('?').next().unwrap_or("/");
        Frame {
            division_name: session.division_name.clone(),
            is_demonstration: session.is_demonstration,
            divisions: session
                .divisions
                .iter()
                .map(|choice| (choice.code.clone(), choice.name.clone()))
                .collect(),
            division,
            year: session.year.to_string(),
            years: session.years.iter().map(ToString::to_string).collect(),
            user_name: session.actor.name.clone(),
            role_names: session.role_names(),
            menus: menu::menus(&session.actor, path),
            token: self.token(),
            here: self.here.clone(),
            watermark: self.watermark.clone(),
        }
    }
}

impl FromRequestParts<WebState> for Visit {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self, WebError> {
        let visit = parts.extensions.get::<Self>();
        visit.cloned().ok_or(WebError::App(AppError::NotSignedIn))
    }
}

/// The network address of the caller, for the audit chain.
pub(crate) struct Caller(pub(crate) String);

impl FromRequestParts<WebState> for Caller {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, WebError> {
        Ok(Self(address_of(parts, &state.options)))
    }
}

fn address_of(parts: &Parts, options: &WebOptions) -> String {
    let forwarded = parts
        .headers
        .get("x-forwarded-for")
        .filter(|_| options.behind_proxy);
    // The last entry was written by our own gateway; the ones before it by whoever called.
    let named = forwarded
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .map(|value| value.trim().to_owned());
    let peer = || parts.extensions.get::<ConnectInfo<SocketAddr>>();
    named
        .or_else(|| peer().map(|ConnectInfo(address)| address.ip().to_string()))
        .unwrap_or_default()
}

/// The page that a half signed-in person must finish first.
pub(crate) fn pending_path(pending: Pending) -> Option<&'static str> {
    match pending {
        Pending::Nothing => None,
        Pending::SecondFactor => Some("/login/second-factor"),
        Pending::Enrolment => Some("/login/enrolment"),
        Pending::PasswordChange => Some("/login/password"),
    }
}

/// Lets in who is fully signed in.
pub(crate) async fn signed_in(state: State<WebState>, request: Request, next: Next) -> Response {
    enter(state, request, next, false).await
}

/// Lets in who has at least given the right password.
pub(crate) async fn half_signed_in(state: State<WebState>, request: Request, next: Next) -> Response {
    enter(state, request, next, true).await
}

async fn enter(State(state): State<WebState>, request: Request, next: Next, half: bool) -> Response {
    let (mut parts, body) = request.into_parts();
    // A program shows its token itself and a browser its cookie; neither is taken where the other belongs, so that
    // no page of another site can use a browser's cookie on the API.
    let secret = if parts.uri.path().starts_with("/api/") {
        cookie::bearer(&parts.headers)
    } else {
        cookie::session_secret(&parts.headers, &state.options)
    };
    let Some(secret) = secret else {
        return WebError::App(AppError::NotSignedIn).into_response();
    };
    let address = address_of(&parts, &state.options);
    let asked = secret.clone();
    let found = state
        .run(move |app| {
            let session = app.session(&asked, &address)?;
            let watermark = app.watermark(&session.actor)?;
            Ok((session, watermark))
        })
        .await;
    let (session, watermark) = match found {
        Ok(found) => found,
        Err(error) => return error.into_response(),
    };
    if let Some(path) = pending_path(session.pending).filter(|_| !half) {
        return first_finish(parts.uri.path(), path);
    }
    let visit = Visit {
        session: Arc::new(session),
        secret,
        watermark,
        here: parts
            .uri
            .path_and_query()
            .map_or_else(|| "/".to_owned(), ToString::to_string),
    };
    parts.extensions.insert(visit.clone());
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if response.extensions().get::<Arc<Refusal>>().is_some() {
        response.extensions_mut().insert(Arc::new(visit.frame()));
    }
    response
}

fn first_finish(asked: &str, path: &'static str) -> Response {
    if asked.starts_with("/api/") {
        let words = "登录尚未完成:请先在页面上完成动态口令或修改初始密码。";
        WebError::App(AppError::Forbidden {
            rule: "sign-in-unfinished",
            why: words.to_owned(),
        })
        .into_response()
    } else {
        Redirect::to(path).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(forwarded: Option<&str>) -> Parts {
        let mut request = axum::http::Request::builder();
        if let Some(value) = forwarded {
            request = request.header("x-forwarded-for", value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let peer: SocketAddr = "10.1.2.3:999".parse().unwrap();
        parts.extensions.insert(ConnectInfo(peer));
        parts
    }

    #[test]
    fn a_forwarded_address_counts_only_behind_our_own_gateway() {
        let direct = WebOptions::default();
        let proxied = WebOptions {
            behind_proxy: true,
            ..WebOptions::default()
        };
        let forged = Some("6.6.6.6, 172.16.0.9");
        assert_eq!(address_of(&parts(forged), &direct), "10.1.2.3");
        assert_eq!(address_of(&parts(forged), &proxied), "172.16.0.9");
        assert_eq!(address_of(&parts(None), &proxied), "10.1.2.3");
    }
}
