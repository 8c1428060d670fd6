//! 查找指标 (search): by words or pinyin initials, category and class, in the libraries that the division inherits.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use hengji_authz::Action;
use hengji_domain::library::{Branch, LibraryRules};
use hengji_domain::person::Actor;
use hengji_domain::rule::GoalFrame;
use hengji_domain::{BudgetYear, Division};
use hengji_store::Page;
use hengji_store::library::{self, LibraryFilter, LibraryIndicator};

use super::sign;
use super::view::{LibraryPage, LibraryRow};
use crate::app::App;
use crate::common::{PageOf, PageRequest};
use crate::error::AppError;

/// Which indicators to show. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LibraryQuery {
    /// Words of name, code, explanation or formula, or initials of the name's pinyin (`dlyh` for 道路养护…), divided
    /// by blanks.
    pub text: Option<String>,
    /// Code of a group or kind of projects, or of a branch.
    pub category: Option<String>,
    /// Key of a first- or second-level class of the year.
    pub class: Option<String>,
    /// 核心.
    pub is_core: Option<bool>,
    /// 量化.
    pub is_quantified: Option<bool>,
    /// Also those that may not be picked in the year: not yet, or no more.
    pub with_others: bool,
    /// Which page.
    pub page: PageRequest,
}

/// The taxonomy and the tree of a year, in which indicators find their places.
pub(super) struct Ground {
    pub(super) year: BudgetYear,
    pub(super) frame: GoalFrame,
    pub(super) rules: LibraryRules,
}

/// The grounds of several years, each asked for once.
pub(super) struct Grounds<'a> {
    app: &'a App,
    division: Division,
    by_year: BTreeMap<BudgetYear, Ground>,
}

impl<'a> Grounds<'a> {
    pub(super) const fn new(app: &'a App, division: Division) -> Self {
        Self {
            app,
            division,
            by_year: BTreeMap::new(),
        }
    }

    /// The ground of a year.
    pub(super) fn of(&mut self, year: BudgetYear) -> Result<&Ground, AppError> {
        match self.by_year.entry(year) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => Ok(unknown.insert(self.app.library_ground(self.division, year)?)),
        }
    }
}

impl App {
    /// The rules of the library in a year.
    pub(super) fn library_ground(&self, division: Division, year: BudgetYear) -> Result<Ground, AppError> {
        let in_force = self.rules(division, year);
        Ok(Ground {
            year,
            frame: in_force.goal_frame()?.value,
            rules: in_force.library()?,
        })
    }

    /// A page of the library of the acting division and the divisions above it, as of a year.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for administrators and others without business data; [`AppError::RuleMissing`] for a
    /// year without classes.
    pub fn library(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &LibraryQuery,
    ) -> Result<LibraryPage, AppError> {
        self.may_look(actor, Action::ViewLibrary)?;
        let ground = self.library_ground(actor.division, year)?;
        let filter = ground.filter(actor.division, query);
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let (found, total) =
            self.read(|db| Ok((library::list(db, &filter, page)?, library::count(db, &filter)?)))?;
        let rows = found.iter().map(|one| ground.row(one)).collect();
        Ok(LibraryPage {
            page: PageOf::of(rows, query.page, total),
            classes: ground.classes(),
            categories: ground.rules.categories,
        })
    }
}

impl Ground {
    /// The query in the terms of the store.
    pub(super) fn filter(&self, division: Division, query: &LibraryQuery) -> LibraryFilter {
        LibraryFilter {
            divisions: division.lineage(),
            words: words(query.text.as_deref()),
            categories: query.category.as_deref().map(|code| self.kinds(code)),
            classes: query.class.as_deref().map(|key| self.class_keys(key)),
            year: (!query.with_others).then_some(self.year),
            is_core: query.is_core,
            is_quantified: query.is_quantified,
        }
    }

    fn kinds(&self, code: &str) -> Vec<String> {
        match Branch::from_code(code) {
            Some(branch) => self.rules.kinds_in(branch).map(str::to_owned).collect(),
            None => self.rules.kinds_of(code).map(str::to_owned).collect(),
        }
    }

    /// The keys under which indicators of a class may be stored: its own, those below it, and classes of earlier
    /// years that moved there.
    fn class_keys(&self, key: &str) -> Vec<String> {
        let below = self.frame.first_levels.iter().find(|level| level.key == key);
        let mut keys: Vec<String> = match below {
            Some(level) => level
                .second_levels
                .iter()
                .map(|second| second.key.clone())
                .collect(),
            None => vec![key.to_owned()],
        };
        let moved = self.rules.class_moves.iter().filter(|one| keys.contains(&one.to));
        let moved: Vec<String> = moved.map(|one| one.from.clone()).collect();
        keys.extend(moved);
        keys
    }

    fn classes(&self) -> Vec<(String, String)> {
        self.frame
            .first_levels
            .iter()
            .flat_map(|level| {
                let first = std::iter::once((level.key.clone(), level.name.clone()));
                let second = level
                    .second_levels
                    .iter()
                    .map(|second| (second.key.clone(), format!("　{}", second.name)));
                first.chain(second)
            })
            .collect()
    }

    /// The name of a category; its code where the rules of the year do not know it.
    pub(super) fn category_name(&self, code: &str) -> String {
        let found = self.rules.category(code);
        found.map_or_else(|| code.to_owned(), |category| category.name.clone())
    }

    /// An indicator at its place in the taxonomy of the year; where it has none, under the names it was entered with.
    pub(super) fn row(&self, one: &LibraryIndicator) -> LibraryRow {
        let place = self.rules.place(&self.frame, &one.class_key);
        let (level1, level2) = place.map_or_else(
            || (one.level1.clone(), one.level2.clone()),
            |(level1, level2)| (level1.name.clone(), level2.name.clone()),
        );
        LibraryRow {
            id: one.id,
            code: one.code.clone(),
            category: self.category_name(&one.category),
            level1,
            level2,
            name: one.name.clone(),
            explanation: one.explanation.clone(),
            comparator: one.comparator.map(|comparator| sign(comparator).to_owned()),
            example: one.example.clone(),
            unit: one.unit.clone(),
            is_quantified: one.is_quantified,
            is_core: one.is_core,
            is_valid: one.is_valid_in(self.year),
            source: one.source.clone(),
        }
    }
}

/// The words of a query in lower case.
pub(super) fn words(text: Option<&str>) -> Vec<String> {
    let text = text.unwrap_or_default();
    text.split_whitespace().map(str::to_lowercase).collect()
}
