//! A sheet is begun for a project.

use std::pin::Pin;

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::sheet::SheetKind;

use super::paths;
use crate::extract::Posted;
use crate::pages::{Answer, see};
use crate::state::WebState;

type Opening = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// `POST /projects/{id}/goals` and `POST /projects/{id}/self-evaluations`.
pub(super) fn opener(
    kind: SheetKind,
) -> impl Fn(State<WebState>, Path<String>, Posted) -> Opening + Clone + Send + Sync + 'static {
    move |State(state), Path(id), posted| Box::pin(open(kind, state, id, posted))
}

async fn open(kind: SheetKind, state: WebState, id: String, posted: Posted) -> Answer {
    posted.only(&[])?;
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    let written = state
        .run(move |app| {
            let actor = posted.visit.actor();
            match kind {
                SheetKind::Goal => app.open_goal(&actor, &posted.key, project),
                SheetKind::SelfEvaluation => app.open_self_evaluation(&actor, &posted.key, project),
                SheetKind::GoalAdjustment => app.open_goal_adjustment(&actor, &posted.key, project),
                SheetKind::Monitoring => app.open_monitoring(&actor, &posted.key, project),
                SheetKind::ExAnteEvaluation => Err(AppError::NotFound),
            }
        })
        .await?;
    let sheet: SheetId = written.id.parse().map_err(AppError::from)?;
    Ok(see(&paths::sheet(kind, sheet)))
}
