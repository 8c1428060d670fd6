//! One topic file: its rules with their dated values and variants, and its cases.

pub(crate) mod reader;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use hengji_domain::Division;
use hengji_domain::rule::Citation;

use crate::case::Case;
use crate::catalogue::{self, Known};
use crate::constraint::Constraint;
use crate::fields::Place;
use crate::refusal::{Fault, Refusal};
use crate::tree::Tree;
use crate::value::TypedValue;
use reader::Reader;

/// A rule as one division states it.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) known: &'static Known,
    pub(crate) division: Division,
    pub(crate) file: String,
    pub(crate) key: String,
    pub(crate) description: String,
    pub(crate) unit: String,
    pub(crate) constraints: Vec<Constraint>,
    pub(crate) introduces: bool,
    pub(crate) values: Vec<Arc<DatedValue>>,
    pub(crate) variants: Vec<Variant>,
}

/// A value from a day on.
#[derive(Debug)]
pub(crate) struct DatedValue {
    pub(crate) place: String,
    pub(crate) from: NaiveDate,
    pub(crate) until: Option<NaiveDate>,
    /// None where the source states no value.
    pub(crate) content: Option<Content>,
    pub(crate) citation: Arc<Citation>,
    pub(crate) note: Option<String>,
}

/// What a value says: as written and as read.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) tree: Tree,
    pub(crate) typed: TypedValue,
}

/// A value seen elsewhere: shown beside the rule, not in force.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) value: Arc<DatedValue>,
}

/// What a topic file holds.
#[derive(Debug, Default)]
pub(crate) struct TopicFile {
    pub(crate) definitions: Vec<Definition>,
    pub(crate) cases: Vec<Case>,
}

/// Registered sources: identifier → title and where it is.
pub(crate) type Sources = BTreeMap<String, String>;

/// Reads one topic file; faults are added to `refusals` so that all are told at once.
pub(crate) fn read(
    file: &str,
    division: Division,
    topic: &str,
    tree: &Tree,
    sources: &Sources,
    refusals: &mut Vec<Refusal>,
) -> TopicFile {
    let mut content = TopicFile::default();
    let root = Place::new(file, "", tree);
    let keys = match root.open_fields() {
        Ok(keys) => keys,
        Err(refusal) => {
            refusals.push(refusal);
            return content;
        }
    };
    for (key, place) in keys.all() {
        if key == "case" {
            read_cases(file, division, topic, &place, &mut content.cases, refusals);
            continue;
        }
        let rule = format!("{topic}.{key}");
        let Some(known) = catalogue::find(&rule) else {
            let near = catalogue::nearest(&rule);
            refusals.push(place.refuse(Fault::KeyUnknown { rule, near }));
            continue;
        };
        let reader = Reader {
            known,
            division,
            file,
            key,
            sources,
        };
        match reader.definition(&place) {
            Ok(definition) => content.definitions.push(definition),
            Err(refusal) => refusals.push(refusal),
        }
    }
    content
}

fn read_cases(
    file: &str,
    division: Division,
    topic: &str,
    place: &Place<'_>,
    cases: &mut Vec<Case>,
    refusals: &mut Vec<Refusal>,
) {
    let entries = place.entries().unwrap_or_else(|refusal| {
        refusals.push(refusal);
        Vec::new()
    });
    for entry in entries {
        match Case::read(&entry, file, topic, division) {
            Ok(case) => cases.push(case),
            Err(refusal) => refusals.push(refusal),
        }
    }
}

#[cfg(test)]
mod tests;
