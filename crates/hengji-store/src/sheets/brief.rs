//! A sheet in a list: where it stands and its totals, without its lines.

use hengji_domain::Score;
use hengji_domain::id::SheetId;
use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;

use super::state;
use crate::error::StoreError;
use crate::schema::sheets;
use crate::text::Row;

/// A sheet in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetBrief {
    /// Identity.
    pub id: SheetId,
    /// Kind of form.
    pub kind: SheetKind,
    /// Where it stands.
    pub state: SheetState,
    /// 版次.
    pub edition: i32,
    /// Optimistic lock.
    pub version: i32,
    /// 总分 as stated.
    pub stated_total: Option<Score>,
    /// 总分 as the rules give it.
    pub computed_total: Option<Score>,
}

/// The columns of a brief, in the order of [`BriefColumns`].
pub(crate) const BRIEF: (
    sheets::sheet_id,
    sheets::kind,
    sheets::state,
    sheets::step,
    sheets::state_at,
    sheets::edition,
    sheets::version,
    sheets::stated_total_centi,
    sheets::computed_total_centi,
) = (
    sheets::sheet_id,
    sheets::kind,
    sheets::state,
    sheets::step,
    sheets::state_at,
    sheets::edition,
    sheets::version,
    sheets::stated_total_centi,
    sheets::computed_total_centi,
);

pub(crate) type BriefColumns = (
    String,
    String,
    String,
    Option<i32>,
    Option<i64>,
    i32,
    i32,
    Option<i32>,
    Option<i32>,
);

pub(crate) fn read_brief(columns: BriefColumns) -> Result<SheetBrief, StoreError> {
    let (id, kind, state, step, at, edition, version, stated, computed) = columns;
    let row = Row {
        table: "sheets",
        key: &id,
    };
    Ok(SheetBrief {
        id: row.parse("sheet_id", &id)?,
        kind: row.code("kind", &kind, SheetKind::from_code)?,
        state: state::read(row, &state, step, at)?,
        edition,
        version,
        stated_total: stated.map(Score::from_centi),
        computed_total: computed.map(Score::from_centi),
    })
}
