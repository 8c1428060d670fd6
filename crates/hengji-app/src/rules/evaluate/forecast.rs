//! Computes the cases beside the rule of execution forecasts, with the forecast that real projects get.

use hengji_domain::Decimal;
use hengji_domain::rounding::round_half_up;
use hengji_rules::{Case, CaseOutcome, RulesInForce, Tree};

use crate::monitoring::forecast::Courses;

/// Months of a year.
const MONTHS: u32 = 12;

/// Evaluates a case of `analysis.execution_alerts`: so many like projects had all reached `usual` percent by the month
/// and `ended` the year with so many; where does one end that has `reached` this much?
pub(super) fn evaluate(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let month = u32::try_from(case.input_number("month")?).map_err(|_| "month 不是月份")?;
    let like = usize::try_from(case.input_number("like")?).map_err(|_| "like 不是个数")?;
    let curve = if like == 0 {
        Vec::new()
    } else {
        curve(month, share(case, "usual")?, share(case, "ended")?)
    };
    let courses = Courses::of_all(rules, &vec![curve; like]).map_err(|error| error.to_string())?;
    let reached = round_half_up(case.input_number("reached")? * Decimal::ONE_HUNDRED, 0);
    let reached = i64::try_from(reached).map_err(|_| "reached 超出范围")?;
    let end = courses.forecast(None, month, Some(reached));
    let percent = |bp: Option<i64>| {
        bp.map_or(Tree::Flag(false), |bp| {
            Tree::Text(Decimal::new(bp, 2).to_string())
        })
    };
    Ok(CaseOutcome::Computed(vec![
        ("year_end", percent(end.year_end_bp)),
        ("low", percent(end.low_bp)),
        ("high", percent(end.high_bp)),
    ]))
}

/// A percentage of the input as a share of one.
fn share(case: &Case, name: &str) -> Result<f64, String> {
    f64::try_from(case.input_number(name)? / Decimal::ONE_HUNDRED).map_err(|_| format!("{name} 超出范围"))
}

/// Even up to the month, and even from there to the end.
fn curve(month: u32, usual: f64, ended: f64) -> Vec<f64> {
    (1..=MONTHS)
        .map(|at| {
            if at <= month {
                usual * f64::from(at) / f64::from(month)
            } else {
                usual + (ended - usual) * f64::from(at - month) / f64::from(MONTHS - month)
            }
        })
        .collect()
}
