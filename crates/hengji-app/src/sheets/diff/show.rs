//! Comparing two editions for somebody who may see the sheet.

use hengji_domain::id::SheetId;
use hengji_domain::person::Actor;
use hengji_store::editions;

use super::compare;
use crate::app::App;
use crate::error::AppError;
use crate::sheets::snapshot::Snapshot;
use crate::sheets::view::SheetDiff;

impl App {
    /// What changed from one edition to another.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a sheet out of sight or an edition it does not have.
    pub fn sheet_diff(&self, actor: &Actor, id: SheetId, from: i32, to: i32) -> Result<SheetDiff, AppError> {
        let case = self.viewed_case(actor, id)?;
        let (older, newer) = self.read(|db| {
            let older = editions::find(db, case.division, id, from)?.ok_or(AppError::NotFound)?;
            let newer = editions::find(db, case.division, id, to)?.ok_or(AppError::NotFound)?;
            Ok((older, newer))
        })?;
        compare(
            &Snapshot::from_json(&older.snapshot)?,
            &Snapshot::from_json(&newer.snapshot)?,
        )
    }
}
