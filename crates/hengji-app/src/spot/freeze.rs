//! 冻结名单 (freezing the list), and taking a project off it before anybody outside has seen it.

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::id::{ProjectId, SpotRoundId};
use hengji_domain::person::Actor;
use hengji_domain::spot::SpotState;
use hengji_store::projects;
use hengji_store::spot::{self, SpotHand, SpotOff, SpotRound};

use super::case::{filled, find, hand, require_version};
use super::frame;
use crate::app::{App, Request, Step, Tx};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// Longest title, characters.
const TITLE_MAX: usize = 100;

/// What a list is frozen with.
pub(crate) struct Freezing<'a> {
    pub(crate) year: BudgetYear,
    pub(crate) title: &'a str,
    pub(crate) hand: SpotHand,
}

impl App {
    /// Freezes the list of projects that can be drawn: those whose self-evaluation is finalised now. As long as
    /// nothing was announced, freezing again takes the place of the earlier list.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `spot-list-fixed` once it is public, `spot-nothing-eligible`, `year-closed`, or what
    /// the frame refuses; [`AppError::Invalid`]; [`AppError::RuleMissing`]; [`AppError::Forbidden`].
    pub fn freeze_spot_list(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        title: &str,
    ) -> Result<Written, AppError> {
        let title = filled("title", "标题", title, TITLE_MAX)?;
        self.act(
            actor,
            Action::FreezeSpotList,
            &Request::new(key, &(year.get(), &title))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let hand = hand(actor, tx);
                let round = freeze(
                    self,
                    tx,
                    Freezing {
                        year,
                        title: &title,
                        hand,
                    },
                )?;
                Ok(Written {
                    id: round.id.to_string(),
                    version: round.version,
                })
            },
        )
    }

    /// Takes a project off the frozen list, such as one that must not be made public. It stays to be read there
    /// with the reason.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `spot-drawn-fixed` for a project that was drawn, `spot-list-fixed` once the list is
    /// public, `spot-reason-short`, `spot-nothing-eligible` for the last one; [`AppError::Stale`];
    /// [`AppError::NotFound`] for a project that is not on the list.
    pub fn take_off_spot_list(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SpotRoundId,
        project: ProjectId,
        (version, reason): (i32, &str),
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::TakeOffSpotList,
            &Request::new(key, &(id.to_string(), project.to_string(), version, reason))?,
            |tx| find(tx, id),
            |tx, round| {
                let known = projects::find(tx.db, tx.division, project)?.ok_or(AppError::NotFound)?;
                tx.detail("project", &known.name);
                let drawn = spot::drawn_of(tx.db, tx.division, id)?;
                round
                    .state
                    .may_take_off(&known.name, drawn.contains_key(&project))?;
                require_version(&round, version)?;
                require_open(tx, round.year)?;
                let reason = self.rules(tx.division, round.year).spot_draw()?.reason(reason)?;
                tx.detail("reason", &reason);
                let off = SpotOff {
                    reason,
                    name: actor.name.clone(),
                    at: tx.now,
                };
                if !spot::take_off(tx.db, tx.division, id, project, &off)? {
                    return Err(AppError::NotFound.into());
                }
                let rest = frame::of(&spot::eligible(tx.db, tx.division, id)?)?;
                let next = SpotRound {
                    frame_sha256: rest.sha256().to_owned(),
                    ..round
                };
                Ok(Written {
                    id: id.to_string(),
                    version: spot::update_round(tx.db, tx.division, &next)?,
                })
            },
        )
    }
}

/// Freezes the list as it is now, in a new round or over one that nobody has seen.
pub(crate) fn freeze(app: &App, tx: &mut Tx<'_>, freezing: Freezing<'_>) -> Step<SpotRound> {
    let year = freezing.year;
    require_open(tx, year)?;
    let rules = app.rules(tx.division, year).spot_draw()?;
    let last = spot::rounds_of_year(tx.db, tx.division, year)?.pop();
    if let Some(last) = &last {
        tx.about("spot_round", last.id);
        last.state.may_freeze_again()?;
    }
    let all = spot::candidates(tx.db, tx.division, year)?;
    if all.is_empty() {
        let told = format!("{year} 年度还没有审定的绩效自评,没有可抽的项目。请待自评审定后再冻结名单。");
        return Err(AppError::refused("spot-nothing-eligible", told).into());
    }
    let list = frame::of(&all)?;
    let round = SpotRound {
        id: last.as_ref().map_or_else(|| tx.fresh(), |last| Ok(last.id))?,
        year,
        number: last.as_ref().map_or(1, |last| last.number),
        title: freezing.title.to_owned(),
        reason: last.as_ref().map(|last| last.reason.clone()).unwrap_or_default(),
        frame_sha256: list.sha256().to_owned(),
        frozen: freezing.hand,
        numbers: frame::numbers(&rules),
        announced: None,
        value: None,
        confirmed: None,
        seal: String::new(),
        state: SpotState::Frozen,
        version: last.as_ref().map_or(1, |last| last.version),
    };
    let version = if last.is_some() {
        spot::remove_eligible(tx.db, tx.division, round.id)?;
        spot::update_round(tx.db, tx.division, &round)?
    } else {
        spot::insert_round(tx.db, tx.division, &round)?;
        round.version
    };
    spot::insert_eligible(tx.db, tx.division, round.id, &all)?;
    tx.about("spot_round", round.id);
    tx.detail("year", year);
    tx.detail("title", &round.title);
    tx.detail("draw_number", round.number);
    tx.detail("eligible", list.units().len());
    tx.detail("frame_sha256", list.sha256());
    Ok(SpotRound { version, ..round })
}
