//! Pages of long lists, and counts that do not read the whole of them.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;

use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;

/// Which rows of a list to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Rows to pass over.
    pub offset: u32,
    /// Rows to show at most.
    pub limit: u32,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Smallest first.
    #[default]
    Ascending,
    /// Greatest first.
    Descending,
}

/// How many rows a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exactly(u64),
    /// More than so many: nobody turns that many pages, so the rest was not counted.
    MoreThan(u64),
}

/// Counting stops here, so that a list of a province costs no more than one of a district.
const COUNTED_AT_MOST: i64 = 10_000;

/// `SELECT COUNT(*)` over the rows of a query that is limited to one more than is counted.
struct CountOf<Q>(Q);

impl<Q: QueryId> QueryId for CountOf<Q> {
    type QueryId = ();
    // A filtered list has as many shapes as there are sets of filters.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> Query for CountOf<Q> {
    type SqlType = BigInt;
}

impl<Q> RunQueryDsl<Db> for CountOf<Q> {}

impl<Q: QueryFragment<Engine>> QueryFragment<Engine> for CountOf<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Engine>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS counted");
        Ok(())
    }
}

/// Counts the rows of a query, which must be ordered by a unique key like every limited one.
pub(crate) fn count<Q>(db: &mut Db, query: Q) -> Result<Count, StoreError>
where
    Q: diesel::query_dsl::methods::LimitDsl,
    Q::Output: QueryFragment<Engine> + QueryId,
{
    let counted: i64 = CountOf(query.limit(COUNTED_AT_MOST + 1)).get_result(db)?;
    let unsigned = u64::try_from(counted.min(COUNTED_AT_MOST)).unwrap_or(0);
    Ok(if counted <= COUNTED_AT_MOST {
        Count::Exactly(unsigned)
    } else {
        Count::MoreThan(unsigned)
    })
}
