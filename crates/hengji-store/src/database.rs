//! The database as the application holds it: opened, checked, migrated; reads and writes as closures.

pub(crate) mod place;
mod pools;
mod settings;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use diesel::connection::SimpleConnection;

use crate::error::StoreError;
use crate::foreign_keys::ForeignKeys;
use crate::{Db, backup, migrate};

pub use place::Place;
use pools::Pools;

/// Whether acknowledged data must survive a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Settings that could lose acknowledged data are refused at start-up.
    #[default]
    Required,
    /// Only for tests: the machine's crash is no concern of theirs, their speed is.
    WaivedForTests,
}

/// Whether a second server must have the data before they are acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standby {
    /// One server.
    #[default]
    NotRequired,
    /// The province profile: PostgreSQL must name synchronous standbys.
    Required,
}

/// How to open a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Durability of acknowledged data.
    pub durability: Durability,
    /// A synchronous standby.
    pub standby: Standby,
    /// References watched by the engine.
    pub foreign_keys: ForeignKeys,
    /// Connections kept for reading (SQLite) or for everything (PostgreSQL), at most.
    pub connections: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            durability: Durability::default(),
            standby: Standby::default(),
            foreign_keys: ForeignKeys::default(),
            connections: 8,
        }
    }
}

/// An error that may have come from the store, so that a transaction knows whether to try once more.
pub trait StoreFailure: From<StoreError> {
    /// The store's error inside, if that is what it is.
    fn store_error(&self) -> Option<&StoreError>;
}

impl StoreFailure for StoreError {
    fn store_error(&self) -> Option<&StoreError> {
        Some(self)
    }
}

/// A database, shared by cloning.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
}

struct Inner {
    pools: Pools,
    is_halted: AtomicBool,
}

impl Database {
    /// Opens the database, asserts its durability settings and migrates it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`], [`StoreError::NotDurable`], [`StoreError::SchemaNewer`],
    /// [`StoreError::MigrationChanged`], [`StoreError::Backup`].
    pub fn open(place: &Place, options: Options) -> Result<Self, StoreError> {
        let pools = Pools::open(place, options)?;
        let file = match place {
            Place::Sqlite(path) => Some(path.as_path()),
            Place::Postgres(_) => None,
        };
        pools.with_writer(|db| migrate::run(db, options.foreign_keys, file))?;
        Ok(Self {
            inner: Arc::new(Inner {
                pools,
                is_halted: AtomicBool::new(false),
            }),
        })
    }

    /// Reads one consistent state: everything the closure sees belongs to the same moment.
    ///
    /// # Errors
    ///
    /// What the closure returns, or a store error.
    pub fn read<T, E: StoreFailure>(&self, f: impl FnOnce(&mut Db) -> Result<T, E>) -> Result<T, E> {
        self.inner.pools.with_reader(|db| {
            db.begin_read().map_err(StoreError::from)?;
            finish(db, f)
        })
    }

    /// Runs the closure in one transaction: all of it is stored, or nothing.
    ///
    /// When another writer was faster the closure is run once more, so it must not keep what it learnt.
    ///
    /// # Errors
    ///
    /// What the closure returns, or a store error; nothing is stored then.
    pub fn write<T, E: StoreFailure>(&self, mut f: impl FnMut(&mut Db) -> Result<T, E>) -> Result<T, E> {
        let first = self.write_once(&mut f);
        match &first {
            Err(error) if error.store_error().is_some_and(StoreError::is_worth_retrying) => {
                self.write_once(&mut f)
            }
            _ => first,
        }
    }

    /// Whether the disk has failed, so that nothing more is written until the service is started again.
    pub fn is_halted(&self) -> bool {
        self.inner.is_halted.load(Ordering::Acquire)
    }

    /// Writes a consistent copy of a SQLite database to a file that does not exist yet.
    ///
    /// # Errors
    ///
    /// [`StoreError::Backup`] when the file exists, cannot be written, or the engine is PostgreSQL.
    pub fn back_up_to(&self, target: &Path) -> Result<(), StoreError> {
        self.inner.pools.with_writer(|db| backup::copy(db, target))
    }

    /// Tells the engine how many rows its tables have. Call it after bringing in many: without it the engine
    /// guesses, and pages that sort take several times as long.
    ///
    /// # Errors
    ///
    /// [`StoreError`] of the engine.
    pub fn gather_statistics(&self) -> Result<(), StoreError> {
        self.write(|db| Ok(db.batch_execute("ANALYZE")?))
    }

    fn write_once<T, E: StoreFailure>(&self, f: &mut impl FnMut(&mut Db) -> Result<T, E>) -> Result<T, E> {
        if self.is_halted() {
            return Err(E::from(StoreError::Halted {
                detail: "此前写入失败".to_owned(),
            }));
        }
        let outcome = self.inner.pools.with_writer(|db| {
            db.begin_write().map_err(StoreError::from)?;
            finish(db, f)
        });
        if let Err(error) = &outcome
            && matches!(error.store_error(), Some(StoreError::Halted { .. }))
        {
            // After a failed flush the system may forget what it could not write, so trying again would lie.
            self.inner.is_halted.store(true, Ordering::Release);
        }
        outcome
    }
}

/// Ends the transaction in which the closure ran.
fn finish<T, E: StoreFailure>(db: &mut Db, f: impl FnOnce(&mut Db) -> Result<T, E>) -> Result<T, E> {
    let outcome = f(db).and_then(|value| {
        db.commit().map_err(StoreError::from)?;
        Ok(value)
    });
    if outcome.is_err() {
        // The closure's error matters more; the pool drops a connection that is still inside a transaction.
        let _ = db.roll_back();
    }
    outcome
}

#[cfg(test)]
mod tests;
