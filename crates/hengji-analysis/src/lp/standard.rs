//! 标准形 (standard form): minimise a cost over columns between zero and an upper bound, all rows equalities.

use super::table::Table;

/// A program in standard form: columns shared with other programs first, its own columns after them.
#[derive(Debug, Clone)]
pub(crate) struct Standard<'a> {
    /// The shared columns.
    pub(crate) shared: &'a Table,
    /// Their upper bounds; empty if none has one.
    pub(crate) shared_upper: &'a [f64],
    /// A shared column that may not take part.
    pub(crate) barred: Option<usize>,
    /// The own columns, one after the other.
    pub(crate) own: Vec<f64>,
    /// Their upper bounds; a column closed at zero never enters.
    pub(crate) own_upper: Vec<f64>,
    /// The right side.
    pub(crate) right: Vec<f64>,
}

/// What is minimised: costs of the shared columns (empty if all are zero) and of the own ones.
#[derive(Debug, Clone)]
pub(crate) struct Cost<'a> {
    /// Costs of the shared columns.
    pub(crate) shared: &'a [f64],
    /// Costs of the own columns.
    pub(crate) own: Vec<f64>,
}

impl Cost<'_> {
    /// The cost of a column.
    pub(crate) fn of(&self, column: usize, shared: usize) -> f64 {
        let cost = match column.checked_sub(shared) {
            Some(own) => self.own.get(own),
            None => self.shared.get(column),
        };
        cost.copied().unwrap_or(0.0)
    }
}

impl Standard<'_> {
    /// The number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.right.len()
    }

    /// The number of columns.
    pub(crate) fn count(&self) -> usize {
        self.shared.count() + self.own_upper.len()
    }

    /// One column.
    pub(crate) fn column(&self, at: usize) -> &[f64] {
        let rows = self.rows();
        match at.checked_sub(self.shared.count()) {
            Some(own) => self.own.get(own * rows..(own + 1) * rows).unwrap_or(&[]),
            None => self.shared.column(at),
        }
    }

    /// The upper bound of a column, infinite for most.
    pub(crate) fn upper(&self, at: usize) -> f64 {
        let bound = match at.checked_sub(self.shared.count()) {
            Some(own) => self.own_upper.get(own),
            None => self.shared_upper.get(at),
        };
        bound.copied().unwrap_or(f64::INFINITY)
    }

    /// Whether a column may enter a basis.
    pub(crate) fn is_open(&self, at: usize) -> bool {
        self.barred != Some(at) && self.upper(at) > 0.0
    }

    /// Closes own columns at zero, once they have served as a start.
    pub(crate) fn close(&mut self, columns: &[usize]) {
        let shared = self.shared.count();
        for column in columns {
            if let Some(upper) = column
                .checked_sub(shared)
                .and_then(|own| self.own_upper.get_mut(own))
            {
                *upper = 0.0;
            }
        }
    }
}
