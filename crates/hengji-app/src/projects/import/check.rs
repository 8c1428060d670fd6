//! Each row of a list becomes a project, or a problem with its cell.

use std::collections::{BTreeMap, HashMap};

use hengji_domain::id::ProjectId;
use hengji_domain::money::MoneyUnit;
use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::value::read::{normalise, read_amount};
use hengji_domain::{BudgetYear, Money};

use super::columns::ProjectField;
use crate::lists::{Columns, ListField, RowProblem, is_total_row, shortened};
use crate::ports::{RawRow, RawTable};

/// What a row does to the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    New,
    Changed,
    Same,
}

impl Change {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::New => "新增",
            Self::Changed => "变更",
            Self::Same => "不变",
        }
    }
}

/// A row that became a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadRow {
    pub(super) row: u32,
    pub(super) change: Change,
    pub(super) project: Project,
    pub(super) unit_name: String,
}

/// What a list says.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) rows: Vec<ReadRow>,
    pub(super) problems: Vec<RowProblem>,
}

/// What rows are checked against.
pub(super) struct Register<'a> {
    pub(super) year: BudgetYear,
    pub(super) units: &'a [Unit],
    pub(super) projects: &'a [Project],
}

/// Checks every row under the headings. A new project has no identity yet: the transaction makes it.
pub(super) fn check(table: &RawTable, columns: &Columns<ProjectField>, register: &Register<'_>) -> Checked {
    let mut desk = Desk {
        columns,
        year: register.year,
        units: units_by_text(register.units),
        known: register
            .projects
            .iter()
            .map(|project| (project.code.as_str(), project))
            .collect(),
        seen: BTreeMap::new(),
        checked: Checked::default(),
    };
    desk.check_columns();
    if let Some(unit) = columns.money_unit
        && desk.checked.problems.is_empty()
    {
        for row in table.rows.iter().filter(|row| columns.heading_row < row.row) {
            if !is_total_row(row) {
                desk.check_row(row, unit);
            }
        }
    }
    desk.checked
}

struct Desk<'a> {
    columns: &'a Columns<ProjectField>,
    year: BudgetYear,
    units: HashMap<String, Option<&'a Unit>>,
    known: HashMap<&'a str, &'a Project>,
    seen: BTreeMap<String, u32>,
    checked: Checked,
}

/// Units by code, by name, and by code-name; a name that two bear names none.
fn units_by_text(units: &[Unit]) -> HashMap<String, Option<&Unit>> {
    let with_budget = |unit: &&Unit| {
        matches!(
            unit.kind,
            UnitKind::BudgetUnit | UnitKind::Department | UnitKind::Subdistrict
        )
    };
    let mut map: HashMap<String, Option<&Unit>> = HashMap::new();
    for unit in units.iter().filter(with_budget) {
        let texts = [
            unit.code.clone(),
            unit.name.clone(),
            format!("{}-{}", unit.code, unit.name),
        ];
        for text in texts {
            map.entry(normalise(&text))
                .and_modify(|known| {
                    if known.is_some_and(|known| known.id != unit.id) {
                        *known = None;
                    }
                })
                .or_insert(Some(unit));
        }
    }
    map
}

impl Desk<'_> {
    fn check_columns(&mut self) {
        let has = |field| self.columns.of.contains_key(&field);
        let mut missing: Vec<ProjectField> = [ProjectField::Code, ProjectField::Name, ProjectField::Unit]
            .into_iter()
            .filter(|field| !has(*field))
            .collect();
        if !has(ProjectField::Fiscal) && !has(ProjectField::Total) {
            missing.push(ProjectField::Total);
        }
        for field in missing {
            self.problem(
                self.columns.heading_row,
                None,
                "column-missing",
                format!("没有找到“{}”列。", field.name()),
                "请在列对应中指定这一列,或在表头中写明列名后重新上传。",
            );
        }
        if self.columns.money_unit.is_none() {
            self.problem(
                self.columns.heading_row,
                None,
                "money-unit-unknown",
                "文件没有写明金额单位。".to_owned(),
                "请选择金额单位(元或万元),或在表头上方写“单位:万元”后重新上传。",
            );
        }
    }

    fn check_row(&mut self, row: &RawRow, money_unit: MoneyUnit) {
        let before = self.checked.problems.len();
        let code = self.code(row);
        let name = self.name(row);
        let unit = self.unit(row);
        let (project_type, nature) = (self.project_type(row), self.nature(row));
        let funding = self.funding(row, money_unit);
        let Some(unit) = unit else { return };
        let stored = self.known.get(code.as_str()).copied();
        if stored.is_some_and(|stored| stored.unit != unit.id) {
            self.at(
                row,
                ProjectField::Unit,
                "unit-fixed",
                format!("项目代码“{code}”已登记在另一个单位名下。"),
                "请核对代码或单位;项目调整单位须先与财政核对。",
            );
        }
        if before != self.checked.problems.len() {
            return;
        }
        let project = Project {
            id: stored.map_or_else(|| ProjectId::from_uuid(uuid::Uuid::nil()), |stored| stored.id),
            year: self.year,
            code,
            name,
            unit: unit.id,
            department: unit.department,
            project_type,
            nature,
            funding,
            version: stored.map_or(1, |stored| stored.version),
        };
        let change = match stored {
            None => Change::New,
            Some(stored) if *stored == project => Change::Same,
            Some(_) => Change::Changed,
        };
        self.checked.rows.push(ReadRow {
            row: row.row,
            change,
            project,
            unit_name: unit.name,
        });
    }

    fn code(&mut self, row: &RawRow) -> String {
        let code = self.columns.text(row, ProjectField::Code).to_owned();
        if !(1..=50).contains(&code.chars().count()) || code.chars().any(char::is_whitespace) {
            self.at(
                row,
                ProjectField::Code,
                "project-code-unfit",
                format!("项目代码“{}”为空、过长或中间有空格。", shortened(&code)),
                "请填写 1 至 50 个字符的项目代码,中间不留空格。",
            );
        } else if let Some(first) = self.seen.insert(code.clone(), row.row) {
            self.at(
                row,
                ProjectField::Code,
                "project-code-duplicate",
                format!("项目代码“{code}”与第 {first} 行重复。"),
                "请删去重复的行,或改正代码。",
            );
        }
        code
    }

    fn name(&mut self, row: &RawRow) -> String {
        let name = self.columns.text(row, ProjectField::Name).to_owned();
        if !(1..=200).contains(&name.chars().count()) {
            self.at(
                row,
                ProjectField::Name,
                "project-name-unfit",
                format!("项目名称“{}”为空或超过 200 字。", shortened(&name)),
                "请填写 1 至 200 字的项目名称。",
            );
        }
        name
    }

    fn unit(&mut self, row: &RawRow) -> Option<Unit> {
        let text = self.columns.text(row, ProjectField::Unit);
        let found = self.units.get(&normalise(text)).copied();
        match found {
            Some(Some(unit)) => return Some(unit.clone()),
            Some(None) => self.at(
                row,
                ProjectField::Unit,
                "unit-ambiguous",
                format!("有多个单位叫“{}”。", shortened(text)),
                "请改填单位代码。",
            ),
            None => self.at(
                row,
                ProjectField::Unit,
                "unit-unknown",
                format!("单位名录中没有“{}”。", shortened(text)),
                "请填写单位代码或全称;新单位请先由系统管理员登记。",
            ),
        }
        None
    }

    /// A list without the column holds specific projects: staff and running costs come in lists of their own.
    fn project_type(&mut self, row: &RawRow) -> ProjectType {
        let text = self.columns.text(row, ProjectField::ProjectType);
        let read = ProjectType::read(text);
        if read.is_none() && !text.is_empty() {
            self.at(
                row,
                ProjectField::ProjectType,
                "project-type-unknown",
                format!("项目类型“{}”无法识别。", shortened(text)),
                "请填写人员类、运转类或特定目标类。",
            );
        }
        read.unwrap_or(ProjectType::Specific)
    }

    fn nature(&mut self, row: &RawRow) -> ProjectNature {
        let text = self.columns.text(row, ProjectField::Nature);
        let read = ProjectNature::ALL
            .into_iter()
            .find(|nature| text.contains(nature.name()));
        if read.is_none() && !text.is_empty() {
            self.at(
                row,
                ProjectField::Nature,
                "project-nature-unknown",
                format!("项目属性“{}”无法识别。", shortened(text)),
                "请填写新增或延续。",
            );
        }
        read.unwrap_or(ProjectNature::Continued)
    }

    fn funding(&mut self, row: &RawRow, unit: MoneyUnit) -> FundingBySource {
        let before = self.checked.problems.len();
        let mut amount = |field| self.amount(row, field, unit);
        let (fiscal, carried_over, other) = (
            amount(ProjectField::Fiscal),
            amount(ProjectField::CarriedOver),
            amount(ProjectField::Other),
        );
        let total = amount(ProjectField::Total);
        let parts = FundingBySource {
            fiscal: fiscal.unwrap_or_default(),
            carried_over: carried_over.unwrap_or_default(),
            other: other.unwrap_or_default(),
        };
        let has_parts = fiscal.or(carried_over).or(other).is_some();
        match (parts.total(), total) {
            (_, Some(total)) if !has_parts => FundingBySource {
                fiscal: total,
                ..FundingBySource::default()
            },
            (Some(sum), Some(total)) if sum != total && before == self.checked.problems.len() => {
                self.at(
                    row,
                    ProjectField::Total,
                    "sources-not-total",
                    format!("各项资金合计 {sum} 万元,与总额 {total} 万元不等。"),
                    "请核对各项资金与总额。",
                );
                parts
            }
            _ => parts,
        }
    }

    fn amount(&mut self, row: &RawRow, field: ProjectField, unit: MoneyUnit) -> Option<Money> {
        debug_assert!(field.is_money());
        let text = self.columns.text(row, field);
        if text.is_empty() || text == "-" {
            return None;
        }
        let money = read_amount(text, unit).money;
        match money {
            Some(money) if money < Money::ZERO => self.at(
                row,
                field,
                "amount-negative",
                format!("{}“{}”是负数。", field.name(), shortened(text)),
                "预算金额不能为负,请核对。",
            ),
            Some(_) => {}
            None => self.at(
                row,
                field,
                "amount-unreadable",
                format!("{}“{}”不是数字。", field.name(), shortened(text)),
                "请填写数字,例如 620.82。",
            ),
        }
        money
    }

    fn at(
        &mut self,
        row: &RawRow,
        field: ProjectField,
        code: &'static str,
        message: String,
        suggestion: &str,
    ) {
        let cell = self.columns.cell(row, field);
        self.problem(row.row, cell, code, message, suggestion);
    }

    fn problem(
        &mut self,
        row: u32,
        cell: Option<String>,
        code: &'static str,
        message: String,
        suggestion: &str,
    ) {
        self.checked.problems.push(RowProblem {
            row,
            cell,
            code,
            message,
            suggestion: suggestion.to_owned(),
        });
    }
}
