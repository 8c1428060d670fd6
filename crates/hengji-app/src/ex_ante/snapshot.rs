//! 版次快照 (snapshot) of an evaluation: 送审稿, 专家会后修订稿 and 正式稿 as canonical JSON, hashed and signed.
//!
//! The order of the fields is the order of the structs and never changes within a format, so that the same content
//! has the same hash for ever.

use hengji_domain::Score;
use hengji_domain::person::Actor;
use hengji_store::editions::{self, Edition};
use hengji_store::ex_ante::{self, ExAnteResult};
use serde::Serialize;

use super::case::EvaluationCase;
use super::view::ScoreMatrix;
use crate::app::{App, Step, Tx};
use crate::error::AppError;

#[derive(Serialize)]
struct Snapshot<'a> {
    format: u32,
    sheet: String,
    kind: &'a str,
    year: u16,
    edition: i32,
    project: &'a str,
    unit: &'a str,
    department: &'a str,
    lead: String,
    asked_fen: i64,
    summary: &'a str,
    materials: Vec<SnapshotMaterial<'a>>,
    items: Vec<SnapshotItem<'a>>,
    experts: Vec<SnapshotExpert<'a>>,
    score_centi: Option<i32>,
    proposed: Option<&'a str>,
    conclusion: Option<&'a str>,
    departure_reason: &'a str,
    granted_fen: Option<i64>,
    cut_fen: Option<i64>,
    advice: &'a str,
    conditions: Vec<SnapshotCondition>,
    rules_fingerprint: &'a str,
}

#[derive(Serialize)]
struct SnapshotMaterial<'a> {
    code: &'a str,
    name: &'a str,
    state: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct SnapshotItem<'a> {
    content: &'a str,
    section: &'a str,
    item: &'a str,
    points_centi: i32,
    mean_centi: Option<i32>,
}

#[derive(Serialize)]
struct SnapshotExpert<'a> {
    name: &'a str,
    opinion: &'a str,
    independent_centi: i32,
    total_centi: i32,
}

#[derive(Serialize)]
struct SnapshotCondition {
    number: u32,
    words: String,
    unit: String,
    due_on: String,
    timing: &'static str,
}

impl App {
    /// Keeps the evaluation as its next edition, with its hash.
    pub(super) fn keep_edition(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        case: &EvaluationCase,
        result: &ExAnteResult,
    ) -> Step<Edition> {
        let number = case.sheet.edition.saturating_add(1);
        let seal = case.seal();
        // Before the seal is broken the scores are nobody's business, so they are in no edition either.
        let scores = if seal.is_open() {
            case.scores(tx.db)?
        } else {
            ScoreMatrix::default()
        };
        let conditions = ex_ante::conditions_of_sheet(tx.db, tx.division, case.sheet.id)?;
        let directory = self.directory(case.division)?;
        let fingerprint = case.in_force.fingerprint();
        let snapshot = Snapshot {
            format: 1,
            sheet: case.sheet.id.to_string(),
            kind: case.sheet.kind.code(),
            year: case.sheet.year.get(),
            edition: number,
            project: &case.listing.project.name,
            unit: &case.listing.unit_name,
            department: &case.listing.department_name,
            lead: directory.name(case.object.lead),
            asked_fen: result.asked.fen(),
            summary: &result.summary,
            materials: materials(case),
            items: items(case, &scores),
            experts: scores
                .totals
                .iter()
                .map(|total| SnapshotExpert {
                    name: &total.name,
                    opinion: &total.opinion,
                    independent_centi: total.independent.centi(),
                    total_centi: total.stands.centi(),
                })
                .collect(),
            score_centi: result.score.map(Score::centi),
            proposed: result.proposed.as_deref(),
            conclusion: result.conclusion.as_deref(),
            departure_reason: &result.departure_reason,
            granted_fen: result.granted.map(hengji_domain::Money::fen),
            cut_fen: result.granted.map(|granted| result.asked.fen() - granted.fen()),
            advice: &result.advice,
            conditions: conditions
                .into_iter()
                .map(|condition| SnapshotCondition {
                    number: condition.number,
                    unit: directory.name(condition.unit),
                    due_on: condition.due_on.to_string(),
                    timing: condition.timing.code(),
                    words: condition.words,
                })
                .collect(),
            rules_fingerprint: fingerprint,
        };
        let text = serde_json::to_string(&snapshot).map_err(AppError::fault)?;
        let edition = Edition::of(
            case.sheet.id,
            number,
            text,
            fingerprint.to_owned(),
            actor.user,
            tx.now,
        );
        editions::insert(tx.db, tx.division, &edition)?;
        tx.detail("content_sha256", &edition.sha256);
        Ok(edition)
    }
}

fn materials(case: &EvaluationCase) -> Vec<SnapshotMaterial<'_>> {
    case.materials
        .iter()
        .map(|material| SnapshotMaterial {
            code: &material.item.code,
            name: &material.item.name,
            state: material.state.code(),
            reason: &material.reason,
        })
        .collect()
}

fn items<'a>(case: &'a EvaluationCase, scores: &ScoreMatrix) -> Vec<SnapshotItem<'a>> {
    case.sheet
        .lines
        .iter()
        .map(|line| {
            let row = scores.rows.iter().find(|row| row.key == line.key);
            let mean = row
                .and_then(|row| row.summary)
                .map(|summary| summary.mean.centi());
            SnapshotItem {
                content: &line.level1,
                section: &line.level2,
                item: &line.level3,
                points_centi: line.weight.unwrap_or_default().centi(),
                mean_centi: mean,
            }
        })
        .collect()
}
