//! An indicator as a row.

use diesel::prelude::*;
use hengji_domain::value::Comparator;

use super::LibraryIndicator;
use crate::error::StoreError;
use crate::schema::library_indicators;
use crate::text::{Row, loaded, stored, year_column};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = library_indicators, treat_none_as_default_value = false)]
pub(super) struct IndicatorRow {
    division: String,
    indicator_id: String,
    level1: String,
    level2: String,
    name: String,
    comparator: Option<String>,
    example: Option<String>,
    unit: Option<String>,
    source: String,
    initials: String,
    pinyin_sort: String,
    code: Option<String>,
    category: Option<String>,
    class_key: Option<String>,
    explanation: Option<String>,
    formula: Option<String>,
    evidence: Option<String>,
    data_source: Option<String>,
    value_basis: Option<String>,
    obtained_by: Option<String>,
    scoring_kind: Option<String>,
    functional_classes: Option<String>,
    economic_classes: Option<String>,
    is_quantified: bool,
    is_core: bool,
    valid_from: i32,
    valid_to: Option<i32>,
    successor_id: Option<String>,
    version: i32,
    search_text: Option<String>,
}

impl From<&LibraryIndicator> for IndicatorRow {
    fn from(one: &LibraryIndicator) -> Self {
        Self {
            division: one.division.to_string(),
            indicator_id: one.id.to_string(),
            level1: one.level1.clone(),
            level2: one.level2.clone(),
            name: one.name.clone(),
            comparator: one.comparator.map(|comparator| comparator.code().to_owned()),
            example: one.example.clone(),
            unit: one.unit.clone(),
            source: one.source.clone(),
            initials: one.initials.clone(),
            pinyin_sort: one.pinyin_sort.clone(),
            code: stored(&one.code),
            category: stored(&one.category),
            class_key: stored(&one.class_key),
            explanation: stored(&one.explanation),
            formula: stored(&one.formula),
            evidence: stored(&one.evidence),
            data_source: stored(&one.data_source),
            value_basis: stored(&one.value_basis),
            obtained_by: stored(&one.obtained_by),
            scoring_kind: stored(&one.scoring_kind),
            functional_classes: stored(&one.functional_classes),
            economic_classes: stored(&one.economic_classes),
            is_quantified: one.is_quantified,
            is_core: one.is_core,
            valid_from: year_column(one.valid_from),
            valid_to: one.valid_to.map(year_column),
            successor_id: one.successor.map(|id| id.to_string()),
            version: one.version,
            // The parts stand apart, so that no word is found across two of them.
            search_text: stored(&one.texts().join("\n").to_lowercase()),
        }
    }
}

impl TryFrom<IndicatorRow> for LibraryIndicator {
    type Error = StoreError;

    fn try_from(read: IndicatorRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "library_indicators",
            key: &read.indicator_id,
        };
        Ok(Self {
            id: row.parse("indicator_id", &read.indicator_id)?,
            division: row.parse("division", &read.division)?,
            comparator: read
                .comparator
                .map(|code| row.code("comparator", &code, Comparator::from_code))
                .transpose()?,
            valid_from: row.year(read.valid_from)?,
            valid_to: read.valid_to.map(|year| row.year(year)).transpose()?,
            successor: row.parse_opt("successor_id", read.successor_id.as_deref())?,
            code: loaded(read.code),
            category: loaded(read.category),
            class_key: loaded(read.class_key),
            level1: read.level1,
            level2: read.level2,
            name: read.name,
            explanation: loaded(read.explanation),
            formula: loaded(read.formula),
            example: read.example,
            unit: read.unit,
            evidence: loaded(read.evidence),
            data_source: loaded(read.data_source),
            value_basis: loaded(read.value_basis),
            obtained_by: loaded(read.obtained_by),
            scoring_kind: loaded(read.scoring_kind),
            functional_classes: loaded(read.functional_classes),
            economic_classes: loaded(read.economic_classes),
            is_quantified: read.is_quantified,
            is_core: read.is_core,
            version: read.version,
            source: read.source,
            initials: read.initials,
            pinyin_sort: read.pinyin_sort,
        })
    }
}
