//! 催办 (reminding): the bureau or a department reminds units of what is due or late; each row answers for itself.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource, scope};
use hengji_domain::id::CommitmentId;
use hengji_domain::person::Actor;
use hengji_store::rectification::{insert_commitment_steps, listings_of};
use serde::{Deserialize, Serialize};

use super::case::{Names, measure_place, step};
use super::verify::BulkVerified;
use crate::app::{App, Request};
use crate::common::RequestKey;
use crate::error::AppError;

#[derive(Serialize, Deserialize)]
struct Reminded {
    done: u64,
    refused: Vec<(String, String)>,
}

impl App {
    /// Reminds units of measures: those in reach that are still open and near their last day. One statement writes
    /// all reminders; a row that cannot be reminded of is told beside it.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `bulk-empty`; [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn remind_rectification(
        &self,
        actor: &Actor,
        key: &RequestKey,
        rows: &[CommitmentId],
    ) -> Result<BulkVerified, AppError> {
        if rows.is_empty() {
            let told = "没有选择任何措施,请先在列表左侧勾选。";
            return Err(AppError::refused("bulk-empty", told));
        }
        let ids: Vec<String> = rows.iter().map(ToString::to_string).collect();
        let reach = scope(actor);
        let reminded: Reminded = self.act(
            actor,
            Action::RemindRectification,
            &Request::new(key, &ids)?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let today = tx.now.shanghai_date();
                let found = listings_of(tx.db, tx.division, rows)?;
                let found: BTreeMap<CommitmentId, _> =
                    found.into_iter().map(|one| (one.commitment.id, one)).collect();
                let (mut steps, mut refused) = (Vec::new(), Vec::new());
                for id in rows {
                    let listing = found
                        .get(id)
                        .filter(|one| reach.contains(&measure_place(one), false));
                    let Some(listing) = listing else {
                        refused.push((id.to_string(), AppError::NotFound.to_string()));
                        continue;
                    };
                    let names = Names::of(&self.rules(tx.division, listing.finding.year))?;
                    let one = &listing.commitment;
                    let level = names.rules.escalation.level(one.due_on, today);
                    match level.filter(|_| one.state.is_open()) {
                        Some(level) => steps.push((*id, step(actor, tx, "reminded", level.name(), ""))),
                        None if one.state.is_open() => refused.push((
                            id.to_string(),
                            format!(
                                "期限 {} 还早,到期前 {} 天内才催办。 [reminder-too-early]",
                                one.due_on, names.rules.escalation.remind_before_days
                            ),
                        )),
                        None => refused.push((
                            id.to_string(),
                            format!("该项{},不需要单位再办。 [reminder-not-open]", one.state.name()),
                        )),
                    }
                }
                insert_commitment_steps(tx.db, tx.division, &steps)?;
                tx.detail("rows", steps.len());
                Ok(Reminded {
                    done: u64::try_from(steps.len()).unwrap_or(u64::MAX),
                    refused,
                })
            },
        )?;
        Ok(BulkVerified {
            done: reminded.done,
            refused: reminded
                .refused
                .into_iter()
                .filter_map(|(id, why)| Some((id.parse().ok()?, why)))
                .collect(),
        })
    }
}
