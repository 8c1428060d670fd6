//! Signing in: password, second factor, first password of one's own, and out again.

mod enrolment;
mod login;
mod logout;
mod password;
mod second_factor;

pub(super) use password::{PasswordForm, password_fields};

use axum::http::header;
use axum::response::Response;
use hengji_app::people::view::SignedIn;

use super::{local, see};
use crate::routes::{Routes, Verb};
use crate::security::cookie;
use crate::state::WebState;
use crate::visit::pending_path;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .open(Verb::Get, "/login", login::show)
        .open(Verb::Post, "/login", login::log_in)
        .half(Verb::Get, "/login/second-factor", second_factor::show)
        .half(Verb::Post, "/login/second-factor", second_factor::confirm)
        .half(Verb::Get, "/login/enrolment", enrolment::show)
        .half(Verb::Post, "/login/enrolment", enrolment::finish)
        .half(Verb::Get, "/login/password", password::show)
        .half(Verb::Post, "/login/password", password::change)
        .half(Verb::Post, "/logout", logout::log_out)
}

/// The new session goes into the cookie; one is led to what is still to be done, else where one wanted to go.
pub(super) fn enter(state: &WebState, signed_in: &SignedIn, next: &str) -> Response {
    let target = pending_path(signed_in.pending).unwrap_or_else(|| local(next));
    let mut response = see(target);
    if let Some(value) = cookie::set(&state.options, &signed_in.token) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
