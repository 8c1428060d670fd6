//! 演示目录 (seed): traits of the projects of a demonstration and its catalogues, made by the same computation.

use hengji_authz::Action;
use hengji_domain::id::{ProjectId, UserId};
use hengji_domain::project_class::{CatalogueState, ClassTraits, ProjectClass};
use hengji_domain::{BudgetYear, Division, Timestamp};
use hengji_store::project_classes::{self, Adjustment, Catalogue, Hand};

use super::decide::freeze;
use super::propose::{Proposal, propose};
use crate::app::{App, Step, Tx};
use crate::error::AppError;

/// A person of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedHand {
    /// The account.
    pub user: UserId,
    /// Its shown name.
    pub name: String,
    /// When it acted.
    pub at: Timestamp,
}

impl SeedHand {
    fn hand(&self) -> Hand {
        Hand {
            user: self.user,
            name: self.name.clone(),
            at: self.at,
        }
    }
}

/// A hand adjustment of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedAdjustment {
    /// The project.
    pub project: ProjectId,
    /// The class it is moved to; nothing happens where it is in it already.
    pub to: ProjectClass,
    /// Why.
    pub reason: String,
}

/// A catalogue of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedCatalogue {
    /// Budget year.
    pub year: BudgetYear,
    /// Who had it computed and moved projects.
    pub proposed: SeedHand,
    /// What was moved.
    pub adjustments: Vec<SeedAdjustment>,
    /// Who handed it in; none for a proposal.
    pub submitted: Option<SeedHand>,
    /// Who approved it; none for what is not frozen yet.
    pub approved: Option<SeedHand>,
}

impl App {
    /// Writes what projects are classed by.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`].
    pub fn seed_class_traits(
        &self,
        division: Division,
        all: &[(ProjectId, ClassTraits)],
    ) -> Result<usize, AppError> {
        self.operate(division, Action::SeedDemonstration, |tx| {
            tx.detail("projects", all.len());
            Ok(project_classes::save_traits(tx.db, tx.division, all)?)
        })
    }

    /// Computes a catalogue of a year, and freezes it where it was approved.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Refused`] for a year without projects; [`AppError::Fault`].
    pub fn seed_class_catalogue(&self, division: Division, seed: &SeedCatalogue) -> Result<(), AppError> {
        let rules = self.rules(division, seed.year);
        let class_rules = rules.class_rules()?;
        self.operate(division, Action::SeedDemonstration, |tx| {
            let proposal = Proposal {
                year: seed.year,
                rules: &class_rules,
                fingerprint: rules.fingerprint(),
                reason: "",
                by: seed.proposed.hand(),
            };
            let catalogue = propose(tx, &proposal)?;
            adjust(tx, &catalogue, seed)?;
            let Some(submitted) = &seed.submitted else {
                return Ok(());
            };
            let mut handed_in = Catalogue {
                state: CatalogueState::Submitted,
                submitted: Some(submitted.hand()),
                ..catalogue
            };
            handed_in.version = project_classes::update_catalogue(tx.db, tx.division, &handed_in)?;
            if let Some(approved) = &seed.approved {
                freeze(tx, handed_in, approved.hand())?;
            }
            Ok(())
        })
    }
}

fn adjust(tx: &mut Tx<'_>, catalogue: &Catalogue, seed: &SeedCatalogue) -> Step<()> {
    let mut all = Vec::new();
    for wanted in &seed.adjustments {
        let found = project_classes::entry(tx.db, tx.division, catalogue.id, wanted.project)?;
        let Some(entry) = found.filter(|entry| entry.class != wanted.to) else {
            continue;
        };
        let (project, from) = (entry.project, entry.class);
        project_classes::set_class(tx.db, tx.division, catalogue.id, project, from, wanted.to)?;
        all.push(Adjustment {
            id: tx.fresh()?,
            catalogue: catalogue.id,
            project,
            from,
            to: wanted.to,
            reason: wanted.reason.clone(),
            made: seed.proposed.hand(),
        });
    }
    project_classes::insert_adjustment(tx.db, tx.division, &all)?;
    Ok(())
}
