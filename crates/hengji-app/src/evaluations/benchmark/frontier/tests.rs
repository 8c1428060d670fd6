//! What a frontier says of constructed projects, and what it keeps to itself.

use super::*;

fn thresholds() -> EvidenceThresholds {
    EvidenceThresholds {
        a_units: 30,
        a_units_per_column: 10,
        b_units: 15,
    }
}

fn reference(number: i64, quantity: i64, wan: i64, outcome: Option<i64>) -> Reference {
    Reference {
        name: format!("道路养护{number}"),
        unit_name: "区公路养护中心".into(),
        year: hengji_domain::BudgetYear::new(2020).unwrap(),
        line: "养护里程".into(),
        is_same: true,
        quantity: Decimal::from(quantity),
        money: Money::from_fen(wan * 1_000_000),
        is_stated: false,
        outcome: outcome.map(Decimal::from),
    }
}

fn found(references: &[Reference], outcome: Option<i64>) -> Option<FrontierView> {
    let done = Done {
        name: "本项目".into(),
        quantity: Decimal::from(20),
        money: Money::from_fen(400_000_000),
        outcome: outcome.map(Decimal::from),
    };
    let all: Vec<&Reference> = references.iter().collect();
    frontier(&done, &all, "公里", thresholds()).unwrap()
}

fn many(count: i64, outcome: Option<i64>) -> Vec<Reference> {
    (1..=count)
        .map(|number| reference(number, 10 + number, 100 + 9 * number, outcome))
        .collect()
}

#[test]
fn a_project_that_paid_twice_as_much_can_halve_and_its_peers_are_named() {
    let view = found(&many(20, None), None).unwrap();
    let shown = view.shown.unwrap();
    assert_eq!((view.grade, shown.pure.as_str()), ("B", "47.5%"));
    assert!(!shown.peers.is_empty());
    assert!(
        shown
            .peers
            .iter()
            .all(|(name, _)| name.contains("区公路养护中心")),
        "{:?}",
        shown.peers
    );
    assert!(view.beside.unwrap().contains("支付不多于本项目"));
    assert!(view.columns.ends_with("数量(公里)"), "{}", view.columns);
}

#[test]
fn below_grade_b_there_is_no_efficiency_but_a_named_project() {
    let view = found(&many(10, None), None).unwrap();
    assert_eq!((view.grade, view.shown, view.last_rank.len()), ("C", None, 0));
    assert!(view.beside.is_some());
    assert!(view.reason.contains("少于 B 级所需的 15 个"), "{}", view.reason);
}

#[test]
fn satisfaction_is_the_second_output_where_enough_projects_have_it() {
    let both = found(&many(20, Some(90)), Some(95)).unwrap();
    assert!(both.columns.contains("满意度"), "{}", both.columns);
    let few: Vec<Reference> = many(20, None).into_iter().chain(many(3, Some(90))).collect();
    let one = found(&few, Some(95)).unwrap();
    assert!(!one.columns.contains("满意度"), "{}", one.columns);
}

#[test]
fn alone_there_is_no_frontier_and_the_same_name_twice_is_no_error() {
    assert_eq!(found(&[], None), None);
    let twice = vec![reference(1, 20, 300, None), reference(1, 25, 350, None)];
    assert!(found(&twice, None).is_some());
}
