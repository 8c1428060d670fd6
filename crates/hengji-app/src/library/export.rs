//! 导出指标库 (export): exactly what is filtered, with the headings that the import reads.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;
use hengji_store::Page;
use hengji_store::library::{self, LibraryIndicator};

use super::{IndicatorInput, LibraryQuery};
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Column, Table};

/// Widest column, characters.
const WIDTH_MAX: u16 = 40;

impl App {
    /// The filtered indicators as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn export_library(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &LibraryQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportLibrary)?;
        let ground = self.library_ground(actor.division, year)?;
        let filter = ground.filter(actor.division, query);
        let whole = Page {
            offset: 0,
            limit: u32::MAX,
        };
        let found = self.read(|db| Ok(library::list(db, &filter, whole)?))?;
        let table = Table {
            title: format!("{year} 年度指标库"),
            notes: vec![format!(
                "共 {} 条指标;改后可原样导入,编码相同的按文件修改",
                found.len()
            )],
            columns: columns(),
            rows: found.iter().map(row).collect(),
        };
        self.leave_house(actor, Action::ExportLibrary, Some(year), table)
    }

    /// Every indicator of the acting division and those above it, for interfaces with other systems.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn whole_library(&self, actor: &Actor) -> Result<Vec<LibraryIndicator>, AppError> {
        self.may_look(actor, Action::ViewLibrary)?;
        self.read(|db| Ok(library::all(db, &actor.division.lineage())?))
    }
}

fn columns() -> Vec<Column> {
    IndicatorInput::FIELDS
        .iter()
        .map(|field| Column {
            name: field.title.to_owned(),
            width: u16::try_from(field.most)
                .unwrap_or(WIDTH_MAX)
                .clamp(10, WIDTH_MAX),
        })
        .collect()
}

fn row(one: &LibraryIndicator) -> Vec<Cell> {
    let texts = IndicatorInput::of(one);
    IndicatorInput::FIELDS
        .iter()
        .map(|field| Cell::text(texts.text(field.code)))
        .collect()
}
