//! 表样读数 (form): what was read from one published or submitted form, verbatim texts beside their readings.
//!
//! The workbook importer makes forms from files; a sheet being edited on a page is turned into a form too,
//! so that one lint and one scoring engine judge both.

use rust_decimal::Decimal;

use crate::finding::{Field, Finding};
use crate::sheet::SheetKind;
use crate::value::{ActualValue, TargetValue};
use crate::{BudgetYear, Money};

/// A number cell: the text verbatim and the number read from it, if any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberText {
    /// The text, verbatim; empty where the cell is blank.
    pub text: String,
    /// The exact number; none where blank, `—` or unreadable.
    pub value: Option<Decimal>,
}

/// An amount cell: the text verbatim and the money it means in the form's unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AmountText {
    /// The text, verbatim; empty where the cell is blank.
    pub text: String,
    /// The money, a unit inside the cell (620.82万元) going before the unit of the form.
    pub money: Option<Money>,
}

/// A row of the money block.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MoneyRow {
    /// Row in the file, from 1.
    pub row: u32,
    /// 年度资金总额, 其中:当年财政拨款, ….
    pub name: String,
    /// 年初预算数.
    pub initial: AmountText,
    /// 全年预算数.
    pub adjusted: AmountText,
    /// 全年执行数.
    pub executed: AmountText,
    /// 分值.
    pub weight: NumberText,
    /// 执行率, verbatim.
    pub rate_text: String,
    /// 得分.
    pub score: NumberText,
}

/// A row of the indicator block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormLine {
    /// Row in the file, from 1; on a page the position of the line.
    pub row: u32,
    /// 一级指标, carried down over merged cells, verbatim.
    pub level1: String,
    /// 二级指标, carried down over merged cells, verbatim.
    pub level2: String,
    /// 三级指标, verbatim.
    pub level3: String,
    /// 年度指标值 (three columns are joined: comparator, value, unit).
    pub target: TargetValue,
    /// 实际完成值.
    pub actual: ActualValue,
    /// 分值.
    pub weight: NumberText,
    /// 得分.
    pub score: NumberText,
    /// 偏差原因分析及改进措施, verbatim; empty where none.
    pub reason: String,
    /// Index in `lines` of the row of which this is a part (其中).
    pub parent: Option<usize>,
    /// Cells of this row that hold formulas: their stored results were read.
    pub formula_fields: Vec<Field>,
    /// Cell names by field, e.g. (`Target`, `E12`); empty on a page.
    pub cells: Vec<(Field, String)>,
}

/// What was read from one form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Kind of form; none where it was not recognised.
    pub kind: Option<SheetKind>,
    /// Name of the worksheet.
    pub worksheet: String,
    /// The title line.
    pub title: String,
    /// 项目名称, verbatim.
    pub project: String,
    /// 主管部门, verbatim.
    pub department: String,
    /// 实施单位, verbatim.
    pub unit: String,
    /// The year as read.
    pub year: Option<BudgetYear>,
    /// The year as written.
    pub year_text: String,
    /// The total row of the money block (年度资金总额).
    pub money: MoneyRow,
    /// Its parts (其中).
    pub money_parts: Vec<MoneyRow>,
    /// 年度总体目标.
    pub annual_goal: String,
    /// 实际完成情况.
    pub achievement: String,
    /// The indicator rows in order.
    pub lines: Vec<FormLine>,
    /// Whether the form has a 分值 column.
    pub has_weight_column: bool,
    /// Whether the form has a 得分 column.
    pub has_score_column: bool,
    /// 总分: weight and score as stated.
    pub total_weight: NumberText,
    /// 总分 as stated.
    pub total_score: NumberText,
    /// 等级 as stated beside the total (优, 优秀, 良 …), verbatim; empty where none.
    pub stated_grade: String,
    /// Rows that were kept but could not be placed: row in the file and its text.
    pub leftovers: Vec<(u32, String)>,
    /// What only the reader of the file could see (hidden rows, a unit that contradicts the head): to be shown
    /// with the findings of the lint. Empty on a page.
    pub notes: Vec<Finding>,
    /// Cell names of the head by field, e.g. (`Executed`, `F7`); empty on a page.
    pub cells: Vec<(Field, String)>,
}

impl Form {
    /// The cell of a field: of the line at `row`, or of the head when `row` is none or no line stands there.
    pub fn cell(&self, row: Option<u32>, field: Field) -> Option<&str> {
        let line = row.and_then(|row| self.lines.iter().find(|line| line.row == row));
        let cells = line.map_or(&self.cells, |line| &line.cells);
        cells
            .iter()
            .find(|(at, _)| *at == field)
            .map(|(_, cell)| cell.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_found_on_the_head_when_no_line_is_meant() {
        let form = Form {
            cells: vec![(Field::Executed, "F7".into())],
            ..Form::default()
        };
        assert_eq!(form.cell(None, Field::Executed), Some("F7"));
        assert_eq!(form.cell(Some(7), Field::Executed), Some("F7"));
        assert_eq!(form.cell(None, Field::Year), None);
    }
}
