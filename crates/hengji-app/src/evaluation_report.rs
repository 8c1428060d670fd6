//! 绩效评价工作报告 (report of the year's evaluations): the sentences that a bureau publishes, each number of them counted
//! from records and opened down to the scores, the evidence and the findings behind it.
//!
//! Nothing is stored: a missing record gives a smaller number. The page, the paper, the workbook and the command share
//! what is counted here.

mod export;
mod figures;
pub(crate) mod ground;
mod lines;
mod paper;
mod subjects;
pub mod view;
mod words;

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::paper::PaperKind;
use hengji_domain::person::Actor;

use crate::app::App;
use crate::error::AppError;
use ground::Ground;
use view::EvaluationReport;

impl App {
    /// The report with its records, without the lines of each evaluation: in a number of statements that does not grow
    /// with what was evaluated.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`] for a year without the words of the report.
    pub fn evaluation_report(&self, actor: &Actor, year: BudgetYear) -> Result<EvaluationReport, AppError> {
        self.may_look(actor, Action::ViewEvaluationReport)?;
        let ground = self.report_ground(actor.division, year)?;
        self.told_report(actor, &ground)
    }

    /// The same with the lines of every evaluation: weights, scores, evidence and arithmetic.
    ///
    /// # Errors
    ///
    /// As [`App::evaluation_report`].
    pub fn evaluation_report_in_full(
        &self,
        actor: &Actor,
        year: BudgetYear,
    ) -> Result<EvaluationReport, AppError> {
        self.may_look(actor, Action::ViewEvaluationReport)?;
        let ground = self.report_ground(actor.division, year)?;
        let mut report = self.told_report(actor, &ground)?;
        self.add_lines(actor.division, &mut report)?;
        Ok(report)
    }

    fn told_report(&self, actor: &Actor, ground: &Ground) -> Result<EvaluationReport, AppError> {
        let rules = self.rules(actor.division, ground.year);
        let text = rules.letter_text(PaperKind::EvaluationWork)?.value;
        let figures = figures::figures(ground);
        Ok(EvaluationReport {
            year: ground.year,
            as_of: ground.as_of,
            sentences: words::sentences(ground, &text),
            kinds: figures::kinds(ground),
            evaluations: subjects::evaluations(ground),
            findings: subjects::findings(ground),
            figures,
        })
    }
}

pub use export::ReportTable;

#[cfg(test)]
pub(crate) mod tests;
