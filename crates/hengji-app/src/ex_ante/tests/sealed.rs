//! Scores before the discussion are nobody's but the expert's.

use hengji_domain::ex_ante::Seal;

use super::*;

#[test]
fn nobody_sees_a_score_before_the_last_one_is_in() {
    let walk = Walk::at_scoring();
    let [one, two, three] = experts();
    walk.score(&one, "4", "依据充分", true).unwrap();
    walk.score(&two, "2", "测算偏高", false).unwrap();
    for reader in [&one, &two, &three, &lead(), &performance(), &clerk()] {
        let page = walk.page(reader);
        assert!(
            page.matrix.is_none() && page.proposed.is_none(),
            "{}",
            reader.name
        );
        assert_eq!(
            page.seal,
            Seal::Sealed {
                submitted: 1,
                invited: 3
            }
        );
    }
    let own = walk.page(&two).own.unwrap();
    assert!(
        own.items
            .iter()
            .all(|item| item.given.as_ref().is_some_and(|given| given.words == "测算偏高"))
    );
    let app = &walk.stage.app;
    assert_eq!(
        refusal(app.export_ex_ante_scores(&lead(), walk.sheet)),
        "scores-sealed"
    );
    walk.score(&two, "3", "", true).unwrap();
    walk.score(&three, "3.5", "", true).unwrap();
    assert_eq!(walk.page(&two).matrix.unwrap().totals.len(), 3);
    assert!(walk.page(&lead()).matrix.is_some());
    assert!(
        walk.page(&clerk()).matrix.is_none(),
        "the unit reads them with the formal report"
    );
}

#[test]
fn a_sealed_score_changes_only_after_the_discussion_and_keeps_both_versions() {
    let walk = Walk::at_conclusion();
    let [one, ..] = experts();
    assert_eq!(
        refusal(walk.score(&one, "5", "", true)),
        "score-change-reason-missing"
    );
    walk.score(&one, "5", "会上补充了测算依据", true).unwrap();
    let matrix = walk.page(&lead()).matrix.unwrap();
    let given = matrix.rows[0].scores[0].as_ref().unwrap();
    assert_eq!(
        (given.independent.centi(), given.revised.unwrap().centi()),
        (400, 500)
    );
    assert_eq!(given.reason, "会上补充了测算依据");
    assert_eq!(matrix.totals[0].independent.centi(), 8_000);
    assert_eq!(matrix.totals[0].stands.centi(), 10_000);
    // Taking a change back leaves the independent score alone.
    walk.score(&one, "4", "恢复原分", true).unwrap();
    assert!(
        walk.page(&lead()).matrix.unwrap().rows[0].scores[0]
            .as_ref()
            .unwrap()
            .revised
            .is_none()
    );
}

#[test]
fn an_expert_sees_only_the_evaluation_they_are_invited_to() {
    let walk = Walk::at_scoring();
    let mut other = experts()[0].clone();
    other.user = person(Role::ThirdParty, department()).user;
    let app = &walk.stage.app;
    assert_eq!(refusal(app.ex_ante_page(&other, walk.sheet)), "not-found");
    let list = |actor: &Actor| {
        let year = crate::stage::district::of_year();
        app.ex_ante_list(actor, year, &super::super::ExAnteQuery::default())
            .unwrap()
            .page
            .rows
            .len()
    };
    assert_eq!((list(&experts()[0]), list(&other)), (1, 0));
    let page = walk.page(&experts()[0]);
    assert!(page.candidates.is_empty() && page.units.is_empty());
}

#[test]
fn an_expert_reads_the_materials_and_a_stranger_does_not() {
    let walk = Walk::at_scoring();
    let file = walk.page(&experts()[0]).materials[0].files[0].id;
    let app = &walk.stage.app;
    assert_eq!(app.attachment(&experts()[0], file).unwrap().1, b"%PDF-1.7 1");
    let stranger = person(Role::UnitClerk, school());
    assert_eq!(refusal(app.attachment(&stranger, file)), "not-found");
}
