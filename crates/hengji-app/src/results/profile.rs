//! 绩效画像 (profile) of a department or unit over the years: what it gave itself and what it was given, what was found
//! and rectified, how its budget was executed.

use std::collections::BTreeMap;

use hengji_authz::{Action, Scope};
use hengji_domain::id::UnitId;
use hengji_domain::person::Actor;
use hengji_domain::rectification::FindingState;
use hengji_domain::rounding::div_round_half_up;
use hengji_domain::unit::Unit;
use hengji_domain::{BudgetYear, Division, Money, Score};
use hengji_store::evaluations::{self, UnitTotal};
use hengji_store::rectification::{FindingFilter, FindingListing, FindingSort, list_findings};
use hengji_store::{Db, Direction, facts, projects};

use super::view::{ProfileYear, UnitProfile, UnitResult};
use crate::app::{App, Step};
use crate::error::AppError;
use crate::evaluation_report::ground::ALL;
use crate::papers::addressed_to;
use crate::rectification::sees_unserved;

/// Years that are told; money takes two statements for each.
const YEARS: usize = 4;

impl App {
    /// The profile of a department or unit, for whoever may see it.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for what is not there and for strangers.
    pub fn unit_profile(&self, actor: &Actor, unit: UnitId) -> Result<UnitProfile, AppError> {
        let directory = self.directory(actor.division)?;
        let one = directory.unit(unit).ok_or(AppError::NotFound)?;
        self.may_view(actor, Action::ViewUnitResults, &addressed_to(actor.division, one))?;
        let with_unserved = sees_unserved(actor);
        let known: Vec<BudgetYear> = directory.years().to_vec();
        let division = actor.division;
        let (totals, findings) = self.read(|db| {
            let totals = evaluations::totals_of_unit(db, division, unit)?;
            Ok((totals, findings_of_unit(db, division, one, with_unserved)?))
        })?;
        let mut years: Vec<BudgetYear> = totals.iter().map(|total| total.year).collect();
        years.extend(findings.iter().map(|listing| listing.finding.year));
        years.extend(known);
        years.sort_unstable();
        years.dedup();
        let years: Vec<BudgetYear> = years.into_iter().rev().take(YEARS).collect();
        let money = self.read(|db| {
            let mut money = BTreeMap::new();
            for year in &years {
                money.insert(*year, executed(db, division, one, *year)?);
            }
            Ok(money)
        })?;
        let rules = self.rules(division, years.first().copied().unwrap_or(self.current_year()?));
        let names: BTreeMap<String, String> = rules
            .evaluation_kinds()
            .map(|(kind, _)| (kind.code.clone(), kind.name.clone()))
            .collect();
        Ok(UnitProfile {
            id: unit,
            name: one.name.clone(),
            years: years
                .iter()
                .rev()
                .map(|year| year_of(*year, &totals, &findings, money.get(year).copied()))
                .collect(),
            results: totals
                .iter()
                .rev()
                .map(|total| UnitResult {
                    id: total.id,
                    year: total.year,
                    kind_name: names.get(&total.kind).unwrap_or(&total.kind).clone(),
                    title: total.title.clone(),
                    self_total: total.self_total,
                    total: total.total,
                    grade: total.grade.clone(),
                })
                .collect(),
        })
    }
}

/// The findings of every year that a unit has to rectify, or the units of a department.
fn findings_of_unit(
    db: &mut Db,
    division: Division,
    unit: &Unit,
    with_unserved: bool,
) -> Step<Vec<FindingListing>> {
    let filter = FindingFilter {
        department: Some(unit.department),
        with_unserved,
        ..FindingFilter::of_year(None, Scope::AllOfDivision)
    };
    let sort = (FindingSort::Serial, Direction::Ascending);
    let mut found = list_findings(db, division, &filter, sort, ALL)?;
    found.retain(|one| {
        one.finding.state != FindingState::Withdrawn
            && (unit.id == unit.department || one.finding.unit == unit.id)
    });
    Ok(found)
}

/// Budget and payments of a unit's projects in a year.
fn executed(db: &mut Db, division: Division, unit: &Unit, year: BudgetYear) -> Step<(Money, Money)> {
    let known = facts::project_money(db, division, year)?;
    let own = projects::of_year(db, division, year)?;
    let own = own.into_iter().filter(|project| {
        project.unit == unit.id || (unit.id == unit.department && project.department == unit.id)
    });
    let mut sums = (Money::ZERO, Money::ZERO);
    for project in own {
        let registered = project.funding.total().unwrap_or_default();
        let money = known.get(&project.id.to_string());
        let budget = money.map_or(registered, |money| money.budget(registered));
        let paid = money.and_then(hengji_domain::fact::money::ProjectMoney::executed);
        let added = |one: Money, other: Money| one.checked_add(other).unwrap_or(one);
        sums = (added(sums.0, budget), added(sums.1, paid.unwrap_or_default()));
    }
    Ok(sums)
}

fn year_of(
    year: BudgetYear,
    totals: &[UnitTotal],
    findings: &[FindingListing],
    money: Option<(Money, Money)>,
) -> ProfileYear {
    let of_year: Vec<&UnitTotal> = totals.iter().filter(|total| total.year == year).collect();
    // Only evaluations in which the unit scored itself too can be compared.
    let both: Vec<(Score, Score)> = of_year
        .iter()
        .filter_map(|total| Some((total.self_total?, total.total)))
        .collect();
    // Where there are any, the mean of what was given is of the same evaluations; else of all.
    let given: Vec<Score> = if both.is_empty() {
        of_year.iter().map(|total| total.total).collect()
    } else {
        both.iter().map(|(_, total)| *total).collect()
    };
    let found = || findings.iter().filter(|one| one.finding.year == year);
    let rectified = found().filter(|one| one.finding.state == FindingState::Rectified);
    let (budget, paid) = money.unwrap_or_default();
    ProfileYear {
        year,
        evaluations: count(of_year.len()),
        own_mean: mean(both.iter().map(|(own, _)| *own)),
        total_mean: mean(given.iter().copied()),
        findings: count(found().count()),
        rectified: count(rectified.count()),
        budget,
        paid,
        rate_bp: paid.rate_bp(budget).and_then(|bp| u64::try_from(bp).ok()),
    }
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The mean of scores, rounded half up to a hundredth; none of none.
fn mean(scores: impl Iterator<Item = Score> + Clone) -> Option<Score> {
    let number = i128::try_from(scores.clone().count()).ok()?;
    let sum: i128 = scores.map(|score| i128::from(score.centi())).sum();
    let mean = div_round_half_up(sum, number)?;
    i32::try_from(mean).ok().map(Score::from_centi)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_half_up_once() {
        let of = |centi: &[i32]| mean(centi.iter().copied().map(Score::from_centi)).map(Score::centi);
        for (centi, found) in [
            (&[][..], None),
            (&[9_000], Some(9_000)),
            (&[9_000, 9_001], Some(9_001)),
            (&[8_000, 8_000, 8_001], Some(8_000)),
        ] {
            assert_eq!(of(centi), found);
        }
    }
}
