//! 边填边查 (check): what is wrong with a draft that is being typed. Nothing is written.

use hengji_authz::Action;
use hengji_domain::id::{LineKey, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::sheet::SheetKind;

use super::SheetDraft;
use super::case::Case;
use super::draft;
use super::judge::{finding_view, judge};
use super::submit::unanswered;
use super::totals::totals;
use super::view::DraftCheck;
use crate::app::App;
use crate::error::AppError;
use crate::monitoring::fill::unanswered_of;

impl App {
    /// Checks a draft as it stands on the screen.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for texts that are no numbers; [`AppError::NotFound`].
    pub fn check_draft(
        &self,
        actor: &Actor,
        id: SheetId,
        input: &SheetDraft,
    ) -> Result<DraftCheck, AppError> {
        let case = self.viewed_case(actor, id)?;
        let mut next = 0_u8;
        // Keys of lines that are not saved yet only tell them apart here.
        let mut passing_key = || {
            next = next.wrapping_add(1);
            LineKey::from_uuid(uuid::Uuid::from_bytes([next; 16]))
        };
        let sourced = self.read(|db| case.sourced(db))?;
        let mut sheet =
            draft::apply(&case.sheet, input, sourced, &mut passing_key).map_err(AppError::Invalid)?;
        let mut problems = judge(&mut sheet, case.names(), &case.rules);
        problems.extend(self.read(|db| self.look_around(db, &case, &sheet))?);
        Ok(DraftCheck {
            totals: totals(&sheet, &case.rules),
            findings: problems.iter().map(finding_view).collect(),
            unanswered: match sheet.kind {
                SheetKind::Monitoring => unanswered_of(&case, &sheet, input)?,
                _ => unanswered(&case, &sheet),
            },
            computed_scores: sheet.lines.iter().map(|line| line.computed_score).collect(),
        })
    }

    /// The sheet for somebody who may see it.
    pub(crate) fn viewed_case(&self, actor: &Actor, id: SheetId) -> Result<Case, AppError> {
        let case = self.read(|db| self.load_case(db, actor.division, id))?;
        self.may_view(actor, Action::ViewSheet, &case.resource())?;
        Ok(case)
    }
}
