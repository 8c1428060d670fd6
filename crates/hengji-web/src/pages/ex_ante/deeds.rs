//! What is done to the list and to an evaluation by one button each.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::ex_ante::{Application, Invitation, ListInput, PassInput, ReturnInput};
use hengji_app::sheets::Move;
use hengji_domain::id::{ProjectId, SheetId};

use super::path;
use crate::extract::Posted;
use crate::pages::{Answer, see};
use crate::state::WebState;

/// `POST /ex-ante/list`.
pub(super) async fn make_list(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let year = posted.visit.year();
    state
        .run(move |app| app.make_ex_ante_list(&posted.visit.actor(), &posted.key, year))
        .await?;
    Ok(see("/ex-ante"))
}

/// `POST /ex-ante/changes`.
pub(super) async fn change_list(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["project", "deed", "category", "reason"])?;
    // A row of the list names its project; whoever adds one by hand types its code.
    let named = posted.fields.text("project").to_owned();
    let year = posted.visit.year();
    let input = ListInput {
        is_listed: posted.fields.text("deed") != "remove",
        category: posted.fields.text("category").to_owned(),
        reason: posted.fields.text("reason").to_owned(),
    };
    state
        .run(move |app| {
            let actor = posted.visit.actor();
            let project: ProjectId = match named.parse() {
                Ok(project) => project,
                Err(_) => app.ex_ante_candidate(&actor, year, &named)?,
            };
            app.change_ex_ante_list(&actor, &posted.key, project, &input)
        })
        .await?;
    Ok(see("/ex-ante"))
}

/// `POST /projects/{id}/ex-ante`.
pub(super) async fn open(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    let written = state
        .run(move |app| app.open_ex_ante_evaluation(&posted.visit.actor(), &posted.key, project))
        .await?;
    Ok(see(&format!("/ex-ante/{}", written.id)))
}

/// `POST /ex-ante/{id}/application`.
pub(super) async fn apply(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "asked", "summary"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let input = Application {
        version: version(&posted),
        asked: posted.fields.text("asked").to_owned(),
        summary: posted.fields.text("summary").to_owned(),
    };
    state
        .run(move |app| app.save_ex_ante_application(&posted.visit.actor(), &posted.key, sheet, &input))
        .await?;
    Ok(see(&path(sheet)))
}

/// `POST /ex-ante/{id}/submit`.
pub(super) async fn submit(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let input = Move {
        version: version(&posted),
    };
    state
        .run(move |app| app.submit_ex_ante_evaluation(&posted.visit.actor(), &posted.key, sheet, &input))
        .await?;
    Ok(see(&path(sheet)))
}

/// `POST /ex-ante/{id}/withdraw`.
pub(super) async fn withdraw(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let input = Move {
        version: version(&posted),
    };
    state
        .run(move |app| app.withdraw_ex_ante_evaluation(&posted.visit.actor(), &posted.key, sheet, &input))
        .await?;
    Ok(see(&path(sheet)))
}

/// `POST /ex-ante/{id}/experts`.
pub(super) async fn invite(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "expert", "deed"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let input = Invitation {
        version: version(&posted),
        expert: posted.fields.text("expert").to_owned(),
    };
    let takes_back = posted.fields.text("deed") == "remove";
    state
        .run(move |app| {
            let actor = posted.visit.actor();
            if takes_back {
                app.uninvite_ex_ante_expert(&actor, &posted.key, sheet, &input)
            } else {
                app.invite_ex_ante_expert(&actor, &posted.key, sheet, &input)
            }
        })
        .await?;
    Ok(see(&path(sheet)))
}

/// `POST /ex-ante/{id}/pass`: also the last step, which makes the report final.
pub(super) async fn pass(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "words"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let input = PassInput {
        version: version(&posted),
        words: posted.fields.text("words").to_owned(),
    };
    state
        .run(move |app| app.pass_ex_ante_evaluation(&posted.visit.actor(), &posted.key, sheet, &input))
        .await?;
    Ok(see(&path(sheet)))
}

/// `POST /ex-ante/{id}/return`.
pub(super) async fn send_back(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "reason"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let input = ReturnInput {
        version: version(&posted),
        reason: posted.fields.text("reason").to_owned(),
    };
    state
        .run(move |app| app.return_ex_ante_evaluation(&posted.visit.actor(), &posted.key, sheet, &input))
        .await?;
    Ok(see(&path(sheet)))
}

/// The version that the form was made for; a form without one is stale by itself.
pub(super) fn version(posted: &Posted) -> i32 {
    posted.fields.parsed("version").unwrap_or_default()
}
