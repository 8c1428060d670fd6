//! What people do with a round, each by a form of its page.

use axum::extract::{Path, State};
use axum::response::Response;
use hengji_app::spot::{AnnouncementInput, RedrawInput, ValueInput};
use hengji_app::{AppError, Written};
use hengji_domain::id::{ProjectId, SpotRoundId};

use super::super::{Answer, see, workbook};
use super::filter::Filter;
use super::show::{answer, prepare_again};
use crate::error::WebError;
use crate::extract::Posted;
use crate::state::WebState;

/// What was typed into a form that was refused.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) announcement: AnnouncementInput,
    pub(super) value: String,
    pub(super) reason: String,
}

pub(super) fn id_of(text: &str) -> Result<SpotRoundId, AppError> {
    Ok(text.parse()?)
}

fn version(posted: &Posted) -> i32 {
    posted.fields.parsed("version").unwrap_or_default()
}

/// `POST /spot`.
pub(super) async fn freeze(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["title"])?;
    let (visit, year) = (posted.visit.clone(), posted.visit.year());
    let title = posted.fields.text("title").to_owned();
    let sent = title.clone();
    let outcome = state
        .run(move |app| app.freeze_spot_list(&posted.visit.actor(), &posted.key, year, &sent))
        .await;
    match outcome {
        Ok(written) => Ok(see(&format!("/spot/{}", written.id))),
        Err(error) => prepare_again(&state, &visit, error, &title).await,
    }
}

/// `POST /spot/{id}/announce`.
pub(super) async fn announce(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "source", "known_at", "total"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = AnnouncementInput {
        version: version(&posted),
        source: text("source"),
        known_at: text("known_at"),
        total: text("total"),
    };
    let typed = Typed {
        announcement: input.clone(),
        ..Typed::default()
    };
    let outcome = state
        .run(move |app| app.announce_spot_round(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answer(&state, &visit, id, outcome, &typed).await
}

/// `POST /spot/{id}/off`.
pub(super) async fn take_off(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "project", "reason"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let project: ProjectId = posted.fields.parsed("project").ok_or(AppError::NotFound)?;
    let outcome = state
        .run(move |app| {
            let asked = (version(&posted), posted.fields.text("reason"));
            app.take_off_spot_list(&posted.visit.actor(), &posted.key, id, project, asked)
        })
        .await;
    answer(&state, &visit, id, outcome, &Typed::default()).await
}

/// `POST /spot/{id}/value`.
pub(super) async fn enter(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (id, visit, input, typed) = value_of(&id, &posted)?;
    let outcome = state
        .run(move |app| app.enter_spot_value(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answer(&state, &visit, id, outcome, &typed).await
}

/// `POST /spot/{id}/draw`.
pub(super) async fn draw(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (id, visit, input, typed) = value_of(&id, &posted)?;
    let outcome = state
        .run(move |app| app.draw_spot_projects(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answer(&state, &visit, id, outcome, &typed).await
}

fn value_of(
    id: &str,
    posted: &Posted,
) -> Result<(SpotRoundId, crate::visit::Visit, ValueInput, Typed), WebError> {
    posted.only(&["version", "value"])?;
    let input = ValueInput {
        version: version(posted),
        value: posted.fields.text("value").to_owned(),
    };
    let typed = Typed {
        value: input.value.clone(),
        ..Typed::default()
    };
    Ok((id_of(id)?, posted.visit.clone(), input, typed))
}

/// `POST /spot/{id}/begin`.
pub(super) async fn begin(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let outcome = state
        .run(move |app| {
            let version = version(&posted);
            app.begin_spot_evaluations(&posted.visit.actor(), &posted.key, id, version)?;
            Ok(Written {
                id: id.to_string(),
                version,
            })
        })
        .await;
    answer(&state, &visit, id, outcome, &Typed::default()).await
}

/// `POST /spot/{id}/redraw`.
pub(super) async fn redraw(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "reason"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let input = RedrawInput {
        version: version(&posted),
        reason: posted.fields.text("reason").to_owned(),
    };
    let typed = Typed {
        reason: input.reason.clone(),
        ..Typed::default()
    };
    let outcome = state
        .run(move |app| app.redraw_spot_projects(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answer(&state, &visit, id, outcome, &typed).await
}

/// `POST /spot/{id}/export`: the list exactly as filtered.
pub(super) async fn export(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (id, query) = (id_of(&id)?, Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_spot_round(&posted.visit.actor(), id, &query))
        .await?;
    Ok(workbook("spot-round", file))
}
