//! A stage for tests: the application on a throw-away database, with a clock that stands still and repeatable
//! randomness.

pub(crate) mod district;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use hengji_domain::form::Form;
use hengji_domain::id::{UnitId, UserId};
use hengji_domain::paper::{Imprint, Paper};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::{BudgetYear, Division, Timestamp};
use hengji_store::testing::{self, TestDatabase};

use crate::app::{App, AppConfig, Place};
use crate::common::RequestKey;
use crate::error::AppError;
use crate::ports::{
    Clock, DocumentRefusal, Documents, NoRandomness, Ports, Randomness, RawRow, RawTable, Table, TableWriter,
    WorkbookReader, WorkbookRefusal,
};
use crate::seed::SeedDivision;

/// 2020-12-31 23:00:00 in Shanghai: one hour before the next day, month and year.
const BEGINNING: Timestamp = Timestamp::from_micros(1_609_426_800_000_000);

/// A clock that moves only when told to.
pub(crate) struct StageClock(AtomicI64);

impl StageClock {
    /// Moves the clock on.
    pub(crate) fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

impl Clock for StageClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::Relaxed))
    }
}

/// Numbers in a row: never twice the same.
struct Numbers(AtomicU64);

impl Randomness for Numbers {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        let number = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (index, byte) in bytes.iter_mut().rev().enumerate() {
            *byte = number.iter().rev().nth(index).copied().unwrap_or(0);
        }
        Ok(())
    }
}

/// Workbooks on this stage are laid out beforehand, by the name of the file.
#[derive(Default)]
pub(crate) struct Desk {
    forms: Mutex<HashMap<String, Vec<Form>>>,
    tables: Mutex<HashMap<String, RawTable>>,
    written: Mutex<Vec<Table>>,
}

impl Desk {
    /// Lays out a workbook with these forms.
    pub(crate) fn put_forms(&self, name: &str, forms: Vec<Form>) {
        self.forms.lock().unwrap().insert(name.to_owned(), forms);
    }

    /// Lays out a list: a row for each text, cells parted by `|`.
    pub(crate) fn put_table(&self, name: &str, rows: &[&str]) {
        let row = |(text, row): (&&str, u32)| RawRow {
            row,
            cells: text.split('|').map(|cell| cell.trim().to_owned()).collect(),
        };
        let table = RawTable {
            worksheet: "清单".to_owned(),
            rows: rows.iter().zip(1..).map(row).collect(),
        };
        self.tables.lock().unwrap().insert(name.to_owned(), table);
    }

    /// The last list that left the product.
    pub(crate) fn last_written(&self) -> Table {
        self.written.lock().unwrap().last().cloned().unwrap_or_default()
    }
}

fn unreadable(name: &str) -> WorkbookRefusal {
    WorkbookRefusal {
        code: "workbook-unreadable".to_owned(),
        message: format!("“{name}”读不出内容,请另存为 xlsx 后重新上传。"),
    }
}

impl WorkbookReader for Desk {
    fn read_forms(&self, name: &str, _: &[u8]) -> Result<Vec<Form>, WorkbookRefusal> {
        let forms = self.forms.lock().unwrap().get(name).cloned();
        forms.ok_or_else(|| unreadable(name))
    }

    fn read_table(&self, name: &str, _: &[u8]) -> Result<RawTable, WorkbookRefusal> {
        let table = self.tables.lock().unwrap().get(name).cloned();
        table.ok_or_else(|| unreadable(name))
    }
}

impl TableWriter for Desk {
    fn write_table(&self, table: &Table) -> Result<Vec<u8>, String> {
        self.written.lock().unwrap().push(table.clone());
        Ok(format!("{} 行", table.rows.len()).into_bytes())
    }
}

/// Papers on this stage are their words, so that a test can read what would be printed.
impl Documents for Desk {
    fn pdf(&self, paper: &Paper, imprint: &Imprint) -> Result<Vec<u8>, DocumentRefusal> {
        Ok(format!("{paper:?} {imprint:?}").into_bytes())
    }

    fn docx(&self, _: &Paper, _: &Imprint) -> Result<Vec<u8>, DocumentRefusal> {
        Err(DocumentRefusal {
            code: "docx-not-written".to_owned(),
            message: "Word 文件生成失败。".to_owned(),
        })
    }
}

/// The application on its database.
pub(crate) struct Stage {
    pub(crate) app: App,
    pub(crate) clock: Arc<StageClock>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) database: TestDatabase,
}

impl Stage {
    /// On SQLite, serving [`division`] with one department.
    pub(crate) fn new() -> Self {
        Self::on(testing::sqlite())
    }

    /// On SQLite and on PostgreSQL, for tests of what the engines might do differently.
    pub(crate) fn on_each_engine(test: impl Fn(&Self)) {
        for (name, database) in testing::databases() {
            eprintln!("on {name}");
            test(&Self::on(database));
        }
    }

    fn on(database: TestDatabase) -> Self {
        let clock = Arc::new(StageClock(AtomicI64::new(BEGINNING.micros())));
        let desk = Arc::new(Desk::default());
        let stage = Self {
            app: open(&database.place, None, Arc::clone(&clock), Arc::clone(&desk)),
            clock,
            desk,
            database,
        };
        let department = Unit {
            id: department(),
            code: "219001".into(),
            name: "城管局".into(),
            kind: UnitKind::Department,
            department: department(),
            budget_division: None,
        };
        stage
            .app
            .seed_division(&SeedDivision {
                division: division(),
                name: "示范区(演示数据)".into(),
                is_demonstration: true,
                units: vec![department],
            })
            .unwrap();
        stage
    }

    /// A second application on the same database under other rules, as after an upgrade.
    pub(crate) fn under_rules(&self, rules: PathBuf) -> App {
        open(
            &self.database.place,
            Some(rules),
            Arc::clone(&self.clock),
            Arc::clone(&self.desk),
        )
    }

    /// An application on another database file, e.g. a copy.
    pub(crate) fn at(&self, place: &Place) -> App {
        open(place, None, Arc::clone(&self.clock), Arc::clone(&self.desk))
    }
}

fn open(place: &Place, rules: Option<PathBuf>, clock: Arc<StageClock>, desk: Arc<Desk>) -> App {
    let config = AppConfig {
        place: place.clone(),
        options: testing::options(),
        rules,
    };
    let workbook_reader: Arc<dyn WorkbookReader> = Arc::<Desk>::clone(&desk);
    let documents: Arc<dyn Documents> = Arc::<Desk>::clone(&desk);
    let ports = Ports {
        clock,
        randomness: Arc::new(Numbers(AtomicU64::new(1))),
        workbook_reader,
        table_writer: desk,
        documents,
    };
    App::open(&config, ports).unwrap()
}

/// The rules of the repository with one text of a file replaced.
pub(crate) fn changed_rules(directory: &Path, file: &str, from: &str, to: &str) -> PathBuf {
    let target = directory.join("rules");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules"),
        &target,
    );
    let file = target.join(file);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(&file, text.replacen(from, to, 1)).unwrap();
    target
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The division on stage: it follows the rules of 330108.
pub(crate) fn division() -> Division {
    "330199".parse().unwrap()
}

/// A budget year.
pub(crate) fn year(number: u16) -> BudgetYear {
    BudgetYear::new(number).unwrap()
}

/// The one department on stage.
pub(crate) fn department() -> UnitId {
    UnitId::new(BEGINNING, [1; 10])
}

/// Somebody who holds the role for the department, and is named after it.
pub(crate) fn actor(role: Role) -> Actor {
    let number = Role::ALL.iter().position(|one| *one == role).unwrap();
    Actor {
        user: UserId::new(BEGINNING, [u8::try_from(number).unwrap(); 10]),
        name: format!("演示{}", role.name()),
        division: division(),
        grants: vec![Grant {
            role,
            unit: department(),
        }],
        address: "10.1.2.3".into(),
    }
}

/// The request key with this number.
pub(crate) fn key(number: u32) -> RequestKey {
    RequestKey::new(&format!("request-{number:08}")).unwrap()
}

/// The codes of an error: those of the fields, or that of the whole.
pub(crate) fn codes(error: &AppError) -> String {
    match error {
        AppError::Invalid(fields) => {
            let all = fields.iter().map(|one| format!("{}:{}", one.field, one.code));
            all.collect::<Vec<_>>().join(" ")
        }
        other => other.code().to_owned(),
    }
}
