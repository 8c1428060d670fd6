//! Requests that change something must come from our own pages.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::WebError;

/// Refuses unsafe requests from other sites, by fetch metadata where the browser sends it, else by `Origin`.
///
/// The token in the form is the second wall; this one also covers sign-in, where no session exists yet. A bearer
/// token is never sent by a browser on its own, so a program that carries one needs no origin.
pub(crate) async fn same_origin(request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || carries_bearer(request.headers()) || comes_from_us(request.headers()) {
        next.run(request).await
    } else {
        WebError::ForeignOrigin.into_response()
    }
}

/// Only the bearer scheme counts: a browser sends `Basic` on its own once it knows a password.
fn carries_bearer(headers: &HeaderMap) -> bool {
    let value = headers.get(header::AUTHORIZATION);
    value.is_some_and(|value| value.as_bytes().starts_with(b"Bearer "))
}

fn comes_from_us(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => match (text("origin"), text("host")) {
            (Some(origin), Some(host)) => {
                let bare = origin
                    .strip_prefix("https://")
                    .or_else(|| origin.strip_prefix("http://"));
                bare == Some(host)
            }
            // A command-line client sends neither; it holds no browser's cookie to abuse.
            (None, _) => true,
            (Some(_), None) => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(case: &str) {
        let (given, expected) = case.split_once("->").unwrap();
        let mut headers = HeaderMap::new();
        for part in given.split('|').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap();
            headers.insert(
                axum::http::HeaderName::from_bytes(name.trim().as_bytes()).unwrap(),
                value.trim().parse().unwrap(),
            );
        }
        let verdict = if comes_from_us(&headers) {
            "accepted"
        } else {
            "refused"
        };
        assert_eq!(verdict, expected.trim(), "{case}");
    }

    #[test]
    fn requests_that_change_something_and_where_they_come_from() {
        check("host=hj.gov | sec-fetch-site=same-origin                       -> accepted");
        check("host=hj.gov | sec-fetch-site=none                              -> accepted");
        check("host=hj.gov | sec-fetch-site=cross-site                        -> refused");
        check("host=hj.gov | sec-fetch-site=same-site                         -> refused");
        check("host=hj.gov | origin=https://hj.gov                            -> accepted");
        check("host=hj.gov:8080 | origin=http://hj.gov:8080                   -> accepted");
        check("host=hj.gov | origin=https://evil.example                      -> refused");
        check("host=hj.gov | origin=https://hj.gov.evil.example               -> refused");
        check("host=hj.gov | origin=null                                      -> refused");
        check("host=hj.gov | origin=https://hj.gov | sec-fetch-site=cross-site -> refused");
        check("origin=https://hj.gov                                          -> refused");
        check("host=hj.gov                                                    -> accepted");
    }
}
