//! 评估专家 (experts): who is invited to which evaluation, and whether the scores are in.

use std::collections::BTreeMap;

use diesel::prelude::*;
use hengji_domain::id::{SheetId, UserId};
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::{ex_ante_experts, ex_ante_results};
use crate::text::{Row, loaded, stored, year_column};

/// An expert of one evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expert {
    /// The evaluation.
    pub sheet: SheetId,
    /// The account.
    pub user: UserId,
    /// Its name when invited.
    pub name: String,
    /// 所在机构.
    pub institution: String,
    /// Who invited, by name.
    pub invited_by: String,
    /// When.
    pub invited_at: Timestamp,
    /// 总体意见.
    pub opinion: String,
    /// When the independent scores were handed in.
    pub submitted_at: Option<Timestamp>,
    /// When they were changed after the discussion.
    pub revised_at: Option<Timestamp>,
    /// Optimistic lock of the expert's own sheet of scores.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = ex_ante_experts, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, sheet_id, user_id))]
struct ExpertRow {
    division: String,
    sheet_id: String,
    user_id: String,
    name: String,
    institution: Option<String>,
    invited_by: String,
    invited_at: i64,
    opinion: Option<String>,
    submitted_at: Option<i64>,
    revised_at: Option<i64>,
    version: i32,
}

impl ExpertRow {
    fn new(division: Division, expert: &Expert, version: i32) -> Self {
        Self {
            division: division.to_string(),
            sheet_id: expert.sheet.to_string(),
            user_id: expert.user.to_string(),
            name: expert.name.clone(),
            institution: stored(&expert.institution),
            invited_by: expert.invited_by.clone(),
            invited_at: expert.invited_at.micros(),
            opinion: stored(&expert.opinion),
            submitted_at: expert.submitted_at.map(Timestamp::micros),
            revised_at: expert.revised_at.map(Timestamp::micros),
            version,
        }
    }
}

impl TryFrom<ExpertRow> for Expert {
    type Error = StoreError;

    fn try_from(read: ExpertRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "ex_ante_experts",
            key: &read.sheet_id,
        };
        Ok(Self {
            sheet: row.parse("sheet_id", &read.sheet_id)?,
            user: row.parse("user_id", &read.user_id)?,
            name: read.name,
            institution: loaded(read.institution),
            invited_by: read.invited_by,
            invited_at: Timestamp::from_micros(read.invited_at),
            opinion: loaded(read.opinion),
            submitted_at: read.submitted_at.map(Timestamp::from_micros),
            revised_at: read.revised_at.map(Timestamp::from_micros),
            version: read.version,
        })
    }
}

/// Invites an expert.
///
/// # Errors
///
/// [`StoreError::Duplicate`] with `ex_ante_experts_pkey` when already invited.
pub fn insert_expert(db: &mut Db, division: Division, expert: &Expert) -> Result<(), StoreError> {
    diesel::insert_into(ex_ante_experts::table)
        .values(ExpertRow::new(division, expert, expert.version))
        .execute(db)?;
    Ok(())
}

/// Takes an invitation back; whether there was one. Scores that are in keep it from going.
///
/// # Errors
///
/// [`StoreError::Reference`] when scores hang on it.
pub fn remove_expert(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
    user: UserId,
) -> Result<bool, StoreError> {
    let key = (division.as_str(), sheet.to_string(), user.to_string());
    Ok(diesel::delete(ex_ante_experts::table.find(key)).execute(db)? == 1)
}

/// Stores a changed expert, one version further; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update_expert(db: &mut Db, division: Division, expert: &Expert) -> Result<i32, StoreError> {
    let next = expert.version.saturating_add(1);
    let key = (
        division.as_str(),
        expert.sheet.to_string(),
        expert.user.to_string(),
    );
    let found = ex_ante_experts::table
        .find(key)
        .filter(ex_ante_experts::version.eq(expert.version));
    let updated = diesel::update(found)
        .set(ExpertRow::new(division, expert, next))
        .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "ex_ante_experts",
            key: expert.sheet.to_string(),
        });
    }
    Ok(next)
}

/// The experts of an evaluation in the order of their invitation.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn experts_of_sheet(db: &mut Db, division: Division, sheet: SheetId) -> Result<Vec<Expert>, StoreError> {
    ex_ante_experts::table
        .filter(ex_ante_experts::division.eq(division.as_str()))
        .filter(ex_ante_experts::sheet_id.eq(sheet.to_string()))
        .order((ex_ante_experts::invited_at, ex_ante_experts::user_id))
        .select(ExpertRow::as_select())
        .load(db)?
        .into_iter()
        .map(Expert::try_from)
        .collect()
}

/// How many experts each evaluation of the year has, and how many have handed in.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn experts_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<BTreeMap<SheetId, (usize, usize)>, StoreError> {
    let rows: Vec<(String, Option<i64>)> = ex_ante_experts::table
        .inner_join(
            ex_ante_results::table.on(ex_ante_results::division
                .eq(ex_ante_experts::division)
                .and(ex_ante_results::sheet_id.eq(ex_ante_experts::sheet_id))),
        )
        .filter(ex_ante_experts::division.eq(division.as_str()))
        .filter(ex_ante_results::budget_year.eq(year_column(year)))
        .order((ex_ante_experts::sheet_id, ex_ante_experts::user_id))
        .select((ex_ante_experts::sheet_id, ex_ante_experts::submitted_at))
        .load(db)?;
    let mut counts = BTreeMap::new();
    for (sheet, submitted_at) in rows {
        let row = Row {
            table: "ex_ante_experts",
            key: &sheet,
        };
        let (invited, submitted): &mut (usize, usize) =
            counts.entry(row.parse("sheet_id", &sheet)?).or_default();
        *invited += 1;
        *submitted += usize::from(submitted_at.is_some());
    }
    Ok(counts)
}

/// The evaluations to which an account is invited, with whether its scores are in.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn assigned_sheets(
    db: &mut Db,
    division: Division,
    user: UserId,
) -> Result<BTreeMap<SheetId, bool>, StoreError> {
    let rows: Vec<(String, Option<i64>)> = ex_ante_experts::table
        .filter(ex_ante_experts::division.eq(division.as_str()))
        .filter(ex_ante_experts::user_id.eq(user.to_string()))
        .order(ex_ante_experts::sheet_id)
        .select((ex_ante_experts::sheet_id, ex_ante_experts::submitted_at))
        .load(db)?;
    rows.into_iter()
        .map(|(sheet, submitted_at)| {
            let row = Row {
                table: "ex_ante_experts",
                key: &sheet,
            };
            Ok((row.parse("sheet_id", &sheet)?, submitted_at.is_some()))
        })
        .collect()
}
