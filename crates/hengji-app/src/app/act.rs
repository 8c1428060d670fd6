//! The one way to write: idempotency, rights, change, audit event, commit.

use hengji_authz::{Action, Decision, Resource, decide};
use hengji_domain::Division;
use hengji_domain::person::Actor;
use hengji_store::{Db, StoreError, StoreFailure, sha256_hex};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::App;
use super::event::{self, Outcome, Who};
use super::halt::{Halt, Step};
use super::tx::Tx;
use crate::common::RequestKey;
use crate::error::AppError;

/// A request that may come twice: its key and what it asks for.
pub(crate) struct Request<'a> {
    key: &'a RequestKey,
    body_sha256: String,
}

impl<'a> Request<'a> {
    /// The request with this key and input. Equal inputs have equal hashes, whatever carried them here.
    pub(crate) fn new(key: &'a RequestKey, input: &impl Serialize) -> Result<Self, AppError> {
        let body = serde_json::to_vec(input).map_err(AppError::fault)?;
        Ok(Self {
            key,
            body_sha256: sha256_hex(&body),
        })
    }
}

/// For acts on one's own account, which a retry cannot double: a second log-in is a second log-in.
pub(crate) struct NoRequest;

/// Where an act finds and keeps its answer.
pub(crate) trait Retry<T> {
    /// The answer given before, if any.
    fn answer(&self, tx: &mut Tx<'_>, actor: &Actor, action: Action) -> Step<Option<T>>;
    /// Keeps the answer.
    fn keep(&self, tx: &mut Tx<'_>, actor: &Actor, action: Action, answer: &T) -> Step<()>;
}

impl<T> Retry<T> for NoRequest {
    fn answer(&self, _: &mut Tx<'_>, _: &Actor, _: Action) -> Step<Option<T>> {
        Ok(None)
    }

    fn keep(&self, _: &mut Tx<'_>, _: &Actor, _: Action, _: &T) -> Step<()> {
        Ok(())
    }
}

impl<T: Serialize + DeserializeOwned> Retry<T> for Request<'_> {
    fn answer(&self, tx: &mut Tx<'_>, actor: &Actor, action: Action) -> Step<Option<T>> {
        let kept = hengji_store::idempotency::find(tx.db, tx.division, actor.user, self.key.as_str())?;
        let Some(kept) = kept else {
            return Ok(None);
        };
        if kept.action != action.code() || kept.body_sha256 != self.body_sha256 {
            return Err(AppError::KeyReused.into());
        }
        let answer = serde_json::from_str(&kept.answer).map_err(AppError::fault)?;
        Ok(Some(answer))
    }

    fn keep(&self, tx: &mut Tx<'_>, actor: &Actor, action: Action, answer: &T) -> Step<()> {
        let record = hengji_store::idempotency::KnownRequest {
            user: actor.user,
            request_key: self.key.as_str().to_owned(),
            action: action.code().to_owned(),
            body_sha256: self.body_sha256.clone(),
            answer: serde_json::to_string(answer).map_err(AppError::fault)?,
            created_at: tx.now,
        };
        Ok(hengji_store::idempotency::insert(tx.db, tx.division, &record)?)
    }
}

impl App {
    /// Runs a change in one transaction: the answer of an earlier try, or rights, change, audit event and commit.
    ///
    /// `find` loads what the decision needs; `change` gets what it found. Both may run twice when another writer
    /// was faster. A refusal is audited in a transaction of its own, because its own transaction leaves nothing.
    pub(crate) fn act<S, T>(
        &self,
        actor: &Actor,
        action: Action,
        retry: &impl Retry<T>,
        find: impl Fn(&mut Tx<'_>) -> Step<(Resource, S)>,
        change: impl Fn(&mut Tx<'_>, S) -> Step<T>,
    ) -> Result<T, AppError> {
        let mut object = None;
        let outcome = self.inner.database.write(|db| {
            self.follow_rules_in(db)?;
            let mut tx = self.begin(db, actor.division);
            if let Some(answer) = retry.answer(&mut tx, actor, action)? {
                return Ok(answer);
            }
            let result = self.decided(&mut tx, actor, action, &find, &change);
            if let Ok(answer) = &result {
                retry.keep(&mut tx, actor, action, answer)?;
                event::append(tx, &Who::Person(actor), action, &Outcome::Success)?;
            } else {
                object = tx.object;
            }
            result
        });
        outcome.map_err(|halt| self.refused(actor, action, object, halt))
    }

    fn decided<S, T>(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        action: Action,
        find: &impl Fn(&mut Tx<'_>) -> Step<(Resource, S)>,
        change: &impl Fn(&mut Tx<'_>, S) -> Step<T>,
    ) -> Step<T> {
        let (resource, found) = find(tx)?;
        let decision = decide(actor, action, &resource);
        if decision.allow {
            change(tx, found)
        } else {
            Err(denial(actor, &resource, decision).into())
        }
    }

    /// A change made by the operator at the machine: whoever may start the program owns its database, so no
    /// rights are asked, but the audit event is written like any other.
    pub(crate) fn operate<T>(
        &self,
        division: Division,
        action: Action,
        change: impl Fn(&mut Tx<'_>) -> Step<T>,
    ) -> Result<T, AppError> {
        self.record(division, &Who::Operator, action, &Outcome::Success, change)
    }

    /// A change with its audit event, where rights are not the question: signing in, or failing to.
    pub(crate) fn record<T>(
        &self,
        division: Division,
        who: &Who<'_>,
        action: Action,
        outcome: &Outcome,
        change: impl Fn(&mut Tx<'_>) -> Step<T>,
    ) -> Result<T, AppError> {
        let written = self.inner.database.write(|db| {
            self.follow_rules_in(db)?;
            let mut tx = self.begin(db, division);
            let result = change(&mut tx)?;
            event::append(tx, who, action, outcome)?;
            Ok::<_, Halt>(result)
        });
        Ok(written?)
    }

    /// A change nobody asked for and no auditor would look for, such as noting that a session is alive.
    pub(crate) fn keep_house(
        &self,
        change: impl Fn(&mut Db) -> Result<(), StoreError>,
    ) -> Result<(), AppError> {
        let outcome = self.inner.database.write(|db| change(db).map_err(Halt::from));
        Ok(outcome?)
    }

    /// Audits that somebody was denied a look.
    pub(crate) fn note_denied(
        &self,
        actor: &Actor,
        action: Action,
        resource: &Resource,
        decision: &Decision,
    ) -> Result<(), AppError> {
        // The event belongs to the division the actor acts in: no transaction crosses divisions.
        let place = resource.place().map(|place| place.unit.to_string());
        let outcome = self.inner.database.write(|db| {
            let mut tx = self.begin(db, actor.division);
            if let Some(unit) = &place {
                tx.about("unit", unit);
            }
            event::append(tx, &Who::Person(actor), action, &Outcome::Denied(decision.rule))
        });
        Ok(outcome?)
    }

    fn begin<'a>(&'a self, db: &'a mut Db, division: Division) -> Tx<'a> {
        Tx::new(db, division, self.ids())
    }

    /// Turns what stopped an act into its answer, after writing down that it was tried.
    fn refused(
        &self,
        actor: &Actor,
        action: Action,
        object: Option<(&'static str, String)>,
        halt: Halt,
    ) -> AppError {
        let is_stale = matches!(halt.store_error(), Some(StoreError::Stale { .. }));
        let error = AppError::from(halt);
        let outcome = match &error {
            // What cannot be written cannot be audited either; the log has it.
            AppError::Fault(_) | AppError::Busy => return error,
            AppError::Forbidden { rule, .. } => Outcome::Denied(rule),
            AppError::NotFound => Outcome::Denied("not-found"),
            other => Outcome::Refused(other.code().to_owned()),
        };
        let noted = self.inner.database.write(|db| {
            let mut tx = self.begin(db, actor.division);
            if let Some((kind, id)) = &object {
                tx.about(kind, id);
            }
            event::append(tx, &Who::Person(actor), action, &outcome)
        });
        match noted {
            Err(halt) => AppError::from(halt),
            Ok(()) if is_stale => self.explain_stale(actor.division, object.map(|(_, id)| id), error),
            Ok(()) => error,
        }
    }

    /// Says who changed the thing that turned out to be stale, from the audit chain.
    fn explain_stale(&self, division: Division, object: Option<String>, error: AppError) -> AppError {
        let Some(object) = object else {
            return error;
        };
        match self.read(|db| event::last_change(db, division, &object)) {
            Ok(Some(stale)) => AppError::Stale(stale),
            Ok(None) => error,
            Err(fault) => fault,
        }
    }
}

/// Whoever may not even see the thing gets the same answer as for a thing that does not exist.
pub(super) fn denial(actor: &Actor, resource: &Resource, decision: Decision) -> AppError {
    if decide(actor, resource.view(), resource).allow {
        AppError::Forbidden {
            rule: decision.rule,
            why: decision.why,
        }
    } else {
        AppError::NotFound
    }
}
