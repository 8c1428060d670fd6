//! One sheet: to be written by the unit, to be reviewed by whoever holds the step, to be read by others.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::sheets::SheetDraft;
use hengji_app::sheets::view::SheetPage;
use hengji_domain::id::SheetId;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::{adjustment, attachment, draft, grid, head, monitored, panel, paths, review, scored, table};
use crate::error::WebError;
use crate::look::{Problem, error_summary};
use crate::pages::{Answer, framed, see};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /goals/{id}` and `GET /self-evaluations/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, &id).await?;
    if !visit.here.starts_with(paths::list(page.kind)) {
        return Ok(see(&paths::sheet(page.kind, page.id)));
    }
    let draft = draft::stored(&page);
    Ok(sheet_page(&visit, &page, &draft, &[]))
}

/// The sheet, as far as this person may know of it.
pub(super) async fn load(state: &WebState, visit: &Visit, id: &str) -> Result<SheetPage, WebError> {
    let id: SheetId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    state.run(move |app| app.sheet_page(&actor, id)).await
}

/// The page again with what was typed and what is wrong with it.
pub(super) fn refused(visit: &Visit, page: &SheetPage, draft: &SheetDraft, problems: &[Problem]) -> Response {
    let shown = sheet_page(visit, page, draft, problems);
    (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response()
}

fn sheet_page(visit: &Visit, page: &SheetPage, draft: &SheetDraft, problems: &[Problem]) -> Response {
    let may_save = page.may(Action::save(page.kind));
    let may_review = [
        Action::approve(page.kind),
        Action::conclude(page.kind),
        Action::return_for_revision(page.kind),
    ]
    .into_iter()
    .any(|action| page.may(action));
    let sheet = match (may_save, page.kind) {
        (true, SheetKind::Goal | SheetKind::GoalAdjustment) => grid::form(page, draft, visit, problems),
        (true, SheetKind::Monitoring) => monitored::form(page, draft, visit, problems),
        (true, SheetKind::SelfEvaluation | SheetKind::ExAnteEvaluation) => {
            scored::form(page, draft, visit, problems)
        }
        (false, _) if may_review => review::form(page, visit),
        (false, _) => reading(page),
    };
    let body = html! {
        (head::title(page, visit))
        (error_summary(problems))
        // A self-evaluation under review has eleven columns: it takes the whole width, findings above it.
        div class={ "columns" @if (!may_save && may_review && page.kind == SheetKind::SelfEvaluation) || page.kind == SheetKind::Monitoring { " whole" } } {
            div { (adjustment::section(page)) (sheet) (monitored::after(page, visit)) (adjustment::versions(page)) (head::signatures(&page.signatures)) (attachment::section(page, visit)) }
            @if page.kind != SheetKind::Monitoring {
                aside class="card rail" {
                    h2 { "检查结果" }
                    div data-lint-panel { (panel::findings(&page.findings)) }
                }
            }
        }
    };
    let title = format!("{} {}", page.project.name, page.kind.name());
    framed(visit, &title, &head::crumbs(page), body)
}

fn reading(page: &SheetPage) -> Markup {
    html! {
        section class="card" {
            (head::facts(page))
            hr;
            @if page.kind == SheetKind::Monitoring {
                (monitored::table(page))
            } @else {
                (review::statements(page))
                hr;
                (table::lines(page, &table::Beside::Nothing))
            }
            @if let Some(hash) = &page.paper_sha256 { p class="small quiet" { "办结文本摘要值(SHA-256)" code { (hash) } } }
        }
    }
}
