//! 指标来源 (provenance): what lines were taken from the library, and what became of it since.

use std::collections::BTreeMap;

use hengji_domain::id::IndicatorId;
use hengji_domain::library::{Original, drift};
use hengji_domain::sheet::Sheet;
use hengji_domain::value::TargetValue;
use hengji_domain::{BudgetYear, Division};
use hengji_store::Db;
use hengji_store::library::{self, LibraryIndicator};

use super::view::LibraryMark;
use crate::app::{Step, Tx};
use crate::error::{AppError, FieldError};

/// The indicators behind lines, by id, in one statement; none where no line was taken from the library.
pub(crate) fn marks(
    db: &mut Db,
    division: Division,
    mut ids: Vec<IndicatorId>,
) -> Step<BTreeMap<IndicatorId, LibraryIndicator>> {
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let found = library::by_ids(db, &division.lineage(), &ids)?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// Refuses lines that newly claim to be taken from an indicator which no library offers in the year: a provenance
/// that cannot be followed is none. Lines that pointed there before keep what they used.
pub(crate) fn require_offered(tx: &mut Tx<'_>, before: &Sheet, after: &Sheet) -> Step<()> {
    let known: Vec<IndicatorId> = before
        .lines
        .iter()
        .filter_map(|line| line.library_indicator)
        .collect();
    let fresh: Vec<(usize, IndicatorId)> = after
        .lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| Some((index, line.library_indicator?)))
        .filter(|(_, id)| !known.contains(id))
        .collect();
    let offered = marks(tx.db, tx.division, fresh.iter().map(|(_, id)| *id).collect())?;
    let is_offered = |id: &IndicatorId| offered.get(id).is_some_and(|one| one.is_valid_in(after.year));
    let errors: Vec<FieldError> = fresh
        .iter()
        .filter(|(_, id)| !is_offered(id))
        .map(|(index, _)| {
            FieldError::new(
                format!("lines[{index}].library_indicator"),
                "library-indicator-unknown",
                format!("{} 年的指标库中没有这条指标,请重新选取。", after.year),
            )
        })
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid(errors).into())
    }
}

impl LibraryMark {
    /// What a line of a sheet of the year shows of its indicator.
    pub(crate) fn of(one: &LibraryIndicator, level3: &str, target: &TargetValue, year: BudgetYear) -> Self {
        let original = Original {
            name: &one.name,
            comparator: one.comparator,
            unit: one.unit.as_deref(),
        };
        Self {
            id: one.id,
            code: one.code.clone(),
            name: one.name.clone(),
            drifts: drift(&original, level3, target),
            gone: gone(one, year),
        }
    }
}

/// 已并入 or 已退出, where the indicator may no longer be picked for the year.
fn gone(one: &LibraryIndicator, year: BudgetYear) -> Option<String> {
    let last = one.valid_to.filter(|last| *last < year)?;
    Some(if one.successor.is_some() {
        format!("{last} 年后并入其他指标")
    } else {
        format!("{last} 年后退出")
    })
}
