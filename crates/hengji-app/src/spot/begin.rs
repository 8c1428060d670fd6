//! 开展抽评 (beginning the evaluations): one for each drawn project, in the order of the draw, all at once.

use hengji_authz::Action;
use hengji_domain::Division;
use hengji_domain::id::SpotRoundId;
use hengji_domain::person::Actor;
use hengji_store::spot::{self, SpotRound};
use hengji_store::{Db, projects};
use serde::{Deserialize, Serialize};

use super::case::{find, require_version};
use crate::app::{App, Request, Step};
use crate::common::RequestKey;
use crate::error::AppError;
use crate::evaluations::open::{Subject, open_in};

/// The kind of evaluation of what was drawn.
pub(crate) const KIND: &str = "spot";

/// What was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpotBegun {
    /// How many evaluations were opened.
    pub evaluations: usize,
}

impl App {
    /// Opens the evaluations of everything that was drawn: nobody chooses among the drawn.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `spot-not-now` before the draw or after another one, `evaluation-exists` when they were
    /// opened before, `evaluation-self-missing`, `year-closed`; [`AppError::Stale`]; [`AppError::Forbidden`].
    pub fn begin_spot_evaluations(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SpotRoundId,
        version: i32,
    ) -> Result<SpotBegun, AppError> {
        self.act(
            actor,
            Action::OpenEvaluations,
            &Request::new(key, &(id.to_string(), version))?,
            |tx| find(tx, id),
            |tx, round| {
                round.state.may_evaluate()?;
                require_version(&round, version)?;
                let rules = self.rules(tx.division, round.year);
                let subjects = drawn_subjects(tx.db, tx.division, &round)?;
                let opened = open_in(tx, actor, &rules, KIND, &subjects)?;
                tx.about("spot_round", id);
                Ok(SpotBegun {
                    evaluations: opened.len(),
                })
            },
        )
    }
}

/// The drawn projects in the order of the draw.
pub(crate) fn drawn_subjects(db: &mut Db, division: Division, round: &SpotRound) -> Step<Vec<Subject>> {
    let drawn = spot::drawn_of(db, division, round.id)?;
    let mut all: Vec<(i32, Subject)> = projects::of_year(db, division, round.year)?
        .into_iter()
        .filter_map(|project| {
            let position = *drawn.get(&project.id)?;
            let subject = Subject {
                project: Some(project.id),
                unit: project.unit,
                department: project.department,
                title: project.name,
                part: String::new(),
            };
            Some((position, subject))
        })
        .collect();
    all.sort_unstable_by_key(|(position, _)| *position);
    Ok(all.into_iter().map(|(_, subject)| subject).collect())
}
