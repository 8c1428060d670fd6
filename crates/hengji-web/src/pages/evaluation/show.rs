//! One evaluation: where it stands and what comes next, the score sheet, the figures, the conclusion.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use hengji_app::evaluations::benchmark::ReferenceQuery;
use hengji_app::evaluations::view::{EvaluationPage, Recomputed, ResultView};
use hengji_app::evaluations::{EvaluationState, ScoreInput};
use hengji_domain::Score;
use hengji_domain::id::EvaluationId;
use maud::{Markup, html};

use super::super::third_party::assignment_tag;
use super::super::{Answer, framed};
use super::{answer, facts, id_of, path, sheet, sign_off_tag, state_tag};
use crate::error::WebError;
use crate::look::{self, Bar, Crumb, Problem, error_summary, hidden, moment, tag};
use crate::state::WebState;
use crate::visit::Visit;

/// What the address of an evaluation may ask for.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// Key of the line into whose evidence its benchmark is written, for the person to keep or to change.
    cite: String,
}

/// `GET /evaluations/{id}`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let page = load(&state, &visit, id_of(&id)?).await?;
    let typed = cited(&state, &visit, &page, &asked.cite).await?;
    Ok(shown(&visit, &page, &typed, &[]))
}

/// The benchmark of a line as evidence of its score: nothing is stored until the person saves it.
async fn cited(
    state: &WebState,
    visit: &Visit,
    page: &EvaluationPage,
    key: &str,
) -> Result<ScoreInput, WebError> {
    let mut items = page.parts.iter().flat_map(|part| &part.items);
    let item = items.find(|item| item.key == key && item.has_benchmark && page.writes.is_some());
    let Some(item) = item else {
        return Ok(ScoreInput::default());
    };
    let (actor, id, key) = (visit.actor(), page.id, key.to_owned());
    let found = state
        .run(move |app| app.line_benchmark(&actor, id, &key, &ReferenceQuery::default()))
        .await?;
    let lines = found.sentence.iter().map(|words| answer::cited(item, words));
    Ok(ScoreInput {
        items: lines.collect(),
    })
}

/// The page's values.
pub(super) async fn load(
    state: &WebState,
    visit: &Visit,
    id: EvaluationId,
) -> Result<EvaluationPage, WebError> {
    let actor = visit.actor();
    state.run(move |app| app.evaluation(&actor, id)).await
}

/// The page; what was typed into a refused score sheet stands in it again.
pub(super) fn shown(
    visit: &Visit,
    page: &EvaluationPage,
    typed: &ScoreInput,
    problems: &[Problem],
) -> Response {
    let body = html! {
        (error_summary(problems))
        div class="title" {
            h1 { (page.title) }
            span class="sub" { (page.kind) " · " (page.year) " 年度" }
            (state_tag(page.state))
            div class="actions" {
                @if let Some(stage) = page.case_stage {
                    @if page.sees_case_file { a class="button" href={ (path(page.id)) "/case" } { "评价档案 · " (stage.name()) } }
                    @if stage.is_with_unit() { a class="button" href={ (path(page.id)) "/exchange" } { "交换意见" } }
                }
                (export(page, visit))
            }
        }
        p class="note" id="next" { strong { "下一步:" } (page.next) @if page.is_late { " " (tag("red", "自评已逾期")) } }
        (figures(page))
        (sign_off(page))
        div class="columns even" { (head(page)) (parts(page)) }
        (institutions(page))
        (sheet::section(page, typed, visit))
        (facts::section(page, visit))
        (deeds(page, visit))
        (results(page))
    };
    framed(
        visit,
        &page.title,
        &[Crumb::to("绩效评价", "/evaluations"), Crumb::here(&page.title)],
        body,
    )
}

/// Where the sign-off sheet stands, and the way to it.
fn sign_off(page: &EvaluationPage) -> Markup {
    html! {
        @if page.needs_sign_off {
            p class="note" id="sign-off" {
                strong { "签证单:" }
                @match page.sign_off {
                    Some((edition, state)) => { "第 " (edition) " 份 " (sign_off_tag(state)) " " }
                    None => "未发出。 "
                }
                a href={ (path(page.id)) "/sign-off" } { "打开签证单" }
            }
        }
    }
}

fn export(page: &EvaluationPage, visit: &Visit) -> Markup {
    html! {
        @if page.may.export {
            form method="post" action={ (path(page.id)) "/export" } {
                (visit.token().fields())
                button data-key="e" data-key-name="导出" { "导出评分表 " kbd { "Alt+E" } }
            }
        }
    }
}

fn points(score: Option<Score>) -> String {
    score.map_or_else(|| "—".to_owned(), |score| score.to_string())
}

fn figures(page: &EvaluationPage) -> Markup {
    let [own, total] = page.totals;
    let standing = page.results.iter().find(|result| result.reopened.is_none());
    html! {
        div class="figures" {
            @if page.has_self_score { div class="figure" { b { (points(own)) } span { "单位自评得分" } } }
            div class="figure" { b { (points(standing.map(|result| result.total).or(total))) } span { @if standing.is_some() { "评价得分" } @else { "复核得分(试算)" } } }
            @if let Some(result) = standing { div class="figure" { b { (result.grade) } span { "等级" } } }
            @if 0 < page.open_items { div class="figure" { b { (page.open_items) } span { "待本方评分(项)" } } }
        }
    }
}

fn head(page: &EvaluationPage) -> Markup {
    html! {
        section class="card" {
            h2 { "评价对象" }
            dl class="facts" {
                div { dt { "单位" } dd { (page.unit_name) } }
                div { dt { "主管部门" } dd { (page.department_name) } }
                @if let Some(project) = page.project { div { dt { "项目" } dd { a href={ "/projects/" (project) } { "查看项目" } } } }
                div { dt { "下达" } dd { (page.opened.name) " · " (moment(page.opened.at)) } }
                @if let Some(day) = page.self_due_on { div { dt { "自评截止" } dd { (day) } } }
                div { dt { "指标体系" } dd { (page.framework) " " @if page.is_unverified { span class="mark" title=(page.basis) { "✎ 未核实" } } div class="small quiet" { (page.basis) } } }
                div { dt { "规则版本" } dd class="mono" { (page.rules_version) } }
                @if 1 < page.scorers_least { div { dt { "独立评分" } dd { "至少 " (page.scorers_least) " 人" @if page.is_unsealed { ",已启封" } @else { ",密封中" } } } }
                @for (side, hand) in &page.hands { div { dt { (side.name()) "提交" } dd { (hand.name) " · " (moment(hand.at)) } } }
            }
        }
    }
}

/// Which institutions have, or had, it; for an institution its own assignment.
fn institutions(page: &EvaluationPage) -> Markup {
    html! {
        @if let Some(own) = &page.own_assignment {
            p class="note" id="own-assignment" { "本评价由贵机构(" (own.name) ")受托," (assignment_tag(own.state)) "。查阅、评分和导出均留痕。" " " a href={ (path(page.id)) "/report" } { "评价报告" } }
        }
        @if !page.institutions.is_empty() {
            section class="card" id="institutions" {
                h2 { "第三方机构" span class="end" { a href={ (path(page.id)) "/reads" } { "查阅记录" } } }
                @for one in &page.institutions { p { a href={ "/institutions/" (one.institution) } { (one.name) } " " (assignment_tag(one.state)) " " a href={ "/assignments/" (one.assignment) "/report" } { "评价报告" } } }
            }
        }
    }
}

/// The parts as bars: what each gave, on the side that has scored most.
fn parts(page: &EvaluationPage) -> Markup {
    let bars: Vec<Bar> = page
        .parts
        .iter()
        .filter_map(|part| {
            let [own, total] = part.contributions;
            let score = total.or(own)?;
            Some(Bar {
                name: part.name.clone(),
                value: u64::try_from(score.centi()).unwrap_or_default(),
                colour: "blue",
                text: format!("{score} / {}", part.share.trim_end_matches('%')),
            })
        })
        .collect();
    html! {
        section class="card" id="parts" {
            h2 { "各部分得分" span class="end quiet" { "得分 / 满分" } }
            @if bars.is_empty() { p class="quiet" { "各项评完后显示各部分得分和合计。" } }
            @else { (look::bar_chart("各部分得分", bars.iter().map(|bar| bar.value).max().unwrap_or(1), &bars)) }
            @if !page.total_steps.is_empty() {
                details class="why" open { summary class="small" { "合计怎么来的" } ul class="plain small" { @for step in &page.total_steps { li { (step) } } } }
            }
        }
    }
}

fn deeds(page: &EvaluationPage, visit: &Visit) -> Markup {
    let version = page.version.to_string();
    let form = |action: &str, inner: Markup| {
        html! {
            form method="post" action={ (path(page.id)) "/" (action) } id=(action) {
                (visit.token().fields()) (hidden("version", &version)) (inner)
            }
        }
    };
    let reason = |button: &str, hint: &str| {
        html! {
            label { (hint) textarea name="reason" rows="2" required {} }
            button { (button) }
        }
    };
    let may = page.may;
    html! {
        @if may.hand_in || may.hand_in_verification || may.hand_in_assignment || may.send_back || may.conclude || may.reopen {
            section class="card" id="deeds" {
                h2 { "办理" }
                @if may.hand_in { (form("hand-in", html! { button class="primary" { "提交自评" } })) }
                @if may.hand_in_verification { (form("hand-in-verification", html! { button class="primary" { "提交独立评分" } })) }
                @if let Some(own) = page.own_assignment.as_ref().filter(|_| may.hand_in_assignment) {
                    form method="post" action={ (path(page.id)) "/hand-in-assignment" } id="hand-in-assignment" {
                        (visit.token().fields()) (hidden("version", &own.version.to_string()))
                        button class="primary" data-confirm="提交后不能再改,确定?" { "提交评价" }
                    }
                }
                @if may.conclude { (form("conclude", conclusion(page))) }
                @if may.send_back { (form("return", reason("退回自评", "退回理由"))) }
                @if may.reopen { (form("reopen", reason("重新开启", "重新开启的理由"))) }
            }
        }
    }
}

fn conclusion(page: &EvaluationPage) -> Markup {
    html! {
        @if !page.vetoes.is_empty() {
            fieldset {
                legend { "直接定级的情形(出现才勾选,并在结论中写明)" }
                @for (code, words, grade) in &page.vetoes {
                    label class="check" { input type="checkbox" name="veto" value=(code); " " (words) " → " (grade) }
                }
            }
        }
        label { "评价结论" textarea id="words" name="words" rows="3" {} }
        button class="primary" { "形成结论" }
    }
}

fn results(page: &EvaluationPage) -> Markup {
    html! {
        @if !page.results.is_empty() {
            section class="card" id="results" {
                h2 { "评价结论" span class="end quiet" { (recomputed(page)) } }
                @for result in &page.results { (one_result(result)) }
            }
        }
    }
}

fn recomputed(page: &EvaluationPage) -> &'static str {
    match (page.recomputed, page.state) {
        (Recomputed::Same, _) => "按已存评分重算一致",
        (Recomputed::Different, _) => "按已存评分重算不一致,请联系系统管理员",
        (Recomputed::Nothing, EvaluationState::Concluded | _) => "",
    }
}

fn one_result(result: &ResultView) -> Markup {
    html! {
        div class="timeline-entry" {
            p {
                "第 " (result.edition) " 次结论:"
                @if let Some(own) = result.self_total { "自评 " (own) " 分," }
                strong { "评价 " (result.total) " 分 " } (tag("blue", &result.grade))
                @if result.reopened.is_some() { " " (tag("amber", "已重新开启")) }
            }
            @if !result.words.is_empty() { p { (result.words) } }
            @if !result.vetoes.is_empty() { p { (tag("red", "直接定级")) " " (result.vetoes.join(";")) } }
            p class="small quiet" { (result.concluded.name) " · " (moment(result.concluded.at)) " · 摘要 " span class="mono" { (result.sha256) } }
            @if let Some((hand, reason)) = &result.reopened { p class="small" { (hand.name) " " (moment(hand.at)) " 重新开启:" (reason) } }
        }
    }
}
