//! Connections: on SQLite one writer and some readers, on PostgreSQL one pool for both.
//!
//! Several writers on SQLite starve each other (measured: 936 ms at the 99th percentile with eight), so
//! writers queue up for one connection.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use diesel::connection::{Connection, SimpleConnection};
use diesel::pg::PgConnection;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::sqlite::SqliteConnection;

use super::place::Place;
use super::{Options, StoreFailure, settings};
use crate::error::StoreError;
use crate::{Db, statements};

/// A request that waits longer is better told to come again than left to pile up with others.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(5);

/// The connections of one database.
pub(super) enum Pools {
    Sqlite {
        writer: Mutex<Option<Db>>,
        opener: Opener,
        readers: Pool<Opener>,
    },
    Postgres(Pool<Opener>),
}

/// Opens connections of one kind.
#[derive(Clone)]
pub(super) struct Opener {
    kind: Kind,
    options: Options,
}

#[derive(Clone)]
enum Kind {
    SqliteWriter(PathBuf),
    SqliteReader(PathBuf),
    Postgres(String),
}

impl Pools {
    pub(super) fn open(place: &Place, options: Options) -> Result<Self, StoreError> {
        let opener = |kind| Opener { kind, options };
        match place {
            Place::Sqlite(path) => {
                create_private(path)?;
                let writing = opener(Kind::SqliteWriter(path.clone()));
                // The first connection makes the file a WAL database, which readers cannot do.
                let writer = Mutex::new(Some(writing.open()?));
                let readers = pool(opener(Kind::SqliteReader(path.clone())), place)?;
                Ok(Self::Sqlite {
                    writer,
                    opener: writing,
                    readers,
                })
            }
            Place::Postgres(address) => {
                let opener = opener(Kind::Postgres(address.clone()));
                // One connection by hand tells why it fails; a pool only says that it timed out.
                opener.open()?;
                Ok(Self::Postgres(pool(opener, place)?))
            }
        }
    }

    pub(super) fn with_reader<T, E: StoreFailure>(
        &self,
        f: impl FnOnce(&mut Db) -> Result<T, E>,
    ) -> Result<T, E> {
        match self {
            Self::Sqlite { readers: pool, .. } | Self::Postgres(pool) => f(&mut *lease(pool)?),
        }
    }

    pub(super) fn with_writer<T, E: StoreFailure>(
        &self,
        f: impl FnOnce(&mut Db) -> Result<T, E>,
    ) -> Result<T, E> {
        match self {
            Self::Postgres(pool) => f(&mut *lease(pool)?),
            Self::Sqlite { writer, opener, .. } => {
                // The connection leaves its place while it is used: if the closure panics it is closed, which
                // undoes its transaction, and the next writer opens another.
                let mut place = writer.lock().unwrap_or_else(PoisonError::into_inner);
                let mut db = place.take().map_or_else(|| opener.open(), Ok)?;
                let outcome = f(&mut db);
                if !db.is_broken() {
                    *place = Some(db);
                }
                outcome
            }
        }
    }
}

/// Creates the file readable by its owner only, because it holds everything.
fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map(|_| ())
        .map_err(|error| unavailable(&Place::Sqlite(path.to_owned()), error))
}

fn pool(opener: Opener, place: &Place) -> Result<Pool<Opener>, StoreError> {
    let is_remote = matches!(opener.kind, Kind::Postgres(_));
    Pool::builder()
        .max_size(opener.options.connections)
        .min_idle(Some(1))
        .test_on_check_out(is_remote)
        .connection_timeout(WAIT_FOR_CONNECTION)
        .build(opener)
        .map_err(|error| unavailable(place, error))
}

fn lease(pool: &Pool<Opener>) -> Result<PooledConnection<Opener>, StoreError> {
    pool.get().map_err(|_| StoreError::Unreachable)
}

fn unavailable(place: &Place, error: impl ToString) -> StoreError {
    StoreError::Unavailable {
        place: place.to_string(),
        detail: error.to_string(),
    }
}

impl Opener {
    fn open(&self) -> Result<Db, StoreError> {
        let mut db = match &self.kind {
            Kind::SqliteWriter(path) => Db::Sqlite(self.open_sqlite(path)?),
            Kind::SqliteReader(path) => {
                let mut connection = self.open_sqlite(path)?;
                settings::make_read_only(&mut connection)?;
                Db::Sqlite(connection)
            }
            Kind::Postgres(address) => {
                let mut connection = PgConnection::establish(address)
                    .map_err(|error| unavailable(&Place::Postgres(address.clone()), error))?;
                settings::prepare_postgres(&mut connection, self.options)?;
                Db::Pg(connection)
            }
        };
        db.count_statements();
        Ok(db)
    }

    fn open_sqlite(&self, path: &Path) -> Result<SqliteConnection, StoreError> {
        let place = Place::Sqlite(path.to_owned());
        let text = path
            .to_str()
            .ok_or_else(|| unavailable(&place, "路径不是 UTF-8"))?;
        let mut connection = SqliteConnection::establish(text).map_err(|error| unavailable(&place, error))?;
        settings::prepare_sqlite(&mut connection, self.options)?;
        Ok(connection)
    }
}

impl ManageConnection for Opener {
    type Connection = Db;
    type Error = StoreError;

    fn connect(&self) -> Result<Db, StoreError> {
        self.open()
    }

    fn is_valid(&self, db: &mut Db) -> Result<(), StoreError> {
        statements::uncounted(|| Ok(db.batch_execute("SELECT 1")?))
    }

    fn has_broken(&self, db: &mut Db) -> bool {
        std::thread::panicking() || db.is_broken()
    }
}
