//! 评价组 (team): who takes part as what; each member declares whether there is a conflict of interest.

use hengji_authz::{Action, decide};
use hengji_domain::case_file::{CaseRefusal, Declaration};
use hengji_domain::id::{EvaluationId, UserId};
use hengji_domain::person::Actor;
use hengji_store::case_files::{self, CaseMember};
use hengji_store::users;
use serde::{Deserialize, Serialize};

use super::case::{hand, reason, require_collecting, told};
use crate::app::{App, Request};
use crate::common::{Choice, RequestKey, Written};
use crate::error::AppError;

/// A member as chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberInput {
    /// The account.
    pub user: String,
    /// Code of the duty.
    #[serde(default)]
    pub duty: String,
}

/// What a member declares.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclarationInput {
    /// `clear` or `conflict`.
    pub declaration: String,
    /// The interest, where there is one.
    #[serde(default)]
    pub reason: String,
}

impl App {
    /// Adds an account to the team.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] `case-member-unknown`, `case-duty-unknown`, `case-member-exists`;
    /// [`AppError::Refused`] `case-not-at-stage`.
    pub fn add_case_member(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &MemberInput,
    ) -> Result<Written, AppError> {
        let choices = self.case_member_choices(actor)?;
        self.act(
            actor,
            Action::PlanCaseFile,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                require_collecting(&case, "增加成员")?;
                let rules = self
                    .rules(tx.division, case.listing.evaluation.year)
                    .case_files()?;
                let duty = rules.duties.iter().find(|one| one.code == input.duty);
                let duty =
                    duty.ok_or_else(|| AppError::field("duty", "case-duty-unknown", "请选择成员的职责。"))?;
                let chosen = choices.iter().find(|one| one.code == input.user);
                let chosen = chosen.ok_or_else(|| {
                    let told = "请从列表中选择财政局账户。";
                    AppError::field("user", "case-member-unknown", told)
                })?;
                let user: UserId = chosen.code.parse().map_err(AppError::from)?;
                let member = CaseMember {
                    evaluation: id,
                    user,
                    name: chosen.name.clone(),
                    duty: duty.code.clone(),
                    declaration: Declaration::Missing,
                    reason: String::new(),
                    declared_at: None,
                    added: hand(actor, tx),
                };
                case_files::insert_members(tx.db, tx.division, std::slice::from_ref(&member))?;
                let words = format!("{}({})", member.name, duty.name);
                tx.detail("name", &member.name);
                told(tx, id, &hand(actor, tx), "增加评价组成员", &words)?;
                Ok(written(id))
            },
        )
    }

    /// Takes a member out who has not scored.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `case-member-scored`, `case-not-at-stage`; [`AppError::NotFound`].
    pub fn remove_case_member(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &MemberInput,
    ) -> Result<Written, AppError> {
        let user: UserId = input.user.parse()?;
        self.act(
            actor,
            Action::PlanCaseFile,
            &Request::new(key, &(id.to_string(), "remove", input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                require_collecting(&case, "移出成员")?;
                let (_, members) = case.kept_file()?;
                let member = members
                    .iter()
                    .find(|one| one.user == user)
                    .ok_or(AppError::NotFound)?;
                if case.scores.iter().any(|score| score.slot == user.to_string()) {
                    let name = member.name.clone();
                    return Err(CaseRefusal::MemberScored { name }.into());
                }
                tx.detail("name", &member.name);
                case_files::remove_member(tx.db, tx.division, id, user)?;
                told(tx, id, &hand(actor, tx), "移出评价组成员", &member.name)?;
                Ok(written(id))
            },
        )
    }

    /// A member says whether there is a conflict of interest; it can be said again, and the trail keeps both.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] `case-declaration-unknown`, `case-reason-too-short`; [`AppError::Refused`]
    /// `case-not-member`.
    pub fn declare_case_conflict(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &DeclarationInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::DeclareCaseConflict,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                require_collecting(&case, "申报利益冲突")?;
                let chosen = Declaration::from_code(&input.declaration);
                let declaration = chosen.filter(|one| *one != Declaration::Missing).ok_or_else(|| {
                    let told = "请选择有无利益冲突。";
                    AppError::field("declaration", "case-declaration-unknown", told)
                })?;
                let rules = self
                    .rules(tx.division, case.listing.evaluation.year)
                    .case_files()?;
                let words = match declaration {
                    Declaration::Conflict => {
                        reason("reason", "利益冲突的情况", &input.reason, rules.reason_length_min)?
                    }
                    Declaration::Clear | Declaration::Missing => String::new(),
                };
                let said = (declaration, words.as_str());
                if !case_files::declare(tx.db, tx.division, (id, actor.user), said, tx.now)? {
                    return Err(CaseRefusal::NotMember.into());
                }
                tx.detail("result", declaration.name());
                if !words.is_empty() {
                    tx.detail("reason", &words);
                }
                let deed = format!("申报:{}", declaration.name());
                told(tx, id, &hand(actor, tx), &deed, &words)?;
                Ok(written(id))
            },
        )
    }

    /// Accounts that may be members: those whose role scores for the bureau.
    pub(super) fn case_member_choices(&self, actor: &Actor) -> Result<Vec<Choice>, AppError> {
        let division = actor.division;
        self.read(|db| {
            let grants = users::grants_in_division(db, division)?;
            let all = users::list(db, division)?;
            let scorers = Action::VerifyEvaluation.roles();
            let may = |id: UserId| {
                let mut own = grants.iter().filter(|one| one.user == id);
                own.any(|one| scorers.contains(&one.grant.role))
            };
            let found = all.into_iter().filter(|user| may(user.id)).map(|user| Choice {
                code: user.id.to_string(),
                name: user.name,
            });
            Ok(found.collect())
        })
    }
}

/// Whether somebody is a member who may still declare.
pub(super) fn may_declare(actor: &Actor, case: &crate::evaluations::case::EvaluationCase) -> bool {
    let own = case
        .kept_file()
        .is_ok_and(|(_, members)| members.iter().any(|member| member.user == actor.user));
    own && decide(actor, Action::DeclareCaseConflict, &case.resource()).allow
}

/// Lists that only grow have no lock of their own.
pub(super) fn written(id: EvaluationId) -> Written {
    Written {
        id: id.to_string(),
        version: 0,
    }
}
