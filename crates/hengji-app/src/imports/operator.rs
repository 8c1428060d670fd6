//! The operator's import: published cases are collected with their projects and units; nobody's rights are asked,
//! because whoever may start the program on the server owns its database.

use hengji_authz::Action;
use hengji_domain::id::UserId;
use hengji_domain::{BudgetYear, Division};
use hengji_store::attachments;

use super::plan::{Creation, Plan, Planner};
use super::preview::load_register;
use super::view::Imported;
use super::write::{SourceFile, attach, write};
use crate::app::App;
use crate::error::AppError;

/// A file the operator imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorImport {
    /// Where it goes.
    pub division: Division,
    /// The budget year of its forms; none takes the year that the forms themselves state.
    pub year: Option<BudgetYear>,
    /// Name of the file.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// In whose name the file is kept beside its sheets.
    pub keeper: UserId,
}

impl App {
    /// Imports a file through the same reader, checks and planner as a person's upload, making the units and
    /// projects that it names.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] with the words of the reader, `import-not-ready`, `import-without-year`;
    /// [`AppError::RuleMissing`].
    pub fn import_as_operator(&self, import: &OperatorImport) -> Result<Imported, AppError> {
        let division = import.division;
        let forms = self
            .ports()
            .workbook_reader
            .read_forms(&import.file_name, &import.bytes)?;
        let year = import
            .year
            .or_else(|| forms.iter().find_map(|form| form.year))
            .ok_or_else(no_year)?;
        let judged = self.judge_forms(division, year, forms)?;
        let imported = self.operate(division, Action::ImportForms, |tx| {
            let planner = Planner {
                year,
                creation: Creation::UnitsAndProjects,
                register: load_register(tx.db, division, year, &judged, Box::new(|_| None))?,
                ids: tx.ids,
                plan: Plan::default(),
            };
            let plan = planner.plan(&judged)?;
            plan.require_whole()?;
            let done = write(tx, &plan)?;
            let sha256 = attachments::store_content(tx.db, division, &import.bytes)?;
            let file = SourceFile {
                name: &import.file_name,
                sha256: &sha256,
                bytes: u64::try_from(import.bytes.len()).map_err(AppError::fault)?,
                by: import.keeper,
            };
            attach(tx, &plan, &file)?;
            tx.detail("file", &import.file_name);
            tx.detail("file_sha256", &sha256);
            tx.detail("sheets", done.sheets.len());
            tx.detail("lines", done.lines);
            Ok(done)
        })?;
        self.forget_directory(division);
        Ok(imported)
    }
}

fn no_year() -> AppError {
    AppError::refused(
        "import-without-year",
        "表上没有写明年度,请用 --year 指定预算年度后重新导入。",
    )
}
