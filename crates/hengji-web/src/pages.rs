//! Pages: each file holds path, form, context, handler and markup of one page, and nothing else.

mod account;
mod audit;
mod budget_year;
mod case_file;
mod circular;
mod cut;
mod dashboard;
mod difference;
mod evaluation;
mod evaluation_report;
mod ex_ante;
mod finding;
mod form_import;
mod framework;
mod goal_letter;
mod home;
mod library;
mod list_filter;
mod money;
mod monitoring;
mod overview;
mod paper;
mod place;
mod project;
mod project_class;
mod project_import;
mod recompute;
mod rectification;
mod regulation;
mod report_parts;
mod results;
mod review_room;
mod rule_proposal;
mod rules;
mod sheet;
mod sign_in;
mod spot;
mod standard;
mod third_party;
mod unit;
mod user;

pub(crate) use cut::state_tag as cut_state;
pub(crate) use project::progress;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use hengji_app::{AppError, FieldError};
use hengji_domain::Division;
use maud::{Markup, html};

use crate::error::WebError;
use crate::look::{self, Crumb, Problem};
use crate::routes::Routes;
use crate::state::WebState;
use crate::visit::Visit;

/// The media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What a handler of a page gives.
type Answer = Result<Response, WebError>;

/// Every page.
pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = sign_in::routes(routes);
    let routes = account::routes(place::routes(home::routes(routes)));
    let routes = project_import::routes(project_class::routes(project::routes(routes)));
    let routes = recompute::routes(sheet::routes(overview::routes(routes)));
    let routes = monitoring::routes(form_import::routes(finding::routes(routes)));
    let routes = standard::routes(difference::routes(money::routes(routes)));
    let routes = framework::routes(rules::routes(library::routes(review_room::routes(routes))));
    let routes = rule_proposal::routes(regulation::routes(budget_year::routes(routes)));
    let routes = goal_letter::routes(paper::routes(ex_ante::routes(cut::routes(routes))));
    let routes = evaluation::routes(dashboard::routes(routes));
    let routes = circular::routes(spot::routes(rectification::routes(case_file::routes(routes))));
    let routes = results::routes(third_party::routes(evaluation_report::routes(routes)));
    user::routes(unit::routes(audit::routes(routes)))
}

/// `GET /readyz`: whether the database answers and still takes writes.
pub(crate) async fn ready(State(state): State<WebState>) -> Answer {
    state.run(|app| app.serves(Division::NATION)).await?;
    if state.app.is_halted() {
        return Err(AppError::Busy.into());
    }
    Ok("ready\n".into_response())
}

/// A page in its frame.
fn framed(visit: &Visit, title: &str, path: &[Crumb], body: Markup) -> Response {
    let home = [Crumb::to("待办", "/")];
    let path: Vec<Crumb> = home.into_iter().chain(path.iter().cloned()).collect();
    look::page(&visit.frame(), title, &path, body).into_response()
}

/// A list as a workbook that the browser saves.
fn workbook(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, XLSX.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.xlsx\""),
        ),
    ];
    (headers, bytes).into_response()
}

/// The button that exports a list exactly as these fields filter and sort it.
fn export_form<V: AsRef<str>>(
    visit: &Visit,
    action: &str,
    fields: impl IntoIterator<Item = (&'static str, V)>,
) -> Markup {
    html! {
        form method="post" action=(action) {
            (visit.token().fields())
            @for (name, value) in fields { (look::hidden(name, value.as_ref())) }
            button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } }
        }
    }
}

/// The errors of fields as a form shows them.
fn problems(errors: &[FieldError]) -> Vec<Problem> {
    let one = |error: &FieldError| Problem {
        field: error.field.clone(),
        message: format!("{} [{}]", error.message, error.code),
    };
    errors.iter().map(one).collect()
}

/// After a write: the page to read next, by GET.
fn see(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// An address to go back to, only within this site: a foreign one would make us a stepping stone for fraud.
fn local(path: &str) -> &str {
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if is_local { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_sent_back_only_within_this_site() {
        for (asked, given) in [
            ("/projects?page=2", "/projects?page=2"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
            ("", "/"),
        ] {
            assert_eq!(local(asked), given, "{asked}");
        }
    }
}
