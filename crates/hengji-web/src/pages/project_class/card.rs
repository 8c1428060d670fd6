//! A project's class and why, with the form that moves it.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::project_classes::ClassMove;
use hengji_app::project_classes::view::{AdjustmentView, ClassCard, CriterionView};
use hengji_app::{AppError, FieldError};
use hengji_domain::id::ProjectId;
use hengji_domain::project_class::ProjectClass;
use maud::{Markup, html};
use serde::Deserialize;

use super::list::marks;
use super::{class_tag, edition_facts, share, sources};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Bar, Crumb, Problem, error_summary, problem_of, select_field, tag};
use crate::pages::{Answer, framed, see};
use crate::state::WebState;
use crate::visit::Visit;

/// Which edition is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    edition: String,
}

/// What the form holds.
#[derive(Default)]
struct Typed {
    to: String,
    reason: String,
}

/// `GET /classes/{project}`.
pub(super) async fn card(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    shown(
        &state,
        &visit,
        project,
        asked.edition.parse().ok(),
        &Typed::default(),
        &[],
    )
    .await
}

/// `POST /classes/{project}/adjust`.
pub(super) async fn adjust(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["from", "to", "reason"])?;
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    let visit = posted.visit.clone();
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = ClassMove {
        from: text("from"),
        to: text("to"),
        reason: text("reason"),
    };
    let typed = Typed {
        to: input.to.clone(),
        reason: input.reason.clone(),
    };
    let year = visit.year();
    let outcome = state
        .run(move |app| app.adjust_class(&posted.visit.actor(), &posted.key, year, project, &input))
        .await;
    match outcome {
        Ok(_) => Ok(see(&format!("/classes/{project}"))),
        Err(WebError::App(AppError::Invalid(errors))) => {
            let one = |error: &FieldError| Problem {
                field: error.field.clone(),
                message: format!("{} [{}]", error.message, error.code),
            };
            let problems: Vec<Problem> = errors.iter().map(one).collect();
            let page = shown(&state, &visit, project, None, &typed, &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn shown(
    state: &WebState,
    visit: &Visit,
    project: ProjectId,
    edition: Option<i32>,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Response, WebError> {
    let (actor, year) = (visit.actor(), visit.year());
    let card = state
        .run(move |app| app.class_card(&actor, year, project, edition))
        .await?;
    let row = &card.row;
    let body = html! {
        div class="title" {
            h1 { (row.name) } span class="sub mono" { (row.code) }
            div class="actions" { a class="button" href={ "/projects/" (row.project) } { "项目页" } }
        }
        (error_summary(problems))
        div class="columns" {
            div {
                section class="card" { h2 { "为什么是 " (class_tag(row.class)) } (why(&card)) }
                section class="card" { h2 { "各因素得分" } (criteria(&card)) }
                @if !card.adjustments.is_empty() || card.may_adjust {
                    section class="card" { h2 { "人工调整" } (adjustments(&card.adjustments)) @if card.may_adjust { (form(&card, visit, typed, problems)) } }
                }
            }
            aside {
                section class="card" { h2 { "权重变动时的类别" } (stability(&card)) }
                section class="card" { h2 { "办理深度" } ul { @for line in &card.depth { li { (line) } } } }
                section class="card" { h2 { "目录" } (edition_facts(&card.head)) h3 { "依据" } (sources(&card.citations)) }
            }
        }
    };
    let path = [
        Crumb::to("项目分类目录", "/classes"),
        Crumb::here(row.name.clone()),
    ];
    Ok(framed(visit, &row.name, &path, body))
}

fn why(card: &ClassCard) -> Markup {
    let row = &card.row;
    let (a_from, b_from) = card.thresholds;
    html! {
        p { (marks(row)) }
        dl class="facts" {
            div { dt { "实施单位" } dd { (row.unit_name) } }
            div { dt { "主管部门" } dd { (row.department_name) } }
            div { dt { "年度资金" } dd { (look::money(row.amount)) " 万元" } }
            div { dt { "得分" } dd { strong { (row.score) } " 分;" (a_from) " 分起为 A 类," (b_from) " 分起为 B 类" } }
            div { dt { "按得分" } dd { (class_tag(card.by_score)) } }
            @if let Some(rule) = &row.hard_rule { div { dt { "按规则" } dd { (rule) ",归为 " (class_tag(row.proposed)) } } }
            @if let Some(kind) = &card.rigid { div { dt { "刚性支出" } dd { (kind) } } }
            @if let Some(entry) = &card.key_work { div { dt { "重点工作事项" } dd { (entry) } } }
            div { dt { "上年类别" } dd { @match row.previous { Some(class) => (class_tag(class)), None => span class="quiet" { "上年目录中没有同单位同名项目" } } } }
        }
        @if row.is_incomplete { p class="warn" { "有因素未登记,按 0 分计;请在项目页“修改项目”补填后重新测算。" } }
    }
}

fn criteria(card: &ClassCard) -> Markup {
    let line = |one: &CriterionView| {
        html! {
            tr {
                th scope="row" { (one.name) }
                td { @if one.is_missing { (tag("red", "未登记")) } @else { (one.level) } }
                td class="num" { (one.points) } td class="num" { (one.weight) "%" } td class="num" { (one.contribution) }
            }
        }
    };
    html! {
        table class="list" {
            thead { tr { th scope="col" { "因素" } th scope="col" { "档位" } th scope="col" class="num" { "分值" } th scope="col" class="num" { "权重" } th scope="col" class="num" { "得分" } } }
            tbody {
                @for one in &card.criteria { (line(one)) }
                tr { th scope="row" { "合计" } td {} td {} td class="num" { "100%" } td class="num" { strong { (card.row.score) } } }
            }
        }
    }
}

fn stability(card: &ClassCard) -> Markup {
    let colours = ["red", "amber", "blue"];
    let bars: Vec<Bar> = ProjectClass::ALL
        .iter()
        .zip(card.shares_bp)
        .zip(colours)
        .map(|((class, bp), colour)| Bar {
            name: class.name().to_owned(),
            value: u64::try_from(bp).unwrap_or_default(),
            colour,
            text: share(bp),
        })
        .collect();
    html! {
        p { strong { (share(card.row.share_bp)) } " 的权重组合下仍为 " (card.row.proposed.name()) @if card.row.is_clear { ",类别明确。" } @else { ",不足 " (look::percent_of_bp(card.clear_from_bp.into())) ",属临界,请人工核定。" } }
        (look::bar_chart("各类所占的权重组合", 10_000, &bars))
        p class="small quiet" { "各因素权重在上下 " (look::percent_of_bp(card.span_bp.into())) " 内任意变动,合计仍为 100%。" }
    }
}

fn adjustments(all: &[AdjustmentView]) -> Markup {
    html! {
        @if !all.is_empty() {
            table class="list" {
                thead { tr { th scope="col" { "时间" } th scope="col" { "办理人" } th scope="col" { "调整" } th scope="col" { "理由" } } }
                tbody {
                    @for one in all {
                        tr { td class="nowrap" { (look::moment(one.hand.at)) } td { (one.hand.name) } td class="nowrap" { (one.from.code()) " → " (one.to.code()) } td class="verbatim" { (one.reason) } }
                    }
                }
            }
        }
    }
}

fn form(card: &ClassCard, visit: &Visit, typed: &Typed, problems: &[Problem]) -> Markup {
    let choices = ProjectClass::ALL
        .iter()
        .filter(|class| **class != card.row.class)
        .map(|class| (class.code(), class.name()));
    let reason =
        html! { textarea id="reason" name="reason" rows="2" maxlength="500" required { (typed.reason) } };
    html! {
        form method="post" action={ "/classes/" (card.row.project) "/adjust" } data-guard {
            (visit.token().fields()) (look::hidden("from", card.row.class.code()))
            (select_field("to", "调整为", choices, &typed.to, problems))
            (look::field("reason", "理由", "批准人会逐条看到", problem_of(problems, "reason"), reason))
            div class="buttons" { button class="primary" data-key="s" data-key-name="调整" { "调整类别 " kbd { "Alt+S" } } }
        }
    }
}
