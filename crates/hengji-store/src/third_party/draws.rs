//! 机构抽取 (draws): candidates as announced, the start value with its hands, the record byte for byte.

use diesel::prelude::*;
use hengji_domain::id::InstitutionDrawId;
use hengji_domain::third_party::InstitutionDrawState;
use hengji_domain::{BudgetYear, Division, Timestamp};

use super::{InstitutionHand, InstitutionSigner, hand};
use crate::Db;
use crate::error::StoreError;
use crate::schema::institution_draws;
use crate::text::{Row, loaded, stored, year_column};

/// 机构抽取 (draw of institutions).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionDraw {
    /// Identity.
    pub id: InstitutionDrawId,
    /// Budget year of the evaluations.
    pub year: BudgetYear,
    /// Which of the year, from 1.
    pub number: i32,
    /// What is drawn and for what.
    pub title: String,
    /// The candidates of each evaluation as canonical JSON.
    pub candidates: String,
    /// SHA-256 of the canonical text of the frame.
    pub frame_sha256: String,
    /// The future public event, in words.
    pub source: String,
    /// When its outcome becomes known.
    pub known_at: Timestamp,
    /// Who announced it, and when.
    pub announced: InstitutionSigner,
    /// The start value with who entered it.
    pub value: Option<(String, InstitutionSigner)>,
    /// Who confirmed it and drew.
    pub drawn: Option<InstitutionSigner>,
    /// The record; empty before the draw.
    pub record: String,
    /// Who gave it up and why.
    pub cancelled: Option<(InstitutionHand, String)>,
    /// Where it stands.
    pub state: InstitutionDrawState,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = institution_draws, treat_none_as_default_value = false)]
struct DrawRow {
    division: String,
    draw_id: String,
    budget_year: i32,
    number: i32,
    title: String,
    candidates: String,
    frame_sha256: String,
    source: String,
    known_at: i64,
    announced_by: String,
    announced_by_name: String,
    announced_at: i64,
    start_value: Option<String>,
    entered_by: Option<String>,
    entered_by_name: Option<String>,
    entered_at: Option<i64>,
    drawn_by: Option<String>,
    drawn_by_name: Option<String>,
    drawn_at: Option<i64>,
    record: Option<String>,
    cancel_reason: Option<String>,
    cancelled_by_name: Option<String>,
    cancelled_at: Option<i64>,
    state: String,
    version: i32,
}

impl DrawRow {
    fn new(division: Division, one: &InstitutionDraw) -> Self {
        let entered = one.value.as_ref().map(|(_, signer)| signer);
        let drawn = one.drawn.as_ref();
        let cancelled = one.cancelled.as_ref();
        Self {
            division: division.to_string(),
            draw_id: one.id.to_string(),
            budget_year: year_column(one.year),
            number: one.number,
            title: one.title.clone(),
            candidates: one.candidates.clone(),
            frame_sha256: one.frame_sha256.clone(),
            source: one.source.clone(),
            known_at: one.known_at.micros(),
            announced_by: one.announced.user.to_string(),
            announced_by_name: one.announced.name.clone(),
            announced_at: one.announced.at.micros(),
            start_value: one.value.as_ref().map(|(text, _)| text.clone()),
            entered_by: entered.map(|signer| signer.user.to_string()),
            entered_by_name: entered.map(|signer| signer.name.clone()),
            entered_at: entered.map(|signer| signer.at.micros()),
            drawn_by: drawn.map(|signer| signer.user.to_string()),
            drawn_by_name: drawn.map(|signer| signer.name.clone()),
            drawn_at: drawn.map(|signer| signer.at.micros()),
            record: stored(&one.record),
            cancel_reason: cancelled.map(|(_, reason)| reason.clone()),
            cancelled_by_name: cancelled.map(|(hand, _)| hand.name.clone()),
            cancelled_at: cancelled.map(|(hand, _)| hand.at.micros()),
            state: one.state.code().to_owned(),
            version: one.version,
        }
    }
}

/// A signer from their columns.
fn signer(
    row: Row<'_>,
    column: &'static str,
    (user, name, at): (Option<String>, Option<String>, Option<i64>),
) -> Result<Option<InstitutionSigner>, StoreError> {
    let (Some(user), Some(name), Some(at)) = (user, name, at) else {
        return Ok(None);
    };
    Ok(Some(InstitutionSigner {
        user: row.parse(column, &user)?,
        name,
        at: Timestamp::from_micros(at),
    }))
}

impl TryFrom<DrawRow> for InstitutionDraw {
    type Error = StoreError;

    fn try_from(read: DrawRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "institution_draws",
            key: &read.draw_id,
        };
        let entered = (read.entered_by, read.entered_by_name, read.entered_at);
        let drawn = (read.drawn_by, read.drawn_by_name, read.drawn_at);
        let reason = loaded(read.cancel_reason);
        Ok(Self {
            id: row.parse("draw_id", &read.draw_id)?,
            year: row.year(read.budget_year)?,
            known_at: Timestamp::from_micros(read.known_at),
            announced: InstitutionSigner {
                user: row.parse("announced_by", &read.announced_by)?,
                name: read.announced_by_name,
                at: Timestamp::from_micros(read.announced_at),
            },
            value: read.start_value.zip(signer(row, "entered_by", entered)?),
            drawn: signer(row, "drawn_by", drawn)?,
            record: loaded(read.record),
            cancelled: hand(read.cancelled_by_name, read.cancelled_at).map(|hand| (hand, reason)),
            state: row.code("state", &read.state, InstitutionDrawState::from_code)?,
            number: read.number,
            title: read.title,
            candidates: read.candidates,
            frame_sha256: read.frame_sha256,
            source: read.source,
            version: read.version,
        })
    }
}

/// Keeps an announced draw.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `institution_draws_number_unique` when somebody was faster.
pub fn insert_draw(db: &mut Db, division: Division, one: &InstitutionDraw) -> Result<(), StoreError> {
    diesel::insert_into(institution_draws::table)
        .values(DrawRow::new(division, one))
        .execute(db)?;
    Ok(())
}

/// Writes what became of a draw; what was announced stays as it was. Its new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update_draw(db: &mut Db, division: Division, one: &InstitutionDraw) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let row = DrawRow::new(division, one);
    let known = institution_draws::table
        .find((row.division, row.draw_id))
        .filter(institution_draws::version.eq(one.version));
    let updated = diesel::update(known)
        .set((
            (
                institution_draws::start_value.eq(row.start_value),
                institution_draws::entered_by.eq(row.entered_by),
                institution_draws::entered_by_name.eq(row.entered_by_name),
                institution_draws::entered_at.eq(row.entered_at),
            ),
            (
                institution_draws::drawn_by.eq(row.drawn_by),
                institution_draws::drawn_by_name.eq(row.drawn_by_name),
                institution_draws::drawn_at.eq(row.drawn_at),
                institution_draws::record.eq(row.record),
            ),
            (
                institution_draws::cancel_reason.eq(row.cancel_reason),
                institution_draws::cancelled_by_name.eq(row.cancelled_by_name),
                institution_draws::cancelled_at.eq(row.cancelled_at),
                institution_draws::state.eq(row.state),
                institution_draws::version.eq(next),
            ),
        ))
        .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "institution_draws",
            key: one.id.to_string(),
        });
    }
    Ok(next)
}

/// One draw.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_draw(
    db: &mut Db,
    division: Division,
    id: InstitutionDrawId,
) -> Result<Option<InstitutionDraw>, StoreError> {
    institution_draws::table
        .find((division.to_string(), id.to_string()))
        .select(DrawRow::as_select())
        .first(db)
        .optional()?
        .map(InstitutionDraw::try_from)
        .transpose()
}

/// The draws of a year, the first one first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn draws_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<InstitutionDraw>, StoreError> {
    institution_draws::table
        .filter(institution_draws::division.eq(division.to_string()))
        .filter(institution_draws::budget_year.eq(year_column(year)))
        .order(institution_draws::number)
        .select(DrawRow::as_select())
        .load(db)?
        .into_iter()
        .map(InstitutionDraw::try_from)
        .collect()
}
