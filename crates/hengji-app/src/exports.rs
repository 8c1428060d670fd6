//! 导出 (export): the one way in which a list leaves the house.
//!
//! Data that leave leave an event behind, and what somebody of an institution takes away bears the name of who took
//! it. One function does both, so that no list can be written that forgets either.

use std::fmt::Display;

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;

use crate::app::{App, NoRequest, Tx};
use crate::common::{PageOf, PageRequest};
use crate::error::AppError;
use crate::ports::{Cell, Column, Table};

/// Most rows of one workbook: a worksheet holds just over a million, a reader's patience less.
pub(crate) const ROWS_MAX: usize = 200_000;

impl Table {
    /// A table with these columns, each a heading and a width in characters.
    pub(crate) fn new(title: impl Into<String>, columns: &[(&str, u16)], rows: Vec<Vec<Cell>>) -> Self {
        let column = |(name, width): &(&str, u16)| Column {
            name: (*name).to_owned(),
            width: *width,
        };
        Self {
            title: title.into(),
            notes: Vec::new(),
            columns: columns.iter().map(column).collect(),
            rows,
        }
    }

    /// The same with these lines under its title.
    pub(crate) fn noted(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.notes.extend(notes);
        self
    }
}

impl App {
    /// A list as the bytes of an xlsx file, with the moment it was taken out.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for whoever may not do `action`; [`AppError::Internal`] when the workbook cannot be
    /// made.
    pub(crate) fn leave_house(
        &self,
        actor: &Actor,
        action: Action,
        year: Option<BudgetYear>,
        table: Table,
    ) -> Result<Vec<u8>, AppError> {
        self.taken_out(actor, action, table, |tx| {
            if let Some(year) = year {
                tx.detail("year", year);
            }
        })
    }

    /// The same of one object, whose history then tells who took it out.
    ///
    /// # Errors
    ///
    /// As [`Self::leave_house`].
    pub(crate) fn leave_house_about(
        &self,
        actor: &Actor,
        action: Action,
        (kind, id): (&'static str, impl Display),
        table: Table,
    ) -> Result<Vec<u8>, AppError> {
        self.taken_out(actor, action, table, |tx| tx.about(kind, &id))
    }

    fn taken_out(
        &self,
        actor: &Actor,
        action: Action,
        mut table: Table,
        told: impl Fn(&mut Tx<'_>),
    ) -> Result<Vec<u8>, AppError> {
        table.notes.push(format!("导出时间:{}", self.now()));
        if let Some(mark) = self.watermark(actor)? {
            table.notes.push(format!("水印:{mark}"));
        }
        let written = self.ports().table_writer.write_table(&table);
        let bytes = written.map_err(AppError::fault)?;
        self.act(
            actor,
            action,
            &NoRequest,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                tx.detail("name", &table.title);
                tx.detail("rows", table.rows.len());
                told(tx);
                Ok(())
            },
        )?;
        Ok(bytes)
    }
}

/// Every row of a list that is read page by page.
///
/// # Errors
///
/// [`AppError::Refused`] `export-too-large` above [`ROWS_MAX`] rows; what reading a page refuses.
pub(crate) fn whole_list<T>(
    mut read: impl FnMut(PageRequest) -> Result<PageOf<T>, AppError>,
) -> Result<Vec<T>, AppError> {
    let mut rows = Vec::new();
    let mut page = PageRequest::new(1, 100);
    loop {
        let part = read(page)?;
        // A list that was counted only so far goes on as long as its pages are full.
        let is_last = if part.is_total_exact {
            part.pages() <= u64::from(page.page)
        } else {
            part.rows.len() < usize::try_from(page.page_size).unwrap_or(usize::MAX)
        };
        rows.extend(part.rows);
        within(rows.len())?;
        if is_last {
            return Ok(rows);
        }
        page = PageRequest::new(page.page.saturating_add(1), page.page_size);
    }
}

/// Refuses a workbook that nobody could read.
///
/// # Errors
///
/// [`AppError::Refused`] `export-too-large` above [`ROWS_MAX`] rows.
pub(crate) fn within(rows: usize) -> Result<(), AppError> {
    if ROWS_MAX < rows {
        let told = format!("筛选结果超过 {ROWS_MAX} 行,请缩小筛选范围后再导出。");
        return Err(AppError::refused("export-too-large", told));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use hengji_store::Count;

    use super::*;

    fn part(request: PageRequest, rows: u32, total: Count) -> PageOf<u32> {
        let first = request.offset();
        let last = first.saturating_add(request.page_size).min(rows);
        PageOf::of((first..last).collect(), request, total)
    }

    #[test]
    fn every_row_of_every_page_is_read_once_and_in_order() {
        for rows in [0, 1, 99, 100, 101, 250] {
            let counted = whole_list(|page| Ok(part(page, rows, Count::Exactly(u64::from(rows)))));
            assert_eq!(counted.unwrap(), (0..rows).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_list_that_was_counted_only_so_far_is_read_to_its_end() {
        let read = whole_list(|page| Ok(part(page, 230, Count::MoreThan(50))));
        assert_eq!(read.unwrap(), (0..230).collect::<Vec<_>>());
    }

    #[test]
    fn a_workbook_nobody_could_read_is_refused_with_the_way_out() {
        assert!(within(ROWS_MAX).is_ok());
        let refusal = within(ROWS_MAX + 1).unwrap_err().to_string();
        assert!(
            refusal.contains("export-too-large") && refusal.contains("缩小筛选范围"),
            "{refusal}"
        );
    }
}
