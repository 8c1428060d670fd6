//! The lines on the reviewer's screen, each with what stands beside it and what is said of it.

use hengji_app::review_room::view::{DeskLine, DeskPage, LibraryStanding, SaidView};
use hengji_app::sheets::view::FindingView;
use hengji_domain::rule::ReviewReason;
use maud::{Markup, html};

use super::super::decide::ACCEPTED;
use crate::look::{self, severity_tag, tag};
use crate::pages::review_room::desk_path;
use crate::visit::Visit;

pub(super) fn section(page: &DeskPage, visit: &Visit) -> Markup {
    let path = desk_path(page.slot.id, page.sheet.id);
    html! {
        form class="card" method="post" action={ (path) "/lines" } data-guard data-review-lines {
            (visit.token().fields()) (look::hidden("edition", &page.sheet.edition.to_string()))
            h2 { "逐条审核" span class="end quiet" { "行内按数字选理由," kbd { "0" } " 认可," kbd { "Enter" } " 下一行" } }
            table class="sheet sticky review" {
                thead { tr {
                    th scope="col" { "序" } th scope="col" { "指标" } th scope="col" { "指标值 · 分值" } th scope="col" { "去年:目标 → 完成" }
                    th scope="col" { "指标库 · 问题" } th scope="col" { "别处同名指标" } th scope="col" { "意见" }
                } }
                tbody {
                    @for line in &page.lines { (row(page, line)) }
                    @if page.may_decide { (whole(page)) } @else { (said_of_sheet(page)) }
                }
            }
            @if page.may_decide {
                div class="buttons" {
                    button name="do" value="save" data-key="s" data-key-name="保存意见" { "保存意见 " kbd { "Alt+S" } }
                    button name="do" value="accept_rest" data-key="a" data-key-name="其余全部认可" { "保存,其余全部认可 " kbd { "Alt+A" } }
                }
            }
        }
    }
}

fn row(page: &DeskPage, one: &DeskLine) -> Markup {
    let line = &one.line;
    let is_flagged = one
        .said
        .iter()
        .any(|said| said.reason.is_some() && said.edition == page.sheet.edition);
    html! {
        tr id={ "line-" (line.position) } class=[is_flagged.then_some("problem")] {
            td class="num quiet" { (line.position) }
            td { div class="small quiet" { (line.level1) " › " (line.level2) } @if line.is_part { "其中:" } (line.level3) }
            td { (line.target.text) div class="small quiet" { (look::weight(line.weight)) " 分" } }
            td { (last(one)) }
            td { (library(&one.library)) @for finding in &one.findings { (finding_words(finding)) } }
            td class="small" {
                @for other in &one.elsewhere {
                    div title={ (other.project_name) "(" (other.unit_name) ")" } { b { (other.target) } " " span class="quiet" { (look::money(other.total)) "万 " (other.unit_name) } }
                }
                @if one.elsewhere.is_empty() { span class="quiet" { "—" } }
            }
            td class="opinion" {
                @for said in one.said.iter().filter(|said| !(said.is_mine && page.may_decide)) { (said_words(said, page.sheet.edition)) }
                @if page.may_decide { (controls(&line.key.to_string(), &format!("第 {} 行", line.position), one.said.iter().find(|said| said.is_mine), &page.sheet.reasons)) }
            }
        }
    }
}

fn last(one: &DeskLine) -> Markup {
    html! {
        @match &one.last {
            Some(last) => {
                (last.target) " → "
                @if last.actual.is_empty() { span class="quiet" { "未报" } } @else { b { (last.actual) } }
                @if let (Some(score), Some(weight)) = (last.score, last.weight) { div class="small quiet" { "得 " (score) "/" (weight) " 分" } }
                @if last.level3 != one.line.level3 { div class="small quiet" { "去年名“" (last.level3) "”" } }
            }
            None => { (tag("", "新增")) }
        }
    }
}

fn library(standing: &LibraryStanding) -> Markup {
    match standing {
        LibraryStanding::Same => tag("green", "库内"),
        LibraryStanding::Drifted(how) => {
            html! { (tag("amber", "偏离")) div class="small" { (how.join(";")) } }
        }
        LibraryStanding::Absent => tag("", "库外"),
    }
}

fn finding_words(finding: &FindingView) -> Markup {
    html! { div class="small" { (severity_tag(finding.severity)) " " (finding.message) } }
}

fn said_words(said: &SaidView, edition: i32) -> Markup {
    html! {
        div class={ "small" @if said.edition != edition { " quiet" } } {
            @if said.reason.is_some() { (tag("red", &said.name)) } @else { (tag("green", &said.name)) }
            " " (said.words) " "
            span class="quiet" { (said.hand.name) @if said.edition != edition { "(第 " (said.edition) " 版)" } }
        }
    }
}

/// A select whose names begin with their numbers, so that typing a number chooses the reason.
fn controls(line: &str, whose: &str, mine: Option<&SaidView>, reasons: &[ReviewReason]) -> Markup {
    let chosen = match mine {
        None => "",
        Some(said) => said.reason.as_deref().unwrap_or(ACCEPTED),
    };
    html! {
        (look::hidden("line", line))
        select name="reason" aria-label={ (whose) "意见" } {
            option value="" selected[chosen.is_empty()] { "— 未表态" }
            @if !line.is_empty() { option value=(ACCEPTED) selected[chosen == ACCEPTED] { "0 认可" } }
            @for (reason, n) in reasons.iter().zip(1..) { option value=(reason.code) selected[chosen == reason.code] { (n) " " (reason.name) } }
        }
        input type="text" name="words" value=(mine.map(|said| said.words.as_str()).unwrap_or_default()) aria-label={ (whose) "具体意见" } placeholder="具体意见" autocomplete="off";
    }
}

fn whole(page: &DeskPage) -> Markup {
    let mine = page.said_of_sheet.iter().find(|said| said.is_mine);
    html! {
        tr {
            td {} th scope="row" colspan="5" {
                "对全表的意见"
                @for said in page.said_of_sheet.iter().filter(|said| !said.is_mine) { (said_words(said, page.sheet.edition)) }
                @for finding in &page.findings { (finding_words(finding)) }
            }
            td class="opinion" { (controls("", "全表", mine, &page.sheet.reasons)) }
        }
    }
}

fn said_of_sheet(page: &DeskPage) -> Markup {
    html! {
        @if !page.said_of_sheet.is_empty() {
            tr { td {} th scope="row" colspan="5" { "对全表的意见" } td { @for said in &page.said_of_sheet { (said_words(said, page.sheet.edition)) } } }
        }
    }
}
