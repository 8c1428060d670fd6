//! What the bureau of a demonstration scores: mostly what the unit gave itself, and less where a department overrates
//! itself, always the same from the same start.

use std::collections::BTreeSet;

use hengji_domain::Score;
use hengji_domain::evaluation::{Answer, Method, ScoreStage, Side};
use hengji_domain::id::UnitId;
use hengji_scoring::evaluation::{Basis, score_item};
use hengji_store::evaluations::{EvaluationItem, EvaluationScore};

use super::{Cast, HALF, SeedSpotBatch, SeedSpotEvaluation, SeedSpotEvaluations, SeedSpotStage};
use crate::app::{Step, Tx};
use crate::evaluations::case::{BUREAU_SLOT, EvaluationCase};
use crate::evaluations::frame::answer_text;

/// Of a hundred lines so many are lowered where a unit overrates itself as usual.
const LOWERED: u64 = 14;

/// Repeatable numbers: the generator of Steele, Lea and Flood (2014), SplitMix64.
pub(super) struct Mix(pub(super) u64);

impl Mix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    pub(super) fn one_of<'a>(&mut self, all: &'a [String]) -> &'a str {
        let count = u64::try_from(all.len()).unwrap_or(1);
        let at = usize::try_from(self.below(count)).unwrap_or_default();
        all.get(at).map_or("", String::as_str)
    }
}

/// The scores of the bureau.
pub(super) fn scored(
    tx: &Tx<'_>,
    case: &EvaluationCase,
    told: &SeedSpotEvaluation,
    (batch, seed): (&SeedSpotBatch, &SeedSpotEvaluations),
    cast: &Cast,
    mix: &mut Mix,
) -> Step<Vec<EvaluationScore>> {
    let first = case.items.first().map(|item| item.part.clone());
    let bias = bias(case.listing.evaluation.department);
    let mut rows = Vec::new();
    for (item, method) in case.items.iter().zip(&case.methods) {
        let is_asked = told.stage != SeedSpotStage::Scoring || Some(&item.part) == first.as_ref();
        let Some(answer) = answer(item, method, bias, mix).filter(|_| is_asked) else {
            continue;
        };
        let found = score_item(&item.name, item.weight, method, &answer, &Basis::default());
        let found = found.map_err(|refusal| case.named(refusal))?;
        let is_lowered = item.own.is_some_and(|own| own != found.score);
        rows.push(EvaluationScore {
            id: tx.fresh()?,
            evaluation: case.listing.evaluation.id,
            item: item.key.clone(),
            side: Side::Verification,
            slot: BUREAU_SLOT.to_owned(),
            serial: 1,
            stage: ScoreStage::Independent,
            scorer: cast.scorer.user,
            scorer_name: cast.scorer.name.clone(),
            score: found.score,
            answer: answer_text(&answer)?,
            trace: found.steps.join("\n"),
            evidence: if is_lowered {
                mix.one_of(&seed.words.reasons).to_owned()
            } else {
                String::new()
            },
            made_at: batch.scored_at,
        });
    }
    Ok(rows)
}

/// How much a department overrates itself, in tenths of the usual: always the same for the same one.
fn bias(department: UnitId) -> u64 {
    let digits = department.to_string();
    let start = digits.bytes().fold(0_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    5 + Mix(start).below(12)
}

/// What the bureau answers on an item; none where its points follow from figures.
fn answer(item: &EvaluationItem, method: &Method, bias: u64, mix: &mut Mix) -> Option<Answer> {
    let some = mix.below(100);
    Some(match method {
        Method::Judgement { .. } => {
            let full = item.own.unwrap_or_else(|| item.weight.full_score()).centi();
            let is_lowered = some < LOWERED * bias / 10;
            let share = i32::try_from(15 + mix.below(45)).unwrap_or_default();
            let less = (full * share / 100).div_euclid(HALF) * HALF;
            Answer::Points(Score::from_centi(if is_lowered { full - less } else { full }))
        }
        Method::Elements { elements } => {
            let count = u32::try_from(elements.len()).unwrap_or_default();
            let met: BTreeSet<u32> = (1..=count).filter(|one| *one < count || some < 60).collect();
            Answer::Elements(met)
        }
        Method::Deduction { deductions } => {
            let mut counts = vec![0; deductions.len()];
            if let Some(first) = counts.first_mut() {
                *first = u32::from(some < 35);
            }
            Answer::Counts(counts)
        }
        Method::Condition { holds: None, .. } => Answer::Holds(some < 85),
        Method::Survey { .. } => Answer::Survey {
            asked: 100,
            satisfied: 92,
        },
        Method::Condition { .. } | Method::Formula { .. } | Method::Conversion { .. } => return None,
    })
}
