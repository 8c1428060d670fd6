//! The operator's import of money data: the same reader, checks, replacement and reconciliation as a person's.

use hengji_authz::Action;
use hengji_domain::id::UserId;
use hengji_domain::{BudgetYear, Division};
use hengji_store::attachments;
use hengji_store::imports::{self, ImportBatch, ImportKind, ImportState};

use super::commit::{Hand, require_ready, write};
use super::preview::{kind_of, reading_of};
use super::{ImportedMoney, UploadedMoney};
use crate::app::App;
use crate::error::AppError;

/// A file of money data the operator imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorMoney {
    /// Where it goes.
    pub division: Division,
    /// Its budget year.
    pub year: BudgetYear,
    /// The file and how it is read.
    pub file: UploadedMoney,
    /// In whose name the file is kept.
    pub keeper: UserId,
}

/// The name under which the operator's loads are listed.
pub(super) const OPERATOR_NAME: &str = "运维人员(服务器命令行)";

impl App {
    /// Imports a file of money data in one transaction.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] with the words of the reader, `list-without-headings`, `money-not-ready`;
    /// [`AppError::Invalid`] for an unknown kind or no source.
    pub fn import_money_as_operator(&self, import: &OperatorMoney) -> Result<ImportedMoney, AppError> {
        let file = &import.file;
        let kind = kind_of(&file.kind)?;
        let reading = reading_of(file)?;
        let table = self
            .ports()
            .workbook_reader
            .read_table(&file.file_name, &file.bytes)?;
        let read = self.read_money(
            import.division,
            import.year,
            kind,
            &file.file_name,
            &table,
            reading,
        )?;
        require_ready(&read)?;
        let report = serde_json::to_string(&read.reading).map_err(AppError::fault)?;
        self.operate(import.division, Action::ImportMoney, |tx| {
            let sha256 = attachments::store_content(tx.db, tx.division, &file.bytes)?;
            let batch = ImportBatch {
                id: tx.fresh()?,
                year: import.year,
                kind: ImportKind::Money(kind),
                state: ImportState::Committed,
                file_name: file.file_name.clone(),
                file_sha256: sha256.clone(),
                report: report.clone(),
                created_by: import.keeper,
                created_at: tx.now,
                concluded_at: Some(tx.now),
                version: 1,
            };
            imports::insert(tx.db, tx.division, &batch)?;
            tx.about("import", batch.id);
            tx.detail("file_name", &file.file_name);
            tx.detail("file_sha256", &sha256);
            let hand = Hand {
                user: import.keeper,
                name: OPERATOR_NAME,
                unit: None,
            };
            write(tx, &read, batch.id, &hand)
        })
    }
}
