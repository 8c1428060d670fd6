//! 指标库变更申请 (proposals): what is to be entered, changed, merged or taken out, and what became of it.

use diesel::prelude::*;
use hengji_domain::id::{ImportId, IndicatorId, ProposalId, UnitId, UserId};
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::db::{Engine, insert_chunked};
use crate::error::StoreError;
use crate::page::{self, Count, Page};
use crate::schema::library_proposals;
use crate::text::{Row, contains_pattern, loaded, lower, stored, year_column};

/// What is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalKind {
    /// 新增入库.
    Enter,
    /// 修改.
    Change,
    /// 并入另一指标.
    Merge,
    /// 退出.
    Exit,
}

impl ProposalKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Enter, Self::Change, Self::Merge, Self::Exit];

    /// The stable identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::Change => "change",
            Self::Merge => "merge",
            Self::Exit => "exit",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enter => "新增入库",
            Self::Change => "修改",
            Self::Merge => "合并",
            Self::Exit => "退出",
        }
    }
}

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalState {
    /// 待审核.
    Pending,
    /// 已通过.
    Approved,
    /// 未通过.
    Refused,
}

impl ProposalState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Approved, Self::Refused];

    /// The stable identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "待审核",
            Self::Approved => "已通过",
            Self::Refused => "未通过",
        }
    }
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Identity.
    pub id: ProposalId,
    /// The file that brought it, with others.
    pub batch: Option<ImportId>,
    /// What is proposed.
    pub kind: ProposalKind,
    /// Where it stands.
    pub state: ProposalState,
    /// The indicator concerned; none for a new one that is not in the library yet.
    pub indicator: Option<IndicatorId>,
    /// Version of that indicator when the proposal was made.
    pub base_version: Option<i32>,
    /// The indicator that takes its place in a merge.
    pub successor: Option<IndicatorId>,
    /// First budget year of the change.
    pub year: BudgetYear,
    /// 三级指标, for lists.
    pub name: String,
    /// The indicator as proposed, JSON of the application; blank where nothing of it changes.
    pub content: String,
    /// Why.
    pub reason: String,
    /// The body that proposes.
    pub unit: UnitId,
    /// Who proposes.
    pub proposed_by: UserId,
    /// The name at that time.
    pub proposer_name: String,
    /// When.
    pub proposed_at: Timestamp,
    /// Who decided.
    pub decided_by: Option<UserId>,
    /// The name at that time.
    pub decider_name: String,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// What was said about it.
    pub opinion: String,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = library_proposals, treat_none_as_default_value = false)]
struct ProposalRow {
    division: String,
    proposal_id: String,
    batch_id: Option<String>,
    kind: String,
    state: String,
    indicator_id: Option<String>,
    base_version: Option<i32>,
    successor_id: Option<String>,
    budget_year: i32,
    name: String,
    content: Option<String>,
    reason: String,
    unit_id: String,
    proposed_by: String,
    proposer_name: String,
    proposed_at: i64,
    decided_by: Option<String>,
    decider_name: Option<String>,
    decided_at: Option<i64>,
    opinion: Option<String>,
    version: i32,
}

impl ProposalRow {
    fn new(division: Division, one: &Proposal) -> Self {
        Self {
            division: division.to_string(),
            proposal_id: one.id.to_string(),
            batch_id: one.batch.map(|id| id.to_string()),
            kind: one.kind.code().to_owned(),
            state: one.state.code().to_owned(),
            indicator_id: one.indicator.map(|id| id.to_string()),
            base_version: one.base_version,
            successor_id: one.successor.map(|id| id.to_string()),
            budget_year: year_column(one.year),
            name: one.name.clone(),
            content: stored(&one.content),
            reason: one.reason.clone(),
            unit_id: one.unit.to_string(),
            proposed_by: one.proposed_by.to_string(),
            proposer_name: one.proposer_name.clone(),
            proposed_at: one.proposed_at.micros(),
            decided_by: one.decided_by.map(|id| id.to_string()),
            decider_name: stored(&one.decider_name),
            decided_at: one.decided_at.map(Timestamp::micros),
            opinion: stored(&one.opinion),
            version: one.version,
        }
    }
}

impl TryFrom<ProposalRow> for Proposal {
    type Error = StoreError;

    fn try_from(read: ProposalRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "library_proposals",
            key: &read.proposal_id,
        };
        Ok(Self {
            id: row.parse("proposal_id", &read.proposal_id)?,
            batch: row.parse_opt("batch_id", read.batch_id.as_deref())?,
            kind: row.code("kind", &read.kind, ProposalKind::from_code)?,
            state: row.code("state", &read.state, ProposalState::from_code)?,
            indicator: row.parse_opt("indicator_id", read.indicator_id.as_deref())?,
            base_version: read.base_version,
            successor: row.parse_opt("successor_id", read.successor_id.as_deref())?,
            year: row.year(read.budget_year)?,
            unit: row.parse("unit_id", &read.unit_id)?,
            proposed_by: row.parse("proposed_by", &read.proposed_by)?,
            decided_by: row.parse_opt("decided_by", read.decided_by.as_deref())?,
            name: read.name,
            content: loaded(read.content),
            reason: read.reason,
            proposer_name: read.proposer_name,
            proposed_at: Timestamp::from_micros(read.proposed_at),
            decider_name: loaded(read.decider_name),
            decided_at: read.decided_at.map(Timestamp::from_micros),
            opinion: loaded(read.opinion),
            version: read.version,
        })
    }
}

/// Which proposals to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProposalFilter {
    /// Where they stand.
    pub state: Option<ProposalState>,
    /// What they propose.
    pub kind: Option<ProposalKind>,
    /// Of one file.
    pub batch: Option<ImportId>,
    /// About one indicator.
    pub indicator: Option<IndicatorId>,
    /// Of these bodies only.
    pub units: Option<Vec<UnitId>>,
    /// Not those that this person made.
    pub others_than: Option<UserId>,
    /// Words in the name of the indicator.
    pub words: Option<String>,
}

/// Writes proposals down.
///
/// # Errors
///
/// [`StoreError::Reference`] when the proposing body does not exist.
pub fn insert_many(db: &mut Db, division: Division, all: &[Proposal]) -> Result<usize, StoreError> {
    let rows: Vec<ProposalRow> = all.iter().map(|one| ProposalRow::new(division, one)).collect();
    insert_chunked!(db, library_proposals::table, rows)
}

/// The proposal with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: ProposalId) -> Result<Option<Proposal>, StoreError> {
    library_proposals::table
        .find((division.as_str(), id.to_string()))
        .select(ProposalRow::as_select())
        .first(db)
        .optional()?
        .map(Proposal::try_from)
        .transpose()
}

/// A decision on the pending proposals of a batch, or on one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The new state.
    pub state: ProposalState,
    /// Who decides.
    pub by: UserId,
    /// The name.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// What is said about it.
    pub opinion: String,
}

/// Writes a decision on one proposal that still stands at this version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it does not.
pub fn decide(
    db: &mut Db,
    division: Division,
    id: ProposalId,
    version: i32,
    decided: &Decided,
) -> Result<(), StoreError> {
    let pending = library_proposals::table
        .filter(library_proposals::division.eq(division.as_str()))
        .filter(library_proposals::proposal_id.eq(id.to_string()))
        .filter(library_proposals::version.eq(version))
        .filter(library_proposals::state.eq(ProposalState::Pending.code()));
    let changed = diesel::update(pending).set(changes(decided)).execute(db)?;
    if changed == 0 {
        return Err(StoreError::Stale {
            table: "library_proposals",
            key: id.to_string(),
        });
    }
    Ok(())
}

/// Writes a decision on every pending proposal of a batch, in one statement; how many there were.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn decide_batch(
    db: &mut Db,
    division: Division,
    batch: ImportId,
    decided: &Decided,
) -> Result<usize, StoreError> {
    let pending = library_proposals::table
        .filter(library_proposals::division.eq(division.as_str()))
        .filter(library_proposals::batch_id.eq(batch.to_string()))
        .filter(library_proposals::state.eq(ProposalState::Pending.code()));
    Ok(diesel::update(pending).set(changes(decided)).execute(db)?)
}

#[derive(AsChangeset)]
#[diesel(table_name = library_proposals, treat_none_as_null = true)]
#[diesel(primary_key(division, proposal_id))]
struct Changes {
    state: &'static str,
    decided_by: String,
    decider_name: String,
    decided_at: i64,
    opinion: Option<String>,
    version: i32,
}

/// A proposal is decided once, so the version after it is always the same.
const DECIDED_VERSION: i32 = 2;

fn changes(decided: &Decided) -> Changes {
    Changes {
        state: decided.state.code(),
        decided_by: decided.by.to_string(),
        decider_name: decided.name.clone(),
        decided_at: decided.at.micros(),
        opinion: stored(&decided.opinion),
        version: DECIDED_VERSION,
    }
}

macro_rules! narrowed {
    ($division:expr, $filter:expr, $columns:expr) => {{
        let filter: &ProposalFilter = $filter;
        let mut query = library_proposals::table
            .select($columns)
            .into_boxed::<Engine>()
            .filter(library_proposals::division.eq($division.to_string()));
        if let Some(state) = filter.state {
            query = query.filter(library_proposals::state.eq(state.code()));
        }
        if let Some(kind) = filter.kind {
            query = query.filter(library_proposals::kind.eq(kind.code()));
        }
        if let Some(batch) = filter.batch {
            query = query.filter(library_proposals::batch_id.eq(batch.to_string()));
        }
        if let Some(indicator) = filter.indicator {
            query = query.filter(library_proposals::indicator_id.eq(indicator.to_string()));
        }
        if let Some(units) = &filter.units {
            query = query.filter(library_proposals::unit_id.eq_any(crate::scope::texts(units)));
        }
        if let Some(user) = filter.others_than {
            query = query.filter(library_proposals::proposed_by.ne(user.to_string()));
        }
        if let Some(words) = &filter.words {
            let name = lower(library_proposals::name);
            query = query.filter(name.like(contains_pattern(words)).escape('\\'));
        }
        query.order((
            library_proposals::proposed_at.desc(),
            library_proposals::proposal_id,
        ))
    }};
}

/// One page of proposals, newest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    division: Division,
    filter: &ProposalFilter,
    page: Page,
) -> Result<Vec<Proposal>, StoreError> {
    narrowed!(division, filter, ProposalRow::as_select())
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load::<ProposalRow>(db)?
        .into_iter()
        .map(Proposal::try_from)
        .collect()
}

/// How many proposals [`list`] has.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, division: Division, filter: &ProposalFilter) -> Result<Count, StoreError> {
    page::count(db, narrowed!(division, filter, library_proposals::proposal_id))
}
