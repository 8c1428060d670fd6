//! The audit event of an act: who, what, how it ended, about what, from where.

use hengji_authz::Action;
use hengji_domain::Division;
use hengji_domain::id::UserId;
use hengji_domain::person::Actor;
use hengji_store::{Db, Page, audit};

use super::halt::Step;
use super::tx::Tx;
use crate::error::{AppError, Stale};

/// Who acted.
pub(crate) enum Who<'a> {
    /// A signed-in person.
    Person(&'a Actor),
    /// An account that is being signed in to.
    Account {
        user: UserId,
        name: &'a str,
        address: &'a str,
    },
    /// Somebody unknown.
    Stranger { address: &'a str },
    /// Whoever started the program on the server.
    Operator,
}

/// The name of the operator in the chain.
const OPERATOR: &str = "运维人员(服务器命令行)";

/// How it ended.
pub(crate) enum Outcome {
    /// Done.
    Success,
    /// Denied by this rule of the matrix.
    Denied(&'static str),
    /// Refused with this code.
    Refused(String),
}

/// Appends the event of a transaction; its last step before the commit.
pub(super) fn append(tx: Tx<'_>, who: &Who<'_>, action: Action, outcome: &Outcome) -> Step<()> {
    let (actor, name, address) = match who {
        Who::Person(actor) => (Some(actor.user), actor.name.as_str(), actor.address.as_str()),
        Who::Account { user, name, address } => (Some(*user), *name, *address),
        Who::Stranger { address } => (None, "", *address),
        Who::Operator => (None, OPERATOR, ""),
    };
    let Tx {
        db,
        division,
        now,
        object,
        mut details,
        ..
    } = tx;
    let outcome = match outcome {
        Outcome::Success => audit::Outcome::Done,
        Outcome::Denied(rule) => {
            details.insert("denied_by", (*rule).to_owned());
            audit::Outcome::Refused
        }
        Outcome::Refused(code) => {
            details.insert("refused_with", code.clone());
            audit::Outcome::Refused
        }
    };
    let details = if details.is_empty() {
        None
    } else {
        Some(serde_json::to_string(&details).map_err(AppError::fault)?)
    };
    let event = audit::NewEvent {
        at: now,
        actor,
        actor_name: Some(name.to_owned()),
        address: Some(address.to_owned()),
        action: action.code().to_owned(),
        outcome,
        object: object.map(|(kind, id)| audit::Object {
            kind: kind.to_owned(),
            id,
        }),
        details,
    };
    audit::append(db, division, &event)?;
    Ok(())
}

/// The last change of a thing, for somebody whose version turned out to be stale.
pub(super) fn last_change(db: &mut Db, division: Division, object: &str) -> Step<Option<Stale>> {
    let filter = audit::AuditFilter {
        object: Some(object.to_owned()),
        outcome: Some(audit::Outcome::Done),
        ..audit::AuditFilter::default()
    };
    let page = Page { offset: 0, limit: 1 };
    let last = audit::list(db, division, &filter, page)?.into_iter().next();
    Ok(last.map(|event| Stale {
        what: Action::from_code(&event.what.action)
            .map_or("修改", Action::name)
            .to_owned(),
        changed_by: event.what.actor_name.unwrap_or_else(|| "未知用户".to_owned()),
        changed_at: Some(event.what.at),
    }))
}
