//! 压减、核减台账 (register of budget cuts): each cut from its finding to its vouchers.

mod list;
mod sums;
mod vouchers;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::cut::CutState;
use hengji_domain::id::{CutId, MonitoringFindingId, ProjectId, UserId};
use hengji_domain::{BudgetYear, Division, Money, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::budget_cuts;
use crate::text::{Row, loaded, stored, year_column};

pub use list::{CutFilter, CutListing, CutSort, count, find_listing, list};
pub use sums::{BookSum, CutSum, decided_by_book, sums};
pub use vouchers::{CutVoucher, insert_voucher, insert_vouchers, taken, taken_by_cut, vouchers};

/// A hand put to a cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutHand {
    /// Who.
    pub user: UserId,
    /// The name at the time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// How a proposal ended: decided, rejected or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutDecision {
    /// What is cut; none where nothing is.
    pub amount: Option<Money>,
    /// Why.
    pub words: String,
    /// By whom, and when.
    pub hand: CutHand,
}

/// 压减、核减 (budget cut).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetCut {
    /// Identity.
    pub id: CutId,
    /// Budget year.
    pub year: BudgetYear,
    /// Code of the book.
    pub book: String,
    /// Number in the book of the year, from 1 without gaps.
    pub serial: i32,
    /// The project whose budget is cut.
    pub project: ProjectId,
    /// The finding of monitoring it follows from; none where it was proposed in the register itself.
    pub source: Option<MonitoringFindingId>,
    /// Code of the ground.
    pub ground: String,
    /// What was found, in words.
    pub finding: String,
    /// What was proposed.
    pub proposed: Money,
    /// By whom, and when.
    pub proposer: CutHand,
    /// Where it stands.
    pub state: CutState,
    /// How the proposal ended; none while it waits.
    pub decision: Option<CutDecision>,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = budget_cuts, treat_none_as_default_value = false)]
pub(crate) struct CutRow {
    division: String,
    cut_id: String,
    budget_year: i32,
    book: String,
    serial: i32,
    project_id: String,
    finding_id: Option<String>,
    ground: String,
    finding: String,
    proposed_fen: i64,
    proposed_by: String,
    proposed_by_name: String,
    proposed_at: i64,
    state: String,
    decided_fen: Option<i64>,
    decision: Option<String>,
    decided_by: Option<String>,
    decided_by_name: Option<String>,
    decided_at: Option<i64>,
    decided_month: Option<String>,
    version: i32,
}

impl CutRow {
    fn new(division: Division, cut: &BudgetCut) -> Self {
        let decision = cut.decision.as_ref();
        Self {
            division: division.to_string(),
            cut_id: cut.id.to_string(),
            budget_year: year_column(cut.year),
            book: cut.book.clone(),
            serial: cut.serial,
            project_id: cut.project.to_string(),
            finding_id: cut.source.map(|id| id.to_string()),
            ground: cut.ground.clone(),
            finding: cut.finding.clone(),
            proposed_fen: cut.proposed.fen(),
            proposed_by: cut.proposer.user.to_string(),
            proposed_by_name: cut.proposer.name.clone(),
            proposed_at: cut.proposer.at.micros(),
            state: cut.state.code().to_owned(),
            decided_fen: decision.and_then(|one| one.amount).map(Money::fen),
            decision: decision.and_then(|one| stored(&one.words)),
            decided_by: decision.map(|one| one.hand.user.to_string()),
            decided_by_name: decision.map(|one| one.hand.name.clone()),
            decided_at: decision.map(|one| one.hand.at.micros()),
            decided_month: decided_month(cut),
            version: cut.version,
        }
    }

    /// How the proposal ended.
    fn decision(&self, row: Row<'_>) -> Result<Option<CutDecision>, StoreError> {
        let (Some(by), Some(name), Some(at)) = (&self.decided_by, &self.decided_by_name, self.decided_at)
        else {
            return Ok(None);
        };
        Ok(Some(CutDecision {
            amount: self.decided_fen.map(Money::from_fen),
            words: loaded(self.decision.clone()),
            hand: CutHand {
                user: row.parse("decided_by", by)?,
                name: name.clone(),
                at: Timestamp::from_micros(at),
            },
        }))
    }
}

/// The month in Shanghai of a decision to cut, as the sums by month ask for it: `2020-09`.
fn decided_month(cut: &BudgetCut) -> Option<String> {
    let decision = cut.decision.as_ref()?;
    decision.amount?;
    let day = decision.hand.at.shanghai_date().to_string();
    day.get(..7).map(str::to_owned)
}

impl TryFrom<CutRow> for BudgetCut {
    type Error = StoreError;

    fn try_from(stored: CutRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "budget_cuts",
            key: &stored.cut_id,
        };
        Ok(Self {
            id: row.parse("cut_id", &stored.cut_id)?,
            year: row.year(stored.budget_year)?,
            project: row.parse("project_id", &stored.project_id)?,
            source: row.parse_opt("finding_id", stored.finding_id.as_deref())?,
            proposer: CutHand {
                user: row.parse("proposed_by", &stored.proposed_by)?,
                name: stored.proposed_by_name.clone(),
                at: Timestamp::from_micros(stored.proposed_at),
            },
            state: row.code("state", &stored.state, CutState::from_code)?,
            decision: stored.decision(row)?,
            serial: stored.serial,
            proposed: Money::from_fen(stored.proposed_fen),
            version: stored.version,
            book: stored.book,
            ground: stored.ground,
            finding: stored.finding,
        })
    }
}

/// Writes cuts down; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a number of a book is taken; [`StoreError::Reference`] for an unknown project.
pub fn insert_many(db: &mut Db, division: Division, all: &[BudgetCut]) -> Result<usize, StoreError> {
    let rows: Vec<CutRow> = all.iter().map(|cut| CutRow::new(division, cut)).collect();
    insert_chunked!(db, budget_cuts::table, rows)
}

/// Writes down how a proposal ended; the cut's new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since `cut` was read.
pub fn conclude(db: &mut Db, division: Division, cut: &BudgetCut) -> Result<i32, StoreError> {
    let next = cut.version.saturating_add(1);
    let row = CutRow::new(division, cut);
    let updated = diesel::update(
        budget_cuts::table
            .find((division.as_str(), cut.id.to_string()))
            .filter(budget_cuts::version.eq(cut.version)),
    )
    .set((
        budget_cuts::state.eq(row.state),
        budget_cuts::decided_fen.eq(row.decided_fen),
        budget_cuts::decision.eq(row.decision),
        budget_cuts::decided_by.eq(row.decided_by),
        budget_cuts::decided_by_name.eq(row.decided_by_name),
        budget_cuts::decided_at.eq(row.decided_at),
        budget_cuts::decided_month.eq(row.decided_month),
        budget_cuts::version.eq(next),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "budget_cuts",
            key: cut.id.to_string(),
        });
    }
    Ok(next)
}

/// What the cuts of a project lay claim to, but for one of them: proposals in full, decisions as decided.
///
/// # Errors
///
/// [`StoreError`] of the engine; a sum beyond 64 bits is refused by both engines, never wrapped.
pub fn claimed(
    db: &mut Db,
    division: Division,
    project: ProjectId,
    but: Option<CutId>,
) -> Result<Money, StoreError> {
    let held: Vec<&str> = CutState::ALL
        .into_iter()
        .filter(|state| state.holds_money())
        .map(CutState::code)
        .collect();
    let mut query = budget_cuts::table
        .filter(budget_cuts::division.eq(division.to_string()))
        .filter(budget_cuts::project_id.eq(project.to_string()))
        .filter(budget_cuts::state.eq_any(held))
        .into_boxed::<crate::db::Engine>();
    if let Some(but) = but {
        query = query.filter(budget_cuts::cut_id.ne(but.to_string()));
    }
    let fen: i64 = query
        .select(sql::<BigInt>(
            "COALESCE(CAST(SUM(COALESCE(decided_fen, proposed_fen)) AS BIGINT), 0)",
        ))
        .get_result(db)?;
    Ok(Money::from_fen(fen))
}

/// The cuts of a project, by book and number.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_project(db: &mut Db, division: Division, project: ProjectId) -> Result<Vec<BudgetCut>, StoreError> {
    budget_cuts::table
        .filter(budget_cuts::division.eq(division.as_str()))
        .filter(budget_cuts::project_id.eq(project.to_string()))
        .order((budget_cuts::book, budget_cuts::serial))
        .select(CutRow::as_select())
        .load(db)?
        .into_iter()
        .map(BudgetCut::try_from)
        .collect()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::sample;
