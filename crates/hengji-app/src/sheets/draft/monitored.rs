//! A monitoring sheet watches an issued goal: its lines stand as issued, only what was reached so far is written, and
//! all money comes from its sources.

use hengji_domain::sheet::{Sheet, SheetMoney};

use super::frozen::answers;
use super::text::{Errors, STATEMENT_MAX};
use super::{SheetDraft, Sourced};
use crate::error::FieldError;

pub(super) fn apply(sheet: &Sheet, draft: &SheetDraft, sourced: Sourced) -> Result<Sheet, Vec<FieldError>> {
    let mut errors = Errors::default();
    let Some(lines) = answers(sheet, draft, "监控表", &mut errors) else {
        return errors.or(sheet.clone());
    };
    let next = Sheet {
        achievement: errors.text("achievement".to_owned(), &draft.achievement, STATEMENT_MAX),
        money: SheetMoney {
            initial: sheet.money.initial,
            adjusted: sourced.adjusted.or(sheet.money.adjusted),
            executed: sourced.executed.or(sheet.money.executed),
        },
        lines,
        ..sheet.clone()
    };
    errors.or(next)
}
