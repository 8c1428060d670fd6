//! 评价档案: the list of the year, one case file from plan to final report, and the exchange of views with the unit.

mod collect;
mod deeds;
mod exchange;
mod list;
mod plan;
mod report;
mod show;

use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_domain::case_file::CaseStage;
use hengji_domain::id::EvaluationId;
use maud::Markup;

use super::problems;
use crate::error::WebError;
use crate::fields::Fields;
use crate::look::{Problem, tag};
use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    let view = Action::ViewCaseFile;
    let routes = routes
        .person(Verb::Get, "/case-files", Action::ListCaseFiles, list::show)
        .person(
            Verb::Post,
            "/case-files/export",
            Action::ExportEvaluations,
            list::export,
        )
        .person(Verb::Get, "/evaluations/{id}/case", view, show::show)
        .person(Verb::Get, "/case-evidence/{id}", view, deeds::evidence_file)
        .person(
            Verb::Post,
            "/evaluations/{id}/case/export",
            Action::ExportEvaluations,
            deeds::export,
        );
    report_steps(collected(planned(routes)))
}

fn planned(routes: Routes) -> Routes {
    let plan = Action::PlanCaseFile;
    routes
        .person(Verb::Post, "/evaluations/{id}/case/plan", plan, deeds::save_plan)
        .person(
            Verb::Post,
            "/evaluations/{id}/case/plan/submit",
            plan,
            deeds::submit_plan,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/case/plan/approve",
            Action::ApproveCasePlan,
            deeds::approve_plan,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/case/plan/return",
            Action::ApproveCasePlan,
            deeds::return_plan,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/case/members",
            plan,
            deeds::add_member,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/case/members/remove",
            plan,
            deeds::remove_member,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/case/declaration",
            Action::DeclareCaseConflict,
            deeds::declare,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/case/texts",
            plan,
            deeds::save_texts,
        )
}

fn collected(routes: Routes) -> Routes {
    routes
        .person(
            Verb::Post,
            "/evaluations/{id}/case/records",
            Action::KeepCaseRecord,
            deeds::keep_record,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/case/records/withdraw",
            Action::KeepCaseRecord,
            deeds::withdraw_record,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/case/evidence",
            Action::KeepCaseEvidence,
            deeds::keep_evidence,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/case/evidence/withdraw",
            Action::KeepCaseEvidence,
            deeds::withdraw_evidence,
        )
}

fn report_steps(routes: Routes) -> Routes {
    let move_on = Action::MoveCaseReport;
    let see = Action::ViewCaseExchange;
    routes
        .person(Verb::Post, "/evaluations/{id}/case/draft", move_on, deeds::draft)
        .person(
            Verb::Post,
            "/evaluations/{id}/case/back",
            move_on,
            deeds::take_back,
        )
        .person(Verb::Post, "/evaluations/{id}/case/send", move_on, deeds::send)
        .person(
            Verb::Post,
            "/evaluations/{id}/case/settle",
            move_on,
            deeds::settle,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/case/final",
            Action::FinaliseCaseReport,
            deeds::finalise,
        )
        .person(Verb::Get, "/evaluations/{id}/exchange", see, exchange::show)
        .person(
            Verb::Post,
            "/evaluations/{id}/exchange/answers",
            Action::AnswerCaseExchange,
            exchange::answer,
        )
        .person(
            Verb::Post,
            "/evaluations/{id}/exchange/decisions",
            Action::DecideCasePoint,
            exchange::decide,
        )
        .person(
            Verb::Get,
            "/evaluations/{id}/reports/{edition}/report.pdf",
            see,
            report::pdf,
        )
        .person(
            Verb::Get,
            "/evaluations/{id}/reports/{edition}/report.docx",
            see,
            report::docx,
        )
}

/// The address of a case file.
fn path(id: EvaluationId) -> String {
    format!("/evaluations/{id}/case")
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

/// 工作底稿, 初稿, 交换意见, 意见已处理, 已定稿.
fn stage_tag(stage: CaseStage) -> Markup {
    let colour = match stage {
        CaseStage::WorkingPaper => "",
        CaseStage::Draft | CaseStage::Exchange => "amber",
        CaseStage::Settled => "blue",
        CaseStage::Final => "green",
    };
    tag(colour, stage.name())
}

/// What was typed into a form that was refused.
#[derive(Default)]
struct Typed(Vec<(String, String)>);

impl Typed {
    fn of(fields: &Fields, names: &[&str]) -> Self {
        let one = |name: &&str| ((*name).to_owned(), fields.text(name).to_owned());
        Self(names.iter().map(one).collect())
    }

    fn text(&self, name: &str) -> &str {
        self.or(name, "")
    }

    /// What was typed, or what stands where this form was not the refused one.
    fn or<'a>(&'a self, name: &str, standing: &'a str) -> &'a str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or(standing, |(_, text)| text.as_str())
    }
}

/// A text of several lines with its label.
fn lines(id: &str, label: &str, hint: &str, rows: &str, text: &str, problems: &[Problem]) -> Markup {
    let control = maud::html! { textarea id=(id) name=(id) rows=(rows) maxlength="4000" { (text) } };
    crate::look::field(id, label, hint, crate::look::problem_of(problems, id), control)
}
