//! The two national forms on A4, as they are signed and filed.

mod goal;
mod self_evaluation;

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use hengji_app::rules::view::RuleView;
use hengji_app::sheets::view::{SheetPage, SignatureView};
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::{monitored, paths, show};
use crate::look;
use crate::pages::Answer;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /goals/{id}/paper`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = show::load(&state, &visit, &id).await?;
    let (actor, year) = (visit.actor(), page.project.year);
    let rules = state.run(move |app| app.rules_page(&actor, year)).await?.rules;
    let body = html! {
        h1 { (paths::form_name(page.kind)) }
        p class="under" { "(" (page.project.year) " 年度)" }
        @match page.kind {
            SheetKind::Goal | SheetKind::GoalAdjustment => (goal::table(&page))
            SheetKind::Monitoring => (monitored::table(&page))
            SheetKind::SelfEvaluation | SheetKind::ExAnteEvaluation => (self_evaluation::table(&page))
        }
        (signs(&page))
        (cites(&page, &rules))
    };
    let back = paths::sheet(page.kind, page.id);
    Ok(look::paper_page(
        paths::form_name(page.kind),
        &back,
        visit.session.is_demonstration,
        body,
    )
    .into_response())
}

/// Who signed the edition on this paper.
fn signs(page: &SheetPage) -> Markup {
    let of_edition = page
        .signatures
        .iter()
        .filter(|signature| signature.edition == page.edition);
    let signatures: Vec<&SignatureView> = of_edition.collect();
    html! {
        div class="signs" {
            @if signatures.is_empty() {
                span { "填报人:" } span { "单位负责人:" } span { "单位(盖章):" } span { "填报日期:    年  月  日" }
            }
            @for signature in signatures {
                span { (signature.step) ":" (signature.hand.name) " " (signature.hand.at.shanghai_date()) }
            }
        }
    }
}

/// Rules that this paper rests on, each with its source and how well it is known.
fn cites(page: &SheetPage, rules: &[RuleView]) -> Markup {
    let used = used_rules(page, rules);
    html! {
        div class="cites" {
            div { "依据(✔ 已核实 ◐ 部分核实 ✎ 未核实):" }
            ol { @for rule in &used { li { (rule.description) ":" (rule.source) " " (rule.mark) " " (rule.verification) } } }
            @if used.iter().any(|rule| rule.mark == "✎") { div { "标“未核实”的规则尚未与正式文件核对,以正式文件为准。" } }
            div { (page.state.name) @if page.edition == 0 { ",尚未提交" } @else { ",第 " (page.edition) " 版" }
                @if let Some(hash) = &page.paper_sha256 { ",文本摘要值 " (hash) }
            }
        }
    }
}

fn used_rules<'a>(page: &SheetPage, rules: &'a [RuleView]) -> Vec<&'a RuleView> {
    let mut keys: Vec<&str> = vec![page.frame_citation.rule.as_str()];
    keys.extend(page.lines.iter().filter_map(|line| line.rule.as_deref()));
    if page.execution.is_some() {
        keys.push("scoring.execution");
    }
    rules
        .iter()
        .filter(|rule| keys.contains(&rule.key.as_str()))
        .collect()
}
