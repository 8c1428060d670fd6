//! A sheet with everything that deciding and showing it needs, loaded once.

use std::sync::Arc;

use hengji_authz::{Place, Resource, Standing};
use hengji_domain::Division;
use hengji_domain::id::{SheetId, UserId};
use hengji_domain::project_class::ClassDepth;
use hengji_domain::rule::{Chain, ChainStep, SheetRules};
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::workflow::SheetState;
use hengji_rules::RulesInForce;
use hengji_store::monitoring::{OpenedPeriod, find_period};
use hengji_store::projects::{self, ProjectListing};
use hengji_store::signatures::{self, Signature};
use hengji_store::{Db, facts, sheets};

use crate::app::{App, Step};
use crate::error::AppError;
use crate::projects::page::{Figures, sourced_money};
use crate::sheets::as_form::Names;
use crate::sheets::draft::Sourced;

/// A sheet with its surroundings.
pub(crate) struct Case {
    pub(crate) division: Division,
    pub(crate) sheet: Sheet,
    pub(crate) listing: ProjectListing,
    pub(crate) signatures: Vec<Signature>,
    pub(crate) chain: Chain,
    pub(crate) rules: Arc<SheetRules>,
    pub(crate) in_force: RulesInForce,
    /// The monitoring period it belongs to; none for other kinds.
    pub(crate) period: Option<OpenedPeriod>,
}

impl App {
    /// Loads a sheet: five statements, six of monitoring, however many lines it has.
    pub(crate) fn load_case(&self, db: &mut Db, division: Division, id: SheetId) -> Step<Case> {
        let sheet = sheets::find(db, division, id)?.ok_or(AppError::NotFound)?;
        // What is no form has rights and rules of its own, which this way would pass by.
        if !sheet.kind.is_form() {
            return Err(AppError::NotFound.into());
        }
        let listing = projects::find_listing(db, division, sheet.project)?.ok_or(AppError::NotFound)?;
        let signatures = signatures::of_sheet(db, division, id)?;
        let in_force = self.rules(division, sheet.year);
        let period = match sheet.kind {
            SheetKind::Monitoring => find_period(db, division, sheet.year, sheet.period.code())?,
            _ => None,
        };
        Ok(Case {
            division,
            chain: in_force.chain(sheet.kind)?.value,
            rules: in_force.class_sheet_rules(listing.class)?,
            in_force,
            period,
            sheet,
            listing,
            signatures,
        })
    }
}

impl Case {
    /// The money of its project as facts tell it.
    pub(crate) fn figures(&self, db: &mut Db) -> Step<Figures> {
        let project = &self.listing.project;
        let facts = facts::of_subject(db, self.division, project.year, &project.id.to_string())?;
        Ok(sourced_money(&facts, project.funding.total().unwrap_or_default()))
    }

    /// The money that comes from a source, for a draft.
    pub(crate) fn sourced(&self, db: &mut Db) -> Step<Sourced> {
        let figures = self.figures(db)?;
        Ok(Sourced {
            adjusted: figures.adjusted.map(|known| known.money),
            executed: figures.executed.map(|known| known.money),
        })
    }

    /// The names that its form carries.
    pub(crate) fn names(&self) -> Names<'_> {
        Names {
            project: &self.listing.project.name,
            unit: &self.listing.unit_name,
            department: &self.listing.department_name,
        }
    }

    /// 管理深度 of the project's class; none where it has no class, or its year no depths.
    fn depth(&self) -> Option<ClassDepth> {
        let depth = self.in_force.class_depth(self.listing.class?).ok()?;
        Some(depth.value)
    }

    /// Whether the unit must write down the year's goal as a whole: the light form does not ask for it.
    pub(crate) fn asks_statement(&self) -> bool {
        !self.depth().is_some_and(|depth| depth.is_light)
    }

    /// Code of the calendar rule by which the unit must hand the sheet in.
    pub(crate) fn due_code(&self) -> String {
        let by_class = match (self.depth(), self.sheet.kind) {
            (Some(depth), SheetKind::Goal) => Some(depth.goal_due),
            (Some(depth), SheetKind::SelfEvaluation) => Some(depth.self_evaluation_due),
            _ => None,
        };
        by_class.unwrap_or_else(|| format!("{}_submit", self.sheet.kind.code()))
    }

    /// What a decision about it needs.
    pub(crate) fn resource(&self) -> Resource {
        Resource::Sheet {
            division: self.division,
            place: place_of(&self.listing),
            standing: self.standing(),
        }
    }

    fn standing(&self) -> Standing {
        match &self.sheet.state {
            SheetState::Draft | SheetState::Returned { .. } => Standing::WithUnit,
            SheetState::Concluded { .. } => Standing::Concluded,
            SheetState::InReview { .. } => match self.step() {
                Some(step) => Standing::Waiting {
                    role: step.role,
                    hands: self.hands(),
                },
                // A step that the chain in force does not have belongs to nobody; the workflow says so.
                None => Standing::WithUnit,
            },
        }
    }

    /// Who has put a hand to this edition.
    fn hands(&self) -> Vec<UserId> {
        self.signatures
            .iter()
            .filter(|signature| signature.edition == self.sheet.edition)
            .map(|signature| signature.signer)
            .collect()
    }

    /// The step that must act now.
    pub(crate) fn step(&self) -> Option<&ChainStep> {
        self.chain.current(&self.sheet.state).ok().flatten()
    }

    /// Index of the step that must act now; 0 while it is with the unit.
    pub(crate) fn step_index(&self) -> usize {
        match self.sheet.state {
            SheetState::InReview { step, .. } => step,
            SheetState::Draft | SheetState::Returned { .. } => 0,
            SheetState::Concluded { .. } => self.chain.steps.len(),
        }
    }

    /// Whether the step that acts now is the last: passing it concludes the sheet.
    pub(crate) fn is_at_last_step(&self) -> bool {
        self.step_index() + 1 == self.chain.steps.len()
    }

    /// SHA-256 of the content of the present edition, as it was signed at submission.
    pub(crate) fn content_sha256(&self) -> Option<&str> {
        self.signatures
            .iter()
            .find(|signature| signature.edition == self.sheet.edition && signature.step == 0)
            .map(|signature| signature.content_sha256.as_str())
    }
}

/// Where a project stands in the district.
pub(crate) fn place_of(listing: &ProjectListing) -> Place {
    Place {
        unit: listing.project.unit,
        department: listing.project.department,
        budget_division: listing.budget_division,
    }
}
