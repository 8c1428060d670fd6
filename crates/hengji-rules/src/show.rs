//! 规则展示 (rows): rules as people read them, and the fingerprint of their values.

mod labels;
mod project_class;
mod words;

use std::sync::Arc;

use chrono::NaiveDate;
use hengji_domain::Division;
use hengji_domain::rule::Citation;

use crate::rule_file::{DatedValue, Definition};
use crate::value::{ClassNames, Taxonomy, Typed};

pub(crate) use labels::{UNITS, field as field_words, method as method_words, unit as unit_words};

/// One dated value of a rule, for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow {
    /// `topic.key`.
    pub rule: &'static str,
    /// What the rule is, in Chinese.
    pub description: String,
    /// The division whose file states it.
    pub division: Division,
    /// In force from this day.
    pub from: NaiveDate,
    /// In force to this day, where it has an end.
    pub until: Option<NaiveDate>,
    /// The value in words; 未设定 where the source states none.
    pub value: String,
    /// Whether there is a value.
    pub is_set: bool,
    /// Source, clause, verification.
    pub citation: Arc<Citation>,
    /// What a reader must know about the value.
    pub note: Option<String>,
    /// What other places do: not in force.
    pub variants: Vec<VariantRow>,
    /// The file, e.g. `330108/goal.toml`.
    pub file: String,
}

/// A variant seen elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantRow {
    /// Its name.
    pub name: String,
    /// The value in words.
    pub value: String,
    /// Source, clause, verification.
    pub citation: Arc<Citation>,
    /// What a reader must know about it.
    pub note: Option<String>,
}

pub(crate) fn row(definition: &Definition, value: &DatedValue, names: &ClassNames) -> RuleRow {
    RuleRow {
        rule: definition.known.rule,
        description: definition.description.clone(),
        division: definition.division,
        from: value.from,
        until: value.until,
        value: in_words(value, &definition.unit, names),
        is_set: value.content.is_some(),
        citation: Arc::clone(&value.citation),
        note: value.note.clone(),
        variants: definition
            .variants
            .iter()
            .map(|variant| VariantRow {
                name: variant.name.clone(),
                value: in_words(&variant.value, &definition.unit, names),
                citation: Arc::clone(&variant.value.citation),
                note: variant.value.note.clone(),
            })
            .collect(),
        file: definition.file.clone(),
    }
}

/// The class names that the definitions know, of the newest taxonomy first.
pub(crate) fn class_names<'a>(definitions: impl Iterator<Item = &'a Definition>) -> ClassNames {
    let newest_first = definitions.flat_map(|definition| definition.values.iter().rev());
    ClassNames::of(newest_first.filter_map(|value| Taxonomy::of(&value.content.as_ref()?.typed)))
}

fn in_words(value: &DatedValue, unit: &str, names: &ClassNames) -> String {
    value.content.as_ref().map_or_else(
        || "未设定".to_owned(),
        |content| words::content(content, unit, names),
    )
}

#[cfg(test)]
mod tests;
