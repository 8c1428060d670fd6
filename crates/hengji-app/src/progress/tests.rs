//! The year as one picture, as each role sees it.

use hengji_domain::Money;
use hengji_domain::cut::CutState;
use hengji_domain::id::{CutId, ProjectId, UnitId};
use hengji_domain::person::{Actor, Role};
use hengji_store::cuts::{self, BudgetCut, CutDecision, CutHand};

use super::view::{FigureValue, StageProgress, YearProgress};
use super::*;
use crate::monitoring::PeriodOpening;
use crate::stage::district::{at, bureau, fill, of_year, opened, person, school, schools, works};
use crate::stage::{Stage, codes, department, division, key};

const DAY: i64 = 24 * 3600;

fn leader() -> Actor {
    person(Role::BureauLeader, bureau())
}

fn seen(stage: &Stage, actor: &Actor) -> YearProgress {
    stage.app.year_progress(actor, of_year()).unwrap()
}

fn stage_of<'a>(progress: &'a YearProgress, code: &str) -> &'a StageProgress {
    progress.stages.iter().find(|one| one.code == code).unwrap()
}

/// `name count` of the parts that are not empty.
fn told(progress: &YearProgress, code: &str) -> String {
    let stage = stage_of(progress, code);
    let parts: Vec<String> = stage
        .parts
        .iter()
        .filter(|part| 0 < part.count)
        .map(|part| format!("{} {}", part.name, part.count))
        .collect();
    format!(
        "{}/{} 逾{}:{}",
        stage.done,
        stage.total,
        stage.late,
        parts.join(",")
    )
}

fn project(number: u8) -> ProjectId {
    let mut bytes = [0; 10];
    bytes[9] = number;
    ProjectId::new(at(0), bytes)
}

/// A cut of a project in a book, decided or still proposed.
fn cut(number: u8, book: &str, project_number: u8, fen: i64, is_decided: bool) -> BudgetCut {
    let hand = || CutHand {
        user: leader().user,
        name: "演示".into(),
        at: at(0),
    };
    BudgetCut {
        id: CutId::new(at(0), [number; 10]),
        year: of_year(),
        book: book.into(),
        serial: i32::from(number),
        project: project(project_number),
        source: None,
        ground: "not-urgent".into(),
        finding: "可以推迟".into(),
        proposed: Money::from_fen(fen),
        proposer: hand(),
        state: if is_decided {
            CutState::Approved
        } else {
            CutState::Proposed
        },
        decision: is_decided.then(|| CutDecision {
            amount: Some(Money::from_fen(fen)),
            words: "同意".into(),
            hand: hand(),
        }),
        version: 1,
    }
}

fn with_cuts(stage: &Stage) {
    let all = [
        cut(1, "department_monitoring", 5, 10_000, true),
        cut(2, "department_monitoring", 7, 5_000, true),
        cut(3, "department_monitoring", 5, 9_000, false),
        cut(4, "key_monitoring", 7, 700, true),
    ];
    let write = |db: &mut hengji_store::Db| cuts::insert_many(db, division(), &all).map(|_| ());
    stage.database.database.write(write).unwrap();
}

#[test]
fn the_stages_of_the_goal_add_up_to_all_projects() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(division());
        let year = seen(stage, &leader());
        assert_eq!(
            told(&year, "goal_submit"),
            "4/7 逾3:已报送 4,退回修改 1,编报中 1,未填报 1"
        );
        assert_eq!(told(&year, "goal_issue"), "2/7 逾5:已批复 2,审核中 2,尚在单位 3");
        assert_eq!(told(&year, "self_evaluation"), "1/7 逾0:已审定 1,未填报 6");
        assert_eq!(told(&year, "classes"), "0/7 逾0:未分类 7");
        for stage in &year.stages {
            let sum: u64 = stage.parts.iter().map(|part| part.count).sum();
            assert_eq!(sum, stage.total, "{}", stage.code);
            assert!(!stage.counted.is_empty(), "{}", stage.code);
        }
    });
}

#[test]
fn cuts_are_summed_by_book_and_only_what_was_decided_counts_as_money() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(division());
        with_cuts(stage);
        let year = seen(stage, &leader());
        let amount = |code: &str| {
            let figure = year.figures.iter().find(|figure| figure.code == code).unwrap();
            figure.value
        };
        let money = |fen| FigureValue::Money(Money::from_fen(fen));
        assert_eq!(amount("cut_department_monitoring"), money(15_000));
        assert_eq!(amount("cut_key_monitoring"), money(700));
        assert_eq!(
            told(&year, "cut_department_monitoring"),
            "2/3 逾0:已决定 2,待决定 1"
        );
        assert_eq!(year.total.cut, Money::from_fen(15_700));
    });
}

#[test]
fn a_period_is_told_with_its_lights_by_department() {
    let stage = opened();
    // The stage begins on the last evening of the year; this is 10 August.
    stage.clock.pass(-143 * DAY);
    let performance = person(Role::PerformanceReviewer, bureau());
    let before = seen(&stage, &leader());
    assert_eq!(stage_of(&before, "monitoring_m07").total, 0);
    assert_eq!(
        (
            before.light_period,
            stage_of(&seen(&stage, &leader()), "monitoring_m07").list.clone()
        ),
        (None, None)
    );
    stage
        .app
        .open_monitoring_period(&performance, &key(1), of_year(), &july())
        .unwrap();
    let year = seen(&stage, &leader());
    assert_eq!(told(&year, "monitoring_m07"), "0/2 逾0:尚在单位 2");
    let page = stage
        .app
        .monitoring_page(&leader(), of_year(), &Default::default())
        .unwrap();
    let sums = |lights: &crate::monitoring::view::DepartmentLights| {
        (
            lights.sheets,
            lights.red,
            lights.yellow,
            lights.green,
            lights.blue,
            lights.unlit,
            lights.budget,
            lights.executed,
        )
    };
    assert_eq!(sums(&year.total.lights), sums(&page.total));
    assert_eq!(
        year.departments.iter().map(|one| one.lights.sheets).sum::<u64>(),
        2
    );
}

#[test]
fn what_a_unit_still_holds_after_its_day_is_late_and_the_list_says_the_same() {
    let stage = opened();
    stage.clock.pass(-143 * DAY);
    let performance = person(Role::PerformanceReviewer, bureau());
    stage
        .app
        .open_monitoring_period(&performance, &key(1), of_year(), &july())
        .unwrap();
    for _ in 0..60 {
        stage.clock.pass(DAY);
        let year = seen(&stage, &leader());
        let page = stage
            .app
            .monitoring_page(&leader(), of_year(), &Default::default())
            .unwrap();
        assert_eq!(stage_of(&year, "monitoring_m07").late, page.total.late);
    }
    assert_eq!(stage_of(&seen(&stage, &leader()), "monitoring_m07").late, 2);
}

#[test]
fn each_role_sees_its_part_and_no_more() {
    let stage = opened();
    with_cuts(&stage);
    for (role, unit, projects, fen, is_whole) in [
        (Role::UnitClerk, works(), 5, 10_000, false),
        (Role::UnitHead, school(), 2, 5_700, false),
        (Role::DepartmentReviewer, department(), 5, 10_000, false),
        (Role::DepartmentReviewer, schools(), 2, 5_700, false),
        (Role::PerformanceReviewer, bureau(), 7, 15_700, true),
        (Role::BureauLeader, bureau(), 7, 15_700, true),
    ] {
        let year = seen(&stage, &person(role, unit));
        assert_eq!(
            (year.total.projects, year.total.cut.fen(), year.is_whole),
            (projects, fen, is_whole),
            "{role:?}"
        );
    }
}

#[test]
fn a_reader_of_issued_papers_gains_no_project_by_it() {
    let stage = opened();
    let mut both = person(Role::UnitClerk, school());
    both.grants.extend(person(Role::OversightReader, bureau()).grants);
    assert_eq!(seen(&stage, &both).total.projects, 2);
}

#[test]
fn whoever_has_no_part_in_the_work_is_refused() {
    let stage = opened();
    for role in [
        Role::SystemAdministrator,
        Role::SecurityAdministrator,
        Role::AuditAdministrator,
        Role::ThirdParty,
        Role::OversightReader,
    ] {
        let stranger = person(role, bureau());
        let refused = stage.app.year_progress(&stranger, of_year()).unwrap_err();
        assert_eq!(codes(&refused), "role-not-held", "{role:?}");
        let refused = stage
            .app
            .export_year_progress(&stranger, of_year(), ProgressTable::Stages)
            .unwrap_err();
        assert_eq!(codes(&refused), "role-not-held", "{role:?}");
    }
}

#[test]
fn the_library_is_counted_as_its_own_page_counts_it() {
    let stage = opened();
    let year = seen(&stage, &leader());
    let figures = stage.app.library_figures(&leader(), of_year()).unwrap();
    let rate = |code: &str| {
        let figure = year.figures.iter().find(|figure| figure.code == code).unwrap();
        figure.value.basis_points()
    };
    assert_eq!(rate("library_quantification"), figures.quantification_rate_bp);
    assert_eq!(rate("library_coverage"), figures.coverage_bp);
    assert_eq!(
        year.figures.first().map(|figure| figure.value),
        Some(FigureValue::Count(figures.core))
    );
}

#[test]
fn rates_round_half_up_and_nothing_has_no_rate() {
    for (part, whole, bp, percent) in [
        (269, 306, Some(8_791), Some(88)),
        (1, 8, Some(1_250), Some(13)),
        (1, 3, Some(3_333), Some(33)),
        (0, 5, Some(0), Some(0)),
        (0, 0, None, None),
    ] {
        let value = FigureValue::Rate { part, whole };
        assert_eq!(
            (value.basis_points(), value.percent()),
            (bp, percent),
            "{part}/{whole}"
        );
    }
    assert_eq!(FigureValue::Count(3).percent(), None);
}

#[test]
fn each_table_leaves_as_a_workbook_with_its_rows_and_an_event() {
    let stage = opened();
    for (table, rows) in [
        (ProgressTable::Stages, seen(&stage, &leader()).stages.len()),
        (ProgressTable::Departments, 2),
        (ProgressTable::Figures, 6),
    ] {
        stage
            .app
            .export_year_progress(&leader(), of_year(), table)
            .unwrap();
        let written = stage.desk.last_written();
        assert_eq!(written.rows.len(), rows, "{table:?}");
        assert!(
            written.rows.iter().all(|row| row.len() == written.columns.len()),
            "{table:?}"
        );
        assert_eq!(ProgressTable::from_code(table.code()), Some(table));
    }
}

#[test]
fn the_picture_takes_five_statements_whatever_it_counts() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(division());
        let actors: [(Role, UnitId); 3] = [
            (Role::BureauLeader, bureau()),
            (Role::DepartmentReviewer, department()),
            (Role::UnitClerk, school()),
        ];
        for (role, unit) in actors {
            let actor = person(role, unit);
            seen(stage, &actor);
            let before = hengji_store::statements::sent();
            seen(stage, &actor);
            assert_eq!(hengji_store::statements::sent() - before, 5, "{role:?}");
        }
    });
}

fn july() -> PeriodOpening {
    PeriodOpening {
        code: "m07".into(),
        is_early: false,
    }
}
