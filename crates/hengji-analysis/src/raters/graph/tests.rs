//! Components are found, and the bridges named do connect them.

use proptest::prelude::*;

use super::*;

fn of(pairs: &[(&str, &str)]) -> Ratings {
    Ratings::new(
        pairs
            .iter()
            .map(|(project, evaluator)| (*project, *evaluator, 1.0)),
    )
    .unwrap()
}

#[test]
fn a_shared_project_connects_two_evaluators() {
    let found = connection(&of(&[
        ("道路", "甲"),
        ("绿化", "甲"),
        ("绿化", "乙"),
        ("养老", "乙"),
    ]));
    assert_eq!(found.components.len(), 1);
    assert!(found.bridges.is_empty());
}

#[test]
fn separate_groups_are_named_with_the_scoring_that_would_join_them() {
    let found = connection(&of(&[
        ("道路", "甲"),
        ("绿化", "丙"),
        ("道路", "乙"),
        ("养老", "丙"),
        ("养老", "丁"),
        ("水务", "丙"),
    ]));
    let names: Vec<_> = found
        .components
        .iter()
        .map(|component| component.evaluators.join("、"))
        .collect();
    assert_eq!(names, ["甲、乙", "丙、丁"]);
    assert_eq!(
        found
            .components
            .iter()
            .map(|component| component.scores)
            .collect::<Vec<_>>(),
        [2, 4]
    );
    // The larger group's busiest evaluator scores the smaller group's most scored project.
    assert_eq!(
        found.bridges,
        [Bridge {
            project: "道路".to_owned(),
            evaluator: "丙".to_owned()
        }]
    );
}

proptest! {
    #[test]
    fn adding_the_bridges_connects_everything_and_none_is_superfluous(
        pairs in prop::collection::btree_set((0_u8..12, 0_u8..6), 1..20),
    ) {
        let name = |(project, evaluator): &(u8, u8)| (format!("p{project}"), format!("e{evaluator}"), 1.0);
        let mut triples: Vec<_> = pairs.iter().map(name).collect();
        let found = connection(&Ratings::new(triples.clone()).unwrap());
        prop_assert_eq!(found.bridges.len() + 1, found.components.len());
        let members: usize = found.components.iter().map(|component| component.projects.len()).sum();
        prop_assert_eq!(members, found.of_project.len());
        triples.extend(found.bridges.iter().map(|bridge| (bridge.project.clone(), bridge.evaluator.clone(), 1.0)));
        prop_assert_eq!(connection(&Ratings::new(triples).unwrap()).components.len(), 1);
    }
}
