//! The import of a whole district: every form of every unit, all checks, one transaction.

use hengji_authz::Action;
use hengji_domain::form::Form;
use hengji_domain::{BudgetYear, Division};

use super::judge::{find_copies, judge};
use super::plan::{Creation, Plan, Planner};
use super::preview::load_register;
use super::view::Imported;
use super::write::write;
use crate::app::App;
use crate::error::AppError;

/// How many forms are judged between two reports of progress.
const BETWEEN_REPORTS: usize = 100;

impl App {
    /// Imports the forms of a district, making the units and projects they name. `progress` hears how many forms
    /// of how many are judged.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `import-not-ready`: one form without a place keeps everything out;
    /// [`AppError::RuleMissing`].
    pub fn import_district(
        &self,
        division: Division,
        year: BudgetYear,
        forms: Vec<Form>,
        progress: &dyn Fn(u64, u64),
    ) -> Result<Imported, AppError> {
        let rules = self.rules(division, year).sheet_rules()?;
        let total = u64::try_from(forms.len()).unwrap_or(u64::MAX);
        let mut judged = Vec::with_capacity(forms.len());
        for form in forms {
            judged.push(judge(form, year, &rules));
            if judged.len() % BETWEEN_REPORTS == 0 {
                progress(u64::try_from(judged.len()).unwrap_or(u64::MAX), total);
            }
        }
        find_copies(&mut judged);
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
            tx.detail("forms", judged.len());
            tx.detail("sheets", done.sheets.len());
            tx.detail("lines", done.lines);
            Ok(done)
        })?;
        self.forget_directory(division);
        progress(total, total);
        Ok(imported)
    }
}
