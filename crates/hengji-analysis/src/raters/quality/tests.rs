//! Institutions are told apart only as far as their anchors allow.

use super::*;

const SETTINGS: QualitySettings = QualitySettings {
    confidence: 0.95,
    prior_observations: 5.0,
};

/// Twelve projects verified by the bureau; 甲 errs by one point and is strict by five, 乙 errs by six, 丙 has no
/// anchor but shares projects with 甲.
fn scored() -> Ratings {
    let triples = (0..12_u32).flat_map(|at| {
        let project = format!("p{at}");
        let verified = 60.0 + f64::from(at * 7 % 30);
        let sign = if at % 2 == 0 { 1.0 } else { -1.0 };
        let wobble = f64::from(at % 3) * 0.5;
        [
            (project.clone(), "财政局", verified),
            (project.clone(), "甲", verified - 5.0 + sign * (1.0 + wobble)),
            (project, "乙", verified + sign * (6.0 - wobble)),
        ]
    });
    let unverified = (0..3_u32).flat_map(|at| {
        let score = 70.0 + f64::from(at);
        [
            (format!("q{at}"), "甲", score),
            (format!("q{at}"), "丙", score + f64::from(at * at)),
        ]
    });
    Ratings::new(triples.chain(unverified)).unwrap()
}

fn quality(records: &[InstitutionRecord]) -> Result<Vec<InstitutionQuality>, RatersError> {
    institution_quality(&scored(), "财政局", records, SETTINGS)
}

fn record(institution: &str, count: usize, of: usize) -> InstitutionRecord {
    InstitutionRecord {
        institution: institution.to_owned(),
        on_time: Some(Share { count, of }),
        upheld: None,
    }
}

#[test]
fn a_strict_institution_that_errs_little_is_better_than_a_mild_one_that_errs_much() {
    let found = quality(&[]).unwrap();
    let names: Vec<&str> = found.iter().map(|one| one.institution.as_str()).collect();
    assert_eq!(names, ["甲", "乙", "丙"], "the verification itself is not placed");
    let severity = found[0].severity.unwrap();
    assert!((severity.difference - 5.0).abs() < 0.5, "{severity:?}");
    let (strict, mild) = (found[0].error.unwrap(), found[1].error.unwrap());
    assert_eq!((strict.observations, mild.observations), (12, 12));
    assert!(strict.interval.high < mild.interval.low);
    assert_eq!((strict.rank.best, strict.rank.worst), (1, 1));
    assert_eq!((mild.rank.best, mild.rank.worst), (2, 2));
    assert_eq!(
        found[2].error, None,
        "without an anchor there is no error, and no place"
    );
}

#[test]
fn few_anchors_shrink_more_and_places_overlap() {
    let few = scored().keeping(|cell| cell.project < 3).unwrap();
    let found = institution_quality(&few, "财政局", &[], SETTINGS).unwrap();
    let errors: Vec<Placed> = found.iter().filter_map(|one| one.error).collect();
    assert_eq!(errors.len(), 2);
    for error in errors {
        assert!(0.0 <= error.interval.low, "an absolute error is not negative");
        assert!((error.interval.low..=error.interval.high).contains(&error.estimate));
    }
}

#[test]
fn one_anchor_each_gives_no_error_at_all() {
    let one = scored().keeping(|cell| cell.project < 1).unwrap();
    let found = institution_quality(&one, "财政局", &[], SETTINGS).unwrap();
    assert!(found.iter().all(|one| one.error.is_none()));
}

#[test]
fn a_share_is_pulled_to_the_common_one_and_four_of_four_is_no_certainty() {
    let found = quality(&[record("甲", 4, 4), record("乙", 30, 60)]).unwrap();
    let share = |name: &str| {
        found
            .iter()
            .find(|one| one.institution == name)
            .and_then(|one| one.on_time)
    };
    let (small, large) = (share("甲").unwrap(), share("乙").unwrap());
    assert_eq!(small.raw, 1.0);
    assert!(small.estimate < 0.85, "{small:?}");
    assert!((large.estimate - 0.5).abs() < 0.01, "{large:?}");
    assert!(small.interval.high - small.interval.low > large.interval.high - large.interval.low);
    assert_eq!(share("丙"), None);
}

#[test]
fn agreement_with_peers_leaves_the_verification_out() {
    let found = quality(&[]).unwrap();
    let peers = found
        .iter()
        .filter_map(|one| one.agreement)
        .map(|one| one.observations)
        .collect::<Vec<_>>();
    // 甲 shares twelve projects with 乙 and three with 丙.
    assert_eq!(peers, [15, 12, 3]);
}

#[test]
fn what_is_not_known_is_refused() {
    let code = |error: RatersError| {
        error
            .to_string()
            .rsplit('[')
            .next()
            .unwrap_or_default()
            .trim_end_matches(']')
            .to_owned()
    };
    assert_eq!(
        code(quality(&[record("戊", 1, 1)]).unwrap_err()),
        "raters-evaluator-unknown"
    );
    assert_eq!(
        code(quality(&[record("甲", 2, 1)]).unwrap_err()),
        "raters-share-unusable"
    );
    let refused = institution_quality(&scored(), "审计局", &[], SETTINGS);
    assert_eq!(code(refused.unwrap_err()), "raters-evaluator-unknown");
    let without_prior = QualitySettings {
        prior_observations: 0.0,
        ..SETTINGS
    };
    let refused = institution_quality(&scored(), "财政局", &[], without_prior);
    assert_eq!(code(refused.unwrap_err()), "raters-prior-unusable");
}
