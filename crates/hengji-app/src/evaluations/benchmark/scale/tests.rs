//! Verdicts of constructed histories: in line, a question, a wrong unit, and nothing where there is too little.

use super::*;
use crate::evaluations::benchmark::rules::settings;

fn year() -> BudgetYear {
    BudgetYear::new(2020).unwrap()
}

fn shipped() -> Settings {
    let book = hengji_rules::RuleBook::embedded().unwrap();
    settings(&book.at("330108".parse().unwrap(), year())).unwrap()
}

fn wan_of(amount: i64) -> Money {
    Money::from_fen(amount * 1_000_000)
}

/// About ten 万元 for each, never exactly.
fn references(count: usize, line: &str) -> Vec<Reference> {
    let all = [
        (10, 112),
        (12, 118),
        (15, 156),
        (18, 171),
        (22, 223),
        (25, 236),
        (30, 309),
        (36, 338),
    ];
    let reference = |(number, (quantity, amount)): (usize, &(i64, i64))| Reference {
        name: format!("道路养护{number}"),
        unit_name: "区公路养护中心".into(),
        year: year(),
        line: line.into(),
        is_same: line == "养护里程",
        quantity: Decimal::from(*quantity),
        money: wan_of(*amount),
        is_stated: false,
        outcome: None,
    };
    all.iter()
        .cycle()
        .take(count)
        .enumerate()
        .map(reference)
        .collect()
}

fn judged(references: &[Reference], quantity: i64, amount: i64) -> Scale {
    let measured = Measured {
        line: "养护里程",
        unit: "公里",
        year: year(),
        percent: 95,
    };
    let pair = Pair {
        of: "目标与预算",
        money_name: "预算",
        quantity: Decimal::from(quantity),
        money: wan_of(amount),
    };
    scale(references, measured, &[pair], &shipped()).unwrap()
}

#[test]
fn an_amount_is_judged_by_its_distance_from_like_projects() {
    let references = references(8, "养护里程");
    for (amount, band, words) in [
        (200, FitBand::InLine, "资金与数量相称"),
        (218, FitBand::Ask, "资金略多"),
        (184, FitBand::Ask, "资金略少"),
        (300, FitBand::Far, "资金偏多或数量偏低"),
        (120, FitBand::Far, "资金偏少或数量偏高"),
        (2_000_000, FitBand::UnitError, "请先核对元与万元"),
    ] {
        let found = judged(&references, 20, amount);
        let [verdict] = found.verdicts.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(verdict.band, band, "{amount}: {}", verdict.words);
        assert!(verdict.words.contains(words), "{amount}: {}", verdict.words);
        let (usual, low, high) = verdict.expected.unwrap();
        assert!(low < usual && usual < high, "{verdict:?}");
        assert_eq!(found.evidence.grade, "甲");
    }
}

#[test]
fn twice_the_quantity_costs_what_the_elasticity_says() {
    let found = judged(&references(8, "养护里程"), 20, 200);
    let words = found.elasticity.unwrap();
    assert!(
        words.starts_with("规模弹性 0.") && words.contains("翻一倍"),
        "{words}"
    );
    assert_eq!(found.adjusted.len(), 8);
    let implied = found.verdicts[0].implied.as_deref().unwrap();
    assert!(implied.contains("公里(") && implied.contains(" 至 "), "{implied}");
}

#[test]
fn too_little_evidence_gives_no_number_that_looks_like_a_verdict() {
    for references in [
        references(4, "养护里程"),
        references(8, "支路养护里程"),
        Vec::new(),
    ] {
        let found = judged(&references, 20, 300);
        assert!(!found.evidence.is_enough, "{:?}", found.evidence);
        let verdict = &found.verdicts[0];
        assert_eq!(verdict.band, FitBand::NoJudgement, "{}", references.len());
        assert_eq!((&verdict.expected, &verdict.implied), (&None, &None));
        assert_eq!(
            (found.elasticity, found.line, found.adjusted.len()),
            (None, None, 0)
        );
        assert!(verdict.words.contains("不作判断"), "{}", verdict.words);
        assert!(
            !verdict.words.chars().any(|c| c.is_ascii_digit()),
            "{}",
            verdict.words
        );
    }
}

#[test]
fn like_indicators_lend_their_records_and_the_grade_says_so() {
    // One indicator alone does not tell how much indicators differ from each other.
    let all: Vec<Reference> = ["支路养护里程", "主干道养护里程", "巷道养护里程"]
        .into_iter()
        .flat_map(|line| references(8, line))
        .collect();
    let found = judged(&all, 20, 200);
    assert_eq!(found.evidence.grade, "乙");
    assert!(
        found.evidence.words.contains("同一指标 0 条(须 5 条)"),
        "{}",
        found.evidence.words
    );
    assert_ne!(found.verdicts[0].band, FitBand::NoJudgement);
}

#[test]
fn a_reference_in_a_wrong_unit_is_named_and_not_used() {
    let mut references = references(8, "养护里程");
    let sound = judged(&references, 20, 200).verdicts[0].expected;
    let slip = Reference {
        money: wan_of(1_560_000),
        ..references[2].clone()
    };
    references.push(slip);
    let found = judged(&references, 20, 200);
    assert_eq!(found.suspected, BTreeSet::from([8]));
    assert_eq!(found.verdicts[0].expected, sound);
    assert!(
        found.notes.iter().any(|note| note.contains("疑似金额单位错误")),
        "{:?}",
        found.notes
    );
}
