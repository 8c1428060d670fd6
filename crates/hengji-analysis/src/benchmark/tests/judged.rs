//! Bands, evidence and sentences of single plans.

use super::simulate::{Random, Truth, settings};
use crate::benchmark::{
    Band, EvidenceGrade, FitMethod, LastYear, Plan, PriceIndex, Project, ScaleModel, Settings, Sizes,
};

fn model(settings: &Settings) -> (ScaleModel, Vec<Plan>) {
    let (history, plans) = Truth::of(6, 8).draw(&mut Random::new(77));
    (
        ScaleModel::fit(&history, &PriceIndex::none(), settings).unwrap(),
        plans,
    )
}

#[test]
fn bands_follow_the_distance_of_the_amount() {
    let (model, plans) = model(&settings());
    let usual = model.judge(&plans[0]).unwrap().predicted.unwrap();
    let check = |z: f64, band: Band, words: &str| {
        let mut plan = plans[0].clone();
        plan.project.amount = usual.amount * (z * usual.standard_deviation).exp();
        let judgement = model.judge(&plan).unwrap();
        assert!((judgement.predicted.unwrap().z - z).abs() < 1e-9, "{z}");
        assert_eq!(judgement.band, band, "{z}");
        assert!(judgement.verdict.starts_with(words), "{z}: {}", judgement.verdict);
    };
    check(0.0, Band::InLine, "目标与资金基本匹配");
    check(-0.99, Band::InLine, "目标与资金基本匹配");
    check(1.01, Band::AskHigh, "资金略高");
    check(-1.99, Band::AskLow, "资金略低");
    check(2.01, Band::MoneyHigh, "资金偏多或目标偏低");
    check(-3.0, Band::MoneyLow, "资金偏少或目标偏高");
    check(
        1e4_f64.ln() / usual.standard_deviation,
        Band::UnitError,
        "疑似单位错误",
    );
    check(
        -(1e4_f64.ln()) / usual.standard_deviation,
        Band::UnitError,
        "疑似单位错误",
    );
}

#[test]
fn a_target_below_last_year_for_more_money_is_said_in_the_verdict() {
    let (model, plans) = model(&settings());
    let mut plan = plans[0].clone();
    let (quantity, amount) = (plan.project.quantity, plan.project.amount);
    plan.last_year = Some(LastYear {
        actual: quantity * 1.2,
        amount: Some(amount * 0.9),
    });
    let judgement = model.judge(&plan).unwrap();
    assert!(judgement.stretch.is_some_and(|stretch| stretch.less_for_more));
    assert!(judgement.verdict.ends_with("目标低于上年实际而资金增加,请说明。"));
}

#[test]
fn evidence_decides_whether_there_is_a_judgement() {
    let truth = Truth {
        rows: vec![5, 4, 2],
        ..Truth::of(0, 0)
    };
    let (history, plans) = truth.draw(&mut Random::new(8));
    let model = ScaleModel::fit(&history, &PriceIndex::none(), &settings()).unwrap();
    let stranger = |indicator_type: &str, category: &str| {
        let project = Project {
            indicator_type: indicator_type.to_owned(),
            category: category.to_owned(),
            ..plans[0].project.clone()
        };
        Plan {
            project,
            last_year: None,
        }
    };
    let check = |plan: &Plan, grade: EvidenceGrade, own: usize, judged: bool| {
        let judgement = model.judge(plan).unwrap();
        assert_eq!(
            (judgement.evidence.grade, judgement.evidence.own_history),
            (grade, own)
        );
        assert_eq!(
            judgement.band != Band::NoJudgement,
            judged,
            "{}",
            judgement.verdict
        );
        assert_eq!(
            judgement.verdict.starts_with("样本不足,不作判断"),
            !judged,
            "{}",
            judgement.verdict
        );
    };
    check(&plans[0], EvidenceGrade::OwnHistory, 5, true);
    check(&plans[1], EvidenceGrade::PriorOnly, 4, false);
    check(&stranger("新类型", "市政"), EvidenceGrade::PriorOnly, 0, false);
    check(&stranger("新类型", "教育"), EvidenceGrade::Nothing, 0, false);
}

#[test]
fn with_own_units_a_type_without_history_cannot_be_placed() {
    let (model, plans) = model(&Settings {
        sizes: Sizes::OwnUnits,
        ..settings()
    });
    let mut plan = plans[0].clone();
    plan.project.indicator_type = "新类型".to_owned();
    let judgement = model.judge(&plan).unwrap();
    assert_eq!(
        (judgement.evidence.grade, judgement.predicted),
        (EvidenceGrade::Nothing, None)
    );
    assert!(!judgement.comparison.same_type && judgement.comparison.rows == 48);
}

#[test]
fn the_rows_compared_are_named_nearest_in_size_first() {
    let (model, plans) = model(&Settings {
        compared_rows: 3,
        ..settings()
    });
    let judgement = model.judge(&plans[2]).unwrap();
    assert!(judgement.comparison.same_type && judgement.comparison.rows == 8);
    let far: Vec<f64> = judgement
        .comparison
        .nearest
        .iter()
        .map(|row| (row.quantity / plans[2].project.quantity).ln().abs())
        .collect();
    assert!(far.len() == 3 && far.is_sorted(), "{far:?}");
    assert!(
        judgement
            .comparison
            .nearest
            .iter()
            .all(|row| row.name.starts_with("项目2-"))
    );
}

#[test]
fn unit_costs_are_compared_at_one_size() {
    let (model, plans) = model(&Settings {
        common_size: Some(50.0),
        ..settings()
    });
    let judgement = model.judge(&plans[1]).unwrap();
    let (said, project) = (judgement.predicted.unwrap(), &plans[1].project);
    let adjusted = project.amount / project.quantity * (project.quantity / 50.0).powf(1.0 - said.elasticity);
    assert!((said.unit_cost / adjusted - 1.0).abs() < 1e-9 && (said.common_size - 50.0).abs() < 1e-9);
    // At equal distance from the line the unit costs differ by the same factor as the amounts.
    assert!((said.unit_cost / said.usual_unit_cost / (project.amount / said.amount) - 1.0).abs() < 1e-9);
}

#[test]
fn categories_that_allow_no_line_say_why() {
    let rows = |of: &[(&str, f64, f64)]| -> Vec<Project> {
        of.iter()
            .map(|(kind, quantity, amount)| Project {
                name: format!("{kind}{quantity}"),
                indicator_type: (*kind).to_owned(),
                category: "市政".to_owned(),
                region: None,
                year: None,
                quantity: *quantity,
                amount: *amount,
            })
            .collect()
    };
    let check = |history: &[Project], method: FitMethod, note: &str| {
        let model = ScaleModel::fit(history, &PriceIndex::none(), &settings()).unwrap();
        let summary = model.categories().next().unwrap();
        assert_eq!(summary.method, method, "{summary:?}");
        assert!(
            summary.notes.iter().any(|text| text.contains(note)),
            "{:?}",
            summary.notes
        );
    };
    check(
        &rows(&[("甲", 1.0, 2.0), ("甲", 2.0, 3.0)]),
        FitMethod::NotFitted,
        "不足以估计",
    );
    check(
        &rows(&[("甲", 2.0, 2.0), ("甲", 2.0, 3.0), ("甲", 2.0, 2.5)]),
        FitMethod::NotFitted,
        "全部相同",
    );
    check(
        &rows(&[("甲", 1.0, 2.0), ("甲", 2.0, 4.0), ("甲", 4.0, 8.0)]),
        FitMethod::NotFitted,
        "完全成比例",
    );
    check(
        &rows(&[("甲", 1.0, 2.0), ("甲", 2.0, 3.0), ("甲", 4.0, 8.0)]),
        FitMethod::ClosedForm,
        "闭式",
    );
    // One row of each type: one line for all, the differences of the types in the residual.
    check(
        &rows(&[("甲", 1.0, 2.0), ("乙", 2.0, 3.0), ("丙", 4.0, 8.0)]),
        FitMethod::ClosedForm,
        "闭式",
    );
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let (history, _) = Truth::of(2, 3).draw(&mut Random::new(1));
    let check = |settings: &Settings| {
        let error = ScaleModel::fit(&history, &PriceIndex::none(), settings)
            .unwrap_err()
            .to_string();
        assert!(error.ends_with("[benchmark-setting]"), "{error}");
    };
    let bands = settings().bands;
    check(&Settings {
        bands: crate::benchmark::Bands {
            in_line: 0.0,
            ..bands
        },
        ..settings()
    });
    check(&Settings {
        bands: crate::benchmark::Bands { ask: 0.5, ..bands },
        ..settings()
    });
    check(&Settings {
        bands: crate::benchmark::Bands {
            unit_error: f64::NAN,
            ..bands
        },
        ..settings()
    });
    check(&Settings {
        confidence: 1.0,
        ..settings()
    });
    check(&Settings {
        huber: Some(0.0),
        ..settings()
    });
    check(&Settings {
        common_size: Some(-1.0),
        ..settings()
    });
    check(&Settings {
        unit_factors: vec![10.0, 1.0],
        ..settings()
    });
    let empty = ScaleModel::fit(&[], &PriceIndex::none(), &settings())
        .unwrap_err()
        .to_string();
    assert!(empty.ends_with("[benchmark-no-history]"));
}

#[test]
fn a_region_or_year_without_history_widens_the_prediction() {
    let truth = Truth {
        region_spread: 0.4,
        year_spread: 0.3,
        ..Truth::of(6, 10)
    };
    let (history, plans) = truth.draw(&mut Random::new(4));
    let model = ScaleModel::fit(&history, &PriceIndex::none(), &settings()).unwrap();
    let wide = |region: &str, year: i32| {
        let project = Project {
            region: Some(region.to_owned()),
            year: Some(year),
            ..plans[0].project.clone()
        };
        model
            .judge(&Plan {
                project,
                last_year: None,
            })
            .unwrap()
            .predicted
            .unwrap()
            .standard_deviation
    };
    let (both, region, year, none) = (
        wide("区1", 2016),
        wide("新区", 2016),
        wide("区1", 2040),
        wide("新区", 2040),
    );
    assert!(
        both < region && both < year && region < none && year < none,
        "{both} {region} {year} {none}"
    );
}

#[test]
fn one_category_does_not_learn_from_another() {
    let (history, plans) = Truth::of(4, 8).draw(&mut Random::new(6));
    let (mut both, others) = Truth::of(4, 8).draw(&mut Random::new(7));
    for project in &mut both {
        project.category = "教育".to_owned();
        project.region = Some("别处".to_owned());
    }
    both.extend(history.iter().cloned());
    let alone = ScaleModel::fit(&history, &PriceIndex::none(), &settings()).unwrap();
    let beside = ScaleModel::fit(&both, &PriceIndex::none(), &settings()).unwrap();
    assert_eq!(beside.categories().count(), 2);
    for plan in plans.iter().chain(&others) {
        let (one, other) = (alone.judge(plan).unwrap(), beside.judge(plan).unwrap());
        assert_eq!(one.predicted, other.predicted);
    }
}
