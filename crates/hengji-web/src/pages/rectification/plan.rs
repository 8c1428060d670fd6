//! 整改方案: measures for each finding of a letter, handed in as its answer.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::rectification::view::{Lists, PlanPage};
use hengji_app::rectification::{CommitmentInput, FindingState, PlanInput};
use hengji_domain::id::{CommitmentId, EvaluationFindingId, PaperId};
use hengji_domain::paper::PaperState;
use maud::{Markup, html};

use super::super::paper::state_tag;
use super::super::{Answer, framed, see};
use super::finding::{answer, id_of};
use super::{Typed, chosen, finding_tag, lines, measure_tag};
use crate::extract::Posted;
use crate::look::{self, Crumb, Problem, select_field, tag, text_field};
use crate::state::WebState;
use crate::visit::Visit;

const MEASURE: [&str; 5] = ["kind", "words", "owner", "due_on", "proof_asked"];

/// `GET /rectification-plans/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: PaperId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let page = state.run(move |app| app.plan(&actor, id)).await?;
    let name = format!("整改方案 {}", page.number);
    let body = html! {
        div class="title" {
            h1 { "整改方案" } (state_tag(page.state)) span class="sub" { (page.unit_name) }
            div class="actions" { a class="button" href={ "/papers/" (page.paper) } { "反馈书 " (page.number) } }
        }
        div class="note" id="next" { (next(&page)) }
        @for (row, measures, is_disputed) in &page.findings {
            section class="card finding-of-plan" {
                h2 { a href={ "/evaluation-findings/" (row.id) } { "问题 " (row.year) "-" (row.serial) } " " (finding_tag(row.state)) @if *is_disputed { " " (tag("amber", "异议处理中")) } span class="end quiet" { (row.cause.name) " · " (row.severity.name) } }
                p class="verbatim" { (row.words) }
                @if measures.is_empty() { p class="empty" { "还没有整改措施。" } }
                @else {
                    table class="list" {
                        thead { tr { th scope="col" { "措施" } th scope="col" { "责任科室或岗位" } th scope="col" { "完成期限" } th scope="col" { "证明材料" } th scope="col" { "状态" } th scope="col" {} } }
                        tbody {
                            @for one in measures {
                                tr {
                                    td { a href={ "/rectifications/" (one.id) } { (one.words) } div class="small quiet" { (one.kind.name) } }
                                    td { (one.owner) } td class="nowrap" { (look::date(one.due_on)) } td { (one.proof_asked) } td { (measure_tag(one.state)) }
                                    td { @if page.may_plan && row.state == FindingState::Served {
                                        form method="post" action={ "/rectifications/" (one.id) "/drop" } {
                                            (visit.token().fields()) (look::hidden("version", &one.version.to_string())) (look::hidden("plan", &page.paper.to_string()))
                                            button class="link" { "删除" }
                                        }
                                    } }
                                }
                            }
                        }
                    }
                }
                @if page.may_plan && row.state == FindingState::Served {
                    details open[measures.is_empty()] { summary { "增加措施" } (promise_form(&visit, row.id, &page.lists, &Typed::default(), &[])) }
                }
            }
        }
        (hand_in_form(&visit, &page))
    };
    let path = [Crumb::to("公文", "/papers"), Crumb::here(name.clone())];
    Ok(framed(&visit, &name, &path, body))
}

fn next(page: &PlanPage) -> Markup {
    html! {
        @match page.state {
            PaperState::Issued | PaperState::Served => { "请先签收反馈书:" a href={ "/papers/" (page.paper) } { "去签收" } }
            PaperState::Receipted => {
                "请逐条填写整改措施,在 " strong { @match page.due_on { Some(day) => (look::date(day)) None => "—" } }
                " 前(收到反馈书后" (page.term.printed()) "内)报送。"
                @if !page.missing.is_empty() { "还缺措施的问题:" (page.missing.join("、")) "。" }
            }
            PaperState::Answered => { "整改方案已报送;各项措施按期限完成后,逐项上传证明并报送完成。" }
            PaperState::Withdrawn => { "反馈书已撤回,不再办理。" }
        }
    }
}

fn hand_in_form(visit: &Visit, page: &PlanPage) -> Markup {
    html! {
        @if page.may_plan {
            section class="card" id="hand-in" {
                h2 { "报送方案" }
                form method="post" action={ "/rectification-plans/" (page.paper) } {
                    (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
                    (look::field("plan-words", "总的说明", "可留空", None, html! { textarea id="plan-words" name="words" rows="2" maxlength="2000" {} }))
                    p class="small quiet" { "报送后即为对反馈书的答复,措施不能再删除;报送完成和核实在“整改措施”逐项办理。" }
                    div class="buttons" { button class="primary" data-confirm="报送后措施不能删除,确定报送?" { "报送整改方案" } }
                }
            }
        }
    }
}

/// The form of one more measure.
pub(super) fn promise_form(
    visit: &Visit,
    finding: EvaluationFindingId,
    lists: &Lists,
    typed: &Typed,
    problems: &[Problem],
) -> Markup {
    html! {
        form class="measure" method="post" action={ "/evaluation-findings/" (finding) "/measures" } {
            (visit.token().fields())
            (select_field("kind", "措施种类", chosen("请选择", &lists.kinds), typed.text("kind"), problems))
            (lines("words", "整改措施", "做什么、做到什么程度", "2", typed.text("words"), problems))
            (text_field("owner", "责任科室或岗位", "写科室或岗位,不写个人姓名", typed.text("owner"), problems))
            (text_field("due_on", "完成期限", "如 2021-06-30,今天或以后", typed.text("due_on"), problems))
            (text_field("proof_asked", "证明材料", "完成后将上传什么", typed.text("proof_asked"), problems))
            div class="buttons" { button { "增加措施" } }
        }
    }
}

/// `POST /evaluation-findings/{id}/measures`.
pub(super) async fn promise(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&MEASURE)?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let typed = Typed::of(&posted.fields, &MEASURE);
    let text = |name: &str| typed.text(name).to_owned();
    let input = CommitmentInput {
        kind: text("kind"),
        words: text("words"),
        owner: text("owner"),
        due_on: text("due_on"),
        proof_asked: text("proof_asked"),
    };
    let actor = visit.actor();
    let outcome = state
        .run(move |app| {
            let written = app.promise_measure(&posted.visit.actor(), &posted.key, id, &input)?;
            let paper = app.evaluation_finding(&actor, id)?.paper;
            Ok((written, paper))
        })
        .await;
    match outcome {
        Ok((_, Some((paper, _, _)))) => Ok(see(&format!("/rectification-plans/{paper}"))),
        Ok((written, None)) => answer(&state, &visit, id, Ok(written), &typed).await,
        Err(error) => answer(&state, &visit, id, Err(error), &typed).await,
    }
}

/// `POST /rectifications/{id}/drop`.
pub(super) async fn drop_measure(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "plan"])?;
    let id: CommitmentId = id.parse().map_err(AppError::from)?;
    let version = posted.fields.parsed("version").unwrap_or_default();
    let plan: PaperId = posted.fields.text("plan").parse().map_err(AppError::from)?;
    state
        .run(move |app| app.drop_measure(&posted.visit.actor(), &posted.key, id, version))
        .await?;
    Ok(see(&format!("/rectification-plans/{plan}")))
}

/// `POST /rectification-plans/{id}`.
pub(super) async fn hand_in(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "words"])?;
    let id: PaperId = id.parse().map_err(AppError::from)?;
    let input = PlanInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        words: posted.fields.text("words").to_owned(),
    };
    state
        .run(move |app| app.hand_in_plan(&posted.visit.actor(), &posted.key, id, &input))
        .await?;
    Ok(see(&format!("/rectification-plans/{id}")))
}
