//! Each row of a file of money data becomes an amount of a project or unit, or a problem with its cell.

mod desk;

use std::collections::{BTreeMap, HashMap};

use hengji_domain::fact::load::LoadKind;
use hengji_domain::id::UnitId;
use hengji_domain::project::Project;
use hengji_domain::unit::Unit;
use hengji_domain::{BudgetYear, Money, NaiveDate};

use super::Reading;
use super::columns::MoneyField;
use crate::lists::{Columns, RowProblem};
use crate::ports::RawTable;

pub(super) use desk::check;

/// A row that became an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AmountRow {
    /// Row in the file.
    pub(super) row: u32,
    /// Index of the project, or of the unit for control totals.
    pub(super) subject: usize,
    /// 1 to 12; 0 for the year.
    pub(super) month: u32,
    /// The amount.
    pub(super) amount: Money,
}

/// Rows of one project that the register does not have, in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown {
    /// 项目名称, where the file gives one.
    pub(super) name: String,
    /// The unit, where the file names one that is registered.
    pub(super) unit: Option<UnitId>,
    /// First row in the file.
    pub(super) first_row: u32,
    /// How many rows.
    pub(super) rows: u32,
    /// Their sum.
    pub(super) total: Money,
}

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) rows: Vec<AmountRow>,
    /// By code and month.
    pub(super) unknown: BTreeMap<(String, u32), Unknown>,
    pub(super) problems: Vec<RowProblem>,
    /// Rows that repeat an earlier one in every cell, with that one.
    pub(super) duplicates: Vec<(u32, u32)>,
    /// Negative rows and their sum.
    pub(super) refunds: (u32, Money),
}

/// What rows are checked against.
pub(super) struct Register<'a> {
    pub(super) kind: LoadKind,
    pub(super) year: BudgetYear,
    pub(super) today: NaiveDate,
    pub(super) units: &'a [Unit],
    pub(super) projects: &'a [Project],
}

/// Rows and their sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) rows: u32,
    pub(super) total: Money,
}

impl Tally {
    pub(super) fn add(&mut self, rows: u32, amount: Money) {
        self.rows = self.rows.saturating_add(rows);
        self.total = plus(self.total, amount);
    }
}

/// The sum, held at the limit of the type: each row was read within it, and a file that sums beyond is no file of a
/// budget; the store refuses such a sum openly.
pub(super) fn plus(one: Money, other: Money) -> Money {
    Money::from_fen(one.fen().saturating_add(other.fen()))
}

impl Checked {
    /// What becomes facts, by month.
    pub(super) fn loaded(&self) -> BTreeMap<u32, Tally> {
        let mut all: BTreeMap<u32, Tally> = BTreeMap::new();
        for row in &self.rows {
            all.entry(row.month).or_default().add(1, row.amount);
        }
        all
    }

    /// What the file says, by month: what becomes facts and what is unknown.
    pub(super) fn filed(&self) -> BTreeMap<u32, Tally> {
        let mut all = self.loaded();
        for ((_, month), unknown) in &self.unknown {
            all.entry(*month).or_default().add(unknown.rows, unknown.total);
        }
        all
    }

    /// Whether the file may be stored.
    pub(super) fn is_ready(&self, reading: &Reading) -> bool {
        self.problems.is_empty()
            && (self.duplicates.is_empty() || reading.accepts_duplicates)
            && !(self.rows.is_empty() && self.unknown.is_empty())
    }
}

/// A file as it is read now.
pub(super) struct File<'a> {
    pub(super) table: &'a RawTable,
    pub(super) columns: &'a Columns<MoneyField>,
    pub(super) reading: &'a Reading,
}

/// Units by code, by name and by code-name; a name that two bear names none.
pub(super) fn units_by_text(units: &[Unit]) -> HashMap<String, Option<usize>> {
    let mut map: HashMap<String, Option<usize>> = HashMap::new();
    for (index, unit) in units.iter().enumerate() {
        let texts = [
            unit.code.clone(),
            unit.name.clone(),
            format!("{}-{}", unit.code, unit.name),
        ];
        for text in texts {
            map.entry(hengji_domain::value::read::normalise(&text))
                .and_modify(|known| {
                    if *known != Some(index) {
                        *known = None;
                    }
                })
                .or_insert(Some(index));
        }
    }
    map
}
