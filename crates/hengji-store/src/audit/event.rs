//! One event, its canonical text and its hash.
//!
//! The canonical text is, in this order, one line for each field: name, `=`, length of the value in bytes, `:`,
//! value, line feed; a field without a value is its name, `-`, line feed. The first line is the name of the
//! format. Lengths make it impossible to move text from one field to another without changing the hash.

use std::fmt::Write as _;

use diesel::prelude::*;
use hengji_domain::id::UserId;
use hengji_domain::{Division, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::schema::audit_events;
use crate::sha256_hex;
use crate::text::Row;

/// What stands for the hash of the event before the first one.
pub const GENESIS_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

const FORMAT: &str = "hengji-audit-1";

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// 成功.
    Done,
    /// 拒绝: not allowed, or against the rules.
    Refused,
}

impl Outcome {
    /// The stable identifier: done, refused.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }

    /// The outcome with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Done, Self::Refused]
            .into_iter()
            .find(|outcome| outcome.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "成功",
            Self::Refused => "拒绝",
        }
    }
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Kind: `sheet`, `project`, `user` ….
    pub kind: String,
    /// Its id as text.
    pub id: String,
}

/// What is to be written down. Empty texts count as absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// When, by the server's clock; the order is that of the sequence number.
    pub at: Timestamp,
    /// Who; none for the system itself or somebody unknown.
    pub actor: Option<UserId>,
    /// The name at the time.
    pub actor_name: Option<String>,
    /// Network address.
    pub address: Option<String>,
    /// What was attempted, e.g. `submit_goal`.
    pub action: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What it was about.
    pub object: Option<Object>,
    /// What else matters, as JSON; never a password or an identity number.
    pub details: Option<String>,
}

/// An event in its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The division whose chain it is.
    pub division: Division,
    /// Number in the chain, from 1, without gaps.
    pub seq: i64,
    /// What happened.
    pub what: NewEvent,
    /// Hash of the event before.
    pub previous_hash: String,
    /// Hash of this event.
    pub hash: String,
}

/// A number and hash that somebody keeps outside, so that a cut tail or an old copy is noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Number in the chain.
    pub seq: i64,
    /// Hash of that event.
    pub hash: String,
}

fn present(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

impl Event {
    /// Puts an event behind the one with the previous hash.
    pub(super) fn chained(division: Division, seq: i64, what: NewEvent, previous_hash: String) -> Self {
        let what = NewEvent {
            actor_name: present(what.actor_name),
            address: present(what.address),
            details: present(what.details),
            ..what
        };
        let mut event = Self {
            division,
            seq,
            what,
            previous_hash,
            hash: String::new(),
        };
        event.hash = event.computed_hash();
        event
    }

    /// The hash that belongs to the content.
    pub fn computed_hash(&self) -> String {
        sha256_hex(self.canonical().as_bytes())
    }

    /// This event as a checkpoint.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            seq: self.seq,
            hash: self.hash.clone(),
        }
    }

    fn canonical(&self) -> String {
        let what = &self.what;
        let (seq, at) = (self.seq.to_string(), what.at.micros().to_string());
        let actor = what.actor.map(|id| id.to_string());
        let fields = [
            ("previous", Some(self.previous_hash.as_str())),
            ("division", Some(self.division.as_str())),
            ("seq", Some(&seq)),
            ("at", Some(&at)),
            ("actor", actor.as_deref()),
            ("actor_name", what.actor_name.as_deref()),
            ("address", what.address.as_deref()),
            ("action", Some(&what.action)),
            ("outcome", Some(what.outcome.code())),
            (
                "object_kind",
                what.object.as_ref().map(|object| object.kind.as_str()),
            ),
            ("object_id", what.object.as_ref().map(|object| object.id.as_str())),
            ("details", what.details.as_deref()),
        ];
        let mut text = format!("{FORMAT}\n");
        for (name, value) in fields {
            // Writing to a String cannot fail.
            let _ = match value {
                Some(value) => writeln!(text, "{name}={}:{value}", value.len()),
                None => writeln!(text, "{name}-"),
            };
        }
        text
    }
}

/// An event as a row and as a line of an export.
#[derive(Insertable, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = audit_events, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
pub(super) struct EventRow {
    division: String,
    seq: i64,
    happened_at: i64,
    actor_id: Option<String>,
    actor_name: Option<String>,
    address: Option<String>,
    action: String,
    outcome: String,
    object_kind: Option<String>,
    object_id: Option<String>,
    details: Option<String>,
    previous_hash: String,
    hash: String,
}

impl EventRow {
    pub(super) fn seq(&self) -> i64 {
        self.seq
    }
}

impl From<&Event> for EventRow {
    fn from(event: &Event) -> Self {
        let what = event.what.clone();
        let (object_kind, object_id) = what.object.map(|object| (object.kind, object.id)).unzip();
        Self {
            division: event.division.to_string(),
            seq: event.seq,
            happened_at: what.at.micros(),
            actor_id: what.actor.map(|id| id.to_string()),
            actor_name: what.actor_name,
            address: what.address,
            action: what.action,
            outcome: what.outcome.code().to_owned(),
            object_kind,
            object_id,
            details: what.details,
            previous_hash: event.previous_hash.clone(),
            hash: event.hash.clone(),
        }
    }
}

impl TryFrom<EventRow> for Event {
    type Error = StoreError;

    fn try_from(stored: EventRow) -> Result<Self, StoreError> {
        let key = stored.seq.to_string();
        let row = Row {
            table: "audit_events",
            key: &key,
        };
        let object = match (stored.object_kind, stored.object_id) {
            (Some(kind), Some(id)) => Some(Object { kind, id }),
            (None, None) => None,
            _ => return Err(row.corrupt("object 只有一半")),
        };
        let actor = row.parse_opt::<UserId>("actor_id", stored.actor_id.as_deref())?;
        // An id can be spelt in capitals too; only the spelling that was hashed is the one that was written.
        if actor.map(|id| id.to_string()) != stored.actor_id {
            return Err(row.corrupt("actor_id 的写法被改动"));
        }
        Ok(Self {
            division: row.parse("division", &stored.division)?,
            seq: stored.seq,
            what: NewEvent {
                at: Timestamp::from_micros(stored.happened_at),
                actor,
                actor_name: stored.actor_name,
                address: stored.address,
                action: stored.action,
                outcome: row.code("outcome", &stored.outcome, Outcome::from_code)?,
                object,
                details: stored.details,
            },
            previous_hash: stored.previous_hash,
            hash: stored.hash,
        })
    }
}
