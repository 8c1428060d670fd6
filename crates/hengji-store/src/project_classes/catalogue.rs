//! 年度动态目录 (yearly catalogue): its editions and where each stands.

use diesel::prelude::*;
use hengji_domain::id::{CatalogueId, UserId};
use hengji_domain::project_class::CatalogueState;
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::class_catalogues;
use crate::text::{Row, loaded, stored, year_column};

/// Who did something with a catalogue, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// The person.
    pub user: UserId,
    /// The name at that time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// One edition of the catalogue of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    /// Identity.
    pub id: CatalogueId,
    /// Budget year.
    pub year: BudgetYear,
    /// 版次, from 1.
    pub edition: i32,
    /// Where it stands.
    pub state: CatalogueState,
    /// Why there is a new edition; empty for the first.
    pub reason: String,
    /// The rules it was computed under, as the application wrote them down.
    pub basis: String,
    /// Fingerprint of the rules in force.
    pub rules_version: String,
    /// Digest of its content, once frozen.
    pub sha256: Option<String>,
    /// Who had it computed.
    pub proposed: Hand,
    /// Who handed it to the bureau leader.
    pub submitted: Option<Hand>,
    /// Who approved or returned it.
    pub decided: Option<Hand>,
    /// Why it was returned; empty where it was not.
    pub returned_words: String,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = class_catalogues, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, catalogue_id))]
struct CatalogueRow {
    division: String,
    catalogue_id: String,
    budget_year: i32,
    edition: i32,
    state: String,
    reason: Option<String>,
    basis: String,
    rules_version: String,
    sha256: Option<String>,
    proposed_by: String,
    proposed_by_name: String,
    proposed_at: i64,
    submitted_by: Option<String>,
    submitted_by_name: Option<String>,
    submitted_at: Option<i64>,
    decided_by: Option<String>,
    decided_by_name: Option<String>,
    decided_at: Option<i64>,
    returned_words: Option<String>,
    version: i32,
}

impl CatalogueRow {
    fn new(division: Division, catalogue: &Catalogue, version: i32) -> Self {
        let (proposed_by, proposed_by_name, proposed_at) = columns(&catalogue.proposed);
        let (submitted_by, submitted_by_name, submitted_at) = split(catalogue.submitted.as_ref());
        let (decided_by, decided_by_name, decided_at) = split(catalogue.decided.as_ref());
        Self {
            division: division.to_string(),
            catalogue_id: catalogue.id.to_string(),
            budget_year: year_column(catalogue.year),
            edition: catalogue.edition,
            state: catalogue.state.code().to_owned(),
            reason: stored(&catalogue.reason),
            basis: catalogue.basis.clone(),
            rules_version: catalogue.rules_version.clone(),
            sha256: catalogue.sha256.clone(),
            proposed_by,
            proposed_by_name,
            proposed_at,
            submitted_by,
            submitted_by_name,
            submitted_at,
            decided_by,
            decided_by_name,
            decided_at,
            returned_words: stored(&catalogue.returned_words),
            version,
        }
    }
}

fn columns(hand: &Hand) -> (String, String, i64) {
    (hand.user.to_string(), hand.name.clone(), hand.at.micros())
}

fn split(hand: Option<&Hand>) -> (Option<String>, Option<String>, Option<i64>) {
    match hand.map(columns) {
        Some((user, name, at)) => (Some(user), Some(name), Some(at)),
        None => (None, None, None),
    }
}

impl TryFrom<CatalogueRow> for Catalogue {
    type Error = StoreError;

    fn try_from(stored: CatalogueRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "class_catalogues",
            key: &stored.catalogue_id,
        };
        let hand = |column: &str, user: Option<String>, name: Option<String>, at: Option<i64>| {
            let user = row.parse_opt(column, user.as_deref())?;
            Ok::<Option<Hand>, StoreError>(match (user, name, at) {
                (Some(user), Some(name), Some(at)) => Some(Hand {
                    user,
                    name,
                    at: Timestamp::from_micros(at),
                }),
                _ => None,
            })
        };
        Ok(Self {
            id: row.parse("catalogue_id", &stored.catalogue_id)?,
            year: row.year(stored.budget_year)?,
            edition: stored.edition,
            state: row.code("state", &stored.state, CatalogueState::from_code)?,
            reason: loaded(stored.reason),
            proposed: Hand {
                user: row.parse("proposed_by", &stored.proposed_by)?,
                name: stored.proposed_by_name,
                at: Timestamp::from_micros(stored.proposed_at),
            },
            submitted: hand(
                "submitted_by",
                stored.submitted_by,
                stored.submitted_by_name,
                stored.submitted_at,
            )?,
            decided: hand(
                "decided_by",
                stored.decided_by,
                stored.decided_by_name,
                stored.decided_at,
            )?,
            returned_words: loaded(stored.returned_words),
            basis: stored.basis,
            rules_version: stored.rules_version,
            sha256: stored.sha256,
            version: stored.version,
        })
    }
}

/// Adds an edition.
///
/// # Errors
///
/// [`StoreError::Duplicate`] with `class_catalogues_edition_unique` when somebody else has just made that edition.
pub fn insert_catalogue(db: &mut Db, division: Division, catalogue: &Catalogue) -> Result<(), StoreError> {
    diesel::insert_into(class_catalogues::table)
        .values(CatalogueRow::new(division, catalogue, catalogue.version))
        .execute(db)?;
    Ok(())
}

/// Every edition of the year, newest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn editions(db: &mut Db, division: Division, year: BudgetYear) -> Result<Vec<Catalogue>, StoreError> {
    class_catalogues::table
        .filter(class_catalogues::division.eq(division.as_str()))
        .filter(class_catalogues::budget_year.eq(year_column(year)))
        .order((class_catalogues::edition.desc(), class_catalogues::catalogue_id))
        .select(CatalogueRow::as_select())
        .load(db)?
        .into_iter()
        .map(Catalogue::try_from)
        .collect()
}

/// The newest edition of the year.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn latest(db: &mut Db, division: Division, year: BudgetYear) -> Result<Option<Catalogue>, StoreError> {
    Ok(editions(db, division, year)?.into_iter().next())
}

/// The edition with this number.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn by_edition(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    edition: i32,
) -> Result<Option<Catalogue>, StoreError> {
    let all = editions(db, division, year)?;
    Ok(all.into_iter().find(|catalogue| catalogue.edition == edition))
}

/// The edition in force.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn frozen(db: &mut Db, division: Division, year: BudgetYear) -> Result<Option<Catalogue>, StoreError> {
    let all = editions(db, division, year)?;
    Ok(all
        .into_iter()
        .find(|catalogue| catalogue.state == CatalogueState::Frozen))
}

/// Stores the edition as given, one version further; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update_catalogue(db: &mut Db, division: Division, catalogue: &Catalogue) -> Result<i32, StoreError> {
    let next = catalogue.version.saturating_add(1);
    let updated = diesel::update(
        class_catalogues::table
            .find((division.as_str(), catalogue.id.to_string()))
            .filter(class_catalogues::version.eq(catalogue.version)),
    )
    .set(CatalogueRow::new(division, catalogue, next))
    .execute(db)?;
    if updated == 0 {
        return Err(stale(catalogue.id));
    }
    Ok(next)
}

/// Notes that something in a proposed edition changed, so that whoever hands it in meanwhile sees it first.
///
/// # Errors
///
/// [`StoreError::Stale`] when it is no longer proposed.
pub fn touch(db: &mut Db, division: Division, id: CatalogueId) -> Result<(), StoreError> {
    let updated = diesel::update(
        class_catalogues::table
            .find((division.as_str(), id.to_string()))
            .filter(class_catalogues::state.eq(CatalogueState::Proposed.code())),
    )
    .set(class_catalogues::version.eq(class_catalogues::version + 1))
    .execute(db)?;
    if updated == 0 {
        return Err(stale(id));
    }
    Ok(())
}

fn stale(id: CatalogueId) -> StoreError {
    StoreError::Stale {
        table: "class_catalogues",
        key: id.to_string(),
    }
}
