//! 退出.

use axum::extract::State;
use axum::http::header;

use super::super::{Answer, see};
use crate::extract::Posted;
use crate::security::cookie;
use crate::state::WebState;

/// `POST /logout`: ends the session on the server, then removes the cookie.
pub(in crate::pages) async fn log_out(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&[])?;
    state
        .run(move |app| app.log_out(&posted.visit.session, &posted.visit.secret))
        .await?;
    let mut response = see("/login");
    if let Some(value) = cookie::clear(&state.options) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}
