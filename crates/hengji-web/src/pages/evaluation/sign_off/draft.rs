//! The form that issues a sheet: changed lines with their words, other lines, findings that belong to no line.

use hengji_app::evaluations::sign_off::view::{CandidateView, DraftView, SignOffPage};
use maud::{Markup, html};

use super::here;
use crate::fields::Fields;
use crate::look::{field, hidden, points};
use crate::visit::Visit;

/// The words of lines are posted below this name, one for each item.
pub(super) const ROOT: &str = "words";

/// The form, or why there is none yet.
pub(super) fn card(visit: &Visit, page: &SignOffPage, draft: &DraftView, typed: &Fields) -> Markup {
    html! {
        section class="card" id="draft" {
            h2 { "拟发签证单" span class="end quiet" { "改分 " (draft.changed.len()) " 项" } }
            @if draft.why_not.is_empty() { (form(visit, page, draft, typed)) } @else { p class="quiet" { (draft.why_not) } }
        }
    }
}

fn form(visit: &Visit, page: &SignOffPage, draft: &DraftView, typed: &Fields) -> Markup {
    html! {
        form method="post" action=(here(page.evaluation)) id="issue" {
            (visit.token().fields())
            (hidden("version", &page.evaluation_version.to_string()))
            (hidden("seen", &draft.seen))
            @if draft.changed.is_empty() {
                p class="quiet" { "各项复核得分与自评一致,没有改分的指标。" }
            } @else {
                p class="small" { "下列指标的复核得分与自评不同,必须列入;理由先带出评分时写的依据,可以修改。" }
                (table(&draft.changed, typed))
            }
            @if !draft.others.is_empty() {
                details {
                    summary { "其他指标(写明发现的问题才列入,共 " (draft.others.len()) " 项)" }
                    (table(&draft.others, typed))
                }
            }
            (field("findings", "其他问题", "不属于某一项指标的问题,每行一条", None, html! { textarea id="findings" name="findings" rows="3" { (typed.text("findings")) } }))
            button class="primary" data-key="s" data-key-name="发出" { "发出签证单 " kbd { "Alt+S" } }
            span class="small quiet" { " 发出后评分不能直接修改;部门应在 " (page.answer_within) "内逐项答复" }
        }
    }
}

fn table(lines: &[CandidateView], typed: &Fields) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "指标" } th scope="col" class="num" { "分值" } th scope="col" class="num" { "自评分" }
                th scope="col" class="num" { "复核分" } th scope="col" { "改分理由、发现的问题" }
            } }
            tbody { @for line in lines {
                tr {
                    td { (line.name) }
                    td class="num" { (line.weight) }
                    td class="num" { (points(line.own)) }
                    td class="num" { strong { (points(line.verified)) } }
                    td { textarea name={ (ROOT) "." (line.item) } rows="2" maxlength="1000" aria-label={ (line.name) "的理由" } { (standing(line, typed)) } }
                }
            } }
        }
    }
}

/// What was typed and refused, else what the scorers wrote.
fn standing<'a>(line: &'a CandidateView, typed: &'a Fields) -> &'a str {
    let name = format!("{ROOT}.{}", line.item);
    let text = typed.text(&name);
    if text.is_empty() { &line.words } else { text }
}
