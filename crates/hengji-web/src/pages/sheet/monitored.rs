//! The lines of a monitoring sheet: targets stand as issued, money comes from its sources; what is written is what was
//! reached so far, what is expected, how likely it is, and why and what is done where it is not certain.

use hengji_app::cuts::CutState;
use hengji_app::monitoring::view::{DisposalView, FindingRow, MonitoringView, WatchedLineView};
use hengji_app::sheets::view::{LineView, SheetPage};
use hengji_app::sheets::{LineDraft, SheetDraft};
use maud::{Markup, html};

use super::paths;
use crate::look::{self, Problem, options, problem_of, spans, tag};
use crate::pages::cut_state;
use crate::visit::Visit;

/// The whole form for the unit.
pub(super) fn form(page: &SheetPage, draft: &SheetDraft, visit: &Visit, problems: &[Problem]) -> Markup {
    let path = paths::sheet(page.kind, page.id);
    let Some(view) = &page.monitoring else {
        return html! {};
    };
    html! {
        form method="post" action=(path) class="card" data-grid data-guard {
            (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
            (super::head::facts(page))
            hr;
            (money(view))
            div class="form-grid tight" {
                (look::text_field("expected_executed", "全年预计执行数", "万元,必填", &draft.expected_executed, problems))
                (look::field("achievement", "本期工作情况", "可留空", problem_of(problems, "achievement"), html! { textarea id="achievement" name="achievement" rows="2" { (draft.achievement) } }))
            }
            p class="grid-note" { span { "填写截至 " (look::date(view.period.cut_off)) " 的累计完成情况;“完成目标可能性”不是“" (certain(view)) "”的,偏差原因和改进措施必填。灯随保存重算,鼠标停在灯上看算式。" } }
            (grid(page, view, draft, problems))
            div class="sums" {
                div class="end buttons" {
                    button name="do" value="save" data-key="s" data-key-name="暂存" { "暂存 " kbd { "Alt+S" } }
                    button class="primary" name="do" value="continue" data-key="j" data-key-name="保存并提交" { "保存并提交 " kbd { "Alt+J" } }
                }
            }
        }
    }
}

/// The words of the likelihood that asks for nothing more.
fn certain(view: &MonitoringView) -> &str {
    let free = view.likelihoods.iter().find(|one| !one.needs_cause);
    free.map_or("", |one| one.name.as_str())
}

/// Money and lights of the project.
pub(super) fn money(view: &MonitoringView) -> Markup {
    html! {
        dl class="facts" {
            div { dt { "监控期" } dd { (view.period.name) @if view.is_closed { " " (tag("", "已关闭")) } } }
            div { dt { "预算数(万元)" } dd { (look::money(view.budget)) } }
            div { dt { "累计执行数" } dd title="取自预算执行数据,不需填写" { (look::money(view.executed)) } }
            div { dt { "全年预计执行数" } dd { (look::optional_money(view.expected)) } }
            div { dt { "执行进度" } dd { (look::light_of(&view.execution)) } }
            div { dt { "目标完成" } dd { @match view.goal_bp { Some(bp) => (look::percent_of_bp(bp)) None => span class="quiet" { "—" } } } }
            div { dt { "项目灯" } dd { (look::light(view.light)) } }
            div { dt title="按往年同类项目的执行进度推算" { "推算全年执行率" } dd { (look::forecast(view.forecast)) } }
        }
        @for warning in &view.warnings { p class="warn" { (warning) } }
    }
}

fn rows<'a>(
    page: &'a SheetPage,
    view: &'a MonitoringView,
) -> impl Iterator<Item = (&'a LineView, &'a WatchedLineView, usize, usize)> {
    let firsts = spans(&page.lines, |line| line.level1.clone());
    let seconds = spans(&page.lines, |line| (line.level1.clone(), line.level2.clone()));
    page.lines
        .iter()
        .zip(&view.lines)
        .zip(firsts.into_iter().zip(seconds))
        .map(|((line, watched), (first, second))| (line, watched, first, second))
}

fn grid(page: &SheetPage, view: &MonitoringView, draft: &SheetDraft, problems: &[Problem]) -> Markup {
    html! {
        table class="sheet grid sticky" {
            thead { tr {
                th scope="col" class="w-number" { "序" } th scope="col" class="w-class" { "一级" } th scope="col" class="w-class" { "二级" } th scope="col" { "三级指标" }
                th scope="col" { "年度指标值" } th scope="col" { "截至本期完成" } th scope="col" { "灯" } th scope="col" { "全年预计完成" }
                th scope="col" { "完成可能性" } th scope="col" { "偏差原因" } th scope="col" { "原因说明" } th scope="col" { "改进措施" }
            } }
            tbody data-rows {
                @for ((line, watched, first, second), written) in rows(page, view).zip(&draft.lines) {
                    tr id={ "line-" (line.position) } {
                        td class="fixed num quiet" { (line.position) (look::hidden("key", &line.key.to_string())) }
                        @if 0 < first { th class="level1" scope="rowgroup" rowspan=(first) { (line.level1) } }
                        @if 0 < second { th class="level2" scope="rowgroup" rowspan=(second) { (line.level2) } }
                        td class="fixed" { @if line.is_part { span class="quiet" { "其中:" } } (line.level3) }
                        td class="fixed" { (line.target.text) }
                        (cells(view, line, watched, written, problems))
                    }
                }
            }
        }
    }
}

fn cells(
    view: &MonitoringView,
    line: &LineView,
    watched: &WatchedLineView,
    written: &LineDraft,
    problems: &[Problem],
) -> Markup {
    let n = line.position;
    let id = |name: &str| format!("line-{n}-{name}");
    let look = |name: &str| problem_of(problems, &id(name)).map(|_| "error");
    let area = |name: &str, label: &str, text: &str| {
        html! {
            td class=[look(name)] { textarea id=(id(name)) name=(name) rows="1" aria-label={ "第 " (n) " 行 " (label) } { (text) } }
        }
    };
    let empty = || std::iter::once(("", "—"));
    let likelihoods = view
        .likelihoods
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let causes = view
        .causes
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    html! {
        (area("actual", "截至本期完成", &written.actual))
        td class="fixed" { (look::light_of(&watched.light)) }
        (area("expected", "全年预计完成", &written.expected))
        td class=[look("likelihood")] { select id=(id("likelihood")) name="likelihood" aria-label={ "第 " (n) " 行 完成可能性" } { (options(empty().chain(likelihoods), &written.likelihood)) } }
        td class=[look("cause")] { select id=(id("cause")) name="cause" aria-label={ "第 " (n) " 行 偏差原因" } { (options(empty().chain(causes), &written.cause)) } }
        (area("reason", "原因说明", &written.reason))
        (area("measures", "改进措施", &written.measures))
    }
}

/// The lines to be read, with lights.
pub(super) fn table(page: &SheetPage) -> Markup {
    let Some(view) = &page.monitoring else {
        return html! {};
    };
    let name_of = |code: &str| {
        let known = view.likelihoods.iter().find(|one| one.code == code);
        known.map_or_else(|| code.to_owned(), |one| one.name.clone())
    };
    let cause_of = |code: &str| {
        let known = view.causes.iter().find(|one| one.code == code);
        known.map_or_else(|| code.to_owned(), |one| one.name.clone())
    };
    html! {
        (money(view))
        @if !page.achievement.is_empty() { h3 { "本期工作情况" } p class="verbatim" { (page.achievement) } }
        table class="sheet sticky" {
            thead { tr {
                th scope="col" { "序" } th scope="col" { "一级指标" } th scope="col" { "二级指标" } th scope="col" { "三级指标" } th scope="col" { "年度指标值" }
                th scope="col" { "截至本期完成" } th scope="col" { "灯" } th scope="col" { "全年预计" } th scope="col" { "可能性" } th scope="col" { "偏差原因" } th scope="col" { "改进措施" }
            } }
            tbody {
                @for (line, watched, first, second) in rows(page, view) {
                    tr id={ "line-" (line.position) } {
                        td class="num quiet" { (line.position) }
                        @if 0 < first { th class="level1" scope="rowgroup" rowspan=(first) { (line.level1) } }
                        @if 0 < second { th class="level2" scope="rowgroup" rowspan=(second) { (line.level2) } }
                        td { @if line.is_part { span class="quiet" { "其中:" } } (line.level3) }
                        td { (line.target.text) }
                        td { (line.actual.text) }
                        td { (look::light_of(&watched.light)) }
                        td { (watched.outlook.expected) }
                        td class="nowrap" { (name_of(&watched.outlook.likelihood)) }
                        td class="verbatim small" { (cause_of(&watched.outlook.cause)) @if !line.reason.is_empty() { " " (line.reason) } }
                        td class="verbatim small" { (watched.outlook.measures) }
                    }
                }
            }
        }
    }
}

/// What follows from a monitoring sheet: disposal and proposals for cuts.
pub(super) fn after(page: &SheetPage, visit: &Visit) -> Markup {
    let Some(view) = &page.monitoring else {
        return html! {};
    };
    let path = paths::sheet(page.kind, page.id);
    html! {
        @if let Some(disposal) = &view.disposal { (disposal_section(view, disposal, &path, visit)) }
        @if view.may_propose || !view.findings.is_empty() {
            section class="card" id="cuts" {
                h2 { "监控发现和压减建议" }
                @if view.findings.is_empty() { p class="empty" { "还没有压减建议。" } } @else { (findings(&view.findings, visit, view.may_propose)) }
                @if view.may_propose { (proposal(page, view, &path, visit)) }
            }
        }
    }
}

fn disposal_section(view: &MonitoringView, disposal: &DisposalView, path: &str, visit: &Visit) -> Markup {
    html! {
        section class="card" id="disposal" {
            h2 { "处置" @if disposal.is_suspended { " " (tag("red", "逾期未定,视同暂停")) } }
            @match &disposal.decision {
                Some(decision) => p {
                    (tag("blue", decision)) " " (disposal.words)
                    @if let Some(hand) = &disposal.hand { span class="quiet small" { " " (hand.name) " " (look::moment(hand.at)) } }
                }
                None => p { "本期为红灯,须作出处置决定" @if let Some(day) = disposal.due_on { ",期限 " (look::date(day)) } "。" }
            }
            @if view.may_dispose {
                form method="post" action={ (path) "/dispose" } class="filters" {
                    (visit.token().fields()) (look::hidden("version", &disposal.version.to_string()))
                    (look::labelled("处置方式", html! { select name="decision" { (options(view.disposals.iter().map(|one| (one.code.as_str(), one.name.as_str())), "")) } }))
                    (look::labelled("理由", html! { input type="text" name="words" required size="50"; }))
                    button class="primary" { "确定处置" }
                }
            }
        }
    }
}

/// Proposals as a table.
pub(in crate::pages) fn findings(all: &[FindingRow], visit: &Visit, may_withdraw: bool) -> Markup {
    html! {
        table class="list" {
            thead { tr {
                th scope="col" { "台账" } th scope="col" { "指标" } th scope="col" { "依据" } th scope="col" class="num" { "建议压减(万元)" }
                th scope="col" { "发现的问题" } th scope="col" { "状态" } th scope="col" { "提出" } th scope="col" {}
            } }
            tbody {
                @for row in all {
                    tr {
                        td { (row.book) " " a href={ "/cuts/" (row.cut) } { (row.serial) " 号" } } td { @if row.line.is_empty() { "全项目" } @else { (row.line) } } td { (row.ground) }
                        td class="num" { (look::money(row.proposed_cut)) } td class="verbatim" { (row.words) }
                        td { (cut_state(row.state)) @if let Some(decided) = row.decided_cut { div class="small" { (look::money(decided)) " 万元" } } }
                        td class="small" { (row.hand.name) " " (look::moment(row.hand.at)) }
                        td {
                            @if may_withdraw && row.state == CutState::Proposed {
                                form method="post" action={ "/cuts/" (row.cut) "/withdraw" } {
                                    (visit.token().fields()) (look::hidden("version", &row.version.to_string()))
                                    button data-confirm="撤回后该建议不再由财政决定,确定撤回?" { "撤回" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn proposal(page: &SheetPage, view: &MonitoringView, path: &str, visit: &Visit) -> Markup {
    let lines: Vec<(String, &str)> = page
        .lines
        .iter()
        .map(|line| (line.key.to_string(), line.level3.as_str()))
        .collect();
    let lines = lines.iter().map(|(key, name)| (key.as_str(), *name));
    html! {
        form method="post" action={ (path) "/findings" } class="filters" {
            (visit.token().fields())
            (look::labelled("指标", html! { select name="line" { (options(std::iter::once(("", "全项目")).chain(lines), "")) } }))
            (look::labelled("依据", html! { select name="ground" { (options(view.grounds.iter().map(|one| (one.code.as_str(), one.name.as_str())), "")) } }))
            (look::labelled("建议压减(万元)", html! { input type="text" name="cut" inputmode="decimal" size="10" required; }))
            (look::labelled("发现的问题", html! { input type="text" name="words" size="40" required; }))
            button class="primary" { "提出压减建议" }
        }
    }
}
