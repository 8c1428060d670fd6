//! The text of a cell: what a reader of the sheet sees, without the noise of binary floating point.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime, Style};
use rust_decimal::Decimal;

/// Digits that spreadsheet programs keep of a number; what follows is noise of the binary form.
const SIGNIFICANT_DIGITS: usize = 15;

/// Rates are compared in hundredths of a percent, so a percentage keeps at least two places even where the
/// format of the cell shows none: 95.86 % must not turn into 96 %.
const PERCENT_PLACES: u32 = 2;

/// The text of a cell of an .xlsx worksheet.
pub(super) fn of_ref(value: &DataRef<'_>, style: Option<&Style>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => iso_date(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => of_number(*number, style),
        DataRef::Bool(truth) => of_bool(*truth),
        DataRef::DateTime(at) => of_date(at),
        DataRef::Error(error) => of_error(error),
        DataRef::Empty => String::new(),
    }
}

/// The text of a cell of an .xls or .ods worksheet, whose formats are not known.
pub(super) fn of_data(value: &Data) -> String {
    match value {
        Data::String(text) => text.clone(),
        Data::DateTimeIso(text) | Data::DurationIso(text) => iso_date(text),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => of_number(*number, None),
        Data::Bool(truth) => of_bool(*truth),
        Data::DateTime(at) => of_date(at),
        Data::Error(error) => of_error(error),
        Data::Empty => String::new(),
    }
}

fn of_number(number: f64, style: Option<&Style>) -> String {
    let Some(exact) = decimal(number) else {
        return number.to_string();
    };
    let format = style
        .and_then(|style| style.number_format.as_ref())
        .map_or("General", |it| it.format_code.as_str());
    let shown = without_literals(format);
    if !shown.contains('%') {
        return format!("{}{}", exact.normalize(), literal_suffix(format));
    }
    let places = shown.split_once('.').map_or(0, |(_, rest)| {
        rest.chars().take_while(|c| matches!(c, '0' | '#')).count()
    });
    let places = u32::try_from(places).unwrap_or(0).max(PERCENT_PLACES);
    let percent = hengji_domain::rounding::round_half_up(exact * Decimal::ONE_HUNDRED, places);
    format!("{}%", percent.normalize())
}

/// A number as an exact decimal of the digits that count.
fn decimal(number: f64) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    let scientific = format!("{number:.*e}", SIGNIFICANT_DIGITS - 1);
    Decimal::from_scientific(&scientific).ok()
}

/// A number format without its quoted texts, of which `%` may be a part.
fn without_literals(format: &str) -> String {
    let mut shown = String::new();
    let mut is_quoted = false;
    for c in format.split(';').next().unwrap_or(format).chars() {
        if c == '"' {
            is_quoted = !is_quoted;
        } else if !is_quoted {
            shown.push(c);
        }
    }
    shown
}

/// The quoted text behind the digits of a format: the unit in `0.00"万元"`, which the reader of the sheet sees.
fn literal_suffix(format: &str) -> &str {
    let first = format.split(';').next().unwrap_or(format);
    let Some(before) = first.strip_suffix('"') else {
        return "";
    };
    match before.rsplit_once('"') {
        Some((digits, literal)) if digits.contains('0') => literal,
        _ => "",
    }
}

fn of_bool(truth: bool) -> String {
    String::from(if truth { "TRUE" } else { "FALSE" })
}

fn of_date(at: &ExcelDateTime) -> String {
    if at.is_duration() {
        return decimal(at.as_f64()).map_or_else(String::new, |days| days.normalize().to_string());
    }
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

/// A date with a time of day is a date: no form asks for the hour.
fn iso_date(text: &str) -> String {
    text.split_once('T').map_or(text, |(date, _)| date).to_owned()
}

fn of_error(error: &CellErrorType) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_the_noise_of_the_binary_form() {
        let noisy = 0.1 + 0.2;
        for (number, text) in [
            (noisy, "0.3"),
            (27.799_999_999_999_997, "27.8"),
            (72_890.0, "72890"),
            (0.000_001, "0.000001"),
            (-0.0, "0"),
            (1e15, "1000000000000000"),
            (99_999_999_999.99, "99999999999.99"),
        ] {
            assert_eq!(of_number(number, None), text);
        }
        assert_eq!(of_number(1e300, None), 1e300.to_string());
        assert_eq!(of_number(f64::NAN, None), "NaN");
    }

    #[test]
    fn quoted_texts_of_a_format_are_told_from_its_digits() {
        assert_eq!(without_literals("0.00\"%\";-0"), "0.00");
        assert_eq!(without_literals("0.00%;[Red]0%"), "0.00%");
        assert_eq!(literal_suffix("0.00\"万元\""), "万元");
        assert_eq!(literal_suffix("\"约\"0"), "");
        assert_eq!(literal_suffix("General"), "");
    }
}
