//! What scores add up to, and what a sample says of the whole, on numbers that can be checked by hand.

use hengji_domain::evaluation::{ItemKey, ScoreStage};
use hengji_domain::id::{EvaluationScoreId, SheetId, UserId};
use hengji_domain::rule::Verification;
use hengji_domain::{Money, NaiveDate, Timestamp, Weight};

use super::*;

const AT: Timestamp = Timestamp::from_micros(0);

fn id(number: u8) -> EvaluationId {
    EvaluationId::new(AT, [number; 10])
}

fn item(number: u8, part: &str, key: &str, (weight, own): (i32, Option<i32>)) -> EvaluationItem {
    EvaluationItem {
        evaluation: id(number),
        key: ItemKey::new(key),
        position: 1,
        part: part.into(),
        path: Vec::new(),
        name: key.into(),
        weight: Weight::from_centi(weight),
        method: "{}".into(),
        explanation: String::new(),
        evidence: String::new(),
        basis: String::new(),
        is_unverified: false,
        own: own.map(Score::from_centi),
    }
}

fn scored(number: u8, key: &str, (serial, centi): (i32, i32)) -> EvaluationScore {
    EvaluationScore {
        id: EvaluationScoreId::new(AT, [number; 10]),
        evaluation: id(number),
        item: ItemKey::new(key),
        side: Side::Verification,
        slot: "bureau".into(),
        serial,
        stage: ScoreStage::Independent,
        scorer: UserId::new(AT, [1; 10]),
        scorer_name: "绩效科".into(),
        score: Score::from_centi(centi),
        answer: "\"computed\"".into(),
        trace: String::new(),
        evidence: String::new(),
        made_at: AT,
    }
}

#[test]
fn the_latest_score_of_each_line_counts_and_parts_are_added_apart() {
    let items = [
        item(1, LINES, "a", (6_000, Some(6_000))),
        item(1, LINES, "b", (4_000, Some(3_500))),
        item(1, QUALITY, "q", (10_000, None)),
        item(2, LINES, "a", (6_000, Some(6_000))),
    ];
    let scores = [
        scored(1, "a", (2, 5_000)),
        scored(1, "a", (1, 6_000)),
        scored(1, "b", (1, 3_000)),
        scored(1, "q", (1, 8_800)),
        scored(2, "a", (1, 6_000)),
    ];
    let sums = verified(&items, &scores);
    let one = sums.get(&id(1)).unwrap();
    assert_eq!(one.whole(one.own, one.lines), Some(Score::from_centi(9_500)));
    assert_eq!(one.whole(one.verified, one.lines), Some(Score::from_centi(8_000)));
    assert_eq!(one.whole(one.quality, one.items), Some(Score::from_centi(8_800)));
    let part = sums.get(&id(2)).unwrap();
    assert_eq!(
        part.whole(part.own, part.lines),
        None,
        "a part of the lines says nothing"
    );
}

fn eligible(number: u8, own: i32) -> SpotEligible {
    SpotEligible {
        project: ProjectId::new(AT, [number; 10]),
        code: format!("P{number}"),
        department: UnitId::new(AT, [1; 10]),
        department_name: "城管局".into(),
        amount: Money::from_fen(1),
        self_score: Some(Score::from_centi(own)),
        sheet: SheetId::new(AT, [number; 10]),
        off: None,
    }
}

fn stratum(name: &str, population: usize, values: &[f64]) -> StratumSample {
    StratumSample {
        name: name.into(),
        population,
        values: values.to_vec(),
    }
}

fn basis() -> Arc<Citation> {
    Arc::new(Citation {
        rule: "analysis.confidence".into(),
        description: "置信水平".into(),
        division: "000000".parse().unwrap(),
        from: NaiveDate::from_ymd_opt(2015, 1, 1).unwrap(),
        source: "自拟".into(),
        clause: String::new(),
        verification: Verification::Unverified,
    })
}

fn said(samples: &[StratumSample]) -> Result<SpotInferred, DrawError> {
    let confidence = Confidence {
        level: 0.95,
        law: Law::Student,
    };
    let list = [eligible(1, 9_600), eligible(2, 9_400)];
    inference(&list, samples, confidence, (95, basis()))
}

#[test]
fn strata_weigh_by_their_size_and_the_interval_knows_that_the_district_is_finite() {
    // 30 projects inflate by 4 on the mean, 10 by 8: 40 together by 5.
    let samples = [
        stratum("城管局", 30, &[3.0, 4.0, 5.0]),
        stratum("教育局", 10, &[7.0, 9.0]),
    ];
    let found = said(&samples).unwrap();
    assert_eq!(found.inflation.value.to_string(), "5");
    assert_eq!((found.sampled, found.population), (5, 40));
    assert_eq!(found.self_mean.unwrap().to_string(), "95");
    assert_eq!(found.verification.unwrap().value.to_string(), "90");
    let (low, high) = found.inflation.interval.unwrap();
    assert!(low < found.inflation.value && found.inflation.value < high);
    assert!(
        found.departments.is_empty(),
        "two departments have nothing to be drawn towards"
    );
    // Whoever saw every project has no doubt left.
    let all = [
        stratum("城管局", 3, &[3.0, 4.0, 5.0]),
        stratum("教育局", 2, &[7.0, 9.0]),
    ];
    let (low, high) = said(&all).unwrap().inflation.interval.unwrap();
    assert_eq!(low, high);
}

#[test]
fn three_departments_are_drawn_towards_the_district() {
    let samples = [
        stratum("甲局", 30, &[3.0, 4.0, 5.0]),
        stratum("乙局", 20, &[4.0, 6.0, 5.0]),
        stratum("丙局", 10, &[9.0, 13.0]),
    ];
    let found = said(&samples).unwrap();
    assert_eq!(found.departments.len(), 3);
    let last = found.departments.iter().find(|one| one.name == "丙局").unwrap();
    assert_eq!((last.own_mean.to_string().as_str(), last.sampled), ("11", 2));
    assert!(last.shrunk.value < last.own_mean, "{last:?}");
}
