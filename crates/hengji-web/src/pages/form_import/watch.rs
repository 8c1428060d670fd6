//! Long work and the page that watches it: server-sent events with the script, reloading without.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use hengji_app::{App, AppError, RequestKey};
use maud::{Markup, html};
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;

use super::super::{Answer, framed, see};
use crate::error::{Refusal, WebError};
use crate::look::Crumb;
use crate::progress::Stage;
use crate::state::WebState;
use crate::visit::Visit;

/// Starts work on a blocking thread and sends the browser to watch it. The request key is the ticket, so that a
/// form sent twice is watched as one.
pub(super) fn start<F>(state: &WebState, visit: &Visit, key: &RequestKey, work: F) -> Response
where
    F: FnOnce(&App, &watch::Sender<Stage>) -> Result<Stage, AppError> + Send + 'static,
{
    let ticket = key.as_str().to_owned();
    let sender = Arc::new(state.progress.begin(&ticket, visit.session.actor.user));
    let (app, telling) = (state.app.clone(), sender.clone());
    let running = tokio::task::spawn_blocking(move || work(&app, &telling));
    tokio::spawn(async move {
        let refused = |error: WebError| Stage::Refused(Refusal::from(error).into());
        // A panic of the work must reach the page that waits for it, or it would wait for ever.
        let last = match running.await {
            Ok(Ok(stage)) => stage,
            Ok(Err(error)) => refused(error.into()),
            Err(stopped) => refused(AppError::fault(stopped).into()),
        };
        sender.send_replace(last);
    });
    see(&format!("/progress/{ticket}"))
}

/// `GET /progress/{ticket}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(ticket): Path<String>) -> Answer {
    let watched = state.progress.watch(&ticket, visit.session.actor.user);
    let stage = watched.ok_or(AppError::NotFound)?.borrow().clone();
    match stage {
        Stage::Finished { location } => Ok(see(&location)),
        Stage::Refused(refusal) => {
            let mut response = refusal.status.into_response();
            response.extensions_mut().insert(refusal);
            Ok(response)
        }
        Stage::Running { done, total } => Ok(framed(
            &visit,
            "正在处理",
            &[Crumb::here("正在处理")],
            page(&ticket, done, total),
        )),
    }
}

/// `GET /progress/{ticket}/events`.
pub(super) async fn events(
    State(state): State<WebState>,
    visit: Visit,
    Path(ticket): Path<String>,
) -> Result<Response, WebError> {
    let watched = state.progress.watch(&ticket, visit.session.actor.user);
    let mut watched = watched.ok_or(AppError::NotFound)?;
    let (sender, receiver) = mpsc::channel::<Result<Event, Infallible>>(8);
    tokio::spawn(async move {
        loop {
            let stage = watched.borrow_and_update().clone();
            let is_last = !matches!(stage, Stage::Running { .. });
            let told = sender.send(Ok(event(&stage, &ticket))).await;
            if told.is_err() || is_last || watched.changed().await.is_err() {
                break;
            }
        }
    });
    Ok(Sse::new(ReceiverStream::new(receiver))
        .keep_alive(KeepAlive::default())
        .into_response())
}

/// A refusal is read on the page of the work, so both ends lead the browser to a page.
fn event(stage: &Stage, ticket: &str) -> Event {
    let finished = |location: &str| {
        let data = serde_json::json!({ "location": location });
        Event::default().event("finished").data(data.to_string())
    };
    match stage {
        Stage::Running { done, total } => {
            let data = serde_json::json!({ "done": done, "total": total, "text": words(*done, *total) });
            Event::default().event("progress").data(data.to_string())
        }
        Stage::Finished { location } => finished(location),
        Stage::Refused(_) => finished(&format!("/progress/{ticket}")),
    }
}

fn words(done: u64, total: u64) -> String {
    match total {
        0 => "正在读取文件…".to_owned(),
        _ => format!("已处理 {done} / {total}"),
    }
}

fn page(ticket: &str, done: u64, total: u64) -> Markup {
    html! {
        div class="title" { h1 { "正在处理" } }
        section class="card narrow" data-progress={ "/progress/" (ticket) "/events" } {
            @if total == 0 { progress {} } @else { progress max=(total) value=(done) {} }
            p data-progress-text role="status" { (words(done, total)) }
            p class="small quiet" { "处理完会自动转到结果。离开本页不影响处理。" }
            noscript { a class="button" href={ "/progress/" (ticket) } { "刷新进度" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_in_words() {
        assert_eq!(words(0, 0), "正在读取文件…");
        assert_eq!(words(12, 126), "已处理 12 / 126");
    }
}
