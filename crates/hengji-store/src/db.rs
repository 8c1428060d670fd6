//! The connection: one enum over both engines, and the macro that compiles an expression once for each.

use diesel::connection::{AnsiTransactionManager, InstrumentationEvent};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use crate::statements;

/// A connection to either engine. Queries written against it run on both.
#[derive(diesel::MultiConnection)]
pub enum Db {
    /// PostgreSQL, or a database that speaks its protocol.
    Pg(PgConnection),
    /// The embedded engine.
    Sqlite(SqliteConnection),
}

/// The backend of [`Db`], for boxed queries and filters.
pub(crate) type Engine = <Db as Connection>::Backend;

/// Compiles one expression for each engine: what the enum cannot do (multi-row inserts) each arm can.
macro_rules! each {
    ($db:expr, $connection:ident => $body:expr) => {
        match $db {
            $crate::Db::Pg($connection) => $body,
            $crate::Db::Sqlite($connection) => $body,
        }
    };
}
pub(crate) use each;

/// Inserts rows in statements of as many rows as the engines' limits on bound values allow.
macro_rules! insert_chunked {
    ($db:expr, $table:expr, $rows:expr) => {{
        let mut inserted = 0;
        for chunk in $rows.chunks($crate::db::ROWS_PER_STATEMENT) {
            inserted += $crate::db::each!(&mut *$db, connection => diesel::insert_into($table)
                .values(chunk)
                .execute(connection))?;
        }
        Ok::<usize, $crate::StoreError>(inserted)
    }};
}
pub(crate) use insert_chunked;

/// SQLite allows 32,766 bound values in a statement, and no table has more than 32 columns.
pub(crate) const ROWS_PER_STATEMENT: usize = 1_000;

impl Db {
    /// Starts counting the statements of this connection for the thread that runs them.
    pub(crate) fn count_statements(&mut self) {
        each!(self, connection => connection.set_instrumentation(|event: InstrumentationEvent<'_>| {
            statements::observe(&event);
        }));
    }

    /// Opens a transaction that may write. SQLite takes the write lock at once, because a reader that later
    /// wants to write may find that it has lost the race and must give up.
    pub(crate) fn begin_write(&mut self) -> QueryResult<()> {
        match self {
            Self::Pg(connection) => AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN"),
            Self::Sqlite(connection) => {
                AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")
            }
        }
    }

    /// Opens a transaction that sees one state of the database throughout, so that a page cannot be torn.
    pub(crate) fn begin_read(&mut self) -> QueryResult<()> {
        match self {
            Self::Pg(connection) => AnsiTransactionManager::begin_transaction_sql(
                connection,
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            ),
            Self::Sqlite(connection) => AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN"),
        }
    }

    /// Makes the transaction durable.
    pub(crate) fn commit(&mut self) -> QueryResult<()> {
        use diesel::connection::TransactionManager;
        each!(self, connection => AnsiTransactionManager::commit_transaction(connection))
    }

    /// Undoes the transaction.
    pub(crate) fn roll_back(&mut self) -> QueryResult<()> {
        use diesel::connection::TransactionManager;
        each!(self, connection => AnsiTransactionManager::rollback_transaction(connection))
    }
}
