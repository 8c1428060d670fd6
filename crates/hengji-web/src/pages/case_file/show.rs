//! One case file: where it stands, what comes next, and everything that was collected.

use axum::extract::{Path, State};
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::case_files::view::CaseFilePage;
use hengji_domain::case_file::{CaseStage, PlanState};
use hengji_domain::id::EvaluationId;
use maud::{Markup, html};

use super::super::{Answer, framed};
use super::{Typed, collect, id_of, path, plan, report, stage_tag};
use crate::error::WebError;
use crate::look::{self, Crumb, Problem, Step, StepLook, TimelineEntry, error_summary, hidden};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /evaluations/{id}/case`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, id_of(&id)?).await?;
    Ok(shown(&visit, &page, &Typed::default(), &[]))
}

/// The page's values.
pub(super) async fn load(
    state: &WebState,
    visit: &Visit,
    id: EvaluationId,
) -> Result<CaseFilePage, WebError> {
    let actor = visit.actor();
    state.run(move |app| app.case_file(&actor, id)).await
}

/// The page; what was typed into a refused form stands in it again.
pub(super) fn shown(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Response {
    let name = format!("{}评价档案", page.title);
    let body = html! {
        (error_summary(problems))
        div class="title" {
            h1 { (page.title) }
            span class="sub" { "评价档案 · " (page.kind) " · " (page.year) " 年度" }
            (stage_tag(page.stage))
            div class="actions" {
                a class="button" href={ "/evaluations/" (page.id) } { "评分表" }
                @if page.stage != CaseStage::WorkingPaper && page.stage != CaseStage::Draft {
                    a class="button" href={ "/evaluations/" (page.id) "/exchange" } { "交换意见" }
                }
            }
        }
        (look::steps_bar(&steps(page)))
        p class="note" id="next" { strong { "下一步:" } (page.next) }
        (report::buttons(visit, page, typed, problems))
        (figures(page))
        div class="columns" {
            div {
                (plan::section(visit, page, typed, problems))
                (plan::team(visit, page, typed, problems))
                (collect::records(visit, page, typed, problems))
                (collect::evidence(visit, page, typed, problems))
                (report::section(visit, page, typed, problems))
            }
            aside {
                (collect::agreement(page))
                (collect::surveys(page))
                (report::editions(page))
                section class="card" { h2 { "经过" } (trail(page)) }
            }
        }
    };
    let crumbs = [
        Crumb::to("评价档案", "/case-files"),
        Crumb::here(page.title.clone()),
    ];
    framed(visit, &name, &crumbs, body)
}

fn steps(page: &CaseFilePage) -> Vec<Step> {
    let plan = Step {
        name: "工作方案".to_owned(),
        look: if page.plan == PlanState::Approved {
            StepLook::Done
        } else {
            StepLook::Now
        },
        note: page.plan.name().to_owned(),
    };
    let stages = CaseStage::ALL.into_iter().map(|stage| Step {
        name: stage.name().to_owned(),
        look: match stage.cmp(&page.stage) {
            std::cmp::Ordering::Less => StepLook::Done,
            std::cmp::Ordering::Equal if stage == CaseStage::Final => StepLook::Done,
            std::cmp::Ordering::Equal => StepLook::Now,
            std::cmp::Ordering::Greater => StepLook::Ahead,
        },
        note: match (stage, page.due_on) {
            (CaseStage::Exchange, Some(due)) => format!("答复期限 {due}"),
            _ => String::new(),
        },
    });
    std::iter::once(plan).chain(stages).collect()
}

fn figures(page: &CaseFilePage) -> Markup {
    let proven = page.items.iter().filter(|item| !item.files.is_empty()).count();
    let (points, objected, open) = page.points;
    html! {
        div class="figures" {
            div class="figure" { b { @match page.funds { Some(funds) => (look::money(funds)) None => "—" } } span { "涉及资金(万元)" } }
            div class="figure" { b { (page.handed_in) " / " (page.scorers_least) } span { "独立评分已提交" } }
            a class="figure" href="#evidence" { b { (proven) " / " (page.items.len()) } span { "有佐证的指标" } }
            a class="figure" href="#records" { b { (page.records.iter().filter(|one| one.withdrawn.is_none()).count()) } span { "现场记录" } }
            a class="figure" href="#report" { b { (page.findings.len()) } span { "发现问题" } }
            @if 0 < points { a class="figure" href={ "/evaluations/" (page.id) "/exchange" } { b { (points) } span { "征求意见点" } span class="small quiet" { "有异议 " (objected) " · 待处理 " (open) } } }
        }
    }
}

/// A small form with one button that has an export.
pub(super) fn export(visit: &Visit, page: &CaseFilePage, table: &str, name: &str) -> Markup {
    html! {
        @if may(&visit.actor(), Action::ExportEvaluations) {
            form method="post" action={ (path(page.id)) "/export" } class="end" {
                (visit.token().fields()) (hidden("table", table))
                button { (name) }
            }
        }
    }
}

fn trail(page: &CaseFilePage) -> Markup {
    let entries: Vec<TimelineEntry> = page
        .trail
        .iter()
        .map(|one| TimelineEntry {
            at: one.at,
            who: one.who.clone(),
            what: one.what.clone(),
            text: one.detail.clone(),
            is_return: one.what.contains("退回"),
        })
        .collect();
    look::timeline(&entries)
}
