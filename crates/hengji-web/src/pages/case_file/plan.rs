//! The work plan and the team.

use hengji_app::case_files::view::{CaseFilePage, MemberView};
use hengji_domain::case_file::{Declaration, PlanState};
use hengji_domain::money::MoneyUnit;
use maud::{Markup, html};

use super::{Typed, lines, path};
use crate::look::{self, Problem, hidden, options, problem_of, tag, text_field};
use crate::visit::Visit;

/// 工作方案.
pub(super) fn section(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    let colour = match page.plan {
        PlanState::Writing => "",
        PlanState::Submitted => "amber",
        PlanState::Approved => "green",
    };
    html! {
        section class="card" id="plan" {
            h2 { "工作方案 " (tag(colour, page.plan.name())) }
            @if page.may.write_plan { (form(visit, page, typed, problems)) } @else { (text(page)) }
            (approval(visit, page, typed, problems))
        }
    }
}

fn text(page: &CaseFilePage) -> Markup {
    let texts = &page.texts;
    let said = |text: &str| html! { @if text.is_empty() { span class="quiet" { "—" } } @else { span class="verbatim" { (text) } } };
    html! {
        dl class="facts" {
            div { dt { "评价目的" } dd { (said(&texts.purpose)) } }
            div { dt { "评价对象和范围" } dd { (said(&texts.scope)) } }
            div { dt { "评价方法" } dd { (said(&texts.method)) } }
            div { dt { "进度安排" } dd { (said(&texts.schedule)) } }
            div { dt { "涉及资金(万元)" } dd { (look::optional_money(page.funds)) " " span class="small quiet" { (texts.funds_source) } } }
            div { dt { "受托机构" } dd { (said(&texts.institution)) } }
        }
    }
}

fn form(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    let texts = &page.texts;
    let funds = page.funds.map_or_else(String::new, |funds| {
        funds.in_unit(MoneyUnit::TenThousandYuan).normalize().to_string()
    });
    html! {
        form method="post" action={ (path(page.id)) "/plan" } {
            (visit.token().fields()) (hidden("version", &page.version.to_string()))
            (lines("purpose", "评价目的", "", "2", typed.or("purpose", &texts.purpose), problems))
            (lines("scope", "评价对象和范围", "", "2", typed.or("scope", &texts.scope), problems))
            (lines("method", "评价方法", "如成本效益分析、比较、因素分析、公众评判", "2", typed.or("method", &texts.method), problems))
            (lines("schedule", "进度安排", "一行一步", "3", typed.or("schedule", &texts.schedule), problems))
            div class="columns even" {
                (text_field("funds", "涉及资金", "万元", typed.or("funds", &funds), problems))
                (text_field("funds_source", "资金来源说明", "文件或数据", typed.or("funds_source", &texts.funds_source), problems))
            }
            (text_field("institution", "受托机构", "没有委托的留空", typed.or("institution", &texts.institution), problems))
            div class="buttons" {
                button class="primary" data-key="s" data-key-name="保存方案" { "保存方案 " kbd { "Alt+S" } }
            }
        }
        form method="post" action={ (path(page.id)) "/plan/submit" } {
            (visit.token().fields()) (hidden("version", &page.version.to_string()))
            div class="buttons" { button { "提交审批" } span class="small quiet" { "提交前请先保存;由另一人审批" } }
        }
    }
}

fn approval(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    let words = if problems.is_empty() {
        ""
    } else {
        typed.text("words")
    };
    html! {
        @if page.may.approve || page.may.return_plan {
            form method="post" action={ (path(page.id)) "/plan/approve" } {
                (visit.token().fields()) (hidden("version", &page.version.to_string()))
                (look::field("plan-words", "审批意见", "退回的必填理由", problem_of(problems, "words"), html! { textarea id="plan-words" name="words" rows="2" maxlength="4000" { (words) } }))
                div class="buttons" {
                    @if page.may.approve { button class="primary" { "批准方案" } }
                    @if page.may.return_plan { button formaction={ (path(page.id)) "/plan/return" } { "退回修改" } }
                }
            }
        }
    }
}

/// 评价组.
pub(super) fn team(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    html! {
        section class="card" id="team" {
            h2 { "评价组" span class="end quiet" { "至少 " (page.scorers_least) " 人独立评分;有利益冲突的不得评分" } }
            @if page.members.is_empty() { p class="empty" { "还没有成员。" } }
            @else {
                table class="list" {
                    thead { tr { th scope="col" { "成员" } th scope="col" { "职责" } th scope="col" { "利益冲突申报" } th scope="col" { "评分" } th scope="col" {} } }
                    tbody { @for member in &page.members { (row(visit, page, member)) } }
                }
            }
            @if page.may.declare { (declaration(visit, page, typed, problems)) }
            @if page.may.change_team { (add(visit, page, typed, problems)) }
        }
    }
}

fn row(visit: &Visit, page: &CaseFilePage, member: &MemberView) -> Markup {
    let colour = match member.declaration {
        Declaration::Missing => "amber",
        Declaration::Clear => "green",
        Declaration::Conflict => "red",
    };
    html! {
        tr {
            td { (member.name) }
            td { (member.duty) }
            td { (tag(colour, member.declaration.name())) @if !member.reason.is_empty() { div class="small" { (member.reason) } } }
            td { @if member.has_handed_in { (tag("green", "已提交")) } @else { span class="quiet" { "—" } } }
            td {
                @if page.may.change_team && !member.has_handed_in {
                    form method="post" action={ (path(page.id)) "/members/remove" } {
                        (visit.token().fields()) (hidden("user", &member.user.to_string()))
                        button class="small" { "移出" }
                    }
                }
            }
        }
    }
}

fn declaration(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    let choices = [
        ("", "请选择"),
        ("clear", "无利益冲突"),
        ("conflict", "有利益冲突,申请回避"),
    ];
    html! {
        form method="post" action={ (path(page.id)) "/declaration" } {
            (visit.token().fields())
            div class="columns even" {
                (look::field("declaration", "本人申报", "", problem_of(problems, "declaration"), html! { select id="declaration" name="declaration" { (options(choices.into_iter(), typed.text("declaration"))) } }))
                (text_field("reason", "利益冲突的情况", "有冲突的必填", typed.text("reason"), problems))
            }
            div class="buttons" { button { "申报" } }
        }
    }
}

fn add(visit: &Visit, page: &CaseFilePage, typed: &Typed, problems: &[Problem]) -> Markup {
    let accounts = page
        .accounts
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let accounts = std::iter::once(("", "请选择账户")).chain(accounts);
    let duties = page
        .duties
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let duties = std::iter::once(("", "请选择职责")).chain(duties);
    html! {
        form method="post" action={ (path(page.id)) "/members" } {
            (visit.token().fields())
            div class="columns even" {
                (look::select_field("user", "增加成员", accounts, typed.text("user"), problems))
                (look::select_field("duty", "职责", duties, typed.text("duty"), problems))
            }
            div class="buttons" { button { "增加" } }
        }
    }
}
