//! Reading a tree with the place in mind, so that every refusal names file and key.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::refusal::{Fault, Refusal};
use crate::tree::{Tree, join};

/// A place in a rule file and what stands there.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    file: &'a str,
    path: String,
    tree: &'a Tree,
}

/// The fields of a table at a place.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    place: Place<'a>,
    fields: &'a BTreeMap<String, Tree>,
}

impl<'a> Place<'a> {
    pub(crate) fn new(file: &'a str, path: &str, tree: &'a Tree) -> Self {
        Self {
            file,
            path: path.to_owned(),
            tree,
        }
    }

    pub(crate) fn refuse(&self, fault: Fault) -> Refusal {
        Refusal {
            file: self.file.to_owned(),
            key: self.path.clone(),
            fault,
        }
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) const fn tree(&self) -> &'a Tree {
        self.tree
    }

    fn wrong(&self, expected: &str) -> Refusal {
        self.refuse(Fault::TypeWrong {
            expected: expected.to_owned(),
            found: self.tree.kind(),
        })
    }

    /// A table with these fields only.
    pub(crate) fn fields(&self, known: &[&str]) -> Result<Fields<'a>, Refusal> {
        let all = self.open_fields()?;
        match all.fields.keys().find(|name| !known.contains(&name.as_str())) {
            None => Ok(all),
            Some(field) => Err(self.refuse(Fault::FieldUnknown {
                field: field.clone(),
                known: known.join("、"),
            })),
        }
    }

    /// A table with any fields.
    pub(crate) fn open_fields(&self) -> Result<Fields<'a>, Refusal> {
        match self.tree {
            Tree::Table(fields) => Ok(Fields {
                place: self.clone(),
                fields,
            }),
            _ => Err(self.wrong("表")),
        }
    }

    /// The entries of a list that is not empty.
    pub(crate) fn entries(&self) -> Result<Vec<Self>, Refusal> {
        match self.tree {
            Tree::List(entries) if entries.is_empty() => Err(self.refuse(Fault::Empty)),
            Tree::List(entries) => Ok(entries
                .iter()
                .enumerate()
                .map(|(index, tree)| Self {
                    file: self.file,
                    path: format!("{}[{}]", self.path, index + 1),
                    tree,
                })
                .collect()),
            _ => Err(self.wrong("列表")),
        }
    }

    /// A text that is not blank.
    pub(crate) fn text(&self) -> Result<&'a str, Refusal> {
        match self.tree {
            Tree::Text(text) if text.trim().is_empty() => Err(self.refuse(Fault::Empty)),
            Tree::Text(text) => Ok(text),
            _ => Err(self.wrong("文字")),
        }
    }

    pub(crate) fn texts(&self) -> Result<Vec<String>, Refusal> {
        self.entries()?
            .iter()
            .map(|entry| entry.text().map(ToOwned::to_owned))
            .collect()
    }

    pub(crate) fn flag(&self) -> Result<bool, Refusal> {
        match self.tree {
            Tree::Flag(flag) => Ok(*flag),
            _ => Err(self.wrong("true 或 false")),
        }
    }

    pub(crate) fn date(&self) -> Result<NaiveDate, Refusal> {
        match self.tree {
            Tree::Date(date) => Ok(*date),
            _ => Err(self.wrong("日期(不加引号,例如 2021-01-01)")),
        }
    }

    pub(crate) fn decimal(&self) -> Result<Decimal, Refusal> {
        self.tree
            .decimal()
            .ok_or_else(|| self.wrong("整数或加引号的小数"))
    }

    /// A whole number from zero up.
    pub(crate) fn count(&self) -> Result<u64, Refusal> {
        match self.tree {
            Tree::Integer(number) => u64::try_from(*number).map_err(|_| self.wrong("不小于零的整数")),
            _ => Err(self.wrong("不小于零的整数")),
        }
    }

    /// A percentage, to basis points.
    pub(crate) fn percent_bp(&self) -> Result<u32, Refusal> {
        let bp = self.decimal()? * Decimal::ONE_HUNDRED;
        let whole = bp
            .is_integer()
            .then_some(bp)
            .and_then(|bp| u32::try_from(bp).ok());
        whole.ok_or_else(|| self.wrong("不小于零、至多两位小数的百分数"))
    }

    /// One of a closed list of words.
    pub(crate) fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T, Refusal> {
        let text = self.text()?;
        choices
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, choice)| *choice)
            .ok_or_else(|| {
                let known: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
                self.refuse(Fault::ChoiceUnknown {
                    text: text.to_owned(),
                    known: known.join("、"),
                })
            })
    }
}

impl<'a> Fields<'a> {
    pub(crate) fn refuse(&self, fault: Fault) -> Refusal {
        self.place.refuse(fault)
    }

    pub(crate) fn maybe(&self, name: &str) -> Option<Place<'a>> {
        self.fields.get(name).map(|tree| self.at(name, tree))
    }

    pub(crate) fn need(&self, name: &str) -> Result<Place<'a>, Refusal> {
        self.maybe(name).ok_or_else(|| {
            self.refuse(Fault::FieldMissing {
                field: name.to_owned(),
            })
        })
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&'a str, Place<'a>)> + '_ {
        self.fields
            .iter()
            .map(|(name, tree)| (name.as_str(), self.at(name, tree)))
    }

    /// `true` only where the flag is written and true.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        self.maybe(name).map_or(Ok(false), |place| place.flag())
    }

    /// A list of texts, empty where it is not written.
    pub(crate) fn texts(&self, name: &str) -> Result<Vec<String>, Refusal> {
        self.maybe(name).map_or(Ok(Vec::new()), |place| place.texts())
    }

    fn at(&self, name: &str, tree: &'a Tree) -> Place<'a> {
        Place {
            file: self.place.file,
            path: join(&self.place.path, name),
            tree,
        }
    }
}

/// Refuses a name that stands twice.
pub(crate) fn unique<'n>(place: &Place<'_>, names: impl Iterator<Item = &'n str>) -> Result<(), Refusal> {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(place.refuse(Fault::NameTwice {
                text: name.to_owned(),
            }));
        }
    }
    Ok(())
}
