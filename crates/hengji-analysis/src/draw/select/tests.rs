//! Draws: consistent, nested, independent of the order of the list.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::draw::Unit;
use crate::draw::rule::{Merged, Rounding, Strata};

fn frame(amounts: &[i64], departments: usize) -> Frame {
    let units = amounts
        .iter()
        .enumerate()
        .map(|(at, amount)| Unit {
            id: format!("330108-2020-{at:04}"),
            department: format!("D{:02}", at % departments.max(1)),
            amount_fen: *amount,
            self_score_centi: None,
        })
        .collect();
    Frame::new(units).unwrap()
}

fn rule(selection: Selection, share_bp: u32) -> Rule {
    Rule {
        selection,
        strata: Strata::Departments(vec![]),
        share_bp,
        least: 2,
        rounding: Rounding::Up,
        total: None,
    }
}

fn ids(frame: &Frame, drawing: &Drawing) -> BTreeSet<String> {
    drawing
        .sample
        .iter()
        .map(|drawn| frame.units()[drawn.unit].id.clone())
        .collect()
}

fn equal(share_bp: u32) -> Rule {
    rule(Selection::Equal, share_bp)
}

proptest! {
    #[test]
    fn a_larger_sample_contains_the_smaller_one(
        amounts in proptest::collection::vec(1_i64..10_000_000, 20..80), start in "[0-9]{1,9}",
    ) {
        let frame = frame(&amounts, 3);
        let shares = [500, 1_000, 2_500, 7_000];
        let samples: Vec<BTreeSet<String>> =
            shares.iter().map(|share| ids(&frame, &draw(&frame, &equal(*share), &start).unwrap())).collect();
        for pair in samples.windows(2) {
            prop_assert!(pair[0].is_subset(&pair[1]));
        }
    }

    #[test]
    fn a_project_more_or_less_reshuffles_nobody_else(
        amounts in proptest::collection::vec(1_i64..10_000_000, 12..60), start in "[0-9]{1,9}",
    ) {
        // The size of each stratum stays two, so that at most the last one drawn gives way to the newcomer.
        let all = frame(&amounts, 2);
        let fewer = frame(&amounts[..amounts.len() - 1], 2);
        let newcomer = format!("330108-2020-{:04}", amounts.len() - 1);
        let (before, after) = (draw(&fewer, &equal(0), &start).unwrap(), draw(&all, &equal(0), &start).unwrap());
        let (before, after) = (ids(&fewer, &before), ids(&all, &after));
        let joined: Vec<&String> = after.difference(&before).collect();
        prop_assert!(joined.is_empty() || joined == [&newcomer]);
        prop_assert_eq!(before.difference(&after).count(), joined.len());
    }

    #[test]
    fn tickets_do_not_depend_on_the_rest_of_the_list(
        amounts in proptest::collection::vec(1_i64..10_000_000, 5..30), start in "[0-9]{1,9}",
    ) {
        let (whole, part) = (frame(&amounts, 1), frame(&amounts[..4], 1));
        let (whole, part) = (draw(&whole, &equal(1), &start).unwrap(), draw(&part, &equal(1), &start).unwrap());
        prop_assert_eq!(&whole.tickets[..4], &part.tickets[..]);
    }

    #[test]
    fn the_order_of_the_list_does_not_matter(
        amounts in proptest::collection::vec(1_i64..10_000_000, 5..60), turn in 1_usize..60, start in "[0-9]{1,9}",
    ) {
        let straight = frame(&amounts, 3);
        let mut units = straight.units().to_vec();
        units.rotate_left(turn % amounts.len());
        let turned = Frame::new(units).unwrap();
        for selection in [Selection::Equal, Selection::Proportional] {
            let rule = rule(selection, 2_000);
            prop_assert_eq!(draw(&straight, &rule, &start).unwrap(), draw(&turned, &rule, &start).unwrap());
        }
    }

    #[test]
    fn merged_departments_are_drawn_as_one_list(
        amounts in proptest::collection::vec(1_i64..10_000_000, 20..60), start in "[0-9]{1,9}",
    ) {
        let frame = frame(&amounts, 4);
        let merged = vec![Merged { name: "合并组".to_owned(), departments: vec!["D01".to_owned(), "D03".to_owned()] }];
        let rule = Rule { strata: Strata::Departments(merged), ..equal(1_000) };
        let drawing = draw(&frame, &rule, &start).unwrap();
        prop_assert_eq!(drawing.strata.len(), 3);
        let group = drawing.strata.iter().position(|stratum| stratum.name == "合并组").unwrap();
        let mut members: Vec<(&Ticket, usize)> = frame.units().iter().enumerate()
            .filter(|(_, unit)| unit.department == "D01" || unit.department == "D03")
            .map(|(at, _)| (&drawing.tickets[at], at)).collect();
        members.sort();
        let expected: Vec<usize> =
            members.iter().take(drawing.strata[group].drawn).map(|(_, at)| *at).collect();
        let found: Vec<usize> =
            drawing.sample.iter().filter(|drawn| drawn.stratum == group).map(|drawn| drawn.unit).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn every_stratum_gets_its_share_and_its_minimum(
        amounts in proptest::collection::vec(1_i64..10_000_000, 1..200), departments in 1_usize..9, share in 0_u32..10_001,
    ) {
        let frame = frame(&amounts, departments);
        for selection in [Selection::Equal, Selection::Proportional] {
            let drawing = draw(&frame, &rule(selection, share), "1").unwrap();
            for (at, stratum) in drawing.strata.iter().enumerate() {
                let asked = (stratum.population * usize::try_from(share).unwrap()).div_ceil(10_000);
                prop_assert_eq!(stratum.drawn, asked.max(2).min(stratum.population));
                prop_assert_eq!(drawing.sample.iter().filter(|drawn| drawn.stratum == at).count(), stratum.drawn);
            }
        }
    }
}

/// Fixed start values; the bound is five standard deviations of a share of so many draws, for each of the units.
#[test]
fn units_are_drawn_as_often_as_their_probability_says() {
    let amounts: Vec<i64> = (1..=24).map(|at| at * at * 1_000).collect();
    let frame = frame(&amounts, 1);
    let rounds = 4_000;
    for selection in [Selection::Equal, Selection::Proportional] {
        let mut rule = rule(selection, 0);
        rule.total = Some(6);
        let mut times = vec![0.0; amounts.len()];
        let mut inclusion = vec![0.0; amounts.len()];
        for round in 0..rounds {
            for drawn in draw(&frame, &rule, &format!("第{round}期")).unwrap().sample {
                times[drawn.unit] += 1.0;
                inclusion[drawn.unit] = drawn.inclusion;
            }
        }
        for (times, inclusion) in times.iter().zip(&inclusion) {
            let share = times / f64::from(rounds);
            let bound = 5.0 * (inclusion * (1.0 - inclusion) / f64::from(rounds)).sqrt();
            // Pareto sampling meets its probabilities up to a few thousandths only.
            let systematic = if selection == Selection::Equal { 0.0 } else { 0.004 };
            assert!(
                (share - inclusion).abs() <= bound + systematic,
                "{selection:?}: {share} for {inclusion}"
            );
        }
    }
}

#[test]
fn refusals_of_a_draw() {
    let list = frame(&[5, 0, 7], 1);
    let small = |selection, share_bp, least, total| Rule {
        selection,
        strata: Strata::Whole,
        share_bp,
        least,
        rounding: Rounding::Nearest,
        total,
    };
    let merged = |groups: &[(&str, &[&str])]| Rule {
        strata: Strata::Departments(
            groups
                .iter()
                .map(|(name, departments)| Merged {
                    name: (*name).to_owned(),
                    departments: departments.iter().map(|name| (*name).to_owned()).collect(),
                })
                .collect(),
        ),
        ..equal(1_000)
    };
    let cases = [
        (
            small(Selection::Equal, 10_001, 1, None),
            "1",
            "[draw-share-range]",
        ),
        (small(Selection::Equal, 0, 0, None), "1", "[draw-nothing-drawn]"),
        (
            small(Selection::Equal, 1_000, 2, Some(1)),
            "1",
            "[draw-total-range]",
        ),
        (
            small(Selection::Equal, 1_000, 2, Some(4)),
            "1",
            "[draw-total-range]",
        ),
        (
            small(Selection::Proportional, 1_000, 2, None),
            "1",
            "[draw-zero-amount]",
        ),
        (small(Selection::Equal, 1_000, 2, None), "", "[draw-unclean-text]"),
        (
            small(Selection::Equal, 1_000, 2, None),
            "1 ",
            "[draw-unclean-text]",
        ),
        (
            merged(&[("甲", &["D00"]), ("乙", &["D00"])]),
            "1",
            "[draw-merged-twice]",
        ),
        (merged(&[("D00", &["D01"])]), "1", "[draw-merged-name]"),
        (merged(&[("", &["D01"])]), "1", "[draw-unclean-text]"),
    ];
    for (rule, start, expected) in cases {
        let error = draw(&list, &rule, start).unwrap_err();
        assert!(error.to_string().ends_with(expected), "{error}");
    }
    assert_eq!(
        draw(&list, &small(Selection::Equal, 1_000, 2, Some(3)), "1")
            .unwrap()
            .sample
            .len(),
        3
    );
}

#[test]
fn the_rest_goes_where_amounts_vary_most() {
    // D00 varies, D01 does not: everything above the minimum goes to D00 until it is exhausted.
    let amounts: Vec<i64> = (0..20)
        .map(|at| if at % 2 == 0 { at * 1_000 + 1 } else { 500 })
        .collect();
    let frame = frame(&amounts, 2);
    for (total, expected) in [(4, [2, 2]), (9, [7, 2]), (12, [10, 2]), (13, [10, 3])] {
        let rule = Rule {
            total: Some(total),
            ..equal(0)
        };
        let sizes: Vec<usize> = draw(&frame, &rule, "1")
            .unwrap()
            .strata
            .iter()
            .map(|stratum| stratum.drawn)
            .collect();
        assert_eq!(sizes, expected, "{total}");
    }
}
