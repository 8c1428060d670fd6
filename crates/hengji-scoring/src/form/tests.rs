//! Totals and grades of whole forms.

use hengji_domain::form::NumberText;
use hengji_domain::value::read::{read_actual, read_number};

use super::*;
use crate::tests::sample::{sheet_rules, sound_form};

#[test]
fn a_form_in_which_every_line_is_computed_has_a_total_and_a_grade() {
    let scored = score_form(&sound_form(), &sheet_rules());
    assert_eq!(scored.lines.len(), 4);
    assert_eq!(scored.total, Some(Score::from_centi(10_000)));
    assert_eq!(scored.grade.map(|band| band.name).as_deref(), Some("优"));
}

#[test]
fn a_weighted_line_that_cannot_be_computed_leaves_the_total_open() {
    let mut form = sound_form();
    form.lines[2].actual = read_actual("明显");
    let scored = score_form(&form, &sheet_rules());
    assert_eq!(scored.total, None);
    assert_eq!(scored.grade, None);
}

#[test]
fn lines_and_execution_without_weights_count_for_nothing() {
    let mut form = sound_form();
    form.lines[2].weight = NumberText::default();
    form.money.weight = NumberText::default();
    assert_eq!(
        score_form(&form, &sheet_rules()).total,
        Some(Score::from_centi(6000))
    );

    for line in &mut form.lines {
        line.weight = NumberText::default();
    }
    assert_eq!(score_form(&form, &sheet_rules()).total, None);
}

#[test]
fn a_budget_of_zero_leaves_the_total_open() {
    let mut form = sound_form();
    form.money.adjusted = crate::tests::sample::amount("0");
    form.money.weight = read_number("10");
    assert_eq!(score_form(&form, &sheet_rules()).total, None);
}

#[test]
fn grades_begin_at_their_lower_bound() {
    let bands = sheet_rules().grade_bands.value;
    for (centi, expected) in [
        (9000, "优"),
        (8999, "良"),
        (8000, "良"),
        (6000, "中"),
        (5999, "差"),
    ] {
        let found = grade(Score::from_centi(centi), &bands).map(|band| band.name.as_str());
        assert_eq!(found, Some(expected), "{centi}");
    }
    assert_eq!(grade(Score::from_centi(5000), &[]), None);
}
