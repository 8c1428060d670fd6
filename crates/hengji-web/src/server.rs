//! The router with everything that stands before a handler, and the loop that serves it.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use hengji_app::App;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;

use crate::error::{WebError, show_errors};
use crate::security::{headers, origin};
use crate::state::{WebOptions, WebState};
use crate::{counters, routes, visit};

/// Body of an ordinary form: a grid of several hundred lines fits many times.
const FORM_BYTES: usize = 2 * 1024 * 1024;
/// What any address takes at most; the size of a workbook itself is a rule that the application checks.
const BODY_BYTES: usize = 64 * 1024 * 1024;
/// Longest wait for an answer; longer work is told by server-sent events.
const PATIENCE: Duration = Duration::from_secs(60);

/// All pages and the API over one application.
pub fn router(app: App, options: WebOptions) -> Router {
    let state = WebState::new(app, options);
    let routes = routes::all();
    let person = routes
        .person
        .route_layer(from_fn_with_state(state.clone(), visit::signed_in));
    let half = routes
        .half
        .route_layer(from_fn_with_state(state.clone(), visit::half_signed_in));
    Router::new()
        .merge(routes.open)
        .merge(half)
        .merge(person)
        .fallback(|| async { WebError::NoSuchPage })
        .method_not_allowed_fallback(|| async { WebError::WrongMethod })
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(RequestBodyLimitLayer::new(BODY_BYTES))
        .layer(from_fn(origin::same_origin))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(show_errors))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state.clone(), headers::security_headers))
        .layer(from_fn_with_state(state.clone(), counters::measure))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(CountedIds::default()))
        .with_state(state)
}

/// Serves until `stop` resolves, then lets running requests finish.
///
/// # Errors
///
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}

/// Request numbers for the log: the process and a counter are enough to find a line again.
#[derive(Clone)]
struct CountedIds {
    process: u32,
    count: std::sync::Arc<AtomicU64>,
}

impl Default for CountedIds {
    fn default() -> Self {
        Self {
            process: std::process::id(),
            count: std::sync::Arc::default(),
        }
    }
}

impl MakeRequestId for CountedIds {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let text = format!("{}-{count}", self.process);
        HeaderValue::from_str(&text).ok().map(RequestId::new)
    }
}

fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let words = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no words");
    tracing::error!(panic = words, "a handler panicked");
    WebError::Fault.into_response()
}
