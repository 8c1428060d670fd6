//! Projects survive storage, and lists show exactly what scope and filter allow, alike on every engine.

use hengji_authz::{Parts, Scope};
use hengji_domain::Money;
use hengji_domain::project::{ProjectNature, ProjectType};
use hengji_domain::sheet::SheetKind;

use super::*;
use crate::samples::*;
use crate::testing::on_each_engine;
use crate::{Count, Database, Direction, Page, StoreError, statements};

const FIRST_PAGE: Page = Page {
    offset: 0,
    limit: 100,
};

fn all(scope: Scope) -> ProjectFilter {
    ProjectFilter::of_year(year(), scope)
}

fn listed(database: &Database, filter: &ProjectFilter) -> String {
    let found = database
        .read(|db| {
            let (sort, direction) = (ProjectSort::default(), Direction::default());
            list(db, division(), filter, sort, direction, FIRST_PAGE)
        })
        .unwrap();
    let counted = database.read(|db| count(db, division(), filter)).unwrap();
    assert_eq!(counted, Count::Exactly(u64::try_from(found.len()).unwrap()));
    codes(&found)
}

fn codes(listings: &[ProjectListing]) -> String {
    let codes: Vec<&str> = listings
        .iter()
        .map(|one| one.project.code.trim_start_matches("P000"))
        .collect();
    codes.join(" ")
}

#[test]
fn a_project_comes_back_as_it_was_stored() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let stored = project(1, 11).record;
        let by_id = database.read(|db| find(db, division(), stored.id)).unwrap();
        let by_its_code = database
            .read(|db| by_code(db, division(), year(), "P0001"))
            .unwrap();
        assert_eq!(by_id.as_ref(), Some(&stored));
        assert_eq!(by_its_code, by_id);
        assert_eq!(
            database.read(|db| of_year(db, division(), year())).unwrap().len(),
            4
        );
        assert_eq!(
            database.read(|db| by_code(db, division(), year(), "P9")).unwrap(),
            None
        );
    });
}

#[test]
fn a_code_is_unique_within_its_year_only() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let mut again = project(5, 11);
        again.record.code = "P0001".into();
        let add = |one: &Sorted<Project>| {
            database.write(|db| insert_many(db, division(), std::slice::from_ref(one)))
        };
        let refusal = add(&again).unwrap_err();
        assert!(
            matches!(&refusal, StoreError::Duplicate { constraint } if constraint == "projects_code_unique"),
            "{refusal}"
        );
        again.record.year = BudgetYear::new(2021).unwrap();
        assert_eq!(add(&again).unwrap(), 1);
    });
}

#[test]
fn a_project_of_no_unit_is_refused() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let stray = [project(1, 77)];
        let refusal = database
            .write(|db| insert_many(db, division(), &stray))
            .unwrap_err();
        assert!(matches!(refusal, StoreError::Reference { .. }), "{refusal}");
        assert_eq!(
            database.read(|db| of_year(db, division(), year())).unwrap(),
            vec![]
        );
    });
}

#[test]
fn a_stale_project_is_refused() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let mut one = project(1, 11);
        one.record.name = "改名".into();
        assert_eq!(database.write(|db| update(db, division(), &one)).unwrap(), 2);
        let refusal = database.write(|db| update(db, division(), &one)).unwrap_err();
        assert!(
            matches!(
                refusal,
                StoreError::Stale {
                    table: "projects",
                    ..
                }
            ),
            "{refusal}"
        );
    });
}

#[test]
fn a_list_shows_what_the_scope_allows() {
    let parts = |parts| Scope::Parts(parts);
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        for (scope, expected) in [
            (Scope::AllOfDivision, "1 2 3 4"),
            (Scope::Nothing, ""),
            (
                parts(Parts {
                    units: vec![unit_id(12), unit_id(21)],
                    ..Parts::default()
                }),
                "3 4",
            ),
            (
                parts(Parts {
                    departments: vec![unit_id(10)],
                    ..Parts::default()
                }),
                "1 2 3",
            ),
            (
                parts(Parts {
                    budget_divisions: vec![unit_id(90)],
                    ..Parts::default()
                }),
                "1 2 3",
            ),
            (
                parts(Parts {
                    concluded: true,
                    ..Parts::default()
                }),
                "4",
            ),
            (
                parts(Parts {
                    units: vec![unit_id(12)],
                    concluded: true,
                    ..Parts::default()
                }),
                "3 4",
            ),
        ] {
            assert_eq!(listed(database, &all(scope.clone())), expected, "{scope:?}");
        }
    });
}

#[test]
fn a_list_is_narrowed_by_every_filter() {
    let narrowed = |change: &dyn Fn(&mut ProjectFilter)| {
        let mut filter = all(Scope::AllOfDivision);
        change(&mut filter);
        filter
    };
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let evaluation = crate::samples::sheet(4, SheetKind::SelfEvaluation);
        database
            .write(|db| crate::sheets::insert(db, division(), &evaluation))
            .unwrap();
        for (filter, expected) in [
            (narrowed(&|f| f.words = Some("养护3".into())), "3"),
            (narrowed(&|f| f.words = Some("p0002".into())), "2"),
            (narrowed(&|f| f.words = Some("养护_".into())), ""),
            (narrowed(&|f| f.unit = Some(unit_id(11))), "1 2"),
            (narrowed(&|f| f.department = Some(unit_id(20))), "4"),
            (narrowed(&|f| f.project_type = Some(ProjectType::Staff)), ""),
            (
                narrowed(&|f| f.nature = Some(ProjectNature::Continued)),
                "1 2 3 4",
            ),
            (narrowed(&|f| f.total_from = Some(Money::from_fen(300))), "3 4"),
            (narrowed(&|f| f.total_to = Some(Money::from_fen(100))), "1"),
            (narrowed(&|f| f.goal = Some(Progress::NotOpened)), "3"),
            (narrowed(&|f| f.goal = Some(Progress::Draft)), "1"),
            (narrowed(&|f| f.goal = Some(Progress::InReview)), "2"),
            (narrowed(&|f| f.goal = Some(Progress::Returned)), ""),
            (narrowed(&|f| f.goal = Some(Progress::Concluded)), "4"),
            (narrowed(&|f| f.self_evaluation = Some(Progress::Draft)), "4"),
            (
                narrowed(&|f| f.self_evaluation = Some(Progress::NotOpened)),
                "1 2 3",
            ),
            (narrowed(&|f| f.year = BudgetYear::new(2021).unwrap()), ""),
        ] {
            assert_eq!(listed(database, &filter), expected, "{filter:?}");
        }
    });
}

#[test]
fn a_filter_never_widens_a_scope() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let own = Scope::Parts(Parts {
            units: vec![unit_id(12)],
            concluded: true,
            ..Parts::default()
        });
        let mut filter = all(own);
        filter.words = Some("道路".into());
        filter.unit = Some(unit_id(11));
        assert_eq!(listed(database, &filter), "");
    });
}

#[test]
fn sorting_and_paging_agree_on_every_engine() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let filter = all(Scope::AllOfDivision);
        let page = |sort, direction, offset, limit| {
            let page = Page { offset, limit };
            let found = database.read(|db| list(db, division(), &filter, sort, direction, page));
            codes(&found.unwrap())
        };
        for (sort, direction, expected) in [
            (ProjectSort::Code, Direction::Ascending, "1 2 3 4"),
            (ProjectSort::Code, Direction::Descending, "4 3 2 1"),
            (ProjectSort::Name, Direction::Ascending, "4 3 2 1"),
            (ProjectSort::Name, Direction::Descending, "1 2 3 4"),
            (ProjectSort::Total, Direction::Ascending, "1 2 3 4"),
            (ProjectSort::Total, Direction::Descending, "4 3 2 1"),
        ] {
            assert_eq!(page(sort, direction, 0, 9), expected, "{sort:?} {direction:?}");
        }
        assert_eq!(page(ProjectSort::Code, Direction::Ascending, 2, 1), "3");
        assert_eq!(page(ProjectSort::Code, Direction::Ascending, 9, 1), "");
    });
}

#[test]
fn a_listing_carries_names_and_sheets_in_one_statement() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let before = statements::sent();
        let found = database
            .read(|db| find_listing(db, division(), project_id(2)))
            .unwrap()
            .unwrap();
        assert_eq!(statements::sent() - before, 1);
        assert_eq!(
            (found.unit_name.as_str(), found.department_name.as_str()),
            ("单位11", "单位10")
        );
        assert_eq!(found.budget_division, Some(unit_id(90)));
        let goal = found.goal.unwrap();
        assert_eq!((goal.id, goal.state.code()), (sheet_id(4), "in_review"));
        assert_eq!(found.self_evaluation, None);
        assert_eq!(
            database
                .read(|db| find_listing(db, division(), project_id(9)))
                .unwrap(),
            None
        );
    });
}

#[test]
fn counting_stops_where_nobody_turns_pages() {
    let database = crate::testing::sqlite();
    let database = &database.database;
    database.write(district).unwrap();
    let many: Vec<Sorted<Project>> = (1..=10_001)
        .map(|number| {
            let mut one = project(number % 9_000, 11);
            one.record.id = project_id(number);
            one.record.code = number.to_string();
            one
        })
        .collect();
    database.write(|db| insert_many(db, division(), &many)).unwrap();
    let filter = all(Scope::AllOfDivision);
    let counted = database.read(|db| count(db, division(), &filter)).unwrap();
    assert_eq!(counted, Count::MoreThan(10_000));
}
