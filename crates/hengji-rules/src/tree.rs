//! The content of a rule file without floats: what is left of TOML after reading.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::refusal::{Fault, Refusal};

/// 规则内容 (tree): a number, a text, a list or a table. Decimals are written as texts in the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// A whole number.
    Integer(i64),
    /// A text, or a decimal number in quotes.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A calendar date.
    Date(NaiveDate),
    /// A list.
    List(Vec<Self>),
    /// A table.
    Table(BTreeMap<String, Self>),
}

impl Tree {
    /// The exact number, also where it is written as a decimal in quotes.
    pub fn decimal(&self) -> Option<Decimal> {
        match self {
            Self::Integer(number) => Some(Decimal::from(*number)),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The field of a table.
    pub fn field(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Table(fields) => fields.get(name),
            _ => None,
        }
    }

    /// The entries of a list.
    pub fn entries(&self) -> &[Self] {
        match self {
            Self::List(entries) => entries,
            _ => &[],
        }
    }

    /// What stands there, in words for a refusal.
    pub(crate) fn kind(&self) -> String {
        match self {
            Self::Integer(number) => format!("整数 {number}"),
            Self::Text(text) => format!("文字“{text}”"),
            Self::Flag(flag) => format!("是否值 {flag}"),
            Self::Date(date) => format!("日期 {date}"),
            Self::List(_) => "列表".to_owned(),
            Self::Table(_) => "表".to_owned(),
        }
    }
}

impl fmt::Display for Tree {
    /// Canonical: keys sorted, no white space, so that equal contents give equal texts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Date(date) => write!(f, "{date}"),
            Self::List(entries) => {
                f.write_str("[")?;
                for (index, entry) in entries.iter().enumerate() {
                    if 0 < index {
                        f.write_str(",")?;
                    }
                    write!(f, "{entry}")?;
                }
                f.write_str("]")
            }
            Self::Table(fields) => {
                f.write_str("{")?;
                for (index, (name, field)) in fields.iter().enumerate() {
                    if 0 < index {
                        f.write_str(",")?;
                    }
                    write!(f, "{name}={field}")?;
                }
                f.write_str("}")
            }
        }
    }
}

/// Reads a file's text.
///
/// # Errors
///
/// One refusal for a text that is no TOML, else one for each float and each bad date.
pub(crate) fn read(file: &str, text: &str) -> Result<Tree, Vec<Refusal>> {
    let table: toml::Table = text
        .parse()
        .map_err(|error| vec![unreadable(file, text, &error)])?;
    let mut refusals = Vec::new();
    let tree = convert(file, "", &toml::Value::Table(table), &mut refusals);
    if refusals.is_empty() {
        Ok(tree)
    } else {
        Err(refusals)
    }
}

fn convert(file: &str, path: &str, value: &toml::Value, refusals: &mut Vec<Refusal>) -> Tree {
    let mut refuse = |fault| {
        refusals.push(Refusal {
            file: file.to_owned(),
            key: path.to_owned(),
            fault,
        });
        Tree::Integer(0)
    };
    match value {
        toml::Value::String(text) => Tree::Text(text.clone()),
        toml::Value::Integer(number) => Tree::Integer(*number),
        toml::Value::Boolean(flag) => Tree::Flag(*flag),
        toml::Value::Float(float) => refuse(Fault::Float {
            text: float.to_string(),
        }),
        toml::Value::Datetime(datetime) => match calendar_date(datetime) {
            Some(date) => Tree::Date(date),
            None => refuse(Fault::DateBad {
                text: datetime.to_string(),
                why: "应为不带时刻的日期,例如 2021-01-01".to_owned(),
            }),
        },
        toml::Value::Array(entries) => Tree::List(
            entries
                .iter()
                .enumerate()
                .map(|(index, entry)| convert(file, &format!("{path}[{}]", index + 1), entry, refusals))
                .collect(),
        ),
        toml::Value::Table(fields) => Tree::Table(
            fields
                .iter()
                .map(|(name, field)| (name.clone(), convert(file, &join(path, name), field, refusals)))
                .collect(),
        ),
    }
}

/// `goal` and `from` make `goal.from`.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn calendar_date(datetime: &toml::value::Datetime) -> Option<NaiveDate> {
    match (datetime.date, datetime.time, datetime.offset) {
        (Some(date), None, None) => {
            NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
        }
        _ => None,
    }
}

fn unreadable(file: &str, text: &str, error: &toml::de::Error) -> Refusal {
    let start = error.span().map_or(0, |span| span.start);
    let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
    let shown = text.lines().nth(line - 1).unwrap_or_default().trim().to_owned();
    let fault = if error.message().contains("duplicate key") {
        Fault::KeyTwice { line, text: shown }
    } else {
        Fault::Syntax { line, text: shown }
    };
    Refusal {
        file: file.to_owned(),
        key: String::new(),
        fault,
    }
}

#[cfg(test)]
mod tests;
