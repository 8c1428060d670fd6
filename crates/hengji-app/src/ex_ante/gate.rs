//! 前置关口 (gate): what stands between a project on the list and its budget.

use hengji_domain::Division;
use hengji_domain::ex_ante::gate::{Gate, OpenCondition, Standing};
use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;
use hengji_store::projects::ProjectListing;
use hengji_store::{Db, ex_ante, sheets};

use super::case::refused;
use crate::app::{App, Step, Tx};
use crate::sheets::tag::tag;

impl App {
    /// Refuses to let a project through that an evaluation before the budget does not support.
    ///
    /// # Errors
    ///
    /// `ex-ante-not-begun`, `ex-ante-not-concluded`, `ex-ante-not-supported`, `ex-ante-conditions-open`.
    pub(crate) fn require_ex_ante(&self, tx: &mut Tx<'_>, listing: &ProjectListing) -> Step<()> {
        match self.gate(tx.db, tx.division, listing)? {
            None => Ok(()),
            Some(gate) => Ok(gate.pass().map_err(refused)?),
        }
    }

    /// What the gate knows of a project; none for one that is not on the list.
    pub(crate) fn gate(
        &self,
        db: &mut Db,
        division: Division,
        listing: &ProjectListing,
    ) -> Step<Option<Gate>> {
        let project = &listing.project;
        let object = ex_ante::find_object(db, division, project.id)?;
        if !object.is_some_and(|object| object.is_listed) {
            return Ok(None);
        }
        let not_begun = Gate {
            standing: Standing::NotBegun,
            open: Vec::new(),
        };
        let Some(result) = ex_ante::result_of_project(db, division, project.id)? else {
            return Ok(Some(not_begun));
        };
        let Some(sheet) = sheets::find(db, division, result.sheet)? else {
            return Ok(Some(not_begun));
        };
        let in_force = self.rules(division, project.year);
        let standing = match (&sheet.state, &result.conclusion) {
            (SheetState::Concluded { .. }, Some(code)) => {
                let rules = in_force.ex_ante()?.conclusions.value;
                let rule = rules.iter().find(|rule| rule.code == *code);
                Standing::Concluded {
                    conclusion: rule.map_or_else(|| code.clone(), |rule| rule.name.clone()),
                    // A conclusion that has left the rules supports nothing until somebody says so.
                    supports: rule.is_some_and(|rule| rule.supports),
                }
            }
            (state, _) => {
                let chain = in_force.chain(SheetKind::ExAnteEvaluation)?.value;
                Standing::Underway {
                    step: tag(SheetKind::ExAnteEvaluation, state, Some(&chain)).name,
                }
            }
        };
        let directory = self.directory(division)?;
        let open = ex_ante::conditions_of_sheet(db, division, result.sheet)?
            .into_iter()
            .filter(|condition| !condition.is_met())
            .map(|condition| OpenCondition {
                number: condition.number,
                unit_name: directory.name(condition.unit),
                words: condition.words,
                timing: condition.timing,
            })
            .collect();
        Ok(Some(Gate { standing, open }))
    }
}
