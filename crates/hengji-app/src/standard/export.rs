//! Goals of a year as rows of the standard tables.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource};
use hengji_domain::id::ProjectId;
use hengji_domain::person::Actor;
use hengji_domain::sheet::{Line, Sheet, SheetKind};
use hengji_domain::{BudgetYear, Division};
use hengji_store::{projects, sheets};

use super::{NO, StandardTable, WEIGHT_WORDS, nine_digits};
use crate::app::{App, NoRequest};
use crate::error::AppError;
use crate::ports::{Cell, Column, Table};

impl App {
    /// A standard table of the goals of the year, drafts among them, as a workbook or as csv.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn export_standard(
        &self,
        actor: &Actor,
        year: BudgetYear,
        table: StandardTable,
        is_csv: bool,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportStandard)?;
        let rows = self.standard_rows(actor.division, year, table)?;
        let bytes = if is_csv {
            csv(table, &rows)
        } else {
            let sheet = worksheet(table, &rows);
            self.ports()
                .table_writer
                .write_table(&sheet)
                .map_err(AppError::fault)?
        };
        self.act(
            actor,
            Action::ExportStandard,
            &NoRequest,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                tx.detail("table", table.code());
                tx.detail("rows", rows.len());
                tx.detail("year", year);
                Ok(())
            },
        )?;
        Ok(bytes)
    }

    pub(super) fn standard_rows(
        &self,
        division: Division,
        year: BudgetYear,
        table: StandardTable,
    ) -> Result<Vec<Vec<String>>, AppError> {
        let (known, goals) = self.read(|db| {
            let known = projects::of_year(db, division, year)?;
            Ok((known, sheets::of_year(db, division, year, SheetKind::Goal)?))
        })?;
        let codes: BTreeMap<ProjectId, &str> = known
            .iter()
            .map(|project| (project.id, project.code.as_str()))
            .collect();
        let mut goals: Vec<(&str, &Sheet)> = goals
            .iter()
            .filter_map(|goal| Some((*codes.get(&goal.project)?, goal)))
            .collect();
        goals.sort_by_key(|(code, _)| *code);
        let place = Place {
            division: nine_digits(division),
            year: year.to_string(),
        };
        Ok(match table {
            StandardTable::Goals => goals
                .into_iter()
                .map(|(code, goal)| place.goal(code, goal))
                .collect(),
            StandardTable::Indicators => goals
                .into_iter()
                .flat_map(|(code, goal)| goal.lines.iter().map(move |line| (code, line)))
                .map(|(code, line)| place.indicator(code, line))
                .collect(),
        })
    }
}

/// What stands in every row.
struct Place {
    division: String,
    year: String,
}

impl Place {
    fn goal(&self, code: &str, goal: &Sheet) -> Vec<String> {
        let blank = String::new;
        vec![
            goal.id.to_string(),
            self.division.clone(),
            self.year.clone(),
            code.to_owned(),
            goal.annual_goal.clone(),
            blank(),
            goal.edition.to_string(),
            format!("第{}版", goal.edition),
            self.division.clone(),
            blank(),
            blank(),
            blank(),
            NO.to_owned(),
        ]
    }

    fn indicator(&self, code: &str, line: &Line) -> Vec<String> {
        let blank = String::new;
        let weight = line
            .weight
            .map(|weight| format!("{WEIGHT_WORDS}{}", weight.points().normalize()));
        vec![
            line.key.to_string(),
            self.division.clone(),
            self.year.clone(),
            code.to_owned(),
            blank(),
            line.level1.clone(),
            blank(),
            line.level2.clone(),
            blank(),
            line.level3.clone(),
            blank(),
            weight.unwrap_or_default(),
            line.target.text.clone(),
            blank(),
            blank(),
            blank(),
            blank(),
            NO.to_owned(),
        ]
    }
}

fn worksheet(table: StandardTable, rows: &[Vec<String>]) -> Table {
    Table {
        title: table.code().to_owned(),
        notes: Vec::new(),
        columns: table
            .columns()
            .iter()
            .map(|name| Column {
                name: (*name).to_owned(),
                width: 20,
            })
            .collect(),
        rows: rows
            .iter()
            .map(|row| row.iter().map(Cell::text).collect())
            .collect(),
    }
}

/// Comma-separated with a byte order mark, so that spreadsheet programs read the Chinese.
fn csv(table: StandardTable, rows: &[Vec<String>]) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    text += &table.columns().join(",");
    text += "\r\n";
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text += &cells.join(",");
        text += "\r\n";
    }
    text.into_bytes()
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
