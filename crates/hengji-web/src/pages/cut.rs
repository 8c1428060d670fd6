//! 压减核减台账: the register with its sums, a new proposal, one cut from its finding to its vouchers.

mod list;
mod new;
mod show;

use hengji_app::authz::Action;
use hengji_app::cuts::CutState;
use maud::Markup;

use crate::look::tag;
use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/cuts", Action::ViewCuts, list::show)
        .person(Verb::Post, "/cuts", Action::ProposeCut, new::propose)
        .person(Verb::Get, "/cuts/new", Action::ProposeCut, new::blank)
        .person(Verb::Post, "/cuts/export", Action::ExportCuts, list::export)
        .person(Verb::Get, "/cuts/{id}", Action::ViewCuts, show::show)
        .person(Verb::Post, "/cuts/{id}/decide", Action::DecideCut, show::decide)
        .person(
            Verb::Post,
            "/cuts/{id}/withdraw",
            Action::WithdrawCut,
            show::withdraw,
        )
        .person(
            Verb::Post,
            "/cuts/{id}/vouchers",
            Action::EnterCutVoucher,
            show::enter_voucher,
        )
}

/// 待决定, 已决定, 不予压减, 已撤回.
pub(crate) fn state_tag(state: CutState) -> Markup {
    let colour = match state {
        CutState::Proposed => "amber",
        CutState::Approved => "green",
        CutState::Rejected => "red",
        CutState::Withdrawn => "",
    };
    tag(colour, state.name())
}
