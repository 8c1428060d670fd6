//! What is done to a sheet by one button each. What is refused keeps what was typed.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::common::Written;
use hengji_app::evaluations::{
    PointWords, SecondLookInput, SignOffAnswerInput, SignOffAnswersInput, SignOffIssueInput,
    SignOffWithdrawal,
};
use hengji_app::papers::Copy;
use hengji_domain::id::EvaluationId;

use super::{draft, here, load, points, shown};
use crate::error::WebError;
use crate::extract::Posted;
use crate::fields::Fields;
use crate::pages::evaluation::{answer as line, id_of, refusals};
use crate::pages::paper::{PDF, WORD, file};
use crate::pages::{Answer, see, workbook};
use crate::state::WebState;
use crate::visit::Visit;

/// `POST /evaluations/{id}/sign-off`.
pub(super) async fn issue(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only_or_below(&["version", "seen", "findings"], draft::ROOT)?;
    let (id, visit, typed) = (id_of(&id)?, posted.visit.clone(), posted.fields.clone());
    let words = below(&typed, draft::ROOT);
    let input = SignOffIssueInput {
        version: typed.parsed("version").unwrap_or_default(),
        seen: typed.text("seen").to_owned(),
        words: words
            .into_iter()
            .map(|(item, words)| PointWords { item, words })
            .collect(),
        findings: typed.text("findings").to_owned(),
    };
    let outcome = state
        .run(move |app| app.issue_sign_off_sheet(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, &typed).await
}

/// `POST /evaluations/{id}/sign-off/answers`.
pub(super) async fn answer(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only_or_below(&["version"], points::ROOT)?;
    let (id, visit, typed) = (id_of(&id)?, posted.visit.clone(), posted.fields.clone());
    let mut answers: BTreeMap<u32, SignOffAnswerInput> = BTreeMap::new();
    for (name, value) in below(&typed, points::ROOT) {
        let Some((number, what)) = name.split_once('.') else {
            continue;
        };
        let Ok(number) = number.parse() else { continue };
        let one = answers.entry(number).or_insert_with(|| SignOffAnswerInput {
            number,
            ..SignOffAnswerInput::default()
        });
        match what {
            "verdict" => one.verdict = value,
            "words" => one.words = value,
            _ => one.evidence = value,
        }
    }
    let input = SignOffAnswersInput {
        version: typed.parsed("version").unwrap_or_default(),
        answers: answers.into_values().collect(),
    };
    let outcome = state
        .run(move |app| app.answer_sign_off_sheet(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, &typed).await
}

/// `POST /evaluations/{id}/sign-off/look`.
pub(super) async fn look(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only_or_below(&["version", "number", "outcome", "words"], line::ROOT)?;
    let (id, visit, typed) = (id_of(&id)?, posted.visit.clone(), posted.fields.clone());
    let input = SecondLookInput {
        version: typed.parsed("version").unwrap_or_default(),
        number: typed.parsed("number").unwrap_or_default(),
        outcome: typed.text("outcome").to_owned(),
        words: typed.text("words").to_owned(),
        line: line::typed(&typed).items.into_iter().next().unwrap_or_default(),
    };
    let outcome = state
        .run(move |app| app.look_again_at_point(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, &typed).await
}

/// `POST /evaluations/{id}/sign-off/sign`.
pub(super) async fn sign(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let version = posted.fields.parsed("version").unwrap_or_default();
    let outcome = state
        .run(move |app| app.sign_sign_off_sheet(&posted.visit.actor(), &posted.key, id, version))
        .await;
    answered(&state, &visit, id, outcome, &Fields::default()).await
}

/// `POST /evaluations/{id}/sign-off/withdraw`.
pub(super) async fn withdraw(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "reason"])?;
    let (id, visit, typed) = (id_of(&id)?, posted.visit.clone(), posted.fields.clone());
    let input = SignOffWithdrawal {
        version: typed.parsed("version").unwrap_or_default(),
        reason: typed.text("reason").to_owned(),
    };
    let outcome = state
        .run(move |app| app.withdraw_sign_off_sheet(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, &typed).await
}

/// `POST /evaluations/{id}/sign-off/export`.
pub(super) async fn export(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, WebError> {
    posted.only(&[])?;
    let id = id_of(&id)?;
    let bytes = state
        .run(move |app| app.export_sign_off(&posted.visit.actor(), id))
        .await?;
    Ok(workbook("sign-off", bytes))
}

/// `GET /evaluations/{id}/sign-off.pdf`.
pub(super) async fn draft_pdf(state: State<WebState>, visit: Visit, id: Path<String>) -> Answer {
    printed(state, visit, id, Copy::Pdf).await
}

/// `GET /evaluations/{id}/sign-off.docx`.
pub(super) async fn draft_docx(state: State<WebState>, visit: Visit, id: Path<String>) -> Answer {
    printed(state, visit, id, Copy::Word).await
}

async fn printed(State(state): State<WebState>, visit: Visit, Path(id): Path<String>, copy: Copy) -> Answer {
    let (id, actor) = (id_of(&id)?, visit.actor());
    let bytes = state
        .run(move |app| app.print_sign_off_draft(&actor, id, copy))
        .await?;
    Ok(match copy {
        Copy::Pdf => file(PDF, "签证单打印稿", "pdf", bytes),
        Copy::Word => file(WORD, "签证单打印稿", "docx", bytes),
    })
}

/// What was posted below a name, without it.
fn below(fields: &Fields, root: &str) -> Vec<(String, String)> {
    let prefix = format!("{root}.");
    let all = fields.below(root).into_iter();
    all.filter_map(|(name, value)| Some((name.strip_prefix(&prefix)?.to_owned(), value)))
        .collect()
}

/// Back to the page, or the page again with what is wrong.
async fn answered(
    state: &WebState,
    visit: &Visit,
    id: EvaluationId,
    outcome: Result<Written, WebError>,
    typed: &Fields,
) -> Answer {
    let error = match outcome {
        Ok(_) => return Ok(see(&here(id))),
        Err(error) => error,
    };
    let found = refusals(error)?;
    let page = load(state, visit, id).await?;
    let again = shown(visit, &page, typed, &found);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}
