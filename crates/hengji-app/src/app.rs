//! The application: its database, rules and ports, and the one way to write.

mod act;
mod directory;
mod event;
mod halt;
mod memo;
mod tx;

use std::path::PathBuf;
use std::sync::Arc;

use hengji_authz::{Action, Resource, decide};
use hengji_domain::id::UserId;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Division, Timestamp};
use hengji_rules::{RuleBook, RuleFile, RulesInForce};
use hengji_store::divisions::ServedDivision;
use hengji_store::{Database, Db};

use crate::common::Choice;
use crate::error::AppError;
use crate::monitoring::forecast::Courses;
use crate::people::attempts::Attempts;
use crate::ports::Ports;
use crate::rules::live::LiveRules;
use crate::sheets::around::Peers;

pub(crate) use act::{NoRequest, Request};
pub(crate) use directory::Directory;
pub(crate) use event::{Outcome, Who};
pub(crate) use halt::{Halt, Step};
pub(crate) use memo::Memo;
pub(crate) use tx::{IdSource, Tx};

pub use hengji_store::{Durability, ForeignKeys, Options, Place, Standby};

/// How to start.
#[derive(Debug, Clone)]
pub struct AppConfig {
    /// Where the data are.
    pub place: Place,
    /// How the database is opened.
    pub options: Options,
    /// A directory of rules in place of the embedded ones.
    pub rules: Option<PathBuf>,
}

impl AppConfig {
    /// The data at this place, with everything else as it should be.
    pub fn at(place: Place) -> Self {
        Self {
            place,
            options: Options::default(),
            rules: None,
        }
    }
}

/// The application. Cloning shares it.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    rules: LiveRules,
    ports: Ports,
    directories: Memo<Division, Arc<Directory>>,
    served: Memo<(), Arc<Vec<ServedDivision>>>,
    places: Memo<UserId, Vec<Choice>>,
    peers: Memo<(Division, BudgetYear), Arc<Peers>>,
    courses: Memo<(Division, BudgetYear), Arc<Courses>>,
    attempts: Attempts,
}

impl App {
    /// Opens the database (asserting its durability, migrating it) and loads the rules.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] with the words of the store or of the rules: nothing is served on half a foundation.
    pub fn open(config: &AppConfig, ports: Ports) -> Result<Self, AppError> {
        let files = match &config.rules {
            None => RuleFile::embedded(),
            Some(directory) => RuleFile::in_directory(directory),
        };
        let rules = files
            .and_then(LiveRules::new)
            .map_err(|refusals| AppError::refused("rules-refused", refusals.to_string()))?;
        let database = Database::open(&config.place, config.options).map_err(|error| {
            let text = error.to_string();
            let (words, code) = text.rsplit_once(" [").unwrap_or((&text, "store-unavailable"));
            AppError::refused(code.trim_end_matches(']'), words)
        })?;
        let app = Self {
            inner: Arc::new(Inner {
                database,
                rules,
                ports,
                directories: Memo::new(),
                served: Memo::new(),
                places: Memo::new(),
                peers: Memo::new(),
                courses: Memo::new(),
                attempts: Attempts::default(),
            }),
        };
        app.read(|db| app.follow_rules_in(db))?;
        Ok(app)
    }

    /// The instant.
    pub fn now(&self) -> Timestamp {
        self.inner.ports.clock.now()
    }

    /// The rule book: the files with what was approved laid over them.
    pub fn rule_book(&self) -> Arc<RuleBook> {
        self.inner.rules.book()
    }

    pub(crate) fn live_rules(&self) -> &LiveRules {
        &self.inner.rules
    }

    /// The rules in force for a division and year.
    pub fn rules(&self, division: Division, year: BudgetYear) -> RulesInForce {
        self.inner.rules.book().at(division, year)
    }

    /// Whether the disk has failed, so that nothing is written until the service is started again.
    pub fn is_halted(&self) -> bool {
        self.inner.database.is_halted()
    }

    /// Writes a consistent copy of an embedded database to a file that does not exist yet.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] with the words of the store.
    pub fn back_up_to(&self, target: &std::path::Path) -> Result<(), AppError> {
        self.inner
            .database
            .back_up_to(target)
            .map_err(|error| AppError::from(Halt::from(error)))
    }

    pub(crate) fn attempts(&self) -> &Attempts {
        &self.inner.attempts
    }

    pub(crate) fn ports(&self) -> &Ports {
        &self.inner.ports
    }

    pub(crate) fn ids(&self) -> IdSource<'_> {
        IdSource::new(self.now(), &*self.ports().randomness)
    }

    pub(crate) fn kept_places(&self) -> &Memo<UserId, Vec<Choice>> {
        &self.inner.places
    }

    pub(crate) fn kept_peers(&self) -> &Memo<(Division, BudgetYear), Arc<Peers>> {
        &self.inner.peers
    }

    pub(crate) fn kept_courses(&self) -> &Memo<(Division, BudgetYear), Arc<Courses>> {
        &self.inner.courses
    }

    pub(crate) fn kept_served(&self) -> &Memo<(), Arc<Vec<ServedDivision>>> {
        &self.inner.served
    }

    /// A fresh request key, for the hidden field of a form.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the operating system gives no randomness.
    pub fn new_request_key(&self) -> Result<String, AppError> {
        let mut random = [0_u8; 10];
        self.ports().randomness.fill(&mut random)?;
        Ok(hengji_domain::id::uuid_v7(self.now(), random).to_string())
    }

    /// The calendar year now: security rules are asked for it, whatever year somebody works on.
    pub(crate) fn current_year(&self) -> Result<BudgetYear, AppError> {
        use chrono::Datelike;
        let year = u16::try_from(self.now().shanghai_date().year()).unwrap_or(0);
        BudgetYear::new(year).map_err(AppError::fault)
    }

    /// Reads one consistent state of the database without asking for rights: the caller filters by scope.
    pub(crate) fn read<T>(&self, f: impl FnOnce(&mut Db) -> Step<T>) -> Result<T, AppError> {
        self.inner.database.read(f).map_err(AppError::from)
    }

    /// Asks for the right to look at the division as a whole; a refusal is audited.
    pub(crate) fn may_look(&self, actor: &Actor, action: Action) -> Result<(), AppError> {
        self.may_view(actor, action, &Resource::Division(actor.division))
    }

    /// Asks for the right to look at something; a refusal is audited, and strangers learn nothing.
    pub(crate) fn may_view(
        &self,
        actor: &Actor,
        action: Action,
        resource: &Resource,
    ) -> Result<(), AppError> {
        let decision = decide(actor, action, resource);
        if decision.allow {
            return Ok(());
        }
        self.note_denied(actor, action, resource, &decision)?;
        Err(act::denial(actor, resource, decision))
    }
}

#[cfg(test)]
mod tests;
