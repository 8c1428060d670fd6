//! Recomputing: silent while rules stand, precise when they change, blind to rules of other years.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hengji_domain::fact::{Fact, code};
use hengji_domain::id::{LineKey, ProjectId, SheetId};
use hengji_domain::person::Role;
use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::value::read::{read_actual, read_target};
use hengji_domain::workflow::SheetState;
use hengji_domain::{Money, Score, Timestamp, Weight};
use hengji_store::statements;

use super::{Recomputed, ScorePlace};
use crate::seed::{SeedSheet, SeedSubject};
use crate::stage::{Stage, actor, changed_rules, codes, department, division, key, year};

const KEEPER: Role = Role::PerformanceReviewer;

fn bytes(number: u16) -> [u8; 10] {
    let mut bytes = [7; 10];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn line(position: u16, level3: &str, target: &str, actual: &str) -> Line {
    Line {
        key: LineKey::new(Timestamp::from_micros(0), bytes(position)),
        position: u32::from(position),
        level1: "产出指标".into(),
        level2: "质量指标".into(),
        level3: level3.into(),
        target: read_target(target),
        actual: read_actual(actual),
        weight: Some(Weight::from_centi(1_000)),
        stated_score: None,
        computed_score: None,
        reason: None,
        parent: None,
        library_indicator: None,
    }
}

/// Scores 8.67, 5 under the linear rule for reverse indicators, 9 for execution: 22.67.
fn lines() -> Vec<Line> {
    vec![
        line(1, "养护里程(公里)", "≥3000公里", "2600公里"),
        line(2, "返修比例", "≤10%", "15%"),
    ]
}

fn subject(number: u16, in_year: u16, lines: Vec<Line>) -> SeedSubject {
    let project = ProjectId::new(Timestamp::from_micros(0), bytes(number));
    let money = |yuan: i64| Some(Money::from_fen(yuan * 100));
    let sheet = |kind, id: u16| Sheet {
        id: SheetId::new(Timestamp::from_micros(0), bytes(id)),
        project,
        year: year(in_year),
        kind,
        period: SheetPeriod::default(),
        state: SheetState::Draft,
        edition: 0,
        version: 1,
        annual_goal: "保持道路完好".into(),
        achievement: String::new(),
        money: SheetMoney {
            initial: money(1_000),
            adjusted: money(1_000),
            executed: money(900),
        },
        execution: ExecutionRow {
            weight: Some(Weight::from_centi(1_000)),
            ..ExecutionRow::default()
        },
        stated_total: None,
        computed_total: None,
        lines: lines.clone(),
    };
    let seeded = |sheet| SeedSheet {
        sheet,
        earlier: None,
        moves: vec![],
    };
    SeedSubject {
        project: Project {
            id: project,
            year: year(in_year),
            code: format!("P{number}"),
            name: format!("道路养护{number}"),
            unit: department(),
            department: department(),
            project_type: ProjectType::Specific,
            nature: ProjectNature::Continued,
            funding: FundingBySource::default(),
            version: 1,
        },
        facts: vec![],
        sheets: vec![
            seeded(sheet(SheetKind::Goal, number)),
            seeded(sheet(SheetKind::SelfEvaluation, number + 20_000)),
        ],
    }
}

fn seed(stage: &Stage, in_year: u16, subjects: &[SeedSubject]) {
    let signers = BTreeMap::new();
    stage
        .app
        .seed_year(division(), year(in_year), subjects, &signers)
        .unwrap();
}

/// The rules of the repository with one text of the national scoring file replaced.
fn rules_with(directory: &Path, from: &str, to: &str) -> PathBuf {
    changed_rules(directory, "000000/scoring.toml", from, to)
}

/// Place, stored and computed score of each difference.
fn told(found: &Recomputed) -> Vec<String> {
    let shown = |score: Option<Score>| score.map_or_else(|| "-".to_owned(), |score| score.to_string());
    found
        .differences
        .iter()
        .map(|one| {
            format!(
                "{} {:?} {} → {}",
                one.project_name,
                one.place,
                shown(one.stored),
                shown(one.computed)
            )
        })
        .collect()
}

#[test]
fn unchanged_rules_give_the_stored_scores() {
    Stage::on_each_engine(|stage| {
        seed(
            stage,
            2020,
            &[subject(1, 2020, lines()), subject(2, 2020, lines())],
        );
        let found = stage.app.recompute(&actor(KEEPER), year(2020)).unwrap();
        assert_eq!((found.sheets, found.lines), (2, 4));
        assert_eq!((found.differing, found.differences.len()), (0, 0));
        assert_eq!(
            found.fingerprint,
            stage.app.rules(division(), year(2020)).fingerprint()
        );
        assert_eq!(
            stage.app.recompute_as_operator(division(), year(2020)).unwrap(),
            found
        );
    });
}

#[test]
fn a_self_evaluation_holds_its_scores_from_the_moment_it_is_opened() {
    let stage = Stage::new();
    let mut one = subject(1, 2020, lines());
    one.sheets.truncate(1);
    one.sheets[0].sheet.state = SheetState::Concluded { at: stage.app.now() };
    one.facts = [(code::ADJUSTED_BUDGET_FEN, 100_000), (code::EXECUTED_FEN, 90_000)]
        .into_iter()
        .map(|(code, value)| Fact {
            year: year(2020),
            subject: one.project.id.to_string(),
            code: code.into(),
            period: "2020".into(),
            value,
            source: "执行台账".into(),
            source_row: "2".into(),
            loaded_at: stage.app.now(),
        })
        .collect();
    let project = one.project.id;
    seed(&stage, 2020, &[one]);
    let opened = stage
        .app
        .open_self_evaluation(&actor(Role::UnitClerk), &key(1), project)
        .unwrap();
    let clerk = actor(Role::UnitClerk);
    let page = stage.app.sheet_page(&clerk, opened.id.parse().unwrap()).unwrap();
    assert_eq!(
        page.execution.unwrap().computed_score,
        Some(Score::from_centi(900))
    );
    let found = stage.app.recompute(&actor(KEEPER), year(2020)).unwrap();
    assert_eq!((found.sheets, told(&found)), (1, vec![]));
}

#[test]
fn a_changed_rule_names_each_score_that_it_changes() {
    let stage = Stage::new();
    seed(&stage, 2020, &[subject(1, 2020, lines())]);
    let directory = tempfile::tempdir().unwrap();
    let changed = rules_with(
        directory.path(),
        "value = \"linear_to_twice\"",
        "value = \"ratio\"",
    );
    let app = stage.under_rules(changed);
    let found = app.recompute(&actor(KEEPER), year(2020)).unwrap();
    assert_eq!(found.differing, 2);
    assert_eq!(
        told(&found),
        ["道路养护1 Line(2) 5 → 6.67", "道路养护1 Total 22.67 → 24.34"]
    );
    let before = stage.app.recompute(&actor(KEEPER), year(2020)).unwrap();
    assert_ne!(found.fingerprint, before.fingerprint);
    assert_eq!(before.differing, 0, "recomputing writes nothing");
}

#[test]
fn a_changed_execution_rule_is_told_at_the_execution_row() {
    let stage = Stage::new();
    seed(&stage, 2020, &[subject(1, 2020, lines())]);
    let directory = tempfile::tempdir().unwrap();
    let tiers =
        "value = { method = \"tiers\", tiers = [{ from = 80, score = 50 }, { from = 0, score = 0 }] }";
    let changed = rules_with(directory.path(), "value = { method = \"linear\" }", tiers);
    let app = stage.under_rules(changed);
    let found = app.recompute(&actor(KEEPER), year(2020)).unwrap();
    assert_eq!(
        told(&found),
        ["道路养护1 Execution 9 → 5", "道路养护1 Total 22.67 → 18.67"]
    );
}

#[test]
fn a_rule_of_a_later_year_leaves_closed_years_as_they_are() {
    let stage = Stage::new();
    seed(&stage, 2020, &[subject(1, 2020, lines())]);
    seed(&stage, 2022, &[subject(2, 2022, lines())]);
    let directory = tempfile::tempdir().unwrap();
    let later = "[[reverse.value]]\nfrom = 2022-01-01\nvalue = \"ratio\"\n\
        reference = { source = \"hubei-form-note\", clause = \"示例\" }\nverified_on = 2026-11-23\n\n\
        [[reverse.variant]]";
    let app = stage.under_rules(rules_with(directory.path(), "[[reverse.variant]]", later));
    let closed = app.recompute(&actor(KEEPER), year(2020)).unwrap();
    assert_eq!(closed, stage.app.recompute(&actor(KEEPER), year(2020)).unwrap());
    assert_eq!(closed.differing, 0);
    let open = app.recompute(&actor(KEEPER), year(2022)).unwrap();
    let first = open.differences.first().map(|one| one.place);
    assert_eq!(first, Some(ScorePlace::Line(2)));
}

#[test]
fn differences_beyond_a_thousand_are_counted_but_not_told() {
    let stage = Stage::new();
    let many: Vec<Line> = (1..=1_100)
        .map(|position| line(position, "返修比例", "≤10%", "15%"))
        .collect();
    seed(&stage, 2020, &[subject(1, 2020, many)]);
    let directory = tempfile::tempdir().unwrap();
    let changed = rules_with(
        directory.path(),
        "value = \"linear_to_twice\"",
        "value = \"ratio\"",
    );
    let found = stage
        .under_rules(changed)
        .recompute(&actor(KEEPER), year(2020))
        .unwrap();
    assert_eq!(found.differing, 1_101);
    assert_eq!(found.differences.len(), 1_000);
}

#[test]
fn the_number_of_statements_does_not_grow_with_the_sheets() {
    let stage = Stage::new();
    let sent = |in_year| {
        let before = statements::sent();
        stage
            .app
            .recompute_as_operator(division(), year(in_year))
            .unwrap();
        statements::sent() - before
    };
    seed(&stage, 2020, &[subject(1, 2020, lines())]);
    let few: Vec<SeedSubject> = (2..40).map(|number| subject(number, 2022, lines())).collect();
    seed(&stage, 2022, &few);
    assert_eq!((sent(2020), sent(2022)), (2, 2));
}

#[test]
fn a_year_without_sheets_is_recomputed_to_nothing() {
    let stage = Stage::new();
    let found = stage.app.recompute(&actor(KEEPER), year(2020)).unwrap();
    assert_eq!((found.sheets, found.lines, found.differing), (0, 0, 0));
}

#[test]
fn a_year_without_rules_is_refused() {
    let stage = Stage::new();
    let error = stage.app.recompute(&actor(KEEPER), year(1990)).unwrap_err();
    assert_eq!(codes(&error), "rule-missing");
}

#[test]
fn only_the_performance_division_recomputes() {
    let stage = Stage::new();
    for role in Role::ALL {
        let found = stage.app.recompute(&actor(role), year(2020));
        assert_eq!(found.is_ok(), role == KEEPER, "{}", role.code());
    }
}
