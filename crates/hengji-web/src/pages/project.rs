//! 项目库: the list, one project, and a project entered or corrected by hand.

mod edit;
mod list;
mod show;

pub(crate) use list::filter::progress;

use hengji_app::authz::Action;

use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/projects", Action::ListProjects, list::projects)
        .person(Verb::Get, "/goals", Action::ListProjects, list::goals)
        .person(
            Verb::Get,
            "/self-evaluations",
            Action::ListProjects,
            list::self_evaluations,
        )
        .person(
            Verb::Post,
            "/projects/export",
            Action::ExportProjects,
            list::export,
        )
        .person(Verb::Get, "/projects/new", Action::EnterProject, edit::blank)
        .person(Verb::Post, "/projects", Action::EnterProject, edit::enter)
        .person(Verb::Get, "/projects/{id}", Action::ViewProject, show::show)
        .person(
            Verb::Get,
            "/projects/{id}/edit",
            Action::EditProject,
            edit::stored,
        )
        .person(Verb::Post, "/projects/{id}", Action::EditProject, edit::correct)
}
