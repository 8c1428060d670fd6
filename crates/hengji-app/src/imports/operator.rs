//! The operator's import: published cases are collected with their projects and units; nobody's rights are asked,
//! because whoever may start the program on the server owns its database.

use hengji_authz::Action;
use hengji_domain::form::Form;
use hengji_domain::id::UserId;
use hengji_domain::{BudgetYear, Division};
use hengji_store::attachments;

use super::plan::{Creation, Plan, Planner};
use super::preview::load_register;
use super::view::Imported;
use super::write::{SourceFile, attach, write};
use crate::app::{App, Step, Tx};
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
        let forms = self
            .ports()
            .workbook_reader
            .read_forms(&import.file_name, &import.bytes)?;
        let year = import
            .year
            .or_else(|| forms.iter().find_map(|form| form.year))
            .ok_or_else(no_year)?;
        let how = Way {
            action: Action::ImportForms,
            creation: Creation::UnitsAndProjects,
        };
        self.forms_in(import.division, year, forms, &how, |tx, plan, done| {
            let sha256 = attachments::store_content(tx.db, tx.division, &import.bytes)?;
            let file = SourceFile {
                name: &import.file_name,
                sha256: &sha256,
                bytes: u64::try_from(import.bytes.len()).map_err(AppError::fault)?,
                by: import.keeper,
            };
            attach(tx, plan, &file)?;
            tx.detail("file", &import.file_name);
            tx.detail("file_sha256", &sha256);
            tx.detail("sheets", done.sheets.len());
            Ok(())
        })
    }

    /// Imports forms that were read elsewhere, of units and projects that are registered.
    pub(crate) fn import_forms_as_operator(
        &self,
        division: Division,
        year: BudgetYear,
        forms: Vec<Form>,
        action: Action,
    ) -> Result<Imported, AppError> {
        let how = Way {
            action,
            creation: Creation::SheetsOnly,
        };
        self.forms_in(division, year, forms, &how, |tx, _, done| {
            tx.detail("sheets", done.sheets.len());
            Ok(())
        })
    }

    fn forms_in(
        &self,
        division: Division,
        year: BudgetYear,
        forms: Vec<Form>,
        how: &Way,
        after: impl Fn(&mut Tx<'_>, &Plan, &Imported) -> Step<()>,
    ) -> Result<Imported, AppError> {
        let judged = self.judge_forms(division, year, forms)?;
        let imported = self.operate(division, how.action, |tx| {
            let planner = Planner {
                year,
                creation: how.creation,
                register: load_register(tx.db, division, year, &judged, Box::new(|_| None))?,
                ids: tx.ids,
                plan: Plan::default(),
            };
            let plan = planner.plan(&judged)?;
            plan.require_whole()?;
            let done = write(tx, &plan)?;
            after(tx, &plan, &done)?;
            tx.detail("lines", done.lines);
            Ok(done)
        })?;
        self.forget_directory(division);
        Ok(imported)
    }
}

/// As what an import is audited, and what it may make beside sheets.
struct Way {
    action: Action,
    creation: Creation,
}

fn no_year() -> AppError {
    AppError::refused(
        "import-without-year",
        "表上没有写明年度,请用 --year 指定预算年度后重新导入。",
    )
}
