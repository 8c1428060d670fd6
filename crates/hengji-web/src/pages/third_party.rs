//! 第三方机构: the register, one institution, the public lists, the assignments of the year, the draws.

mod assignments;
mod concentration;
mod draw;
mod forms;
mod institution;
mod lists;
mod register;
mod report;
mod reports;
mod severity;

use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::third_party::{AssignmentState, Evidence};
use maud::Markup;

use super::problems;
use crate::error::WebError;
use crate::look::{Problem, tag};
use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    of_reports(of_assignments(of_register(routes)))
}

/// The register, one institution, the public lists.
fn of_register(routes: Routes) -> Routes {
    routes
        .person(
            Verb::Get,
            "/institutions",
            Action::ViewInstitutions,
            register::show,
        )
        .person(
            Verb::Post,
            "/institutions",
            Action::EnterInstitution,
            forms::enter,
        )
        .person(
            Verb::Post,
            "/institutions/export",
            Action::ExportInstitutions,
            register::export,
        )
        .person(
            Verb::Get,
            "/institutions/{id}",
            Action::ViewInstitutions,
            institution::show,
        )
        .person(
            Verb::Post,
            "/institutions/{id}",
            Action::EnterInstitution,
            forms::change,
        )
        .person(
            Verb::Post,
            "/institutions/{id}/people",
            Action::EnterInstitution,
            forms::add_person,
        )
        .person(
            Verb::Post,
            "/institutions/{id}/people/{person}/left",
            Action::EnterInstitution,
            forms::person_left,
        )
        .person(
            Verb::Post,
            "/institutions/{id}/conflicts",
            Action::DeclareConflict,
            forms::declare,
        )
        .person(
            Verb::Post,
            "/institutions/{id}/conflicts/{conflict}/withdraw",
            Action::DeclareConflict,
            forms::withdraw_conflict,
        )
        .person(
            Verb::Get,
            "/institution-lists",
            Action::ViewInstitutions,
            lists::all,
        )
        .person(
            Verb::Post,
            "/institution-lists",
            Action::FreezeInstitutionList,
            lists::freeze,
        )
        .person(
            Verb::Get,
            "/institution-lists/{id}",
            Action::ViewInstitutions,
            lists::one,
        )
        .person(
            Verb::Post,
            "/institution-lists/{id}/export",
            Action::ExportInstitutions,
            lists::export,
        )
}

/// The assignments of a year and the draws by which they are made.
fn of_assignments(routes: Routes) -> Routes {
    routes
        .person(
            Verb::Get,
            "/assignments",
            Action::ViewInstitutions,
            assignments::show,
        )
        .person(
            Verb::Post,
            "/assignments",
            Action::AssignInstitution,
            assignments::assign,
        )
        .person(
            Verb::Post,
            "/assignments/export",
            Action::ExportInstitutions,
            assignments::export,
        )
        .person(
            Verb::Post,
            "/assignments/{id}/withdraw",
            Action::WithdrawAssignment,
            assignments::withdraw,
        )
        .person(
            Verb::Post,
            "/institution-draws",
            Action::AnnounceInstitutionDraw,
            assignments::announce,
        )
        .person(
            Verb::Get,
            "/institution-draws/{id}",
            Action::ViewInstitutions,
            draw::show,
        )
        .person(
            Verb::Post,
            "/institution-draws/{id}/value",
            Action::EnterInstitutionValue,
            draw::enter,
        )
        .person(
            Verb::Post,
            "/institution-draws/{id}/draw",
            Action::DrawInstitutions,
            draw::draw,
        )
        .person(
            Verb::Post,
            "/institution-draws/{id}/cancel",
            Action::AnnounceInstitutionDraw,
            draw::cancel,
        )
        .person(
            Verb::Get,
            "/institution-draws/{id}/files/{file}",
            Action::ViewInstitutions,
            draw::download,
        )
}

/// Reports and their ratings, and what a year says of the scorers and of the spread of the work.
fn of_reports(routes: Routes) -> Routes {
    routes
        .person(
            Verb::Get,
            "/institution-reports",
            Action::ViewInstitutions,
            reports::show,
        )
        .person(
            Verb::Post,
            "/institution-reports/export",
            Action::ExportInstitutions,
            reports::export,
        )
        .person(
            Verb::Get,
            "/assignments/{id}/report",
            Action::ViewInstitutions,
            report::show,
        )
        .person(
            Verb::Post,
            "/assignments/{id}/report/export",
            Action::ExportInstitutions,
            report::export,
        )
        .person(
            Verb::Post,
            "/assignments/{id}/rating",
            Action::RateInstitutionReport,
            report::rate,
        )
        .person(
            Verb::Get,
            "/scorer-severity",
            Action::ViewInstitutions,
            severity::show,
        )
        .person(
            Verb::Post,
            "/scorer-severity/export",
            Action::ExportInstitutions,
            severity::export,
        )
        .person(
            Verb::Get,
            "/institution-concentration",
            Action::ViewInstitutions,
            concentration::show,
        )
        .person(
            Verb::Post,
            "/institution-concentration/export",
            Action::ExportInstitutions,
            concentration::export,
        )
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

/// 符合, 不符合, 未举证.
fn evidence_tag(evidence: Evidence) -> Markup {
    let colour = match evidence {
        Evidence::Met => "green",
        Evidence::NotMet => "red",
        Evidence::Missing => "amber",
    };
    tag(colour, evidence.name())
}

/// 评价中, 已提交, 已撤回.
pub(super) fn assignment_tag(state: AssignmentState) -> Markup {
    let colour = match state {
        AssignmentState::Open => "blue",
        AssignmentState::HandedIn => "green",
        AssignmentState::Withdrawn => "",
    };
    tag(colour, state.name())
}
