//! 预处理 (preparation): a program scaled by powers of two and brought to standard form, with a start.

use super::program::{Kind, Program, Relation};
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

impl Prepared {
    pub(super) fn new(program: &Program) -> Self {
        let rows = program.rows.len();
        // Columns added before the last row have no entry in the later ones.
        let entry = |column: usize, row: usize| {
            program
                .columns
                .get(column)
                .and_then(|column| column.entries.get(row))
                .copied()
                .unwrap_or(0.0)
        };
        let (row_scales, column_scales) = scales(rows, program.columns.len(), &entry);
        let sign = if program.is_maximum { -1.0 } else { 1.0 };
        let (mut by_column, mut upper, mut cost, mut sources) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (at, (column, scale)) in program.columns.iter().zip(&column_scales).enumerate() {
            let scaled = |row: usize, row_scale: &f64| entry(at, row) / row_scale / scale;
            let turned: &[f64] = if column.kind == Kind::Free {
                &[1.0, -1.0]
            } else {
                &[1.0]
            };
            for turn in turned {
                by_column.extend(
                    row_scales
                        .iter()
                        .enumerate()
                        .map(|(row, by)| turn * scaled(row, by)),
                );
                upper.push(if let Kind::UpTo(bound) = column.kind {
                    bound * scale
                } else {
                    f64::INFINITY
                });
                cost.push(turn * sign * column.cost / scale);
                sources.push((at, turn / scale));
            }
        }
        let cost_scale = power_of_two(
            cost.iter()
                .fold(0.0, |largest: f64, cost| largest.max(cost.abs())),
        );
        cost.iter_mut().for_each(|cost| *cost /= cost_scale);
        let right = program
            .rows
            .iter()
            .zip(&row_scales)
            .map(|((_, right), scale)| right / scale)
            .collect();
        let table = Table::new(rows, by_column);
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
fn scales(rows: usize, columns: usize, entry: &impl Fn(usize, usize) -> f64) -> (Vec<f64>, Vec<f64>) {
    let (mut row_scales, mut column_scales) = (vec![1.0; rows], vec![1.0; columns]);
    for _ in 0..ROUNDS {
        for (row, scale) in row_scales.iter_mut().enumerate() {
            let sizes = column_scales
                .iter()
                .enumerate()
                .map(|(column, by)| (entry(column, row) / by).abs());
            *scale = power_of_two(sizes.fold(0.0, f64::max));
        }
        for (column, scale) in column_scales.iter_mut().enumerate() {
            let sizes = row_scales
                .iter()
                .enumerate()
                .map(|(row, by)| (entry(column, row) / by).abs());
            *scale = power_of_two(sizes.fold(0.0, f64::max));
        }
    }
    (row_scales, column_scales)
}
