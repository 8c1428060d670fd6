//! 机构登记簿: who may be chosen, who may not and why, and the form for a new one.

use axum::extract::{Query, State};
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::third_party::InstitutionQuery;
use hengji_app::third_party::view::{InstitutionRegister, InstitutionRow};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::{Answer, export_form, framed, workbook};
use super::forms::{TypedForm, institution_fields};
use crate::error::WebError;
use crate::extract::Posted;
use crate::fields::Fields;
use crate::look::{self, Crumb, Problem, error_summary, hidden, labelled, options, tag};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    q: String,
    kind: String,
    eligible: String,
}

impl Filter {
    const FIELDS: [&'static str; 3] = ["q", "kind", "eligible"];

    fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            q: text("q"),
            kind: text("kind"),
            eligible: text("eligible"),
        }
    }

    fn query(&self) -> InstitutionQuery {
        InstitutionQuery {
            text: self.q.clone(),
            kind: self.kind.clone(),
            is_eligible: match self.eligible.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
        }
    }

    fn pairs(&self) -> [(&'static str, &str); 3] {
        [("q", &self.q), ("kind", &self.kind), ("eligible", &self.eligible)]
    }
}

/// `GET /institutions`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let page = load(&state, &visit, &filter).await?;
    Ok(shown(&visit, &page, &filter, &TypedForm::default(), &[]))
}

/// The register.
pub(super) async fn load(
    state: &WebState,
    visit: &Visit,
    filter: &Filter,
) -> Result<InstitutionRegister, WebError> {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    state.run(move |app| app.institutions(&actor, year, &query)).await
}

/// `POST /institutions/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_institutions(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook("institutions", file))
}

/// The page; what was typed into a refused form stands in it again.
pub(super) fn shown(
    visit: &Visit,
    page: &InstitutionRegister,
    filter: &Filter,
    typed: &TypedForm,
    problems: &[Problem],
) -> Response {
    let (all, eligible) = page.counts;
    let body = html! {
        div class="title" {
            h1 { "第三方机构" }
            span class="sub" { "入选条件按 " (page.judged_in) " 年规则审查;受托数为 " (visit.year()) " 年度评价" }
            div class="actions" {
                a class="button" href="/institution-lists" { "合格机构名单" }
                @if may(&visit.actor(), Action::ExportInstitutions) { (export_form(visit, "/institutions/export", filter.pairs())) }
            }
        }
        (error_summary(problems))
        div class="figures" {
            a class="figure" href="/institutions" { b { (all) } span { "登记机构(家)" } }
            a class="figure" href="/institutions?eligible=yes" { b { (eligible) } span { "符合全部条件(家)" } }
            a class="figure" href="/institutions?eligible=no" { b { (all.saturating_sub(eligible)) } span { "不能入选(家)" } }
        }
        section class="card" id="list" { (filters(page, filter)) (table(page)) }
        @if page.may_enter {
            section class="card" id="new" {
                h2 { "登记机构" span class="end quiet" { "照营业执照和平台登记页填写" } }
                form method="post" action="/institutions" data-guard {
                    (visit.token().fields()) (hidden("version", "0"))
                    (institution_fields(&page.kinds, typed, problems, true))
                    div class="buttons" { button class="primary" { "登记" } }
                }
            }
        }
    };
    framed(visit, "第三方机构", &[Crumb::here("第三方机构")], body)
}

fn filters(page: &InstitutionRegister, filter: &Filter) -> Markup {
    let kinds =
        std::iter::once(("", "全部种类")).chain(page.kinds.iter().map(|kind| (kind.as_str(), kind.as_str())));
    let standings = [("", "全部"), ("yes", "可以入选"), ("no", "不能入选")].into_iter();
    html! {
        form class="filters" method="get" action="/institutions" {
            (labelled("种类", html! { select name="kind" { (options(kinds, &filter.kind)) } }))
            (labelled("入选条件", html! { select name="eligible" { (options(standings, &filter.eligible)) } }))
            (labelled("查找", html! { input type="search" name="q" value=(filter.q) placeholder="名称或信用代码"; }))
            button { "筛选" }
        }
    }
}

fn table(page: &InstitutionRegister) -> Markup {
    html! {
        @if page.rows.is_empty() { p class="empty" { "没有符合筛选的机构。" } }
        @else {
            table class="list" {
                thead { tr {
                    th scope="col" { "机构" } th scope="col" { "种类" } th scope="col" class="num" { "人员" } th scope="col" class="num" { "主评人" }
                    th scope="col" class="num" { "回避" } th scope="col" class="num" { "本年度受托" } th scope="col" class="num" { "受托项目金额" } th scope="col" { "入选条件" }
                } }
                tbody { @for row in &page.rows { (line(row)) } }
            }
        }
    }
}

fn line(row: &InstitutionRow) -> Markup {
    html! {
        tr {
            td { a href={ "/institutions/" (row.unit) } { (row.name) } div class="small mono quiet" { (row.credit_code) } }
            td { (row.kind) }
            td class="num" { (row.people) } td class="num" { (row.leads) } td class="num" { (row.conflicts) } td class="num" { (row.cases) }
            td class="num" { (look::money(row.amount)) }
            td { @if row.is_eligible { (tag("green", "符合")) } @else { (tag("red", "不能入选")) div class="small" { (row.why_not) } } }
        }
    }
}
