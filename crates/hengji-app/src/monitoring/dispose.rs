//! 处置 (dispose): the decision about a project that a closed period found behind.

use hengji_authz::Action;
use hengji_domain::id::SheetId;
use hengji_domain::monitoring::MonitoringRules;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, NaiveDate};
use hengji_store::monitoring::{Disposal, decide, find_disposal};
use serde::{Deserialize, Serialize};

use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The version that was opened.
    pub version: i32,
    /// Code of the closed list.
    pub decision: String,
    /// Why.
    #[serde(default)]
    pub words: String,
}

/// Longest reason, characters.
const WORDS_MAX: usize = 1_000;

impl App {
    /// Decides what becomes of a project. A decision may be changed, which leaves its own event.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] where the period found nothing; [`AppError::Invalid`] for a decision outside the list
    /// or one that needs words and has none; [`AppError::Stale`].
    pub fn dispose_monitoring(
        &self,
        actor: &Actor,
        key: &RequestKey,
        sheet: SheetId,
        input: &Decision,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::DisposeMonitoring,
            &Request::new(key, &(sheet.to_string(), input))?,
            |tx| self.find_case(tx, sheet),
            |tx, case| {
                let rules = case.in_force.monitoring()?;
                let stored = find_disposal(tx.db, tx.division, sheet)?.ok_or(AppError::NotFound)?;
                let (decision, words) = read(input, &rules)?;
                let decided = Disposal {
                    version: input.version,
                    decision: Some(input.decision.clone()),
                    words,
                    decided_by: Some(actor.name.clone()),
                    decided_at: Some(tx.now),
                    ..stored
                };
                let version = decide(tx.db, tx.division, &decided)?;
                tx.detail("decision", decision);
                Ok(Written {
                    id: sheet.to_string(),
                    version,
                })
            },
        )
    }

    /// Until when the disposals of a period must be decided; none where no rule sets a day.
    pub(super) fn disposal_due_on(
        &self,
        _tx: &Tx<'_>,
        _year: BudgetYear,
        rules: &MonitoringRules,
    ) -> Step<Option<NaiveDate>> {
        match rules.disposal_days.value {
            None => Ok(None),
            Some(days) => Err(AppError::refused(
                "holidays-missing",
                format!("处置期限为 {days} 个工作日,但规则中没有节假日安排,不能推算截止日期。"),
            )
            .into()),
        }
    }
}

fn read(input: &Decision, rules: &MonitoringRules) -> Result<(String, String), AppError> {
    let known = rules
        .disposals
        .value
        .iter()
        .find(|one| one.code == input.decision);
    let Some(known) = known else {
        return Err(AppError::field(
            "decision",
            "disposal-unknown",
            "请选择处置方式。",
        ));
    };
    let words = input.words.trim();
    let length = words.chars().count();
    if WORDS_MAX < length {
        return Err(AppError::field(
            "words",
            "text-too-long",
            format!("处置说明最多 {WORDS_MAX} 字,现有 {length} 字,请精简。"),
        ));
    }
    if known.needs_text && words.is_empty() {
        return Err(AppError::field(
            "words",
            "disposal-needs-words",
            format!("选择“{}”时必须写明理由。", known.name),
        ));
    }
    Ok((known.name.clone(), words.to_owned()))
}
