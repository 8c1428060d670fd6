//! 拟定目录 (propose): every project of the year is classed by computation; a frozen catalogue is followed by a new edition.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::id::{AdjustmentId, CatalogueId, ProjectId};
use hengji_domain::person::Actor;
use hengji_domain::project_class::{CatalogueState, ClassRules, ProjectClass};
use hengji_store::project_classes::{self, Adjustment, Catalogue, Hand};
use serde::{Deserialize, Serialize};

use super::basis::Basis;
use super::compute::{Previous, entries};
use super::hand;
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// Fewest characters of a reason that says something.
const REASON_LEAST: usize = 4;
/// Most characters of a reason.
pub(super) const REASON_MOST: usize = 500;

/// What a computation asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewEdition {
    /// Why there is a new edition; needed once a catalogue of the year is frozen.
    pub reason: String,
}

impl App {
    /// Computes the catalogue of the year: the first edition, the present proposal again, or a new edition after a
    /// frozen one. What people moved by hand stays moved.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `class-catalogue-submitted` while one waits for approval, `class-no-projects`;
    /// [`AppError::Invalid`] for a new edition without a reason; [`AppError::RuleMissing`].
    pub fn propose_classes(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &NewEdition,
    ) -> Result<Written, AppError> {
        let rules = self.rules(actor.division, year);
        let fingerprint = rules.fingerprint().to_owned();
        let class_rules = rules.class_rules().map_err(AppError::from);
        self.act(
            actor,
            Action::ProposeClassCatalogue,
            &Request::new(key, &(year.get(), input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let proposal = Proposal {
                    year,
                    rules: class_rules.as_ref().map_err(Clone::clone)?,
                    fingerprint: &fingerprint,
                    reason: input.reason.trim(),
                    by: hand(tx, actor),
                };
                let catalogue = propose(tx, &proposal)?;
                Ok(Written {
                    id: catalogue.id.to_string(),
                    version: catalogue.version,
                })
            },
        )
    }
}

/// What a catalogue is computed from, besides the projects.
pub(super) struct Proposal<'a> {
    pub(super) year: BudgetYear,
    pub(super) rules: &'a ClassRules,
    pub(super) fingerprint: &'a str,
    pub(super) reason: &'a str,
    pub(super) by: Hand,
}

/// Computes and stores a catalogue.
pub(super) fn propose(tx: &mut Tx<'_>, proposal: &Proposal<'_>) -> Step<Catalogue> {
    let newest = project_classes::latest(tx.db, tx.division, proposal.year)?;
    let next = next_edition(tx, proposal, newest.as_ref())?;
    let candidates = project_classes::candidates(tx.db, tx.division, proposal.year)?;
    if candidates.is_empty() {
        return Err(AppError::refused(
            "class-no-projects",
            format!("{} 年度还没有项目,请先登记或导入项目。", proposal.year),
        )
        .into());
    }
    let previous = previous(tx, proposal.year)?;
    let mut all = entries(&candidates, proposal.rules, &previous)?;
    let moved = moved_by_hand(tx, newest.as_ref())?;
    let mut carried = Vec::new();
    let is_new_edition = newest.as_ref().is_none_or(|newest| newest.id != next.id);
    for entry in &mut all {
        let Some(before) = moved.get(&entry.project) else {
            continue;
        };
        if is_new_edition && before.to != entry.class {
            carried.push(carry(tx, proposal, next.id, entry.class, before)?);
        }
        entry.is_adjusted = before.to != entry.class;
        entry.class = before.to;
    }
    if is_new_edition {
        project_classes::insert_catalogue(tx.db, tx.division, &next)?;
    } else {
        project_classes::update_catalogue(tx.db, tx.division, &next)?;
        project_classes::remove_entries(tx.db, tx.division, next.id)?;
    }
    project_classes::insert_entries(tx.db, tx.division, next.id, &all)?;
    project_classes::insert_adjustment(tx.db, tx.division, &carried)?;
    tx.about("class_catalogue", next.id);
    tx.detail("year", proposal.year);
    tx.detail("edition", next.edition);
    tx.detail("projects", all.len());
    if !next.reason.is_empty() {
        tx.detail("reason", &next.reason);
    }
    Ok(next)
}

/// The catalogue to be written: the present proposal, or a new edition.
fn next_edition(tx: &Tx<'_>, proposal: &Proposal<'_>, newest: Option<&Catalogue>) -> Step<Catalogue> {
    let fresh = |edition: i32, reason: &str| {
        Ok(Catalogue {
            id: tx.fresh::<CatalogueId>()?,
            year: proposal.year,
            edition,
            state: CatalogueState::Proposed,
            reason: reason.to_owned(),
            basis: Basis::of(proposal.rules).to_json()?,
            rules_version: proposal.fingerprint.to_owned(),
            sha256: None,
            proposed: proposal.by.clone(),
            submitted: None,
            decided: None,
            returned_words: String::new(),
            version: 1,
        })
    };
    match newest {
        None => fresh(1, ""),
        Some(newest) => match newest.state {
            CatalogueState::Proposed => Ok(Catalogue {
                basis: Basis::of(proposal.rules).to_json()?,
                rules_version: proposal.fingerprint.to_owned(),
                proposed: proposal.by.clone(),
                ..newest.clone()
            }),
            CatalogueState::Submitted => Err(AppError::refused(
                "class-catalogue-submitted",
                format!(
                    "{} 年度目录第 {} 版正待批准,不能重新测算;请等局领导批准,或由局领导退回后再测算。",
                    proposal.year, newest.edition
                ),
            )
            .into()),
            CatalogueState::Frozen | CatalogueState::Superseded => {
                let length = proposal.reason.chars().count();
                if !(REASON_LEAST..=REASON_MOST).contains(&length) {
                    return Err(AppError::field(
                        "reason",
                        "class-reason-unfit",
                        format!(
                            "第 {} 版已冻结,另拟新版须写明理由,{REASON_LEAST} 至 {REASON_MOST} 个字,现为 {length} 个字。",
                            newest.edition
                        ),
                    )
                    .into());
                }
                fresh(newest.edition.saturating_add(1), proposal.reason)
            }
        },
    }
}

/// The classes of last year's catalogue in force.
fn previous(tx: &mut Tx<'_>, year: BudgetYear) -> Step<Previous> {
    let Ok(before) = BudgetYear::new(year.get().saturating_sub(1)) else {
        return Ok(Previous::new());
    };
    Ok(match project_classes::frozen(tx.db, tx.division, before)? {
        Some(frozen) => project_classes::previous_classes(tx.db, tx.division, frozen.id)?,
        None => Previous::new(),
    })
}

/// The last adjustment of each project in the edition before.
fn moved_by_hand(tx: &mut Tx<'_>, newest: Option<&Catalogue>) -> Step<BTreeMap<ProjectId, Adjustment>> {
    let Some(newest) = newest else {
        return Ok(BTreeMap::new());
    };
    let all = project_classes::adjustments_of(tx.db, tx.division, newest.id)?;
    // They come oldest first, so the last one of a project stays.
    Ok(all
        .into_iter()
        .map(|listing| (listing.adjustment.project, listing.adjustment))
        .collect())
}

/// The adjustment of an earlier edition in a new one, still under the name of whoever made it.
fn carry(
    tx: &Tx<'_>,
    proposal: &Proposal<'_>,
    catalogue: CatalogueId,
    from: ProjectClass,
    before: &Adjustment,
) -> Step<Adjustment> {
    let words = format!("沿用上一版的调整:{}", before.reason);
    Ok(Adjustment {
        id: tx.fresh::<AdjustmentId>()?,
        catalogue,
        project: before.project,
        from,
        to: before.to,
        reason: words.chars().take(REASON_MOST).collect(),
        made: Hand {
            at: proposal.by.at,
            ..before.made.clone()
        },
    })
}
