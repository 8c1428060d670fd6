//! One proposal, as the person who decides reads it.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::rules::Settle;
use hengji_app::rules::view::ProposalView;
use hengji_domain::id::RuleProposalId;
use maud::{Markup, html};

use super::proposal_tag;
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, hidden};
use crate::pages::{Answer, framed, see};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /rule-proposals/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: RuleProposalId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let one = state.run(move |app| app.rule_proposal(&actor, id)).await?;
    let body = html! {
        div class="title" {
            h1 { (one.kind.name()) ":" (one.description) } (proposal_tag(one.state))
            span class="sub mono" { (one.rule) }
        }
        section class="card" {
            table class="list" {
                thead { tr { th scope="col" { "现行值(申请时)" } th scope="col" { "新的值,自 " (one.from) " 年度起" } } }
                tbody { tr { td class="verbatim" { (one.before) } td class="verbatim" { strong { (one.after) } } } }
            }
            (facts(&one))
            @if !one.toml.is_empty() { details class="small" { summary { "专家写法(TOML)" } pre { (one.toml) } } }
        }
        (settlement(&one))
        (decision(&one, &visit))
    };
    let path = [
        Crumb::to("规则更改", "/rule-proposals"),
        Crumb::here(&one.description),
    ];
    Ok(framed(&visit, "规则更改", &path, body))
}

fn facts(one: &ProposalView) -> Markup {
    html! {
        dl class="facts" {
            div { dt { "依据" } dd { a href={ "/regulations/" (one.document.code) } { (one.document.name) } " " (one.clause) } }
            div { dt { "核实" } dd { (one.verification) } }
            div { dt { "申请人" } dd { (one.proposed.name) " " (look::moment(one.proposed.at)) } }
            div { dt { "规则" } dd { a href={ "/rules/" (one.rule) } { (one.rule) } } }
        }
        p { strong { "理由:" } span class="verbatim" { (one.reason) } }
        @if !one.note.is_empty() { p { strong { "使用说明:" } span class="verbatim" { (one.note) } } }
    }
}

fn settlement(one: &ProposalView) -> Markup {
    html! {
        @if let Some((hand, opinion)) = &one.settled {
            section class="card" {
                h2 { (one.state.name()) }
                p { (hand.name) " " (look::moment(hand.at)) }
                @if !opinion.is_empty() { p class="verbatim" { (opinion) } }
            }
        }
    }
}

fn decision(one: &ProposalView, visit: &Visit) -> Markup {
    let act = |verb: &str| format!("/rule-proposals/{}/{verb}", one.id);
    let version = one.version.to_string();
    html! {
        @if let Some(obstacle) = &one.obstacle { div class="note bad" role="alert" { h2 { "现在还不能批准" } p { (obstacle) } } }
        @if one.may_settle {
            section class="card" {
                h2 { "审批" }
                @if one.obstacle.is_none() { p class="quiet" { "✓ 已按申请值试算:格式、约束和规则旁的算例全部符合。批准后自 " (one.from) " 年度起生效。" } }
                form method="post" action=(act("approve")) {
                    (visit.token().fields()) (hidden("version", &version))
                    div class="field" { label for="opinion" { "意见 " span class="hint" { "不批准时必填" } } textarea id="opinion" name="opinion" rows="2" {} }
                    div class="buttons" {
                        button class="primary" data-key="j" data-key-name="批准" { "批准 " kbd { "Alt+J" } }
                        button class="danger" formaction=(act("reject")) { "不批准" }
                    }
                }
            }
        }
        @if one.may_withdraw {
            form class="buttons" method="post" action=(act("withdraw")) {
                (visit.token().fields()) (hidden("version", &version))
                span class="quiet" { "等待另一人审批;申请人本人不能审批。" }
                button data-confirm="撤回后可以重新提出,确定撤回?" { "撤回申请" }
            }
        }
    }
}

/// `POST /rule-proposals/{id}/approve`.
pub(super) async fn approve(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (proposal, input) = read(&id, &posted)?;
    state
        .run(move |app| app.approve_rule(&posted.visit.actor(), &posted.key, proposal, &input))
        .await?;
    Ok(see(&format!("/rule-proposals/{id}")))
}

/// `POST /rule-proposals/{id}/reject`.
pub(super) async fn reject(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let (proposal, input) = read(&id, &posted)?;
    state
        .run(move |app| app.reject_rule(&posted.visit.actor(), &posted.key, proposal, &input))
        .await?;
    Ok(see(&format!("/rule-proposals/{id}")))
}

/// `POST /rule-proposals/{id}/withdraw`.
pub(super) async fn withdraw(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let (proposal, input) = read(&id, &posted)?;
    state
        .run(move |app| app.withdraw_rule(&posted.visit.actor(), &posted.key, proposal, &input))
        .await?;
    Ok(see(&format!("/rule-proposals/{id}")))
}

fn read(id: &str, posted: &Posted) -> Result<(RuleProposalId, Settle), WebError> {
    posted.only(&["version", "opinion"])?;
    let proposal = id.parse().map_err(AppError::from)?;
    let input = Settle {
        version: posted.fields.parsed("version").unwrap_or_default(),
        opinion: posted.fields.text("opinion").to_owned(),
    };
    Ok((proposal, input))
}
