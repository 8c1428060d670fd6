//! What is done to an evaluation by one button each. What is refused keeps what was typed.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::common::Written;
use hengji_app::evaluations::{ConclusionInput, FactInput, FactsInput, ScoreInput, Side, SideInput};
use hengji_app::third_party::HandInInput;
use hengji_domain::id::EvaluationId;

use super::super::{Answer, see, workbook};
use super::{answer, facts, id_of, path, refusals, show};
use crate::error::WebError;
use crate::extract::Posted;
use crate::state::WebState;
use crate::visit::Visit;

/// `POST /evaluations/{id}/own-scores`.
pub(super) async fn score_own(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    score(state, &id, posted, Side::SelfScore).await
}

/// `POST /evaluations/{id}/scores`.
pub(super) async fn verify(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    score(state, &id, posted, Side::Verification).await
}

async fn score(state: WebState, id: &str, posted: Posted, side: Side) -> Answer {
    posted.only_or_below(&[], answer::ROOT)?;
    let (id, visit) = (id_of(id)?, posted.visit.clone());
    let input = answer::typed(&posted.fields);
    let typed = input.clone();
    let outcome = state
        .run(move |app| match side {
            Side::SelfScore => app.score_own_evaluation(&posted.visit.actor(), &posted.key, id, &input),
            Side::Verification => app.verify_evaluation(&posted.visit.actor(), &posted.key, id, &input),
        })
        .await;
    answered(&state, &visit, id, outcome, "#sheet", &typed).await
}

/// `POST /evaluations/{id}/own-facts`.
pub(super) async fn own_facts(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    enter(state, &id, posted, Side::SelfScore).await
}

/// `POST /evaluations/{id}/facts`.
pub(super) async fn facts(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    enter(state, &id, posted, Side::Verification).await
}

async fn enter(state: WebState, id: &str, posted: Posted, side: Side) -> Answer {
    posted.only(&facts::FIELDS)?;
    let (id, visit) = (id_of(id)?, posted.visit.clone());
    let rows = posted.fields.rows(facts::FIELDS).into_iter();
    let input = FactsInput {
        facts: rows
            .map(|[code, seen, value, source]| FactInput {
                code,
                seen: seen.parse().unwrap_or_default(),
                value,
                source,
            })
            .collect(),
    };
    let outcome = state
        .run(move |app| app.enter_evaluation_facts(&posted.visit.actor(), &posted.key, (id, side), &input))
        .await;
    answered(&state, &visit, id, outcome, "#facts", &ScoreInput::default()).await
}

/// `POST /evaluations/{id}/hand-in`.
pub(super) async fn hand_in(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version"])?;
    let (id, visit, input) = (id_of(&id)?, posted.visit.clone(), side_input(&posted));
    let outcome = state
        .run(move |app| app.hand_in_evaluation(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "", &ScoreInput::default()).await
}

/// `POST /evaluations/{id}/hand-in-assignment`: the institution is done.
pub(super) async fn hand_in_assignment(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let input = HandInInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
    };
    let outcome = state
        .run(move |app| app.hand_in_assignment(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "#deeds", &ScoreInput::default()).await
}

/// `POST /evaluations/{id}/hand-in-verification`.
pub(super) async fn hand_in_verification(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let outcome = state
        .run(move |app| app.hand_in_verification(&posted.visit.actor(), &posted.key, id))
        .await;
    answered(&state, &visit, id, outcome, "", &ScoreInput::default()).await
}

/// `POST /evaluations/{id}/return`.
pub(super) async fn send_back(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "reason"])?;
    let (id, visit, input) = (id_of(&id)?, posted.visit.clone(), side_input(&posted));
    let outcome = state
        .run(move |app| app.return_evaluation(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "", &ScoreInput::default()).await
}

/// `POST /evaluations/{id}/conclude`.
pub(super) async fn conclude(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "veto", "words"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let input = ConclusionInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        vetoes: posted.fields.all("veto").into_iter().map(str::to_owned).collect(),
        words: posted.fields.text("words").to_owned(),
    };
    let outcome = state
        .run(move |app| app.conclude_evaluation(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "", &ScoreInput::default()).await
}

/// `POST /evaluations/{id}/reopen`.
pub(super) async fn reopen(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "reason"])?;
    let (id, visit, input) = (id_of(&id)?, posted.visit.clone(), side_input(&posted));
    let outcome = state
        .run(move |app| app.reopen_evaluation(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, "", &ScoreInput::default()).await
}

/// `POST /evaluations/{id}/export`.
pub(super) async fn export(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, WebError> {
    posted.only(&[])?;
    let id = id_of(&id)?;
    let file = state
        .run(move |app| app.export_evaluation(&posted.visit.actor(), id))
        .await?;
    Ok(workbook("evaluation", file))
}

fn side_input(posted: &Posted) -> SideInput {
    SideInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        reason: posted.fields.text("reason").to_owned(),
    }
}

/// Back to the page, or the page again with what is wrong.
async fn answered(
    state: &WebState,
    visit: &Visit,
    id: EvaluationId,
    outcome: Result<Written, WebError>,
    anchor: &str,
    typed: &ScoreInput,
) -> Answer {
    let error = match outcome {
        Ok(_) => return Ok(see(&format!("{}{anchor}", path(id)))),
        Err(error) => error,
    };
    let found = refusals(error)?;
    let page = show::load(state, visit, id).await?;
    let shown = show::shown(visit, &page, typed, &found);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}
