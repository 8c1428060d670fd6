//! 评价指标体系 (frameworks): one file each under `rules/<division>/frameworks/`, with the kinds evaluated by it.
//!
//! A bureau adds a kind of evaluation by adding a file: the file's name is the framework's code, its `[[kind]]`
//! entries say who scores, its `[[value]]` entries are the framework from a day on. An inner division's file of
//! the same name takes the place of the outer one.

mod check;
mod item;
mod kind;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use hengji_domain::Division;
use hengji_domain::evaluation::{EvaluationKind, FactDefinition, FactOrigin, Framework, SystemFact, Veto};
use hengji_domain::rule::{Citation, Verification};

use crate::case::Case;
use crate::fields::{Fields, Place, unique};
use crate::refusal::{Fault, Refusal};
use crate::rule_file::Sources;
use crate::rule_file::reader::{reference, verification, year_bound};
use crate::tree::Tree;

pub(crate) use check::check_frameworks;

/// The folder of a division in which its frameworks stand.
pub(crate) const FOLDER: &str = "frameworks/";

/// A framework as one division states it.
#[derive(Debug)]
pub(crate) struct FrameworkFile {
    pub(crate) division: Division,
    pub(crate) file: String,
    pub(crate) code: String,
    pub(crate) kinds: Vec<EvaluationKind>,
    pub(crate) values: Vec<Arc<DatedFramework>>,
}

/// A framework from a day on.
#[derive(Debug)]
pub(crate) struct DatedFramework {
    pub(crate) from: NaiveDate,
    pub(crate) until: Option<NaiveDate>,
    pub(crate) tree: Tree,
    pub(crate) framework: Arc<Framework>,
    pub(crate) citation: Arc<Citation>,
}

/// 生效的指标体系 (framework in force): the framework, where it comes from, and the kinds evaluated by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkInForce {
    /// The framework.
    pub framework: Arc<Framework>,
    /// Where it comes from.
    pub citation: Arc<Citation>,
    /// The kinds of evaluation that use it.
    pub kinds: Vec<EvaluationKind>,
    /// The file, e.g. `330108/frameworks/subdistrict.toml`.
    pub file: String,
}

impl FrameworkFile {
    /// The framework in force on a day.
    pub(crate) fn on(&self, day: NaiveDate) -> Option<&Arc<DatedFramework>> {
        let latest = self.values.iter().rev().find(|value| value.from <= day)?;
        let is_over = latest.until.is_some_and(|until| until < day);
        (!is_over).then_some(latest)
    }

    /// What it is in a year, as the application asks for it.
    pub(crate) fn in_force(&self, value: &DatedFramework) -> FrameworkInForce {
        FrameworkInForce {
            framework: Arc::clone(&value.framework),
            citation: Arc::clone(&value.citation),
            kinds: self.kinds.clone(),
            file: self.file.clone(),
        }
    }
}

/// Reads one file.
pub(crate) fn read(
    file: &str,
    division: Division,
    code: &str,
    tree: &Tree,
    sources: &Sources,
) -> Result<(FrameworkFile, Vec<Case>), Refusal> {
    let root = Place::new(file, "", tree);
    let is_code = !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if !is_code {
        return Err(root.refuse(Fault::KeyUnknown {
            rule: file.to_owned(),
            near: ",指标体系的文件名只用小写字母和下划线,例如 village.toml".to_owned(),
        }));
    }
    let fields = root.fields(&["name", "kind", "value", "case"])?;
    let name = fields.need("name")?.text()?;
    let values = fields.need("value")?;
    let mut dated: Vec<Arc<DatedFramework>> = Vec::new();
    for entry in values.entries()? {
        let reader = Reader {
            division,
            code,
            name,
            sources,
        };
        let value = reader.value(&entry)?;
        if dated.iter().any(|other| other.from == value.from) {
            return Err(entry.refuse(Fault::FromTwice {
                from: value.from.to_string(),
            }));
        }
        dated.push(Arc::new(value));
    }
    dated.sort_by_key(|value| value.from);
    let cases = match fields.maybe("case") {
        None => Vec::new(),
        Some(list) => {
            let entries = list.entries()?;
            let read = entries
                .iter()
                .map(|entry| Case::read(entry, file, "framework", division));
            read.collect::<Result<_, _>>()?
        }
    };
    let kinds = kind::kinds(&fields, code)?;
    let read = FrameworkFile {
        division,
        file: file.to_owned(),
        code: code.to_owned(),
        kinds,
        values: dated,
    };
    Ok((read, cases))
}

struct Reader<'a> {
    division: Division,
    code: &'a str,
    name: &'a str,
    sources: &'a Sources,
}

impl Reader<'_> {
    fn value(&self, place: &Place<'_>) -> Result<DatedFramework, Refusal> {
        let fields = place.fields(&[
            "from",
            "until",
            "reference",
            "verified_on",
            "verification",
            "note",
            "fact",
            "part",
            "veto",
        ])?;
        let from = year_bound(
            &fields.need("from")?,
            (1, 1),
            "预算年度从 1 月 1 日起,请写当年的 01-01",
        )?;
        let until = match fields.maybe("until") {
            None => None,
            Some(at) => Some(year_bound(
                &at,
                (12, 31),
                "预算年度到 12 月 31 日止,请写当年的 12-31",
            )?),
        };
        let (source, clause) = reference(&fields, self.sources)?;
        let verification = verification(&fields)?;
        let citation = Citation {
            rule: format!("framework.{}", self.code),
            description: self.name.to_owned(),
            division: self.division,
            from,
            source,
            clause,
            verification,
        };
        let facts = facts(&fields)?;
        let is_unverified = verification == Verification::Unverified;
        let parts = item::parts(&fields.need("part")?, &facts, is_unverified)?;
        let framework = Framework {
            code: self.code.to_owned(),
            name: self.name.to_owned(),
            facts,
            parts,
            vetoes: vetoes(&fields)?,
        };
        Ok(DatedFramework {
            from,
            until,
            tree: place.tree().clone(),
            framework: Arc::new(framework),
            citation: Arc::new(citation),
        })
    }
}

fn facts(fields: &Fields<'_>) -> Result<Vec<FactDefinition>, Refusal> {
    let Some(list) = fields.maybe("fact") else {
        return Ok(Vec::new());
    };
    let origins = SystemFact::ALL.map(|fact| (fact.code(), fact));
    let fact = |place: &Place<'_>| {
        let fields = place.fields(&["code", "name", "unit", "system"])?;
        let code = fields.need("code")?;
        let text = code.text()?;
        let is_name = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !is_name {
            return Err(code.refuse(Fault::TypeWrong {
                expected: "小写字母开头的数据项名称".to_owned(),
                found: code.tree().kind(),
            }));
        }
        Ok(FactDefinition {
            code: text.to_owned(),
            name: fields.need("name")?.text()?.to_owned(),
            unit: fields.need("unit")?.text()?.to_owned(),
            origin: match fields.maybe("system") {
                None => FactOrigin::Entered,
                Some(system) => FactOrigin::System(system.choice(&origins)?),
            },
        })
    };
    let facts: Vec<FactDefinition> = list.entries()?.iter().map(fact).collect::<Result<_, _>>()?;
    unique(&list, facts.iter().map(|fact| fact.code.as_str()))?;
    Ok(facts)
}

fn vetoes(fields: &Fields<'_>) -> Result<Vec<Veto>, Refusal> {
    let Some(list) = fields.maybe("veto") else {
        return Ok(Vec::new());
    };
    let veto = |place: &Place<'_>| {
        let fields = place.fields(&["code", "name", "grade"])?;
        let text = |name: &str| -> Result<String, Refusal> { Ok(fields.need(name)?.text()?.to_owned()) };
        Ok(Veto {
            code: text("code")?,
            name: text("name")?,
            grade: text("grade")?,
        })
    };
    let vetoes: Vec<Veto> = list.entries()?.iter().map(veto).collect::<Result<_, _>>()?;
    unique(&list, vetoes.iter().map(|veto| veto.code.as_str()))?;
    Ok(vetoes)
}

/// The years in which frameworks of a lineage begin or end.
pub(crate) fn boundaries<'a>(files: impl Iterator<Item = &'a FrameworkFile>) -> BTreeSet<i32> {
    let values = files.flat_map(|file| &file.values);
    values
        .flat_map(|value| [Some(value.from.year()), value.until.map(|until| until.year() + 1)])
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests;
