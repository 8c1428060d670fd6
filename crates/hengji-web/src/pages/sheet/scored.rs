//! The lines of a self-evaluation to be filled: targets stand as issued, actual values and reasons are written.

use hengji_app::projects::view::SourcedMoney;
use hengji_app::sheets::view::{LineView, SheetPage};
use hengji_app::sheets::{LineDraft, SheetDraft};
use maud::{Markup, html};

use super::{panel, paths, table};
use crate::look::{self, Problem, problem_of, spans};
use crate::visit::Visit;

/// The whole form.
pub(super) fn form(page: &SheetPage, draft: &SheetDraft, visit: &Visit, problems: &[Problem]) -> Markup {
    let path = paths::sheet(page.kind, page.id);
    html! {
        form method="post" action=(path) class="card" data-grid data-guard data-lint={ (path) "/lint" } {
            (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
            (super::head::facts(page))
            hr;
            (statements(page, draft, problems))
            p class="grid-note" { span { "“按规则得分”随填随算,点分数看计算依据;“自评得分”可留空,留空即采用按规则得分。可从 Excel 整列粘贴完成值。" } }
            (grid(page, draft, problems))
            div class="sums" {
                (panel::sums(&page.totals, &page.frame, page.kind))
                span class="chip" { "按规则总分 " b data-slot="total" { (look::score(page.totals.computed_total)) } }
                span class="chip" { "等级 " b data-slot="grade" { (page.totals.grade.as_deref().unwrap_or("—")) } }
                div class="end buttons" {
                    button name="do" value="save" data-key="s" data-key-name="暂存" { "暂存 " kbd { "Alt+S" } }
                    button class="primary" name="do" value="continue" data-key="j" data-key-name="保存并提交" { "保存并提交 " kbd { "Alt+J" } }
                }
            }
        }
    }
}

fn statements(page: &SheetPage, draft: &SheetDraft, problems: &[Problem]) -> Markup {
    let control = html! { textarea id="achievement" name="achievement" rows="3" { (draft.achievement) } };
    html! {
        div class="columns even" {
            div class="field" { span class="label" { "年度总体目标" span class="hint" { "(批复下达,不可改)" } } div class="verbatim" { (page.annual_goal) } }
            (look::field("achievement", "实际完成情况", "", problem_of(problems, "achievement"), control))
        }
        div class="form-grid tight" {
            (amount("adjusted", "全年预算数", page.adjusted_source.as_ref(), &draft.adjusted, problems))
            (amount("executed", "全年执行数", page.executed_source.as_ref(), &draft.executed, problems))
            (look::text_field("execution_score", "预算执行率得分", "可留空", &draft.execution_score, problems))
            (look::text_field("total_score", "总分", "可留空", &draft.total_score, problems))
        }
    }
}

/// An amount that its source knows is shown with it and not retyped; otherwise it is written here. Where the form holds
/// another one than the source, both are shown and the writer decides.
fn amount(id: &str, label: &str, source: Option<&SourcedMoney>, typed: &str, problems: &[Problem]) -> Markup {
    match source {
        None => look::text_field(id, label, "万元", typed, problems),
        Some(known) if !typed.is_empty() && typed != look::plain_money(Some(known.money)) => {
            let hint = format!(
                "万元;预算和支付数据为 {}(来源 {})",
                look::plain_money(Some(known.money)),
                known.source
            );
            look::text_field(id, label, &hint, typed, problems)
        }
        Some(known) => html! {
            div class="field" {
                span class="label" { (label) " " span class="hint" { "万元" } }
                strong { (look::money(known.money)) }
                span class="hint" title={ "来源 " (known.source) "," (known.loaded_at) " 载入" } { " 来自数据源" }
            }
        },
    }
}

fn grid(page: &SheetPage, draft: &SheetDraft, problems: &[Problem]) -> Markup {
    let firsts = spans(&page.lines, |line| line.level1.clone());
    let seconds = spans(&page.lines, |line| (line.level1.clone(), line.level2.clone()));
    let rows = page
        .lines
        .iter()
        .zip(&draft.lines)
        .zip(firsts.into_iter().zip(seconds));
    html! {
        table class="sheet grid sticky" {
            thead { tr {
                th scope="col" class="w-number" { "序" } th scope="col" class="w-class" { "一级指标" } th scope="col" class="w-class" { "二级指标" } th scope="col" { "三级指标" } th scope="col" class="w-value" { "年度指标值" }
                th scope="col" class="w-value" { "实际完成值" } th scope="col" class="w-weight num" { "分值" } th scope="col" class="w-weight num" { "自评" } th scope="col" class="w-weight num" { "按规则" } th scope="col" class="w-reason" { "偏差原因及改进措施" }
            } }
            tbody data-rows {
                @for ((line, written), (first, second)) in rows {
                    tr id={ "line-" (line.position) } {
                        td class="fixed num quiet" { (line.position) (look::hidden("key", &line.key.to_string())) }
                        @if 0 < first { th class="level1" scope="rowgroup" rowspan=(first) { (line.level1) } }
                        @if 0 < second { th class="level2" scope="rowgroup" rowspan=(second) { (line.level2) } }
                        td class="fixed" { @if line.is_part { span class="quiet" { "其中:" } } (line.level3) }
                        td class="fixed" { (line.target.text) }
                        (cells(page, line, written, problems))
                    }
                }
            }
        }
    }
}

fn cells(page: &SheetPage, line: &LineView, written: &LineDraft, problems: &[Problem]) -> Markup {
    let n = line.position;
    let id = |name: &str| format!("line-{n}-{name}");
    let look = |name: &str| problem_of(problems, &id(name)).map(|_| "error");
    html! {
        td class=[look("actual")] { textarea id=(id("actual")) name="actual" rows="1" aria-label={ "第 " (n) " 行 实际完成值" } { (written.actual) } }
        td class="fixed num" { (look::weight(line.weight)) }
        td class=[look("score")] { input type="text" class="num" id=(id("score")) name="score" value=(written.score) inputmode="decimal" aria-label={ "第 " (n) " 行 自评得分" } autocomplete="off"; }
        td class="fixed num" { (table::trace_link(page, &line.key.to_string(), line.computed_score)) }
        td class=[look("reason")] { textarea id=(id("reason")) name="reason" rows="1" aria-label={ "第 " (n) " 行 偏差原因及改进措施" } { (written.reason) } }
    }
}
