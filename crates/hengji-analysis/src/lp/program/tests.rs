//! Small programs with known answers, and random ones against fractions.

use proptest::prelude::*;

use super::*;

fn solved(program: &Program) -> Solution {
    match program.solve() {
        Ok(Outcome::Optimal(solution)) => solution,
        other => panic!("no best value: {other:?}"),
    }
}

#[test]
fn a_textbook_program_has_its_known_value_and_prices() {
    // Dantzig's glass factory: three plants, two products.
    let mut program = Program::maximise();
    let plants = [4.0, 12.0, 18.0].map(|hours| program.row(Relation::AtMost, hours));
    let [first, second, third] = plants;
    let door = program.column(3.0, Kind::NonNegative, &[(first, 1.0), (third, 3.0)]);
    let window = program.column(5.0, Kind::NonNegative, &[(second, 2.0), (third, 2.0)]);
    let best = solved(&program);
    assert!(best.certificate.ok);
    assert!((best.value - 36.0).abs() < 1e-12);
    assert!((best.primal(door) - 2.0).abs() < 1e-12 && (best.primal(window) - 6.0).abs() < 1e-12);
    let prices = plants.map(|plant| best.dual(plant));
    let gap = prices
        .iter()
        .zip([0.0, 1.5, 1.0])
        .map(|(price, known)| (price - known).abs())
        .fold(0.0, f64::max);
    assert!(gap < 1e-12, "{prices:?}");
}

#[test]
fn free_and_bounded_columns_take_both_signs_and_both_bounds() {
    let mut program = Program::minimise();
    let sum = program.row(Relation::Equal, 1.0);
    let least = program.row(Relation::AtLeast, -3.0);
    let free = program.column(1.0, Kind::Free, &[(sum, 1.0), (least, 1.0)]);
    let bounded = program.column(-0.5, Kind::UpTo(7.0), &[(sum, 1.0)]);
    let best = solved(&program);
    assert!(best.certificate.ok, "{:?}", best.certificate);
    assert!((best.primal(free) + 3.0).abs() < 1e-12 && (best.primal(bounded) - 4.0).abs() < 1e-12);
    assert!((best.value + 5.0).abs() < 1e-12);
    // A larger sum is met by the bounded column, at minus a half each.
    assert!((best.dual(sum) + 0.5).abs() < 1e-12);
}

#[test]
fn what_has_no_answer_is_said_to_have_none() {
    let mut nothing = Program::minimise();
    let row = nothing.row(Relation::AtLeast, 2.0);
    nothing.column(1.0, Kind::UpTo(1.0), &[(row, 1.0)]);
    assert_eq!(nothing.solve(), Ok(Outcome::Infeasible));

    let mut endless = Program::maximise();
    let row = endless.row(Relation::AtLeast, 2.0);
    endless.column(1.0, Kind::NonNegative, &[(row, 1.0)]);
    assert_eq!(endless.solve(), Ok(Outcome::Unbounded));

    let empty = Program::minimise()
        .solve()
        .map(|outcome| outcome.optimal().map(|best| best.value));
    assert_eq!(empty, Ok(Some(0.0)));
}

#[test]
fn a_repeated_equality_is_no_contradiction() {
    let mut program = Program::minimise();
    let rows = [1.0, 2.0, 3.0].map(|factor| (program.row(Relation::Equal, 0.1 * factor), factor));
    for cost in [2.0, 1.0, 3.0] {
        program.column(
            cost,
            Kind::NonNegative,
            &rows.map(|(row, factor)| (row, 0.5 * factor)),
        );
    }
    let best = solved(&program);
    assert!(
        best.certificate.ok && (best.value - 0.2).abs() < 1e-12,
        "{best:?}"
    );
}

#[test]
fn unusable_figures_are_refused_with_their_place() {
    let mut program = Program::minimise();
    let row = program.row(Relation::Equal, f64::NAN);
    assert_eq!(program.solve(), Err(LpError::RightNotFinite(1)));
    let mut other = Program::minimise();
    let fine = other.row(Relation::Equal, 1.0);
    other.column(1.0, Kind::NonNegative, &[(fine, 1.0)]);
    for (cost, kind, entry) in [
        (f64::INFINITY, Kind::Free, 1.0),
        (1.0, Kind::UpTo(-1.0), 1.0),
        (1.0, Kind::Free, f64::NAN),
    ] {
        let mut other = other.clone();
        other.column(cost, kind, &[(row, entry)]);
        assert_eq!(other.solve(), Err(LpError::ColumnNotFinite(2)));
    }
    other.column(1.0, Kind::Free, &[(Row(7), 1.0)]);
    assert_eq!(other.solve(), Err(LpError::UnknownRow(2)));
}

/// A program with small whole figures, many of them zero or equal.
fn programs() -> impl Strategy<Value = Program> {
    let column = (-4..5_i32, 0..4_u8, proptest::collection::vec(-2..4_i32, 4));
    let row = (0..3_u8, -3..9_i32);
    (
        any::<bool>(),
        proptest::collection::vec(row, 1..5),
        proptest::collection::vec(column, 1..9),
    )
        .prop_map(|(is_maximum, rows, columns)| {
            let mut program = Program::new(is_maximum);
            let relations = [Relation::AtMost, Relation::Equal, Relation::AtLeast];
            let rows: Vec<Row> = rows
                .into_iter()
                .map(|(relation, right)| program.row(relations[usize::from(relation)], f64::from(right)))
                .collect();
            for (cost, kind, entries) in columns {
                let kind = match kind {
                    0 => Kind::Free,
                    1 => Kind::UpTo(2.0),
                    _ => Kind::NonNegative,
                };
                let entries: Vec<(Row, f64)> = rows
                    .iter()
                    .copied()
                    .zip(entries.into_iter().map(f64::from))
                    .collect();
                program.column(f64::from(cost), kind, &entries);
            }
            program
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn floats_and_fractions_agree_on_small_programs(program in programs()) {
        let prepared = Prepared::new(&program);
        let (standard, stages) = (prepared.standard(), prepared.stages());
        let exact = in_fractions(&standard, &prepared.start, &prepared.start, &stages);
        let Some(exact) = exact else { return Err(TestCaseError::fail("fractions have no start")) };
        if let Ok((staged, _)) = in_floats(standard.clone(), prepared.start.clone(), &stages) {
            prop_assert_eq!(staged.verdict, exact.verdict);
        }
        match program.solve() {
            Ok(Outcome::Optimal(best)) => {
                prop_assert!(best.certificate.ok, "{:?}", best.certificate);
                prop_assert_eq!(exact.verdict, Verdict::Optimal);
                let value = program.solution(&prepared, &exact).value;
                prop_assert!((best.value - value).abs() < 1e-9 * value.abs().max(1.0), "{} {value}", best.value);
            }
            Ok(Outcome::Infeasible) => prop_assert_eq!(exact.verdict, Verdict::Infeasible),
            Ok(Outcome::Unbounded) => prop_assert_eq!(exact.verdict, Verdict::Unbounded),
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        }
    }

    #[test]
    fn a_price_is_what_one_more_of_the_right_side_brings(program in programs(), at in 0..4_usize) {
        let Ok(Outcome::Optimal(best)) = program.solve() else { return Ok(()) };
        let row = Row(at % program.rows.len());
        let mut moved = program.clone();
        let step = 1e-5;
        moved.rows[row.0].1 += step;
        let Ok(Outcome::Optimal(other)) = moved.solve() else { return Ok(()) };
        // The best value is concave in the right side for a maximum, so the price bounds the change.
        let change = other.value - best.value;
        let bound = best.dual(row) * step;
        let sign = if program.is_maximum { 1.0 } else { -1.0 };
        prop_assert!(sign * (change - bound) < 1e-9, "{change} {bound}");
    }
}
