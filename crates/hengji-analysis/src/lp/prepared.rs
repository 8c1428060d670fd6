//! 预处理 (preparation): a program scaled by powers of two and brought to standard form, with a start.

use super::program::{ColumnData, Kind, Program, Relation};
use super::scaling::power_of_two;
use super::staged::Stages;
use super::standard::{Cost, Standard};
use super::table::Table;

/// Rounds of scaling rows and columns in turn; the first does nearly all there is to do.
const ROUNDS: usize = 2;

/// A scaled program. Each free column stands twice, once with the sign turned.
#[derive(Debug)]
pub(super) struct Prepared {
    table: Table,
    upper: Vec<f64>,
    cost: Vec<f64>,
    /// The column of the program behind each shared one, and what its value has to be multiplied by.
    sources: Vec<(usize, f64)>,
    /// What each row was divided by.
    row_scales: Vec<f64>,
    cost_scale: f64,
    right: Vec<f64>,
    own: Vec<f64>,
    own_upper: Vec<f64>,
    artificial: Vec<usize>,
    /// The basis to start from: slacks, and where these would be negative, artificial columns.
    pub(super) start: Vec<usize>,
}

/// The columns of a program while they are scaled, free ones twice.
#[derive(Debug, Default)]
struct Columns {
    entries: Vec<f64>,
    upper: Vec<f64>,
    cost: Vec<f64>,
    sources: Vec<(usize, f64)>,
}

impl Columns {
    fn new(program: &Program, row_scales: &[f64], column_scales: &[f64]) -> Self {
        let mut columns = Self::default();
        let sign = if program.is_maximum { -1.0 } else { 1.0 };
        for (at, (column, scale)) in program.columns.iter().zip(column_scales).enumerate() {
            let both: &[f64] = if column.kind == Kind::Free {
                &[1.0, -1.0]
            } else {
                &[1.0]
            };
            for turn in both {
                let rows = row_scales.iter().enumerate();
                columns
                    .entries
                    .extend(rows.map(|(row, by)| turn * entry(column, row) / by / scale));
                columns.cost.push(turn * sign * column.cost / scale);
                columns.sources.push((at, turn / scale));
                columns.upper.push(match column.kind {
                    Kind::UpTo(bound) => bound * scale,
                    Kind::NonNegative | Kind::Free => f64::INFINITY,
                });
            }
        }
        columns
    }
}

/// An entry of a column; one added before the last row has none in the later rows.
fn entry(column: &ColumnData, row: usize) -> f64 {
    column.entries.get(row).copied().unwrap_or(0.0)
}

impl Prepared {
    pub(super) fn new(program: &Program) -> Self {
        let (row_scales, column_scales) = scales(program);
        let Columns {
            entries,
            upper,
            mut cost,
            sources,
        } = Columns::new(program, &row_scales, &column_scales);
        let largest = cost
            .iter()
            .fold(0.0, |largest: f64, cost| largest.max(cost.abs()));
        let cost_scale = power_of_two(largest);
        cost.iter_mut().for_each(|cost| *cost /= cost_scale);
        let rows = program.rows.iter().zip(&row_scales);
        let right = rows.map(|((_, right), scale)| right / scale).collect();
        let table = Table::new(program.rows.len(), entries);
        let (own, own_upper, artificial, start) = Default::default();
        let mut prepared = Self {
            table,
            upper,
            cost,
            sources,
            row_scales,
            cost_scale,
            right,
            own,
            own_upper,
            artificial,
            start,
        };
        prepared.add_slacks(program);
        prepared
    }

    /// A slack for every inequality, an artificial column for every row whose slack cannot start the search.
    fn add_slacks(&mut self, program: &Program) {
        let rows = self.right.len();
        for (row, (relation, _)) in program.rows.iter().enumerate() {
            let right = self.right.get(row).copied().unwrap_or(0.0);
            let side = match relation {
                Relation::AtMost => Some(1.0),
                Relation::AtLeast => Some(-1.0),
                Relation::Equal => None,
            };
            if let Some(side) = side {
                let slack = self.add_unit(rows, row, side);
                if 0.0 <= side * right {
                    self.start.push(slack);
                    continue;
                }
            }
            let artificial = self.add_unit(rows, row, if right < 0.0 { -1.0 } else { 1.0 });
            self.artificial.push(artificial);
            self.start.push(artificial);
        }
    }

    fn add_unit(&mut self, rows: usize, row: usize, entry: f64) -> usize {
        self.own
            .extend((0..rows).map(|at| if at == row { entry } else { 0.0 }));
        self.own_upper.push(f64::INFINITY);
        self.table.count() + self.own_upper.len() - 1
    }

    pub(super) fn standard(&self) -> Standard<'_> {
        let (own, own_upper, right) = (self.own.clone(), self.own_upper.clone(), self.right.clone());
        Standard {
            shared: &self.table,
            shared_upper: &self.upper,
            barred: None,
            own,
            own_upper,
            right,
        }
    }

    pub(super) fn stages(&self) -> Stages<'_> {
        let value = Cost {
            shared: &self.cost,
            own: vec![0.0; self.own_upper.len()],
        };
        Stages {
            artificial: self.artificial.clone(),
            value,
            face: None,
        }
    }

    /// The values of the program's columns.
    pub(super) fn primal(&self, columns: usize, answer: &[(usize, f64)]) -> Vec<f64> {
        let mut primal = vec![0.0; columns];
        for (column, value) in answer {
            let source = self
                .sources
                .get(*column)
                .and_then(|(at, by)| Some((primal.get_mut(*at)?, by)));
            if let Some((place, by)) = source {
                *place += value * by;
            }
        }
        primal
    }

    /// The prices of the program's rows.
    pub(super) fn dual(&self, is_maximum: bool, prices: &[f64]) -> Vec<f64> {
        let sign = if is_maximum {
            -self.cost_scale
        } else {
            self.cost_scale
        };
        prices
            .iter()
            .zip(&self.row_scales)
            .map(|(price, scale)| sign * price / scale)
            .collect()
    }
}

/// Powers of two that bring the largest entry of every row and column to about one.
fn scales(program: &Program) -> (Vec<f64>, Vec<f64>) {
    let columns = &program.columns;
    let (mut row_scales, mut column_scales) = (vec![1.0; program.rows.len()], vec![1.0; columns.len()]);
    for _ in 0..ROUNDS {
        for (row, scale) in row_scales.iter_mut().enumerate() {
            let sizes = columns
                .iter()
                .zip(&column_scales)
                .map(|(column, by)| (entry(column, row) / by).abs());
            *scale = power_of_two(sizes.fold(0.0, f64::max));
        }
        for (column, scale) in columns.iter().zip(&mut column_scales) {
            let rows = row_scales.iter().enumerate();
            let sizes = rows.map(|(row, by)| (entry(column, row) / by).abs());
            *scale = power_of_two(sizes.fold(0.0, f64::max));
        }
    }
    (row_scales, column_scales)
}
