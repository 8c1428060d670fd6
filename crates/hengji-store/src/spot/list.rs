//! The list of a round with its sample: filtered, sorted, paged and added up by the database.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_authz::Scope;
use hengji_domain::id::{SpotRoundId, UnitId};
use hengji_domain::{Division, Money};

use super::SpotEligible;
use super::eligible::EligibleRow;
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Direction, Page};
use crate::schema::{projects, spot_drawn, spot_eligible, units};
use crate::scope::within;
use crate::text::{Row, contains_pattern, lower};

/// Which projects of a round to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotFilter {
    /// The round.
    pub round: SpotRoundId,
    /// What the reader may see.
    pub scope: Scope,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Only what was drawn, or only what was not.
    pub is_drawn: Option<bool>,
    /// Only what was taken off the list.
    pub is_off: bool,
    /// Words in the name or the code of the project.
    pub words: Option<String>,
}

/// By what the list is sorted; equal rows follow by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SpotSort {
    /// 项目代码.
    #[default]
    Code,
    /// Place in the order of the draw; what was not drawn comes last.
    Position,
    /// Money.
    Amount,
    /// 自评分.
    Score,
}

/// A project of the list with the names around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotListing {
    /// As it was frozen.
    pub eligible: SpotEligible,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// Place in the order of the draw, from 1; none for what was not drawn.
    pub position: Option<i32>,
    /// Its ticket; none for what was not drawn.
    pub ticket: Option<String>,
}

/// What a department has on the list and in the sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotTally {
    /// 主管部门.
    pub department: UnitId,
    /// Its name when the list was frozen.
    pub name: String,
    /// Projects on the list, without what was taken off.
    pub eligible: u64,
    /// How many of them were drawn.
    pub drawn: u64,
    /// Money of the projects on the list.
    pub amount: Money,
    /// Money of what was drawn.
    pub drawn_amount: Money,
    /// Projects that were taken off before the announcement.
    pub off: u64,
}

/// The list joined to its projects and, where there is one, to the sample.
macro_rules! listed {
    () => {
        spot_eligible::table
            .inner_join(
                projects::table.on(projects::division
                    .eq(spot_eligible::division)
                    .and(projects::project_id.eq(spot_eligible::project_id))),
            )
            .inner_join(
                units::table.on(units::division
                    .eq(projects::division)
                    .and(units::unit_id.eq(projects::unit_id))),
            )
            .left_join(
                spot_drawn::table.on(spot_drawn::division
                    .eq(spot_eligible::division)
                    .and(spot_drawn::round_id.eq(spot_eligible::round_id))
                    .and(spot_drawn::project_id.eq(spot_eligible::project_id))),
            )
    };
}

/// Narrows a boxed query over the list.
macro_rules! narrowed {
    ($query:expr, $division:expr, $filter:expr) => {{
        let (division, filter): (Division, &SpotFilter) = ($division, $filter);
        // Every project of the list has a finalised self-evaluation, so an oversight reader may see each of them.
        let mut query = within!(
            $query,
            division,
            &filter.scope,
            spot_eligible::round_id.eq(filter.round.to_string())
        );
        query = query
            .filter(spot_eligible::division.eq(division.to_string()))
            .filter(spot_eligible::round_id.eq(filter.round.to_string()));
        if let Some(department) = filter.department {
            query = query.filter(spot_eligible::department_id.eq(department.to_string()));
        }
        match filter.is_drawn {
            Some(true) => query = query.filter(spot_drawn::position.is_not_null()),
            Some(false) => query = query.filter(spot_drawn::position.is_null()),
            None => {}
        }
        if filter.is_off {
            query = query.filter(spot_eligible::off_at.is_not_null());
        }
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(projects::name)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(spot_eligible::code).like(pattern).escape('\\')),
            );
        }
        query
    }};
}

type Columns = (EligibleRow, (String, String), Option<(i32, String)>);

/// One page of the list, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    division: Division,
    filter: &SpotFilter,
    sort: SpotSort,
    direction: Direction,
    page: Page,
) -> Result<Vec<SpotListing>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = listed!()
        .select((
            EligibleRow::as_select(),
            (projects::name, units::name),
            (spot_drawn::position, spot_drawn::ticket).nullable(),
        ))
        .into_boxed::<Engine>();
    let query = narrowed!(query, division, filter);
    let code = spot_eligible::code;
    let (amount, score) = (spot_eligible::amount_fen, spot_eligible::self_score_centi);
    let place = spot_drawn::position.nullable();
    // Engines disagree on where nothing sorts, so what has no value stands last in both directions.
    let query = match (sort, direction) {
        (SpotSort::Code, Direction::Ascending) => query.order(code.asc()),
        (SpotSort::Code, Direction::Descending) => query.order(code.desc()),
        (SpotSort::Amount, Direction::Ascending) => query.order((amount.asc(), code.asc())),
        (SpotSort::Amount, Direction::Descending) => query.order((amount.desc(), code.asc())),
        (SpotSort::Score, Direction::Ascending) => query.order((score.is_null(), score.asc(), code.asc())),
        (SpotSort::Score, Direction::Descending) => query.order((score.is_null(), score.desc(), code.asc())),
        (SpotSort::Position, Direction::Ascending) => query.order((place.is_null(), place.asc(), code.asc())),
        (SpotSort::Position, Direction::Descending) => {
            query.order((place.is_null(), place.desc(), code.asc()))
        }
    };
    query
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load::<Columns>(db)?
        .into_iter()
        .map(|(row, (project_name, unit_name), drawn)| {
            let (position, ticket) = drawn.unzip();
            Ok(SpotListing {
                eligible: SpotEligible::try_from(row)?,
                project_name,
                unit_name,
                position,
                ticket,
            })
        })
        .collect()
}

/// How many projects the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, division: Division, filter: &SpotFilter) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    let query = listed!().select(spot_eligible::project_id).into_boxed::<Engine>();
    let query = narrowed!(query, division, filter).order(spot_eligible::code);
    page::count(db, query)
}

type TallyColumns = (String, String, (i64, i64, i64, i64, i64));

/// What each department has on the list and in the sample, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine; a sum beyond 64 bits is refused by both engines, never wrapped.
pub fn tallies(db: &mut Db, division: Division, round: SpotRoundId) -> Result<Vec<SpotTally>, StoreError> {
    let rows: Vec<TallyColumns> = spot_eligible::table
        .left_join(
            spot_drawn::table.on(spot_drawn::division
                .eq(spot_eligible::division)
                .and(spot_drawn::round_id.eq(spot_eligible::round_id))
                .and(spot_drawn::project_id.eq(spot_eligible::project_id))),
        )
        .filter(spot_eligible::division.eq(division.to_string()))
        .filter(spot_eligible::round_id.eq(round.to_string()))
        .group_by((spot_eligible::department_id, spot_eligible::department_name))
        .order((spot_eligible::department_name, spot_eligible::department_id))
        .select((
            spot_eligible::department_id,
            spot_eligible::department_name,
            (
                sql::<BigInt>("CAST(SUM(CASE WHEN spot_eligible.off_at IS NULL THEN 1 ELSE 0 END) AS BIGINT)"),
                sql::<BigInt>("COUNT(spot_drawn.position)"),
                sql::<BigInt>(
                    "CAST(SUM(CASE WHEN spot_eligible.off_at IS NULL THEN spot_eligible.amount_fen ELSE 0 END) AS BIGINT)",
                ),
                sql::<BigInt>(
                    "CAST(SUM(CASE WHEN spot_drawn.position IS NULL THEN 0 ELSE spot_eligible.amount_fen END) AS BIGINT)",
                ),
                sql::<BigInt>("COUNT(spot_eligible.off_at)"),
            ),
        ))
        .load(db)?;
    rows.into_iter().map(tally).collect()
}

fn tally(columns: TallyColumns) -> Result<SpotTally, StoreError> {
    let (department, name, (eligible, drawn, amount, drawn_amount, off)) = columns;
    let row = Row {
        table: "spot_eligible",
        key: &department,
    };
    Ok(SpotTally {
        department: row.parse("department_id", &department)?,
        eligible: row.number("eligible", eligible)?,
        drawn: row.number("drawn", drawn)?,
        amount: Money::from_fen(amount),
        drawn_amount: Money::from_fen(drawn_amount),
        off: row.number("off", off)?,
        name,
    })
}
