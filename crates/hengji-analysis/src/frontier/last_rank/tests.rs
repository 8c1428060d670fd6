//! The price by hand, its refusals, and what must hold on any table.

use proptest::prelude::*;

use super::super::drawn_tables::{Rows, one_by_one, rescaled, table, tables, with_a_worse_copy_of_the_first};
use super::*;

fn question(beside: Beside) -> LastRankQuestion {
    LastRankQuestion {
        money: 0,
        output: 0,
        beside,
    }
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-7 * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
}

#[test]
fn the_price_by_hand() {
    // The frontier runs (1, 1), (2, 3), (5, 4), (20, 5): the last point costs 15, the one before it 3.
    let cells = [(1.0, 1.0), (2.0, 3.0), (5.0, 4.0), (20.0, 5.0), (6.0, 2.0)];
    let found = last_rank(&one_by_one(&cells), question(Beside::Second)).unwrap();
    assert_eq!((found.len(), found[0].first, found[0].beside), (1, 3, 2));
    near(found[0].more_output, 1.0);
    near(found[0].least_money, 15.0);
    near(found[0].really_more_money, 15.0);
    let found = last_rank(&one_by_one(&cells), question(Beside::Median)).unwrap();
    assert_eq!(found[0].beside, 1);
    near(found[0].least_money, 18.0);
    assert!(found[0].certificate_first.ok && found[0].certificate_beside.ok);
}

#[test]
fn a_wasteful_first_place_really_spent_more_than_it_costs() {
    // 5 can be had for 10 or for 20; whoever pays 20 holds the first place as well.
    let units = one_by_one(&[(1.0, 1.0), (5.0, 4.0), (10.0, 5.0), (20.0, 5.0)]);
    let found = last_rank(&units, question(Beside::Second)).unwrap();
    assert_eq!(found.iter().map(|found| found.first).collect::<Vec<_>>(), [2, 3]);
    near(found[1].least_money, 5.0);
    near(found[1].really_more_money, 15.0);
    near(found[1].frontier_money_first, 10.0);
    let sentence = found[1].sentence(&units, "万元", "件");
    assert_eq!(
        sentence,
        "“甲4”比“甲2”多出 1.00 件,前沿上至少要 5.00 万元,实际多花 15.00 万元。"
    );
}

#[test]
fn a_second_place_that_spent_more_is_said_as_it_is() {
    let units = one_by_one(&[(10.0, 5.0), (12.0, 4.0), (1.0, 1.0)]);
    let found = last_rank(&units, question(Beside::Second)).unwrap();
    near(found[0].really_more_money, -2.0);
    near(found[0].least_money, 9.0 / 4.0);
    assert!(
        found[0]
            .sentence(&units, "万元", "件")
            .ends_with("实际少花 2.00 万元。")
    );
}

#[test]
fn other_inputs_are_held_as_the_first_place_has_them() {
    // The cheap way to 4 needs ten people, of whom the first place has three.
    let inputs = vec![vec![20.0, 3.0], vec![2.0, 10.0], vec![8.0, 3.0]];
    let units = table(inputs, vec![vec![5.0], vec![4.0], vec![4.0]]);
    let found = last_rank(&units, question(Beside::Second)).unwrap();
    assert_eq!(found[0].beside, 1, "the cheaper of two seconds");
    near(found[0].frontier_money_beside, 8.0);
    near(found[0].least_money, 12.0);
}

#[test]
fn refusals() {
    let units = one_by_one(&[(1.0, 2.0), (3.0, 2.0)]);
    for (asked, code) in [
        (
            LastRankQuestion {
                money: 1,
                ..question(Beside::Second)
            },
            "[last-rank-column]",
        ),
        (
            LastRankQuestion {
                output: 4,
                ..question(Beside::Second)
            },
            "没有第 5 列产出(共 1 列)",
        ),
        (question(Beside::Second), "[last-rank-all-equal]"),
        (question(Beside::Median), "[last-rank-all-equal]"),
    ] {
        let refusal = last_rank(&units, asked).unwrap_err().to_string();
        assert!(refusal.contains(code), "{refusal}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_frontier_never_asks_for_more_than_was_spent(rows in tables(2, 9)) {
        let units = table(rows.0, rows.1);
        let Ok(found) = last_rank(&units, question(Beside::Second)) else { return Ok(()) };
        for found in found {
            prop_assert!(0.0 <= found.least_money);
            prop_assert!(found.frontier_money_first <= units.input(0)[found.first] + 1e-7);
            prop_assert!(found.more_output > 0.0);
        }
    }

    #[test]
    fn units_of_measure_scale_the_answer_and_a_dominated_unit_leaves_it(rows in tables(2, 9)) {
        let (scaled, more) = (rescaled(&rows), with_a_worse_copy_of_the_first(&rows));
        let ask = |rows: Rows| last_rank(&table(rows.0, rows.1), question(Beside::Second));
        let Ok(before) = ask(rows) else { return Ok(()) };
        for (scaled, before) in ask(scaled).unwrap().iter().zip(&before) {
            near(scaled.least_money / 4096.0, before.least_money);
            near(scaled.more_output / 0.125, before.more_output);
        }
        for (after, before) in ask(more).unwrap().iter().zip(&before) {
            // The new unit may have become the second.
            if after.beside != before.beside {
                continue;
            }
            near(after.least_money, before.least_money);
        }
    }
}
