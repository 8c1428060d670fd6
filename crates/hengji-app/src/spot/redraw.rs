//! 重新抽取 (drawing again): only for a reason that is published, with a new public value; what was drawn before stays
//! to be read.

use hengji_authz::{Action, Scope};
use hengji_domain::id::SpotRoundId;
use hengji_domain::person::Actor;
use hengji_domain::spot::SpotState;
use hengji_store::Count;
use hengji_store::evaluations::{self, EvaluationFilter};
use hengji_store::spot::{self, SpotRound};
use serde::{Deserialize, Serialize};

use super::begin::KIND;
use super::case::{find, frozen, hand, require_version};
use super::frame;
use crate::app::{App, Request, Step, Tx};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// Why projects are drawn again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedrawInput {
    /// The version that was read.
    pub version: i32,
    /// Why.
    pub reason: String,
}

impl App {
    /// Begins the next draw of the year from the same list; the round drawn before is superseded, its record kept.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `spot-not-now` where nothing was drawn or a later round took its place,
    /// `spot-reason-short`, `year-closed`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn redraw_spot_projects(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SpotRoundId,
        input: &RedrawInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::RedrawSpotProjects,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find(tx, id),
            |tx, round| {
                round.state.may_draw_again()?;
                require_version(&round, input.version)?;
                require_open(tx, round.year)?;
                require_not_begun(tx, &round)?;
                let rules = self.rules(tx.division, round.year).spot_draw()?;
                let reason = rules.reason(&input.reason)?;
                tx.detail("reason", &reason);
                let frozen = frozen(tx.db, &round, actor)?;
                let next = SpotRound {
                    id: tx.fresh()?,
                    number: round.number.saturating_add(1),
                    reason,
                    frozen: hand(actor, tx),
                    numbers: frame::numbers(&rules),
                    announced: None,
                    value: None,
                    confirmed: None,
                    seal: String::new(),
                    state: SpotState::Frozen,
                    version: 1,
                    ..round.clone()
                };
                let superseded = SpotRound {
                    state: SpotState::Superseded,
                    ..round
                };
                spot::update_round(tx.db, tx.division, &superseded)?;
                spot::insert_round(tx.db, tx.division, &next)?;
                spot::insert_eligible(tx.db, tx.division, next.id, &frozen.all)?;
                Ok(Written {
                    id: next.id.to_string(),
                    version: next.version,
                })
            },
        )
    }
}

/// What is being evaluated cannot be drawn again: units have been asked for evidence already.
fn require_not_begun(tx: &mut Tx<'_>, round: &SpotRound) -> Step<()> {
    let filter = EvaluationFilter {
        kind: Some(KIND.to_owned()),
        ..EvaluationFilter::of_year(round.year, Scope::AllOfDivision)
    };
    let begun = evaluations::count(tx.db, tx.division, &filter)?;
    if begun == Count::Exactly(0) {
        return Ok(());
    }
    let (Count::Exactly(begun) | Count::MoreThan(begun)) = begun;
    let told = format!("抽中的项目已开展抽评 {begun} 项,不能再重新抽取。抽评中的问题请在各项抽评中处理。");
    Err(AppError::refused("spot-evaluations-begun", told).into())
}
