//! 邀请专家 (inviting experts): third-party accounts, each for this evaluation only.

use hengji_authz::Action;
use hengji_domain::Division;
use hengji_domain::id::{SheetId, UserId};
use hengji_domain::person::{Actor, Role};
use hengji_store::ex_ante::{self, Expert};
use hengji_store::{Db, users};
use serde::{Deserialize, Serialize};

use super::case::{EvaluationCase, MATERIALS, SCORING};
use crate::app::{App, Request, Step};
use crate::common::{Choice, RequestKey, Written};
use crate::error::AppError;

/// Who is invited, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// The version of the evaluation that was opened.
    pub version: i32,
    /// The account.
    pub expert: String,
}

impl App {
    /// Invites an expert.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `expert-not-third-party`, `expert-invited`, `expert-own-institution`,
    /// `ex-ante-not-at-step`; [`AppError::Forbidden`]; [`AppError::Stale`].
    pub fn invite_ex_ante_expert(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &Invitation,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::InviteExAnteExpert,
            &Request::new(key, &(id.to_string(), "invite", input))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_at(&[MATERIALS, SCORING], "邀请专家")?;
                case.require_version(input.version)?;
                let chosen = self
                    .experts(tx.db, tx.division)?
                    .into_iter()
                    .find(|expert| expert.code == input.expert)
                    .ok_or_else(|| {
                        AppError::refused(
                            "expert-not-third-party",
                            "所选账户不是本区划的第三方账户,不能作为评估专家;请安全管理员先授予第三方角色。",
                        )
                    })?;
                let user: UserId = chosen.code.parse()?;
                if case.experts.iter().any(|expert| expert.user == user) {
                    return Err(AppError::refused(
                        "expert-invited",
                        format!("“{}”已经在专家名单中。", chosen.name),
                    )
                    .into());
                }
                let (name, institution) = chosen.name.split_once(" · ").unwrap_or((&chosen.name, ""));
                tx.detail("expert", name);
                let expert = Expert {
                    sheet: id,
                    user,
                    name: name.to_owned(),
                    institution: institution.to_owned(),
                    invited_by: actor.name.clone(),
                    invited_at: tx.now,
                    opinion: String::new(),
                    submitted_at: None,
                    revised_at: None,
                    version: 1,
                };
                ex_ante::insert_expert(tx.db, tx.division, &expert)?;
                case.touched(tx)
            },
        )
    }

    /// Takes an invitation back, as long as nothing was scored.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `expert-has-scored`, `ex-ante-not-at-step`; [`AppError::NotFound`].
    pub fn uninvite_ex_ante_expert(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &Invitation,
    ) -> Result<Written, AppError> {
        let user: UserId = input.expert.parse()?;
        self.act(
            actor,
            Action::InviteExAnteExpert,
            &Request::new(key, &(id.to_string(), "uninvite", input))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_at(&[MATERIALS, SCORING], "调整专家")?;
                case.require_version(input.version)?;
                let expert = case.expert(user)?;
                tx.detail("expert", &expert.name);
                let has_scored = ex_ante::scores_of_sheet(tx.db, tx.division, id)?
                    .iter()
                    .any(|score| score.user == user);
                if has_scored {
                    return Err(AppError::refused(
                        "expert-has-scored",
                        format!("“{}”已经开始评分,评分须保留,不能取消邀请。", expert.name),
                    )
                    .into());
                }
                ex_ante::remove_expert(tx.db, tx.division, id, user)?;
                case.touched(tx)
            },
        )
    }

    /// The accounts that may be invited: `name · institution`.
    pub(super) fn experts(&self, db: &mut Db, division: Division) -> Step<Vec<Choice>> {
        let directory = self.directory(division)?;
        let accounts = users::list(db, division)?;
        let mut all: Vec<Choice> = users::grants_in_division(db, division)?
            .into_iter()
            .filter(|record| record.grant.role == Role::ThirdParty)
            .filter_map(|record| {
                let account = accounts
                    .iter()
                    .find(|account| account.id == record.user && !account.is_disabled)?;
                Some(Choice {
                    code: account.id.to_string(),
                    name: format!("{} · {}", account.name, directory.name(record.grant.unit)),
                })
            })
            .collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(all)
    }
}

impl EvaluationCase {
    /// The expert with this account.
    pub(super) fn expert(&self, user: UserId) -> Result<&Expert, AppError> {
        let found = self.experts.iter().find(|expert| expert.user == user);
        found.ok_or(AppError::NotFound)
    }
}
