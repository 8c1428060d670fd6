//! 单位成本标杆 over HTTP: what the bureau reads and cites, what an institution reads without names, what others do not.

use std::collections::BTreeMap;

use hengji_app::evaluations::OpenInput;
use hengji_app::seed::{SeedSheet, SeedSubject};
use hengji_domain::fact::{Fact, code};
use hengji_domain::id::{EvaluationId, LineKey, ProjectId, SheetId};
use hengji_domain::person::Role;
use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::value::read::{read_actual, read_target};
use hengji_domain::workflow::SheetState;
use hengji_domain::{Money, Timestamp, Weight};

use crate::world::{World, key};

const AT: Timestamp = Timestamp::from_micros(1_600_000_000_000_000);

fn bytes(number: u8) -> [u8; 10] {
    [number; 10]
}

/// A finalised project that did so many kilometres for so many 万元.
fn subject(world: &World, number: u8, quantity: i64, wan: i64) -> SeedSubject {
    let id = ProjectId::new(AT, bytes(number));
    let money = Money::from_fen(wan * 1_000_000);
    let line = Line {
        key: LineKey::new(AT, bytes(number)),
        position: 1,
        level1: "产出指标".into(),
        level2: "数量指标".into(),
        level3: "道路养护里程".into(),
        target: read_target(&format!("≥{quantity}公里")),
        actual: read_actual(&format!("{quantity}公里")),
        weight: Some(Weight::from_centi(9_000)),
        stated_score: None,
        computed_score: None,
        reason: None,
        parent: None,
        library_indicator: None,
    };
    let sheet = Sheet {
        id: SheetId::new(AT, bytes(number)),
        project: id,
        year: World::year(),
        kind: SheetKind::SelfEvaluation,
        period: SheetPeriod::default(),
        state: SheetState::Concluded { at: AT },
        edition: 1,
        version: 1,
        annual_goal: "保障道路畅通".into(),
        achievement: "已完成".into(),
        money: SheetMoney::default(),
        execution: ExecutionRow::default(),
        stated_total: None,
        computed_total: None,
        lines: vec![line],
    };
    SeedSubject {
        project: Project {
            id,
            year: World::year(),
            code: format!("B{number}"),
            name: format!("机密道路{number}"),
            unit: world.unit_of(Role::UnitClerk),
            department: world.unit_of(Role::DepartmentReviewer),
            project_type: ProjectType::Specific,
            nature: ProjectNature::Continued,
            funding: FundingBySource {
                fiscal: money,
                ..FundingBySource::default()
            },
            version: 1,
        },
        facts: vec![Fact {
            year: World::year(),
            subject: id.to_string(),
            code: code::EXECUTED_FEN.into(),
            period: format!("{}-11", World::year()),
            value: money.fen(),
            source: "支付明细".into(),
            source_row: number.to_string(),
            loaded_at: AT,
        }],
        sheets: vec![SeedSheet {
            sheet,
            earlier: None,
            moves: Vec::new(),
        }],
    }
}

/// A district with so many like projects; the first, which paid half as much again, is evaluated.
fn compared(count: u8) -> (World, EvaluationId, String) {
    let world = World::new();
    let all: Vec<SeedSubject> = (1..=count)
        .map(|number| {
            let quantity = 10 + i64::from(number % 7) * 3;
            let dear = if number == 1 { 16 } else { 10 };
            subject(
                &world,
                number,
                quantity,
                dear * quantity + i64::from(number % 4) * 3,
            )
        })
        .collect();
    world
        .app
        .seed_year(World::division(), World::year(), &all, &BTreeMap::new())
        .unwrap();
    let input = OpenInput {
        kind: "spot".into(),
        subjects: "B1".into(),
    };
    let performance = world.actor(Role::PerformanceReviewer);
    let opened = world
        .app
        .open_evaluations(&performance, &key("open-spot"), World::year(), &input)
        .unwrap();
    let line = LineKey::new(AT, bytes(1)).to_string();
    (world, opened.ids[0].parse().unwrap(), line)
}

#[tokio::test]
async fn the_bureau_opens_it_from_the_sheet_reads_the_verdict_and_cites_it() {
    let (world, evaluation, line) = compared(20);
    let path = format!("/evaluations/{evaluation}/lines/{line}/benchmark");
    let mut browser = world.sign_in(Role::PerformanceReviewer).await;
    let sheet = browser.get(&format!("/evaluations/{evaluation}")).await.body;
    assert!(sheet.contains(&format!("href=\"{path}\"")), "{sheet}");
    let page = browser.get(&path).await;
    assert_eq!(page.status, 200);
    for words in [
        "重点询问",
        "机密道路2",
        "纯技术效率",
        "✎ 未核实",
        "<polyline",
        "引用到评分依据",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let sorted = browser
        .get(&format!("{path}?sort=money&order=desc&q=%E9%81%93%E8%B7%AF"))
        .await;
    assert_eq!(sorted.status, 200);
    let cited = browser
        .get(&format!("/evaluations/{evaluation}?cite={line}"))
        .await
        .body;
    assert!(
        cited.contains("单位成本标杆(证据甲级,所用参数✎未核实)"),
        "{cited}"
    );
    let exported = browser
        .post(&path, &format!("{path}/export"), &[("scope", "same")])
        .await;
    assert_eq!(exported.status, 200);
    assert!(exported.header("content-type").contains("spreadsheet"));
}

#[tokio::test]
async fn few_projects_are_listed_and_nothing_is_judged() {
    let (world, evaluation, line) = compared(4);
    let path = format!("/evaluations/{evaluation}/lines/{line}/benchmark");
    let page = world
        .sign_in(Role::PerformanceReviewer)
        .await
        .get(&path)
        .await
        .body;
    assert!(
        page.contains("样本不足,不作判断") && page.contains("样本不足,不列效率值"),
        "{page}"
    );
    assert!(
        !page.contains("重点询问") && !page.contains("<polyline") && !page.contains("引用到评分依据"),
        "{page}"
    );
}

#[tokio::test]
async fn the_evaluated_unit_is_refused_and_strangers_learn_nothing() {
    let (world, evaluation, line) = compared(8);
    let path = format!("/evaluations/{evaluation}/lines/{line}/benchmark");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let refused = clerk.get(&path).await;
    assert_eq!(refused.status, 403);
    assert!(!refused.body.contains("机密道路2"), "{}", refused.body);
    let sheet = clerk.get(&format!("/evaluations/{evaluation}")).await;
    assert!(!sheet.body.contains("/benchmark"), "{}", sheet.body);
    for role in [Role::ThirdParty, Role::SystemAdministrator] {
        let answer = world.sign_in(role).await.get(&path).await;
        assert!([403, 404].contains(&answer.status), "{}", role.name());
        assert!(!answer.body.contains("机密道路"), "{}", role.name());
    }
    let mut performance = world.sign_in(Role::PerformanceReviewer).await;
    for unknown in ["q1", "nothing", "0190d2a4-7b1c-7def-8123-456789abcdef"] {
        let answer = performance
            .get(&format!("/evaluations/{evaluation}/lines/{unknown}/benchmark"))
            .await;
        assert_eq!(answer.status, 404, "{unknown}");
    }
}
