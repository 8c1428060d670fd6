//! 对账差异: who must say why two figures differ, what was said, how it ended.

mod list;
mod show;

use hengji_app::authz::Action;

use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/differences", Action::ListDifferences, list::show)
        .person(
            Verb::Post,
            "/differences/export",
            Action::ExportDifferences,
            list::export,
        )
        .person(
            Verb::Get,
            "/differences/{id}",
            Action::ListDifferences,
            show::show,
        )
        .person(
            Verb::Post,
            "/differences/{id}/assign",
            Action::AssignDifference,
            show::assign,
        )
        .person(
            Verb::Post,
            "/differences/{id}/explain",
            Action::ExplainDifference,
            show::explain,
        )
        .person(
            Verb::Post,
            "/differences/{id}/close",
            Action::CloseDifference,
            show::close,
        )
}
