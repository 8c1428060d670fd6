//! Saving a draft, and checking it while it is being typed.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::sheets::view::{DraftCheck, FindingView};
use hengji_domain::id::SheetId;
use hengji_domain::sheet::SheetKind;
use serde::Serialize;

use super::draft::Typed;
use super::{draft, panel, paths, show};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look;
use crate::pages::{Answer, see};
use crate::state::WebState;

/// `POST /goals/{id}`: saves, then shows the sheet again or (`do=continue`) what stands before submission.
pub(super) async fn save(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let kind = kind_of(&posted);
    posted.only(&draft::known(kind))?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let command = posted.fields.text("do").to_owned();
    let mut typed = draft::typed(kind, &posted.fields);
    draft::rearrange(&mut typed, &command);
    let visit = posted.visit.clone();
    let sent = typed.draft.clone();
    let outcome = state
        .run(move |app| app.save_sheet(&posted.visit.actor(), &posted.key, sheet, &sent))
        .await;
    match outcome {
        Ok(_) if command == "continue" => Ok(see(&format!("{}/submit", paths::sheet(kind, sheet)))),
        Ok(_) => Ok(see(&paths::sheet(kind, sheet))),
        Err(WebError::App(AppError::Invalid(errors))) => {
            let page = show::load(&state, &visit, &id).await?;
            Ok(show::refused(
                &visit,
                &page,
                &typed.draft,
                &draft::problems(&errors),
            ))
        }
        Err(error) => Err(error),
    }
}

fn kind_of(posted: &Posted) -> SheetKind {
    let is_of = |kind: &SheetKind| posted.visit.here.starts_with(&format!("{}/", paths::list(*kind)));
    SheetKind::ALL.into_iter().find(is_of).unwrap_or(SheetKind::Goal)
}

/// A mark beside a control.
#[derive(Debug, Serialize)]
struct CellMark {
    row: u32,
    field: &'static str,
    severity: &'static str,
    message: String,
}

/// A text that changes while one types: of a row, or (row 0) of the page.
#[derive(Debug, Serialize)]
struct Slot {
    row: u32,
    name: &'static str,
    text: String,
}

/// What the script shows.
#[derive(Debug, Serialize)]
struct Lint {
    cells: Vec<CellMark>,
    slots: Vec<Slot>,
    panel: String,
}

/// `POST /goals/{id}/lint`: judged like a submission, and nothing is written.
pub(super) async fn lint(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let kind = kind_of(&posted);
    // The grid of the review room asks with the edition it changes and the words of the change.
    posted.only(&[draft::known(kind).as_slice(), &["edition", "words"]].concat())?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let Typed { draft, rows } = draft::typed(kind, &posted.fields);
    let outcome = state
        .run(move |app| app.check_draft(&posted.visit.actor(), sheet, &draft))
        .await;
    match outcome {
        Ok(check) => Ok(Json(lint_of(&check, &rows)).into_response()),
        Err(WebError::App(AppError::Invalid(errors))) => {
            let problems = draft::problems(&errors);
            let panel = look::error_summary(&problems).into_string();
            let lint = Lint {
                cells: Vec::new(),
                slots: Vec::new(),
                panel,
            };
            Ok(Json(lint).into_response())
        }
        Err(error) => Err(error),
    }
}

fn lint_of(check: &DraftCheck, rows: &[u32]) -> Lint {
    let row_of = |position: u32| {
        let index = usize::try_from(position).unwrap_or_default().checked_sub(1)?;
        rows.get(index).copied()
    };
    let placed: Vec<FindingView> = check
        .findings
        .iter()
        .map(|finding| FindingView {
            position: finding.position.and_then(row_of),
            ..finding.clone()
        })
        .collect();
    let cells = placed.iter().filter_map(cell_mark).collect();
    let total = |row, name, text| Slot { row, name, text };
    let mut slots: Vec<Slot> = rows
        .iter()
        .zip(&check.computed_scores)
        .map(|(row, score)| {
            total(
                *row,
                "computed",
                score.map_or_else(|| "—".to_owned(), |score| score.to_string()),
            )
        })
        .collect();
    slots.push(total(0, "quantified", panel::rate(&check.totals)));
    slots.push(total(
        0,
        "total",
        check
            .totals
            .computed_total
            .map_or_else(|| "—".to_owned(), |score| score.to_string()),
    ));
    slots.push(total(
        0,
        "grade",
        check.totals.grade.clone().unwrap_or_else(|| "—".to_owned()),
    ));
    Lint {
        cells,
        slots,
        panel: panel::findings(&placed).into_string() + &panel::missing(&check.unanswered).into_string(),
    }
}

fn cell_mark(finding: &FindingView) -> Option<CellMark> {
    Some(CellMark {
        row: finding.position?,
        field: finding.field.and_then(panel::control)?,
        severity: finding.severity.code(),
        message: format!("{} [{}]", finding.message, finding.code),
    })
}
