//! A list as a workbook: title, notes, a frozen header with filters, one row each.

use hengji_app::ports::{Cell, Table, TableWriter};
use hengji_domain::money::MoneyUnit;
use hengji_domain::{Decimal, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

use super::{cell_format, label_format, tab_name, title_format, workbook};

/// 清单导出 (writer of lists).
#[derive(Debug, Clone, Copy, Default)]
pub struct XlsxWriter;

impl TableWriter for XlsxWriter {
    fn write_table(&self, table: &Table) -> Result<Vec<u8>, String> {
        write(table).map_err(|error| error.to_string())
    }
}

fn write(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook(&table.title)?;
    let formats = Formats::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(tab_name(&table.title))?;
    let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.write_string_with_format(0, 0, &table.title, &title_format())?;
    let mut row = 1_u32;
    for note in &table.notes {
        sheet.write_string(row, 0, note)?;
        row += 1;
    }
    let header = row;
    for (column, heading) in (0_u16..).zip(&table.columns) {
        sheet.set_column_width(column, heading.width)?;
        sheet.write_string_with_format(header, column, &heading.name, &label_format())?;
    }
    for cells in &table.rows {
        row += 1;
        for (column, cell) in (0_u16..).zip(cells) {
            formats.write(sheet, row, column, cell)?;
        }
    }
    sheet.set_freeze_panes(header + 1, 0)?;
    sheet.autofilter(header, 0, row, last_column)?;
    workbook.save_to_buffer()
}

struct Formats {
    text: Format,
    integer: Format,
    money: Format,
    score: Format,
    date: Format,
}

impl Formats {
    fn new() -> Self {
        let number = |format: &str| cell_format().set_num_format(format);
        Self {
            text: cell_format(),
            integer: number("0"),
            // Two places as on paper, up to six where the exact amount in fen needs them.
            money: number("#,##0.00####"),
            score: number("0.00"),
            date: number("yyyy-mm-dd"),
        }
    }

    fn write(&self, sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Blank => sheet.write_blank(row, column, &self.text)?,
            Cell::Text(text) => sheet.write_string_with_format(row, column, text, &self.text)?,
            Cell::Integer(number) => {
                sheet.write_number_with_format(row, column, stored(Decimal::from(*number)), &self.integer)?
            }
            Cell::Money(money) => {
                let amount = money.in_unit(MoneyUnit::TenThousandYuan);
                sheet.write_number_with_format(row, column, stored(amount), &self.money)?
            }
            Cell::Score(score) => {
                sheet.write_number_with_format(row, column, stored(score.points()), &self.score)?
            }
            Cell::Date(date) => {
                sheet.write_datetime_with_format(row, column, excel_date(*date)?, &self.date)?
            }
        };
        Ok(())
    }
}

/// The binary form in which workbooks store every number; fifteen digits of it are exact, more than any amount has.
fn stored(number: Decimal) -> f64 {
    number.to_string().parse().unwrap_or(f64::NAN)
}

fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::parse_from_str(&date.format("%Y-%m-%d").to_string())
}
