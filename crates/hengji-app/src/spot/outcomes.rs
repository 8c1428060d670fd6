//! 抽评结果 (outcomes): what the evaluations of the drawn projects have come to, and what they say of all projects.

use std::collections::BTreeMap;
use std::sync::Arc;

use hengji_analysis::draw::DrawError;
use hengji_analysis::draw::estimate::{
    Confidence, DepartmentEstimate, Estimate, Law, StratumSample, departments, difference_estimate,
    stratified_mean,
};
use hengji_authz::{Scope, scope};
use hengji_domain::evaluation::{EvaluationState, Side};
use hengji_domain::id::{EvaluationId, ProjectId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::rounding::{div_round_half_up, round_half_up};
use hengji_domain::rule::Citation;
use hengji_domain::{Decimal, Score};
use hengji_store::evaluations::{
    self, EvaluationFilter, EvaluationItem, EvaluationListing, EvaluationScore, EvaluationSort,
};
use hengji_store::spot::{self, SpotEligible, SpotRound};
use hengji_store::{Db, Direction, Page};

use super::begin::KIND;
use super::view::{SpotDepartmentEstimate, SpotEstimate, SpotInference, SpotInferred, SpotOutcome};
use crate::app::{App, Step};
use crate::error::AppError;

/// Most evaluations of a round that are read at once: a district draws some hundreds.
const MOST: u32 = 5_000;
/// The weights of a self-evaluation together, hundredths of a point.
const WHOLE: i32 = 10_000;
/// The part of the framework that scores the unit's own lines again.
const LINES: &str = "lines";
/// The part that scores how the unit evaluated itself.
const QUALITY: &str = "quality";

/// The evaluations of a round with what each came to.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    pub(super) by_project: BTreeMap<ProjectId, SpotOutcome>,
    /// Self-evaluation score less verification score of each project whose lines are all scored, in hundredths. It is
    /// known before the conclusion, and then only to those who see the whole district.
    inflation: BTreeMap<ProjectId, i32>,
}

impl Outcomes {
    /// Reads the evaluations of the drawn projects, in four statements however many there are. One that was opened
    /// beside the draw says nothing of the district.
    pub(super) fn read(db: &mut Db, actor: &Actor, round: &SpotRound) -> Step<Self> {
        let filter = EvaluationFilter {
            kind: Some(KIND.to_owned()),
            ..EvaluationFilter::of_year(round.year, Scope::AllOfDivision)
        };
        let page = Page {
            offset: 0,
            limit: MOST,
        };
        let sort = EvaluationSort::default();
        let drawn = spot::drawn_of(db, actor.division, round.id)?;
        let mut all = evaluations::list(db, actor.division, &filter, sort, Direction::Ascending, page)?;
        all.retain(|one| {
            one.evaluation
                .project
                .is_some_and(|project| drawn.contains_key(&project))
        });
        let ids: Vec<EvaluationId> = all.iter().map(|one| one.evaluation.id).collect();
        let items = evaluations::items_of_many(db, actor.division, &ids)?;
        let scores = evaluations::scores_of_many(db, actor.division, &ids)?;
        let verified = verified(&items, &scores);
        let inflation = all.iter().filter_map(|one| {
            let sums = verified.get(&one.evaluation.id)?;
            let own = sums.whole(sums.own, sums.lines)?;
            Some((one.evaluation.project?, own.centi() - sums.verified))
        });
        Ok(Self {
            inflation: inflation.collect(),
            by_project: all
                .into_iter()
                .filter_map(|one| Some((one.evaluation.project?, outcome(one, &verified))))
                .collect(),
        })
    }

    /// The same, but what the sample says of the whole rests on conclusions only: the others are not signed yet.
    #[must_use]
    pub(super) fn settled(mut self) -> Self {
        let by_project = &self.by_project;
        self.inflation.retain(|project, _| {
            let state = by_project.get(project).map(|one| one.state);
            state == Some(EvaluationState::Concluded)
        });
        self
    }

    /// How many are concluded.
    pub(super) fn concluded(&self) -> usize {
        let all = self.by_project.values();
        all.filter(|one| one.state == EvaluationState::Concluded).count()
    }
}

/// What the scores of one evaluation come to.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    own: i32,
    verified: i32,
    /// Weight of the lines that have both scores.
    lines: i32,
    quality: i32,
    /// Weight of the items of quality that are scored.
    items: i32,
}

impl Sums {
    /// Only what was scored whole is compared: lines left out would flatter or harm one side.
    fn whole(self, centi: i32, weight: i32) -> Option<Score> {
        (weight == WHOLE).then_some(Score::from_centi(centi))
    }
}

fn outcome(one: EvaluationListing, sums: &BTreeMap<EvaluationId, Sums>) -> SpotOutcome {
    let is_concluded = one.evaluation.state == EvaluationState::Concluded;
    let sums = sums.get(&one.evaluation.id).filter(|_| is_concluded);
    let sums = sums.copied().unwrap_or_default();
    SpotOutcome {
        evaluation: one.evaluation.id,
        state: one.evaluation.state,
        own: sums.whole(sums.own, sums.lines),
        verified: sums.whole(sums.verified, sums.lines),
        quality: sums.whole(sums.quality, sums.items),
        total: one.total,
        grade: one.grade,
        sign_off: one.sign_off,
    }
}

/// The unit's own scores and the verification scores of each evaluation added up.
fn verified(items: &[EvaluationItem], scores: &[EvaluationScore]) -> BTreeMap<EvaluationId, Sums> {
    let mut standing: BTreeMap<(EvaluationId, &str), (i32, Score)> = BTreeMap::new();
    for one in scores.iter().filter(|one| one.side == Side::Verification) {
        let kept = standing
            .entry((one.evaluation, one.item.as_str()))
            .or_insert((one.serial, one.score));
        if kept.0 < one.serial {
            *kept = (one.serial, one.score);
        }
    }
    let mut all: BTreeMap<EvaluationId, Sums> = BTreeMap::new();
    for item in items {
        let Some((_, verified)) = standing.get(&(item.evaluation, item.key.as_str())) else {
            continue;
        };
        let sums = all.entry(item.evaluation).or_default();
        match (item.part.as_str(), item.own) {
            (LINES, Some(own)) => {
                sums.own += own.centi();
                sums.verified += verified.centi();
                sums.lines += item.weight.centi();
            }
            (QUALITY, _) => {
                sums.quality += verified.centi();
                sums.items += item.weight.centi();
            }
            _ => {}
        }
    }
    all
}

impl App {
    /// The evaluations of a round; of one that was not drawn, or was drawn again, there are none.
    pub(super) fn outcomes(&self, actor: &Actor, round: &SpotRound) -> Result<Outcomes, AppError> {
        if round.state.may_evaluate().is_err() {
            return Ok(Outcomes::default());
        }
        self.read(|db| Outcomes::read(db, actor, round))
    }

    /// What the sample says, once its evaluations were begun: to those who see the whole district.
    pub(super) fn inference_of(
        &self,
        actor: &Actor,
        round: &SpotRound,
        outcomes: &Outcomes,
    ) -> Result<Option<SpotInference>, AppError> {
        if outcomes.by_project.is_empty() || scope(actor) != Scope::AllOfDivision {
            return Ok(None);
        }
        let list = self.read(|db| Ok(spot::eligible(db, actor.division, round.id)?))?;
        self.inferred(actor, round, &list, outcomes).map(Some)
    }

    /// What the verified sample says of all projects of the list; why it says nothing, where it does not.
    pub(super) fn inferred(
        &self,
        actor: &Actor,
        round: &SpotRound,
        list: &[SpotEligible],
        outcomes: &Outcomes,
    ) -> Result<SpotInference, AppError> {
        let drawn: Vec<&SpotEligible> = list
            .iter()
            .filter(|one| outcomes.by_project.contains_key(&one.project))
            .collect();
        let checked = drawn
            .iter()
            .filter(|one| outcomes.inflation.contains_key(&one.project))
            .count();
        if checked == 0 {
            return Ok(SpotInference::Waiting {
                verified: count(checked),
                drawn: count(drawn.len()),
            });
        }
        let in_force = self.rules(actor.division, round.year);
        let level = in_force.parameters("analysis.confidence")?;
        let confidence = Confidence {
            level: level.value.float("level").map_err(AppError::fault)?,
            law: Law::Student,
        };
        let percent = level.value.percent_bp("level").map_err(AppError::fault)? / 100;
        let samples = samples(list, outcomes);
        Ok(
            match inference(list, &samples, confidence, (percent, level.citation)) {
                Ok(inferred) => SpotInference::Said(Box::new(SpotInferred {
                    drawn: count(drawn.len()),
                    concluded: count(outcomes.concluded()),
                    ..inferred
                })),
                Err(refusal) => SpotInference::Silent(refusal.to_string()),
            },
        )
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The inflation of the verified projects by department, in points.
fn samples(list: &[SpotEligible], outcomes: &Outcomes) -> Vec<StratumSample> {
    let mut strata: BTreeMap<(&str, UnitId), StratumSample> = BTreeMap::new();
    for one in list.iter().filter(|one| one.off.is_none()) {
        let stratum = strata
            .entry((&one.department_name, one.department))
            .or_insert_with(|| StratumSample {
                name: one.department_name.clone(),
                population: 0,
                values: Vec::new(),
            });
        stratum.population += 1;
        let known = outcomes.inflation.get(&one.project);
        stratum.values.extend(known.map(|centi| points(*centi)));
    }
    strata.into_values().collect()
}

/// Hundredths as points, for the analysis.
fn points(centi: i32) -> f64 {
    f64::from(centi) / 100.0
}

/// Points of the analysis as a score, rounded half up; nothing for what is no number.
fn score(points: f64) -> Option<Score> {
    let exact = Decimal::try_from(points)
        .ok()?
        .checked_mul(Decimal::ONE_HUNDRED)?;
    i32::try_from(round_half_up(exact, 0)).ok().map(Score::from_centi)
}

/// What the sample says, as far as it says anything.
fn inference(
    list: &[SpotEligible],
    samples: &[StratumSample],
    confidence: Confidence,
    (confidence_percent, basis): (u32, Arc<Citation>),
) -> Result<SpotInferred, DrawError> {
    let inflation = stratified_mean(samples, confidence)?;
    let known = self_mean(list);
    let verification = known
        .map(|mean| difference_estimate(points(mean.centi()), samples, confidence))
        .transpose()?;
    // Fewer than three departments have nothing to be drawn towards.
    let rows = departments(samples, confidence).map(|all| all.departments);
    Ok(SpotInferred {
        inflation: estimate(&inflation),
        verification: verification.as_ref().map(estimate),
        self_mean: known,
        departments: rows.unwrap_or_default().iter().map(department).collect(),
        sampled: count(inflation.sampled),
        population: count(inflation.population),
        drawn: 0,
        concluded: 0,
        confidence_percent,
        basis,
    })
}

/// The mean self-evaluation score of the whole list, which needs no sample; none where some have no score.
fn self_mean(list: &[SpotEligible]) -> Option<Score> {
    let scores: Option<Vec<i64>> = list
        .iter()
        .filter(|one| one.off.is_none())
        .map(|one| one.self_score.map(|score| i64::from(score.centi())))
        .collect();
    let scores = scores?;
    let whole = i128::try_from(scores.len()).ok().filter(|whole| 0 < *whole)?;
    let mean = div_round_half_up(scores.iter().map(|centi| i128::from(*centi)).sum(), whole)?;
    i32::try_from(mean).ok().map(Score::from_centi)
}

fn estimate(found: &Estimate) -> SpotEstimate {
    SpotEstimate {
        value: score(found.value).unwrap_or_default(),
        interval: found.interval.and_then(|one| score(one.low).zip(score(one.high))),
    }
}

fn department(found: &DepartmentEstimate) -> SpotDepartmentEstimate {
    SpotDepartmentEstimate {
        name: found.name.clone(),
        sampled: count(found.sampled),
        population: count(found.population),
        own_mean: score(found.own_mean).unwrap_or_default(),
        shrunk: SpotEstimate {
            value: score(found.value).unwrap_or_default(),
            interval: found.interval.and_then(|one| score(one.low).zip(score(one.high))),
        },
        is_above_district: found.is_above_district,
    }
}

#[cfg(test)]
mod tests;
