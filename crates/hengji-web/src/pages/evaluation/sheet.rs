//! The score sheet: items under their parts and levels, the unit's score and the bureau's beside each other, and why.

use hengji_app::evaluations::view::{EvaluationPage, ItemView, PartView, ScoreView};
use hengji_app::evaluations::{ScoreInput, Side};
use hengji_domain::Score;
use maud::{Markup, html};

use super::{answer, path};
use crate::look::{moment, spans, tag};
use crate::visit::Visit;

/// The section.
pub(super) fn section(page: &EvaluationPage, typed: &ScoreInput, visit: &Visit) -> Markup {
    let action = match page.writes {
        Some(Side::SelfScore) => Some(format!("{}/own-scores", path(page.id))),
        Some(Side::Verification) => Some(format!("{}/scores", path(page.id))),
        None => None,
    };
    html! {
        section class="card" id="sheet" {
            h2 { "评分表" span class="end quiet" { (page.framework) @if page.is_unverified { " " span class="mark" title=(page.basis) { "✎ 未核实" } } } }
            @if let Some(action) = &action {
                form method="post" action=(action) id="scores" {
                    (visit.token().fields())
                    (table(page, typed))
                    p { button class="primary" data-key="s" data-key-name="保存" { "保存评分 " kbd { "Alt+S" } } span class="quiet small" { "只保存有改动的项;他人同时改了同一项时会提示" } }
                }
            } @else { (table(page, typed)) }
        }
    }
}

/// How many columns the levels between part and item take.
fn depth(page: &EvaluationPage) -> usize {
    let items = page.parts.iter().flat_map(|part| &part.items);
    items.map(|item| item.path.len()).max().unwrap_or_default()
}

fn table(page: &EvaluationPage, typed: &ScoreInput) -> Markup {
    let depth = depth(page);
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "一级" }
                @for level in 0..depth { th scope="col" { (level_name(level)) } }
                th scope="col" { "指标" } th scope="col" class="num" { "分值" }
                @if page.has_self_score { th scope="col" { "单位自评" } }
                th scope="col" { "财政复核" }
                @if page.writes.is_some() { th scope="col" { "本方评分和依据" } }
            } }
            tbody { @for part in &page.parts { (part_rows(page, typed, part, depth)) } }
        }
    }
}

const fn level_name(level: usize) -> &'static str {
    match level {
        0 => "二级",
        1 => "三级",
        2 => "四级",
        _ => "五级",
    }
}

fn part_rows(page: &EvaluationPage, typed: &ScoreInput, part: &PartView, depth: usize) -> Markup {
    let levels: Vec<Vec<usize>> = (0..depth)
        .map(|level| {
            spans(&part.items, |item| {
                item.path.get(..=level).map(<[String]>::to_vec)
            })
        })
        .collect();
    html! {
        @for (row, item) in part.items.iter().enumerate() {
            tr {
                @if row == 0 {
                    th scope="rowgroup" class="level1" rowspan=(part.items.len()) {
                        (part.name) div class="small quiet" { (part.share) }
                        @if page.has_self_score { (contribution("自评", part.contributions.first().copied().flatten())) }
                        (contribution("复核", part.contributions.last().copied().flatten()))
                    }
                }
                @for (level, heights) in levels.iter().enumerate() {
                    @if let Some(height) = heights.get(row).filter(|height| 0 < **height) {
                        td rowspan=(height) { (item.path.get(level).map_or("", String::as_str)) }
                    }
                }
                td { (item_cell(page, item)) }
                td class="num" { (item.weight) }
                @if page.has_self_score { td { (side(item.self_score.as_ref(), item.own)) } }
                td { (verification(page, item)) }
                @if page.writes.is_some() { td class="answer" { (answer::controls(item, typed.items.iter().find(|line| line.item == item.key))) (computed(item)) } }
            }
        }
    }
}

fn contribution(name: &str, score: Option<Score>) -> Markup {
    html! { @if let Some(score) = score { div class="small" { (name) " " (score) } } }
}

fn item_cell(page: &EvaluationPage, item: &ItemView) -> Markup {
    html! {
        strong { (item.name) } " " (tag("", item.method.name()))
        @if item.is_unverified { " " span class="mark" title="表述和分值未与正式文本核对" { "✎" } }
        @if item.has_benchmark { " " a class="small" href={ (path(page.id)) "/lines/" (item.key) "/benchmark" } { "标杆" } }
        @if !item.explanation.is_empty() { div class="small quiet" { (item.explanation) } }
        @if !item.evidence.is_empty() { div class="small quiet" { "材料:" (item.evidence) } }
        @if !item.basis.is_empty() { div class="small quiet" { "来源:" (item.basis) } }
        @for file in &item.files { div class="small" { "佐证:" a href={ "/case-evidence/" (file.id) } { (file.name) } " " (file.page) } }
    }
}

/// One score, and behind a click why it is that.
fn why(one: &ScoreView) -> Markup {
    html! {
        div {
            strong { (one.score) } " 分"
            @if one.is_revised { " " (tag("blue", "讨论后")) }
            details class="why" {
                summary class="small" { "为什么是 " (one.score) " 分" }
                ul class="plain small" { @for step in &one.steps { li { (step) } } }
                @if let Some(interval) = &one.interval { p class="small quiet" { (interval) } }
                @if !one.evidence.is_empty() { p class="small" { "依据:" (one.evidence) } }
                p class="small quiet" { (one.scorer) @if let Some(at) = one.at { " · " (moment(at)) } }
            }
        }
    }
}

fn side(score: Option<&ScoreView>, own: Option<Score>) -> Markup {
    html! {
        @match (score, own) {
            (Some(one), _) => (why(one))
            (None, Some(own)) => { strong { (own) } div class="small quiet" { "自评表得分" } }
            (None, None) => span class="quiet" { "未评" }
        }
    }
}

fn verification(page: &EvaluationPage, item: &ItemView) -> Markup {
    html! {
        @if !page.has_self_score { @if let Some(own) = item.own { div class="small quiet" { "自评表得分 " (own) } } }
        @for one in &item.scores { (why(one)) }
        @if 1 < item.scores.len() { @if let Some(mean) = item.verified() { div { "平均 " strong { (mean) } " 分" } } }
        @if item.scores.is_empty() { span class="quiet" { "—" } }
    }
}

/// What a computed item gives before it is fixed, or what it lacks.
fn computed(item: &ItemView) -> Markup {
    html! {
        @match &item.computed {
            None => {}
            Some(Ok(one)) => (why(one))
            Some(Err(missing)) => div class="small" { (tag("amber", "待数据")) " " (missing) }
        }
    }
}
