//! The register: the sentences of the report, sums that lead to their lists, and the list.

use axum::extract::{Query, State};
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::common::PageRequest;
use hengji_app::cuts::view::{BookFigures, CutList, CutRow, CutSlice};
use hengji_app::cuts::{CutQuery, CutSort, CutState};
use maud::{Markup, html};

use super::super::{Answer, export_form, framed, workbook};
use super::state_tag;
use crate::error::{WebError, form_encoded};
use crate::extract::Posted;
use crate::look::{self, Bar, Crumb, LinkedBar, Sorting, labelled, options, sort_head, verification_mark};
use crate::menu::may;
use crate::pages::list_filter::{direction, filled, list_filter, sorting};
use crate::state::WebState;
use crate::visit::Visit;

/// Cuts on one page.
const PAGE_SIZE: u32 = 30;
/// Departments that are drawn; the others are found by the filter.
const DRAWN: usize = 10;

list_filter! {
    pub(super) exported struct Filter { book, ground, department, month, state, q, sort, order }
}

impl Filter {
    fn query(&self) -> CutQuery {
        CutQuery {
            book: filled(&self.book),
            ground: filled(&self.ground),
            department: self.department.parse().ok(),
            month: filled(&self.month),
            state: CutState::from_code(&self.state),
            text: filled(&self.q),
            sort: match self.sort.as_str() {
                "proposed" => CutSort::Proposed,
                "decided" => CutSort::Decided,
                _ => CutSort::Serial,
            },
            direction: direction(&self.order),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }

    fn sorting(&self) -> Sorting {
        sorting(&self.sort, &self.order, "serial")
    }

    /// The list of what was decided with one thing more to narrow it.
    fn leads_to(&self, name: &str, key: &str) -> String {
        let kept = form_encoded(&self.book);
        let book = if self.book.is_empty() {
            String::new()
        } else {
            format!("&book={kept}")
        };
        format!("/cuts?state=approved{book}&{name}={}#list", form_encoded(key))
    }
}

/// `GET /cuts`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let list = state.run(move |app| app.cuts(&actor, year, &query)).await?;
    let body = html! {
        div class="title" {
            h1 { "压减核减台账" }
            span class="sub" { (year) " 年度" }
            div class="actions" {
                @if may(&visit.actor(), Action::ProposeCut) { a class="button" href="/cuts/new" { "提出压减" } }
                @if may(&visit.actor(), Action::ExportCuts) { (export_form(&visit, "/cuts/export", filter.pairs())) }
            }
        }
        (sentences(&list))
        (states(&list))
        (charts(&list, &filter))
        section class="card" id="list" {
            (filters(&list, &filter))
            (totals(&list))
            (table(&list, &filter))
            (look::pager(&list.page, &filter.parameters(&[])))
        }
    };
    Ok(framed(
        &visit,
        "压减核减台账",
        &[Crumb::here("压减核减台账")],
        body,
    ))
}

/// `POST /cuts/export`: the list exactly as filtered.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_cuts(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("cuts-{year}"), file))
}

/// What the report says, each sentence a way to the list behind its number.
fn sentences(list: &CutList) -> Markup {
    let sentence = |book: &BookFigures| {
        let list = format!("/cuts?book={}&state=approved#list", form_encoded(&book.book));
        html! {
            li {
                a href=(list) { (book.sentence) } "。"
                span class="quiet small" { (book.cuts) " 笔 · " (book.name) }
            }
        }
    };
    html! {
        section class="card" id="sentences" {
            h2 { "报告数" span class="end" { (verification_mark(&list.basis)) } }
            ul class="plain" { @for book in &list.books { (sentence(book)) } }
        }
    }
}

fn states(list: &CutList) -> Markup {
    html! {
        div class="figures" {
            @for (state, count) in &list.states {
                a class="figure" href={ "/cuts?state=" (state.code()) "#list" } { b { (count) } span { (state.name()) "(笔)" } }
            }
        }
    }
}

fn charts(list: &CutList, filter: &Filter) -> Markup {
    let bars = |slices: &[CutSlice], name: &str, colour: &'static str| -> Vec<LinkedBar> {
        let linked = |slice: &CutSlice| LinkedBar {
            href: filter.leads_to(name, &slice.key),
            bar: Bar {
                name: slice.name.clone(),
                value: u64::try_from(slice.decided.fen()).unwrap_or_default(),
                colour,
                text: format!("{} 万元 {} 笔", look::money_short(slice.decided), slice.cuts),
            },
        };
        slices.iter().take(DRAWN).map(linked).collect()
    };
    let more = list.by_department.len().saturating_sub(DRAWN);
    html! {
        @if !list.by_ground.is_empty() {
            div class="columns even" {
                section class="card" {
                    h2 { "按依据" span class="end quiet" { "已决定,点击查看明细" } }
                    (look::link_chart("已决定压减,按依据", &bars(&list.by_ground, "ground", "amber")))
                    h2 { "按决定月份" }
                    (look::link_chart("已决定压减,按决定月份", &bars(&list.by_month, "month", "blue")))
                }
                section class="card" {
                    h2 { "按主管部门" @if 0 < more { span class="end quiet" { "另有 " (more) " 个部门,请用下方筛选" } } }
                    (look::link_chart("已决定压减,按主管部门", &bars(&list.by_department, "department", "green")))
                }
            }
        }
    }
}

fn filters(list: &CutList, filter: &Filter) -> Markup {
    let all = |name: &'static str| std::iter::once(("", name));
    let books = list
        .books
        .iter()
        .map(|book| (book.book.as_str(), book.name.as_str()));
    let grounds = list
        .grounds
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let departments = list
        .departments
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let months = list
        .by_month
        .iter()
        .map(|one| (one.key.as_str(), one.name.as_str()));
    let states = CutState::ALL
        .into_iter()
        .map(|state| (state.code(), state.name()));
    html! {
        form class="filters" method="get" action="/cuts#list" data-autosubmit {
            (labelled("台账", html! { select name="book" { (options(all("全部台账").chain(books), &filter.book)) } }))
            (labelled("依据", html! { select name="ground" { (options(all("全部依据").chain(grounds), &filter.ground)) } }))
            (labelled("主管部门", html! { select name="department" { (options(all("全部部门").chain(departments), &filter.department)) } }))
            (labelled("决定月份", html! { select name="month" { (options(all("全部月份").chain(months), &filter.month)) } }))
            (labelled("状态", html! { select name="state" { (options(all("全部状态").chain(states), &filter.state)) } }))
            (labelled("项目或代码", html! { input type="search" name="q" value=(filter.q); }))
            button { "查询" }
            a class="button" href="/cuts#list" { "清除" }
        }
    }
}

fn totals(list: &CutList) -> Markup {
    let totals = list.totals;
    html! {
        p class="quiet" {
            "所筛 " strong { (totals.cuts) } " 笔:建议 " (look::money(totals.proposed)) " 万元,决定压减 "
            strong { (look::money(totals.decided)) } " 万元"
        }
    }
}

fn table(list: &CutList, filter: &Filter) -> Markup {
    let (sorting, query) = (filter.sorting(), filter.parameters(&["sort", "order"]));
    html! {
        table class="list sticky" {
            thead { tr {
                (sort_head(&sorting, "serial", "台账编号", &query, ""))
                th scope="col" { "项目" } th scope="col" { "主管部门" } th scope="col" { "依据" }
                (sort_head(&sorting, "proposed", "建议(万元)", &query, "num"))
                (sort_head(&sorting, "decided", "决定(万元)", &query, "num"))
                th scope="col" class="num" { "凭证(万元)" } th scope="col" { "状态" } th scope="col" { "提出" } th scope="col" { "决定" }
            } }
            tbody {
                @for row in &list.page.rows { (cut_row(row)) }
                @if list.page.rows.is_empty() {
                    tr { td class="empty" colspan="10" { "没有符合条件的压减。压减从监控表或右上角“提出压减”开始。" } }
                }
            }
        }
    }
}

fn cut_row(row: &CutRow) -> Markup {
    html! {
        tr {
            td class="nowrap" { a href={ "/cuts/" (row.id) } { (row.year) "-" (row.serial) } div class="small quiet" { (row.book.name) } }
            td { a href={ "/projects/" (row.project) } { (row.project_name) } div class="small quiet mono" { (row.project_code) } }
            td { (row.department_name) }
            td class="nowrap" { (row.ground) }
            td class="num" { (look::money(row.proposed)) }
            td class="num" { strong { (look::optional_money(row.decided)) } }
            td class="num" { (look::optional_money(row.decided.map(|_| row.taken))) }
            td class="nowrap" { (state_tag(row.state)) }
            td class="small" { (row.proposer.name) div class="quiet nowrap" { (look::moment(row.proposer.at)) } }
            td class="small" { @match &row.decider { Some(hand) => { (hand.name) div class="quiet nowrap" { (look::moment(hand.at)) } } None => span class="quiet" { "—" } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Fields;
    use hengji_app::projects::Direction;

    fn filled() -> Filter {
        Filter {
            book: "key_monitoring".into(),
            state: "approved".into(),
            month: "2020-09".into(),
            q: "道路 &".into(),
            sort: "decided".into(),
            order: "desc".into(),
            page: 3,
            ..Filter::default()
        }
    }

    #[test]
    fn a_filter_comes_back_from_its_own_address_and_form() {
        let query = filled().query();
        assert_eq!(query.book.as_deref(), Some("key_monitoring"));
        assert_eq!(
            (query.state, query.sort),
            (Some(CutState::Approved), CutSort::Decided)
        );
        assert_eq!(query.text.as_deref(), Some("道路 &"));
        assert_eq!((query.direction, query.page.page), (Direction::Descending, 3));
        let posted = filled()
            .pairs()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let again = Filter::of(&Fields::new(posted.to_vec()));
        assert_eq!(again.parameters(&[]), filled().parameters(&[]));
        assert!(!filled().parameters(&["sort", "order"]).contains("sort"));
    }

    #[test]
    fn a_bar_keeps_the_book_and_shows_only_what_was_decided() {
        assert_eq!(
            filled().leads_to("ground", "not-urgent"),
            "/cuts?state=approved&book=key_monitoring&ground=not-urgent#list"
        );
        assert_eq!(
            Filter::default().leads_to("month", "2020-09"),
            "/cuts?state=approved&month=2020-09#list"
        );
    }

    #[test]
    fn an_unknown_word_does_not_narrow() {
        let filter = Filter {
            state: "gone".into(),
            department: "everywhere".into(),
            ..Filter::default()
        };
        assert_eq!((filter.query().state, filter.query().department), (None, None));
    }
}
