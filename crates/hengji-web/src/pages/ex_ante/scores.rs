//! 专家评分: an expert's own sheet, and every expert's scores once the seal is broken.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::ex_ante::view::{EvaluationPage, GivenScore, OwnItem, OwnScores, ScoreMatrix};
use hengji_app::ex_ante::{ItemScore, ScoreInput};
use hengji_domain::ex_ante::{ScoreSummary, Seal};
use hengji_domain::id::SheetId;
use maud::{Markup, html};

use super::deeds::version;
use super::path;
use crate::extract::Posted;
use crate::look::{self, spans, tag, verification_mark};
use crate::pages::{Answer, see, workbook};
use crate::state::WebState;
use crate::visit::Visit;

/// `POST /ex-ante/{id}/scores`.
pub(super) async fn save(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "line", "score", "words", "opinion", "deed"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let rows = posted.fields.rows(["line", "score", "words"]).into_iter();
    let input = ScoreInput {
        version: version(&posted),
        items: rows
            .map(|[line, score, words]| ItemScore { line, score, words })
            .collect(),
        opinion: posted.fields.text("opinion").to_owned(),
        is_final: posted.fields.text("deed") == "submit",
    };
    state
        .run(move |app| app.score_ex_ante_evaluation(&posted.visit.actor(), &posted.key, sheet, &input))
        .await?;
    Ok(see(&format!("{}#scores", path(sheet))))
}

/// `POST /ex-ante/{id}/scores/export`.
pub(super) async fn export(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let file = state
        .run(move |app| app.export_ex_ante_scores(&posted.visit.actor(), sheet))
        .await?;
    Ok(workbook("ex-ante-scores", file))
}

/// The expert's own sheet, then what all gave, or that it is still sealed.
pub(super) fn section(page: &EvaluationPage, visit: &Visit) -> Markup {
    html! {
        @if let Some(own) = &page.own { (own_sheet(page, own, visit)) }
        section class="card" id="scores" {
            h2 { "专家评分" (verification_mark(&page.framework_citation)) span class="end quiet" { (seal_words(page)) } }
            @match &page.matrix {
                Some(matrix) => (all_scores(page, matrix, visit))
                None => p class="quiet" { (sealed_words(page)) }
            }
        }
    }
}

fn seal_words(page: &EvaluationPage) -> String {
    match (&page.discussion, page.seal) {
        (Some(hand), _) => format!("{} 于 {} 开启讨论", hand.name, hand.at),
        (None, Seal::Opened) => "全部专家已提交,评分已启封".to_owned(),
        (None, Seal::Sealed { submitted, invited }) => format!("密封:已提交 {submitted}/{invited}"),
    }
}

fn sealed_words(page: &EvaluationPage) -> &'static str {
    if page.seal.is_open() {
        "评分明细在出具正式稿后向单位公开;现在可看评估结论。"
    } else {
        "专家独立评分,互不可见;全部提交或牵头单位开启讨论后启封。"
    }
}

fn own_sheet(page: &EvaluationPage, own: &OwnScores, visit: &Visit) -> Markup {
    let writes = own.may_score || own.may_revise;
    let levels = spans(&own.items, |item| item.content.clone());
    html! {
        form class="card" id="own-scores" method="post" action={ (path(page.id)) "/scores" } data-guard {
            (visit.token().fields()) (look::hidden("version", &own.version.to_string()))
            h2 {
                @if own.may_revise { "我的评分(讨论后可改,改分须写理由)" } @else { "我的独立评分" }
                span class="end quiet" { @if let Some(at) = own.submitted_at { "已于 " (at) " 提交" } @else { "未提交" } }
            }
            table class="list" {
                thead { tr {
                    th scope="col" { "评估内容" } th scope="col" { "评估要点" } th scope="col" { "评分项" } th scope="col" class="num" { "分值" }
                    th scope="col" class="num" { @if own.may_revise { "独立评分" } @else { "得分" } }
                    @if own.may_revise { th scope="col" class="num" { "讨论后" } }
                    th scope="col" { @if own.may_revise { "改分理由" } @else { "意见" } }
                } }
                tbody {
                    @for (item, height) in own.items.iter().zip(&levels) {
                        tr {
                            @if 0 < *height { th scope="rowgroup" rowspan=(height) { (item.content) } }
                            td { (item.section) } td { (item.item) } td class="num" { (item.points) }
                            @if writes { (own_controls(own, item)) } @else { (own_given(item)) }
                        }
                    }
                }
            }
            @if own.may_score {
                (look::field("opinion", "总体意见", "可留空", None, html! { textarea id="opinion" name="opinion" rows="3" { (own.opinion) } }))
                p class="small quiet" { "提交后评分即密封,讨论开始前不能修改,其他人也看不到。" }
                div class="buttons" {
                    button name="deed" value="save" { "暂存" }
                    button class="primary" name="deed" value="submit" data-confirm="提交后不能修改,确定提交独立评分?" { "提交独立评分" }
                }
            } @else if own.may_revise {
                div class="buttons" { button class="primary" name="deed" value="revise" { "保存改分" } }
            }
        }
    }
}

fn own_controls(own: &OwnScores, item: &OwnItem) -> Markup {
    let given = item.given.as_ref();
    let shown = given.map(|one| {
        if own.may_revise {
            one.stands()
        } else {
            one.independent
        }
    });
    let words = given.map_or("", |one| if own.may_revise { &one.reason } else { &one.words });
    let id = format!("score-{}", item.position);
    html! {
        @if own.may_revise { td class="num" { (look::score(given.map(|one| one.independent))) } }
        td class="num" {
            (look::hidden("line", &item.key.to_string()))
            input type="text" class="num" id=(id) name="score" size="5" inputmode="decimal" autocomplete="off"
                value=(shown.map(|score| score.to_string()).unwrap_or_default()) aria-label={ "得分:" (item.item) };
        }
        td { input type="text" name="words" value=(words) aria-label={ "意见:" (item.item) }; }
    }
}

fn own_given(item: &OwnItem) -> Markup {
    html! {
        td class="num" { @match &item.given { Some(given) => (both(given)) None => "—" } }
        td { @if let Some(given) = &item.given { (given.words) } }
    }
}

/// Both versions of a score: the first one struck out beside the one that counts.
fn both(given: &GivenScore) -> Markup {
    html! {
        @match given.revised {
            Some(revised) => { del { (given.independent) } " " ins title=(given.reason) { (revised) } }
            None => span title=(given.words) { (given.independent) }
        }
    }
}

fn all_scores(page: &EvaluationPage, matrix: &ScoreMatrix, visit: &Visit) -> Markup {
    let levels = spans(&matrix.rows, |row| row.content.clone());
    html! {
        @if let Some(summary) = matrix.summary {
            p class="chips" {
                span class="chip" { "平均 " b { (summary.mean) } }
                span class="chip" { "最高 " b { (summary.highest) } }
                span class="chip" { "最低 " b { (summary.lowest) } }
                span class={ "chip" @if matrix.is_wide { " off" } } { "相差 " b { (summary.spread()) } @if matrix.is_wide { " 分歧较大,请充分讨论" } }
            }
        }
        div class="scroll" {
            table class="list" {
                thead { tr {
                    th scope="col" { "评估内容" } th scope="col" { "评分项" } th scope="col" class="num" { "分值" }
                    @for total in &matrix.totals { th scope="col" class="num" { (total.name) } }
                    th scope="col" class="num" { "平均" } th scope="col" class="num" { "相差" }
                } }
                tbody {
                    @for (row, height) in matrix.rows.iter().zip(&levels) {
                        tr {
                            @if 0 < *height { th scope="rowgroup" rowspan=(height) { (row.content) } }
                            td title=(row.section) { (row.item) } td class="num" { (row.points) }
                            @for given in &row.scores { td class="num" { @match given { Some(given) => (both(given)) None => "—" } } }
                            td class="num" { (mean(row.summary)) }
                            td class="num" { @if let Some(summary) = row.summary { (summary.spread()) } }
                        }
                    }
                }
                tfoot { tr {
                    th scope="row" colspan="3" { "总分" }
                    @for total in &matrix.totals {
                        td class="num" { @if total.independent != total.stands { del { (total.independent) } " " } (total.stands) }
                    }
                    td class="num" { (mean(matrix.summary)) }
                    td class="num" { @if let Some(summary) = matrix.summary { (summary.spread()) } }
                } }
            }
        }
        @for total in &matrix.totals {
            @if !total.opinion.is_empty() { p class="small" { strong { (total.name) } ":" (total.opinion) } }
        }
        form method="post" action={ (path(page.id)) "/scores/export" } { (visit.token().fields()) button { "导出评分 Excel" } }
    }
}

fn mean(summary: Option<ScoreSummary>) -> Markup {
    look::score(summary.map(|summary| summary.mean))
}

/// Experts with whether they are in, and who may still be invited.
pub(super) fn experts(page: &EvaluationPage, visit: &Visit, invites: bool) -> Markup {
    let action = format!("{}/experts", path(page.id));
    let hidden = || html! { (visit.token().fields()) (look::hidden("version", &page.version.to_string())) };
    html! {
        section class="card" {
            h2 { "评估专家" span class="end quiet" { "至少 " (page.experts_least) " 名 " (verification_mark(&page.experts_citation)) } }
            @if page.experts.is_empty() { p class="quiet" { "还没有邀请专家。" } } @else {
                table class="list" { tbody {
                    @for expert in &page.experts {
                        tr {
                            td { (expert.name) div class="small quiet" { (expert.institution) } }
                            td class="nowrap" {
                                @if expert.submitted_at.is_some() { (tag("green", "已提交")) } @else { (tag("amber", "未提交")) }
                                @if expert.revised_at.is_some() { " " (tag("blue", "讨论后改分")) }
                            }
                            @if invites && expert.submitted_at.is_none() {
                                td { form method="post" action=(action) { (hidden()) (look::hidden("expert", &expert.code)) button class="link" name="deed" value="remove" { "取消邀请" } } }
                            }
                        }
                    }
                } }
            }
            @if invites {
                form class="filters" id="invite" method="post" action=(action) {
                    (hidden())
                    (look::labelled("第三方账户", html! { select name="expert" required {
                        @for choice in &page.candidates { option value=(choice.code) { (choice.name) } }
                    } }))
                    button disabled[page.candidates.is_empty()] { "邀请" }
                }
                p class="small quiet" { "专家只能看到受邀的评估;评分在启封前互不可见。" }
            }
        }
    }
}
