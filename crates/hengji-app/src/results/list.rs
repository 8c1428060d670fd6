//! 评价结果 (list of results) by kind, with places by rule: in as many statements whatever was evaluated.

use std::collections::{BTreeMap, BTreeSet};

use hengji_authz::{Action, Scope, scope};
use hengji_domain::evaluation::{EvaluationKind, EvaluationState};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::ranking::{Ties, places};
use hengji_domain::rectification::FindingState;
use hengji_domain::rule::GradeBand;
use hengji_domain::{BudgetYear, Division, Money, Score};
use hengji_rules::RulesInForce;
use hengji_store::evaluations::{self, EvaluationFilter, EvaluationListing, EvaluationSort};
use hengji_store::{Db, Direction};

use super::view::{KindResults, ResultRow, YearResults};
use crate::app::{App, Step};
use crate::error::AppError;
use crate::evaluation_report::ground::{ALL, findings_of, money_of};
use crate::rectification::sees_unserved;
use crate::rules::words;

/// What is ranked, and how equal totals are placed.
pub(crate) struct RankingRules {
    pub(crate) kinds: Vec<String>,
    pub(crate) ties: Ties,
}

impl RankingRules {
    /// The rules in force.
    pub(crate) fn of(rules: &RulesInForce) -> Result<Self, AppError> {
        let ties = words(rules, "results.ties")?;
        let unreadable = || AppError::fault("规则“results.ties”只能是“并列占位”或“并列不占位”");
        let known = ties.first().and_then(|word| Ties::from_word(word));
        Ok(Self {
            kinds: words(rules, "results.ranked_kinds")?,
            ties: known.ok_or_else(unreadable)?,
        })
    }
}

impl App {
    /// The concluded evaluations of a year by kind: grades and places of all, rows of what the reader may see.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for people without business data; [`AppError::RuleMissing`].
    pub fn year_results(&self, actor: &Actor, year: BudgetYear) -> Result<YearResults, AppError> {
        self.may_look(actor, Action::ViewResults)?;
        let reach = scope(actor);
        let rules = self.rules(actor.division, year);
        let seen = self.read(|db| match &reach {
            Scope::AllOfDivision => Ok(None),
            part => Ok(Some(concluded(db, actor.division, year, part.clone())?)),
        })?;
        let with_unserved = sees_unserved(actor);
        let mut results = self.read(|db| all_results(db, actor.division, &rules, with_unserved))?;
        if let Some(seen) = &seen {
            let seen: BTreeSet<EvaluationId> = seen.iter().map(|one| one.evaluation.id).collect();
            for kind in &mut results.kinds {
                kind.rows.retain(|row| seen.contains(&row.id));
            }
        }
        results.is_whole = seen.is_none();
        Ok(results)
    }
}

fn concluded(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    scope: Scope,
) -> Step<Vec<EvaluationListing>> {
    let filter = EvaluationFilter {
        state: Some(EvaluationState::Concluded),
        ..EvaluationFilter::of_year(year, scope)
    };
    let (sort, best_first) = (EvaluationSort::Total, Direction::Descending);
    Ok(evaluations::list(db, division, &filter, sort, best_first, ALL)?)
}

/// Everything concluded in the year. A finding counts once its unit knows of it, or for those who entered it.
pub(super) fn all_results(
    db: &mut Db,
    division: Division,
    rules: &RulesInForce,
    with_unserved: bool,
) -> Step<YearResults> {
    let year = rules.year();
    let ranking = RankingRules::of(rules)?;
    let all = concluded(db, division, year, Scope::AllOfDivision)?;
    let money = money_of(db, division, year, &all)?;
    let mut found: BTreeMap<EvaluationId, (u64, u64)> = BTreeMap::new();
    for (id, listing) in findings_of(db, division, year, &all)? {
        if !with_unserved && listing.finding.served_on.is_none() {
            continue;
        }
        let (findings, rectified) = found.entry(id).or_default();
        *findings += 1;
        *rectified += u64::from(listing.finding.state == FindingState::Rectified);
    }
    let ground = Ground {
        ranking: &ranking,
        money,
        found,
    };
    let mut kinds = Vec::new();
    for (kind, _) in rules.evaluation_kinds() {
        let of_kind: Vec<&EvaluationListing> = all
            .iter()
            .filter(|one| one.evaluation.kind == kind.code)
            .collect();
        if !of_kind.is_empty() {
            let bands = rules.grade_bands(&kind.grades)?.value;
            kinds.push(ground.kind(kind, &bands, &of_kind));
        }
    }
    Ok(YearResults {
        year,
        kinds,
        is_whole: true,
        ties: ranking.ties.word().to_owned(),
    })
}

/// What rows are made from.
struct Ground<'a> {
    ranking: &'a RankingRules,
    money: BTreeMap<EvaluationId, Money>,
    /// Findings of each evaluation, and how many of them are rectified.
    found: BTreeMap<EvaluationId, (u64, u64)>,
}

impl Ground<'_> {
    fn kind(&self, kind: &EvaluationKind, bands: &[GradeBand], all: &[&EvaluationListing]) -> KindResults {
        let is_ranked = self.ranking.kinds.contains(&kind.name);
        let totals: Vec<Score> = all.iter().map(|one| one.total.unwrap_or_default()).collect();
        let ranks = places(&totals, self.ranking.ties);
        let rows: Vec<ResultRow> = all
            .iter()
            .zip(ranks)
            .map(|(one, place)| self.row(one, is_ranked.then_some(place)))
            .collect();
        let grades = bands.iter().map(|band| {
            let having = rows.iter().filter(|row| row.grade == band.name).count();
            (band.name.clone(), u64::try_from(having).unwrap_or(u64::MAX))
        });
        KindResults {
            code: kind.code.clone(),
            name: kind.name.clone(),
            is_ranked,
            grades: grades.collect(),
            concluded: u64::try_from(rows.len()).unwrap_or(u64::MAX),
            rows,
        }
    }

    fn row(&self, one: &EvaluationListing, place: Option<u32>) -> ResultRow {
        let id = one.evaluation.id;
        let (findings, rectified) = self.found.get(&id).copied().unwrap_or_default();
        ResultRow {
            id,
            title: one.evaluation.title.clone(),
            unit: one.unit_name.clone(),
            unit_id: one.evaluation.unit,
            department: one.department_name.clone(),
            department_id: one.evaluation.department,
            money: self.money.get(&id).copied(),
            self_total: one.self_total,
            total: one.total.unwrap_or_default(),
            grade: one.grade.clone().unwrap_or_default(),
            place,
            findings,
            rectified,
        }
    }
}
