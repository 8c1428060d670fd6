//! 审计链 (audit chain): append-only events of a division, each carrying the hash of the one before it.
//!
//! An event is written in the transaction of its effect, so there is never one without the other. Changing,
//! removing or swapping an event breaks the chain at a sequence number; cutting the tail or restoring an old
//! copy can only be told by somebody who kept a [`Checkpoint`].

mod event;
mod jsonl;
mod list;
mod verify;

use diesel::prelude::*;
use hengji_domain::Division;

use crate::Db;
use crate::error::StoreError;
use crate::schema::{audit_events, audit_heads};

use event::EventRow;

pub use event::{Checkpoint, Event, GENESIS_HASH, NewEvent, Object, Outcome};
pub use jsonl::{verify_export, write_line};
pub use list::{AuditFilter, count, list};
pub use verify::{Fault, Verified, Verifier};

/// How many events are in memory at once while a chain is read.
const BATCH: i64 = 1_000;

/// Appends an event; where the chain stands now.
///
/// The head row is changed first: other writers of the division wait there until this transaction ends, which
/// is what keeps the numbers without gaps.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when two transactions begin a chain at once; the second is then run once more.
pub fn append(db: &mut Db, division: Division, event: &NewEvent) -> Result<Checkpoint, StoreError> {
    let head = diesel::update(audit_heads::table.find(division.as_str()))
        .set(audit_heads::seq.eq(audit_heads::seq + 1))
        .returning((audit_heads::seq, audit_heads::hash))
        .get_result::<(i64, String)>(db)
        .optional()?;
    let (seq, previous_hash) = match head {
        Some(head) => head,
        None => begin_chain(db, division)?,
    };
    let event = Event::chained(division, seq, event.clone(), previous_hash);
    diesel::insert_into(audit_events::table)
        .values(EventRow::from(&event))
        .execute(db)?;
    diesel::update(audit_heads::table.find(division.as_str()))
        .set(audit_heads::hash.eq(&event.hash))
        .execute(db)?;
    Ok(event.checkpoint())
}

fn begin_chain(db: &mut Db, division: Division) -> Result<(i64, String), StoreError> {
    diesel::insert_into(audit_heads::table)
        .values((
            audit_heads::division.eq(division.as_str()),
            audit_heads::seq.eq(1),
            audit_heads::hash.eq(GENESIS_HASH),
        ))
        .execute(db)?;
    Ok((1, GENESIS_HASH.to_owned()))
}

/// Where the chain stands: what an auditor notes down outside; none before the first event.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn head(db: &mut Db, division: Division) -> Result<Option<Checkpoint>, StoreError> {
    let head: Option<(i64, String)> = audit_heads::table
        .find(division.as_str())
        .select((audit_heads::seq, audit_heads::hash))
        .first(db)
        .optional()?;
    Ok(head.map(|(seq, hash)| Checkpoint { seq, hash }))
}

/// Hands every event to the closure in order, a thousand in memory at once.
///
/// # Errors
///
/// What the closure returns, or a store error.
pub fn stream<E: From<StoreError>>(
    db: &mut Db,
    division: Division,
    mut f: impl FnMut(Event) -> Result<(), E>,
) -> Result<(), E> {
    let mut after = 0;
    loop {
        let rows: Vec<EventRow> = audit_events::table
            .filter(audit_events::division.eq(division.as_str()))
            .filter(audit_events::seq.gt(after))
            .order(audit_events::seq)
            .limit(BATCH)
            .select(EventRow::as_select())
            .load(db)
            .map_err(StoreError::from)?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.seq();
        for row in rows {
            f(Event::try_from(row)?)?;
        }
    }
}

/// Checks the chain of a division against itself, its head and the checkpoints that somebody kept.
///
/// # Errors
///
/// [`StoreError`] of the engine. What is wrong with the chain is the inner result.
pub fn verify_chain(
    db: &mut Db,
    division: Division,
    checkpoints: &[Checkpoint],
) -> Result<Result<Verified, Fault>, StoreError> {
    let mut kept = checkpoints.to_vec();
    kept.extend(head(db, division)?);
    let mut verifier = Verifier::new(kept);
    let outcome = stream(db, division, |event| verifier.check(&event).map_err(Stop::Fault));
    match outcome {
        Ok(()) => Ok(verifier.finish()),
        Err(Stop::Fault(fault)) => Ok(Err(fault)),
        Err(Stop::Store(StoreError::Corrupt { key, detail, .. })) => Ok(Err(Fault::unreadable(
            verifier.next_seq(),
            &format!("{key}:{detail}"),
        ))),
        Err(Stop::Store(error)) => Err(error),
    }
}

/// Why reading a chain ended early.
enum Stop {
    Fault(Fault),
    Store(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

#[cfg(test)]
mod tests;
