//! 委托集中度: how the cases and the money of each year are spread over institutions, drawn, with the verdict.

use axum::extract::State;
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::third_party::{ConcentrationPage, ConcentrationVerdict, ShareOf, YearOfCases, index_text};
use maud::{Markup, html};

use super::super::{Answer, export_form, framed, workbook};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Bar, Crumb, LinkedBar, percent_of_bp, tag, verification_mark};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /institution-concentration`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let page = state
        .run(move |app| app.institution_concentration(&actor, year))
        .await?;
    let body = html! {
        div class="title" {
            h1 { "委托集中度" }
            span class="sub" { "各年度评价在第三方机构之间的分布" }
            div class="actions" { @if may(&visit.actor(), Action::ExportInstitutions) { (export_form(&visit, "/institution-concentration/export", [("all", "")])) } }
        }
        (rule(&page))
        @if page.years.is_empty() { p class="empty" { "还没有委托过第三方机构。" } }
        @for year in &page.years { (one_year(year)) }
    };
    let path = [Crumb::to("第三方委托", "/assignments"), Crumb::here("委托集中度")];
    Ok(framed(&visit, "委托集中度", &path, body))
}

/// `POST /institution-concentration/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&["all"])?;
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_concentration(&posted.visit.actor(), year))
        .await?;
    Ok(workbook("institution-concentration", file))
}

fn rule(page: &ConcentrationPage) -> Markup {
    let rules = &page.rules;
    html! {
        p class="note" {
            "集中度为各机构份额平方之和(HHI):平均分给 n 家为 1/n,全给一家为 1。"
            "满 " (rules.cases_least) " 个评价才作判断;达到 " (index_of(rules.watch_bp)) " 为偏集中,达到 " (index_of(rules.high_bp)) " 为高度集中 "
            (verification_mark(&rules.basis)) "。"
        }
    }
}

fn index_of(bp: u32) -> String {
    format!("0.{:02}", bp / 100)
}

fn verdict_tag(verdict: ConcentrationVerdict, index: Option<u32>) -> Markup {
    let colour = match verdict {
        ConcentrationVerdict::TooFew => "",
        ConcentrationVerdict::Spread => "green",
        ConcentrationVerdict::Uneven => "amber",
        ConcentrationVerdict::Concentrated => "red",
    };
    tag(colour, &index_text(index, verdict))
}

/// The same figures to be read and copied.
fn table(year: &YearOfCases) -> Markup {
    html! {
        table class="list" {
            thead { tr { th scope="col" { "第三方机构" } th scope="col" class="num" { "受托(个)" } th scope="col" class="num" { "占个数" } th scope="col" class="num" { "项目金额(万元)" } th scope="col" class="num" { "占金额" } } }
            tbody { @for share in &year.shares { tr {
                td { a href={ "/institutions/" (share.institution) } { (share.name) } }
                td class="num" { (share.cases) } td class="num" { (percent_of_bp(share.cases_bp.into())) }
                td class="num" { (look::money(share.amount)) } td class="num" { (percent_of_bp(share.amount_bp.into())) }
            } } }
        }
        p class="small quiet" { "最大一家占个数 " (percent_of_bp(year.largest_cases_bp.into())) ",占金额 " (percent_of_bp(year.largest_amount_bp.into())) "。单位整体评价没有项目金额,只计个数。" }
    }
}

fn one_year(year: &YearOfCases) -> Markup {
    let bar = |share: &ShareOf, value: u64, text: String| LinkedBar {
        bar: Bar {
            name: share.name.clone(),
            value,
            colour: "blue",
            text,
        },
        href: format!("/institutions/{}", share.institution),
    };
    let cases: Vec<LinkedBar> = year
        .shares
        .iter()
        .map(|share| {
            bar(
                share,
                u64::from(share.cases_bp),
                format!("{} 个({})", share.cases, percent_of_bp(share.cases_bp.into())),
            )
        })
        .collect();
    let money: Vec<LinkedBar> = year
        .shares
        .iter()
        .map(|share| {
            bar(
                share,
                u64::from(share.amount_bp),
                format!(
                    "{} 万元({})",
                    look::money_short(share.amount),
                    percent_of_bp(share.amount_bp.into())
                ),
            )
        })
        .collect();
    html! {
        section class="card" id={ "year-" (year.year) } {
            h2 { (year.year) " 年度" span class="end quiet" { (year.cases) " 个评价;与上年相同的“机构—单位” " (year.repeated) " 对" } }
            div class="columns even" {
                div { h3 { "按评价个数 " (verdict_tag(year.cases_verdict, year.cases_index)) } (look::link_chart("按评价个数", &cases)) }
                div { h3 { "按项目金额 " (verdict_tag(year.amount_verdict, year.amount_index)) } @if year.amount.fen() == 0 { p class="empty" { "这些评价没有项目金额。" } } @else { (look::link_chart("按项目金额", &money)) } }
            }
            (table(year))
        }
    }
}
