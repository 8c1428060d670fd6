//! 现行规则簿 (live rules): the files with everything that was approved laid over them.
//!
//! The book is made once for each version. Every request brings the version it saw in the database, and a process
//! that knows an older one makes the book anew before it answers, so that an approval counts everywhere at once.

use std::sync::{Arc, PoisonError, RwLock};

use hengji_domain::Division;
use hengji_domain::rule_proposal::RuleProposal;
use hengji_rules::{Basis, OverlayValue, RuleBook, RuleFile, RuleRefusals, lay};
use hengji_store::{Db, regulations, rule_proposals};

use crate::app::{App, Step};
use crate::error::AppError;

/// The rules in use, and what is needed to make them again.
pub(crate) struct LiveRules {
    files: Vec<RuleFile>,
    base: Arc<RuleBook>,
    current: RwLock<Current>,
}

/// One version of the rules.
#[derive(Clone)]
struct Current {
    version: i64,
    book: Arc<RuleBook>,
    overlay: Arc<Vec<OverlayValue>>,
}

impl LiveRules {
    /// The rules of the files alone.
    pub(crate) fn new(files: Vec<RuleFile>) -> Result<Self, RuleRefusals> {
        let base = Arc::new(RuleBook::load(&files)?);
        let current = Current {
            version: 0,
            book: Arc::clone(&base),
            overlay: Arc::new(Vec::new()),
        };
        Ok(Self {
            files,
            base,
            current: RwLock::new(current),
        })
    }

    /// The book in use.
    pub(crate) fn book(&self) -> Arc<RuleBook> {
        self.current().book
    }

    /// The approved values in use, in the order of their approval.
    pub(crate) fn overlay(&self) -> Arc<Vec<OverlayValue>> {
        self.current().overlay
    }

    /// The version in use.
    pub(crate) fn version(&self) -> i64 {
        self.current().version
    }

    /// The files with these values laid over them.
    pub(crate) fn laid(&self, overlay: &[OverlayValue]) -> Result<Vec<RuleFile>, RuleRefusals> {
        lay(&self.base, &self.files, overlay)
    }

    /// A book of the files with these values.
    pub(crate) fn book_of(&self, overlay: &[OverlayValue]) -> Result<RuleBook, RuleRefusals> {
        RuleBook::load(&self.laid(overlay)?)
    }

    fn current(&self) -> Current {
        // A poisoned lock still holds a whole version: it is replaced in one piece.
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn replace(&self, version: i64, overlay: Vec<OverlayValue>) -> Result<(), AppError> {
        let book = if overlay.is_empty() {
            Arc::clone(&self.base)
        } else {
            Arc::new(self.book_of(&overlay).map_err(|refusals| unusable(&refusals))?)
        };
        let fresh = Current {
            version,
            book,
            overlay: Arc::new(overlay),
        };
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }
}

/// Serving under other rules than were approved would give scores that look right.
fn unusable(refusals: &RuleRefusals) -> AppError {
    AppError::refused(
        "rule-overlay-unusable",
        format!(
            "数据库中已批准的规则更改与本程序所带的规则不符,暂停使用;请系统管理员升级程序或恢复原版本。{refusals}"
        ),
    )
}

impl App {
    /// Makes the rules anew where the database has another version than this process knows.
    pub(crate) fn follow_rules(&self, version: i64) -> Result<(), AppError> {
        if version == self.live_rules().version() {
            return Ok(());
        }
        self.read(|db| self.reload_rules(db))
    }

    /// The same inside a transaction, which asks for the version itself.
    pub(crate) fn follow_rules_in(&self, db: &mut Db) -> Step<()> {
        if rule_proposals::rules_version(db)? == self.live_rules().version() {
            return Ok(());
        }
        self.reload_rules(db)
    }

    fn reload_rules(&self, db: &mut Db) -> Step<()> {
        let version = rule_proposals::rules_version(db)?;
        let overlay = read_overlay(db)?;
        Ok(self.live_rules().replace(version, overlay)?)
    }
}

/// Everything that was approved, division by division.
pub(crate) fn read_overlay(db: &mut Db) -> Step<Vec<OverlayValue>> {
    let mut overlay = Vec::new();
    for division in rule_proposals::changed_divisions(db)? {
        let documents = regulations::list(db, division)?;
        for proposal in rule_proposals::approved(db, division)? {
            let document = documents
                .iter()
                .find(|kept| kept.regulation.id == proposal.regulation);
            let title = document.map(|kept| kept.regulation.title()).unwrap_or_default();
            overlay.push(value_of(division, &proposal, &title));
        }
    }
    Ok(overlay)
}

/// A proposal as a value to lay over the files.
pub(crate) fn value_of(division: Division, proposal: &RuleProposal, document: &str) -> OverlayValue {
    OverlayValue {
        division,
        rule: proposal.rule.clone(),
        from: proposal.from,
        value: proposal.value.clone(),
        basis: Basis {
            source_id: format!("regulation-{}", proposal.regulation),
            title: document.to_owned(),
            found_at: format!("区划 {division} 的制度库"),
            clause: proposal.clause.clone(),
        },
        verification: proposal.verification,
        note: (!proposal.note.is_empty()).then(|| proposal.note.clone()),
    }
}
