//! 演示数据 (seed): bulk writing of a demonstration, by the operator only, one transaction and one audit event a batch.
//!
//! What is seeded goes through the same lint, scoring, snapshots and signatures as what people write; only the
//! instants and the names of the hands come from the generator.

mod adjustments;
mod case_files;
mod cuts;
mod evaluations;
mod letters;
mod monitoring;
mod rectification;
mod reviews;
mod spot;
mod subjects;
mod third_party;

use hengji_authz::Action;
use hengji_domain::Division;
use hengji_domain::id::{IndicatorId, UnitId, UserId};
use hengji_domain::person::{Grant, Role};
use hengji_domain::unit::Unit;
use hengji_store::divisions::{self, ServedDivision};
use hengji_store::library::versions::{self, Version};
use hengji_store::users::{self, GrantRecord};
use hengji_store::{library, units};

use crate::app::App;
use crate::error::AppError;
use crate::library::{IndicatorInput, ProposalKind, check};
use crate::people::accounts::new_user;
use crate::people::password;
use crate::units::sorted;

pub use crate::evaluations::seed::{
    SeedSpotBatch, SeedSpotEvaluation, SeedSpotEvaluations, SeedSpotStage, SeedSpotWords,
};
pub use crate::regulations::SeedRegulation;
pub use adjustments::SeedAdjustment;
pub use case_files::{SeedCaseEnd, SeedCaseFile, SeedCaseFinding, SeedCaseTimes};
pub use cuts::{SeedCut, SeedCutEnd, SeedVoucher};
pub use evaluations::{SeedAnswer, SeedEvaluated, SeedEvaluation, SeedEvaluationFinding, SeedFigure};
pub use hengji_store::monitoring::Disposal;
pub use letters::SeedLetter;
pub use monitoring::{SeedConsequences, SeedOutlook, SeedPeriod, WatchedProject};
pub use rectification::{SeedFinding, SeedLetterOfFindings, SeedLookBack};
pub use reviews::SeedReviewSession;
pub use spot::SeedSpotRound;
pub use subjects::{Deed, SeedMove, SeedSheet, SeedSubject, SeededYear, Signers};
pub use third_party::{SeedInstitutionDraw, SeedPastCase};

/// A division with its bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedDivision {
    /// The division.
    pub division: Division,
    /// Its name, e.g. 示范区(演示数据).
    pub name: String,
    /// Whether pages must say that its data are made up.
    pub is_demonstration: bool,
    /// Its bodies, those above before those below.
    pub units: Vec<Unit>,
}

/// An account whose password is known, which only a demonstration has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedAccount {
    /// Login name.
    pub login_name: String,
    /// Shown name: a post, never a person.
    pub name: String,
    /// The password, shown on the login page of the demonstration.
    pub password: String,
    /// Secret of the second factor in base32; none for roles that need none.
    pub second_factor: Option<String>,
    /// The body it works for.
    pub unit: UnitId,
    /// Roles held in the home division.
    pub roles: Vec<Role>,
}

/// An indicator whose identity is known, because lines of the demonstration point at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedIndicator {
    /// Identity.
    pub id: IndicatorId,
    /// Its texts.
    pub input: IndicatorInput,
}

impl App {
    /// Whether the division is already served: a demonstration is made once.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub fn serves(&self, division: Division) -> Result<bool, AppError> {
        self.read(|db| {
            Ok(divisions::list(db)?
                .iter()
                .any(|served| served.division == division))
        })
    }

    /// Writes a division and its bodies.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] when a code is taken; [`AppError::Fault`].
    pub fn seed_division(&self, seed: &SeedDivision) -> Result<(), AppError> {
        self.operate(seed.division, Action::SeedDemonstration, |tx| {
            tx.about("division", seed.division);
            tx.detail("units", seed.units.len());
            let served = ServedDivision {
                division: seed.division,
                name: seed.name.clone(),
                is_demonstration: seed.is_demonstration,
            };
            divisions::save(tx.db, &served)?;
            let all: Vec<_> = seed.units.iter().cloned().map(sorted).collect();
            units::insert_many(tx.db, tx.division, &all)?;
            Ok(())
        })
    }

    /// Writes accounts with known passwords; their identifiers in the same order.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] when a login name is taken; [`AppError::Fault`].
    pub fn seed_accounts(&self, home: Division, seeds: &[SeedAccount]) -> Result<Vec<UserId>, AppError> {
        let mut hashes: Vec<(&str, String)> = Vec::new();
        for seed in seeds {
            // Hashing is slow on purpose; accounts that share a password of the demonstration share its hash.
            if !hashes.iter().any(|(known, _)| *known == seed.password) {
                hashes.push((
                    &seed.password,
                    password::hash(&seed.password, &*self.ports().randomness)?,
                ));
            }
        }
        self.operate(home, Action::SeedDemonstration, |tx| {
            tx.detail("accounts", seeds.len());
            let mut ids = Vec::with_capacity(seeds.len());
            for seed in seeds {
                let hash = hashes.iter().find(|(known, _)| *known == seed.password);
                let hash = hash.map(|(_, hash)| hash.as_str()).unwrap_or_default();
                let mut user = new_user(tx, &seed.login_name, &seed.name, Some(seed.unit), hash)?;
                user.must_change_password = false;
                user.second_factor.clone_from(&seed.second_factor);
                users::insert(tx.db, &user)?;
                for role in &seed.roles {
                    let grant = Grant {
                        role: *role,
                        unit: seed.unit,
                    };
                    users::grant(tx.db, tx.division, &record(user.id, grant, tx.now))?;
                }
                ids.push(user.id);
            }
            Ok(ids)
        })
    }

    /// Lets accounts of another division act here too.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`].
    pub fn seed_grants(&self, division: Division, grants: &[(UserId, Grant)]) -> Result<(), AppError> {
        self.operate(division, Action::SeedDemonstration, |tx| {
            tx.detail("grants", grants.len());
            for (user, grant) in grants {
                users::grant(tx.db, tx.division, &record(*user, *grant, tx.now))?;
            }
            Ok(())
        })
    }

    /// Writes indicators into the library as their first versions; the texts pass the same check as a proposal.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for an unfit text or a name that its class already has; [`AppError::RuleMissing`].
    pub fn seed_library(&self, division: Division, seeds: &[SeedIndicator]) -> Result<usize, AppError> {
        let mut all = Vec::with_capacity(seeds.len());
        let mut first = Vec::with_capacity(seeds.len());
        for seed in seeds {
            let year = seed.input.valid_from.parse().map_err(AppError::fault)?;
            let rules = self.rules(division, year);
            let checked = check(
                &seed.input,
                &rules.library()?,
                &rules.goal_frame()?.value,
                division,
            )
            .map_err(AppError::Invalid)?;
            all.push(checked.stored(seed.id, division, 1));
            first.push(Version {
                indicator: seed.id,
                version: 1,
                content: serde_json::to_string(&seed.input).map_err(AppError::fault)?,
                change: ProposalKind::Enter.name().to_owned(),
                reason: String::new(),
                proposer_name: String::new(),
                decider_name: String::new(),
                made_at: self.now(),
            });
        }
        self.operate(division, Action::SeedDemonstration, |tx| {
            tx.detail("indicators", all.len());
            let inserted = library::insert_many(tx.db, &all)?;
            versions::insert_many(tx.db, tx.division, &first)?;
            Ok(inserted)
        })
    }
}

const fn record(user: UserId, grant: Grant, granted_at: hengji_domain::Timestamp) -> GrantRecord {
    GrantRecord {
        user,
        grant,
        granted_by: None,
        granted_at,
    }
}
