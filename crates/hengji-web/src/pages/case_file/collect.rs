//! Field records, evidence beside each item, surveys, and how far the scorers agree.

use hengji_app::case_files::view::{CaseFilePage, EvidenceView, ItemEvidence};
use maud::{Markup, html};

use super::super::sheet::size;
use super::show::export;
use super::{Typed, lines, path};
use crate::look::{self, Problem, hidden, problem_of, tag, text_field};
use crate::visit::Visit;

/// 现场记录.
pub(super) fn records(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    html! {
        section class="card" id="records" {
            h2 { "现场记录" (export(visit, page, "records", "导出 Excel")) }
            @if page.records.is_empty() { p class="empty" { "还没有现场记录。" } }
            @else {
                table class="list" {
                    thead { tr { th scope="col" { "日期" } th scope="col" { "地点" } th scope="col" { "现场情况" } th scope="col" { "对应指标" } th scope="col" { "登记" } } }
                    tbody {
                        @for record in &page.records {
                            tr {
                                td class="nowrap" { (look::date(record.seen_on)) }
                                td { (record.place) div class="small quiet" { (record.present) } }
                                td class="verbatim" { (record.situation) }
                                td class="small" { (record.items.join("、")) }
                                td class="small" {
                                    (record.kept.name) " " (look::moment(record.kept.at))
                                    @if let Some(hand) = &record.withdrawn { " " (tag("", "已撤下")) " " (hand.name) }
                                    @else if page.may.keep_records {
                                        form method="post" action={ (path(page.id)) "/records/withdraw" } {
                                            (visit.token().fields()) (hidden("record", &record.id.to_string()))
                                            button class="small" { "撤下" }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if page.may.keep_records { (record_form(visit, page, typed, problems)) }
        }
    }
}

fn record_form(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    html! {
        details open[!typed.text("situation").is_empty()] {
            summary { "登记现场记录" }
            form method="post" action={ (path(page.id)) "/records" } {
                (visit.token().fields())
                div class="columns even" {
                    (text_field("seen_on", "日期", "如 2021-01-12", typed.text("seen_on"), problems))
                    (text_field("place", "地点", "", typed.text("place"), problems))
                }
                (text_field("present", "参加人员", "", typed.text("present"), problems))
                (lines("situation", "现场情况", "", "3", typed.text("situation"), problems))
                fieldset { legend { "对应指标" }
                    div class="checks" {
                        @for item in &page.items { label class="check" { input type="checkbox" name="item" value=(item.key); " " (item.name) } }
                    }
                }
                div class="buttons" { button class="primary" { "登记" } }
            }
        }
    }
}

/// 佐证: every item with what is asked for and what there is.
pub(super) fn evidence(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    html! {
        section class="card" id="evidence" {
            h2 { "指标佐证" (export(visit, page, "evidence", "导出 Excel")) }
            table class="list" {
                thead { tr { th scope="col" { "指标" } th scope="col" { "应有佐证" } th scope="col" { "已有材料" } } }
                tbody {
                    @for item in &page.items { (item_row(visit, page, item)) }
                    @if !page.whole.is_empty() {
                        tr { td { "整体" } td { span class="quiet" { "—" } } td { (files(visit, page, &page.whole)) } }
                    }
                }
            }
            @if page.may.keep_evidence { (upload(visit, page, typed, problems)) }
        }
    }
}

fn item_row(visit: &Visit, page: &CaseFilePage, item: &ItemEvidence) -> Markup {
    html! {
        tr id={ "evidence-" (item.key) } {
            td { (item.name) div class="small quiet" { (item.part) } }
            td class="small" { (item.asked) }
            td {
                @if item.files.is_empty() { (tag("amber", "暂无佐证")) } @else { (files(visit, page, &item.files)) }
                @if 0 < item.records { div class="small quiet" { "现场记录 " (item.records) " 份" } }
            }
        }
    }
}

fn files(visit: &Visit, page: &CaseFilePage, files: &[EvidenceView]) -> Markup {
    html! {
        ul class="plain" {
            @for file in files {
                li {
                    a href={ "/case-evidence/" (file.id) } title=(file.sha256) { (file.name) }
                    @if !file.page.is_empty() { " " (file.page) }
                    span class="small quiet" { " " (size(file.bytes)) " · " (file.kept.name) }
                    @if !file.note.is_empty() { div class="small" { (file.note) } }
                    @if page.may.keep_evidence {
                        form class="inline" method="post" action={ (path(page.id)) "/evidence/withdraw" } {
                            (visit.token().fields()) (hidden("evidence", &file.id.to_string()))
                            button class="small" { "撤下" }
                        }
                    }
                }
            }
        }
    }
}

fn upload(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    html! {
        form method="post" enctype="multipart/form-data" action={ (path(page.id)) "/evidence" } {
            (visit.token().fields())
            div class="columns even" {
                (look::field("item", "上传到指标", "", problem_of(problems, "item"), html! {
                    select id="item" name="item" {
                        option value="" { "整体" }
                        @for item in &page.items { option value=(item.key) selected[item.key == typed.text("item")] { (item.part) " / " (item.name) } }
                    }
                }))
                (look::field("file", "文件", "图片、PDF、文档或表格", problem_of(problems, "file"), html! { input type="file" id="file" name="file"; }))
            }
            div class="columns even" {
                (text_field("page", "页码", "如 第 3 页", typed.text("page"), problems))
                (text_field("note", "说明", "", typed.text("note"), problems))
            }
            div class="buttons" { button { "上传佐证" } }
        }
    }
}

/// 评分一致性.
pub(super) fn agreement(page: &CaseFilePage) -> Markup {
    html! {
        @if let Some(found) = &page.agreement {
            section class="card" id="agreement" {
                h2 { "评分一致性" span class="end quiet" { "讨论改分之前的独立评分" } }
                p { strong { (found.verdict) } }
                dl class="facts" {
                    div { dt { "评分人" } dd { (found.scorers) " 人" } }
                    div { dt { "共同评分项" } dd { (found.items) } }
                    div { dt { "评分相同" } dd { (found.exact) } }
                    div { dt { "分差不超过满分 " (found.near_percent) "%" } dd { (found.near) } }
                    div { dt { "组内相关系数 ICC(2,1)" } dd { @match &found.correlation { Some((value, interval)) => { (value) " " span class="small quiet" { "(" (interval) ")" } } None => "样本不足,不作判断" } } }
                }
                @if !found.widest.is_empty() {
                    table class="list" {
                        caption { "分差最大的指标" }
                        thead { tr { th scope="col" { "指标" } th scope="col" class="num" { "满分" } th scope="col" { "各人评分" } } }
                        tbody { @for spread in &found.widest { tr { td { (spread.item) } td class="num" { (spread.weight) } td { (spread.scores.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")) } } } }
                    }
                }
            }
        }
    }
}

/// 问卷.
pub(super) fn surveys(page: &CaseFilePage) -> Markup {
    html! {
        @if !page.surveys.is_empty() {
            section class="card" id="surveys" {
                h2 { "问卷" }
                @for survey in &page.surveys {
                    p { strong { (survey.item) } "(" (survey.scorer) "):有效问卷 " (survey.asked) " 份,满意 " (survey.satisfied) " 份" br; span class="small quiet" { (survey.interval) } }
                }
            }
        }
    }
}
