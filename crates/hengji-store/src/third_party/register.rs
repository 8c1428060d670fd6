//! 机构登记 (register): institutions and their people.

use diesel::prelude::*;
use hengji_domain::id::{InstitutionPersonId, UnitId};
use hengji_domain::{Division, NaiveDate, Timestamp};

use super::InstitutionHand;
use crate::Db;
use crate::error::StoreError;
use crate::schema::{institution_people, institutions};
use crate::text::{Row, loaded, stored};

/// 第三方机构 (institution): what the register knows beyond the name, which is that of its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    /// The body.
    pub unit: UnitId,
    /// 统一社会信用代码.
    pub credit_code: String,
    /// Kind, a word of the rule.
    pub kind: String,
    /// When it was founded.
    pub founded_on: NaiveDate,
    /// How the institution is reached.
    pub contact: String,
    /// When it registered on the ministry's platform.
    pub platform_on: Option<NaiveDate>,
    /// When its credit record was last looked up.
    pub credit_checked_on: Option<NaiveDate>,
    /// The last major violation found there.
    pub violation_on: Option<NaiveDate>,
    /// Why it is suspended; empty where it is not.
    pub suspended_reason: String,
    /// Who entered it, and when.
    pub entered: InstitutionHand,
    /// Optimistic lock.
    pub version: i32,
}

/// 机构人员 (person of an institution), by post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionPerson {
    /// Identity.
    pub id: InstitutionPersonId,
    /// The institution.
    pub institution: UnitId,
    /// The post.
    pub name: String,
    /// Calendar year in which practice began.
    pub practice_from: i32,
    /// Calendar year in which work in performance evaluation began.
    pub evaluation_from: i32,
    /// 主评人.
    pub is_lead: bool,
    /// When they left.
    pub left_on: Option<NaiveDate>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = institutions, treat_none_as_default_value = false)]
struct InstitutionRow {
    division: String,
    unit_id: String,
    credit_code: String,
    kind: String,
    founded_on: String,
    contact: Option<String>,
    platform_on: Option<String>,
    credit_checked_on: Option<String>,
    violation_on: Option<String>,
    suspended_reason: Option<String>,
    entered_by_name: String,
    entered_at: i64,
    version: i32,
}

fn day(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

impl InstitutionRow {
    fn new(division: Division, one: &Institution) -> Self {
        Self {
            division: division.to_string(),
            unit_id: one.unit.to_string(),
            credit_code: one.credit_code.clone(),
            kind: one.kind.clone(),
            founded_on: one.founded_on.to_string(),
            contact: stored(&one.contact),
            platform_on: day(one.platform_on),
            credit_checked_on: day(one.credit_checked_on),
            violation_on: day(one.violation_on),
            suspended_reason: stored(&one.suspended_reason),
            entered_by_name: one.entered.name.clone(),
            entered_at: one.entered.at.micros(),
            version: one.version,
        }
    }
}

impl TryFrom<InstitutionRow> for Institution {
    type Error = StoreError;

    fn try_from(read: InstitutionRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "institutions",
            key: &read.unit_id,
        };
        Ok(Self {
            unit: row.parse("unit_id", &read.unit_id)?,
            founded_on: row.parse("founded_on", &read.founded_on)?,
            platform_on: row.date("platform_on", read.platform_on.as_deref())?,
            credit_checked_on: row.date("credit_checked_on", read.credit_checked_on.as_deref())?,
            violation_on: row.date("violation_on", read.violation_on.as_deref())?,
            entered: InstitutionHand {
                name: read.entered_by_name,
                at: Timestamp::from_micros(read.entered_at),
            },
            contact: loaded(read.contact),
            suspended_reason: loaded(read.suspended_reason),
            credit_code: read.credit_code,
            kind: read.kind,
            version: read.version,
        })
    }
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = institution_people, treat_none_as_default_value = false)]
struct PersonRow {
    division: String,
    person_id: String,
    unit_id: String,
    name: String,
    practice_from: i32,
    evaluation_from: i32,
    is_lead: bool,
    left_on: Option<String>,
}

impl TryFrom<PersonRow> for InstitutionPerson {
    type Error = StoreError;

    fn try_from(read: PersonRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "institution_people",
            key: &read.person_id,
        };
        Ok(Self {
            id: row.parse("person_id", &read.person_id)?,
            institution: row.parse("unit_id", &read.unit_id)?,
            left_on: row.date("left_on", read.left_on.as_deref())?,
            name: read.name,
            practice_from: read.practice_from,
            evaluation_from: read.evaluation_from,
            is_lead: read.is_lead,
        })
    }
}

/// Enters an institution.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `institutions_pkey` or `institutions_credit_code_unique`.
pub fn insert_institution(db: &mut Db, division: Division, one: &Institution) -> Result<(), StoreError> {
    diesel::insert_into(institutions::table)
        .values(InstitutionRow::new(division, one))
        .execute(db)?;
    Ok(())
}

/// Writes what became of an institution; its new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read; [`StoreError::Duplicate`] on a code that is taken.
pub fn update_institution(db: &mut Db, division: Division, one: &Institution) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let row = InstitutionRow::new(division, one);
    let known = institutions::table
        .find((row.division, row.unit_id))
        .filter(institutions::version.eq(one.version));
    let updated = diesel::update(known)
        .set((
            institutions::credit_code.eq(row.credit_code),
            institutions::kind.eq(row.kind),
            institutions::founded_on.eq(row.founded_on),
            institutions::contact.eq(row.contact),
            institutions::platform_on.eq(row.platform_on),
            institutions::credit_checked_on.eq(row.credit_checked_on),
            institutions::violation_on.eq(row.violation_on),
            institutions::suspended_reason.eq(row.suspended_reason),
            institutions::version.eq(next),
        ))
        .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "institutions",
            key: one.unit.to_string(),
        });
    }
    Ok(next)
}

/// The register.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn institutions(db: &mut Db, division: Division) -> Result<Vec<Institution>, StoreError> {
    institutions::table
        .filter(institutions::division.eq(division.to_string()))
        .order(institutions::unit_id)
        .select(InstitutionRow::as_select())
        .load(db)?
        .into_iter()
        .map(Institution::try_from)
        .collect()
}

/// The institution of this unit.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_institution(
    db: &mut Db,
    division: Division,
    unit: UnitId,
) -> Result<Option<Institution>, StoreError> {
    institutions::table
        .find((division.to_string(), unit.to_string()))
        .select(InstitutionRow::as_select())
        .first(db)
        .optional()?
        .map(Institution::try_from)
        .transpose()
}

/// Enters a person.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `institution_people_name_unique` for a post that is taken; [`StoreError::Reference`] for
/// an institution that is not registered.
pub fn insert_person(db: &mut Db, division: Division, one: &InstitutionPerson) -> Result<(), StoreError> {
    diesel::insert_into(institution_people::table)
        .values(PersonRow {
            division: division.to_string(),
            person_id: one.id.to_string(),
            unit_id: one.institution.to_string(),
            name: one.name.clone(),
            practice_from: one.practice_from,
            evaluation_from: one.evaluation_from,
            is_lead: one.is_lead,
            left_on: day(one.left_on),
        })
        .execute(db)?;
    Ok(())
}

/// Writes down that a person left; whether there was one to leave.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn leave(
    db: &mut Db,
    division: Division,
    (institution, person): (UnitId, InstitutionPersonId),
    on: NaiveDate,
) -> Result<bool, StoreError> {
    let known = institution_people::table
        .find((division.to_string(), person.to_string()))
        .filter(institution_people::unit_id.eq(institution.to_string()))
        .filter(institution_people::left_on.is_null());
    let updated = diesel::update(known)
        .set(institution_people::left_on.eq(on.to_string()))
        .execute(db)?;
    Ok(updated == 1)
}

/// Everybody of every institution, who left among them, in the order of entering.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn people(db: &mut Db, division: Division) -> Result<Vec<InstitutionPerson>, StoreError> {
    institution_people::table
        .filter(institution_people::division.eq(division.to_string()))
        .order(institution_people::person_id)
        .select(PersonRow::as_select())
        .load(db)?
        .into_iter()
        .map(InstitutionPerson::try_from)
        .collect()
}
