//! 规则展示 (rows): rules as people read them, and the fingerprint of their values.

use std::sync::Arc;

use chrono::NaiveDate;
use hengji_domain::rule::Citation;
use hengji_domain::{Decimal, Division};

use crate::rule_file::{DatedValue, Definition};
use crate::tree::Tree;

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

/// Units a rule may have, and their words.
pub(crate) const UNITS: &[(&str, &str)] = &[
    ("percent", "%"),
    ("points", "分"),
    ("yuan", "元"),
    ("count", "个"),
    ("days", "天"),
    ("workdays", "个工作日"),
    ("months", "个月"),
    ("years", "年"),
    ("hours", "小时"),
    ("minutes", "分钟"),
    ("times", "次"),
    ("characters", "个字符"),
    ("bytes", "字节"),
    ("levels", "级"),
    ("date", ""),
    ("table", ""),
    ("list", ""),
    ("method", ""),
];

/// Words for the fields and codes of the files, in the order in which a reader expects them. A test demands a
/// word for every field in the embedded book.
const LABELS: &[(&str, &str)] = &[("name", "名称")];

pub(crate) fn row(definition: &Definition, value: &DatedValue) -> RuleRow {
    RuleRow {
        rule: definition.known.rule,
        description: definition.description.clone(),
        division: definition.division,
        from: value.from,
        until: value.until,
        value: words(value, &definition.unit),
        is_set: value.content.is_some(),
        citation: Arc::clone(&value.citation),
        note: value.note.clone(),
        variants: definition
            .variants
            .iter()
            .map(|variant| VariantRow {
                name: variant.name.clone(),
                value: words(&variant.value, &definition.unit),
                citation: Arc::clone(&variant.value.citation),
                note: variant.value.note.clone(),
            })
            .collect(),
        file: definition.file.clone(),
    }
}

fn words(value: &DatedValue, unit: &str) -> String {
    match &value.content {
        None => "未设定".to_owned(),
        Some(content) => match content.tree.decimal() {
            Some(number) => amount(number, unit),
            None => text(&content.tree),
        },
    }
}

fn amount(number: Decimal, unit: &str) -> String {
    let ten_thousand = Decimal::from(10_000);
    if unit == "yuan" && (number % ten_thousand).is_zero() {
        return format!("{} 万元", number / ten_thousand);
    }
    let word = UNITS
        .iter()
        .find(|(code, _)| *code == unit)
        .map_or("", |(_, word)| *word);
    format!("{number} {word}").trim_end().to_owned()
}

fn text(tree: &Tree) -> String {
    match tree {
        Tree::Integer(number) => number.to_string(),
        Tree::Text(text) => label(text).to_owned(),
        Tree::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
        Tree::Date(date) => date.to_string(),
        Tree::List(entries) => {
            let simple = entries.iter().all(|entry| !matches!(entry, Tree::Table(_)));
            let words: Vec<String> = entries.iter().map(text).collect();
            words.join(if simple { "、" } else { ";" })
        }
        Tree::Table(fields) => {
            let mut fields: Vec<(&String, &Tree)> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| rank(name));
            let words: Vec<String> = fields
                .iter()
                .map(|(name, field)| match field {
                    Tree::Table(_) => format!("{}({})", label(name), text(field)),
                    _ => format!("{} {}", label(name), text(field)),
                })
                .collect();
            words.join(",")
        }
    }
}

fn rank(name: &str) -> usize {
    LABELS
        .iter()
        .position(|(code, _)| *code == name)
        .unwrap_or(LABELS.len())
}

fn label(name: &str) -> &str {
    LABELS
        .iter()
        .find(|(code, _)| *code == name)
        .map_or(name, |(_, word)| *word)
}

/// FNV-1a over 128 bits: it tells versions of rules apart, it does not guard against forgers.
pub(crate) struct Fingerprint(u128);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fingerprint {
    pub(crate) fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 ^= u128::from(byte);
            self.0 = self.0.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }

    pub(crate) fn finish(&self) -> String {
        format!("{:032x}", self.0)
    }
}
