//! Reading with calamine, bounded on the way.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{
    Data, Dimensions, Ods, OdsError, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError,
};

use super::{Area, Cell, Grid, Worksheet, hidden, ods, text};
use crate::limits::Limits;
use crate::precheck::{WorkbookFormat, precheck};
use crate::refusal::WorkbookRefusal;

type Bytes<'a> = Cursor<&'a [u8]>;

/// Checks a file and reads its cells. Must run in the import worker for files from outside, because the reader
/// underneath can abort the process.
///
/// # Errors
///
/// [`WorkbookRefusal`] when the file is no safe workbook or larger than the limits.
pub fn read_grid(bytes: &[u8], limits: &Limits) -> Result<Grid, WorkbookRefusal> {
    let mut worksheets = match precheck(bytes, limits)? {
        WorkbookFormat::Xlsx => read_xlsx(bytes, limits)?,
        WorkbookFormat::Xls => read_xls(bytes, limits)?,
        WorkbookFormat::Ods => read_ods(bytes, limits)?,
    };
    for worksheet in &mut worksheets {
        worksheet.cells.sort_by_key(|cell| (cell.row, cell.column));
        worksheet.cells.dedup_by_key(|cell| (cell.row, cell.column));
        worksheet.merges.sort_by_key(|area| (area.top, area.left));
    }
    if worksheets.iter().all(|worksheet| worksheet.cells.is_empty()) {
        return Err(WorkbookRefusal::NothingInside {});
    }
    Ok(Grid { worksheets })
}

/// Counts what is read and refuses at the limit.
struct Bounds<'a> {
    limits: &'a Limits,
    cells: usize,
}

impl Bounds<'_> {
    /// Adds a cell to the worksheet unless it is blank; places come from 0, as the reader counts.
    fn add(&mut self, to: &mut Worksheet, at: (u32, u32), text: String) -> Result<(), WorkbookRefusal> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let worksheet = || to.name.clone();
        let (row, column) = (at.0.saturating_add(1), at.1.saturating_add(1));
        if self.limits.rows < row {
            return Err(WorkbookRefusal::TooManyRows {
                worksheet: worksheet(),
                found: row,
                limit: self.limits.rows,
            });
        }
        if self.limits.columns < column {
            let limit = self.limits.columns;
            return Err(WorkbookRefusal::TooManyColumns {
                worksheet: worksheet(),
                found: column,
                limit,
            });
        }
        let found = text.chars().count();
        if self.limits.text_characters < found {
            let (cell, limit) = (super::cell_name(row, column), self.limits.text_characters);
            return Err(WorkbookRefusal::TextTooLong {
                worksheet: worksheet(),
                cell,
                found,
                limit,
            });
        }
        self.cells += 1;
        if self.limits.cells < self.cells {
            return Err(WorkbookRefusal::TooManyCells {
                worksheet: worksheet(),
                limit: self.limits.cells,
            });
        }
        to.cells.push(Cell {
            row,
            column,
            text,
            is_formula: false,
        });
        Ok(())
    }

    fn add_merges(&self, to: &mut Worksheet, areas: &[Dimensions]) -> Result<(), WorkbookRefusal> {
        if self.limits.merges < areas.len() {
            let (found, limit) = (areas.len(), self.limits.merges);
            return Err(WorkbookRefusal::TooManyMerges {
                worksheet: to.name.clone(),
                found,
                limit,
            });
        }
        to.merges = areas
            .iter()
            .map(|area| Area {
                top: area.start.0.saturating_add(1),
                left: area.start.1.saturating_add(1),
                bottom: area.end.0.saturating_add(1).min(self.limits.rows),
                right: area.end.1.saturating_add(1).min(self.limits.columns),
            })
            .collect();
        Ok(())
    }
}

/// The worksheets by name, charts and macro sheets left out.
fn tabs<'a, R: Reader<Bytes<'a>>>(workbook: &R, limits: &Limits) -> Result<Vec<Worksheet>, WorkbookRefusal> {
    let all = workbook.sheets_metadata();
    if limits.worksheets < all.len() {
        return Err(WorkbookRefusal::TooManyWorksheets {
            found: all.len(),
            limit: limits.worksheets,
        });
    }
    let tab = |name: &str, is_hidden| Worksheet {
        name: name.to_owned(),
        is_hidden,
        ..Worksheet::default()
    };
    Ok(all
        .iter()
        .filter(|it| it.typ == SheetType::WorkSheet)
        .map(|it| tab(&it.name, it.visible != SheetVisible::Visible))
        .collect())
}

fn read_xlsx(bytes: &[u8], limits: &Limits) -> Result<Vec<Worksheet>, WorkbookRefusal> {
    let mut workbook: Xlsx<Bytes<'_>> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| refused_xlsx(&error))?;
    let mut worksheets = tabs(&workbook, limits)?;
    let hidden_rows = hidden::rows_by_worksheet(bytes, limits);
    let mut bounds = Bounds { limits, cells: 0 };
    for worksheet in &mut worksheets {
        stream_cells(&mut workbook, worksheet, &mut bounds).map_err(|stop| match stop {
            Stop::Reader(error) => refused_xlsx(&error),
            Stop::Refused(refusal) => refusal,
        })?;
        let merges = workbook
            .merge_cells_by_sheet_name(&worksheet.name)
            .map_err(|error| refused_xlsx(&error))?;
        bounds.add_merges(worksheet, &merges)?;
        worksheet.hidden_rows = hidden_rows.get(&worksheet.name).cloned().unwrap_or_default();
    }
    Ok(worksheets)
}

/// Why streaming of a worksheet stopped.
enum Stop {
    Reader(XlsxError),
    Refused(WorkbookRefusal),
}

impl From<XlsxError> for Stop {
    fn from(error: XlsxError) -> Self {
        Self::Reader(error)
    }
}

impl From<WorkbookRefusal> for Stop {
    fn from(refusal: WorkbookRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Reads cell by cell: the whole range of a worksheet may be a rectangle of gigabytes between two far corners.
fn stream_cells(
    workbook: &mut Xlsx<Bytes<'_>>,
    worksheet: &mut Worksheet,
    bounds: &mut Bounds<'_>,
) -> Result<(), Stop> {
    let mut reader = workbook.worksheet_cells_reader(&worksheet.name)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let text = text::of_ref(cell.get_value(), reader.styles().get(style));
        bounds.add(worksheet, cell.get_position(), text)?;
    }
    drop(reader);
    let mut formulas = Vec::new();
    let mut reader = workbook.worksheet_cells_reader(&worksheet.name)?;
    while let Some(cell) = reader.next_formula()? {
        formulas.push((cell.get_position(), cell.get_value().clone()));
    }
    drop(reader);
    add_formulas(worksheet, formulas, bounds)?;
    Ok(())
}

/// Marks the cells that hold formulas. A formula without a result is what a clerk typed: `=100%` and `=300天` mean
/// the comparator, and programs that fill in forms store them as formulas that nobody ever computed.
fn add_formulas(
    worksheet: &mut Worksheet,
    formulas: impl IntoIterator<Item = ((u32, u32), String)>,
    bounds: &mut Bounds<'_>,
) -> Result<(), WorkbookRefusal> {
    let places: HashMap<(u32, u32), usize> = worksheet
        .cells
        .iter()
        .enumerate()
        .map(|(at, cell)| ((cell.row - 1, cell.column - 1), at))
        .collect();
    for (place, formula) in formulas.into_iter().filter(|(_, formula)| !formula.is_empty()) {
        let typed = format!("={}", formula.trim_start_matches("of:").trim_start_matches('='));
        match places.get(&place).and_then(|at| worksheet.cells.get_mut(*at)) {
            Some(cell) if cell.text.starts_with('#') => cell.text = typed,
            Some(cell) => cell.is_formula = true,
            None => bounds.add(worksheet, place, typed)?,
        }
    }
    Ok(())
}

fn read_xls(bytes: &[u8], limits: &Limits) -> Result<Vec<Worksheet>, WorkbookRefusal> {
    let mut workbook: Xls<Bytes<'_>> = Xls::new(Cursor::new(bytes)).map_err(|error| refused_xls(&error))?;
    let mut worksheets = tabs(&workbook, limits)?;
    let mut bounds = Bounds { limits, cells: 0 };
    for worksheet in &mut worksheets {
        let range = workbook
            .worksheet_range(&worksheet.name)
            .map_err(|error| refused_xls(&error))?;
        add_range(worksheet, &range, &mut bounds)?;
        let formulas = workbook
            .worksheet_formula(&worksheet.name)
            .map_err(|error| refused_xls(&error))?;
        add_formulas(worksheet, placed(&formulas), &mut bounds)?;
        let merges = workbook
            .merge_cells_by_sheet_name(&worksheet.name)
            .map_err(|error| refused_xls(&error))?;
        bounds.add_merges(worksheet, &merges)?;
    }
    Ok(worksheets)
}

fn read_ods(bytes: &[u8], limits: &Limits) -> Result<Vec<Worksheet>, WorkbookRefusal> {
    let mut workbook: Ods<Bytes<'_>> = Ods::new(Cursor::new(bytes)).map_err(|error| refused_ods(&error))?;
    let mut worksheets = tabs(&workbook, limits)?;
    let merges = ods::merges_by_worksheet(bytes, limits);
    let mut bounds = Bounds { limits, cells: 0 };
    for worksheet in &mut worksheets {
        let range = workbook
            .worksheet_range(&worksheet.name)
            .map_err(|error| refused_ods(&error))?;
        add_range(worksheet, &range, &mut bounds)?;
        let formulas = workbook
            .worksheet_formula(&worksheet.name)
            .map_err(|error| refused_ods(&error))?;
        add_formulas(worksheet, placed(&formulas), &mut bounds)?;
        let found = merges.get(&worksheet.name).map(Vec::as_slice).unwrap_or_default();
        if limits.merges < found.len() {
            let (found, limit) = (found.len(), limits.merges);
            return Err(WorkbookRefusal::TooManyMerges {
                worksheet: worksheet.name.clone(),
                found,
                limit,
            });
        }
        worksheet.merges = found.to_vec();
    }
    Ok(worksheets)
}

fn add_range(
    to: &mut Worksheet,
    range: &calamine::Range<Data>,
    bounds: &mut Bounds<'_>,
) -> Result<(), WorkbookRefusal> {
    let start = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let at = (offset(start.0, row), offset(start.1, column));
        bounds.add(to, at, text::of_data(value))?;
    }
    Ok(())
}

fn placed(formulas: &calamine::Range<String>) -> impl Iterator<Item = ((u32, u32), String)> + '_ {
    let start = formulas.start().unwrap_or_default();
    let cells = formulas.used_cells();
    cells
        .map(move |(row, column, formula)| ((offset(start.0, row), offset(start.1, column)), formula.clone()))
}

fn offset(start: u32, step: usize) -> u32 {
    u32::try_from(step).map_or(u32::MAX, |step| start.saturating_add(step))
}

fn refused_xlsx(error: &XlsxError) -> WorkbookRefusal {
    match error {
        XlsxError::Password => WorkbookRefusal::PasswordProtected {},
        other => damaged(other),
    }
}

fn refused_xls(error: &XlsError) -> WorkbookRefusal {
    match error {
        XlsError::Password => WorkbookRefusal::PasswordProtected {},
        other => damaged(other),
    }
}

fn refused_ods(error: &OdsError) -> WorkbookRefusal {
    match error {
        OdsError::Password => WorkbookRefusal::PasswordProtected {},
        other => damaged(other),
    }
}

fn damaged(error: &dyn std::fmt::Display) -> WorkbookRefusal {
    let detail: String = error.to_string().chars().take(200).collect();
    WorkbookRefusal::Damaged { detail }
}
