//! The lines of a sheet to be read: merged cells as on paper, scores with their trace, opinions beside the lines.

use hengji_app::sheets::view::{LineView, SheetPage};
use hengji_domain::Severity;
use hengji_domain::rule::ReviewReason;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::paths;
use crate::look::{self, options, spans};
use crate::pages::library::drift_tags;

/// What the last columns of the table hold.
pub(super) enum Beside<'a> {
    /// Nothing.
    Nothing,
    /// Reasons of a return and words, to be chosen by the reviewer.
    Opinions(&'a [ReviewReason]),
}

/// The table.
pub(super) fn lines(page: &SheetPage, beside: &Beside<'_>) -> Markup {
    let firsts = spans(&page.lines, |line| line.level1.clone());
    let seconds = spans(&page.lines, |line| (line.level1.clone(), line.level2.clone()));
    let is_scored = page.kind == SheetKind::SelfEvaluation;
    html! {
        table class="sheet sticky" {
            (head(is_scored, beside))
            tbody {
                @for (line, (first, second)) in page.lines.iter().zip(firsts.into_iter().zip(seconds)) {
                    tr id={ "line-" (line.position) } class=[has_error(page, line).then_some("problem")] {
                        td class="num quiet" { (line.position) }
                        @if 0 < first { th class="level1" scope="rowgroup" rowspan=(first) { (line.level1) } }
                        @if 0 < second { th class="level2" scope="rowgroup" rowspan=(second) { (line.level2) } }
                        td { @if line.is_part { span class="quiet" { "其中:" } } (line.level3) (library_mark(line)) }
                        td { (line.target.text) }
                        @if is_scored { (scored_cells(page, line)) } @else { td class="num" { (look::weight(line.weight)) } }
                        @if let Beside::Opinions(reasons) = beside { (opinion_cells(line, reasons)) }
                    }
                }
            }
            (foot(page, beside))
        }
    }
}

/// Where the indicator comes from, and what the unit changed of it.
fn library_mark(line: &LineView) -> Markup {
    html! {
        @if let Some(mark) = &line.library_mark {
            div class="small library-mark" {
                a href={ "/indicators/" (mark.id) } title={ "取自指标库:" (mark.name) } { "库 " (mark.code) } " "
                (drift_tags(&mark.drifts))
                @if let Some(gone) = &mark.gone { (look::tag("", gone)) }
            }
        }
    }
}

fn has_error(page: &SheetPage, line: &LineView) -> bool {
    let of_line = page
        .findings
        .iter()
        .filter(|finding| finding.position == Some(line.position));
    of_line
        .into_iter()
        .any(|finding| finding.severity == Severity::Error)
}

fn head(is_scored: bool, beside: &Beside<'_>) -> Markup {
    html! {
        thead { tr {
            th scope="col" { "序" } th scope="col" { "一级指标" } th scope="col" { "二级指标" } th scope="col" { "三级指标" } th scope="col" { "年度指标值" }
            @if is_scored { th scope="col" { "实际完成值" } }
            th scope="col" class="num" { "分值" }
            @if is_scored { th scope="col" class="num" { "自评得分" } th scope="col" class="num" { "按规则得分" } th scope="col" { "偏差原因及改进措施" } }
            @if let Beside::Opinions(_) = beside { th scope="col" { "退回理由" } th scope="col" { "具体意见" } }
        } }
    }
}

fn scored_cells(page: &SheetPage, line: &LineView) -> Markup {
    html! {
        td { (line.actual.text) }
        td class="num" { (look::weight(line.weight)) }
        td class="num" { (look::score(line.stated_score)) }
        td class="num" { (trace_link(page, &line.key.to_string(), line.computed_score)) }
        td class="verbatim small" { (line.reason) }
    }
}

/// A computed score that explains itself.
pub(super) fn trace_link(page: &SheetPage, line: &str, score: Option<hengji_domain::Score>) -> Markup {
    let words = match score {
        Some(score) => format!("为什么是 {score} 分"),
        None => "为什么不能计算".to_owned(),
    };
    html! {
        a class="score" href={ (paths::sheet(page.kind, page.id)) "/trace/" (line) } data-dialog=(words) title=(words) data-slot="computed" {
            (look::score(score))
        }
    }
}

fn opinion_cells(line: &LineView, reasons: &[ReviewReason]) -> Markup {
    html! { (opinion_controls(&line.key.to_string(), &format!("第 {} 行", line.position), reasons)) }
}

/// A reason of the closed list and words, for a line or (with no line) for the whole sheet.
pub(super) fn opinion_controls(line: &str, whose: &str, reasons: &[ReviewReason]) -> Markup {
    let choices = reasons
        .iter()
        .map(|reason| (reason.code.as_str(), reason.name.as_str()));
    html! {
        td {
            (look::hidden("line", line))
            select name="reason" aria-label={ (whose) "退回理由" } { (options(std::iter::once(("", "—")).chain(choices), "")) }
        }
        td { input type="text" name="text" aria-label={ (whose) "具体意见" }; }
    }
}

fn foot(page: &SheetPage, beside: &Beside<'_>) -> Markup {
    let totals = &page.totals;
    let more = match beside {
        Beside::Nothing => 0,
        Beside::Opinions(_) => 2,
    };
    html! {
        tfoot {
            @if let Some(execution) = &page.execution {
                tr {
                    td {} th colspan="5" scope="row" { "预算执行率" @if let Some(rate) = page.execution_rate_bp { " " (look::percent_of_bp(rate)) } }
                    td class="num" { (look::weight(execution.weight)) }
                    td class="num" { (look::score(execution.stated_score)) }
                    td class="num" { (trace_link(page, "execution", execution.computed_score)) }
                    td colspan=(1 + more) {}
                }
            }
            tr {
                td {}
                @match page.kind {
                    SheetKind::Goal | SheetKind::GoalAdjustment => {
                        th colspan="4" scope="row" { "合计" } td class="num" { (totals.weight) }
                        @if 0 < more { td colspan=(more) {} }
                    }
                    SheetKind::Monitoring | SheetKind::SelfEvaluation | SheetKind::ExAnteEvaluation => {
                        th colspan="5" scope="row" { "总分" } td class="num" { (total_weight(page)) }
                        td class="num" { (look::score(totals.stated_total)) }
                        td class="num" { (look::score(totals.computed_total)) }
                        td colspan=(1 + more) { @if let Some(grade) = &totals.grade { "等级 " span class="grade" { (grade) } } }
                    }
                }
            }
        }
    }
}

pub(super) fn total_weight(page: &SheetPage) -> String {
    let execution = page
        .execution
        .as_ref()
        .and_then(|row| row.weight)
        .unwrap_or_default();
    hengji_domain::Weight::total([page.totals.weight, execution]).to_string()
}
