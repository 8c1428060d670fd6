//! 年度结账: which budget years are done, and closing one.

use axum::extract::State;
use hengji_app::authz::Action;
use hengji_app::budget_years::{CloseYear, YearView};
use maud::{Markup, html};

use super::{Answer, framed, see};
use crate::extract::Posted;
use crate::look::{self, Crumb, hidden, tag};
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/budget-years", Action::ViewBudgetYears, list)
        .person(Verb::Post, "/budget-years/close", Action::CloseYear, close)
}

/// `GET /budget-years`.
async fn list(State(state): State<WebState>, visit: Visit) -> Answer {
    let actor = visit.actor();
    let years = state.run(move |app| app.budget_years(&actor)).await?;
    let body = html! {
        div class="title" { h1 { "年度结账" } span class="sub" { (visit.session.division_name) } }
        div class="note" { "结账后该年度的项目和表不能再增改,规则更改也不能影响该年度;结账由局领导办理,不能撤销。" }
        section class="card" {
            table class="list" {
                thead { tr { th scope="col" { "年度" } th scope="col" { "各类表" } th scope="col" { "规则版本" } th scope="col" { "状态" } th scope="col" { "办理" } } }
                tbody {
                    @for year in &years { (row(year, &visit)) }
                    @if years.is_empty() { tr { td class="empty" colspan="5" { "还没有任何年度的表。" } } }
                }
            }
        }
    };
    Ok(framed(&visit, "年度结账", &[Crumb::here("年度结账")], body))
}

fn row(year: &YearView, visit: &Visit) -> Markup {
    html! {
        tr {
            td class="nowrap" { (year.year) }
            td { @for kind in &year.sheets { div { (kind.kind.name()) ":办结 " (kind.concluded) " 张,未办结 " (kind.open) " 张" } } }
            td { code title=(year.fingerprint) { (year.fingerprint.get(..12).unwrap_or_default()) "…" }
                @if !year.is_unchanged { br; (tag("red", "与结账时不同")) } }
            td {
                @match &year.closed {
                    Some((hand, note)) => { (tag("green", "已结账")) " " (hand.name) " " (look::moment(hand.at)) @if !note.is_empty() { br; (note) } }
                    None => (tag("amber", "未结账"))
                }
            }
            td {
                @if let Some(obstacle) = &year.obstacle { span class="small quiet" { (obstacle) } }
                @if year.may_close {
                    form method="post" action="/budget-years/close" {
                        (visit.token().fields()) (hidden("year", &year.year.to_string()))
                        input type="text" name="note" placeholder="备注,可留空" aria-label="备注";
                        " " button data-confirm="结账后不能撤销,确定结账?" { "结账" }
                    }
                }
            }
        }
    }
}

/// `POST /budget-years/close`.
async fn close(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["year", "note"])?;
    let input = CloseYear {
        year: posted.fields.text("year").to_owned(),
        note: posted.fields.text("note").to_owned(),
    };
    state
        .run(move |app| app.close_year(&posted.visit.actor(), &posted.key, &input))
        .await?;
    Ok(see("/budget-years"))
}
