//! 制度文件: the documents that rules are based on.

mod edit;
mod show;

use axum::extract::{Query, State};
use hengji_app::authz::Action;
use hengji_app::regulations::RegulationFilter;
use hengji_app::regulations::view::RegulationView;
use hengji_domain::NaiveDate;
use hengji_domain::regulation::RegulationLevel;
use maud::{Markup, html};
use serde::Deserialize;

use super::{Answer, export_form, framed, workbook};
use crate::extract::Posted;
use crate::look::{Crumb, labelled, options, tag};
use crate::menu::may;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/regulations", Action::ViewRegulations, list)
        .upload("/regulations", Action::EnterRegulation, edit::enter)
        .person(
            Verb::Post,
            "/regulations/export",
            Action::ExportRegulations,
            export,
        )
        .person(
            Verb::Get,
            "/regulations/new",
            Action::EnterRegulation,
            edit::blank,
        )
        .person(
            Verb::Get,
            "/regulations/{id}",
            Action::ViewRegulations,
            show::show,
        )
        .person(
            Verb::Get,
            "/regulations/{id}/file",
            Action::ViewRegulations,
            show::file,
        )
        .person(
            Verb::Get,
            "/regulations/{id}/edit",
            Action::EditRegulation,
            edit::filled,
        )
        .upload("/regulations/{id}", Action::EditRegulation, edit::save)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filter {
    q: String,
    level: String,
    rule: String,
    in_force: String,
}

impl Filter {
    const FIELDS: [&'static str; 4] = ["q", "level", "rule", "in_force"];

    fn query(&self) -> RegulationFilter {
        RegulationFilter {
            text: self.q.trim().to_owned(),
            level: self.level.clone(),
            rule: self.rule.trim().to_owned(),
            in_force_only: !self.in_force.is_empty(),
        }
    }

    fn pairs(&self) -> [(&'static str, &str); 4] {
        [
            ("q", &self.q),
            ("level", &self.level),
            ("rule", &self.rule),
            ("in_force", &self.in_force),
        ]
    }
}

/// `GET /regulations`.
async fn list(State(state): State<WebState>, visit: Visit, Query(filter): Query<Filter>) -> Answer {
    let (actor, query) = (visit.actor(), filter.query());
    let all = state.run(move |app| app.regulations(&actor, &query)).await?;
    let actor = &visit.session.actor;
    let body = html! {
        div class="title" {
            h1 { "制度文件" } span class="sub" { (visit.session.division_name) "," (all.len()) " 件" }
            div class="actions" {
                @if may(actor, Action::EnterRegulation) { a class="button primary" href="/regulations/new" { "登记文件" } }
                @if may(actor, Action::ExportRegulations) { (export_form(&visit, "/regulations/export", filter.pairs())) }
            }
        }
        section class="card" { (filters(&filter)) (table(&all)) }
    };
    Ok(framed(&visit, "制度文件", &[Crumb::here("制度文件")], body))
}

/// `POST /regulations/export`: the list exactly as filtered.
async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&Filter::FIELDS)?;
    let text = |name: &str| posted.fields.text(name).to_owned();
    let filter = Filter {
        q: text("q"),
        level: text("level"),
        rule: text("rule"),
        in_force: text("in_force"),
    };
    let query = filter.query();
    let file = state
        .run(move |app| app.export_regulations(&posted.visit.actor(), &query))
        .await?;
    Ok(workbook("regulations", file))
}

fn filters(filter: &Filter) -> Markup {
    let levels = RegulationLevel::ALL
        .iter()
        .map(|level| (level.code(), level.name()));
    let scope = [("", "全部"), ("1", "只看现行有效")];
    html! {
        form class="filters" method="get" action="/regulations" data-autosubmit {
            (labelled("名称、文号、机关或内容", html! { input type="search" name="q" value=(filter.q) placeholder="例如:绩效评价、财预〔2020〕10号"; }))
            (labelled("效力层级", html! { select name="level" { (options(std::iter::once(("", "全部层级")).chain(levels), &filter.level)) } }))
            (labelled("效力", html! { select name="in_force" { (options(scope.into_iter(), &filter.in_force)) } }))
            (labelled("所据规则代码", html! { input type="text" name="rule" value=(filter.rule) placeholder="例如:goal.taxonomy"; }))
            button { "查询" }
        }
    }
}

fn table(all: &[RegulationView]) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "文件名称" } th scope="col" { "文号" } th scope="col" { "发文机关" } th scope="col" { "层级" }
                th scope="col" { "成文" } th scope="col" { "施行" } th scope="col" { "所据规则" } th scope="col" { "附件" }
            } }
            tbody {
                @for one in all {
                    tr {
                        td { a href={ "/regulations/" (one.regulation.id) } { (one.regulation.name) } @if one.has_ended { " " (tag("red", "已失效")) } }
                        td class="nowrap" { (one.regulation.document_number) }
                        td { (one.regulation.issuer) }
                        td class="nowrap" { (one.regulation.level.name()) }
                        td class="nowrap" { (day(one.regulation.issued_on)) }
                        td class="nowrap" { (day(one.regulation.effective_from)) }
                        td { @if !one.rules.is_empty() { (one.rules.len()) " 条" } }
                        td { @if one.file.is_some() { "有" } @else { span class="quiet" { "无" } } }
                    }
                }
                @if all.is_empty() { tr { td class="empty" colspan="8" { "没有符合条件的文件;请放宽查询条件,或由绩效科登记。" } } }
            }
        }
    }
}

/// A day where it is known.
fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
