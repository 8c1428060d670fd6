//! 目录 (list) of a year, and what an approver reads of it.

use std::sync::Arc;

use hengji_authz::{Action, Resource, decide, scope};
use hengji_domain::id::UnitId;
use hengji_domain::person::Actor;
use hengji_domain::project_class::{CatalogueState, ProjectClass};
use hengji_domain::rule::Citation;
use hengji_domain::{BudgetYear, Division};
use hengji_store::project_classes::{
    self, AdjustmentListing, Catalogue, ClassFilter, ClassSort, ClassTally, EntryListing,
};
use hengji_store::{Count, Direction, Page};

use super::Change;
use super::basis::{Basis, name_of};
use super::view::{
    AdjustmentView, CataloguePage, CatalogueReview, CatalogueRights, ClassFigure, ClassRow, EditionHead,
    GoneView,
};
use crate::app::{App, Step};
use crate::common::{self, Choice, PageOf, PageRequest};
use crate::error::AppError;

/// Most projects that are listed as gone; their number is given in full.
const GONE_MAX: u32 = 50;

/// Which entries to list. What is `None` or `false` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClassQuery {
    /// 版次; the newest where none is named.
    pub edition: Option<i32>,
    /// Words in the name or the code.
    pub text: Option<String>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// The class.
    pub class: Option<ProjectClass>,
    /// How it stands to last year.
    pub change: Option<Change>,
    /// Only those whose class is not clear.
    pub is_unclear: bool,
    /// Only those that a person moved.
    pub is_adjusted: bool,
    /// Only those of which something is missing.
    pub is_incomplete: bool,
    /// Only those that a hard rule moved.
    pub is_by_rule: bool,
    /// By what to sort.
    pub sort: ClassSort,
    /// In which direction.
    pub direction: Direction,
    /// Which page.
    pub page: PageRequest,
}

impl ClassQuery {
    pub(super) fn filter(&self, actor: &Actor, catalogue: &Catalogue) -> ClassFilter {
        let text = self
            .text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        ClassFilter {
            words: text.map(|text| text.chars().take(100).collect()),
            department: self.department,
            class: self.class,
            change: self.change,
            is_unclear: self.is_unclear,
            is_adjusted: self.is_adjusted,
            is_incomplete: self.is_incomplete,
            is_by_rule: self.is_by_rule,
            ..ClassFilter::of_catalogue(catalogue.id, scope(actor))
        }
    }
}

impl App {
    /// A page of the catalogue of the year with its figures and editions, in five statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for those without business data; [`AppError::NotFound`] for an edition that is not.
    pub fn class_catalogue(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &ClassQuery,
    ) -> Result<CataloguePage, AppError> {
        self.may_look(actor, Action::ViewClassCatalogue)?;
        let division = actor.division;
        let (editions, shown, found) = self.read(|db| {
            let editions = visible(project_classes::editions(db, division, year)?, actor);
            let shown = pick(&editions, query.edition)?.cloned();
            let Some(catalogue) = &shown else {
                return Ok((editions, shown, None));
            };
            let filter = query.filter(actor, catalogue);
            let page = Page {
                offset: query.page.offset(),
                limit: query.page.page_size,
            };
            let rows = project_classes::list(db, division, &filter, query.sort, query.direction, page)?;
            let total = project_classes::count(db, division, &filter)?;
            let all = ClassFilter::of_catalogue(catalogue.id, scope(actor));
            let tallies = project_classes::tally(db, division, &all)?;
            Ok((editions, shown, Some((rows, total, tallies))))
        })?;
        let (rows, total, tallies) = found.unwrap_or((Vec::new(), Count::Exactly(0), Vec::new()));
        let basis = match &shown {
            Some(catalogue) => Some(Basis::from_json(&catalogue.basis)?),
            None => None,
        };
        let stability = basis.as_ref().map(|basis| (basis.clear_from_bp, basis.span_bp));
        let (clear_from_bp, span_bp) = stability.unwrap_or_default();
        Ok(CataloguePage {
            rights: rights(actor, division, editions.first()),
            shown: shown.as_ref().map(head),
            editions: editions.iter().map(head).collect(),
            figures: tallies.iter().map(figure).collect(),
            page: PageOf::of(
                rows.iter().map(|listing| row(listing, basis.as_ref())).collect(),
                query.page,
                total,
            ),
            departments: self.departments_of(actor)?,
            citations: self.class_citations(division, year),
            clear_from_bp,
            span_bp,
        })
    }

    /// What an approver reads of the newest edition: figures, changes, what people moved; none while there is no
    /// catalogue of the year.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn class_review(&self, actor: &Actor, year: BudgetYear) -> Result<Option<CatalogueReview>, AppError> {
        self.may_look(actor, Action::ReviewClassCatalogue)?;
        let division = actor.division;
        let before = BudgetYear::new(year.get().saturating_sub(1)).ok();
        self.read(|db| {
            let Some(catalogue) = project_classes::latest(db, division, year)? else {
                return Ok(None);
            };
            let previous = match before {
                Some(before) => project_classes::frozen(db, division, before)?,
                None => None,
            };
            let page = Page {
                offset: 0,
                limit: GONE_MAX,
            };
            let (gone, gone_count) = match &previous {
                Some(previous) => (
                    project_classes::gone(db, division, previous.id, catalogue.id, page)?,
                    project_classes::gone_count(db, division, previous.id, catalogue.id)?,
                ),
                None => (Vec::new(), 0),
            };
            let all = ClassFilter::of_catalogue(catalogue.id, scope(actor));
            Ok(Some(CatalogueReview {
                head: head(&catalogue),
                figures: project_classes::tally(db, division, &all)?
                    .iter()
                    .map(figure)
                    .collect(),
                changes: project_classes::class_changes(db, division, catalogue.id)?,
                gone: gone
                    .into_iter()
                    .map(|one| GoneView {
                        code: one.code,
                        name: one.name,
                        unit_name: one.unit_name,
                        amount: one.amount,
                        class: one.class,
                    })
                    .collect(),
                gone_count,
                adjustments: project_classes::adjustments_of(db, division, catalogue.id)?
                    .iter()
                    .map(adjustment)
                    .collect(),
                citations: self.class_citations(division, year),
                rights: rights(actor, division, Some(&catalogue)),
            }))
        })
    }

    fn departments_of(&self, actor: &Actor) -> Result<Vec<Choice>, AppError> {
        let directory = self.directory(actor.division)?;
        Ok(directory
            .units()
            .iter()
            .filter(|unit| unit.department == unit.id && unit.budget_division.is_some())
            .map(|unit| Choice {
                code: unit.id.to_string(),
                name: unit.name.clone(),
            })
            .collect())
    }

    /// Where the rules of classification come from; none in a year without them.
    pub(super) fn class_citations(&self, division: Division, year: BudgetYear) -> Vec<Citation> {
        let Ok(rules) = self.rules(division, year).class_rules() else {
            return Vec::new();
        };
        [
            &rules.criteria.citation,
            &rules.thresholds.citation,
            &rules.hard_rules.citation,
            &rules.stability.citation,
        ]
        .map(|citation| Arc::unwrap_or_clone(Arc::clone(citation)))
        .to_vec()
    }
}

/// Whoever does not work on catalogues sees frozen ones only: a proposal is not yet anybody's class.
pub(super) fn visible(editions: Vec<Catalogue>, actor: &Actor) -> Vec<Catalogue> {
    let sees_all = may(actor, actor.division, Action::ReviewClassCatalogue);
    editions
        .into_iter()
        .filter(|catalogue| {
            sees_all
                || matches!(
                    catalogue.state,
                    CatalogueState::Frozen | CatalogueState::Superseded
                )
        })
        .collect()
}

/// The edition asked for, or the newest.
pub(super) fn pick(editions: &[Catalogue], edition: Option<i32>) -> Step<Option<&Catalogue>> {
    match edition {
        None => Ok(editions.first()),
        Some(number) => {
            let found = editions.iter().find(|catalogue| catalogue.edition == number);
            Ok(Some(found.ok_or(AppError::NotFound)?))
        }
    }
}

pub(super) fn may(actor: &Actor, division: Division, action: Action) -> bool {
    decide(actor, action, &Resource::Division(division)).allow
}

pub(super) fn rights(actor: &Actor, division: Division, newest: Option<&Catalogue>) -> CatalogueRights {
    let state = newest.map(|catalogue| catalogue.state);
    let may = |action| may(actor, division, action);
    CatalogueRights {
        may_propose: state != Some(CatalogueState::Submitted) && may(Action::ProposeClassCatalogue),
        may_adjust: state == Some(CatalogueState::Proposed) && may(Action::AdjustProjectClass),
        may_submit: state == Some(CatalogueState::Proposed) && may(Action::SubmitClassCatalogue),
        may_decide: state == Some(CatalogueState::Submitted) && may(Action::ApproveClassCatalogue),
    }
}

pub(super) fn head(catalogue: &Catalogue) -> EditionHead {
    let hand = |hand: &project_classes::Hand| common::Hand {
        name: hand.name.clone(),
        at: hand.at,
    };
    EditionHead {
        year: catalogue.year,
        edition: catalogue.edition,
        state: catalogue.state,
        reason: catalogue.reason.clone(),
        sha256: catalogue.sha256.clone(),
        proposed: hand(&catalogue.proposed),
        submitted: catalogue.submitted.as_ref().map(hand),
        decided: catalogue.decided.as_ref().map(hand),
        returned_words: catalogue.returned_words.clone(),
        version: catalogue.version,
    }
}

pub(super) fn row(listing: &EntryListing, basis: Option<&Basis>) -> ClassRow {
    let entry = &listing.entry;
    let words = |code: &String| basis.map_or_else(|| code.clone(), |basis| name_of(&basis.hard_rules, code));
    ClassRow {
        project: entry.project,
        code: entry.code.clone(),
        name: entry.name.clone(),
        unit_name: listing.unit_name.clone(),
        department_name: listing.department_name.clone(),
        amount: entry.amount,
        score: entry.score,
        class: entry.class,
        proposed: entry.proposed,
        previous: entry.previous,
        change: Change::between(entry.previous, entry.class),
        share_bp: entry.shares.of(entry.proposed),
        is_clear: entry.is_clear,
        is_incomplete: entry.is_incomplete,
        is_adjusted: entry.is_adjusted,
        hard_rule: entry.hard_rule.as_ref().map(words),
    }
}

fn figure(tally: &ClassTally) -> ClassFigure {
    ClassFigure {
        class: tally.class,
        count: tally.count,
        amount: tally.amount,
        unclear: tally.unclear,
        adjusted: tally.adjusted,
        incomplete: tally.incomplete,
        by_rule: tally.by_rule,
    }
}

pub(super) fn adjustment(listing: &AdjustmentListing) -> AdjustmentView {
    let one = &listing.adjustment;
    AdjustmentView {
        project: one.project,
        code: listing.project_code.clone(),
        name: listing.project_name.clone(),
        from: one.from,
        to: one.to,
        reason: one.reason.clone(),
        hand: common::Hand {
            name: one.made.name.clone(),
            at: one.made.at,
        },
    }
}
