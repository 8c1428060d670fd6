//! 待办: a start value that is known and not entered, or entered and not confirmed; a circular to be drafted, issued or
//! signed for.

use hengji_authz::{Action, Resource, Scope, decide};
use hengji_domain::BudgetYear;
use hengji_domain::circular::CircularState;
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::person::Actor;
use hengji_domain::spot::SpotState;
use hengji_store::evaluations::{self, EvaluationFilter};
use hengji_store::spot::SpotRound;
use hengji_store::{Count, circulars, spot};

use super::begin::KIND;
use super::circular::own_departments;
use super::view::SpotTask;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// What the round of the year asks of the actor: no statement for most people, one for departments; one for the
    /// bureau before the draw and at most four after it.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub(crate) fn spot_task(&self, actor: &Actor, year: BudgetYear) -> Result<Option<SpotTask>, AppError> {
        let division = Resource::Division(actor.division);
        let may = |action| decide(actor, action, &division).allow;
        if !may(Action::EnterSpotValue) {
            return self.circular_to_sign(actor, year);
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
            SpotState::Drawn => return self.circular_task(actor, round),
            _ => return Ok(None),
        };
        Ok(Some(SpotTask {
            round: round.id,
            words: words.to_owned(),
            is_circular: false,
        }))
    }

    /// A circular in force that a department of the actor has not signed for.
    fn circular_to_sign(&self, actor: &Actor, year: BudgetYear) -> Result<Option<SpotTask>, AppError> {
        let own = own_departments(actor);
        if own.is_empty() {
            return Ok(None);
        }
        let waiting = self.read(|db| Ok(circulars::waiting_receipts(db, actor.division, year, &own)?))?;
        Ok(waiting.first().map(|one| SpotTask {
            round: one.round,
            words: match one.due_on {
                Some(day) => format!("绩效抽评情况通报已送达,请于 {day} 前签收"),
                None => "绩效抽评情况通报已送达,请签收".to_owned(),
            },
            is_circular: true,
        }))
    }

    /// A draft that waits for the leader, or a round that is concluded and has no circular.
    fn circular_task(&self, actor: &Actor, round: &SpotRound) -> Result<Option<SpotTask>, AppError> {
        let division = Resource::Division(actor.division);
        let may = |action| decide(actor, action, &division).allow;
        let known = self.read(|db| Ok(circulars::of_round(db, actor.division, round.id)?))?;
        let state = known.last().map(|one| one.state);
        let words = match state {
            Some(CircularState::Drafted) if may(Action::DecideCircular) => "抽评通报已拟稿,请审核签发",
            Some(CircularState::Returned) if may(Action::DraftCircular) => {
                "抽评通报被退回,请按退回理由重新拟稿"
            }
            None if may(Action::DraftCircular) && self.is_concluded(actor, round)? => {
                "抽中的项目均已形成结论,请拟写抽评通报"
            }
            _ => return Ok(None),
        };
        Ok(Some(SpotTask {
            round: round.id,
            words: words.to_owned(),
            is_circular: true,
        }))
    }

    /// Whether spot evaluations of the year were begun and every one of them is concluded.
    fn is_concluded(&self, actor: &Actor, round: &SpotRound) -> Result<bool, AppError> {
        let all = EvaluationFilter {
            kind: Some(KIND.to_owned()),
            ..EvaluationFilter::of_year(round.year, Scope::AllOfDivision)
        };
        let concluded = EvaluationFilter {
            state: Some(EvaluationState::Concluded),
            ..all.clone()
        };
        self.read(|db| {
            let all = evaluations::count(db, actor.division, &all)?;
            let concluded = evaluations::count(db, actor.division, &concluded)?;
            Ok(all != Count::Exactly(0) && all == concluded)
        })
    }
}
