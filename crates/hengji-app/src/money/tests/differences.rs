//! Every difference has a record, an owner, and an end with a reason.

use hengji_domain::FindingCode;
use hengji_domain::difference::{DifferenceKind, DifferenceState};
use hengji_domain::fact::load::LoadKind;
use hengji_domain::person::Role;
use hengji_domain::sheet::SheetKind;
use hengji_store::findings;

use super::{clerk, code, file, load, previewed, reviewer};
use crate::money::DifferenceQuery;
use crate::money::view::DifferenceRow;
use crate::stage::district::{bureau, fill, of_year, opened, person, school, sheet_id, works};
use crate::stage::{Stage, department, division, key};

fn all(stage: &Stage, by: &hengji_domain::person::Actor) -> Vec<DifferenceRow> {
    let query = DifferenceQuery::default();
    stage.app.differences(by, of_year(), &query).unwrap().page.rows
}

fn shown(stage: &Stage) -> Vec<String> {
    all(stage, &reviewer())
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row.kind.code(),
                row.period,
                row.gap.fen(),
                row.state.code()
            )
        })
        .collect()
}

#[test]
fn payments_above_the_budget_are_told_before_and_recorded_after() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(division());
        let rows = ["P1|项目1|3月|10000.01|A1"];
        let preview = previewed(stage, 1, &file(stage, LoadKind::Payment, "f.csv", &rows));
        assert_eq!(preview.differences[0].kind, DifferenceKind::PaidAboveBudget);
        let done = load(stage, 2, LoadKind::Payment, "f.csv", &rows);
        assert_eq!(done.new_differences, 1);
        assert_eq!(shown(stage), ["paid-above-budget 2020 1 open"]);
        let row = &all(stage, &reviewer())[0];
        assert_eq!((row.owner, row.owner_name.as_str()), (works(), "市政中心"));
        // The budget is raised: the figures agree by themselves.
        stage.clock.pass(1);
        let done = load(stage, 4, LoadKind::Adjustment, "调.csv", &["P1|项目1|2月|1|文1"]);
        assert_eq!((done.new_differences, done.changed_differences), (0, 1));
        assert_eq!(shown(stage), ["paid-above-budget 2020 1 settled"]);
    });
}

#[test]
fn unknown_projects_are_listed_and_settle_when_the_month_comes_without_them() {
    let stage = opened();
    let rows = [
        "P1|项目1|3月|5|A1",
        "X9|没有的项目|3月|7|A2",
        "X9|没有的项目|3月|8|A3",
    ];
    let preview = previewed(&stage, 1, &file(&stage, LoadKind::Payment, "f.csv", &rows));
    let unknown = &preview.unknown[0];
    assert_eq!(
        (unknown.code.as_str(), unknown.rows, unknown.total.fen()),
        ("X9", 2, 1_500)
    );
    let done = load(&stage, 2, LoadKind::Payment, "f.csv", &rows);
    assert_eq!((done.loaded_rows, done.unknown_rows), (1, 2));
    assert_eq!(shown(&stage), ["unknown-project 2020-03 1500 open"]);
    assert_eq!(all(&stage, &reviewer())[0].owner, bureau());
    // Another month says nothing about March.
    stage.clock.pass(1);
    load(&stage, 4, LoadKind::Payment, "g.csv", &["P1|项目1|4月|5|B1"]);
    assert_eq!(shown(&stage), ["unknown-project 2020-03 1500 open"]);
    stage.clock.pass(1);
    load(&stage, 6, LoadKind::Payment, "h.csv", &["P1|项目1|3月|5|A1"]);
    assert_eq!(shown(&stage), ["unknown-project 2020-03 1500 settled"]);
}

#[test]
fn the_treasury_and_the_payments_of_a_unit_are_held_together_month_by_month() {
    let stage = opened();
    load(
        &stage,
        1,
        LoadKind::Payment,
        "f.csv",
        &["P1|项目1|3月|5|A1", "P2|项目2|3月|6|A2"],
    );
    stage.clock.pass(1);
    load(
        &stage,
        3,
        LoadKind::ControlTotal,
        "c.csv",
        &["市政中心|3月|12", "第一小学|3月|0"],
    );
    assert_eq!(shown(&stage), ["treasury-unlike-payments 2020-03 -100 open"]);
    let row = &all(&stage, &reviewer())[0];
    assert_eq!(
        (row.expected.fen(), row.found.fen(), row.owner),
        (1_200, 1_100, works())
    );
}

#[test]
fn a_budget_file_is_held_against_the_register() {
    let stage = opened();
    load(
        &stage,
        1,
        LoadKind::InitialBudget,
        "b.csv",
        &["P1|项目1||10000|", "P2|项目2||9000|"],
    );
    assert_eq!(shown(&stage), ["budget-unlike-register 2020 -100000 open"]);
}

#[test]
fn a_difference_is_given_explained_and_closed_by_the_right_hands() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(division());
        load(stage, 1, LoadKind::Payment, "f.csv", &["P1|项目1|3月|10001|A1"]);
        let id = all(stage, &clerk())[0].id;
        let page = stage.app.difference(&clerk(), id).unwrap();
        assert!(page.may_explain && !page.may_close && page.owners.is_empty());
        assert_eq!(page.facts.len(), 1);
        let other = person(Role::UnitFinance, school());
        assert_eq!(code(stage.app.difference(&other, id)), "not-found");
        assert_eq!(all(stage, &other), []);
        let empty = stage.app.explain_difference(&clerk(), &key(10), id, 1, " ");
        assert_eq!(code(empty), "difference-words-missing");
        let by_stranger = stage.app.explain_difference(&other, &key(11), id, 1, "不是我");
        assert_eq!(code(by_stranger), "not-found");
        stage
            .app
            .explain_difference(&clerk(), &key(12), id, 1, "调整文件漏导")
            .unwrap();
        let stale = stage.app.close_difference(&reviewer(), &key(13), id, 1, "已核");
        assert_eq!(code(stale), "stale-version");
        let by_unit = stage.app.close_difference(&clerk(), &key(14), id, 2, "自己关");
        assert_eq!(code(by_unit), "role-not-held");
        let closed = stage
            .app
            .close_difference(&reviewer(), &key(15), id, 2, "已补导调整文件")
            .unwrap();
        let again = stage
            .app
            .close_difference(&reviewer(), &key(15), id, 2, "已补导调整文件")
            .unwrap();
        assert_eq!(closed, again);
        let page = stage.app.difference(&reviewer(), id).unwrap();
        assert_eq!(page.row.state, DifferenceState::Closed);
        assert_eq!(page.row.explanation.unwrap().text, "调整文件漏导");
        assert!(!page.may_explain && !page.may_close && page.owners.is_empty());
        let late = stage
            .app
            .explain_difference(&clerk(), &key(16), id, closed.version, "还有");
        assert_eq!(code(late), "difference-concluded");
    });
}

#[test]
fn a_difference_given_to_another_unit_leaves_the_first_ones_list() {
    let stage = opened();
    load(&stage, 1, LoadKind::Payment, "f.csv", &["P1|项目1|3月|10001|A1"]);
    let id = all(&stage, &reviewer())[0].id;
    let nobody = stage
        .app
        .assign_difference(&reviewer(), &key(10), id, 1, "nobody");
    assert_eq!(code(nobody), "owner:difference-owner-unknown");
    stage
        .app
        .assign_difference(&reviewer(), &key(11), id, 1, &department().to_string())
        .unwrap();
    assert_eq!(all(&stage, &clerk()), []);
    let above = person(Role::DepartmentReviewer, department());
    assert_eq!(all(&stage, &above)[0].owner_name, "城管局");
    // Its budget division still reaches it, and it keeps its owner when it is found again.
    stage.clock.pass(1);
    load(&stage, 12, LoadKind::Payment, "g.csv", &["P1|项目1|3月|10002|A1"]);
    assert_eq!(all(&stage, &reviewer())[0].owner, department());
}

#[test]
fn a_division_of_the_bureau_explains_what_it_owns() {
    let stage = opened();
    load(&stage, 1, LoadKind::Payment, "f.csv", &["X9|没有|3月|7|A2"]);
    let own = person(Role::BudgetDivisionReviewer, bureau());
    let id = all(&stage, &own)[0].id;
    assert!(stage.app.difference(&own, id).unwrap().may_explain);
    stage
        .app
        .explain_difference(&own, &key(10), id, 1, "基本支出,不属于项目")
        .unwrap();
}

#[test]
fn administrators_and_oversight_see_no_differences() {
    let stage = opened();
    load(&stage, 1, LoadKind::Payment, "f.csv", &["P1|项目1|3月|10001|A1"]);
    for role in [
        Role::SystemAdministrator,
        Role::AuditAdministrator,
        Role::OversightReader,
    ] {
        let by = person(role, bureau());
        let refused = stage.app.differences(&by, of_year(), &DifferenceQuery::default());
        assert_eq!(code(refused), "role-not-held", "{role:?}");
    }
}

#[test]
fn the_list_leaves_as_a_workbook_exactly_as_filtered() {
    let stage = opened();
    let rows = ["P1|项目1|3月|10001|A1", "X9|没有|3月|7|A2"];
    load(&stage, 1, LoadKind::Payment, "f.csv", &rows);
    let query = DifferenceQuery {
        kind: Some(DifferenceKind::UnknownProject),
        ..DifferenceQuery::default()
    };
    stage
        .app
        .export_differences(&reviewer(), of_year(), &query)
        .unwrap();
    let table = stage.desk.last_written();
    assert_eq!((table.rows.len(), table.columns.len()), (1, table.rows[0].len()));
}

#[test]
fn sheets_that_state_other_amounts_carry_a_finding_and_keep_their_words() {
    let stage = opened();
    let found = |number: u64, kind| {
        let all = stage
            .database
            .database
            .read(|db| findings::of_sheet(db, division(), sheet_id(number, kind)))
            .unwrap();
        all.iter()
            .filter(|finding| finding.code == FindingCode::MoneyUnlikeFacts)
            .count()
    };
    // The stage's sheets state no money, so nothing can differ.
    load(&stage, 1, LoadKind::Payment, "f.csv", &["P7|项目7|3月|5|A1"]);
    assert_eq!(found(7, SheetKind::SelfEvaluation), 0);
    // A self-evaluation opened now takes its amounts from the data; then the data change.
    let opened = stage
        .app
        .open_self_evaluation(
            &person(Role::UnitClerk, works()),
            &key(10),
            hengji_domain::id::ProjectId::new(crate::stage::district::at(0), {
                let mut bytes = [0; 10];
                bytes[9] = 5;
                bytes
            }),
        )
        .unwrap();
    stage.clock.pass(1);
    load(
        &stage,
        12,
        LoadKind::AdjustedBudget,
        "b.csv",
        &["P5|项目5||9000|"],
    );
    let id = opened.id.parse().unwrap();
    let all = stage
        .database
        .database
        .read(|db| findings::of_sheet(db, division(), id))
        .unwrap();
    let unlike: Vec<_> = all
        .iter()
        .filter(|finding| finding.code == FindingCode::MoneyUnlikeFacts)
        .collect();
    assert_eq!(unlike.len(), 1, "{all:?}");
    assert!(
        unlike[0].message.contains("全年预算数填 1 万元"),
        "{}",
        unlike[0].message
    );
    let page = stage
        .app
        .sheet_page(&person(Role::UnitClerk, works()), id)
        .unwrap();
    assert_eq!(page.money.adjusted.unwrap().fen(), 1_000_000);
}

#[test]
fn reconciling_takes_the_same_statements_however_many_projects_differ() {
    let stage = opened();
    let cost = |request: u32, rows: &[&str]| {
        let preview = previewed(&stage, request, &file(&stage, LoadKind::Payment, "f.csv", rows));
        let before = crate::statements::sent();
        super::committed(&stage, request + 1, preview.import);
        crate::statements::sent() - before
    };
    let one = cost(1, &["P1|项目1|3月|10001|A1"]);
    stage.clock.pass(1);
    let rows: Vec<String> = (1..=7).map(|n| format!("P{n}|项目|3月|20001|A{n}")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let many = cost(3, &rows);
    // A month that is replaced moves its facts in three statements, and changed records are replaced in one.
    assert!(many <= one + 5, "{one} {many}");
}
