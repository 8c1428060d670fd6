//! A catalogue from its computation to its freezing, and everything that is refused on the way.

use hengji_domain::id::ProjectId;
use hengji_domain::person::{Actor, Role};
use hengji_domain::project_class::{CatalogueState, ClassTraits, ProjectClass};
use hengji_store::project_classes as store;

use super::*;
use crate::common::Written;
use crate::stage::district::{at, bureau, of_year, opened, person, works};
use crate::stage::{Stage, codes, division, key};

fn project(number: u64) -> ProjectId {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&number.to_be_bytes());
    ProjectId::new(at(0), bytes)
}

fn performance() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn leader() -> Actor {
    person(Role::BureauLeader, bureau())
}

fn propose(stage: &Stage, number: u32, reason: &str) -> Result<Written, AppError> {
    let input = NewEdition {
        reason: reason.to_owned(),
    };
    stage
        .app
        .propose_classes(&performance(), &key(number), of_year(), &input)
}

fn adjust(stage: &Stage, number: u32, project: ProjectId, case: &str) -> Result<Written, AppError> {
    let (from, rest) = case.split_once('>').unwrap();
    let (to, reason) = rest.split_once(' ').unwrap();
    let input = ClassMove {
        from: from.to_owned(),
        to: to.to_owned(),
        reason: reason.to_owned(),
    };
    stage
        .app
        .adjust_class(&performance(), &key(number), of_year(), project, &input)
}

fn head(stage: &Stage) -> view::EditionHead {
    let page = stage
        .app
        .class_catalogue(&performance(), of_year(), &ClassQuery::default())
        .unwrap();
    page.shown.unwrap()
}

fn submit(stage: &Stage, number: u32) -> Result<Written, AppError> {
    let input = CatalogueMove {
        version: head(stage).version,
    };
    stage
        .app
        .submit_class_catalogue(&performance(), &key(number), of_year(), &input)
}

fn approve(stage: &Stage, number: u32, actor: &Actor) -> Result<Written, AppError> {
    let input = CatalogueMove {
        version: head(stage).version,
    };
    stage
        .app
        .approve_class_catalogue(actor, &key(number), of_year(), &input)
}

/// A stage whose catalogue is frozen with project 1 moved to A.
fn frozen() -> Stage {
    let stage = opened();
    propose(&stage, 1, "").unwrap();
    adjust(&stage, 2, project(1), "C>A 区委重点督办事项").unwrap();
    submit(&stage, 3).unwrap();
    approve(&stage, 4, &leader()).unwrap();
    stage
}

fn classes(stage: &Stage) -> Vec<&'static str> {
    let all = stage.app.classes_of_year(division(), of_year()).unwrap();
    (1..=7)
        .map(|number| all.get(&project(number)).map_or("-", |class| class.code()))
        .collect()
}

#[test]
fn a_catalogue_is_computed_adjusted_approved_and_frozen() {
    let stage = opened();
    propose(&stage, 1, "").unwrap();
    assert_eq!(classes(&stage), ["-"; 7]);
    adjust(&stage, 2, project(1), "C>A 区委重点督办事项").unwrap();
    submit(&stage, 3).unwrap();
    approve(&stage, 4, &leader()).unwrap();
    assert_eq!(classes(&stage), ["A", "C", "C", "C", "C", "C", "C"]);
    let head = head(&stage);
    assert_eq!((head.state, head.edition), (CatalogueState::Frozen, 1));
    assert_eq!(head.sha256.map(|digest| digest.len()), Some(64));
}

#[test]
fn points_follow_what_was_entered_and_are_traced() {
    let stage = opened();
    let traits = ClassTraits {
        key_work: Some("亚运保障".into()),
        key_work_level: Some("listed".into()),
        function_level: Some("core".into()),
        stage_level: Some("starting".into()),
        rigid: None,
    };
    stage
        .app
        .seed_class_traits(division(), &[(project(2), traits)])
        .unwrap();
    propose(&stage, 1, "").unwrap();
    let card = stage
        .app
        .class_card(&performance(), of_year(), project(2), None)
        .unwrap();
    assert_eq!((card.row.class, card.row.score.centi()), (ProjectClass::A, 7_500));
    assert_eq!(card.criteria.len(), 4);
    assert_eq!(card.criteria[0].level, "列入重点工作清单");
    let sum: i32 = card.criteria.iter().map(|one| one.contribution.centi()).sum();
    assert_eq!(sum, 7_500);
    assert_eq!(card.shares_bp.iter().sum::<i32>(), 10_000);
    assert!(!card.row.is_clear, "{:?}", card.shares_bp);
    let other = stage
        .app
        .class_card(&performance(), of_year(), project(3), None)
        .unwrap();
    assert!(other.row.is_incomplete && other.criteria[0].is_missing);
}

#[test]
fn rigid_spending_is_c_by_rule_and_shown_as_such() {
    let stage = opened();
    let traits = ClassTraits {
        key_work_level: Some("listed".into()),
        function_level: Some("core".into()),
        stage_level: Some("starting".into()),
        rigid: Some("staff".into()),
        ..ClassTraits::default()
    };
    stage
        .app
        .seed_class_traits(division(), &[(project(2), traits)])
        .unwrap();
    propose(&stage, 1, "").unwrap();
    let card = stage
        .app
        .class_card(&performance(), of_year(), project(2), None)
        .unwrap();
    assert_eq!(
        (card.by_score, card.row.class),
        (ProjectClass::A, ProjectClass::C)
    );
    assert_eq!(card.row.hard_rule.as_deref(), Some("刚性支出按 C 类管理"));
    assert_eq!(card.rigid.as_deref(), Some("聘用人员经费"));
    assert_eq!(card.shares_bp, [0, 0, 10_000]);
    assert!(card.row.is_clear);
}

#[test]
fn computing_again_gives_the_same_catalogue_and_keeps_what_people_moved() {
    let stage = opened();
    propose(&stage, 1, "").unwrap();
    adjust(&stage, 2, project(1), "C>B 区委重点督办事项").unwrap();
    let rows = |stage: &Stage| {
        let page = stage
            .app
            .class_catalogue(&performance(), of_year(), &ClassQuery::default())
            .unwrap();
        page.page.rows
    };
    let before = rows(&stage);
    propose(&stage, 3, "").unwrap();
    assert_eq!(rows(&stage), before);
    assert_eq!(head(&stage).edition, 1);
}

#[test]
fn a_frozen_catalogue_changes_only_by_a_new_edition_with_a_reason() {
    let stage = frozen();
    let refused = adjust(&stage, 10, project(2), "C>B 补充列入").unwrap_err();
    assert_eq!(codes(&refused), "class-catalogue-frozen");
    let refused = propose(&stage, 11, " ").unwrap_err();
    assert_eq!(codes(&refused), "reason:class-reason-unfit");
    propose(&stage, 12, "年中追加预算").unwrap();
    // The first edition stays in force until the second is approved.
    assert_eq!(classes(&stage)[0], "A");
    let card = stage
        .app
        .class_card(&performance(), of_year(), project(1), None)
        .unwrap();
    assert_eq!((card.head.edition, card.row.class), (2, ProjectClass::A));
    assert!(card.adjustments[0].reason.starts_with("沿用上一版的调整"));
    adjust(&stage, 13, project(2), "C>B 年中追加预算").unwrap();
    submit(&stage, 14).unwrap();
    approve(&stage, 15, &leader()).unwrap();
    assert_eq!(classes(&stage)[..2], ["A", "B"]);
    let editions = stage
        .app
        .class_catalogue(&performance(), of_year(), &ClassQuery::default())
        .unwrap()
        .editions;
    let states: Vec<CatalogueState> = editions.iter().map(|one| one.state).collect();
    assert_eq!(states, [CatalogueState::Frozen, CatalogueState::Superseded]);
}

#[test]
fn adjustments_are_refused_with_reasons() {
    let stage = opened();
    propose(&stage, 1, "").unwrap();
    for (number, case, expected) in [
        (10, "C>C 区委重点督办", "to:class-unchanged"),
        (11, "C>D 区委重点督办", "to:class-unknown"),
        (12, "C>A 短", "reason:class-reason-unfit"),
        (13, "B>A 区委重点督办", "stale-version"),
    ] {
        let refused = adjust(&stage, number, project(1), case).unwrap_err();
        assert_eq!(codes(&refused), expected, "{case}");
    }
    let refused = adjust(&stage, 14, project(99), "C>A 区委重点督办").unwrap_err();
    assert_eq!(codes(&refused), "not-found");
    submit(&stage, 15).unwrap();
    let refused = adjust(&stage, 16, project(1), "C>A 区委重点督办").unwrap_err();
    assert_eq!(codes(&refused), "class-catalogue-submitted");
}

#[test]
fn nobody_approves_a_catalogue_that_they_put_a_hand_to() {
    let stage = opened();
    propose(&stage, 1, "").unwrap();
    submit(&stage, 2).unwrap();
    let mut both = performance();
    both.grants.extend(leader().grants);
    let refused = approve(&stage, 3, &both).unwrap_err();
    assert_eq!(codes(&refused), "class-four-eyes");
    let refused = approve(&stage, 4, &performance()).unwrap_err();
    assert_eq!(codes(&refused), "role-not-held");
    assert_eq!(classes(&stage), ["-"; 7]);
}

#[test]
fn of_two_who_approve_at_once_one_is_refused() {
    let stage = opened();
    propose(&stage, 1, "").unwrap();
    submit(&stage, 2).unwrap();
    let input = CatalogueMove {
        version: head(&stage).version,
    };
    let mut other = leader();
    other.user = person(Role::ThirdParty, bureau()).user;
    let approve = |actor: &Actor, number| {
        stage
            .app
            .approve_class_catalogue(actor, &key(number), of_year(), &input)
    };
    approve(&leader(), 3).unwrap();
    let refused = approve(&other, 4).unwrap_err();
    assert_eq!(codes(&refused), "class-catalogue-frozen");
    // The same request again is the same answer.
    approve(&leader(), 3).unwrap();
}

#[test]
fn a_catalogue_changed_meanwhile_is_not_handed_in_unseen() {
    let stage = opened();
    propose(&stage, 1, "").unwrap();
    let input = CatalogueMove {
        version: head(&stage).version,
    };
    adjust(&stage, 2, project(1), "C>A 区委重点督办").unwrap();
    let refused = stage
        .app
        .submit_class_catalogue(&performance(), &key(3), of_year(), &input)
        .unwrap_err();
    assert_eq!(codes(&refused), "stale-version");
}

#[test]
fn a_returned_catalogue_can_be_adjusted_again_and_says_why() {
    let stage = opened();
    propose(&stage, 1, "").unwrap();
    submit(&stage, 2).unwrap();
    let input = CatalogueReturn {
        version: head(&stage).version,
        words: "请核对教育局的项目".into(),
    };
    let returned = |words: &str, number| {
        let input = CatalogueReturn {
            words: words.to_owned(),
            ..input.clone()
        };
        stage
            .app
            .return_class_catalogue(&leader(), &key(number), of_year(), &input)
    };
    assert_eq!(
        codes(&returned(" ", 3).unwrap_err()),
        "words:class-return-words-missing"
    );
    returned(&input.words, 4).unwrap();
    let head = head(&stage);
    assert_eq!(
        (head.state, head.returned_words),
        (CatalogueState::Proposed, input.words)
    );
    adjust(&stage, 5, project(6), "C>B 按局领导意见").unwrap();
}

#[test]
fn a_unit_sees_its_own_projects_of_frozen_catalogues_only() {
    let stage = opened();
    propose(&stage, 1, "").unwrap();
    let clerk = person(Role::UnitClerk, works());
    let seen = |stage: &Stage| {
        stage
            .app
            .class_catalogue(&clerk, of_year(), &ClassQuery::default())
            .unwrap()
    };
    assert_eq!(seen(&stage).shown, None);
    submit(&stage, 2).unwrap();
    approve(&stage, 3, &leader()).unwrap();
    assert_eq!(seen(&stage).page.rows.len(), 5);
    let foreign = stage.app.class_card(&clerk, of_year(), project(6), None);
    assert_eq!(codes(&foreign.unwrap_err()), "not-found");
    let refused = stage.app.class_review(&clerk, of_year()).unwrap_err();
    assert_eq!(codes(&refused), "role-not-held");
}

#[test]
fn an_approver_reads_what_moved_since_last_year() {
    let stage = frozen();
    let review = stage.app.class_review(&leader(), of_year()).unwrap().unwrap();
    assert_eq!(review.adjustments.len(), 1);
    assert_eq!(review.changes.iter().map(|(_, _, count)| count).sum::<u64>(), 7);
    assert_eq!(review.gone_count, 0);
    let [a, c] = review.figures.as_slice() else {
        panic!("{:?}", review.figures)
    };
    assert_eq!((a.count, a.adjusted, c.count, c.incomplete), (1, 1, 6, 6));
}

#[test]
fn the_digest_tells_any_change_of_a_class() {
    let stage = frozen();
    let digest = |stage: &Stage| {
        stage
            .app
            .read(|db| {
                let frozen = store::frozen(db, division(), of_year())?.unwrap();
                decide::digest(db, division(), &frozen)
            })
            .unwrap()
    };
    assert_eq!(Some(digest(&stage)), head(&stage).sha256);
    stage
        .database
        .database
        .write(|db| {
            let frozen = store::frozen(db, division(), of_year())?.unwrap();
            store::set_class(
                db,
                division(),
                frozen.id,
                project(2),
                ProjectClass::C,
                ProjectClass::B,
            )
        })
        .unwrap();
    assert_ne!(Some(digest(&stage)), head(&stage).sha256);
}

#[test]
fn an_export_holds_every_row_and_its_digest() {
    let stage = frozen();
    stage
        .app
        .export_class_catalogue(&performance(), of_year(), &ClassQuery::default())
        .unwrap();
    let table = stage.desk.last_written();
    assert_eq!(table.rows.len(), 7);
    assert!(table.notes[0].contains(&head(&stage).sha256.unwrap()));
}

#[test]
fn a_year_without_rules_is_refused_and_computes_nothing() {
    let stage = opened();
    let year = crate::stage::year(2018);
    let refused = stage
        .app
        .propose_classes(&performance(), &key(1), year, &NewEdition::default())
        .unwrap_err();
    assert_eq!(codes(&refused), "rule-missing");
}

#[test]
fn a_catalogue_page_takes_few_statements_however_many_rows_it_has() {
    Stage::on_each_engine(|stage| {
        stage
            .database
            .database
            .write(crate::stage::district::fill)
            .unwrap();
        propose(stage, 1, "").unwrap();
        let before = hengji_store::statements::sent();
        stage
            .app
            .class_catalogue(&performance(), of_year(), &ClassQuery::default())
            .unwrap();
        let sent = hengji_store::statements::sent() - before;
        assert!(sent <= 8, "{sent}");
    });
}
