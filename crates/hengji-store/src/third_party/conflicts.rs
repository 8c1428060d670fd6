//! 回避事项 (conflicts): declared once, withdrawn with a reason, never removed.

use diesel::prelude::*;
use hengji_domain::id::{InstitutionConflictId, InstitutionPersonId, ProjectId, UnitId, UserId};
use hengji_domain::{Division, NaiveDate, Timestamp};

use super::{InstitutionHand, hand};
use crate::Db;
use crate::error::StoreError;
use crate::schema::institution_conflicts;
use crate::text::{Row, loaded};

/// 回避事项 (conflict of interest).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionConflict {
    /// Identity.
    pub id: InstitutionConflictId,
    /// The institution.
    pub institution: UnitId,
    /// The person whose relation it is; none where it is the institution's own.
    pub person: Option<InstitutionPersonId>,
    /// The unit to keep away from, with the units below it.
    pub unit: Option<UnitId>,
    /// The project to keep away from.
    pub project: Option<ProjectId>,
    /// The account of the bureau that keeps away from rating the institution, with its name then.
    pub rater: Option<(UserId, String)>,
    /// Kind, a word of the rule.
    pub kind: String,
    /// When the relation ended; none while it lasts.
    pub ended_on: Option<NaiveDate>,
    /// What it is.
    pub note: String,
    /// Who declared it, and when.
    pub declared: InstitutionHand,
    /// Who took it back and why; none while it holds.
    pub withdrawn: Option<(InstitutionHand, String)>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = institution_conflicts, treat_none_as_default_value = false)]
struct ConflictRow {
    division: String,
    conflict_id: String,
    unit_id: String,
    person_id: Option<String>,
    with_unit_id: Option<String>,
    with_project_id: Option<String>,
    kind: String,
    ended_on: Option<String>,
    note: String,
    declared_by_name: String,
    declared_at: i64,
    withdrawn_by_name: Option<String>,
    withdrawn_at: Option<i64>,
    withdrawn_reason: Option<String>,
    with_user_id: Option<String>,
    with_user_name: Option<String>,
}

impl TryFrom<ConflictRow> for InstitutionConflict {
    type Error = StoreError;

    fn try_from(read: ConflictRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "institution_conflicts",
            key: &read.conflict_id,
        };
        let reason = loaded(read.withdrawn_reason);
        let rater: Option<UserId> = row.parse_opt("with_user_id", read.with_user_id.as_deref())?;
        Ok(Self {
            id: row.parse("conflict_id", &read.conflict_id)?,
            institution: row.parse("unit_id", &read.unit_id)?,
            person: row.parse_opt("person_id", read.person_id.as_deref())?,
            unit: row.parse_opt("with_unit_id", read.with_unit_id.as_deref())?,
            project: row.parse_opt("with_project_id", read.with_project_id.as_deref())?,
            rater: rater.zip(read.with_user_name),
            ended_on: row.date("ended_on", read.ended_on.as_deref())?,
            declared: InstitutionHand {
                name: read.declared_by_name,
                at: Timestamp::from_micros(read.declared_at),
            },
            withdrawn: hand(read.withdrawn_by_name, read.withdrawn_at).map(|hand| (hand, reason)),
            kind: read.kind,
            note: read.note,
        })
    }
}

/// Declares a conflict.
///
/// # Errors
///
/// [`StoreError::Reference`] for what does not exist.
pub fn insert_conflict(db: &mut Db, division: Division, one: &InstitutionConflict) -> Result<(), StoreError> {
    let withdrawn = one.withdrawn.as_ref();
    diesel::insert_into(institution_conflicts::table)
        .values(ConflictRow {
            division: division.to_string(),
            conflict_id: one.id.to_string(),
            unit_id: one.institution.to_string(),
            person_id: one.person.map(|id| id.to_string()),
            with_unit_id: one.unit.map(|id| id.to_string()),
            with_project_id: one.project.map(|id| id.to_string()),
            kind: one.kind.clone(),
            ended_on: one.ended_on.map(|day| day.to_string()),
            note: one.note.clone(),
            declared_by_name: one.declared.name.clone(),
            declared_at: one.declared.at.micros(),
            withdrawn_by_name: withdrawn.map(|(hand, _)| hand.name.clone()),
            withdrawn_at: withdrawn.map(|(hand, _)| hand.at.micros()),
            withdrawn_reason: withdrawn.map(|(_, reason)| reason.clone()),
            with_user_id: one.rater.as_ref().map(|(user, _)| user.to_string()),
            with_user_name: one.rater.as_ref().map(|(_, name)| name.clone()),
        })
        .execute(db)?;
    Ok(())
}

/// Takes a conflict back; whether there was one that held.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn withdraw_conflict(
    db: &mut Db,
    division: Division,
    (institution, id): (UnitId, InstitutionConflictId),
    by: &InstitutionHand,
    reason: &str,
) -> Result<bool, StoreError> {
    let known = institution_conflicts::table
        .find((division.to_string(), id.to_string()))
        .filter(institution_conflicts::unit_id.eq(institution.to_string()))
        .filter(institution_conflicts::withdrawn_at.is_null());
    let updated = diesel::update(known)
        .set((
            institution_conflicts::withdrawn_by_name.eq(&by.name),
            institution_conflicts::withdrawn_at.eq(by.at.micros()),
            institution_conflicts::withdrawn_reason.eq(reason),
        ))
        .execute(db)?;
    Ok(updated == 1)
}

/// Every conflict of the division, in the order of declaring.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn conflicts(db: &mut Db, division: Division) -> Result<Vec<InstitutionConflict>, StoreError> {
    institution_conflicts::table
        .filter(institution_conflicts::division.eq(division.to_string()))
        .order(institution_conflicts::conflict_id)
        .select(ConflictRow::as_select())
        .load(db)?
        .into_iter()
        .map(InstitutionConflict::try_from)
        .collect()
}
