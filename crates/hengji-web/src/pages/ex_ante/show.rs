//! One evaluation: where it stands, what I must do now, and everything that lies on the table.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::ex_ante::view::EvaluationPage;
use hengji_app::sheets::view::{StepStatus, StepView};
use hengji_domain::id::SheetId;
use maud::{Markup, html};

use super::{conclusion, materials, path, scores};
use crate::look::{self, Crumb, Step, StepLook, state_tag, tag};
use crate::pages::{Answer, framed};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /ex-ante/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, &id).await?;
    let body = html! {
        (title(&page, &visit))
        (look::steps_bar(&page.steps.iter().map(step).collect::<Vec<_>>()))
        div class="columns" {
            div {
                (application(&page, &visit))
                (materials::section(&page, &visit))
                (scores::section(&page, &visit))
                (conclusion::section(&page, &visit))
                (signatures(&page))
            }
            aside {
                (deed(&page, &visit))
                (scores::experts(&page, &visit, page.may(Action::InviteExAnteExpert)))
                (opinions(&page))
                (editions(&page))
            }
        }
    };
    let crumbs = [
        Crumb::to("事前绩效评估", "/ex-ante"),
        Crumb::here(page.row.name.clone()),
    ];
    Ok(framed(
        &visit,
        &format!("{} 事前绩效评估", page.row.name),
        &crumbs,
        body,
    ))
}

/// The evaluation for its page and its report.
pub(super) async fn load(
    state: &WebState,
    visit: &Visit,
    id: &str,
) -> Result<EvaluationPage, crate::error::WebError> {
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    state.run(move |app| app.ex_ante_page(&actor, sheet)).await
}

fn title(page: &EvaluationPage, visit: &Visit) -> Markup {
    html! {
        div class="title" {
            h1 { (page.row.name) }
            (state_tag(page.state.code, &page.state.name)) (tag("", page.report.name()))
            @if page.row.is_late { (tag("red", "已逾期")) }
            @if let Some(day) = page.due_on { span class="sub" { "应于 " (look::date(day)) " 前完成" } }
            div class="actions" {
                @if page.edition != 0 { a class="button" href={ (path(page.id)) "/report" } { "评估报告" } a class="button" href={ (path(page.id)) "/report.pdf" } { "报告 PDF" } a class="button" href={ (path(page.id)) "/report.docx" } { "报告 Word" } }
                @if page.may(Action::WithdrawExAnteEvaluation) {
                    form method="post" action={ (path(page.id)) "/withdraw" } {
                        (visit.token().fields()) (version(page))
                        button data-confirm="撤回后需要重新提交,确定撤回?" { "撤回" }
                    }
                }
            }
        }
    }
}

fn step(step: &StepView) -> Step {
    Step {
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
    }
}

fn version(page: &EvaluationPage) -> Markup {
    look::hidden("version", &page.version.to_string())
}

fn application(page: &EvaluationPage, visit: &Visit) -> Markup {
    let row = &page.row;
    html! {
        section class="card" {
            h2 { "申请" }
            dl class="facts" {
                div { dt { "项目代码" } dd class="mono" { (row.code) } }
                div { dt { "实施单位" } dd { (row.unit_name) } }
                div { dt { "主管部门" } dd { (row.department_name) } }
                div { dt { "牵头单位" } dd { b { (row.lead_name) } } }
                div { dt { "对象" } dd { (row.kind.name()) " · " (row.category) } }
                div { dt { "申请金额(万元)" } dd { (look::optional_money(row.asked)) } }
                div { dt { "纳入理由" } dd { (row.reasons.join(";")) } }
            }
            @if page.may(Action::SaveExAnteEvaluation) {
                form method="post" action={ (path(page.id)) "/application" } data-guard {
                    (visit.token().fields()) (version(page))
                    div class="form-grid" {
                        (look::field("asked", "申请金额(万元)", "", None, html! { input type="text" id="asked" name="asked" inputmode="decimal" value=(look::plain_money(row.asked)); }))
                    }
                    (look::field("summary", "项目概况", "做什么、为什么、怎样做、钱怎么算", None, html! { textarea id="summary" name="summary" rows="4" { (page.summary) } }))
                    div class="buttons" { button { "保存申请" } }
                }
            } @else if !page.summary.is_empty() {
                h3 { "项目概况" } div class="verbatim" { (page.summary) }
            }
        }
    }
}

/// What the reader must do now, first of all.
fn deed(page: &EvaluationPage, visit: &Visit) -> Markup {
    let passes = page.may(Action::ApproveExAnteEvaluation) || page.may(Action::ConcludeExAnteEvaluation);
    let returns = page.may(Action::ReturnExAnteEvaluation);
    let submits = page.may(Action::SubmitExAnteEvaluation);
    html! {
        @if passes || returns || submits {
            section class="card" id="deed" {
                h2 { "办理" }
                @if submits {
                    form method="post" action={ (path(page.id)) "/submit" } {
                        (visit.token().fields()) (version(page))
                        p class="small quiet" { "必备材料齐全、填写申请金额和概况后提交,形成送审稿。" }
                        div class="buttons" { button class="primary" data-key="j" data-key-name="提交" { "提交评估 " kbd { "Alt+J" } } }
                    }
                }
                @if passes {
                    form method="post" action={ (path(page.id)) "/pass" } {
                        (visit.token().fields()) (version(page))
                        p class="small quiet" { (consequence(page)) }
                        @if asks_words(page) { (look::field("words", "意见", "", None, html! { textarea id="words" name="words" rows="3" {} })) }
                        div class="buttons" { button class="primary" data-key="j" data-key-name="通过" { (verb(page)) " " kbd { "Alt+J" } } }
                    }
                }
                @if returns {
                    form method="post" action={ (path(page.id)) "/return" } {
                        (visit.token().fields()) (version(page))
                        (look::field("return-reason", "退回理由", "", None, html! { textarea id="return-reason" name="reason" rows="2" {} }))
                        div class="buttons" { button class="danger" data-key="r" data-key-name="退回" { "退回 " kbd { "Alt+R" } } }
                    }
                }
            }
        }
    }
}

/// What passing the step is called.
fn verb(page: &EvaluationPage) -> &'static str {
    match page.step.as_str() {
        "materials" => "材料齐全,转专家评分",
        "scoring" => "开启讨论",
        "conclusion" => "报送财政联合意见",
        _ if page.may(Action::ConcludeExAnteEvaluation) => "审定,出具正式稿",
        _ => "同意",
    }
}

/// What passing the step brings about, said before it is done.
fn consequence(page: &EvaluationPage) -> &'static str {
    match page.step.as_str() {
        "materials" => "全部材料审核通过后,转入专家独立评分。",
        "scoring" => "开启后评分启封,专家可在讨论后改分,前后两次都保留。",
        "conclusion" => "结论保存后报出,形成专家会后修订稿。",
        _ if page.may(Action::ConcludeExAnteEvaluation) => {
            "审定后为正式稿,核定和评减金额即为预算安排的依据,不能再退回。"
        }
        _ => "请写明对项目、金额和前置条件的意见。",
    }
}

fn asks_words(page: &EvaluationPage) -> bool {
    !matches!(page.step.as_str(), "materials" | "scoring" | "conclusion")
}

fn opinions(page: &EvaluationPage) -> Markup {
    html! {
        @if !page.opinions.is_empty() {
            section class="card" {
                h2 { "办理意见" }
                @for opinion in page.opinions.iter().rev() {
                    p { strong { (opinion.step) } ":" (opinion.text) br; span class="small quiet" { (opinion.hand.name) " " (look::moment(opinion.hand.at)) } }
                }
            }
        }
    }
}

fn editions(page: &EvaluationPage) -> Markup {
    html! {
        @if !page.editions.is_empty() {
            section class="card" {
                h2 { "报告版次" }
                @for edition in page.editions.iter().rev() {
                    p class="small" { "第 " (edition.edition) " 版 " (edition.hand.name) " " (look::moment(edition.hand.at)) br; span class="mono quiet" title=(edition.content_sha256) { (edition.content_sha256.get(..16).unwrap_or_default()) "…" } }
                }
            }
        }
    }
}

fn signatures(page: &EvaluationPage) -> Markup {
    html! {
        @if !page.signatures.is_empty() {
            section class="card" {
                h2 { "办理记录" }
                table class="list" {
                    thead { tr { th scope="col" class="num" { "版次" } th scope="col" { "环节" } th scope="col" { "角色" } th scope="col" { "办理人" } th scope="col" { "时间" } } }
                    tbody {
                        @for signature in &page.signatures {
                            tr { td class="num" { (signature.edition) } td { (signature.step) } td { (signature.role_name) } td { (signature.hand.name) } td { (look::moment(signature.hand.at)) } }
                        }
                    }
                }
            }
        }
    }
}
