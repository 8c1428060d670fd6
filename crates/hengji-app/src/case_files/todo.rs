//! 待办: plans to approve, drafts to answer, opinions to decide on, on both sides of the desk.

use hengji_authz::{Action, scope};
use hengji_domain::BudgetYear;
use hengji_domain::case_file::{CaseStage, PlanState};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_store::case_files::{self, CaseFile};

use super::view::CaseFilesDue;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// What case files ask of the person: one statement, none for people who do nothing with them.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub(crate) fn case_files_due(&self, actor: &Actor, year: BudgetYear) -> Result<CaseFilesDue, AppError> {
        let holds = |action: Action| action.roles().iter().any(|role| actor.has(*role));
        let (approves, answers, decides) = (
            holds(Action::ApproveCasePlan),
            holds(Action::AnswerCaseExchange),
            holds(Action::DecideCasePoint),
        );
        if !approves && !answers && !decides {
            return Ok(CaseFilesDue::default());
        }
        let scope = scope(actor);
        let waiting = self.read(|db| Ok(case_files::count_waiting(db, actor.division, year, &scope)?))?;
        let ids = |is_mine: bool, waits: &dyn Fn(&CaseFile) -> bool| -> Vec<EvaluationId> {
            let mine = waiting.iter().filter(|file| is_mine && waits(file));
            mine.map(|file| file.evaluation).collect()
        };
        let is_asked = |file: &CaseFile| file.stage == CaseStage::Exchange && file.answered_on.is_none();
        let answer_by = waiting
            .iter()
            .filter(|file| is_asked(file))
            .filter_map(|file| file.due_on);
        let answer_by = answer_by.min().filter(|_| answers);
        Ok(CaseFilesDue {
            to_approve: ids(approves, &|file| {
                file.plan == PlanState::Submitted && file.submitted_by != Some(actor.user)
            }),
            to_answer: ids(answers, &is_asked),
            is_late: answer_by.is_some_and(|due| due < self.now().shanghai_date()),
            answer_by,
            to_decide: ids(decides, &|file| {
                file.stage == CaseStage::Exchange && file.answered_on.is_some()
            }),
        })
    }
}
