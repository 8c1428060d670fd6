//! The data a command works on: where they are, how they are opened, who else has them.

mod clock;
mod lock;
mod press;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use hengji_app::app::{AppConfig, Place};
use hengji_app::{App, Clock, Ports, SystemClock, SystemRandomness};
use hengji_exchange::{ProcessReader, XlsxWriter};

use crate::exit::Failure;

pub(crate) use clock::{DemonstrationClock, StandingClock};
pub(crate) use lock::Lock;
pub(crate) use press::Press;

/// 数据库和规则 (where the data are).
#[derive(Debug, Args)]
pub(crate) struct Data {
    /// 数据库:文件路径或 postgres:// 地址,默认 hengji-data/hengji.db
    #[arg(
        long,
        value_name = "数据库",
        default_value = "hengji-data/hengji.db",
        hide_default_value = true,
        help_heading = "选项"
    )]
    pub(crate) database: String,
    /// 规则目录;不给则用程序内置的规则
    #[arg(long, value_name = "目录", help_heading = "选项")]
    pub(crate) rules: Option<PathBuf>,
}

impl Data {
    /// The place named.
    pub(crate) fn place(&self) -> Place {
        Place::read(&self.database)
    }

    /// Opens it, making it where it is missing.
    ///
    /// # Errors
    ///
    /// [`Failure`] with the words of the store.
    pub(crate) fn open(&self) -> Result<App, Failure> {
        open(self.place(), self.rules.clone(), ports(Arc::new(SystemClock))?)
    }

    /// The same, setting papers in the fonts of this directory before those of the system.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub(crate) fn open_with_fonts(&self, fonts_dir: Option<PathBuf>) -> Result<App, Failure> {
        let ports = Ports {
            documents: Arc::new(Press::new(fonts_dir)),
            ..ports(Arc::new(SystemClock))?
        };
        open(self.place(), self.rules.clone(), ports)
    }

    /// Opens what is there already: a command that only reads must not leave an empty database behind a
    /// mistyped path.
    ///
    /// # Errors
    ///
    /// [`Failure::Unusable`] where there is no file.
    pub(crate) fn open_existing(&self) -> Result<App, Failure> {
        if let Place::Sqlite(path) = self.place() {
            require_file(&path)?;
        }
        self.open()
    }
}

/// The world as the application sees it, with this clock.
///
/// # Errors
///
/// [`Failure::Fault`] when the operating system does not tell which program is running.
pub(crate) fn ports(clock: Arc<dyn Clock>) -> Result<Ports, Failure> {
    Ok(Ports {
        clock,
        randomness: Arc::new(SystemRandomness),
        workbook_reader: Arc::new(ProcessReader::this_program()?),
        table_writer: Arc::new(XlsxWriter),
        documents: Arc::new(Press::new(None)),
    })
}

/// Opens a place; directories on the way to a file are made.
///
/// # Errors
///
/// [`Failure`] with the words of the store.
pub(crate) fn open(place: Place, rules: Option<PathBuf>, ports: Ports) -> Result<App, Failure> {
    if let Place::Sqlite(path) = &place
        && let Some(directory) = path.parent()
    {
        std::fs::create_dir_all(directory)?;
    }
    let config = AppConfig {
        rules,
        ..AppConfig::at(place)
    };
    // What stops the opening is the machine, the file or the rules, never the wish of a person.
    App::open(&config, ports).map_err(|error| Failure::Fault(error.to_string()))
}

/// Refuses a path where no file is.
///
/// # Errors
///
/// [`Failure::Unusable`].
pub(crate) fn require_file(path: &Path) -> Result<(), Failure> {
    if path.is_file() {
        Ok(())
    } else {
        Err(Failure::unusable(format!(
            "没有文件“{}”;请核对路径。 [file-not-found]",
            path.display()
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(database: &str) -> Data {
        Data {
            database: database.to_owned(),
            rules: None,
        }
    }

    #[test]
    fn a_missing_file_is_made_by_those_who_may_and_refused_by_those_who_read() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("deep/hengji.db");
        let data = data(&path.to_string_lossy());
        let refused = data.open_existing().map(|_| ()).unwrap_err();
        assert_eq!((refused.code(), path.exists()), (2, false), "{refused:?}");
        data.open().map(|_| ()).unwrap();
        assert!(path.exists());
        data.open_existing().map(|_| ()).unwrap();
    }

    #[test]
    fn what_is_no_database_is_a_fault_not_a_refusal() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("notes.db");
        std::fs::write(&path, "this is a text and by no means a database file").unwrap();
        let failure = data(&path.to_string_lossy()).open().map(|_| ()).unwrap_err();
        assert_eq!(failure.code(), 70, "{failure:?}");
        assert!(failure.message().ends_with(']'), "{failure:?}");
    }

    #[test]
    fn rules_that_cannot_be_read_stop_the_opening() {
        let directory = tempfile::tempdir().unwrap();
        let data = Data {
            rules: Some(directory.path().join("no-rules")),
            ..data(&directory.path().join("hengji.db").to_string_lossy())
        };
        assert!(data.open().is_err());
    }

    #[test]
    fn a_postgres_address_is_no_file() {
        assert_eq!(data("postgres://db/hengji").place().engine(), "postgres");
        assert_eq!(data("hengji.db").place().engine(), "sqlite");
    }
}
