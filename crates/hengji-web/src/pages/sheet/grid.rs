//! The lines of a goal to be written: a grid that works by posting, and better with the script.

use hengji_app::sheets::view::SheetPage;
use hengji_app::sheets::{LineDraft, SheetDraft};
use hengji_domain::rule::GoalFrame;
use maud::{Markup, html};

use super::{panel, paths};
use crate::look::{self, Problem, problem_of};
use crate::visit::Visit;

/// Empty rows at the end, for browsers without script.
const SPARE_ROWS: usize = 3;

/// The whole form.
pub(super) fn form(page: &SheetPage, draft: &SheetDraft, visit: &Visit, problems: &[Problem]) -> Markup {
    let path = paths::sheet(page.kind, page.id);
    html! {
        form method="post" action=(path) class="card" data-grid data-guard data-lint={ (path) "/lint" } {
            (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
            (super::head::facts(page))
            hr;
            (super::adjustment::fields(page, draft))
            (rows(page, draft, problems))
            div class="sums" {
                (panel::sums(&page.totals, &page.frame, page.kind))
                div class="end buttons" {
                    button name="do" value="save" data-key="s" data-key-name="暂存" { "暂存 " kbd { "Alt+S" } }
                    button class="primary" name="do" value="continue" data-key="j" data-key-name="保存并提交" { "保存并提交 " kbd { "Alt+J" } }
                }
            }
        }
    }
}

/// The goal to be written: statement, tools and the rows of its lines.
fn rows(page: &SheetPage, draft: &SheetDraft, problems: &[Problem]) -> Markup {
    html! {
        (statement(draft, problems))
        (toolbar())
        (level_lists(&page.frame))
        table class="sheet grid sticky" {
            thead { tr {
                th scope="col" class="w-number" { "序" } th scope="col" class="w-level" { "一级指标" } th scope="col" class="w-second" { "二级指标" }
                th scope="col" { "三级指标" } th scope="col" class="w-target" { "年度指标值" } th scope="col" class="w-weight" { "分值" }
                th scope="col" class="w-part" { "其中" } th scope="col" class="w-tools" { span class="sr" { "行操作" } }
            } }
            tbody data-rows {
                @for (line, n) in draft.lines.iter().zip(1..) { (row(line, n, problems)) }
                @for n in 1..=SPARE_ROWS { (row(&LineDraft::default(), draft.lines.len() + n, &[])) }
            }
        }
        template data-row-template { (row(&LineDraft::default(), 0, &[])) }
        (notes())
    }
}

/// The same grid inside a form of the review room, with its sums.
pub(in crate::pages) fn room_grid(page: &SheetPage, draft: &SheetDraft, problems: &[Problem]) -> Markup {
    html! { (rows(page, draft, problems)) div class="sums" { (panel::sums(&page.totals, &page.frame, page.kind)) } }
}

fn statement(draft: &SheetDraft, problems: &[Problem]) -> Markup {
    let control = html! { textarea id="annual_goal" name="annual_goal" rows="2" { (draft.annual_goal) } };
    html! {
        div class="statement" {
            (look::field("annual_goal", "年度总体目标", "写明要达到什么、惠及谁、到什么程度", problem_of(problems, "annual_goal"), control))
            (look::text_field("initial", "年初预算数", "万元", &draft.initial, problems))
        }
    }
}

fn toolbar() -> Markup {
    html! {
        div class="grid-note" {
            a class="button" href="/indicators?pick=1" data-dialog="从指标库选用" data-key="l" data-key-name="指标库" { "从指标库选用 " kbd { "Alt+L" } }
            button name="do" value="add" data-add-row data-key="n" data-key-name="增加一行" { "增加一行 " kbd { "Alt+N" } }
            span { "可从 Excel、WPS 复制整块单元格,在表中任一格粘贴。" }
        }
    }
}

/// The names of the year, offered while typing.
fn level_lists(frame: &GoalFrame) -> Markup {
    html! {
        datalist id="level1-names" { @for level in &frame.first_levels { option value=(level.name) {} } }
        datalist id="level2-names" {
            @for level in &frame.first_levels { @for second in &level.second_levels { option value=(second.name) { (level.name) } } }
        }
    }
}

fn row(line: &LineDraft, n: usize, problems: &[Problem]) -> Markup {
    let id = |name: &str| format!("line-{n}-{name}");
    let look = |name: &str| problem_of(problems, &id(name)).map(|_| "error");
    html! {
        tr id={ "line-" (n) } {
            td class="fixed num quiet" {
                span data-number { (n) }
                (look::hidden("key", line.key.as_deref().unwrap_or_default()))
                (look::hidden("library_indicator", line.library_indicator.as_deref().unwrap_or_default()))
            }
            td class=[look("level1")] { input type="text" id=(id("level1")) name="level1" value=(line.level1) list="level1-names" data-label="一级指标" aria-label={ "第 " (n) " 行 一级指标" } autocomplete="off"; }
            td class=[look("level2")] { input type="text" id=(id("level2")) name="level2" value=(line.level2) list="level2-names" data-label="二级指标" aria-label={ "第 " (n) " 行 二级指标" } autocomplete="off"; }
            td class=[look("level3")] { textarea id=(id("level3")) name="level3" rows="1" data-label="三级指标" aria-label={ "第 " (n) " 行 三级指标" } { (line.level3) } }
            td class=[look("target")] {
                textarea id=(id("target")) name="target" rows="1" data-label="年度指标值" aria-label={ "第 " (n) " 行 年度指标值" } { (line.target) }
            }
            td class=[look("weight")] { input type="text" class="num" id=(id("weight")) name="weight" value=(line.weight) data-weight data-label="分值" aria-label={ "第 " (n) " 行 分值" } inputmode="decimal" autocomplete="off"; }
            td { (part_select(line.is_part, &id("is-part"), n)) }
            td class="tools" { (tools(n)) }
        }
    }
}

/// A select rather than a box to tick: an unticked box posts nothing, which would shift the rows.
fn part_select(is_part: bool, id: &str, n: usize) -> Markup {
    html! {
        select id=(id) name="is_part" data-label="其中" aria-label={ "第 " (n) " 行 是否为上一指标的其中项" } {
            option value="" selected[!is_part] { "" }
            option value="1" selected[is_part] { "其中" }
        }
    }
}

fn tools(n: usize) -> Markup {
    html! {
        @for (how, sign, name) in [("up", "↑", "上移"), ("down", "↓", "下移"), ("remove", "✕", "删除")] {
            button class="icon" name="do" value={ (how) ":" (n) } title=(name) aria-label={ (name) "本行" } tabindex="-1" { (sign) }
        }
    }
}

fn notes() -> Markup {
    html! {
        p class="grid-note" {
            span { kbd { "Enter" } " 下一行" } span { kbd { "Alt+Enter" } " 格内换行" } span { kbd { "↑↓←→" } " 移动" }
            span { kbd { "Alt+↑↓" } " 调整行序" } span { kbd { "Alt+Delete" } " 删除本行" } span { kbd { "Esc" } " 恢复本格" }
        }
    }
}
