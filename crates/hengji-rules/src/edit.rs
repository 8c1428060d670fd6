//! 规则值的填写 (edit): a value of any shape as fields that an official can fill in, and back.
//!
//! The fields follow the value that is there; what its shape allows beyond it is added blank. Reading is generous,
//! because the loader decides what a value may be and says so in words.

mod skeleton;

use std::collections::BTreeMap;

use hengji_domain::Division;

use crate::book::RuleBook;
use crate::catalogue::{self, Shape};
use crate::show;
use crate::toml_text;
use crate::tree::Tree;

/// Blank rows under a list, for entries to add.
const BLANK_ROWS: usize = 2;

/// The name under which the fields of a value are posted; those below add theirs with a dot.
const ROOT: &str = "v";

/// 一个填写项 (field): a label with what is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditField {
    /// The name under which it is posted, e.g. `v.output`.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// How it is filled in.
    pub control: Control,
}

/// How something is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// A number, with the words of its unit.
    Number {
        /// As written.
        text: String,
        /// `%`, `个` …, or nothing.
        unit: &'static str,
    },
    /// A text of one line.
    Text(String),
    /// Texts, one on each line.
    Lines(String),
    /// One of a closed list of codes with names; blank for none.
    Choice {
        /// The codes with their names.
        options: Vec<(&'static str, &'static str)>,
        /// The code chosen.
        chosen: String,
    },
    /// Fields that belong together.
    Group(Vec<EditField>),
    /// Entries with the same plain columns; a row left blank is no entry.
    Rows(Vec<Vec<EditField>>),
}

/// 规则值的填写 (form): the fields of one rule's value.
#[derive(Debug, Clone)]
pub struct ValueForm {
    shape: Shape,
    unit: &'static str,
    /// What may stand there, with the types of its leaves.
    hint: Tree,
    labels: Vec<(String, String)>,
}

impl ValueForm {
    /// The form of a rule of the division, after the value in `like`; none for a rule whose value has no form while
    /// it is unset, and can only be written as text.
    pub fn new(book: &RuleBook, division: Division, rule: &str, like: Option<&Tree>) -> Option<Self> {
        let known = catalogue::find(rule)?;
        let unit = book
            .definition(division, rule)
            .map_or("", |one| one.unit.as_str());
        let hint = skeleton::merged(skeleton::of(known.shape), like.cloned())?;
        let names = show::class_names(book.definitions.iter().map(AsRef::as_ref));
        let mut labels: Vec<(String, String)> = skeleton::labels(known.shape);
        labels.extend(
            names
                .pairs()
                .map(|(class, name)| (class.to_owned(), name.to_owned())),
        );
        Some(Self {
            shape: known.shape,
            unit: show::unit_words(unit),
            hint,
            labels,
        })
    }

    /// The fields, filled with a value.
    pub fn fields(&self, value: Option<&Tree>) -> EditField {
        self.field(ROOT, "新的数值", &self.hint, value)
    }

    /// The value that was filled in.
    pub fn read(&self, posted: &BTreeMap<String, String>) -> Tree {
        read(ROOT, &self.hint, posted).unwrap_or_else(|| blank(&self.hint))
    }

    fn field(&self, name: &str, label: &str, hint: &Tree, value: Option<&Tree>) -> EditField {
        EditField {
            name: name.to_owned(),
            label: label.to_owned(),
            control: self.control(name, hint, value),
        }
    }

    fn control(&self, name: &str, hint: &Tree, value: Option<&Tree>) -> Control {
        let last = name.rsplit('.').next().unwrap_or_default();
        if let Some(options) = skeleton::options(self.shape, last, hint) {
            let chosen = value.map(leaf_text).unwrap_or_default();
            return Control::Choice { options, chosen };
        }
        match hint {
            Tree::Table(fields) => Control::Group(self.ordered(name, fields, value)),
            Tree::List(entries) if entries.iter().any(|entry| matches!(entry, Tree::Table(_))) => {
                self.list(name, &template(entries), value.map_or(&[], Tree::entries))
            }
            Tree::List(_) => {
                let lines = value.map_or(&[][..], Tree::entries).iter().map(leaf_text);
                Control::Lines(lines.collect::<Vec<_>>().join("\n"))
            }
            leaf => {
                let text = value.map(leaf_text).unwrap_or_default();
                if is_number(leaf) {
                    let unit = if name == ROOT || matches!(self.shape, Shape::Weights) {
                        self.unit
                    } else {
                        ""
                    };
                    Control::Number { text, unit }
                } else {
                    Control::Text(text)
                }
            }
        }
    }

    /// Plain entries are rows of a table; entries with parts of their own are groups below one another.
    fn list(&self, name: &str, template: &Tree, entries: &[Tree]) -> Control {
        let Tree::Table(columns) = template else {
            return Control::Rows(Vec::new());
        };
        let height = entries.len() + BLANK_ROWS;
        let rows = (0..height).map(|index| {
            let path = format!("{name}.{index}");
            self.ordered(&path, columns, entries.get(index))
        });
        let is_plain = columns.values().all(|column| !has_parts(column));
        if is_plain {
            return Control::Rows(rows.collect());
        }
        let group = |(index, fields): (usize, Vec<EditField>)| EditField {
            name: format!("{name}.{index}"),
            label: format!("第 {} 项", index + 1),
            control: Control::Group(fields),
        };
        Control::Group(rows.enumerate().map(group).collect())
    }

    fn ordered(&self, name: &str, fields: &BTreeMap<String, Tree>, value: Option<&Tree>) -> Vec<EditField> {
        let mut keys: Vec<&String> = fields.keys().collect();
        let place = |key: &str| self.labels.iter().position(|(known, _)| known == key);
        keys.sort_by_key(|key| place(key).unwrap_or(usize::MAX));
        keys.into_iter()
            .filter_map(|key| {
                let hint = fields.get(key)?;
                let inner = value.and_then(|value| value.field(key));
                Some(self.field(&format!("{name}.{key}"), self.label(key), hint, inner))
            })
            .collect()
    }

    fn label<'a>(&'a self, key: &'a str) -> &'a str {
        let own = self.labels.iter().find(|(known, _)| known == key);
        own.map_or_else(|| skeleton::word(key), |(_, words)| words)
    }
}

impl Tree {
    /// The value as it stands behind `value =` in a rule file.
    pub fn to_toml(&self) -> String {
        toml_text::inline(self)
    }

    /// Reads what stands behind `value =`; none where it is no TOML or holds a float.
    pub fn of_toml(text: &str) -> Option<Self> {
        let read = crate::tree::read("", &format!("value = {text}")).ok()?;
        match read {
            Self::Table(fields) if fields.len() == 1 => fields.into_values().next(),
            _ => None,
        }
    }
}

impl EditField {
    /// Every name that the form posts.
    pub fn names(&self) -> Vec<String> {
        match &self.control {
            Control::Group(fields) => fields.iter().flat_map(Self::names).collect(),
            Control::Rows(rows) => rows.iter().flatten().flat_map(Self::names).collect(),
            _ => vec![self.name.clone()],
        }
    }
}

/// What an entry may have: every field of any of them, each with the first type met.
fn template(entries: &[Tree]) -> Tree {
    let mut all: BTreeMap<String, Tree> = BTreeMap::new();
    for entry in entries {
        let Tree::Table(fields) = entry else { continue };
        for (name, field) in fields {
            let known = all.remove(name);
            let merged = skeleton::merged(known, Some(field.clone()));
            all.extend(merged.map(|merged| (name.clone(), merged)));
        }
    }
    Tree::Table(all)
}

fn has_parts(hint: &Tree) -> bool {
    match hint {
        Tree::Table(_) => true,
        Tree::List(entries) => entries.iter().any(|entry| matches!(entry, Tree::Table(_))),
        _ => false,
    }
}

fn is_number(leaf: &Tree) -> bool {
    leaf.decimal().is_some()
}

fn leaf_text(tree: &Tree) -> String {
    match tree {
        Tree::Text(text) => text.clone(),
        Tree::List(entries) => entries.iter().map(leaf_text).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}

/// What nobody filled in.
fn blank(hint: &Tree) -> Tree {
    match hint {
        Tree::Table(_) => Tree::Table(BTreeMap::new()),
        Tree::List(_) => Tree::List(Vec::new()),
        _ => Tree::Text(String::new()),
    }
}

/// The value below a name; none where everything is blank.
fn read(name: &str, hint: &Tree, posted: &BTreeMap<String, String>) -> Option<Tree> {
    match hint {
        Tree::Table(fields) => {
            let fields: BTreeMap<String, Tree> = fields
                .iter()
                .filter_map(|(key, hint)| Some((key.clone(), read(&format!("{name}.{key}"), hint, posted)?)))
                .collect();
            (!fields.is_empty()).then_some(Tree::Table(fields))
        }
        Tree::List(entries) if entries.iter().any(|entry| matches!(entry, Tree::Table(_))) => {
            let (template, prefix) = (template(entries), format!("{name}."));
            let indices = posted.keys().filter_map(|key| {
                let index = key.strip_prefix(&prefix)?.split('.').next()?;
                index.parse::<usize>().ok()
            });
            let height = indices.max().map_or(0, |last| last.saturating_add(1));
            let read = (0..height).filter_map(|index| read(&format!("{name}.{index}"), &template, posted));
            let entries: Vec<Tree> = read.collect();
            (!entries.is_empty()).then_some(Tree::List(entries))
        }
        Tree::List(entries) => {
            let lines = posted.get(name)?.lines().map(str::trim);
            let kind = entries.first();
            let entries: Vec<Tree> = lines
                .filter(|line| !line.is_empty())
                .map(|line| leaf(kind.unwrap_or(&Tree::Flag(false)), line))
                .collect();
            (!entries.is_empty()).then_some(Tree::List(entries))
        }
        kind => {
            let text = posted.get(name)?.trim();
            (!text.is_empty()).then(|| leaf(kind, text))
        }
    }
}

/// A leaf of the type that stands there now; what does not fit stays a text, for the loader to refuse.
fn leaf(kind: &Tree, text: &str) -> Tree {
    match kind {
        Tree::Flag(_) if text == "true" => Tree::Flag(true),
        Tree::Flag(_) if text == "false" => Tree::Flag(false),
        Tree::Date(_) => text
            .parse()
            .map_or_else(|_| Tree::Text(text.to_owned()), Tree::Date),
        number if is_number(number) => text
            .replace([',', ','], "")
            .parse()
            .map_or_else(|_| Tree::Text(text.to_owned()), Tree::Integer),
        _ => Tree::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests;
