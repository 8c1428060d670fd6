//! 待办: a start value that is known and not entered, or entered and not confirmed.

use hengji_authz::{Action, Resource, decide};
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;
use hengji_domain::spot::SpotState;
use hengji_store::spot;

use super::view::SpotTask;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// What the round of the year asks of the actor: no statement for most people, one otherwise.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub(crate) fn spot_task(&self, actor: &Actor, year: BudgetYear) -> Result<Option<SpotTask>, AppError> {
        let division = Resource::Division(actor.division);
        let may = |action| decide(actor, action, &division).allow;
        if !may(Action::EnterSpotValue) {
            return Ok(None);
        }
        let rounds = self.read(|db| Ok(spot::rounds_of_year(db, actor.division, year)?))?;
        let Some(round) = rounds.last() else {
            return Ok(None);
        };
        let is_known = round
            .announced
            .as_ref()
            .is_some_and(|one| one.known_at <= self.now());
        let entered_by = round.value.as_ref().map(|one| one.hand.user);
        let words = match round.state {
            SpotState::Announced if is_known => "抽评起始值已经产生,请录入",
            SpotState::Entered if entered_by != Some(actor.user) => {
                "抽评起始值已录入,请核对公开结果后确认并抽取"
            }
            SpotState::Frozen if may(Action::AnnounceSpotRound) => "抽评名单已冻结,请公告起始值来源",
            _ => return Ok(None),
        };
        Ok(Some(SpotTask {
            round: round.id,
            words: words.to_owned(),
        }))
    }
}
