//! 评分一致性 (agreement of scorers): how near independent scores lie, before anybody changes them after the discussion.
//!
//! With too few items in common the figures are told and no judgement is made.

use std::collections::BTreeMap;

use hengji_analysis::raters::{Form, Ratings, intraclass_correlations};
use hengji_domain::case_file::AgreementRule;
use hengji_domain::evaluation::{ScoreStage, Side};
use hengji_domain::{Score, Weight};
use hengji_rules::RulesInForce;
use hengji_store::evaluations::{EvaluationItem, EvaluationScore};

use super::view::{AgreementView, SpreadView};
use crate::error::AppError;
use crate::evaluations::case::EvaluationCase;

/// How many items with the widest spread are named.
const WIDEST: usize = 5;
/// What is said where the evidence is too thin for a number.
const TOO_FEW: &str = "样本不足,不作判断";

/// The agreement of the scorers; none while the scores are sealed or where one body scores.
///
/// # Errors
///
/// [`AppError::RuleMissing`].
pub(super) fn agreement(
    case: &EvaluationCase,
    rules: &RulesInForce,
    rule: AgreementRule,
) -> Result<Option<AgreementView>, AppError> {
    if !case.frame.scores_independently() || !case.is_unsealed() {
        return Ok(None);
    }
    let confidence = rules.parameters("analysis.confidence")?.value;
    let level = confidence.float("level").map_err(AppError::fault)?;
    let limits = rules.parameters("analysis.agreement")?.value;
    let fine = limits.float("fine").map_err(AppError::fault)?;
    let tentative = limits.float("tentative").map_err(AppError::fault)?;
    let table = Table::of(case);
    let both = table.rows.iter().filter(|row| 1 < row.scores.len());
    let both: Vec<&Row<'_>> = both.collect();
    let exact = both.iter().filter(|row| row.spread() == Score::ZERO).count();
    let near = both.iter().filter(|row| row.is_near(rule.near_bp)).count();
    let correlation = correlation(&both, level);
    let enough = usize::try_from(rule.items_least).unwrap_or(usize::MAX) <= both.len();
    let verdict = match &correlation {
        Ok((value, _)) if enough => {
            if fine <= *value {
                "一致性良好"
            } else if tentative <= *value {
                "一致性一般,讨论时请重点核对分差大的指标"
            } else {
                "一致性不足,请逐项讨论后再形成初稿"
            }
        }
        _ => TOO_FEW,
    };
    let mut widest: Vec<&&Row<'_>> = both.iter().filter(|row| Score::ZERO < row.spread()).collect();
    widest.sort_by_key(|row| (std::cmp::Reverse(row.share_of_spread()), &row.item.name));
    Ok(Some(AgreementView {
        scorers: table.scorers,
        items: both.len(),
        exact,
        near,
        near_percent: rule.near_bp / 100,
        correlation: correlation
            .ok()
            .filter(|_| enough)
            .map(|(value, interval)| (format!("{value:.2}"), interval)),
        verdict: verdict.to_owned(),
        widest: widest
            .into_iter()
            .take(WIDEST)
            .map(|row| SpreadView {
                item: row.item.name.clone(),
                weight: row.item.weight,
                scores: row.scores.clone(),
            })
            .collect(),
    }))
}

/// One item with the scores that scorers gave it, each before the discussion.
struct Row<'a> {
    item: &'a EvaluationItem,
    scores: Vec<Score>,
    slots: Vec<&'a str>,
}

struct Table<'a> {
    rows: Vec<Row<'a>>,
    scorers: usize,
}

impl<'a> Table<'a> {
    fn of(case: &'a EvaluationCase) -> Self {
        let handed: Vec<&str> = case
            .hands
            .iter()
            .filter(|hand| hand.side == Side::Verification)
            .map(|hand| hand.slot.as_str())
            .collect();
        let mut first: BTreeMap<(&str, &str), &EvaluationScore> = BTreeMap::new();
        for score in &case.scores {
            let is_asked = score.side == Side::Verification && score.stage == ScoreStage::Independent;
            if is_asked && handed.contains(&score.slot.as_str()) {
                first.insert((score.item.as_str(), score.slot.as_str()), score);
            }
        }
        let by_hand = case.items.iter().zip(&case.methods);
        let by_hand = by_hand.filter(|(item, method)| !method.is_computed() && Weight::ZERO < item.weight);
        let row = |(item, _): (&'a EvaluationItem, _)| {
            let found = handed.iter().filter_map(|slot| {
                let score = first.get(&(item.key.as_str(), *slot))?;
                Some((*slot, score.score))
            });
            let (slots, scores) = found.unzip();
            Row { item, scores, slots }
        };
        Self {
            rows: by_hand.map(row).collect(),
            scorers: handed.len(),
        }
    }
}

impl Row<'_> {
    fn spread(&self) -> Score {
        let (least, most) = (self.scores.iter().min(), self.scores.iter().max());
        match (least, most) {
            (Some(least), Some(most)) => Score::from_centi(most.centi().saturating_sub(least.centi())),
            _ => Score::ZERO,
        }
    }

    /// The spread as a share of the full points, basis points.
    fn share_of_spread(&self) -> i64 {
        let weight = i64::from(self.item.weight.centi()).max(1);
        i64::from(self.spread().centi()) * 10_000 / weight
    }

    fn is_near(&self, near_bp: u32) -> bool {
        self.share_of_spread() <= i64::from(near_bp)
    }
}

/// The intraclass correlation of one score, as shares of the full points, with its interval in words.
fn correlation(rows: &[&Row<'_>], level: f64) -> Result<(f64, String), String> {
    let triples = rows.iter().flat_map(|row| {
        let weight = f64::from(row.item.weight.centi());
        let scores = row.slots.iter().zip(&row.scores);
        scores.map(move |(slot, score)| {
            let share = 100.0 * f64::from(score.centi()) / weight;
            (row.item.key.to_string(), (*slot).to_owned(), share)
        })
    });
    let ratings = Ratings::new(triples).map_err(|refusal| refusal.to_string())?;
    let all = intraclass_correlations(&ratings, level).map_err(|refusal| refusal.to_string())?;
    let one = all.of(Form::Agreement).ok_or(TOO_FEW)?;
    let value = one.value.ok_or(TOO_FEW)?;
    let interval = one
        .interval
        .map_or_else(String::new, |found| format!("{:.2}–{:.2}", found.low, found.high));
    Ok((value, interval))
}
