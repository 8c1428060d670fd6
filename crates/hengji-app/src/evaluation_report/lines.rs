//! The lines of every evaluation, in two more statements: items as they were copied, scores and arithmetic as the
//! stored conclusion tells them.

use std::collections::BTreeMap;

use hengji_domain::id::EvaluationId;
use hengji_domain::{Division, Score};
use hengji_store::evaluations::{self, EvaluationItem, EvaluationResult};
use serde::Deserialize;

use super::view::{EvaluationReport, ReportedLine};
use crate::app::App;
use crate::error::AppError;

/// What is read of a stored conclusion; fields of its format that the report does not tell are left out.
#[derive(Deserialize)]
struct Trace {
    items: Vec<TraceItem>,
}

#[derive(Deserialize)]
struct TraceItem {
    key: String,
    self_scores: Vec<TraceScore>,
    scores: Vec<TraceScore>,
    score_centi: i32,
}

#[derive(Deserialize)]
struct TraceScore {
    score_centi: i32,
    steps: Vec<String>,
    evidence: String,
}

impl App {
    /// Adds the lines to a report.
    pub(super) fn add_lines(
        &self,
        division: Division,
        report: &mut EvaluationReport,
    ) -> Result<(), AppError> {
        let year = report.year;
        let ids: Vec<EvaluationId> = report.evaluations.iter().map(|one| one.id).collect();
        let (items, results) = self.read(|db| {
            let items = evaluations::items_of_many(db, division, &ids)?;
            Ok((items, evaluations::standing_results(db, division, year)?))
        })?;
        let mut by_evaluation: BTreeMap<EvaluationId, Vec<EvaluationItem>> = BTreeMap::new();
        for item in items {
            by_evaluation.entry(item.evaluation).or_default().push(item);
        }
        let results: BTreeMap<EvaluationId, EvaluationResult> =
            results.into_iter().map(|one| (one.evaluation, one)).collect();
        for one in &mut report.evaluations {
            let result = results.get(&one.id);
            let trace: Option<Trace> = result
                .map(|result| serde_json::from_str(&result.trace))
                .transpose()
                .map_err(AppError::fault)?;
            if let Some(result) = result {
                one.words.clone_from(&result.words);
                one.trace_sha256.clone_from(&result.trace_sha256);
            }
            let items = by_evaluation.remove(&one.id).unwrap_or_default();
            one.lines = items.into_iter().map(|item| line(item, trace.as_ref())).collect();
        }
        Ok(())
    }
}

fn line(item: EvaluationItem, trace: Option<&Trace>) -> ReportedLine {
    let mut told = trace.into_iter().flat_map(|trace| &trace.items);
    let told = told.find(|told| told.key == item.key.as_str());
    let scores = told.map(|told| told.scores.as_slice()).unwrap_or_default();
    let own = told.and_then(|told| told.self_scores.first());
    ReportedLine {
        own: own
            .map(|own| Score::from_centi(own.score_centi))
            .or(item.own.filter(|_| told.is_some())),
        score: told.map(|told| Score::from_centi(told.score_centi)),
        evidence: scores.iter().map(|one| one.evidence.clone()).collect(),
        steps: scores.iter().flat_map(|one| one.steps.iter().cloned()).collect(),
        key: item.key.to_string(),
        path: item.path,
        name: item.name,
        weight: item.weight,
    }
}
