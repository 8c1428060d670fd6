//! 问题台账: what waits for its letter, how many stand where, and the list.

use axum::extract::{Query, State};
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::common::PageRequest;
use hengji_app::rectification::view::{FindingList, FindingRow, LetterGroup};
use hengji_app::rectification::{FindingQuery, FindingSort, FindingState};
use maud::{Markup, html};

use super::super::{Answer, export_form, framed, workbook};
use super::{chosen, finding_tag};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, Sorting, labelled, options, sort_head, tag};
use crate::menu::may;
use crate::pages::list_filter::{direction, filled, list_filter};
use crate::state::WebState;
use crate::visit::Visit;

/// Findings on one page.
const PAGE_SIZE: u32 = 30;

list_filter! {
    pub(super) exported struct Filter { years, origin, kind, cause, severity, department, state, q, sort, order }
}

impl Filter {
    fn query(&self) -> FindingQuery {
        FindingQuery {
            every_year: self.years == "all",
            origin: filled(&self.origin),
            evaluation_kind: filled(&self.kind),
            cause: filled(&self.cause),
            severity: filled(&self.severity),
            department: self.department.parse().ok(),
            state: FindingState::from_code(&self.state),
            text: filled(&self.q),
            sort: match self.sort.as_str() {
                "unit" => FindingSort::Unit,
                "amount" => FindingSort::Amount,
                _ => FindingSort::Serial,
            },
            direction: direction(&self.order),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

/// `GET /evaluation-findings`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let list = state
        .run(move |app| app.evaluation_findings(&actor, year, &query))
        .await?;
    let body = html! {
        div class="title" {
            h1 { "问题台账" }
            span class="sub" { @if filter.years == "all" { "各年度" } @else { (year) " 年度" } ",评价、监控、回头看等发现的问题" }
            div class="actions" {
                @if may(&visit.actor(), Action::EnterEvaluationFinding) { a class="button" href="/evaluation-findings/new" { "登记问题" } }
                @if may(&visit.actor(), Action::ExportEvaluationFindings) { (export_form(&visit, "/evaluation-findings/export", filter.pairs())) }
            }
        }
        (states(&list, &filter))
        (letters(&list.letters))
        section class="card" id="list" {
            (filters(&list, &filter))
            (table(&list, &filter))
            (look::pager(&list.page, &filter.parameters(&[])))
        }
    };
    Ok(framed(&visit, "问题台账", &[Crumb::here("问题台账")], body))
}

/// `POST /evaluation-findings/export`: the list exactly as filtered.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_evaluation_findings(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("findings-{year}"), file))
}

fn states(list: &FindingList, filter: &Filter) -> Markup {
    let others = filter.parameters(&["state"]);
    html! {
        div class="figures" {
            @for (state, count) in &list.states {
                a class="figure" href={ "/evaluation-findings?state=" (state.code()) (others) "#list" } { b { (count) } span { (state.name()) "(个)" } }
            }
        }
    }
}

/// Findings that wait for their letter, by unit and origin.
fn letters(groups: &[LetterGroup]) -> Markup {
    let row = |group: &LetterGroup| {
        let path = match group.paper {
            Some(paper) => format!("/papers/{paper}"),
            None => format!("/evaluation-findings/{}/letter", group.first),
        };
        html! {
            tr class=[group.is_late.then_some("late")] {
                td { (group.unit_name) } td { (group.origin_title) } td class="num" { (group.findings) }
                td class="nowrap" { @if let Some(day) = group.due_on { (look::date(day)) } @if group.is_late { " " (tag("red", "逾期")) } }
                td class="nowrap" { a href=(path) { @if group.paper.is_some() { "去送达" } @else { "出具反馈书" } } }
            }
        }
    };
    html! {
        @if !groups.is_empty() {
            section class="card" id="letters" {
                h2 { "待反馈" span class="end quiet" { "同一来源、同一单位的问题写入一份反馈书" } }
                table class="list" {
                    thead { tr { th scope="col" { "单位" } th scope="col" { "来源" } th scope="col" class="num" { "问题" } th scope="col" { "应反馈日期" } th scope="col" { "办理" } } }
                    tbody { @for group in groups { (row(group)) } }
                }
            }
        }
    }
}

fn filters(list: &FindingList, filter: &Filter) -> Markup {
    let lists = &list.lists;
    let states = std::iter::once(("", "全部状态")).chain(
        FindingState::ALL
            .into_iter()
            .map(|state| (state.code(), state.name())),
    );
    let years = [("", "本年度"), ("all", "各年度")];
    html! {
        form class="filters" method="get" action="/evaluation-findings#list" data-autosubmit {
            (labelled("年度", html! { select name="years" { (options(years.into_iter(), &filter.years)) } }))
            (labelled("来源", html! { select name="origin" { (options(chosen("全部来源", &lists.origins), &filter.origin)) } }))
            (labelled("评价种类", html! { select name="kind" { (options(chosen("全部种类", &list.evaluation_kinds), &filter.kind)) } }))
            (labelled("根源", html! { select name="cause" { (options(chosen("全部根源", &lists.causes), &filter.cause)) } }))
            (labelled("严重程度", html! { select name="severity" { (options(chosen("全部", &lists.severities), &filter.severity)) } }))
            (labelled("主管部门", html! { select name="department" { (options(chosen("全部部门", &list.departments), &filter.department)) } }))
            (labelled("状态", html! { select name="state" { (options(states, &filter.state)) } }))
            (labelled("问题、来源或单位", html! { input type="search" name="q" value=(filter.q); }))
            button { "查询" }
            a class="button" href="/evaluation-findings#list" { "清除" }
        }
    }
}

fn table(list: &FindingList, filter: &Filter) -> Markup {
    let sorting = Sorting {
        key: if filter.sort.is_empty() {
            "serial".to_owned()
        } else {
            filter.sort.clone()
        },
        descending: filter.order == "desc",
    };
    let query = filter.parameters(&["sort", "order"]);
    html! {
        table class="list sticky" {
            thead { tr {
                (sort_head(&sorting, "serial", "编号", &query, ""))
                th scope="col" { "问题" }
                (sort_head(&sorting, "unit", "单位", &query, ""))
                th scope="col" { "来源" } th scope="col" { "根源" }
                (sort_head(&sorting, "amount", "金额(万元)", &query, "num"))
                th scope="col" { "状态" }
                th scope="col" class="num" { "措施" } th scope="col" class="num" { "报完成" } th scope="col" class="num" { "已核实" }
            } }
            tbody {
                @for row in &list.page.rows { (finding_row(row)) }
                @if list.page.rows.is_empty() {
                    tr { td class="empty" colspan="10" { "没有符合条件的问题。" } }
                }
            }
        }
    }
}

fn finding_row(row: &FindingRow) -> Markup {
    html! {
        tr class=[row.is_late.then_some("late")] {
            td class="nowrap" { a href={ "/evaluation-findings/" (row.id) } { (row.year) "-" (row.serial) } @if row.is_relapse { div { (tag("red", "反弹")) } } }
            td { a href={ "/evaluation-findings/" (row.id) } { (row.words) } div class="small quiet" { (row.severity.name) } }
            td { (row.unit_name) @if row.unit_name != row.department_name { div class="small quiet" { (row.department_name) } } }
            td { (row.origin.name) div class="small quiet" { (row.origin_title) } }
            td { (row.cause.name) }
            td class="num" { (look::optional_money(row.amount)) }
            td class="nowrap" { (finding_tag(row.state)) @if let Some(day) = row.feedback_due_on { div class="small quiet" { "应反馈 " (look::date(day)) } } }
            td class="num" { (row.promised) } td class="num" { (row.claimed) } td class="num" { strong { (row.verified) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Fields;
    use hengji_app::projects::Direction;

    #[test]
    fn a_filter_comes_back_from_its_own_address_and_form() {
        let filled = Filter {
            years: "all".into(),
            cause: "progress".into(),
            state: "served".into(),
            q: "道路 &".into(),
            sort: "amount".into(),
            order: "desc".into(),
            page: 3,
            ..Filter::default()
        };
        let query = filled.query();
        assert!(query.every_year);
        assert_eq!(
            (query.state, query.sort),
            (Some(FindingState::Served), FindingSort::Amount)
        );
        assert_eq!((query.direction, query.page.page), (Direction::Descending, 3));
        let posted = filled
            .pairs()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let again = Filter::of(&Fields::new(posted.to_vec()));
        assert_eq!(again.parameters(&[]), filled.parameters(&[]));
        assert!(!filled.parameters(&["sort", "order"]).contains("sort"));
    }
}
