//! 凭证 (vouchers): the papers by which a cut took effect.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::id::{CutId, VoucherId};
use hengji_domain::{Division, Money, NaiveDate, Timestamp};

use super::CutHand;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::cut_vouchers;
use crate::text::Row;

/// 凭证 (voucher).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutVoucher {
    /// Identity.
    pub id: VoucherId,
    /// The cut it carries out.
    pub cut: CutId,
    /// 文号 or number of the paper.
    pub number: String,
    /// Its date.
    pub dated_on: NaiveDate,
    /// What it took for this cut.
    pub amount: Money,
    /// Who entered it, and when.
    pub hand: CutHand,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = cut_vouchers)]
struct VoucherRow {
    division: String,
    voucher_id: String,
    cut_id: String,
    number: String,
    dated_on: String,
    amount_fen: i64,
    entered_by: String,
    entered_by_name: String,
    entered_at: i64,
}

impl VoucherRow {
    fn new(division: Division, voucher: &CutVoucher) -> Self {
        Self {
            division: division.to_string(),
            voucher_id: voucher.id.to_string(),
            cut_id: voucher.cut.to_string(),
            number: voucher.number.clone(),
            dated_on: voucher.dated_on.to_string(),
            amount_fen: voucher.amount.fen(),
            entered_by: voucher.hand.user.to_string(),
            entered_by_name: voucher.hand.name.clone(),
            entered_at: voucher.hand.at.micros(),
        }
    }
}

impl TryFrom<VoucherRow> for CutVoucher {
    type Error = StoreError;

    fn try_from(stored: VoucherRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "cut_vouchers",
            key: &stored.voucher_id,
        };
        Ok(Self {
            id: row.parse("voucher_id", &stored.voucher_id)?,
            cut: row.parse("cut_id", &stored.cut_id)?,
            dated_on: row.parse("dated_on", &stored.dated_on)?,
            amount: Money::from_fen(stored.amount_fen),
            hand: CutHand {
                user: row.parse("entered_by", &stored.entered_by)?,
                name: stored.entered_by_name,
                at: Timestamp::from_micros(stored.entered_at),
            },
            number: stored.number,
        })
    }
}

/// Enters vouchers; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a cut has a voucher of the number; [`StoreError::Reference`] for an unknown cut.
pub fn insert_vouchers(db: &mut Db, division: Division, all: &[CutVoucher]) -> Result<usize, StoreError> {
    let rows: Vec<VoucherRow> = all.iter().map(|one| VoucherRow::new(division, one)).collect();
    insert_chunked!(db, cut_vouchers::table, rows)
}

/// Enters one voucher.
///
/// # Errors
///
/// As [`insert_vouchers`].
pub fn insert_voucher(db: &mut Db, division: Division, voucher: &CutVoucher) -> Result<(), StoreError> {
    insert_vouchers(db, division, std::slice::from_ref(voucher)).map(|_| ())
}

/// The vouchers of a cut, oldest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn vouchers(db: &mut Db, division: Division, cut: CutId) -> Result<Vec<CutVoucher>, StoreError> {
    cut_vouchers::table
        .filter(cut_vouchers::division.eq(division.as_str()))
        .filter(cut_vouchers::cut_id.eq(cut.to_string()))
        .order((cut_vouchers::dated_on, cut_vouchers::voucher_id))
        .select(VoucherRow::as_select())
        .load(db)?
        .into_iter()
        .map(CutVoucher::try_from)
        .collect()
}

/// What the vouchers of a cut took.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn taken(db: &mut Db, division: Division, cut: CutId) -> Result<Money, StoreError> {
    let sums = taken_by_cut(db, division, &[cut])?;
    Ok(sums.get(&cut).copied().unwrap_or_default())
}

/// What the vouchers of these cuts took, for each that has one, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn taken_by_cut(
    db: &mut Db,
    division: Division,
    cuts: &[CutId],
) -> Result<BTreeMap<CutId, Money>, StoreError> {
    let ids: Vec<String> = cuts.iter().map(ToString::to_string).collect();
    let sums: Vec<(String, i64)> = cut_vouchers::table
        .filter(cut_vouchers::division.eq(division.as_str()))
        .filter(cut_vouchers::cut_id.eq_any(ids))
        .group_by(cut_vouchers::cut_id)
        .order(cut_vouchers::cut_id)
        .select((
            cut_vouchers::cut_id,
            sql::<BigInt>("CAST(SUM(amount_fen) AS BIGINT)"),
        ))
        .load(db)?;
    sums.into_iter()
        .map(|(cut, fen)| {
            let row = Row {
                table: "cut_vouchers",
                key: &cut,
            };
            Ok((row.parse("cut_id", &cut)?, Money::from_fen(fen)))
        })
        .collect()
}
