//! 提请、批准、退回 (decide): a second person approves the catalogue, and from then on it is frozen.

use std::fmt::Write as _;

use hengji_authz::{Action, Resource};
use hengji_domain::id::UserId;
use hengji_domain::person::Actor;
use hengji_domain::project_class::CatalogueState;
use hengji_domain::{BudgetYear, Division};
use hengji_store::project_classes::{self, AdjustmentListing, Catalogue, Hand};
use hengji_store::{Db, sha256_hex};
use serde::{Deserialize, Serialize};

use super::propose::REASON_MOST;
use super::{hand, newest};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// A decision about the catalogue that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueMove {
    /// The version that was opened.
    pub version: i32,
}

/// A return of the catalogue that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueReturn {
    /// The version that was opened.
    pub version: i32,
    /// Why.
    pub words: String,
}

impl App {
    /// Hands the proposed catalogue to the bureau leader.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] when it is not proposed; [`AppError::Stale`] when somebody changed it meanwhile.
    pub fn submit_class_catalogue(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &CatalogueMove,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::SubmitClassCatalogue,
            &Request::new(key, &(year.get(), input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let found = seen(tx, year, CatalogueState::Proposed, input.version)?;
                let by = hand(tx, actor);
                store(
                    tx,
                    Catalogue {
                        state: CatalogueState::Submitted,
                        submitted: Some(by),
                        decided: None,
                        returned_words: String::new(),
                        ..found
                    },
                )
            },
        )
    }

    /// Approves the catalogue: it is frozen with its digest, its classes are in force, an earlier edition is not.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `class-four-eyes` for whoever put a hand to it, or when it does not wait for approval;
    /// [`AppError::Stale`].
    pub fn approve_class_catalogue(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &CatalogueMove,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ApproveClassCatalogue,
            &Request::new(key, &(year.get(), input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let found = seen(tx, year, CatalogueState::Submitted, input.version)?;
                let moved = project_classes::adjustments_of(tx.db, tx.division, found.id)?;
                require_other_eyes(actor.user, &found, &moved)?;
                let by = hand(tx, actor);
                freeze(tx, found, by)
            },
        )
    }

    /// Sends the catalogue back for adjustment.
    ///
    /// # Errors
    ///
    /// As for an approval; [`AppError::Invalid`] without words.
    pub fn return_class_catalogue(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &CatalogueReturn,
    ) -> Result<Written, AppError> {
        let words = input.words.trim();
        if !(1..=REASON_MOST).contains(&words.chars().count()) {
            return Err(AppError::field(
                "words",
                "class-return-words-missing",
                format!("请写明退回意见,不超过 {REASON_MOST} 个字。"),
            ));
        }
        self.act(
            actor,
            Action::ReturnClassCatalogue,
            &Request::new(key, &(year.get(), input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let found = seen(tx, year, CatalogueState::Submitted, input.version)?;
                let by = hand(tx, actor);
                tx.detail("reason", words);
                store(
                    tx,
                    Catalogue {
                        state: CatalogueState::Proposed,
                        decided: Some(by),
                        returned_words: words.to_owned(),
                        ..found
                    },
                )
            },
        )
    }
}

/// The newest edition in this state, as it was seen.
fn seen(tx: &mut Tx<'_>, year: BudgetYear, state: CatalogueState, version: i32) -> Step<Catalogue> {
    let found = newest(tx.db, tx.division, year, state)?;
    tx.about("class_catalogue", found.id);
    tx.detail("year", year);
    tx.detail("edition", found.edition);
    if found.version == version {
        Ok(found)
    } else {
        Err(Halt::stale("class_catalogues", found.id))
    }
}

fn store(tx: &mut Tx<'_>, next: Catalogue) -> Step<Written> {
    let version = project_classes::update_catalogue(tx.db, tx.division, &next)?;
    Ok(Written {
        id: next.id.to_string(),
        version,
    })
}

/// Whoever had it computed, handed it in or moved a project does not approve it.
fn require_other_eyes(
    user: UserId,
    catalogue: &Catalogue,
    moved: &[AdjustmentListing],
) -> Result<(), AppError> {
    let submitted = catalogue.submitted.as_ref();
    let is_own = catalogue.proposed.user == user
        || submitted.is_some_and(|hand| hand.user == user)
        || moved.iter().any(|one| one.adjustment.made.user == user);
    if is_own {
        return Err(AppError::refused(
            "class-four-eyes",
            "您参与了本版目录的测算、调整或提请,不能批准自己的建议;请由另一名局领导批准。",
        ));
    }
    Ok(())
}

/// Freezes a catalogue: its digest, its classes in force, the edition before superseded.
pub(super) fn freeze(tx: &mut Tx<'_>, found: Catalogue, by: Hand) -> Step<Written> {
    if let Some(before) = project_classes::frozen(tx.db, tx.division, found.year)? {
        let superseded = Catalogue {
            state: CatalogueState::Superseded,
            ..before
        };
        project_classes::update_catalogue(tx.db, tx.division, &superseded)?;
    }
    let sha256 = digest(tx.db, tx.division, &found)?;
    project_classes::put_in_force(tx.db, tx.division, found.year, found.id)?;
    tx.detail("content_sha256", &sha256);
    store(
        tx,
        Catalogue {
            state: CatalogueState::Frozen,
            decided: Some(by),
            returned_words: String::new(),
            sha256: Some(sha256),
            ..found
        },
    )
}

/// The digest of what a catalogue says: its year, edition and rules, and every project with its classes by code.
/// Fields are parted by tabs and rows by line ends; a name that held either is read as one blank.
pub(super) fn digest(db: &mut Db, division: Division, catalogue: &Catalogue) -> Step<String> {
    let mut text = format!(
        "{division}\t{}\t{}\t{}\n",
        catalogue.year, catalogue.edition, catalogue.rules_version
    );
    for row in project_classes::digest_rows(db, division, catalogue.id)? {
        let name = row.name.replace(['\t', '\n', '\r'], " ");
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{}\t{name}\t{}\t{}\t{}\t{}",
            row.code, row.amount_fen, row.score_centi, row.proposed, row.class
        );
    }
    Ok(sha256_hex(text.as_bytes()))
}
