//! The kernel where it is hard: cycles, changed right sides, bounds.

use super::*;
use crate::lp::table::Table;

/// A program over a table of rows, with the identity as slack columns.
fn with_slacks<'a>(table: &'a Table, upper: &'a [f64], right: &[f64]) -> (Standard<'a>, Vec<usize>) {
    let rows = right.len();
    let own = (0..rows * rows)
        .map(|at| if at / rows == at % rows { 1.0 } else { 0.0 })
        .collect();
    let own_upper = vec![f64::INFINITY; rows];
    let right = right.to_vec();
    let start = (table.count()..table.count() + rows).collect();
    (
        Standard {
            shared: table,
            shared_upper: upper,
            barred: None,
            own,
            own_upper,
            right,
        },
        start,
    )
}

fn columns<const R: usize>(rows: &[&[f64]; R]) -> Table {
    let count = rows.first().map_or(0, |row| row.len());
    Table::new(
        R,
        (0..count)
            .flat_map(|at| rows.iter().map(move |row| row[at]))
            .collect(),
    )
}

#[track_caller]
fn kernel(program: Standard<'_>, start: Vec<usize>) -> Kernel<'_> {
    match Kernel::new(program, start) {
        Ok(kernel) => kernel,
        Err(Singular) => panic!("slacks are a basis"),
    }
}

fn value(kernel: &Kernel<'_>, cost: &Cost<'_>) -> f64 {
    let shared = kernel.program.shared.count();
    kernel
        .answer()
        .iter()
        .map(|(column, value)| cost.of(*column, shared) * value)
        .sum()
}

/// Beale's program of 1955, on which the plain simplex cycles.
fn beale() -> (Table, [f64; 4], [f64; 3]) {
    let rows: [&[f64]; 3] = [
        &[0.25, -8.0, -1.0, 9.0],
        &[0.5, -12.0, -0.5, 3.0],
        &[0.0, 0.0, 1.0, 0.0],
    ];
    (columns(&rows), [-0.75, 20.0, -0.5, 6.0], [0.0, 0.0, 1.0])
}

#[test]
fn beale_s_cycle_is_left_with_and_without_perturbation() {
    let (table, costs, right) = beale();
    let cost = Cost {
        shared: &costs,
        own: vec![0.0; 3],
    };
    for is_perturbed in [true, false] {
        let (program, start) = with_slacks(&table, &[], &right);
        let mut kernel = kernel(program, start);
        if is_perturbed {
            kernel.perturb();
        }
        assert_eq!(kernel.primal(&cost, Scope::All), End::Optimal);
        assert_eq!(kernel.restore(&cost), Ok(true));
        assert!(
            (value(&kernel, &cost) + 1.25).abs() < 1e-9,
            "{}",
            value(&kernel, &cost)
        );
        assert!(kernel.iterations < 200, "{}", kernel.iterations);
    }
}

#[test]
fn a_changed_right_side_is_met_by_the_dual_method() {
    let rows: [&[f64]; 2] = [&[1.0, 2.0, 1.0], &[3.0, 1.0, 2.0]];
    let table = columns(&rows);
    let cost = Cost {
        shared: &[-2.0, -3.0, -1.0],
        own: vec![0.0; 2],
    };
    let (program, start) = with_slacks(&table, &[], &[4.0, 6.0]);
    let mut before = kernel(program, start);
    assert_eq!(before.primal(&cost, Scope::All), End::Optimal);
    assert!((value(&before, &cost) + 6.8).abs() < 1e-9);
    // With so little of the second row the basis for the first right side has a negative value.
    before.program.right = vec![4.0, 1.0];
    assert_eq!(before.restore(&cost), Ok(false));
    assert_eq!(before.dual(&cost, Scope::All), End::Optimal);
    assert!(
        (value(&before, &cost) + 3.0).abs() < 1e-9,
        "{}",
        value(&before, &cost)
    );
    let (program, start) = with_slacks(&table, &[], &[4.0, 1.0]);
    let mut afresh = kernel(program, start);
    assert_eq!(afresh.primal(&cost, Scope::All), End::Optimal);
    assert!((value(&afresh, &cost) - value(&before, &cost)).abs() < 1e-12);
}

#[test]
fn bounded_columns_go_to_their_bounds_and_come_back() {
    let rows: [&[f64]; 1] = [&[1.0, 1.0, 1.0]];
    let table = columns(&rows);
    let cost = Cost {
        shared: &[-3.0, -2.0, -1.0],
        own: vec![0.0],
    };
    let upper = [2.0, 3.0, f64::INFINITY];
    let (program, start) = with_slacks(&table, &upper, &[4.0]);
    let mut kernel = kernel(program, start);
    assert_eq!(kernel.primal(&cost, Scope::All), End::Optimal);
    assert!((value(&kernel, &cost) + 10.0).abs() < 1e-12);
    kernel.program.right = vec![1.0];
    assert_eq!(kernel.restore(&cost), Ok(false));
    assert_eq!(kernel.dual(&cost, Scope::All), End::Optimal);
    assert!(
        (value(&kernel, &cost) + 3.0).abs() < 1e-12,
        "{}",
        value(&kernel, &cost)
    );
    kernel.program.right = vec![-1.0];
    assert_eq!(kernel.restore(&cost), Ok(false));
    assert_eq!(kernel.dual(&cost, Scope::All), End::Infeasible);
}

#[test]
fn a_value_without_bottom_is_noticed() {
    let rows: [&[f64]; 1] = [&[-1.0, 1.0]];
    let table = columns(&rows);
    let cost = Cost {
        shared: &[-1.0, 0.0],
        own: vec![0.0],
    };
    let (program, start) = with_slacks(&table, &[], &[1.0]);
    assert_eq!(kernel(program, start).primal(&cost, Scope::All), End::Unbounded);
}

#[test]
fn a_barred_or_closed_column_never_enters() {
    let rows: [&[f64]; 1] = [&[1.0, 1.0]];
    let table = columns(&rows);
    let cost = Cost {
        shared: &[-2.0, -1.0],
        own: vec![0.0],
    };
    let (mut program, start) = with_slacks(&table, &[], &[1.0]);
    program.barred = Some(0);
    let mut barred = kernel(program.clone(), start.clone());
    assert_eq!(barred.primal(&cost, Scope::All), End::Optimal);
    assert!((value(&barred, &cost) + 1.0).abs() < 1e-12);
    let upper = [0.0, f64::INFINITY];
    let mut closed = kernel(
        Standard {
            barred: None,
            shared_upper: &upper,
            ..program
        },
        start,
    );
    assert_eq!(closed.primal(&cost, Scope::All), End::Optimal);
    assert!((value(&closed, &cost) + 1.0).abs() < 1e-12);
}

#[test]
fn dependent_columns_are_no_basis() {
    let rows: [&[f64]; 2] = [&[1.0, 2.0], &[2.0, 4.0]];
    let table = columns(&rows);
    let (program, _) = with_slacks(&table, &[], &[1.0, 1.0]);
    assert!(Kernel::new(program, vec![0, 1]).is_err());
}
