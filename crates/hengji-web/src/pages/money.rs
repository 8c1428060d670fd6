//! 资金数据: what is loaded, a file on its way in, its preview.

mod ledger;
mod new;
mod preview;

use hengji_app::authz::Action;

use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/money", Action::ViewMoneyLoads, ledger::show)
        .person(
            Verb::Post,
            "/money/export",
            Action::ExportMoneyLoads,
            ledger::export,
        )
        .person(Verb::Get, "/money-imports/new", Action::ImportMoney, new::form)
        .upload("/money-imports", Action::ImportMoney, new::upload)
        .person(
            Verb::Get,
            "/money-imports/{id}",
            Action::ImportMoney,
            preview::show,
        )
        .person(
            Verb::Post,
            "/money-imports/{id}/commit",
            Action::ImportMoney,
            preview::commit,
        )
}
