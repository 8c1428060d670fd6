//! A round as a step of it finds it.

use hengji_authz::{Action, Resource};
use hengji_domain::id::SpotRoundId;
use hengji_domain::person::Actor;
use hengji_store::Db;
use hengji_store::spot::{self, SpotEligible, SpotHand, SpotRound};

use super::frame;
use crate::app::{Halt, Step, Tx};
use crate::error::AppError;

/// Finds the round that a step is about.
pub(super) fn find(tx: &mut Tx<'_>, id: SpotRoundId) -> Step<(Resource, SpotRound)> {
    tx.about("spot_round", id);
    let round = spot::find_round(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
    tx.detail("year", round.year);
    tx.detail("draw_number", round.number);
    Ok((Resource::Division(tx.division), round))
}

/// The actor's hand, now.
pub(crate) fn hand(actor: &Actor, tx: &Tx<'_>) -> SpotHand {
    SpotHand {
        user: actor.user,
        name: actor.name.clone(),
        at: tx.now,
    }
}

/// Refuses a change that rests on an older page.
pub(super) fn require_version(round: &SpotRound, version: i32) -> Step<()> {
    if round.version == version {
        Ok(())
    } else {
        Err(Halt::stale("spot_rounds", round.id))
    }
}

/// Whether the actor may know that the round exists: before the announcement only those who prepare it.
pub(super) fn is_seen(actor: &Actor, round: &SpotRound) -> bool {
    let prepares = Action::EnterSpotValue.roles().iter().any(|role| actor.has(*role));
    round.state.is_public() || prepares
}

/// The list of a round, which must still be the one whose hash was kept.
pub(super) fn frozen(db: &mut Db, round: &SpotRound, actor: &Actor) -> Step<Frozen> {
    let all = spot::eligible(db, actor.division, round.id)?;
    let frame = frame::of(&all)?;
    if frame.sha256() == round.frame_sha256 {
        Ok(Frozen { all, frame })
    } else {
        let words = format!(
            "抽评批次 {} 的名单与冻结时的指纹不符,数据库可能被绕过系统改动",
            round.id
        );
        Err(AppError::fault(words).into())
    }
}

/// A frozen list with the frame that is made of it.
pub(super) struct Frozen {
    pub(super) all: Vec<SpotEligible>,
    pub(super) frame: hengji_analysis::draw::Frame,
}

/// A text without the blanks around it that says something and is not too long.
pub(super) fn filled(field: &str, name: &str, text: &str, most: usize) -> Result<String, AppError> {
    let text = text.trim();
    let length = text.chars().count();
    if text.is_empty() {
        return Err(AppError::field(field, "text-missing", format!("请填写{name}。")));
    }
    if most < length {
        let told = format!("{name}最多 {most} 字,现有 {length} 字,请精简。");
        return Err(AppError::field(field, "text-too-long", told));
    }
    Ok(text.to_owned())
}
