//! The hull on hand-made tables, and what must hold on any table.

use proptest::prelude::*;

use super::super::drawn_tables::{
    one_by_one, orientations, rescaled, table, tables, with_a_worse_copy_of_the_first,
};
use super::*;

#[test]
fn the_named_unit_did_more_with_less() {
    let units = one_by_one(&[(10.0, 5.0), (4.0, 5.0), (5.0, 9.0), (20.0, 20.0)]);
    let found = fdh(&units, Orientation::Input);
    assert_eq!(
        found.iter().map(|row| row.peer).collect::<Vec<_>>(),
        [Some(1), None, None, None]
    );
    assert_eq!(found[0].efficiency, 0.4);
    assert_eq!((found[0].comparable, found[0].dominated_by), (4, 2));
    assert_eq!((found[3].comparable, found[3].dominated_by), (1, 0));
    let found = fdh(&units, Orientation::Output);
    assert_eq!(found[0].efficiency, 1.8);
    assert_eq!(found[0].peer, Some(2));
    assert_eq!(found[0].comparable, 3);
}

#[test]
fn of_equally_near_units_the_one_with_less_of_the_first_input_is_named() {
    let inputs = vec![vec![10.0, 10.0], vec![5.0, 4.0], vec![4.0, 5.0], vec![4.0, 5.0]];
    let units = table(inputs, vec![vec![1.0], vec![1.0], vec![1.0], vec![1.0]]);
    let found = fdh(&units, Orientation::Input);
    assert_eq!(
        (found[0].efficiency, found[0].peer),
        (0.5, Some(2)),
        "the first of the two copies"
    );
    assert_eq!(
        (found[3].efficiency, found[3].peer),
        (1.0, None),
        "a copy did no better"
    );
}

#[test]
fn an_efficient_unit_that_another_one_beats_in_one_column_is_told_so() {
    let units = table(vec![vec![5.0, 3.0], vec![5.0, 2.0]], vec![vec![1.0], vec![1.0]]);
    let found = fdh(&units, Orientation::Input);
    assert_eq!(
        (found[0].efficiency, found[0].peer, found[0].dominated_by),
        (1.0, Some(1), 1)
    );
}

proptest! {
    #[test]
    fn units_of_measure_do_not_matter(rows in tables(1, 9), orientation in orientations()) {
        let other = rescaled(&rows);
        prop_assert_eq!(
            fdh(&table(rows.0, rows.1), orientation),
            fdh(&table(other.0, other.1), orientation)
        );
    }

    #[test]
    fn a_dominated_unit_changes_no_other(rows in tables(1, 9), orientation in orientations()) {
        let more = with_a_worse_copy_of_the_first(&rows);
        let before = fdh(&table(rows.0, rows.1), orientation);
        let after = fdh(&table(more.0, more.1), orientation);
        for (before, after) in before.iter().zip(&after) {
            prop_assert_eq!(before.efficiency, after.efficiency);
            prop_assert_eq!(before.peer, after.peer);
        }
    }

    #[test]
    fn the_peer_shows_the_efficiency(rows in tables(2, 9), orientation in orientations()) {
        let units = table(rows.0, rows.1);
        for (unit, found) in fdh(&units, orientation).iter().enumerate() {
            let Some(peer) = found.peer else {
                prop_assert_eq!(found.dominated_by, 0);
                prop_assert_eq!(found.efficiency, 1.0);
                continue;
            };
            prop_assert!(units.inputs_of(peer).zip(units.inputs_of(unit)).all(|(peer, own)| peer <= own));
            prop_assert!(units.outputs_of(peer).zip(units.outputs_of(unit)).all(|(peer, own)| own <= peer));
            let shown = match orientation {
                Orientation::Input => units
                    .inputs_of(peer)
                    .zip(units.inputs_of(unit))
                    .map(|(peer, own)| peer / own)
                    .fold(0.0, f64::max),
                Orientation::Output => units
                    .outputs_of(peer)
                    .zip(units.outputs_of(unit))
                    .map(|(peer, own)| peer / own)
                    .fold(f64::INFINITY, f64::min),
            };
            prop_assert_eq!(found.efficiency, shown);
        }
    }

    #[test]
    fn spending_less_never_lowers_an_efficiency(rows in tables(1, 9)) {
        let before = fdh(&table(rows.0.clone(), rows.1.clone()), Orientation::Input);
        let mut saved = rows.0;
        if let Some(first) = saved.first_mut() {
            first.iter_mut().for_each(|cell| *cell /= 2.0);
        }
        let after = fdh(&table(saved, rows.1), Orientation::Input);
        prop_assert!(before[0].efficiency <= after[0].efficiency);
    }
}
