//! 核对 (check): whether an answer and its prices prove each other, from the rows and columns as given.

use super::certificate::Certificate;
use super::program::{ColumnData, Kind, Program, Relation};

/// The certificate of an answer with its prices.
pub(super) fn certificate(program: &Program, primal: &[f64], dual: &[f64]) -> Certificate {
    let value: f64 = program
        .columns
        .iter()
        .zip(primal)
        .map(|(column, value)| column.cost * value)
        .sum();
    let sign = if program.is_maximum { -1.0 } else { 1.0 };
    let mut priced: f64 = program
        .rows
        .iter()
        .zip(dual)
        .map(|((_, right), price)| right * price)
        .sum();
    let mut dual_violation = program.rows.iter().zip(dual).map(|((relation, _), price)| {
        // Loosening a row cannot make the best value worse.
        match relation {
            Relation::AtMost => (sign * price).max(0.0),
            Relation::AtLeast => (-sign * price).max(0.0),
            Relation::Equal => 0.0,
        }
    });
    let largest = dual
        .iter()
        .fold(0.0, |largest: f64, price| largest.max(price.abs()));
    let mut dual_miss = relative(dual_violation.by_ref().fold(0.0, f64::max), largest);
    for column in &program.columns {
        let (reduced, terms) = reduced_cost(column, dual);
        let miss = match column.kind {
            Kind::Free => reduced.abs(),
            Kind::NonNegative => (-sign * reduced).max(0.0),
            Kind::UpTo(bound) => {
                // A bounded column with a bad reduced cost stands at its bound, and the prices may count it there.
                priced += sign * (sign * reduced).min(0.0) * bound;
                0.0
            }
        };
        dual_miss = dual_miss.max(relative(miss, terms));
    }
    let gap = (value - priced).abs() / value.abs().max(1.0);
    Certificate::new(gap, primal_miss(program, primal), dual_miss)
}

fn reduced_cost(column: &ColumnData, dual: &[f64]) -> (f64, f64) {
    let terms = column
        .entries
        .iter()
        .zip(dual)
        .map(|(entry, price)| entry * price);
    terms.fold((column.cost, column.cost.abs()), |(sum, size), term| {
        (sum - term, size + term.abs())
    })
}

/// How far the answer breaks a row or a bound, relative to the terms.
fn primal_miss(program: &Program, primal: &[f64]) -> f64 {
    let mut sums = vec![(0.0_f64, 0.0_f64, 0.0_f64); program.rows.len()];
    let mut worst = 0.0_f64;
    let most = primal.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    for (column, value) in program.columns.iter().zip(primal) {
        let broken = match column.kind {
            Kind::Free => 0.0,
            Kind::NonNegative => relative((-value).max(0.0), most),
            Kind::UpTo(bound) => relative((-value).max(value - bound).max(0.0), bound.max(most)),
        };
        worst = worst.max(broken);
        for (entry, (sum, size, largest)) in column.entries.iter().zip(&mut sums) {
            *sum += entry * value;
            *size += (entry * value).abs();
            *largest = largest.max(entry.abs());
        }
    }
    for ((relation, right), (sum, size, largest)) in program.rows.iter().zip(sums) {
        let miss = match relation {
            Relation::AtMost => (sum - right).max(0.0),
            Relation::AtLeast => (right - sum).max(0.0),
            Relation::Equal => (sum - right).abs(),
        };
        // Where the right side is zero, what the row could reach at most is the measure.
        let measure = if *right == 0.0 {
            size.max(largest * most)
        } else {
            size + right.abs()
        };
        worst = worst.max(relative(miss, measure));
    }
    worst
}

fn relative(miss: f64, size: f64) -> f64 {
    if miss == 0.0 { 0.0 } else { miss / size }
}
