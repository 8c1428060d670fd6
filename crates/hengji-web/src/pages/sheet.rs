//! 绩效目标 and 绩效自评: one set of pages for both, because both are a sheet with lines.

mod adjustment;
mod attachment;
mod diff;
pub(super) mod draft;
mod grid;
mod head;
pub(super) mod monitored;
mod open;
mod panel;
mod paper;
pub(super) mod paths;
mod review;
mod save;
mod scored;
mod show;
mod submit;
mod table;
mod trace;

pub(super) use attachment::{disposition, size};
pub(super) use diff::changes;
pub(super) use grid::room_grid;
pub(super) use panel::findings;

use hengji_app::authz::Action;
use hengji_domain::sheet::SheetKind;

use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = SheetKind::ALL
        .into_iter()
        .filter(|kind| kind.is_form())
        .fold(routes, of_kind);
    routes
        .person(
            Verb::Get,
            "/goal-adjustments",
            Action::ListAdjustments,
            adjustment::list,
        )
        .person(
            Verb::Post,
            "/goal-adjustments/export",
            Action::ExportAdjustments,
            adjustment::export,
        )
        .person(
            Verb::Get,
            "/attachments/{id}",
            Action::ViewSheet,
            attachment::download,
        )
        .person(
            Verb::Post,
            "/attachments/{id}/withdraw",
            Action::WithdrawAttachment,
            attachment::withdraw,
        )
}

/// The same addresses for goals and for self-evaluations, each with its own actions.
fn of_kind(routes: Routes, kind: SheetKind) -> Routes {
    let one = |rest: &str| format!("{}/{{id}}{rest}", paths::list(kind));
    let view = Action::ViewSheet;
    routes
        .person(
            Verb::Post,
            &paths::open_route(kind),
            Action::open(kind),
            open::opener(kind),
        )
        .person(Verb::Get, &one(""), view, show::show)
        .person(Verb::Post, &one(""), Action::save(kind), save::save)
        .person(Verb::Post, &one("/lint"), view, save::lint)
        .person(Verb::Get, &one("/submit"), view, submit::check)
        .person(Verb::Post, &one("/submit"), Action::submit(kind), submit::submit)
        .person(
            Verb::Post,
            &one("/withdraw"),
            Action::withdraw(kind),
            submit::withdraw,
        )
        .person(
            Verb::Post,
            &one("/approve"),
            Action::approve(kind),
            review::approve,
        )
        .person(
            Verb::Post,
            &one("/return"),
            Action::return_for_revision(kind),
            review::return_for_revision,
        )
        .person(Verb::Get, &one("/diff"), view, diff::show)
        .person(Verb::Get, &one("/paper"), view, paper::show)
        .person(Verb::Get, &one("/trace/{line}"), view, trace::show)
        .upload(&one("/attachments"), Action::AddAttachment, attachment::add)
}
