//! The units of a division by id: lists need their names on every page.

use std::collections::HashMap;
use std::sync::Arc;

use hengji_domain::id::UnitId;
use hengji_domain::unit::Unit;
use hengji_domain::{BudgetYear, Division};

use super::App;
use crate::error::AppError;

/// Units of a division, in the order of their names.
pub(crate) struct Directory {
    units: Vec<Unit>,
    by_id: HashMap<UnitId, usize>,
    years: Vec<BudgetYear>,
}

impl Directory {
    fn new(units: Vec<Unit>, years: Vec<BudgetYear>) -> Self {
        let by_id = units
            .iter()
            .enumerate()
            .map(|(index, unit)| (unit.id, index))
            .collect();
        Self { units, by_id, years }
    }

    /// All units, by name.
    pub(crate) fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The budget years in which the division has projects.
    pub(crate) fn years(&self) -> &[BudgetYear] {
        &self.years
    }

    /// The unit with this id.
    pub(crate) fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.by_id.get(&id).and_then(|index| self.units.get(*index))
    }

    /// The name of the unit, or nothing for one that is too new to be known here.
    pub(crate) fn name(&self, id: UnitId) -> String {
        self.unit(id).map(|unit| unit.name.clone()).unwrap_or_default()
    }
}

impl App {
    /// The units of the division.
    pub(crate) fn directory(&self, division: Division) -> Result<Arc<Directory>, AppError> {
        let now = self.now();
        if let Some(known) = self.inner.directories.get(&division, now) {
            return Ok(known);
        }
        let (units, years) = self.read(|db| {
            let units = hengji_store::units::list(db, division)?;
            Ok((units, hengji_store::projects::years(db, division)?))
        })?;
        let fresh = Arc::new(Directory::new(units, years));
        self.inner.directories.put(division, now, Arc::clone(&fresh));
        Ok(fresh)
    }

    /// Forgets what is known of the division, after its units or its name were changed here.
    pub(crate) fn forget_directory(&self, division: Division) {
        self.inner.directories.forget(&division);
        self.inner.served.forget(&());
    }
}
