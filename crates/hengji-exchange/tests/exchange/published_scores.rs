//! Values and scores of the published forms against the independent audit that came with them.

use hengji_domain::Decimal;

use crate::cases;

/// Scores that differ from the audit, with the reason.
const EXPLAINED: [(&str, u32, &str); 1] = [(
    "self_evaluation/se-011.xlsx",
    19,
    "the audit scores a reverse indicator by the ratio w·t/a, 330108 by the line that reaches zero at twice the target",
)];

/// Largest difference that counts as rounding, hundredths of a point.
const ROUNDING: i64 = 5;

#[test]
fn computed_scores_meet_the_audit_or_the_difference_is_explained() {
    let (mut compared, mut differences) = (0, Vec::new());
    for expected in cases::expected() {
        let reports = cases::report(&expected.file);
        for (want, line) in expected.lines.iter().zip(&reports[0].lines) {
            let Some(score) = &want.expected_score else {
                continue;
            };
            compared += 1;
            let hundredths = score.parse::<Decimal>().unwrap() * Decimal::ONE_HUNDRED;
            let is_met = line
                .computed_score_centi
                .is_some_and(|found| (Decimal::from(found) - hundredths).abs() <= ROUNDING.into());
            let is_explained = EXPLAINED
                .iter()
                .any(|(file, row, _)| *file == expected.file && *row == line.row);
            if is_met == is_explained {
                differences.push(format!(
                    "{} row {}: {:?} for {score}",
                    expected.file, line.row, line.computed_score_centi
                ));
            }
        }
    }
    assert_eq!(compared, 52);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn values_are_read_exactly_and_never_guessed() {
    /// Forms of writing from which no number must be read: phrases, blanks, damage, units without a number.
    const NO_NUMBER: [&str; 5] = ["F07", "F08", "F12", "F16", "F17"];
    let (mut read, mut differences) = (0, Vec::new());
    for expected in cases::expected() {
        let reports = cases::report(&expected.file);
        for (want, line) in expected.lines.iter().zip(&reports[0].lines) {
            for (want, found) in [(&want.target, &line.target), (&want.actual, &line.actual)] {
                let Some(want) = want else { continue };
                let number = |text: &String| text.parse::<Decimal>().unwrap();
                let (wanted, value) = (want.value.as_ref().map(number), found.value.as_ref().map(number));
                read += u32::from(wanted.is_some());
                let is_guessed =
                    wanted.is_none() && value.is_some() && NO_NUMBER.contains(&want.form.as_str());
                if is_guessed || (wanted.is_some() && wanted != value) {
                    differences.push(format!(
                        "{} row {}: {value:?} for {:?}",
                        expected.file, line.row, want.text
                    ));
                }
            }
        }
    }
    assert_eq!(read, 341);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
