//! 待办: evaluations that wait for the person.

use hengji_authz::{Action, scope};
use hengji_domain::BudgetYear;
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::person::Actor;
use hengji_store::Count;
use hengji_store::evaluations::{self, EvaluationFilter};

use crate::app::App;
use crate::error::AppError;
use crate::third_party::access::institutions_of;

impl App {
    /// How many evaluations wait for the unit's own scores, or for the bureau's: the count and the state that the list
    /// is narrowed to. No statement for people who do neither.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub(crate) fn evaluations_to_score(
        &self,
        actor: &Actor,
        year: BudgetYear,
    ) -> Result<Option<(EvaluationState, u64)>, AppError> {
        let holds = |action: Action| action.roles().iter().any(|role| actor.has(*role));
        let state = if holds(Action::ScoreOwnEvaluation) {
            EvaluationState::SelfScoring
        } else if holds(Action::VerifyEvaluation) {
            EvaluationState::Verification
        } else {
            return Ok(None);
        };
        let filter = EvaluationFilter {
            state: Some(state),
            institutions: institutions_of(actor),
            ..EvaluationFilter::of_year(year, scope(actor))
        };
        let count = self.read(|db| Ok(evaluations::count(db, actor.division, &filter)?))?;
        let (Count::Exactly(count) | Count::MoreThan(count)) = count;
        Ok(Some((state, count)))
    }
}
