//! A line as a row.

use diesel::prelude::*;
use hengji_domain::sheet::{Line, Sheet};
use hengji_domain::{Division, Score, Weight};

use super::value::ValueColumns;
use crate::error::StoreError;
use crate::schema::lines;
use crate::text::{Row, loaded, stored, year_column};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = lines, treat_none_as_default_value = false)]
pub(super) struct LineRow {
    division: String,
    pub(super) sheet_id: String,
    line_key: String,
    project_id: String,
    budget_year: i32,
    position: i32,
    level1: Option<String>,
    level2: Option<String>,
    level3: Option<String>,
    target_text: Option<String>,
    target_kind: String,
    target_comparator: Option<String>,
    target_value: Option<String>,
    target_high: Option<String>,
    target_unit: Option<String>,
    target_due_on: Option<String>,
    target_tiers: Option<String>,
    actual_text: Option<String>,
    actual_kind: String,
    actual_comparator: Option<String>,
    actual_value: Option<String>,
    actual_high: Option<String>,
    actual_unit: Option<String>,
    actual_due_on: Option<String>,
    actual_tiers: Option<String>,
    weight_centi: Option<i32>,
    stated_centi: Option<i32>,
    computed_centi: Option<i32>,
    reason: Option<String>,
    parent_key: Option<String>,
    library_indicator_id: Option<String>,
}

impl LineRow {
    pub(super) fn new(division: Division, sheet: &Sheet, line: &Line) -> Result<Self, StoreError> {
        let (target, actual) = (ValueColumns::new(&line.target)?, ValueColumns::new(&line.actual)?);
        Ok(Self {
            division: division.to_string(),
            sheet_id: sheet.id.to_string(),
            line_key: line.key.to_string(),
            project_id: sheet.project.to_string(),
            budget_year: year_column(sheet.year),
            position: i32::try_from(line.position)
                .map_err(|_| StoreError::corrupt("lines", line.key, "position"))?,
            level1: stored(&line.level1),
            level2: stored(&line.level2),
            level3: stored(&line.level3),
            target_text: target.text,
            target_kind: target.kind,
            target_comparator: target.comparator,
            target_value: target.value,
            target_high: target.high,
            target_unit: target.unit,
            target_due_on: target.due_on,
            target_tiers: target.tiers,
            actual_text: actual.text,
            actual_kind: actual.kind,
            actual_comparator: actual.comparator,
            actual_value: actual.value,
            actual_high: actual.high,
            actual_unit: actual.unit,
            actual_due_on: actual.due_on,
            actual_tiers: actual.tiers,
            weight_centi: line.weight.map(Weight::centi),
            stated_centi: line.stated_score.map(Score::centi),
            computed_centi: line.computed_score.map(Score::centi),
            reason: line.reason.as_deref().and_then(stored),
            parent_key: line.parent.map(|key| key.to_string()),
            library_indicator_id: line.library_indicator.map(|id| id.to_string()),
        })
    }

    pub(super) fn read(self) -> Result<Line, StoreError> {
        let row = Row {
            table: "lines",
            key: &self.line_key,
        };
        let target = ValueColumns {
            text: self.target_text,
            kind: self.target_kind,
            comparator: self.target_comparator,
            value: self.target_value,
            high: self.target_high,
            unit: self.target_unit,
            due_on: self.target_due_on,
            tiers: self.target_tiers,
        };
        let actual = ValueColumns {
            text: self.actual_text,
            kind: self.actual_kind,
            comparator: self.actual_comparator,
            value: self.actual_value,
            high: self.actual_high,
            unit: self.actual_unit,
            due_on: self.actual_due_on,
            tiers: self.actual_tiers,
        };
        Ok(Line {
            key: row.parse("line_key", &self.line_key)?,
            position: row.number("position", self.position)?,
            target: target.read(row)?,
            actual: actual.read(row)?,
            weight: self.weight_centi.map(Weight::from_centi),
            stated_score: self.stated_centi.map(Score::from_centi),
            computed_score: self.computed_centi.map(Score::from_centi),
            reason: self.reason,
            parent: row.parse_opt("parent_key", self.parent_key.as_deref())?,
            library_indicator: row.parse_opt("library_indicator_id", self.library_indicator_id.as_deref())?,
            level1: loaded(self.level1),
            level2: loaded(self.level2),
            level3: loaded(self.level3),
        })
    }
}
