//! The documents of a division, found by words, level and rule.

use std::collections::HashMap;

use hengji_authz::{Action, Resource, decide};
use hengji_domain::id::{RegulationId, UserId};
use hengji_domain::person::Actor;
use hengji_rules::RuleBook;
use hengji_store::regulations::{self, KeptRegulation};

use super::view::RegulationView;
use crate::app::App;
use crate::common::{Choice, Hand};
use crate::error::AppError;
use crate::ports::{Cell, Table};

/// Which documents to show. What is blank does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegulationFilter {
    /// Words of the name, number, issuer or text, divided by blanks.
    pub text: String,
    /// The code of a level.
    pub level: String,
    /// A rule that it grounds, as `topic.key`.
    pub rule: String,
    /// Leave out what has ended.
    pub in_force_only: bool,
}

impl RegulationFilter {
    fn takes(&self, view: &RegulationView) -> bool {
        let one = &view.regulation;
        let text = [&one.name, &one.document_number, &one.issuer, &one.text];
        (self.level.is_empty() || self.level == one.level.code())
            && (self.rule.is_empty() || one.rules.contains(&self.rule))
            && !(self.in_force_only && view.has_ended)
            && self
                .text
                .split_whitespace()
                .all(|word| text.iter().any(|text| text.contains(word)))
    }
}

impl App {
    /// The documents of the acting division that the filter takes, the highest level first.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] outside the actor's division.
    pub fn regulations(
        &self,
        actor: &Actor,
        filter: &RegulationFilter,
    ) -> Result<Vec<RegulationView>, AppError> {
        self.may_look(actor, Action::ViewRegulations)?;
        let kept = self.read(|db| Ok(regulations::list(db, actor.division)?))?;
        let mut views = self.regulation_views(actor, kept)?;
        views.retain(|view| filter.takes(view));
        views.sort_by_key(|view| view.regulation.level);
        Ok(views)
    }

    /// One document.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn regulation(&self, actor: &Actor, id: RegulationId) -> Result<RegulationView, AppError> {
        self.may_look(actor, Action::ViewRegulations)?;
        let kept = self.read(|db| Ok(regulations::find(db, actor.division, id)?))?;
        let kept = kept.ok_or(AppError::NotFound)?;
        let view = self.regulation_views(actor, vec![kept])?.pop();
        view.ok_or(AppError::NotFound)
    }

    /// Every rule of the acting division with its name, to say what a document grounds.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] outside the actor's division.
    pub fn rule_choices(&self, actor: &Actor) -> Result<Vec<Choice>, AppError> {
        self.may_look(actor, Action::ViewRules)?;
        Ok(self
            .rule_book()
            .names(actor.division)
            .into_iter()
            .map(|(rule, name)| Choice {
                code: rule.to_owned(),
                name: name.to_owned(),
            })
            .collect())
    }

    /// The filtered documents as an xlsx file.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn export_regulations(&self, actor: &Actor, filter: &RegulationFilter) -> Result<Vec<u8>, AppError> {
        let views = self.regulations(actor, filter)?;
        let columns = [
            ("文件名称", 50),
            ("文号", 24),
            ("发文机关", 20),
            ("效力层级", 14),
            ("成文日期", 12),
            ("施行日期", 12),
            ("失效日期", 12),
            ("所据规则", 50),
            ("附件", 24),
            ("来处", 30),
        ];
        let rows = views.iter().map(row).collect();
        let table = Table::new("制度文件", &columns, rows);
        self.leave_house(actor, Action::ExportRegulations, None, table)
    }

    fn regulation_views(
        &self,
        actor: &Actor,
        all: Vec<KeptRegulation>,
    ) -> Result<Vec<RegulationView>, AppError> {
        let (names, book) = (self.names_of(actor.division)?, self.rule_book());
        let may_edit = decide(actor, Action::EditRegulation, &Resource::Division(actor.division)).allow;
        let today = self.now().shanghai_date();
        let rules: HashMap<&str, &str> = book.names(actor.division).into_iter().collect();
        Ok(all
            .into_iter()
            .map(|kept| RegulationView {
                has_ended: kept.regulation.has_ended(today),
                rules: named(&kept, &rules),
                file: kept.file.map(|file| (file.name, file.byte_count, file.sha256)),
                entered: Hand {
                    name: entered_by(kept.entered_by, &names),
                    at: kept.entered_at,
                },
                regulation: kept.regulation,
                may_edit,
            })
            .collect())
    }
}

fn entered_by(user: Option<UserId>, names: &HashMap<UserId, String>) -> String {
    user.map_or_else(
        || "系统预置".to_owned(),
        |user| names.get(&user).cloned().unwrap_or_default(),
    )
}

/// A rule that this version of the program does not know keeps its key.
fn named(kept: &KeptRegulation, rules: &HashMap<&str, &str>) -> Vec<Choice> {
    let choice = |rule: &String| Choice {
        code: rule.clone(),
        name: rules
            .get(rule.as_str())
            .map_or(rule.as_str(), |name| name)
            .to_owned(),
    };
    kept.regulation.rules.iter().map(choice).collect()
}

/// Whether the book knows the rule, under the name that a form posts.
pub(super) fn is_rule(book: &RuleBook, actor: &Actor, rule: &str) -> bool {
    book.names(actor.division)
        .into_iter()
        .any(|(known, _)| known == rule)
}

fn row(view: &RegulationView) -> Vec<Cell> {
    let one = &view.regulation;
    let day = |day: Option<hengji_domain::NaiveDate>| day.map_or(Cell::Blank, Cell::Date);
    let rules: Vec<&str> = view.rules.iter().map(|rule| rule.name.as_str()).collect();
    vec![
        Cell::text(one.name.as_str()),
        Cell::text(one.document_number.as_str()),
        Cell::text(one.issuer.as_str()),
        Cell::text(one.level.name()),
        day(one.issued_on),
        day(one.effective_from),
        day(one.effective_to),
        Cell::text(rules.join("、")),
        Cell::text(view.file.as_ref().map_or("", |(name, ..)| name.as_str())),
        Cell::text(one.found_at.as_str()),
    ]
}
