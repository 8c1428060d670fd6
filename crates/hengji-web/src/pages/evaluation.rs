//! 绩效评价: the list of the year, and one evaluation with both sides' scores beside each other.

mod answer;
mod benchmark;
mod deeds;
mod facts;
mod list;
mod own_report;
mod reads;
mod sheet;
mod show;
mod sign_off;

use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::evaluations::{EvaluationState, SignOffState};
use hengji_domain::id::EvaluationId;
use maud::Markup;

use super::problems;
use crate::error::WebError;
use crate::look::{Problem, tag};
use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    benchmark::routes(sign_off::routes(routes))
        .person(Verb::Get, "/evaluations", Action::ListEvaluations, list::show)
        .person(Verb::Post, "/evaluations", Action::OpenEvaluations, list::open)
        .person(
            Verb::Post,
            "/evaluations/export",
            Action::ExportEvaluations,
            list::export,
        )
        .person(Verb::Get, "/evaluations/{id}", Action::ViewEvaluation, show::show)
        .person(
            Verb::Post,
            "/evaluations/{id}/export",
            Action::ExportEvaluations,
            deeds::export,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/own-scores",
            Action::ScoreOwnEvaluation,
            deeds::score_own,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/scores",
            Action::VerifyEvaluation,
            deeds::verify,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/own-facts",
            Action::ScoreOwnEvaluation,
            deeds::own_facts,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/facts",
            Action::VerifyEvaluation,
            deeds::facts,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/hand-in",
            Action::HandInEvaluation,
            deeds::hand_in,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/hand-in-verification",
            Action::VerifyEvaluation,
            deeds::hand_in_verification,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/hand-in-assignment",
            Action::HandInAssignment,
            deeds::hand_in_assignment,
        )
        .person(
            Verb::Get,
            "/evaluations/{id}/report",
            Action::SaveInstitutionReport,
            own_report::show,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/report",
            Action::SaveInstitutionReport,
            own_report::save,
        )
        .person(
            Verb::Get,
            "/evaluations/{id}/reads",
            Action::ViewInstitutions,
            reads::show,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/return",
            Action::ReturnEvaluation,
            deeds::send_back,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/conclude",
            Action::ConcludeEvaluation,
            deeds::conclude,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/reopen",
            Action::ReopenEvaluation,
            deeds::reopen,
        )
}

/// The address of an evaluation.
fn path(id: EvaluationId) -> String {
    format!("/evaluations/{id}")
}

fn id_of(text: &str) -> Result<EvaluationId, AppError> {
    text.parse().map_err(AppError::from)
}

/// What is wrong, beside the fields or at the head of the page; other errors have pages of their own.
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

/// Where a sign-off sheet stands.
pub(super) fn sign_off_tag(state: SignOffState) -> Markup {
    let colour = match state {
        SignOffState::Sent | SignOffState::Settled => "amber",
        SignOffState::Answered => "red",
        SignOffState::Locked => "green",
        SignOffState::Withdrawn | SignOffState::Superseded => "",
    };
    tag(colour, state.name())
}

/// 单位自评中, 评分复核中, 已形成结论.
fn state_tag(state: EvaluationState) -> Markup {
    let colour = match state {
        EvaluationState::SelfScoring => "amber",
        EvaluationState::Verification => "blue",
        EvaluationState::Concluded => "green",
    };
    tag(colour, state.name())
}
