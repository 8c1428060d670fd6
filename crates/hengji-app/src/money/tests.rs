//! Money data walked through: checked, stored, replaced, reconciled, explained.

mod differences;
mod rows;

use hengji_domain::fact::load::LoadKind;
use hengji_domain::id::ImportId;
use hengji_domain::person::{Actor, Role};
use hengji_store::facts;

use super::view::MoneyPreview;
use super::{ImportedMoney, UploadedMoney};
use crate::error::AppError;
use crate::stage::district::{bureau, fill, of_year, opened, person, works};
use crate::stage::{Stage, codes, division, key};

pub(super) fn reviewer() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

pub(super) fn clerk() -> Actor {
    person(Role::UnitFinance, works())
}

pub(super) fn code<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    codes(&result.unwrap_err())
}

/// A file with these rows under its headings, amounts in yuan.
pub(super) fn file(stage: &Stage, kind: LoadKind, name: &str, rows: &[&str]) -> UploadedMoney {
    let headings = if kind.is_of_units() {
        "预算单位|月份|金额"
    } else {
        "项目代码|项目名称|月份|金额|凭证号"
    };
    let all: Vec<&str> = ["单位:元", headings]
        .into_iter()
        .chain(rows.iter().copied())
        .collect();
    stage.desk.put_table(name, &all);
    UploadedMoney {
        kind: kind.code().into(),
        source: "国库".into(),
        file_name: name.into(),
        bytes: rows.join("\n").into_bytes(),
        ..UploadedMoney::default()
    }
}

pub(super) fn previewed(stage: &Stage, request: u32, file: &UploadedMoney) -> MoneyPreview {
    stage
        .app
        .preview_money_import(&reviewer(), &key(request), of_year(), file)
        .unwrap()
}

pub(super) fn committed(stage: &Stage, request: u32, import: ImportId) -> ImportedMoney {
    stage
        .app
        .commit_money_import(&reviewer(), &key(request), import)
        .unwrap()
}

/// Previews and commits.
pub(super) fn load(stage: &Stage, request: u32, kind: LoadKind, name: &str, rows: &[&str]) -> ImportedMoney {
    let preview = previewed(stage, request, &file(stage, kind, name, rows));
    assert_eq!(preview.problems, [], "{name}");
    committed(stage, request + 1, preview.import)
}

/// What each project has been paid, in yuan, by code.
fn paid(stage: &Stage) -> Vec<(String, i64)> {
    let (projects, money) = stage
        .database
        .database
        .read(|db| {
            let projects = hengji_store::projects::of_year(db, division(), of_year())?;
            Ok::<_, hengji_store::StoreError>((projects, facts::project_money(db, division(), of_year())?))
        })
        .unwrap();
    let mut all: Vec<(String, i64)> = projects
        .into_iter()
        .filter_map(|project| {
            let executed = money.get(&project.id.to_string())?.executed()?;
            Some((project.code, executed.fen() / 100))
        })
        .collect();
    all.sort();
    all
}

#[test]
fn payments_are_previewed_and_stored_once() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        let rows = [
            "P1|项目1|3月|600|A1",
            "P1|项目1|2020-04|50|A2",
            "P2|项目2|3|70|A3",
        ];
        let upload = file(stage, LoadKind::Payment, "支付.csv", &rows);
        let preview = previewed(stage, 1, &upload);
        assert!(preview.is_ready && !preview.is_committed);
        let shown: Vec<_> = preview
            .periods
            .iter()
            .map(|one| (one.period.as_str(), one.file_rows, one.loaded_total.fen()))
            .collect();
        assert_eq!(shown, [("2020-03", 2, 67_000), ("2020-04", 1, 5_000)]);
        assert_eq!(paid(stage), []);
        let done = committed(stage, 2, preview.import);
        assert_eq!(
            (done.loaded_rows, done.replaced_rows, done.unknown_rows),
            (3, 0, 0)
        );
        // A retried request gives the same answer; a second commit is refused.
        assert_eq!(committed(stage, 2, preview.import), done);
        let again = stage
            .app
            .commit_money_import(&reviewer(), &key(3), preview.import);
        assert_eq!(code(again), "import-concluded");
        assert_eq!(paid(stage), [("P1".to_owned(), 650), ("P2".to_owned(), 70)]);
        assert!(
            stage
                .app
                .money_import(&reviewer(), preview.import)
                .unwrap()
                .is_committed
        );
    });
}

#[test]
fn the_same_month_of_the_same_source_is_replaced_and_its_history_kept() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        let first = ["P1|项目1|3月|600|A1", "P2|项目2|4月|70|A2"];
        load(stage, 1, LoadKind::Payment, "一.csv", &first);
        stage.clock.pass(60);
        let upload = file(stage, LoadKind::Payment, "二.csv", &["P1|项目1|3月|610|A1"]);
        let preview = previewed(stage, 3, &upload);
        let replaces = preview.periods[0].replaces.as_ref().unwrap();
        assert_eq!((replaces.loaded_rows, replaces.loaded_total.fen()), (1, 60_000));
        let done = committed(stage, 4, preview.import);
        assert_eq!((done.loaded_rows, done.replaced_rows), (1, 1));
        assert_eq!(paid(stage), [("P1".to_owned(), 610), ("P2".to_owned(), 70)]);
        let list = stage.app.money_loads(&reviewer(), of_year()).unwrap();
        let shown: Vec<_> = list
            .loads
            .iter()
            .map(|row| {
                (
                    row.load.period.as_str(),
                    row.load.file_total.fen(),
                    row.standing.map(|sum| sum.fen()),
                )
            })
            .collect();
        let expected = [
            ("2020-03", 61_000, Some(61_000)),
            ("2020-04", 7_000, Some(7_000)),
            ("2020-03", 60_000, None),
        ];
        assert_eq!(shown, expected);
        assert_eq!((list.last_month, list.paid_projects, list.projects), (4, 2, 7));
        assert_eq!(
            list.cumulative.map(|sum| sum.fen())[2..5],
            [61_000, 68_000, 68_000]
        );
        let project = stage
            .database
            .database
            .read(|db| {
                let all = hengji_store::projects::of_year(db, division(), of_year())?;
                let one = all.into_iter().find(|project| project.code == "P1").unwrap();
                facts::superseded_of_subject(db, division(), of_year(), &one.id.to_string())
            })
            .unwrap();
        assert_eq!(project.len(), 1);
        assert_eq!(
            (project[0].fact.value, project[0].fact.source_row.as_str()),
            (60_000, "3")
        );
        assert_eq!(project[0].superseded_by, preview.import);
    });
}

#[test]
fn another_source_adds_to_a_month_and_the_preview_says_so() {
    let stage = opened();
    load(&stage, 1, LoadKind::Payment, "一.csv", &["P1|项目1|3月|600|A1"]);
    let other = UploadedMoney {
        source: "单位自有账户".into(),
        ..file(&stage, LoadKind::Payment, "二.csv", &["P1|项目1|3月|5|B1"])
    };
    let preview = previewed(&stage, 3, &other);
    assert_eq!(preview.periods[0].other_sources, ["国库"]);
    assert!(preview.periods[0].replaces.is_none());
    committed(&stage, 4, preview.import);
    assert_eq!(paid(&stage), [("P1".to_owned(), 605)]);
}

#[test]
fn two_files_of_one_month_that_were_previewed_together_do_not_add_up() {
    let stage = opened();
    let preview = |request, name, amount: &str| {
        let row = format!("P1|项目1|3月|{amount}|A1");
        previewed(&stage, request, &file(&stage, LoadKind::Payment, name, &[&row])).import
    };
    let (one, two) = (preview(1, "一.csv", "600"), preview(2, "二.csv", "610"));
    committed(&stage, 3, one);
    stage.clock.pass(1);
    assert_eq!(committed(&stage, 4, two).replaced_rows, 1);
    assert_eq!(paid(&stage), [("P1".to_owned(), 610)]);
}

#[test]
fn budgets_and_adjustments_become_the_budget_of_a_project() {
    let stage = opened();
    load(
        &stage,
        1,
        LoadKind::InitialBudget,
        "年初.csv",
        &["P1|项目1||10000|", "P2|项目2||8000|"],
    );
    stage.clock.pass(1);
    load(
        &stage,
        3,
        LoadKind::Adjustment,
        "调整.csv",
        &["P1|项目1|5月|-2000|文1", "P1|项目1|9月|500|文2"],
    );
    let list = stage.app.money_loads(&reviewer(), of_year()).unwrap();
    // P1 10,000 and P2 8,000 by file, five more of 10,000 by the register; P1 is cut by 1,500.
    assert_eq!(list.initial.fen(), 6_800_000);
    assert_eq!(list.budget.fen(), 6_650_000);
}

#[test]
fn the_meaning_of_columns_is_kept_for_its_source_alone() {
    let stage = opened();
    stage
        .desk
        .put_table("odd.csv", &["单位:元", "编号|哪个月|多少", "P1|3|5"]);
    let choose = |letter: &str, field: &str| crate::lists::ColumnChoice {
        letter: letter.into(),
        field: Some(field.into()),
    };
    let bare = UploadedMoney {
        kind: LoadKind::Payment.code().into(),
        source: "国库".into(),
        file_name: "odd.csv".into(),
        bytes: vec![1],
        ..UploadedMoney::default()
    };
    let told = UploadedMoney {
        columns: vec![choose("A", "code"), choose("B", "month"), choose("C", "amount")],
        ..bare.clone()
    };
    let refused = stage
        .app
        .preview_money_import(&reviewer(), &key(1), of_year(), &bare);
    assert_eq!(code(refused), "list-without-headings");
    assert!(previewed(&stage, 2, &told).is_ready);
    assert!(previewed(&stage, 3, &bare).is_ready);
    let other = UploadedMoney {
        source: "财政专户".into(),
        ..bare
    };
    let refused = stage
        .app
        .preview_money_import(&reviewer(), &key(4), of_year(), &other);
    assert_eq!(code(refused), "list-without-headings");
}

#[test]
fn units_bring_no_money_data_and_strangers_learn_nothing() {
    let stage = opened();
    let upload = file(&stage, LoadKind::Payment, "支付.csv", &["P1|项目1|3月|600|A1"]);
    let refused = stage
        .app
        .preview_money_import(&clerk(), &key(1), of_year(), &upload);
    assert_eq!(code(refused), "role-not-held");
    assert_eq!(code(stage.app.money_loads(&clerk(), of_year())), "role-not-held");
    let nowhere = ImportId::new(stage.app.now(), [1; 10]);
    assert_eq!(code(stage.app.money_import(&reviewer(), nowhere)), "not-found");
    let nameless = UploadedMoney {
        source: " ".into(),
        ..upload.clone()
    };
    let refused = stage
        .app
        .preview_money_import(&reviewer(), &key(2), of_year(), &nameless);
    assert_eq!(code(refused), "source:money-source-missing");
    let kindless = UploadedMoney {
        kind: "wishes".into(),
        ..upload
    };
    let refused = stage
        .app
        .preview_money_import(&reviewer(), &key(3), of_year(), &kindless);
    assert_eq!(code(refused), "kind:money-kind-unknown");
}

#[test]
fn an_import_leaves_an_event_in_words() {
    let stage = opened();
    load(&stage, 1, LoadKind::Payment, "支付.csv", &["P1|项目1|3月|600|A1"]);
    let page = stage
        .app
        .audit_page(
            &person(Role::AuditAdministrator, bureau()),
            &crate::audit::AuditQuery::default(),
        )
        .unwrap();
    let newest = &page.page.rows[0];
    assert_eq!(newest.action_name, "导入资金数据");
    assert!(
        newest.words.contains("数据种类:支付明细;来源:国库;期间:2020-03"),
        "{}",
        newest.words
    );
}

#[test]
fn the_ledger_and_its_page_cost_the_same_however_much_is_loaded() {
    let stage = opened();
    let cost = || {
        let before = crate::statements::sent();
        stage.app.money_loads(&reviewer(), of_year()).unwrap();
        crate::statements::sent() - before
    };
    let empty = cost();
    let rows: Vec<String> = (0..400)
        .map(|n| format!("P{}|项目|{}|1|V{n}", n % 7 + 1, n % 12 + 1))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    load(&stage, 1, LoadKind::Payment, "支付.csv", &rows);
    assert_eq!(cost(), empty);
    assert!(empty <= 6, "{empty}");
}

#[test]
fn the_ledger_leaves_as_a_workbook() {
    let stage = opened();
    load(&stage, 1, LoadKind::Payment, "支付.csv", &["P1|项目1|3月|600|A1"]);
    stage.app.export_money_loads(&reviewer(), of_year()).unwrap();
    let table = stage.desk.last_written();
    assert_eq!((table.rows.len(), table.columns.len()), (1, table.rows[0].len()));
    assert_eq!(
        code(stage.app.export_money_loads(&clerk(), of_year())),
        "role-not-held"
    );
}
