//! The figures that a sample gives, for programs and for eyes.

use hengji_analysis::draw::Selection;
use hengji_analysis::draw::estimate::{
    Confidence, DepartmentEstimate, Departments, Estimate, Interval, departments, difference_estimate,
    hajek_mean, horvitz_thompson, stratified_mean, stratified_ratio,
};
use serde::Serialize;

use super::observed::{Checked, Observed};
use crate::Failure;
use crate::report::{Cell, Sheet};

/// What stands beside `method`.
#[derive(Serialize)]
pub(super) struct Figures {
    /// Self-evaluation score less verification score, mean of all projects.
    inflation: Estimate,
    /// The same weighted by money.
    inflation_by_amount: Option<Estimate>,
    /// The verification score of all projects from the known mean of self-evaluation scores.
    verification: Option<Estimate>,
    /// The verification score of all projects from the sample alone.
    verification_direct: Estimate,
    /// Department by department.
    departments: Option<Departments>,
}

impl Figures {
    pub(super) fn of(observed: &Observed, confidence: Confidence) -> Result<Self, Failure> {
        match observed.selection {
            Selection::Equal => Self::stratified(observed, confidence),
            Selection::Proportional => Self::proportional(observed, confidence),
        }
        .map_err(Failure::refused)
    }

    fn stratified(
        observed: &Observed,
        confidence: Confidence,
    ) -> Result<Self, hengji_analysis::draw::DrawError> {
        let inflation = observed.means(Checked::inflation);
        let by_amount = observed
            .by_amount()
            .map(|strata| stratified_ratio(&strata, confidence));
        let verification = observed
            .known_mean
            .map(|mean| difference_estimate(mean, &inflation, confidence));
        let shrunk = observed
            .without_departments()
            .is_none()
            .then(|| departments(&inflation, confidence));
        Ok(Self {
            inflation: stratified_mean(&inflation, confidence)?,
            inflation_by_amount: by_amount.transpose()?,
            verification: verification.transpose()?,
            verification_direct: stratified_mean(&observed.means(|checked| checked.verified), confidence)?,
            departments: shrunk.transpose()?,
        })
    }

    fn proportional(
        observed: &Observed,
        confidence: Confidence,
    ) -> Result<Self, hengji_analysis::draw::DrawError> {
        let inflation = hajek_mean(&observed.weighted(Checked::inflation), confidence)?;
        let money = observed.known_money.filter(|money| *money > 0.0);
        let by_amount = money.map(|money| {
            let times = |checked: &Checked| checked.amount.unwrap_or(0.0) * checked.inflation();
            horvitz_thompson(&observed.weighted(times), confidence).map(|total| total.scaled(1.0 / money))
        });
        Ok(Self {
            verification: observed
                .known_mean
                .map(|mean| inflation.scaled(-1.0).shifted(mean)),
            inflation,
            inflation_by_amount: by_amount.transpose()?,
            verification_direct: hajek_mean(&observed.weighted(|checked| checked.verified), confidence)?,
            departments: None,
        })
    }

    pub(super) fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new([
            "对象",
            "估计",
            "标准误",
            "下限",
            "上限",
            "已核",
            "全部",
            "自身平均",
            "高于全区",
        ]);
        let named = [
            ("自评虚高", Some(&self.inflation)),
            ("自评虚高(按金额加权)", self.inflation_by_amount.as_ref()),
            ("复核得分(差值估计)", self.verification.as_ref()),
            ("复核得分(仅用样本)", Some(&self.verification_direct)),
        ];
        for (name, estimate) in named {
            if let Some(estimate) = estimate {
                let mut cells = vec![
                    Cell::text(name),
                    Cell::number(estimate.value),
                    Cell::number(estimate.standard_error),
                ];
                cells.extend(ends(estimate.interval));
                cells.extend([
                    Cell::count(estimate.sampled),
                    Cell::count(estimate.population),
                    Cell::Missing,
                    Cell::Missing,
                ]);
                sheet.row(cells);
            }
        }
        for department in self.departments.iter().flat_map(|all| &all.departments) {
            sheet.row(row(department));
        }
        sheet
    }
}

fn row(department: &DepartmentEstimate) -> Vec<Cell> {
    let mut cells = vec![
        Cell::text(format!("虚高:{}", department.name)),
        Cell::number(department.value),
        Cell::number(department.standard_error),
    ];
    cells.extend(ends(department.interval));
    cells.extend([
        Cell::count(department.sampled),
        Cell::count(department.population),
        Cell::number(department.own_mean),
        Cell::flag(department.is_above_district),
    ]);
    cells
}

fn ends(interval: Option<Interval>) -> [Cell; 2] {
    [
        Cell::number_if_any(interval.map(|interval| interval.low)),
        Cell::number_if_any(interval.map(|interval| interval.high)),
    ]
}
