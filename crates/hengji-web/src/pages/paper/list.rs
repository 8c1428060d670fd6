//! The register of papers.

use axum::extract::{Query, State};
use axum::response::Response;
use hengji_app::common::{PageOf, PageRequest};
use hengji_app::papers::view::{PaperList, PaperRow};
use hengji_app::papers::{PaperQuery, PaperSort};
use hengji_domain::paper::{PaperKind, PaperState};
use maud::{Markup, html};

use super::super::{Answer, export_form, framed, workbook};
use super::{due, state_tag};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, Sorting, labelled, options, sort_head};
use crate::pages::list_filter::{filled, list_filter};
use crate::state::WebState;
use crate::visit::Visit;

/// Papers on one page.
const PAGE_SIZE: u32 = 50;

list_filter! {
    pub(super) exported struct Filter { kind, state, late, q, sort, order }
}

impl Filter {
    /// Nothing chosen shows the latest first.
    fn sorting(&self) -> Sorting {
        let known = ["issued", "due", "unit"].contains(&self.sort.as_str());
        Sorting {
            key: if known {
                self.sort.clone()
            } else {
                "issued".to_owned()
            },
            descending: if known { self.order == "desc" } else { true },
        }
    }

    fn query(&self) -> PaperQuery {
        let sorting = self.sorting();
        PaperQuery {
            kind: PaperKind::from_code(&self.kind),
            state: PaperState::from_code(&self.state),
            is_late: self.late == "yes",
            text: filled(&self.q),
            sort: match sorting.key.as_str() {
                "due" => PaperSort::Due,
                "unit" => PaperSort::Unit,
                _ => PaperSort::Issued,
            },
            descending: sorting.descending,
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

/// `GET /papers`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let list = state.run(move |app| app.papers(&actor, year, &query)).await?;
    let body = html! {
        div class="title" {
            h1 { "公文" }
            span class="sub" { (year) " 年度,一件一号,谁签收、谁答复、晚了几个工作日" }
            div class="actions" { (export_form(&visit, "/papers/export", filter.pairs())) }
        }
        (counts(&list))
        section class="card" {
            (filters(&filter))
            (table(&list.page, &filter))
            (look::pager(&list.page, &filter.parameters(&[])))
        }
    };
    Ok(framed(&visit, "公文", &[Crumb::here("公文")], body))
}

/// `POST /papers/export`: the list exactly as filtered.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_papers(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("papers-{year}"), file))
}

fn counts(list: &PaperList) -> Markup {
    let count = |state: PaperState| {
        let found = list.counts.iter().find(|(known, _)| *known == state);
        found.map_or(0, |(_, count)| *count)
    };
    html! {
        div class="figures" {
            @for state in PaperState::ALL {
                div class="figure" { a href={ "/papers?state=" (state.code()) } { b { (count(state)) } span { (state.name()) } } }
            }
        }
    }
}

fn filters(filter: &Filter) -> Markup {
    let kinds = PaperKind::ALL.into_iter().map(|kind| (kind.code(), kind.name()));
    let states = PaperState::ALL
        .into_iter()
        .map(|state| (state.code(), state.name()));
    let all = |name: &'static str| std::iter::once(("", name));
    let late = [("", "不限"), ("yes", "只看逾期")];
    html! {
        form class="filters" method="get" action="/papers" data-autosubmit {
            (labelled("种类", html! { select name="kind" { (options(all("全部种类").chain(kinds), &filter.kind)) } }))
            (labelled("状态", html! { select name="state" { (options(all("全部状态").chain(states), &filter.state)) } }))
            (labelled("逾期", html! { select name="late" { (options(late.into_iter(), &filter.late)) } }))
            (labelled("文号、标题或单位", html! { input type="search" name="q" value=(filter.q); }))
            (look::hidden("sort", &filter.sort)) (look::hidden("order", &filter.order))
            button { "查询" }
        }
    }
}

fn table(page: &PageOf<PaperRow>, filter: &Filter) -> Markup {
    let (sorting, kept) = (filter.sorting(), filter.parameters(&["sort", "order"]));
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "文号" } th scope="col" { "标题" }
                (sort_head(&sorting, "unit", "主送单位", &kept, ""))
                th scope="col" { "状态" }
                (sort_head(&sorting, "issued", "成文日期", &kept, ""))
                th scope="col" { "签收" } th scope="col" { "答复" }
                (sort_head(&sorting, "due", "当前期限", &kept, ""))
            } }
            tbody {
                @for row in &page.rows { (paper_row(row)) }
                @if page.rows.is_empty() { tr { td class="empty" colspan="8" { "没有符合条件的公文。" } } }
            }
        }
    }
}

fn paper_row(row: &PaperRow) -> Markup {
    html! {
        tr class=[(row.due_on.is_some() && row.late.is_some()).then_some("late")] {
            td class="nowrap" { a href={ "/papers/" (row.id) } { (row.number) } }
            td { (row.title) div class="small quiet" { (row.kind.name()) } }
            td { (row.unit_name) }
            td class="nowrap" { (state_tag(row.state)) }
            td class="nowrap" { (look::date(row.issued_on)) }
            td class="nowrap" { @match row.receipted_on { Some(day) => (look::date(day)) None => span class="quiet" { "—" } } }
            td class="nowrap" { @match row.answered_on { Some(day) => (look::date(day)) None => span class="quiet" { @if row.answer_due_on.is_some() { "—" } @else { "不要求" } } } }
            td class="nowrap" { (due(row)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Fields;

    #[test]
    fn a_filter_comes_back_from_its_own_address_and_form() {
        let filter = Filter {
            kind: "monitoring_feedback".into(),
            state: "served".into(),
            late: "yes".into(),
            q: "养护 &".into(),
            sort: "due".into(),
            order: "desc".into(),
            page: 3,
        };
        let query = filter.query();
        assert_eq!(query.kind, Some(PaperKind::MonitoringFeedback));
        assert_eq!(query.state, Some(PaperState::Served));
        assert!(query.is_late && query.descending && query.sort == PaperSort::Due);
        assert_eq!((query.text.as_deref(), query.page.page), (Some("养护 &"), 3));
        let posted = filter
            .pairs()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(
            Filter::of(&Fields::new(posted.to_vec())).parameters(&[]),
            filter.parameters(&[])
        );
        assert!(!filter.parameters(&["sort", "order"]).contains("sort"));
    }

    #[test]
    fn an_unknown_word_does_not_narrow_and_the_latest_come_first() {
        let query = Filter {
            kind: "rumour".into(),
            sort: "mood".into(),
            ..Filter::default()
        }
        .query();
        assert_eq!(
            (query.kind, query.sort, query.descending),
            (None, PaperSort::Issued, true)
        );
    }
}
