//! 评价结果 (results): grades, places and money of the year's evaluations, and the snapshots that are published of them.

mod list;
mod profile;
mod snapshot;

use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_domain::id::ResultSnapshotId;

use super::{Answer, framed, paper, problems, see, workbook};
use crate::error::WebError;
use crate::look::Problem;
use crate::routes::{Routes, Verb};

/// Where the list is.
const PATH: &str = "/results";

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, PATH, Action::ViewResults, list::show)
        .person(Verb::Post, "/results/export", Action::ExportResults, list::export)
        .person(
            Verb::Get,
            "/results/units/{id}",
            Action::ViewUnitResults,
            profile::show,
        )
        .person(
            Verb::Post,
            "/results/snapshots",
            Action::ProposeResultSnapshot,
            snapshot::propose,
        )
        .person(
            Verb::Get,
            "/results/snapshots/{id}",
            Action::ViewResults,
            snapshot::show,
        )
        .person(
            Verb::Get,
            "/results/snapshots/{id}/print",
            Action::ViewResults,
            snapshot::print,
        )
        .person(
            Verb::Get,
            "/results/snapshots/{id}/file",
            Action::ViewResults,
            snapshot::file,
        )
        .person(
            Verb::Post,
            "/results/snapshots/{id}",
            Action::PublishResultSnapshot,
            snapshot::rule,
        )
}

/// The address of a snapshot.
fn path(id: ResultSnapshotId) -> String {
    format!("/results/snapshots/{id}")
}

/// What is wrong, at the head of the page; other errors have pages of their own.
fn refusals(error: WebError) -> Result<Vec<Problem>, WebError> {
    match error {
        WebError::App(AppError::Invalid(errors)) => Ok(problems(&errors)),
        WebError::App(AppError::Refused { code, message, .. }) => Ok(vec![Problem {
            field: String::new(),
            message: format!("{message} [{code}]"),
        }]),
        other => Err(other),
    }
}
