//! 评估结论 (the conclusion): what the lead makes of the scores, with its money and its preconditions.

use hengji_authz::Action;
use hengji_domain::ex_ante::conclusion::{confirm, propose};
use hengji_domain::ex_ante::{Condition, ConditionTiming, Reduction};
use hengji_domain::id::{SheetId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::sheet::Sheet;
use hengji_domain::{NaiveDate, Score};
use hengji_store::ex_ante::{self, ExAnteResult};
use hengji_store::{Db, sheets};
use serde::{Deserialize, Serialize};

use super::application::amount;
use super::case::{CONCLUSION, EvaluationCase, bounded, refused};
use super::matrix::matrix;
use super::view::ScoreMatrix;
use crate::app::{App, Directory, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};

/// A precondition as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionInput {
    /// What must be done.
    pub words: String,
    /// 责任单位.
    pub unit: String,
    /// Until when, `2020-10-31`.
    pub due_on: String,
    /// Code of what it comes before.
    pub timing: String,
}

/// A conclusion as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConclusionInput {
    /// The version of the evaluation that was opened.
    pub version: i32,
    /// Code of the conclusion.
    pub conclusion: String,
    /// Why it is another than the rules propose.
    #[serde(default)]
    pub reason: String,
    /// 核定金额, 万元 unless it says otherwise.
    pub granted: String,
    /// 相关建议.
    #[serde(default)]
    pub advice: String,
    /// 前置条件.
    #[serde(default)]
    pub conditions: Vec<ConditionInput>,
}

/// Longest reason, advice and precondition, characters; most preconditions.
const REASON_MAX: usize = 500;
const ADVICE_MAX: usize = 2_000;
const CONDITION_MAX: usize = 300;
const CONDITIONS_MAX: usize = 20;

impl App {
    /// Writes the conclusion down; passing the step hands it to the bureau.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `conclusion-unknown`, `conclusion-departure-without-reason`, `conditions-missing`,
    /// `conditions-needless`, `granted-above-asked`, `granted-against-conclusion`, `ex-ante-not-at-step`;
    /// [`AppError::Invalid`]; [`AppError::Stale`].
    pub fn draw_ex_ante_conclusion(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &ConclusionInput,
    ) -> Result<Written, AppError> {
        let granted = amount("granted", &input.granted)?;
        let reason = bounded("reason", &input.reason, REASON_MAX)?;
        let advice = bounded("advice", &input.advice, ADVICE_MAX)?;
        let directory = self.directory(actor.division)?;
        let conditions = conditions(&input.conditions, &directory)?;
        self.act(
            actor,
            Action::DrawExAnteConclusion,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_at(&[CONCLUSION], "形成结论")?;
                case.require_version(input.version)?;
                let scores = case.scores(tx.db)?;
                let score = scored(&scores)?;
                let rules = &case.rules.conclusions.value;
                let proposed = propose(rules, score);
                let reduction = Reduction::new(case.result.asked, granted).map_err(refused)?;
                let chosen = confirm(
                    rules,
                    proposed,
                    &input.conclusion,
                    &reason,
                    conditions.len(),
                    reduction,
                )
                .map_err(refused)?;
                let departs = proposed.is_some_and(|proposed| proposed.code != chosen.code);
                let result = ExAnteResult {
                    score: Some(score),
                    proposed: proposed.map(|rule| rule.code.clone()),
                    conclusion: Some(chosen.code.clone()),
                    departure_reason: if departs { reason.clone() } else { String::new() },
                    granted: Some(granted),
                    advice: advice.clone(),
                    ..case.result.clone()
                };
                ex_ante::update_result(tx.db, tx.division, &result)?;
                ex_ante::replace_conditions(tx.db, tx.division, id, &conditions)?;
                tx.detail("score", score);
                tx.detail(
                    "proposed",
                    proposed.map(|rule| rule.name.as_str()).unwrap_or_default(),
                );
                tx.detail("conclusion", &chosen.name);
                tx.detail("asked", reduction.asked());
                tx.detail("granted", reduction.granted());
                tx.detail("assessed_cut", reduction.cut());
                write_scores(tx, &case, &scores)
            },
        )
    }
}

/// The total that counts.
pub(super) fn scored(matrix: &ScoreMatrix) -> Result<Score, AppError> {
    matrix.summary.map(|summary| summary.mean).ok_or_else(|| {
        AppError::refused(
            "ex-ante-not-scored",
            "还没有专家提交评分,不能形成结论;请先请专家评分。",
        )
    })
}

/// Writes the means into the lines of the sheet and moves it one version further.
fn write_scores(tx: &mut Tx<'_>, case: &EvaluationCase, scores: &ScoreMatrix) -> Step<Written> {
    let mut next: Sheet = case.sheet.clone();
    for (line, row) in next.lines.iter_mut().zip(&scores.rows) {
        line.computed_score = row.summary.map(|summary| summary.mean);
    }
    next.computed_total = scores.summary.map(|summary| summary.mean);
    let version = sheets::update_head(tx.db, tx.division, &next)?;
    sheets::replace_lines(tx.db, tx.division, &next)?;
    Ok(Written {
        id: next.id.to_string(),
        version,
    })
}

fn conditions(typed: &[ConditionInput], directory: &Directory) -> Result<Vec<Condition>, AppError> {
    if CONDITIONS_MAX < typed.len() {
        return Err(AppError::refused(
            "conditions-too-many",
            format!(
                "前置条件最多 {CONDITIONS_MAX} 条,现有 {} 条,请归并。",
                typed.len()
            ),
        ));
    }
    let mut errors = Vec::new();
    let mut all = Vec::new();
    for (number, one) in (1..).zip(typed) {
        let mut wrong = |part: &str, code: &'static str, words: &str| {
            let message = format!("第 {number} 条前置条件:{words}");
            errors.push(FieldError::new(
                format!("condition-{number}-{part}"),
                code,
                message,
            ));
        };
        let words = bounded("condition", &one.words, CONDITION_MAX)?;
        if words.is_empty() {
            wrong("words", "condition-words-missing", "没有写内容。");
        }
        let unit = one.unit.parse::<UnitId>().ok();
        let unit = unit.filter(|unit| directory.unit(*unit).is_some());
        if unit.is_none() {
            wrong("unit", "condition-unit-missing", "没有选择责任单位。");
        }
        let due_on = one.due_on.trim().parse::<NaiveDate>().ok();
        if due_on.is_none() {
            wrong(
                "due_on",
                "condition-day-missing",
                "没有填写完成期限,格式如 2020-10-31。",
            );
        }
        let timing = ConditionTiming::from_code(&one.timing);
        if timing.is_none() {
            wrong(
                "timing",
                "condition-timing-missing",
                "没有选择是批复前还是拨付前落实。",
            );
        }
        if let (Some(unit), Some(due_on), Some(timing)) = (unit, due_on, timing) {
            all.push(Condition {
                number,
                words,
                unit,
                due_on,
                timing,
                settled: None,
            });
        }
    }
    if errors.is_empty() {
        Ok(all)
    } else {
        Err(AppError::Invalid(errors))
    }
}

impl EvaluationCase {
    /// The scores of the experts who handed in.
    pub(super) fn scores(&self, db: &mut Db) -> Step<ScoreMatrix> {
        let all = ex_ante::scores_of_sheet(db, self.division, self.sheet.id)?;
        let wide = self.rules.experts.value.spread;
        Ok(matrix(&self.sheet.lines, &self.experts, &all, wide))
    }
}
