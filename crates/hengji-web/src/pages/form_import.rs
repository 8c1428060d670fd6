//! 导入表格: a workbook is checked, its findings are shown, then it is stored, all or nothing.

mod new;
mod preview;
mod watch;

use hengji_app::authz::Action;

use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/form-imports/new", Action::ImportForms, new::form)
        .upload("/form-imports", Action::ImportForms, new::upload)
        .person(
            Verb::Get,
            "/form-imports/{id}",
            Action::ImportForms,
            preview::show,
        )
        .person(
            Verb::Post,
            "/form-imports/{id}/commit",
            Action::ImportForms,
            preview::commit,
        )
        .person(Verb::Get, "/progress/{ticket}", Action::ImportForms, watch::show)
        .person(
            Verb::Get,
            "/progress/{ticket}/events",
            Action::ImportForms,
            watch::events,
        )
}
