//! Drafting: what stands in the way, the form, and the paper as the records would give it now.

use hengji_app::spot::circular::view::{CircularBlock, CircularPage, CircularPreparation};
use maud::{Markup, html};

use super::super::evaluation::sign_off_tag;
use super::path;
use super::show::Typed;
use crate::look::{self, field, verification_mark};
use crate::visit::Visit;

pub(super) fn card(visit: &Visit, page: &CircularPage, ready: &CircularPreparation, typed: &Typed) -> Markup {
    html! {
        section class="card" id="prepare" {
            h2 { @if ready.is_replacement { "另拟一版替换" } @else { "拟写通报" }
                span class="end quiet" { "形成结论不低于 " (ready.least_percent) "% 方可拟稿 " (verification_mark(&ready.basis)) }
            }
            p { "抽中 " b { (ready.drawn) } " 项,已形成结论 " b { (ready.concluded) } " 项。" }
            @if !ready.refusal.is_empty() { div class="note warn" id="refusal" { (ready.refusal) } }
            @if ready.may_draft { (form(visit, page, ready, typed)) }
            @else if ready.refusal.is_empty() { p class="quiet" { "通报由绩效科拟稿,由局领导签发。" } }
            (waiting(&ready.waiting))
        }
        @if let Some(trial) = &ready.trial {
            details class="card" id="trial" {
                summary { "按现有记录试写的通报(未拟稿,不得外传)" }
                (look::paper_text(trial))
            }
        }
    }
}

fn form(visit: &Visit, page: &CircularPage, ready: &CircularPreparation, typed: &Typed) -> Markup {
    let least = format!("至少 {} 字,写入原通报的撤回记录", ready.reason_least);
    html! {
        form method="post" id="draft" action=(path(page.round)) {
            (visit.token().fields())
            @if ready.is_replacement {
                (field("reason", "替换理由", &least, None, html! { input id="reason" name="reason" maxlength="1000" value=(typed.reason); }))
            }
            (field("remarks", "补充要求", "可以不写;写在整改要求之后,每行一段,1000 字以内", None, html! {
                textarea id="remarks" name="remarks" rows="3" maxlength="1000" { (typed.remarks) }
            }))
            p class="small quiet" { "通报中的数字都取自抽评记录,签发之前随记录变化,签发时固定。" }
            div class="buttons" { button class="primary" data-key="s" data-key-name="拟稿" { "拟稿送局领导 " kbd { "Alt+S" } } }
        }
    }
}

fn waiting(all: &[CircularBlock]) -> Markup {
    html! {
        @if !all.is_empty() {
            h3 { "没有形成结论的 " (all.len()) " 项" }
            table class="list" id="waiting" {
                thead { tr { th scope="col" { "项目" } th scope="col" { "主管部门" } th scope="col" { "办理情况" } th scope="col" { "签证单" } } }
                tbody {
                    @for one in all {
                        tr {
                            th scope="row" { @match one.evaluation { Some(id) => a href={ "/evaluations/" (id) } { (one.name) } None => (one.name) } }
                            td { (one.department) }
                            td { @match one.state { Some(state) => (state.name()) None => "未开展" } }
                            td { @match (one.sign_off, one.evaluation) { (Some(state), Some(id)) => a href={ "/evaluations/" (id) "/sign-off" } { (sign_off_tag(state)) } _ => span class="quiet" { "未发出" } } }
                        }
                    }
                }
            }
        }
    }
}
