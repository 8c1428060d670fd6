//! Many evaluations at once: in five statements however many there are, for computing all conclusions of a kind again.

use std::collections::BTreeMap;

use hengji_authz::{Action, Scope};
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Division};
use hengji_store::evaluations::{self, EvaluationFilter, EvaluationSort};
use hengji_store::{Db, Direction, Page};

use super::case::EvaluationCase;
use super::frame::Frame;
use super::recompute::{Recomputed, recomputed};
use crate::app::{App, Step};
use crate::error::AppError;

/// Most evaluations of a kind and year that are read at once.
const MOST: u32 = 10_000;

/// What computing all conclusions of a kind again came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recomputation {
    /// Conclusions that came out again, byte for byte.
    pub same: usize,
    /// Conclusions that did not.
    pub different: usize,
    /// Evaluations without a conclusion that stands.
    pub nothing: usize,
}

impl App {
    /// Computes every conclusion of a kind and year again from the stored scores, in five statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for whoever may not recompute; [`AppError::Fault`] when the database cannot be read.
    pub fn recompute_evaluations(
        &self,
        actor: &Actor,
        year: BudgetYear,
        kind: &str,
    ) -> Result<Recomputation, AppError> {
        self.may_look(actor, Action::Recompute)?;
        let division = actor.division;
        let cases = self.read(|db| self.load_many(db, division, year, kind))?;
        let mut all = Recomputation::default();
        for case in &cases {
            match recomputed(case) {
                Recomputed::Same => all.same += 1,
                Recomputed::Different => all.different += 1,
                Recomputed::Nothing => all.nothing += 1,
            }
        }
        Ok(all)
    }

    /// Every evaluation of a kind and year with its items, scores, hands and the conclusion that stands: all that a
    /// conclusion is computed from. Facts and sign-off sheets are not read.
    pub(crate) fn load_many(
        &self,
        db: &mut Db,
        division: Division,
        year: BudgetYear,
        kind: &str,
    ) -> Step<Vec<EvaluationCase>> {
        let filter = EvaluationFilter {
            kind: Some(kind.to_owned()),
            ..EvaluationFilter::of_year(year, Scope::AllOfDivision)
        };
        let page = Page {
            offset: 0,
            limit: MOST,
        };
        let sort = EvaluationSort::default();
        let listings = evaluations::list(db, division, &filter, sort, Direction::Ascending, page)?;
        let ids: Vec<EvaluationId> = listings.iter().map(|one| one.evaluation.id).collect();
        let concluded: Vec<EvaluationId> = listings
            .iter()
            .filter(|one| one.evaluation.state == EvaluationState::Concluded)
            .map(|one| one.evaluation.id)
            .collect();
        let mut items = grouped(evaluations::items_of_many(db, division, &ids)?, |one| {
            one.evaluation
        });
        let mut scores = grouped(evaluations::scores_of_many(db, division, &ids)?, |one| {
            one.evaluation
        });
        let mut hands = grouped(evaluations::hands_of_many(db, division, &ids)?, |one| one.0);
        let standing = evaluations::results_of_many(db, division, &concluded)?;
        let mut results = grouped(standing, |one| one.evaluation);
        let mut frames: BTreeMap<String, Frame> = BTreeMap::new();
        let mut cases = Vec::with_capacity(listings.len());
        for listing in listings {
            let id = listing.evaluation.id;
            let text = &listing.evaluation.frame;
            let frame = match frames.get(text) {
                Some(known) => known.clone(),
                None => {
                    let read = Frame::read(text)?;
                    frames.insert(text.clone(), read.clone());
                    read
                }
            };
            let own = hands.remove(&id).unwrap_or_default().into_iter();
            cases.push(EvaluationCase::of_scores(
                (division, listing, frame),
                items.remove(&id).unwrap_or_default(),
                scores.remove(&id).unwrap_or_default(),
                own.map(|(_, hand)| hand).collect(),
                results.remove(&id).unwrap_or_default(),
            )?);
        }
        Ok(cases)
    }
}

/// Rows by the evaluation they belong to, in their order.
fn grouped<T>(rows: Vec<T>, of: impl Fn(&T) -> EvaluationId) -> BTreeMap<EvaluationId, Vec<T>> {
    let mut groups: BTreeMap<EvaluationId, Vec<T>> = BTreeMap::new();
    for row in rows {
        groups.entry(of(&row)).or_default().push(row);
    }
    groups
}
