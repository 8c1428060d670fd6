//! 本地更改 (overlay): values that a bureau has approved, laid over the files it was given.
//!
//! Laying changes texts, not books: what is laid is loaded like any other folder, so that the same format,
//! constraints and cases decide, and what is exported is exactly what is in force.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hengji_domain::rule::Verification;
use hengji_domain::{BudgetYear, Division};

use crate::book::{RuleBook, SOURCES};
use crate::files::RuleFile;
use crate::refusal::{Fault, Refusal, RuleRefusals};
use crate::toml_text;
use crate::tree::{self, Tree};

/// 本地更改 (overlay value): one value of one rule from one budget year on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayValue {
    /// The division that approved it.
    pub division: Division,
    /// `topic.key`.
    pub rule: String,
    /// In force from this budget year.
    pub from: BudgetYear,
    /// What stands behind `value =`; none for 未设定.
    pub value: Option<String>,
    /// The document it is based on.
    pub basis: Basis,
    /// How well it is known.
    pub verification: Verification,
    /// What a reader must know.
    pub note: Option<String>,
}

/// 依据 (basis): the document and its clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The identifier under which the division's own list of sources has it.
    pub source_id: String,
    /// Its name as pages and papers cite it.
    pub title: String,
    /// Where it was read.
    pub found_at: String,
    /// The clause.
    pub clause: String,
}

/// The files with the values laid over them, in the order given: of two values of a rule from the same year the
/// later one stands. `base` is the book of `files`.
///
/// # Errors
///
/// Values that are no TOML, rules that neither the program nor an outer division knows; what else may be wrong is
/// found when the files are loaded.
pub fn lay(
    base: &RuleBook,
    files: &[RuleFile],
    values: &[OverlayValue],
) -> Result<Vec<RuleFile>, RuleRefusals> {
    let mut touched: BTreeMap<String, BTreeMap<String, Tree>> = BTreeMap::new();
    let mut refusals = Vec::new();
    for value in values {
        let (topic, key) = value.rule.split_once('.').unwrap_or((&value.rule, ""));
        let file = format!("{}/{topic}.toml", value.division);
        let sources = format!("{}/{SOURCES}", value.division);
        let laid = opened(&mut touched, files, &file)
            .and_then(|fields| lay_value(base, &file, key, value, fields))
            .and_then(|()| opened(&mut touched, files, &sources))
            .map(|fields| {
                fields.insert(value.basis.source_id.clone(), source(&value.basis));
            });
        refusals.extend(laid.err().into_iter().flatten());
    }
    if !refusals.is_empty() {
        return Err(RuleRefusals(refusals));
    }
    let mut laid: Vec<RuleFile> = files
        .iter()
        .filter(|file| !touched.contains_key(&file.name))
        .cloned()
        .collect();
    laid.extend(touched.into_iter().map(|(name, fields)| RuleFile {
        text: format!("# {HEAD}\n{}", toml_text::file(&fields)),
        name,
    }));
    Ok(laid)
}

const HEAD: &str =
    "本地更改已并入。由系统导出,可放入 rules 目录下本区划的文件夹,用 hengji rules check 检查。";

fn opened<'a>(
    touched: &'a mut BTreeMap<String, BTreeMap<String, Tree>>,
    files: &[RuleFile],
    name: &str,
) -> Result<&'a mut BTreeMap<String, Tree>, Vec<Refusal>> {
    if !touched.contains_key(name) {
        let text = files.iter().find(|file| file.name == name);
        let read = match text {
            Some(file) => tree::read(&file.name, &file.text)?,
            None => Tree::Table(BTreeMap::new()),
        };
        let fields = match read {
            Tree::Table(fields) => fields,
            _ => BTreeMap::new(),
        };
        touched.insert(name.to_owned(), fields);
    }
    Ok(touched.entry(name.to_owned()).or_default())
}

fn lay_value(
    base: &RuleBook,
    file: &str,
    key: &str,
    value: &OverlayValue,
    fields: &mut BTreeMap<String, Tree>,
) -> Result<(), Vec<Refusal>> {
    let from = first_day(value.from);
    let content = match &value.value {
        None => None,
        Some(text) => Some(read_value(file, key, text)?),
    };
    let entry = entry(value, from, content.clone());
    let rule = match fields.remove(key) {
        Some(Tree::Table(rule)) => with_value(rule, from, entry),
        _ => with_value(head(base, file, key, value)?, from, entry),
    };
    fields.insert(key.to_owned(), Tree::Table(rule));
    retire_cases(fields, key, value);
    add_case(fields, key, value, content);
    Ok(())
}

/// Reads what a person wrote behind `value =`.
fn read_value(file: &str, key: &str, text: &str) -> Result<Tree, Vec<Refusal>> {
    let tree = tree::read(file, &format!("value = {text}")).map_err(|refusals| {
        let at = |refusal| Refusal {
            key: key.to_owned(),
            ..refusal
        };
        refusals.into_iter().map(at).collect::<Vec<_>>()
    })?;
    match tree {
        // A line break could smuggle further keys into the file.
        Tree::Table(fields) if fields.len() == 1 => {
            Ok(fields.into_values().next().unwrap_or(Tree::Integer(0)))
        }
        _ => Err(vec![Refusal {
            file: file.to_owned(),
            key: key.to_owned(),
            fault: Fault::Syntax {
                line: 1,
                text: text.lines().next().unwrap_or_default().to_owned(),
            },
        }]),
    }
}

fn entry(value: &OverlayValue, from: NaiveDate, content: Option<Tree>) -> Tree {
    let mut fields = BTreeMap::from([("from".to_owned(), Tree::Date(from))]);
    match content {
        Some(content) => fields.insert("value".to_owned(), content),
        None => fields.insert("unset".to_owned(), Tree::Flag(true)),
    };
    let reference = [
        ("source", &value.basis.source_id),
        ("clause", &value.basis.clause),
    ];
    let reference = reference.map(|(name, text)| (name.to_owned(), Tree::Text(text.clone())));
    fields.insert("reference".to_owned(), Tree::Table(reference.into()));
    match value.verification {
        Verification::Verified { on } => fields.insert("verified_on".to_owned(), Tree::Date(on)),
        Verification::Partly => fields.insert("verification".to_owned(), text("partly")),
        Verification::Unverified => fields.insert("verification".to_owned(), text("unverified")),
    };
    if let Some(note) = &value.note {
        fields.insert("note".to_owned(), text(note));
    }
    Tree::Table(fields)
}

/// The rule with the entry in place of one from the same day.
fn with_value(mut rule: BTreeMap<String, Tree>, from: NaiveDate, entry: Tree) -> BTreeMap<String, Tree> {
    let mut values = match rule.remove("value") {
        Some(Tree::List(values)) => values,
        _ => Vec::new(),
    };
    values.retain(|value| value.field("from") != Some(&Tree::Date(from)));
    values.push(entry);
    values.sort_by_key(|value| match value.field("from") {
        Some(Tree::Date(from)) => *from,
        _ => NaiveDate::default(),
    });
    rule.insert("value".to_owned(), Tree::List(values));
    rule
}

/// What a rule of an outer division says of itself; the inner one states it again, as the format wants it.
fn head(
    base: &RuleBook,
    file: &str,
    key: &str,
    value: &OverlayValue,
) -> Result<BTreeMap<String, Tree>, Vec<Refusal>> {
    let definition = base.definition(value.division, &value.rule).ok_or_else(|| {
        vec![Refusal {
            file: file.to_owned(),
            key: key.to_owned(),
            fault: Fault::OverridesNothing,
        }]
    })?;
    Ok([
        ("description", definition.description.as_str()),
        ("unit", definition.unit.as_str()),
        ("selects_on", "budget_year"),
    ]
    .map(|(name, words)| (name.to_owned(), text(words)))
    .into())
}

/// A case about the value that no longer holds would prove the wrong thing.
fn retire_cases(fields: &mut BTreeMap<String, Tree>, key: &str, value: &OverlayValue) {
    let Some(Tree::List(cases)) = fields.get_mut("case") else {
        return;
    };
    cases.retain(|case| {
        let is_own = case
            .field("division")
            .is_none_or(|division| division.text() == Some(value.division.as_str()));
        let is_later =
            matches!(case.field("as_of"), Some(Tree::Integer(year)) if i64::from(value.from.get()) <= *year);
        !(is_own && is_later && case.field("rule").and_then(Tree::text) == Some(key))
    });
}

/// A look-up beside the value, so that whoever lays the exported file into `rules/` can prove that it is in force.
fn add_case(fields: &mut BTreeMap<String, Tree>, key: &str, value: &OverlayValue, content: Option<Tree>) {
    let expected = match content {
        Some(content) => ("value".to_owned(), content),
        None => ("unset".to_owned(), Tree::Flag(true)),
    };
    let case = [
        ("rule", text(key)),
        ("name", text(&format!("自 {} 年度起的本地值", value.from))),
        ("as_of", Tree::Integer(value.from.get().into())),
        ("input", Tree::Table(BTreeMap::new())),
        ("expected", Tree::Table(BTreeMap::from([expected]))),
        (
            "because",
            text(&format!("{} {}", value.basis.title, value.basis.clause)),
        ),
    ];
    let case = Tree::Table(case.map(|(name, tree)| (name.to_owned(), tree)).into());
    match fields.get_mut("case") {
        Some(Tree::List(cases)) => cases.push(case),
        _ => {
            fields.insert("case".to_owned(), Tree::List(vec![case]));
        }
    }
}

fn source(basis: &Basis) -> Tree {
    let fields = [("title", &basis.title), ("found_at", &basis.found_at)];
    Tree::Table(fields.map(|(name, words)| (name.to_owned(), text(words))).into())
}

fn text(words: &str) -> Tree {
    Tree::Text(words.to_owned())
}

/// A budget year begins on the first of January.
fn first_day(year: BudgetYear) -> NaiveDate {
    NaiveDate::from_ymd_opt(year.get().into(), 1, 1).unwrap_or_default()
}

#[cfg(test)]
mod tests;
