//! 评价指标 (items) of evaluations, as they were copied when the evaluation was opened.

use diesel::prelude::*;
use hengji_domain::evaluation::ItemKey;
use hengji_domain::id::EvaluationId;
use hengji_domain::{Division, Score, Weight};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::evaluation_items;
use crate::text::{Row, loaded, stored};

/// An item of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationItem {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// Key within it: of an indicator line the key of the line.
    pub key: ItemKey,
    /// Place on the sheet, from 1.
    pub position: u32,
    /// Code of the part.
    pub part: String,
    /// The levels between the part and the item, outermost first.
    pub path: Vec<String>,
    /// Its name.
    pub name: String,
    /// Full points.
    pub weight: Weight,
    /// The method as canonical JSON.
    pub method: String,
    /// What it means; of a line its target and its actual value.
    pub explanation: String,
    /// What evidence is asked for.
    pub evidence: String,
    /// Where it comes from.
    pub basis: String,
    /// Whether it was not checked against an official text.
    pub is_unverified: bool,
    /// Of a line what the unit gave itself.
    pub own: Option<Score>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = evaluation_items, treat_none_as_default_value = false)]
struct ItemRow {
    division: String,
    evaluation_id: String,
    item_key: String,
    position: i32,
    part: String,
    path: Option<String>,
    name: String,
    weight_centi: i32,
    method: String,
    explanation: Option<String>,
    evidence: Option<String>,
    basis: Option<String>,
    is_unverified: bool,
    own_centi: Option<i32>,
}

impl ItemRow {
    fn new(division: Division, item: &EvaluationItem) -> Self {
        Self {
            division: division.to_string(),
            evaluation_id: item.evaluation.to_string(),
            item_key: item.key.to_string(),
            position: i32::try_from(item.position).unwrap_or(i32::MAX),
            part: item.part.clone(),
            path: stored(&item.path.join("\n")),
            name: item.name.clone(),
            weight_centi: item.weight.centi(),
            method: item.method.clone(),
            explanation: stored(&item.explanation),
            evidence: stored(&item.evidence),
            basis: stored(&item.basis),
            is_unverified: item.is_unverified,
            own_centi: item.own.map(Score::centi),
        }
    }
}

impl TryFrom<ItemRow> for EvaluationItem {
    type Error = StoreError;

    fn try_from(read: ItemRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "evaluation_items",
            key: &read.item_key,
        };
        Ok(Self {
            evaluation: row.parse("evaluation_id", &read.evaluation_id)?,
            position: row.number("position", read.position)?,
            key: ItemKey::new(&read.item_key),
            path: loaded(read.path).lines().map(str::to_owned).collect(),
            weight: Weight::from_centi(read.weight_centi),
            explanation: loaded(read.explanation),
            evidence: loaded(read.evidence),
            basis: loaded(read.basis),
            own: read.own_centi.map(Score::from_centi),
            part: read.part,
            name: read.name,
            method: read.method,
            is_unverified: read.is_unverified,
        })
    }
}

/// Writes items down; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] for a key that stands twice in one evaluation.
pub fn insert_items(db: &mut Db, division: Division, all: &[EvaluationItem]) -> Result<usize, StoreError> {
    let rows: Vec<ItemRow> = all.iter().map(|item| ItemRow::new(division, item)).collect();
    insert_chunked!(db, evaluation_items::table, rows)
}

/// The items of an evaluation in their order.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn items_of(
    db: &mut Db,
    division: Division,
    id: EvaluationId,
) -> Result<Vec<EvaluationItem>, StoreError> {
    items_of_many(db, division, &[id])
}

/// The items of several evaluations, each evaluation's in their order, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn items_of_many(
    db: &mut Db,
    division: Division,
    ids: &[EvaluationId],
) -> Result<Vec<EvaluationItem>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    evaluation_items::table
        .filter(evaluation_items::division.eq(division.as_str()))
        .filter(evaluation_items::evaluation_id.eq_any(ids))
        .order((evaluation_items::evaluation_id, evaluation_items::position))
        .select(ItemRow::as_select())
        .load(db)?
        .into_iter()
        .map(EvaluationItem::try_from)
        .collect()
}
