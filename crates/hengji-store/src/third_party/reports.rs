//! 评价报告 (reports) of institutions and their ratings: versions are added, none is edited, and each is rated once.

use diesel::prelude::*;
use hengji_domain::id::{AssignmentId, UserId};
use hengji_domain::{Division, Score, Timestamp};

use super::{InstitutionHand, InstitutionSigner};
use crate::Db;
use crate::error::StoreError;
use crate::schema::{institution_reports, report_ratings};
use crate::text::{Row, loaded, stored};

/// 评价报告 (report), one version of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionReport {
    /// The assignment that it answers.
    pub assignment: AssignmentId,
    /// Which version, from 1.
    pub version: i32,
    /// How many pages the paper has.
    pub pages: u16,
    /// The text.
    pub content: String,
    /// Digest of the text.
    pub sha256: String,
    /// What the institution says to it: what changed, why passages are like those of another report.
    pub explanation: String,
    /// Who handed it over, and when.
    pub handed: InstitutionHand,
}

/// 报告评分 (rating) of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRating {
    /// The assignment whose report is rated.
    pub assignment: AssignmentId,
    /// Which version of the report.
    pub report_version: i32,
    /// Points and pages of each item, as canonical JSON.
    pub content: String,
    /// The total.
    pub total: Score,
    /// What is said of the whole.
    pub words: String,
    /// Who rated, and when.
    pub rated: InstitutionSigner,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = institution_reports, treat_none_as_default_value = false)]
struct ReportRow {
    division: String,
    assignment_id: String,
    version: i32,
    pages: i32,
    content: String,
    sha256: String,
    explanation: Option<String>,
    handed_by_name: String,
    handed_at: i64,
}

impl TryFrom<ReportRow> for InstitutionReport {
    type Error = StoreError;

    fn try_from(read: ReportRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "institution_reports",
            key: &read.assignment_id,
        };
        Ok(Self {
            assignment: row.parse("assignment_id", &read.assignment_id)?,
            version: read.version,
            pages: row.number("pages", read.pages)?,
            handed: InstitutionHand {
                name: read.handed_by_name,
                at: Timestamp::from_micros(read.handed_at),
            },
            content: read.content,
            sha256: read.sha256,
            explanation: loaded(read.explanation),
        })
    }
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = report_ratings, treat_none_as_default_value = false)]
struct RatingRow {
    division: String,
    assignment_id: String,
    report_version: i32,
    content: String,
    total_centi: i32,
    words: Option<String>,
    rated_by: String,
    rated_by_name: String,
    rated_at: i64,
}

impl TryFrom<RatingRow> for ReportRating {
    type Error = StoreError;

    fn try_from(read: RatingRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "report_ratings",
            key: &read.assignment_id,
        };
        let user: UserId = row.parse("rated_by", &read.rated_by)?;
        Ok(Self {
            assignment: row.parse("assignment_id", &read.assignment_id)?,
            report_version: read.report_version,
            total: Score::from_centi(read.total_centi),
            words: loaded(read.words),
            rated: InstitutionSigner {
                user,
                name: read.rated_by_name,
                at: Timestamp::from_micros(read.rated_at),
            },
            content: read.content,
        })
    }
}

/// Keeps a version of a report.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `institution_reports_pkey` when another one took the number;
/// [`StoreError::Reference`] for an unknown assignment.
pub fn insert_report(db: &mut Db, division: Division, one: &InstitutionReport) -> Result<(), StoreError> {
    diesel::insert_into(institution_reports::table)
        .values(ReportRow {
            division: division.to_string(),
            assignment_id: one.assignment.to_string(),
            version: one.version,
            pages: i32::from(one.pages),
            content: one.content.clone(),
            sha256: one.sha256.clone(),
            explanation: stored(&one.explanation),
            handed_by_name: one.handed.name.clone(),
            handed_at: one.handed.at.micros(),
        })
        .execute(db)?;
    Ok(())
}

/// Every version of the reports of these assignments, by assignment, the first version first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn reports_of(
    db: &mut Db,
    division: Division,
    assignments: &[AssignmentId],
) -> Result<Vec<InstitutionReport>, StoreError> {
    institution_reports::table
        .filter(institution_reports::division.eq(division.to_string()))
        .filter(institution_reports::assignment_id.eq_any(assignments.iter().map(ToString::to_string)))
        .order((institution_reports::assignment_id, institution_reports::version))
        .select(ReportRow::as_select())
        .load(db)?
        .into_iter()
        .map(InstitutionReport::try_from)
        .collect()
}

/// Keeps a rating.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `report_ratings_pkey` when somebody rated the version at the same time;
/// [`StoreError::Reference`] for a version that there is not.
pub fn insert_rating(db: &mut Db, division: Division, one: &ReportRating) -> Result<(), StoreError> {
    diesel::insert_into(report_ratings::table)
        .values(RatingRow {
            division: division.to_string(),
            assignment_id: one.assignment.to_string(),
            report_version: one.report_version,
            content: one.content.clone(),
            total_centi: one.total.centi(),
            words: stored(&one.words),
            rated_by: one.rated.user.to_string(),
            rated_by_name: one.rated.name.clone(),
            rated_at: one.rated.at.micros(),
        })
        .execute(db)?;
    Ok(())
}

/// Every rating of these assignments, by assignment, that of the first version first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn ratings_of(
    db: &mut Db,
    division: Division,
    assignments: &[AssignmentId],
) -> Result<Vec<ReportRating>, StoreError> {
    report_ratings::table
        .filter(report_ratings::division.eq(division.to_string()))
        .filter(report_ratings::assignment_id.eq_any(assignments.iter().map(ToString::to_string)))
        .order((report_ratings::assignment_id, report_ratings::report_version))
        .select(RatingRow::as_select())
        .load(db)?
        .into_iter()
        .map(ReportRating::try_from)
        .collect()
}
