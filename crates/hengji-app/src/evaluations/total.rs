//! From the stored scores to parts, total and trace. Nothing here looks at facts again: what an item gave was stored
//! with its arithmetic, so the same rows give the same bytes for ever.

use hengji_domain::Score;
use hengji_domain::evaluation::{EvaluationRefusal, Side};
use hengji_scoring::evaluation::{PartWeight, ScoredItem, Total, conclude_grade, mean_of_scorers, total_of};
use hengji_store::evaluations::{EvaluationItem, EvaluationScore};
use serde::Serialize;

use super::case::{BUREAU_SLOT, EvaluationCase};
use crate::error::AppError;

/// Names of the trace's fields are its format; they never change within one.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Trace<'a> {
    format: u32,
    kind: &'a str,
    framework: &'a str,
    title: &'a str,
    year: u16,
    rules_fingerprint: &'a str,
    items: Vec<TraceItem<'a>>,
    self_total: Option<TraceTotal>,
    total: TraceTotal,
    vetoes: &'a [String],
    grade: &'a str,
    grade_why: &'a str,
}

#[derive(Serialize)]
struct TraceItem<'a> {
    key: &'a str,
    part: &'a str,
    name: &'a str,
    weight_centi: i32,
    self_scores: Vec<TraceScore<'a>>,
    scores: Vec<TraceScore<'a>>,
    score_centi: i32,
}

#[derive(Serialize)]
struct TraceScore<'a> {
    scorer: &'a str,
    stage: &'static str,
    score_centi: i32,
    steps: Vec<&'a str>,
    evidence: &'a str,
}

#[derive(Serialize)]
struct TraceTotal {
    parts: Vec<TracePart>,
    steps: Vec<String>,
    total_centi: i32,
}

#[derive(Serialize)]
struct TracePart {
    code: String,
    share_bp: u32,
    weight_centi: i32,
    score_centi: i32,
    contribution_centi: i32,
}

impl From<&Total> for TraceTotal {
    fn from(total: &Total) -> Self {
        Self {
            parts: total
                .parts
                .iter()
                .map(|part| TracePart {
                    code: part.code.clone(),
                    share_bp: part.share_bp,
                    weight_centi: part.weight.centi(),
                    score_centi: part.score.centi(),
                    contribution_centi: part.contribution.centi(),
                })
                .collect(),
            steps: total.steps.clone(),
            total_centi: total.total.centi(),
        }
    }
}

/// What a conclusion rests on.
pub(super) struct Concluded {
    pub(super) self_total: Option<Total>,
    pub(super) total: Total,
    pub(super) grade: String,
    pub(super) trace: String,
}

impl EvaluationCase {
    /// The scores of an item that stand on a side, one for each sheet that counts. An independent scorer's sheet
    /// counts once it is handed in: a draft must neither be seen nor move the mean.
    pub(crate) fn standing_scores(&self, item: &EvaluationItem, side: Side) -> Vec<&EvaluationScore> {
        let drafts_count = side == Side::SelfScore || !self.frame.scores_independently();
        self.slots(side)
            .into_iter()
            .filter(|slot| drafts_count || *slot == BUREAU_SLOT || self.is_handed_in(side, slot))
            .filter_map(|slot| self.standing(&item.key, side, slot))
            .collect()
    }

    /// The one score of an item on a side: that of the sheet, or the mean of the independent scorers.
    pub(crate) fn side_score(&self, item: &EvaluationItem, side: Side) -> Option<Score> {
        let all: Vec<Score> = self
            .standing_scores(item, side)
            .iter()
            .map(|one| one.score)
            .collect();
        mean_of_scorers(&all)
    }

    /// Items without a score on a side.
    pub(crate) fn unscored(&self, side: Side) -> Vec<&EvaluationItem> {
        let all = self.items.iter();
        all.filter(|item| self.side_score(item, side).is_none()).collect()
    }

    /// Parts and total of a side; none of a side that has not scored everything.
    pub(crate) fn total(&self, side: Side) -> Result<Option<Total>, EvaluationRefusal> {
        let parts: Vec<PartWeight> = self
            .frame
            .parts
            .iter()
            .map(|part| PartWeight {
                code: part.code.clone(),
                name: part.name.clone(),
                share_bp: part.share_bp,
            })
            .collect();
        let scored: Option<Vec<ScoredItem>> = self
            .items
            .iter()
            .map(|item| {
                Some(ScoredItem {
                    part: item.part.clone(),
                    weight: item.weight,
                    score: self.side_score(item, side)?,
                })
            })
            .collect();
        scored.map(|scored| total_of(&parts, &scored)).transpose()
    }

    /// Total, grade and trace from what is stored.
    pub(super) fn concluded(&self, vetoes: &[String]) -> Result<Concluded, AppError> {
        let missing = self.unscored(Side::Verification);
        if let Some(first) = missing.first() {
            return Err(EvaluationRefusal::Incomplete {
                count: missing.len(),
                first: first.name.clone(),
                deed: "形成结论",
            }
            .into());
        }
        let total = self
            .total(Side::Verification)?
            .ok_or(EvaluationRefusal::Overflow)?;
        let self_total = if self.frame.has_self_score {
            self.total(Side::SelfScore)?
        } else {
            None
        };
        let met: Vec<_> = vetoes.iter().filter_map(|code| self.frame.veto(code)).collect();
        let met: Vec<_> = met.iter().collect();
        let (grade, grade_why) =
            conclude_grade(total.total, &self.frame.grade_bands(), &self.frame.grades, &met)?;
        let one = &self.listing.evaluation;
        let trace = Trace {
            format: FORMAT,
            kind: &self.frame.kind,
            framework: &self.frame.framework,
            title: &one.title,
            year: one.year.get(),
            rules_fingerprint: &one.rules_fingerprint,
            items: self.items.iter().map(|item| self.trace_of(item)).collect(),
            self_total: self_total.as_ref().map(TraceTotal::from),
            total: TraceTotal::from(&total),
            vetoes,
            grade: &grade,
            grade_why: &grade_why,
        };
        let trace = serde_json::to_string(&trace).map_err(AppError::fault)?;
        Ok(Concluded {
            self_total,
            total,
            grade,
            trace,
        })
    }

    fn trace_of<'a>(&'a self, item: &'a EvaluationItem) -> TraceItem<'a> {
        let scores = |side| -> Vec<TraceScore<'a>> {
            self.standing_scores(item, side)
                .into_iter()
                .map(|one| TraceScore {
                    scorer: &one.scorer_name,
                    stage: one.stage.code(),
                    score_centi: one.score.centi(),
                    steps: one.trace.lines().collect(),
                    evidence: &one.evidence,
                })
                .collect()
        };
        TraceItem {
            key: item.key.as_str(),
            part: &item.part,
            name: &item.name,
            weight_centi: item.weight.centi(),
            self_scores: scores(Side::SelfScore),
            scores: scores(Side::Verification),
            score_centi: self
                .side_score(item, Side::Verification)
                .unwrap_or_default()
                .centi(),
        }
    }
}
