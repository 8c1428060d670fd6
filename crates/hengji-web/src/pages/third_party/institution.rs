//! One institution: each condition with its answer, its people, what it keeps away from, its cases.

use axum::extract::{Path, State};
use axum::response::Response;
use hengji_app::third_party::view::{ConflictView, InstitutionPage, PersonView};
use hengji_domain::id::UnitId;
use maud::{Markup, html};

use super::super::{Answer, framed};
use super::assignments::rows_of;
use super::evidence_tag;
use super::forms::{TypedForm, id_of, institution_fields};
use crate::error::WebError;
use crate::look::{
    self, Crumb, Problem, error_summary, hidden, labelled, select_field, tag, text_field, verification_mark,
};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /institutions/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, id_of(&id)?).await?;
    Ok(shown(&visit, &page, &TypedForm::default(), &[]))
}

/// The page's values.
pub(super) async fn load(state: &WebState, visit: &Visit, id: UnitId) -> Result<InstitutionPage, WebError> {
    let actor = visit.actor();
    state.run(move |app| app.institution(&actor, id)).await
}

/// The page; what was typed into a refused form stands in it again.
pub(super) fn shown(
    visit: &Visit,
    page: &InstitutionPage,
    typed: &TypedForm,
    problems: &[Problem],
) -> Response {
    let body = html! {
        div class="title" { h1 { (page.name) } span class="sub mono" { (page.institution.credit_code) } }
        (error_summary(problems))
        div class="columns even" { (conditions(page)) (facts(page)) }
        (people(visit, page, typed, problems))
        (conflicts(visit, page, typed, problems))
        section class="card" id="cases" {
            h2 { "受托评价" }
            @if page.assignments.is_empty() { p class="empty" { "还没有受托评价。" } } @else { (rows_of(&page.assignments, None)) }
        }
        @if page.may_enter { (change(visit, page, typed, problems)) }
    };
    let path = [
        Crumb::to("第三方机构", "/institutions"),
        Crumb::here(page.name.clone()),
    ];
    framed(visit, &page.name, &path, body)
}

fn conditions(page: &InstitutionPage) -> Markup {
    html! {
        section class="card" id="conditions" {
            h2 { "入选条件" span class="end quiet" { "按 " (page.judged_in) " 年规则" } }
            table class="list" { tbody {
                @for one in &page.conditions {
                    tr {
                        td { (one.name) " " @if let Some(basis) = &one.basis { (verification_mark(basis)) } }
                        td class="nowrap" { (evidence_tag(one.evidence)) }
                        td class="small" { (one.why) }
                    }
                }
            } }
        }
    }
}

fn facts(page: &InstitutionPage) -> Markup {
    let one = &page.institution;
    let day = |day: Option<hengji_domain::NaiveDate>| day.map_or_else(|| "—".to_owned(), look::date);
    html! {
        section class="card" {
            h2 { "登记情况" }
            dl class="facts" {
                dt { "种类" } dd { (one.kind) }
                dt { "成立日期" } dd { (look::date(one.founded_on)) }
                dt { "联系方式" } dd { @if one.contact.is_empty() { "—" } @else { (one.contact) } }
                dt { "平台登记" } dd { (day(one.platform_on)) }
                dt { "信用查询" } dd { (day(one.credit_checked_on)) }
                dt { "重大违法记录" } dd { (day(one.violation_on)) }
                dt { "登记" } dd { (one.entered.name) " · " (look::moment(one.entered.at)) }
                @if !one.suspended_reason.is_empty() { dt { "暂停" } dd { (tag("red", "已暂停")) " " (one.suspended_reason) } }
            }
        }
    }
}

fn people(visit: &Visit, page: &InstitutionPage, typed: &TypedForm, problems: &[Problem]) -> Markup {
    let leads = [("", "否"), ("yes", "是")].into_iter();
    html! {
        section class="card" id="people" {
            h2 { "人员" span class="end quiet" { "只记岗位和年限" } }
            @if page.people.is_empty() { p class="empty" { "还没有登记人员。" } }
            @else {
                table class="list" {
                    thead { tr { th scope="col" { "人员" } th scope="col" { "主评人" } th scope="col" { "从业起始" } th scope="col" { "绩效评价起始" } th scope="col" { "在职" } } }
                    tbody { @for person in &page.people { (person_row(visit, page, person)) } }
                }
            }
            @if page.may_enter {
                form class="filters" method="post" action={ "/institutions/" (page.institution.unit) "/people" } {
                    (visit.token().fields())
                    (text_field("person_name", "人员", "岗位名,如“主评人二”", typed.text("person_name"), problems))
                    (text_field("practice_from", "从业起始年份", "", typed.text("practice_from"), problems))
                    (text_field("evaluation_from", "从事绩效评价起始年份", "", typed.text("evaluation_from"), problems))
                    (select_field("is_lead", "主评人", leads, typed.text("is_lead"), problems))
                    button { "添加人员" }
                }
            }
        }
    }
}

fn person_row(visit: &Visit, page: &InstitutionPage, person: &PersonView) -> Markup {
    html! {
        tr {
            td { (person.name) }
            td { @if person.is_lead { (tag("blue", "主评人")) } }
            td class="num" { (person.practice_from) } td class="num" { (person.evaluation_from) }
            td {
                @match person.left_on {
                    Some(day) => { "离开 " (look::date(day)) }
                    None if page.may_enter => {
                        form method="post" action={ "/institutions/" (page.institution.unit) "/people/" (person.id) "/left" } {
                            (visit.token().fields()) button data-confirm="记为今天离开,确定?" { "登记离开" }
                        }
                    }
                    None => "在职",
                }
            }
        }
    }
}

fn conflicts(visit: &Visit, page: &InstitutionPage, typed: &TypedForm, problems: &[Problem]) -> Markup {
    let kinds = std::iter::once(("", "请选择")).chain(
        page.conflict_kinds
            .iter()
            .map(|kind| (kind.as_str(), kind.as_str())),
    );
    let ids: Vec<(String, &str)> = page
        .people
        .iter()
        .filter(|person| person.left_on.is_none())
        .map(|person| (person.id.to_string(), person.name.as_str()))
        .collect();
    let whose = std::iter::once(("", "本机构")).chain(ids.iter().map(|(id, name)| (id.as_str(), *name)));
    let accounts: Vec<(String, &str)> = page
        .raters
        .iter()
        .map(|(user, name)| (user.to_string(), name.as_str()))
        .collect();
    let raters =
        std::iter::once(("", "不涉及评分人")).chain(accounts.iter().map(|(id, name)| (id.as_str(), *name)));
    html! {
        section class="card" id="conflicts" {
            h2 { "回避事项" span class="end quiet" { "有效的回避事项使该机构不能受托相应单位、项目的评价,使评分人不能评该机构的报告" } }
            @if page.conflicts.is_empty() { p class="empty" { "没有申报回避事项。" } }
            @else {
                table class="list" {
                    thead { tr { th scope="col" { "回避对象" } th scope="col" { "情形" } th scope="col" { "谁的关系" } th scope="col" { "终止" } th scope="col" { "现在" } th scope="col" { "申报" } } }
                    tbody { @for one in &page.conflicts { (conflict_row(visit, page, one)) } }
                }
            }
            @if page.may_enter {
                details open[!typed.text("conflict_kind").is_empty() || !typed.text("note").is_empty()] {
                    summary { "登记回避事项" }
                    form method="post" action={ "/institutions/" (page.institution.unit) "/conflicts" } {
                        (visit.token().fields())
                        (select_field("person", "谁的关系", whose, typed.text("person"), problems))
                        (text_field("unit_code", "回避单位代码", "该单位及其下属都回避;回避项目、评分人的留空", typed.text("unit_code"), problems))
                        (text_field("project_code", "回避项目代码", "只回避一个项目时填", typed.text("project_code"), problems))
                        (select_field("rater", "回避评分人", raters, typed.text("rater"), problems))
                        (select_field("conflict_kind", "情形", kinds, typed.text("conflict_kind"), problems))
                        (text_field("ended_on", "关系终止日期", "仍在延续的留空", typed.text("ended_on"), problems))
                        (text_field("note", "说明", "如“2019 年度财务审计”", typed.text("note"), problems))
                        div class="buttons" { button { "登记" } }
                    }
                }
            }
        }
    }
}

fn conflict_row(visit: &Visit, page: &InstitutionPage, one: &ConflictView) -> Markup {
    html! {
        tr {
            td { (one.with) } td { (one.kind) div class="small quiet" { (one.note) } } td { (one.whose) }
            td class="nowrap" { @match one.ended_on { Some(day) => (look::date(day)), None => "延续" } }
            td { @if one.holds { (tag("red", "须回避")) } @else { (tag("", "不再回避")) } }
            td class="small" {
                (one.declared.name) " " (look::moment(one.declared.at))
                @match &one.withdrawn {
                    Some((hand, reason)) => { div { (hand.name) " 撤销:" (reason) } }
                    None => @if page.may_enter {
                        form class="filters" method="post" action={ "/institutions/" (page.institution.unit) "/conflicts/" (one.id) "/withdraw" } {
                            (visit.token().fields()) (labelled("撤销理由", html! { input name="reason" required; })) button { "撤销" }
                        }
                    }
                }
            }
        }
    }
}

fn change(visit: &Visit, page: &InstitutionPage, typed: &TypedForm, problems: &[Problem]) -> Markup {
    let one = &page.institution;
    let day = |day: Option<hengji_domain::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let known = TypedForm::known(vec![
        ("credit_code", one.credit_code.clone()),
        ("kind", one.kind.clone()),
        ("founded_on", one.founded_on.to_string()),
        ("contact", one.contact.clone()),
        ("platform_on", day(one.platform_on)),
        ("credit_checked_on", day(one.credit_checked_on)),
        ("violation_on", day(one.violation_on)),
        ("suspended_reason", one.suspended_reason.clone()),
    ]);
    let is_refused = !typed.is_blank() && !typed.text("credit_code").is_empty();
    html! {
        section class="card" id="change" {
            details open[is_refused] {
                summary { "修改登记情况" }
                form method="post" action={ "/institutions/" (one.unit) } data-guard {
                    (visit.token().fields()) (hidden("version", &one.version.to_string())) (hidden("name", &page.name))
                    (institution_fields(&page.kinds, if is_refused { typed } else { &known }, problems, false))
                    div class="buttons" { button class="primary" { "保存" } }
                }
            }
        }
    }
}
