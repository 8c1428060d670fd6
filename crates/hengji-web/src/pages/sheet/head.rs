//! What stands over the lines of a sheet: where it is, why it came back, project and money.

use hengji_app::authz::Action;
use hengji_app::sheets::view::{OpinionView, SheetPage, SignatureView, StepStatus, StepView};
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::paths;
use crate::look::{self, Crumb, Step, StepLook, state_tag, tag};
use crate::visit::Visit;

/// The way from the list over the project to the sheet.
pub(super) fn crumbs(page: &SheetPage) -> Vec<Crumb> {
    vec![
        Crumb::to(page.kind.name(), list_of(page.kind)),
        Crumb::to(
            page.project.name.clone(),
            format!("/projects/{}", page.project.id),
        ),
        Crumb::here(paths::form_name(page.kind)),
    ]
}

/// The list that shows sheets of the kind: monitoring has a page of its own over them.
const fn list_of(kind: SheetKind) -> &'static str {
    match kind {
        SheetKind::Monitoring => "/monitoring",
        _ => paths::list(kind),
    }
}

/// Title, state, and what can be opened beside the sheet.
pub(super) fn title(page: &SheetPage, visit: &Visit) -> Markup {
    let path = paths::sheet(page.kind, page.id);
    let latest = page.editions.iter().map(|edition| edition.edition).max();
    html! {
        div class="title" {
            h1 { (paths::form_name(page.kind)) }
            (state_tag(page.state.code, &page.state.name))
            span class="tag" { @if page.edition == 0 { "尚未提交" } @else { "第 " (page.edition) " 版" } }
            @if page.is_late { (tag("red", "已逾期")) }
            @if let Some(day) = page.due_on { span class="sub" { "报送截止 " (look::date(day)) } }
            div class="actions" {
                @if let Some(latest) = latest.filter(|latest| 1 < *latest) {
                    a class="button" href={ (path) "/diff?from=" (latest - 1) "&to=" (latest) } { "与上一版比较" }
                }
                a class="button" href={ (path) "/paper" } { "打印表" }
                @if may_withdraw(page) {
                    form method="post" action={ (path) "/withdraw" } {
                        (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
                        button data-confirm="撤回后需要重新提交,确定撤回?" { "撤回" }
                    }
                }
            }
        }
        (steps(&page.steps))
        (opinions(page))
        (earlier_opinions(page))
    }
}

fn may_withdraw(page: &SheetPage) -> bool {
    page.may(Action::withdraw(page.kind))
}

fn steps(steps: &[StepView]) -> Markup {
    let step = |step: &StepView| Step {
        name: step.name.clone(),
        look: match step.status {
            StepStatus::Done => StepLook::Done,
            StepStatus::Current => StepLook::Now,
            StepStatus::ReturnedFrom => StepLook::Back,
            StepStatus::Waiting => StepLook::Ahead,
        },
        note: match &step.hand {
            Some(hand) => format!("{} {}", hand.name, hand.at.shanghai_date().format("%m-%d")),
            None => step.role_name.to_owned(),
        },
    };
    look::steps_bar(&steps.iter().map(step).collect::<Vec<_>>())
}

/// Why the sheet came back: the first thing the unit must read.
fn opinions(page: &SheetPage) -> Markup {
    html! {
        @if let Some(first) = page.opinions.first() {
            section class="note bad" aria-labelledby="returned" {
                h2 id="returned" { "“" (first.step) "”退回,共 " (page.opinions.len()) " 条意见" }
                ul { @for opinion in &page.opinions { li { (opinion_words(opinion, page)) } } }
                p class="quiet small" { (first.hand.name) " " (look::moment(first.hand.at)) }
            }
        }
    }
}

/// What was said in earlier rounds: whoever decides now sees whether it was answered.
fn earlier_opinions(page: &SheetPage) -> Markup {
    html! {
        @if !page.earlier_opinions.is_empty() {
            details class="note" {
                summary { "以往意见 " (page.earlier_opinions.len()) " 条" }
                ul {
                    @for opinion in &page.earlier_opinions {
                        li {
                            (opinion_words(opinion, page))
                            span class="quiet small" {
                                " 第 " (opinion.edition) " 版 · " (opinion.step) " · " (opinion.hand.name) " " (look::moment(opinion.hand.at))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn opinion_words(opinion: &OpinionView, page: &SheetPage) -> Markup {
    let line = opinion
        .line
        .and_then(|key| page.lines.iter().find(|line| line.key == key));
    html! {
        @match line {
            Some(line) => { a href={ "#line-" (line.position) } { "第 " (line.position) " 行 " (line.level3) } ":" }
            None if opinion.line.is_some() => "已删去的一行:"
            None => "全表:"
        }
        strong { (opinion.reason) }
        @if !opinion.reason.is_empty() && !opinion.text.is_empty() { " —— " }
        (opinion.text)
    }
}

/// Project, unit and budget.
pub(super) fn facts(page: &SheetPage) -> Markup {
    let project = &page.project;
    html! {
        dl class="facts" {
            div { dt { "项目名称" } dd { a href={ "/projects/" (project.id) } { (project.name) } } }
            div { dt { "项目代码" } dd class="mono" { (project.code) } }
            div { dt { "主管部门" } dd { (project.department_name) } }
            div { dt { "实施单位" } dd { (project.unit_name) } }
            div { dt { "项目类型" } dd { (project.project_type.name()) " · " (project.nature.name()) } }
            div { dt { "年初预算(万元)" } dd { (look::money(project.total)) } }
            @if page.kind == SheetKind::SelfEvaluation {
                div { dt { "全年预算" } dd { (look::optional_money(page.money.adjusted)) } }
                div { dt { "全年执行" } dd { (look::optional_money(page.money.executed)) } }
                @if let Some(rate) = page.execution_rate_bp { div { dt { "执行率" } dd { (look::percent_of_bp(rate)) } } }
            }
        }
    }
}

/// Who signed what; the hash lets anybody check that a printed copy is the signed content.
pub(super) fn signatures(signatures: &[SignatureView]) -> Markup {
    html! {
        @if !signatures.is_empty() {
            section class="card" {
                h2 { "办理记录" }
                table class="list" {
                    thead { tr { th scope="col" { "版次" } th scope="col" { "环节" } th scope="col" { "角色" } th scope="col" { "办理人" } th scope="col" { "时间" } th scope="col" { "所签内容摘要值" } } }
                    tbody {
                        @for signature in signatures {
                            tr {
                                td class="num" { (signature.edition) } td { (signature.step) } td { (signature.role_name) }
                                td { (signature.hand.name) } td { (look::moment(signature.hand.at)) }
                                td class="mono" title=(signature.content_sha256) { (signature.content_sha256.get(..16).unwrap_or_default()) "…" }
                            }
                        }
                    }
                }
            }
        }
    }
}
