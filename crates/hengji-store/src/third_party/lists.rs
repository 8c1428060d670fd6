//! 合格机构名单 (lists): kept as they were made public.

use diesel::prelude::*;
use hengji_domain::id::InstitutionListId;
use hengji_domain::{BudgetYear, Division, Timestamp};

use super::InstitutionHand;
use crate::Db;
use crate::error::StoreError;
use crate::schema::institution_lists;
use crate::text::{Row, year_column};

/// 合格机构名单 (list of eligible institutions).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionList {
    /// Identity.
    pub id: InstitutionListId,
    /// The calendar year for which it was made.
    pub year: BudgetYear,
    /// Which of the year, from 1.
    pub number: i32,
    /// Its rows as canonical JSON.
    pub content: String,
    /// Digest of the content.
    pub sha256: String,
    /// Who froze it, and when.
    pub frozen: InstitutionHand,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = institution_lists)]
struct ListRow {
    division: String,
    list_id: String,
    list_year: i32,
    number: i32,
    content: String,
    sha256: String,
    frozen_by_name: String,
    frozen_at: i64,
}

impl TryFrom<ListRow> for InstitutionList {
    type Error = StoreError;

    fn try_from(read: ListRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "institution_lists",
            key: &read.list_id,
        };
        Ok(Self {
            id: row.parse("list_id", &read.list_id)?,
            year: row.year(read.list_year)?,
            frozen: InstitutionHand {
                name: read.frozen_by_name,
                at: Timestamp::from_micros(read.frozen_at),
            },
            number: read.number,
            content: read.content,
            sha256: read.sha256,
        })
    }
}

/// Keeps a list.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `institution_lists_number_unique` when somebody was faster.
pub fn insert_list(db: &mut Db, division: Division, one: &InstitutionList) -> Result<(), StoreError> {
    diesel::insert_into(institution_lists::table)
        .values(ListRow {
            division: division.to_string(),
            list_id: one.id.to_string(),
            list_year: year_column(one.year),
            number: one.number,
            content: one.content.clone(),
            sha256: one.sha256.clone(),
            frozen_by_name: one.frozen.name.clone(),
            frozen_at: one.frozen.at.micros(),
        })
        .execute(db)?;
    Ok(())
}

/// Every list of the division, the latest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn lists(db: &mut Db, division: Division) -> Result<Vec<InstitutionList>, StoreError> {
    institution_lists::table
        .filter(institution_lists::division.eq(division.to_string()))
        .order((
            institution_lists::list_year.desc(),
            institution_lists::number.desc(),
        ))
        .select(ListRow::as_select())
        .load(db)?
        .into_iter()
        .map(InstitutionList::try_from)
        .collect()
}

/// One list.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_list(
    db: &mut Db,
    division: Division,
    id: InstitutionListId,
) -> Result<Option<InstitutionList>, StoreError> {
    institution_lists::table
        .find((division.to_string(), id.to_string()))
        .select(ListRow::as_select())
        .first(db)
        .optional()?
        .map(InstitutionList::try_from)
        .transpose()
}
