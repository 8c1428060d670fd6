//! 绩效抽评: the round of the year from the frozen list to the draw, and the files by which anybody checks it.

mod deeds;
mod filter;
mod inference;
mod list;
mod publication;
mod show;
mod steps;

use hengji_app::authz::Action;
use hengji_app::spot::SpotState;
use maud::Markup;

use crate::look::tag;
use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/spot", Action::ViewSpotRounds, show::of_year)
        .person(Verb::Post, "/spot", Action::FreezeSpotList, deeds::freeze)
        .person(Verb::Get, "/spot/{id}", Action::ViewSpotRounds, show::one)
        .person(
            Verb::Post,
            "/spot/{id}/announce",
            Action::AnnounceSpotRound,
            deeds::announce,
        )
        .person(
            Verb::Post,
            "/spot/{id}/off",
            Action::TakeOffSpotList,
            deeds::take_off,
        )
        .person(
            Verb::Post,
            "/spot/{id}/value",
            Action::EnterSpotValue,
            deeds::enter,
        )
        .person(
            Verb::Post,
            "/spot/{id}/draw",
            Action::DrawSpotProjects,
            deeds::draw,
        )
        .person(
            Verb::Post,
            "/spot/{id}/begin",
            Action::OpenEvaluations,
            deeds::begin,
        )
        .person(
            Verb::Post,
            "/spot/{id}/redraw",
            Action::RedrawSpotProjects,
            deeds::redraw,
        )
        .person(
            Verb::Post,
            "/spot/{id}/export",
            Action::ExportSpotRounds,
            deeds::export,
        )
        .person(
            Verb::Get,
            "/spot/{id}/files/{file}",
            Action::ViewSpotRounds,
            publication::download,
        )
}

/// 名单已冻结, 已公告, 待确认, 已抽取, 已重抽.
fn state_tag(state: SpotState) -> Markup {
    let colour = match state {
        SpotState::Frozen | SpotState::Announced => "blue",
        SpotState::Entered => "amber",
        SpotState::Drawn => "green",
        SpotState::Superseded => "",
    };
    tag(colour, state.name())
}
