//! 事前绩效评估: the list of the year, and one evaluation with everything that is done to it.

mod conclusion;
mod deeds;
mod figures;
mod list;
mod materials;
mod report;
mod scores;
mod show;

use hengji_app::authz::Action;
use hengji_domain::id::SheetId;

use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    let view = Action::ViewExAnteEvaluation;
    routes
        .person(Verb::Get, "/ex-ante", Action::ListExAnteEvaluations, list::show)
        .person(
            Verb::Post,
            "/ex-ante/export",
            Action::ExportExAnteEvaluations,
            list::export,
        )
        .person(
            Verb::Post,
            "/ex-ante/list",
            Action::MakeExAnteList,
            deeds::make_list,
        )
        .person(
            Verb::Post,
            "/ex-ante/changes",
            Action::ChangeExAnteList,
            deeds::change_list,
        )
        .person(
            Verb::Post,
            "/projects/{id}/ex-ante",
            Action::OpenExAnteEvaluation,
            deeds::open,
        )
        .person(Verb::Get, "/ex-ante/{id}", view, show::show)
        .person(Verb::Get, "/ex-ante/{id}/report", view, report::show)
        .person(Verb::Get, "/ex-ante/{id}/report.pdf", view, report::pdf)
        .person(Verb::Get, "/ex-ante/{id}/report.docx", view, report::docx)
        .person(
            Verb::Post,
            "/ex-ante/{id}/application",
            Action::SaveExAnteEvaluation,
            deeds::apply,
        )
        .person(
            Verb::Post,
            "/ex-ante/{id}/submit",
            Action::SubmitExAnteEvaluation,
            deeds::submit,
        )
        .person(
            Verb::Post,
            "/ex-ante/{id}/withdraw",
            Action::WithdrawExAnteEvaluation,
            deeds::withdraw,
        )
        .upload(
            "/ex-ante/{id}/materials/{material}",
            Action::SendExAnteMaterial,
            materials::add,
        )
        .person(
            Verb::Post,
            "/ex-ante/{id}/materials/{material}/decision",
            Action::ReviewExAnteMaterial,
            materials::decide,
        )
        .person(
            Verb::Post,
            "/ex-ante/{id}/files/{file}/withdraw",
            Action::SendExAnteMaterial,
            materials::withdraw,
        )
        .person(
            Verb::Post,
            "/ex-ante/{id}/experts",
            Action::InviteExAnteExpert,
            deeds::invite,
        )
        .person(
            Verb::Post,
            "/ex-ante/{id}/scores",
            Action::ScoreExAnteEvaluation,
            scores::save,
        )
        .person(
            Verb::Post,
            "/ex-ante/{id}/scores/export",
            Action::ExportExAnteEvaluations,
            scores::export,
        )
        .person(
            Verb::Post,
            "/ex-ante/{id}/conclusion",
            Action::DrawExAnteConclusion,
            conclusion::draw,
        )
        .person(
            Verb::Post,
            "/ex-ante/{id}/pass",
            Action::ApproveExAnteEvaluation,
            deeds::pass,
        )
        .person(
            Verb::Post,
            "/ex-ante/{id}/return",
            Action::ReturnExAnteEvaluation,
            deeds::send_back,
        )
        .person(
            Verb::Post,
            "/ex-ante/{id}/conditions",
            Action::SettleExAnteCondition,
            conclusion::settle,
        )
}

/// The address of an evaluation.
fn path(id: SheetId) -> String {
    format!("/ex-ante/{id}")
}
