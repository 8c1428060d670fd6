//! Copies of a SQLite database, taken while it is in use.
//!
//! PostgreSQL has its own tools for this, which also keep the log needed to restore to a minute.

use std::fs::File;
use std::path::{Path, PathBuf};

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::Db;
use crate::error::StoreError;

/// Writes a compact copy of the database to `target`, which must not exist yet.
///
/// The copy is one consistent state, flushed to the disk before this returns.
pub(crate) fn copy(db: &mut Db, target: &Path) -> Result<(), StoreError> {
    let failed = |detail: String| StoreError::Backup {
        path: target.display().to_string(),
        detail,
    };
    if target.exists() {
        return Err(failed("文件已存在".to_owned()));
    }
    let Db::Sqlite(connection) = db else {
        return Err(failed("PostgreSQL 请用 pg_basebackup 备份".to_owned()));
    };
    let text = target
        .to_str()
        .ok_or_else(|| failed("路径不是 UTF-8".to_owned()))?;
    diesel::sql_query("VACUUM INTO $1")
        .bind::<Text, _>(text)
        .execute(connection)
        .map_err(|error| failed(error.to_string()))?;
    File::open(target)
        .and_then(|file| file.sync_all())
        .map_err(|error| failed(error.to_string()))
}

/// Keeps a copy of the file before the first of the missing migrations changes it.
///
/// A copy that an earlier, interrupted attempt has left is written anew, because it may be incomplete.
pub(crate) fn before_migration(db: &mut Db, file: &Path, version: &str) -> Result<PathBuf, StoreError> {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".before-{version}"));
    let target = PathBuf::from(name);
    if target.exists() {
        std::fs::remove_file(&target).map_err(|error| StoreError::Backup {
            path: target.display().to_string(),
            detail: error.to_string(),
        })?;
    }
    copy(db, &target)?;
    Ok(target)
}
