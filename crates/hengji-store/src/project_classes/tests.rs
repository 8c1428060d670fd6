//! Catalogues, entries, comparison and the classes in force, on both engines.

use hengji_authz::{Parts, Scope};
use hengji_domain::id::{AdjustmentId, CatalogueId};
use hengji_domain::project_class::{CatalogueState, ClassTraits};
use hengji_domain::{Money, Score};

use super::*;
use crate::samples::{at, bytes, district, division, project, project_id, unit_id, user_id, year};
use crate::testing::on_each_engine;
use crate::{Database, Direction, Page, statements};

const FIRST: Page = Page { offset: 0, limit: 50 };

fn catalogue_id(number: u64) -> CatalogueId {
    CatalogueId::new(at(0), bytes(number))
}

fn hand(number: u64) -> Hand {
    Hand {
        user: user_id(number),
        name: format!("绩效科{number}"),
        at: at(10),
    }
}

fn catalogue(number: u64, year: BudgetYear) -> Catalogue {
    Catalogue {
        id: catalogue_id(number),
        year,
        edition: 1,
        state: CatalogueState::Proposed,
        reason: String::new(),
        basis: "{}".into(),
        rules_version: "r1".into(),
        sha256: None,
        proposed: hand(1),
        submitted: None,
        decided: None,
        returned_words: String::new(),
        version: 1,
    }
}

fn entry_of(number: u64, unit: u64, class: ProjectClass, amount_fen: i64) -> ClassEntry {
    ClassEntry {
        project: project_id(number),
        code: format!("P{number}"),
        name: format!("项目{number}"),
        unit: unit_id(unit),
        amount: Money::from_fen(amount_fen),
        key_work: None,
        rigid: None,
        trace: "[]".into(),
        score: Score::from_centi(5_000),
        by_score: class,
        hard_rule: None,
        proposed: class,
        class,
        previous: None,
        shares: Shares {
            a_bp: 0,
            b_bp: 8_200,
            c_bp: 1_800,
        },
        is_clear: true,
        is_incomplete: false,
        is_adjusted: false,
    }
}

/// Three projects: 1 of unit 11 in A, 2 of unit 12 in B, 3 of unit 21 in C.
fn prepared(database: &Database) -> Catalogue {
    let stored = catalogue(1, year());
    database
        .write(|db| {
            district(db)?;
            let projects = [project(1, 11), project(2, 12), project(3, 21)];
            crate::projects::insert_many(db, division(), &projects)?;
            insert_catalogue(db, division(), &stored)?;
            let entries = [
                entry_of(1, 11, ProjectClass::A, 500),
                entry_of(2, 12, ProjectClass::B, 300),
                entry_of(3, 21, ProjectClass::C, 200),
            ];
            insert_entries(db, division(), stored.id, &entries).map(|_| ())
        })
        .unwrap();
    stored
}

fn everything(stored: &Catalogue) -> ClassFilter {
    ClassFilter::of_catalogue(stored.id, Scope::AllOfDivision)
}

fn codes(database: &Database, filter: &ClassFilter, sort: ClassSort, direction: Direction) -> Vec<String> {
    let rows = database
        .read(|db| list(db, division(), filter, sort, direction, FIRST))
        .unwrap();
    rows.into_iter().map(|row| row.entry.code).collect()
}

#[test]
fn a_catalogue_comes_back_as_it_was_stored() {
    on_each_engine(|database| {
        let stored = prepared(database);
        let found = database.read(|db| latest(db, division(), year())).unwrap();
        assert_eq!(found, Some(stored.clone()));
        let found = database
            .read(|db| entry(db, division(), stored.id, project_id(2)))
            .unwrap();
        assert_eq!(found, Some(entry_of(2, 12, ProjectClass::B, 300)));
        let next = Catalogue {
            state: CatalogueState::Submitted,
            submitted: Some(hand(2)),
            ..stored
        };
        database
            .write(|db| update_catalogue(db, division(), &next))
            .unwrap();
        let found = database
            .read(|db| latest(db, division(), year()))
            .unwrap()
            .unwrap();
        assert_eq!(
            (found.state, found.submitted, found.version),
            (next.state, next.submitted, 2)
        );
    });
}

#[test]
fn an_edition_exists_once_and_a_stale_change_of_it_is_refused() {
    on_each_engine(|database| {
        let stored = prepared(database);
        let twin = catalogue(2, year());
        let refused = database.write(|db| insert_catalogue(db, division(), &twin));
        assert!(
            matches!(&refused, Err(StoreError::Duplicate { constraint }) if constraint == "class_catalogues_edition_unique"),
            "{refused:?}"
        );
        database.write(|db| touch(db, division(), stored.id)).unwrap();
        let refused = database.write(|db| update_catalogue(db, division(), &stored));
        assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
    });
}

#[test]
fn only_a_proposed_catalogue_is_touched() {
    on_each_engine(|database| {
        let stored = prepared(database);
        let frozen = Catalogue {
            state: CatalogueState::Frozen,
            ..stored
        };
        database
            .write(|db| update_catalogue(db, division(), &frozen))
            .unwrap();
        let refused = database.write(|db| touch(db, division(), frozen.id));
        assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
    });
}

#[test]
fn classes_are_in_force_for_all_projects_at_once() {
    on_each_engine(|database| {
        let stored = prepared(database);
        let classes = || {
            database
                .read(|db| classes_of_year(db, division(), year()))
                .unwrap()
        };
        assert_eq!(classes().len(), 0);
        let before = statements::sent();
        database
            .write(|db| put_in_force(db, division(), year(), stored.id).map(|_| ()))
            .unwrap();
        let sent = statements::sent() - before;
        assert!(sent <= 3, "{sent}");
        let expected = [
            (project_id(1), ProjectClass::A),
            (project_id(2), ProjectClass::B),
            (project_id(3), ProjectClass::C),
        ];
        assert_eq!(classes(), expected.into_iter().collect());
        let one = database
            .read(|db| class_of(db, division(), project_id(2)))
            .unwrap();
        assert_eq!(one, Some(ProjectClass::B));
    });
}

#[test]
fn a_list_is_filtered_and_sorted_within_the_scope() {
    on_each_engine(|database| {
        let stored = prepared(database);
        let all = everything(&stored);
        let up = Direction::Ascending;
        assert_eq!(codes(database, &all, ClassSort::Code, up), ["P1", "P2", "P3"]);
        assert_eq!(codes(database, &all, ClassSort::Amount, up), ["P3", "P2", "P1"]);
        assert_eq!(
            codes(database, &all, ClassSort::Class, Direction::Descending),
            ["P3", "P2", "P1"]
        );
        let narrowed = |change: &dyn Fn(&mut ClassFilter)| {
            let mut filter = all.clone();
            change(&mut filter);
            codes(database, &filter, ClassSort::Code, up)
        };
        assert_eq!(narrowed(&|filter| filter.class = Some(ProjectClass::B)), ["P2"]);
        assert_eq!(narrowed(&|filter| filter.words = Some("目3".into())), ["P3"]);
        assert_eq!(
            narrowed(&|filter| filter.department = Some(unit_id(10))),
            ["P1", "P2"]
        );
        assert_eq!(narrowed(&|filter| filter.is_unclear = true), Vec::<String>::new());
        assert_eq!(narrowed(&|filter| filter.change = Some(Change::New)).len(), 3);
        let unit = Scope::Parts(Parts {
            units: vec![unit_id(21)],
            ..Parts::default()
        });
        assert_eq!(narrowed(&|filter| filter.scope = unit.clone()), ["P3"]);
        assert_eq!(
            narrowed(&|filter| filter.scope = Scope::Nothing),
            Vec::<String>::new()
        );
    });
}

#[test]
fn figures_count_projects_and_money_by_class() {
    on_each_engine(|database| {
        let stored = prepared(database);
        let found = database
            .read(|db| tally(db, division(), &everything(&stored)))
            .unwrap();
        let told: Vec<(ProjectClass, u64, i64)> = found
            .iter()
            .map(|one| (one.class, one.count, one.amount.fen()))
            .collect();
        assert_eq!(
            told,
            [
                (ProjectClass::A, 1, 500),
                (ProjectClass::B, 1, 300),
                (ProjectClass::C, 1, 200)
            ]
        );
    });
}

#[test]
fn a_class_is_moved_from_where_it_was_seen() {
    on_each_engine(|database| {
        let stored = prepared(database);
        let move_to =
            |from, to| database.write(|db| set_class(db, division(), stored.id, project_id(2), from, to));
        move_to(ProjectClass::B, ProjectClass::A).unwrap();
        let refused = move_to(ProjectClass::B, ProjectClass::C);
        assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
        let found = database
            .read(|db| entry(db, division(), stored.id, project_id(2)))
            .unwrap()
            .unwrap();
        assert_eq!((found.class, found.proposed), (ProjectClass::A, ProjectClass::B));
        assert!(found.is_adjusted);
    });
}

#[test]
fn adjustments_are_kept_with_their_reasons_in_order() {
    on_each_engine(|database| {
        let stored = prepared(database);
        let made = |number: u64, to| Adjustment {
            id: AdjustmentId::new(at(20), bytes(number)),
            catalogue: stored.id,
            project: project_id(2),
            from: ProjectClass::B,
            to,
            reason: format!("理由{number}"),
            made: Hand {
                at: at(20 + i64::try_from(number).unwrap()),
                ..hand(1)
            },
        };
        let all = [made(1, ProjectClass::A), made(2, ProjectClass::C)];
        database
            .write(|db| insert_adjustment(db, division(), &all).map(|_| ()))
            .unwrap();
        let found = database
            .read(|db| adjustments_of_project(db, division(), stored.id, project_id(2)))
            .unwrap();
        assert_eq!(found, all);
        let listed = database
            .read(|db| adjustments_of(db, division(), stored.id))
            .unwrap();
        assert_eq!(listed[0].project_name, "项目2");
    });
}

#[test]
fn last_year_is_recognised_by_unit_and_name() {
    on_each_engine(|database| {
        let stored = prepared(database);
        let later = BudgetYear::new(2021).unwrap();
        let next = catalogue(2, later);
        let kept = ClassEntry {
            previous: Some(ProjectClass::B),
            ..entry_of(2, 12, ProjectClass::A, 300)
        };
        database
            .write(|db| {
                insert_catalogue(db, division(), &next)?;
                insert_entries(db, division(), next.id, std::slice::from_ref(&kept)).map(|_| ())
            })
            .unwrap();
        let previous = database
            .read(|db| previous_classes(db, division(), stored.id))
            .unwrap();
        assert_eq!(
            previous.get(&(unit_id(12), "项目2".to_owned())),
            Some(&ProjectClass::B)
        );
        let gone = database
            .read(|db| gone(db, division(), stored.id, next.id, FIRST))
            .unwrap();
        let gone_codes: Vec<&str> = gone.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(gone_codes, ["P1", "P3"]);
        let count = database
            .read(|db| gone_count(db, division(), stored.id, next.id))
            .unwrap();
        assert_eq!(count, 2);
        let up = ClassFilter {
            change: Some(Change::Up),
            ..everything(&next)
        };
        assert_eq!(
            codes_of_changes(database, &next),
            [(Some(ProjectClass::B), ProjectClass::A, 1)]
        );
        assert_eq!(
            codes(database, &up, ClassSort::Code, Direction::Ascending),
            ["P2"]
        );
    });
}

fn codes_of_changes(
    database: &Database,
    stored: &Catalogue,
) -> Vec<(Option<ProjectClass>, ProjectClass, u64)> {
    database
        .read(|db| class_changes(db, division(), stored.id))
        .unwrap()
}

#[test]
fn traits_are_written_by_set_and_read_with_the_projects() {
    on_each_engine(|database| {
        prepared(database);
        let traits = ClassTraits {
            key_work: Some("亚运保障".into()),
            key_work_level: Some("listed".into()),
            ..ClassTraits::default()
        };
        let all = [(project_id(1), traits.clone()), (project_id(3), traits.clone())];
        let before = statements::sent();
        database
            .write(|db| save_traits(db, division(), &all).map(|_| ()))
            .unwrap();
        let sent = statements::sent() - before;
        assert!(sent <= 3, "{sent}");
        let found = database.read(|db| candidates(db, division(), year())).unwrap();
        let told: Vec<bool> = found.iter().map(|one| one.traits == traits).collect();
        assert_eq!(told, [true, false, true]);
        let one = database
            .read(|db| traits_of(db, division(), project_id(2)))
            .unwrap();
        assert_eq!(one, Some(ClassTraits::default()));
    });
}
