//! 系数表 (table): the dense columns many programs share, kept by row for pricing and by column for pivoting.

/// How many columns are priced together: four rows of them fit the first-level cache.
const BLOCK: usize = 512;

/// A dense matrix of few rows and many columns.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    rows: usize,
    count: usize,
    by_row: Vec<f64>,
    by_column: Vec<f64>,
}

impl Table {
    /// A table from its columns, one after the other.
    pub(crate) fn new(rows: usize, by_column: Vec<f64>) -> Self {
        let count = by_column.len().checked_div(rows).unwrap_or(0);
        let by_row = (0..rows)
            .flat_map(|row| by_column.iter().skip(row).step_by(rows).copied())
            .collect();
        Self {
            rows,
            count,
            by_row,
            by_column,
        }
    }

    /// The number of columns.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// One column; empty beyond the last.
    pub(crate) fn column(&self, at: usize) -> &[f64] {
        self.by_column
            .get(at * self.rows..(at + 1) * self.rows)
            .unwrap_or(&[])
    }

    /// Subtracts the priced columns from `into`: `into[j] -= sum_i prices[i] a[i][j]`.
    pub(crate) fn subtract_priced(&self, prices: &[f64], into: &mut [f64]) {
        if self.count == 0 {
            return;
        }
        for (at, block) in into.chunks_mut(BLOCK).enumerate() {
            let start = at * BLOCK;
            let mut rows = self
                .by_row
                .chunks_exact(self.count)
                .zip(prices)
                .filter(|(_, price)| **price != 0.0);
            // Four rows at a time, so that a block is read and written a quarter as often.
            while let Some(first) = rows.next() {
                let four = [Some(first), rows.next(), rows.next(), rows.next()];
                subtract_rows(&four, start, block);
            }
        }
    }
}

fn subtract_rows(rows: &[Option<(&[f64], &f64)>; 4], start: usize, block: &mut [f64]) {
    let slice = |at: usize| {
        rows.get(at)
            .copied()
            .flatten()
            .and_then(|(row, price)| Some((row.get(start..)?, *price)))
    };
    match (slice(0), slice(1), slice(2), slice(3)) {
        (Some((a, p)), Some((b, q)), Some((c, r)), Some((d, s))) => {
            for ((((into, a), b), c), d) in block.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *into -= p * a + q * b + (r * c + s * d);
            }
        }
        (Some((a, p)), Some((b, q)), Some((c, r)), None) => {
            for (((into, a), b), c) in block.iter_mut().zip(a).zip(b).zip(c) {
                *into -= p * a + q * b + r * c;
            }
        }
        (Some((a, p)), Some((b, q)), None, _) => {
            for ((into, a), b) in block.iter_mut().zip(a).zip(b) {
                *into -= p * a + q * b;
            }
        }
        (Some((a, p)), ..) => {
            for (into, a) in block.iter_mut().zip(a) {
                *into -= p * a;
            }
        }
        (None, ..) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priced_columns_are_subtracted_for_any_number_of_rows() {
        for rows in 1..=9_u32 {
            for count in [1_u32, 3, 511, 512, 513, 1_200] {
                let by_column: Vec<f64> = (0..rows * count).map(|at| f64::from(at % 17) - 5.0).collect();
                let table = Table::new(usize::try_from(rows).unwrap(), by_column);
                let prices: Vec<f64> = (0..rows).map(|row| f64::from(row % 3) - 1.0).collect();
                let mut found = vec![1.0; table.count()];
                table.subtract_priced(&prices, &mut found);
                for (at, found) in found.iter().enumerate() {
                    let dot: f64 = table
                        .column(at)
                        .iter()
                        .zip(&prices)
                        .map(|(a, price)| a * price)
                        .sum();
                    assert!(
                        (found - (1.0 - dot)).abs() < 1e-12,
                        "{rows} rows, column {at} of {count}"
                    );
                }
            }
        }
    }

    #[test]
    fn an_empty_table_has_no_columns() {
        let table = Table::new(0, Vec::new());
        assert_eq!(table.count(), 0);
        assert!(table.column(3).is_empty());
        table.subtract_priced(&[], &mut []);
    }
}
