//! Proposing a change, or that a value was checked against a document.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::rules::NewProposal;
use hengji_app::rules::view::ProposalForm;
use hengji_domain::rule_proposal::ProposalKind;
use maud::{Markup, html};
use serde::Deserialize;

use super::value::value_field;
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{Crumb, Problem, error_summary, field, hidden, options, problem_of, text_field};
use crate::pages::{Answer, framed, problems, see};
use crate::state::WebState;
use crate::visit::Visit;

/// The fields beside those of the value.
const FIELDS: [&str; 10] = [
    "kind",
    "rule",
    "from_year",
    "is_unset",
    "toml",
    "regulation",
    "clause",
    "is_verified",
    "note",
    "reason",
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    rule: String,
    kind: String,
    from_year: String,
}

/// `GET /rule-proposals/new?rule=…`.
pub(super) async fn form(State(state): State<WebState>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let typed = NewProposal {
        kind: if asked.kind == ProposalKind::Verification.code() {
            asked.kind
        } else {
            "change".to_owned()
        },
        rule: asked.rule,
        from_year: asked.from_year,
        ..NewProposal::default()
    };
    page(&state, &visit, typed, &[]).await
}

/// `POST /rule-proposals`.
pub(super) async fn propose(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only_or_below(&FIELDS, "v")?;
    let visit = posted.visit.clone();
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = NewProposal {
        kind: text("kind"),
        rule: text("rule"),
        from_year: text("from_year"),
        is_unset: !text("is_unset").is_empty(),
        fields: posted.fields.below("v"),
        toml: text("toml"),
        regulation: text("regulation"),
        clause: text("clause"),
        is_verified: !text("is_verified").is_empty(),
        note: text("note"),
        reason: text("reason"),
    };
    let typed = input.clone();
    let outcome = state
        .run(move |app| app.propose_rule(&posted.visit.actor(), &posted.key, &input))
        .await;
    let found = match outcome {
        Ok(written) => return Ok(see(&format!("/rule-proposals/{}", written.id))),
        Err(WebError::App(AppError::Invalid(errors))) => problems(&errors),
        // What the rules themselves demand is about the value.
        Err(WebError::App(refused @ AppError::Refused { .. })) => vec![Problem {
            field: "v".to_owned(),
            message: refused.to_string(),
        }],
        Err(error) => return Err(error),
    };
    let page = page(&state, &visit, typed, &found).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    state: &WebState,
    visit: &Visit,
    typed: NewProposal,
    problems: &[Problem],
) -> Result<Response, WebError> {
    let (actor, rule, from) = (visit.actor(), typed.rule.clone(), typed.from_year.parse().ok());
    let form = state
        .run(move |app| app.proposal_form(&actor, &rule, from))
        .await?;
    let is_check = typed.kind == ProposalKind::Verification.code();
    let title = if is_check { "提出核实" } else { "提出更改" };
    let body = html! {
        div class="title" { h1 { (title) ":" (form.description) } span class="sub mono" { (form.key) } }
        (error_summary(problems))
        (present(&form))
        form class="card" method="post" action="/rule-proposals" data-guard {
            (visit.token().fields()) (hidden("kind", &typed.kind)) (hidden("rule", &form.key))
            @if is_check {
                p { "请对照文件原文核对上面的值。核实不改变数值,只把标记改为 ✔ 已核实,并写明所据文件;须另一人批准。" }
            } @else {
                (value(&form, &typed, problems))
            }
            (grounds(&form, &typed, is_check, problems))
            div class="buttons" {
                button class="primary" data-key="j" data-key-name="提交申请" { "提交申请 " kbd { "Alt+J" } }
                a class="button" href={ "/rules/" (form.key) } { "取消" }
            }
        }
    };
    let path = [
        Crumb::to("现行规则", "/rules"),
        Crumb::to(&form.description, format!("/rules/{}", form.key)),
        Crumb::here(title),
    ];
    Ok(framed(visit, title, &path, body))
}

fn present(form: &ProposalForm) -> Markup {
    html! {
        section class="card" {
            h2 { (form.from) " 年度现行的值" }
            @match &form.now {
                None => p class="quiet" { "该年度没有值。" }
                Some(now) => {
                    p class="verbatim" { strong { (now.value) } }
                    p class="small quiet" { (now.division) " 自 " (now.from) "," (now.source) ";" (now.mark) " " (now.verification) }
                }
            }
        }
    }
}

fn value(form: &ProposalForm, typed: &NewProposal, problems: &[Problem]) -> Markup {
    let error = problem_of(problems, "v").or_else(|| problem_of(problems, "toml"));
    html! {
        @if let Some(error) = error { p class="error" { (error) } }
        @match &form.field {
            Some(field) => (value_field(field, &typed.fields))
            None => p class="quiet" { "这条规则目前没有值,请在专家填写中写出新的值。" }
        }
        div class="field" {
            label { input type="checkbox" name="is_unset" value="1" checked[typed.is_unset]; " 来源没有给出数值(标为未设定)" }
        }
        details open[!typed.toml.is_empty() || form.field.is_none()] {
            summary { "专家填写(TOML);填了就以此为准" }
            p class="small quiet" { "现行值写作:" code { (form.toml) } }
            textarea id="toml" name="toml" rows="4" class="mono" aria-label="专家填写" { (typed.toml) }
        }
    }
}

fn grounds(form: &ProposalForm, typed: &NewProposal, is_check: bool, problems: &[Problem]) -> Markup {
    let years: Vec<String> = form.years.iter().map(ToString::to_string).collect();
    let years = years.iter().map(|year| (year.as_str(), year.as_str()));
    let documents = form
        .documents
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let documents = std::iter::once(("", "请选择")).chain(documents);
    let area = |name: &str, label: &str, hint: &str, text: &str| {
        let control = html! { textarea id=(name) name=(name) rows="2" { (text) } };
        field(name, label, hint, problem_of(problems, name), control)
    };
    html! {
        div class="form-grid" {
            (field("from_year", "自哪个预算年度起", "已结账的年度不能选", problem_of(problems, "from_year"), html! {
                select id="from_year" name="from_year" { (options(years, &form.from.to_string())) }
            }))
            (field("regulation", "依据的制度文件", "没有的先到“制度文件”登记", problem_of(problems, "regulation"), html! {
                select id="regulation" name="regulation" { (options(documents, &typed.regulation)) }
            }))
            (text_field("clause", "条款", "例如:第八条", &typed.clause, problems))
        }
        (area("reason", if is_check { "核对情况" } else { "更改理由" }, "审批人据此判断", &typed.reason))
        @if !is_check {
            (area("note", "使用说明", "可留空,随规则显示", &typed.note))
            div class="field" {
                label { input type="checkbox" name="is_verified" value="1" checked[typed.is_verified]; " 新的值已与文件原文核对(标 ✔ 已核实)" }
            }
        }
    }
}
