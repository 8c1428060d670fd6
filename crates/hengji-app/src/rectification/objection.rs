//! 异议 (objection): the unit disputes a finding within the days of the rule; somebody else than who entered it keeps,
//! changes or withdraws it, and both texts stay.

use hengji_authz::Action;
use hengji_domain::id::EvaluationFindingId;
use hengji_domain::person::Actor;
use hengji_domain::rectification::{FindingState, ObjectionOutcome};
use hengji_domain::{BudgetYear, Division, NaiveDate};
use hengji_store::papers::PaperRecord;
use hengji_store::rectification::{
    EvaluationFinding, Objection, ObjectionEnd, decide_objection, find_objection, insert_finding_steps,
    insert_objections, update_evaluation_finding,
};
use serde::{Deserialize, Serialize};

use super::case::{Names, WORDS_MAX, excerpt, find, hand, not_longer, step};
use super::letter::tell_one;
use super::plan::receipted_letter;
use crate::app::{App, Halt, Request, Step};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// An objection as it is raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionInput {
    /// What the unit says.
    pub words: String,
}

/// The answer to an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionRuling {
    /// The version of the objection that was read.
    pub version: i32,
    /// Code of the outcome.
    pub outcome: String,
    /// Why.
    pub words: String,
    /// The changed text; read only where the outcome changes it.
    #[serde(default)]
    pub changed: String,
}

impl App {
    /// Disputes a finding.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `paper-not-receipted`, `objection-too-late`, `objection-raised`, `finding-not-served`,
    /// `finding-withdrawn`, `finding-rectified`; [`AppError::Invalid`] `objection-needs-words`;
    /// [`AppError::NotFound`].
    pub fn raise_objection(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationFindingId,
        input: &ObjectionInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::RaiseObjection,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find(tx, actor, id),
            |tx, listing| {
                listing.finding.state.is_with_unit()?;
                let letter = receipted_letter(tx, &listing)?;
                let year = listing.finding.year;
                let names = Names::of(&self.rules(tx.division, year))?;
                let words = names.reason("words", "objection-needs-words", "异议理由", &input.words)?;
                let today = tx.now.shanghai_date();
                let until = self.objection_until(tx.division, year, &names, &letter)?;
                if until.is_none_or(|until| until < today) {
                    let told = format!(
                        "异议应在签收后{}内提出,已于 {} 截止;逾期的请按整改方案办理,或向绩效科书面说明。",
                        names.rules.objection.printed(),
                        until.map_or_else(|| "—".to_owned(), |day| day.to_string())
                    );
                    return Err(AppError::refused("objection-too-late", told).into());
                }
                if find_objection(tx.db, tx.division, id)?.is_some() {
                    let told = "该问题已经提出过异议,不能再次提出;请等待或查看答复。";
                    return Err(AppError::refused("objection-raised", told).into());
                }
                let holidays = self.rule_book().holidays_around(tx.division, year);
                let due_on = names.rules.objection_decision.last_day(today, &holidays)?;
                let objection = Objection {
                    finding: id,
                    words: words.to_owned(),
                    raised: hand(actor, tx),
                    due_on,
                    end: None,
                    version: 1,
                };
                insert_objections(tx.db, tx.division, std::slice::from_ref(&objection))?;
                tell_one(tx, actor, id, "objected", words)?;
                tx.detail("words", excerpt(words));
                tx.detail("due_on", due_on);
                Ok(Written {
                    id: id.to_string(),
                    version: 1,
                })
            },
        )
    }

    /// Answers an objection.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `objection-own-finding`, `objection-decided`; [`AppError::Invalid`]
    /// `objection-outcome-unknown`, `objection-decision-needs-words`, `objection-text-missing`;
    /// [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn decide_objection(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationFindingId,
        ruling: &ObjectionRuling,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::DecideObjection,
            &Request::new(key, &(id.to_string(), ruling))?,
            |tx| find(tx, actor, id),
            |tx, listing| {
                let one = listing.finding;
                let known = find_objection(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                if let Some(end) = &known.end {
                    let told = format!("该异议已由{}答复:{}。", end.hand.name, end.outcome.name());
                    return Err(AppError::refused("objection-decided", told).into());
                }
                if one.entered.user == Some(actor.user) {
                    let told = "该问题由您登记,异议须由另一人复核答复。";
                    return Err(AppError::refused("objection-own-finding", told).into());
                }
                if known.version != ruling.version {
                    return Err(Halt::stale("finding_objections", id));
                }
                let names = Names::of(&self.rules(tx.division, one.year))?;
                let (outcome, words, next) = ruled(&names, &one, ruling)?;
                let end = ObjectionEnd {
                    outcome,
                    words: words.to_owned(),
                    before: one.words.clone(),
                    after: next.words.clone(),
                    hand: hand(actor, tx),
                };
                let decided = Objection {
                    end: Some(end),
                    ..known
                };
                decide_objection(tx.db, tx.division, &decided)?;
                let before = if next.words == one.words { "" } else { &one.words };
                let said = format!("{}:{words}", outcome.name());
                let told = step(actor, tx, "objection-decided", &said, before);
                insert_finding_steps(tx.db, tx.division, &[(id, told)])?;
                let version = update_evaluation_finding(tx.db, tx.division, &next)?;
                tx.detail("outcome", outcome.name());
                tx.detail("words", excerpt(words));
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }

    /// Until when the unit may object; none before it has signed for the letter.
    pub(super) fn objection_until(
        &self,
        division: Division,
        year: BudgetYear,
        names: &Names,
        letter: &PaperRecord,
    ) -> Step<Option<NaiveDate>> {
        let holidays = self.rule_book().holidays_around(division, year);
        let Some(day) = letter.receipted_on else {
            return Ok(None);
        };
        Ok(Some(names.rules.objection.last_day(day, &holidays)?))
    }
}

/// What the answer makes of the finding.
fn ruled<'a>(
    names: &Names,
    one: &EvaluationFinding,
    ruling: &'a ObjectionRuling,
) -> Result<(ObjectionOutcome, &'a str, EvaluationFinding), AppError> {
    let unknown = || {
        let told = "请选择处理结果:维持、变更或撤销。";
        AppError::field("outcome", "objection-outcome-unknown", told)
    };
    let outcome = ObjectionOutcome::from_code(&ruling.outcome).ok_or_else(unknown)?;
    let words = names.reason(
        "words",
        "objection-decision-needs-words",
        "答复意见",
        &ruling.words,
    )?;
    let next = match outcome {
        ObjectionOutcome::Kept => one.clone(),
        ObjectionOutcome::Withdrawn => EvaluationFinding {
            state: FindingState::Withdrawn,
            ..one.clone()
        },
        ObjectionOutcome::Changed => {
            let changed = not_longer("changed", "变更后的问题", ruling.changed.trim(), WORDS_MAX)?;
            if changed.is_empty() || changed == one.words {
                let told = "请写出变更后的问题表述,与原文不同。";
                return Err(AppError::field("changed", "objection-text-missing", told));
            }
            EvaluationFinding {
                words: changed.to_owned(),
                ..one.clone()
            }
        }
    };
    Ok((outcome, words, next))
}
