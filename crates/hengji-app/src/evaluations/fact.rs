//! 数据 (facts): figures that no system has, entered with their source by the unit and, where it differs, the bureau.

use hengji_authz::Action;
use hengji_domain::Decimal;
use hengji_domain::evaluation::{EvaluationRefusal, EvaluationState, Side};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::third_party::ThirdPartyRefusal;
use hengji_store::evaluations::{self, EnteredFact};
use serde::{Deserialize, Serialize};

use super::case::EvaluationCase;
use super::score::is_done;
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError, Stale};

/// One figure as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactInput {
    /// Code of the fact.
    pub code: String,
    /// Number of the entry that was seen, 0 where there was none.
    pub seen: i32,
    /// The figure; blank while unknown.
    #[serde(default)]
    pub value: String,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
}

/// Figures as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactsInput {
    /// The figures.
    pub facts: Vec<FactInput>,
}

/// Longest source, characters.
const SOURCE_MAX: usize = 200;

impl App {
    /// Saves figures of a side.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for what is no number, has no source or is computed by the product;
    /// [`AppError::Refused`] `evaluation-not-at-step`, `evaluation-handed-in`; [`AppError::Stale`].
    pub fn enter_evaluation_facts(
        &self,
        actor: &Actor,
        key: &RequestKey,
        (id, side): (EvaluationId, Side),
        input: &FactsInput,
    ) -> Result<Written, AppError> {
        let action = match side {
            Side::SelfScore => Action::ScoreOwnEvaluation,
            Side::Verification => Action::VerifyEvaluation,
        };
        self.act(
            actor,
            action,
            &Request::new(key, &(id.to_string(), side.code(), "facts", input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                let state = match side {
                    Side::SelfScore => EvaluationState::SelfScoring,
                    Side::Verification => EvaluationState::Verification,
                };
                case.require_state(state, "填写数据")?;
                if is_done(actor, &case) {
                    return Err(ThirdPartyRefusal::HandedIn.into());
                }
                case.require_scores_open()?;
                if case.is_handed_in(side, &case.slot(side, actor)) {
                    return Err(EvaluationRefusal::HandedIn { side: side.name() }.into());
                }
                let rows = changed(tx, actor, &case, side, input)?;
                tx.detail("side", side.name());
                tx.detail("facts", rows.len());
                evaluations::insert_facts(tx.db, tx.division, &rows)?;
                Ok(Written {
                    id: id.to_string(),
                    version: case.listing.evaluation.version,
                })
            },
        )
    }
}

fn changed(
    tx: &Tx<'_>,
    actor: &Actor,
    case: &EvaluationCase,
    side: Side,
    input: &FactsInput,
) -> Step<Vec<EnteredFact>> {
    let mut errors = Vec::new();
    let mut rows = Vec::new();
    for typed in &input.facts {
        let mut known = case.frame.facts.iter();
        let fact = known
            .find(|fact| fact.code == typed.code)
            .ok_or(AppError::NotFound)?;
        let (text, source) = (typed.value.trim(), typed.source.trim());
        if text.is_empty() || case.system_fact(&fact.code).is_some() {
            continue;
        }
        let field = format!("fact-{}", fact.code);
        let Ok(value) = text.replace([',', ','], "").parse::<Decimal>() else {
            let told = format!(
                "“{}”的“{text}”不是数字,请填写以{}为单位的数字。",
                fact.name, fact.unit
            );
            errors.push(FieldError::new(field, "evaluation-fact-unreadable", told));
            continue;
        };
        let latest = case.entry(side, &fact.code);
        let mut own = case
            .entered
            .iter()
            .filter(|one| one.side == side && one.code == fact.code);
        if own.any(|one| one.serial == typed.seen && one.value == value && one.source == source) {
            continue;
        }
        if let Some(latest) = latest.filter(|latest| latest.serial != typed.seen) {
            return Err(AppError::Stale(Stale {
                what: format!("填写“{}”为 {}", fact.name, latest.value),
                changed_by: latest.entered_by_name.clone(),
                changed_at: Some(latest.entered_at),
            })
            .into());
        }
        if source.is_empty() || SOURCE_MAX < source.chars().count() {
            let told = format!("请写明“{}”的数据来源,不超过 {SOURCE_MAX} 字。", fact.name);
            errors.push(FieldError::new(field, "evaluation-fact-source", told));
            continue;
        }
        rows.push(EnteredFact {
            id: tx.fresh()?,
            evaluation: case.listing.evaluation.id,
            side,
            code: fact.code.clone(),
            serial: latest.map_or(1, |latest| latest.serial.saturating_add(1)),
            value,
            source: source.to_owned(),
            entered_by: actor.user,
            entered_by_name: actor.name.clone(),
            entered_at: tx.now,
        });
    }
    if errors.is_empty() {
        Ok(rows)
    } else {
        Err(AppError::Invalid(errors).into())
    }
}
