//! Headings: which row holds them, what each column means, in which unit money stands.

use std::collections::BTreeMap;

use hengji_domain::money::MoneyUnit;
use hengji_domain::rule::plain_name;

use super::ColumnChoice;
use crate::ports::{RawRow, RawTable};
use crate::projects::view::MappedColumn;

/// A field of a project list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProjectField {
    /// 项目代码.
    Code,
    /// 项目名称.
    Name,
    /// 实施单位, by code, name or both.
    Unit,
    /// 项目类型.
    ProjectType,
    /// 项目属性.
    Nature,
    /// 当年财政拨款.
    Fiscal,
    /// 上年结转资金.
    CarriedOver,
    /// 其他资金.
    Other,
    /// 资金总额.
    Total,
}

impl ProjectField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 9] = [
        Self::Code,
        Self::Name,
        Self::Unit,
        Self::ProjectType,
        Self::Nature,
        Self::Fiscal,
        Self::CarriedOver,
        Self::Other,
        Self::Total,
    ];

    /// The stable identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::Unit => "unit",
            Self::ProjectType => "project_type",
            Self::Nature => "nature",
            Self::Fiscal => "fiscal",
            Self::CarriedOver => "carried_over",
            Self::Other => "other",
            Self::Total => "total",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code => "项目代码",
            Self::Name => "项目名称",
            Self::Unit => "实施单位",
            Self::ProjectType => "项目类型",
            Self::Nature => "项目属性",
            Self::Fiscal => "当年财政拨款",
            Self::CarriedOver => "上年结转资金",
            Self::Other => "其他资金",
            Self::Total => "资金总额",
        }
    }

    /// The field with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    /// Headings met on lists, the plainest first.
    const fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Code => &["项目代码", "项目编码", "项目编号"],
            Self::Name => &["项目名称", "项目名", "预算项目", "预算项目名称"],
            Self::Unit => &[
                "实施单位",
                "预算单位",
                "单位",
                "单位名称",
                "预算单位名称",
                "项目单位",
                "单位代码",
                "单位编码",
            ],
            Self::ProjectType => &["项目类型", "项目类别", "支出类型"],
            Self::Nature => &["项目属性", "项目性质", "新增或延续"],
            Self::Fiscal => &[
                "当年财政拨款",
                "财政拨款",
                "财政资金",
                "当年财政资金",
                "一般公共预算",
            ],
            Self::CarriedOver => &["上年结转资金", "上年结转", "结转资金", "结转结余"],
            Self::Other => &["其他资金", "其他", "单位资金"],
            Self::Total => &[
                "资金总额",
                "年初预算",
                "年初预算数",
                "预算金额",
                "预算数",
                "合计",
                "金额",
                "总计",
            ],
        }
    }

    /// Whether it holds money.
    pub(super) const fn is_money(self) -> bool {
        matches!(self, Self::Fiscal | Self::CarriedOver | Self::Other | Self::Total)
    }

    fn read(heading: &str) -> Option<Self> {
        let plain = plain_name(heading);
        Self::ALL
            .into_iter()
            .find(|field| field.headings().contains(&plain.as_str()))
    }
}

/// The columns of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// Row that holds the headings.
    pub(super) heading_row: u32,
    /// Heading texts by column index.
    pub(super) headings: Vec<String>,
    /// Column index of each field.
    pub(super) of: BTreeMap<ProjectField, usize>,
    /// Unit of money, where the file or the person states it.
    pub(super) money_unit: Option<MoneyUnit>,
}

/// Headings stand in the first rows, under a title and a line for the unit at most.
const HEADING_ROWS: usize = 15;

impl Columns {
    /// Finds the headings; none when no row names a project. A kept mapping knows headings that we do not, and
    /// what the person says goes before everything.
    pub(super) fn find(
        table: &RawTable,
        kept: &[BTreeMap<String, ProjectField>],
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
            if let Some(field) = choice.field.as_deref().and_then(ProjectField::from_code) {
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
    pub(super) fn mapping(&self) -> BTreeMap<String, String> {
        self.of
            .iter()
            .filter_map(|(field, column)| {
                let heading = plain_name(self.headings.get(*column)?);
                Some((heading, field.code().to_owned()))
            })
            .collect()
    }

    /// For the page.
    pub(super) fn view(&self) -> Vec<MappedColumn> {
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
    pub(super) fn text<'a>(&self, row: &'a RawRow, field: ProjectField) -> &'a str {
        self.of
            .get(&field)
            .and_then(|column| row.cells.get(*column))
            .map_or("", |text| text.trim())
    }

    /// The cell of a field in a row, e.g. `C7`.
    pub(super) fn cell(&self, row: &RawRow, field: ProjectField) -> Option<String> {
        let column = self.of.get(&field)?;
        Some(format!("{}{}", letter_of(*column), row.row))
    }
}

fn meaning(heading: &str, kept: &[BTreeMap<String, ProjectField>]) -> Option<ProjectField> {
    let plain = plain_name(heading);
    let known = kept.iter().find_map(|mapping| mapping.get(&plain)).copied();
    known.or_else(|| ProjectField::read(heading))
}

fn score(row: &RawRow, kept: &[BTreeMap<String, ProjectField>]) -> usize {
    let mut fields: Vec<ProjectField> = row.cells.iter().filter_map(|text| meaning(text, kept)).collect();
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
