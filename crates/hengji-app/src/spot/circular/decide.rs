//! 签发和退回 (issuing and returning) by the second hand. Issuing fixes the figures, numbers the paper, serves it to
//! every department with drawn projects and takes the edition back that was in force, all in one transaction.

use hengji_authz::Action;
use hengji_domain::circular::{CircularRefusal, CircularState};
use hengji_domain::id::CircularId;
use hengji_domain::person::Actor;
use hengji_store::circulars::{self, Circular, CircularReceipt};
use hengji_store::{papers, spot};
use serde::{Deserialize, Serialize};

use super::draft::bounded;
use super::rules::circular_rules;
use super::{find, hand};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::papers::issue::{IssuingHand, replace};

/// What the leader decides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CircularRuling {
    /// The version that was read.
    pub version: i32,
    /// Whether it is issued.
    pub issues: bool,
    /// Digest of the figures that were read.
    #[serde(default)]
    pub seen: String,
    /// Why not, where it is returned.
    #[serde(default)]
    pub reason: String,
}

impl App {
    /// Issues a draft, or returns it with a reason; never by who drafted it.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `circular-decided`, `circular-same-hand`, `circular-figures-changed` when the records
    /// give other figures than were read, `circular-not-concluded` when a conclusion was opened again in between,
    /// `circular-reason-short`, `holidays-missing`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn decide_on_circular(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: CircularId,
        ruling: &CircularRuling,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::DecideCircular,
            &Request::new(key, &(id.to_string(), ruling))?,
            |tx| find(tx, id),
            |tx, one| {
                one.state.may_decide()?;
                if one.version != ruling.version {
                    return Err(Halt::stale("circulars", id));
                }
                if one.drafted.user == actor.user {
                    return Err(CircularRefusal::SameHand.into());
                }
                let next = if ruling.issues {
                    self.issued(tx, actor, one, &ruling.seen)?
                } else {
                    let rules = circular_rules(&self.rules(tx.division, one.year))?;
                    let reason = rules.reason("退回理由", &bounded("reason", "退回理由", &ruling.reason)?)?;
                    tx.detail("reason", &reason);
                    Circular {
                        state: CircularState::Returned,
                        decided: Some(hand(actor, tx)),
                        decision: reason,
                        ..one
                    }
                };
                tx.about("circular", id);
                tx.detail("circular_state", next.state.name());
                let version = circulars::update(tx.db, tx.division, &next)?;
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }

    fn issued(&self, tx: &mut Tx<'_>, actor: &Actor, one: Circular, seen: &str) -> Step<Circular> {
        let day = tx.now.shanghai_date();
        let round = spot::find_round(tx.db, tx.division, one.round)?.ok_or(AppError::NotFound)?;
        let gathered = self.gathered(tx.db, actor, &round, &one.remarks, day)?;
        gathered.require_enough()?;
        let content_sha256 = gathered.content.sha256()?;
        if content_sha256 != seen {
            return Err(CircularRefusal::FiguresChanged.into());
        }
        replace_earlier(tx, actor, &one)?;
        let bureau = actor.grants.first().ok_or(AppError::NotFound)?.unit;
        let draft = self.circular_paper(tx.division, &round, &gathered.content, bureau)?;
        let paper = self.issue_paper(tx, &IssuingHand::serving(actor, tx), &draft)?;
        circulars::issue(tx.db, tx.division, one.id, &gathered.content.to_text()?)?;
        let receipts: Vec<CircularReceipt> = gathered
            .departments
            .into_iter()
            .map(|(department, department_name, projects)| CircularReceipt {
                department,
                department_name,
                projects,
                receipted: None,
            })
            .collect();
        circulars::insert_receipts(tx.db, tx.division, one.id, &receipts)?;
        let days = self
            .rules(tx.division, round.year)
            .day_count("paper.receipt_days")?;
        let holidays = self.rule_book().holidays_around(tx.division, round.year);
        tx.detail("units", receipts.len());
        tx.detail("content_sha256", &content_sha256);
        Ok(Circular {
            state: CircularState::Issued,
            decided: Some(hand(actor, tx)),
            content_sha256,
            receipt_due_on: Some(days.last_day(day, &holidays)?),
            paper: Some(paper.record.id),
            ..one
        })
    }
}

/// Takes the edition in force back, with its paper: one round has one circular in force.
fn replace_earlier(tx: &mut Tx<'_>, actor: &Actor, one: &Circular) -> Step<()> {
    let known = circulars::of_round(tx.db, tx.division, one.round)?;
    let in_force = known
        .into_iter()
        .filter(|other| other.state == CircularState::Issued);
    for earlier in in_force {
        let words = format!("由第 {} 版通报替换,理由:{}", one.edition, one.reason);
        if let Some(paper) = earlier.paper {
            let record = papers::find(tx.db, tx.division, paper)?.ok_or(AppError::NotFound)?;
            replace(tx, &IssuingHand::of(actor, tx), record, words.clone())?;
        }
        let replaced = Circular {
            state: CircularState::Replaced,
            decision: words,
            ..earlier
        };
        circulars::update(tx.db, tx.division, &replaced)?;
    }
    Ok(())
}
