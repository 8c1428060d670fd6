//! The desk at which a file is read row by row, in one pass.

use std::collections::HashMap;

use chrono::Datelike;
use hengji_domain::Money;
use hengji_domain::money::MoneyUnit;
use hengji_domain::value::read::{normalise, read_amount};

use super::super::columns::{MoneyField, needed};
use super::super::month::{MonthRead, read_month, stated_year};
use super::{AmountRow, Checked, File, Register, Unknown, plus, units_by_text};
use crate::lists::{ListField, RowProblem, is_total_row, shortened};
use crate::ports::RawRow;

/// A file with more problems than this is another file: reading on helps nobody.
const PROBLEMS_MAX: usize = 2_000;

/// Checks every row under the headings.
pub(crate) fn check(file: &File<'_>, register: &Register<'_>) -> Checked {
    let mut desk = Desk {
        file,
        register,
        default_month: None,
        codes: register
            .projects
            .iter()
            .enumerate()
            .map(|(index, project)| (project.code.as_str(), index))
            .collect(),
        units: units_by_text(register.units),
        vouchers: HashMap::new(),
        seen: HashMap::new(),
        printed: None,
        checked: Checked::default(),
    };
    desk.check_head();
    if let Some(unit) = file.columns.money_unit
        && desk.checked.problems.is_empty()
    {
        desk.check_rows(unit);
        desk.check_printed_total();
    }
    desk.checked
}

struct Desk<'a> {
    file: &'a File<'a>,
    register: &'a Register<'a>,
    default_month: Option<u32>,
    codes: HashMap<&'a str, usize>,
    units: HashMap<String, Option<usize>>,
    /// Vouchers with subject and amount, and the row they stand in.
    vouchers: HashMap<(&'a str, &'a str, i64), u32>,
    /// Rows by all of their cells.
    seen: HashMap<&'a [String], u32>,
    /// 合计 as the file prints it, with its row.
    printed: Option<(u32, Money)>,
    checked: Checked,
}

impl<'a> Desk<'a> {
    fn check_head(&mut self) {
        let columns = self.file.columns;
        for field in needed(self.register.kind) {
            if !columns.of.contains_key(&field) {
                self.problem(
                    columns.heading_row,
                    None,
                    "column-missing",
                    format!("没有找到“{}”列。", field.name()),
                    "请在列对应中指定这一列,或在表头中写明列名后重新上传。",
                );
            }
        }
        if columns.money_unit.is_none() {
            self.problem(
                columns.heading_row,
                None,
                "money-unit-unknown",
                "文件没有写明金额单位。".to_owned(),
                "请选择金额单位(元或万元),或在表头上方写“单位:万元”后重新上传。",
            );
        }
        self.check_title();
        if self.register.kind.is_monthly() {
            self.check_month_choice();
        }
    }

    /// A file of another year is refused before a row of it is read.
    fn check_title(&mut self) {
        let year = self.register.year;
        let heading_row = self.file.columns.heading_row;
        let above = self
            .file
            .table
            .rows
            .iter()
            .take_while(|row| row.row < heading_row);
        let other = above
            .flat_map(|row| row.cells.iter().map(move |cell| (row.row, cell)))
            .find_map(|(row, cell)| {
                let stated = stated_year(cell)?;
                (stated != u32::from(year.get())).then_some((row, stated))
            });
        if let Some((row, stated)) = other {
            self.problem(
                row,
                None,
                "wrong-year",
                format!("文件标题写的是 {stated} 年,正在办理的是 {year} 年度。"),
                "请切换到该年度后导入,或换成本年度的文件。",
            );
        }
    }

    fn check_month_choice(&mut self) {
        let heading_row = self.file.columns.heading_row;
        let chosen = self.file.reading.month.as_deref().unwrap_or_default();
        match read_month(chosen, self.register.year) {
            MonthRead::Month(month) => self.default_month = Some(month),
            MonthRead::Blank if self.file.columns.of.contains_key(&MoneyField::Month) => {}
            MonthRead::Blank => self.problem(
                heading_row,
                None,
                "month-missing",
                "文件没有“月份”列,也没有指定月份。".to_owned(),
                "请选择这份文件所属的月份,或在列对应中指定月份(日期)列。",
            ),
            MonthRead::OtherYear(_) | MonthRead::Unreadable => self.problem(
                heading_row,
                None,
                "month-unreadable",
                format!("指定的月份“{}”不是本年度的月份。", shortened(chosen)),
                "请选择 1 至 12 月。",
            ),
        }
    }

    fn check_rows(&mut self, unit: MoneyUnit) {
        let heading_row = self.file.columns.heading_row;
        for row in self.file.table.rows.iter().filter(|row| heading_row < row.row) {
            if PROBLEMS_MAX <= self.checked.problems.len() {
                return;
            }
            if is_total_row(row) {
                self.note_total(row, unit);
            } else {
                self.check_row(row, unit);
            }
        }
    }

    /// The grand total is the last one printed: the totals above it are of parts.
    fn note_total(&mut self, row: &'a RawRow, unit: MoneyUnit) {
        let text = self.file.columns.text(row, MoneyField::Amount);
        if let Some(money) = read_amount(text, unit).money {
            self.printed = Some((row.row, money));
        }
    }

    fn check_printed_total(&mut self) {
        let total = self
            .checked
            .filed()
            .values()
            .fold(Money::ZERO, |sum, tally| plus(sum, tally.total));
        if let Some((row, printed)) = self.printed
            && self.checked.problems.is_empty()
            && printed != total
        {
            self.problem(
                row,
                None,
                "total-row-mismatch",
                format!("合计行写的是 {printed} 万元,各行相加为 {total} 万元。"),
                "请核对文件是否缺行、多行或被改动,改正后重新上传。",
            );
        }
    }

    fn check_row(&mut self, row: &'a RawRow, unit: MoneyUnit) {
        let before = self.checked.problems.len();
        let amount = self.amount(row, unit);
        let month = self.month(row);
        self.check_voucher(row, amount);
        let (Some(amount), Some(month)) = (amount, month) else {
            return;
        };
        if before != self.checked.problems.len() {
            return;
        }
        if amount < Money::ZERO {
            let (count, sum) = self.checked.refunds;
            self.checked.refunds = (count.saturating_add(1), plus(sum, amount));
        }
        let subject = if self.register.kind.is_of_units() {
            self.unit(row)
        } else {
            self.project(row, month, amount)
        };
        if let Some(subject) = subject {
            self.checked.rows.push(AmountRow {
                row: row.row,
                subject,
                month,
                amount,
            });
        }
    }

    /// The project of a row; one that the register does not have is noted with its amount.
    fn project(&mut self, row: &'a RawRow, month: u32, amount: Money) -> Option<usize> {
        let code = self.file.columns.text(row, MoneyField::Code);
        if code.is_empty() {
            self.at(
                row,
                MoneyField::Code,
                "project-code-missing",
                "这一行没有项目代码。".to_owned(),
                "请补填项目代码;不属于任何项目的支付请从文件中删去。",
            );
            return None;
        }
        if let Some(index) = self.codes.get(code) {
            return Some(*index);
        }
        let unit = self
            .units
            .get(&normalise(self.file.columns.text(row, MoneyField::Unit)));
        let unit = unit
            .copied()
            .flatten()
            .and_then(|index| self.register.units.get(index));
        let known = self
            .checked
            .unknown
            .entry((code.chars().take(60).collect(), month))
            .or_insert_with(|| Unknown {
                name: shortened(self.file.columns.text(row, MoneyField::Name)),
                unit: unit.map(|unit| unit.id),
                first_row: row.row,
                rows: 0,
                total: Money::ZERO,
            });
        known.rows = known.rows.saturating_add(1);
        known.total = plus(known.total, amount);
        None
    }

    fn unit(&mut self, row: &'a RawRow) -> Option<usize> {
        let text = self.file.columns.text(row, MoneyField::Unit);
        match self.units.get(&normalise(text)).copied() {
            Some(Some(index)) => return Some(index),
            Some(None) => self.at(
                row,
                MoneyField::Unit,
                "unit-ambiguous",
                format!("有多个单位叫“{}”。", shortened(text)),
                "请改填单位代码。",
            ),
            None => self.at(
                row,
                MoneyField::Unit,
                "unit-unknown",
                format!("单位名录中没有“{}”。", shortened(text)),
                "请填写单位代码或全称;新单位请先由系统管理员登记。",
            ),
        }
        None
    }

    /// 0 for a budget, which belongs to the year; a month column may still say another year.
    fn month(&mut self, row: &'a RawRow) -> Option<u32> {
        let text = self.file.columns.text(row, MoneyField::Month);
        let is_monthly = self.register.kind.is_monthly();
        match read_month(text, self.register.year) {
            MonthRead::OtherYear(found) => {
                self.at(
                    row,
                    MoneyField::Month,
                    "wrong-year",
                    format!(
                        "“{}”属于 {found} 年,正在办理的是 {} 年度。",
                        shortened(text),
                        self.register.year
                    ),
                    "请切换到该年度后导入,或从文件中删去其他年度的行。",
                );
                None
            }
            _ if !is_monthly => Some(0),
            MonthRead::Month(month) => self.not_in_future(row, month),
            MonthRead::Blank if self.default_month.is_some() => self.default_month,
            MonthRead::Blank | MonthRead::Unreadable => {
                self.at(
                    row,
                    MoneyField::Month,
                    "month-unreadable",
                    format!("月份“{}”无法识别。", shortened(text)),
                    "请写成 2020-07、2020年7月 或 7月 这样的形式。",
                );
                None
            }
        }
    }

    fn not_in_future(&mut self, row: &'a RawRow, month: u32) -> Option<u32> {
        let today = self.register.today;
        let now = (today.year(), today.month());
        if now < (i32::from(self.register.year.get()), month) {
            self.at(
                row,
                MoneyField::Month,
                "month-in-future",
                format!("{month} 月还没有到,今天是 {today}。"),
                "请核对月份;尚未发生的支付不能导入。",
            );
            return None;
        }
        Some(month)
    }

    fn amount(&mut self, row: &'a RawRow, unit: MoneyUnit) -> Option<Money> {
        let text = self.file.columns.text(row, MoneyField::Amount);
        let kind = self.register.kind;
        match read_amount(text, unit).money {
            Some(money) if money < Money::ZERO && !kind.may_be_negative() => {
                self.at(
                    row,
                    MoneyField::Amount,
                    "amount-negative",
                    format!("{}“{}”是负数。", kind.name(), shortened(text)),
                    "预算不能为负;调减预算请用“预算调整”导入。",
                );
                None
            }
            Some(money) => Some(money),
            None => {
                self.at(
                    row,
                    MoneyField::Amount,
                    "amount-unreadable",
                    format!("金额“{}”不是数字。", shortened(text)),
                    "请填写数字,例如 620.82;退款写负数。",
                );
                None
            }
        }
    }

    /// One voucher pays one project one amount once. Without vouchers, rows alike in every cell may be two payments
    /// or one that was copied: only the person knows.
    fn check_voucher(&mut self, row: &'a RawRow, amount: Option<Money>) {
        let voucher = self.file.columns.text(row, MoneyField::Voucher);
        if voucher.is_empty() {
            if let Some(first) = self.seen.get(row.cells.as_slice()) {
                self.checked.duplicates.push((row.row, *first));
            } else {
                self.seen.insert(row.cells.as_slice(), row.row);
            }
            return;
        }
        let Some(amount) = amount else { return };
        let code = self.file.columns.text(row, MoneyField::Code);
        let known = self.vouchers.get(&(voucher, code, amount.fen())).copied();
        match known {
            None => {
                self.vouchers.insert((voucher, code, amount.fen()), row.row);
            }
            Some(first) => self.at(
                row,
                MoneyField::Voucher,
                "voucher-duplicate",
                format!(
                    "凭证“{}”与第 {first} 行重复(项目、金额都相同)。",
                    shortened(voucher)
                ),
                "请删去重复的行;同一凭证确有两笔的,请补充明细序号以示区别。",
            ),
        }
    }

    fn at(&mut self, row: &RawRow, field: MoneyField, code: &'static str, message: String, suggestion: &str) {
        let cell = self.file.columns.cell(row, field);
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
