//! 批次 (rounds): what was frozen, announced, entered, confirmed and drawn, each with its hand.

use diesel::prelude::*;
use hengji_domain::id::{SpotRoundId, UserId};
use hengji_domain::spot::SpotState;
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::spot_rounds;
use crate::text::{Row, loaded, stored, year_column};

/// A hand put to a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotHand {
    /// Who.
    pub user: UserId,
    /// The name at the time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// The numbers of the draw as they were announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpotNumbers {
    /// Share of each department's projects, basis points.
    pub share_bp: u32,
    /// Least number of each department.
    pub department_least: u32,
    /// How many altogether; none leaves it to share and least number.
    pub total: Option<u32>,
}

/// 公告 of the source of the start value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotAnnouncement {
    /// The future public event, in words.
    pub source: String,
    /// When its outcome becomes known.
    pub known_at: Timestamp,
    /// By whom, and when.
    pub hand: SpotHand,
}

/// 起始值 as somebody entered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotValue {
    /// The text.
    pub text: String,
    /// By whom, and when.
    pub hand: SpotHand,
}

/// 抽评批次 (round of spot evaluation).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotRound {
    /// Identity.
    pub id: SpotRoundId,
    /// Budget year whose self-evaluations are evaluated.
    pub year: BudgetYear,
    /// Number of the draw in the year, from 1 without gaps.
    pub number: i32,
    /// What is drawn and for what.
    pub title: String,
    /// Why it is drawn again; empty for the first draw.
    pub reason: String,
    /// SHA-256 of the canonical text of the list.
    pub frame_sha256: String,
    /// Who froze the list, and when.
    pub frozen: SpotHand,
    /// The numbers of the draw.
    pub numbers: SpotNumbers,
    /// What was announced; none before.
    pub announced: Option<SpotAnnouncement>,
    /// The start value; none before it is entered.
    pub value: Option<SpotValue>,
    /// Who confirmed it, and when.
    pub confirmed: Option<SpotHand>,
    /// 封印 of the record; empty before the draw.
    pub seal: String,
    /// Where it stands.
    pub state: SpotState,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = spot_rounds, treat_none_as_default_value = false)]
struct RoundRow {
    division: String,
    round_id: String,
    budget_year: i32,
    number: i32,
    title: String,
    reason: Option<String>,
    frame_sha256: String,
    frozen_by: String,
    frozen_by_name: String,
    frozen_at: i64,
    share_bp: i32,
    department_least: i32,
    total: Option<i32>,
    source: Option<String>,
    known_at: Option<i64>,
    announced_by: Option<String>,
    announced_by_name: Option<String>,
    announced_at: Option<i64>,
    start_value: Option<String>,
    entered_by: Option<String>,
    entered_by_name: Option<String>,
    entered_at: Option<i64>,
    confirmed_by: Option<String>,
    confirmed_by_name: Option<String>,
    confirmed_at: Option<i64>,
    seal: Option<String>,
    state: String,
    version: i32,
}

/// A hand as columns.
type HandColumns = (Option<String>, Option<String>, Option<i64>);

fn hand_columns(hand: Option<&SpotHand>) -> HandColumns {
    (
        hand.map(|hand| hand.user.to_string()),
        hand.map(|hand| hand.name.clone()),
        hand.map(|hand| hand.at.micros()),
    )
}

impl RoundRow {
    fn new(division: Division, round: &SpotRound) -> Result<Self, StoreError> {
        let row = Row {
            table: "spot_rounds",
            key: &round.id.to_string(),
        };
        let announced = round.announced.as_ref();
        let value = round.value.as_ref();
        let (announced_by, announced_by_name, announced_at) = hand_columns(announced.map(|one| &one.hand));
        let (entered_by, entered_by_name, entered_at) = hand_columns(value.map(|one| &one.hand));
        let (confirmed_by, confirmed_by_name, confirmed_at) = hand_columns(round.confirmed.as_ref());
        Ok(Self {
            division: division.to_string(),
            round_id: round.id.to_string(),
            budget_year: year_column(round.year),
            number: round.number,
            title: round.title.clone(),
            reason: stored(&round.reason),
            frame_sha256: round.frame_sha256.clone(),
            frozen_by: round.frozen.user.to_string(),
            frozen_by_name: round.frozen.name.clone(),
            frozen_at: round.frozen.at.micros(),
            share_bp: row.number("share_bp", round.numbers.share_bp)?,
            department_least: row.number("department_least", round.numbers.department_least)?,
            total: round
                .numbers
                .total
                .map(|total| row.number("total", total))
                .transpose()?,
            source: announced.and_then(|one| stored(&one.source)),
            known_at: announced.map(|one| one.known_at.micros()),
            announced_by,
            announced_by_name,
            announced_at,
            start_value: value.and_then(|one| stored(&one.text)),
            entered_by,
            entered_by_name,
            entered_at,
            confirmed_by,
            confirmed_by_name,
            confirmed_at,
            seal: stored(&round.seal),
            state: round.state.code().to_owned(),
            version: round.version,
        })
    }
}

fn hand(row: Row<'_>, column: &str, columns: HandColumns) -> Result<Option<SpotHand>, StoreError> {
    let (Some(user), Some(name), Some(at)) = columns else {
        return Ok(None);
    };
    Ok(Some(SpotHand {
        user: row.parse(column, &user)?,
        name,
        at: Timestamp::from_micros(at),
    }))
}

impl TryFrom<RoundRow> for SpotRound {
    type Error = StoreError;

    fn try_from(stored: RoundRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "spot_rounds",
            key: &stored.round_id,
        };
        let announced = (stored.announced_by, stored.announced_by_name, stored.announced_at);
        let announced = hand(row, "announced_by", announced)?
            .zip(stored.known_at)
            .map(|(hand, known_at)| SpotAnnouncement {
                source: loaded(stored.source),
                known_at: Timestamp::from_micros(known_at),
                hand,
            });
        let entered = (stored.entered_by, stored.entered_by_name, stored.entered_at);
        let value = hand(row, "entered_by", entered)?.map(|hand| SpotValue {
            text: loaded(stored.start_value),
            hand,
        });
        let confirmed = (stored.confirmed_by, stored.confirmed_by_name, stored.confirmed_at);
        Ok(Self {
            id: row.parse("round_id", &stored.round_id)?,
            year: row.year(stored.budget_year)?,
            number: stored.number,
            frozen: SpotHand {
                user: row.parse("frozen_by", &stored.frozen_by)?,
                name: stored.frozen_by_name,
                at: Timestamp::from_micros(stored.frozen_at),
            },
            numbers: SpotNumbers {
                share_bp: row.number("share_bp", stored.share_bp)?,
                department_least: row.number("department_least", stored.department_least)?,
                total: stored.total.map(|total| row.number("total", total)).transpose()?,
            },
            announced,
            value,
            confirmed: hand(row, "confirmed_by", confirmed)?,
            state: row.code("state", &stored.state, SpotState::from_code)?,
            version: stored.version,
            reason: loaded(stored.reason),
            seal: loaded(stored.seal),
            title: stored.title,
            frame_sha256: stored.frame_sha256,
        })
    }
}

/// Writes a new round.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when the year has a round of that number.
pub fn insert_round(db: &mut Db, division: Division, round: &SpotRound) -> Result<(), StoreError> {
    diesel::insert_into(spot_rounds::table)
        .values(RoundRow::new(division, round)?)
        .execute(db)?;
    Ok(())
}

/// Writes what became of a round; its new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since `round` was read.
pub fn update_round(db: &mut Db, division: Division, round: &SpotRound) -> Result<i32, StoreError> {
    let next = round.version.saturating_add(1);
    let row = RoundRow::new(division, round)?;
    let updated = diesel::update(
        spot_rounds::table
            .find((division.as_str(), round.id.to_string()))
            .filter(spot_rounds::version.eq(round.version)),
    )
    .set((
        (
            spot_rounds::title.eq(row.title),
            spot_rounds::frame_sha256.eq(row.frame_sha256),
            spot_rounds::frozen_by.eq(row.frozen_by),
            spot_rounds::frozen_by_name.eq(row.frozen_by_name),
            spot_rounds::frozen_at.eq(row.frozen_at),
            spot_rounds::share_bp.eq(row.share_bp),
            spot_rounds::department_least.eq(row.department_least),
            spot_rounds::total.eq(row.total),
        ),
        (
            spot_rounds::source.eq(row.source),
            spot_rounds::known_at.eq(row.known_at),
            spot_rounds::announced_by.eq(row.announced_by),
            spot_rounds::announced_by_name.eq(row.announced_by_name),
            spot_rounds::announced_at.eq(row.announced_at),
        ),
        (
            spot_rounds::start_value.eq(row.start_value),
            spot_rounds::entered_by.eq(row.entered_by),
            spot_rounds::entered_by_name.eq(row.entered_by_name),
            spot_rounds::entered_at.eq(row.entered_at),
        ),
        (
            spot_rounds::confirmed_by.eq(row.confirmed_by),
            spot_rounds::confirmed_by_name.eq(row.confirmed_by_name),
            spot_rounds::confirmed_at.eq(row.confirmed_at),
            spot_rounds::seal.eq(row.seal),
            spot_rounds::state.eq(row.state),
            spot_rounds::version.eq(next),
        ),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "spot_rounds",
            key: round.id.to_string(),
        });
    }
    Ok(next)
}

/// One round.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_round(db: &mut Db, division: Division, id: SpotRoundId) -> Result<Option<SpotRound>, StoreError> {
    spot_rounds::table
        .find((division.as_str(), id.to_string()))
        .select(RoundRow::as_select())
        .first(db)
        .optional()?
        .map(SpotRound::try_from)
        .transpose()
}

/// The rounds of a year, the first draw first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn rounds_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<SpotRound>, StoreError> {
    spot_rounds::table
        .filter(spot_rounds::division.eq(division.as_str()))
        .filter(spot_rounds::budget_year.eq(year_column(year)))
        .order(spot_rounds::number)
        .select(RoundRow::as_select())
        .load(db)?
        .into_iter()
        .map(SpotRound::try_from)
        .collect()
}
