//! The audit administrator's list, newest first.

use diesel::prelude::*;
use hengji_domain::id::UserId;
use hengji_domain::{Division, Timestamp};

use super::event::{Event, EventRow, Outcome};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Page};
use crate::schema::audit_events;
use crate::text::{contains_pattern, lower};

/// Which events to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// Who.
    pub actor: Option<UserId>,
    /// Words in the name at the time.
    pub actor_name: Option<String>,
    /// Id of the object, e.g. a sheet: what changed it and by whom.
    pub object: Option<String>,
    /// What was attempted.
    pub action: Option<String>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Texts that the details hold, each of them.
    pub details: Vec<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

macro_rules! narrowed {
    ($columns:expr, $division:expr, $filter:expr) => {{
        let mut query = audit_events::table
            .select($columns)
            .into_boxed::<Engine>()
            .filter(audit_events::division.eq($division.to_string()));
        if let Some(actor) = $filter.actor {
            query = query.filter(audit_events::actor_id.eq(actor.to_string()));
        }
        if let Some(words) = &$filter.actor_name {
            let name = lower(audit_events::actor_name.assume_not_null());
            query = query.filter(name.like(contains_pattern(words)).escape('\\'));
        }
        for text in &$filter.details {
            let details = lower(audit_events::details.assume_not_null());
            query = query.filter(details.like(contains_pattern(text)).escape('\\'));
        }
        if let Some(object) = &$filter.object {
            query = query.filter(audit_events::object_id.eq(object.clone()));
        }
        if let Some(action) = &$filter.action {
            query = query.filter(audit_events::action.eq(action.clone()));
        }
        if let Some(outcome) = $filter.outcome {
            query = query.filter(audit_events::outcome.eq(outcome.code()));
        }
        if let Some(from) = $filter.from {
            query = query.filter(audit_events::happened_at.ge(from.micros()));
        }
        if let Some(until) = $filter.until {
            query = query.filter(audit_events::happened_at.lt(until.micros()));
        }
        query.order(audit_events::seq.desc())
    }};
}

/// One page of events, newest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    division: Division,
    filter: &AuditFilter,
    page: Page,
) -> Result<Vec<Event>, StoreError> {
    narrowed!(EventRow::as_select(), division, filter)
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load(db)?
        .into_iter()
        .map(Event::try_from)
        .collect()
}

/// How many events the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, division: Division, filter: &AuditFilter) -> Result<Count, StoreError> {
    page::count(db, narrowed!(audit_events::seq, division, filter))
}
