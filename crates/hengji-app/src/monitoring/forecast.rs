//! 全年预计 (forecast): where like projects of past years ended from here. The numerics are floats of the analysis
//! crate; what leaves this file is basis points again.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use hengji_analysis::progress::{Prior, Profile, ProfileSettings, forecast, profile};
use hengji_domain::project::ProjectType;
use hengji_domain::rounding::round_half_up;
use hengji_domain::{BudgetYear, Decimal, Division};
use hengji_rules::RulesInForce;
use hengji_store::{Db, monitoring};

use crate::app::{App, Step};
use crate::error::AppError;

/// Months of a year.
const MONTHS: usize = 12;

/// How a project is expected to end the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct YearEnd {
    /// Expected execution, basis points of the budget; none without a budget.
    pub(crate) year_end_bp: Option<i64>,
    /// Lower bound; none where the history is too thin.
    pub(crate) low_bp: Option<i64>,
    /// Upper bound; none where the history is too thin.
    pub(crate) high_bp: Option<i64>,
    /// Curves of past years behind it.
    pub(crate) history: u32,
}

/// The expected course of the year for each type of project.
pub(crate) struct Courses(HashMap<Option<ProjectType>, Profile>);

impl Courses {
    /// One course for every project, from cumulative shares by month of past ones, under the rules of a year.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the rules or the curves cannot be computed with.
    pub(crate) fn of_all(rules: &RulesInForce, curves: &[Vec<f64>]) -> Result<Self, AppError> {
        let course = profile(curves, &settings(rules)?).map_err(AppError::fault)?;
        Ok(Self(HashMap::from([(None, course)])))
    }

    /// Where a project ends that has reached so much of its budget by the end of a month.
    pub(crate) fn forecast(
        &self,
        project_type: Option<ProjectType>,
        month: u32,
        reached_bp: Option<i64>,
    ) -> YearEnd {
        let course = self.0.get(&project_type).or_else(|| self.0.get(&None));
        let (Some(course), Some(reached)) = (course, reached_bp.and_then(share)) else {
            return YearEnd::default();
        };
        let Some(found) = usize::try_from(month)
            .ok()
            .and_then(|month| forecast(course, month, reached).ok())
        else {
            return YearEnd::default();
        };
        YearEnd {
            year_end_bp: found.year_end.and_then(basis_points),
            low_bp: found.low.and_then(basis_points),
            high_bp: found.high.and_then(basis_points),
            history: u32::try_from(found.n).unwrap_or(u32::MAX),
        }
    }
}

/// Basis points as a share of one.
fn share(bp: i64) -> Option<f64> {
    i32::try_from(bp.max(0)).ok().map(|bp| f64::from(bp) / 10_000.0)
}

/// A share of one as basis points, rounded half up.
fn basis_points(share: f64) -> Option<i64> {
    let exact = Decimal::try_from(share)
        .ok()?
        .checked_mul(Decimal::from(10_000))?;
    i64::try_from(round_half_up(exact, 0)).ok()
}

impl App {
    /// The courses of past years, kept for half a minute: the past does not change faster.
    pub(crate) fn courses(&self, db: &mut Db, division: Division, year: BudgetYear) -> Step<Arc<Courses>> {
        let now = self.now();
        if let Some(known) = self.kept_courses().get(&(division, year), now) {
            return Ok(known);
        }
        let rules = self.rules(division, year);
        let settings = settings(&rules)?;
        let history = history(db, division, year, past_years(&rules)?)?;
        let mut courses = HashMap::new();
        for project_type in ProjectType::ALL.map(Some).into_iter().chain([None]) {
            let curves = history.get(&project_type).map(Vec::as_slice).unwrap_or_default();
            let course = profile(curves, &settings).map_err(AppError::fault)?;
            courses.insert(project_type, course);
        }
        let fresh = Arc::new(Courses(courses));
        self.kept_courses().put((division, year), now, Arc::clone(&fresh));
        Ok(fresh)
    }
}

/// How much the past weighs, and which of its lines are the outer ones.
fn settings(rules: &RulesInForce) -> Result<ProfileSettings, AppError> {
    let numbers = rules.parameters("analysis.execution_alerts")?.value;
    let number = |name: &str| numbers.float(name).map_err(AppError::fault);
    Ok(ProfileSettings {
        periods: MONTHS,
        prior: Prior::Linear,
        prior_weight: number("prior_weight")?,
        red: number("red_quantile")?,
        yellow: number("yellow_quantile")?,
    })
}

/// So many years before are looked at: older ones ran under other budgets.
fn past_years(rules: &RulesInForce) -> Result<u16, AppError> {
    let numbers = rules.parameters("analysis.execution_alerts")?.value;
    let years = numbers.count("past_years").map_err(AppError::fault)?;
    Ok(u16::try_from(years).unwrap_or(u16::MAX))
}

/// Cumulative shares by month of every project of the past years, by type; projects whose type is unknown to the
/// asker are compared with all.
fn history(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    past_years: u16,
) -> Step<HashMap<Option<ProjectType>, Vec<Vec<f64>>>> {
    let mut found: HashMap<Option<ProjectType>, Vec<Vec<f64>>> = HashMap::new();
    for back in 1..=past_years {
        let Ok(past) = BudgetYear::new(year.get().saturating_sub(back)) else {
            continue;
        };
        let mut curves: BTreeMap<(String, ProjectType), [i64; MONTHS]> = BTreeMap::new();
        for payment in monitoring::shares_by_month(db, division, past)? {
            let Some(bp) = payment.paid.rate_bp(payment.budget) else {
                continue;
            };
            let curve = curves.entry((payment.subject, payment.project_type)).or_default();
            let from = usize::try_from(payment.month.saturating_sub(1)).unwrap_or(MONTHS);
            for cumulative in curve.iter_mut().skip(from) {
                *cumulative = cumulative.saturating_add(bp);
            }
        }
        for ((_, project_type), curve) in curves {
            let shares: Vec<f64> = curve.iter().filter_map(|bp| share(*bp)).collect();
            if shares.len() == MONTHS {
                found.entry(Some(project_type)).or_default().push(shares.clone());
                found.entry(None).or_default().push(shares);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn courses(curves: &[Vec<f64>]) -> Courses {
        let settings = ProfileSettings {
            periods: MONTHS,
            prior: Prior::Linear,
            prior_weight: 5.0,
            red: 0.1,
            yellow: 0.25,
        };
        Courses(HashMap::from([(None, profile(curves, &settings).unwrap())]))
    }

    #[test]
    fn without_history_the_calendar_is_extended_and_no_interval_is_claimed() {
        let end = courses(&[]).forecast(Some(ProjectType::Specific), 7, Some(3_500));
        assert_eq!(end.year_end_bp, Some(6_000));
        assert_eq!((end.low_bp, end.high_bp, end.history), (None, None, 0));
    }

    #[test]
    fn enough_history_gives_an_interval_around_the_expectation() {
        let even = |end: f64| {
            (1..=12_u32)
                .map(|month| end * f64::from(month) / 12.0)
                .collect::<Vec<_>>()
        };
        let curves: Vec<Vec<f64>> = (0..20_u32).map(|n| even(0.8 + 0.01 * f64::from(n))).collect();
        let end = courses(&curves).forecast(None, 6, Some(4_500));
        let middle = end.year_end_bp.unwrap();
        assert!(
            end.low_bp.unwrap() <= middle && middle <= end.high_bp.unwrap(),
            "{end:?}"
        );
        assert_eq!(end.history, 20);
    }

    #[test]
    fn what_has_no_budget_has_no_forecast() {
        assert_eq!(courses(&[]).forecast(None, 7, None), YearEnd::default());
        assert_eq!(courses(&[]).forecast(None, 13, Some(1)), YearEnd::default());
    }
}
