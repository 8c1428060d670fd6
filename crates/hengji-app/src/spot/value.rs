//! 起始值 (start value): entered by one person after its event, confirmed by another, and then the draw.

use hengji_analysis::draw::Record;
use hengji_authz::Action;
use hengji_domain::id::SpotRoundId;
use hengji_domain::person::Actor;
use hengji_domain::spot::{SpotRefusal, SpotState};
use hengji_store::spot::{self, SpotDrawn, SpotHand, SpotRound, SpotValue};
use serde::{Deserialize, Serialize};

use super::case::{Frozen, filled, find, frozen, hand, require_version};
use super::frame;
use crate::app::{App, Request, Step, Tx};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// A start value as somebody types it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueInput {
    /// The version that was read.
    pub version: i32,
    /// The text that the public event gave.
    pub value: String,
}

/// Longest start value, characters.
const VALUE_MAX: usize = 200;

impl App {
    /// Enters the start value, or corrects it while nobody has confirmed it.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `spot-not-announced`, `spot-value-early` before the announced time, `spot-not-now` after
    /// the draw, `spot-value-used` for that of an earlier draw; [`AppError::Invalid`]; [`AppError::Stale`].
    pub fn enter_spot_value(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SpotRoundId,
        input: &ValueInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::EnterSpotValue,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find(tx, id),
            |tx, round| {
                let known_at = round.announced.as_ref().map(|one| one.known_at);
                round.state.may_enter_value(known_at, tx.now)?;
                let value = filled("value", "起始值", &input.value, VALUE_MAX)?;
                require_version(&round, input.version)?;
                require_open(tx, round.year)?;
                require_new(tx, &round, &value)?;
                tx.detail("start_value", &value);
                let next = SpotRound {
                    value: Some(SpotValue {
                        text: value,
                        hand: hand(actor, tx),
                    }),
                    state: SpotState::Entered,
                    ..round
                };
                Ok(Written {
                    id: id.to_string(),
                    version: spot::update_round(tx.db, tx.division, &next)?,
                })
            },
        )
    }

    /// Confirms the start value by typing it again, and draws in the same transaction.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `spot-own-value` for whoever entered it, `spot-value-differs`, `spot-not-now`, or what
    /// the draw refuses; [`AppError::Stale`].
    pub fn draw_spot_projects(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SpotRoundId,
        input: &ValueInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::DrawSpotProjects,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find(tx, id),
            |tx, round| {
                let entered_by = round.value.as_ref().map(|one| one.hand.user);
                round.state.may_confirm_value(entered_by, actor.user)?;
                require_version(&round, input.version)?;
                require_open(tx, round.year)?;
                let confirmed = filled("value", "起始值", &input.value, VALUE_MAX)?;
                let entered = round
                    .value
                    .as_ref()
                    .map(|one| one.text.clone())
                    .unwrap_or_default();
                if entered != confirmed {
                    return Err(SpotRefusal::ValueDiffers { entered, confirmed }.into());
                }
                let frozen = frozen(tx.db, &round, actor)?;
                let hand = hand(actor, tx);
                let version = draw_now(tx, round, &frozen.all, hand)?;
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }
}

/// Draws with the value that was entered and confirmed, and writes sample and record; the round's new version.
pub(crate) fn draw_now(
    tx: &mut Tx<'_>,
    round: SpotRound,
    all: &[spot::SpotEligible],
    hand: SpotHand,
) -> Step<i32> {
    let value = round
        .value
        .as_ref()
        .map(|one| one.text.clone())
        .unwrap_or_default();
    let frame = frame::of(all)?;
    let occasion = frame::occasion(&round, &value, hand.at);
    let record = Record::new(&frame, &frame::rule(round.numbers), &occasion)?;
    let frozen = Frozen {
        all: all.to_vec(),
        frame,
    };
    let drawn = sample(&frozen, &record)?;
    spot::insert_drawn(tx.db, tx.division, round.id, &drawn)?;
    let text = serde_json::to_string(&record).map_err(AppError::fault)?;
    spot::insert_record(tx.db, tx.division, round.id, &text)?;
    tx.detail("start_value", value);
    tx.detail("drawn", drawn.len());
    tx.detail("seal", &record.seal);
    let next = SpotRound {
        confirmed: Some(hand),
        seal: record.seal,
        state: SpotState::Drawn,
        ..round
    };
    Ok(spot::update_round(tx.db, tx.division, &next)?)
}

/// The sample of a record as rows: whom each code means, and the ticket that decided.
fn sample(frozen: &Frozen, record: &Record) -> Step<Vec<SpotDrawn>> {
    use std::collections::HashMap;
    let projects: HashMap<&str, _> = frozen
        .all
        .iter()
        .map(|one| (one.code.as_str(), one.project))
        .collect();
    let tickets: HashMap<&str, &str> = record
        .units
        .iter()
        .map(|one| (one.unit.id.as_str(), one.ticket.as_str()))
        .collect();
    let lost = || AppError::fault("抽取记录中有名单以外的项目");
    record
        .sample
        .iter()
        .zip(1..)
        .map(|(code, position)| {
            Ok(SpotDrawn {
                project: *projects.get(code.as_str()).ok_or_else(lost)?,
                position,
                ticket: (*tickets.get(code.as_str()).ok_or_else(lost)?).to_owned(),
            })
        })
        .collect()
}

/// Another draw needs another public value.
fn require_new(tx: &mut Tx<'_>, round: &SpotRound, value: &str) -> Step<()> {
    let earlier = spot::rounds_of_year(tx.db, tx.division, round.year)?;
    let used = earlier
        .iter()
        .filter(|other| other.id != round.id)
        .find(|other| other.value.as_ref().is_some_and(|known| known.text == value));
    match used {
        Some(other) => Err(SpotRefusal::ValueUsed {
            value: value.to_owned(),
            number: other.number,
        }
        .into()),
        None => Ok(()),
    }
}
