//! Surveys: the lower bound decides, and only where enough people answered.

use super::*;

const THRESHOLDS: SurveyThresholds = SurveyThresholds {
    level: 0.95,
    margin: 0.05,
    response_least: 0.3,
};

fn survey(satisfied: usize, responses: usize) -> Survey {
    Survey {
        satisfied,
        responses,
        invited: None,
        population: None,
    }
}

fn verdict(survey: &Survey, target: f64) -> Result<Verdict, ProgressError> {
    judge_survey(survey, target, &THRESHOLDS).map(|result| result.verdict)
}

#[test]
fn the_lower_bound_decides() {
    // 385 answers are the minimum for ±5 points; 365 of 400 are 91.25 %, with a lower bound of 88.1 %.
    for (satisfied, responses, target, expected) in [
        (365, 400, 0.85, Verdict::Met),
        (365, 400, 0.90, Verdict::NotShown),
        (365, 400, 0.95, Verdict::NotMet),
        (350, 384, 0.50, Verdict::SampleTooSmall),
        (351, 385, 0.50, Verdict::Met),
        (20, 20, 0.80, Verdict::SampleTooSmall),
    ] {
        assert_eq!(
            verdict(&survey(satisfied, responses), target),
            Ok(expected),
            "{satisfied}/{responses} for {target}"
        );
    }
    assert_eq!(Verdict::SampleTooSmall.words(), "样本不足");
}

#[test]
fn a_counted_population_needs_fewer_answers() {
    let small = Survey {
        population: Some(300),
        ..survey(160, 169)
    };
    assert_eq!(verdict(&small, 0.85), Ok(Verdict::Met));
    assert_eq!(
        verdict(
            &Survey {
                responses: 168,
                ..small
            },
            0.85
        ),
        Ok(Verdict::SampleTooSmall)
    );
}

#[test]
fn a_low_response_rate_shows_the_worst_case() {
    let asked = |invited| Survey {
        invited: Some(invited),
        ..survey(380, 400)
    };
    let low = judge_survey(&asked(2_000), 0.9, &THRESHOLDS);
    assert!(low.is_ok_and(|result| {
        result.response_rate == Some(0.2)
            && result
                .worst_case
                .is_some_and(|worst| (worst.low - 0.19).abs() < 1e-12 && (worst.high - 0.99).abs() < 1e-12)
    }));
    let fine = judge_survey(&asked(1_000), 0.9, &THRESHOLDS);
    assert!(fine.is_ok_and(|result| result.response_rate == Some(0.4) && result.worst_case.is_none()));
    let unknown = judge_survey(&survey(380, 400), 0.9, &THRESHOLDS);
    assert!(unknown.is_ok_and(|result| result.response_rate.is_none() && result.worst_case.is_none()));
}

#[test]
fn impossible_surveys_are_refused() {
    let more_back = Survey {
        invited: Some(300),
        ..survey(380, 400)
    };
    assert_eq!(
        verdict(&more_back, 0.9),
        Err(ProgressError::Responses {
            responses: 400,
            invited: 300
        })
    );
    assert_eq!(
        verdict(&survey(1, 0), 0.9),
        Err(ProgressError::Share {
            successes: 1,
            trials: 0
        })
    );
    assert_eq!(
        verdict(
            &Survey {
                population: Some(0),
                ..survey(1, 2)
            },
            0.9
        ),
        Err(ProgressError::Population)
    );
    for target in [90.0, -0.1, f64::NAN] {
        assert!(
            matches!(verdict(&survey(1, 2), target), Err(ProgressError::Setting { .. })),
            "{target}"
        );
    }
}
