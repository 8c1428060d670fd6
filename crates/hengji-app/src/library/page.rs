//! 指标页 (page): one indicator with its versions, its uses and how it fared.

use std::collections::BTreeMap;
use std::str::FromStr;

use hengji_authz::Action;
use hengji_domain::id::IndicatorId;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Decimal};
use hengji_store::Page;
use hengji_store::library;
use hengji_store::library::proposals::{self, ProposalFilter, ProposalState};
use hengji_store::library::versions::{self, Version};

use super::IndicatorInput;
use super::proposals::{row as proposal_row, visible_units};
use super::view::{IndicatorPage, Spread, VersionView};
use crate::app::App;
use crate::common::Hand;
use crate::error::AppError;

/// Targets that are looked at for their spread: more tell nothing new.
const TARGETS_MAX: u32 = 10_000;
/// Pending proposals on one indicator: there is one at most, and a few from files.
const PENDING_MAX: u32 = 20;

impl App {
    /// The page of an indicator as of a year.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one of no library that the division has or inherits; [`AppError::Forbidden`].
    pub fn library_indicator(
        &self,
        actor: &Actor,
        year: BudgetYear,
        id: IndicatorId,
    ) -> Result<IndicatorPage, AppError> {
        self.may_look(actor, Action::ViewLibrary)?;
        let ground = self.library_ground(actor.division, year)?;
        let (division, lineage) = (actor.division, actor.division.lineage());
        let filter = ProposalFilter {
            state: Some(ProposalState::Pending),
            indicator: Some(id),
            units: visible_units(actor),
            ..ProposalFilter::default()
        };
        let few = Page {
            offset: 0,
            limit: PENDING_MAX,
        };
        let (one, successor, fates, targets, versions, pending) = self.read(|db| {
            let one = library::find(db, &lineage, id)?.ok_or(AppError::NotFound)?;
            let successor = match one.successor {
                Some(successor) => library::find(db, &lineage, successor)?,
                None => None,
            };
            let fates = library::fates(db, division, year)?;
            let targets = library::targets_of(db, division, year, id, TARGETS_MAX)?;
            let versions = versions::of_indicator(db, &lineage, id)?;
            Ok((
                one,
                successor,
                fates,
                targets,
                versions,
                proposals::list(db, division, &filter, few)?,
            ))
        })?;
        let category = ground.rules.category(&one.category).cloned();
        Ok(IndicatorPage {
            row: ground.row(&one),
            texts: IndicatorInput::of(&one),
            branch: category.as_ref().map(|category| category.branch),
            category,
            version: one.version,
            successor: successor.map(|one| (one.id, one.name)),
            fate: fates.get(&id).copied().unwrap_or_default(),
            spreads: spreads(&targets),
            versions: version_views(&versions),
            pending: pending.iter().map(proposal_row).collect(),
            is_own: one.division == division,
        })
    }
}

/// Least, middle and greatest target by unit of measure, the commonest unit first.
pub(super) fn spreads(targets: &[(String, String)]) -> Vec<Spread> {
    let mut by_unit: BTreeMap<&str, Vec<Decimal>> = BTreeMap::new();
    for (value, unit) in targets {
        if let Ok(value) = Decimal::from_str(value) {
            by_unit.entry(unit).or_default().push(value);
        }
    }
    let mut spreads: Vec<Spread> = by_unit
        .into_iter()
        .filter_map(|(unit, mut values)| {
            values.sort_unstable();
            let text = |value: &Decimal| value.normalize().to_string();
            Some(Spread {
                unit: unit.to_owned(),
                count: values.len(),
                least: text(values.first()?),
                middle: text(values.get(values.len() / 2)?),
                most: text(values.last()?),
            })
        })
        .collect();
    spreads.sort_by_key(|spread| (std::cmp::Reverse(spread.count), spread.unit.clone()));
    spreads
}

/// Versions with what differs from the one before, newest first.
fn version_views(all: &[Version]) -> Vec<VersionView> {
    let texts = |one: &Version| serde_json::from_str::<IndicatorInput>(&one.content).ok();
    let earlier = all.iter().skip(1).map(Some).chain([None]);
    all.iter()
        .zip(earlier)
        .map(|(one, before)| {
            let differences = match (before.and_then(texts), texts(one)) {
                (Some(before), Some(after)) => before.differences(&after),
                _ => Vec::new(),
            };
            VersionView {
                version: one.version,
                change: one.change.clone(),
                reason: one.reason.clone(),
                proposer: one.proposer_name.clone(),
                hand: Hand {
                    name: one.decider_name.clone(),
                    at: one.made_at,
                },
                differences,
            }
        })
        .collect()
}
