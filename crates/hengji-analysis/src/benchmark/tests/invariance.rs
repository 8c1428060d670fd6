//! What must not matter: the unit of money, the unit of the quantity, the price level, the order of the rows.

use proptest::prelude::*;

use super::simulate::{Random, Truth, settings};
use crate::benchmark::{
    EvidenceThresholds, Judgement, Plan, PriceIndex, Project, ScaleModel, Settings, Sizes,
};

fn judged(history: &[Project], plans: &[Plan], prices: &PriceIndex, settings: &Settings) -> Vec<Judgement> {
    let model = ScaleModel::fit(history, prices, settings).unwrap();
    plans.iter().map(|plan| model.judge(plan).unwrap()).collect()
}

fn changed(project: &Project, change: impl Fn(&mut Project)) -> Project {
    let mut project = project.clone();
    change(&mut project);
    project
}

fn all(
    history: &[Project],
    plans: &[Plan],
    change: impl Fn(&mut Project) + Copy,
) -> (Vec<Project>, Vec<Plan>) {
    let plans = plans
        .iter()
        .map(|plan| Plan {
            project: changed(&plan.project, change),
            ..plan.clone()
        })
        .collect();
    (
        history.iter().map(|project| changed(project, change)).collect(),
        plans,
    )
}

/// The distances are equal and the lines differ by a shift of the level only.
fn only_shifted(one: &[Judgement], other: &[Judgement], shift: f64) -> Result<(), TestCaseError> {
    for (one, other) in one.iter().zip(other) {
        let (Some(line), Some(moved)) = (one.line, other.line) else {
            return Err(TestCaseError::fail("there is a line"));
        };
        prop_assert!((line.elasticity - moved.elasticity).abs() < 1e-4);
        prop_assert!(
            (moved.level - line.level - shift).abs() < 1e-4,
            "{} {}",
            moved.level - line.level,
            shift
        );
        let (Some(one_said), Some(other_said)) = (&one.predicted, &other.predicted) else {
            return Err(TestCaseError::fail("something is predicted"));
        };
        prop_assert!(
            (one_said.z - other_said.z).abs() < 2e-3,
            "{} {}",
            one_said.z,
            other_said.z
        );
        prop_assert_eq!(one.unit_factor, other.unit_factor);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn another_unit_of_money_shifts_the_level_only(start in any::<u64>(), unit in prop_oneof![Just(1e-4), Just(1e4), 0.1..9.0_f64]) {
        let (history, plans) = Truth::of(5, 6).draw(&mut Random::new(start));
        let (other, planned) = all(&history, &plans, |project| project.amount *= unit);
        let settings = settings();
        let one = judged(&history, &plans, &PriceIndex::none(), &settings);
        only_shifted(&one, &judged(&other, &planned, &PriceIndex::none(), &settings), unit.ln())?;
    }

    #[test]
    fn another_unit_of_all_quantities_moves_the_pivot_only(start in any::<u64>(), unit in prop_oneof![Just(1e-3), Just(1e3), 0.1..9.0_f64]) {
        let (history, plans) = Truth::of(5, 6).draw(&mut Random::new(start));
        let (other, planned) = all(&history, &plans, |project| project.quantity *= unit);
        for sizes in [Sizes::Comparable, Sizes::OwnUnits] {
            let settings = Settings { sizes, ..settings() };
            let one = judged(&history, &plans, &PriceIndex::none(), &settings);
            only_shifted(&one, &judged(&other, &planned, &PriceIndex::none(), &settings), 0.0)?;
        }
    }

    #[test]
    fn with_own_units_one_type_may_change_its_unit_alone(start in any::<u64>()) {
        let (history, plans) = Truth::of(5, 6).draw(&mut Random::new(start));
        let (other, planned) = all(&history, &plans, |project| {
            if project.indicator_type == "类型2" {
                project.quantity *= 1_000.0;
            }
        });
        let settings = Settings { sizes: Sizes::OwnUnits, ..settings() };
        let one = judged(&history, &plans, &PriceIndex::none(), &settings);
        only_shifted(&one, &judged(&other, &planned, &PriceIndex::none(), &settings), 0.0)?;
    }

    #[test]
    fn prices_that_rise_and_are_converted_back_change_nothing(start in any::<u64>()) {
        let (history, plans) = Truth::of(5, 6).draw(&mut Random::new(start));
        let level = |year: i32| 1.04_f64.powi(year - 2015);
        let (other, planned) = all(&history, &plans, |project| project.amount *= level(project.year.unwrap_or(0)));
        let levels: Vec<(i32, f64)> = (2015..=2021).map(|year| (year, level(year))).collect();
        let prices = PriceIndex::new(&levels).unwrap();
        let settings = settings();
        let one = judged(&history, &plans, &PriceIndex::none(), &settings);
        let two = judged(&other, &planned, &prices, &settings);
        only_shifted(&one, &two, level(2021).ln())?;
        for (one, two) in one.iter().zip(&two) {
            let (Some(one), Some(two)) = (&one.predicted, &two.predicted) else { continue };
            // Plans are of the last year, whose money is worth level(2021) less.
            prop_assert!((two.amount / one.amount / level(2021) - 1.0).abs() < 1e-3);
        }
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(start in any::<u64>()) {
        let (mut history, plans) = Truth::of(5, 6).draw(&mut Random::new(start));
        let one = judged(&history, &plans, &PriceIndex::none(), &settings());
        history.reverse();
        only_shifted(&one, &judged(&history, &plans, &PriceIndex::none(), &settings()), 0.0)?;
    }

    #[test]
    fn any_numbers_give_an_answer_or_a_refusal(
        rows in proptest::collection::vec(
            (0..3_u8, prop_oneof![1 => Just(0.0), 20 => Just(1.0), 5 => Just(1e300), 5 => Just(1e-300), 300 => 0.1..1e6_f64], 0.1..1e6_f64),
            0..25,
        ),
        category in 2..20_usize,
        amount in prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(-1.0), Just(1e-300), Just(1e300)],
        sizes in prop_oneof![Just(Sizes::Comparable), Just(Sizes::OwnUnits)],
    ) {
        let project = |(kind, quantity, amount): &(u8, f64, f64)| Project {
            name: "甲".to_owned(),
            indicator_type: format!("类型{kind}"),
            category: "市政".to_owned(),
            region: (*kind > 0).then(|| format!("区{}", quantity.to_bits() % 3)),
            year: Some(2020 + i32::from(*kind)),
            quantity: *quantity,
            amount: *amount,
        };
        let history: Vec<Project> = rows.iter().map(project).collect();
        let evidence = EvidenceThresholds { own_history: 2, category };
        let settings = Settings { evidence, sizes, ..settings() };
        match ScaleModel::fit(&history, &PriceIndex::none(), &settings) {
            Ok(model) => {
                for project in &history {
                    let judgement = model.judge(&Plan { project: project.clone(), last_year: None }).unwrap();
                    prop_assert!(judgement.verdict.ends_with('。'));
                    let odd = Plan { project: Project { amount, ..project.clone() }, last_year: None };
                    if let Err(error) = model.judge(&odd) {
                        prop_assert!(error.to_string().ends_with("[benchmark-not-positive]"));
                    }
                }
            }
            Err(error) => prop_assert!(error.to_string().contains("[benchmark-")),
        }
    }
}
