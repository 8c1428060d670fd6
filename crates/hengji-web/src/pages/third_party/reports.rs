//! 报告评价 of a year: which reports wait, which are rated, and which raise a question.

use axum::extract::{Query, State};
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::third_party::{ReportBoard, ReportQuery, ReportRow};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::{Answer, export_form, framed, workbook};
use super::assignment_tag;
use crate::error::WebError;
use crate::extract::Posted;
use crate::fields::Fields;
use crate::look::{self, Crumb, labelled, options, percent_of_bp, tag, verification_mark};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    q: String,
    rated: String,
}

impl Filter {
    const FIELDS: [&'static str; 2] = ["q", "rated"];

    fn of(fields: &Fields) -> Self {
        Self {
            q: fields.text("q").to_owned(),
            rated: fields.text("rated").to_owned(),
        }
    }

    fn query(&self) -> ReportQuery {
        ReportQuery {
            text: self.q.clone(),
            is_rated: match self.rated.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
        }
    }

    fn pairs(&self) -> [(&'static str, &str); 2] {
        [("q", &self.q), ("rated", &self.rated)]
    }
}

/// `GET /institution-reports`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let board = state
        .run(move |app| app.institution_reports(&actor, year, &query))
        .await?;
    let [cases, handed, waiting, rated] = board.counts;
    let body = html! {
        div class="title" {
            h1 { "报告评价" }
            span class="sub" { (board.year) " 年度第三方评价报告" }
            div class="actions" { @if may(&visit.actor(), Action::ExportInstitutions) { (export_form(&visit, "/institution-reports/export", filter.pairs())) } }
        }
        div class="figures" {
            div class="figure" { b { (cases) } span { "委托的评价(个)" } }
            div class="figure" { b { (handed) } span { "已报送报告" } }
            a class="figure" href="/institution-reports?rated=no" { b { (waiting) } span { "待评分" } }
            a class="figure" href="/institution-reports?rated=yes" { b { (rated) } span { "已评分" } }
        }
        (rule(&board))
        section class="card" id="list" {
            h2 { "报告" }
            (filters(&filter))
            @if board.rows.is_empty() { p class="empty" { "没有符合筛选的报告。" } }
            @else { (rows(&board)) }
        }
    };
    let path = [Crumb::to("第三方委托", "/assignments"), Crumb::here("报告评价")];
    Ok(framed(&visit, "报告评价", &path, body))
}

/// `POST /institution-reports/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_institution_reports(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("institution-reports-{year}"), file))
}

fn rule(board: &ReportBoard) -> Markup {
    let rules = &board.rules;
    html! {
        p class="note" {
            "每一稿由绩效科按评分表评一次。产出效益占比低于 " (percent_of_bp(rules.outcome_least_bp.into())) "、与同一机构其他报告相似度达到 " (percent_of_bp(rules.likeness_bp.into())) " 的提示核对,不是扣分依据 "
            (verification_mark(&rules.basis)) "。"
        }
    }
}

fn filters(filter: &Filter) -> Markup {
    let choices = [("", "全部"), ("no", "待评分"), ("yes", "已评分")].into_iter();
    html! {
        form class="filters" method="get" action="/institution-reports#list" {
            (labelled("评分", html! { select name="rated" { (options(choices, &filter.rated)) } }))
            (labelled("查找", html! { input type="search" name="q" value=(filter.q) placeholder="评价、单位或机构"; }))
            button { "筛选" }
        }
    }
}

fn rows(board: &ReportBoard) -> Markup {
    html! {
        table class="list" {
            thead { tr { th scope="col" { "评价" } th scope="col" { "第三方机构" } th scope="col" { "报送" } th scope="col" class="num" { "产出效益占比" } th scope="col" { "雷同" } th scope="col" class="num" { "得分" } } }
            tbody { @for one in &board.rows { (row(one)) } }
        }
    }
}

fn row(one: &ReportRow) -> Markup {
    let known = &one.row;
    html! {
        tr {
            td { a href={ "/assignments/" (known.id) "/report" } { (known.title) } div class="small quiet" { (known.unit_name) } }
            td { a href={ "/institutions/" (known.institution) } { (known.institution_name) } }
            td { @match &one.handed { Some((version, hand)) => { "第 " (version) " 稿" div class="small quiet" { (look::moment(hand.at)) } } None => { span class="quiet" { "未报送" } } } }
            td class="num" {
                @if let Some(bp) = one.outcome_bp { (percent_of_bp(bp.into())) }
                @if one.asks_for_outcome { " " (tag("amber", "偏少")) }
            }
            td { @if 0 < one.like { (tag("amber", &format!("与 {} 份雷同", one.like))) } }
            td class="num" { @match &one.rating { Some((total, grade)) => { (total) " " (tag("blue", grade)) } None => { @if one.waits() { (tag("amber", "待评分")) } @else if one.handed.is_some() { (assignment_tag(known.state)) } } } }
        }
    }
}
