//! 绩效运行监控 (monitoring): lights, periods and closed lists.

use hengji_domain::BudgetYear;
use hengji_domain::monitoring::{
    ExecutionFloor, Light, LightBand, Likelihood, MonitoringPeriod, ProjectLightRule, RateTargetRule,
};

use super::calendar::{YearDay, year_day};
use super::wrong;
use crate::fields::{Fields, Place, unique};
use crate::refusal::{Fault, Refusal};

/// A period with days that still need their year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YearPeriod {
    code: String,
    pub(crate) name: String,
    month: u32,
    cut_off: YearDay,
    pub(crate) unit_due: YearDay,
    department_due: YearDay,
    finance_due: YearDay,
}

impl YearPeriod {
    /// The period of this budget year; none only outside the calendar's range.
    pub(crate) fn in_year(&self, year: BudgetYear) -> Option<MonitoringPeriod> {
        Some(MonitoringPeriod {
            code: self.code.clone(),
            name: self.name.clone(),
            month: self.month,
            cut_off: self.cut_off.in_year(year)?,
            unit_due_on: self.unit_due.in_year(year)?,
            department_due_on: self.department_due.in_year(year)?,
            finance_due_on: self.finance_due.in_year(year)?,
        })
    }
}

pub(super) fn periods(place: &Place<'_>) -> Result<Vec<YearPeriod>, Refusal> {
    let periods: Vec<YearPeriod> = place.entries()?.iter().map(period).collect::<Result<_, _>>()?;
    unique(place, periods.iter().map(|one| one.code.as_str()))?;
    Ok(periods)
}

fn period(place: &Place<'_>) -> Result<YearPeriod, Refusal> {
    let fields = place.fields(&[
        "code",
        "name",
        "month",
        "cut_off",
        "unit_due",
        "department_due",
        "finance_due",
    ])?;
    let code = text(&fields, "code")?;
    if code == "year" {
        // The word stands for the whole year in storage.
        return Err(place.refuse(Fault::NameTwice { text: code }));
    }
    Ok(YearPeriod {
        code,
        name: text(&fields, "name")?,
        month: month(&fields)?,
        cut_off: year_day(&fields.need("cut_off")?)?,
        unit_due: year_day(&fields.need("unit_due")?)?,
        department_due: year_day(&fields.need("department_due")?)?,
        finance_due: year_day(&fields.need("finance_due")?)?,
    })
}

pub(super) fn lights(place: &Place<'_>) -> Result<Vec<LightBand>, Refusal> {
    crate::constraint::falls_to_zero(place)?;
    let names: Vec<(&str, Light)> = Light::ALL.map(|light| (light.name(), light)).to_vec();
    let band = |place: &Place<'_>| {
        let fields = place.fields(&["light", "from"])?;
        Ok(LightBand {
            light: fields.need("light")?.choice(&names)?,
            from_bp: fields.need("from")?.percent_bp()?,
        })
    };
    place.entries()?.iter().map(band).collect()
}

pub(super) fn floors(place: &Place<'_>) -> Result<Vec<ExecutionFloor>, Refusal> {
    let floor = |place: &Place<'_>| {
        let fields = place.fields(&["month", "floor"])?;
        Ok(ExecutionFloor {
            month: month(&fields)?,
            floor_bp: fields.need("floor")?.percent_bp()?,
        })
    };
    place.entries()?.iter().map(floor).collect()
}

pub(super) fn likelihoods(place: &Place<'_>) -> Result<Vec<Likelihood>, Refusal> {
    let one = |place: &Place<'_>| {
        let fields = place.fields(&["code", "name", "needs_cause"])?;
        Ok(Likelihood {
            code: text(&fields, "code")?,
            name: text(&fields, "name")?,
            needs_cause: fields.flag("needs_cause")?,
        })
    };
    let all: Vec<Likelihood> = place.entries()?.iter().map(one).collect::<Result<_, _>>()?;
    unique(place, all.iter().map(|one| one.code.as_str()))?;
    unique(place, all.iter().map(|one| one.name.as_str()))?;
    Ok(all)
}

pub(super) fn project_light(place: &Place<'_>) -> Result<ProjectLightRule, Refusal> {
    place.choice(&[
        ("worst", ProjectLightRule::Worst),
        ("dual", ProjectLightRule::Dual),
    ])
}

pub(super) fn rate_target(place: &Place<'_>) -> Result<RateTargetRule, Refusal> {
    place.choice(&[
        ("whole", RateTargetRule::Whole),
        ("prorated", RateTargetRule::Prorated),
    ])
}

fn month(fields: &Fields<'_>) -> Result<u32, Refusal> {
    let place = fields.need("month")?;
    u32::try_from(place.count()?)
        .ok()
        .filter(|month| (1..=12).contains(month))
        .ok_or_else(|| wrong(&place, "1 至 12 的月份"))
}

fn text(fields: &Fields<'_>, name: &str) -> Result<String, Refusal> {
    Ok(fields.need(name)?.text()?.to_owned())
}
