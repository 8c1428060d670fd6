//! A form as a workbook in the customary printed layout: to be filled by a unit and read again.

use hengji_domain::form::{AmountText, Form, FormLine, MoneyRow};
use hengji_domain::money::MoneyUnit;
use hengji_domain::sheet::SheetKind;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::{cell_format, label_format, tab_name, title_format, workbook};

/// The bytes of an .xlsx file with the form.
///
/// # Errors
///
/// A text for the log when the workbook cannot be made, e.g. because a text is longer than a cell may hold.
pub fn write_form(form: &Form) -> Result<Vec<u8>, String> {
    write(form).map_err(|error| error.to_string())
}

fn write(form: &Form) -> Result<Vec<u8>, XlsxError> {
    let is_goal = form.kind == Some(SheetKind::Goal);
    let title = if !form.title.is_empty() {
        form.title.as_str()
    } else if is_goal {
        "项目支出绩效目标申报表"
    } else {
        "项目支出绩效自评表"
    };
    let mut workbook = workbook(title)?;
    let sheet = workbook.add_worksheet();
    sheet.set_name(tab_name(if is_goal {
        "绩效目标申报表"
    } else {
        "绩效自评表"
    }))?;
    for (column, width) in (0_u16..).zip([8, 14, 16, 30, 18, 18, 10, 10, 30]) {
        sheet.set_column_width(column, width)?;
    }
    let mut page = Page {
        sheet,
        row: 0,
        label: label_format(),
        cell: cell_format(),
    };
    page.head(title, form)?;
    if is_goal {
        page.goal_money(form)?;
        page.text_row("年度总体目标", &form.annual_goal)?;
        page.indicators(form, &GOAL)?;
    } else {
        page.money_table(form)?;
        page.statements(form)?;
        page.indicators(form, &SELF_EVALUATION)?;
        page.total(form)?;
    }
    workbook.save_to_buffer()
}

/// One column of the indicator table: heading and text.
type Column = (&'static str, fn(&FormLine) -> &str);

const GOAL: [Column; 5] = [
    ("一级指标", |line| &line.level1),
    ("二级指标", |line| &line.level2),
    ("三级指标", |line| &line.level3),
    ("指标值", |line| &line.target.text),
    ("分值", |line| &line.weight.text),
];

const SELF_EVALUATION: [Column; 8] = [
    ("一级指标", |line| &line.level1),
    ("二级指标", |line| &line.level2),
    ("三级指标", |line| &line.level3),
    ("年度指标值", |line| &line.target.text),
    ("实际完成值", |line| &line.actual.text),
    ("分值", |line| &line.weight.text),
    ("得分", |line| &line.score.text),
    ("偏差原因分析及改进措施", |line| &line.reason),
];

/// The last column of the printed page, from 0.
const LAST: u16 = 8;

/// A worksheet being filled from above.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    label: Format,
    cell: Format,
}

impl Page<'_> {
    fn label(&mut self, top: u32, left: u16, bottom: u32, right: u16, text: &str) -> Result<(), XlsxError> {
        let format = self.label.clone();
        self.area(top, left, bottom, right, text, &format)
    }

    fn text(&mut self, left: u16, right: u16, text: &str) -> Result<(), XlsxError> {
        let format = self.cell.clone();
        self.area(self.row, left, self.row, right, text, &format)
    }

    fn area(
        &mut self,
        top: u32,
        left: u16,
        bottom: u32,
        right: u16,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if top == bottom && left == right {
            self.sheet.write_string_with_format(top, left, text, format)?;
        } else {
            self.sheet.merge_range(top, left, bottom, right, text, format)?;
        }
        Ok(())
    }

    fn head(&mut self, title: &str, form: &Form) -> Result<(), XlsxError> {
        self.area(0, 0, 0, LAST, title, &title_format())?;
        let year = form
            .year
            .map_or_else(|| form.year_text.clone(), |year| format!("({year}年度)"));
        let plain = Format::new().set_align(rust_xlsxwriter::FormatAlign::Center);
        self.area(1, 0, 1, LAST, &year, &plain)?;
        self.sheet.write_string(2, 7, "单位:万元")?;
        self.row = 3;
        self.text_row("项目名称", &form.project)?;
        self.label(self.row, 0, self.row, 1, "主管部门")?;
        self.text(2, 4, &form.department)?;
        self.label(self.row, 5, self.row, 5, "实施单位")?;
        self.text(6, LAST, &form.unit)?;
        self.row += 1;
        Ok(())
    }

    fn text_row(&mut self, label: &str, text: &str) -> Result<(), XlsxError> {
        self.label(self.row, 0, self.row, 1, label)?;
        self.text(2, LAST, text)?;
        self.row += 1;
        Ok(())
    }

    fn goal_money(&mut self, form: &Form) -> Result<(), XlsxError> {
        let top = self.row;
        for (row, name) in money_rows(form) {
            self.text(2, 3, name)?;
            self.text(4, LAST, &amount(&row.initial))?;
            self.row += 1;
        }
        self.label(top, 0, self.row - 1, 1, "项目资金(万元)")
    }

    fn money_table(&mut self, form: &Form) -> Result<(), XlsxError> {
        let top = self.row;
        for (column, heading) in
            (3_u16..).zip(["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"])
        {
            self.label(top, column, top, column, heading)?;
        }
        self.row += 1;
        for (row, name) in money_rows(form) {
            let texts = [
                name.to_owned(),
                amount(&row.initial),
                amount(&row.adjusted),
                amount(&row.executed),
                row.weight.text.clone(),
                row.rate_text.clone(),
                row.score.text.clone(),
            ];
            for (column, text) in (2_u16..).zip(&texts) {
                self.text(column, column, text)?;
            }
            self.row += 1;
        }
        self.label(top, 0, self.row - 1, 1, "项目资金(万元)")
    }

    fn statements(&mut self, form: &Form) -> Result<(), XlsxError> {
        let top = self.row;
        self.label(top, 0, top + 1, 0, "年度总体目标")?;
        self.label(top, 1, top, 4, "预期目标")?;
        self.label(top, 5, top, LAST, "实际完成情况")?;
        self.row += 1;
        self.text(1, 4, &form.annual_goal)?;
        self.text(5, LAST, &form.achievement)?;
        self.row += 1;
        Ok(())
    }

    fn indicators(&mut self, form: &Form, columns: &[Column]) -> Result<(), XlsxError> {
        let top = self.row;
        for (column, (heading, _)) in (1_u16..).zip(columns) {
            self.label(top, column, top, column, heading)?;
        }
        for line in &form.lines {
            self.row += 1;
            for (column, (_, text)) in (1_u16..).zip(columns) {
                self.text(column, column, text(line))?;
            }
        }
        self.merge_classes(form, top + 1)?;
        self.label(top, 0, self.row, 0, "绩效指标")?;
        self.row += 1;
        Ok(())
    }

    /// Classes are printed once beside all their rows; the second level never reaches beyond its first.
    fn merge_classes(&mut self, form: &Form, first_row: u32) -> Result<(), XlsxError> {
        let same_first = |a: &FormLine, b: &FormLine| a.level1 == b.level1;
        let same_second = |a: &FormLine, b: &FormLine| a.level1 == b.level1 && a.level2 == b.level2;
        let mut row = first_row;
        for group in form.lines.chunk_by(same_first) {
            row = self.merge_class(1, row, group, group.first().map_or("", |line| &line.level1))?;
        }
        row = first_row;
        for group in form.lines.chunk_by(same_second) {
            row = self.merge_class(2, row, group, group.first().map_or("", |line| &line.level2))?;
        }
        Ok(())
    }

    fn merge_class(
        &mut self,
        column: u16,
        top: u32,
        group: &[FormLine],
        text: &str,
    ) -> Result<u32, XlsxError> {
        let next = top + u32::try_from(group.len()).unwrap_or(0);
        if 1 < group.len() && !text.is_empty() {
            let format = self.cell.clone();
            self.area(top, column, next - 1, column, text, &format)?;
        }
        Ok(next)
    }

    fn total(&mut self, form: &Form) -> Result<(), XlsxError> {
        self.label(self.row, 0, self.row, 5, "总分")?;
        for (column, text) in (6_u16..).zip([
            &form.total_weight.text,
            &form.total_score.text,
            &form.stated_grade,
        ]) {
            self.text(column, column, text)?;
        }
        Ok(())
    }
}

/// The total under a name that is read as one, then the parts.
fn money_rows(form: &Form) -> impl Iterator<Item = (&MoneyRow, &str)> {
    let parts = form.money_parts.iter().map(|part| (part, part.name.as_str()));
    [(&form.money, "年度资金总额")].into_iter().chain(parts)
}

/// The amount in 万元, the unit of the written form; what could not be read stays as it was written.
fn amount(of: &AmountText) -> String {
    of.money.map_or_else(
        || of.text.clone(),
        |money| money.in_unit(MoneyUnit::TenThousandYuan).to_string(),
    )
}
