//! Frameworks and scores that authorities published: what is complete enough comes out again, the rest is explained.

use std::collections::{BTreeMap, BTreeSet};

use hengji_domain::evaluation::formula::{Formula, FormulaType};
use hengji_domain::evaluation::{Answer, Method};
use hengji_domain::{Decimal, Weight};
use serde_json::Value;

use crate::evaluation::{Basis, score_item};

fn published() -> Value {
    let text = include_str!("../../../../fixtures/evaluations/published.json");
    serde_json::from_str(text).unwrap()
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn weights_that_were_published_whole_add_up() {
    for sum in published()["sums"].as_array().unwrap() {
        let weights = sum["weights"].as_array().unwrap().iter().map(decimal);
        assert_eq!(weights.sum::<Decimal>(), decimal(&sum["total"]), "{sum}");
    }
}

#[test]
fn scores_that_were_published_with_their_figures_come_out_again() {
    for case in published()["scores"].as_array().unwrap() {
        let facts: BTreeMap<String, Decimal> = case["facts"]
            .as_object()
            .map(|facts| {
                facts
                    .iter()
                    .map(|(name, value)| (name.clone(), decimal(value)))
                    .collect()
            })
            .unwrap_or_default();
        let names: Vec<&str> = facts.keys().map(String::as_str).collect();
        let formula = |gives| Formula::read(case["formula"].as_str().unwrap(), &names, gives).unwrap();
        let mut basis = Basis::default();
        for (name, value) in &facts {
            basis.facts.insert(name, (*value, name));
        }
        let (method, answer) = match case["method"].as_str().unwrap() {
            "formula" => {
                let words = String::new();
                let formula = formula(FormulaType::Number);
                (Method::Formula { formula, words }, Answer::Computed)
            }
            "condition" => {
                let holds = Some(formula(FormulaType::Truth));
                let condition = String::new();
                (Method::Condition { condition, holds }, Answer::Computed)
            }
            _ => {
                let count = case["elements"].as_u64().unwrap();
                let elements = (1..=count).map(|number| number.to_string()).collect();
                let met = case["met"].as_array().unwrap().iter();
                let met = met.map(|number| u32::try_from(number.as_u64().unwrap()).unwrap());
                (Method::Elements { elements }, Answer::Elements(met.collect()))
            }
        };
        let item = case["item"].as_str().unwrap();
        let weight = Weight::from_points(decimal(&case["weight"])).unwrap();
        let found = score_item(item, weight, &method, &answer, &basis).unwrap();
        assert_eq!(
            found.score.points().normalize(),
            decimal(&case["expected"]),
            "{item}"
        );
    }
}

#[test]
fn every_published_framework_and_department_is_reproduced_or_explained() {
    let all = published();
    let mut seen = BTreeSet::new();
    for list in ["sums", "scores", "explained"] {
        for one in all[list].as_array().unwrap() {
            assert!(!one["source"].as_str().unwrap().is_empty());
            seen.insert(one["id"].as_str().unwrap().to_owned());
        }
    }
    // Number 10 of the frameworks and 1, 4 and 7 of the departments were never published.
    let frameworks = (1..=14).filter(|n| *n != 10).map(|n| format!("fw-{n:02}"));
    let departments = [2, 3, 5, 6, 8, 9, 10, 11].map(|n| format!("dp-{n:03}"));
    assert_eq!(seen, frameworks.chain(departments).collect());
}
