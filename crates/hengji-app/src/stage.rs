//! A stage for tests: the application on a throw-away database, with a clock that stands still and repeatable
//! randomness.

pub(crate) mod district;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use hengji_domain::form::Form;
use hengji_domain::id::{UnitId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::{BudgetYear, Division, Timestamp};
use hengji_store::testing::{self, TestDatabase};

use crate::app::{App, AppConfig, Place};
use crate::common::RequestKey;
use crate::error::AppError;
use crate::ports::{
    Clock, NoRandomness, Ports, Randomness, RawTable, Table, TableWriter, WorkbookReader, WorkbookRefusal,
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

/// No workbook is read or written on this stage.
struct NoWorkbooks;

impl WorkbookReader for NoWorkbooks {
    fn read_forms(&self, _: &str, _: &[u8]) -> Result<Vec<Form>, WorkbookRefusal> {
        Ok(Vec::new())
    }

    fn read_table(&self, _: &str, _: &[u8]) -> Result<RawTable, WorkbookRefusal> {
        Ok(RawTable::default())
    }
}

impl TableWriter for NoWorkbooks {
    fn write_table(&self, table: &Table) -> Result<Vec<u8>, String> {
        Ok(format!("{} 行", table.rows.len()).into_bytes())
    }
}

/// The application on its database.
pub(crate) struct Stage {
    pub(crate) app: App,
    pub(crate) clock: Arc<StageClock>,
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
        let stage = Self {
            app: open(&database.place, None, Arc::clone(&clock)),
            clock,
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
        open(&self.database.place, Some(rules), Arc::clone(&self.clock))
    }

    /// An application on another database file, e.g. a copy.
    pub(crate) fn at(&self, place: &Place) -> App {
        open(place, None, Arc::clone(&self.clock))
    }
}

fn open(place: &Place, rules: Option<PathBuf>, clock: Arc<StageClock>) -> App {
    let config = AppConfig {
        place: place.clone(),
        options: testing::options(),
        rules,
    };
    let ports = Ports {
        clock,
        randomness: Arc::new(Numbers(AtomicU64::new(1))),
        workbook_reader: Arc::new(NoWorkbooks),
        table_writer: Arc::new(NoWorkbooks),
    };
    App::open(&config, ports).unwrap()
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
