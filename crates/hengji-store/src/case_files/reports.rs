//! 报告各版 (editions of the report): drafts with their text, final ones as papers of the register.

use diesel::prelude::*;
use hengji_domain::id::{EvaluationId, PaperId};
use hengji_domain::{Division, Timestamp};

use super::CaseHand;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::case_reports;
use crate::text::{Row, loaded, stored};

/// An edition of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseReport {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// Number, from 1.
    pub edition: i32,
    /// The text of a draft, canonical JSON; empty where the register of papers has it.
    pub text: String,
    /// Digest of the text.
    pub sha256: String,
    /// The paper; none of a draft.
    pub paper: Option<PaperId>,
    /// Its number; empty of a draft.
    pub number: String,
    /// Number of the conclusion it reports; 0 of a draft.
    pub result_edition: i32,
    /// Who made it, when.
    pub made: CaseHand,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = case_reports, treat_none_as_default_value = false)]
struct ReportRow {
    division: String,
    evaluation_id: String,
    edition: i32,
    text: Option<String>,
    sha256: String,
    paper_id: Option<String>,
    number: Option<String>,
    result_edition: i32,
    made_by_name: String,
    made_at: i64,
}

/// Keeps editions; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when an edition has this number already.
pub fn insert_reports(db: &mut Db, division: Division, all: &[CaseReport]) -> Result<usize, StoreError> {
    let rows: Vec<ReportRow> = all
        .iter()
        .map(|one| ReportRow {
            division: division.to_string(),
            evaluation_id: one.evaluation.to_string(),
            edition: one.edition,
            text: stored(&one.text),
            sha256: one.sha256.clone(),
            paper_id: one.paper.map(|id| id.to_string()),
            number: stored(&one.number),
            result_edition: one.result_edition,
            made_by_name: one.made.name.clone(),
            made_at: one.made.at.micros(),
        })
        .collect();
    insert_chunked!(db, case_reports::table, rows)
}

/// The editions of a case, the first one first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn reports_of(db: &mut Db, division: Division, id: EvaluationId) -> Result<Vec<CaseReport>, StoreError> {
    let rows: Vec<ReportRow> = case_reports::table
        .filter(case_reports::division.eq(division.as_str()))
        .filter(case_reports::evaluation_id.eq(id.to_string()))
        .order(case_reports::edition)
        .select(ReportRow::as_select())
        .load(db)?;
    rows.into_iter()
        .map(|read| {
            let row = Row {
                table: "case_reports",
                key: &read.evaluation_id,
            };
            Ok(CaseReport {
                evaluation: row.parse("evaluation_id", &read.evaluation_id)?,
                paper: row.parse_opt("paper_id", read.paper_id.as_deref())?,
                edition: read.edition,
                text: loaded(read.text),
                sha256: read.sha256,
                number: loaded(read.number),
                result_edition: read.result_edition,
                made: CaseHand {
                    name: read.made_by_name,
                    at: Timestamp::from_micros(read.made_at),
                },
            })
        })
        .collect()
}
