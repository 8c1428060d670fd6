//! Counters for the operator, as the text format that Prometheus reads.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::WebError;
use crate::state::WebState;

/// Requests by class of status, and the time they took.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    by_class: [AtomicU64; 5],
    micros: AtomicU64,
    in_flight: AtomicU64,
}

impl Counters {
    fn count(&self, status: u16, micros: u64) {
        let class = usize::from(status / 100).saturating_sub(1);
        if let Some(counter) = self.by_class.get(class) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    fn text(&self) -> String {
        let mut text = String::from("# TYPE hengji_requests_total counter\n");
        for (class, counter) in (1..).zip(&self.by_class) {
            let count = counter.load(Ordering::Relaxed);
            // Writing to a String cannot fail.
            let _ = writeln!(text, "hengji_requests_total{{class=\"{class}xx\"}} {count}");
        }
        let micros = self.micros.load(Ordering::Relaxed);
        let in_flight = self.in_flight.load(Ordering::Relaxed);
        let _ = write!(
            text,
            "# TYPE hengji_request_microseconds_total counter\nhengji_request_microseconds_total {micros}\n\
             # TYPE hengji_requests_in_flight gauge\nhengji_requests_in_flight {in_flight}\n"
        );
        text
    }
}

/// Counts each request and logs it once, without query or body: they may hold personal data.
pub(crate) async fn measure(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let began = Instant::now();
    state.counters.in_flight.fetch_add(1, Ordering::Relaxed);
    let response = next.run(request).await;
    state.counters.in_flight.fetch_sub(1, Ordering::Relaxed);
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    state.counters.count(status, micros);
    tracing::info!(%method, path, status, micros, "request");
    response
}

/// `GET /metrics`: for the machine itself only; to anybody else the address does not exist.
pub(crate) async fn show(State(state): State<WebState>, request: Request) -> Response {
    let caller = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let is_local = caller.is_none_or(|ConnectInfo(address)| address.ip().is_loopback());
    if is_local && !state.options.behind_proxy {
        (
            [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
            state.counters.text(),
        )
            .into_response()
    } else {
        WebError::NoSuchPage.into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_class() {
        let counters = Counters::default();
        for status in [200, 204, 303, 404, 500] {
            counters.count(status, 10);
        }
        let text = counters.text();
        for line in [
            "hengji_requests_total{class=\"2xx\"} 2",
            "hengji_requests_total{class=\"3xx\"} 1",
            "hengji_requests_total{class=\"4xx\"} 1",
            "hengji_requests_total{class=\"5xx\"} 1",
            "hengji_request_microseconds_total 50",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }

    #[test]
    fn a_status_out_of_range_is_not_counted_anywhere() {
        let counters = Counters::default();
        counters.count(999, 1);
        assert!(!counters.text().contains("} 1"));
    }
}
