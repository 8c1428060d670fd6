//! Sheets survive storage, stale versions are refused, and what waits is derived from where sheets stand.

use hengji_authz::{Parts, Scope};
use hengji_domain::sheet::{Line, SheetKind, SheetPeriod};
use hengji_domain::workflow::SheetState;
use hengji_domain::{Score, Weight};

use super::*;
use crate::projects::Progress;
use crate::samples::*;
use crate::testing::on_each_engine;
use crate::{Count, Database, Page, statements};

const FIRST_PAGE: Page = Page {
    offset: 0,
    limit: 100,
};

fn prepared(database: &Database) {
    database.write(district_with_goals).unwrap();
}

#[test]
fn a_sheet_comes_back_as_it_was_stored() {
    on_each_engine(|database| {
        prepared(database);
        let mut evaluation = sheet(1, SheetKind::SelfEvaluation);
        evaluation.state = SheetState::Returned {
            from_step: 2,
            at: at(9),
        };
        evaluation.lines[1].parent = Some(evaluation.lines[0].key);
        evaluation.lines[1].reason = Some("雨季较长,'影响'施工".into());
        database.write(|db| insert(db, division(), &evaluation)).unwrap();
        let found = database.read(|db| find(db, division(), evaluation.id)).unwrap();
        assert_eq!(found, Some(evaluation.clone()));
        let both = database
            .read(|db| find_for_project(db, division(), project_id(1)))
            .unwrap();
        assert_eq!(both, vec![sheet(1, SheetKind::Goal), evaluation]);
    });
}

#[test]
fn a_sheet_of_another_division_is_not_found() {
    on_each_engine(|database| {
        prepared(database);
        let elsewhere = "330108".parse().unwrap();
        assert_eq!(
            database.read(|db| find(db, elsewhere, sheet_id(2))).unwrap(),
            None
        );
        assert_eq!(
            database
                .read(|db| find_for_project(db, elsewhere, project_id(1)))
                .unwrap(),
            vec![]
        );
    });
}

#[test]
fn a_kind_that_recurs_has_one_sheet_for_each_period() {
    on_each_engine(|database| {
        database.write(crate::samples::district_with_goals).unwrap();
        let monitoring = |id: u64, period: &str| Sheet {
            id: crate::samples::sheet_id(id),
            period: SheetPeriod::new(period),
            ..sheet(1, SheetKind::Monitoring)
        };
        let both = [monitoring(501, "m03"), monitoring(502, "m07")];
        let lines = both.clone().map(|one| Sheet {
            lines: Vec::new(),
            ..one
        });
        database.write(|db| insert_many(db, division(), &lines)).unwrap();
        let again = Sheet {
            lines: Vec::new(),
            ..monitoring(503, "m07")
        };
        let refusal = database.write(|db| insert(db, division(), &again)).unwrap_err();
        assert!(
            matches!(&refusal, StoreError::Duplicate { constraint } if constraint == "sheets_kind_unique"),
            "{refusal}"
        );
        let found = database
            .read(|db| find(db, division(), lines[1].id))
            .unwrap()
            .unwrap();
        assert_eq!(found.period.code(), "m07");
        let goal = database.read(|db| find(db, division(), crate::samples::sheet(1, SheetKind::Goal).id));
        assert!(goal.unwrap().unwrap().period.is_whole_year());
    });
}

#[test]
fn a_second_goal_of_a_project_is_refused_by_name() {
    on_each_engine(|database| {
        prepared(database);
        let mut second = sheet(1, SheetKind::Goal);
        second.id = sheet_id(99);
        let refusal = database.write(|db| insert(db, division(), &second)).unwrap_err();
        assert!(
            matches!(&refusal, StoreError::Duplicate { constraint } if constraint == "sheets_kind_unique"),
            "{refusal}"
        );
    });
}

#[test]
fn a_stale_head_is_refused_and_nothing_of_it_stays() {
    on_each_engine(|database| {
        prepared(database);
        let read = sheet(1, SheetKind::Goal);
        let mut mine = read.clone();
        mine.annual_goal = "我的".into();
        assert_eq!(
            database.write(|db| update_head(db, division(), &mine)).unwrap(),
            2
        );
        let mut theirs = read;
        theirs.lines.clear();
        let refusal = database
            .write(|db| {
                replace_lines(db, division(), &theirs)?;
                update_head(db, division(), &theirs)
            })
            .unwrap_err();
        assert!(
            matches!(refusal, StoreError::Stale { table: "sheets", .. }),
            "{refusal}"
        );
        let found = database
            .read(|db| find(db, division(), mine.id))
            .unwrap()
            .unwrap();
        assert_eq!(
            (found.annual_goal.as_str(), found.lines.len(), found.version),
            ("我的", 2, 2)
        );
    });
}

#[test]
fn a_state_is_changed_once_for_each_version() {
    on_each_engine(|database| {
        prepared(database);
        let state = SheetState::Concluded { at: at(5) };
        let change =
            |version| database.write(|db| set_state(db, division(), sheet_id(2), version, &state, 1));
        assert_eq!(change(1).unwrap(), 2);
        assert!(matches!(change(1), Err(StoreError::Stale { .. })));
        let found = database
            .read(|db| find(db, division(), sheet_id(2)))
            .unwrap()
            .unwrap();
        assert_eq!((found.state, found.edition), (state.clone(), 1));
    });
}

#[test]
fn lines_may_swap_places_and_keep_their_keys() {
    on_each_engine(|database| {
        prepared(database);
        let mut goal = sheet(1, SheetKind::Goal);
        goal.lines.reverse();
        for (line, position) in goal.lines.iter_mut().zip(1..) {
            line.position = position;
        }
        database
            .write(|db| {
                replace_lines(db, division(), &goal)?;
                update_head(db, division(), &goal)
            })
            .unwrap();
        let found = database
            .read(|db| find(db, division(), goal.id))
            .unwrap()
            .unwrap();
        assert_eq!(found.lines, goal.lines);
    });
}

fn units(numbers: &[u64]) -> Scope {
    Scope::Parts(Parts {
        units: numbers.iter().copied().map(unit_id).collect(),
        ..Parts::default()
    })
}

fn departments(number: u64) -> Scope {
    Scope::Parts(Parts {
        departments: vec![unit_id(number)],
        ..Parts::default()
    })
}

fn owned_by(number: u64) -> Scope {
    Scope::Parts(Parts {
        budget_divisions: vec![unit_id(number)],
        ..Parts::default()
    })
}

fn concluded() -> Scope {
    Scope::Parts(Parts {
        concluded: true,
        ..Parts::default()
    })
}

/// Project codes of what waits at the posts.
fn waiting_codes(database: &Database, posts: &[Post]) -> String {
    let found = database
        .read(|db| waiting_at(db, division(), year(), posts, 10))
        .unwrap();
    let counted = database
        .read(|db| count_waiting(db, division(), year(), posts))
        .unwrap();
    assert_eq!(counted, Count::Exactly(u64::try_from(found.len()).unwrap()));
    let codes: Vec<String> = found.into_iter().map(|one| one.project_code).collect();
    codes.join(" ")
}

#[test]
fn what_waits_depends_on_step_and_scope() {
    on_each_engine(|database| {
        prepared(database);
        let post = |step, scope: &Scope| Post {
            kind: SheetKind::Goal,
            step,
            scope: scope.clone(),
        };
        for (step, scope, codes) in [
            (0, units(&[11]), "P0001"),
            (0, units(&[12]), ""),
            (1, units(&[11]), "P0002"),
            (2, units(&[11]), ""),
            (1, departments(10), "P0002"),
            (1, departments(20), ""),
            (1, owned_by(90), "P0002"),
            (0, owned_by(90), "P0001"),
            (1, Scope::AllOfDivision, "P0002"),
            (1, concluded(), ""),
            (1, Scope::Nothing, ""),
        ] {
            assert_eq!(
                waiting_codes(database, &[post(step, &scope)]),
                codes,
                "{step} {scope:?}"
            );
        }
        let both = [post(0, &units(&[11])), post(1, &departments(10))];
        let evaluation = Post {
            kind: SheetKind::SelfEvaluation,
            ..post(0, &Scope::AllOfDivision)
        };
        assert_eq!(waiting_codes(database, &[evaluation]), "");
        let codes = waiting_codes(database, &both);
        assert!(codes == "P0001 P0002" || codes == "P0002 P0001", "{codes}");
    });
}

#[test]
fn what_waits_is_one_statement_whatever_the_posts() {
    on_each_engine(|database| {
        prepared(database);
        let posts: Vec<Post> = (0..5)
            .map(|step| Post {
                kind: SheetKind::Goal,
                step,
                scope: departments(10),
            })
            .collect();
        let before = statements::sent();
        database
            .read(|db| waiting_at(db, division(), year(), &posts, 10))
            .unwrap();
        assert_eq!(statements::sent() - before, 1);
    });
}

fn indicator_names(database: &Database, filter: &IndicatorFilter, sort: IndicatorSort) -> String {
    let found = database
        .read(|db| indicator_list(db, division(), filter, sort, FIRST_PAGE))
        .unwrap();
    let counted = database
        .read(|db| count_indicators(db, division(), filter))
        .unwrap();
    assert_eq!(counted, Count::Exactly(u64::try_from(found.len()).unwrap()));
    let names: Vec<&str> = found
        .iter()
        .map(|one| one.line.level3.trim_start_matches("养护里程"))
        .collect();
    names.join(" ")
}

#[test]
fn indicators_are_listed_within_scope_and_filter() {
    on_each_engine(|database| {
        prepared(database);
        let all = |scope| IndicatorFilter::of_year(year(), scope, SheetKind::Goal);
        let narrowed = |change: &dyn Fn(&mut IndicatorFilter)| {
            let mut filter = all(Scope::AllOfDivision);
            change(&mut filter);
            filter
        };
        for (filter, names) in [
            (all(Scope::AllOfDivision), "10 11 20 21 40 41"),
            (all(units(&[21])), "40 41"),
            (all(departments(10)), "10 11 20 21"),
            (all(owned_by(90)), "10 11 20 21"),
            (all(concluded()), "40 41"),
            (all(Scope::Nothing), ""),
            (narrowed(&|f| f.words = Some("里程21".into())), "21"),
            (narrowed(&|f| f.words = Some("道路养护4".into())), "40 41"),
            (narrowed(&|f| f.words = Some("%".into())), ""),
            (narrowed(&|f| f.level1 = Some("效益指标".into())), ""),
            (narrowed(&|f| f.unit = Some(unit_id(21))), "40 41"),
            (narrowed(&|f| f.department = Some(unit_id(20))), "40 41"),
            (narrowed(&|f| f.progress = Some(Progress::InReview)), "20 21"),
            (narrowed(&|f| f.progress = Some(Progress::NotOpened)), ""),
            (narrowed(&|f| f.target_kind = Some("unreadable")), ""),
            (
                narrowed(&|f| f.standing = Some(Standing::NotComputable)),
                "10 11 20 21 40 41",
            ),
            (narrowed(&|f| f.standing = Some(Standing::BelowWeight)), ""),
            (narrowed(&|f| f.kind = SheetKind::SelfEvaluation), ""),
        ] {
            assert_eq!(
                indicator_names(database, &filter, IndicatorSort::Project),
                names,
                "{filter:?}"
            );
        }
    });
}

#[test]
fn indicators_are_sorted_alike_on_every_engine_and_blanks_come_last() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        database
            .write(|db| crate::projects::insert_many(db, division(), &[project(1, 11)]))
            .unwrap();
        let mut evaluation = sheet(1, SheetKind::SelfEvaluation);
        let scores = [Some(500), None, Some(100), Some(500)];
        evaluation.lines = scores
            .into_iter()
            .zip(1u64..)
            .map(|(score, number)| Line {
                computed_score: score.map(Score::from_centi),
                weight: score.map(Weight::from_centi),
                ..line(number, u32::try_from(number).unwrap())
            })
            .collect();
        database.write(|db| insert(db, division(), &evaluation)).unwrap();
        let filter = IndicatorFilter::of_year(year(), Scope::AllOfDivision, SheetKind::SelfEvaluation);
        for (sort, names) in [
            (IndicatorSort::Project, "1 2 3 4"),
            (IndicatorSort::Weight, "1 4 3 2"),
            (IndicatorSort::Score, "3 1 4 2"),
        ] {
            assert_eq!(indicator_names(database, &filter, sort), names, "{sort:?}");
        }
    });
}

#[test]
fn the_life_of_an_indicator_goes_from_goal_to_evaluation() {
    on_each_engine(|database| {
        prepared(database);
        let evaluation = sheet(4, SheetKind::SelfEvaluation);
        database.write(|db| insert(db, division(), &evaluation)).unwrap();
        let life = database
            .read(|db| life_of_line(db, division(), line_key(40)))
            .unwrap();
        let kinds: Vec<SheetKind> = life.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [SheetKind::Goal, SheetKind::SelfEvaluation]);
        assert!(life.iter().all(|entry| entry.project == project_id(4)));
    });
}

#[test]
fn every_sheet_of_a_year_is_loaded_in_two_statements() {
    on_each_engine(|database| {
        prepared(database);
        let before = statements::sent();
        let all = database
            .read(|db| of_year(db, division(), year(), SheetKind::Goal))
            .unwrap();
        assert_eq!(statements::sent() - before, 2);
        assert_eq!(
            all.iter().map(|sheet| sheet.lines.len()).collect::<Vec<_>>(),
            [2, 2, 2]
        );
    });
}
