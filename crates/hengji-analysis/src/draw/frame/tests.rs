//! Frames: what is refused, and that the hash depends on the content only.

use proptest::prelude::*;

use super::*;

fn unit(id: &str, department: &str, amount_fen: i64, self_score_centi: Option<i64>) -> Unit {
    Unit {
        id: id.to_owned(),
        department: department.to_owned(),
        amount_fen,
        self_score_centi,
    }
}

fn code(error: &DrawError) -> String {
    let text = error.to_string();
    text.rsplit_once('[')
        .map(|(_, code)| code.trim_end_matches(']').to_owned())
        .unwrap_or_default()
}

#[test]
fn the_canonical_text_can_be_written_by_hand() {
    let frame = Frame::new(vec![
        unit("330108-2020-0002", "住建局", 21_620_000, None),
        unit("330108-2020-0001", "教育局", 55_795_000, Some(8_880)),
    ])
    .unwrap();
    let expected =
        "hengji-frame-1\n330108-2020-0001\t教育局\t55795000\t8880\n330108-2020-0002\t住建局\t21620000\t\n";
    assert_eq!(frame.canonical_text(), expected);
    assert_eq!(
        frame.sha256(),
        "381543ba8f7f5dc4750b07c5d38b700c7053247c6e5313f92ac5f773e9cf1588"
    );
    assert_eq!(
        frame.find("330108-2020-0002").map(|unit| unit.amount_fen),
        Some(21_620_000)
    );
    assert_eq!(frame.find("330108-2020-0003"), None);
}

#[test]
fn refusals_of_a_list() {
    let good = || unit("1", "甲", 1, Some(9_000));
    let cases = [
        (vec![], "draw-empty-frame"),
        (vec![good(), good()], "draw-duplicate-id"),
        (vec![unit("", "甲", 1, None)], "draw-unclean-text"),
        (vec![unit(" 1", "甲", 1, None)], "draw-unclean-text"),
        (vec![unit("1\t2", "甲", 1, None)], "draw-unclean-text"),
        (vec![unit("1", "甲\n", 1, None)], "draw-unclean-text"),
        (vec![unit("1", "", 1, None)], "draw-unclean-text"),
        (vec![unit("1", "甲", -1, None)], "draw-amount-range"),
        (
            vec![unit("1", "甲", LARGEST_EXACT + 1, None)],
            "draw-amount-range",
        ),
        (
            vec![unit("1", "甲", LARGEST_EXACT, None), unit("2", "甲", 1, None)],
            "draw-total-amount",
        ),
        (vec![unit("1", "甲", 1, Some(i64::MAX))], "draw-score-range"),
    ];
    for (units, expected) in cases {
        let error = Frame::new(units).unwrap_err();
        assert_eq!(code(&error), expected, "{error}");
    }
    assert!(Frame::new(vec![good()]).is_ok());
    assert!(Frame::new(vec![unit("1", "甲", LARGEST_EXACT, Some(-1))]).is_ok());
}

proptest! {
    #[test]
    fn the_order_of_the_list_does_not_change_its_hash(
        amounts in proptest::collection::vec(0_i64..1_000_000, 1..40), turn in 0_usize..40,
    ) {
        let units: Vec<Unit> =
            amounts.iter().enumerate().map(|(at, amount)| unit(&format!("P{at}"), "甲", *amount, None)).collect();
        let mut turned = units.clone();
        turned.rotate_left(turn % units.len());
        prop_assert_eq!(Frame::new(units).unwrap(), Frame::new(turned).unwrap());
    }

    #[test]
    fn any_change_of_a_field_changes_the_hash(amount in 0_i64..1_000_000, score in 0_i64..10_000, field in 0..4) {
        let before = unit("P1", "甲", amount, Some(score));
        let mut after = before.clone();
        match field {
            0 => after.id.push('0'),
            1 => after.department.push('乙'),
            2 => after.amount_fen += 1,
            _ => after.self_score_centi = None,
        }
        let (before, after) = (Frame::new(vec![before]).unwrap(), Frame::new(vec![after]).unwrap());
        prop_assert_ne!(before.sha256(), after.sha256());
    }
}
