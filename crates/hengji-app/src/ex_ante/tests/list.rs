//! The list: by the rules, by hand, and who sees what of it.

use hengji_domain::Money;
use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
use hengji_store::projects;

use super::*;
use crate::ex_ante::{ExAnteQuery, ExAnteState, MadeList};
use crate::projects::enter::sorted;
use crate::stage::district::of_year;

/// Adds a new project of 市政中心 with this name and money.
fn enter(stage: &Stage, number: u8, name: &str, yuan: i64) {
    let project = Project {
        id: project(number),
        year: of_year(),
        code: format!("N{number}"),
        name: name.into(),
        unit: works(),
        department: department(),
        project_type: ProjectType::Specific,
        nature: ProjectNature::New,
        funding: FundingBySource {
            fiscal: Money::from_fen(yuan * 100),
            ..FundingBySource::default()
        },
        version: 1,
    };
    let database = &stage.database.database;
    database
        .write(|db| projects::insert_many(db, division(), &[sorted(project.clone())]).map(|_| ()))
        .unwrap();
}

fn make(stage: &Stage, number: u32) -> Result<MadeList, AppError> {
    stage
        .app
        .make_ex_ante_list(&performance(), &key(number), of_year())
}

fn names(stage: &Stage, actor: &Actor, query: &ExAnteQuery) -> Vec<String> {
    let list = stage.app.ex_ante_list(actor, of_year(), query).unwrap();
    list.page.rows.into_iter().map(|row| row.name).collect()
}

#[test]
fn the_rules_make_the_list_and_say_why() {
    let stage = opened();
    enter(&stage, 31, "课题研究", 10_000_000);
    enter(&stage, 32, "课题研究小额", 9_999_999);
    enter(&stage, 33, "人才租房补贴", 5_000_000);
    let made = make(&stage, 1).unwrap();
    assert_eq!((made.added, made.listed), (2, 2));
    let list = stage
        .app
        .ex_ante_list(&clerk(), of_year(), &ExAnteQuery::default())
        .unwrap();
    let told: Vec<(&str, &str)> = list
        .page
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.reasons[0].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "课题研究",
                "新增重大项目:新增、其他项目,1,000 万元,达到 1,000 万元起点"
            ),
            (
                "人才租房补贴",
                "新出台重大政策:新增、政策,500 万元,达到 500 万元起点"
            )
        ]
    );
    assert!(
        list.page
            .rows
            .iter()
            .all(|row| row.may_open && row.lead_name == "城管局")
    );
    let again = make(&stage, 2).unwrap();
    assert_eq!((again.added, again.dropped, again.listed), (0, 0, 2));
}

#[test]
fn a_category_without_its_lead_is_refused_with_what_to_do() {
    let stage = opened();
    enter(&stage, 31, "积水点整治", 10_000_000);
    assert_eq!(refusal(make(&stage, 1)), "ex-ante-lead-missing");
}

#[test]
fn what_was_decided_by_hand_stays_and_is_logged() {
    let stage = opened();
    enter(&stage, 31, "课题研究", 10_000_000);
    make(&stage, 1).unwrap();
    let change = |number, is_listed, reason: &str| {
        let input = ListInput {
            is_listed,
            category: String::new(),
            reason: reason.into(),
        };
        stage
            .app
            .change_ex_ante_list(&performance(), &key(number), project(31), &input)
    };
    assert_eq!(refusal(change(2, false, " ")), "reason:ex-ante-reason-missing");
    change(3, false, "已由上级评估").unwrap();
    assert_eq!(make(&stage, 4).unwrap().listed, 0);
    let off = ExAnteQuery {
        state: Some(ExAnteState::NotListed),
        ..ExAnteQuery::default()
    };
    assert_eq!(names(&stage, &performance(), &off), ["课题研究"]);
    change(5, true, "上级未评估").unwrap();
    let list = stage.app.ex_ante_list(&performance(), of_year(), &off).unwrap();
    let deeds: Vec<(&str, &str)> = list
        .changes
        .iter()
        .map(|change| (change.deed.as_str(), change.reason.as_str()))
        .collect();
    assert_eq!(deeds, [("纳入名单", "上级未评估"), ("移出名单", "已由上级评估")]);
    let refused = stage.app.change_ex_ante_list(
        &clerk(),
        &key(6),
        project(31),
        &ListInput {
            is_listed: false,
            category: String::new(),
            reason: "不想评".into(),
        },
    );
    assert_eq!(refusal(refused), "role-not-held");
}

#[test]
fn a_project_outside_the_list_is_not_evaluated_and_one_begun_stays_on_it() {
    let walk = Walk::begin();
    let app = &walk.stage.app;
    let outside = app.open_ex_ante_evaluation(&clerk(), &walk.key(), project(5));
    assert_eq!(refusal(outside), "ex-ante-not-listed");
    let twice = app.open_ex_ante_evaluation(&clerk(), &walk.key(), project(4));
    assert_eq!(refusal(twice), "sheet-exists");
    let off = ListInput {
        is_listed: false,
        category: String::new(),
        reason: "不再需要".into(),
    };
    let begun = app.change_ex_ante_list(&performance(), &walk.key(), project(4), &off);
    assert_eq!(refusal(begun), "ex-ante-begun");
}

#[test]
fn figures_and_the_workbook_tell_the_same_money() {
    let walk = Walk::concluded("support", "0.7", 0);
    let app = &walk.stage.app;
    let list = app
        .ex_ante_list(&performance(), of_year(), &ExAnteQuery::default())
        .unwrap();
    let figures = list.figures;
    assert_eq!((figures.listed, figures.concluded), (1, 1));
    assert_eq!(figures.asked.fen(), figures.granted.fen() + figures.cut.fen());
    assert_eq!(figures.by_conclusion[0].count, 1);
    app.export_ex_ante_list(&performance(), of_year(), &ExAnteQuery::default())
        .unwrap();
    let table = walk.stage.desk.last_written();
    assert_eq!(table.rows.len(), 1);
    assert_eq!(
        table.rows[0].last(),
        Some(&crate::ports::Cell::Money(figures.cut))
    );
    app.export_ex_ante_scores(&lead(), walk.sheet).unwrap();
    assert_eq!(walk.stage.desk.last_written().rows.len(), 20);
}

#[test]
fn the_list_takes_few_statements_whatever_its_length() {
    let stage = opened();
    for number in 31..60 {
        enter(&stage, number, &format!("课题研究{number}"), 10_000_000);
    }
    make(&stage, 1).unwrap();
    let sent = || {
        names(&stage, &performance(), &ExAnteQuery::default());
        let before = hengji_store::statements::sent();
        names(&stage, &performance(), &ExAnteQuery::default());
        hengji_store::statements::sent() - before
    };
    assert!(sent() <= 4, "{}", sent());
}
