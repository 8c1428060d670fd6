//! 导出 (export): lists and forms as .xlsx workbooks. Every text is written as text, whatever it begins with, so
//! that no cell turns into a formula on the reader's machine.

mod form;
mod list;

#[cfg(test)]
mod tests;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

pub use form::write_form;
pub use list::XlsxWriter;

/// A workbook without the clock in it: the moment of an export stands in its notes, and the same content gives
/// the same bytes.
fn workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let moment = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_creation_datetime(&moment),
    );
    Ok(workbook)
}

/// A name that a worksheet may have: at most 31 characters, none of those that references are made of.
fn tab_name(title: &str) -> String {
    let is_allowed =
        |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') && !c.is_control();
    let name: String = title.chars().filter(is_allowed).take(31).collect();
    if name.trim().is_empty() {
        "清单".to_owned()
    } else {
        name
    }
}

fn title_format() -> Format {
    Format::new()
        .set_bold()
        .set_font_size(16)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

fn cell_format() -> Format {
    Format::new()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
}

fn label_format() -> Format {
    cell_format().set_bold().set_align(FormatAlign::Center)
}
