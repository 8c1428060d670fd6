//! Storing a checked file of money data: all of it or nothing, once.

use hengji_authz::{Action, Resource};
use hengji_domain::fact::Fact;
use hengji_domain::fact::load::FactLoad;
use hengji_domain::id::{ImportId, UnitId, UserId};
use hengji_domain::person::Actor;
use hengji_domain::unit::{Unit, UnitKind};
use hengji_store::facts;
use hengji_store::imports::{self, ImportBatch, ImportState};

use super::preview::{ReadMoney, count};
use super::reconcile::{UnknownOf, reconcile_in};
use super::{ImportedMoney, period};
use crate::app::{App, Request, Step, Tx};
use crate::common::RequestKey;
use crate::error::AppError;

impl App {
    /// Writes the file into the facts. Months that the same source has loaded before are replaced; what stood there
    /// is kept. In the same transaction the year is reconciled.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `money-not-ready` while a row is wrong, `import-concluded` the second time;
    /// [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn commit_money_import(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: ImportId,
    ) -> Result<ImportedMoney, AppError> {
        self.may_look(actor, Action::ImportMoney)?;
        // The file is read before the transaction opens: a slow reader must not hold up other writers.
        let (batch, read) = self.kept_money(actor.division, id)?;
        let hand = Hand {
            user: actor.user,
            name: &actor.name,
            unit: actor.grants.first().map(|grant| grant.unit),
        };
        self.act(
            actor,
            Action::ImportMoney,
            &Request::new(key, &id.to_string())?,
            |tx| {
                tx.about("import", id);
                tx.detail("file_name", &batch.file_name);
                tx.detail("file_sha256", &batch.file_sha256);
                Ok((Resource::Division(tx.division), ()))
            },
            |tx, ()| {
                if batch.state != ImportState::Previewed {
                    return Err(
                        AppError::refused("import-concluded", "该文件已经入库或放弃,请重新上传。").into(),
                    );
                }
                require_ready(&read)?;
                let done = write(tx, &read, id, &hand)?;
                let committed = ImportBatch {
                    state: ImportState::Committed,
                    concluded_at: Some(tx.now),
                    ..batch.clone()
                };
                imports::update(tx.db, tx.division, &committed)?;
                Ok(done)
            },
        )
    }
}

/// Who brings a file.
pub(super) struct Hand<'a> {
    pub(super) user: UserId,
    pub(super) name: &'a str,
    /// The body for which they act: it owns what nobody else can explain.
    pub(super) unit: Option<UnitId>,
}

pub(super) fn require_ready(read: &ReadMoney) -> Result<(), AppError> {
    let checked = &read.checked;
    if checked.is_ready(&read.reading) {
        return Ok(());
    }
    let problems = checked.problems.len();
    let words = if let Some(first) = checked.problems.first() {
        format!(
            "文件还有 {problems} 处问题,全部改正后才能入库;本次没有写入。第一处在第 {} 行:{}",
            first.row, first.message
        )
    } else if let Some((row, first)) = checked.duplicates.first() {
        format!(
            "有 {} 行与前面的行完全相同(如第 {row} 行与第 {first} 行),请核对;确属不同笔支付的,请勾选“重复行确属多笔”后重新预览。",
            checked.duplicates.len()
        )
    } else {
        "文件里没有一行金额,没有可写入的内容。".to_owned()
    };
    Err(AppError::refused("money-not-ready", words))
}

/// Writes facts, loads and differences.
pub(super) fn write(
    tx: &mut Tx<'_>,
    read: &ReadMoney,
    import: ImportId,
    hand: &Hand<'_>,
) -> Step<ImportedMoney> {
    // Another file of the same source may have come in since this one was read.
    let standing = facts::loads_of_year(tx.db, tx.division, read.year)?;
    let periods = read.periods();
    let gone: Vec<FactLoad> = standing
        .into_iter()
        .filter(|load| {
            load.replaced.is_none()
                && load.kind == read.kind
                && load.source_name == read.reading.source
                && periods.contains(&load.period)
        })
        .collect();
    let replaced = facts::retire(tx.db, tx.division, &gone, import, tx.now)?;
    let fresh = facts_of(read, tx.now)?;
    facts::insert_many(tx.db, tx.division, &fresh)?;
    facts::insert_loads(tx.db, tx.division, &loads_of(read, import, hand, tx.now))?;
    let unknown = UnknownOf::new(read);
    let fallback = owner_of_last_resort(hand.unit, &read.ledger.units)?;
    let reconciled = reconcile_in(tx, read.year, Some((&unknown, fallback)))?;
    let done = ImportedMoney {
        import: import.to_string(),
        loaded_rows: count(fresh.len()),
        replaced_rows: count(replaced),
        unknown_rows: read
            .checked
            .unknown
            .values()
            .fold(0, |sum, unknown| sum.saturating_add(unknown.rows)),
        new_differences: reconciled.fresh,
        changed_differences: reconciled.changed,
    };
    tx.detail("stage", "commit");
    tx.detail("money_kind", read.kind.code());
    tx.detail("source", &read.reading.source);
    tx.detail("periods", periods.join("、"));
    tx.detail("rows", done.loaded_rows);
    tx.detail("replaced_rows", done.replaced_rows);
    tx.detail("differences", done.new_differences);
    Ok(done)
}

fn facts_of(read: &ReadMoney, now: hengji_domain::Timestamp) -> Result<Vec<Fact>, AppError> {
    let source = read.fact_source();
    let missing = || AppError::fault("a row of money data without a subject");
    read.checked
        .rows
        .iter()
        .map(|row| {
            Ok(Fact {
                year: read.year,
                subject: read.subject(row).ok_or_else(missing)?,
                code: read.kind.fact_code().to_owned(),
                period: period(read.year, row.month),
                value: row.amount.fen(),
                source: source.clone(),
                source_row: row.row.to_string(),
                loaded_at: now,
            })
        })
        .collect()
}

fn loads_of(
    read: &ReadMoney,
    import: ImportId,
    hand: &Hand<'_>,
    now: hengji_domain::Timestamp,
) -> Vec<FactLoad> {
    let loaded = read.checked.loaded();
    read.checked
        .filed()
        .into_iter()
        .map(|(month, file)| {
            let taken = loaded.get(&month).copied().unwrap_or_default();
            FactLoad {
                import,
                year: read.year,
                kind: read.kind,
                period: period(read.year, month),
                source_name: read.reading.source.clone(),
                fact_source: read.fact_source(),
                file_rows: file.rows,
                file_total: file.total,
                loaded_rows: taken.rows,
                loaded_total: taken.total,
                loaded_by: hand.user,
                loaded_by_name: hand.name.to_owned(),
                loaded_at: now,
                replaced: None,
            }
        })
        .collect()
}

/// Whoever brought the file, else the first division of the bureau: a difference without an owner would be nobody's.
pub(super) fn owner_of_last_resort(own: Option<UnitId>, units: &[Unit]) -> Result<UnitId, AppError> {
    let known = own.filter(|own| units.iter().any(|unit| unit.id == *own));
    let bureau = units
        .iter()
        .filter(|unit| unit.kind == UnitKind::BureauDivision)
        .min_by(|one, other| one.code.cmp(&other.code));
    known
        .or(bureau.map(|unit| unit.id))
        .or(units.first().map(|unit| unit.id))
        .ok_or_else(|| AppError::refused("no-units", "本区划还没有登记任何单位,请先登记单位。"))
}
