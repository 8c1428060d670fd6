//! Fractions where floats fail, and on programs whose answers are known.

use crate::lp::{Kind, Outcome, Program, Relation, Row, Solution};

fn best(program: &Program) -> Solution {
    match program.solve() {
        Ok(Outcome::Optimal(solution)) => solution,
        other => panic!("no best value: {other:?}"),
    }
}

/// Entries L/(i+j+1) with L a common multiple, so that all are whole: columns that nearly depend on each other, and
/// one answer, all ones.
fn hilbert(size: u32) -> Program {
    let entry = |row: u32, column: u32| 26_771_144_400.0 / f64::from(row + column + 1);
    let mut program = Program::minimise();
    let rows: Vec<Row> = (0..size)
        .map(|row| program.row(Relation::Equal, (0..size).map(|column| entry(row, column)).sum()))
        .collect();
    for column in 0..size {
        let entries: Vec<(Row, f64)> = rows
            .iter()
            .zip(0..size)
            .map(|(row, at)| (*row, entry(at, column)))
            .collect();
        program.column(1.0, Kind::NonNegative, &entries);
    }
    program
}

#[test]
fn what_floats_cannot_settle_is_settled_in_fractions() {
    // Thirteen nearly dependent rows and columns: floats call the basis singular.
    let solution = best(&hilbert(13));
    assert!(
        solution.certificate.exact && solution.certificate.ok,
        "{:?}",
        solution.certificate
    );
    assert!((solution.value - 13.0).abs() < 1e-12);
    // Small programs of the kind need no fractions.
    let small = best(&hilbert(4));
    assert!(!small.certificate.exact && small.certificate.ok);
    assert!((small.value - 4.0).abs() < 1e-9);
}

#[test]
fn a_contradiction_in_the_last_digit_is_found() {
    let contradiction = |miss: f64| {
        let mut program = Program::minimise();
        let first = program.row(Relation::Equal, 1.0);
        let second = program.row(Relation::Equal, 2.0 + miss);
        program.column(1.0, Kind::NonNegative, &[(first, 1.0), (second, 2.0)]);
        program.solve()
    };
    assert!(matches!(contradiction(0.0), Ok(Outcome::Optimal(_))));
    assert_eq!(contradiction(1e-3), Ok(Outcome::Infeasible));
}

#[test]
fn bounds_and_ties_hold_in_fractions_too() {
    // Eight rows through one point, so that every step is a tie, and one bounded column.
    let mut program = Program::maximise();
    let rows: Vec<Row> = (1..=8).map(|_| program.row(Relation::AtMost, 0.0)).collect();
    let bounded: Vec<(Row, f64)> = rows.iter().map(|row| (*row, -1.0)).collect();
    let free: Vec<(Row, f64)> = rows
        .iter()
        .zip(1..=8)
        .map(|(row, slope)| (*row, f64::from(slope)))
        .collect();
    program.column(0.0, Kind::UpTo(8.0), &bounded);
    program.column(1.0, Kind::Free, &free);
    assert!((best(&program).value - 1.0).abs() < 1e-12);
    let prepared = super::super::prepared::Prepared::new(&program);
    let exact = super::in_fractions(&prepared.standard(), &[], &prepared.start, &prepared.stages());
    assert!(exact.is_some_and(|exact| exact.proved == Some(true) && !exact.answer.is_empty()));
}
