//! Planning: a session, an entry of its agenda, and taking one off again.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::review_room::{NewSession, NewSlot};
use hengji_domain::id::{ReviewSessionId, ReviewSlotId};

use super::super::{Answer, see};
use super::{id_of, sessions};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::Problem;
use crate::state::WebState;

/// `POST /review/sessions`.
pub(super) async fn create(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["name", "place", "begins_on", "ends_on"])?;
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = NewSession {
        name: text("name"),
        place: text("place"),
        begins_on: text("begins_on"),
        ends_on: text("ends_on"),
    };
    let (visit, year) = (posted.visit.clone(), posted.visit.year());
    let outcome = state
        .run(move |app| app.create_review_session(&posted.visit.actor(), &posted.key, year, &input))
        .await;
    answer(&state, &visit, outcome.map(|_| ())).await
}

/// `POST /review/sessions/{id}/slots`.
pub(super) async fn add_slot(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "department", "day", "from", "to", "room", "reviewer"])?;
    let session: ReviewSessionId = id_of(&id)?;
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = NewSlot {
        version: posted.fields.parsed("version").unwrap_or_default(),
        department: text("department"),
        room: text("room"),
        day: text("day"),
        from: text("from"),
        to: text("to"),
        reviewers: posted
            .fields
            .all("reviewer")
            .into_iter()
            .map(ToOwned::to_owned)
            .collect(),
    };
    let visit = posted.visit.clone();
    let outcome = state
        .run(move |app| app.add_review_slot(&posted.visit.actor(), &posted.key, session, &input))
        .await;
    answer(&state, &visit, outcome.map(|_| ())).await
}

/// `POST /review/slots/{slot}/remove`.
pub(super) async fn remove_slot(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version"])?;
    let slot: ReviewSlotId = id_of(&id)?;
    let version = posted.fields.parsed("version").unwrap_or_default();
    let visit = posted.visit.clone();
    let outcome = state
        .run(move |app| app.remove_review_slot(&posted.visit.actor(), &posted.key, slot, version))
        .await;
    answer(&state, &visit, outcome.map(|_| ())).await
}

/// Back to the sessions; what is wrong stands above them in the words of the application.
async fn answer(state: &WebState, visit: &crate::visit::Visit, outcome: Result<(), WebError>) -> Answer {
    let problems = match outcome {
        Ok(()) => return Ok(see("/review")),
        Err(WebError::App(AppError::Invalid(errors))) => errors
            .iter()
            .map(|error| Problem {
                field: error.field.clone(),
                message: format!("{} [{}]", error.message, error.code),
            })
            .collect(),
        Err(WebError::App(AppError::Refused { code, message, .. })) => vec![Problem {
            field: String::new(),
            message: format!("{message} [{code}]"),
        }],
        Err(other) => return Err(other),
    };
    sessions::refused(state, visit, &problems).await
}
