//! Who is told to be strict, from how many evaluations on, and who counts as one body.

use hengji_domain::Timestamp;

use super::*;

fn total(evaluation: u8, user: u8, name: &str, centi: i32) -> Total {
    let at = Timestamp::from_micros(0);
    Total {
        evaluation: EvaluationId::new(at, [evaluation; 10]),
        title: format!("评价{evaluation}"),
        user: UserId::new(at, [user; 10]),
        name: name.into(),
        score: Score::from_centi(centi),
    }
}

/// Six evaluations that the first scorer gives three points less than the second, with small noise.
fn doubled() -> Vec<Total> {
    let levels = [9_000, 8_400, 8_800, 7_800, 9_400, 7_300];
    let noise = [10, -20, 0, 30, -10, 5];
    let pairs = levels.into_iter().zip(noise).zip(1..);
    pairs
        .flat_map(|((level, noise), number)| {
            [
                total(number, 1, "绩效科经办", level - 300 + noise),
                total(number, 2, "业务科经办", level),
            ]
        })
        .collect()
}

fn judged(shared_least: u32, given: &[Given]) -> SeverityTable {
    let judge = Judge {
        level: 0.95,
        limits: AgreementThresholds {
            fine: 0.8,
            tentative: 0.667,
        },
        rules: &SeverityRules {
            shared_least,
            basis: std::sync::Arc::new(Citation {
                rule: "third_party.severity".into(),
                description: "宽严".into(),
                division: hengji_domain::Division::NATION,
                from: "2015-01-01".parse().unwrap(),
                source: "source".into(),
                clause: "clause".into(),
                verification: hengji_domain::rule::Verification::Unverified,
            }),
        },
    };
    judge.table(given)
}

#[test]
fn a_strict_scorer_is_told_with_an_interval_and_totals_are_corrected_beside_the_raw_ones() {
    let table = judged(5, &by_person(&doubled(), &BTreeMap::new()));
    let told: Vec<(&str, SeverityVerdict, usize)> = table
        .scorers
        .iter()
        .map(|one| (one.name.as_str(), one.verdict, one.shared))
        .collect();
    // In the order of the names.
    assert_eq!(
        told,
        [
            ("业务科经办", SeverityVerdict::Lenient, 6),
            ("绩效科经办", SeverityVerdict::Strict, 6)
        ]
    );
    let strict = table.scorers.last().unwrap();
    assert_eq!(strict.severity_centi, Some(149));
    let (low, high) = strict.interval_centi.unwrap();
    assert!(0 < low && low < 149 && 149 < high, "{low} {high}");
    let first = table.totals.first().unwrap();
    assert_eq!(
        (first.raw, first.corrected),
        (Score::from_centi(8_710), Some(Score::from_centi(8_859)))
    );
    assert!(table.agreement.is_some());
}

#[test]
fn too_few_shared_evaluations_are_not_judged() {
    let table = judged(7, &by_person(&doubled(), &BTreeMap::new()));
    assert!(
        table
            .scorers
            .iter()
            .all(|one| one.verdict == SeverityVerdict::TooFew)
    );
    assert_eq!(table.agreement, None);
    assert!(table.scorers.iter().all(|one| one.severity_centi.is_none()));
}

#[test]
fn people_of_one_institution_are_one_body_and_the_bureau_is_one() {
    let all = doubled();
    let bureau = judged(5, &by_body(&all, &BTreeMap::new()));
    assert_eq!(bureau.shared, 0);
    let only = bureau.scorers.first().unwrap();
    assert_eq!(
        (only.name.as_str(), only.verdict),
        (BUREAU, SeverityVerdict::TooFew)
    );
    let firm = all.first().unwrap().user;
    let firms = BTreeMap::from([(firm, "甲评价机构".to_owned())]);
    let both = judged(5, &by_body(&all, &firms));
    assert_eq!((both.shared, both.scorers.len()), (6, 2));
    let people = by_person(&all, &firms);
    assert_eq!(people.first().unwrap().scorer, "甲评价机构 绩效科经办");
}

#[test]
fn two_people_of_the_same_name_stay_two() {
    let all = [total(1, 1, "经办", 8_000), total(1, 2, "经办", 9_000)];
    let names: Vec<String> = by_person(&all, &BTreeMap::new())
        .into_iter()
        .map(|one| one.scorer)
        .collect();
    assert_eq!(names, ["经办(1)", "经办(2)"]);
    let nobody = judged(5, &[]);
    assert!(nobody.scorers.is_empty() && nobody.agreement.is_none());
}

#[test]
fn one_who_scored_a_single_evaluation_moves_nobody_else() {
    let mut all = doubled();
    all.push(total(1, 3, "机构人员", 10_000));
    let with = judged(5, &by_person(&all, &BTreeMap::new()));
    let without = judged(5, &by_person(&doubled(), &BTreeMap::new()));
    let severity = |table: &SeverityTable, name: &str| {
        let found = table.scorers.iter().find(|one| one.name == name);
        found.unwrap().severity_centi
    };
    assert_eq!(severity(&with, "绩效科经办"), severity(&without, "绩效科经办"));
    assert_eq!(severity(&with, "机构人员"), None);
    let last = with.totals.last().unwrap();
    assert_eq!((last.raw, last.corrected), (Score::from_centi(10_000), None));
}
