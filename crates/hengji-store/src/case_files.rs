//! 评价档案 (case files): one for each evaluation of a kind that keeps one; plan, team, records, evidence, the exchange
//! of views and the editions of the report.

mod evidence;
mod list;
mod members;
mod points;
mod records;
mod reports;
mod steps;

use diesel::prelude::*;
use hengji_domain::case_file::{CaseStage, PlanState};
use hengji_domain::id::{EvaluationId, UserId};
use hengji_domain::{Division, Money, NaiveDate, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::case_files;
use crate::text::{Row, loaded, stored};

pub use evidence::{CaseEvidence, evidence_of, find_evidence, insert_evidence, withdraw_evidence};
pub use list::{
    CaseFileFilter, CaseFileListing, CaseFileSort, CaseFunds, count, count_waiting, findings_of,
    funds_by_kind, list,
};
pub use members::{CaseMember, declare, insert_members, members_of, remove_member};
pub use points::{CasePoint, PointSort, answer_points, decide_point, insert_points, points_of};
pub use records::{CaseRecord, insert_records, records_of, withdraw_record};
pub use reports::{CaseReport, insert_reports, reports_of};
pub use steps::{CaseStep, insert_steps, steps_of};

/// Whose hand something comes from; names are kept as they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseHand {
    /// The name.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

impl CaseHand {
    /// A hand of two nullable columns.
    fn read(name: Option<String>, at: Option<i64>) -> Option<Self> {
        Some(Self {
            name: name?,
            at: Timestamp::from_micros(at?),
        })
    }
}

/// What a work plan says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlanTexts {
    /// 评价目的.
    pub purpose: String,
    /// 评价对象和范围.
    pub scope: String,
    /// 评价方法.
    pub method: String,
    /// 进度安排.
    pub schedule: String,
    /// 资金数的来源.
    pub funds_source: String,
    /// 受托机构, as plain text.
    pub institution: String,
}

/// What only people can say in the report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportTexts {
    /// 主要经验及做法.
    pub experience: String,
    /// 有关建议.
    pub advice: String,
    /// 其他需要说明的问题.
    pub remarks: String,
}

/// 评价档案 (case file).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// Where the plan stands.
    pub plan: PlanState,
    /// What the plan says.
    pub texts: PlanTexts,
    /// 评价涉及资金: the money that the evaluation is about.
    pub funds: Option<Money>,
    /// What people say in the report.
    pub report: ReportTexts,
    /// Who submitted the plan: somebody else approves it.
    pub submitted_by: Option<UserId>,
    /// How far the report has come.
    pub stage: CaseStage,
    /// How often the unit was asked; 0 before the first time.
    pub round: i32,
    /// When it was asked last.
    pub sent_on: Option<NaiveDate>,
    /// By when it answers.
    pub due_on: Option<NaiveDate>,
    /// When it answered.
    pub answered_on: Option<NaiveDate>,
    /// Optimistic lock.
    pub version: i32,
}

impl CaseFile {
    /// An empty file for an evaluation that was just opened.
    pub fn new(evaluation: EvaluationId) -> Self {
        Self {
            evaluation,
            plan: PlanState::Writing,
            texts: PlanTexts::default(),
            funds: None,
            report: ReportTexts::default(),
            submitted_by: None,
            stage: CaseStage::WorkingPaper,
            round: 0,
            sent_on: None,
            due_on: None,
            answered_on: None,
            version: 1,
        }
    }
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = case_files, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, evaluation_id))]
pub(crate) struct FileRow {
    division: String,
    evaluation_id: String,
    plan_state: String,
    purpose: Option<String>,
    subject_scope: Option<String>,
    method: Option<String>,
    schedule: Option<String>,
    funds_fen: Option<i64>,
    funds_source: Option<String>,
    institution: Option<String>,
    experience: Option<String>,
    advice: Option<String>,
    remarks: Option<String>,
    submitted_by: Option<String>,
    stage: String,
    round: i32,
    sent_on: Option<String>,
    due_on: Option<String>,
    answered_on: Option<String>,
    version: i32,
}

impl FileRow {
    fn new(division: Division, one: &CaseFile) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        Self {
            division: division.to_string(),
            evaluation_id: one.evaluation.to_string(),
            plan_state: one.plan.code().to_owned(),
            purpose: stored(&one.texts.purpose),
            subject_scope: stored(&one.texts.scope),
            method: stored(&one.texts.method),
            schedule: stored(&one.texts.schedule),
            funds_fen: one.funds.map(Money::fen),
            funds_source: stored(&one.texts.funds_source),
            institution: stored(&one.texts.institution),
            experience: stored(&one.report.experience),
            advice: stored(&one.report.advice),
            remarks: stored(&one.report.remarks),
            submitted_by: one.submitted_by.map(|id| id.to_string()),
            stage: one.stage.code().to_owned(),
            round: one.round,
            sent_on: day(one.sent_on),
            due_on: day(one.due_on),
            answered_on: day(one.answered_on),
            version: one.version,
        }
    }
}

impl TryFrom<FileRow> for CaseFile {
    type Error = StoreError;

    fn try_from(read: FileRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "case_files",
            key: &read.evaluation_id,
        };
        Ok(Self {
            evaluation: row.parse("evaluation_id", &read.evaluation_id)?,
            plan: row.code("plan_state", &read.plan_state, PlanState::from_code)?,
            submitted_by: row.parse_opt("submitted_by", read.submitted_by.as_deref())?,
            stage: row.code("stage", &read.stage, CaseStage::from_code)?,
            sent_on: row.date("sent_on", read.sent_on.as_deref())?,
            due_on: row.date("due_on", read.due_on.as_deref())?,
            answered_on: row.date("answered_on", read.answered_on.as_deref())?,
            funds: read.funds_fen.map(Money::from_fen),
            texts: PlanTexts {
                purpose: loaded(read.purpose),
                scope: loaded(read.subject_scope),
                method: loaded(read.method),
                schedule: loaded(read.schedule),
                funds_source: loaded(read.funds_source),
                institution: loaded(read.institution),
            },
            report: ReportTexts {
                experience: loaded(read.experience),
                advice: loaded(read.advice),
                remarks: loaded(read.remarks),
            },
            round: read.round,
            version: read.version,
        })
    }
}

/// Opens case files; how many.
///
/// # Errors
///
/// [`StoreError::Reference`] when an evaluation does not exist.
pub fn insert_many(db: &mut Db, division: Division, all: &[CaseFile]) -> Result<usize, StoreError> {
    let rows: Vec<FileRow> = all.iter().map(|one| FileRow::new(division, one)).collect();
    insert_chunked!(db, case_files::table, rows)
}

/// The case file of an evaluation; none of a kind that keeps none.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: EvaluationId) -> Result<Option<CaseFile>, StoreError> {
    case_files::table
        .find((division.as_str(), id.to_string()))
        .select(FileRow::as_select())
        .first(db)
        .optional()?
        .map(CaseFile::try_from)
        .transpose()
}

/// Stores a file as it is now, one version further; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update(db: &mut Db, division: Division, one: &CaseFile) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let row = FileRow {
        version: next,
        ..FileRow::new(division, one)
    };
    let updated = diesel::update(
        case_files::table
            .find((division.as_str(), one.evaluation.to_string()))
            .filter(case_files::version.eq(one.version)),
    )
    .set(&row)
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "case_files",
            key: one.evaluation.to_string(),
        });
    }
    Ok(next)
}

#[cfg(test)]
mod tests;
