//! 导入项目清单: upload, mapping of columns, preview with row errors, then commit.

mod new;
mod preview;

use hengji_app::authz::Action;

use crate::routes::{Routes, Verb};

pub(super) use new::columns;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(
            Verb::Get,
            "/project-imports/new",
            Action::ImportProjects,
            new::form,
        )
        .upload("/project-imports", Action::ImportProjects, new::upload)
        .person(
            Verb::Get,
            "/project-imports/{id}",
            Action::ImportProjects,
            preview::show,
        )
        .person(
            Verb::Post,
            "/project-imports/{id}/commit",
            Action::ImportProjects,
            preview::commit,
        )
}
