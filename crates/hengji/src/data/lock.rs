//! One server at a time on one database file.
//!
//! SQLite itself lets several processes in, but each would think that it is the only writer and keep its own
//! caches; and a restore must not pull the file away under a running server.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use hengji_app::app::Place;

use crate::exit::Failure;

/// The right to serve or replace a database file, given back when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _held: Option<File>,
}

impl Lock {
    /// Takes it. A PostgreSQL server keeps order among its clients itself.
    ///
    /// # Errors
    ///
    /// [`Failure::Refused`] `database-in-use` when another process has it.
    pub(crate) fn take(place: &Place) -> Result<Self, Failure> {
        let Place::Sqlite(path) = place else {
            return Ok(Self { _held: None });
        };
        if let Some(directory) = path.parent() {
            std::fs::create_dir_all(directory)?;
        }
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(beside(path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _held: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(Failure::Refused(format!(
                "数据库“{}”正由另一个 hengji 使用;请先停止它,或换一个数据目录。 [database-in-use]",
                path.display()
            ))),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".lock");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_on_the_same_file_is_refused_until_the_first_has_gone() {
        let directory = tempfile::tempdir().unwrap();
        let place = Place::Sqlite(directory.path().join("new/hengji.db"));
        let first = Lock::take(&place).unwrap();
        let refused = Lock::take(&place).unwrap_err();
        assert!(refused.message().ends_with("[database-in-use]"), "{refused:?}");
        assert_eq!(refused.code(), 1);
        drop(first);
        assert!(Lock::take(&place).is_ok());
    }
}
