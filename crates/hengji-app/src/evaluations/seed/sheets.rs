//! The sheets of a demonstration: what departments answer, what the second look gives back, what is concluded.

use hengji_domain::Score;
use hengji_domain::sign_off::{
    Answered, PointAnswer, SecondLook, SecondOutcome, SignOffPoint, SignOffSheet, SignOffState, Verdict,
};
use hengji_store::evaluations::EvaluationResult;
use hengji_store::sha256_hex;

use super::scores::Mix;
use super::{Cast, HALF, Made, SeedSpotBatch, SeedSpotEvaluations, SeedSpotWords, hand};
use crate::app::{Step, Tx};
use crate::error::AppError;
use crate::evaluations::case::EvaluationCase;
use crate::evaluations::score::amended;
use crate::evaluations::sign_off::{Candidate, chosen};
use crate::evaluations::{LineInput, PointWords, SignOffIssueInput};

/// The points of a sheet: what was lowered, in the words of the scorer, and a finding.
pub(in crate::evaluations) fn proposed(case: &EvaluationCase, findings: String) -> Step<Vec<SignOffPoint>> {
    let words = case.candidates().into_iter().filter(Candidate::differs);
    let input = SignOffIssueInput {
        words: words
            .map(|one| PointWords {
                item: one.item.to_string(),
                words: one.words,
            })
            .collect(),
        findings,
        ..SignOffIssueInput::default()
    };
    chosen(case, &input)
}

/// The sheet with its answers: everything agreed, or the first point disputed.
pub(super) fn answered(
    sheet: SignOffSheet,
    disputes: bool,
    (batch, seed): (&SeedSpotBatch, &SeedSpotEvaluations),
    cast: &Cast,
    (mix, least): (&mut Mix, u32),
    made: &mut Made,
) -> Step<SignOffSheet> {
    if sheet.state != SignOffState::Sent {
        return Ok(sheet);
    }
    let count = u64::try_from(seed.words.disputes.len()).unwrap_or(1);
    let at = usize::try_from(mix.below(count)).unwrap_or_default();
    let (words, evidence) = seed.words.disputes.get(at).cloned().unwrap_or_default();
    let answers: Vec<Answered> = sheet
        .points
        .iter()
        .map(|point| Answered {
            number: point.number,
            answer: if disputes && point.number == 1 {
                PointAnswer {
                    verdict: Verdict::Disputed,
                    words: words.clone(),
                    evidence: evidence.clone(),
                }
            } else {
                PointAnswer {
                    verdict: Verdict::Agreed,
                    words: String::new(),
                    evidence: String::new(),
                }
            },
        })
        .collect();
    let given = sheet.answered(&answers, least, hand(&cast.department, batch.answered_at))?;
    made.answers.push((given.id, answers));
    Ok(given)
}

/// The sheet after the second look: every other dispute gives half of what was taken back.
pub(super) fn looked(
    tx: &Tx<'_>,
    case: &mut EvaluationCase,
    sheet: SignOffSheet,
    (batch, seed): (&SeedSpotBatch, &SeedSpotEvaluations),
    cast: &Cast,
    (mix, least): (&mut Mix, u32),
    made: &mut Made,
) -> Step<SignOffSheet> {
    let Some(point) = sheet.points.iter().find(|point| point.is_open()).cloned() else {
        return Ok(sheet);
    };
    let [amends, upholds] = &seed.words.looks;
    let taken = point
        .own
        .zip(point.verified)
        .map(|(own, found)| own.centi() - found.centi());
    let half = taken
        .filter(|taken| 2 * HALF <= *taken && mix.below(2) == 0)
        .map(|taken| taken / 2);
    let mut look = SecondLook {
        outcome: SecondOutcome::Upheld,
        words: upholds.clone(),
        score: None,
        hand: hand(&cast.reviewer, batch.looked_at),
    };
    if let (Some(half), Some(found)) = (half, point.verified) {
        let line = LineInput {
            score: Score::from_centi(found.centi() + half).to_string(),
            ..LineInput::default()
        };
        let mut rows = amended(tx, &cast.reviewer, case, &point, &line, amends)?;
        for row in &mut rows {
            row.made_at = batch.looked_at;
        }
        look.outcome = SecondOutcome::Amended;
        look.words.clone_from(amends);
        look.score = rows.first().map(|row| row.score);
        case.scores.extend(rows.iter().cloned());
        made.scores.extend(rows);
    }
    made.looks.push((sheet.id, point.number, look.clone()));
    Ok(sheet.looked_at(point.number, look, &[cast.scorer.user], least)?)
}

pub(super) fn concluded(
    case: &EvaluationCase,
    cast: &Cast,
    batch: &SeedSpotBatch,
    words: &SeedSpotWords,
) -> Result<EvaluationResult, AppError> {
    let found = case.concluded(&[])?;
    Ok(EvaluationResult {
        evaluation: case.listing.evaluation.id,
        edition: 1,
        self_total: None,
        total: found.total.total,
        grade: found.grade,
        vetoes: Vec::new(),
        words: words.conclusion.clone(),
        trace_sha256: sha256_hex(found.trace.as_bytes()),
        trace: found.trace,
        rules_fingerprint: case.listing.evaluation.rules_fingerprint.clone(),
        concluded_by: cast.scorer.user,
        concluded_by_name: cast.scorer.name.clone(),
        concluded_at: batch.concluded_at,
        reopening: None,
    })
}
