//! The figures of an evaluation: what the product computed, what each side entered, and the form for the rest.

use hengji_app::evaluations::Side;
use hengji_app::evaluations::view::{EvaluationPage, FactView};
use maud::{Markup, html};

use super::path;
use crate::look::hidden;
use crate::visit::Visit;

/// Fields of one row of the form.
pub(super) const FIELDS: [&str; 4] = ["code", "seen", "value", "source"];

/// The section, nothing where the framework names no figures.
pub(super) fn section(page: &EvaluationPage, visit: &Visit) -> Markup {
    if page.facts.is_empty() {
        return html! {};
    }
    let action = match page.writes {
        Some(Side::SelfScore) => Some(format!("{}/own-facts", path(page.id))),
        Some(Side::Verification) => Some(format!("{}/facts", path(page.id))),
        None => None,
    };
    html! {
        section class="card" id="facts" {
            h2 { "数据" span class="end quiet" { "公式法指标按这些数据计分;系统有的自动取数,没有的填报并写明来源" } }
            @if let Some(action) = &action {
                form method="post" action=(action) id="facts-form" {
                    (visit.token().fields())
                    (table(page, true))
                    p { button class="primary" { "保存数据" } span class="quiet small" { "财政局未填的,沿用单位填报数" } }
                }
            } @else { (table(page, false)) }
        }
    }
}

fn table(page: &EvaluationPage, writes: bool) -> Markup {
    html! {
        table class="list" {
            thead { tr {
                th scope="col" { "数据项" } th scope="col" { "单位" }
                @if page.has_self_score { th scope="col" class="num" { "单位填报" } }
                th scope="col" class="num" { "财政复核" }
                @if writes { th scope="col" { "本方填报" } th scope="col" { "来源" } }
            } }
            tbody { @for fact in &page.facts { (row(page, fact, writes)) } }
        }
    }
}

fn row(page: &EvaluationPage, fact: &FactView, writes: bool) -> Markup {
    let entered = |one: &Option<(String, String)>| {
        html! {
            @match one { Some((value, source)) => { (value) div class="small quiet" { (source) } } None => span class="quiet" { "—" } }
        }
    };
    html! {
        tr {
            td { (fact.name) div class="small quiet mono" { (fact.code) } }
            td { (fact.unit) }
            @if let Some((value, source)) = &fact.system {
                td class="num" colspan=(if page.has_self_score { "2" } else { "1" }) { (value) div class="small quiet" { (source) } }
                @if writes { td colspan="2" class="quiet" { "系统取数,不用填" } }
            } @else {
                @if page.has_self_score { td class="num" { (entered(&fact.by_unit)) } }
                td class="num" { (entered(&fact.by_bureau)) }
                @if writes {
                    @let (value, source, seen) = &fact.typed;
                    td {
                        (hidden("code", &fact.code)) (hidden("seen", &seen.to_string()))
                        input class="num" type="text" inputmode="decimal" id={ "fact-" (fact.code) } name="value" value=(value) size="12" autocomplete="off" aria-label=(fact.name);
                    }
                    td { input type="text" name="source" value=(source) autocomplete="off" placeholder="报表、文件名称" aria-label={ (fact.name) "来源" }; }
                }
            }
        }
    }
}
