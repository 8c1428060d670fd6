//! The published list: which columns it has, and its projects with amounts in fen.

use std::path::Path;

use hengji_analysis::draw::{Columns, Frame, Unit, hundredths};

use crate::table::{Column, Input, Row, Table};
use crate::{Context, Failure};

/// What is wrong with a score.
const NO_SCORE: &str = "不是最多两位小数的分数;请只填数字,没有自评分的留空。 [cell-not-score]";

/// Reads the list; the columns have the names of the record.
pub(super) fn read(
    path: &Path,
    names: &Columns,
    context: &mut Context<'_>,
) -> Result<(Frame, Input), Failure> {
    let table = Table::open(path, context)?;
    let id = table.column("--id", &names.id)?;
    let department = table.column("--department", &names.department)?;
    let amount = table.column("--amount", &names.amount)?;
    let score = names
        .self_score
        .as_ref()
        .map(|name| table.column("--score", name))
        .transpose()?;
    let mut units = Vec::new();
    let input = table.read(|row| {
        let own_id = row.unique(&[&id]);
        let own_department = row.text(&department).map(str::to_owned);
        let own_amount = row.fen(&amount);
        let own_score = score
            .as_ref()
            .map_or(Some(None), |column| centi_if_any(row, column));
        if let (Some(id), Some(department), Some(amount_fen), Some(self_score_centi)) =
            (own_id, own_department, own_amount, own_score)
        {
            units.push(Unit {
                id,
                department,
                amount_fen,
                self_score_centi,
            });
        }
    })?;
    let frame = Frame::new(units).map_err(Failure::unusable)?;
    Ok((frame, input))
}

/// A score in hundredths of a point, or nothing where the cell is empty; none only where a fault was noted.
fn centi_if_any(row: &mut Row<'_>, column: &Column) -> Option<Option<i64>> {
    if row.cell(column).is_empty() {
        return Some(None);
    }
    centi(row, column).map(Some)
}

/// A score in hundredths of a point.
pub(super) fn centi(row: &mut Row<'_>, column: &Column) -> Option<i64> {
    let cell = row.text(column)?;
    let found = hundredths(cell);
    if found.is_none() {
        row.note(column, cell, NO_SCORE);
    }
    found
}
