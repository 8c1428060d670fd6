//! Points of sheets with what was said of them.

use std::collections::BTreeMap;

use diesel::prelude::*;
use hengji_domain::evaluation::ItemKey;
use hengji_domain::id::SignOffId;
use hengji_domain::sign_off::{
    Answered, PointAnswer, SecondLook, SecondOutcome, SignOffHand, SignOffPoint, SignOffSheet, Verdict,
};
use hengji_domain::{Division, Score, Timestamp, Weight};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{sign_off_answers, sign_off_looks, sign_off_points};
use crate::text::{Row, loaded, stored};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = sign_off_points, treat_none_as_default_value = false)]
struct PointRow {
    division: String,
    sign_off_id: String,
    number: i32,
    item_key: Option<String>,
    name: Option<String>,
    weight_centi: Option<i32>,
    own_centi: Option<i32>,
    verified_centi: Option<i32>,
    words: String,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = sign_off_answers, treat_none_as_default_value = false)]
struct AnswerRow {
    division: String,
    sign_off_id: String,
    number: i32,
    verdict: String,
    words: Option<String>,
    evidence: Option<String>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = sign_off_looks, treat_none_as_default_value = false)]
struct LookRow {
    division: String,
    sign_off_id: String,
    number: i32,
    outcome: String,
    words: String,
    score_centi: Option<i32>,
    looked_by: String,
    looked_by_name: String,
    looked_at: i64,
}

/// Numbers of points are small; one that does not fit is refused by the engine as a duplicate or a missing point.
fn column(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Writes the points of sheets down, in bulk.
pub(super) fn insert(db: &mut Db, division: Division, all: &[SignOffSheet]) -> Result<usize, StoreError> {
    let mut rows = Vec::new();
    for sheet in all {
        rows.extend(sheet.points.iter().map(|point| PointRow {
            division: division.to_string(),
            sign_off_id: sheet.id.to_string(),
            number: column(point.number),
            item_key: point.item.as_ref().map(ToString::to_string),
            name: stored(&point.name),
            weight_centi: point.weight.map(Weight::centi),
            own_centi: point.own.map(Score::centi),
            verified_centi: point.verified.map(Score::centi),
            words: point.words.clone(),
        }));
    }
    insert_chunked!(db, sign_off_points::table, rows)
}

/// Writes the department's answers down, in bulk; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a point has one: an answer is never replaced.
pub fn insert_answers(
    db: &mut Db,
    division: Division,
    all: &[(SignOffId, Vec<Answered>)],
) -> Result<usize, StoreError> {
    let mut rows = Vec::new();
    for (sheet, answers) in all {
        rows.extend(answers.iter().map(|one| AnswerRow {
            division: division.to_string(),
            sign_off_id: sheet.to_string(),
            number: column(one.number),
            verdict: one.answer.verdict.code().to_owned(),
            words: stored(&one.answer.words),
            evidence: stored(&one.answer.evidence),
        }));
    }
    insert_chunked!(db, sign_off_answers::table, rows)
}

/// Writes second looks down, in bulk; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a point has one; [`StoreError::Reference`] for a point without an answer.
pub fn insert_looks(
    db: &mut Db,
    division: Division,
    all: &[(SignOffId, u32, SecondLook)],
) -> Result<usize, StoreError> {
    let rows: Vec<LookRow> = all
        .iter()
        .map(|(sheet, number, look)| LookRow {
            division: division.to_string(),
            sign_off_id: sheet.to_string(),
            number: column(*number),
            outcome: look.outcome.code().to_owned(),
            words: look.words.clone(),
            score_centi: look.score.map(Score::centi),
            looked_by: look.hand.user.to_string(),
            looked_by_name: look.hand.name.clone(),
            looked_at: look.hand.at.micros(),
        })
        .collect();
    insert_chunked!(db, sign_off_looks::table, rows)
}

/// The points of sheets in their order, in one statement.
pub(super) fn of_sheets(
    db: &mut Db,
    division: Division,
    sheets: &[String],
) -> Result<BTreeMap<String, Vec<SignOffPoint>>, StoreError> {
    let rows: Vec<(PointRow, Option<AnswerRow>, Option<LookRow>)> = sign_off_points::table
        .left_join(
            sign_off_answers::table.on(sign_off_answers::division
                .eq(sign_off_points::division)
                .and(sign_off_answers::sign_off_id.eq(sign_off_points::sign_off_id))
                .and(sign_off_answers::number.eq(sign_off_points::number))),
        )
        .left_join(
            sign_off_looks::table.on(sign_off_looks::division
                .eq(sign_off_points::division)
                .and(sign_off_looks::sign_off_id.eq(sign_off_points::sign_off_id))
                .and(sign_off_looks::number.eq(sign_off_points::number))),
        )
        .filter(sign_off_points::division.eq(division.to_string()))
        .filter(sign_off_points::sign_off_id.eq_any(sheets))
        .order((sign_off_points::sign_off_id, sign_off_points::number))
        .select((
            PointRow::as_select(),
            Option::<AnswerRow>::as_select(),
            Option::<LookRow>::as_select(),
        ))
        .load(db)?;
    let mut all: BTreeMap<String, Vec<SignOffPoint>> = BTreeMap::new();
    for (point, answer, look) in rows {
        let key = point.sign_off_id.clone();
        all.entry(key).or_default().push(read(point, answer, look)?);
    }
    Ok(all)
}

fn read(
    point: PointRow,
    answer: Option<AnswerRow>,
    look: Option<LookRow>,
) -> Result<SignOffPoint, StoreError> {
    let row = Row {
        table: "sign_off_points",
        key: &point.sign_off_id,
    };
    let answer = answer
        .map(|answer| {
            Ok::<_, StoreError>(PointAnswer {
                verdict: row.code("verdict", &answer.verdict, Verdict::from_code)?,
                words: loaded(answer.words),
                evidence: loaded(answer.evidence),
            })
        })
        .transpose()?;
    let second = look
        .map(|look| {
            Ok::<_, StoreError>(SecondLook {
                outcome: row.code("outcome", &look.outcome, SecondOutcome::from_code)?,
                words: look.words,
                score: look.score_centi.map(Score::from_centi),
                hand: SignOffHand {
                    user: row.parse("looked_by", &look.looked_by)?,
                    name: look.looked_by_name,
                    at: Timestamp::from_micros(look.looked_at),
                },
            })
        })
        .transpose()?;
    Ok(SignOffPoint {
        number: row.number("number", point.number)?,
        item: point.item_key.as_deref().map(ItemKey::new),
        name: loaded(point.name),
        weight: point.weight_centi.map(Weight::from_centi),
        own: point.own_centi.map(Score::from_centi),
        verified: point.verified_centi.map(Score::from_centi),
        words: point.words,
        answer,
        second,
    })
}
