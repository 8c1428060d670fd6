//! 打印 (print): a draft as PDF or Word, made from the kept text; a final report is printed from the register.

use hengji_authz::{Action, decide};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_store::case_files;

use crate::app::App;
use crate::error::AppError;
use crate::papers::{Copy, PrintedPaper, content};

impl App {
    /// A draft of the report as a file, marked 征求意见稿 on every page.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for strangers, for the unit before it is asked and beside the draft it is asked about;
    /// [`AppError::Refused`] `fonts-missing` on a machine without a Chinese font.
    pub fn print_case_report(
        &self,
        actor: &Actor,
        id: EvaluationId,
        edition: i32,
        copy: Copy,
    ) -> Result<PrintedPaper, AppError> {
        let case = self.read(|db| self.load_scored(db, actor.division, id))?;
        self.may_view(actor, Action::ViewCaseExchange, &case.resource())?;
        let (file, _) = case.kept_file().map_err(|_| AppError::NotFound)?;
        let reports = self.read(|db| Ok(case_files::reports_of(db, actor.division, id)?))?;
        let drafts = || reports.iter().filter(|report| report.paper.is_none());
        let found = drafts()
            .find(|report| report.edition == edition)
            .ok_or(AppError::NotFound)?;
        let is_asked =
            file.stage.is_with_unit() && drafts().next_back().is_some_and(|last| last.edition == edition);
        if !is_asked && !decide(actor, Action::ViewCaseFile, &case.resource()).allow {
            return Err(AppError::NotFound);
        }
        let paper = content::read(&found.text)?;
        Ok(PrintedPaper {
            name: format!("{}-第{edition}版", paper.title),
            bytes: self.print_for_opinions(&paper, &found.sha256, copy)?,
        })
    }
}
