//! 整改措施: claimed and verified in figures of their own, the late ones, one deed for many rows.

use axum::extract::{Query, State};
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::common::PageRequest;
use hengji_app::domain::rectification::Level;
use hengji_app::rectification::view::{CommitmentList, CommitmentRow};
use hengji_app::rectification::{BulkVerified, CommitmentQuery, CommitmentSort, CommitmentState};
use hengji_domain::id::CommitmentId;
use maud::{Markup, html};

use super::super::{Answer, export_form, framed, see, workbook};
use super::{chosen, measure_tag};
use crate::error::WebError;
use crate::extract::Posted;
use crate::fields::Fields;
use crate::look::{self, Crumb, Sorting, labelled, options, sort_head, tag};
use crate::menu::may;
use crate::pages::list_filter::{direction, filled, list_filter};
use crate::state::WebState;
use crate::visit::Visit;

/// Measures on one page.
const PAGE_SIZE: u32 = 30;

list_filter! {
    pub(super) exported struct Filter { years, kind, department, state, late, q, sort, order }
}

impl Filter {
    fn query(&self) -> CommitmentQuery {
        CommitmentQuery {
            every_year: self.years == "all",
            kind: filled(&self.kind),
            department: self.department.parse().ok(),
            state: CommitmentState::from_code(&self.state),
            late: self.late == "late",
            level: match self.late.as_str() {
                "unit" => Some(Level::Unit),
                "department" => Some(Level::Department),
                "leader" => Some(Level::Leader),
                _ => None,
            },
            text: filled(&self.q),
            sort: if self.sort == "unit" {
                CommitmentSort::Unit
            } else {
                CommitmentSort::Due
            },
            direction: direction(&self.order),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

/// `GET /rectifications`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let list = state
        .run(move |app| app.commitments(&actor, year, &query))
        .await?;
    let body = html! {
        div class="title" {
            h1 { "整改措施" }
            span class="sub" { @if filter.years == "all" { "各年度" } @else { (year) " 年度" } "的问题;单位报完成不等于已核实" }
            div class="actions" { @if may(&visit.actor(), Action::ExportEvaluationFindings) { (export_form(&visit, "/rectifications/export", filter.pairs())) } }
        }
        (figures(&list, &filter))
        section class="card" id="list" {
            (filters(&list, &filter))
            (table(&visit, &list, &filter))
            (look::pager(&list.page, &filter.parameters(&[])))
        }
    };
    Ok(framed(&visit, "整改措施", &[Crumb::here("整改措施")], body))
}

/// `POST /rectifications/export`: the list exactly as filtered.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_commitments(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("rectifications-{year}"), file))
}

/// `POST /rectifications/verify`.
pub(super) async fn verify(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["measure", "back"])?;
    let rows = picked(&posted.fields);
    let (visit, back) = (posted.visit.clone(), posted.fields.text("back").to_owned());
    let outcome = state
        .run(move |app| app.bulk_verify(&posted.visit.actor(), &posted.key, &rows))
        .await?;
    Ok(told(&visit, "核实通过", &outcome, &back))
}

/// `POST /rectifications/remind`.
pub(super) async fn remind(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["measure", "back"])?;
    let rows: Vec<CommitmentId> = picked(&posted.fields).into_iter().map(|(id, _)| id).collect();
    let (visit, back) = (posted.visit.clone(), posted.fields.text("back").to_owned());
    let outcome = state
        .run(move |app| app.remind_rectification(&posted.visit.actor(), &posted.key, &rows))
        .await?;
    Ok(told(&visit, "催办", &outcome, &back))
}

/// The chosen rows: `measure:version`. What cannot be read names nothing and is left out.
fn picked(fields: &Fields) -> Vec<(CommitmentId, i32)> {
    let read = |text: &str| {
        let (id, version) = text.split_once(':')?;
        Some((id.parse().ok()?, version.parse().ok()?))
    };
    fields.all("measure").into_iter().filter_map(read).collect()
}

fn told(visit: &Visit, name: &str, outcome: &BulkVerified, back: &str) -> Response {
    let back = super::super::local(if back.is_empty() { "/rectifications" } else { back });
    if outcome.refused.is_empty() {
        return see(back);
    }
    let body = html! {
        div class="title" { h1 { "批量" (name) } }
        div class="note warn" { "已" (name) " " (outcome.done) " 项;另有 " (outcome.refused.len()) " 项没有办理,原因逐项如下,已办理的不受影响。" }
        section class="card" {
            table class="list" {
                thead { tr { th scope="col" { "整改措施" } th scope="col" { "没有办理的原因" } } }
                tbody { @for (id, why) in &outcome.refused { tr { td { a href={ "/rectifications/" (id) } { "打开该项" } } td { (why) } } } }
            }
            div class="buttons" { a class="button primary" href=(back) { "返回列表" } }
        }
    };
    let path = [
        Crumb::to("整改措施", "/rectifications"),
        Crumb::here("批量办理结果"),
    ];
    framed(visit, "批量办理结果", &path, body)
}

fn figures(list: &CommitmentList, filter: &Filter) -> Markup {
    let others = filter.parameters(&["state", "late"]);
    html! {
        div class="figures" {
            @for (state, count) in &list.states {
                a class="figure" href={ "/rectifications?state=" (state.code()) (others) "#list" } { b { (count) } span { (state.name()) "(项)" } }
            }
            a class="figure" href={ "/rectifications?late=late" (others) "#list" } { b class=[(0 < list.late).then_some("bad")] { (list.late) } span { "逾期(项)" } }
        }
    }
}

fn filters(list: &CommitmentList, filter: &Filter) -> Markup {
    let states = std::iter::once(("", "全部状态")).chain(
        CommitmentState::ALL
            .into_iter()
            .map(|state| (state.code(), state.name())),
    );
    let late = [
        ("", "不限"),
        ("late", "已逾期"),
        ("unit", "应提醒单位"),
        ("department", "应报主管部门"),
        ("leader", "应报局领导"),
    ];
    let years = [("", "本年度"), ("all", "各年度")];
    html! {
        form class="filters" method="get" action="/rectifications#list" data-autosubmit {
            (labelled("问题年度", html! { select name="years" { (options(years.into_iter(), &filter.years)) } }))
            (labelled("措施种类", html! { select name="kind" { (options(chosen("全部种类", &list.lists.kinds), &filter.kind)) } }))
            (labelled("主管部门", html! { select name="department" { (options(chosen("全部部门", &list.departments), &filter.department)) } }))
            (labelled("状态", html! { select name="state" { (options(states, &filter.state)) } }))
            (labelled("期限", html! { select name="late" { (options(late.into_iter(), &filter.late)) } }))
            (labelled("措施、责任或单位", html! { input type="search" name="q" value=(filter.q); }))
            button { "查询" }
            a class="button" href="/rectifications#list" { "清除" }
        }
    }
}

fn table(visit: &Visit, list: &CommitmentList, filter: &Filter) -> Markup {
    let sorting = Sorting {
        key: if filter.sort.is_empty() {
            "due".to_owned()
        } else {
            filter.sort.clone()
        },
        descending: filter.order == "desc",
    };
    let query = filter.parameters(&["sort", "order"]);
    let (verifies, reminds) = (
        may(&visit.actor(), Action::VerifyRectification),
        may(&visit.actor(), Action::RemindRectification),
    );
    let picks = verifies || reminds;
    html! {
        form method="post" action="/rectifications/remind" {
            (visit.token().fields()) (look::hidden("back", &format!("/rectifications?{}", filter.parameters(&[]).trim_start_matches('&'))))
            table class="list sticky" {
                thead { tr {
                    @if picks { th scope="col" {} }
                    th scope="col" { "措施" } th scope="col" { "问题" }
                    (sort_head(&sorting, "unit", "单位", &query, ""))
                    th scope="col" { "责任" }
                    (sort_head(&sorting, "due", "完成期限", &query, ""))
                    th scope="col" { "状态" } th scope="col" { "单位报完成" } th scope="col" { "核实" }
                } }
                tbody {
                    @for row in &list.page.rows { (measure_row(row, picks)) }
                    @if list.page.rows.is_empty() { tr { td class="empty" colspan="9" { "没有符合条件的整改措施。措施随整改方案报送后列在这里。" } } }
                }
            }
            @if picks && !list.page.rows.is_empty() {
                div class="buttons" {
                    @if verifies { button class="primary" formaction="/rectifications/verify" data-confirm="确定所选各项均已核对证明材料、核实通过?" { "所选核实通过" } }
                    @if reminds { button { "催办所选" } }
                }
            }
        }
    }
}

fn measure_row(row: &CommitmentRow, picks: bool) -> Markup {
    let day = |day: Option<hengji_domain::NaiveDate>| html! { @match day { Some(day) => (look::date(day)) None => span class="quiet" { "—" } } };
    html! {
        tr class=[row.is_late.then_some("late")] {
            @if picks { td { input type="checkbox" name="measure" value={ (row.id) ":" (row.version) } aria-label={ "选择 " (row.words) }; } }
            td { a href={ "/rectifications/" (row.id) } { (row.words) } div class="small quiet" { (row.kind.name) } }
            td { a href={ "/evaluation-findings/" (row.finding) } { (row.finding_number) } div class="small quiet" { (row.finding_words) } }
            td { (row.unit_name) @if row.unit_name != row.department_name { div class="small quiet" { (row.department_name) } } }
            td { (row.owner) }
            td class="nowrap" { (look::date(row.due_on)) @if row.is_late { " " (tag("red", "逾期")) } @if let Some(level) = row.level { div class="small quiet" { (level.name()) } } }
            td class="nowrap" { (measure_tag(row.state)) }
            td class="nowrap" { (day(row.claimed_on)) }
            td class="nowrap" { (day(row.verified_on)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_comes_back_from_its_own_address_and_form() {
        let filled = Filter {
            late: "department".into(),
            state: "rejected".into(),
            q: "签证".into(),
            sort: "unit".into(),
            order: "desc".into(),
            page: 2,
            ..Filter::default()
        };
        let query = filled.query();
        assert_eq!(query.level, Some(Level::Department));
        assert!(!query.late && !query.every_year);
        assert_eq!(query.state, Some(CommitmentState::Rejected));
        let posted = filled
            .pairs()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let again = Filter::of(&Fields::new(posted.to_vec()));
        assert_eq!(again.parameters(&[]), filled.parameters(&[]));
    }

    #[test]
    fn rows_are_read_with_the_version_that_was_seen() {
        let id = "0190d2a4-7b1c-7def-8123-456789abcdef";
        let fields = Fields::new(vec![
            ("measure".to_owned(), format!("{id}:3")),
            ("measure".to_owned(), "nothing".to_owned()),
        ]);
        assert_eq!(picked(&fields), [(id.parse().unwrap(), 3)]);
    }
}
