//! The list: counts of each kind, filters, and the form by which evaluations are opened.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::authz::Action;
use hengji_app::common::PageRequest;
use hengji_app::evaluations::view::{EvaluationList, EvaluationRow, KindFigures};
use hengji_app::evaluations::{EvaluationQuery, EvaluationSort, EvaluationState, OpenInput, SignOffState};
use maud::{Markup, html};

use super::super::{Answer, export_form, framed, workbook};
use super::{refusals, sign_off_tag, state_tag};
use crate::error::{WebError, form_encoded};
use crate::extract::Posted;
use crate::look::{self, Crumb, Problem, Sorting, error_summary, labelled, options, sort_head, tag};
use crate::menu::may;
use crate::pages::list_filter::{direction, filled, list_filter, sorting};
use crate::pages::see;
use crate::state::WebState;
use crate::visit::Visit;

/// Evaluations on one page.
const PAGE_SIZE: u32 = 30;

list_filter! {
    pub(super) exported struct Filter { kind, state, grade, sign_off, department, q, sort, order }
}

impl Filter {
    fn query(&self) -> EvaluationQuery {
        EvaluationQuery {
            kind: filled(&self.kind),
            state: EvaluationState::from_code(&self.state),
            grade: filled(&self.grade),
            sign_off: SignOffState::from_code(&self.sign_off).filter(|state| state.is_in_force()),
            department: self.department.parse().ok(),
            text: filled(&self.q),
            sort: match self.sort.as_str() {
                "total" => EvaluationSort::Total,
                _ => EvaluationSort::Kind,
            },
            direction: direction(&self.order),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }

    fn sorting(&self) -> Sorting {
        sorting(&self.sort, &self.order, "kind")
    }
}

/// `GET /evaluations`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let list = state
        .run(move |app| app.evaluations(&actor, year, &query))
        .await?;
    Ok(shown(
        &visit,
        &list,
        &filter,
        &OpenInput {
            kind: String::new(),
            subjects: String::new(),
        },
        &[],
    ))
}

/// `POST /evaluations`: opening, one or many.
pub(super) async fn open(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["kind", "subjects"])?;
    let (visit, year) = (posted.visit.clone(), posted.visit.year());
    let input = OpenInput {
        kind: posted.fields.text("kind").to_owned(),
        subjects: posted.fields.text("subjects").to_owned(),
    };
    let typed = input.clone();
    let outcome = state
        .run(move |app| app.open_evaluations(&posted.visit.actor(), &posted.key, year, &input))
        .await;
    match outcome {
        Ok(opened) => match opened.ids.as_slice() {
            [only] => Ok(see(&format!("/evaluations/{only}"))),
            _ => Ok(see(&format!("/evaluations?kind={}", form_encoded(&typed.kind)))),
        },
        Err(error) => {
            let found = refusals(error)?;
            let actor = visit.actor();
            let list = state
                .run(move |app| app.evaluations(&actor, year, &EvaluationQuery::default()))
                .await?;
            let page = shown(&visit, &list, &Filter::default(), &typed, &found);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// `POST /evaluations/export`: the list exactly as filtered.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_evaluations(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("evaluations-{year}"), file))
}

fn shown(
    visit: &Visit,
    list: &EvaluationList,
    filter: &Filter,
    typed: &OpenInput,
    problems: &[Problem],
) -> Response {
    let body = html! {
        (error_summary(problems))
        div class="title" {
            h1 { "绩效评价" }
            span class="sub" { (visit.year()) " 年度" }
            div class="actions" { @if may(&visit.actor(), Action::ExportEvaluations) { (export_form(visit, "/evaluations/export", filter.pairs())) } }
        }
        (figures(&list.kinds))
        @if list.may_open { (open_form(visit, list, typed, problems)) }
        section class="card" id="list" {
            (filters(list, filter))
            (table(list, filter))
            (look::pager(&list.page, &filter.parameters(&[])))
        }
    };
    framed(visit, "绩效评价", &[Crumb::here("绩效评价")], body)
}

fn figures(kinds: &[KindFigures]) -> Markup {
    html! {
        @if !kinds.is_empty() {
            div class="figures" {
                @for kind in kinds {
                    a class="figure" href={ "/evaluations?kind=" (form_encoded(&kind.code)) "#list" } {
                        b { (kind.total()) }
                        span { (kind.name) }
                        span class="small quiet" {
                            @for (index, (state, count)) in kind.counts.iter().enumerate() {
                                @if 0 < index { " · " }
                                (state.name()) " " (count)
                            }
                        }
                    }
                }
            }
        }
    }
}

fn open_form(visit: &Visit, list: &EvaluationList, typed: &OpenInput, problems: &[Problem]) -> Markup {
    html! {
        details class="card" open[!problems.is_empty()] {
            summary { strong { "下达评价" } " " span class="quiet" { "按名单一次下达,指标体系随之固定,以后规则变化不影响已下达的评价" } }
            form method="post" action="/evaluations" id="open" {
                (visit.token().fields())
                (look::field("kind", "评价种类", "", look::problem_of(problems, "kind"), html! {
                    select id="kind" name="kind" required {
                        option value="" { "请选择" }
                        @for kind in &list.openable {
                            option value=(kind.code) selected[kind.code == typed.kind] {
                                (kind.name) "(填" (kind.subjects) ";" (kind.levels) " 级 " (kind.items) " 条)"
                            }
                        }
                    }
                }))
                (look::field("subjects", "评价对象", "每行一个代码;同一单位评价多个对象的,代码后加逗号写名称", look::problem_of(problems, "subjects"), html! {
                    textarea id="subjects" name="subjects" rows="4" required { (typed.subjects) }
                }))
                button class="primary" { "下达" }
            }
            table class="list" {
                thead { tr { th { "种类" } th { "指标体系" } th class="num" { "级数" } th class="num" { "指标数" } } }
                tbody { @for kind in &list.openable {
                    tr { td { (kind.name) } td { (kind.framework) } td class="num" { (kind.levels) } td class="num" { (kind.items) } }
                } }
            }
        }
    }
}

fn filters(list: &EvaluationList, filter: &Filter) -> Markup {
    let all = |name: &'static str| std::iter::once(("", name));
    let kinds = list
        .kinds
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let states = EvaluationState::ALL
        .into_iter()
        .map(|state| (state.code(), state.name()));
    let grades = list.grades.iter().map(|grade| (grade.as_str(), grade.as_str()));
    let sign_offs = SignOffState::ALL
        .into_iter()
        .filter(|state| state.is_in_force())
        .map(|state| (state.code(), state.name()));
    let departments = list
        .departments
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    html! {
        form class="filters" method="get" action="/evaluations#list" data-autosubmit {
            (labelled("种类", html! { select name="kind" { (options(all("全部种类").chain(kinds), &filter.kind)) } }))
            (labelled("进展", html! { select name="state" { (options(all("全部进展").chain(states), &filter.state)) } }))
            (labelled("签证", html! { select name="sign_off" { (options(all("全部签证").chain(sign_offs), &filter.sign_off)) } }))
            (labelled("等级", html! { select name="grade" { (options(all("全部等级").chain(grades), &filter.grade)) } }))
            (labelled("主管部门", html! { select name="department" { (options(all("全部部门").chain(departments), &filter.department)) } }))
            (labelled("评价对象或单位", html! { input type="search" name="q" value=(filter.q); }))
            button { "查询" }
            a class="button" href="/evaluations#list" { "清除" }
        }
    }
}

fn table(list: &EvaluationList, filter: &Filter) -> Markup {
    let (sorting, query) = (filter.sorting(), filter.parameters(&["sort", "order"]));
    html! {
        table class="list sticky" {
            thead { tr {
                (sort_head(&sorting, "kind", "评价对象", &query, ""))
                th scope="col" { "单位" } th scope="col" { "主管部门" } th scope="col" { "进展" } th scope="col" { "签证单" }
                th scope="col" class="num" { "自评得分" }
                (sort_head(&sorting, "total", "评价得分", &query, "num"))
                th scope="col" { "等级" }
            } }
            tbody {
                @for row in &list.page.rows { (evaluation_row(row)) }
                @if list.page.rows.is_empty() {
                    tr { td class="empty" colspan="8" { "没有符合条件的评价。评价由绩效科在本页“下达评价”开始。" } }
                }
            }
        }
    }
}

fn evaluation_row(row: &EvaluationRow) -> Markup {
    let points =
        |score: Option<hengji_domain::Score>| score.map_or("—".to_owned(), |score| score.to_string());
    html! {
        tr {
            td { a href={ "/evaluations/" (row.id) } { (row.title) } div class="small quiet" { (row.kind) } }
            td { (row.unit_name) }
            td { (row.department_name) }
            td class="nowrap" {
                (state_tag(row.state))
                @if let Some(day) = row.self_due_on.filter(|_| row.state == EvaluationState::SelfScoring) {
                    div class="small" { "自评截止 " (day) @if row.is_late { " " (tag("red", "逾期")) } }
                }
            }
            td class="nowrap" { @match row.sign_off { Some(state) => a href={ "/evaluations/" (row.id) "/sign-off" } { (sign_off_tag(state)) } None => span class="quiet" { "—" } } }
            td class="num" { (points(row.self_total)) }
            td class="num" { strong { (points(row.total)) } }
            td { @match &row.grade { Some(grade) => (tag("blue", grade)) None => span class="quiet" { "—" } } }
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
        let filter = Filter {
            kind: "subdistrict".into(),
            state: "concluded".into(),
            grade: "优".into(),
            sign_off: "answered".into(),
            q: "长河 &".into(),
            sort: "total".into(),
            order: "desc".into(),
            page: 2,
            ..Filter::default()
        };
        let query = filter.query();
        assert_eq!(query.kind.as_deref(), Some("subdistrict"));
        assert_eq!(query.sign_off, Some(SignOffState::Answered));
        assert_eq!(
            (query.state, query.sort),
            (Some(EvaluationState::Concluded), EvaluationSort::Total)
        );
        assert_eq!((query.direction, query.page.page), (Direction::Descending, 2));
        let posted = filter
            .pairs()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let again = Filter::of(&Fields::new(posted.to_vec()));
        assert_eq!(again.parameters(&[]), filter.parameters(&[]));
        assert!(!filter.parameters(&["sort", "order"]).contains("sort"));
    }

    #[test]
    fn an_unknown_word_does_not_narrow() {
        let filter = Filter {
            state: "gone".into(),
            sign_off: "withdrawn".into(),
            department: "everywhere".into(),
            ..Filter::default()
        };
        let query = filter.query();
        assert_eq!(
            (query.state, query.sign_off, query.department),
            (None, None, None)
        );
    }
}
