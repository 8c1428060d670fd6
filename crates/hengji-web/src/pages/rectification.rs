//! 问题、整改、回头看: the register of findings, the letter, the plan, the measures, the look-backs, what recurs.

mod finding;
mod letter;
mod list;
mod look_back;
mod measure;
mod measures;
mod new;
mod plan;
mod recurrence;

use hengji_app::authz::Action;
use hengji_app::common::Choice;
use hengji_app::rectification::{CommitmentState, FindingState};
use maud::{Markup, html};

use crate::fields::Fields;
use crate::look::tag;
use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    look_backs(measures_of(findings(routes)))
}

fn findings(routes: Routes) -> Routes {
    let (view, enter) = (Action::ViewEvaluationFindings, Action::EnterEvaluationFinding);
    let export = Action::ExportEvaluationFindings;
    routes
        .person(Verb::Get, "/evaluation-findings", view, list::show)
        .person(Verb::Post, "/evaluation-findings", enter, new::enter)
        .person(Verb::Get, "/evaluation-findings/new", enter, new::blank)
        .person(Verb::Post, "/evaluation-findings/export", export, list::export)
        .person(Verb::Get, "/evaluation-findings/{id}", view, finding::show)
        .person(
            Verb::Post,
            "/evaluation-findings/{id}/change",
            Action::ChangeEvaluationFinding,
            finding::change,
        )
        .person(
            Verb::Post,
            "/evaluation-findings/{id}/withdraw",
            Action::WithdrawEvaluationFinding,
            finding::withdraw,
        )
        .person(
            Verb::Post,
            "/evaluation-findings/{id}/object",
            Action::RaiseObjection,
            finding::object,
        )
        .person(
            Verb::Post,
            "/evaluation-findings/{id}/objection",
            Action::DecideObjection,
            finding::decide,
        )
        .person(
            Verb::Post,
            "/evaluation-findings/{id}/measures",
            Action::PlanRectification,
            plan::promise,
        )
        .person(
            Verb::Get,
            "/evaluation-findings/{id}/letter",
            Action::IssuePaper,
            letter::preview,
        )
        .person(
            Verb::Get,
            "/evaluation-findings/{id}/letter.pdf",
            Action::IssuePaper,
            letter::draft_pdf,
        )
        .person(
            Verb::Post,
            "/evaluation-findings/{id}/letter",
            Action::IssuePaper,
            letter::issue,
        )
        .person(Verb::Get, "/recurrences", view, recurrence::show)
        .person(Verb::Post, "/recurrences/export", export, recurrence::export)
}

fn measures_of(routes: Routes) -> Routes {
    let view = Action::ViewEvaluationFindings;
    routes
        .person(Verb::Get, "/rectification-plans/{id}", view, plan::show)
        .person(
            Verb::Post,
            "/rectification-plans/{id}",
            Action::HandInRectificationPlan,
            plan::hand_in,
        )
        .person(Verb::Get, "/rectifications", view, measures::show)
        .person(
            Verb::Post,
            "/rectifications/export",
            Action::ExportEvaluationFindings,
            measures::export,
        )
        .person(
            Verb::Post,
            "/rectifications/verify",
            Action::VerifyRectification,
            measures::verify,
        )
        .person(
            Verb::Post,
            "/rectifications/remind",
            Action::RemindRectification,
            measures::remind,
        )
        .person(Verb::Get, "/rectifications/{id}", view, measure::show)
        .person(
            Verb::Post,
            "/rectifications/{id}/claim",
            Action::ClaimRectification,
            measure::claim,
        )
        .person(
            Verb::Post,
            "/rectifications/{id}/verify",
            Action::VerifyRectification,
            measure::verify,
        )
        .person(
            Verb::Post,
            "/rectifications/{id}/reject",
            Action::RejectRectification,
            measure::reject,
        )
        .person(
            Verb::Post,
            "/rectifications/{id}/drop",
            Action::PlanRectification,
            plan::drop_measure,
        )
        .person(Verb::Get, "/rectification-proofs/{id}", view, measure::proof)
}

fn look_backs(routes: Routes) -> Routes {
    let view = Action::ViewLookBacks;
    routes
        .person(Verb::Get, "/look-backs", view, look_back::list)
        .person(
            Verb::Post,
            "/look-backs",
            Action::FreezeLookBack,
            look_back::freeze,
        )
        .person(Verb::Get, "/look-backs/{id}", view, look_back::show)
        .person(
            Verb::Post,
            "/look-backs/{id}/draw",
            Action::DrawLookBack,
            look_back::draw,
        )
        .person(
            Verb::Post,
            "/look-backs/{id}/results/{finding}",
            Action::RecordLookBack,
            look_back::record,
        )
        .person(
            Verb::Post,
            "/look-backs/{id}/export",
            Action::ExportEvaluationFindings,
            look_back::export,
        )
        .person(
            Verb::Get,
            "/look-backs/{id}/record.json",
            view,
            look_back::record_file,
        )
        .person(
            Verb::Get,
            "/look-backs/{id}/list.csv",
            view,
            look_back::frame_file,
        )
        .person(
            Verb::Get,
            "/look-backs/{id}/verifier.html",
            view,
            look_back::verifier_file,
        )
}

/// 待反馈, 待报方案, 整改中, 整改已核实, 已撤销.
pub(crate) fn finding_tag(state: FindingState) -> Markup {
    let colour = match state {
        FindingState::Entered => "",
        FindingState::Served => "amber",
        FindingState::Rectifying => "blue",
        FindingState::Rectified => "green",
        FindingState::Withdrawn => "",
    };
    tag(colour, state.name())
}

/// 待整改, 单位报完成, 核实未通过, 已核实: only what the bureau verified is green.
pub(crate) fn measure_tag(state: CommitmentState) -> Markup {
    let colour = match state {
        CommitmentState::Promised => "",
        CommitmentState::Claimed => "amber",
        CommitmentState::Rejected => "red",
        CommitmentState::Verified => "green",
    };
    tag(colour, state.name())
}

/// What was typed into a form that was refused, or what it begins with.
#[derive(Default)]
struct Typed(Vec<(String, String)>);

impl Typed {
    fn of(fields: &Fields, names: &[&str]) -> Self {
        let one = |name: &&str| ((*name).to_owned(), fields.text(name).to_owned());
        Self(names.iter().map(one).collect())
    }

    /// Whether the form that was refused had this field.
    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// The words of an objection or of its answer, and not those of another form of the page.
    fn of_objection(&self) -> &str {
        if self.has("kind") || self.has("severity") {
            ""
        } else {
            self.text("words")
        }
    }

    fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, text)| text.as_str())
    }
}

/// Choices for a select, an empty one first.
fn chosen<'a>(empty: &'static str, list: &'a [Choice]) -> impl Iterator<Item = (&'a str, &'a str)> {
    std::iter::once(("", empty)).chain(list.iter().map(|one| (one.code.as_str(), one.name.as_str())))
}

/// A text of several lines with its label.
fn lines(
    id: &str,
    label: &str,
    hint: &str,
    rows: &str,
    text: &str,
    problems: &[crate::look::Problem],
) -> Markup {
    let control = html! { textarea id=(id) name=(id) rows=(rows) maxlength="2000" { (text) } };
    crate::look::field(id, label, hint, crate::look::problem_of(problems, id), control)
}
