//! The references as the page lists them: filtered, sorted, a page at a time.

use hengji_domain::Decimal;
use hengji_store::{Count, Direction};

use super::number::each;
use super::records::Records;
use super::scale::{Pair, Scale};
use super::view::ReferenceRow;
use crate::common::{PageOf, PageRequest};

/// What the references are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReferenceSort {
    /// Nearest in quantity first.
    #[default]
    Nearest,
    /// 年度.
    Year,
    /// 完成值.
    Quantity,
    /// 全年执行数.
    Money,
    /// 单位成本.
    UnitCost,
}

/// Which references to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReferenceQuery {
    /// Words in the name of the project, the unit or the line.
    pub text: Option<String>,
    /// Only the very same indicator.
    pub same_only: bool,
    /// Sorted by.
    pub sort: ReferenceSort,
    /// In which direction.
    pub direction: Direction,
    /// Which page.
    pub page: PageRequest,
}

/// The references as filtered and sorted.
pub(super) fn listed(
    records: &Records,
    found: &Scale,
    near: Option<&Pair>,
    query: &ReferenceQuery,
) -> PageOf<ReferenceRow> {
    let word = query.text.as_deref().unwrap_or_default().trim().to_lowercase();
    let mut rows: Vec<ReferenceRow> = records
        .kept
        .iter()
        .enumerate()
        .filter(|(_, one)| one.is_same || !query.same_only)
        .filter(|(_, one)| {
            let texts = [&one.name, &one.unit_name, &one.line];
            texts.iter().any(|text| text.to_lowercase().contains(&word))
        })
        .map(|(place, one)| {
            let mut notes = Vec::new();
            if found.suspected.contains(&place) {
                notes.push("疑似单位填错,未参与估计");
            }
            if one.is_stated {
                notes.push("支付取自评表内数");
            }
            ReferenceRow {
                name: one.name.clone(),
                unit_name: one.unit_name.clone(),
                year: one.year,
                line: one.line.clone(),
                is_same: one.is_same,
                quantity: one.quantity,
                money: one.money,
                unit_cost: each(one.money, one.quantity).unwrap_or_default(),
                adjusted: found.adjusted.get(&place).copied(),
                note: notes.join(";"),
            }
        })
        .collect();
    sort(&mut rows, near, query.sort);
    if query.direction == Direction::Descending {
        rows.reverse();
    }
    let total = Count::Exactly(u64::try_from(rows.len()).unwrap_or(u64::MAX));
    let (offset, limit) = (
        usize::try_from(query.page.offset()).unwrap_or(usize::MAX),
        usize::try_from(query.page.page_size).unwrap_or(usize::MAX),
    );
    let rows = rows.into_iter().skip(offset).take(limit).collect();
    PageOf::of(rows, query.page, total)
}

/// Sorts; nearest means by ratio, so that half and double are equally far.
fn sort(rows: &mut [ReferenceRow], near: Option<&Pair>, by: ReferenceSort) {
    match by {
        ReferenceSort::Nearest => rows.sort_by_key(|row| {
            let own = near.map(|pair| pair.quantity).unwrap_or_default();
            let (small, large) = (row.quantity.min(own), row.quantity.max(own));
            let ratio = large.checked_div(small).unwrap_or(Decimal::MAX);
            (!row.is_same, ratio)
        }),
        ReferenceSort::Year => rows.sort_by_key(|row| row.year),
        ReferenceSort::Quantity => rows.sort_by_key(|row| row.quantity),
        ReferenceSort::Money => rows.sort_by_key(|row| row.money),
        ReferenceSort::UnitCost => rows.sort_by_key(|row| row.unit_cost),
    }
}
