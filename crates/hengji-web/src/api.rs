//! The API under `/api/v1`: the same use cases as the pages, for programs.
//!
//! Sign-in gives a bearer token; a write may carry `Idempotency-Key`; a refusal is a problem document (RFC 9457)
//! with a stable `code`.

mod audit;
mod body;
mod check;
mod finding;
mod library;
mod openapi;
pub(crate) mod problem;
mod project;
mod rules;
mod session;
mod sheet;
mod trace;

use hengji_app::authz::Action;

pub use openapi::openapi_json;

use crate::routes::{Routes, Verb};

/// Every address of the API.
pub(crate) fn routes(routes: Routes) -> Routes {
    sheets(routes)
        .open(Verb::Get, "/api/v1/openapi.json", openapi::document)
        .open(Verb::Post, "/api/v1/sessions", session::create)
        .half(Verb::Delete, "/api/v1/sessions/current", session::end)
        .person(Verb::Get, "/api/v1/projects", Action::ListProjects, project::list)
        .person(
            Verb::Get,
            "/api/v1/projects/{id}",
            Action::ViewProject,
            project::show,
        )
        .person(Verb::Get, "/api/v1/findings", Action::ListFindings, finding::list)
        .person(
            Verb::Get,
            "/api/v1/indicators",
            Action::ViewLibrary,
            library::list,
        )
        .person(
            Verb::Get,
            "/api/v1/indicator-figures",
            Action::ViewLibrary,
            library::figures,
        )
        .person(Verb::Get, "/api/v1/rules", Action::ViewRules, rules::list)
        .person(
            Verb::Get,
            "/api/v1/rule-proposals",
            Action::ViewRuleProposals,
            rules::proposals,
        )
        .person(
            Verb::Get,
            "/api/v1/regulations",
            Action::ViewRegulations,
            rules::regulations,
        )
        .person(Verb::Get, "/api/v1/audit/head", Action::VerifyAudit, audit::head)
        .upload("/api/v1/form-imports", Action::ImportForms, check::upload)
        .person(
            Verb::Get,
            "/api/v1/form-imports/{id}",
            Action::ImportForms,
            check::show,
        )
        .person(
            Verb::Post,
            "/api/v1/form-imports/{id}/commit",
            Action::ImportForms,
            check::commit,
        )
}

fn sheets(routes: Routes) -> Routes {
    routes
        .sheet(
            Verb::Post,
            "/api/v1/projects/{id}/sheets",
            Action::open,
            sheet::open,
        )
        .person(Verb::Get, "/api/v1/sheets/{id}", Action::ViewSheet, sheet::show)
        .sheet(Verb::Put, "/api/v1/sheets/{id}", Action::save, sheet::save)
        .sheet(
            Verb::Post,
            "/api/v1/sheets/{id}/submit",
            Action::submit,
            sheet::submit,
        )
        .sheet(
            Verb::Post,
            "/api/v1/sheets/{id}/withdraw",
            Action::withdraw,
            sheet::withdraw,
        )
        .sheet(
            Verb::Post,
            "/api/v1/sheets/{id}/approve",
            Action::approve,
            sheet::approve,
        )
        .sheet(
            Verb::Post,
            "/api/v1/sheets/{id}/return",
            Action::return_for_revision,
            sheet::return_for_revision,
        )
        .person(
            Verb::Get,
            "/api/v1/sheets/{id}/traces/{line}",
            Action::ViewSheet,
            trace::show,
        )
}
