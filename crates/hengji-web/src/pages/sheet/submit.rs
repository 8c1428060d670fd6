//! Handing a sheet in: first what stands in the way and what will happen, then the step itself; and taking it back.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::sheets::Move;
use hengji_app::sheets::view::{DraftCheck, SheetPage, StepStatus};
use hengji_domain::Severity;
use hengji_domain::id::SheetId;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::{draft, head, panel, paths, show};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look;
use crate::pages::{Answer, framed, see};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /goals/{id}/submit`.
pub(super) async fn check(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = show::load(&state, &visit, &id).await?;
    // What stands in the way is judged now: a sheet that was never saved has no stored findings.
    let (actor, sheet, stored) = (visit.actor(), page.id, draft::stored(&page));
    let check = state
        .run(move |app| app.check_draft(&actor, sheet, &stored))
        .await?;
    let title = format!("提交{}", page.kind.name());
    Ok(framed(
        &visit,
        &title,
        &head::crumbs(&page),
        check_page(&page, &check, &visit),
    )
    .into_response())
}

/// `POST /goals/{id}/submit`.
pub(super) async fn submit(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (sheet, step) = step_of(&id, &posted)?;
    let here = posted.visit.here.clone();
    state
        .run(move |app| app.submit_sheet(&posted.visit.actor(), &posted.key, sheet, &step))
        .await?;
    Ok(see(here.trim_end_matches("/submit")))
}

/// `POST /goals/{id}/withdraw`.
pub(super) async fn withdraw(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let (sheet, step) = step_of(&id, &posted)?;
    let here = posted.visit.here.clone();
    state
        .run(move |app| app.withdraw_sheet(&posted.visit.actor(), &posted.key, sheet, &step))
        .await?;
    Ok(see(here.trim_end_matches("/withdraw")))
}

fn step_of(id: &str, posted: &Posted) -> Result<(SheetId, Move), WebError> {
    posted.only(&["version"])?;
    let sheet = id.parse().map_err(AppError::from)?;
    let version = posted.fields.parsed("version").unwrap_or_default();
    Ok((sheet, Move { version }))
}

fn check_page(page: &SheetPage, check: &DraftCheck, visit: &Visit) -> Markup {
    let (errors, others): (Vec<_>, Vec<_>) = check
        .findings
        .iter()
        .cloned()
        .partition(|finding| finding.severity == Severity::Error);
    let missing = draft::problems(&check.unanswered);
    let obstacles = errors.len() + missing.len();
    let may_submit = page.may(Action::submit(page.kind));
    html! {
        div class="title" { h1 { "提交前核对" } span class="sub" { (page.project.name) } }
        @if 0 < obstacles {
            section class="note bad" role="alert" {
                h2 { "还不能提交:有 " (obstacles) " 处须先改正" }
                ul { @for problem in &missing { li { (problem.message) } } }
                p { "请返回填报页逐条改正。" }
            }
            @if !errors.is_empty() { section class="card" { (panel::findings(&errors)) } }
        }
        section class="card" {
            h2 { "将要提交的内容" }
            (head::facts(page))
            hr;
            @if page.kind != SheetKind::Monitoring { (panel::sums(&check.totals, &page.frame, page.kind)) }
            p { "提交后由" strong { (next_step(page)) } "办理,在其退回或您撤回之前不能再修改;提交内容将以您的名义签署并留存。" }
        }
        @if !others.is_empty() {
            section class="card" { h2 { "可以提交,但请再看一眼" } (panel::findings(&others)) }
        }
        div class="buttons" {
            @if obstacles == 0 && may_submit {
                form method="post" action={ (paths::sheet(page.kind, page.id)) "/submit" } {
                    (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
                    button class="primary" data-key="j" data-key-name="确认提交" { "确认提交 " kbd { "Alt+J" } }
                }
            }
            @if !may_submit { p class="warn" { "提交由业务经办办理;您的角色可以填写和暂存。" } }
            a class="button" href=(paths::sheet(page.kind, page.id)) { "返回填报页" }
        }
    }
}

/// The step after preparing.
fn next_step(page: &SheetPage) -> String {
    let next = page
        .steps
        .iter()
        .skip(1)
        .find(|step| step.status != StepStatus::Current);
    next.map_or_else(
        || "下一环节".to_owned(),
        |step| format!("“{}”({})", step.name, step.role_name),
    )
}
