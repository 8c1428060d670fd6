//! The list of differences.

use axum::extract::{Query, State};
use axum::response::Response;
use hengji_app::common::{PageOf, PageRequest};
use hengji_app::money::DifferenceQuery;
use hengji_app::money::view::{DifferenceList, DifferenceRow};
use hengji_domain::difference::{DifferenceKind, DifferenceState};
use maud::{Markup, html};

use super::super::{Answer, export_form, framed, workbook};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, labelled, options, tag};
use crate::pages::list_filter::{filled, list_filter};
use crate::state::WebState;
use crate::visit::Visit;

/// Differences on one page.
const PAGE_SIZE: u32 = 50;

list_filter! {
    pub(super) exported struct Filter { kind, state, pending, q }
}

impl Filter {
    fn query(&self) -> DifferenceQuery {
        DifferenceQuery {
            kind: DifferenceKind::from_code(&self.kind),
            state: DifferenceState::from_code(&self.state),
            is_pending: self.pending == "yes",
            text: filled(&self.q),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

/// `GET /differences`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let list = state
        .run(move |app| app.differences(&actor, year, &query))
        .await?;
    let body = html! {
        div class="title" {
            h1 { "对账差异" }
            span class="sub" { (year) " 年度,两个数应当相等而不等的,逐条有承办单位、有说明、有结论" }
            div class="actions" { (export_form(&visit, "/differences/export", filter.pairs())) }
        }
        (counts(&list))
        section class="card" {
            (filters(&filter))
            (table(&list.page))
            (look::pager(&list.page, &filter.parameters(&[])))
        }
    };
    Ok(framed(&visit, "对账差异", &[Crumb::here("对账差异")], body))
}

/// `POST /differences/export`: the list exactly as filtered.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_differences(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("differences-{year}"), file))
}

fn counts(list: &DifferenceList) -> Markup {
    let count = |state: DifferenceState| {
        let found = list.counts.iter().find(|(known, _)| *known == state);
        found.map_or(0, |(_, count)| *count)
    };
    html! {
        div class="figures" {
            @for state in DifferenceState::ALL {
                div class="figure" { a href={ "/differences?state=" (state.code()) } { b class=[(state == DifferenceState::Open && 0 < count(state)).then_some("bad")] { (count(state)) } span { (state.name()) } } }
            }
        }
    }
}

fn filters(filter: &Filter) -> Markup {
    let kinds = DifferenceKind::ALL
        .into_iter()
        .map(|kind| (kind.code(), kind.name()));
    let states = DifferenceState::ALL
        .into_iter()
        .map(|state| (state.code(), state.name()));
    let all = |name: &'static str| std::iter::once(("", name));
    let pending = [("", "不限"), ("yes", "只看未结")];
    html! {
        form class="filters" method="get" action="/differences" data-autosubmit {
            (labelled("差异", html! { select name="kind" { (options(all("全部差异").chain(kinds), &filter.kind)) } }))
            (labelled("状态", html! { select name="state" { (options(all("全部状态").chain(states), &filter.state)) } }))
            (labelled("未结", html! { select name="pending" { (options(pending.into_iter(), &filter.pending)) } }))
            (labelled("项目、代码或单位", html! { input type="search" name="q" value=(filter.q); }))
            button { "查询" }
        }
    }
}

fn table(page: &PageOf<DifferenceRow>) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr { th scope="col" { "差异" } th scope="col" { "对象" } th scope="col" { "期间" } th scope="col" class="num" { "应为(万元)" } th scope="col" class="num" { "实为(万元)" } th scope="col" class="num" { "差额(万元)" } th scope="col" { "承办单位" } th scope="col" { "状态" } th scope="col" { "说明与结论" } } }
            tbody {
                @for row in &page.rows { (difference_row(row)) }
                @if page.rows.is_empty() { tr { td class="empty" colspan="9" { "没有符合条件的对账差异。" } } }
            }
        }
    }
}

fn difference_row(row: &DifferenceRow) -> Markup {
    let words = row.conclusion.as_ref().or(row.explanation.as_ref());
    html! {
        tr {
            td class="nowrap" { (row.kind.name()) }
            td { a href={ "/differences/" (row.id) } { (row.subject_name) } }
            td class="nowrap" { (row.period) }
            td class="num" { (look::money(row.expected)) } td class="num" { (look::money(row.found)) } td class="num" { strong { (look::money(row.gap)) } }
            td { (row.owner_name) }
            td class="nowrap" { (state_tag(row.state)) }
            td { @match words { Some(said) => (said.text) None => span class="quiet" { "—" } } }
        }
    }
}

/// 待说明, 已说明, 已办结, 已一致.
pub(super) fn state_tag(state: DifferenceState) -> Markup {
    let colour = match state {
        DifferenceState::Open => "red",
        DifferenceState::Explained => "blue",
        DifferenceState::Closed => "green",
        DifferenceState::Settled => "",
    };
    tag(colour, state.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Fields;

    #[test]
    fn a_filter_comes_back_from_its_own_address_and_form() {
        let filter = Filter {
            kind: "paid-above-budget".into(),
            state: "open".into(),
            pending: "yes".into(),
            q: "道路 &".into(),
            page: 3,
        };
        let query = filter.query();
        assert_eq!(query.kind, Some(DifferenceKind::PaidAboveBudget));
        assert_eq!(query.state, Some(DifferenceState::Open));
        assert!(query.is_pending);
        assert_eq!((query.text.as_deref(), query.page.page), (Some("道路 &"), 3));
        assert!(
            filter.parameters(&[]).contains("&q=%E9%81%93%E8%B7%AF+%26")
                || filter.parameters(&[]).contains("%26")
        );
        let posted = filter
            .pairs()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(
            Filter::of(&Fields::new(posted.to_vec())).parameters(&[]),
            filter.parameters(&[])
        );
    }

    #[test]
    fn an_unknown_word_does_not_narrow() {
        let filter = Filter {
            kind: "mood".into(),
            ..Filter::default()
        };
        assert_eq!(filter.query().kind, None);
        assert!(!filter.query().is_pending);
    }
}
