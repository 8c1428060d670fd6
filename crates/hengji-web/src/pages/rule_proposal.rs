//! 规则更改: proposed by one, decided by another.

mod form;
mod overlay;
mod show;
mod value;

use axum::extract::{Query, State};
use hengji_app::authz::Action;
use hengji_app::rules::ProposalFilter;
use hengji_app::rules::view::ProposalView;
use hengji_domain::rule_proposal::ProposalState;
use maud::{Markup, html};
use serde::Deserialize;

use super::{Answer, framed, workbook};
use crate::extract::Posted;
use crate::look::{self, Crumb, hidden, labelled, options, tag};
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/rule-proposals", Action::ViewRuleProposals, list)
        .person(Verb::Post, "/rule-proposals", Action::ProposeRule, form::propose)
        .person(Verb::Get, "/rule-proposals/new", Action::ProposeRule, form::form)
        .person(Verb::Post, "/rule-proposals/export", Action::ExportRules, export)
        .person(
            Verb::Get,
            "/rule-proposals/{id}",
            Action::ViewRuleProposals,
            show::show,
        )
        .person(
            Verb::Post,
            "/rule-proposals/{id}/approve",
            Action::ApproveRule,
            show::approve,
        )
        .person(
            Verb::Post,
            "/rule-proposals/{id}/reject",
            Action::RejectRule,
            show::reject,
        )
        .person(
            Verb::Post,
            "/rule-proposals/{id}/withdraw",
            Action::WithdrawRule,
            show::withdraw,
        )
        .person(
            Verb::Get,
            "/rule-overlay",
            Action::ViewRuleProposals,
            overlay::show,
        )
        .person(
            Verb::Get,
            "/rule-overlay/{file}",
            Action::ViewRuleProposals,
            overlay::download,
        )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filter {
    q: String,
    state: String,
}

impl Filter {
    fn query(&self) -> ProposalFilter {
        ProposalFilter {
            state: self.state.clone(),
            text: self.q.trim().to_owned(),
        }
    }
}

/// `GET /rule-proposals`.
async fn list(State(state): State<WebState>, visit: Visit, Query(filter): Query<Filter>) -> Answer {
    let (actor, query) = (visit.actor(), filter.query());
    let all = state.run(move |app| app.rule_proposals(&actor, &query)).await?;
    let waiting = all.iter().filter(|one| one.may_settle).count();
    let states = ProposalState::ALL
        .iter()
        .map(|state| (state.code(), state.name()));
    let body = html! {
        div class="title" {
            h1 { "规则更改" } span class="sub" { (visit.session.division_name) "," (all.len()) " 项申请" }
            div class="actions" {
                a class="button" href="/rule-overlay" { "本地更改文件" }
                form method="post" action="/rule-proposals/export" {
                    (visit.token().fields()) (hidden("q", &filter.q)) (hidden("state", &filter.state))
                    button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } }
                }
            }
        }
        @if 0 < waiting { div class="note" { strong { (waiting) } " 项等待您审批。申请人本人不能审批自己的申请。" } }
        section class="card" {
            form class="filters" method="get" action="/rule-proposals" data-autosubmit {
                (labelled("规则或理由", html! { input type="search" name="q" value=(filter.q); }))
                (labelled("状态", html! { select name="state" { (options(std::iter::once(("", "全部状态")).chain(states), &filter.state)) } }))
                button { "查询" }
            }
            (proposal_table(&all))
            p class="small quiet" { "要提出更改,请在“现行规则”中打开一条规则。批准后自所写年度起生效,已结账的年度不受影响。" }
        }
    };
    Ok(framed(&visit, "规则更改", &[Crumb::here("规则更改")], body))
}

/// `POST /rule-proposals/export`: the list exactly as filtered.
async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["q", "state"])?;
    let filter = Filter {
        q: posted.fields.text("q").to_owned(),
        state: posted.fields.text("state").to_owned(),
    };
    let query = filter.query();
    let file = state
        .run(move |app| app.export_rule_proposals(&posted.visit.actor(), &query))
        .await?;
    Ok(workbook("rule-proposals", file))
}

/// Proposals in a table, here and beside their rule.
pub(super) fn proposal_table(all: &[ProposalView]) -> Markup {
    html! {
        table class="list" {
            thead { tr {
                th scope="col" { "规则" } th scope="col" { "类别" } th scope="col" { "自年度" } th scope="col" { "原值" } th scope="col" { "新值" }
                th scope="col" { "依据" } th scope="col" { "申请人" } th scope="col" { "状态" }
            } }
            tbody {
                @for one in all {
                    tr {
                        td { a href={ "/rule-proposals/" (one.id) } { (one.description) } br; code class="quiet" { (one.rule) } }
                        td class="nowrap" { (one.kind.name()) }
                        td class="nowrap" { (one.from) }
                        td class="clip brief" title=(one.before) { (one.before) }
                        td class="clip brief" title=(one.after) { (one.after) }
                        td class="clip brief" title=(one.document.name) { (one.document.name) " " (one.clause) }
                        td { (one.proposed.name) br; (look::moment(one.proposed.at)) }
                        td class="nowrap" { (proposal_tag(one.state)) }
                    }
                }
                @if all.is_empty() { tr { td class="empty" colspan="8" { "没有符合条件的申请。" } } }
            }
        }
    }
}

fn proposal_tag(state: ProposalState) -> Markup {
    let colour = match state {
        ProposalState::Proposed => "blue",
        ProposalState::Approved => "green",
        ProposalState::Rejected => "red",
        ProposalState::Withdrawn => "",
    };
    tag(colour, state.name())
}
