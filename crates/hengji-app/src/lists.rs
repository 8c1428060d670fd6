//! 清单 (lists) that people send: which row holds the headings, what each column means, in which unit money stands.

use std::collections::BTreeMap;
use std::fmt::Debug;

use hengji_domain::money::MoneyUnit;
use hengji_domain::rule::plain_name;
use serde::{Deserialize, Serialize};

use crate::ports::{RawRow, RawTable};

/// What a column of a list may mean.
pub trait ListField: Copy + Ord + Debug + 'static {
    /// Every field, in the order of the form.
    const ALL: &'static [Self];

    /// The stable identifier.
    fn code(self) -> &'static str;

    /// The Chinese name.
    fn name(self) -> &'static str;

    /// Headings met on lists, the plainest first.
    fn headings(self) -> &'static [&'static str];

    /// The field with this code.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.code() == code)
    }

    /// The field with this heading.
    fn read(heading: &str) -> Option<Self> {
        let plain = plain_name(heading);
        Self::ALL
            .iter()
            .copied()
            .find(|field| field.headings().contains(&plain.as_str()))
    }
}

/// What a column means, where the person said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnChoice {
    /// Column letter: `A`, `AB`.
    pub letter: String,
    /// Code of the field; none keeps the column out.
    pub field: Option<String>,
}

/// A column of the file and what it is read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedColumn {
    /// Column letter.
    pub letter: String,
    /// Heading as written.
    pub heading: String,
    /// Code of the field it is read as; none where it is kept out.
    pub field: Option<&'static str>,
}

/// What is wrong with a row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// Row in the file.
    pub row: u32,
    /// The cell, e.g. `C7`; none where the whole row or the file is meant.
    pub cell: Option<String>,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub suggestion: String,
}

/// The columns of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Columns<F> {
    /// Row that holds the headings.
    pub(crate) heading_row: u32,
    /// Heading texts by column index.
    pub(crate) headings: Vec<String>,
    /// Column index of each field.
    pub(crate) of: BTreeMap<F, usize>,
    /// Unit of money, where the file or the person states it.
    pub(crate) money_unit: Option<MoneyUnit>,
}

/// Headings stand in the first rows, under a title and a line for the unit at most.
const HEADING_ROWS: usize = 15;

impl<F: ListField> Columns<F> {
    /// Finds the headings; none when no row names a project. A kept mapping knows headings that we do not, and
    /// what the person says goes before everything.
    pub(crate) fn find(
        table: &RawTable,
        kept: &[BTreeMap<String, F>],
        chosen: &[ColumnChoice],
        money_unit: Option<MoneyUnit>,
    ) -> Option<Self> {
        let (index, row) = table
            .rows
            .iter()
            .take(HEADING_ROWS)
            .enumerate()
            .max_by_key(|(index, row)| (score(row, kept), filled(row), std::cmp::Reverse(*index)))?;
        if score(row, kept) < 2 && chosen.is_empty() {
            return None;
        }
        let mut of = BTreeMap::new();
        for (column, heading) in row.cells.iter().enumerate() {
            if let Some(field) = meaning(heading, kept) {
                // The first column of a meaning counts: 单位代码 before 单位名称 name the same unit.
                of.entry(field).or_insert(column);
            }
        }
        for choice in chosen {
            let Some(column) = index_of(&choice.letter) else {
                continue;
            };
            of.retain(|_, known| *known != column);
            if let Some(field) = choice.field.as_deref().and_then(F::from_code) {
                of.insert(field, column);
            }
        }
        let above = table.rows.iter().take(index + 1);
        Some(Self {
            heading_row: row.row,
            headings: row.cells.clone(),
            of,
            money_unit: money_unit.or_else(|| above.rev().find_map(unit_in_row)),
        })
    }

    /// Headings with their meanings, as they are kept for the next file.
    pub(crate) fn mapping(&self) -> BTreeMap<String, String> {
        self.of
            .iter()
            .filter_map(|(field, column)| {
                let heading = plain_name(self.headings.get(*column)?);
                Some((heading, field.code().to_owned()))
            })
            .collect()
    }

    /// For the page.
    pub(crate) fn view(&self) -> Vec<MappedColumn> {
        self.headings
            .iter()
            .enumerate()
            .filter(|(_, heading)| !heading.is_empty())
            .map(|(column, heading)| MappedColumn {
                letter: letter_of(column),
                heading: heading.clone(),
                field: self
                    .of
                    .iter()
                    .find(|(_, known)| **known == column)
                    .map(|(field, _)| field.code()),
            })
            .collect()
    }

    /// The text of a field in a row; blank where the list has no such column.
    pub(crate) fn text<'a>(&self, row: &'a RawRow, field: F) -> &'a str {
        self.of
            .get(&field)
            .and_then(|column| row.cells.get(*column))
            .map_or("", |text| text.trim())
    }

    /// The cell of a field in a row, e.g. `C7`.
    pub(crate) fn cell(&self, row: &RawRow, field: F) -> Option<String> {
        let column = self.of.get(&field)?;
        Some(format!("{}{}", letter_of(*column), row.row))
    }
}

fn meaning<F: ListField>(heading: &str, kept: &[BTreeMap<String, F>]) -> Option<F> {
    let plain = plain_name(heading);
    let known = kept.iter().find_map(|mapping| mapping.get(&plain)).copied();
    known.or_else(|| F::read(heading))
}

fn score<F: ListField>(row: &RawRow, kept: &[BTreeMap<String, F>]) -> usize {
    let mut fields: Vec<F> = row.cells.iter().filter_map(|text| meaning(text, kept)).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

/// Headings that nobody knows still stand in the first row that is as wide as the list.
fn filled(row: &RawRow) -> usize {
    row.cells.iter().filter(|text| !text.is_empty()).count()
}

/// 单位:万元, (万元), 金额(元).
fn unit_in_row(row: &RawRow) -> Option<MoneyUnit> {
    row.cells.iter().find_map(|text| {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let after = ["单位:", "单位\u{ff1a}", "(", "\u{ff08}"]
            .iter()
            .find_map(|mark| text.split_once(mark).map(|(_, after)| after.to_owned()))?;
        let unit = after.trim_end_matches([')', '\u{ff09}']);
        MoneyUnit::read(unit.rsplit([':', '\u{ff1a}']).next().unwrap_or(unit))
    })
}

fn letter_of(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while 0 < rest {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

fn index_of(letters: &str) -> Option<usize> {
    let letters = letters.trim();
    if letters.is_empty() || 3 < letters.len() {
        return None;
    }
    letters
        .bytes()
        .try_fold(0_usize, |sum, byte| {
            let digit = byte.to_ascii_uppercase().checked_sub(b'A')?;
            (digit < 26).then(|| sum * 26 + usize::from(digit) + 1)
        })
        .map(|number| number - 1)
}

/// A kept mapping; what an older version of the product called otherwise is left out.
pub(crate) fn read_mapping<F: ListField>(column_map: &str) -> BTreeMap<String, F> {
    let texts: BTreeMap<String, String> = serde_json::from_str(column_map).unwrap_or_default();
    texts
        .into_iter()
        .filter_map(|(heading, code)| Some((heading, F::from_code(&code)?)))
        .collect()
}

/// 合计 and 总计 rows repeat what stands above them.
pub(crate) fn is_total_row(row: &RawRow) -> bool {
    let first = row
        .cells
        .iter()
        .map(|text| text.trim())
        .find(|text| !text.is_empty());
    first.is_some_and(|text| {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        matches!(
            plain.trim_end_matches([':', '\u{ff1a}']),
            "合计" | "总计" | "小计"
        )
    })
}

/// A cell may hold ten thousand characters; its beginning names it.
pub(crate) fn shortened(text: &str) -> String {
    if text.chars().count() <= 30 {
        text.to_owned()
    } else {
        format!("{}…", text.chars().take(30).collect::<String>())
    }
}
