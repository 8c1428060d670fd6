//! 规划 (program): rows and columns as the caller thinks of them, and the answer in the same terms.

use super::certificate::Certificate;
use super::check::certificate;
use super::prepared::Prepared;
use super::staged::{Staged, Verdict, in_floats, in_fractions};

/// How the terms of a row stand to its right side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// At most the right side.
    AtMost,
    /// Exactly the right side.
    Equal,
    /// At least the right side.
    AtLeast,
}

/// What a column may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Zero or more.
    NonNegative,
    /// Any number.
    Free,
    /// Between zero and this bound.
    UpTo(f64),
}

/// A row of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row(pub(super) usize);

/// A column of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column(pub(super) usize);

#[derive(Debug, Clone)]
pub(super) struct ColumnData {
    pub(super) cost: f64,
    pub(super) kind: Kind,
    /// One entry per row.
    pub(super) entries: Vec<f64>,
}

/// A linear program with few rows and any number of columns.
#[derive(Debug, Clone)]
pub struct Program {
    pub(super) is_maximum: bool,
    pub(super) rows: Vec<(Relation, f64)>,
    pub(super) columns: Vec<ColumnData>,
    /// The first column that names a row of another program.
    stray: Option<usize>,
}

/// Why a program cannot be solved. Rows and columns are counted from one, in the order they were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LpError {
    /// A right side is not a finite number.
    #[error("线性规划第 {0} 行的右端不是有限的数。请检查数据中的空值或除以零。 [lp-right-not-finite]")]
    RightNotFinite(usize),
    /// A cost, bound or entry is not a finite number, or a bound is negative.
    #[error(
        "线性规划第 {0} 列的系数不是有限的数,或上界为负。请检查数据中的空值或除以零。 [lp-column-not-finite]"
    )]
    ColumnNotFinite(usize),
    /// A column has an entry in a row that is not of this program.
    #[error("线性规划第 {0} 列引用了不存在的行。请先添加行再添加列。 [lp-unknown-row]")]
    UnknownRow(usize),
    /// Neither floats nor fractions found a basis to start from.
    #[error("线性规划的数值跨度过大,无法求解。请换用相近的计量单位(如万元)。 [lp-unsolvable]")]
    Unsolvable,
}

/// What a program has for an answer.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub enum Outcome {
    /// There is a best value.
    Optimal(Solution),
    /// Nothing satisfies the rows.
    Infeasible,
    /// The value can be improved without end.
    Unbounded,
}

/// A best answer with what proves it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Solution {
    /// The best value.
    pub value: f64,
    /// The proof, computed from the rows and columns as they were given.
    pub certificate: Certificate,
    /// Steps of the simplex.
    pub iterations: usize,
    pub(super) primal: Vec<f64>,
    pub(super) dual: Vec<f64>,
}

impl Solution {
    /// The value of a column.
    #[must_use]
    pub fn primal(&self, column: Column) -> f64 {
        self.primal.get(column.0).copied().unwrap_or(0.0)
    }

    /// The price of a row: by how much the best value changes when its right side grows by one.
    #[must_use]
    pub fn dual(&self, row: Row) -> f64 {
        self.dual.get(row.0).copied().unwrap_or(0.0)
    }
}

impl Outcome {
    /// The best answer, if there is one.
    #[must_use]
    pub fn optimal(self) -> Option<Solution> {
        match self {
            Self::Optimal(solution) => Some(solution),
            Self::Infeasible | Self::Unbounded => None,
        }
    }
}

impl Program {
    fn new(is_maximum: bool) -> Self {
        Self {
            is_maximum,
            rows: Vec::new(),
            columns: Vec::new(),
            stray: None,
        }
    }

    /// A program whose value is to be as large as possible.
    #[must_use]
    pub fn maximise() -> Self {
        Self::new(true)
    }

    /// A program whose value is to be as small as possible.
    #[must_use]
    pub fn minimise() -> Self {
        Self::new(false)
    }

    /// Adds a row. Columns added before have no entry in it.
    pub fn row(&mut self, relation: Relation, right: f64) -> Row {
        self.rows.push((relation, right));
        Row(self.rows.len() - 1)
    }

    /// Adds a column with its cost and its entries; several entries in one row add up.
    pub fn column(&mut self, cost: f64, kind: Kind, entries: &[(Row, f64)]) -> Column {
        let mut dense = vec![0.0; self.rows.len()];
        for (row, entry) in entries {
            match dense.get_mut(row.0) {
                Some(place) => *place += entry,
                None => self.stray = self.stray.or(Some(self.columns.len() + 1)),
            }
        }
        self.columns.push(ColumnData {
            cost,
            kind,
            entries: dense,
        });
        Column(self.columns.len() - 1)
    }

    /// Finds the best value: in floats, and where these cannot prove themselves in fractions.
    ///
    /// # Errors
    ///
    /// [`LpError`] if a figure is not finite or an entry names a row that is not there.
    pub fn solve(&self) -> Result<Outcome, LpError> {
        self.check()?;
        let prepared = Prepared::new(self);
        let (standard, stages) = (prepared.standard(), prepared.stages());
        let mut warm = prepared.start.clone();
        if let Ok((staged, basis)) = in_floats(standard.clone(), prepared.start.clone(), &stages) {
            let outcome = self.outcome(&prepared, &staged);
            if let Some(outcome) = outcome.filter(Outcome::is_certain) {
                return Ok(outcome);
            }
            warm = basis;
        }
        let staged = in_fractions(&standard, &warm, &prepared.start, &stages).ok_or(LpError::Unsolvable)?;
        Ok(match staged.verdict {
            Verdict::Optimal => Outcome::Optimal(self.solution(&prepared, &staged)),
            Verdict::Infeasible => Outcome::Infeasible,
            Verdict::Unbounded => Outcome::Unbounded,
        })
    }

    fn check(&self) -> Result<(), LpError> {
        if let Some(row) = self.rows.iter().position(|(_, right)| !right.is_finite()) {
            return Err(LpError::RightNotFinite(row + 1));
        }
        let is_sound = |column: &ColumnData| {
            let bound = match column.kind {
                Kind::UpTo(bound) => bound,
                Kind::NonNegative | Kind::Free => 0.0,
            };
            let figures = column.entries.iter().chain([&column.cost, &bound]);
            figures.into_iter().all(|figure| figure.is_finite()) && 0.0 <= bound
        };
        match self.columns.iter().position(|column| !is_sound(column)) {
            Some(column) => Err(LpError::ColumnNotFinite(column + 1)),
            None => self
                .stray
                .map_or(Ok(()), |column| Err(LpError::UnknownRow(column))),
        }
    }

    /// What floats found, if it is an answer. Whether there is none at all is for fractions to say, because
    /// nothing a caller could check comes with it.
    fn outcome(&self, prepared: &Prepared, staged: &Staged) -> Option<Outcome> {
        match staged.verdict {
            Verdict::Optimal => Some(Outcome::Optimal(self.solution(prepared, staged))),
            Verdict::Infeasible | Verdict::Unbounded => None,
        }
    }

    fn solution(&self, prepared: &Prepared, staged: &Staged) -> Solution {
        let primal = prepared.primal(self.columns.len(), &staged.answer);
        let dual = prepared.dual(self.is_maximum, &staged.prices);
        let value = self
            .columns
            .iter()
            .zip(&primal)
            .map(|(column, value)| column.cost * value)
            .sum();
        let measured = certificate(self, &primal, &dual);
        let certificate = measured.in_fractions(staged.proved);
        Solution {
            value,
            certificate,
            iterations: staged.iterations,
            primal,
            dual,
        }
    }
}

impl Outcome {
    fn is_certain(&self) -> bool {
        matches!(self, Self::Optimal(solution) if solution.certificate.ok)
    }
}

#[cfg(test)]
mod tests;
