//! 审核一致性 (consistency): who asks for more changes than others on the same lines, and how far they agree.
//!
//! The figures say who is stricter, never who is right; with too few lines in common they say that instead.

use std::collections::{BTreeMap, BTreeSet};

use hengji_analysis::raters::{
    AgreementThresholds, Classified, Ratings, Severity, Weighting, gwet_ac, severity,
};
use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::id::{ReviewSessionId, ReviewSlotId, UserId};
use hengji_domain::person::Actor;
use hengji_domain::rounding::div_round_half_up;
use hengji_store::review_room::agenda;
use hengji_store::review_room::said::{self, Decision};

use super::view::{AgreementView, ConsistencyPage, ReviewerFigures, SeverityView};
use crate::app::App;
use crate::error::AppError;

/// A line that is accepted counts a hundred, one to be mended nothing: severities are then percentage points.
const ACCEPTED: f64 = 100.0;

impl App {
    /// How the reviewers of a year differ, in four statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`] without thresholds in force.
    pub fn review_consistency(&self, actor: &Actor, year: BudgetYear) -> Result<ConsistencyPage, AppError> {
        self.may_look(actor, Action::PlanReview)?;
        let division = actor.division;
        let decisions = self.read(|db| {
            let sessions = agenda::sessions_of_year(db, division, year)?;
            let ids: Vec<ReviewSessionId> = sessions.iter().map(|session| session.id).collect();
            let slots = agenda::slots_of(db, division, &ids)?;
            let ids: Vec<ReviewSlotId> = slots.iter().map(|slot| slot.entry.slot).collect();
            Ok(said::decisions_in(db, division, &ids)?)
        })?;
        let in_force = self.rules(division, year);
        let confidence = in_force.parameters("analysis.confidence")?.value;
        let level = confidence.float("level").map_err(AppError::fault)?;
        let percent = confidence.percent_bp("level").map_err(AppError::fault)? / 100;
        let thresholds = in_force.parameters("analysis.agreement")?;
        let limits = AgreementThresholds {
            fine: thresholds.value.float("fine").map_err(AppError::fault)?,
            tentative: thresholds.value.float("tentative").map_err(AppError::fault)?,
        };
        let judged: Vec<&Decision> = decisions.iter().filter(|one| one.line.is_some()).collect();
        let by_line = by_line(&judged);
        let shared_lines = by_line.values().filter(|reviewers| 1 < reviewers.len()).count();
        let ratings = ratings(&judged);
        let fitted = ratings.as_ref().ok().and_then(|all| severity(all, level).ok());
        Ok(ConsistencyPage {
            reviewers: figures(&judged, fitted.as_ref()),
            agreement: ratings.and_then(|all| agreement(&all, level, &limits)),
            shared_lines,
            lines: by_line.len(),
            confidence_percent: percent,
            citation: (*thresholds.citation).clone(),
        })
    }
}

/// The reviewers of each line of each edition.
fn by_line(judged: &[&Decision]) -> BTreeMap<String, BTreeSet<UserId>> {
    let mut all: BTreeMap<String, BTreeSet<UserId>> = BTreeMap::new();
    for decision in judged {
        all.entry(line_name(decision))
            .or_default()
            .insert(decision.reviewer);
    }
    all
}

fn line_name(decision: &Decision) -> String {
    let line = decision.line.map(|line| line.to_string()).unwrap_or_default();
    format!("{}#{}#{line}", decision.sheet, decision.edition)
}

fn ratings(judged: &[&Decision]) -> Result<Ratings, String> {
    let triples = judged.iter().map(|decision| {
        let score = if decision.verdict.is_to_mend() {
            0.0
        } else {
            ACCEPTED
        };
        (line_name(decision), decision.reviewer.to_string(), score)
    });
    Ratings::new(triples).map_err(|refusal| refusal.to_string())
}

fn agreement(all: &Ratings, level: f64, limits: &AgreementThresholds) -> Result<AgreementView, String> {
    let classified =
        Classified::from_ratings(all, &[0.0, ACCEPTED]).map_err(|refusal| refusal.to_string())?;
    let found = gwet_ac(&classified, Weighting::Identity, level).map_err(|refusal| refusal.to_string())?;
    Ok(AgreementView {
        value: format!("{:.2}", found.value),
        interval: found
            .interval
            .map(|one| (format!("{:.2}", one.low), format!("{:.2}", one.high))),
        strength: if limits.fine <= found.value {
            "良好"
        } else if limits.tentative <= found.value {
            "可作暂定结论"
        } else {
            "不足"
        },
    })
}

fn figures(judged: &[&Decision], fitted: Option<&Severity>) -> Vec<ReviewerFigures> {
    let mut all: BTreeMap<UserId, (String, u32, u32)> = BTreeMap::new();
    for decision in judged {
        let (name, lines, to_mend) = all.entry(decision.reviewer).or_default();
        name.clone_from(&decision.reviewer_name);
        *lines += 1;
        *to_mend += u32::from(decision.verdict.is_to_mend());
    }
    let mut figures: Vec<ReviewerFigures> = all
        .into_iter()
        .map(|(reviewer, (name, lines, to_mend))| ReviewerFigures {
            rate_bp: div_round_half_up(i128::from(to_mend) * 10_000, i128::from(lines)),
            severity: severity_of(reviewer, fitted),
            reviewer,
            name,
            lines,
            to_mend,
        })
        .collect();
    figures.sort_by(|one, two| (&one.name, one.reviewer).cmp(&(&two.name, two.reviewer)));
    figures
}

fn severity_of(reviewer: UserId, fitted: Option<&Severity>) -> Result<SeverityView, &'static str> {
    let name = reviewer.to_string();
    let found = fitted.and_then(|fitted| fitted.evaluators.iter().find(|one| one.evaluator == name));
    let Some(found) = found else {
        return Err("没有可比的审核记录");
    };
    let Some(points) = found.severity else {
        return Err("没有与他人共同审核的指标,不能比较");
    };
    Ok(SeverityView {
        points: format!("{points:+.1}"),
        interval: found
            .interval
            .map(|one| (format!("{:+.1}", one.low), format!("{:+.1}", one.high))),
        is_clear: found.interval.is_some_and(|one| 0.0 < one.low || one.high < 0.0),
    })
}
