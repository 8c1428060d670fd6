//! 评分 (scores): rows are added, never edited; what was given before stays to be read.

use diesel::prelude::*;
use hengji_domain::evaluation::{ItemKey, ScoreStage, Side};
use hengji_domain::id::{EvaluationId, EvaluationScoreId, UserId};
use hengji_domain::{Division, Score, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::evaluation_scores;
use crate::text::{Row, loaded, stored};

/// One score of one item by one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationScore {
    /// Identity.
    pub id: EvaluationScoreId,
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// The item.
    pub item: ItemKey,
    /// Who scores.
    pub side: Side,
    /// Whose sheet: the scorer's id where several score independently, else a word for the side as a whole.
    pub slot: String,
    /// Number within item, side and sheet, from 1; the highest stands.
    pub serial: i32,
    /// Before the discussion or after it.
    pub stage: ScoreStage,
    /// Who.
    pub scorer: UserId,
    /// The name at the time.
    pub scorer_name: String,
    /// Points.
    pub score: Score,
    /// What was answered, as canonical JSON.
    pub answer: String,
    /// The arithmetic, a sentence on each line.
    pub trace: String,
    /// Evidence: words, page, attachment; after the discussion the reason of the change.
    pub evidence: String,
    /// When.
    pub made_at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = evaluation_scores, treat_none_as_default_value = false)]
struct ScoreRow {
    division: String,
    score_id: String,
    evaluation_id: String,
    item_key: String,
    side: String,
    slot: String,
    serial: i32,
    stage: String,
    scorer_id: String,
    scorer_name: String,
    score_centi: i32,
    answer: String,
    trace: String,
    evidence: Option<String>,
    made_at: i64,
}

impl ScoreRow {
    fn new(division: Division, one: &EvaluationScore) -> Self {
        Self {
            division: division.to_string(),
            score_id: one.id.to_string(),
            evaluation_id: one.evaluation.to_string(),
            item_key: one.item.to_string(),
            side: one.side.code().to_owned(),
            slot: one.slot.clone(),
            serial: one.serial,
            stage: one.stage.code().to_owned(),
            scorer_id: one.scorer.to_string(),
            scorer_name: one.scorer_name.clone(),
            score_centi: one.score.centi(),
            answer: one.answer.clone(),
            trace: one.trace.clone(),
            evidence: stored(&one.evidence),
            made_at: one.made_at.micros(),
        }
    }
}

impl TryFrom<ScoreRow> for EvaluationScore {
    type Error = StoreError;

    fn try_from(read: ScoreRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "evaluation_scores",
            key: &read.score_id,
        };
        Ok(Self {
            id: row.parse("score_id", &read.score_id)?,
            evaluation: row.parse("evaluation_id", &read.evaluation_id)?,
            side: row.code("side", &read.side, Side::from_code)?,
            stage: row.code("stage", &read.stage, ScoreStage::from_code)?,
            scorer: row.parse("scorer_id", &read.scorer_id)?,
            item: ItemKey::new(&read.item_key),
            score: Score::from_centi(read.score_centi),
            evidence: loaded(read.evidence),
            made_at: Timestamp::from_micros(read.made_at),
            slot: read.slot,
            serial: read.serial,
            scorer_name: read.scorer_name,
            answer: read.answer,
            trace: read.trace,
        })
    }
}

/// Adds scores; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `evaluation_scores_serial_unique` when somebody scored the same item in between.
pub fn insert_scores(db: &mut Db, division: Division, all: &[EvaluationScore]) -> Result<usize, StoreError> {
    let rows: Vec<ScoreRow> = all.iter().map(|one| ScoreRow::new(division, one)).collect();
    insert_chunked!(db, evaluation_scores::table, rows)
}

/// Every score of an evaluation, by item, side, sheet and serial.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn scores_of(
    db: &mut Db,
    division: Division,
    id: EvaluationId,
) -> Result<Vec<EvaluationScore>, StoreError> {
    scores_of_many(db, division, &[id])
}

/// Every score of several evaluations, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn scores_of_many(
    db: &mut Db,
    division: Division,
    ids: &[EvaluationId],
) -> Result<Vec<EvaluationScore>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    evaluation_scores::table
        .filter(evaluation_scores::division.eq(division.as_str()))
        .filter(evaluation_scores::evaluation_id.eq_any(ids))
        .order((
            evaluation_scores::evaluation_id,
            evaluation_scores::item_key,
            evaluation_scores::side,
            evaluation_scores::slot,
            evaluation_scores::serial,
        ))
        .select(ScoreRow::as_select())
        .load(db)?
        .into_iter()
        .map(EvaluationScore::try_from)
        .collect()
}
