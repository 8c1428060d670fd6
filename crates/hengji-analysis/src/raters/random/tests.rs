//! Shrinkage: towards nought, the more the less is known, and never across what is not connected.

use super::*;
use crate::raters::severity::severity;

const CONFIDENCE: f64 = 0.95;

/// Twenty projects by three evaluators, the third of whom scored four of them only; errors from a fixed pattern.
fn scored() -> Ratings {
    let triples = (0..20_u32).flat_map(|project| {
        (0..3_u32).filter_map(move |evaluator| {
            if evaluator == 2 && 3 < project {
                return None;
            }
            let error = f64::from((project * 7 + evaluator * 5) % 11) - 5.0;
            let level = 70.0 + f64::from(project % 9) * 2.0;
            let severity = [0.0, 6.0, -8.0].into_iter().nth(evaluator.try_into().ok()?)?;
            Some((
                format!("p{project}"),
                format!("e{evaluator}"),
                level - severity + error * 0.6,
            ))
        })
    });
    Ratings::new(triples).unwrap()
}

#[test]
fn a_shrunken_severity_lies_between_nought_and_the_least_squares_one_and_keeps_the_order() {
    let (random, fixed) = (
        random_severity(&scored(), CONFIDENCE).unwrap(),
        severity(&scored(), CONFIDENCE).unwrap(),
    );
    // Least squares sets the mean of these three to nought; so only differences can be compared.
    let fixed: Vec<f64> = fixed.evaluators.iter().filter_map(|one| one.severity).collect();
    let random_severities: Vec<f64> = random.evaluators.iter().map(|one| one.severity).collect();
    let spread = |values: &[f64]| {
        values.iter().copied().fold(f64::MIN, f64::max) - values.iter().copied().fold(f64::MAX, f64::min)
    };
    assert!(spread(&random_severities) < spread(&fixed));
    assert!(
        spread(&random_severities) > 0.8 * spread(&fixed),
        "much is known here: {random_severities:?}"
    );
    assert!(random_severities[2] < random_severities[0] && random_severities[0] < random_severities[1]);
    assert!(
        random.evaluators[2].standard_error > random.evaluators[0].standard_error,
        "four scores say less"
    );
    assert!(random.convergence.converged);
}

#[test]
fn evaluators_who_do_not_differ_have_no_severity_and_share_all_places() {
    let triples = (0..12_u32).flat_map(|project| {
        (0..2_u32).map(move |evaluator| {
            let error = if (project + evaluator) % 2 == 0 { 1.0 } else { -1.0 };
            (
                format!("p{project}"),
                format!("e{evaluator}"),
                60.0 + f64::from(project) * 3.0 + error,
            )
        })
    });
    let random = random_severity(&Ratings::new(triples).unwrap(), CONFIDENCE).unwrap();
    assert_eq!(random.evaluator_sd, 0.0);
    for evaluator in &random.evaluators {
        assert_eq!(
            evaluator.rank,
            Some(RankRange {
                best: 1,
                worst: 2,
                of: 2
            }),
            "{evaluator:?}"
        );
    }
}

#[test]
fn no_places_are_given_across_what_is_not_connected() {
    let all = scored();
    let apart = ["东", "西"].into_iter().flat_map(|group| {
        let cells = all.cells().iter().filter(|cell| cell.evaluator < 2);
        cells.map(move |cell| {
            (
                format!("{group}{}", cell.project),
                format!("{group}{}", cell.evaluator),
                cell.score,
            )
        })
    });
    let random = random_severity(&Ratings::new(apart).unwrap(), CONFIDENCE).unwrap();
    assert_eq!(random.components, 2);
    assert_eq!(random.bridges.len(), 1);
    assert!(random.evaluators.iter().all(|evaluator| evaluator.rank.is_none()));
}

#[test]
fn tables_that_cannot_be_used_are_refused() {
    let code = |triples: &[(&str, &str, f64)]| {
        let refused = random_severity(&Ratings::new(triples.iter().copied()).unwrap(), CONFIDENCE);
        let message = refused.unwrap_err().to_string();
        message
            .rsplit('[')
            .next()
            .unwrap_or_default()
            .trim_end_matches(']')
            .to_owned()
    };
    assert_eq!(
        code(&[("道路", "甲", 1.0), ("绿化", "甲", 2.0)]),
        "raters-too-few"
    );
    assert_eq!(
        code(&[("道路", "甲", 1.0), ("绿化", "乙", 2.0)]),
        "mixed-factor-is-residual"
    );
    let even = [
        ("道路", "甲", 1.0),
        ("绿化", "甲", 2.0),
        ("道路", "乙", 1.0),
        ("绿化", "乙", 2.0),
    ];
    assert_eq!(code(&even), "mixed-no-residual");
}
