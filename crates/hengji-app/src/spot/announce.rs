//! 公告 (announcement): the hash of the list, the rule, and the future public event that will give the start value.

use hengji_analysis::draw::Record;
use hengji_authz::Action;
use hengji_domain::Timestamp;
use hengji_domain::id::SpotRoundId;
use hengji_domain::person::Actor;
use hengji_domain::spot::SpotState;
use hengji_store::spot::{self, SpotAnnouncement, SpotHand, SpotNumbers, SpotRound};
use serde::{Deserialize, Serialize};

use super::case::{Frozen, filled, find, frozen, hand, require_version};
use super::frame;
use crate::app::{App, Request, Step};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// What is announced.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnouncementInput {
    /// The version that was read.
    pub version: i32,
    /// The future public event, in words.
    pub source: String,
    /// When its outcome becomes known, in Shanghai: `2021-03-05 21:15`.
    pub known_at: String,
    /// How many are drawn altogether; blank leaves it to the rules.
    #[serde(default)]
    pub total: String,
}

/// Longest description of the event, characters.
const SOURCE_MAX: usize = 300;
/// Stands for the start value when a draw is tried before anybody knows it: only its sizes are looked at.
const TRIAL: &str = "试算";

impl App {
    /// Announces a round. From then on its list cannot change.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for fields that are blank or unreadable; [`AppError::Refused`] `spot-not-now`,
    /// `spot-known-already`, `draw-total-range` for a total below what the rules need or above the list,
    /// `year-closed`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn announce_spot_round(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SpotRoundId,
        input: &AnnouncementInput,
    ) -> Result<Written, AppError> {
        let source = filled("source", "起始值来源", &input.source, SOURCE_MAX)?;
        let known_at = Timestamp::read_shanghai(&input.known_at).ok_or_else(|| {
            let told = format!(
                "产生时间“{}”读不通,请写成 2021-03-05 21:15 的样子。",
                input.known_at
            );
            AppError::field("known_at", "spot-known-at-unreadable", told)
        })?;
        let total = read_total(&input.total)?;
        self.act(
            actor,
            Action::AnnounceSpotRound,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find(tx, id),
            |tx, round| {
                round.state.may_announce(known_at, tx.now)?;
                require_version(&round, input.version)?;
                require_open(tx, round.year)?;
                let rules = self.rules(tx.division, round.year).spot_draw()?;
                let numbers = SpotNumbers {
                    total,
                    ..frame::numbers(&rules)
                };
                let frozen = frozen(tx.db, &round, actor)?;
                let announcement = SpotAnnouncement {
                    source: source.clone(),
                    known_at,
                    hand: hand(actor, tx),
                };
                let next = announced(round, numbers, announcement);
                let drawn = tried(&frozen, &next)?;
                tx.detail("source", &source);
                tx.detail("known_at", known_at);
                tx.detail("eligible", frozen.frame.units().len());
                tx.detail("drawn", drawn);
                Ok(Written {
                    id: id.to_string(),
                    version: spot::update_round(tx.db, tx.division, &next)?,
                })
            },
        )
    }
}

/// The round with what was announced.
pub(crate) fn announced(round: SpotRound, numbers: SpotNumbers, announcement: SpotAnnouncement) -> SpotRound {
    SpotRound {
        numbers,
        announced: Some(announcement),
        state: SpotState::Announced,
        ..round
    }
}

/// How many the announced rule will draw, whatever the start value.
fn tried(frozen: &Frozen, round: &SpotRound) -> Step<usize> {
    let rule = frame::rule(round.numbers);
    let occasion = frame::occasion(
        round,
        TRIAL,
        hand_of(round).map_or(round.frozen.at, |hand| hand.at),
    );
    Ok(Record::new(&frozen.frame, &rule, &occasion)?.sample.len())
}

fn hand_of(round: &SpotRound) -> Option<&SpotHand> {
    round.announced.as_ref().map(|one| &one.hand)
}

fn read_total(text: &str) -> Result<Option<u32>, AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let read = text.parse().map_err(|_| {
        let told = format!("抽取总数“{text}”应为整数;由规则决定的请留空。");
        AppError::field("total", "spot-total-unreadable", told)
    })?;
    Ok(Some(read))
}
