//! The list of case files with what they add up to.

use axum::extract::{Query, State};
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::case_files::CaseFileQuery;
use hengji_app::case_files::view::{CaseFileList, CaseFileRow, CaseFileSort};
use hengji_app::common::PageRequest;
use hengji_domain::case_file::{CaseStage, PlanState};
use maud::{Markup, html};

use super::super::list_filter::{direction, filled, list_filter, sorting};
use super::super::{Answer, export_form, framed, workbook};
use super::{path, stage_tag};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, labelled, options, sort_head, tag};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// Case files on one page.
const PAGE_SIZE: u32 = 30;

list_filter! {
    pub(super) exported struct Filter { kind, stage, department, q, sort, order }
}

impl Filter {
    fn query(&self) -> CaseFileQuery {
        CaseFileQuery {
            kind: filled(&self.kind),
            stage: CaseStage::from_code(&self.stage),
            department: self.department.parse().ok(),
            text: filled(&self.q),
            sort: match self.sort.as_str() {
                "funds" => CaseFileSort::Funds,
                "total" => CaseFileSort::Total,
                _ => CaseFileSort::Opened,
            },
            direction: direction(&self.order),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

/// `GET /case-files`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let list = state.run(move |app| app.case_files(&actor, year, &query)).await?;
    let body = html! {
        div class="title" {
            h1 { "评价档案" }
            span class="sub" { (visit.year()) " 年度" }
            div class="actions" { @if may(&visit.actor(), Action::ExportEvaluations) { (export_form(&visit, "/case-files/export", filter.pairs())) } }
        }
        div class="figures" {
            div class="figure" { b id="evaluations" { (list.totals.evaluations) } span { "个评价" } }
            div class="figure" { b id="funds" { (look::money(list.totals.funds)) } span { "涉及资金(万元)" } }
            a class="figure" href="/evaluation-findings?origin=evaluation" { b id="findings" { (list.totals.findings) } span { "个问题" } }
        }
        section class="card" id="list" {
            (filters(&list, &filter))
            (table(&list, &filter))
            (look::pager(&list.page, &filter.parameters(&[])))
        }
    };
    Ok(framed(&visit, "评价档案", &[Crumb::here("评价档案")], body))
}

/// `POST /case-files/export`: the list exactly as filtered.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_case_files(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("case-files-{year}"), file))
}

fn filters(list: &CaseFileList, filter: &Filter) -> Markup {
    let pairs = |list: &[hengji_app::common::Choice]| -> Vec<(String, String)> {
        list.iter()
            .map(|one| (one.code.clone(), one.name.clone()))
            .collect()
    };
    let (kinds, departments) = (pairs(&list.kinds), pairs(&list.departments));
    let kinds = kinds.iter().map(|(code, name)| (code.as_str(), name.as_str()));
    let departments = departments
        .iter()
        .map(|(code, name)| (code.as_str(), name.as_str()));
    let stages = CaseStage::ALL.map(|stage| (stage.code(), stage.name()));
    html! {
        form class="filters" method="get" action="/case-files#list" data-autosubmit {
            (labelled("评价种类", html! { select name="kind" { (options(std::iter::once(("", "全部种类")).chain(kinds), &filter.kind)) } }))
            (labelled("报告阶段", html! { select name="stage" { (options(std::iter::once(("", "全部阶段")).chain(stages), &filter.stage)) } }))
            (labelled("主管部门", html! { select name="department" { (options(std::iter::once(("", "全部部门")).chain(departments), &filter.department)) } }))
            (labelled("评价对象或单位", html! { input type="search" name="q" value=(filter.q); }))
            button { "查询" }
            a class="button" href="/case-files" { "清除" }
        }
    }
}

fn table(list: &CaseFileList, filter: &Filter) -> Markup {
    let (sorting, query) = (
        sorting(&filter.sort, &filter.order, "opened"),
        filter.parameters(&["sort", "order"]),
    );
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "评价对象" } th scope="col" { "单位" } th scope="col" { "工作方案" } th scope="col" { "报告阶段" }
                (sort_head(&sorting, "funds", "涉及资金(万元)", &query, "num"))
                th scope="col" class="num" { "问题" } th scope="col" { "受托机构" }
                (sort_head(&sorting, "total", "得分", &query, "num"))
                th scope="col" { "等级" }
            } }
            tbody {
                @for row in &list.page.rows { (one(row)) }
                @if list.page.rows.is_empty() { tr { td class="empty" colspan="9" { "没有符合条件的评价档案。" } } }
            }
        }
    }
}

fn one(row: &CaseFileRow) -> Markup {
    html! {
        tr {
            td { a href=(path(row.id)) { (row.title) } div class="small quiet" { (row.kind) } }
            td { (row.unit_name) div class="small quiet" { (row.department_name) } }
            td { (tag(if row.plan == PlanState::Approved { "green" } else { "amber" }, row.plan.name())) }
            td { (stage_tag(row.stage)) @if let Some(due) = row.due_on { div class="small" { "答复期限 " (due) @if row.is_late { " " (tag("red", "逾期")) } } } }
            td class="num" { (look::optional_money(row.funds)) }
            td class="num" { (row.findings) }
            td { (row.institution) }
            td class="num" { (look::points(row.total)) }
            td { (row.grade.as_deref().unwrap_or("—")) }
        }
    }
}
