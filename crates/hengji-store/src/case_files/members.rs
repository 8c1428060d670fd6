//! 评价组 (team): members by account, and what they declared.

use diesel::prelude::*;
use hengji_domain::case_file::Declaration;
use hengji_domain::id::{EvaluationId, UserId};
use hengji_domain::{Division, Timestamp};

use super::CaseHand;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::case_members;
use crate::text::{Row, loaded, stored};

/// A member of the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseMember {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// The account.
    pub user: UserId,
    /// Its name at the time.
    pub name: String,
    /// Code of the duty.
    pub duty: String,
    /// What was declared.
    pub declaration: Declaration,
    /// The declared interest.
    pub reason: String,
    /// When.
    pub declared_at: Option<Timestamp>,
    /// Who added the member, and when.
    pub added: CaseHand,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = case_members, treat_none_as_default_value = false)]
struct MemberRow {
    division: String,
    evaluation_id: String,
    user_id: String,
    user_name: String,
    duty: String,
    declaration: String,
    reason: Option<String>,
    declared_at: Option<i64>,
    added_by_name: String,
    added_at: i64,
}

/// Adds members; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `case_members_pkey` when one is a member already.
pub fn insert_members(db: &mut Db, division: Division, all: &[CaseMember]) -> Result<usize, StoreError> {
    let rows: Vec<MemberRow> = all
        .iter()
        .map(|one| MemberRow {
            division: division.to_string(),
            evaluation_id: one.evaluation.to_string(),
            user_id: one.user.to_string(),
            user_name: one.name.clone(),
            duty: one.duty.clone(),
            declaration: one.declaration.code().to_owned(),
            reason: stored(&one.reason),
            declared_at: one.declared_at.map(Timestamp::micros),
            added_by_name: one.added.name.clone(),
            added_at: one.added.at.micros(),
        })
        .collect();
    insert_chunked!(db, case_members::table, rows)
}

/// The members of a team, in the order in which they were added.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn members_of(db: &mut Db, division: Division, id: EvaluationId) -> Result<Vec<CaseMember>, StoreError> {
    let rows: Vec<MemberRow> = case_members::table
        .filter(case_members::division.eq(division.as_str()))
        .filter(case_members::evaluation_id.eq(id.to_string()))
        .order((case_members::added_at, case_members::user_id))
        .select(MemberRow::as_select())
        .load(db)?;
    rows.into_iter()
        .map(|read| {
            let row = Row {
                table: "case_members",
                key: &read.user_id,
            };
            Ok(CaseMember {
                evaluation: row.parse("evaluation_id", &read.evaluation_id)?,
                user: row.parse("user_id", &read.user_id)?,
                declaration: row.code("declaration", &read.declaration, Declaration::from_code)?,
                declared_at: read.declared_at.map(Timestamp::from_micros),
                added: CaseHand {
                    name: read.added_by_name,
                    at: Timestamp::from_micros(read.added_at),
                },
                name: read.user_name,
                duty: read.duty,
                reason: loaded(read.reason),
            })
        })
        .collect()
}

/// Writes down what a member declared; whether there is such a member.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn declare(
    db: &mut Db,
    division: Division,
    (id, user): (EvaluationId, UserId),
    (declaration, reason): (Declaration, &str),
    at: Timestamp,
) -> Result<bool, StoreError> {
    let updated =
        diesel::update(case_members::table.find((division.as_str(), id.to_string(), user.to_string())))
            .set((
                case_members::declaration.eq(declaration.code()),
                case_members::reason.eq(stored(reason)),
                case_members::declared_at.eq(at.micros()),
            ))
            .execute(db)?;
    Ok(updated == 1)
}

/// Takes a member out of the team; whether there was such a member.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn remove_member(
    db: &mut Db,
    division: Division,
    id: EvaluationId,
    user: UserId,
) -> Result<bool, StoreError> {
    let removed =
        diesel::delete(case_members::table.find((division.as_str(), id.to_string(), user.to_string())))
            .execute(db)?;
    Ok(removed == 1)
}
