//! What was evaluated and what it found, as the report lists them.

use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::EvaluationId;
use hengji_store::evaluations::EvaluationListing;
use hengji_store::rectification::FindingListing;

use super::ground::Ground;
use super::view::{ReportedEvaluation, ReportedFinding};

/// The evaluations of the year by kind, in the order of opening. A total is told once it stands.
pub(super) fn evaluations(ground: &Ground) -> Vec<ReportedEvaluation> {
    let all = ground.evaluations.iter();
    all.map(|listing| evaluation(ground, listing)).collect()
}

fn evaluation(ground: &Ground, listing: &EvaluationListing) -> ReportedEvaluation {
    let one = &listing.evaluation;
    let stands = one.state == EvaluationState::Concluded;
    let found = ground.findings.iter().filter(|(id, _)| *id == one.id);
    ReportedEvaluation {
        id: one.id,
        kind: one.kind.clone(),
        kind_name: ground
            .kind(&one.kind)
            .map_or_else(|| one.kind.clone(), |kind| kind.name.clone()),
        title: one.title.clone(),
        unit: listing.unit_name.clone(),
        department: listing.department_name.clone(),
        state: one.state,
        money: ground.money.get(&one.id).copied(),
        self_total: listing.self_total.filter(|_| stands),
        total: listing.total.filter(|_| stands),
        grade: listing.grade.clone().filter(|_| stands),
        words: String::new(),
        trace_sha256: String::new(),
        findings: found.map(|(_, finding)| finding.finding.id).collect(),
        lines: Vec::new(),
    }
}

/// What they found, by number.
pub(super) fn findings(ground: &Ground) -> Vec<ReportedFinding> {
    let all = ground.findings.iter();
    all.map(|(id, listing)| finding(*id, listing)).collect()
}

fn finding(evaluation: EvaluationId, listing: &FindingListing) -> ReportedFinding {
    let one = &listing.finding;
    ReportedFinding {
        id: one.id,
        number: format!("{}-{}", one.year, one.serial),
        evaluation,
        unit: listing.unit_name.clone(),
        place: one.place.clone(),
        words: one.words.clone(),
        cause: one.cause.clone(),
        severity: one.severity.clone(),
        amount: one.amount,
        evidence: one.evidence.clone(),
        state: one.state.name(),
    }
}
